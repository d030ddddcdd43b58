"""Yields around buybacks, against every other date."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import buyback_reactions as reactions
from treasury.analytics import placebo
from treasury.analytics.buybacks import MATURITY_BUCKETS

DAY = pd.to_datetime
DAYS = pd.bdate_range("2026-09-01", periods=12)


def par() -> pd.DataFrame:
    ten = [4.50, 4.52, 4.51, 4.53, 4.50, 4.48, 4.47, 4.49, 4.52, 4.51, 4.50, 4.52]
    return pd.DataFrame({"5Y": 4.0, "10Y": ten, "20Y": [value + 0.5 for value in ten]}, index=DAYS)


def operations(bucket: str = "10Y to 20Y", kind: str = "Nominal Coupons", state: str = "result", day: int = 4) -> pd.DataFrame:
    return pd.DataFrame(
        {"operation_date": [DAYS[day]], "start_time": "13:40", "state": state, "maturity_bucket": bucket, "security_type": kind}
    )


def test_every_bucket_of_the_programme_has_its_tenors():
    assert {*reactions.TENORS, *reactions.REAL_TENORS} == set(MATURITY_BUCKETS)


def test_the_yield_of_a_bucket_is_the_mean_of_its_edges_and_missing_without_one():
    frame = par()
    assert reactions.bucket_yield("10Y to 20Y", False, frame, frame).iloc[0] == pytest.approx(4.75)
    frame.iloc[0, 2] = float("nan")
    assert math.isnan(reactions.bucket_yield("10Y to 20Y", False, frame, frame).iloc[0])
    assert reactions.bucket_yield("20Y to 30Y", False, frame, frame).empty  # no 30-year held
    assert reactions.bucket_yield("unstated", False, frame, frame).empty


def test_the_reaction_is_that_of_the_event_lab():
    made = reactions.around(operations(), par(), par(), since="2026-01-01", sessions=(-2, 0, 1)).set_index("session")
    assert made["change_bp"].to_dict() == {-2: -2.0, 0: -3.0, 1: -5.0}  # 4.51, 4.50, 4.48 against 4.53
    series = par()["10Y"] + 0.25
    other = placebo.placebo(series, DAYS[4], (-2, 0, 1), "2026-01-01")
    assert made["change_percentile_pct"].tolist() == other["change_percentile_pct"].tolist()
    # Changes of one session on the ten other days: two of them, -3 and -3? counted by hand: +2 -1 +2 -2 -1 +2 +3 -1 -1 +2.
    assert made.loc[0, "of"] == 10
    assert made.loc[0, "change_percentile_pct"] == 0.0


def test_against_the_five_year_only_the_difference_counts():
    frame = par()
    frame["5Y"] = frame["10Y"] - 0.5  # both move alike: nothing is left
    made = reactions.around(operations(), frame, frame, since="2026-01-01", against=True, sessions=(0,))
    assert made["change_bp"].tolist() == [0.0]


def test_what_has_no_result_or_no_yield_has_no_row():
    for rows in (operations(state="announced"), operations(state="cancelled"), operations(bucket="unstated")):
        assert reactions.around(rows, par(), par(), sessions=(0,)).empty
    late = reactions.around(operations(day=11), par(), par(), since="2026-01-01", sessions=(0, 5))
    assert late["change_bp"].isna().tolist() == [False, True]
    assert reactions.summed_up(late)["session"].tolist() == [0]


def test_tips_are_measured_by_real_yields():
    real = par().assign(**{"30Y": 2.0, "10Y": [2.0] * 4 + [2.1] * 8})
    made = reactions.around(operations("10Y to 30Y", "TIPS"), par(), real, since="2026-01-01", sessions=(0,))
    assert made["change_bp"].tolist() == [5.0]  # the mean of +10 and 0


def test_the_usual_range_shrinks_with_the_number_of_operations():
    rows = pd.DataFrame({"session": 0, "change_bp": [-4.0, -2.0, 0.0, 2.0], "change_percentile_pct": [10.0, 20.0, 30.0, 40.0]})
    few, many = (reactions.summed_up(pd.concat([rows] * times)).iloc[0] for times in (1, 25))
    assert few[["mean_bp", "low_bp", "high_bp", "mean_percentile_pct"]].tolist() == [-1.0, -2.5, 0.5, 25.0]
    assert (few["operations"], many["operations"]) == (4, 100)
    assert 50 - many["usual_low_pct"] == pytest.approx((50 - few["usual_low_pct"]) / 5)
    assert many["usual_low_pct"] == pytest.approx(50 - 1.96 * 28.8675 / 10, abs=1e-3)
