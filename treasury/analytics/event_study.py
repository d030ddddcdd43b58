"""What a series did around a date: changes from the last value before it, by session.

A session is an observation of the series itself: session 0 is the first on or after the date, session -1 the last before
it (the baseline). A change is missing where the series ends too early, or where any two neighbouring observations between
the baseline and the session are more than seven calendar days apart. Nothing is filled forward.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS, GAP_DAYS, Day, observed, stretches
from treasury.analytics.then_and_now import CHANGE_UNITS, Named

SESSIONS = (0, 1, 2, 5, 10, 20)
Reaction = Callable[[pd.Series, Day, Sequence[int]], pd.Series]


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
    """The reaction of every column to one date, in basis points.

    In: percent, dates as index. Out: bp, one row a column of the frame, one column a session. Each series counts its own
    sessions, so a tenor that was not published that day starts a day later.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 4.17 - 4.10 is 7 for the 10-year, 3.63 - 3.58 is 5 for the 2-year.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> reactions(pd.DataFrame({"2Y": [3.58, 3.63], "10Y": [4.10, 4.17]}, index=days), "2025-11-05", (0,))[0].tolist()
    [5.0, 7.0]
    """
    return _table(reaction, frame, date, sessions)


def percent_reactions(frame: pd.DataFrame, date: Day, sessions: Sequence[int] = SESSIONS) -> pd.DataFrame:
    """The reaction of every column to one date, in percent of its last value before: for indices and prices.

    In: levels above zero, dates as index. Out: percent, one row a column of the frame, one column a session.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 118.8 after 120 is -1 percent.

    >>> days = pd.to_datetime(["2025-04-01", "2025-04-02"])
    >>> percent_reactions(pd.DataFrame({"dollar": [120.0, 118.8]}, index=days), "2025-04-02", (0,)).loc["dollar", 0]
    np.float64(-1.0)
    """
    return _table(percent_reaction, frame, date, sessions)


def path(series: pd.Series, date: Day, before: int = 10, after: int = 20) -> pd.Series:
    """The change from the baseline at every session from ``before`` sessions ahead of a date to ``after`` past it, in bp.

    In: percent, dates as index. Out: bp, indexed by session from -before to after; session -1 is the baseline, so 0.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 4.11, 4.10 | 4.17 around the date is 1, 0, 7.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05"])
    >>> path(pd.Series([4.11, 4.10, 4.17], index=days), "2025-11-05", before=2, after=0).to_dict()
    {-2: 1.0, -1: 0.0, 0: 7.0}
    """
    return reaction(series, date, range(-before, after + 1))


def percent_path(series: pd.Series, date: Day, before: int = 10, after: int = 20) -> pd.Series:
    """The change from the baseline at every session around a date, in percent of the baseline: for indices and prices.

    In: a level above zero, dates as index. Out: percent, indexed by session from -before to after; session -1 is 0.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 120 before, 118.8 after is 0, -1.

    >>> days = pd.to_datetime(["2025-04-01", "2025-04-02"])
    >>> percent_path(pd.Series([120.0, 118.8], index=days), "2025-04-02", before=1, after=0).to_dict()
    {-1: 0.0, 0: -1.0}
    """
    return percent_reaction(series, date, range(-before, after + 1))


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


def why_missing(series: pd.Series, date: Day, session: int) -> str:
    """Why `reaction` has no figure at a session, in words; "" where it has one.

    In: any unit, dates as index. Out: a part of a sentence that names the day on which the series begins, ends or pauses.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: five sessions after the last value there is nothing yet.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> why_missing(pd.Series([4.10, 4.17], index=days), "2025-11-05", 5)
    'ends on 5 Nov 2025'
    """
    kept = observed(series)
    if not len(kept):
        return "holds no figure"
    if not np.isnan(reaction(kept, date, (session,)).iloc[0]):
        return ""
    zero = _session_zero(kept, date)
    if zero == 0 or zero + session < 0:
        return f"begins on {units.day(kept.index[0])}"
    if zero + session >= len(kept):
        return f"ends on {units.day(kept.index[-1])}"
    steps = np.flatnonzero(np.diff(stretches(kept.index)))
    low, high = sorted((zero - 1, zero + session))
    inside = steps[(steps >= low) & (steps < high)]
    # with no pause between the two, the last value lies too far before the date itself
    return f"pauses after {units.day(kept.index[inside[0] if len(inside) else zero - 1])}"


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
    days = yields.mean(axis=1)
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
    rows = [_asset_row(one, date, sessions) for one in named]
    made = pd.DataFrame(rows, index=pd.Index([one.name for one in named], name="name"), columns=list(sessions), dtype="float64")
    made.insert(0, "unit", pd.Series([CHANGE_UNITS[one.kind] for one in named], index=made.index, dtype="str"))
    return made


def _asset_row(one: Named, date: Day, sessions: Sequence[int]) -> list[float]:
    values = (percent_reaction if one.kind == "level" else reaction)(one.series, date, sessions)
    return list(values if one.kind in ("level", "percent") else (values / 100).round(DECIMALS))


def placebo(series: pd.Series, date: Day, sessions: Sequence[int] = SESSIONS, since: Day | None = None) -> pd.DataFrame:
    """How unusual a reaction is: the same difference around every other date of the series' history.

    In: percent, dates as index; ``since`` is the first date compared (default: the whole series). Out, indexed by session:
    ``change_bp`` (the reaction), ``of`` (dates compared), ``change_percentile_pct`` (share of them with a change smaller or
    equal; 100 is the largest rise), ``share_at_least_pct`` (share with a change at least as large in the same direction). The
    date's own session 0 is left out of the comparison; overlapping windows are kept. Unknown is missing.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association (the distribution of the statistic where there is no event).

    By hand: +7 on the 5th against -3, -6 and 0 on the other days: all are smaller, none as large.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06", "2025-11-07"])
    >>> placebo(pd.Series([4.13, 4.10, 4.17, 4.11, 4.11], index=days), "2025-11-05", (0,)).loc[0].tolist()
    [7.0, 3.0, 100.0, 0.0]
    """
    kept = observed(series)
    zero, stretch = _session_zero(kept, date), stretches(kept.index)
    values, known = kept.to_numpy(), reaction(kept, date, sessions)
    rows = []
    for session, change in known.items():
        starts = np.arange(len(kept) - max(session, 0) - 1) if session >= 0 else np.arange(-session - 1, len(kept) - 1)
        ends = starts + 1 + session
        all_changes = np.where(stretch[ends] == stretch[starts], (values[ends] - values[starts]) * 100, np.nan)
        first = pd.Timestamp(since) if since is not None else kept.index[0] if len(kept) else pd.NaT
        compared = (starts + 1 != zero) & (kept.index[starts + 1] >= first) & ~np.isnan(all_changes)
        rows.append(_placebo_row(float(change), all_changes[compared].round(DECIMALS)))
    return pd.DataFrame(rows, index=known.index, columns=["change_bp", "of", "change_percentile_pct", "share_at_least_pct"])


def _placebo_row(change: float, others: npt.NDArray[np.float64]) -> tuple[float, float, float, float]:
    if np.isnan(change) or not len(others):
        return change, float(len(others)), float("nan"), float("nan")
    larger = others >= change if change >= 0 else others <= change
    return change, float(len(others)), float((others <= change).mean() * 100), float(larger.mean() * 100)


def _table(one: Reaction, frame: pd.DataFrame, date: Day, sessions: Sequence[int]) -> pd.DataFrame:
    return pd.DataFrame({name: one(frame[name], date, sessions) for name in frame}, index=list(sessions)).T.rename_axis(
        columns="session"
    )


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
