"""The inflation accrual of TIPS, rebuilt from the reference CPI."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import inflation_accrual
from treasury.analytics.buybacks import settled

DAY = pd.to_datetime
NONE = pd.DataFrame({"cusip": [], "settlement_date": DAY([]), "accepted_usd": [], "security_class": [], "maturity_date": DAY([])})
NO_STATEMENT = pd.DataFrame(
    {
        "record_date": DAY([]),
        "cusip": [],
        "security_class": [],
        "issued_usd": [],
        "redeemed_usd": [],
        "inflation_adjustment_usd": [],
    }
)


def tips() -> pd.DataFrame:
    """A note with a published base of 300, an old bond without one, and a later note that only gives the CPI of 28 February."""
    rows = [
        ("NEW", "2026-01-20", "2026-01-30", "2026-01-15", "2036-01-15", 100.0, 303.0, 300.0),
        ("OLD", "2010-02-20", "2010-02-26", None, "2040-02-15", 50.0, None, None),
        ("LATER", "2026-02-19", "2026-02-27", "2026-02-15", "2056-02-15", 40.0, 309.0, 306.0),
    ]
    names = ["cusip", "auction_date", "issue_date", "dated_date", "maturity_date", "total_accepted_usd"]
    made = pd.DataFrame(rows, columns=[*names, "ref_cpi_issue_date", "ref_cpi_dated_date"])
    for name in names[1:5]:
        made[name] = DAY(made[name]).astype("datetime64[us]")
    return made.assign(security_class="TIPS").astype({"ref_cpi_issue_date": "float64", "ref_cpi_dated_date": "float64"})


def statement() -> pd.DataFrame:
    """On 30 January 2026 the old bond stood at an index ratio of 1.5, after 10 of its 60 were redeemed."""
    row = {"record_date": DAY(["2026-01-30"]), "cusip": ["OLD"], "security_class": ["Treasury Inflation-Protected Securities"]}
    return pd.DataFrame({**row, "issued_usd": 60.0, "redeemed_usd": -10.0, "inflation_adjustment_usd": 25.0})


def test_each_security_grows_with_the_reference_cpi_from_its_own_base():
    made = inflation_accrual.accrual(tips(), NONE, statement(), ["2026-01-30", "2026-02-27"])
    first = 100 * (303 / 300 - 1) + 50 * (1.5 - 1)
    base = 303 / 1.5  # of the old bond
    second = 100 * (309 / 300 - 1) + 50 * (309 / base - 1) + 40 * (309 / 306 - 1)
    assert made.tolist() == pytest.approx([first, second])


def test_what_was_bought_back_accrues_no_more():
    bought = pd.DataFrame({"cusip": ["NEW"], "security_class": "TIPS", "accepted_usd": [30.0]})
    bought = bought.assign(settlement_date=DAY(["2026-02-20"]), maturity_date=DAY(["2036-01-15"]))
    made, all_of_it = (inflation_accrual.accrual(tips(), rows, statement(), ["2026-02-27"]).iloc[0] for rows in (bought, NONE))
    assert all_of_it - made == pytest.approx(30 * (309 / 300 - 1))


def test_a_base_that_is_not_known_makes_the_accrual_missing_while_the_security_stands():
    made = inflation_accrual.accrual(tips(), NONE, NO_STATEMENT, ["2026-01-30"])
    assert math.isnan(made.iloc[0])
    young = tips().iloc[[0, 2]]
    assert inflation_accrual.accrual(young, NONE, NO_STATEMENT, ["2026-01-30"]).tolist() == pytest.approx([1.0])


def test_the_reference_cpi_is_not_carried_beyond_what_is_published():
    points = pd.Series([300.0, 306.0], index=DAY(["2026-01-15", "2026-04-15"]))
    assert [
        math.isnan(value) for value in inflation_accrual.reference_cpi_on(points, ["2026-01-14", "2026-02-15", "2026-04-16"])
    ] == [
        True,
        True,  # 90 days between the two
        True,
    ]
    assert inflation_accrual.reference_cpi_on(points, ["2026-04-15"]).tolist() == [306.0]
    assert math.isnan(inflation_accrual.reference_cpi_on(points.iloc[:0], ["2026-04-15"])[0])


def test_the_statement_of_august_2023_gives_the_accrual_that_is_rebuilt(snapshot):
    """358.754 billion in the statement by security; the index ratios it implies agree with the auctions' to 5 in a million."""
    bought = settled(snapshot("buyback_operations"), snapshot("buyback_securities"), snapshot("auctions"))
    held = snapshot("debt_by_security")
    made = inflation_accrual.accrual(snapshot("auctions"), bought, held, ["2023-08-31"]).iloc[0]
    published = held.loc[held["record_date"].eq("2023-08-31"), "inflation_adjustment_usd"].sum()
    assert published == pytest.approx(358.754e9, abs=0.001e9)
    assert made == pytest.approx(published, rel=1e-4)
