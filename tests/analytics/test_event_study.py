"""Reactions to a date, by session."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import TEN_YEAR_NOVEMBER, THIRTY_YEAR_EDGES, par_2025, series
from treasury.analytics.event_study import (
    Baseline,
    asset_reactions,
    baseline,
    counted,
    curve_change,
    percent_reaction,
    reaction,
    reactions,
    session_dates,
    session_of,
    why_missing,
)
from treasury.analytics.then_and_now import Named

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
    same(reaction(thirty, "2006-02-10", range(-3, 2)), math.nan, math.nan, 0, 4, 5)


def test_a_gap_of_seven_days_counts_and_one_of_eight_does_not() -> None:
    apart = series({"2025-01-02": 4.00, "2025-01-09": 4.10, "2025-01-17": 4.30})
    same(reaction(apart, "2025-01-09", (0, 1)), 10, math.nan)
    same(reaction(apart, "2025-01-17", (0,)), math.nan)


def test_days_without_a_figure_are_no_sessions() -> None:
    holed = TEN.copy()
    holed["2025-11-06"] = math.nan
    same(reaction(holed, "2025-11-05", (0, 1)), 7, 1)  # the 7th is session 1


def test_sessions_before_the_date_are_negative_and_the_baseline_is_zero() -> None:
    got = reaction(TEN, "2025-11-05", range(-3, 3))
    assert got.to_dict() == {-3: 1, -2: 3, -1: 0, 0: 7, 1: 1, 2: 1}
    whole = reaction(TEN, "2025-11-05", range(-10, 21))
    assert whole.isna().sum() == 2 + 15  # seven observations before the baseline, five after session 0


def test_a_curve_is_measured_on_the_same_days_and_a_tenor_without_a_figure_is_missing() -> None:
    par = par_2025()
    par.loc["2025-04-02", "30Y"] = math.nan
    par.loc["2025-04-01", "5Y"] = math.nan
    got = reactions(par, "2025-04-02", (0, 1, 5))
    assert got.index.tolist() == ["2Y", "5Y", "10Y", "30Y"]
    assert got.columns.tolist() == [0, 1, 5]
    assert got.loc["10Y"].tolist() == [3, -11, 17]
    same(got.loc["30Y"], math.nan, -3, 20)  # 4.49 and 4.72 against 4.52; nothing stands in for the 2nd
    assert got.loc["5Y"].isna().all(), "no earlier day stands in for the baseline"
    days = counted(par)
    assert why_missing(par["30Y"], "2025-04-02", 0, days) == "has no figure on 2 Apr 2025"
    assert why_missing(par["30Y"], "2025-04-02", 1, days) == ""
    assert why_missing(par["5Y"], "2025-04-02", 5, days) == "has no figure on 1 Apr 2025"


def test_a_tenor_that_pauses_between_the_two_days_is_missing() -> None:
    days = pd.bdate_range("2025-01-06", periods=15)
    curve = pd.DataFrame({"10Y": 4.5, "20Y": 4.9}, index=days)
    curve.loc[days[3] : days[8], "20Y"] = math.nan  # Thursday to the Thursday after
    got = reactions(curve, days[2].date(), (0, 5, 10)).loc["20Y"]
    same(got, 0, math.nan, math.nan)
    assert why_missing(curve["20Y"], days[2].date(), 10, counted(curve)) == "pauses after 8 Jan 2025"


def test_a_curve_is_not_measured_across_the_gap_of_the_30_year() -> None:
    curve = pd.DataFrame({"10Y": 4.5, "30Y": series(THIRTY_YEAR_EDGES)}, index=pd.bdate_range("2002-02-11", "2006-02-17"))
    assert reactions(curve, "2006-02-09", (0, 1)).loc["30Y"].isna().all()
    same(reactions(curve, "2006-02-10", (-1, 0, 1)).loc["30Y"], 0, 4, 5)
    same(reactions(curve, "2002-02-15", (0, 1)).loc["30Y"], -5, math.nan)
    assert why_missing(curve["30Y"], "2004-05-05", 0, counted(curve)) == "pauses after 15 Feb 2002"
    assert why_missing(curve["30Y"], "2006-02-09", 0, counted(curve)) == "pauses after 15 Feb 2002"


def test_levels_react_in_percent_of_the_baseline() -> None:
    dollar = series({"2025-04-01": 120.0, "2025-04-02": 118.8, "2025-04-03": 117.0}, "DTWEXBGS")
    same(percent_reaction(dollar, "2025-04-02", (0, 1, 2)), -1, -2.5, math.nan)
    assert percent_reaction(dollar, "2025-04-02", (-1, 0, 1)).to_dict() == {-1: 0, 0: -1, 1: -2.5}


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


def test_session_dates_are_the_observations_around_the_date() -> None:
    got = session_dates(TEN, "2025-11-08", (-2, -1, 0, 1, 5))
    assert [None if pd.isna(day) else day.date().isoformat() for day in got] == [
        "2025-11-06",
        "2025-11-07",
        "2025-11-10",
        "2025-11-12",
        None,
    ]
    assert session_dates(TEN, "2025-11-05", (0,)).iloc[0] == pd.Timestamp("2025-11-05")
    assert session_dates(TEN.iloc[:0], "2025-11-05").isna().all()
    assert session_dates(TEN, "2025-11-05").dtype == "datetime64[us]"


def test_sessions_do_not_reach_across_a_gap() -> None:
    thirty = series(THIRTY_YEAR_EDGES, "30Y")
    assert session_dates(thirty, "2002-02-15", (0, 1)).isna().tolist() == [False, True]
    assert session_dates(thirty, "2006-02-10", (-2, -1, 0)).isna().tolist() == [True, False, False]


def test_another_date_falls_on_the_session_of_its_first_observation() -> None:
    assert session_of(TEN, "2025-11-05", "2025-11-05") == 0
    assert session_of(TEN, "2025-11-05", "2025-11-04") == -1
    assert session_of(TEN, "2025-11-05", "2025-11-08") == session_of(TEN, "2025-11-05", "2025-11-10") == 3
    assert session_of(TEN, "2025-11-05", "2025-12-29") is None


@pytest.mark.parametrize(
    ("values", "day", "session", "why"),
    [
        (TEN_YEAR_NOVEMBER, "2025-11-05", 0, ""),
        (TEN_YEAR_NOVEMBER, "2025-11-05", 20, "ends on 13 Nov 2025"),
        (TEN_YEAR_NOVEMBER, "2026-01-02", 0, "ends on 13 Nov 2025"),
        (TEN_YEAR_NOVEMBER, "2025-10-24", 0, "begins on 24 Oct 2025"),
        (TEN_YEAR_NOVEMBER, "2025-10-28", -10, "begins on 24 Oct 2025"),
        (THIRTY_YEAR_EDGES, "2002-02-15", 1, "pauses after 15 Feb 2002"),
        (THIRTY_YEAR_EDGES, "2004-05-05", 0, "pauses after 15 Feb 2002"),
        (THIRTY_YEAR_EDGES, "2006-02-09", -3, "pauses after 15 Feb 2002"),
        (THIRTY_YEAR_EDGES, "2006-02-10", -3, "pauses after 15 Feb 2002"),
        ({}, "2025-11-05", 0, "holds no figure"),
    ],
)
def test_a_missing_reaction_has_a_reason(values: dict[str, float], day: str, session: int, why: str) -> None:
    one = series(values) if values else TEN.iloc[:0]
    assert why_missing(one, day, session) == why
    assert (why == "") == bool(reaction(one, day, (session,)).notna().all())


def test_the_curve_is_compared_on_two_days_of_the_frame() -> None:
    par = par_2025()
    par.loc["2025-04-09", "2Y"] = math.nan
    got = curve_change(par, "2025-04-02", 5)
    assert (got.before, got.after) == (date(2025, 4, 1), date(2025, 4, 9))
    assert got.table.index.tolist() == ["2Y", "5Y", "10Y", "30Y"]
    assert got.table.loc["10Y"].tolist() == [4.17, 4.34, 17]
    assert got.table["change_bp"].tolist() == pytest.approx([math.nan, 15, 17, 20], nan_ok=True)
    late = curve_change(par, "2025-04-22", 1)
    assert (late.before, late.after) == (date(2025, 4, 21), None)
    assert late.table["change_bp"].isna().all()
    assert curve_change(par, "2025-03-31", 0).before is None


def test_assets_react_in_the_unit_of_their_kind() -> None:
    dollar = series({"2025-04-01": 120.0, "2025-04-02": 118.8, "2025-04-03": 117.0})
    stress = series({"2025-04-01": -1.029, "2025-04-02": -1.031})
    real = series({"2025-04-01": 1.84, "2025-04-02": 1.88})
    listed = [Named("Dollar", dollar, "level"), Named("Stress", stress, "points"), Named("Real", real, "percent")]
    got = asset_reactions(listed, "2025-04-02", (0, 1))
    assert got.index.tolist() == ["Dollar", "Stress", "Real"]
    assert got["unit"].tolist() == ["percent", "points", "bp"]
    assert got[0].tolist() == [-1, -0.002, 4]
    assert got[1].tolist() == pytest.approx([-2.5, math.nan, math.nan], nan_ok=True)
    assert asset_reactions([], "2025-04-02", (0,)).columns.tolist() == ["unit", 0]
