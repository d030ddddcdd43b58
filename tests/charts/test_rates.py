"""Figures of real yields and of volatility, from ready frames: what is drawn, in which unit, and where a line breaks."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.charts import base, lines, real_yields, theme, volatility

DAYS = pd.DatetimeIndex(["2026-07-20", "2026-07-21", "2026-07-22", "2026-08-03"], name="date")
PARTS = pd.DataFrame(
    {"nominal_pct": [4.5, 4.52, 4.55, 4.75], "real_pct": [2.1, 2.12, math.nan, math.nan], "breakeven_pct": [2.4, 2.4, 2.41, 2.4]},
    index=DAYS,
)
MARK = base.Mark(date(2026, 7, 21), "A day", "Something happens.")


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_the_parts_of_a_yield_have_their_colours_and_unit():
    figure = real_yields.parts_lines(PARTS, "10Y", [MARK])
    assert [trace.name for trace in figure.data] == ["Nominal", "Real", "Breakeven"]
    assert [trace.line.color for trace in figure.data] == [theme.PART_COLOURS[k] for k in ("nominal", "real", "breakeven")]
    assert figure.layout.yaxis.title.text == "Percent"
    assert figure.layout.meta["key_dates"][0]["label"] == "A day"


def test_a_line_that_ends_early_says_so_and_is_not_continued():
    figure = real_yields.parts_lines(PARTS, "10Y")
    assert {"Nominal 4.75", "Real to 21 Jul", "Breakeven 2.40"} <= set(texts(figure))
    assert list(figure.data[1].x) == ["2026-07-20", "2026-07-21"]


def test_a_pause_breaks_the_line_and_a_single_missing_day_does_not():
    pause = lines.with_breaks(PARTS["nominal_pct"])
    assert [str(day.date()) for day in pause.index[pause.isna()]] == ["2026-07-23"]
    week = pd.Series([1.0, math.nan, 3.0], index=pd.to_datetime(["2026-01-02", "2026-01-05", "2026-01-09"]))
    assert lines.with_breaks(week).tolist() == [1.0, 3.0]
    assert list(real_yields.parts_lines(PARTS, "10Y").data[0].y) == [4.5, 4.52, 4.55, None, 4.75]


def test_a_thirty_year_without_breakeven_has_two_lines():
    assert [t.name for t in real_yields.parts_lines(PARTS[["nominal_pct", "real_pct"]], "30Y").data] == ["Nominal", "Real"]


def test_the_split_is_in_basis_points_with_a_zero_line():
    path = pd.DataFrame(
        {"nominal_bp": [0.0, -4.0], "real_bp": [0.0, -5.0], "breakeven_bp": [0.0, 2.0], "remainder_bp": [0.0, -1.0]},
        index=DAYS[:2],
    )
    figure = real_yields.split_lines(path, "Split")
    assert [trace.y[-1] for trace in figure.data] == [-4.0, -5.0, 2.0, -1.0]
    assert figure.layout.yaxis.title.text == "Basis points"
    assert any(shape.y0 == shape.y1 == 0 for shape in figure.layout.shapes)
    assert "Remainder -1" in texts(figure)


def test_a_zero_line_only_where_something_is_below_it():
    real = pd.DataFrame({"5Y": [1.5, 1.6], "10Y": [1.9, 2.0]}, index=DAYS[:2])
    assert not [s for s in real_yields.real_lines(real, "Real").layout.shapes if s.y0 == s.y1]
    assert [s for s in real_yields.real_lines(real - 3, "Real").layout.shapes if s.y0 == s.y1 == 0]


def test_breakevens_by_their_short_names():
    frame = pd.DataFrame({"T5YIE": [2.4, 2.5], "T10YIE": [2.3, 2.3], "T5YIFR": [2.2, 2.1]}, index=DAYS[:2])
    assert set(texts(real_yields.breakeven_lines(frame, "B"))) == {"5Y 2.50", "10Y 2.30", "5y5y 2.10"}


def test_volatility_in_basis_points_a_year():
    figure = volatility.volatility_lines(pd.DataFrame({"2Y": [101.6, 99.2], "10Y": [80.1, 82.4]}, index=DAYS[:2]), "V", [MARK])
    assert [trace.line.color for trace in figure.data] == [theme.tenor_colour("2Y"), theme.tenor_colour("10Y")]
    assert figure.layout.yaxis.title.text == "Basis points a year"
    assert {"2Y 99", "10Y 82"} <= set(texts(figure))


def test_the_readers_index_has_an_axis_and_a_name_of_its_own():
    ours = pd.Series([80.0, 82.0], index=DAYS[:2], name="10Y")
    figure = volatility.beside_move(ours, pd.Series([98.4, 99.1], index=DAYS[:2], name="MOVE"), "Both", [MARK])
    realised, move = figure.data
    assert (realised.name, realised.yaxis) == ("10Y realised", None)
    assert (move.name, move.yaxis, list(move.y)) == ("MOVE (your file)", "y2", [98.4, 99.1])
    assert figure.layout.yaxis2.title.text == "MOVE (your file)"
    assert figure.layout.yaxis.title.text == "Basis points a year"


@pytest.mark.parametrize(
    "figure",
    [
        real_yields.parts_lines(PARTS.iloc[:0], "P", [MARK]),
        real_yields.real_lines(PARTS.iloc[:0], "R"),
        volatility.volatility_lines(pd.DataFrame({"2Y": [math.nan]}, index=DAYS[:1]), "V"),
        volatility.beside_move(PARTS["nominal_pct"], PARTS["real_pct"] * math.nan, "M"),
    ],
)
def test_nothing_to_draw_is_a_figure_that_says_so(figure):
    assert not figure.data
    assert "in this range" in texts(figure)[0].replace("<br>", " ") or "lies in" in texts(figure)[0]


def test_every_tenor_since_1962_keeps_the_budget():
    days = pd.bdate_range("1962-01-02", "2026-10-05")
    values = np.random.default_rng(4).uniform(20, 200, (len(days), 14))
    figure = volatility.volatility_lines(pd.DataFrame(values, index=days, columns=list(theme.TENOR_COLOURS)), "V", [MARK] * 60)
    assert base.payload_bytes(figure) < base.BUDGET_BYTES
