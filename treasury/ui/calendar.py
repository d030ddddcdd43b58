"""The parts of the calendar page: the events chosen, the agenda by week, the calendar file, the sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from treasury import frames, units
from treasury.answers import calendar as answer
from treasury.answers.calendar_words import short_title
from treasury.answers.ics import ics
from treasury.calendar import utc_today
from treasury.errors import BadReference
from treasury.language import ENGLISH, N_, tr, using
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.downloads import file_name
from treasury.ui.text import plain

KINDS = {
    "auction": N_("Auctions"),
    "settlement": N_("Settlements"),
    "buyback": N_("Buybacks"),
    "refunding": N_("Refunding"),
    "fomc": "FOMC",
    "release": N_("Releases"),
}
BADGES = {"auction": "blue", "settlement": "gray", "buyback": "green", "refunding": "violet", "fomc": "red", "release": "orange"}
SPANS = {N_("2 weeks"): 13, N_("60 days"): 60, N_("6 months"): 183, N_("1 year"): 366}
FIRST = date(1980, 1, 1)
AHEAD = timedelta(days=400)
SELECT_PX = 200
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
WEEKS_OPEN = 10  # later ones are folded
NOTES = N_("""
Times are US Eastern. **No result held**: announced or planned, and no result is in the data, be it that the day lies ahead, be
it that the data end before. An auction shows its time once the Treasury states it. **Settlements**: what is issued, paid back
and bought back on a day; maturing amounts are par as sold in the auctions held, before buybacks, on the day of payment.
**Buybacks** without an announcement follow the tentative schedule of the quarter. **Releases**: the last day on which the next
record of a weekly, monthly or quarterly dataset is usually out, going by the one before; publishers do not set it.
""")
SUBSCRIBE = N_("""
The file holds the days from three months back to a year ahead. Import it once, or let a calendar program follow the address
`/calendar.ics` of a hosted dashboard (in Google Calendar: Other calendars, From URL; in Outlook: Add calendar, Subscribe from
web; in Apple Calendar: File, New Calendar Subscription). Every event keeps its identity, so a newer file updates it. Without a
server: `python -m treasury calendar --ics > treasury.ics`.
""")


@dataclass(frozen=True)
class Agenda:
    """The events of the kinds and days chosen, those of all kinds from today on, and up to where the data know of any."""

    events: list[dict[str, Any]]
    ahead: list[dict[str, Any]]
    kinds: list[str]
    start: date
    end: date
    sources: list[Loaded]
    until: dict[str, str | None]

    @property
    def frame(self) -> pd.DataFrame:
        """The events as a table, for the figure and the CSV."""
        columns = ["date", "start_time", "end_time", "kind", "title", "detail", "state", "url", "uid"]
        made = pd.DataFrame(self.events, columns=columns)
        return made.assign(date=pd.to_datetime(made["date"]).astype("datetime64[us]"))

    @property
    def span(self) -> str:
        return units.days(self.start, self.end)


def sources() -> list[Loaded]:
    return [cache.frame(name) for name in answer.DATASETS]


def agenda(held: list[Loaded]) -> Agenda | None:
    """The controls of the page (kinds, first day, span; all in the address) and the events they leave.

    Nothing, with a card, where a reviewed file cannot be read.
    """
    chosen = controls.several(tr("Kinds"), list(KINDS.values()), key="kinds", default=list(KINDS.values()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=SELECT_PX):
            start = controls.day(tr("From"), key="from", default=utc_today(), first=FIRST, last=utc_today() + AHEAD)
        span = controls.choice(tr("Range"), list(SPANS), key="days", default="60 days")
    end = start + timedelta(days=SPANS[span])
    kinds = [kind for kind, name in KINDS.items() if name in chosen]
    try:
        events = _events(held, start, end)
        ahead = (
            events if start <= utc_today() <= end else _events(held, utc_today(), utc_today() + timedelta(days=SPANS["60 days"]))
        )
        until = answer.known_until(_load(held))
    except BadReference as failure:
        layout.failed_card(tr("A reviewed file cannot be read"), plain(str(failure)))
        return None
    ahead = [event for event in ahead if event["date"] >= utc_today().isoformat()]
    return Agenda([event for event in events if event["kind"] in kinds], ahead, kinds, start, end, held, until)


def _events(held: list[Loaded], start: date, end: date) -> list[dict[str, Any]]:
    return answer.calendar(_load(held), start, end, map(cache.state, frames.datasets().index))


def _load(held: list[Loaded]) -> Any:
    by_id = {item.dataset.id: item.frame for item in held}
    return by_id.__getitem__


def headline(made: Agenda) -> str:
    """What comes next from today on, and up to where auctions are known."""
    known = made.until["auction"]
    if not known:
        auctions = tr("no auction is held")
    elif known < utc_today().isoformat():
        auctions = tr("no auction after {day} is held", day=_day(known))
    else:
        auctions = tr("auctions are known to {day}", day=_day(known))
    if not made.ahead:
        return tr("Nothing is known of the days ahead: {auctions}.", auctions=auctions)
    first = made.ahead[0]["date"]
    names = list(dict.fromkeys(_short(event) for event in made.ahead if event["date"] == first))
    listed = tr(", ").join(names[:3])
    if len(names) > 3:
        listed = tr("{names} and {count} more", names=listed, count=len(names) - 3)
    later = next((e for e in made.ahead if e["date"] > first and e["kind"] in ("fomc", "refunding", "buyback")), None)
    if not later:
        return tr("Next, on {day}: {events}; {auctions}.", day=_day(first), events=listed, auctions=auctions)
    return tr(
        "Next, on {day}: {events}; then {later} on {later_day}; {auctions}.",
        day=_day(first),
        events=listed,
        later=_short(later),
        later_day=_day(later["date"]),
        auctions=auctions,
    )


def _short(event: dict[str, Any]) -> str:
    """The title without what the kind says already; a refunding's quarter left out."""
    if event["kind"] == "refunding":
        return str(event["title"]).split(tr(", "))[0]
    title = short_title(event)
    return tr("buyback of {bucket}", bucket=title) if event["kind"] == "buyback" else title


