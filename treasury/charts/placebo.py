"""How an event's change stands among the same changes around every other date: a histogram with the event marked."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.language import tr

TAIL, BODY = 0.95, 0.4  # opacity of the bars at least as far out as the event's own change, and of the others


@base.kept
def histogram(bars: pd.DataFrame, change: float, title: str, event: str) -> go.Figure:
    """One bar a range of changes, as high as the number of other dates in it; the event's own change is a line with its value.

    In: ``from to count`` in bp, ascending (`placebo.bars`); the event's change in bp, missing or not; its short name. Bars at
    least as far out as the event's own are stronger.
    """
    if bars.empty:
        return base.empty_figure(tr("There is no other date to compare with."), title)
    figure = base.new_figure(title, x_title=tr("Basis points"), y_title=tr("Other dates"), dates=False, legend=False, height=320)
    middle = (bars["from"] + bars["to"]) / 2
    out = (bars["to"] > change) if change >= 0 else (bars["from"] < change)
    figure.add_bar(
        x=middle.round(4).tolist(),
        y=bars["count"].tolist(),
        width=float(bars["to"].iloc[0] - bars["from"].iloc[0]) * 0.9,
        customdata=[
            tr("{low:+,g} to {high:+,g} bp", low=low, high=high) for low, high in zip(bars["from"], bars["to"], strict=True)
        ],
        marker={
            "color": theme.DIRECTION["up" if change >= 0 else "down"],
            "opacity": [TAIL if one else BODY for one in out],
        },
        hovertemplate=tr("%{customdata}: %{y:,} dates<extra></extra>"),
    )
    figure.update_layout(hovermode="closest", bargap=0)
    if pd.notna(change):
        left, right = float(bars["from"].iloc[0]), float(bars["to"].iloc[-1])
        figure.add_vline(x=change, line={"color": theme.LINE, "width": 2})
        figure.add_annotation(
            x=change,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if change > (left + right) / 2 else "left",
            text=f"<b>{base.plain(event)} {units.bp(change)}</b>",
            showarrow=False,
            font={"size": 12},
        )
        figure.update_layout(margin={"t": figure.layout.margin.t + 18})
    return figure


def words(bars: pd.DataFrame, sentence: str) -> str:
    """What `histogram` shows, for those who cannot see it: the finding, and where most other dates lie."""
    if bars.empty:
        return tr("{sentence} There is no other date to compare with: 0 dates.", sentence=sentence)
    middles = (bars["from"] + bars["to"]) / 2
    most_often, held = middles[bars["count"].idxmax()], middles[bars["count"] > 0]
    return tr(
        "{sentence} The other dates lie between {low} and {high}, most often around {most_often}.",
        sentence=sentence,
        low=units.bp(held.min()),
        high=units.bp(held.max()),
        most_often=units.bp(most_often),
    )
