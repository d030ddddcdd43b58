"""Nominal, real and breakeven: levels, breakevens side by side, real yields by tenor, a nominal move in its parts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import Style, lines
from treasury.language import N_, tr

PARTS = {
    "nominal_pct": Style(N_("Nominal"), theme.PART_COLOURS["nominal"]),
    "real_pct": Style(N_("Real"), theme.PART_COLOURS["real"]),
    "breakeven_pct": Style(N_("Breakeven"), theme.PART_COLOURS["breakeven"]),
}
SPLIT = {
    "nominal_bp": Style(N_("Nominal"), theme.PART_COLOURS["nominal"], width=2.6),
    "real_bp": Style(N_("Real"), theme.PART_COLOURS["real"]),
    "breakeven_bp": Style(N_("Breakeven"), theme.PART_COLOURS["breakeven"]),
    "remainder_bp": Style(N_("Remainder"), theme.GREY, "dot"),
}
BREAKEVENS = {
    "T5YIE": Style("5Y", theme.TENOR_COLOURS["5Y"]),
    "T10YIE": Style("10Y", theme.PART_COLOURS["breakeven"]),
    "T5YIFR": Style("5y5y", theme.PART_COLOURS["kim_wright"], "dash"),
}
REAL = {tenor: Style(tenor, theme.TENOR_COLOURS[tenor]) for tenor in ("5Y", "10Y", "30Y")}


@base.kept
def parts_lines(parts: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """A yield and what it is made of, in percent. In: ``nominal_pct``, ``real_pct``, ``breakeven_pct`` (those held)."""
    return lines(parts, PARTS, title, tr("Percent"), marks)


@base.kept
def split_lines(path: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The change since the first day and its parts, in basis points. In: the columns of `levels.nominal_path`."""
    empty = tr("No day in this range has a nominal, a real and a breakeven figure.")
    return lines(path, SPLIT, title, tr("Basis points"), marks, unit="bp", decimals=0, zero=True, empty=empty)


@base.kept
def breakeven_lines(breakevens: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The 5- and 10-year breakeven and the 5-year, 5 years forward, in percent. In: ``T5YIE``, ``T10YIE``, ``T5YIFR``."""
    return lines(breakevens, BREAKEVENS, title, tr("Percent"), marks)


@base.kept
def real_lines(real: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """Real yields of 5, 10 and 30 years, in percent, with the zero line. In: columns are tenors."""
    return lines(real, REAL, title, tr("Percent"), marks, zero=True)
