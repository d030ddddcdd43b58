"""What the page "Curve" says of changes: their kinds, their map, and level, slope and curvature."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import curve_changes, curve_factors
from treasury.charts import curve_factors as charts
from treasury.charts.curve_changes import MOST_COLUMNS, counted
from treasury.language import N_, tr
from treasury.ui import layout, recipe
from treasury.ui.cache import Loaded
from treasury.ui.recipe import Recipe

PERIODS: Mapping[str, curve_changes.Period] = MappingProxyType({N_("Day"): "day", N_("Week"): "week", N_("Month"): "month"})
WINDOWS = curve_factors.WINDOWS

LABELS = {
    "regime": N_("Kind of change"),
    "periods": N_("Periods"),
    "count_share_pct": N_("Of all"),
    "two_year_bp": N_("2Y, mean"),
    "ten_year_bp": N_("10Y, mean"),
    "slope_bp": N_("2s10s, mean"),
    "last": N_("Last"),
    "window": N_("Window"),
    "level_share_pct": N_("Level"),
    "slope_share_pct": N_("Slope"),
    "curvature_share_pct": N_("Curvature"),
    "rest_share_pct": N_("Rest"),
    "count": N_("Changes"),
    "start": N_("From"),
    "end": N_("To"),
}

REGIME_NOTES = N_("""
By the changes of the 2-year and the 10-year over the period. **Bear**: neither fell, one rose. **Bull**: neither rose, one fell.
**Twist**: one rose and the other fell. **Steepener**: the 10-year minus the 2-year grew; **flattener**: it shrank; **parallel**:
both moved by the same. Weeks run to the last day of an ISO week, months to their last day; the latest one counts as far as
it goes. A week needs a figure in the week before; days and months are not taken across more than 7 days without one.
""")
MAP_NOTES = N_("""
Change of each tenor over the period in basis points: warm for rises, cool for falls, bare for none. 98 percent of the cells lie
within the scale; stronger ones have the colour of its ends, the figure is in the label. Empty: no figure.
""")
FACTOR_NOTES = N_("""
Principal components of the daily changes of 2, 3, 5, 7, 10, 20 and 30 years, in basis points, on days on which all of them have
one, never across a pause of more than 7 days (which adds nothing to the sums). Signs: a higher level, a steeper slope and a
5-year that rises against both ends are positive. **A usual day**: one standard deviation of the factor. **Scores added up**:
each in the unit of its measure: level is the mean change of the tenors, slope the 30-year minus the 2-year, curvature twice
the 5-year minus both ends. The factors describe; they are estimated anew for each window and have no cause of their own.
""")


def period_regimes(loaded: Loaded, period: curve_changes.Period) -> tuple[Recipe, Recipe]:
    """The changes of every tenor by period, and the kind of each."""
    pair = recipe.of(loaded)[[curve_changes.SHORT, curve_changes.LONG]]
    found = recipe.kept(curve_changes.regimes, recipe.kept(curve_changes.period_changes, pair, period=period))
    return recipe.kept(curve_changes.period_changes, loaded, period=period), found


def draw_counts(found: Recipe, loaded: Loaded) -> None:
    """How often each kind occurred in the range."""
    if len(found.frame):
        table = recipe.call(curve_changes.regime_counts, found)
        layout.show_table(table, key="counts", sources=[loaded], labels=LABELS, notes=REGIME_NOTES, height="content")


def say_cut(part: pd.DataFrame, period: str) -> None:
    """A word where the range has more periods than are drawn."""
    if len(part) > MOST_COLUMNS:
        places = {"periods": counted(MOST_COLUMNS, period), "all": units.count(len(part))}
        start = units.day(part.index[-MOST_COLUMNS].date())
        st.caption(tr("Drawn: the latest {periods}, from {start}. The CSV holds all {all}.", start=start, **places))


def factors(loaded: Loaded, window: str) -> Recipe:
    """The factors of a window that ends with the series; None where it has too few days."""
    return recipe.kept(curve_factors.of_window, loaded, years=WINDOWS[window])


def say_too_few() -> None:
    """A card for a window in which factors cannot be found."""
    why = tr("Fewer than 60 days of this window have a figure at every tenor from 2Y to 30Y.")
    layout.empty_card(tr("Too few days"), why)


def factor_words(found: curve_factors.Factors) -> str:
    """The window, and how much of the variance the three explain in it."""
    level, slope, curvature = found.explained_pct
    return tr(
        "Of the variance of {count} daily changes, {days}, level explains {level}, slope {slope} and curvature {curvature}.",
        count=units.count(found.count),
        days=units.days(found.start, found.end),
        level=units.percent(level, 1),
        slope=units.percent(slope, 1),
        curvature=units.percent(curvature, 1),
    )


def path_words(paths: pd.DataFrame) -> str:
    """How far each factor has gone since the start of the window."""
    if paths.empty:
        return tr("No score in this window.")
    last = paths.iloc[-1]
    said = tr(", ").join(f"{charts.within(name)} {units.bp(last[f'{name}_bp'])}" for name in curve_factors.NAMES)
    return tr("Scores added up, {days}: {said}.", days=units.days(paths.index[0].date(), paths.index[-1].date()), said=said)


def draw_factors(found: Recipe, loaded: Loaded, rows: Recipe) -> None:
    """What a usual day of each factor does, and the change between the first and the last day chosen in factors."""
    left, right, usual = *st.columns(2), found.value
    with left:
        figure = charts.loading_lines(usual.daily_bp, usual.explained_pct, tr("A usual day of each factor"))
        alt, csv = charts.loading_words(usual.daily_bp, usual.explained_pct), found.part("daily_bp").then("add_suffix", "_bp")
        layout.show_chart(figure, key="loadings", alt=alt, sources=[loaded], csv=csv, notes=FACTOR_NOTES)
    with right:
        parts = recipe.call(curve_factors.between_days, found, rows)
        figure = charts.change_parts(parts.frame, tr("First to last day chosen, in factors"))
        alt = charts.change_words(parts.frame)
        layout.show_chart(figure, key="parts", alt=alt, sources=[loaded], csv=parts, name="in factors", notes=FACTOR_NOTES)


def draw_paths(found: Recipe, loaded: Loaded) -> None:
    """How far each factor has gone since the start of the window, and the shares explained in every window."""
    changes = recipe.kept(curve_factors.complete_changes, loaded).between(found.value.start, loaded.frame.index[-1].date())
    paths = recipe.call(curve_factors.scores, found, changes).then("cumsum")
    figure, alt = charts.factor_paths(paths.frame, tr("Scores added up")), path_words(paths.frame)
    layout.show_chart(figure, key="paths", alt=alt, sources=[loaded], csv=paths, name="factors", notes=FACTOR_NOTES)
    table = recipe.kept(curve_factors.explained, loaded)
    layout.show_table(table, key="explained", sources=[loaded], labels=LABELS, notes=FACTOR_NOTES, height="content")
