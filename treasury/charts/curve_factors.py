"""Level, slope and curvature: what each does to every tenor, and how far each has gone."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.charts.lines import Style, lines
from treasury.language import N_, tr

COLOURS = {"level": theme.SERIES[0], "slope": theme.SERIES[1], "curvature": theme.SERIES[2]}
NAMES = {"level": N_("Level"), "slope": N_("Slope"), "curvature": N_("Curvature"), "rest": N_("Rest")}
PATHS = {f"{name}_bp": Style(NAMES[name], colour) for name, colour in COLOURS.items()}
PARTS = {**COLOURS, "rest": theme.GREY}


def within(name: str) -> str:
    """The name of a factor within a sentence.

    >>> within("slope")
    'slope'
    """
    return tr(NAMES[name]).lower()


@base.kept
def loading_lines(daily_bp: pd.DataFrame, explained_pct: pd.Series, title: str) -> go.Figure:
    """One line a factor over tenors: the move of each tenor on a usual (one standard deviation) day of that factor.

    In: bp, one row a tenor, columns level, slope, curvature; the share of the variance of each, for the names.
    """
    figure = base.new_figure(title, y_title=tr("bp on a usual day"), dates=False)
    for name in daily_bp:
        label = tr("{name}, {share}", name=tr(NAMES[str(name)]), share=units.percent(explained_pct[name], 1))
        base.add_line(figure, daily_bp[name], label, COLOURS[str(name)], decimals=1, unit="bp", width=2)
    figure.update_traces(mode="lines+markers", marker={"size": 6})
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    figure.update_xaxes(type="category", categoryarray=list(daily_bp.index))
    return figure


def loading_words(daily_bp: pd.DataFrame, explained_pct: pd.Series) -> str:
    """What `loading_lines` shows, for those who cannot see it: each factor's share, and its move at both ends and the middle."""
    said = []
    for name in daily_bp:
        one = daily_bp[name]
        at = (one.index[0], one.index[len(one) // 2], one.index[-1])
        moves, share = tr(", ").join(f"{tenor} {units.bp(one[tenor], 1)}" for tenor in at), units.percent(explained_pct[name], 1)
        said.append(tr("{name} explains {share} ({moves})", name=within(str(name)), share=share, moves=moves))
    return tr("Moves on a usual day: {said}.", said=tr("; ").join(said))


@base.kept
def factor_paths(paths: pd.DataFrame, title: str) -> go.Figure:
    """One line a factor: its scores added up from the first day on, in basis points. In: ``level_bp slope_bp curvature_bp``."""
    return lines(paths, PATHS, title, tr("bp since the start"), unit="bp", decimals=0, zero=True)


@base.kept
def change_parts(parts: pd.DataFrame, title: str) -> go.Figure:
    """One change of the curve by tenor as stacked bars of level, slope, curvature and the rest; a diamond marks the whole.

    In: ``level_bp slope_bp curvature_bp rest_bp change_bp``, one row a tenor.
    """
    if parts.empty:
        return base.empty_figure(tr("Choose two days or more on which every tenor from 2Y to 30Y has a figure."), title)
    figure = base.new_figure(title, y_title=tr("Basis points"), dates=False)
    for name, colour in PARTS.items():
        base.add_bars(figure, parts[f"{name}_bp"], tr(NAMES[name]), colour)
    figure.add_scatter(
        x=list(parts.index),
        y=base.rounded(parts["change_bp"]),
        name=tr("Change"),
        mode="markers",
        marker={"symbol": "diamond", "size": 9, "color": theme.TOTAL, "line": {"width": 1.5, "color": theme.TOTAL_EDGE}},
    )
    figure.update_traces(hovertemplate="%{y:+,.1f} bp<extra>%{fullData.name}</extra>")
    figure.update_layout(barmode="relative", bargap=0.45)
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    figure.update_xaxes(type="category", categoryarray=list(parts.index))
    return figure


def change_words(parts: pd.DataFrame) -> str:
    """What `change_parts` shows, for those who cannot see it: both ends and the 10-year in their parts."""
    said = []
    for tenor in ("2Y", "10Y", "30Y"):
        if tenor in parts.index:
            row = parts.loc[tenor]
            made = tr(", ").join(f"{within(name)} {units.bp(row[f'{name}_bp'])}" for name in PARTS)
            said.append(f"{tenor} {units.bp(row['change_bp'])} = {made}")
    if not said:
        return tr("No change held at every tenor.")
    return tr("From the first to the last day in factors: {said}.", said=tr("; ").join(said))
