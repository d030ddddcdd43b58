"""What the pages of the section Events share: choosing an event, which other assets stand beside it, words for sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import reference, units
from treasury.analytics import event_study, term_premium
from treasury.analytics.assets import ASSETS
from treasury.analytics.assets import series as asset_series
from treasury.analytics.confounders import confounders
from treasury.analytics.then_and_now import Named
from treasury.charts.base import Mark
from treasury.charts.event import SessionMark
from treasury.errors import BadReference
from treasury.language import ENGLISH, N_, joined, tr, trn, using
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

DEFAULT = date(2025, 4, 2)
SERIES = {N_("Par curve"): "par_yields", N_("Long history"): "cmt_yields"}
SESSIONS = [str(session) for session in event_study.SESSIONS]
PATH = range(-10, 21)
SINCE = {"2001": date(2001, 1, 1), N_("Whole series"): None}
KINDS = {"key_date": N_("Key date"), "fomc": "FOMC", "auction": N_("Auction"), "buyback": N_("Buyback")}
_PICKED = "event_picked"  # the list of key dates; the day itself stands in the address
_LIVE_ONLY = {"equities": "S&P 500", "vix": "VIX"}
_WEEKDAYS = (
    N_("Monday {day}"),
    N_("Tuesday {day}"),
    N_("Wednesday {day}"),
    N_("Thursday {day}"),
    N_("Friday {day}"),
    N_("Saturday {day}"),
    N_("Sunday {day}"),
)


@dataclass(frozen=True)
class Event:
    """The day chosen, the key dates that begin on it (none: a day of the reader's own), the reader's own name for it, and what
    the key dates say in English, for downloads."""

    day: date
    marks: tuple[Mark, ...]
    label: str = ""
    english: str = ""

    @property
    def what(self) -> str:
        """The reader's name for it, or what the key dates say; "" where nothing is known."""
        return self.label or together([mark.label for mark in self.marks])

    @property
    def name(self) -> str:
        """The day, with what happened where that is known."""
        day = units.day(self.day)
        return tr("{day} ({what})", day=day, what=self.what) if self.what else day


def together(labels: Sequence[str]) -> str:
    """What key dates of one day say, beside each other.

    >>> together(["Hint at larger coupons", "Court hears tariff case"])
    'Hint at larger coupons; Court hears tariff case'
    """
    said = "".join(labels[:1])
    for label in labels[1:]:
        said = tr("{before}; {label}", before=said, label=label)
    return said


def choose(first: date, last: date) -> Event:
    """A key date from a list, or any day, under a name of the reader's own; in the address as ?event=2025-04-02&label=…

    The list holds the main key dates first, then the others, each newest first; those without a figure are left out.
    """
    by_day = offered(listed(), first, last)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        left, middle, right = st.container(width=340), st.container(width=170), st.container(width=260)
    with middle:
        day = controls.day(
            tr("Day"), key="event", default=DEFAULT, first=first, last=last, help=tr("Any day; session 0 follows it.")
        )
    controls.follows("label", day, "")  # a name belongs to the day that it was given to
    with right:
        label = controls.text(
            tr("Label"), key="label", placeholder=tr("A name of your own"), help=tr("Stands for the event in this view.")
        )
    found = Event(day, tuple(by_day.get(day, ())), label)
    st.session_state[_PICKED] = day if found.marks else None
    left.selectbox(
        tr("Event"),
        list(by_day),
        index=None,
        key=_PICKED,
        format_func=lambda one: Event(one, tuple(by_day[one])).name,
        placeholder=tr("A day of your own"),
        on_change=_take_over,
        help=tr("Key dates: the main ones first, each group newest first."),
    )
    return found


def listed() -> list[Mark]:
    """The key dates, the main ones first, each group newest first; with a card, none where they cannot be read."""
    frame, trouble = cache.key_dates()
    if trouble:
        st.warning(tr("Key dates cannot be offered: {trouble}", trouble=plain(trouble)), icon=":material/event_busy:")
        return []
    return controls.marks(frame.sort_values(["default", "date"], ascending=False, kind="stable"))


def listed_in_english() -> list[Mark]:
    """The same as the address and downloads name them; nothing is said where they cannot be read."""
    frame, trouble = cache.key_dates()
    with using(ENGLISH):
        return [] if trouble else controls.marks(frame.sort_values(["default", "date"], ascending=False, kind="stable"))


def offered(marks: Sequence[Mark], first: date, last: date) -> dict[date, list[Mark]]:
    """Key dates by day, in their order, those that begin between two days."""
    by_day: dict[date, list[Mark]] = {}
    for mark in marks:
        if first <= mark.day <= last:
            by_day.setdefault(mark.day, []).append(mark)
    return by_day


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
            tr(
                "{day} has no figure. Session 0 is the first day after it that has one: {first_session}.",
                day=_weekday(event.day),
                first_session=_weekday(days[0]),
            ),
            icon=":material/event_repeat:",
        )
    said = [f"**{plain(mark.label)}**: {plain(mark.title)}" for mark in event.marks]
    if start:
        said.append(tr("Changes are measured from the last value before the day, **{start}**.", start=units.day(start)))
        if len(days):
            dated = [tr("{session} is {day}", session=session, day=units.day(day)) for session, day in days.items()]
            said.append(tr("Session {dated_sessions}.", dated_sessions=tr(", ").join(dated)))
        else:
            said.append(tr("No session follows within a week: the series pauses here, so no change is known."))
    else:
        said.append(tr("There is no figure in the week before this day: no change can be measured from it."))
    st.markdown("  \n".join(said))


