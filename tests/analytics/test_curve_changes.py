"""Changes by period, and their kinds, from published yields."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from tests.analytics.published import THIRTY_YEAR_EDGES, par_2025, series
from treasury.analytics import curve_changes
from treasury.analytics.curve_changes import REGIMES, calendar_month_move, period_changes, regime, regime_counts, regimes
from treasury.language import using

YIELDS = par_2025()


def test_days_weeks_and_months_of_april_2025():
    days = period_changes(YIELDS, "day")
    assert days.loc["2025-04-11"].tolist() == [12, 11, 8, -1]
    assert days.loc["2025-04-21"].tolist() == [-6, 2, 8, 11], "Good Friday is skipped"
    weeks = period_changes(YIELDS, "week")
    assert weeks["10Y"].tolist() == [47, -14, 7]
    assert [str(day.date()) for day in weeks.index] == ["2025-04-11", "2025-04-17", "2025-04-22"]
    months = period_changes(YIELDS, "month")
    assert [str(day.date()) for day in months.index] == ["2025-04-22"]
    assert months.iloc[0].tolist() == [-13, 2, 18, 29], "22 April against 31 March"


def test_a_tenor_that_ends_early_stands_in_the_row_of_its_week():
    frame = YIELDS.copy()
    frame.loc["2025-04-11", "30Y"] = math.nan
    weeks = period_changes(frame, "week")
    assert weeks.loc["2025-04-11", "30Y"] == 45, "Thursday 4.86 against 4.41"
    assert len(weeks) == 3


def test_no_month_is_taken_across_a_gap():
    edges = calendar_month_move(series(THIRTY_YEAR_EDGES, "30Y"))
    assert edges.isna().all()
    paused = series({"2025-03-28": 4.0, "2025-04-07": 4.1, "2025-04-14": 4.2, "2025-04-30": 4.3, "2025-05-02": 4.4})
    assert calendar_month_move(paused).isna().tolist() == [True, True, False]
    assert calendar_month_move(paused).iloc[-1] == pytest.approx(10)


@pytest.mark.parametrize(
    ("short", "long", "name"),
    [
        (2.0, 5.0, "Bear steepener"),
        (0.0, 5.0, "Bear steepener"),
        (5.0, 2.0, "Bear flattener"),
        (5.0, 0.0, "Bear flattener"),
        (5.0, 5.0, "Bear parallel"),
        (-5.0, -2.0, "Bull steepener"),
        (-5.0, 0.0, "Bull steepener"),
        (-2.0, -5.0, "Bull flattener"),
        (0.0, -5.0, "Bull flattener"),
        (-5.0, -5.0, "Bull parallel"),
        (-1.0, 1.0, "Twist steepener"),
        (-9.0, 1.0, "Twist steepener"),
        (9.0, -1.0, "Twist flattener"),
        (0.0, 0.0, "Unchanged"),
    ],
)
def test_every_kind_of_change(short, long, name):
    assert regime(short, long) == name
    with using("ja"):
        assert regime(short, long) == name, "a name by which colours are looked up"
    assert name in REGIMES


def test_the_regimes_of_april_2025_and_their_counts():
    found = regimes(period_changes(YIELDS, "week"))
    assert found["regime"].tolist() == ["Bear steepener", "Bull steepener", "Twist steepener"]
    assert found["slope_bp"].tolist() == [19, 1, 12]
    assert found["level_bp"].tolist() == [37.5, -14.5, 1.0]


def test_counts_add_up():
    found = regimes(period_changes(YIELDS, "day"))
    counts = regime_counts(found)
    assert counts["periods"].sum() == len(found) == len(YIELDS) - 1
    assert counts["count_share_pct"].sum() == pytest.approx(100)
    steep = found[found["regime"] == "Bear steepener"]
    assert counts.loc["Bear steepener", "periods"] == len(steep)
    assert counts.loc["Bear steepener", "ten_year_bp"] == pytest.approx(sum(steep["ten_year_bp"]) / len(steep))
    assert counts.loc["Bear steepener", "last"] == steep.index[-1]
    assert list(counts.index) == [name for name in curve_changes.REGIMES if name in set(found["regime"])]


def test_a_period_without_one_of_the_two_has_no_kind():
    changes = pd.DataFrame({"2Y": [1.0, math.nan], "10Y": [2.0, 3.0]}, index=pd.to_datetime(["2025-04-10", "2025-04-11"]))
    assert len(regimes(changes)) == 1
    assert regimes(changes.iloc[1:]).empty
    assert regime_counts(regimes(changes.iloc[1:])).empty
