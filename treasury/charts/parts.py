"""Parts of the supply figures: bars that stand for periods, panels above each other, spans without figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from treasury.charts import base, theme
from treasury.language import ENGLISH, JAPANESE, N_, current, tr

BN = 1e9
MS_A_DAY = 86_400_000
BAR_SHARE = 0.78  # of its period
MANY_DOTS = 60  # from here on they are smaller, so that the bars stay in sight
PALE = 0.45  # what is partial or rebuilt
# Bars stand in the middle of their period, so that the day they stand on lies in the period that the hover box names.
_PERIOD_HOVERS = {
    ENGLISH: {"week": "%Y-W%V", "month": "%b %Y", "quarter": "Q%q %Y", "year": "%Y", "fiscal_year": "FY%Y"},
    JAPANESE: {
        "week": "%Y年第%V週",
        "month": "%Y年%-m月",
        "quarter": "%Y年第%q四半期",
        "year": "%Y年",
        "fiscal_year": "%Y会計年度",
    },
}
LEAST_WORDS_PX = 8  # of a span on a phone; in a narrower one the words of two would lie upon each other
PANEL_TITLE_PX, PANEL_GAP_PX = 22, 12


@dataclass(frozen=True)
class Span:
    """Days to shade, both inclusive, and what to say in the shade."""

    start: date
    end: date
    text: str


def period_hover(period: str) -> str:
    """How the hover box writes a period: a d3 time format in the reader's language."""
    return _PERIOD_HOVERS.get(current(), _PERIOD_HOVERS[ENGLISH])[period]


def period_bars(
    figure: go.Figure,
    frame: pd.DataFrame,
    amounts: pd.Series,
    name: str,
    colour: str,
    *,
    pale: pd.Series | None = None,
    hatched: bool = False,
    decimals: int = 1,
    unit: str = N_("bn"),
    **more: Any,
) -> None:
    """Adds one bar a period, as wide as the period. In: ``period_start``, ``period_end``; ``amounts`` already scaled.

    The name of a class and the unit are given in English.
    """
    name = base.plain(tr(name))
    shade = 1.0 if pale is None else [PALE if one else 1.0 for one in pale]
    figure.add_bar(
        x=middles(frame),
        y=base.rounded(amounts, 2 if decimals < 3 else decimals),
        width=[int((days + 1) * MS_A_DAY * BAR_SHARE) for days in (frame["period_end"] - frame["period_start"]).dt.days],
        name=name,
        marker={
            "color": colour,
            "opacity": shade,
            "line": {"width": 0},
            "pattern": {"shape": "/" if hatched else "", "size": 5, "solidity": 0.25},
        },
        hovertemplate=f"%{{y:,.{decimals}f}} {tr(unit)}<extra>{name}</extra>",
        **more,
    )


def period_dots(
    figure: go.Figure, frame: pd.DataFrame, amounts: pd.Series, name: str, *, decimals: int = 1, unit: str = N_("bn")
) -> None:
    """Adds one dot a period, for a total over bars."""
    figure.add_scatter(
        x=middles(frame),
        y=base.rounded(amounts, max(decimals, 2)),
        name=base.plain(name),
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 7 if len(frame) <= MANY_DOTS else 4,
            "color": theme.TOTAL,
            "line": {"width": 1, "color": theme.TOTAL_EDGE},
        },
        hovertemplate=f"%{{y:,.{decimals}f}} {tr(unit)}<extra>{base.plain(name)}</extra>",
    )


