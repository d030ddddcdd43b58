"""Weeks, months, quarters, years and fiscal years: where each begins and what it is called."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from treasury.calendar import fiscal_year, iso_week, quarter_label

Period = Literal["week", "month", "quarter", "year", "fiscal_year"]
Days = npt.NDArray[np.datetime64]

# Length in months and the month (January is 0) in which one of them begins.
_MONTHS: dict[Period, tuple[int, int]] = {"month": (1, 0), "quarter": (3, 0), "year": (12, 0), "fiscal_year": (12, 9)}


def period_start(days: Days, period: Period) -> Days:
    """The first day of the period that each day lies in; a week begins on Monday, a fiscal year on 1 October."""
    if period == "week":
        return ((days.astype(np.int64) + 3) // 7 * 7 - 3).astype("datetime64[D]")
    length, first = _MONTHS[period]
    months = days.astype("datetime64[M]").astype(np.int64)
    return ((months - first) // length * length + first).astype("datetime64[M]").astype("datetime64[D]")


def period_end(starts: Days, period: Period) -> Days:
    """The last day of each period, from its first."""
    if period == "week":
        return (starts.astype(np.int64) + 6).astype("datetime64[D]")
    following = (starts.astype("datetime64[M]").astype(np.int64) + _MONTHS[period][0]).astype("datetime64[M]")
    return (following.astype("datetime64[D]").astype(np.int64) - 1).astype("datetime64[D]")


def every_start(first: np.datetime64, last: np.datetime64, period: Period) -> Days:
    """The first days of all periods from the one that holds ``first`` to the one that holds ``last``."""
    return np.unique(period_start(np.arange(first, last + np.timedelta64(1, "D"), dtype="datetime64[D]"), period))


def period_labels(starts: Days, period: Period) -> list[str]:
    """What each period is called, in a form that sorts: 2025-W15, 2025-04, 2025 Q2, 2025, FY2025."""
    days = starts.astype(object)
    if period == "week":
        return [iso_week(day) for day in days]
    if period == "quarter":
        return [quarter_label(day) for day in days]
    if period == "fiscal_year":
        return [f"FY{fiscal_year(day)}" for day in days]
    return [f"{day:%Y}" if period == "year" else f"{day:%Y-%m}" for day in days]
