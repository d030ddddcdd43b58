"""What the page "Curve" says of changes: their kinds, their map, and level, slope and curvature."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import curve_changes, curve_factors
from treasury.charts import curve_factors as charts
from treasury.charts.curve_changes import MOST_COLUMNS
from treasury.ui import cache, layout
from treasury.ui.cache import Loaded

PERIODS: Mapping[str, curve_changes.Period] = MappingProxyType({"Day": "day", "Week": "week", "Month": "month"})
WINDOWS: Mapping[str, int] = MappingProxyType({"1Y": 1, "2Y": 2, "5Y": 5, "10Y": 10, "All": 0})  # years; 0: the whole series

LABELS = {
    "regime": "Kind of change",
    "periods": "Periods",
    "count_share_pct": "Of all",
    "two_year_bp": "2Y, mean",
    "ten_year_bp": "10Y, mean",
    "slope_bp": "2s10s, mean",
    "last": "Last",
    "window": "Window",
    "level_share_pct": "Level",
    "slope_share_pct": "Slope",
    "curvature_share_pct": "Curvature",
    "rest_share_pct": "Rest",
    "count": "Changes",
    "start": "From",
    "end": "To",
}
_EXPLAINED = ("level_share_pct", "slope_share_pct", "curvature_share_pct", "rest_share_pct", "count", "start", "end")

REGIME_NOTES = """
By the changes of the 2-year and the 10-year over the period. **Bear**: neither fell, one rose. **Bull**: neither rose, one fell.
**Twist**: one rose and the other fell. **Steepener**: the 10-year minus the 2-year grew; **flattener**: it shrank; **parallel**:
both moved by the same. Weeks run to the last day of an ISO week, months to their last day; the latest one counts as far as
it goes. A week needs a figure in the week before; days and months are not taken across more than 7 days without one.
"""
MAP_NOTES = """
Change of each tenor over the period in basis points: warm for rises, cool for falls, bare for none. 98 percent of the cells lie
within the scale; stronger ones have the colour of its ends, the figure is in the label. Empty: no figure.
"""
FACTOR_NOTES = """
Principal components of the daily changes of 2, 3, 5, 7, 10, 20 and 30 years, in basis points, on days on which all of them have
one, never across a pause of more than 7 days (which adds nothing to the sums). Signs: a higher level, a steeper slope and a
5-year that rises against both ends are positive. **A usual day**: one standard deviation of the factor. **Scores added up**:
each in the unit of its measure: level is the mean change of the tenors, slope the 30-year minus the 2-year, curvature twice
the 5-year minus both ends. The factors describe; they are estimated anew for each window and have no cause of their own.
"""


def period_regimes(loaded: Loaded, period: curve_changes.Period) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The changes of every tenor by period, and the kind of each."""
    changes = cache.computed(curve_changes.period_changes, loaded, period=period)
    return changes, cache.computed(_regimes, loaded, period=period)


def _regimes(frame: pd.DataFrame, period: curve_changes.Period) -> pd.DataFrame:
    pair = frame[[curve_changes.SHORT, curve_changes.LONG]]
    return curve_changes.regimes(curve_changes.period_changes(pair, period))


def draw_counts(found: pd.DataFrame, loaded: Loaded) -> None:
    """How often each kind occurred in the range."""
    if len(found):
        table = curve_changes.regime_counts(found)
        layout.show_table(table, key="counts", sources=[loaded], labels=LABELS, notes=REGIME_NOTES, height="content")


def say_cut(part: pd.DataFrame, period: str) -> None:
    """A word where the range has more periods than are drawn."""
    if len(part) > MOST_COLUMNS:
        start = units.day(part.index[-MOST_COLUMNS].date())
        st.caption(f"Drawn: the latest {MOST_COLUMNS} {period}s, from {start}. The CSV holds all {units.count(len(part))}.")


def factors(loaded: Loaded, window: str) -> tuple[curve_factors.Factors | None, pd.DataFrame]:
    """The factors of a window that ends with the series, and the daily changes within it."""
    found = cache.computed(_factors, loaded, years=WINDOWS[window])
    changes = cache.computed(curve_factors.complete_changes, loaded)
    return found, changes if found is None else changes.loc[pd.Timestamp(found.start) :]


