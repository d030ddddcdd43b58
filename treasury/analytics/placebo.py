"""How unusual a reaction is: the same difference taken around every other date of the series' history."""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from treasury.analytics._series import DECIMALS, Day, observed, stretches
from treasury.analytics.event_study import SESSIONS, named_reaction, session_dates
from treasury.analytics.then_and_now import Named

COLUMNS = ["change_bp", "of", "change_percentile_pct", "share_at_least_pct"]
MOST_BARS = 100


def others(one: Named, date: Day, session: int, since: Day | None = None) -> pd.Series:
    """The change up to one session around every date but one, as `event_study.named_reaction` takes it.

    In: a series with its kind; ``since`` is the first date compared (default: the whole series). Out, in the unit of the
    kind: one change a date, indexed by the day of its session 0. Changes across a gap and those that the series does not
    reach are left out, and so is the date's own session 0; overlapping windows are kept.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association (the distribution of the statistic where there is no event).

    By hand: around the 4th and the 6th the day's change is -3 and -6; the 5th is the event.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06"])
    >>> others(Named("10Y", pd.Series([4.13, 4.10, 4.17, 4.11], index=days), "percent"), "2025-11-05", 0).tolist()
    [-3.0, -6.0]
    """
    kept = observed(one.series)
    # Session -1 and the session itself; the day of session 0 stands right after session -1.
    starts = np.arange(max(-session - 1, 0), len(kept) - max(session, 0) - 1)
    ends, zero = starts + 1 + session, kept.index[starts + 1]
    stretch, values = stretches(kept.index), kept.to_numpy()
    usable = (stretch[ends] == stretch[starts]) & (zero != session_dates(kept, date, (0,)).iloc[0])
    if since is not None:
        usable &= zero >= pd.Timestamp(since)
    before, after = values[starts], values[ends]
    if one.kind == "level":
        usable &= before > 0
        before = np.where(before > 0, before, 1.0)
        changes = (after / before - 1) * 100
    else:
        changes = (after - before) * (100 if one.kind == "percent" else 1)
    return pd.Series(changes[usable].round(DECIMALS), index=zero[usable], name=one.name)


def placebo(series: pd.Series, date: Day, sessions: Sequence[int] = SESSIONS, since: Day | None = None) -> pd.DataFrame:
    """How unusual a reaction in basis points is among the same differences around every other date.

    In: percent, dates as index; ``since`` is the first date compared (default: the whole series). Out, indexed by session:
    ``change_bp`` (the reaction), ``of`` (dates compared), ``change_percentile_pct`` (share of them with a change smaller or
    equal; 100 is the largest rise), ``share_at_least_pct`` (share with a change at least as large in the same direction).
    Unknown is missing.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association (the distribution of the statistic where there is no event).

    By hand: +7 on the 5th against -3, -6 and 0 on the other days: all are smaller, none as large.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06", "2025-11-07"])
    >>> placebo(pd.Series([4.13, 4.10, 4.17, 4.11, 4.11], index=days), "2025-11-05", (0,)).loc[0].tolist()
    [7.0, 3.0, 100.0, 0.0]
    """
    one = Named(str(series.name), series, "percent")
    known = named_reaction(one, date, sessions)
    rows = [(change, *standing(change, others(one, date, session, since))) for session, change in known.items()]
    return pd.DataFrame(rows, index=known.index, columns=COLUMNS)


def standing(change: float, compared: pd.Series) -> tuple[float, float, float]:
    """Where a change stands among others: how many, percent smaller or equal, percent at least as large in its direction.

    In: the frame of `others`, same unit. Out: NaN for both shares where the change is missing or there are no others.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: of -6, -3, 0 and 8 three are smaller than 7, one is at least as large.

    >>> standing(7.0, pd.Series([-6.0, -3.0, 0.0, 8.0]))
    (4.0, 75.0, 25.0)
    """
    if np.isnan(change) or compared.empty:
        return float(len(compared)), float("nan"), float("nan")
    larger = compared >= change if change >= 0 else compared <= change
    return float(len(compared)), float((compared <= change).mean() * 100), float(larger.mean() * 100)


def bars(compared: pd.Series, change: float, least: float = 1.0) -> pd.DataFrame:
    """Changes counted in bars of one round width, at most 100 of them between the smallest and the largest, the event's included.

    In: the series of `others`; the event's own change, missing or not; the least width of a bar, in the same unit. Out, ascending
    and without holes: ``from``, ``to``, ``count``. A bar holds its lower edge and not its upper one; edges lie half a width off
    the round values, so that equal whole changes share a bar. No rows where nothing is compared.

    Reference: "Engineering Statistics Handbook, 1.3.3.14: histogram", NIST/SEMATECH.

    By hand: -3, 0, 0 and 2 in bars of one: one, none, none, two, none, one.

    >>> bars(pd.Series([-3.0, 0.0, 0.0, 2.0]), 1.0)["count"].tolist()
    [1, 0, 0, 2, 0, 1]
    """
    if compared.empty:
        return pd.DataFrame({"from": [], "to": [], "count": []}).astype({"count": "int64"})
    low, high = np.nanmin([compared.min(), change]), np.nanmax([compared.max(), change])
    width = _width(float(high - low), least)
    first, last = (int(np.floor(edge / width + 0.5)) for edge in (low, high))
    at = np.floor(compared.to_numpy() / width + 0.5).astype(np.int64) - first
    middles = np.arange(first, last + 1) * width
    count = np.bincount(at, minlength=len(middles))
    return pd.DataFrame({"from": middles - width / 2, "to": middles + width / 2, "count": count}).round(DECIMALS)


def _width(span: float, least: float) -> float:
    """The least width, or the smallest of twice, five times, ten times … of it that covers the span with few enough bars."""
    width, steps = least, itertools.cycle((2.0, 2.5, 2.0))
    while span / width + 2 > MOST_BARS:
        width *= next(steps)
    return width
