"""Several events in one figure, and the histogram of every other date."""

import math

import pandas as pd

from treasury.charts import base, event_compare, placebo, theme

FRAME = pd.DataFrame(
    {"2 Apr 2025": [0.0, 3.0, -11.0, 17.0], "19 Aug 2026": [0.0, -6.0, math.nan, math.nan]},
    index=pd.Index([-1, 0, 1, 6], name="session"),
)
NAMES = {"2 Apr 2025": "2 Apr 2025 (Tariffs & <more>)", "19 Aug 2026": "19 Aug 2026 (Size)"}
BARS = pd.DataFrame({"from": [-15.0, -5.0, 5.0, 15.0], "to": [-5.0, 5.0, 15.0, 25.0], "count": [3, 10, 4, 1]})


def texts(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_each_event_is_a_line_with_its_day_and_last_value_at_the_end():
    figure = event_compare.paths(FRAME, NAMES, "10Y", "bp", "session")
    assert [trace.name for trace in figure.data] == ["2 Apr 2025 (Tariffs &amp; &lt;more&gt;)", "19 Aug 2026 (Size)"]
    assert list(figure.data[0].y) == [0, 3, -11, 17]
    assert list(figure.data[1].x) == [-1, 0], "a line ends where its figures do"
    assert texts(figure) == ["19 Aug 2026 -6 (at 0)", "2 Apr 2025 +17"]
    assert figure.data[0].line.color != figure.data[1].line.color
    assert figure.layout.yaxis.title.text == "Basis points"
    assert event_compare.words(FRAME, NAMES, "10Y", "bp", "session").startswith(
        "10Y from the last value before each event. 2 Apr 2025 (Tariffs & <more>): +17 bp at session 6, between -11 and +17"
    )


def test_nine_events_differ_by_colour_and_dash_and_fit_the_budget():
    many = pd.DataFrame({f"{n} Apr 2025": range(50) for n in range(1, 10)}, dtype="float64")
    figure = event_compare.paths(many, {name: name for name in many}, "10Y", "%", "day")
    looks = {(trace.line.color, trace.line.dash) for trace in figure.data}
    assert len(looks) == 9
    assert base.payload_bytes(figure) < base.BUDGET_BYTES / 10


def test_nothing_to_compare_is_a_figure_that_says_so():
    figure = event_compare.paths(FRAME * math.nan, NAMES, "10Y", "bp", "session")
    assert not figure.data
    assert "No figure around these days" in " ".join(texts(figure))
    assert "no figure" in event_compare.words(FRAME * math.nan, NAMES, "10Y", "bp", "session")


def test_the_histogram_marks_the_event_and_what_lies_as_far_out():
    figure = placebo.histogram(BARS, 7, "10Y", "2 Apr 2025")
    assert list(figure.data[0].x) == [-10, 0, 10, 20]
    assert list(figure.data[0].y) == [3, 10, 4, 1]
    assert list(figure.data[0].marker.opacity) == [placebo.BODY, placebo.BODY, placebo.TAIL, placebo.TAIL]
    assert figure.data[0].marker.color == theme.DIRECTION["up"]
    assert figure.layout.shapes[0].x0 == 7
    assert texts(figure) == ["<b>2 Apr 2025 +7 bp</b>"]
    fall = placebo.histogram(BARS, -7, "10Y", "2 Apr 2025")
    assert list(fall.data[0].marker.opacity) == [placebo.TAIL, *[placebo.BODY] * 3]
    assert placebo.words(BARS, "Said.") == "Said. The other dates lie between -10 bp and +20 bp, most often around 0 bp."


def test_a_histogram_without_a_reaction_has_no_mark_and_without_others_no_bars():
    unknown = placebo.histogram(BARS, math.nan, "10Y", "2 Apr 2025")
    assert unknown.data
    assert not unknown.layout.shapes
    empty = placebo.histogram(BARS.iloc[:0], 7, "10Y", "2 Apr 2025")
    assert not empty.data
    assert "no other date" in " ".join(texts(empty))
