"""Business days of the US government securities market, fiscal years, and dates typed by hand.

A business day is a day for which the Treasury publishes a par yield curve: the market's closings as SIFMA
recommends them, not the federal holidays. The two differ: the market closes on Good Friday, keeps 4 July, Juneteenth
and Christmas on the Friday when they fall on a Saturday, but not New Year's Day or Veterans Day. Early closings are
business days. Before 1986 the New York bank holidays of the time count, as in the Federal Reserve's H.15 history.
Years to come follow the same rules and know nothing of closings that are not yet announced.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from pandas.tseries.holiday import (
    MO,
    TU,
    GoodFriday,
    Holiday,
    USLaborDay,
    USMartinLutherKingJr,
    USThanksgivingDay,
    nearest_workday,
    sunday_to_monday,
)

from treasury.errors import BadInput

FIRST_YEAR, LAST_YEAR = 1960, 2100

# From here on the market opens on a Good Friday that is the first Friday of April: the employment report comes out.
_OPEN_GOOD_FRIDAYS_SINCE = 1996

_ONE_OFF_CLOSINGS = {
    "1963-11-25": "funeral of President Kennedy",
    "1964-02-21": "Washington's Birthday, kept on the Friday",
    "1964-05-29": "Memorial Day, kept on the Friday",
    "1968-04-09": "funeral of Martin Luther King",
    "1969-03-31": "funeral of President Eisenhower",
    "1969-07-21": "landing on the Moon",
    "1973-12-24": "day before Christmas",
    "1977-07-14": "New York blackout",
    "1978-05-30": "Memorial Day, traditional date",
    "1979-05-30": "Memorial Day, traditional date",
    "1985-01-21": "inauguration of President Reagan",
    "1985-09-27": "hurricane Gloria",
    "1994-04-27": "mourning for President Nixon",
    "2001-09-11": "attacks of 11 September",
    "2001-09-12": "attacks of 11 September",
    "2004-06-11": "mourning for President Reagan",
    "2012-10-30": "hurricane Sandy",
    "2018-12-05": "mourning for President Bush",
}

_LONGEST_DATE_TEXT = 40


def _weekday(nth: Any) -> pd.DateOffset:
    return pd.DateOffset(weekday=nth)


_RULES = (
    Holiday("New Year's Day", month=1, day=1, observance=sunday_to_monday),
    USMartinLutherKingJr,  # since 1986
    Holiday("Lincoln's Birthday", month=2, day=12, observance=sunday_to_monday, end_date="1985-12-31"),
    Holiday("Washington's Birthday", month=2, day=22, observance=sunday_to_monday, end_date="1970-12-31"),
    Holiday("Washington's Birthday", month=2, day=1, offset=_weekday(MO(3)), start_date="1971-01-01"),
    GoodFriday,
    Holiday("Memorial Day", month=5, day=30, observance=sunday_to_monday, end_date="1970-12-31"),
    Holiday("Memorial Day", month=5, day=31, offset=_weekday(MO(-1)), start_date="1971-01-01"),
    Holiday("Juneteenth", month=6, day=19, observance=nearest_workday, start_date="2022-01-01"),
    Holiday("Independence Day", month=7, day=4, observance=nearest_workday),
    USLaborDay,
    Holiday("Columbus Day", month=10, day=12, observance=sunday_to_monday, end_date="1970-12-31"),
    Holiday("Columbus Day", month=10, day=1, offset=_weekday(MO(2)), start_date="1971-01-01"),
    Holiday("Election Day", month=11, day=2, offset=_weekday(TU(1)), end_date="1984-12-31"),
    Holiday("Veterans Day", month=11, day=11, observance=sunday_to_monday, end_date="1970-12-31"),
    Holiday("Veterans Day", month=10, day=1, offset=_weekday(MO(4)), start_date="1971-01-01", end_date="1973-12-31"),
    Holiday("Veterans Day", month=11, day=11, observance=sunday_to_monday, start_date="1974-01-01"),
    USThanksgivingDay,
    Holiday("Christmas Day", month=12, day=25, observance=nearest_workday),
)


@cache
def _market() -> np.busdaycalendar:
    first, last = pd.Timestamp(FIRST_YEAR, 1, 1), pd.Timestamp(LAST_YEAR, 12, 31)
    ruled = {(rule.name, day) for rule in _RULES for day in rule.dates(first, last)}
    closed = {day.date() for name, day in ruled if not (name == GoodFriday.name and _market_opens_on(day))}
    return np.busdaycalendar(holidays=sorted(closed | {date.fromisoformat(day) for day in _ONE_OFF_CLOSINGS}))


def _market_opens_on(good_friday: date) -> bool:
    first_friday_of_april = good_friday.month == 4 and good_friday.day <= 7
    return first_friday_of_april and good_friday.year >= _OPEN_GOOD_FRIDAYS_SINCE


def is_business_day(day: date) -> bool:
    """Whether the market is open, early closings included. Raises BadInput outside 1960 to 2100.

    >>> is_business_day(date(2026, 4, 3)), is_business_day(date(2026, 7, 3))  # Good Friday with the jobs report; for 4 July
    (True, False)
    """
    return bool(np.is_busday(_covered(day), busdaycal=_market()))


def next_business_day(day: date) -> date:
    """The first business day after the day.

    >>> next_business_day(date(2025, 7, 3))
    datetime.date(2025, 7, 7)
    """
    return _shifted(day, 1, "backward")


def previous_business_day(day: date) -> date:
    """The last business day before the day.

    >>> previous_business_day(date(2025, 11, 12))
    datetime.date(2025, 11, 10)
    """
    return _shifted(day, -1, "forward")


def business_days(start: date, end: date) -> pd.DatetimeIndex:
    """Every business day from start to end, both included; empty when start is after end.

    >>> business_days(date(2025, 12, 24), date(2025, 12, 29)).strftime("%d").tolist()
    ['24', '26', '29']
    """
    days = np.arange(_covered(start), _covered(end) + np.timedelta64(1, "D"))
    return pd.DatetimeIndex(days[np.is_busday(days, busdaycal=_market())]).as_unit("us")


def fiscal_year(day: date) -> int:
    """The federal fiscal year, which begins on 1 October of the year before.

    >>> fiscal_year(date(2025, 9, 30)), fiscal_year(date(2025, 10, 1))
    (2025, 2026)
    """
    return day.year + (day.month >= 10)


def fiscal_quarter(day: date) -> int:
    """The quarter of the federal fiscal year: 1 is October to December.

    >>> fiscal_quarter(date(2025, 10, 1)), fiscal_quarter(date(2025, 9, 30))
    (1, 4)
    """
    return (day.month - 10) % 12 // 3 + 1


def quarter_label(day: date) -> str:
    """The calendar quarter, in a form that sorts.

    >>> quarter_label(date(2025, 10, 1))
    '2025 Q4'
    """
    return f"{day.year} Q{(day.month + 2) // 3}"


def iso_week(day: date) -> str:
    """The ISO week, Monday to Sunday, in a form that sorts; its year can differ from the day's.

    >>> iso_week(date(2025, 4, 11)), iso_week(date(2025, 12, 29))
    ('2025-W15', '2026-W01')
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def utc_today() -> date:
    """The day it is in UTC, by which every part of the dashboard goes, wherever its host stands."""
    return datetime.now(UTC).date()


