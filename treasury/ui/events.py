"""What the pages of the section Events share: choosing an event, which other assets stand beside it, words for sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import reference, units
from treasury.analytics import event_study, term_premium
from treasury.analytics.confounders import confounders
from treasury.analytics.then_and_now import Kind, Named
from treasury.charts.base import Mark
from treasury.charts.event import SessionMark
from treasury.errors import BadReference
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

DEFAULT = date(2025, 4, 2)
_PICKED = "event_picked"  # the list of key dates; the day itself stands in the address

# Dataset, column, name on the page, kind.
_ASSETS: tuple[tuple[str, str, str, Kind], ...] = (
    ("dollar_index", "DTWEXBGS", "Dollar", "level"),
    ("equities", "SP500", "S&P 500", "level"),
    ("vix", "VIXCLS", "VIX", "points"),
    ("financial_stress", "fsi", "Financial stress", "points"),
    ("financial_stress", "equity_valuation", "Stress: equity valuation", "points"),
    ("financial_stress", "volatility", "Stress: volatility", "points"),
    ("real_par_yields", "10Y", "10Y real", "percent"),
    ("breakevens", "T10YIE", "10Y breakeven", "percent"),
    ("term_premium_acm", "ACMTP10", "10Y premium (ACM)", "percent"),
    ("term_premium_kw", "THREEFYTP10", "10Y premium (Kim-Wright)", "percent"),
)
_LIVE_ONLY = {"equities": "S&P 500", "vix": "VIX"}
_OFFLINE = ("Stress: equity valuation", "Stress: volatility")  # shown where one of those two is not held


@dataclass(frozen=True)
class Event:
    """The day chosen and the key dates that begin on it (none: a day of the reader's own)."""

    day: date
    marks: tuple[Mark, ...]

    @property
    def name(self) -> str:
        """The day, with what happened where that is known."""
        labels = "; ".join(mark.label for mark in self.marks)
        return units.day(self.day) + (f" ({labels})" if labels else "")


def choose(first: date, last: date) -> Event:
    """A key date from a list, or any day; in the address as ?event=2025-04-02.

    The list holds the main key dates first, then the others, each newest first; those without a figure are left out.
    """
    listed, trouble = cache.key_dates()
    if trouble:
        st.warning(f"Key dates cannot be offered: {plain(trouble)}", icon=":material/event_busy:")
        marks = []
    else:
        marks = controls.marks(listed.sort_values(["default", "date"], ascending=False, kind="stable"))
    by_day: dict[date, list[Mark]] = {}
    for mark in marks:
        if first <= mark.day <= last:
            by_day.setdefault(mark.day, []).append(mark)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        left, right = st.container(width=400), st.container(width=220)
    with right:
        day = controls.day("Day", key="event", default=DEFAULT, first=first, last=last, help="Any day; session 0 follows it.")
    found = Event(day, tuple(by_day.get(day, ())))
    st.session_state[_PICKED] = day if found.marks else None
    left.selectbox(
        "Event",
        list(by_day),
        index=None,
        key=_PICKED,
        format_func=lambda one: Event(one, tuple(by_day[one])).name,
        placeholder="A day of your own",
        on_change=_take_over,
        help="Key dates: the main ones first, each group newest first.",
    )
    return found


def _take_over() -> None:
    picked = st.session_state[_PICKED]
    if picked is not None:
        st.session_state["event"] = picked


def say_sessions(event: Event, series: pd.Series) -> None:
    """What happened, which day the changes are measured from, which days the sessions are.

    ``series`` is the yield whose observations are counted.
    """
    start = event_study.baseline(series, event.day).date
    days = event_study.session_dates(series, event.day).dropna()
    if start and 0 in days.index and days[0].date() != event.day:
        st.info(
            f"{_weekday(event.day)} has no figure. Session 0 is the first day after it that has one: {_weekday(days[0])}.",
            icon=":material/event_repeat:",
        )
    said = [f"**{plain(mark.label)}**: {plain(mark.title)}" for mark in event.marks]
    if start:
        said.append(f"Changes are measured from the last value before the day, **{units.day(start)}**.")
        if len(days):
            said.append(f"Session {', '.join(f'{session} is {units.day(day)}' for session, day in days.items())}.")
        else:
            said.append("No session follows within a week: the series pauses here, so no change is known.")
    else:
        said.append("There is no figure in the week before this day: no change can be measured from it.")
    st.markdown("  \n".join(said))


def reached(table: pd.DataFrame, session: int) -> int:
    """The session wanted or, with a word, the last one before it at which the table of reactions has any figure."""
    held = [one for one in table.columns if one <= session and table[one].notna().any()]
    if not held or held[-1] == session:
        return session
    st.info(f"Session {session} is not held (see below): showing session {held[-1]}.", icon=":material/event_busy:")
    return int(held[-1])


def _weekday(day: date) -> str:
    return f"{('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')[day.weekday()]} {units.day(day)}"


def session_marks(marks: Sequence[Mark], event: Event, series: pd.Series) -> list[SessionMark]:
    """Key dates, and the event itself, on an axis of sessions; those after the last observation are left out."""
    own = [] if event.marks else [Mark(event.day, "Event")]
    found = []
    for mark in [*own, *event.marks, *(mark for mark in marks if mark.day != event.day)]:
        at = event_study.session_of(series, event.day, mark.day)
        until = event_study.session_of(series, event.day, mark.end) if mark.end else at
        if at is not None:
            found.append(SessionMark(mark, at, len(series) if until is None else until))
    return found


def say_missing(table: pd.DataFrame, series: Mapping[str, pd.Series] | pd.DataFrame, event: Event) -> None:
    """Why cells of a table of reactions are empty, one line a reason.

    ``table`` has one row a series and one column a session; ``series`` gives each by the name of its row.
    """
    reasons: dict[str, list[str]] = {}
    for name, cells in table.iterrows():
        empty = cells.index[cells.isna()].tolist()
        why = {session: event_study.why_missing(series[str(name)], event.day, session) for session in empty}
        for reason in dict.fromkeys(why.values()):
            at = [session for session in empty if why[session] == reason]
            where = "" if len(at) == table.shape[1] else f" from session {at[0]}"
            reasons.setdefault(f"{where}: the series {reason}", []).append(str(name))
    lines = [f"{'all' if len(names) == len(table) else plain(', '.join(names))}{reason}" for reason, names in reasons.items()]
    if lines:
        st.caption(f"{units.MISSING} for " + "; for ".join(lines) + ".")


def assets() -> tuple[list[Named], list[Loaded]]:
    """The other assets that are held, and their datasets; a card for those that are not.

    The stress index's parts for stocks and volatility stand beside the S&P 500 and the VIX, never under their names.
    """
    names = dict.fromkeys(dataset for dataset, *_ in _ASSETS)
    loaded = {name: cache.frame(name) for name in names}
    live = [name for name in _LIVE_ONLY if loaded[name].state == "never"]
    if live:
        what = " and ".join(_LIVE_ONLY[name] for name in live)
        why = "Copyrighted figures are no part of the embedded snapshot; they come from FRED with the first refresh:"
        layout.never_card(f"{what}: live only", f"{why} `python -m treasury refresh {' '.join(live)}`, or the data page.")
    layout.drawable(*(item for name, item in loaded.items() if name not in live))
    wanted = [one for one in _ASSETS if one[2] not in _OFFLINE or live]
    held = [Named(name, loaded[d].frame[column], kind) for d, column, name, kind in wanted if loaded[d].ok]
    return held, [item for item in loaded.values() if item.ok]


def with_units(table: pd.DataFrame) -> pd.DataFrame:
    """The frame of `event_study.asset_reactions` with each row's unit behind its name."""
    names = [f"{name}, {'%' if unit == 'percent' else unit}" for name, unit in table["unit"].items()]
    return table.drop(columns="unit").set_axis(pd.Index(names, name=table.index.name)).rename_axis(columns="session")


def parts(par: Loaded, event: Event) -> tuple[pd.DataFrame, list[Loaded]]:
    """What the 10-year's change was made of, by session, and the datasets behind it; a card for each that is missing."""
    others = [cache.frame(name) for name in ("real_par_yields", "breakevens", "term_premium_acm", "term_premium_kw")]
    layout.drawable(*others)
    real, breakeven, acm, kim_wright = (item.frame for item in others)
    series = (par.frame["10Y"], real["10Y"], breakeven["T10YIE"], term_premium.decompose(acm), kim_wright["THREEFYTP10"])
    return term_premium.decomposition(*series, event.day), [par, *(item for item in others if item.ok)]


def beside(event: Event) -> tuple[pd.DataFrame, list[Loaded]]:
    """What else happened within two sessions, and the datasets behind it; a card for what cannot be read."""
    others = [cache.frame("auctions"), cache.frame("buyback_operations")]
    layout.drawable(*others)
    try:
        meetings = reference.fomc_meetings()
    except BadReference as failure:
        layout.failed_card("FOMC meetings cannot be read", plain(str(failure)))
        meetings = pd.DataFrame()
    found = confounders(event.day, cache.key_dates()[0], meetings, *(item.frame for item in others))
    if found.empty:
        st.markdown("No key date, FOMC statement, auction of 2 years or more, or buyback within two sessions is held.")
    return found, [item for item in others if item.ok]


def span(session: int) -> str:
    """How a headline says a session.

    >>> span(0), span(1), span(5)
    ('on', '1 session after', '5 sessions after')
    """
    return "on" if session == 0 else f"{units.count(session)} session{'s' if session > 1 else ''} after"
