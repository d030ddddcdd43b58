"""What every figure shares: the frame of the figure, lines that are thinned for display, key dates, labels at the line ends.

Figures carry days as "2025-04-11" and rounded numbers, which keeps their JSON within a megabyte; the full figures are in
the CSV beside each chart. A chart function starts with `new_figure`, adds to it, and returns it.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from treasury.charts import theme
from treasury.charts.kept import Figure, kept
from treasury.charts.thinning import thin, thin_rows
from treasury.language import ENGLISH, JAPANESE, current
from treasury.units import day as written_day
from treasury.units import days as written_days

__all__ = ["kept", "thin", "thin_rows"]  # with all that is made here

BUDGET_BYTES = 1_000_000
POINTS, LINE_POINTS = 3_600, 1_200  # per figure and per line: about what its pixels can show, 18 bytes each
HEIGHT = 400
TITLE_PX, SUBTITLE_PX, ROW_PX, AXIS_PX = 30, 18, 16, 40
# How days are written in the hover box and on the axis, from days to years, by language: the browser knows English months only.
DAY_FORMATS = {ENGLISH: "%-d %b %Y", JAPANESE: "%Y年%-m月%-d日"}
MONTH_FORMATS = {ENGLISH: "%b %Y", JAPANESE: "%Y年%-m月"}
_TICKS = {ENGLISH: ("%-d %b\n%Y", "%b\n%Y", "%Y"), JAPANESE: ("%-m月%-d日\n%Y年", "%-m月\n%Y年", "%Y年")}
_TICK_RANGES = ((None, "M1"), ("M1", "M12"), ("M12", None))


def new_figure(
    title: str = "",
    *,
    y_title: str = "",
    x_title: str = "",
    subtitle: str = "",
    height: int = HEIGHT,
    dates: bool = True,
    y_format: str = ",",
    legend: bool = True,
) -> go.Figure:
    """An empty figure in our template: title at the left, unit on the y-axis, days on the x-axis (unless ``dates`` is off).

    ``title`` fits a phone when it has at most 40 characters. ``y_format`` is a d3 number format for the ticks.
    """
    top = 12 + (TITLE_PX if title else 0) + (SUBTITLE_PX if subtitle else 0)
    figure = Figure()
    figure.update_layout(
        template=theme.TEMPLATE,
        height=height,
        showlegend=legend,
        margin={"t": top, "b": AXIS_PX, "l": 4, "r": 12},
        yaxis={"title": {"text": plain(y_title), "standoff": 8 if y_title.isascii() else 14}, "tickformat": y_format},
        legend={"y": -AXIS_PX / max(height - top - AXIS_PX, 1)},
    )
    if x_title:
        figure.update_xaxes(title={"text": plain(x_title), "standoff": 8})
    if title:
        heading: dict[str, Any] = {"text": plain(title), "y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 10}}
        if subtitle:
            heading["subtitle"] = {"text": plain(subtitle), "font": {"size": 12}}
        figure.update_layout(title=heading)
    if dates:
        figure.update_xaxes(type="date", hoverformat=DAY_FORMATS[current()], tickformatstops=_date_ticks())
    return figure


def _date_ticks() -> list[dict[str, Any]]:
    return [{"dtickrange": span, "value": form} for span, form in zip(_TICK_RANGES, _TICKS[current()], strict=True)]


def warm() -> None:
    """Draws and writes a figure, so that plotly has loaded what it loads when it is first used."""
    figure = new_figure("Warm", y_title="Percent")
    days = pd.date_range("2025-01-01", periods=2)
    add_line(figure, pd.Series([1.0, 2.0], index=days), "line", theme.GREY)
    add_bars(figure, pd.Series([1.0, 2.0], index=days), "bar", theme.GREY)
    draw_marks(figure, [Mark(date(2025, 1, 1), "mark")], [("2025-01-01", "2025-01-01")], [0.0])
    figure.to_json()


def empty_figure(reason: str, title: str = "", height: int = 240) -> go.Figure:
    """A figure that says in its middle why there is nothing to draw."""
    figure = new_figure(title, height=height, dates=False, legend=False)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    words = "<br>".join(textwrap.wrap(plain(reason), 44 if reason.isascii() else 22))
    figure.add_annotation(text=words, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"size": 14})
    return figure


def add_line(
    figure: go.Figure,
    series: pd.Series,
    name: str,
    colour: str,
    *,
    decimals: int = 2,
    unit: str = "",
    dash: str = "solid",
    width: float = 1.8,
    most: int = POINTS,
    **more: Any,
) -> None:
    """Adds a daily series as a line, thinned to ``most`` points; a missing day breaks the line. Other indices (sessions,
    tenors) stand on the x-axis as they are.

    ``unit`` stands behind the value in the hover label. ``more`` goes to plotly's scatter (fill, yaxis, opacity …).
    """
    shown = thin(series, most)
    figure.add_scatter(
        x=day_strings(shown.index) if isinstance(shown.index, pd.DatetimeIndex) else shown.index.tolist(),
        y=rounded(shown, max(decimals, 2)),
        name=plain(name),
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        hovertemplate=f"%{{y:,.{decimals}f}} {unit}".rstrip() + f"<extra>{plain(name)}</extra>",
        **more,
    )


def add_lines(figure: go.Figure, frame: pd.DataFrame, colours: Mapping[str, str], *, decimals: int = 2, unit: str = "") -> None:
    """Adds each column as a line of its own name; the columns share the budget of points."""
    for column in frame:
        add_line(
            figure,
            frame[column],
            str(column),
            colours.get(str(column), theme.GREY),
            decimals=decimals,
            unit=unit,
            most=POINTS // max(frame.shape[1], 1),
        )


def add_bars(
    figure: go.Figure,
    series: pd.Series,
    name: str,
    colour: str | Sequence[str],
    *,
    decimals: int = 1,
    unit: str = "",
    **more: Any,
) -> None:
    """Adds a series as bars, over days or over labels; ``colour`` is one for all or one a bar."""
    figure.add_bar(
        x=day_strings(series.index) if isinstance(series.index, pd.DatetimeIndex) else [plain(str(x)) for x in series.index],
        y=rounded(series, max(decimals, 2)),
        name=plain(name),
        marker={"color": colour if isinstance(colour, str) else list(colour), "line": {"width": 0}},
        hovertemplate=f"%{{y:,.{decimals}f}} {unit}".rstrip() + f"<extra>{plain(name)}</extra>",
        **more,
    )


def day_strings(index: pd.Index) -> NDArray[Any]:
    """Days as ISO text, a third of the size of plotly's own."""
    days: NDArray[Any] = np.datetime_as_string(pd.DatetimeIndex(index).to_numpy().astype("datetime64[D]"))
    return days.astype(object)


