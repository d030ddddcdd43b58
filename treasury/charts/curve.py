"""The curve on several days: par yields with their differences, zeros and forwards, and session by session through an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.tenors import TENOR_YEARS

# On the tenor axis; the points between them have no room on a phone.
NAMED_TENORS = ("1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
YEARS = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30)
HOVER = "<extra>%{fullData.name}</extra>"
FRAME_MS = 500
ROOM_PX = 34  # below the plot, for each of legend, slider and buttons


def curve_overlay(rows: pd.DataFrame, title: str) -> go.Figure:
    """The par yields of several days over each other, and below them their differences from the first of these days.

    In: percent, one row a day, ascending; one column a tenor, in order. A day without a figure at a tenor has no point there.
    """
    drawn = rows.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure("No curve is held on these days.", title)
    several = len(drawn) > 1
    figure = base.new_figure(title, y_title="Percent", dates=False, y_format=".1f", height=500 if several else 380)
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
        _difference_panel(figure, f"bp from {units.day(_date(drawn.index[0]))}")
    _tenor_axis(figure, list(drawn.columns))
    return figure


def overlay_words(rows: pd.DataFrame) -> str:
    """What `curve_overlay` shows, for those who cannot see it: the last day against the first, at the named tenors."""
    drawn = rows.dropna(how="all")
    if drawn.empty:
        return "No curve is held on these days."
    first, last = drawn.iloc[0], drawn.iloc[-1]
    named = [tenor for tenor in ("3M", *NAMED_TENORS[3:]) if tenor in drawn and last[tenor] == last[tenor]]
    day = units.day(_date(drawn.index[-1]))
    if len(drawn) == 1:
        return f"Par yields on {day}: {', '.join(f'{tenor} {units.percent(last[tenor])}' for tenor in named)}."
    moved = [f"{tenor} {units.percent(last[tenor])} ({units.bp((last[tenor] - first[tenor]) * 100)})" for tenor in named]
    more = f" {len(drawn) - 2} more days are drawn." if len(drawn) > 2 else ""
    return f"Par yields on {day}, with the change since {units.day(_date(drawn.index[0]))}: {', '.join(moved)}.{more}"


def term_lines(lines: pd.DataFrame, title: str, x_title: str, points: pd.DataFrame | None = None) -> go.Figure:
    """One line a day over years: zeros, forwards or par yields of the fitted curve, in percent.

    In: years as index, one column a day, ascending. ``points``: published par yields to mark, one row a day, tenors as columns.
    """
    drawn = lines.dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure("No curve is held on these days.", title)
    figure = base.new_figure(title, y_title="Percent", x_title=x_title, dates=False, y_format=".1f")
    for number, day in enumerate(drawn):
        name, colour = units.day(_date(day)), day_colour(number)
        dash = "dot" if number == 0 and drawn.shape[1] > 1 else "solid"
        base.add_line(figure, drawn[day].dropna(), name, colour, unit="%", width=2, dash=dash, legendgroup=name)
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
    figure.update_xaxes(
        range=[0, last * 1.01], tickvals=[year for year in YEARS if year <= last], unifiedhovertitle=_years_title()
    )
    return figure


def term_words(lines: pd.DataFrame, what: str, verb: str) -> str:
    """What `term_lines` shows, for those who cannot see it: each day at a few maturities, and the highest point.

    ``what`` is the measure, ``verb`` how a place on the x-axis is said ("at", "in").
    """
    said = []
    for day in lines:
        kept = lines[day].dropna()
        if len(kept):
            at = [f"{units.percent(kept[year])} {verb} {year:.0f} years" for year in (2.0, 5.0, 10.0, 20.0) if year in kept.index]
            top = f"highest {units.percent(kept.max())} {verb} {units.number(kept.idxmax(), 1, 'years')}"
            said.append(f"{units.day(_date(day))}: {', '.join([*at, top])}")
    return f"{what}. {'; '.join(said)}." if said else f"{what}: no curve is held on these days."


def curve_frames(rows: pd.DataFrame, days: Mapping[int, date], before: int, title: str) -> go.Figure:
    """The curve session by session as an animation that starts only when it is asked to, with a slider to step by hand.

    In: percent, one row a session, ascending; one column a tenor; ``days`` the day of each session; ``before`` the session that the
    differences below are taken from. It opens on the last session.
    """
    drawn = rows.dropna(how="all").dropna(how="all", axis="columns")
    if before not in drawn.index or len(drawn) < 2:
        return base.empty_figure("Too few sessions around this day are held.", title)
    start, tenors = drawn.loc[before], [str(tenor) for tenor in drawn]
    moved = ((drawn - start) * 100).round(6)
    figure = base.new_figure(title, y_title="Percent", dates=False, y_format=".1f", height=560)
    figure.add_scatter(
        x=tenors,
        y=base.rounded(start),
        name=f"Before, {units.day(days[before])}",
        mode="lines",
        line={"color": theme.GREY, "width": 2, "dash": "dot"},
        connectgaps=True,
        hovertemplate="%{y:.2f} %" + HOVER,
    )
    shown = _frame_data(drawn.iloc[-1], moved.iloc[-1])
    figure.add_scatter(x=tenors, name="Day shown", line={"color": theme.tenor_colour("10Y"), "width": 2}, **shown[0])
    figure.add_bar(x=tenors, name="Difference", yaxis="y2", showlegend=False, **shown[1])
    figure.frames = [
        {"name": str(session), "data": _frame_data(drawn.loc[session], moved.loc[session]), "traces": [1, 2]}
        for session in drawn.index
    ]
    _difference_panel(figure, f"bp from {units.day(days[before])}")
    _fixed_ranges(figure, drawn, moved)
    _tenor_axis(figure, tenors)
    _player(figure, [(str(session), f"{units.day(days[session])}, session {session}") for session in drawn.index])
    return figure


def frames_words(rows: pd.DataFrame, days: Mapping[int, date], before: int, event: str) -> str:
    """What `curve_frames` shows, for those who cannot see it: the differences on the day, at their largest and at the end."""
    drawn = rows.dropna(how="all")
    if before not in drawn.index or len(drawn) < 2:
        return f"Too few sessions around {event} are held."
    moved = (drawn - drawn.loc[before]) * 100
    after = moved.loc[moved.index > before]
    said = []
    for tenor in ("2Y", "10Y", "30Y"):
        kept = after[tenor].dropna() if tenor in after else pd.Series(dtype="float64")
        if len(kept):
            far = kept.abs().idxmax()
            said.append(
                f"{tenor} {units.bp(kept.iloc[0])} at first, {units.bp(kept[far])} at the furthest (session {far}), "
                f"{units.bp(kept.iloc[-1])} at the end"
            )
    span = units.days(days[int(drawn.index[0])], days[int(drawn.index[-1])])
    return f"The curve session by session around {event}, {span}, against {units.day(days[before])}: {'; '.join(said)}."


def day_colour(number: int) -> str:
    """The colour of the n-th day chosen; the first, which the others are measured from, is grey."""
    return theme.GREY if number == 0 else theme.SERIES[(number - 1) % (len(theme.SERIES) - 1)]


def _frame_data(yields: pd.Series, moved: pd.Series) -> list[dict[str, Any]]:
    colours = [theme.DIRECTION["flat" if not v > 0 and not v < 0 else "up" if v > 0 else "down"] for v in moved]
    line = {"y": base.rounded(yields), "mode": "lines+markers", "connectgaps": True, "hovertemplate": "%{y:.2f} %" + HOVER}
    bars = {"y": base.rounded(moved), "marker": {"color": colours}, "hovertemplate": "%{y:+,.0f} bp" + HOVER}
    return [{"type": "scatter", **line}, {"type": "bar", **bars}]


def _difference_panel(figure: go.Figure, title: str) -> None:
    figure.update_layout(
        yaxis={"domain": [0.42, 1]},
        yaxis2={"domain": [0, 0.32], "title": {"text": base.plain(title), "standoff": 8}, "tickformat": ",", "nticks": 5},
        bargap=0.25,
    )
    figure.add_hline(y=0, yref="y2", line_color=theme.LINE, line_width=1)
    figure.update_xaxes(anchor="y2")


def _tenor_axis(figure: go.Figure, tenors: Sequence[str]) -> None:
    shown = [tenor for tenor in tenors if tenor in NAMED_TENORS]
    figure.update_xaxes(type="category", categoryarray=list(tenors), tickvals=shown, tickangle=0, range=[-0.5, len(tenors) - 0.5])


def _fixed_ranges(figure: go.Figure, rows: pd.DataFrame, moved: pd.DataFrame) -> None:
    """The same scale in every frame."""
    for axis, frame, zero in (("yaxis", rows, False), ("yaxis2", moved, True)):
        low, high = float(frame.min(axis=None)), float(frame.max(axis=None))
        low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
        room = max((high - low) * 0.06, 0.05)
        figure.update_layout({axis: {"range": [low - room, high + room]}})


def _player(figure: go.Figure, steps: Sequence[tuple[str, str]]) -> None:
    """Play, pause and a slider below the plot. In: name of each frame, and what the slider says."""
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    play = {**still, "frame": {"duration": FRAME_MS, "redraw": True}, "fromcurrent": True}
    top = figure.layout.margin.t
    plot = figure.layout.height - top - base.AXIS_PX - 3 * ROOM_PX
    look = {"bgcolor": theme.BOX, "bordercolor": theme.LINE, "borderwidth": 1, "font": {"size": 12}}
    figure.update_layout(
        margin={"b": base.AXIS_PX + 3 * ROOM_PX},
        legend={"y": 1, "yanchor": "bottom"},
        updatemenus=[
            {
                "type": "buttons",
                "direction": "right",
                "showactive": False,
                "buttons": [
                    {"label": "\u25b6 Play", "method": "animate", "args": [None, play]},
                    {"label": "Pause", "method": "animate", "args": [[None], still]},
                ],
                "x": 0,
                "xanchor": "left",
                "y": -(base.AXIS_PX + 2.2 * ROOM_PX) / plot,
                "yanchor": "top",
                "pad": {"t": 0, "l": 0},
                **look,
            }
        ],
        sliders=[
            {
                "active": len(steps) - 1,
                "steps": [{"label": label, "method": "animate", "args": [[name], still]} for name, label in steps],
                "currentvalue": {"prefix": "", "font": {"size": 13}},
                "transition": {"duration": 0},
                "x": 0,
                "len": 1,
                "y": -base.AXIS_PX / plot,
                "yanchor": "top",
                "pad": {"t": 0},
                "minorticklen": 0,
                "ticklen": 4,
                **{**look, "font": {"size": 1, "color": "rgba(0, 0, 0, 0)"}},
            }
        ],
    )
    figure.update_layout(margin={"t": top + 24})


def _years_title() -> dict[str, str]:
    return {"text": "%{x:.2f} years"}


def _date(day: Any) -> date:
    return pd.Timestamp(day).date()