def reached(table: pd.DataFrame, session: int) -> int:
    """The session wanted or, with a word, the last one before it at which the table of reactions has any figure."""
    held = [one for one in table.columns if one <= session and table[one].notna().any()]
    if not held or held[-1] == session:
        return session
    st.info(
        tr("Session {session} is not held (see below): showing session {last_held}.", session=session, last_held=held[-1]),
        icon=":material/event_busy:",
    )
    return int(held[-1])


def _weekday(day: date) -> str:
    return tr(_WEEKDAYS[day.weekday()], day=units.day(day))


def session_marks(marks: Sequence[Mark], event: Event, series: pd.Series) -> list[SessionMark]:
    """Key dates, and the event itself, on an axis of sessions; those after the last observation are left out."""
    title = together([mark.title for mark in event.marks])
    own = [Mark(event.day, event.label or tr("Event"), title)] if event.label or not event.marks else list(event.marks)
    found = []
    for mark in [*own, *(mark for mark in marks if mark.day != event.day)]:
        at = event_study.session_of(series, event.day, mark.day)
        until = event_study.session_of(series, event.day, mark.end) if mark.end else at
        if at is not None:
            found.append(SessionMark(mark, at, len(series) if until is None else until))
    return found


def say_missing(
    table: pd.DataFrame,
    series: Mapping[str, pd.Series] | pd.DataFrame,
    event: Event,
    days: pd.Series | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """Why cells of a table of reactions are empty, one line a reason.

    ``table`` has one row a series and one column a session; ``series`` gives each by the name of its row, ``names`` what to call
    it. ``days``: as in `event_study.why_missing`.
    """
    reasons: dict[tuple[str, str], list[str]] = {}
    for name, cells in table.iterrows():
        empty = cells.index[cells.isna()].tolist()
        why = {session: event_study.why_missing(series[str(name)], event.day, session, days) for session in empty}
        for reason in dict.fromkeys(why.values()):
            at = [session for session in empty if why[session] == reason]
            where = "" if len(at) == table.shape[1] else _at(at, list(table.columns))
            called = (names or {}).get(str(name), str(name))
            reasons.setdefault((where, reason), []).append(tr(called))
    lines = [
        tr(
            "for {series}{sessions}: the series {reason}",
            series=tr("all") if len(those) == len(table) else plain(tr(", ").join(those)),
            sessions=where,
            reason=reason,
        )
        for (where, reason), those in reasons.items()
    ]
    if lines:
        st.caption(tr("{missing} {reasons}.", missing=units.missing(), reasons=tr("; ").join(lines)))


def _at(sessions: Sequence[int], every: Sequence[int]) -> str:
    """Which sessions, in few words.

    >>> _at([5, 10, 20], [0, 1, 2, 5, 10, 20]), _at([0], [0, 1, 2])
    (' from session 5', ' at session 0')
    """
    if list(sessions) == list(every[-len(sessions) :]):
        return tr(" from session {session}", session=sessions[0])
    return tr(" at session {sessions}", sessions=", ".join(str(one) for one in sessions))


def assets() -> tuple[list[Named], list[Loaded]]:
    """The other assets that are held, and their datasets; a card for those that are not."""
    loaded = {name: cache.frame(name) for name in dict.fromkeys(asset.dataset for asset in ASSETS)}
    live = [name for name in _LIVE_ONLY if loaded[name].state == "never"]
    if live:
        layout.never_card(
            tr("{series}: live only", series=joined(_LIVE_ONLY[name] for name in live)),
            tr(
                "Copyrighted figures are no part of the embedded snapshot; they come from FRED with the first refresh: "
                "`python -m treasury refresh {datasets}`, or the data page.",
                datasets=" ".join(live),
            ),
        )
    layout.drawable(*(item for name, item in loaded.items() if name not in live))
    held = [asset_series(asset, lambda name: loaded[name].frame) for asset in ASSETS if loaded[asset.dataset].ok]
    return held, [item for item in loaded.values() if item.ok]


def with_units(table: pd.DataFrame) -> pd.DataFrame:
    """The frame of `event_study.asset_reactions` with each row's unit behind its name, in the reader's language."""
    names = [
        tr("{name}, {unit}", name=tr(str(name)), unit="%" if unit == "percent" else tr(unit))
        for name, unit in table["unit"].items()
    ]
    return table.drop(columns="unit").set_axis(pd.Index(names, name=table.index.name)).rename_axis(columns="session")


def parts(par: Loaded, event: Event) -> tuple[pd.DataFrame, dict[str, pd.Series], list[Loaded]]:
    """What the 10-year's change was made of, by session; the series of its parts by column; the datasets behind it.

    Shows a card for each dataset that is missing.
    """
    others = [cache.frame(name) for name in ("real_par_yields", "breakevens", "term_premium_acm", "term_premium_kw")]
    layout.drawable(*others)
    real, breakeven, acm, kim_wright = (item.frame for item in others)
    models = {"acm": term_premium.decompose(acm), "kim_wright": term_premium.decompose_kim_wright(kim_wright)}
    given = (par.frame["10Y"], real["10Y"], breakeven["T10YIE"], models["acm"], models["kim_wright"])
    made = term_premium.decomposition(*given, event.day)
    series = {"real_bp": real["10Y"], "breakeven_bp": breakeven["T10YIE"]}
    series |= {f"{name}_{part}_bp": model[f"{part}_pct"] for name, model in models.items() for part in ("path", "premium")}
    return made, series, [par, *(item for item in others if item.ok)]


def beside(event: Event) -> tuple[pd.DataFrame, pd.DataFrame, list[Loaded]]:
    """What else happened within two sessions, the same in English for the CSV, and the datasets behind it; a card for what
    cannot be read."""
    given, held = what_happened()
    found = confounders(event.day, *given)
    if found.empty:
        st.markdown(tr("No key date, FOMC statement, auction of 2 years or more, or buyback within two sessions is held."))
    with using(ENGLISH):
        english = confounders(event.day, *given)
    return found, english.replace({"kind": KINDS}), held


def what_happened() -> tuple[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame], list[Loaded]]:
    """Key dates, FOMC meetings, auctions and buybacks, for `confounders`, and their datasets; cards for what is not there."""
    auctions, operations = cache.frame("auctions"), cache.frame("buyback_operations")
    layout.drawable(auctions, operations)
    held = [item for item in (auctions, operations) if item.ok]
    return (cache.key_dates()[0], _meetings(), auctions.frame, operations.frame), held


