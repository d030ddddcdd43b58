"""Reactions to a date, by session."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import TEN_YEAR_NOVEMBER, THIRTY_YEAR_EDGES, par_2025, series
from treasury.analytics.event_study import (
    Baseline,
    baseline,
    path,
    percent_path,
    percent_reaction,
    percent_reactions,
    reaction,
    reactions,
)

TEN = series(TEN_YEAR_NOVEMBER)


def same(got: pd.Series, *expected: float) -> None:
    assert got.tolist() == pytest.approx(list(expected), nan_ok=True)


def test_5_november_2025_is_up_7_bp_on_the_day_and_1_the_next() -> None:
    got = reaction(TEN, "2025-11-05")
    same(got, 7, 1, 1, 1, math.nan, math.nan)
    assert got.index.tolist() == [0, 1, 2, 5, 10, 20]
    assert (got.name, got.index.name) == ("10Y", "session")


def test_the_baseline_is_the_last_value_before_the_date() -> None:
    assert baseline(TEN, "2025-11-05") == Baseline(date(2025, 11, 4), 4.10)
    assert baseline(TEN, date(2025, 11, 11)) == Baseline(date(2025, 11, 10), 4.13)
    none = baseline(TEN, "2025-10-24")
    assert none.date is None
    assert math.isnan(none.value)
    assert baseline(TEN, "2025-11-20") == Baseline(date(2025, 11, 13), 4.11)
    assert baseline(TEN, "2025-11-21").date is None


def test_an_event_on_a_holiday_or_weekend_starts_at_the_next_session() -> None:
    same(reaction(TEN, "2025-11-11", (0, 1)), -5, -2)  # Veterans Day: the 12th against the 10th
    same(reaction(TEN, "2025-11-08", (0,)), 2)  # a Saturday: Monday the 10th against Friday


def test_the_reaction_is_missing_before_the_first_and_after_the_last_value() -> None:
    same(reaction(TEN, "2025-10-24", (0, 1)), math.nan, math.nan)
    same(reaction(TEN, "2025-11-14", (0,)), math.nan)
    same(reaction(TEN, "2030-01-01", (0, 5)), math.nan, math.nan)


def test_no_reaction_reaches_across_the_gap_of_the_30_year() -> None:
    thirty = series(THIRTY_YEAR_EDGES, "30Y")
    same(reaction(thirty, "2006-02-09"), *[math.nan] * 6)
    same(reaction(thirty, "2002-02-15", (0, 1)), -5, math.nan)
    same(reaction(thirty, "2004-01-05", (0,)), math.nan)
    same(path(thirty, "2006-02-10", before=3, after=1), math.nan, math.nan, 0, 4, 5)


def test_a_gap_of_seven_days_counts_and_one_of_eight_does_not() -> None:
    apart = series({"2025-01-02": 4.00, "2025-01-09": 4.10, "2025-01-17": 4.30})
    same(reaction(apart, "2025-01-09", (0, 1)), 10, math.nan)
    same(reaction(apart, "2025-01-17", (0,)), math.nan)


def test_days_without_a_figure_are_no_sessions() -> None:
    holed = TEN.copy()
    holed["2025-11-06"] = math.nan
    same(reaction(holed, "2025-11-05", (0, 1)), 7, 1)  # the 7th is session 1


def test_the_path_runs_through_zero_at_the_baseline() -> None:
    got = path(TEN, "2025-11-05", before=3, after=2)
    assert got.to_dict() == {-3: 1, -2: 3, -1: 0, 0: 7, 1: 1, 2: 1}
    whole = path(TEN, "2025-11-05")
    assert len(whole) == 31
    assert whole.isna().sum() == 2 + 15  # seven observations before the baseline, five after session 0
    assert path(TEN, "2025-11-05")[[0, 1, 2, 5]].tolist() == reaction(TEN, "2025-11-05", (0, 1, 2, 5)).tolist()


def test_reactions_take_every_column_by_its_own_sessions() -> None:
    par = par_2025()
    par.loc["2025-04-02", "30Y"] = math.nan
    got = reactions(par, "2025-04-02", (0, 1, 5))
    assert got.index.tolist() == ["2Y", "5Y", "10Y", "30Y"]
    assert got.columns.tolist() == [0, 1, 5]
    assert got.loc["10Y"].tolist() == [3, -11, 17]
    assert got.loc["30Y"].tolist() == [-3, -11, 34]  # starts on the 3rd: 4.49, 4.41, 4.86 against 4.52


def test_levels_react_in_percent_of_the_baseline() -> None:
    dollar = series({"2025-04-01": 120.0, "2025-04-02": 118.8, "2025-04-03": 117.0}, "DTWEXBGS")
    same(percent_reaction(dollar, "2025-04-02", (0, 1, 2)), -1, -2.5, math.nan)
    assert percent_path(dollar, "2025-04-02", before=1, after=1).to_dict() == {-1: 0, 0: -1, 1: -2.5}
    assert percent_reactions(dollar.to_frame(), "2025-04-02", (1,)).loc["DTWEXBGS", 1] == -2.5


@pytest.mark.parametrize("start", [0.0, -1.0])
def test_percent_of_nothing_is_missing(start: float) -> None:
    odd = series({"2025-04-01": start, "2025-04-02": 1.0})
    same(percent_reaction(odd, "2025-04-02", (0,)), math.nan)


def test_reactions_agree_with_a_count_by_hand_on_a_long_series() -> None:
    days = pd.bdate_range("2024-01-01", periods=200)
    values = pd.Series(np.random.default_rng(5).integers(300, 500, 200) / 100, index=days)
    for event in pd.date_range("2024-01-03", "2024-08-01", freq="11D"):
        before = [value for day, value in values.items() if day < event]
        after = [value for day, value in values.items() if day >= event]
        expected = [round((after[n] - before[-1]) * 100) for n in (0, 1, 2, 5, 10, 20)]
        assert reaction(values, event.date()).tolist() == expected
