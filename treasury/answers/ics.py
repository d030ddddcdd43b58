"""The calendar as a file that calendar programs read (RFC 5545).

Times of day are written in UTC, worked out from US Eastern by the time zone database; whole days as dates, without a zone. So
no reader needs a zone definition, and nothing shifts when daylight saving begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

EASTERN = ZoneInfo("America/New_York")
NAME = "Treasury Truce"
PRODUCT = "-//Treasury Truce//Calendar//EN"
REFRESH = timedelta(hours=6)
_SEQUENCE = {"expected": 0, "scheduled": 0, "announced": 1, "result": 2, "cancelled": 2}  # each state replaces the one before


def ics(events: Iterable[dict[str, Any]]) -> bytes:
    """The events of `calendar.calendar` as an iCalendar file, in their order; the same events give the same bytes.

    ``uid`` is theirs, so a program that reads the file again updates what it has. SEQUENCE rises from scheduled over
    announced to the result. DTSTAMP is the day as of which the data are, not the moment of writing.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", NAME)
    made.add("x-wr-calname", NAME)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(_component(event))
    written: bytes = made.to_ical()
    return written


def _component(event: dict[str, Any]) -> Event:
    day = date.fromisoformat(event["date"])
    made = Event()
    made.add("uid", event["uid"])
    made.add("dtstamp", datetime.combine(date.fromisoformat(event["as_of"]), time(), UTC))
    starts, ends = event["start_time"], event["end_time"]
    made.add("dtstart", _moment(day, starts) if starts else day)
    if starts and ends and ends > starts:
        made.add("dtend", _moment(day, ends))
    made.add("summary", event["title"])
    clock = f"{starts}{f' to {ends}' if ends else ''} US Eastern. " if starts else ""
    made.add("description", f"{clock}{event['detail']} State: {event['state']}.")
    made.add("categories", [event["kind"]])
    made.add("status", _status(event))
    made.add("sequence", _SEQUENCE[event["state"]])
    made.add("transp", "TRANSPARENT")
    made.add("url", event["url"])
    return made


def _status(event: dict[str, Any]) -> str:
    """What was called off, and what may still move: the tentative schedule of buybacks, a release by its cadence."""
    if event["state"] == "cancelled":
        return "CANCELLED"
    open_plan = event["state"] == "expected" or (event["kind"], event["state"]) == ("buyback", "scheduled")
    return "TENTATIVE" if open_plan else "CONFIRMED"


def _moment(day: date, clock: str) -> datetime:
    """A time of day in New York as UTC."""
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=EASTERN).astimezone(UTC)
