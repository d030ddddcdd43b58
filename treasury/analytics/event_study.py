"""What a series did around a date: changes from the last value before it, by session.

A session is an observation of the series itself: session 0 is the first on or after the date, session -1 the last before
it (the baseline). A change is missing where the series ends too early, or where any two neighbouring observations between
the baseline and the session are more than seven calendar days apart. Nothing is filled forward.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS, GAP_DAYS, Day, observed, stretches
from treasury.analytics.then_and_now import CHANGE_UNITS, Named
from treasury.language import tr

SESSIONS = (0, 1, 2, 5, 10, 20)


@dataclass(frozen=True)
class Baseline:
    """The last observation before an event, in the unit of its series; None and NaN where there is none within 7 days."""

    date: calendar_date | None
    value: float


def baseline(series: pd.Series, date: Day) -> Baseline:
    """The last observation before a date, from which every reaction is measured.

    In: any unit. Out: its date and value; (None, NaN) where there is none in the 7 calendar days before.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: before Wednesday 5 November 2025 the last value is Tuesday's.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> baseline(pd.Series([4.10, 4.17], index=days), "2025-11-05")
    Baseline(date=datetime.date(2025, 11, 4), value=4.1)
    """
    kept = observed(series)
    position = _session_zero(kept, date) - 1
    if position < 0 or (pd.Timestamp(date) - kept.index[position]).days > GAP_DAYS:
        return Baseline(None, float("nan"))
    return Baseline(kept.index[position].date(), float(kept.iloc[position]))


def reaction(series: pd.Series, date: Day, sessions: Sequence[int] = SESSIONS) -> pd.Series:
    """The value at session 0, 1, 2, 5, 10, 20 after a date minus the last value before it, in basis points.

    In: percent, dates as index. Out: bp, indexed by session; missing as stated at the top of the module.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 4.17 on the day minus 4.10 the day before is 7; the next day 4.11 leaves 1.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05", "2025-11-06"])
    >>> reaction(pd.Series([4.10, 4.17, 4.11], index=days), "2025-11-05", (0, 1, 2)).tolist()
    [7.0, 1.0, nan]
    """
    values, start = _around(series, date, sessions)
    return _by_session((values - start) * 100, sessions, series.name)


def percent_reaction(series: pd.Series, date: Day, sessions: Sequence[int] = SESSIONS) -> pd.Series:
    """The value at session n after a date over the last value before it, less one, in percent: for indices and prices.

    In: a level above zero, dates as index. Out: percent, indexed by session; missing as stated at the top of the module,
    and where the baseline is zero or negative.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 118.8 after 120 is 118.8 / 120 - 1 = -1 percent.

    >>> days = pd.to_datetime(["2025-04-01", "2025-04-02"])
    >>> percent_reaction(pd.Series([120.0, 118.8], index=days), "2025-04-02", (0,)).tolist()
    [-1.0]
    """
    values, start = _around(series, date, sessions)
    return _by_session((values / start - 1) * 100 if start > 0 else values * np.nan, sessions, series.name)


def reactions(frame: pd.DataFrame, date: Day, sessions: Sequence[int] = SESSIONS) -> pd.DataFrame:
    """The reaction of every column of one table to one date, on the same days, in basis points.

    In: percent, dates as index. Out: bp, one row a column of the frame, one column a session. Sessions are the days on which
    any column has a figure; a tenor without one on the last day before or on the session's day is missing there, and no
    neighbouring day stands in for it.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 4.17 - 4.10 is 7 for the 10-year, 3.63 - 3.58 is 5 for the 2-year.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> reactions(pd.DataFrame({"2Y": [3.58, 3.63], "10Y": [4.10, 4.17]}, index=days), "2025-11-05", (0,))[0].tolist()
    [5.0, 7.0]
    """
    days = counted(frame)
    start, when = baseline(days, date).date, session_dates(days, date, sessions)
    rows = {name: _between(frame[name], start, when) for name in frame}
    return pd.DataFrame(rows, index=when.index).T.rename_axis(columns="session")


def counted(frame: pd.DataFrame) -> pd.Series:
    """The days that count as sessions of a curve, those on which any of its columns has a figure; their values mean nothing."""
    return frame.mean(axis=1)


def session_dates(series: pd.Series, date: Day, sessions: Sequence[int] = SESSIONS) -> pd.Series:
    """The day of each session around a date, of the series' own observations.

    In: any unit, dates as index. Out: days, indexed by session; missing before the first and after the last observation,
    and where two neighbouring observations between session -1 and the session are more than seven calendar days apart.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: around Saturday 8 November 2025 session -1 is Friday the 7th and session 0 is Monday the 10th.

    >>> days = pd.to_datetime(["2025-11-07", "2025-11-10"])
    >>> session_dates(pd.Series([4.11, 4.13], index=days), "2025-11-08", (-1, 0)).dt.day.tolist()
    [7, 10]
    """
    kept = observed(series)
    at, held = _positions(kept, date, sessions)
    days = pd.Series(pd.NaT, index=pd.Index(list(sessions), name="session"), name=series.name, dtype="datetime64[us]")
    days[held] = kept.index[at[held]]
    return days


def session_of(series: pd.Series, date: Day, other: Day) -> int | None:
    """The session of one date that another date falls on: of its first observation on or after that other date.

    In: any unit, dates as index. Out: a whole number, negative before the date; None after the last observation.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: with values on the 4th, 5th and 6th, the 6th is session 1 of the 5th.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05", "2025-11-06"])
    >>> session_of(pd.Series([4.10, 4.17, 4.11], index=days), "2025-11-05", "2025-11-06")
    1
    """
    kept = observed(series)
    there = _session_zero(kept, other)
    return there - _session_zero(kept, date) if there < len(kept) else None


def why_missing(series: pd.Series, date: Day, session: int, days: pd.Series | None = None) -> str:
    """Why `reaction` has no figure at a session, in words; "" where it has one.

    In: any unit, dates as index; ``days`` is the series whose observations count as sessions (of a curve: `counted`), by default
    the series itself. Out: a part of a sentence that names the day on which the series begins, ends, pauses or has no figure.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: five sessions after the last value there is nothing yet.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> why_missing(pd.Series([4.10, 4.17], index=days), "2025-11-05", 5)
    'ends on 5 Nov 2025'
    """
    kept = observed(series)
    if not len(kept):
        return tr("holds no figure")
    if days is not None:
        return _why_on_days(kept, date, session, days)
    if not np.isnan(reaction(kept, date, (session,)).iloc[0]):
        return ""
    zero = _session_zero(kept, date)
    if zero == 0 or zero + session < 0:
        return tr("begins on {day}", day=units.day(kept.index[0]))
    if zero + session >= len(kept):
        return tr("ends on {day}", day=units.day(kept.index[-1]))
    steps = np.flatnonzero(np.diff(stretches(kept.index)))
    low, high = sorted((zero - 1, zero + session))
    inside = steps[(steps >= low) & (steps < high)]
    # with no pause between the two, the last value lies too far before the date itself
    return tr("pauses after {day}", day=units.day(kept.index[inside[0] if len(inside) else zero - 1]))


def _why_on_days(kept: pd.Series, date: Day, session: int, days: pd.Series) -> str:
    """`why_missing` on the two days that a curve is measured on."""
    needed = session_dates(days, date, (-1, session))
    if baseline(days, date).date is None or needed.isna().any():
        return why_missing(days, date, session)
    first, last = needed.min(), needed.max()
    if first < kept.index[0]:
        return tr("begins on {day}", day=units.day(kept.index[0]))
    if last > kept.index[-1]:
        return tr("ends on {day}", day=units.day(kept.index[-1]))
    before, after = kept.index[:-1], kept.index[1:]
    pauses = before[((after - before).days > GAP_DAYS) & (before < last) & (after > first)]
    if len(pauses):
        return tr("pauses after {day}", day=units.day(pauses[0]))
    without = next((day for day in needed if day not in kept.index), None)
    return tr("has no figure on {day}", day=units.day(without)) if without is not None else ""


@dataclass(frozen=True)
class CurveChange:
    """The curve on the day before an event and at a session after it. ``table`` has one row a tenor, in the frame's order:
    ``before_pct``, ``after_pct``, ``change_bp``; the days are None where there is none."""

    before: calendar_date | None
    after: calendar_date | None
    table: pd.DataFrame


def curve_change(yields: pd.DataFrame, date: Day, session: int) -> CurveChange:
    """The whole curve on the last day before a date and at a session after it, and the difference by tenor.

    In: percent, one column a tenor. Out: a `CurveChange`; a day counts when any tenor has a figure. A tenor without a figure
    on either of the two days is missing, not taken from a neighbouring day.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 3.63 - 3.58 is 5 for the 2-year, 4.17 - 4.10 is 7 for the 10-year.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> made = curve_change(pd.DataFrame({"2Y": [3.58, 3.63], "10Y": [4.10, 4.17]}, index=days), "2025-11-05", 0)
    >>> made.after.isoformat(), made.table["change_bp"].tolist()
    ('2025-11-05', [5.0, 7.0])
    """
    days = counted(yields)
    before = baseline(days, date).date
    reached = not np.isnan(reaction(days, date, (session,)).iloc[0])
    after = session_dates(days, date, (session,)).iloc[0].date() if reached else None
    nothing = pd.Series(np.nan, index=yields.columns)
    values = [nothing if day is None else yields.loc[pd.Timestamp(day)] for day in (before, after)]
    table = pd.DataFrame({"before_pct": values[0], "after_pct": values[1]}).rename_axis("tenor")
    return CurveChange(before, after, table.assign(change_bp=((values[1] - values[0]) * 100).round(DECIMALS)))


def asset_reactions(listed: Iterable[Named], date: Day, sessions: Sequence[int] = SESSIONS) -> pd.DataFrame:
    """The reaction of series of different kinds to one date, each in the unit of its kind.

    In: `then_and_now.Named` series. Out, indexed by ``name`` in the order given: ``unit`` and one column a session: a rate
    in bp, a level in percent of its baseline, anything else as a plain difference. Each series counts its own sessions.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 118.8 after 120 is -1 percent; an index of 1.2 after -0.1 rose by 1.3 points.

    >>> days = pd.to_datetime(["2025-04-01", "2025-04-02"])
    >>> dollar, stress = pd.Series([120.0, 118.8], index=days), pd.Series([-0.1, 1.2], index=days)
    >>> made = asset_reactions([Named("Dollar", dollar, "level"), Named("Stress", stress, "points")], "2025-04-02", (0,))
    >>> made["unit"].tolist(), made[0].tolist()
    (['percent', 'points'], [-1.0, 1.3])
    """
    named = list(listed)
    rows = [named_reaction(one, date, sessions).tolist() for one in named]
    made = pd.DataFrame(rows, index=pd.Index([one.name for one in named], name="name"), columns=list(sessions), dtype="float64")
    made.insert(0, "unit", pd.Series([CHANGE_UNITS[one.kind] for one in named], index=made.index, dtype="str"))
    return made


def named_reaction(one: Named, date: Day, sessions: Sequence[int] = SESSIONS) -> pd.Series:
    """The reaction of one series in the unit of its kind: a rate in bp, a level in percent, anything else as a difference.

    In: a `then_and_now.Named` series. Out: indexed by session; missing as stated at the top of the module.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: an index of 1.2 after -0.1 rose by 1.3 points.

    >>> stress = pd.Series([-0.1, 1.2], index=pd.to_datetime(["2025-04-01", "2025-04-02"]))
    >>> named_reaction(Named("Stress", stress, "points"), "2025-04-02", (0,)).tolist()
    [1.3]
    """
    values = (percent_reaction if one.kind == "level" else reaction)(one.series, date, sessions)
    return values if one.kind in ("level", "percent") else (values / 100).round(DECIMALS)


def _between(series: pd.Series, start: calendar_date | None, when: pd.Series) -> npt.NDArray[np.float64]:
    """Values on days minus that on a first day, in bp; NaN without a figure on either day, or with a gap between them."""
    kept = observed(series)
    first = kept.index.get_indexer([pd.Timestamp(start)])[0] if start else -1
    if first < 0:
        return np.full(len(when), np.nan)
    at, stretch = kept.index.get_indexer(pd.DatetimeIndex(when)), stretches(kept.index)
    held = (at >= 0) & (stretch[at] == stretch[first])
    return np.where(held, (kept.to_numpy()[at] - kept.iloc[first]) * 100, np.nan).round(DECIMALS)


def _session_zero(kept: pd.Series, date: Day) -> int:
    return int(kept.index.searchsorted(pd.Timestamp(date)))


def _around(series: pd.Series, date: Day, sessions: Sequence[int]) -> tuple[npt.NDArray[np.float64], float]:
    """The values at the sessions, NaN where they cannot be reached from the baseline without a gap, and the baseline."""
    kept = observed(series)
    at, held = _positions(kept, date, sessions)
    values, start = np.full(len(at), np.nan), baseline(kept, date).value
    if not np.isnan(start):
        values[held] = kept.to_numpy()[at[held]]
    return values, start


def _positions(kept: pd.Series, date: Day, sessions: Sequence[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where the sessions are among the observations, and which of them can be reached from session -1 without a gap."""
    zero = _session_zero(kept, date)
    at = np.array(list(sessions), dtype=np.int64) + zero
    held = (at >= 0) & (at < len(kept))
    if held.any():
        stretch = stretches(kept.index)
        held[held] = stretch[at[held]] == stretch[max(zero - 1, 0)]
    return at, held


def _by_session(values: npt.NDArray[np.float64], sessions: Sequence[int], name: object) -> pd.Series:
    return pd.Series(values.round(DECIMALS), index=pd.Index(list(sessions), name="session"), name=name)
