"""Events by day, a line a kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.language import N_, tr

NOTHING = N_("No event of these kinds in these days.")
COLOURS: Mapping[str, str] = {
    "auction": "#2f7ed8",
    "settlement": "#8a93a0",
    "buyback": theme.FLOW_COLOURS["bought_back"],
    "refunding": "#7a5fd0",
    "fomc": "#c2508f",
    "release": "#a9743a",
}
SUBTITLE = N_("Full: result held; open: none held; cross: cancelled")
STATES = {
    "expected": N_("expected"),
    "scheduled": N_("scheduled"),
    "announced": N_("announced"),
    "result": N_("result held"),
    "cancelled": N_("cancelled"),
}
SYMBOLS = {"result": "circle", "cancelled": "x-thin-open"}


@base.kept
def lanes(events: pd.DataFrame, names: Mapping[str, str], title: str, start: date, end: date, today: date) -> go.Figure:
    """A dot an event on the line of its kind: full with a result held, open without, a cross when cancelled; today as a line.

    In: ``date``, ``kind``, ``title``, ``state``; ``names`` of the kinds to draw, in order from the top.
    """
    if events.empty:
        return base.empty_figure(tr(NOTHING), title)
    shown = {kind: name for kind, name in names.items() if events["kind"].eq(kind).any()}
    figure = base.new_figure(title, subtitle=tr(SUBTITLE), height=130 + 34 * len(shown), legend=False, y_format="")
    figure.update_layout(hovermode="closest")
    for kind, name in shown.items():
        own = events[events["kind"].eq(kind)]
        several = own.groupby(["date", "state"], sort=False)["title"].agg(_listed).reset_index()
        figure.add_scatter(
            x=base.day_strings(pd.Index(several["date"])),
            y=[name] * len(several),
            mode="markers",
            name=name,
            cliponaxis=False,
            marker={
                "symbol": [SYMBOLS.get(state, "circle-open") for state in several["state"]],
                "size": 9,
                "color": COLOURS[kind],
                "line": {"width": 1.8, "color": COLOURS[kind]},
            },
            customdata=[
                [base.plain(text), tr(STATES[state])] for text, state in zip(several["title"], several["state"], strict=True)
            ],
            hovertemplate="%{x}: %{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=list(shown.values())[::-1])
    base.show_days(figure, start, end)
    if start <= today <= end:
        line = {"color": theme.LINE, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=today.isoformat(), x1=today.isoformat(), y0=0, y1=1, yref="paper", line=line)
    return figure


def _listed(titles: pd.Series) -> str:
    """The first few of a day's events."""
    shown = "; ".join(titles.iloc[:4])
    return tr("{names} and {count} more", names=shown, count=len(titles) - 4) if len(titles) > 4 else shown
