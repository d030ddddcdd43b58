"""home.treasury.gov: the daily-rate feed, Atom XML asked for one year a request."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from treasury.dataset import Window
from treasury.errors import NoObservations, SourceChanged
from treasury.http import Body, Session

PUBLISHER = "treasury_gov"
PATH = "/resource-center/data-chart-center/interest-rates/pages/xml"
ATOM = "{http://www.w3.org/2005/Atom}"
META = "{http://schemas.microsoft.com/ado/2007/08/dataservices/metadata}"

Years = Mapping[int, Body]


@dataclass(frozen=True)
class Rate:
    """One figure of the feed: its element, our column, and when it was published.

    A year's answer must hold the element if it was published on any day of that answer. So the 1.5-month rate, first
    published in February 2025, may be absent from earlier years but not from later ones, and a renamed element is noticed
    even where the older years of the same payload still carry the old name.
    """

    element: str
    column: str
    since: date
    pause: tuple[str, str] | None = None

    def was_published(self, day: str) -> bool:
        paused = self.pause is not None and self.pause[0] <= day <= self.pause[1]
        return self.since.isoformat() <= day and not paused


@dataclass(frozen=True)
class Feed:
    """One of the feed's kinds of rates.

    ``ignored`` matches elements that are known and left out. ``unbroken``: a year without a row before a year with rows
    is a broken answer; where a mirror may hold only some years, it is not.
    """

    data: str
    dataset: str
    date_element: str
    rates: tuple[Rate, ...]
    ignored: re.Pattern[str]
    unbroken: bool = True


def years(session: Session, feed: Feed, first: date, window: Window) -> Years:
    """The answers for the years that can have changed: all of them at first, later the one or two up to today."""
    asked = range(window.start(first).year, window.today.year + 1)
    return {year: _one_year(session, feed, year, window.today) for year in asked}


def _one_year(session: Session, feed: Feed, year: int, today: date) -> Body:
    params = {"data": feed.data, "field_tdr_date_value": str(year)}
    # In the first days of January the year's file may not exist yet; at any other time an empty body is a failure.
    return session.get(PATH, params, expect="xml", empty_ok=year == today.year and today.month == 1)


def table(payload: Years, feed: Feed) -> pd.DataFrame:
    """The rows of all years: `date` as sent and one column a rate, cells the text that was sent.

    Elements that are neither declared nor ignored keep their own name, so that they are noticed. Raises SourceChanged
    for another kind of document, rows of another year and a missing element; NoObservations for a hole in the years.
    """
    rows: list[dict[str, str | None]] = []
    empty: list[int] = []
    for year, body in sorted(payload.items()):
        found = _entries(body, feed, year)
        if not found:
            empty.append(year)
            continue
        if empty and feed.unbroken:
            raise NoObservations(PUBLISHER, feed.dataset, f"{empty[0]} came without a row, though {year} has rows")
        _check_year(found, feed, year)
        rows += found
    names = {rate.element: rate.column for rate in feed.rates} | {feed.date_element: "date"}
    frame = pd.DataFrame(rows, dtype="object")
    frame = frame[[name for name in frame.columns if not feed.ignored.fullmatch(name)]].rename(columns=names)
    # What was not due in any of these years is a column of missing cells, not a missing column.
    columns = dict.fromkeys(["date", *(rate.column for rate in feed.rates), *frame.columns])
    return frame.reindex(columns=list(columns))


def _entries(body: Body, feed: Feed, year: int) -> list[dict[str, str | None]]:
    if not body.content.strip():
        return []
    if body.xml.tag != ATOM + "feed":
        raise SourceChanged(PUBLISHER, feed.dataset, f"the answer for {year} is <{_name(body.xml)}>, not a feed")
    return [{_name(cell): _text(cell) for cell in entry} for entry in body.xml.iter(META + "properties")]


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(cell: ET.Element) -> str | None:
    missing = cell.get(META + "null") == "true" or cell.text is None
    return None if missing else str(cell.text).strip()


def _check_year(found: list[dict[str, str | None]], feed: Feed, year: int) -> None:
    """Raises SourceChanged when a row belongs to another year, or an element that was due is nowhere."""
    seen = {name for row in found for name in row}
    if feed.date_element not in seen:
        raise SourceChanged(PUBLISHER, feed.dataset, f"element {feed.date_element!r} is missing in {year}")
    days = [str(row.get(feed.date_element))[:10] for row in found]
    if astray := [day for day in days if day[:4] != str(year)]:
        raise SourceChanged(PUBLISHER, feed.dataset, f"the answer for {year} holds a row of {astray[0]}")
    gone = [rate.element for rate in feed.rates if rate.element not in seen and any(map(rate.was_published, days))]
    if gone:
        declared = {rate.element for rate in feed.rates} | {feed.date_element}
        unknown = sorted(name for name in seen - declared if not feed.ignored.fullmatch(name))
        hint = f"unknown elements: {', '.join(unknown)}" if unknown else "renamed or dropped at the source"
        raise SourceChanged(PUBLISHER, feed.dataset, f"element {gone[0]!r} is missing in {year}", hint)
