"""The curve on several days: par yields with their differences, zeros and forwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.language import tr, trn
from treasury.tenors import TENOR_YEARS

# On the tenor axis; the points between them have no room on a phone.
NAMED_TENORS = ("1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
YEARS = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30)
HOVER = "<extra>%{fullData.name}</extra>"


@base.kept
def curve_overlay(rows: pd.DataFrame, title: str) -> go.Figure:
    """The par yields of several days over each other, and below them their differences from the first of these days.

    In: percent, one row a day, ascending; one column a tenor, in order. A day without a figure at a tenor has no point there.
    """
    drawn = rows.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr("No curve is held on these days."), title)
    several = len(drawn) > 1
    figure = base.new_figure(title, y_title=tr("Percent"), dates=False, y_format=".1f", height=500 if several else 380)
    for number, (day, yields) in enumerate(drawn.iterrows()):
        figure.add_scatter(
            x=list(drawn.columns),
            y=base.rounded(yields),
            name=units.day(_date(day)),
            mode="lines+markers",
            line={"color": day_colour(number), "width": 2, "dash": "dot" if several and not number else "solid"},
            marker={"size": 6},
            connectgaps=True,
            hovertemplate="%{y:.2f} %" + HOVER,
        )
        if number:
            moved = ((yields - drawn.iloc[0]) * 100).round(6)
            base.add_bars(figure, moved, units.day(_date(day)), day_colour(number), yaxis="y2", showlegend=False)
            figure.data[-1].hovertemplate = "%{y:+,.0f} bp" + HOVER
    if several:
        difference_panel(figure, tr("bp from {day}", day=units.day(_date(drawn.index[0]))))
    tenor_axis(figure, list(drawn.columns))
    return figure


def overlay_words(rows: pd.DataFrame) -> str:
    """What `curve_overlay` shows, for those who cannot see it: the last day against the first, at the named tenors."""
    drawn = rows.dropna(how="all")
    if drawn.empty:
        return tr("No curve is held on these days.")
    first, last = drawn.iloc[0], drawn.iloc[-1]
    named = [tenor for tenor in ("3M", *NAMED_TENORS[3:]) if tenor in drawn and last[tenor] == last[tenor]]
    day = units.day(_date(drawn.index[-1]))
    if len(drawn) == 1:
        levels = tr(", ").join(f"{tenor} {units.percent(last[tenor])}" for tenor in named)
        return tr("Par yields on {day}: {levels}.", day=day, levels=levels)
    moved = []
    for tenor in named:
        change = units.bp((last[tenor] - first[tenor]) * 100)
        moved.append(tr("{name} {level} ({change})", name=tenor, level=units.percent(last[tenor]), change=change))
    others = len(drawn) - 2
    more = trn(" {count} more day is drawn.", " {count} more days are drawn.", others, count=others) if others > 0 else ""
    return tr(
        "Par yields on {day}, with the change since {start}: {moved}.{more}",
        day=day,
        start=units.day(_date(drawn.index[0])),
        moved=tr(", ").join(moved),
        more=more,
    )


@base.kept
def term_lines(lines: pd.DataFrame, title: str, x_title: str, points: pd.DataFrame | None = None) -> go.Figure:
    """One line a day over years: zeros, forwards or par yields of the fitted curve, in percent.

    In: years as index, one column a day, ascending. ``points``: published par yields to mark, one row a day, tenors as columns.
    """
    drawn = lines.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr("No curve is held on these days."), title)
    figure = base.new_figure(title, y_title=tr("Percent"), x_title=x_title, dates=False, y_format=".1f")
    for number, day in enumerate(drawn):
        name, colour = units.day(_date(day)), day_colour(number)
        dash = "dot" if number == 0 and drawn.shape[1] > 1 else "solid"
        base.add_line(figure, drawn[day].dropna(), name, colour, decimals=4, width=2, dash=dash, legendgroup=name)
        figure.data[-1].hovertemplate = "%{y:.2f} %" + HOVER
        if points is not None:
            held = points.loc[day].dropna()
            years = [TENOR_YEARS[str(tenor)] for tenor in held.index]
            figure.add_scatter(
                x=years,
                y=base.rounded(held),
                name=name,
                mode="markers",
                marker={"size": 6, "color": colour},
                legendgroup=name,
                showlegend=False,
                hoverinfo="skip",
            )
    last = float(drawn.index[-1])
    figure.update_xaxes(range=[0, last * 1.01], tickvals=[year for year in YEARS if year <= last])
    figure.update_xaxes(unifiedhovertitle={"text": tr("%{x:.2f} years")})
    return figure


def term_words(lines: pd.DataFrame, what: str, *, ahead: bool = False) -> str:
    """What `term_lines` shows, for those who cannot see it: each day at a few maturities, and the highest point.

    ``what`` is the measure; ``ahead`` where the x-axis counts the years until something begins.
    """
    said = []
    for day in lines:
        kept = lines[day].dropna()
        if len(kept):
            at = [_point(kept[year], f"{year:.0f}", ahead) for year in (2.0, 5.0, 10.0, 20.0) if year in kept.index]
            top = tr("highest {point}", point=_point(kept.max(), units.number(kept.idxmax(), 1), ahead))
            said.append(tr("{day}: {points}", day=units.day(_date(day)), points=tr(", ").join([*at, top])))
    if not said:
        return tr("{what}: no curve is held on these days.", what=what)
    return tr("{what}. {said}.", what=what, said=tr("; ").join(said))


def _point(level: float, years: str, ahead: bool) -> str:
    if ahead:
        return tr("{level} in {years} years", level=units.percent(level), years=years)
    return tr("{level} at {years} years", level=units.percent(level), years=years)


def day_colour(number: int) -> str:
    """The colour of the n-th day chosen; the first, which the others are measured from, is grey."""
    return theme.GREY if number == 0 else theme.SERIES[(number - 1) % (len(theme.SERIES) - 1)]


def difference_panel(figure: go.Figure, title: str) -> None:
    """Makes room below the curve for bars on the axis ``y2``; ``title`` says what they are measured from."""
    figure.update_layout(
        yaxis={"domain": [0.42, 1]},
        yaxis2={"domain": [0, 0.32], "title": {"text": base.plain(title), "standoff": 8}, "tickformat": ",", "nticks": 5},
        bargap=0.25,
    )
    figure.add_hline(y=0, yref="y2", line_color=theme.LINE, line_width=1)
    figure.update_xaxes(anchor="y2")


def tenor_axis(figure: go.Figure, tenors: Sequence[str]) -> None:
    """Tenors at even steps on the x-axis, the main ones named."""
    shown = [tenor for tenor in tenors if tenor in NAMED_TENORS]
    figure.update_xaxes(type="category", categoryarray=list(tenors), tickvals=shown, tickangle=0, range=[-0.5, len(tenors) - 0.5])


def _date(day: object) -> date:
    made: date = pd.Timestamp(day).date()
    return made