def _meetings() -> pd.DataFrame:
    path = reference.FOLDER / "fomc_meetings.csv"
    try:
        return cache.computed(_read_meetings, changed=path.stat().st_mtime_ns)
    except (OSError, BadReference) as failure:
        layout.failed_card(tr("FOMC meetings cannot be read"), plain(str(failure)) if isinstance(failure, BadReference) else "")
        return pd.DataFrame()


def _read_meetings(changed: int) -> pd.DataFrame:  # noqa: ARG001 (part of the key under which it is kept)
    return reference.fomc_meetings()


def reactions(loaded: Loaded, event: Event, sessions: Sequence[int] = event_study.SESSIONS) -> pd.DataFrame:
    """`event_study.reactions` of the whole curve."""
    return cache.computed(event_study.reactions, loaded, date=event.day, sessions=tuple(sessions))


def after(session: int, event: str) -> str:
    """How a headline says a session of an event.

    >>> after(0, "2 Apr 2025"), after(1, "2 Apr 2025"), after(5, "2 Apr 2025")
    ('on 2 Apr 2025', '1 session after 2 Apr 2025', '5 sessions after 2 Apr 2025')
    """
    if session == 0:
        return tr("on {event}", event=event)
    return trn("{count} session after {event}", "{count} sessions after {event}", session, count=session, event=event)
