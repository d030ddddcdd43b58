"""The window of an event: one day, and the calendar week around it, whose moves are ranked by every definition side by side."""

from dataclasses import replace
from datetime import date as calendar_date
from datetime import timedelta

import pandas as pd

from treasury.analytics._series import Day, observed
from treasury.analytics.event_study import SESSIONS, session_dates
from treasury.analytics.moves import MOVES, Definition, Rank, rank

RANKED = ("10Y", "30Y", "2Y")
SINCE: tuple[calendar_date | None, ...] = (calendar_date(2001, 1, 1), None)  # None: the start of each series
SESSION = 5  # the window is the week that holds this session, where nobody chooses another


def in_week(series: pd.Series, date: Day) -> calendar_date | None:
    """The observation that stands for a day: the last on or before it within the same ISO week, else the week's first after it.

    In: any unit, dates as index. Out: a day; None where the whole week has no observation. So a holiday on a Friday stands for
    the Thursday before, one on a Monday for the Tuesday after, and neither reaches into another week.

    Reference: "ISO 8601-1:2019, Date and time: representations for information interchange", International
    Organization for Standardization (weeks begin on Monday).

    By hand: Good Friday, 18 April 2025, has no yields; Thursday the 17th has.

    >>> days = pd.to_datetime(["2025-04-16", "2025-04-17", "2025-04-21"])
    >>> in_week(pd.Series([4.29, 4.34, 4.42], index=days), "2025-04-18")
    datetime.date(2025, 4, 17)
    """
    day = pd.Timestamp(date)
    monday = day - timedelta(days=day.weekday())
    week = observed(series).loc[monday : monday + timedelta(days=6)]
    if week.empty:
        return None
    before = week.loc[:day]
    found: calendar_date = (before.index[-1] if len(before) else week.index[0]).date()
    return found


def default_window(series: pd.Series, date: Day, session: int = SESSION) -> calendar_date | None:
    """The last observation of the ISO week that holds a session of an event, or the last session reached before it.

    In: any unit, dates as index. Out: a day; None where the event has no session. The session is fixed beforehand, so that the
    window is not the largest week that could be found.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association (the event window is chosen before the event's returns are looked at).

    By hand: session 5 of Wednesday 2 April 2025 is Wednesday the 9th, whose week ends on Friday the 11th.

    >>> days = pd.bdate_range("2025-04-01", "2025-04-15")
    >>> default_window(pd.Series(4.0, index=days), "2025-04-02").isoformat()
    '2025-04-11'
    """
    wanted = [one for one in SESSIONS if one <= session] or [session]
    reached = session_dates(series, date, wanted).dropna()
    if reached.empty:
        return None
    day = reached.iloc[-1]
    return in_week(series, day + timedelta(days=6 - day.weekday()))


def beside(yields: pd.DataFrame, date: Day, tenors: tuple[str, ...] = RANKED) -> list[Rank]:
    """The ranks of one day's moves by every definition, tenor and start side by side, because verdicts flip with them.

    In: percent, one column a tenor; the day, an observation of the curve. Out: for each definition (calendar week, rolling five,
    day), tenor and start (2001, the whole series) a `moves.Rank`. The day's move and the rolling five end on the day itself, the
    calendar week is the ISO week that holds it; a tenor without a figure there is unknown, and no later move stands in for it.

    Reference: "Engineering Statistics Handbook, 1.3.5.17 and 2.6: order statistics and ranks", NIST/SEMATECH.

    By hand: 14 bp on Monday is the only daily move and the only week's; five observations earlier there is nothing.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07"])
    >>> made = beside(pd.DataFrame({"10Y": [4.01, 4.15]}, index=days), "2025-04-07", ("10Y",))
    >>> [(one.definition, one.value_bp) for one in made[::2]]
    [('calendar_week', 14.0), ('rolling_five', None), ('day', 14.0)]
    """
    definitions: tuple[Definition, ...] = ("calendar_week", "rolling_five", "day")
    made = []
    for definition in definitions:
        for tenor in tenors:
            moves = MOVES[definition](yields[tenor])
            made += [_on(rank(moves, _first(date, definition), since, definition), date) for since in SINCE]
    return made


def _first(date: Day, definition: Definition) -> calendar_date:
    day: calendar_date = pd.Timestamp(date).date()
    return day - timedelta(days=day.weekday()) if definition == "calendar_week" else day


def _on(found: Rank, date: Day) -> Rank:
    """The rank, or an unknown one where the move found is of another day or week."""
    day, moved = pd.Timestamp(date).date(), found.moved_on
    same = moved == day if found.definition != "calendar_week" else moved and moved.isocalendar()[:2] == day.isocalendar()[:2]
    if same:
        return found
    return replace(found, moved_on=None, value_bp=None, direction=None, rank=None, ties=None, largest_since=None)
