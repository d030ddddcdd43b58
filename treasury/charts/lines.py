"""Several lines over days in one figure, each with its name and last value at the right end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.end_labels import EndLabel, label_ends
from treasury.charts.parts import legend_at_foot
from treasury.charts.thinning import graded
from treasury.charts.zoom import add_buttons, spans
from treasury.language import N_, tr
from treasury.units import day_of_month

GAP_DAYS = 7  # a line that ends so much before the last day of the figure says at its end up to where it goes

FEW = 6  # lines up to here are named at their ends, more beside the plot
_LEGEND_PX, _DATES_PX, _AXIS_PX, _BESIDE_PX, _CHARACTER_PX = 22, 51, 32, 60, 5.8


@dataclass(frozen=True)
class Style:
    """How a column is drawn: its name in the figure (in English, to be translated there), colour, dash, width."""

    name: str
    colour: str
    dash: str = "solid"
    width: float = 1.8


@base.kept
def lines(
    frame: pd.DataFrame,
    styles: Mapping[str, Style],
    title: str,
    y_title: str,
    marks: Sequence[base.Mark] = (),
    *,
    unit: str = "%",
    decimals: int = 2,
    zero: bool = False,
    empty: str = N_("No figure in this range."),
    subtitle: str = "",
    pause_days: int = GAP_DAYS,
    legend: bool = False,
    y_range: Sequence[float] | None = None,
) -> go.Figure:
    """One line a column of ``styles`` that has a figure, broken where it pauses for more than a week (``pause_days``, for
    figures by month).

    In: dates as index. ``zero`` draws the zero line where there is anything below it. A line that ends early is labelled with
    its last day, not its value. ``legend`` moves names that would take a third of a phone from the ends of the lines into the
    legend alone; the ends keep the figures.
    """
    drawn = frame[[column for column in styles if column in frame]].dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr(empty), title)
    figure = base.new_figure(title, y_title=y_title, subtitle=subtitle)
    last = drawn.index[-1]
    ends, thinned, most = [], list[list[int]](), min(base.POINTS // drawn.shape[1], base.LINE_POINTS)
    for column in drawn:
        style, series = styles[str(column)], with_breaks(drawn[column], pause_days)
        name, shown = tr(style.name), graded(series, most)
        how = {"decimals": decimals, "unit": unit, "dash": style.dash, "width": style.width}
        base.add_line(figure, shown, name, style.colour, most=len(shown), **how)  # type: ignore[arg-type]
        if len(shown) < len(series):
            thinned.append([len(shown), len(series)])
        text = _end_text("" if legend else name, series, last, decimals, pause_days)
        ends.append(EndLabel(float(series.iloc[-1]), text, style.colour))
    if thinned:
        figure.update_layout(meta={"thinned": max(thinned)})
    low, high = float(drawn.min(axis=None)), float(drawn.max(axis=None))
    if zero and low < 0:
        figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
        high = max(high, 0.0)
    if y_range:
        figure.update_yaxes(range=list(y_range))
    _add_surroundings(figure, drawn, ends, marks, (low, high))
    return figure


def _add_surroundings(
    figure: go.Figure, drawn: pd.DataFrame, ends: Sequence[EndLabel], marks: Sequence[base.Mark], span: tuple[float, float]
) -> None:
    """Key dates, room for the axes, the names of the lines, and buttons, in this order: each stands on the one before."""
    first, last, top, few = drawn.index[0].date(), drawn.index[-1].date(), figure.layout.margin.t, len(ends) <= FEW
    base.add_key_dates(figure, marks, first, last)
    above = figure.layout.margin.t - top
    _make_room(figure, drawn, *span, legend=few and len(ends) > 1)
    if few:
        label_ends(figure, last, ends, *span)
        figure.update_layout(showlegend=len(ends) > 1)  # a click on a name hides its line
        legend_at_foot(figure)
    else:
        _names_beside(figure, ends)
    add_buttons(figure, drawn, ends if few else (), above)


def _make_room(figure: go.Figure, drawn: pd.DataFrame, low: float, high: float, *, legend: bool) -> None:
    """Margins that hold the axes, days in two lines and a legend in one. Plotly would find them out by drawing all once more.

    The title of the values stands clear of the labels of every window, since plotly leaves it where it is when a reader zooms.
    """
    more = _DATES_PX + _LEGEND_PX * legend - figure.layout.margin.b
    figure.update_layout(height=figure.layout.height + more, margin={"b": figure.layout.margin.b + more})
    views = [drawn.loc[start:] for start in spans(pd.DatetimeIndex(drawn.index)).values()]
    plot = base.plot_px(figure)
    now = label_length(low, high, plot)
    longest = max([now, *(label_length(float(v.min(axis=None)), float(v.max(axis=None)), plot) for v in views)])
    figure.update_layout(margin={"l": round(_AXIS_PX + _CHARACTER_PX * longest)})
    figure.update_yaxes(automargin=False, title_standoff=8 + round(_CHARACTER_PX * (longest - now)))


def label_length(low: float, high: float, plot: float) -> int:
    """The characters of the longest label on an axis of values between the two, with as many ticks as plotly gives a plot of so
    many pixels.

    >>> label_length(0.0, 9.2, 300), label_length(3.4, 5.7, 300), label_length(-190, 40, 300)
    (1, 3, 4)
    """
    rough = ((high - low) or abs(high) or 1.0) * 1.1 / (min(max(plot / 40, 4), 9) + 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(nice for nice in (2, 5, 10) if rough / power <= nice)
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    ticks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    return max(
        (len(f"{tick:,.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{tick:,.0f}") for tick in ticks), default=1
    )


def _names_beside(figure: go.Figure, ends: Sequence[EndLabel]) -> None:
    """The names with their last values beside the plot, the highest first; a click on one hides its line."""
    order = sorted(range(len(ends)), key=lambda at: -ends[at].value)
    for rank, at in enumerate(order):
        figure.data[at].update(name=base.plain(ends[at].text), legendrank=rank)
    beside = {"orientation": "v", "x": 1, "xanchor": "left", "y": 1, "yanchor": "top", "font": {"size": 12}}
    widest = max(len(end.text) for end in ends)
    figure.update_layout(showlegend=True, legend=beside, margin={"r": round(_BESIDE_PX + 6 * widest)})


def with_breaks(series: pd.Series, pause_days: int = GAP_DAYS) -> pd.Series:
    """The observations, and a missing one the day after each that is followed by a pause of more than so many days.

    A day that one of two publishers skips is no pause; without the breaks a line would run straight across a real one.
    """
    kept = series.dropna()
    days = kept.index.to_numpy()
    last_before = days[:-1][np.diff(days) > np.timedelta64(pause_days, "D")]
    if not len(last_before):
        return kept
    breaks = pd.Series(float("nan"), index=pd.DatetimeIndex(last_before + np.timedelta64(1, "D")))
    return pd.concat([kept, breaks]).sort_index()


def _end_text(name: str, series: pd.Series, last: pd.Timestamp, decimals: int, pause_days: int) -> str:
    day = series.index[-1]
    if (last - day).days > pause_days:
        return tr("{name} to {day}", name=name, day=day_of_month(day)).strip()
    return f"{name} {round(float(series.iloc[-1]), decimals) + 0.0:,.{decimals}f}".strip()
