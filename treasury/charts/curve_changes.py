"""How the curve changed over days, weeks or months: a heatmap by tenor, and bars coloured by the kind of change."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, parts, theme
from treasury.language import tr, trn

MOST_COLUMNS = 520
WRITTEN_COLUMNS = 14  # up to so many, the figures stand in the cells
_FULL = 0.98  # of the cells lie within the colour scale; what is beyond has its ends
_STEP_BP = 5
_STEP_DAYS = {"day": 1, "week": 7, "month": 30}
_BAR_SHARE = 0.75  # of its period
_GRID = {"week": ("W-SUN", 4), "month": ("M", 14)}  # where a period stands: on its Friday, on the 15th
_LONG_WEEKEND = pd.Timedelta(days=4)
_MS = 86_400_000


@base.kept
def change_map(changes: pd.DataFrame, period: str, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """A cell a tenor and period: rises warm, falls cool, no change bare. The latest 520 periods at most.

    In: bp, one row a period, dated with its last day; one column a tenor, in order. ``period``: day, week or month.
    """
    drawn = changes.dropna(how="all").dropna(how="all", axis="columns").iloc[-MOST_COLUMNS:]
    if drawn.empty:
        return base.empty_figure(tr("No change in this range."), title)
    figure = base.new_figure(title, height=460, legend=False)
    full, ends = colour_limit(drawn), _ends(drawn.index, period)
    drawn = on_grid(drawn, period)
    few = len(drawn) <= WRITTEN_COLUMNS
    figure.add_heatmap(
        x=base.day_strings(drawn.index),
        y=list(drawn.columns),
        z=[base.rounded(drawn[tenor], 1) for tenor in drawn],
        customdata=[ends] * drawn.shape[1],
        zmin=-full,
        zmid=0,
        zmax=full,
        colorscale=[list(stop) for stop in theme.DIVERGING],
        xgap=1 if len(drawn) <= 130 else 0,
        ygap=1,
        texttemplate="%{z:.0f}" if few else "",
        textfont={"size": 11},
        colorbar={
            "orientation": "h",
            "thickness": 10,
            "len": 0.7,
            "x": 0.5,
            "y": -0.14,
            "yanchor": "top",
            "title": {"text": tr("bp; stronger changes have the colour of the ends"), "side": "bottom", "font": {"size": 12}},
        },
        hovertemplate=f"%{{y}}, {_until('%{customdata}', period)}: %{{z:+,.0f}} bp<extra></extra>",
    )
    figure.update_layout(hovermode="closest", margin={"b": 92})
    figure.update_yaxes(type="category", tickvals=list(drawn.columns), showgrid=False)
    _period_axis(figure, drawn.index, period, marks)
    figure.update_xaxes(showgrid=False)
    figure.update_shapes(layer="above")
    return figure


def on_grid(frame: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows at even steps, so that no cell is stretched: a week on its Friday, a month on its 15th, empty where there is none.

    Days stay on their day; a pause longer than a long weekend has an empty row at both ends. In: rows dated with the last
    day of their period.
    """
    days = frame.index
    if period == "day":
        long, step = (days[1:] - days[:-1]) > _LONG_WEEKEND, pd.Timedelta(days=1)
        empty = (days[:-1][long] + step).union(days[1:][long] - step)
        return frame.reindex(days.union(empty))
    freq, middle = _GRID[period]
    periods = days.to_period(freq)
    grid = pd.period_range(periods[0], periods[-1], freq=freq)
    return frame.set_axis(periods, axis="index").reindex(grid).set_axis(grid.start_time + pd.Timedelta(days=middle), axis="index")


def _ends(days: pd.DatetimeIndex, period: str) -> list[str]:
    """What to call each step of the grid: the last day of the period, "" where there is none."""
    ends = on_grid(pd.DataFrame({"day": days}, index=days), period)["day"]
    return ["" if pd.isna(day) else units.day(day) for day in ends]


