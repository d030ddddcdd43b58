"""Figures of sell-offs from ready frames: stems, bars, correlations, parts of the stress index."""

from __future__ import annotations

import numpy as np
import pandas as pd

from treasury.charts import base, stress, theme

SPAN = (pd.Timestamp("2025-04-01"), pd.Timestamp("2025-05-30"))
STOCKS = ("sp500_pct", "S&P 500", "%")


def days() -> pd.DataFrame:
    index = pd.to_datetime(["2025-04-10", "2025-04-21"])
    return pd.DataFrame({"yield_bp": [6.0, 8.0], "dollar_pct": [-1.2, -0.66], "sp500_pct": [-3.46, -2.36]}, index=index)


def test_a_stem_a_day_as_high_as_the_rise() -> None:
    figure = stress.triple_stems(days(), STOCKS, "Two days", SPAN)
    stems, dots = figure.data
    assert list(stems.y) == [0.0, 6.0, None, 0.0, 8.0, None]
    assert list(dots.x) == ["2025-04-10", "2025-04-21"]
    assert dots.customdata[0] == [-1.2, -3.46]
    assert "S&amp;P 500" in dots.hovertemplate
    assert figure.layout.xaxis.range[1].startswith("2025-05-30")


def test_without_a_day_the_figure_says_so() -> None:
    figure = stress.triple_stems(days().iloc[:0], STOCKS, "None", SPAN)
    assert not figure.data
    assert "beyond all three" in figure.layout.annotations[0].text


def test_the_year_that_is_not_over_is_pale() -> None:
    years = pd.DataFrame(
        {
            "period": ["2025", "2026"],
            "last_day": pd.to_datetime(["2025-12-31", "2026-08-14"]),
            "share_pct": [2.8, 0.6],
            "chance_share_pct": [3.2, 2.2],
            "both": [7, 1],
            "moves": [250, 155],
        }
    )
    bars, chance = stress.rarity_bars(years, "Rare", "day").data
    assert list(bars.marker.opacity) == [1.0, stress.PALE]
    assert list(chance.y) == [3.2, 2.2]
    assert not stress.rarity_bars(years.iloc[:0], "Rare", "days").data


def test_the_ends_of_correlations_are_figures_and_the_legend_has_the_names() -> None:
    index = pd.date_range("2025-04-01", periods=3)
    frame = pd.DataFrame({"dollar": [0.1, 0.2, 0.14], "stocks": [0.3, -0.2, 0.15]}, index=index)
    figure = stress.correlation_lines(frame, "S&P 500", "Correlations")
    assert {note.text for note in figure.layout.annotations} == {"0.14", "0.15"}
    assert [trace.name for trace in figure.data] == ["Yield and dollar", "Yield and S&amp;P 500"]
    assert figure.layout.showlegend
    assert tuple(figure.layout.yaxis.range) == (-1.02, 1.02)


def test_parts_are_stacked_above_and_below_zero_and_add_up_to_the_index() -> None:
    index = pd.date_range("2025-04-01", periods=4)
    parts = dict.fromkeys(stress.CATEGORIES, np.array([0.5, -0.2, 0.1, np.nan]))
    frame = pd.DataFrame({"fsi": [2.5, -1.0, 0.5, 0.7], **parts}, index=index)
    figure = stress.stress_parts(frame, stress.CATEGORIES, "Stress")
    stacked = [trace for trace in figure.data if trace.stackgroup]
    totals = np.sum([trace.y for trace in stacked], axis=0)
    assert np.allclose(totals, [2.5, -1.0, 0.5])  # the day without parts shows the index alone
    (whole,) = [trace for trace in figure.data if trace.name == "Index"]
    assert list(whole.y) == [2.5, -1.0, 0.5, 0.7]
    assert whole.line.color == theme.TOTAL
    assert sum(bool(trace.showlegend) for trace in stacked) == len(stress.CATEGORIES)
    assert base.payload_bytes(figure) < base.BUDGET_BYTES


def test_long_names_of_correlations_stand_in_the_legend_and_leave_the_plot_its_width() -> None:
    days = pd.date_range("2026-08-10", periods=5)
    frame = pd.DataFrame({"dollar": [0.1, 0.12, 0.2, 0.15, 0.14], "stocks": [-0.2, 0.0, 0.1, 0.2, 0.15]}, index=days)
    sent = stress.correlation_lines(frame, "OFR equity valuation", "Correlations").to_dict()
    assert [note["text"] for note in sent["layout"]["annotations"]] == ["0.14", "0.15"]
    assert sent["layout"]["showlegend"]
    assert sent["layout"]["yaxis"]["range"] == [-1.02, 1.02]


def test_the_whole_history_is_drawn_with_fewer_days_and_every_extreme() -> None:
    parts = {"credit": "Credit", "funding": "Funding"}
    index = pd.date_range("2000-01-03", periods=6_700, freq="B")
    steps = np.random.default_rng(3).normal(0, 0.1, (len(index), 3))
    history = pd.DataFrame(steps.cumsum(axis=0), index=index, columns=["fsi", *parts])
    line = stress.stress_parts(history, parts, "Whole").data[-1]
    assert len(line.x) <= base.POINTS // 6
    assert (line.x[0], line.x[-1]) == ("2000-01-03", history.index[-1].date().isoformat())
    assert max(line.y) == round(history["fsi"].max(), 3)
    shown = {row[1] for row in line.customdata}
    assert {round(history["funding"].max(), 2), round(history["funding"].min(), 2)} <= shown