def _day(text: str) -> str:
    return units.day(date.fromisoformat(text))


def lanes_alt(made: Agenda) -> str:
    """How many events of each kind, and how many of them have a result."""
    counted = made.frame["kind"].value_counts()
    said = [tr("{count} {kind}", count=counted[kind], kind=_kind(kind)) for kind in made.kinds if kind in counted.index]
    done = int(made.frame["state"].eq("result").sum())
    return tr(
        "Calendar, {span}: {events}; {done} of {count} with a result held.",
        span=made.span,
        events=tr(", ").join(said) or tr("no event"),
        done=done,
        count=len(made.events),
    )


def _kind(kind: str) -> str:
    """The name of a kind within a sentence."""
    return KINDS[kind] if kind == "fomc" else tr(KINDS[kind]).lower()


def draw_gaps(made: Agenda) -> None:
    """Says up to where auctions and buybacks are known when the days shown go further."""
    said = [
        tr("{kind} after {day}", kind=_kind(kind), day=_day(day)) if day else tr("any {kind}", kind=_kind(kind))
        for kind, day in made.until.items()
        if kind in made.kinds and kind in ("auction", "buyback") and (day is None or day < made.end.isoformat())
    ]
    if said:
        events = reduce(_either, said)
        layout.empty_card(
            tr("The data know of no {events}", events=events),
            tr(
                "These days may hold more than is shown. Refresh on the page Catalogue and health, or: python -m treasury "
                "refresh upcoming_auctions auctions buyback_operations buyback_schedule"
            ),
        )


def _either(one: str, two: str) -> str:
    return tr("{one} or {two}", one=one, two=two)


def draw_weeks(made: Agenda) -> None:
    """The agenda, week by week; many weeks are folded."""
    if not made.events:
        layout.empty_card(tr("Nothing from {span}", span=made.span), tr("No event of the kinds chosen is known in these days."))
        return
    weeks = [(monday, list(own)) for monday, own in groupby(made.events, key=_monday)]
    for monday, own in weeks[:WEEKS_OPEN]:
        _draw_week(monday, own)
    if weeks[WEEKS_OPEN:]:
        count = sum(len(own) for _, own in weeks[WEEKS_OPEN:])
        with st.expander(tr("{weeks} later weeks, {count} events", weeks=len(weeks) - WEEKS_OPEN, count=count)):
            for monday, own in weeks[WEEKS_OPEN:]:
                _draw_week(monday, own)


def _monday(event: dict[str, Any]) -> date:
    day = date.fromisoformat(event["date"])
    return day - timedelta(days=day.weekday())


def _draw_week(monday: date, events: list[dict[str, Any]]) -> None:
    lines = [tr("**Week of {monday}**", monday=units.day(monday)), ""]
    for day, own in groupby(events, key=lambda event: event["date"]):
        weekday = tr(WEEKDAYS[date.fromisoformat(day).weekday()])
        named = tr("{weekday} {day}", weekday=weekday, day=_day(day))
        lines.append(f"- **{named}**")
        lines += [f"    - {_line(event)}" for event in own]
    st.markdown("\n".join(lines))


def _line(event: dict[str, Any]) -> str:
    badge = f":{BADGES[event['kind']]}-badge[{tr(KINDS[event['kind']])}]"
    clock = event["start_time"] or ""
    if event["end_time"]:
        clock += f"-{event['end_time']}"
    title = plain(short_title(event))
    return f"{badge} {f'{clock} ' if clock else ''}[{title}]({event['url']}): {plain(event['detail'])}"


def calendar_file(held: list[Loaded]) -> bytes:
    """The calendar file of all kinds, for the days that a subscription covers: in English, as the hosted file is."""
    with using(ENGLISH):
        return ics(_events(held, *answer.window(utc_today())))


def download(made: Agenda) -> None:
    """The calendar file, made when the button is pressed, and how to follow it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            tr("Calendar file (.ics)"),
            data=lambda: calendar_file(made.sources),
            file_name=file_name("treasury calendar", layout.oldest(made.sources), "ics"),
            mime="text/calendar",
            icon=":material/event:",
            on_click="ignore",
            key="ics",
        )
        with st.popover(tr("How to subscribe"), icon=":material/rss_feed:", type="tertiary"):
            st.markdown(tr(SUBSCRIBE))
