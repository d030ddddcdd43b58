"""One series around several events: sessions, calendar days, and the table."""

import math

import pandas as pd
import pytest

from tests.analytics.published import TEN_YEAR_NOVEMBER, THIRTY_YEAR_EDGES, series
from treasury.analytics.event_compare import by_calendar_day, by_session, reactions_table
from treasury.analytics.placebo import placebo
from treasury.analytics.then_and_now import Named

TEN = Named("10Y", series(TEN_YEAR_NOVEMBER), "percent")


def test_events_stand_side_by_side_by_session() -> None:
    got = by_session(TEN, ["2025-11-05", "2025-10-29"], (-1, 0, 1, 20))
    assert got.columns.tolist() == ["2025-11-05", "2025-10-29"]
    assert got["2025-11-05"].tolist()[:3] == [0, 7, 1]
    assert got["2025-10-29"].tolist()[:3] == [0, 9, 12]
    assert got.loc[20].isna().all()


def test_calendar_days_leave_out_days_without_a_figure() -> None:
    got = by_calendar_day(TEN, ["2025-11-07"], -3, 7)["2025-11-07"]
    # the 7th is a Friday, the 11th Veterans Day; 4.11 on the 6th
    assert got.dropna().to_dict() == {-3: -1, -2: 6, -1: 0, 0: 0, 3: 2, 5: -3, 6: 0}
    holiday = by_calendar_day(TEN, ["2025-11-11"], -1, 2)["2025-11-11"]
    assert holiday.tolist() == pytest.approx([0, math.nan, -5, -2], nan_ok=True)


def test_calendar_days_do_not_reach_across_a_gap_and_need_a_baseline() -> None:
    thirty = Named("30Y", series(THIRTY_YEAR_EDGES), "percent")
    assert by_calendar_day(thirty, ["2006-02-09"], 0, 5).isna().all(axis=None)
    assert by_calendar_day(thirty, ["2002-02-15"], -1, 1500)["2002-02-15"].dropna().to_dict() == {-1: 0, 0: -5}


def test_levels_and_points_are_measured_in_their_unit() -> None:
    values = series({"2025-04-01": 120.0, "2025-04-02": 118.8})
    assert by_calendar_day(Named("Dollar", values, "level"), ["2025-04-02"], 0, 0).iloc[0, 0] == -1
    assert by_session(Named("VIX", values, "points"), ["2025-04-02"], (0,)).iloc[0, 0] == pytest.approx(-1.2)
    nothing = series({"2025-04-01": 0.0, "2025-04-02": 118.8})
    assert math.isnan(by_calendar_day(Named("Dollar", nothing, "level"), ["2025-04-02"], 0, 0).iloc[0, 0])


def test_the_table_has_baselines_reactions_and_the_placebo_of_one_session() -> None:
    days = ["2025-11-05", "2025-10-24", "2025-11-12"]
    got = reactions_table(TEN, days, 1, since="2025-10-28")
    assert got.index.strftime("%Y-%m-%d").tolist() == days
    assert [day.date().isoformat() if pd.notna(day) else None for day in got["baseline_date"]] == [
        "2025-11-04",
        None,
        "2025-11-10",
    ]
    assert got.loc["2025-11-05", [0, 1, 2, 5]].tolist() == [7, 1, 1, 1]
    assert got.loc["2025-10-24"].drop(["baseline_date", "of"]).isna().all()
    for day in ("2025-11-05", "2025-11-12"):
        one = placebo(TEN.series, day, (1,), since="2025-10-28").loc[1]
        assert got.loc[day, ["of", "change_percentile_pct", "share_at_least_pct"]].tolist() == one.tolist()[1:]