def rounded(series: pd.Series, decimals: int = 2) -> NDArray[Any]:
    """Numbers for display; missing is None, which breaks a line. An array: plotly looks at a list's elements one by one."""
    values: NDArray[Any] = series.to_numpy(dtype="float64").round(decimals)
    missing = np.isnan(values)
    if not missing.any():
        return values
    cells = values.astype(object)
    cells[missing] = None
    return cells


def payload_bytes(figure: go.Figure) -> int:
    """The size of the figure as it is sent to the browser."""
    return len(figure.to_json().encode())


def plain(text: str) -> str:
    """Text that plotly shows as it is, without reading tags in it."""
    return html.escape(text, quote=False)


def plot_px(figure: go.Figure) -> float:
    """The height of the plot without what stands above and below it."""
    layout = figure.layout
    return float(layout.height - layout.margin.t - layout.margin.b)


@dataclass(frozen=True)
class Mark:
    """A day (or span of days) to mark: a short label for the figure, and what happened, in a sentence."""

    day: date
    label: str
    title: str = ""
    end: date | None = None


PHONE_PX = 290  # the plot's width on a phone; labels that do not collide there do not collide anywhere
LABEL_ROWS, NUMBER_ROWS = 2, 3
MANY_MARKS = 12  # from here on the lines are fainter, so that the figures stay in front


def add_key_dates(figure: go.Figure, marks: Sequence[Mark], start: date, end: date) -> None:
    """Marks days as lines and spans as bands between two days, with labels above the plot that do not collide.

    Where the labels do not fit a phone in two rows, the marks are numbered instead, and days too close to tell apart share
    a number range ("3-5"); what the numbers mean is in ``figure.layout.meta["key_dates"]``, which the page prints below.
    The x-axis is set to the two days, since labels would stretch it otherwise.
    """
    show_days(figure, start, end)
    seen = sorted((m for m in marks if m.day <= end and (m.end or m.day) >= start), key=lambda m: m.day)
    if not seen or start >= end:
        return
    edges = [(max(m.day, start).isoformat(), min(m.end or m.day, end).isoformat()) for m in seen]
    draw_marks(figure, seen, edges, [_share(max(m.day, start), start, end) for m in seen])


def draw_marks(figure: go.Figure, seen: Sequence[Mark], edges: Sequence[tuple[Any, Any]], positions: Sequence[float]) -> None:
    """The drawing half of `add_key_dates`, for an x-axis of any kind: marks in order, the first and last x of each (the same
    for a line), and where each begins on the x-axis, from 0 to 1."""
    colour = theme.FAINT_LINE if len(seen) > MANY_MARKS else theme.LINE
    badges = _in_words(positions, seen)
    numbered = not badges
    badges = badges or _numbered(positions, seen)
    places = [_between(edges[badge.first][0], edges[badge.last][0]) for badge in badges]
    count = max(b.row for b in badges) + 1
    layout = figure.layout
    # All at once: plotly checks every shape again for each that is added alone, a second for fifty.
    figure.update_layout(
        height=(layout.height or HEIGHT) + count * ROW_PX,
        margin={"t": layout.margin.t + count * ROW_PX},
        shapes=[*layout.shapes, *(_mark_shape(first, last, colour) for first, last in edges)],
        annotations=[*layout.annotations, *(_badge_note(*one, numbered=numbered) for one in zip(badges, places, strict=True))],
    )
    listed = [
        {"number": number if numbered else 0, "days": written_days(m.day, m.end), "label": m.label, "title": m.title}
        for number, m in enumerate(seen, 1)
    ]
    figure.update_layout(meta={**(layout.meta or {}), "key_dates": listed})