def colour_limit(changes: pd.DataFrame) -> float:
    """The change, in bp, from which cells have the full colour: 98 percent of them lie within, in steps of 5 bp."""
    size = changes.abs().stack().quantile(_FULL)
    return float(max(-(-size // _STEP_BP), 1) * _STEP_BP)


def change_map_words(changes: pd.DataFrame, period: str) -> str:
    """What `change_map` shows, for those who cannot see it: the span, the latest column, the largest rise and fall."""
    drawn = changes.dropna(how="all").iloc[-MOST_COLUMNS:]
    cells = drawn.stack()
    if cells.empty:
        return tr("No change in this range.")
    last = drawn.iloc[-1].dropna()
    named = [f"{tenor} {units.bp(last[tenor])}" for tenor in ("3M", "2Y", "5Y", "10Y", "30Y") if tenor in last.index]
    (up_day, up), (down_day, down) = cells.idxmax(), cells.idxmin()
    return tr(
        "Changes by tenor, {periods}, {days}. Latest: {latest}. Largest rise {rise} ({rise_tenor}, {rise_day}), "
        "largest fall {fall} ({fall_tenor}, {fall_day}).",
        periods=counted(len(drawn), period),
        days=units.days(drawn.index[0].date(), drawn.index[-1].date()),
        latest=tr(", ").join(named),
        rise=units.bp(cells.max()),
        rise_tenor=up,
        rise_day=_until(units.day(up_day.date()), period),
        fall=units.bp(cells.min()),
        fall_tenor=down,
        fall_day=_until(units.day(down_day.date()), period),
    )


def counted(count: int, period: str) -> str:
    """So many days, weeks or months, in words.

    >>> counted(3, "week"), counted(1, "day")
    ('3 weeks', '1 day')
    """
    if period == "day":
        return trn("{count} day", "{count} days", count, count=count)
    if period == "week":
        return trn("{count} week", "{count} weeks", count, count=count)
    return trn("{count} month", "{count} months", count, count=count)


def _until(day: str, period: str) -> str:
    """The period by its last day."""
    if period == "day":
        return day
    return tr("week to {day}", day=day) if period == "week" else tr("month to {day}", day=day)


@base.kept
def regime_bars(found: pd.DataFrame, period: str, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One bar a period: as high as the mean change of the 2-year and the 10-year, in the colour of its kind of change.

    In: ``level_bp two_year_bp ten_year_bp slope_bp regime``, one row a period. ``period``: day, week or month.
    """
    if found.empty:
        return base.empty_figure(tr("No change of the 2-year and the 10-year in this range."), title)
    figure = base.new_figure(title, y_title=tr("Basis points"), height=400)
    drawn = on_grid(found.assign(end=[units.day(day) for day in found.index]), period)
    for regime, colour in theme.REGIME_COLOURS.items():
        some = drawn[drawn["regime"] == regime]
        if some.empty:
            continue
        base.add_bars(
            figure,
            some["level_bp"],
            tr(regime),
            colour,
            customdata=some[["two_year_bp", "ten_year_bp", "slope_bp", "end"]].round(1).to_numpy().tolist(),
            width=_STEP_DAYS[period] * _BAR_SHARE * _MS,
        )
    figure.update_traces(
        hovertemplate=f"{_until('%{customdata[3]}', period)}<br>2Y %{{customdata[0]:+,.0f}} bp, "
        "10Y %{customdata[1]:+,.0f} bp, 2s10s %{customdata[2]:+,.0f} bp<extra>%{fullData.name}</extra>"
    )
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    figure.update_layout(barmode="overlay", hovermode="closest")
    _period_axis(figure, drawn.index, period, marks)
    parts.legend_at_foot(figure)
    return figure


def regime_words(found: pd.DataFrame, period: str) -> str:
    """What `regime_bars` shows, for those who cannot see it: how many of each kind, and the latest."""
    if found.empty:
        return tr("No change of the 2-year and the 10-year in this range.")
    counts = found["regime"].value_counts()
    last, latest = found.iloc[-1], str(found["regime"].iloc[-1])
    return tr(
        "Of {periods}, {days}: {kinds}. The latest, {day}, {kind}: 2Y {two_year}, 10Y {ten_year}.",
        periods=counted(len(found), period),
        days=units.days(found.index[0].date(), found.index[-1].date()),
        kinds=tr(", ").join(_so_many(int(count), str(regime)) for regime, count in counts.items()),
        day=_until(units.day(found.index[-1].date()), period),
        kind=tr(latest).lower(),
        two_year=units.bp(last["two_year_bp"]),
        ten_year=units.bp(last["ten_year_bp"]),
    )


def _so_many(count: int, regime: str) -> str:
    if regime == "Unchanged":
        return tr("{count} unchanged", count=count)
    return trn("{count} {kind}", "{count} {kind}s", count, count=count, kind=tr(regime).lower())


def _period_axis(figure: go.Figure, days: pd.DatetimeIndex, period: str, marks: Sequence[base.Mark]) -> None:
    """Key dates, and half a period of room at both ends."""
    half = pd.Timedelta(days=_STEP_DAYS[period]) / 2
    base.add_key_dates(figure, marks, (days[0] - half).date(), (days[-1] + half).date())