def parse_day(text: str, *, name: str = "date") -> date:
    """A day typed as YYYY-MM-DD. ``name`` is what the message calls it, such as "start".

    Raises BadInput, with the fault and what to type, for any other form, a day that does not exist, a year
    outside 1960 to 2100, and text far too long to be a date (which is not repeated).

    >>> parse_day(" 2025-04-02 ")
    datetime.date(2025, 4, 2)
    >>> parse_day("2025-02-30", name="start")
    Traceback (most recent call last):
    treasury.errors.BadInput: start: 2025-02-30 does not exist, February 2025 has 28 days
    """
    if len(text) > _LONGEST_DATE_TEXT:
        raise BadInput(f"{name}: {len(text):,} characters are no date; write it as YYYY-MM-DD, such as 2025-04-02")
    typed = text.strip()
    parts = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", typed, re.ASCII)
    if parts is None:
        said = f"{typed!r} is no date" if typed else "no date given"
        raise BadInput(f"{name}: {said}; write it as YYYY-MM-DD, such as 2025-04-02")
    year, month, day = (int(part) for part in parts.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"{name}: {typed} is too {'early' if year < FIRST_YEAR else 'late'}; {_covered_years()}")
    if not 1 <= month <= 12:
        raise BadInput(f"{name}: {typed} does not exist, months run from 01 to 12; write it as YYYY-MM-DD")
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise BadInput(f"{name}: {typed} does not exist, {month_name[month]} {year} has {length} days")
    return date(year, month, day)


def parse_known(text: str, *, name: str = "as_known_on") -> date | datetime:
    """A day typed as YYYY-MM-DD, or a moment in UTC typed as YYYY-MM-DDTHH:MM:SSZ. Raises BadInput as `parse_day` does.

    >>> parse_known("2026-09-01"), parse_known("2026-09-01T07:30:00Z")
    (datetime.date(2026, 9, 1), datetime.datetime(2026, 9, 1, 7, 30, tzinfo=datetime.timezone.utc))
    """
    day, _, clock = text.strip().partition("T")
    whole = parse_day(day, name=name)
    if not clock:
        return whole
    timed = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)Z", clock, re.ASCII)
    if timed is None:
        raise BadInput(f"{name}: write a moment as YYYY-MM-DDTHH:MM:SSZ, such as 2026-09-01T07:30:00Z")
    hour, minute, second = (int(part) for part in timed.groups())
    return datetime(whole.year, whole.month, whole.day, hour, minute, second, tzinfo=UTC)


def _shifted(day: date, by: int, roll: Any) -> date:
    """The business day ``by`` steps away; a closed day first rolls against the step, so that one step leaves it."""
    moved = np.busday_offset(_covered(day), by, roll=roll, busdaycal=_market())
    shifted: date = moved.astype(object)
    return shifted


def _covered(day: date) -> np.datetime64:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"date: {day.year} is outside the calendar; {_covered_years()}")
    return np.datetime64(day.date() if isinstance(day, datetime) else day, "D")


def _covered_years() -> str:
    return f"use a year from {FIRST_YEAR} to {LAST_YEAR}"