def show_days(figure: go.Figure, start: date, end: date) -> None:
    """Sets the x-axis to the days from start to end, with a little room at both sides."""
    figure.update_xaxes(range=days_range(start, end))


def days_range(start: date, end: date) -> list[str]:
    """The same as plotly wants a range."""
    room = (end - start) * 0.006
    first, last = datetime.combine(start, time()) - room, datetime.combine(end, time()) + room
    return [first.isoformat(timespec="minutes"), last.isoformat(timespec="minutes")]


@dataclass(frozen=True)
class _Badge:
    share: float  # where on the x-axis, 0 to 1
    row: int
    text: str
    hover: str
    first: int  # the marks that it stands for, by their place in the list
    last: int


def _mark_shape(first: Any, last: Any, colour: str) -> dict[str, Any]:
    edges = {"x0": first, "x1": last, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    if first != last:
        return {"type": "rect", **edges, "fillcolor": theme.BAND, "line": {"width": 0}}
    return {"type": "line", **edges, "line": {"color": colour, "width": 1, "dash": "dot"}}


def _between(first: Any, last: Any) -> Any:
    """The middle of two places on the x-axis: sessions, or days as ISO text."""
    if not isinstance(first, str):
        return (first + last) / 2
    return (date.fromisoformat(first) + (date.fromisoformat(last) - date.fromisoformat(first)) / 2).isoformat()


def _badge_note(badge: _Badge, place: Any, *, numbered: bool) -> dict[str, Any]:
    return {
        "x": place,  # on the axis, not on the figure: it goes with its line when a reader zooms
        "xref": "x",
        "xanchor": _anchor(badge.share),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": badge.row * ROW_PX + 1,
        "text": plain(badge.text),
        "hovertext": plain(badge.hover),
        "showarrow": False,
        "font": {"size": 10 if numbered else 11},
        "bgcolor": theme.BOX if numbered else None,
        "borderpad": 1 if numbered else 0,
    }


def _share(day: date, start: date, end: date) -> float:
    return (day - start).days / (end - start).days


def _anchor(share: float) -> str:
    return "left" if share < 0.12 else "right" if share > 0.88 else "center"


def text_px(text: str, sign_px: int) -> int:
    """How wide a label is, with so many pixels a Latin letter; Japanese signs have all the width of their font."""
    return sum(12 if east_asian_width(sign) in "WF" else sign_px for sign in text)


def _extent(share: float, text: str) -> tuple[float, float]:
    """Left and right edge of a label in pixels on a phone."""
    width, x = text_px(text, 6) + 8, share * PHONE_PX
    anchor = _anchor(share)
    left = x if anchor == "left" else x - width if anchor == "right" else x - width / 2
    return left, left + width


def _rows(positions: Sequence[float], texts: Sequence[str], count: int) -> tuple[list[int], int | None]:
    """The row of each label, the lowest that is free where it stands; and the first label that finds none."""
    edges, rows = [-float("inf")] * count, list[int]()
    for number, (share, text) in enumerate(zip(positions, texts, strict=True)):
        left, right = _extent(share, text)
        row = next((i for i, edge in enumerate(edges) if left > edge), None)
        if row is None:
            return rows, number
        edges[row] = right
        rows.append(row)
    return rows, None


def _in_words(positions: Sequence[float], marks: Sequence[Mark]) -> list[_Badge]:
    """Badges with the labels themselves; none when they do not fit."""
    texts = [mark.label for mark in marks]
    extents = [_extent(share, text) for share, text in zip(positions, texts, strict=True)]
    rows, left_over = _rows(positions, texts, LABEL_ROWS)
    if left_over is not None or any(left < -20 or right > PHONE_PX + 20 for left, right in extents):
        return []
    here = range(len(marks))
    return [_Badge(*item) for item in zip(positions, rows, texts, map(_full, marks), here, here, strict=True)]


def _numbered(positions: Sequence[float], marks: Sequence[Mark]) -> list[_Badge]:
    """Badges with numbers; days that find no room share one with the days before them."""
    groups = [[number] for number in range(len(marks))]
    while True:
        at = [(positions[group[0]] + positions[group[-1]]) / 2 for group in groups]
        texts = [f"{group[0] + 1}-{group[-1] + 1}" if len(group) > 1 else f"{group[0] + 1}" for group in groups]
        rows, left_over = _rows(at, texts, NUMBER_ROWS)
        if left_over is None:
            break
        groups[left_over - 1 : left_over + 1] = [groups[left_over - 1] + groups[left_over]]
    hovers = [" / ".join(f"{n + 1}: {_full(marks[n])}" for n in group) for group in groups]
    firsts, lasts = [group[0] for group in groups], [group[-1] for group in groups]
    return [_Badge(*item) for item in zip(at, rows, texts, hovers, firsts, lasts, strict=True)]


def _full(mark: Mark) -> str:
    return f"{written_day(mark.day)} {mark.label}"
