"""Several lines over days in one figure, each with its name and last value at the right end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import legend_at_foot
from treasury.language import N_, tr
from treasury.units import day_of_month

GAP_DAYS = 7  # a line that ends so much before the last day of the figure says at its end up to where it goes

END_PX = 48  # for a figure without a name at the end of a line


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
    its last day, not its value. ``legend`` moves names that would take a third of a phone from the ends of the lines into a
    legend; the ends keep the figures.
    """
    drawn = frame[[column for column in styles if column in frame]].dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr(empty), title)
    figure = base.new_figure(title, y_title=y_title, subtitle=subtitle)
    first, last = drawn.index[0], drawn.index[-1]
    ends = []
    for column in drawn:
        style, series = styles[str(column)], with_breaks(drawn[column], pause_days)
        name, most = tr(style.name), base.POINTS // drawn.shape[1]
        base.add_line(
            figure, series, name, style.colour, decimals=decimals, unit=unit, dash=style.dash, width=style.width, most=most
        )
        text = _end_text(name, series, last, decimals, pause_days)
        ends.append(base.EndLabel(float(series.iloc[-1]), text, style.colour))
    low, high = float(drawn.min(axis=None)), float(drawn.max(axis=None))
    if zero and low < 0:
        figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
        high = max(high, 0.0)
    base.add_key_dates(figure, marks, first.date(), last.date())
    base.label_ends(figure, last.date(), ends, low, high)
    if legend:
        _names_in_legend(figure, styles)
    if y_range:
        figure.update_yaxes(range=list(y_range))
    return figure


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
        return tr("{name} to {day}", name=name, day=day_of_month(day))
    return f"{name} {round(float(series.iloc[-1]), decimals) + 0.0:,.{decimals}f}"


def _names_in_legend(figure: go.Figure, styles: Mapping[str, Style]) -> None:
    for note in figure.layout.annotations:
        for style in styles.values():
            note.text = note.text.removeprefix(f"{base.plain(tr(style.name))} ")
    figure.update_layout(showlegend=True, margin={"r": END_PX})
    legend_at_foot(figure)
