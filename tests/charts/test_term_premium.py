"""Figures of the term premium, from ready frames: what is drawn, in which unit, and in few enough bytes."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.charts import base, term_premium, theme

DAYS = pd.DatetimeIndex(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06"], name="date")
PREMIA = pd.DataFrame(
    {"acm_premium_pct": [0.575, 0.564, 0.613, 0.588], "kim_wright_premium_pct": [0.4979, math.nan, 0.5144, math.nan]}, index=DAYS
)
PARTS = pd.DataFrame(
    {
        "yield_pct": [4.166, 4.142, 4.212, 4.148],
        "path_pct": [3.591, 3.578, 3.599, 3.56],
        "premium_pct": [0.575, 0.564, 0.613, 0.588],
    },
    index=DAYS,
)
DIFFERENCE = pd.DataFrame({"difference_bp": [7.71, -9.86]}, index=DAYS[[0, 2]])
HEARING = base.Mark(date(2025, 11, 5), "Court hears tariff case", "The Supreme Court hears the case.")


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_both_models_are_drawn_in_percent_each_over_its_own_days():
    figure = term_premium.premium_lines(PREMIA, "Premium", [HEARING])
    acm, kim_wright = figure.data
    assert [acm.name, kim_wright.name] == ["ACM", "Kim-Wright"]
    assert list(acm.y) == [0.575, 0.564, 0.613, 0.588]
    assert list(kim_wright.x) == ["2025-11-03", "2025-11-05"], "a holiday of one model is no gap in its line"
    assert [acm.line.color, kim_wright.line.color] == [theme.PART_COLOURS["acm"], theme.PART_COLOURS["kim_wright"]]
    assert figure.layout.yaxis.title.text == "Percent"
    assert {"ACM 0.59", "Kim-Wright 0.51"} <= set(texts(figure))
    assert [shape.x0 for shape in figure.layout.shapes if shape.y1 == 1] == ["2025-11-05"]
    assert figure.layout.meta["key_dates"][0]["label"] == "Court hears tariff case"


def test_a_model_that_is_not_held_leaves_the_other():
    figure = term_premium.premium_lines(PREMIA.assign(kim_wright_premium_pct=math.nan), "Premium")
    assert [trace.name for trace in figure.data] == ["ACM"]


def test_yield_path_and_premium_are_three_lines():
    figure = term_premium.path_and_premium(PARTS, "Parts")
    assert [trace.name for trace in figure.data] == ["Fitted yield", "Expected path", "Premium"]
    assert list(figure.data[1].y) == [3.591, 3.578, 3.599, 3.56]
    assert [trace.line.dash for trace in figure.data] == ["dot", "solid", "solid"]


def test_the_difference_is_in_basis_points():
    figure = term_premium.model_difference(DIFFERENCE, "Difference")
    assert list(figure.data[0].y) == [7.71, -9.86]
    assert figure.layout.yaxis.title.text == "Basis points"
    assert texts(figure) == ["-10"], "a single line needs no name at its end"


def test_the_nowcast_hangs_on_the_last_published_day_dashed_and_with_its_error():
    days = pd.DatetimeIndex(["2025-11-07", "2025-11-10"], name="date")
    nowcast = pd.DataFrame({"nowcast_pct": [0.60, 0.72], "rmse_bp": [1.2, 1.3]}, index=days)
    figure = term_premium.premium_lines(PREMIA, "Premium", [HEARING], nowcast, "Dashed: nowcast")
    published, _, dash, points = figure.data
    assert list(published.x)[-1] == "2025-11-06"
    assert (dash.line.dash, list(dash.x), list(dash.y)) == (
        "dash",
        ["2025-11-06", "2025-11-07", "2025-11-10"],
        [0.588, 0.6, 0.72],
    )
    assert (dash.hoverinfo, dash.showlegend) == ("skip", False)
    assert (points.name, list(points.x), list(points.y)) == ("Nowcast", ["2025-11-07", "2025-11-10"], [0.6, 0.72])
    assert list(points.error_y.array) == [0.012, 0.013], "basis points as percent"
    assert points.marker.color == dash.line.color == theme.PART_COLOURS["nowcast"] != published.line.color
    assert "Nowcast 0.72" in texts(figure)
    assert figure.layout.title.subtitle.text == "Dashed: nowcast"
    assert figure.layout.xaxis.range[1] > "2025-11-10"
    without = term_premium.premium_lines(PREMIA, "Premium", [], nowcast.iloc[:0])
    assert [trace.name for trace in without.data] == ["ACM", "Kim-Wright"]
    only_kim_wright = term_premium.premium_lines(PREMIA.assign(acm_premium_pct=math.nan), "Premium", [], nowcast)
    assert [trace.name for trace in only_kim_wright.data] == ["Kim-Wright"]
    close = term_premium.nowcast_lines(PREMIA[["acm_premium_pct"]], "Nowcast", nowcast)
    assert {"ACM 0.59", "Nowcast 0.72"} <= set(texts(close))
    assert not close.layout.shapes, "no zero line: the figure looks close"


def test_then_and_now_stand_above_what_changed():
    revision = pd.DataFrame({"then_pct": [0.56, 0.60], "now_pct": [0.57, 0.59], "revision_bp": [1.0, -1.0]}, index=DAYS[:2])
    figure = term_premium.then_and_now(revision, "Then and now")
    now, then, changed = figure.data
    assert (now.name, list(now.y)) == ("Now", [0.57, 0.59])
    assert (then.name, list(then.y), then.line.dash) == ("Then", [0.56, 0.6], "dot")
    assert (changed.yaxis, list(changed.y)) == ("y2", [1.0, -1.0])
    assert texts(term_premium.then_and_now(revision.iloc[:0], "T")) == ["No day of this range is in both versions."]


def test_words_state_level_change_and_extremes():
    said = term_premium.premium_words(PREMIA, "the week")
    assert said.startswith(
        "10-year term premium, the week: ACM 0.59 % on 6 Nov 2025, +1 bp since 3 Nov 2025, highest 0.61 % on 5 Nov"
    )
    assert "Kim-Wright 0.51 % on 5 Nov 2025, +2 bp" in said
    assert term_premium.premium_words(PREMIA.iloc[:0], "no week") == "10-year term premium, no week: no figure."
    parts = "10-year, ACM, 3 Nov 2025 to 6 Nov 2025: fitted yield -2 bp, expected path -3 bp, premium +1 bp."
    assert term_premium.path_words(PARTS) == parts
    assert term_premium.path_words(PARTS.iloc[:0]) == "Expected path and premium: no figure."
    said = "ACM minus Kim-Wright: -10 bp on 5 Nov 2025, between -10 bp (5 Nov 2025) and 8 bp (3 Nov 2025)."
    assert term_premium.difference_words(DIFFERENCE) == said
    assert term_premium.difference_words(DIFFERENCE.iloc[:0]) == "ACM minus Kim-Wright: no common day."


@pytest.mark.parametrize(
    "figure",
    [
        term_premium.premium_lines(PREMIA.iloc[:0], "Premium", [HEARING]),
        term_premium.path_and_premium(PARTS * math.nan, "Parts"),
        term_premium.model_difference(DIFFERENCE.iloc[:0], "Difference"),
    ],
)
def test_nothing_to_draw_is_a_figure_that_says_so(figure):
    assert not figure.data
    assert texts(figure) == ["No figure in this range."]
    assert figure.layout.title.text


def test_sixty_years_of_both_models_keep_the_budget():
    days = pd.bdate_range("1961-06-14", "2026-10-01")
    values = np.random.default_rng(4).normal(0, 0.04, (len(days), 2)).cumsum(axis=0)
    figure = term_premium.premium_lines(pd.DataFrame(values, index=days, columns=list(PREMIA)), "Premium", [HEARING] * 60)
    assert base.payload_bytes(figure) < base.BUDGET_BYTES
    assert figure.data[0].x[-1] == "2026-10-01", "the last value stays"
