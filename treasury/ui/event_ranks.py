"""Ranks of an event's window, by every definition side by side: the control, the tables, the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import event_study, event_window
from treasury.analytics.moves import Rank
from treasury.charts.base import Mark
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, tables
from treasury.ui.cache import Loaded
from treasury.ui.events import Event

CSV = ("definition", "series", "since", "moved_on", "value_bp", "rank", "of", "ties", "largest_since", "history_from")
DEFINITIONS = {"day": N_("Day"), "calendar_week": N_("Calendar week"), "rolling_five": N_("Rolling five")}
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "definition": N_("Definition"),
        "series": N_("Tenor"),
        "value_bp": N_("Move"),
        "since_2001": N_("Rank since 1 Jan 2001"),
        "whole": N_("Rank, whole series"),
        "largest_since": N_("Largest since"),
        "history_from": N_("Series from"),
    }
)
NOTES = N_("""
Rises are ranked among rises, falls among falls; rank 1 is the largest. **Calendar week**: last observation of the ISO week that
holds the day minus the last of the week before; a holiday shortens the week, it does not move it. **Rolling five**: the day minus
the value five observations earlier. **Day**: the day minus the observation before. **Largest since**: the latest earlier day with
a move at least as large, in the whole series. No move is taken across more than 7 days without a
figure. The window opens on the week that holds session 5 of the event, fixed beforehand and not the largest to be found.
""")


def window_control(loaded: Loaded, event: Event, session: int) -> date:
    """The day whose week is ranked: by default the last of the week that holds the session chosen, whenever these change."""
    days = event_study.counted(loaded.frame)
    default = event_window.default_window(days, event.day, session) or event.day
    controls.follows("window", (event.day, session), default)
    first, last = days.index[1].date(), days.index[-1].date()
    day = controls.day(tr("Window"), key="window", default=default, first=first, last=last, help=tr("Ranked, with its week."))
    found = event_window.in_week(days, day)
    if found is None:
        st.info(
            tr("Window: the week of {day} has no figure, so nothing can be ranked.", day=units.day(day)),
            icon=":material/event_busy:",
        )
    elif found != day:
        st.info(
            tr("Window: {day} has no figure; {other_day} stands for it.", day=units.day(day), other_day=units.day(found)),
            icon=":material/event_repeat:",
        )
    return found or day


def window_mark(loaded: Loaded, day: date) -> Mark:
    """The week of the window as a band on the path by session."""
    monday = day - timedelta(days=day.weekday())
    end = event_window.in_week(event_study.counted(loaded.frame), monday + timedelta(days=6))
    return Mark(monday, tr("Window"), tr("The calendar week of {day}, which is ranked.", day=units.day(day)), end)


def of_day(loaded: Loaded, day: date) -> list[Rank]:
    """The ranks of one day's moves: the same that the command line gives."""
    return cache.computed(event_window.beside, loaded, date=day)


def in_words(found: Rank) -> str:
    """A calendar week's rank as a sentence."""
    rise, place = found.direction == "rise", units.ordinal(found.rank)
    if found.rank == 1:
        what = tr("the largest rise") if rise else tr("the largest fall")
    else:
        what = tr("the {place} largest rise", place=place) if rise else tr("the {place} largest fall", place=place)
    return tr(
        "In the week to {day} the {years}-year moved {change}, {rank} among {count} weeks since {since}.",
        day=units.day(found.moved_on),
        years=found.series.removesuffix("Y"),
        change=units.bp(found.value_bp),
        rank=what,
        count=units.count(found.of),
        since=units.day(found.since),
    )


def draw_window(loaded: Loaded, day: date, found: Sequence[Rank]) -> None:
    """The window's moves, ranked."""
    layout.section(tr("Ranks of {day} and its week", day=units.day(day)), "ranks")
    _draw(loaded, day, "ranks", found)


def draw_own(loaded: Loaded, event: Event) -> None:
    """The moves of the event's session 0, ranked."""
    zero = event_study.session_dates(event_study.counted(loaded.frame), event.day, (0,)).iloc[0]
    if pd.notna(zero):
        layout.section(tr("Ranks of session 0, {day}", day=units.day(zero)), "ranks-of-session-0")
        _draw(loaded, zero.date(), "own_ranks", of_day(loaded, zero.date()))


def _draw(loaded: Loaded, day: date, key: str, found: Sequence[Rank]) -> None:
    name = f"ranks {day}"
    layout.show_table(
        table(found), key=key, sources=[loaded], csv=figures(found), labels=LABELS, notes=NOTES, height="content", name=name
    )
    unknown = {one.series: one.definition for one in reversed(found) if one.value_bp is None}
    if unknown:
        why = [
            tr("{tenor} {reason}", tenor=tenor, reason=why_missing(loaded.frame[tenor], day, definition))
            for tenor, definition in unknown.items()
        ]
        st.caption(tr("{missing}: {reasons}.", missing=units.missing(), reasons=tr("; ").join(why)))


def why_missing(series: pd.Series, day: date, definition: str) -> str:
    """Why a tenor has no move by a definition on a day, as a part of a sentence."""
    if pd.isna(series.get(pd.Timestamp(day))):
        return tr("has no figure on {day}", day=units.day(day))
    if definition == "calendar_week":
        return tr("has no figure in the week before")
    return tr("has no figure within 7 days before, or not five in a row")


def table(found: Sequence[Rank]) -> pd.DataFrame:
    """`event_window.beside` for display: one row a definition and tenor, the ranks from 2001 and in the whole series as words."""
    rows = [
        (DEFINITIONS[new.definition], new.series, new.value_bp, place(new), place(old), _largest(old), old.history_from)
        for new, old in zip(found[::2], found[1::2], strict=True)
    ]
    return pd.DataFrame(rows, columns=list(LABELS)).astype({"value_bp": "float64", "history_from": "datetime64[us]"})


def figures(found: Sequence[Rank]) -> pd.DataFrame:
    """`event_window.beside` as figures, one row a definition, tenor and start."""
    return tables.from_rows(found, {name: name for name in CSV})


def _largest(found: Rank) -> str:
    if found.rank is None:
        return units.missing()
    return units.day(found.largest_since) if found.largest_since else tr("none in the series")


def place(found: Rank) -> str:
    """A rank in a cell: "2 of 1,343"."""
    if found.value_bp is None:
        return units.missing()
    if found.rank is None:
        return tr("no change, no rank") if found.value_bp == 0 else units.missing(tr("before 2001"))
    return tr("{rank} of {count}", rank=units.count(found.rank), count=units.count(found.of))
