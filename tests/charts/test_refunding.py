"""Figures of refundings from ready frames."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.charts import refunding
from treasury.charts.parts import PALE

DAY = pd.to_datetime
START, END = date(2025, 8, 1), date(2025, 9, 1)


def sizes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": DAY(["2025-08-01", "2025-09-01", "2025-08-01"]),
            "tenor": ["10Y", "10Y", "FRN"],
            "statement_date": DAY(["2025-07-30"] * 3),
            "announced_usd": [42e9, 39e9, 28e9],
            "offered_usd": [42e9, float("nan"), 27e9],
            "standing": ["as announced", "no auction held", "differs"],
        }
    )


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_offered_is_a_step_line_and_announced_a_circle_or_a_cross() -> None:
    figure = refunding.sizes(sizes(), "Sizes", START, END)
    ten = named(figure, "10Y")
    assert ten.line.shape == "hv"
    assert list(ten.y) == [42.0, None]
    assert list(named(figure, "10Y announced").y) == [42.0, 39.0]
    assert list(named(figure, "10Y announced").marker.symbol) == ["circle-open", "circle-open"]
    assert list(named(figure, "FRN announced").marker.symbol) == ["x"]
    assert named(figure, "FRN").line.dash == "dot"


def test_nothing_to_draw_is_said() -> None:
    assert refunding.NO_SIZE.split()[0] in refunding.sizes(sizes().iloc[:0], "Sizes", START, END).layout.annotations[0].text
    empty = refunding.buyback_use(use().iloc[:0], "Use")
    assert "No refunding quarter" in empty.layout.annotations[0].text


def use() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quarter": ["May-Jul 2025", "May-Jul 2025", "Aug-Oct 2025", "Aug-Oct 2025"],
            "operation_type": ["Liquidity Support", "Cash Management"] * 2,
            "stated_maximum_usd": [30e9, 20e9, 38e9, 0.0],
            "accepted_usd": [21.862e9, 20e9, 21.989e9, float("nan")],
            "held_in_full": [True, True, False, False],
        }
    )


def test_bars_of_incomplete_quarters_are_pale_and_a_maximum_of_zero_is_not_drawn() -> None:
    figure = refunding.buyback_use(use(), "Use")
    bought = named(figure, "Liquidity Support, bought back")
    assert list(bought.marker.opacity) == [1.0, PALE]
    assert list(bought.y) == [21.862, 21.989]
    assert list(named(figure, "Liquidity Support, most stated").y) == [30.0, 38.0]
    assert list(named(figure, "Cash Management, most stated").y) == [20.0]
    assert list(figure.layout.xaxis.categoryarray) == ["May-Jul<br>2025", "Aug-Oct<br>2025"]
