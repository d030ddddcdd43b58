"""What the engine is held against: CBO's scenario within the stated range, reported interest a second way."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

import treasury
from treasury.analytics import refinancing_check as check
from treasury.answers.refinance import ASKED_OF_CBO, REPORTED, question
from treasury.cbo_file import cbo


@pytest.fixture(scope="module")
def against() -> check.AgainstCbo:
    _, how = question(cbo())
    return check.against_cbo(*(treasury.load(name) for name in ASKED_OF_CBO), **how)


@pytest.fixture(scope="module")
def reported() -> check.Reported:
    return check.reported(*(treasury.load(name) for name in REPORTED))


def test_the_question_is_the_one_that_cbo_answered() -> None:
    asked, how = question(cbo())
    assert (asked.total_usd, asked.last_year_usd) == (351e9, 54e9)
    assert how["day"] == date(2024, 12, 31)  # the baseline came out on 17 January 2025
    assert dict(how["borrowing"])[2026] == pytest.approx(1780e9)  # 31,883 - 30,103


def test_the_engine_is_within_the_stated_range_of_cbo(against: check.AgainstCbo) -> None:
    asked, _ = question(cbo())
    assert abs(against.total_usd / asked.total_usd - 1) * 100 <= asked.within_pct
    assert abs(against.last_year_usd / asked.last_year_usd - 1) * 100 <= asked.last_year_within_pct


def test_at_the_average_rate_of_cbo_the_engine_is_closer(against: check.AgainstCbo) -> None:
    asked, _ = question(cbo())
    assert asked.total_usd < against.cheaper_usd < against.total_usd
    assert abs(against.cheaper_usd / asked.total_usd - 1) < 0.03


def test_the_parts_of_the_extra_cost_add_up_and_can_be_told_roughly(against: check.AgainstCbo) -> None:
    years = against.years.set_index("fiscal_year")
    parts = years[["held_usd", "rolled_usd", "new_usd", "service_usd"]].sum(axis=1)
    np.testing.assert_allclose(parts, years["cost_usd"])
    # In the last year nearly all of the mean debt has been sold anew at rates 0.1 point higher: 90 to 100 percent of it.
    direct = years.loc[2035, ["held_usd", "rolled_usd", "new_usd"]].sum()
    assert 0.85 < direct / (years.loc[2035, "debt_usd"] * 0.001) < 1.0
    # The interest on the extra cost of the years before, at the debt's own rate.
    before = years.loc[:2034, "cost_usd"].sum() + years.loc[2035, "cost_usd"] / 2
    assert years.loc[2035, "service_usd"] == pytest.approx(before * years.loc[2035, "effective_rate_pct"] / 100, rel=0.15)


def test_a_day_without_a_curve_is_refused() -> None:
    frames = {name: treasury.load(name) for name in ASKED_OF_CBO}
    frames["par_yields"] = frames["par_yields"].iloc[:0]
    _, how = question(cbo())
    with pytest.raises(ValueError, match="no ladder or no par curve of 2024-12-31"):
        check.against_cbo(*frames.values(), **how)


def test_reported_interest_is_met_within_the_stated_range(reported: check.Reported) -> None:
    assert (reported.start, reported.end, reported.months) == (date(2025, 8, 1), date(2026, 7, 31), 12)
    expense = treasury.load("interest_expense")
    year = expense[expense["category"].str.contains("PUBLIC") & expense["record_date"].between("2025-08-01", "2026-07-31")]
    assert reported.reported_usd == pytest.approx(year["month_usd"].sum())
    assert abs(reported.difference_pct) <= check.REPORTED_WITHIN_PCT
    assert reported.computed_usd == pytest.approx(reported.parts["cost_usd"].sum())


def test_the_rates_of_each_class_lie_near_the_published_averages(reported: check.Reported) -> None:
    """The published ones are of nine of the twelve months; those of TIPS lack the accrual."""
    near = reported.parts.set_index("part").loc[["Bill", "Note", "Bond"]]
    assert ((near["rate_pct"] - near["published_rate_pct"]).abs() < 0.12).all()


def test_notes_a_second_way(reported: check.Reported) -> None:
    """Day by day over the notes outstanding: coupon times par, buybacks taken off when they settle."""
    auctions, operations, securities = (treasury.load(name) for name in REPORTED[:3])
    notes = auctions[auctions["security_class"].eq("Note") & auctions["total_accepted_usd"].notna()]
    days = pd.date_range("2025-08-01", "2026-07-31")
    total = 0.0
    for row in notes[notes["maturity_date"] > "2025-08-01"].itertuples():
        begin, end = max(row.issue_date, days[0]), min(row.maturity_date, days[-1] + pd.Timedelta(days=1))
        total += row.total_accepted_usd * row.coupon_pct / 100 * max((end - begin).days, 0) / 365
    coupons = notes.drop_duplicates("cusip").set_index("cusip")["coupon_pct"]
    gone = securities.merge(operations[["operation_date", "start_time", "settlement_date"]], on=["operation_date", "start_time"])
    gone = gone[gone["cusip"].isin(coupons.index) & (gone["accepted_usd"] > 0)]
    ends = notes.drop_duplicates("cusip").set_index("cusip")["maturity_date"]
    for row in gone.itertuples():
        begin = max(row.settlement_date if pd.notna(row.settlement_date) else row.operation_date, days[0])
        left = (min(ends[row.cusip], days[-1] + pd.Timedelta(days=1)) - begin).days
        total -= row.accepted_usd * coupons[row.cusip] / 100 * max(left, 0) / 365
    # Notes due on a weekend stand a day or two longer in the engine, which is worth less than 0.1 percent.
    assert reported.parts.set_index("part").loc["Note", "cost_usd"] == pytest.approx(total, rel=1e-3)


def test_too_few_months_are_refused() -> None:
    frames = {name: treasury.load(name) for name in REPORTED}
    frames["interest_expense"] = frames["interest_expense"].tail(4)
    with pytest.raises(ValueError, match=r"interest expense of 2 months is held, 12 are needed"):
        check.reported(*frames.values())