def _factors(frame: pd.DataFrame, years: int) -> curve_factors.Factors | None:
    changes = curve_factors.complete_changes(frame)
    start = (frame.index[-1] - pd.DateOffset(years=years)).date() if years else None
    return curve_factors.factors(changes, start)


def factor_words(found: curve_factors.Factors) -> str:
    """The window, and how much of the variance the three explain in it."""
    level, slope, curvature = found.explained_pct
    return (
        f"Of the variance of {units.count(found.count)} daily changes, {units.days(found.start, found.end)}, level explains "
        f"{units.percent(level, 1)}, slope {units.percent(slope, 1)} and curvature {units.percent(curvature, 1)}."
    )


def path_words(paths: pd.DataFrame) -> str:
    """How far each factor has gone since the start of the window."""
    if paths.empty:
        return "No score in this window."
    last = paths.iloc[-1]
    said = ", ".join(f"{name} {units.bp(last[f'{name}_bp'])}" for name in curve_factors.NAMES)
    return f"Scores added up, {units.days(paths.index[0].date(), paths.index[-1].date())}: {said}."


def draw_factors(found: curve_factors.Factors, loaded: Loaded, rows: pd.DataFrame) -> None:
    """What a usual day of each factor does, and the change between the first and the last day chosen in factors."""
    left, right = st.columns(2)
    with left:
        figure = charts.loading_lines(found.daily_bp, found.explained_pct, "A usual day of each factor")
        alt, csv = charts.loading_words(found.daily_bp, found.explained_pct), found.daily_bp.add_suffix("_bp")
        layout.show_chart(figure, key="loadings", alt=alt, sources=[loaded], csv=csv, notes=FACTOR_NOTES)
    with right:
        parts = change_parts(found, rows)
        figure, alt = charts.change_parts(parts, "First to last day chosen, in factors"), charts.change_words(parts)
        layout.show_chart(figure, key="parts", alt=alt, sources=[loaded], csv=parts, name="in factors", notes=FACTOR_NOTES)


def draw_paths(found: curve_factors.Factors, changes: pd.DataFrame, loaded: Loaded) -> None:
    """How far each factor has gone since the start of the window, and the shares explained in every window."""
    paths = curve_factors.scores(found, changes).cumsum()
    figure, alt = charts.factor_paths(paths, "Scores added up"), path_words(paths)
    layout.show_chart(figure, key="paths", alt=alt, sources=[loaded], csv=paths, name="factors", notes=FACTOR_NOTES)
    table = cache.computed(explained, loaded)
    layout.show_table(table, key="explained", sources=[loaded], labels=LABELS, notes=FACTOR_NOTES, height="content")


def explained(frame: pd.DataFrame) -> pd.DataFrame:
    """The shares of level, slope and curvature in each window; what they leave over; how many changes, from when to when."""
    rows: dict[str, dict[str, Any]] = {}
    for window, years in WINDOWS.items():
        found = _factors(frame, years)
        if found is not None:
            shares = found.explained_pct.add_suffix("_share_pct").to_dict()
            rest = {"rest_share_pct": 100 - found.explained_pct.sum()}
            rows[window] = shares | rest | {"count": found.count, "start": found.start, "end": found.end}
    made = pd.DataFrame.from_dict(rows, orient="index", columns=list(_EXPLAINED))
    return made.astype({"start": "datetime64[us]", "end": "datetime64[us]"}).rename_axis("window")


def change_parts(found: curve_factors.Factors, rows: pd.DataFrame) -> pd.DataFrame:
    """The change from the first to the last day chosen in factors, by tenor; empty where a tenor is not held on both."""
    if len(rows) < 2 or not set(found.loadings.index) <= set(rows.columns):
        return pd.DataFrame()
    moved = (rows.iloc[-1] - rows.iloc[0]) * 100
    moved = moved[list(found.loadings.index)]
    return curve_factors.change_in_factors(found, moved) if moved.notna().all() else pd.DataFrame()
