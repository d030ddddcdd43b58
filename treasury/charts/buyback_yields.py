"""The yield of a bucket around the operations in it: change by session, and its place among all other dates."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import panels
from treasury.language import N_, tr

NOTHING = N_("No operation of this choice has a yield around it.")
SHADE_OPACITY = 0.22


@base.kept
def around_operations(summed: pd.DataFrame, title: str, *, subtitle: str = "") -> go.Figure:
    """Mean change with the middle half of the operations above; mean percentile with its usual range below.

    In: the frame of `buyback_reactions.summed_up`. The last value before the operation, session -1, is 0 by definition.
    """
    if summed.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(
        title, x_title=tr("Session; 0 is the day of the operation"), subtitle=subtitle, height=520, dates=False
    )
    panels(
        figure,
        (tr("Change of the yield"), tr("Percentile among all other dates")),
        (tr("Basis points"), tr("Percentile")),
        (",", ","),
    )
    colour = theme.FLOW_COLOURS["accepted"]
    zero = pd.DataFrame({"session": [-1], "mean_bp": 0.0, "low_bp": 0.0, "high_bp": 0.0})
    change = pd.concat([summed, zero]).sort_values("session", ignore_index=True)
    _band(figure, change, "low_bp", "high_bp", colour, "y", tr("Middle half of the operations"))
    _line(figure, change, "mean_bp", colour, "y", tr("Mean change"), "bp")
    # Session -1 has no percentile: a line across it would say it has.
    broken = pd.concat([summed, pd.DataFrame({"session": [-1]})]).sort_values("session", ignore_index=True)
    _band(figure, summed, "usual_low_pct", "usual_high_pct", theme.GREY, "y2", tr("Usual range of a mean of so many"))
    _line(figure, broken, "mean_percentile_pct", theme.PART_COLOURS["acm"], "y2", tr("Mean percentile"), "")
    line = {"color": theme.LINE, "width": 1}
    for axis, value in (("y", 0), ("y2", 50)):
        figure.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=value, y1=value, yref=axis, line=line, layer="below")
    figure.add_vline(x=0, line_color=theme.LINE, line_width=1, line_dash="dot")
    figure.update_layout(legend={"yref": "container", "y": 0, "yanchor": "bottom"})
    return figure


def _line(figure: go.Figure, frame: pd.DataFrame, column: str, colour: str, axis: str, name: str, unit: str) -> None:
    figure.add_scatter(
        x=frame["session"].tolist(),
        y=base.rounded(frame[column], 2),
        yaxis=axis,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 6},
        hovertemplate=f"%{{y:,.1f}} {unit}".rstrip() + f"<extra>{name}</extra>",
    )


def _band(figure: go.Figure, frame: pd.DataFrame, low: str, high: str, colour: str, axis: str, name: str) -> None:
    sessions = frame["session"].tolist()
    figure.add_scatter(
        x=[*sessions, *sessions[::-1]],
        y=[*base.rounded(frame[high], 2), *base.rounded(frame[low], 2)[::-1]],
        yaxis=axis,
        name=name,
        mode="lines",
        fill="toself",
        fillcolor=colour,
        opacity=SHADE_OPACITY,
        line={"width": 0, "color": colour},
        hoverinfo="skip",
    )
