"""What a reader of lines can do in the browser alone: buttons that zoom, names that hide a line; and which days are drawn."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from treasury.charts import base, end_labels, yields
from treasury.charts.lines import label_length
from treasury.charts.thinning import graded, thin
from treasury.charts.zoom import spans
from treasury.tenors import TENORS

END = pd.Timestamp("2026-10-05")
NOTE = base.Mark(date(2025, 4, 2), "Tariffs")


def walk(years: int, tenors: tuple[str, ...]) -> pd.DataFrame:
    days = pd.date_range(END - pd.DateOffset(years=years), END, freq="B", name="date")
    steps = np.random.default_rng(11).normal(0, 0.05, (len(days), len(tenors)))
    return pd.DataFrame(5 + steps.cumsum(axis=0), index=days, columns=list(tenors)).round(2)


THREE = walk(2, ("2Y", "10Y", "30Y"))
ELEVEN = walk(36, ("1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y"))


def buttons(figure) -> dict[str, dict]:
    return {one.label: one.args[0] for menu in figure.layout.updatemenus for one in menu.buttons}


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (pd.date_range("1990-01-02", END, freq="B"), ["3M", "6M", "1Y", "5Y", "10Y"]),
        (pd.date_range("2024-10-05", END, freq="B"), ["1M", "3M", "6M", "1Y"]),
        (pd.date_range("2026-06-05", END, freq="B"), ["1M", "3M"]),
        (pd.date_range("2026-09-05", END, freq="B"), []),
        (pd.date_range("2020-01-31", "2026-09-30", freq="ME"), ["6M", "1Y", "5Y"]),
    ],
)
def test_a_button_is_there_for_what_is_shorter_than_the_whole_and_holds_some_days(days, labels):
    assert list(spans(days)) == labels


def test_a_button_shows_its_days_and_the_values_within_them():
    figure = yields.yield_lines(THREE, "Buttons", [NOTE])
    assert list(buttons(figure)) == ["1M", "3M", "6M", "1Y", "Max"]
    shown, part = buttons(figure)["3M"], THREE.loc["2026-07-05":]
    assert shown["xaxis.range"][0].startswith("2026-07-05") or shown["xaxis.range"][0].startswith("2026-07-06")
    assert shown["xaxis.range"][1].startswith("2026-10-05")
    low, high = shown["yaxis.range"]
    room = 0.05 * (part.max(axis=None) - part.min(axis=None))
    assert (low, high) == pytest.approx((part.min(axis=None) - room, part.max(axis=None) + room), abs=1e-4)
    whole = buttons(figure)["Max"]
    assert whole["xaxis.range"] == list(figure.layout.xaxis.range)
    assert whole["yaxis.autorange"] is True


def test_the_labels_at_the_ends_are_pushed_apart_for_the_window_they_are_seen_in():
    figure = yields.yield_lines(THREE, "Ends", [NOTE])
    ends = [(at, note) for at, note in enumerate(figure.layout.annotations) if note.xanchor == "left" and note.xshift == 5]
    assert len(ends) == 3
    for shown in buttons(figure).values():
        shifts = [shown[f"annotations[{at}].yshift"] for at, _ in ends]
        low, high = shown.get("yaxis.range", (THREE.min(axis=None), THREE.max(axis=None)))
        px = base.plot_px(figure) * 0.9 / (high - low) * (1.1 if "yaxis.range" in shown else 1.0)
        heights = [note.y * px + shift for (_, note), shift in zip(ends, shifts, strict=True)]
        assert all(b - a >= end_labels.LABEL_PX - 2 for a, b in pairwise(heights))


def test_the_room_that_buttons_take_is_added_to_the_figure():
    plain = yields.yield_lines(THREE.iloc[-15:], "Room")
    assert buttons(plain) == {}
    assert base.plot_px(yields.yield_lines(THREE, "Room")) == base.plot_px(plain)


def test_few_lines_are_named_at_their_ends_and_in_a_legend_many_beside_the_plot_by_height():
    few = yields.yield_lines(THREE, "Few")
    assert few.layout.showlegend is True
    assert [trace.name for trace in few.data] == ["2Y", "10Y", "30Y"]
    many = yields.yield_lines(ELEVEN, "Many")
    assert len(many.layout.annotations) == 0
    by_rank = sorted(many.data, key=lambda trace: trace.legendrank)
    last = ELEVEN.iloc[-1].sort_values(ascending=False, kind="stable")
    assert [trace.name for trace in by_rank] == [f"{tenor} {value:.2f}" for tenor, value in last.items()]
    assert yields.yield_lines(THREE[["10Y"]], "One").layout.showlegend is False


@pytest.mark.parametrize("most", [300, 600])
def test_the_last_years_are_drawn_closer_than_the_rest(most):
    series = ELEVEN["10Y"]
    drawn = graded(series, most)
    year, five = series.index[-1] - pd.DateOffset(years=1), series.index[-1] - pd.DateOffset(years=5)
    counts = [len(drawn.loc[year + pd.Timedelta(days=1) :]), len(drawn.loc[five + pd.Timedelta(days=1) : year])]
    assert all(most // 4 - 4 <= count <= most // 4 for count in counts)
    assert len(drawn) <= most
    assert drawn.index.is_monotonic_increasing
    assert drawn.index.is_unique
    for kept in (series.index[0], series.index[-1], series.idxmax(), series.idxmin()):
        assert drawn[kept] == series[kept]
    assert counts[0] > len(thin(series, most).loc[year:]) * 5


def test_what_is_short_enough_is_drawn_whole_and_nothing_is_said():
    figure = yields.yield_lines(THREE, "Whole")
    assert [len(trace.y) for trace in figure.data] == [len(THREE)] * 3
    assert "thinned" not in (figure.layout.meta or {})


def test_what_is_thinned_says_how_far_and_keeps_its_key_dates():
    figure = yields.yield_lines(ELEVEN, "Thinned", [NOTE])
    drawn, days = figure.layout.meta["thinned"]
    assert days == len(ELEVEN)
    assert drawn == max(len(trace.y) for trace in figure.data) <= base.POINTS // 11
    assert figure.layout.meta["key_dates"][0]["label"] == "Tariffs"


@pytest.mark.parametrize(("tenors", "most"), [(TENORS, 250_000), (("2Y", "10Y", "30Y"), 100_000), (("10Y",), 40_000)])
def test_all_of_the_history_keeps_a_budget_by_what_is_drawn(tenors, most):
    """Bytes sent a figure, whatever the range: about 19 a point, 1,200 points a line at most, and the layout."""
    assert base.payload_bytes(yields.yield_lines(walk(64, tuple(tenors)), "Budget", [NOTE])) < most


def test_the_longest_label_of_an_axis_is_known_before_it_is_drawn():
    assert label_length(0.0, 1_200.0, 300) == len("1,000")
    assert label_length(4.01, 4.09, 300) == len("4.06")
    assert label_length(5.0, 5.0, 300) >= 1
