"""What every figure shares: thinning, the budget, key dates whose labels do not collide, labels at line ends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.io as pio
import pytest

from treasury.charts import base, end_labels, theme
from treasury.charts.end_labels import EndLabel, label_ends
from treasury.tenors import TENORS


def daily(count: int, start: str = "1990-01-02") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, freq="B")


def walk(columns: int, count: int) -> pd.DataFrame:
    steps = np.random.default_rng(7).normal(0, 0.05, (count, columns))
    return pd.DataFrame(5 + steps.cumsum(axis=0), index=daily(count), columns=list(TENORS[:columns]))


def test_thinning_keeps_first_last_and_the_extremes():
    series = walk(1, 9000)["1M"]
    series.iloc[4321], series.iloc[1234] = 99.0, -99.0
    thinned = base.thin(series, 2000)
    assert len(thinned) <= 2000
    for kept in (series.index[0], series.index[-1], series.idxmax(), series.idxmin()):
        assert thinned[kept] == series[kept]
    assert thinned.max() == 99.0
    assert thinned.min() == -99.0


def test_thinning_keeps_the_turns_within_every_stretch():
    """Each hundred rows in a row have a peak of their own; a line through the kept points passes through every one."""
    series = pd.Series(np.zeros(9000), index=daily(9000))
    peaks = list(range(50, 9000, 100))
    series.iloc[peaks] = np.arange(1.0, 91.0)
    thinned = base.thin(series, 1000)
    assert 900 <= len(thinned) <= 1000
    assert set(series.index[peaks]) <= set(thinned.index)


def test_thinning_keeps_every_break_once_and_what_stands_beside_it_in_order():
    series = walk(1, 6000)["1M"]
    series.iloc[1000:1300] = np.nan
    series.iloc[4000] = np.nan
    thinned = base.thin(series, 600)
    assert list(thinned.index[thinned.isna()]) == [series.index[1000], series.index[4000]]
    assert thinned.index.is_monotonic_increasing
    assert len(thinned) <= 600


def test_few_points_stay_as_they_are():
    series = walk(1, 100)["1M"]
    assert base.thin(series, 100) is series


def test_thinning_survives_a_series_without_any_figure():
    assert len(base.thin(pd.Series(np.nan, index=daily(3000)), 900)) <= 900


def test_fourteen_tenors_of_full_history_keep_the_budget():
    figure = base.new_figure("All", y_title="Percent")
    base.add_lines(figure, walk(14, 16_000), theme.TENOR_COLOURS, unit="%")
    assert len(figure.data) == 14
    assert base.payload_bytes(figure) < base.BUDGET_BYTES


def test_days_are_short_texts_and_missing_breaks_the_line():
    figure = base.new_figure()
    base.add_line(figure, pd.Series([4.01, np.nan, 4.4849], index=daily(3, "2025-04-09")), "10Y", "#123456", unit="%")
    assert list(figure.data[0].x) == ["2025-04-09", "2025-04-10", "2025-04-11"]
    assert list(figure.data[0].y) == [4.01, None, 4.48]
    assert figure.data[0].hovertemplate == "%{y:,.2f} %<extra>10Y</extra>"


def test_our_template_is_named_and_plotlys_default_is_left_alone():
    assert base.new_figure().layout.template.layout.colorway == theme.SERIES
    assert pio.templates.default != theme.TEMPLATE


def test_an_empty_figure_says_why_and_reads_no_tags():
    figure = base.empty_figure("No <b>auction</b> in this range.", "Auctions")
    assert figure.layout.annotations[0].text == "No &lt;b&gt;auction&lt;/b&gt; in this range."
    assert figure.layout.title.text == "Auctions"
    assert not figure.layout.xaxis.visible
    assert len(figure.data) == 0


START, END = date(2025, 1, 1), date(2025, 12, 31)


def marks_on(*days: date) -> list[base.Mark]:
    return [base.Mark(day, f"Event of {day:%d %b}", "What happened.") for day in days]


def boxes(figure) -> list[tuple[float, float, float]]:
    """Row, left and right of every label on a phone."""
    made = []
    for note in figure.layout.annotations:
        left, right = base._extent((date.fromisoformat(note.x) - START) / (END - START), note.text)
        made.append((note.yshift, left, right))
    return made


def collide(found: list[tuple[float, float, float]]) -> bool:
    return any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for i, a in enumerate(found) for b in found[:i])


def test_a_few_key_dates_are_labelled_in_words():
    figure = base.new_figure()
    base.add_key_dates(figure, marks_on(date(2025, 4, 2), date(2025, 11, 5)), START, END)
    assert [note.text for note in figure.layout.annotations] == ["Event of 02 Apr", "Event of 05 Nov"]
    assert [shape.x0 for shape in figure.layout.shapes] == ["2025-04-02", "2025-11-05"]
    assert not collide(boxes(figure))


def test_close_key_dates_are_numbered_and_do_not_collide():
    days = [date(2025, 4, 2) + timedelta(days=3 * i) for i in range(12)] + [
        date(2025, 7, 30),
        date(2025, 11, 5),
        date(2025, 11, 5),
    ]
    figure = base.new_figure()
    base.add_key_dates(figure, marks_on(*days), START, END)
    texts = [note.text for note in figure.layout.annotations]
    assert len(texts) < len(days)
    assert texts[-1].endswith("15")
    assert not collide(boxes(figure))
    listed = figure.layout.meta["key_dates"]
    assert [item["number"] for item in listed] == list(range(1, 16))
    assert listed[0] == {"number": 1, "days": "2 Apr 2025", "label": "Event of 02 Apr", "title": "What happened."}


def test_a_badge_stands_on_the_day_it_marks_so_that_it_goes_along_when_a_reader_zooms():
    figure = base.new_figure()
    base.add_key_dates(figure, marks_on(date(2025, 4, 2), date(2025, 11, 5)), START, END)
    assert [(note.x, note.xref) for note in figure.layout.annotations] == [("2025-04-02", "x"), ("2025-11-05", "x")]
    figure = base.new_figure()
    close = [date(2025, 4, 2) + timedelta(days=day) for day in range(40)]
    base.add_key_dates(figure, marks_on(*close), START, END)
    note = next(note for note in figure.layout.annotations if "-" in note.text)
    first, last = map(int, note.text.split("-"))
    assert date.fromisoformat(note.x) == close[first - 1] + (close[last - 1] - close[first - 1]) / 2


def test_every_number_stands_in_some_badge():
    days = [date(2025, 4, 2) + timedelta(days=i) for i in range(40)]
    figure = base.new_figure()
    base.add_key_dates(figure, marks_on(*days), START, END)
    covered = set()
    for note in figure.layout.annotations:
        first, _, last = note.text.partition("-")
        covered |= set(range(int(first), int(last or first) + 1))
    assert covered == set(range(1, 41))


def test_a_span_of_days_becomes_a_band_cut_to_the_range():
    figure = base.new_figure()
    base.add_key_dates(figure, [base.Mark(date(2024, 12, 1), "Shutdown", end=date(2025, 2, 1))], START, END)
    band = figure.layout.shapes[0]
    assert (band.type, band.x0, band.x1) == ("rect", "2025-01-01", "2025-02-01")
    assert figure.layout.meta["key_dates"][0]["days"] == "1 Dec 2024 to 1 Feb 2025"


def test_key_dates_outside_the_range_are_not_drawn():
    figure = base.new_figure()
    base.add_key_dates(figure, marks_on(date(2024, 12, 31), date(2026, 1, 1)), START, END)
    assert len(figure.layout.shapes) == 0
    assert len(figure.layout.annotations) == 0
    assert figure.layout.xaxis.range[0].startswith("2024-12-29")


def test_key_dates_make_room_above_the_plot():
    figure = base.new_figure("Yields", height=400)
    top = figure.layout.margin.t
    base.add_key_dates(figure, marks_on(date(2025, 4, 2)), START, END)
    assert figure.layout.height == 400 + base.ROW_PX
    assert figure.layout.margin.t == top + base.ROW_PX


def test_labels_at_line_ends_are_pushed_apart_and_replace_the_legend():
    figure = base.new_figure(height=400)
    labels = [EndLabel(v, f"{n} {v}", "#000000") for n, v in (("10Y", 5.0), ("7Y", 5.01), ("5Y", 5.02), ("2Y", 3.0))]
    label_ends(figure, date(2025, 4, 11), labels, 3.0, 5.02)
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    px = plot * 0.9 / 2.02
    heights = [(note.y - 3.0) * px + note.yshift for note in figure.layout.annotations]
    assert [note.text for note in figure.layout.annotations] == ["2Y 3.0", "10Y 5.0", "7Y 5.01", "5Y 5.02"]
    assert all(b - a >= end_labels.LABEL_PX - 1 for a, b in pairwise(heights))
    assert max(heights) <= plot
    assert figure.layout.showlegend is False


def test_japanese_names_at_line_ends_have_the_room_they_take():
    margins = []
    for name in ("実質利回り", "Real yield"):  # five signs as wide as ten letters
        figure = base.new_figure("Ends")
        label_ends(figure, date(2025, 4, 11), [EndLabel(4.0, name, "#000000")], 3.0, 5.0)
        margins.append(figure.layout.margin.r)
    assert margins == [10 + 5 * 12, 10 + 10 * 7]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


COLOURS = {*theme.TENOR_COLOURS.values(), *theme.CLASS_COLOURS.values(), *theme.PART_COLOURS.values(), *theme.DIRECTION.values()}


@pytest.mark.parametrize("colour", sorted({*COLOURS, *theme.SERIES}))
def test_colours_stand_out_on_the_light_and_on_the_dark_background(colour):
    assert contrast(colour, "#ffffff") >= 2.8
    assert contrast(colour, "#0e151e") >= 3.0


def test_every_tenor_and_class_has_its_own_colour():
    assert list(theme.TENOR_COLOURS) == list(TENORS)
    assert len(set(theme.TENOR_COLOURS.values())) == len(TENORS)
    assert len({theme.class_colour(c) for c in ("Bill", "Note", "Bond", "TIPS", "FRN")}) == 5
    assert theme.class_colour("Bills") == theme.class_colour("Bill")
    assert theme.class_colour("Unheard of") == theme.GREY
