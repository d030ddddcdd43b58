"""Figures of the curve, from ready frames: what is drawn, in which unit, and that nothing moves unasked."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.charts import base, curve, curve_animation, curve_changes, curve_factors, theme
from treasury.tenors import TENORS

ROWS = pd.DataFrame(
    {"3M": [4.32, 4.34], "2Y": [3.87, 3.96], "10Y": [4.17, 4.48], "30Y": [4.52, math.nan]},
    index=pd.to_datetime(["2025-04-01", "2025-04-11"]),
)
CHANGES = pd.DataFrame(
    {"2Y": [28.0, -15.0, math.nan], "10Y": [47.0, -14.0, 7.0]}, index=pd.to_datetime(["2025-04-11", "2025-04-17", "2025-05-30"])
)
KINDS = pd.DataFrame(
    {
        "two_year_bp": [28.0, -15.0],
        "ten_year_bp": [47.0, -14.0],
        "level_bp": [37.5, -14.5],
        "slope_bp": [19.0, 1.0],
        "regime": ["Bear steepener", "Bull steepener"],
    },
    index=CHANGES.index[:2],
)
MARK = base.Mark(date(2025, 4, 14), "A day", "Something happens.")


def test_days_lie_over_each_other_with_their_differences_below():
    figure = curve.curve_overlay(ROWS, "Par yields")
    first, last, bars = figure.data
    assert [trace.name for trace in figure.data] == ["1 Apr 2025", "11 Apr 2025", "11 Apr 2025"]
    assert list(first.y) == [4.32, 3.87, 4.17, 4.52]
    assert list(last.y) == [4.34, 3.96, 4.48, None]
    assert list(bars.y) == [2, 9, 31, None]
    assert (bars.yaxis, bars.showlegend) == ("y2", False)
    assert figure.layout.yaxis.title.text == "Percent"
    assert figure.layout.yaxis2.title.text == "bp from 1 Apr 2025"
    assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0]
    assert bars.marker.color == last.line.color != first.line.color
    assert curve.overlay_words(ROWS) == (
        "Par yields on 11 Apr 2025, with the change since 1 Apr 2025: 3M 4.34 % (+2 bp), 2Y 3.96 % (+9 bp), 10Y 4.48 % (+31 bp)."
    )


def test_one_day_has_no_differences_and_none_says_so():
    figure = curve.curve_overlay(ROWS.iloc[:1], "Par yields")
    assert len(figure.data) == 1
    assert curve.overlay_words(ROWS.iloc[:1]).startswith("Par yields on 1 Apr 2025: 3M 4.32 %, 2Y 3.87 %")
    assert curve.curve_overlay(ROWS * math.nan, "Par yields").data == ()
    assert curve.overlay_words(ROWS * math.nan) == "No curve is held on these days."


def test_terms_are_drawn_over_years_with_the_published_points():
    years = pd.Index([0.0, 2.0, 10.0, 20.0], name="years")
    lines = pd.DataFrame({day: [math.nan, 4.0, 4.5 + n, 4.2] for n, day in enumerate(ROWS.index)}, index=years)
    figure = curve.term_lines(lines, "Zeros", "Years to maturity", ROWS)
    assert [(t.mode, t.name) for t in figure.data] == [
        ("lines", "1 Apr 2025"),
        ("markers", "1 Apr 2025"),
        ("lines", "11 Apr 2025"),
        ("markers", "11 Apr 2025"),
    ]
    assert list(figure.data[0].x) == [2, 10, 20]
    assert list(figure.data[3].x) == [0.25, 2, 10], "no point where there is no figure"
    assert figure.layout.xaxis.title.text == "Years to maturity"
    assert curve.term_words(lines, "Zeros").startswith("Zeros. 1 Apr 2025: 4.00 % at 2 years, 4.50 % at 10 years, ")
    assert "highest 5.50 % at 10.0 years" in curve.term_words(lines, "Zeros")
    assert curve.term_lines(lines * math.nan, "Zeros", "Years").data == ()
    assert curve.term_words(lines * math.nan, "Zeros") == "Zeros: no curve is held on these days."


SESSIONS = pd.DataFrame(
    {"2Y": [3.89, 3.87, 3.91, 3.71], "10Y": [4.23, 4.17, 4.20, 4.06], "30Y": [4.59, 4.52, 4.54, 4.49]}, index=[-2, -1, 0, 1]
)
DAYS = {-2: date(2025, 3, 31), -1: date(2025, 4, 1), 0: date(2025, 4, 2), 1: date(2025, 4, 3)}


def test_an_animation_has_a_frame_a_session_and_waits_to_be_started():
    figure = curve_animation.curve_frames(SESSIONS, DAYS, -1, "Session by session")
    assert [frame.name for frame in figure.frames] == ["-2", "-1", "0", "1"]
    before, shown, bars = figure.data
    assert list(before.y) == [3.87, 4.17, 4.52]
    assert (list(shown.y), shown.name) == ([3.71, 4.06, 4.49], "3 Apr 2025, session 1")
    assert list(bars.y) == [-16, -11, -3]
    day = figure.frames[2]
    assert day.traces == (1, 2)
    assert (list(day.data[0].y), day.data[0].name) == ([3.91, 4.20, 4.54], "2 Apr 2025, session 0")
    assert list(day.data[1].y) == [4, 3, 2]
    assert list(day.data[1].marker.color) == [theme.DIRECTION["up"]] * 3
    assert list(figure.frames[1].data[1].marker.color) == [theme.DIRECTION["flat"]] * 3
    slider, menu = figure.layout.sliders[0], figure.layout.updatemenus[0]
    assert slider.active == 3
    assert [step.args[0] for step in slider.steps] == [("-2",), ("-1",), ("0",), ("1",)]
    assert [button.label for button in menu.buttons] == ["\u25b6 Play", "Pause"]
    assert all(step.args[1]["transition"]["duration"] == 0 for step in slider.steps), "no motion in between"
    low, high = figure.layout.yaxis.range
    assert low < 3.71
    assert high > 4.59
    assert figure.layout.yaxis2.range[0] < -16 < 6 < figure.layout.yaxis2.range[1]


def test_the_words_of_the_animation_state_the_day_the_furthest_and_the_end():
    said = curve_animation.frames_words(SESSIONS, DAYS, -1, "2 Apr 2025")
    assert said.startswith("The curve session by session around 2 Apr 2025, 31 Mar 2025 to 3 Apr 2025, against 1 Apr 2025: ")
    assert "10Y +3 bp at first, -11 bp at the furthest (session 1), -11 bp at the end" in said
    for rows in (SESSIONS.iloc[:0], SESSIONS.drop(index=-1), SESSIONS.loc[[-1]]):
        assert curve_animation.curve_frames(rows, DAYS, -1, "None").data == ()
        assert curve_animation.frames_words(rows, DAYS, -1, "a day") == "Too few sessions around a day are held."


def test_thirty_one_sessions_of_every_tenor_fit_the_budget():
    rows = pd.DataFrame(np.linspace(3, 5, 31 * 14).reshape(31, 14), index=range(-10, 21), columns=list(TENORS))
    days = {n: date(2025, 4, 2) for n in rows.index}
    assert base.payload_bytes(curve_animation.curve_frames(rows, days, -1, "Sessions")) < 60_000


def test_the_map_is_centred_at_zero_and_a_pause_stays_empty():
    figure = curve_changes.change_map(CHANGES, "week", "Changes", [MARK])
    cells = figure.data[0]
    assert list(cells.x) == [f"2025-{day}" for day in ("04-11", "04-18", "04-25", "05-02", "05-09", "05-16", "05-23", "05-30")]
    assert list(cells.y) == ["2Y", "10Y"]
    assert [list(row) for row in cells.z] == [[28, -15, *[None] * 6], [47, -14, *[None] * 5, 7]]
    assert list(cells.customdata[0])[:3] == ["11 Apr 2025", "17 Apr 2025", ""], "the label has the last day itself"
    assert cells.zmid == 0
    assert cells.zmax == -cells.zmin == 50
    assert cells.colorscale == tuple(theme.DIVERGING)
    assert cells.texttemplate == "%{z:.0f}", "so few columns have their figures written"
    assert figure.layout.meta["key_dates"][0]["label"] == "A day"
    assert figure.layout.xaxis.range[0] < "2025-04-11" < "2025-05-30" < figure.layout.xaxis.range[1]
    assert curve_changes.change_map_words(CHANGES, "week") == (
        "Changes by tenor, 3 weeks, 11 Apr 2025 to 30 May 2025. Latest: 10Y +7 bp. "
        "Largest rise +47 bp (10Y, week to 11 Apr 2025), largest fall -15 bp (2Y, week to 17 Apr 2025)."
    )


def test_steps_are_even_and_pauses_empty():
    days = pd.to_datetime(["2025-04-17", "2025-04-21", "2025-04-30"])
    frame = pd.DataFrame({"2Y": [1.0, 2.0, 3.0]}, index=days)
    daily = curve_changes.on_grid(frame, "day")["2Y"]
    assert [str(day.date()) for day in daily.index] == ["2025-04-17", "2025-04-21", "2025-04-22", "2025-04-29", "2025-04-30"]
    assert daily.isna().tolist() == [False, False, True, True, False], "Easter is no pause, nine days are"
    ends = pd.to_datetime(["2026-07-31", "2026-09-30", "2026-10-05"])
    monthly = curve_changes.on_grid(pd.DataFrame({"2Y": [1.0, 2.0, 3.0]}, index=ends), "month")["2Y"]
    assert [str(day.date()) for day in monthly.index] == ["2026-07-15", "2026-08-15", "2026-09-15", "2026-10-15"]
    assert monthly.isna().tolist() == [False, True, False, False]


def test_the_map_of_all_days_is_cut_to_the_latest_and_fits_the_budget():
    days = pd.bdate_range("1990-01-02", periods=9000)
    many = pd.DataFrame(np.random.default_rng(1).normal(0, 7, (9000, 14)), index=days, columns=list(TENORS))
    figure = curve_changes.change_map(many, "day", "Changes")
    assert len(figure.data[0].x) == curve_changes.MOST_COLUMNS
    assert figure.data[0].x[-1] == str(days[-1].date())
    assert base.payload_bytes(figure) < base.BUDGET_BYTES
    assert curve_changes.colour_limit(many) == 20
    share = (many.abs() <= 20).mean(axis=None)
    assert share > 0.97


def test_bars_have_the_colour_of_their_kind_and_the_height_of_the_level():
    figure = curve_changes.regime_bars(KINDS, "week", "Kinds", [MARK])
    assert [(bar.name, bar.marker.color, list(bar.y)) for bar in figure.data] == [
        ("Bear steepener", theme.REGIME_COLOURS["Bear steepener"], [37.5]),
        ("Bull steepener", theme.REGIME_COLOURS["Bull steepener"], [-14.5]),
    ]
    assert list(figure.data[0].customdata[0]) == [28, 47, 19, "11 Apr 2025"]
    assert figure.layout.yaxis.title.text == "Basis points"
    assert curve_changes.regime_words(KINDS, "week") == (
        "Of 2 weeks, 11 Apr 2025 to 17 Apr 2025: 1 bear steepener, 1 bull steepener. "
        "The latest, week to 17 Apr 2025, bull steepener: 2Y -15 bp, 10Y -14 bp."
    )


def test_every_kind_has_a_colour_of_its_own():
    from treasury.analytics.curve_changes import REGIMES

    assert tuple(theme.REGIME_COLOURS) == REGIMES
    assert len(set(theme.REGIME_COLOURS.values())) == len(REGIMES)


@pytest.mark.parametrize("frame", [KINDS.iloc[:0], KINDS.iloc[:1]])
def test_one_period_is_drawn_and_none_says_so(frame):
    assert len(curve_changes.regime_bars(frame, "week", "Kinds").data) == len(frame)
    assert len(curve_changes.change_map(frame[["two_year_bp"]], "week", "Map").data) == len(frame)
    assert ("No change" in curve_changes.regime_words(frame, "week")) == frame.empty
    assert ("No change" in curve_changes.change_map_words(frame[["two_year_bp"]], "week")) == frame.empty


DAILY = pd.DataFrame({"level": [6.0, 5.0], "slope": [-2.5, 2.5], "curvature": [-1.0, -0.5]}, index=["2Y", "30Y"])
SHARES = pd.Series({"level": 89.0, "slope": 9.25, "curvature": 1.0})


def test_loadings_are_moves_by_tenor_with_their_share():
    figure = curve_factors.loading_lines(DAILY, SHARES, "A usual day")
    assert [trace.name for trace in figure.data] == ["Level, 89.0 %", "Slope, 9.2 %", "Curvature, 1.0 %"]
    assert list(figure.data[1].y) == [-2.5, 2.5]
    assert "slope explains 9.2 % (2Y -2.5 bp, 30Y +2.5 bp, 30Y +2.5 bp)" in curve_factors.loading_words(DAILY, SHARES)


def test_a_change_in_factors_stacks_to_the_whole():
    parts = pd.DataFrame(
        {"level_bp": [100.0], "slope_bp": [-8.0], "curvature_bp": [1.0], "rest_bp": [0.5], "change_bp": [93.5]}, index=["2Y"]
    )
    figure = curve_factors.change_parts(parts, "In factors")
    assert [trace.name for trace in figure.data] == ["Level", "Slope", "Curvature", "Rest", "Change"]
    assert sum(trace.y[0] for trace in figure.data[:4]) == figure.data[4].y[0]
    assert figure.layout.barmode == "relative"
    assert curve_factors.change_words(parts) == (
        "From the first to the last day in factors: 2Y +94 bp = level +100 bp, slope -8 bp, curvature +1 bp, rest 0 bp."
    )
    assert curve_factors.change_parts(pd.DataFrame(), "In factors").data == ()
    assert curve_factors.change_words(pd.DataFrame()) == "No change held at every tenor."


def test_paths_have_one_line_a_factor_and_the_zero():
    days = pd.bdate_range("2025-04-01", periods=3)
    paths = pd.DataFrame({"level_bp": [1.0, 2, 3], "slope_bp": [-1.0, -2, -3], "curvature_bp": [0.0, 1, 0]}, index=days)
    figure = curve_factors.factor_paths(paths, "Scores")
    assert [trace.name for trace in figure.data] == ["Level", "Slope", "Curvature"]
    assert any(shape.y0 == shape.y1 == 0 for shape in figure.layout.shapes)
