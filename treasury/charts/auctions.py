"""Auctions of one exact term over time: measures against their six-auction averages, and who bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import legend_at_foot, panels
from treasury.language import N_, tr

NOTHING = N_("No auction of this term with these figures in this range.")
PANEL_PX = 190
FEW_BARS = 60  # with more, gaps between bars would flicker
BIDDERS = {"indirect": N_("Indirect"), "direct": N_("Direct"), "dealer": N_("Primary dealers")}


@dataclass(frozen=True)
class Panel:
    """One measure: its column, the heading, the unit on the axis and in the hover label, decimals, a zero line or not."""

    column: str
    heading: str
    axis: str
    unit: str
    decimals: int = 1
    zero: bool = False


@base.kept
def against_six(
    made: pd.DataFrame,
    shown: Sequence[Panel],
    title: str,
    start: date,
    end: date,
    *,
    colour: str,
    chosen: pd.Timestamp | None = None,
    marks: Sequence[base.Mark] = (),
) -> go.Figure:
    """A dot an auction and the average of the six before as a line, one panel a measure; the chosen auction has a ring.

    In: rows of `auction_card.cards`, one exact term, oldest first. A panel without any figure is left out, and a column
    without ``six_…`` has no line.
    """
    kept = [panel for panel in shown if len(made) and made[panel.column].notna().any()]
    if not kept:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(title, height=90 + PANEL_PX * len(kept))
    figure.update_layout(hovermode="closest")
    panels(figure, [tr(p.heading) for p in kept], [tr(p.axis) for p in kept], [","] * len(kept))
    for number, panel in enumerate(kept, 1):
        axis = "y" if number == 1 else f"y{number}"
        _average(figure, made, panel, axis, first=not any(trace.legendgroup == "six" for trace in figure.data))
        _dots(figure, made, panel, axis, colour, first=number == 1)
        _ring(figure, made[made["auction_date"].eq(chosen)], panel, axis)
        if panel.zero:
            line = {"color": theme.LINE, "width": 1}
            figure.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=0, y1=0, yref=axis, line=line, layer="below")
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, start, end)
    return figure


def _dots(figure: go.Figure, made: pd.DataFrame, panel: Panel, axis: str, colour: str, *, first: bool) -> None:
    held = made.dropna(subset=[panel.column])
    figure.add_scatter(
        x=base.day_strings(pd.Index(held["auction_date"])),
        y=base.rounded(held[panel.column], 2),
        yaxis=axis,
        name=tr("Auction"),
        legendgroup="auction",
        showlegend=first,
        mode="markers",
        marker={"size": 6, "color": colour},
        hovertemplate=f"%{{x}}<br>{base.plain(tr(panel.heading))} %{{y:,.{panel.decimals}f}} {tr(panel.unit)}<extra></extra>",
    )


def _average(figure: go.Figure, made: pd.DataFrame, panel: Panel, axis: str, *, first: bool) -> None:
    column = f"six_{panel.column}"
    if column not in made or made[column].isna().all():
        return
    words = tr("six before, mean")
    figure.add_scatter(
        x=base.day_strings(pd.Index(made["auction_date"])),
        y=base.rounded(made[column], 2),
        yaxis=axis,
        name=tr("Six before, mean"),
        legendgroup="six",
        showlegend=first,
        mode="lines",
        line={"color": theme.GREY, "width": 1.6},
        hovertemplate=f"%{{x}}<br>{words} %{{y:,.{panel.decimals}f}} {tr(panel.unit)}<extra></extra>",
    )


def _ring(figure: go.Figure, chosen: pd.DataFrame, panel: Panel, axis: str) -> None:
    figure.add_scatter(
        x=base.day_strings(pd.Index(chosen["auction_date"])),
        y=base.rounded(chosen[panel.column], 2),
        yaxis=axis,
        name=tr("This auction"),
        showlegend=False,
        mode="markers",
        marker={"symbol": "circle-open", "size": 13, "color": theme.DIRECTION["up"], "line": {"width": 2}},
        hoverinfo="skip",
    )


@base.kept
def bidder_bars(
    made: pd.DataFrame, title: str, start: date, end: date, *, subtitle: str = "", marks: Sequence[base.Mark] = ()
) -> go.Figure:
    """Who bought, as shares of the competitive amount accepted that add up to 100: one bar an auction.

    In: rows of `auction_card.cards`, one exact term, oldest first.
    """
    held = made.dropna(subset=["dealer_share_pct"]) if len(made) else made
    if held.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(title, y_title=tr("Percent"), subtitle=subtitle, height=360)
    figure.update_layout(barmode="stack", bargap=0.15 if len(held) <= FEW_BARS else 0)
    figure.update_yaxes(range=[0, 100])
    days = base.day_strings(pd.Index(held["auction_date"]))
    for who, name in BIDDERS.items():
        figure.add_bar(
            x=days,
            y=base.rounded(held[f"{who}_share_pct"], 2),
            name=tr(name),
            marker={"color": theme.BIDDER_COLOURS[who], "line": {"width": 0}},
            hovertemplate=f"%{{y:.1f}} %<extra>{base.plain(tr(name))}</extra>",
        )
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, start, end)
    return figure
