"""One event: the path by session, the curve before and after, what the ten-year move was made of, other assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.charts.end_labels import EndLabel, label_ends
from treasury.language import N_, tr

# On the tenor axis; the points between them have no room on a phone.
NAMED_TENORS = ("1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
SESSION_TITLE = N_("Session (0 = first on or after the day)")
HOVER = "<extra>%{fullData.name}</extra>"
PANEL_PX, PANEL_GAP_PX = 96, 46
# A diamond for the whole of a stack: seen on any bar and on either background.
WHOLE = {"symbol": "diamond", "size": 9, "color": "#ffffff", "line": {"width": 1.5, "color": "#14202e"}}


@dataclass(frozen=True)
class SessionMark:
    """A key date on an axis of sessions: the session on which it begins, and on which it ends."""

    mark: base.Mark
    first: int
    last: int


@base.kept
def reaction_paths(paths: pd.DataFrame, days: pd.Series, title: str, marks: Sequence[SessionMark] = ()) -> go.Figure:
    """One line a tenor: the change from the last value before the event, by session, with the event and key dates marked.

    In: ``paths`` in bp, one row a session, one column a tenor; ``days`` the day of each session, for the hover label.
    """
    drawn = paths.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr("No session around this day is held."), title)
    figure = base.new_figure(title, y_title=tr("Basis points"), x_title=tr(SESSION_TITLE), dates=False)
    named = [units.day(day) for day in days.reindex(drawn.index)]
    for tenor in drawn:
        base.add_line(figure, drawn[tenor], str(tenor), theme.tenor_colour(str(tenor)), width=2, customdata=named)
    figure.update_traces(mode="lines+markers", marker={"size": 4}, hovertemplate="%{y:+,.0f} bp, %{customdata}" + HOVER)
    first, last = int(drawn.index[0]), int(drawn.index[-1])
    _session_axis(figure, first, last, marks)
    figure.update_xaxes(unifiedhovertitle={"text": tr("Session %{x}")})
    ends = []
    for tenor in drawn:
        value = float(drawn[tenor].dropna().iloc[-1])
        ends.append(EndLabel(value, f"{tenor} {signed(value)}", theme.tenor_colour(str(tenor))))
    label_ends(figure, last, ends, float(drawn.min(axis=None)), float(drawn.max(axis=None)))
    return figure


def reaction_words(paths: pd.DataFrame, event: str) -> str:
    """What `reaction_paths` shows, for those who cannot see it: each line on the day, its extremes after it, its end."""
    said = []
    for tenor in paths:
        after = paths[tenor].loc[0:].dropna()
        if len(after):
            high, low = after.idxmax(), after.idxmin()
            said.append(
                tr(
                    "{tenor} {first} at session {first_session}, {last} at session {last_session}, "
                    "between {low} (session {low_session}) and {high} (session {high_session})",
                    tenor=tenor,
                    first=units.bp(after.iloc[0]),
                    first_session=after.index[0],
                    last=units.bp(after.iloc[-1]),
                    last_session=after.index[-1],
                    low=units.bp(after[low]),
                    low_session=low,
                    high=units.bp(after[high]),
                    high_session=high,
                )
            )
    return (
        tr("Change from the last value before {event}: {tenors}.", event=event, tenors=tr("; ").join(said))
        if said
        else tr("No session after {event} is held.", event=event)
    )


@base.kept
def curve_before_after(table: pd.DataFrame, before: date | None, after: date | None, title: str) -> go.Figure:
    """The curve on two days above the difference by tenor.

    In: ``before_pct after_pct change_bp``, one row a tenor, in order (`event_study.curve_change`); the two days, for names.
    """
    drawn = table.dropna(how="all")
    if before is None or after is None or drawn.empty:
        return base.empty_figure(tr("The curve is not held on both days."), title)
    figure = base.new_figure(title, y_title=tr("Percent"), dates=False, y_format=".1f", height=460)
    tenors = [str(tenor) for tenor in drawn.index]
    for name, column, colour, dash in (
        (units.day(before), "before_pct", theme.GREY, "dot"),
        (units.day(after), "after_pct", theme.tenor_colour("10Y"), "solid"),
    ):
        figure.add_scatter(
            x=tenors,
            y=base.rounded(drawn[column]),
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 2, "dash": dash},
            marker={"size": 6},
            connectgaps=True,
            hovertemplate="%{y:.2f} %" + HOVER,
        )
    moved = drawn["change_bp"]
    base.add_bars(figure, moved, tr("Difference"), [_direction(value) for value in moved], yaxis="y2", showlegend=False)
    figure.data[-1].hovertemplate = "%{y:+,.0f} bp" + HOVER
    figure.update_layout(
        yaxis={"domain": [0.42, 1]},
        yaxis2={"domain": [0, 0.32], "title": {"text": tr("Difference, bp"), "standoff": 8}, "tickformat": ",", "nticks": 5},
        bargap=0.35,
    )
    figure.add_hline(y=0, yref="y2", line_color=theme.LINE, line_width=1)
    shown = [tenor for tenor in tenors if tenor in NAMED_TENORS]
    figure.update_xaxes(
        type="category", categoryarray=tenors, tickvals=shown, tickangle=0, anchor="y2", range=[-0.5, len(tenors) - 0.5]
    )
    return figure


def curve_words(table: pd.DataFrame, before: date | None, after: date | None) -> str:
    """What `curve_before_after` shows, for those who cannot see it."""
    moved = table["change_bp"].dropna()
    if before is None or after is None or moved.empty:
        return tr("The curve before and after: not held on both days.")
    said = [f"{tenor} {units.bp(moved[tenor])}" for tenor in NAMED_TENORS if tenor in moved.index]
    up, down = int((moved > 0).sum()), int((moved < 0).sum())
    return tr(
        "The curve on {after} against {before}: {up} tenors up, {down} down; {changes}.",
        after=units.day(after),
        before=units.day(before),
        up=up,
        down=down,
        changes=tr(", ").join(said),
    )


WHOLE_NAME, WHOLE_COLUMN = N_("Par yield"), "nominal_bp"


@dataclass(frozen=True)
class Split:
    """One way to split the change of the par yield: a heading, and the parts as column -> (name, key of PART_COLOURS)."""

    heading: str
    parts: Mapping[str, tuple[str, str]]
    remainder: str

    @property
    def all(self) -> dict[str, tuple[str, str]]:
        return {**self.parts, self.remainder: (N_("Remainder"), "rest")}


SPLITS = (
    Split(
        N_("Real yield + breakeven, bp"),
        {"real_bp": (N_("Real yield"), "real"), "breakeven_bp": (N_("Breakeven"), "breakeven")},
        "real_remainder_bp",
    ),
    Split(
        N_("ACM: expected path + premium, bp"),
        {"acm_path_bp": (N_("Expected path"), "expected_path"), "acm_premium_bp": (N_("Premium, ACM"), "acm")},
        "acm_remainder_bp",
    ),
    Split(
        N_("Kim-Wright: expected path + premium, bp"),
        {
            "kim_wright_path_bp": (N_("Expected path"), "expected_path"),
            "kim_wright_premium_bp": (N_("Premium, Kim-Wright"), "kim_wright"),
        },
        "kim_wright_remainder_bp",
    ),
)


@base.kept
def ten_year_parts(parts: pd.DataFrame, title: str) -> go.Figure:
    """What the ten-year's change was made of at each session, in three panels of stacked bars; a diamond marks the whole.

    In: the frame of `term_premium.decomposition`, in bp, one row a session. A split without a figure is left out.
    """
    held = [split for split in SPLITS if parts[list(split.parts)].notna().any(axis=None)]
    if not held:
        return base.empty_figure(tr("No part of the ten-year yield is held around this day."), title)
    figure = _panels(title, [tr(split.heading) for split in held], tr(SESSION_TITLE))
    sessions = [str(session) for session in parts.index]
    named = set[str]()
    for row, split in enumerate(held, 1):
        for column, (name, colour) in split.all.items():
            values = parts[column].set_axis(sessions)
            look: dict[str, Any] = {"legendrank": 99 if colour == "rest" else row, "showlegend": name not in named}
            base.add_bars(figure, values, tr(name), theme.PART_COLOURS.get(colour, theme.GREY), yaxis=_axis(row), **look)
            named.add(name)
        figure.add_scatter(
            x=sessions,
            y=base.rounded(parts[WHOLE_COLUMN].where(parts[split.remainder].notna())),
            name=tr(WHOLE_NAME),
            mode="markers",
            marker=WHOLE,
            showlegend=WHOLE_NAME not in named,
            yaxis=_axis(row),
        )
        named.add(WHOLE_NAME)
    figure.update_traces(hovertemplate="%{y:+,.2f} bp" + HOVER)
    figure.update_xaxes(type="category", categoryarray=sessions)
    figure.update_layout(barmode="relative", bargap=0.45, hovermode="closest")
    return figure


def parts_words(parts: pd.DataFrame) -> str:
    """What `ten_year_parts` shows, for those who cannot see it: the splits at the last session that each is held for."""
    said = []
    for split in SPLITS:
        known = parts[parts[split.remainder].notna()]
        if len(known):
            last = known.iloc[-1]
            made = [
                tr("{part} {change}", part=tr(name), change=units.bp(last[column], 2)) for column, (name, _) in split.all.items()
            ]
            said.append(
                tr(
                    "par yield {change} by session {session}: {parts}",
                    change=units.bp(last[WHOLE_COLUMN]),
                    session=known.index[-1],
                    parts=tr(", ").join(made),
                )
            )
    return (
        tr("The 10-year change in parts. {splits}.", splits=tr("; ").join(said))
        if said
        else tr("No part of the 10-year yield is held around this day.")
    )


ASSET_COLOURS = {
    N_("Dollar"): "dollar",
    "S&P 500": "stocks",
    N_("10Y real"): "real",
    N_("10Y breakeven"): "breakeven",
    N_("10Y premium (ACM)"): "acm",
    N_("10Y premium (Kim-Wright)"): "kim_wright",
    N_("Financial stress"): "stress",
}


@base.kept
def asset_paths(paths: pd.DataFrame, title: str) -> go.Figure:
    """Other assets by session, a panel each with its own unit, one below the other.

    In: ``unit`` and one column a session (`event_study.asset_reactions`), one row an asset.
    """
    drawn = paths.dropna(how="all", subset=[c for c in paths if c != "unit"])
    if drawn.empty:
        return base.empty_figure(tr("No other asset is held around this day."), title)
    headings = [tr("{name}, {unit}", name=tr(str(name)), unit=_unit(unit)) for name, unit in drawn["unit"].items()]
    figure = _panels(title, headings, tr(SESSION_TITLE))
    for row, (name, cells) in enumerate(drawn.drop(columns="unit").astype("float64").iterrows(), 1):
        unit = _unit(drawn.loc[name, "unit"])
        colour = theme.PART_COLOURS.get(ASSET_COLOURS.get(str(name), ""), theme.GREY)
        base.add_line(figure, cells, tr(str(name)), colour, width=2, showlegend=False, yaxis=_axis(row))
        figure.data[-1].hovertemplate = tr("session %{{x}}: %{{y:+,.2f}} {unit}", unit=unit) + HOVER
        zero = {"x0": 0, "x1": 1, "y0": 0, "y1": 0, "xref": "x domain", "yref": _axis(row)}
        event = {"x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": f"{_axis(row)} domain"}
        for place, dash in ((zero, "solid"), (event, "dot")):
            figure.add_shape(type="line", **place, line={"color": theme.LINE, "width": 1, "dash": dash}, layer="below")
    figure.update_layout(hovermode="closest")
    sessions = [int(c) for c in drawn if c != "unit"]
    figure.update_xaxes(range=[sessions[0] - 0.5, sessions[-1] + 0.5], dtick=5)
    return figure


def asset_words(paths: pd.DataFrame) -> str:
    """What `asset_paths` shows, for those who cannot see it: each asset at the last session it reaches."""
    said = []
    for name, cells in paths.drop(columns="unit").astype("float64").iterrows():
        after = cells.loc[0:].dropna()
        if len(after):
            said.append(
                tr(
                    "{name} {change:+,.1f} {unit} at session {session}",
                    name=tr(str(name)),
                    change=after.iloc[-1],
                    unit=_unit(paths.loc[name, "unit"]),
                    session=after.index[-1],
                )
            )
    return (
        tr("Other assets against the last value before the day: {assets}.", assets=tr("; ").join(said))
        if said
        else tr("No other asset is held.")
    )


def _panels(title: str, headings: Sequence[str], x_title: str) -> go.Figure:
    """Panels below each other on one x-axis, each with its heading above and its own y-axis: y, y2, y3 …"""
    count = len(headings)
    plot = count * PANEL_PX + (count - 1) * PANEL_GAP_PX
    extra = base.TITLE_PX + base.AXIS_PX + 36
    figure = base.new_figure(title, dates=False, x_title=x_title, height=plot + extra)
    figure.update_layout(margin={"t": base.TITLE_PX + 36}, legend={"y": -(base.AXIS_PX + 10) / plot})
    for row, heading in enumerate(headings, 1):
        top = 1 - (row - 1) * (PANEL_PX + PANEL_GAP_PX) / plot
        axis: dict[str, Any] = {"domain": [max(top - PANEL_PX / plot, 0), top], "tickformat": ",", "nticks": 4, "anchor": "x"}
        figure.update_layout({_axis(row).replace("y", "yaxis"): axis})
        figure.add_annotation(
            text=base.plain(heading),
            x=0,
            xref="x domain",
            xanchor="left",
            y=top,
            yref="paper",
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            font={"size": 12},
        )
    figure.update_xaxes(anchor=_axis(count))
    return figure


def _axis(row: int) -> str:
    return f"y{row}" if row > 1 else "y"


def _session_axis(figure: go.Figure, first: int, last: int, marks: Sequence[SessionMark]) -> None:
    """Sessions on the x-axis, the zero line, and the marks that lie within."""
    left, right = first - 0.5, last + 0.5
    figure.update_xaxes(range=[left, right], dtick=5, tick0=0)
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    seen = sorted((m for m in marks if m.first <= last and m.last >= first), key=lambda m: m.first)
    if seen:
        edges = [(max(m.first, left), min(m.last, right)) for m in seen]
        base.draw_marks(figure, [m.mark for m in seen], edges, [(edge[0] - left) / (right - left) for edge in edges])


def _direction(value: float) -> str:
    return theme.DIRECTION["flat" if value != value or value == 0 else "up" if value > 0 else "down"]


def _unit(unit: object) -> str:
    return "%" if unit == "percent" else tr(str(unit))


def signed(value: float, decimals: int = 0) -> str:
    """A change with its sign and without its unit, zero without a sign.

    >>> signed(47.0), signed(-0.2), signed(-3.26, 1)
    ('+47', '0', '-3.3')
    """
    shown = round(float(value), decimals) + 0.0
    return f"{shown:+,.{decimals}f}" if shown else "0"
