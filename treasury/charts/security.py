"""One security over its life: par outstanding as a staircase, with its sales, buybacks and the statement's figures on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import BN, Span, add_span, legend_at_foot
from treasury.language import N_, tr

NOTHING = N_("Nothing of this security has been issued yet.")
# Event: symbol and colour.
SYMBOLS = {
    "Auction": ("circle", theme.CLASS_COLOURS["Note"]),
    "Reopening": ("diamond", theme.CLASS_COLOURS["Bond"]),
    "Buyback": ("triangle-down", theme.FLOW_COLOURS["bought_back"]),
}


@base.kept
def life(
    par: pd.Series,
    events: pd.DataFrame,
    statement: pd.DataFrame,
    title: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """Par outstanding as a staircase, each sale and buyback as a mark of the amount at the foot, the statement as crosses.

    In: `security_life.par_outstanding`; `security_life.events`; rows of ``debt_by_security`` (``record_date``,
    ``outstanding_usd``). The axis runs from the first event to the last day of ``par``, with a little room.
    """
    if par.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle)
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(rangemode="tozero")
    figure.add_scatter(
        x=base.day_strings(par.index),
        y=base.rounded(par / BN, 3),
        name=tr("Par outstanding, rebuilt"),
        mode="lines",
        line={"shape": "hv", "color": theme.GREY, "width": 2},
        hovertemplate=tr("%{x}<br>outstanding %{y:,.3f} bn<extra></extra>"),
    )
    _add_events(figure, events)
    if len(statement):
        figure.add_scatter(
            x=base.day_strings(pd.Index(statement["record_date"])),
            y=base.rounded(statement["outstanding_usd"] / BN, 3),
            name=tr("Monthly statement"),
            mode="markers",
            marker={"symbol": "x-thin-open", "size": 10, "color": theme.DIRECTION["up"], "line": {"width": 2.4}},
            hovertemplate=tr("%{x}<br>statement %{y:,.3f} bn<extra></extra>"),
        )
    first, last = _first(events, par), par.index[-1].date()
    room = (last - first) / 40
    start, end = first - room, last + room
    for span in spans:
        add_span(figure, span, start, end, in_legend=True)
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, start, end)
    return figure


def _add_events(figure: go.Figure, events: pd.DataFrame) -> None:
    """A mark for each sale and buyback, at the height of its amount."""
    for event, (symbol, colour) in SYMBOLS.items():
        own = events[events["event"].eq(event)].dropna(subset=["par_usd"])
        if len(own):
            figure.add_scatter(
                x=base.day_strings(pd.Index(own["date"])),
                y=base.rounded(own["par_usd"] / BN, 3),
                name=tr(event),
                mode="markers",
                marker={"symbol": symbol, "size": 9, "color": colour},
                cliponaxis=False,
                hovertemplate=f"%{{x}}<br>{base.plain(tr(event))} %{{y:,.3f}} {tr('bn')}<extra></extra>",
            )


def _first(events: pd.DataFrame, par: pd.Series) -> date:
    days = [par.index[0], *events["date"].head(1)]
    first: date = min(days).date()
    return first
