"""Names and last values at the right ends of lines, pushed apart where they would overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from treasury.charts import base

LABEL_PX = 15


@dataclass(frozen=True)
class EndLabel:
    """What to write behind the last point of a line."""

    value: float
    text: str
    colour: str


def label_ends(figure: go.Figure, last_x: date | float, labels: Sequence[EndLabel], low: float, high: float) -> None:
    """Writes each line's name and last value at its right end, pushed apart where they would overlap; hides the legend.

    ``low`` and ``high`` are the smallest and largest value drawn, from which the distance of two labels follows.
    """
    if not labels:
        return
    layout, order = figure.layout, sorted(labels, key=lambda item: item.value)
    notes = [
        {
            "x": last_x.isoformat() if isinstance(last_x, date) else last_x,
            "y": item.value,
            "xanchor": "left",
            "xshift": 5,
            "yshift": shift,
            "text": base.plain(item.text),
            "showarrow": False,
            "font": {"size": 12, "color": item.colour},
        }
        for item, shift in zip(order, end_shifts(labels, low, high, base.plot_px(figure)), strict=True)
    ]
    widest = max(base.text_px(item.text, 7) for item in order)
    # All at once: plotly checks every annotation again for each that is added alone.
    figure.update_layout(annotations=[*layout.annotations, *notes], showlegend=False, margin={"r": 10 + widest})


def end_shifts(labels: Sequence[EndLabel], low: float, high: float, plot: float) -> list[int]:
    """By how many pixels each label stands above the end of its line, by value ascending, in a plot of so many pixels."""
    px = plot * 0.9 / ((high - low) or 1.0)
    wanted = [(item.value - low) * px for item in sorted(labels, key=lambda item: item.value)]
    return [round(at - want) for at, want in zip(_pushed_apart(wanted, plot), wanted, strict=True)]


def _pushed_apart(wanted: Sequence[float], room: float) -> list[float]:
    """The nearest heights, ascending, with at least a label's height between neighbours and none above the top."""
    placed: list[float] = []
    for height in wanted:
        placed.append(max(height, placed[-1] + LABEL_PX) if placed else height)
    top = max([room, *wanted[-1:]])
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = min(placed[i], top)
        top = placed[i] - LABEL_PX
    return placed
