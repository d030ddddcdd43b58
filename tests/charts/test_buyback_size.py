"""Use of the announced maximum, share of gross issuance, and yields around operations, from ready frames."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.charts import buyback_size, buyback_yields, buybacks

BN = 1e9
DAY = pd.to_datetime
START, END = date(2025, 1, 1), date(2025, 9, 30)


def use() -> pd.DataFrame:
    rows = [
        ("2025-02-12", "Feb-Apr 2025", "2025-02-12", "2025-05-06", 4.0, 30.0),
        ("2025-02-20", "Feb-Apr 2025", "2025-02-12", "2025-05-06", 4.5, 30.0),
        ("2025-05-15", "May-Jul 2025", "2025-05-07", None, 2.0, None),
    ]
    made = pd.DataFrame(rows, columns=["operation_date", "quarter", "start", "end", "cumulative_usd", "maximum_usd"])
    for name in ("operation_date", "start", "end"):
        made[name] = DAY(made[name]).astype("datetime64[us]")
    amounts = ["cumulative_usd", "maximum_usd"]
    made[amounts] = made[amounts].astype("float64") * BN
    return made


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_each_quarter_is_a_step_line_from_zero_with_its_own_level():
    figure = buyback_size.use_of_maximum(use(), "Use", START, END)
    steps = named(figure, "Accepted, running total")
    assert list(steps.x) == [
        "2025-02-12",
        "2025-02-12",
        "2025-02-20",
        "2025-05-06",
        None,
        "2025-05-07",
        "2025-05-15",
        "2025-09-30",
        None,
    ]
    assert list(steps.y) == [0.0, 4.0, 4.5, 4.5, None, 0.0, 2.0, 2.0, None]
    assert steps.line.shape == "hv"
    level = named(figure, "Maximum announced for the quarter")
    assert list(level.y) == [30.0, 30.0, None]  # none was announced for the second
    assert list(level.customdata[:2]) == ["Feb-Apr 2025"] * 2


def test_the_share_of_issuance_leaves_a_bucket_without_offers_out():
    sums = pd.DataFrame({"bucket": ["10Y to 20Y", "TIPS"], "accepted_usd": [6 * BN, 1 * BN], "offered_usd": [42 * BN, 0.0]})
    figure = buyback_size.share_of_issuance(sums.assign(share_pct=[6 / 42 * 100, float("nan")]), "Share")
    bars = figure.data[0]
    assert (list(bars.x), list(bars.y), list(bars.text)) == (["10Y to 20Y"], [14.29], ["14.3 %"])
    assert list(bars.customdata[0]) == [6.0, 42.0]


def test_around_operations_zero_is_the_baseline_and_has_no_percentile():
    summed = pd.DataFrame(
        {
            "session": [-2, 0, 1],
            "mean_bp": [1.0, -2.0, -3.0],
            "low_bp": [-1.0, -4.0, -6.0],
            "high_bp": [3.0, 0.0, 1.0],
            "mean_percentile_pct": [55.0, 40.0, 35.0],
            "usual_low_pct": [44.0] * 3,
            "usual_high_pct": [56.0] * 3,
        }
    )
    figure = buyback_yields.around_operations(summed, "Around")
    mean, percentile = named(figure, "Mean change"), named(figure, "Mean percentile")
    assert (list(mean.x), list(mean.y)) == ([-2, -1, 0, 1], [1.0, 0.0, -2.0, -3.0])
    assert list(percentile.y) == [55.0, None, 40.0, 35.0]
    band = named(figure, "Middle half of the operations")
    assert list(band.y) == [3.0, 0.0, 0.0, 1.0, -6.0, -4.0, 0.0, -1.0]


def test_fill_against_cover_has_a_dot_an_operation_in_the_colour_of_its_regime():
    made = pd.DataFrame(
        {
            "operation_date": DAY(["2025-09-10", "2026-09-10", "2025-10-22"]),
            "regime": pd.Categorical(["July", "August", "July"], ["July", "August"], ordered=True),
            "bucket": ["20Y to 30Y", "10Y to 20Y", "unstated"],
            "segment": ["Nominal from 10Y", "Nominal from 10Y", "Bucket unstated"],
            "cover_ratio": [10.441, 1.748, None],
            "fill_pct": [100.0, 86.45, None],
        }
    )
    figure = buybacks.fill_against_cover(made, "Fill", {"July": "#111111", "August": "#222222"})
    july, august = named(figure, "July"), named(figure, "August")
    assert (list(july.x), list(july.y), july.marker.color) == ([10.44], [100.0], "#111111")
    assert (list(august.x), list(august.y), list(august.marker.symbol)) == ([1.75], [86.45], ["diamond"])
    assert list(august.customdata[0]) == ["2026-09-10", "10Y to 20Y"]


def test_without_figures_each_says_why():
    for figure, words in (
        (buyback_size.use_of_maximum(use().iloc[:0], "Use", START, END), buyback_size.NO_USE),
        (buyback_size.share_of_issuance(pd.DataFrame({"share_pct": [float("nan")]}), "Share"), buyback_size.NO_SHARE),
        (buyback_yields.around_operations(pd.DataFrame(), "Around"), buyback_yields.NOTHING),
    ):
        assert len(figure.data) == 0
        assert figure.layout.annotations[0].text.replace("<br>", " ") == words
