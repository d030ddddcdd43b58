"""Buyback figures from ready frames: amounts, cancelled and missing ones, regimes, gaps, cover and fill."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.charts import base, buybacks, parts, theme

BN = 1e9
DAY = pd.to_datetime
START, END = date(2024, 5, 1), date(2026, 11, 5)
REGIMES = pd.DataFrame(
    {
        "regime": ["2014-2024 tests", "July 2025 enlargement", "August 2026 enlargement"],
        "start": DAY(["2014-10-09", "2025-08-13", "2026-09-09"]),
        "end": DAY(["2024-04-17", "2026-09-08", "2026-11-05"]),
    }
)
GAP = parts.Span(date(2025, 10, 23), date(2026, 9, 9), "no results\nheld")


def operations() -> pd.DataFrame:
    """A cancelled operation, two results, one without a published maximum, and one announced."""
    rows = [
        ("2024-07-17", "cancelled", "3Y to 5Y", "Nominal under 10Y", None, 2.0, None, None),
        ("2025-10-07", "result", "10Y to 20Y", "Nominal from 10Y", "July 2025 enlargement", 2.0, 29.965, 2.0),
        ("2025-10-22", "result", "unstated", "Bucket unstated", "July 2025 enlargement", None, None, 1.902),
        ("2026-09-10", "result", "10Y to 20Y", "Nominal from 10Y", "August 2026 enlargement", 6.0, 10.489, 5.187),
        ("2026-09-17", "announced", "20Y to 30Y", "Nominal from 10Y", "August 2026 enlargement", 4.0, None, None),
    ]
    names = ["operation_date", "state", "bucket", "segment", "regime", "maximum_usd", "offered_usd", "accepted_usd"]
    made = pd.DataFrame(rows, columns=names)
    made["operation_date"] = DAY(made["operation_date"])
    amounts = ["maximum_usd", "offered_usd", "accepted_usd"]
    made[amounts] = made[amounts].astype("float64") * BN
    result = made["state"].eq("result")
    maximum = made["maximum_usd"].where(result)
    buckets = pd.Categorical(made["bucket"], ["3Y to 5Y", "10Y to 20Y", "20Y to 30Y", "unstated"], ordered=True)
    made["regime"] = pd.Categorical(made["regime"], list(REGIMES["regime"]), ordered=True)
    return made.assign(bucket=buckets, cover_ratio=made["offered_usd"] / maximum, fill_pct=made["accepted_usd"] / maximum * 100)


def drawn(made: pd.DataFrame | None = None, **more):
    return buybacks.operations(operations() if made is None else made, "Buybacks", START, END, regimes=REGIMES, **more)


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def quarters() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quarter": ["2025 Q2", "2025 Q2", "2025 Q4"],
            "operation_type": ["Cash Management", "Liquidity Support", "Liquidity Support"],
            "period_start": DAY(["2025-04-01", "2025-04-01", "2025-10-01"]),
            "period_end": DAY(["2025-06-30", "2025-06-30", "2025-12-31"]),
            "accepted_usd": [48.0 * BN, 21.173 * BN, 7.09 * BN],
            "maximum_usd": [54.0 * BN, 30.0 * BN, 12.0 * BN],
            "held_in_full": [True, True, False],
        }
    )


def test_offered_accepted_and_maximum_are_drawn_in_billions():
    figure = drawn()
    assert list(named(figure, "Offered").y) == [29.965, None, 10.489]
    assert list(named(figure, "Accepted").y) == [2.0, 1.902, 5.187]
    assert list(named(figure, "Accepted").x) == ["2025-10-07", "2025-10-22", "2026-09-10"]
    assert figure.layout.yaxis.title.text == "USD bn"
    assert named(figure, "Accepted").customdata[2] == "10Y to 20Y"


def test_a_missing_maximum_has_no_dash_and_an_announced_operation_is_drawn_as_announced():
    figure = drawn()
    maximum = named(figure, "Maximum")
    assert list(maximum.x) == ["2025-10-07", "2025-10-22", "2026-09-10"]
    assert list(maximum.y) == [2.0, None, 6.0]
    announced = named(figure, "Announced, maximum")
    assert (list(announced.x), list(announced.y), announced.marker.symbol) == (["2026-09-17"], [4.0], "diamond-open")


def test_a_cancelled_operation_is_a_cross_and_nothing_else():
    figure = drawn()
    cancelled = named(figure, "Cancelled, maximum")
    assert (list(cancelled.x), list(cancelled.y)) == (["2024-07-17"], [2.0])
    for name in ("Offered", "Accepted", "Maximum"):
        assert "2024-07-17" not in named(figure, name).x


def test_stems_run_from_accepted_to_offered_and_break_between_operations():
    stems = named(drawn(), "From accepted to offered")
    assert list(stems.y) == [2.0, 29.965, None, 5.187, 10.489, None]


def test_regimes_are_a_ribbon_named_in_the_legend_and_cut_to_the_axis():
    figure = drawn()
    ribbon = {shape.name: (shape.x0, shape.x1) for shape in figure.layout.shapes if shape.name}
    assert ribbon == {
        "July 2025 enlargement": ("2025-08-13", "2026-09-08"),
        "August 2026 enlargement": ("2026-09-09", "2026-11-05"),
    }
    colours = buybacks.regime_colours(list(REGIMES["regime"]))
    assert named(figure, "July 2025 enlargement").marker.color == colours["July 2025 enlargement"]
    assert len(set(colours.values())) == 3


def test_a_gap_is_shaded_and_labelled_and_a_narrow_one_only_shaded():
    figure = drawn(spans=[GAP])
    assert "no results<br>held" in [note.text for note in figure.layout.annotations]
    shade = next(shape for shape in figure.layout.shapes if shape.type == "rect" and not shape.name)
    assert (shade.x0, shade.x1) == ("2025-10-23", "2026-09-09")
    narrow = parts.Span(date(2026, 10, 1), date(2026, 10, 5), "no results\nheld")
    figure = drawn(spans=[narrow])
    assert len(figure.layout.annotations) == 0
    middling = parts.Span(date(2026, 9, 11), date(2026, 11, 5), "no results\nheld")
    upright = drawn(spans=[middling]).layout.annotations[0]
    assert (upright.text, upright.textangle) == ("no results held", -90)


def test_key_dates_are_listed_for_the_page():
    figure = drawn(marks=[base.Mark(date(2026, 8, 19), "Long-end size doubled")])
    assert [item["label"] for item in figure.layout.meta["key_dates"]] == ["Long-end size doubled"]


def test_cover_and_fill_have_a_panel_each_and_leave_out_what_has_none():
    figure = buybacks.cover_and_fill(operations(), "Cover and fill", START, END, spans=[GAP])
    cover, fill = (next(t for t in figure.data if t.yaxis == axis) for axis in ("y", "y2"))
    assert list(cover.x) == list(fill.x) == ["2025-10-07", "2026-09-10"]
    assert list(cover.y) == [14.98, 1.75]
    assert list(fill.y) == [100.0, 86.45]
    assert cover.name == "Nominal from 10Y"
    assert [figure.layout.yaxis.title.text, figure.layout.yaxis2.title.text] == ["Times", "Percent"]


@pytest.mark.parametrize(
    ("column", "dots", "total", "title"),
    [("cover_ratio", [14.98, 1.75], 5.06, "times"), ("fill_pct", [100.0, 86.45], 89.84, "percent")],
)
def test_buckets_have_a_dot_an_operation_and_a_diamond_for_the_sum(column, dots, total, title):
    sums = pd.DataFrame({"bucket": ["10Y to 20Y", "unstated"], "cover_ratio": [5.06, None], "fill_pct": [89.84, None]})
    colours = buybacks.regime_colours(list(REGIMES["regime"]))
    figure = buybacks.by_bucket(operations(), sums, column, "By bucket", colours)
    assert [value for trace in figure.data[:-1] for value in trace.x] == dots
    assert figure.data[0].marker.color == colours["July 2025 enlargement"]
    diamond = named(figure, "All operations of the bucket")
    assert (list(diamond.x), list(diamond.y)) == ([total], ["10Y to 20Y"])
    assert figure.layout.xaxis.title.text.endswith(title)
    assert list(figure.layout.yaxis.categoryarray) == ["10Y to 20Y"]


def test_quarters_stack_by_type_and_are_pale_where_results_are_missing():
    figure = buybacks.by_quarter(quarters(), "By quarter", START, END, spans=[GAP])
    support = named(figure, "Liquidity Support")
    assert list(support.y) == [21.173, 7.09]
    assert list(support.marker.opacity) == [1.0, parts.PALE]
    assert list(named(figure, "Cash Management").y) == [48.0]
    assert list(named(figure, "Maximum, where known").y) == [84.0, 12.0]
    assert support.marker.color == theme.FLOW_COLOURS["accepted"]
    assert figure.layout.yaxis.title.text == "USD bn"


def test_without_an_operation_a_labelled_empty_figure_comes_back():
    nothing, colours = operations().iloc[:0], dict[str, str]()
    sums = pd.DataFrame({"bucket": [], "cover_ratio": [], "fill_pct": []})
    for figure, words in (
        (drawn(nothing), buybacks.NOTHING),
        (buybacks.cover_and_fill(nothing, "Cover", START, END), buybacks.NO_RATIO),
        (buybacks.by_bucket(nothing, sums, "fill_pct", "Fill", colours), buybacks.NO_RATIO),
        (buybacks.by_quarter(quarters().iloc[:0], "Quarters", START, END), buybacks.NOTHING),
    ):
        assert len(figure.data) == 0
        assert figure.layout.annotations[0].text.replace("<br>", " ") == words


def test_text_of_the_data_is_never_read_as_markup():
    made = operations()
    made["bucket"] = pd.Categorical(["<b>x</b>"] * len(made), ordered=True)
    assert named(drawn(made), "Accepted").customdata[0] == "&lt;b&gt;x&lt;/b&gt;"


def test_a_thousand_operations_stay_within_the_budget():
    made = pd.concat([operations()] * 200, ignore_index=True)
    made["operation_date"] = pd.date_range("2024-06-01", periods=len(made), freq="D")
    assert base.payload_bytes(drawn(made)) < base.BUDGET_BYTES
