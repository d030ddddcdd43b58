"""What is next: the next auction, buyback, refunding and FOMC statement that the data know of, or up to where they know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from treasury import reference, units
from treasury.answers import calendar as answer
from treasury.answers.calendar_words import short_title
from treasury.calendar import utc_today
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import cache, layout
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

DAYS = 200
# Kind of the calendar: what it is called here.
KINDS = {"auction": N_("Auction"), "buyback": N_("Buyback"), "refunding": N_("Refunding"), "fomc": "FOMC"}
WHAT, WHEN, WHICH = N_("What"), N_("When"), N_("Which")  # headings of the table
FILES = ("fomc_meetings.csv", "refunding_statements.csv")
NOTES = N_("""
From today on, by the datasets and reviewed files held; times are US Eastern. Where nothing is known, the last day that is known
stands there: a refresh looks for more. Settlements and releases are on the page Calendar.
""")


def sources() -> list[Loaded]:
    return [cache.frame(name) for name in answer.DATASETS]


def coming(held: Sequence[Loaded]) -> dict[str, Any]:
    """By kind: the next event, and the last day of it that is known. Raises BadReference and OSError for a reviewed file."""
    changed = sum((reference.FOLDER / name).stat().st_mtime_ns for name in FILES)
    found: dict[str, Any] = cache.computed(_coming, *held, names=answer.DATASETS, today=utc_today().isoformat(), changed=changed)
    return found


def _coming(*frames: pd.DataFrame, names: tuple[str, ...], today: str, changed: int) -> dict[str, Any]:  # noqa: ARG001 (in the key)
    load = dict(zip(names, frames, strict=True)).__getitem__
    start = date.fromisoformat(today)
    events = answer.calendar(load, start, start + timedelta(days=DAYS))
    until = answer.known_until(load)
    return {kind: {"events": [e for e in events if e["kind"] == kind], "until": until[kind]} for kind in KINDS}


def table(found: dict[str, Any]) -> pd.DataFrame:
    """The next of each kind in words: what, when, and what is known of it."""
    rows = [{WHAT: tr(name), **_row(found[kind])} for kind, name in KINDS.items()]
    return pd.DataFrame(rows, columns=[WHAT, WHEN, WHICH]).rename(columns=tr)


def _row(one: dict[str, Any]) -> dict[str, str]:
    if not one["events"]:
        if not one["until"]:
            return {WHEN: tr("not known"), WHICH: tr("None from today on; none is held.")}
        until = units.day(date.fromisoformat(one["until"]))
        return {WHEN: tr("not known"), WHICH: tr("None from today on; the last known is {until}.", until=until)}
    day = one["events"][0]["date"]
    own = [event for event in one["events"] if event["date"] == day]
    titles = tr("; ").join(dict.fromkeys(short_title(event) for event in own))
    clock = next((f" {event['start_time']}" for event in own if event["start_time"]), "")
    more = len(one["events"]) - len(own)
    which = (
        tr("{titles}; {more} more within {days} days.", titles=titles, more=more, days=DAYS)
        if more
        else tr("{titles}.", titles=titles)
    )
    return {WHEN: f"{units.day(date.fromisoformat(day))}{clock}", WHICH: which}


def draw() -> None:
    """The table, with every event of these kinds in its CSV; a card where nothing is held or a reviewed file is broken."""
    every = sources()
    held = [one for one in every if one.ok]
    if not held:
        layout.missing_card(every[0])
        return
    try:
        found = coming(every)
    except (BadReference, OSError) as fault:
        layout.failed_card(tr("A reviewed file cannot be read"), plain(str(fault)))
        return
    columns = ["date", "start_time", "kind", "title", "detail", "state", "url"]
    csv = pd.DataFrame([event for kind in KINDS for event in found[kind]["events"]], columns=columns).sort_values("date")
    layout.show_words(table(found), key="next", sources=held, csv=csv, name="what is next", notes=NOTES)
