"""Figures of one event, from ready frames: what is drawn, in which unit, with which marks, and in few enough bytes."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.charts import base, event, theme
from treasury.charts.event import SessionMark
from treasury.tenors import TENORS

SESSIONS = pd.Index(range(-2, 4), name="session")
PATHS = pd.DataFrame(
    {"2Y": [2.0, 0.0, 4.0, -16.0, -19.0, -14.0], "10Y": [6.0, 0.0, 3.0, -11.0, -16.0, math.nan]}, index=SESSIONS, dtype="float64"
)
DAYS = pd.Series(
    pd.to_datetime(["2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04", "2025-04-07"]), index=SESSIONS
)
TARIFFS = SessionMark(base.Mark(date(2025, 4, 2), "Reciprocal tariffs", "Tariffs on most imports."), 0, 0)


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_paths_are_drawn_by_session_in_basis_points():
    figure = event.reaction_paths(PATHS, DAYS, "Change by session")
    assert [trace.name for trace in figure.data] == ["2Y", "10Y"]
    assert list(figure.data[0].x) == [-2, -1, 0, 1, 2, 3]
    assert list(figure.data[1].y) == [6, 0, 3, -11, -16, None]
    assert [trace.line.color for trace in figure.data] == [theme.tenor_colour("2Y"), theme.tenor_colour("10Y")]
    assert figure.layout.yaxis.title.text == "Basis points"
    assert figure.layout.xaxis.title.text == event.SESSION_TITLE
    assert figure.data[0].customdata[2] == "2 Apr 2025"
    assert {"2Y -14", "10Y -16"} <= set(texts(figure)), "the ends name the line and its last value"


def test_key_dates_stand_on_their_session_within_the_axis():
    span = SessionMark(base.Mark(date(2025, 4, 4), "Sell-off"), 2, 9)
    outside = SessionMark(base.Mark(date(2025, 4, 30), "Refunding"), 19, 19)
    figure = event.reaction_paths(PATHS, DAYS, "Change", [span, TARIFFS, outside])
    marks = [shape for shape in figure.layout.shapes if shape.y1 == 1]
    assert [(shape.type, shape.x0, shape.x1) for shape in marks] == [("line", 0, 0), ("rect", 2, 3.5)]
    assert [one["label"] for one in figure.layout.meta["key_dates"]] == ["Reciprocal tariffs", "Sell-off"]
    assert tuple(figure.layout.xaxis.range) == (-2.5, 3.5)
    zero = [shape for shape in figure.layout.shapes if shape.y0 == shape.y1 == 0]
    assert len(zero) == 1


def test_the_words_of_the_paths_state_day_end_and_extremes():
    said = event.reaction_words(PATHS, "2 Apr 2025")
    assert "2Y +4 bp at session 0, -14 bp at session 3, between -19 bp (session 2) and +4 bp (session 0)" in said
    assert "10Y +3 bp at session 0, -16 bp at session 2" in said
    assert event.reaction_words(PATHS * math.nan, "2 Apr 2025") == "No session after 2 Apr 2025 is held."


CURVE = pd.DataFrame(
    {
        "before_pct": [4.38, 3.87, 4.17, math.nan],
        "after_pct": [4.36, 3.91, math.nan, 4.72],
        "change_bp": [-2.0, 4.0, math.nan, math.nan],
    },
    index=pd.Index(["1M", "2Y", "10Y", "30Y"], name="tenor"),
)


def test_the_curve_has_both_days_and_the_difference_below():
    figure = event.curve_before_after(CURVE, date(2025, 4, 1), date(2025, 4, 9), "Two days")
    before, after, moved = figure.data
    assert [before.name, after.name, moved.name] == ["1 Apr 2025", "9 Apr 2025", "Difference"]
    assert list(before.y) == [4.38, 3.87, 4.17, None]
    assert list(moved.y) == [-2, 4, None, None]
    assert moved.marker.color == (
        theme.DIRECTION["down"],
        theme.DIRECTION["up"],
        theme.DIRECTION["flat"],
        theme.DIRECTION["flat"],
    )
    assert figure.layout.yaxis.title.text == "Percent"
    assert figure.layout.yaxis2.title.text == "Difference, bp"
    assert moved.yaxis == "y2"
    assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0], "the two do not overlap"
    said = event.curve_words(CURVE, date(2025, 4, 1), date(2025, 4, 9))
    assert said == "The curve on 9 Apr 2025 against 1 Apr 2025: 1 tenors up, 1 down; 1M -2 bp, 2Y +4 bp."


PARTS = pd.DataFrame(
    {
        "nominal_bp": [3.0, -11.0],
        "real_bp": [4.0, -6.0],
        "breakeven_bp": [-1.0, -5.0],
        "real_remainder_bp": [0.0, 0.0],
        "acm_path_bp": [2.7, -9.3],
        "acm_premium_bp": [0.5, -1.3],
        "acm_remainder_bp": [-0.2, -0.4],
        "kim_wright_path_bp": [math.nan, math.nan],
        "kim_wright_premium_bp": [0.6, math.nan],
        "kim_wright_remainder_bp": [2.4, math.nan],
    },
    index=pd.Index([0, 1], name="session"),
)


def test_the_parts_stack_in_one_panel_a_split_and_reach_the_whole():
    figure = event.ten_year_parts(PARTS, "Parts")
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert [(trace.name, trace.yaxis) for trace in bars] == [
        *(("Real yield", "y"), ("Breakeven", "y"), ("Remainder", "y")),
        *(("Expected path", "y2"), ("Premium, ACM", "y2"), ("Remainder", "y2")),
        *(("Expected path", "y3"), ("Premium, Kim-Wright", "y3"), ("Remainder", "y3")),
    ]
    wholes = [trace for trace in figure.data if trace.type == "scatter"]
    assert [list(trace.y) for trace in wholes] == [[3, -11], [3, -11], [3, None]], "no whole without any of its parts"
    for whole, stack in zip(wholes, (bars[:3], bars[3:6], bars[6:]), strict=True):
        assert sum(trace.y[0] or 0 for trace in stack) == pytest.approx(whole.y[0])
    named = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert len(set(named)) == len(named) == 7, "each name once in the legend"
    assert figure.layout.barmode == "relative"
    assert [text for text in texts(figure) if text.endswith(", bp")] == [split.heading for split in event.SPLITS]
    said = event.parts_words(PARTS)
    assert "par yield -11 bp by session 1: Real yield -6.00 bp, Breakeven -5.00 bp, Remainder 0 bp" in said
    assert "par yield +3 bp by session 0: Expected path n/a, Premium, Kim-Wright +0.60 bp, Remainder +2.40 bp" in said


def test_a_split_without_figures_is_left_out():
    figure = event.ten_year_parts(PARTS.assign(acm_path_bp=math.nan, acm_premium_bp=math.nan), "Parts")
    assert "Premium, ACM" not in [trace.name for trace in figure.data]
    assert max(trace.yaxis for trace in figure.data) == "y2"


ASSETS = pd.DataFrame(
    [["percent", -0.2, 0.0, -0.04, -1.35], ["points", 0.1, 0.0, math.nan, math.nan], ["points", *[math.nan] * 4]],
    columns=["unit", -2, -1, 0, 1],
    index=pd.Index(["Dollar", "VIX", "Financial stress"], name="name"),
)


def test_assets_have_a_panel_each_with_its_unit():
    figure = event.asset_paths(ASSETS, "Other assets")
    assert [(trace.name, trace.yaxis) for trace in figure.data] == [("Dollar", "y"), ("VIX", "y2")]
    assert list(figure.data[0].y) == [-0.2, 0, -0.04, -1.35]
    assert texts(figure) == ["Dollar, %", "VIX, points"]
    assert figure.data[0].line.color == theme.PART_COLOURS["dollar"]
    assert event.asset_words(ASSETS) == "Other assets against the last value before the day: Dollar -1.4 % at session 1."


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (event.reaction_paths(PATHS * math.nan, DAYS, "Path"), "No session around this day is held."),
        (event.curve_before_after(CURVE, date(2025, 4, 1), None, "Curve"), "The curve is not held on both days."),
        (
            event.curve_before_after(CURVE * math.nan, date(2025, 4, 1), date(2025, 4, 9), "Curve"),
            "The curve is not held on both days.",
        ),
        (event.ten_year_parts(PARTS * math.nan, "Parts"), "No part of the ten-year yield"),
        (event.asset_paths(ASSETS.iloc[2:], "Assets"), "No other asset is held"),
        (event.asset_paths(ASSETS.iloc[:0], "Assets"), "No other asset is held"),
    ],
)
def test_nothing_to_draw_is_a_figure_that_says_so(figure, reason):
    assert not figure.data
    assert reason in " ".join(texts(figure)).replace("<br>", " ")
    assert figure.layout.title.text


def test_every_tenor_over_every_session_stays_far_below_the_budget():
    sessions = pd.Index(range(-10, 21), name="session")
    paths = pd.DataFrame(np.random.default_rng(3).normal(0, 20, (31, len(TENORS))), index=sessions, columns=list(TENORS))
    days = pd.Series(pd.date_range("2025-03-19", periods=31, freq="B"), index=sessions)
    marks = [SessionMark(base.Mark(day.date(), f"Event {n}", "A sentence."), n, n) for n, day in days.items()]
    figure = event.reaction_paths(paths, days, "Change", marks)
    assert len(figure.data) == len(TENORS)
    assert base.payload_bytes(figure) < base.BUDGET_BYTES / 10
