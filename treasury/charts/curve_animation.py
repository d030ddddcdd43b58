"""The curve session by session through an event: an animation that only starts when asked to, and a slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.charts.curve import HOVER, difference_panel, tenor_axis
from treasury.language import tr

FRAME_MS = 500
HEIGHT = 620
PLAYER_PX = 126  # below the tenors: the slider and, under it, the buttons
BUTTONS_PX = 86  # how far down the buttons are


@base.kept
def curve_frames(rows: pd.DataFrame, days: Mapping[int, date], before: int, title: str) -> go.Figure:
    """The curve session by session as an animation that starts only when it is asked to, with a slider to step by hand.

    In: percent, one row a session, ascending; one column a tenor; ``days`` the day of each session; ``before`` the session
    that the differences below are taken from. It opens on the last session.
    """
    drawn = rows.dropna(how="all").dropna(how="all", axis="columns")
    if before not in drawn.index or len(drawn) < 2:
        return base.empty_figure(tr("Too few sessions around this day are held."), title)
    start, tenors = drawn.loc[before], [str(tenor) for tenor in drawn]
    moved = ((drawn - start) * 100).round(6)
    figure = base.new_figure(title, y_title=tr("Percent"), dates=False, y_format=".1f", height=HEIGHT)
    figure.add_scatter(
        x=tenors,
        y=base.rounded(start),
        name=tr("Before, {day}", day=units.day(days[before])),
        mode="lines",
        line={"color": theme.GREY, "width": 2, "dash": "dot"},
        connectgaps=True,
        hovertemplate="%{y:.2f} %" + HOVER,
    )
    named = {session: tr("{day}, session {session}", day=units.day(days[session]), session=session) for session in drawn.index}
    last = drawn.index[-1]
    line, bars = _frame_data(drawn.loc[last], moved.loc[last], named[last])
    figure.add_scatter(x=tenors, line={"color": theme.tenor_colour("10Y"), "width": 2}, **line)
    figure.add_bar(x=tenors, yaxis="y2", showlegend=False, **bars)
    figure.frames = [
        {"name": str(session), "data": _frame_data(drawn.loc[session], moved.loc[session], named[session]), "traces": [1, 2]}
        for session in drawn.index
    ]
    difference_panel(figure, tr("bp from {day}", day=units.day(days[before])))
    _fixed_ranges(figure, drawn, moved)
    tenor_axis(figure, tenors)
    _player(figure, [str(session) for session in drawn.index])
    return figure


def frames_words(rows: pd.DataFrame, days: Mapping[int, date], before: int, event: str) -> str:
    """What `curve_frames` shows, for those who cannot see it: the differences on the day, at their largest and at the end."""
    drawn = rows.dropna(how="all")
    if before not in drawn.index or len(drawn) < 2:
        return tr("Too few sessions around {event} are held.", event=event)
    moved = (drawn - drawn.loc[before]) * 100
    after = moved.loc[moved.index > before]
    said = []
    for tenor in ("2Y", "10Y", "30Y"):
        kept = after[tenor].dropna() if tenor in after else pd.Series(dtype="float64")
        if len(kept):
            far = kept.abs().idxmax()
            said.append(
                tr(
                    "{tenor} {first} at first, {furthest} at the furthest (session {session}), {last} at the end",
                    tenor=tenor,
                    first=units.bp(kept.iloc[0]),
                    furthest=units.bp(kept[far]),
                    session=far,
                    last=units.bp(kept.iloc[-1]),
                )
            )
    span = units.days(days[int(drawn.index[0])], days[int(drawn.index[-1])])
    return tr(
        "The curve session by session around {event}, {span}, against {day}: {said}.",
        event=event,
        span=span,
        day=units.day(days[before]),
        said=tr("; ").join(said),
    )


def _frame_data(yields: pd.Series, moved: pd.Series, name: str) -> list[dict[str, Any]]:
    colours = [theme.DIRECTION["flat" if not v > 0 and not v < 0 else "up" if v > 0 else "down"] for v in moved]
    line = {"y": base.rounded(yields), "mode": "lines+markers", "connectgaps": True, "hovertemplate": "%{y:.2f} %" + HOVER}
    bars = {"y": base.rounded(moved), "marker": {"color": colours}, "hovertemplate": "%{y:+,.0f} bp" + HOVER}
    return [{"type": "scatter", "name": name, **line}, {"type": "bar", "name": name, **bars}]


def _fixed_ranges(figure: go.Figure, rows: pd.DataFrame, moved: pd.DataFrame) -> None:
    """The same scale in every frame."""
    for axis, frame, zero in (("yaxis", rows, False), ("yaxis2", moved, True)):
        low, high = float(frame.min(axis=None)), float(frame.max(axis=None))
        low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
        room = max((high - low) * 0.06, 0.05)
        figure.update_layout({axis: {"range": [low - room, high + room]}})


def _player(figure: go.Figure, sessions: Sequence[str]) -> None:
    """Play, pause and a slider below the plot; the frames have the names of the sessions."""
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    play = {**still, "frame": {"duration": FRAME_MS, "redraw": True}, "fromcurrent": True}
    top = figure.layout.margin.t + 24
    plot = HEIGHT - top - base.AXIS_PX - PLAYER_PX
    look = {"bgcolor": theme.BOX, "bordercolor": theme.LINE, "borderwidth": 1}
    slider = {
        **look,
        "active": len(sessions) - 1,
        "steps": [{"label": session, "method": "animate", "args": [[session], still]} for session in sessions],
        "currentvalue": {"prefix": tr("Session "), "font": {"size": 13}},
        "font": {"size": 11},
        "transition": {"duration": 0},
        "y": -base.AXIS_PX / plot,
        "pad": {"t": 0},
        "ticklen": 4,
        "minorticklen": 0,
    }
    buttons = {
        **look,
        "type": "buttons",
        "direction": "right",
        "showactive": False,
        "buttons": [
            {"label": tr("\u25b6 Play"), "method": "animate", "args": [None, play]},
            {"label": tr("Pause"), "method": "animate", "args": [[None], still]},
        ],
        "x": 0,
        "xanchor": "left",
        "y": -(base.AXIS_PX + BUTTONS_PX) / plot,
        "yanchor": "top",
    }
    figure.update_layout(
        margin={"t": top, "b": base.AXIS_PX + PLAYER_PX},
        legend={"y": 1, "yanchor": "bottom"},
        sliders=[slider],
        updatemenus=[buttons],
    )
