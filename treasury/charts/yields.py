"""Yields over time: levels, spreads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import Style, lines
from treasury.language import tr

NAMED = ("2s10s", "5s30s", "3m10y", "10s30s", "2s5s10s", "5s10s30s", "2s5s", "2s30s")
SPREAD_COLOURS = dict(zip(NAMED, theme.SERIES, strict=False))  # grey is left to the reader's own


@base.kept
def yield_lines(yields: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a tenor, in percent, with its last value at the right end. In: columns are tenors, dates as index."""
    return lines(yields, _styles(yields, theme.TENOR_COLOURS), title, tr("Percent"), marks)


@base.kept
def spread_lines(spreads: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a spread or butterfly, in basis points, with the zero line. In: columns named 2s10s, 3m10y …"""
    return lines(spreads, _styles(spreads, SPREAD_COLOURS), title, tr("Basis points"), marks, unit="bp", decimals=0, zero=True)


def _styles(frame: pd.DataFrame, colours: Mapping[str, str]) -> dict[str, Style]:
    return {str(name): Style(str(name), colours.get(str(name), theme.GREY)) for name in frame}
