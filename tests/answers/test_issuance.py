"""`issuance`: the answer for machines and for people, from the embedded snapshot, against figures counted directly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import treasury
from treasury.__main__ import app
from treasury.settings import settings

pytestmark = pytest.mark.usefixtures("from_snapshot")


def answer(*words: str) -> dict:
    got = CliRunner().invoke(app, ["issuance", *words, "--json"])
    assert got.exit_code == 0, got.output
    return json.loads(got.stdout)


def rows(made: dict, period: str) -> dict:
    return {row["class"]: row for row in made["rows"] if row["period"] == period}


def test_july_2026_by_direct_count() -> None:
    made = answer()
    auctions = treasury.load("auctions")
    july = auctions["issue_date"].between("2026-07-01", "2026-07-31")
    bills = auctions["security_class"].isin(["Bill", "CMB"])
    own = rows(made, "2026-07")
    assert own["Bill"]["issued_usd"] == auctions.loc[july & bills, "total_accepted_usd"].sum()
    assert own["Bond"]["issued_usd"] == auctions.loc[july & auctions["security_class"].eq("Bond"), "total_accepted_usd"].sum()
    assert own["Bill"]["net_usd"] == own["Bill"]["issued_usd"] - own["Bill"]["matured_usd"]
    assert (own["Bill"]["bought_back_usd"], own["Bill"]["buybacks_held"]) == (0.0, True)
    assert (own["Note"]["bought_back_usd"], own["Note"]["buybacks_held"]) == (None, False)  # unknown is null, never 0
    total = sum(row["net_usd"] for row in own.values())
    assert made["bill_share_pct"]["net"]["2026-07"] == pytest.approx(own["Bill"]["net_usd"] / total * 100, abs=1e-3)


def test_the_three_shares_and_the_maturity_are_by_period() -> None:
    made = answer()
    # 6,690.689 of 31,085.831 billion in the statement of June 2026.
    assert made["bill_share_pct"]["outstanding"]["2026-06"] == pytest.approx(21.52, abs=0.005)
    assert made["bill_share_source"]["2026-06"] == "published"
    assert made["bill_share_source"]["2026-07"] == "rebuilt"
    assert made["bill_share_pct"]["outstanding"]["2014-10"] is None  # bonds are not known in full
    assert made["bill_share_pct"]["net"]["2026-04"] is None  # bills were paid down by more than coupons raised
    assert set(made["bill_share_pct"]) >= {"outstanding", "gross", "net"}
    assert 69 < made["wam_months"]["2026-07"] < 71
    assert made["wam_months"]["2026-07"] < made["wam_months_coupons"]["2026-07"]
    assert "2014-10" not in made["wam_months"]


@pytest.mark.parametrize(
    ("by", "period", "first", "last"),
    [
        ("quarter", "2026 Q2", "2026-04-01", "2026-06-30"),
        ("fiscal-year", "FY2025", "2024-10-01", "2025-09-30"),
        ("week", "2026-W33", "2026-08-10", "2026-08-16"),
        ("month", "2026-06", "2026-06-01", "2026-06-30"),
    ],
)
def test_by(by: str, period: str, first: str, last: str) -> None:
    """Bills by direct count: sold to settle between the two days, less sold to mature between them (none on a holiday)."""
    made = answer("--by", by)
    auctions = treasury.load("auctions")
    bills = auctions[auctions["security_class"].isin(["Bill", "CMB"])]
    issued, matured = (
        bills.loc[bills[name].between(first, last), "total_accepted_usd"].sum() for name in ("issue_date", "maturity_date")
    )
    assert rows(made, period)["Bill"]["net_usd"] == pytest.approx(issued - matured)
    assert set(made["rows"][0]) >= {"period", "class", "issued_usd", "matured_usd", "bought_back_usd", "net_usd"}


def test_periods_add_up() -> None:
    """Fiscal year 2025 is its twelve months and its four quarters."""
    year = {name: row["net_usd"] for name, row in rows(answer("--by", "fiscal-year"), "FY2025").items()}
    months, quarters = answer(), answer("--by", "quarter")
    parts = [f"2024-{month}" for month in (10, 11, 12)] + [f"2025-0{month}" for month in range(1, 10)]
    for name, net in year.items():
        assert sum(rows(months, part)[name]["net_usd"] for part in parts) == pytest.approx(net)
        assert sum(
            rows(quarters, part)[name]["net_usd"] for part in ("2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3")
        ) == pytest.approx(net)


def test_the_reconciliation_comes_with_it() -> None:
    made = answer("--by", "fiscal-year")
    assert {row["verdict"] for row in made["reconciliation"]} == {"within", "buybacks not held"}
    assert made["against_statement"][0]["verdict"] == "within"
    assert made["new_cash"][-1]["new_cash_usd"] is None


def test_people_get_a_table_and_a_word_on_what_is_not_held() -> None:
    got = CliRunner().invoke(app, ["issuance", "--by", "quarter"])
    assert got.stdout.splitlines()[0] == "Net issuance by class, USD bn, and bill shares; auctions held to 2026-08-20"
    assert "2026 Q2" in got.stdout
    assert "before them" in got.stderr


def test_a_period_that_there_is_not_is_wrong_usage() -> None:
    got = CliRunner().invoke(app, ["issuance", "--by", "decade"])
    assert got.exit_code == 2


def test_nothing_held_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path))
    settings.cache_clear()
    got = CliRunner().invoke(app, ["issuance", "--json"])
    assert got.exit_code == 1
    assert "refresh auctions" in got.stderr
