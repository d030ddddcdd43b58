"""Yields over time: levels, spreads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme

SPREAD_COLOURS = dict(zip(("2s10s", "5s30s", "3m10y", "10s30s", "2s5s10s", "5s10s30s"), theme.SERIES, strict=False))


def yield_lines(yields: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a tenor, in percent, with its last value at the right end. In: columns are tenors, dates as index."""
    return _lines(yields, title, "Percent", "%", 2, theme.TENOR_COLOURS, marks)


def spread_lines(spreads: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a spread or butterfly, in basis points, with the zero line. In: columns named 2s10s, 3m10y …"""
    figure = _lines(spreads, title, "Basis points", "bp", 0, SPREAD_COLOURS, marks)
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    return figure


def _lines(
    frame: pd.DataFrame,
    title: str,
    y_title: str,
    unit: str,
    decimals: int,
    colours: Mapping[str, str],
    marks: Sequence[base.Mark],
) -> go.Figure:
    drawn = frame.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure("No figure in this range.", title)
    figure = base.new_figure(title, y_title=y_title)
    base.add_lines(figure, drawn, colours, decimals=decimals, unit=unit)
    first, last = drawn.index[0].date(), drawn.index[-1].date()
    base.add_key_dates(figure, marks, first, last)
    ends = []
    for name in drawn:
        value = float(drawn[name].dropna().iloc[-1])
        ends.append(base.EndLabel(value, f"{name} {value:,.{decimals}f}", colours.get(str(name), theme.GREY)))
    base.label_ends(figure, last, ends, float(drawn.min(axis=None)), float(drawn.max(axis=None)))
    return figure