def middles(frame: pd.DataFrame) -> NDArray[Any]:
    """The day in the middle of each period."""
    return base.day_strings(pd.Index(frame["period_start"] + (frame["period_end"] - frame["period_start"]) // 2))


def add_span(figure: go.Figure, span: Span, start: date, end: date, *, in_legend: bool = False) -> None:
    """Shades the days of a span that lie within the axis, and says why.

    The words stand in the shade, upright where they would not fit a phone; or in the legend, where bars would cover them.
    """
    first, last = max(span.start, start), min(span.end, end)
    if last < first:
        return
    edge = {"color": theme.LINE, "width": 1, "dash": "dot"}
    edges = {"x0": first.isoformat(), "x1": last.isoformat(), "y0": 0, "y1": 1, "yref": "paper"}
    figure.add_shape(type="rect", **edges, fillcolor=theme.BAND, line=edge, layer="below")
    if in_legend:
        if any(trace.name == base.plain(span.text) for trace in figure.data):
            return
        square = {"symbol": "square", "size": 11, "color": theme.BAND, "line": {"color": theme.LINE, "width": 1}}
        figure.add_scatter(x=[None], y=[None], name=base.plain(span.text), mode="markers", marker=square)
        return
    width = (last - first).days / max((end - start).days, 1) * base.PHONE_PX
    if width < LEAST_WORDS_PX:
        return
    upright = width < 6.5 * max(_ems(line) for line in span.text.split("\n"))
    words = span.text.replace("\n", " ") if upright else span.text
    figure.add_annotation(
        x=(first + (last - first) / 2).isoformat(),
        y=0.95,
        yref="paper",
        yanchor="top",
        text="<br>".join(base.plain(line) for line in words.split("\n")),
        textangle=-90 if upright else 0,
        showarrow=False,
        font={"size": 11, "color": theme.GREY},
    )


def _ems(text: str) -> int:
    """How wide a text is, in signs of our alphabet; those of Asia count twice."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def legend_at_foot(figure: go.Figure) -> None:
    """Puts the legend at the foot of the figure, where it pushes the plot up however many lines it takes on a phone."""
    figure.update_layout(legend={"yref": "container", "y": 0, "yanchor": "bottom"})


def panels(figure: go.Figure, titles: Sequence[str], units: Sequence[str], formats: Sequence[str]) -> None:
    """Divides the plot into panels above each other over one x-axis; the traces of panel n name yaxis ``y`` or ``yn``."""
    layout = figure.layout
    plot = layout.height - layout.margin.t - layout.margin.b
    slot = 1 / len(titles)
    title, gap = PANEL_TITLE_PX / plot, PANEL_GAP_PX / plot
    for number, (heading, unit, form) in enumerate(zip(titles, units, formats, strict=True), 1):
        top = 1 - (number - 1) * slot
        bottom = top - slot + gap if number < len(titles) else 0.0
        axis = {"domain": [bottom, top - title], "title": {"text": base.plain(unit), "standoff": 8}, "tickformat": form}
        figure.update_layout({"yaxis" if number == 1 else f"yaxis{number}": axis})
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=top,
            yref="paper",
            yanchor="top",
            text=f"<b>{base.plain(heading)}</b>",
            showarrow=False,
            font={"size": 12},
        )
    figure.update_layout(xaxis={"anchor": f"y{len(titles)}"}, hoversubplots="axis")


def period_figure(title: str, y_title: str, period: str, subtitle: str, height: int = base.HEIGHT) -> go.Figure:
    """An empty figure for bars by period, stacked up and down."""
    figure = base.new_figure(title, y_title=y_title, subtitle=subtitle, height=height)
    figure.update_layout(barmode="relative", bargap=0)
    figure.update_xaxes(hoverformat=period_hover(period))
    return figure


def period_finished(
    figure: go.Figure, frame: pd.DataFrame, marks: Sequence[base.Mark], spans: Sequence[Span], zero: str = "y"
) -> go.Figure:
    """Its legend, what is shaded, the line at zero (of the axis ``zero``) and the key dates."""
    legend_at_foot(figure)
    first, last = frame["period_start"].min().date(), frame["period_end"].max().date()
    for span in spans:
        add_span(figure, span, first, last, in_legend=True)
    line = {"color": theme.LINE, "width": 1}
    figure.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=0, y1=0, yref=zero, line=line)
    base.add_key_dates(figure, marks, first, last)
    return figure
