"""Buttons above lines over days that show the last month, year … of what is drawn. The browser does it alone.

They are an aid to look, no control: what a link, the CSV and the alt text say is the whole range of the page's own control.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.end_labels import EndLabel, end_shifts
from treasury.language import N_, tr

SPANS = {
    "1M": pd.DateOffset(months=1),
    "3M": pd.DateOffset(months=3),
    "6M": pd.DateOffset(months=6),
    "1Y": pd.DateOffset(years=1),
    "5Y": pd.DateOffset(years=5),
    "10Y": pd.DateOffset(years=10),
}
EVERYTHING = N_("Max")
BUTTONS_PX = 34
_MOST = 5  # beside "Max": they fit a phone in one line
_LEAST_ROWS = 5  # in the window, or there is nothing to see: figures by month
_SHORTER = 0.8  # of the whole at most
_ROOM = 0.05  # above and below the lines
BEHIND = "rgba(128, 140, 155, 0.1)"
TEXT = "#75808d"  # to be read on both backgrounds, and on the near-white that plotly gives a button under the mouse


def add_buttons(figure: go.Figure, drawn: pd.DataFrame, ends: Sequence[EndLabel], above: int = 0) -> None:
    """Adds a button for each span that is well shorter than what is drawn, and one back to all of it; none where there is no
    shorter one. The axis of values follows, which it does not where a reader zooms by hand, and so do the labels at the ends.

    In: dates as index, ascending, as drawn; the labels that `label_ends` put last among the annotations; the pixels that
    key dates take above the plot.
    """
    windows = spans(pd.DatetimeIndex(drawn.index))
    if not windows:
        return
    layout = figure.layout
    notes = range(len(layout.annotations) - len(ends), len(layout.annotations))
    fixed = layout.yaxis.range  # of values that have bounds, such as a correlation's: the same in every window
    everything = {"xaxis.range": list(layout.xaxis.range), **({} if fixed else {"yaxis.autorange": True})}
    everything |= {f"annotations[{at}].yshift": layout.annotations[at].yshift for at in notes}
    views = {label: _view(drawn.loc[start:], ends, notes, base.plot_px(figure), fixed) for label, start in windows.items()}
    menu = {
        "type": "buttons",
        "direction": "right",
        "buttons": [
            {"label": label, "method": "relayout", "args": [view]}
            for label, view in {**views, tr(EVERYTHING): everything}.items()
        ],
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": above + 2},  # in pixels, which stay right in full screen
        "font": {"size": 11, "color": TEXT},
        "bgcolor": BEHIND,
        "bordercolor": theme.FAINT_LINE,
    }
    figure.update_layout(updatemenus=[menu], height=layout.height + BUTTONS_PX, margin={"t": layout.margin.t + BUTTONS_PX})


def spans(days: pd.DatetimeIndex) -> dict[str, pd.Timestamp]:
    """The first day of each span up to the last day that is worth a button, the longest few."""
    starts = {label: days[-1] - offset for label, offset in SPANS.items()}
    worth = {
        label: start
        for label, start in starts.items()
        if days[-1] - start <= _SHORTER * (days[-1] - days[0]) and (days >= start).sum() >= _LEAST_ROWS
    }
    return dict(list(worth.items())[-_MOST:])


def _view(
    shown: pd.DataFrame, ends: Sequence[EndLabel], notes: Sequence[int], plot: float, fixed: Sequence[float] | None
) -> dict[str, Any]:
    """What plotly is to set for a window: its days, its values with some room, its labels pushed apart anew."""
    made: dict[str, Any] = {"xaxis.range": base.days_range(shown.index[0].date(), shown.index[-1].date())}
    if fixed:
        return made
    low, high = float(shown.min(axis=None)), float(shown.max(axis=None))
    room = ((high - low) or abs(high) or 1.0) * _ROOM
    made["yaxis.range"] = [round(low - room, 4), round(high + room, 4)]
    shifts = end_shifts(ends, low, high, plot)
    return made | {f"annotations[{at}].yshift": shift for at, shift in zip(notes, shifts, strict=True)}
