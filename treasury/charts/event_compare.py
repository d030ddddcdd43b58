"""One series around several events: a line an event, all from the last value before their day."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.end_labels import EndLabel, label_ends
from treasury.charts.event import signed
from treasury.language import N_, tr

DASHES = ("solid", "dash", "dot")  # a second sign beside the colour
AXES = {"session": N_("Session (0 = first on or after the day)"), "day": N_("Calendar days from the day of the event")}


@base.kept
def paths(frame: pd.DataFrame, names: Mapping[str, str], title: str, unit: str, axis: str) -> go.Figure:
    """One line an event, with its day and last value at the right end; the zero line, and the event as a dotted line.

    In: one row a session or calendar day (``axis``: a key of AXES), one column an event, in ``unit`` ("bp", "%", "points").
    Missing cells are left out of a line, which goes straight to its next figure. ``names``: each column in full, for the hover.
    """
    drawn = frame.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr("No figure around these days is held."), title)
    y_title = {"bp": tr("Basis points"), "%": tr("Percent")}.get(unit, tr("Points"))
    figure = base.new_figure(title, y_title=y_title, x_title=tr(AXES[axis]), dates=False)
    decimals, first, last = _decimals(unit), int(drawn.index[0]), int(drawn.index[-1])
    ends = []
    for number, column in enumerate(frame.columns):
        if column not in drawn:
            continue
        kept, colour = drawn[column].dropna(), theme.SERIES[number % len(theme.SERIES)]
        base.add_line(figure, kept, names[str(column)], colour, width=2, dash=DASHES[number // 3 % 3])
        ends.append(EndLabel(float(kept.iloc[-1]), _end(str(column), kept, last, decimals), colour))
    figure.update_traces(hovertemplate=f"%{{y:+,.{decimals}f}} {tr(unit)}<extra>%{{fullData.name}}</extra>")
    figure.update_xaxes(range=[first - 0.5, last + 0.5], dtick=5 if axis == "session" else 7, tick0=0)
    figure.update_xaxes(unifiedhovertitle={"text": tr("Session %{x}") if axis == "session" else tr("Day %{x}")})
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    figure.add_vline(x=0, line={"color": theme.LINE, "width": 1, "dash": "dot"})
    label_ends(figure, last, ends, float(drawn.min(axis=None)), float(drawn.max(axis=None)))
    return figure


def words(frame: pd.DataFrame, names: Mapping[str, str], what: str, unit: str, axis: str) -> str:
    """What `paths` shows, for those who cannot see it: each line's end, and its lowest and highest point after the event."""
    said = []
    for column in frame:
        after = frame[column].loc[0:].dropna()
        if len(after):
            low, high = (signed(value, _decimals(unit)) for value in (after.min(), after.max()))
            places = {
                "event": names[str(column)],
                "change": signed(after.iloc[-1], _decimals(unit)),
                "unit": tr(unit),
                "last": after.index[-1],
                "low": low,
                "high": high,
            }
            said.append(
                tr("{event}: {change} {unit} at session {last}, between {low} and {high}", **places)
                if axis == "session"
                else tr("{event}: {change} {unit} at day {last}, between {low} and {high}", **places)
            )
    if not said:
        return tr("{measure}: no figure around 0 of these days.", measure=what)
    return tr("{measure} from the last value before each event. {events}.", measure=what, events=tr("; ").join(said))


def _end(day: str, kept: pd.Series, last: int, decimals: int) -> str:
    shown = signed(float(kept.iloc[-1]), decimals)
    if last - kept.index[-1] > 4:
        return tr("{day} {change} (at {last})", day=day, change=shown, last=kept.index[-1])
    return f"{day} {shown}"


def _decimals(unit: str) -> int:
    return 0 if unit == "bp" else 1 if unit == "%" else 2
