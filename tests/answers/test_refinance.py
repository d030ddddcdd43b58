"""`refinance`: the fixed shape, the same figures in every face, wrong input in words."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

import treasury
from treasury.__main__ import app
from treasury.answers.refinance import refinance
from treasury.api import api
from treasury.errors import BadInput, NothingStored

pytestmark = pytest.mark.usefixtures("from_snapshot")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, ["refinance", *words])


def answer(*words: str) -> dict:
    got = call("--json", *words)
    assert got.exit_code == 0, got.output
    made: dict = json.loads(got.stdout)
    return made


def test_the_fixed_shape() -> None:
    made = answer()
    assert {"fiscal_years", "share_maturing_12m_pct", "assumptions"} <= set(made)
    keys = {"fiscal_year", "base_usd", "shocked_usd", "difference_usd", "effective_rate_pct"}
    assert all(keys <= set(row) for row in made["fiscal_years"])
    assert [row["fiscal_year"] for row in made["fiscal_years"]] == list(range(2027, 2037))
    assert made["share_maturing_12m_pct"] == pytest.approx(33.79, abs=0.01)


def test_the_figures_hang_together() -> None:
    made = answer("--shock-bp", "50")
    for row in made["fiscal_years"]:
        assert row["difference_usd"] == pytest.approx(row["shocked_usd"] - row["base_usd"], abs=2)
        assert sum(row["difference_parts_usd"].values()) == pytest.approx(row["difference_usd"], abs=3)
        assert row["effective_rate_pct"] > row["base_effective_rate_pct"]
    assert made["assumptions"]["shock"] == {"shape": "parallel", "bp": 50.0, "from": "2026-10-05"}
    assert made["assumptions"]["new_borrowing"]["published"] == "2026-02-11"


def test_cost_rises_with_the_shock_and_none_is_none() -> None:
    none, some, more = (answer("--shock-bp", size, "--years", "3")["fiscal_years"] for size in ("0", "25", "200"))
    assert [row["difference_usd"] for row in none] == [0, 0, 0]
    assert all(a["base_usd"] == b["base_usd"] for a, b in zip(none, more, strict=True))
    assert all(0 < a["difference_usd"] < b["difference_usd"] for a, b in zip(some, more, strict=True))


def test_bills_and_borrowing_can_be_set() -> None:
    usual, short, still = (
        answer("--years", "4", *w)["fiscal_years"] for w in ((), ("--bill-share", "30"), ("--borrowing", "none"))
    )
    assert short[3]["base_usd"] < usual[3]["base_usd"]  # bills are the cheaper end of this curve
    assert still[3]["base_usd"] < usual[3]["base_usd"]
    assert answer("--bill-share", "30")["assumptions"]["bill_share_pct"] == 30.0


def test_the_calibration_goes_with_the_answer() -> None:
    made = answer("--years", "1")["calibration"]
    assert made["cbo"]["cbo_usd"] == 351_000_000_000
    assert abs(made["cbo"]["engine_usd"] / made["cbo"]["cbo_usd"] - 1) <= 0.10
    assert abs(made["reported_interest"]["engine_usd"] / made["reported_interest"]["reported_usd"] - 1) <= 0.03


def test_the_table_for_people_has_the_same_figures() -> None:
    got = call("--years", "2")
    first = answer("--years", "2")["fiscal_years"][0]
    assert got.exit_code == 0
    assert f"{first['difference_usd'] / 1e9:,.1f}" in got.stdout
    assert "+100 bp from 2026-10-05 on the curve of 2026-10-05" in got.stdout
    assert "33.8 % of the ladder of 2026-08-20 matures within 12 months" in got.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--shock-bp", "5000"), "use -500 to 1000"),
        (("--shock-bp", "-501"), "use -500 to 1000"),
        (("--bill-share", "61"), "use 0 to 60"),
        (("--years", "11"), "use 1 to 10"),
        (("--borrowing", "lots"), "use cbo or none"),
    ],
)
def test_what_is_out_of_range_is_refused_in_words(words: tuple[str, str], said: str) -> None:
    got = call(*words)
    assert got.exit_code == 2
    assert said in got.stderr


def test_without_auctions_the_answer_says_what_to_fetch() -> None:
    with pytest.raises(NothingStored, match="refresh auctions"):
        refinance(lambda name: treasury.load(name).iloc[:0])


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(BadInput):
        refinance(treasury.load, shock_bp=float("nan"))


def test_what_only_the_calibration_lacks_is_null() -> None:
    lacking = ("interest_expense",)
    made = refinance(lambda name: treasury.load(name).iloc[:0] if name in lacking else treasury.load(name), years=1)
    assert made["calibration"]["reported_interest"] is None
    assert made["fiscal_years"][0]["fiscal_year"] == 2027


def test_the_api_gives_what_the_command_gives() -> None:
    client = TestClient(api)
    got = client.get("/refinance", params={"shock_bp": 50, "years": 2, "bill_share": 25})
    assert got.status_code == 200
    assert got.json() == answer("--shock-bp", "50", "--years", "2", "--bill-share", "25")
    assert (
        client.get("/refinance", headers={"If-None-Match": got.headers["etag"]}, params=got.request.url.params).status_code == 304
    )
    for wrong in ({"years": 99}, {"shock_bp": -501}, {"shock_bp": 1001}, {"bill_share": 61}):
        assert client.get("/refinance", params=wrong).status_code == 422


def test_the_ladder_of_the_snapshot_is_named_with_its_days() -> None:
    how = answer("--years", "1")["assumptions"]["ladder"]
    assert (how["day"], how["statement_day"]) == ("2026-08-20", "2026-05-31")
    assert date.fromisoformat(how["day"]) > date.fromisoformat(how["statement_day"])


def test_rates_below_zero_are_named_with_the_curve_of_the_day() -> None:
    """The par curve of 5 October 2026 less five percentage points, point by point."""
    low = answer("--shock-bp", "-500", "--years", "1")["assumptions"]["shocked_rates_below_zero_pct"]
    lower = treasury.load("par_yields").loc["2026-10-05"] - 5
    assert low == pytest.approx(lower[lower < 0].to_dict(), abs=1e-9)
    assert "3M" in low
    assert f"3M {low['3M']:.2f} %" in call("--shock-bp", "-500", "--years", "1").stdout
    assert answer("--shock-bp", "-100", "--years", "1")["assumptions"]["shocked_rates_below_zero_pct"] == {}
    assert "Below zero" not in call("--years", "1").stdout
