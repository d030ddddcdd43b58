"""What the page "Curve" asks and says of the days chosen: presets, fitted curves, headline, the sessions of an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import curve, curve_changes, curve_days, moves
from treasury.charts import curve as charts
from treasury.charts.base import Mark
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, recipe
from treasury.ui.cache import Loaded
from treasury.ui.recipe import Recipe
from treasury.ui.text import plain

SERIES = {N_("Par curve"): "par_yields", N_("Long history"): "cmt_yields"}
SESSIONS = range(-10, 21)
BEFORE = -1  # the session before an event, which changes are measured from
_AFTER = 5  # sessions after a key date that a preset shows
_NEAR_DAYS = 7
_PRESET = "days_preset"
_NAMED = {"2Y": N_("2-year"), "10Y": N_("10-year"), "30Y": N_("30-year")}
_PLAIN = {
    "Bear parallel": N_("a parallel rise"),
    "Bull parallel": N_("a parallel fall"),
    "Unchanged": N_("no change of the 2- and 10-year"),
}

LABELS = {
    "tenor": N_("Tenor"),
    "par_pct": N_("Par yield"),
    "zero_pct": N_("Zero"),
    "zero_continuous_pct": N_("Zero, continuous"),
    "forward_pct": N_("1-year forward from there"),
    "par_duration_years": N_("Duration at par"),
}
NOTES = N_("""
**Par yields** as published: what a bond of that maturity, issued that day at par, would pay. Differences are taken from the first
of the days chosen, tenor by tenor; they are missing where either day has no figure (the 30-year from 2002 to 2006, short
bills before they were sold). Days without a figure are moved to the last one before that has one.
""")
TERM_NOTES = N_("""
Fitted through the par yields of the day with no smoothing: tenors of a year and more as bonds at par with semi-annual coupons,
shorter ones as zero-coupon bonds; between tenors the log discount factor is a monotone cubic spline. **Zero**: yield of a
single payment, bond equivalent (and continuously compounded, as the Federal Reserve's fitted zeros are). **1-year forward**: the
one-year rate that the curve holds for a start in so many years, not a forecast: it contains term premium. **Duration at par**:
modified duration in years of a bond whose coupon is the par yield.\n
Beyond 10 years only 20 and 30 years are published, and zeros and forwards magnify what these par yields do: a basis point in the
30-year par yield is several in the forwards behind 20 years. The hump near 20 years is in the published yields.
""")
PLAY_NOTES = N_("""
Par yields at each session around the day, against the last value before it; bars are the differences. Nothing moves until Play is
pressed; the slider shows any one session, and the CSV holds them all. The scale is the same in all sessions.
""")


@dataclass(frozen=True)
class Measure:
    """One reading of the fitted curve: the function of curve and years, the name of the x-axis, and whether that counts the years
    until something begins."""

    read: Callable[[curve.Curve, curve.Years], curve.Numbers]
    x_title: str
    ahead: bool = False


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        N_("1-year forwards"): Measure(curve.forward_pct, N_("Years until the forward year begins"), ahead=True),
        N_("Zeros"): Measure(curve.zero_pct, N_("Years to maturity")),
        N_("Par yields"): Measure(curve.par_pct, N_("Years to maturity")),
        N_("Instantaneous forwards"): Measure(curve.instantaneous_forward_pct, N_("Years ahead"), ahead=True),
    }
)


def choose_days(loaded: Loaded) -> list[date]:
    """The days laid over each other, and a list of presets: around each key date, or the latest against earlier days."""
    held = loaded.frame.index
    listed, trouble = cache.key_dates()
    if trouble:
        st.warning(tr("Key dates cannot be offered: {trouble}", trouble=plain(trouble)), icon=":material/event_busy:")
    marks = [] if trouble else controls.marks(listed.sort_values(["default", "date"], ascending=False, kind="stable"))
    references = [] if trouble else controls.marks(listed[listed["category"] == "reference"])
    offered = presets(held, marks, references)
    default = next(iter(offered.values()))
    with st.container(horizontal=True):
        left, right = st.container(width=400), st.container(width=860)
    with right:
        every = [day for days in offered.values() for day in days]
        days = controls.days(
            tr("Days"), held, key="days", default=default, offered=every, help=tr("Up to six; any day can be typed.")
        )
    st.session_state[_PRESET] = next((name for name, made in offered.items() if made == days), None)
    left.selectbox(
        tr("Preset"),
        list(offered),
        index=None,
        key=_PRESET,
        placeholder=tr("Days of your own"),
        on_change=_take_over,
        args=({name: [day.isoformat() for day in made] for name, made in offered.items()},),
        help=tr("Before, on and five sessions after a key date: the main ones first."),
    )
    return days


def _take_over(offered: Mapping[str, list[str]]) -> None:
    picked = st.session_state[_PRESET]
    if picked is not None:
        st.session_state["days"] = offered[picked]


def presets(held: pd.DatetimeIndex, marks: Sequence[Mark], references: Sequence[Mark]) -> dict[str, list[date]]:
    """Days to lay over each other, by name: the latest against the reference date and against earlier days, then key dates.

    A key date gives the last day before it, the first on or after it and the fifth session after that; a span its last day
    instead. Dates too far from any figure are left out.
    """
    last = held[-1]
    since = [mark for mark in references if held[0] <= pd.Timestamp(mark.day) < last]
    made = {
        tr("Latest and {label}", label=mark.label): [_on_or_before(held, pd.Timestamp(mark.day)), last.date()]
        for mark in since[-1:]
    }
    steps = {
        tr("Latest and a week ago"): pd.DateOffset(weeks=1),
        tr("Latest and a month ago"): pd.DateOffset(months=1),
        tr("Latest and a year ago"): pd.DateOffset(years=1),
    }
    for name, step in steps.items():
        made[name] = [_on_or_before(held, last - step), last.date()]
    for mark in marks:
        at = int(held.searchsorted(pd.Timestamp(mark.day)))
        if 0 < at < len(held) and (held[at] - held[at - 1]).days <= _NEAR_DAYS:
            before, on, later = (held[n].date() for n in (at - 1, at, min(at + _AFTER, len(held) - 1)))
            days = {before, on, later} if mark.end is None else {before, _on_or_before(held, pd.Timestamp(mark.end))}
            made[tr("{days}: {label}", days=units.days(mark.day, mark.end), label=mark.label)] = sorted(days)
    return {name: days for name, days in made.items() if len(set(days)) > 1}


def _on_or_before(held: pd.DatetimeIndex, day: pd.Timestamp) -> date:
    made: date = held[max(int(held.searchsorted(day, side="right")) - 1, 0)].date()
    return made


def terms(lines: pd.DataFrame, measure: str, rows: pd.DataFrame) -> tuple[Any, str]:
    """The figure of one measure over years, par yields with the published points, and what it shows in words."""
    how, points = MEASURES[measure], rows if measure == "Par yields" else None
    figure = charts.term_lines(lines, tr(measure), tr(how.x_title), points)
    return figure, charts.term_words(lines, tr(measure), ahead=how.ahead)


def term_csv(lines: Recipe) -> Recipe:
    """The lines of `curve_days.readings` for the CSV, the unit in the names."""
    return lines.then("set_axis", [f"{day.date()}_pct" for day in lines.frame], axis="columns")


def say_skipped(curves: Mapping[date, curve.Curve]) -> None:
    """Which tenors had no figure on which days; the fit goes through the others."""
    said = [
        tr("{tenors} on {day}", tenors=tr(", ").join(one.missing), day=units.day(day))
        for day, one in curves.items()
        if one.missing
    ]
    if said:
        st.caption(tr("Without a figure, and skipped in the fit: {said}.", said=tr("; ").join(said)))


def draw_tenors(loaded: Loaded, curves: Recipe) -> None:
    """The table of one of the days at its tenors, the latest unless another is chosen."""
    layout.section(N_("At the tenors"))
    if not curves.value:
        return
    listed = [one.isoformat() for one in sorted(curves.value, reverse=True)]
    day = date.fromisoformat(controls.choice(tr("Day shown"), listed, key="at"))
    table = recipe.call(curve_days.at_tenors, loaded, curves, day)
    layout.show_table(table, key="tenors", sources=[loaded], labels=LABELS, notes=TERM_NOTES, height="content")


def headline(rows: pd.DataFrame, five: tuple[date, str] | None) -> str:
    """What the curve did between the first and the last day chosen, and over the last five sessions (`last_five`)."""
    text = _levels(rows) if len(rows) == 1 else _changes(rows)
    if five is not None:
        text += tr(" Over the last five sessions, to {day}, it made {kind}.", day=units.day(five[0]), kind=kind_words(five[1]))
    return text


def _levels(rows: pd.DataFrame) -> str:
    levels = [
        tr("the {tenor} yields {level}", tenor=tr(named), level=units.percent(rows[tenor].iloc[0]))
        for tenor, named in _NAMED.items()
        if tenor in rows and rows[tenor].notna().all()
    ]
    return tr("On {day} {levels}.", day=units.day(rows.index[0]), levels=tr(", ").join(levels))


def _changes(rows: pd.DataFrame) -> str:
    moved = {tenor: round((rows[tenor].iloc[-1] - rows[tenor].iloc[0]) * 100, 6) for tenor in _NAMED if tenor in rows}
    said = [f"{tr(_NAMED[tenor])} {units.bp(change)}" for tenor, change in moved.items() if change == change]
    both = [moved.get(tenor, float("nan")) for tenor in (curve_changes.SHORT, curve_changes.LONG)]
    days = {"first": units.day(rows.index[0]), "last": units.day(rows.index[-1])}
    changes = tr(", ").join(said) if said else tr("no tenor is held on both days")
    if any(change != change for change in both):
        return tr("From {first} to {last} the curve moved: {changes}.", **days, changes=changes)
    kind = kind_words(curve_changes.regime(*both))
    return tr("From {first} to {last} the curve made {kind}: {changes}.", **days, kind=kind, changes=changes)


def last_five(frame: pd.DataFrame) -> tuple[date, str] | None:
    """The kind of change over the last five sessions, and their last day; None where either tenor has no such change."""
    both = pd.concat(
        {t: moves.rolling_five_move(frame[t]) for t in (curve_changes.SHORT, curve_changes.LONG)}, axis="columns", sort=True
    )
    if both.empty or both.iloc[-1].isna().any():
        return None
    return both.index[-1].date(), curve_changes.regime(*both.iloc[-1])


def kind_words(regime: str) -> str:
    """The name of a kind of change within a sentence.

    >>> kind_words("Bear steepener"), kind_words("Bull parallel")
    ('a bear steepener', 'a parallel fall')
    """
    return tr(_PLAIN[regime]) if regime in _PLAIN else tr("a {kind}", kind=tr(regime).lower())


def sessions(made: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, date]]:
    """The yields of `curve_days.sessions`, and the day of each session."""
    rows = made.drop(columns="day").rename(columns=lambda name: str(name).removesuffix("_pct"))
    return rows, {int(session): day.date() for session, day in made["day"].items()}
