"""The days on which the Treasury pays and settles: those on which the Federal Reserve is open.

Not the market's days (`treasury.calendar`): on Good Friday the market is closed and the Treasury pays, and a holiday on a
Saturday closes the market the day before, but not the Reserve Banks.
"""

from datetime import date, timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

Days = npt.NDArray[np.datetime64]


def whole_days(days: pd.Series) -> Days:
    """The dates as days without a time; missing ones as NaT."""
    made: Days = days.to_numpy().astype("datetime64[D]")
    return made


def payment_day(days: Days) -> Days:
    """Each day itself, or the next business day where the Federal Reserve is closed; NaT stays.

    So the Treasury pays what falls due (31 CFR 356.30(a), Uniform Offering Circular, US Department of the Treasury).
    """
    made = days.copy()
    held = ~np.isnat(days)
    if held.any():
        years = days[held].astype("datetime64[Y]").astype(int) + 1970
        made[held] = np.busday_offset(days[held], 0, "forward", busdaycal=_open(int(years.min()), int(years.max()) + 1))
    return made


@cache
def _open(first: int, last: int) -> np.busdaycalendar:
    return np.busdaycalendar(holidays=[day for year in range(first, last + 1) for day in _holidays(year)])


def _holidays(year: int) -> list[date]:
    """The Reserve Banks' holidays. One that falls on a Sunday is kept on Monday, one on a Saturday is not moved."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2022:
        fixed.append(date(year, 6, 19))
    mondays = [_nth(year, 2, 0, 3), _nth(year, 6, 0, 1) - timedelta(days=7), _nth(year, 9, 0, 1), _nth(year, 10, 0, 2)]
    if year >= 1986:
        mondays.append(_nth(year, 1, 0, 3))
    return [day + timedelta(days=day.weekday() == 6) for day in fixed] + mondays + [_nth(year, 11, 3, 4)]


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    """The nth Monday (weekday 0) or other weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
