"""Realised volatility by tenor, and one of them beside an index that the reader brings along."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import Style, lines, with_breaks
from treasury.language import N_, tr

UNIT = N_("Basis points a year")
MOVE_AXIS = N_("MOVE (your file)")
MOVE_COLOUR = theme.PART_COLOURS["stress"]


@base.kept
def volatility_lines(volatility: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a tenor, in basis points a year. In: columns are tenors, dates as index."""
    styles = {str(tenor): Style(str(tenor), theme.tenor_colour(str(tenor))) for tenor in volatility}
    return lines(volatility, styles, title, tr(UNIT), marks, unit="bp", decimals=0)


@base.kept
def beside_move(volatility: pd.Series, move: pd.Series, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One tenor's realised volatility on the left axis, the reader's index on an axis of its own at the right.

    In: basis points a year; index points; dates as index. Empty when the file has no day in the range.
    """
    ours, theirs = volatility.dropna(), move.dropna()
    if ours.empty or theirs.empty:
        return base.empty_figure(tr("No day of your file lies in this range."), title)
    name, file = tr("{tenor} realised", tenor=volatility.name), tr(MOVE_AXIS)
    figure = base.new_figure(title, y_title=tr(UNIT))
    base.add_line(
        figure, with_breaks(ours), name, theme.tenor_colour(str(volatility.name)), decimals=0, unit="bp", most=base.POINTS // 2
    )
    base.add_line(figure, with_breaks(theirs), file, MOVE_COLOUR, decimals=1, dash="dot", most=base.POINTS // 2, yaxis="y2")
    axis = {
        "title": {"text": file, "standoff": 8},
        "overlaying": "y",
        "side": "right",
        "showgrid": False,
        "tickmode": "auto",
    }
    figure.update_layout(yaxis2=axis | {"tickmode": "auto"}, margin={"r": 60})  # not at the left axis' odd fractions
    base.add_key_dates(figure, marks, min(ours.index[0], theirs.index[0]).date(), max(ours.index[-1], theirs.index[-1]).date())
    return figure
