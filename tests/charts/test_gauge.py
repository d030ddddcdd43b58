"""The figures of the gauge, from ready frames."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.charts import base, gauge, theme

ROWS = pd.DataFrame(
    {
        "name": ["Bill share", "Auction <demand>", "Volatility", "Triple sell-offs"],
        "words": ["22.4 %, 84th, adds +5.7", "+1.0 %, 24th, adds -4.2", "left out", "missing: not held"],
        "percentile_pct": [84.3, 24.6, 90.0, None],
        "counts": [True, True, False, True],
    }
)
LEVELS = ((60.0, "60: under\nstrain"), (70.0, "70: not\nholding"))


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_bars_run_from_the_middle_to_the_percentile():
    (bars,) = gauge.contributions(ROWS, "Gauge").data
    assert bars.base == 50
    assert list(bars.x) == [34.3, -25.4, 40.0, None]
    assert list(bars.marker.color)[:2] == [theme.DIRECTION["up"], theme.DIRECTION["down"]]
    assert list(bars.marker.opacity)[:3] == [1.0, 1.0, 0.35]


def test_every_component_has_its_words_the_missing_too():
    figure = gauge.contributions(ROWS, "Gauge")
    assert "<b>Bill share</b> 22.4 %, 84th, adds +5.7" in texts(figure)
    assert "<b>Auction &lt;demand&gt;</b> +1.0 %, 24th, adds -4.2" in texts(figure)
    assert "<b>Triple sell-offs</b> missing: not held" in texts(figure)
    assert len(figure.layout.shapes) == 3, "the line at 50 beside each bar"


def test_without_any_percentile_nothing_is_drawn():
    figure = gauge.contributions(ROWS.assign(percentile_pct=float("nan")), "Gauge")
    assert not figure.data
    assert texts(figure) == ["No component has a percentile on this day."]


def test_the_history_breaks_where_there_is_no_gauge_and_names_its_levels():
    days = pd.bdate_range("2025-01-06", periods=60)
    line = pd.Series(55.0, index=days).mask((days > "2025-02-03") & (days < "2025-02-20"))
    mark = base.Mark(date(2025, 2, 5), "A day", "Something.")
    figure = gauge.history(line, LEVELS, "Gauge", [mark], date(2025, 1, 6), date(2025, 3, 28))
    (trace,) = figure.data
    at = list(trace.x)
    assert None in trace.y, "the pause of more than a week"
    assert at[0] == "2025-01-06"
    assert {"60: under<br>strain", "70: not<br>holding"} <= set(texts(figure))
    low, high = figure.layout.yaxis.range
    assert low < 50
    assert high > 70


def test_a_range_without_a_gauge_says_so():
    line = pd.Series([float("nan")], index=pd.to_datetime(["2025-01-06"]))
    figure = gauge.history(line, LEVELS, "Gauge", [], date(2025, 1, 6), date(2025, 1, 7))
    assert texts(figure) == ["No session of this range has six components."]
