"""The refinancing mark-up: weeks by hand, the border of the fiscal year, and a second way through the snapshot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import treasury
from treasury.analytics.refinancing_markup import fiscal_year_to_date, markup

DAY = pd.to_datetime


def sold(*rows: tuple[str, str, str, str, float, float]) -> pd.DataFrame:
    """CUSIP, class, issued, matures, amount, rate; auctioned on the day of issue."""
    made = pd.DataFrame(rows, columns=["cusip", "security_class", "issue_date", "maturity_date", "total_accepted_usd", "rate"])
    bill = made["security_class"].isin(["Bill", "CMB"])
    made = made.assign(high_investment_rate=made["rate"].where(bill), high_yield=made["rate"].where(~bill))
    return made.assign(
        issue_date=DAY(made["issue_date"]), maturity_date=DAY(made["maturity_date"]), auction_date=DAY(made["issue_date"])
    )


def bought(*rows: tuple[str, str, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    key = {"operation_date": DAY([row[0] for row in rows]), "start_time": ["13:40"] * len(rows)}
    operations = pd.DataFrame(key | {"settlement_date": key["operation_date"], "state": "result"})
    return operations, pd.DataFrame(key | {"cusip": [row[1] for row in rows], "accepted_usd": [row[2] for row in rows]})


BATCHES = sold(
    ("A", "Bill", "2026-06-30", "2026-09-29", 100.0, 3.60),
    ("N", "Note", "2024-09-30", "2026-09-30", 50.0, 2.00),
    ("M", "Note", "2023-10-02", "2026-10-01", 20.0, 3.00),
    ("B", "Bill", "2026-09-29", "2026-12-29", 120.0, 4.00),
    ("P", "Note", "2026-09-30", "2028-09-30", 60.0, 4.50),
    ("Q", "Note", "2026-10-01", "2029-10-01", 20.0, 4.00),
    ("T", "TIPS", "2026-09-30", "2036-07-15", 15.0, 2.00),
)


def test_a_week_in_which_a_fiscal_year_begins_is_two_rows() -> None:
    made = markup(BATCHES, *bought())
    last = made[made["side"].eq("All")].tail(2)
    assert last["week"].tolist() == ["2026-W40", "2026-W40"]
    assert last["fiscal_year"].tolist() == [2026, 2027]
    assert [day.date().isoformat() for day in last["start"]] == ["2026-09-28", "2026-10-01"]
    # 150 matured at (100 x 3.6 + 50 x 2) / 150 = 3.0667, 180 issued at (120 x 4 + 60 x 4.5) / 180 = 4.1667.
    old = last.iloc[0]
    assert (old["matured_usd"], old["issued_usd"]) == (150.0, 180.0)
    assert old["markup_bp"] == pytest.approx(110.0)
    assert old["markup_usd"] == pytest.approx(1.65)
    assert old["cost_change_usd"] == pytest.approx(4.8 + 2.7 - 3.6 - 1.0)
    assert last["markup_to_date_usd"].tolist() == pytest.approx([1.65, 0.2])  # the new year begins with its own
    assert last["partial"].tolist() == [False, True]


def test_sides_and_what_is_left_out() -> None:
    made = markup(BATCHES, *bought()).groupby("side").tail(2).set_index(["side", "fiscal_year"])
    assert made.loc[("Bills", 2026), "markup_usd"] == pytest.approx(100 * 0.004)
    assert made.loc[("Coupons", 2026), "markup_usd"] == pytest.approx(50 * 0.025)
    assert made.loc[("Coupons", 2026), "issued_usd"] == 60.0  # without the TIPS
    assert np.isnan(made.loc[("Bills", 2027), "markup_usd"])  # no bill in those days
    assert made.loc[("Bills", 2027), "cost_change_usd"] == 0.0


def test_what_was_bought_back_does_not_mature() -> None:
    made = markup(BATCHES, *bought(("2026-09-10", "N", 30.0)))
    row = made[made["side"].eq("Coupons") & made["fiscal_year"].eq(2026)].iloc[-1]
    assert row["matured_usd"] == 20.0
    assert row["markup_usd"] == pytest.approx(20 * 0.025)


def test_only_new_money_changes_the_cost_and_has_no_mark_up() -> None:
    made = markup(sold(("Q", "Note", "2026-10-01", "2029-10-01", 20.0, 4.00)), *bought())
    row = made[made["side"].eq("Coupons")].iloc[-1]
    assert np.isnan(row["markup_usd"])
    assert row["cost_change_usd"] == pytest.approx(0.8)
    assert row["markup_to_date_usd"] == 0.0


def test_the_fiscal_year_of_the_snapshot_a_second_way() -> None:
    """Fiscal 2025, bills: amounts and rates by direct sums over the auctions; mark-up = sum over weeks."""
    frames = [treasury.load(name) for name in ("auctions", "buyback_operations", "buyback_securities")]
    made = markup(*frames)
    year = fiscal_year_to_date(made, "Bills").set_index("fiscal_year").loc[2025]
    held = frames[0][frames[0]["security_class"].isin(["Bill", "CMB"]) & frames[0]["total_accepted_usd"].notna()]
    inside = held["issue_date"].between("2024-10-01", "2025-09-30")
    issued = held[inside]
    assert year["issued_usd"] == pytest.approx(issued["total_accepted_usd"].sum())
    rate = np.average(issued["high_investment_rate"], weights=issued["total_accepted_usd"])
    assert year["issued_rate_pct"] == pytest.approx(rate)
    gone = held[held["maturity_date"].between("2024-10-01", "2025-09-30")]  # no bill falls due on a weekend at these borders
    assert year["matured_usd"] == pytest.approx(gone["total_accepted_usd"].sum())
    weeks = made[made["side"].eq("Bills") & made["fiscal_year"].eq(2025)]
    direct = (weeks["matured_usd"] * (weeks["issued_rate_pct"] - weeks["matured_rate_pct"]) / 100).sum()
    assert year["markup_usd"] == pytest.approx(direct)
    assert weeks["markup_to_date_usd"].iloc[-1] == pytest.approx(direct)
    cost = (
        issued["total_accepted_usd"] @ issued["high_investment_rate"] - gone["total_accepted_usd"] @ gone["high_investment_rate"]
    )
    assert year["cost_change_usd"] == pytest.approx(cost / 100)
