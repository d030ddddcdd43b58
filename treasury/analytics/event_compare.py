"""One series around several events, on one axis: by session or by calendar day."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from treasury.analytics._series import DECIMALS, Day, observed, stretches
from treasury.analytics.event_study import SESSIONS, baseline, named_reaction
from treasury.analytics.placebo import others, standing
from treasury.analytics.then_and_now import Named


def by_session(one: Named, dates: Iterable[Day], sessions: Sequence[int] = SESSIONS) -> pd.DataFrame:
    """The reaction of one series to several dates.

    In: a series with its kind. Out, in the unit of the kind (bp, percent, points): one row a session, one column a date in the
    order given; missing as in `event_study.reaction`.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 4.17 after 4.10 is 7 around the 5th; 4.11 after 4.17 is -6 around the 6th.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05", "2025-11-06"])
    >>> ten = Named("10Y", pd.Series([4.10, 4.17, 4.11], index=days), "percent")
    >>> by_session(ten, ["2025-11-05", "2025-11-06"], (0,)).loc[0].tolist()
    [7.0, -6.0]
    """
    made = {date: named_reaction(one, date, sessions) for date in dates}
    return pd.DataFrame(made, index=pd.Index(list(sessions), name="session"))


def by_calendar_day(one: Named, dates: Iterable[Day], first: int, last: int) -> pd.DataFrame:
    """The change of one series from the last value before each of several dates, by calendar day instead of session.

    In: a series with its kind; the first and last day, counted from each date (0 is the date itself). Out, in the unit of the
    kind: one row a day, one column a date. Weekends and holidays have no observation and are missing, as is what lies across
    a gap from the baseline.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: around Friday 7 November 2025 (4.11 after 4.11) the Saturday is missing; two days later Monday is at day 3.

    >>> days = pd.to_datetime(["2025-11-06", "2025-11-07", "2025-11-10"])
    >>> made = by_calendar_day(Named("10Y", pd.Series([4.11, 4.12, 4.13], index=days), "percent"), ["2025-11-07"], 0, 3)
    >>> made["2025-11-07"].tolist()
    [1.0, nan, nan, 2.0]
    """
    made = {date: _calendar_path(one, date, first, last) for date in dates}
    return pd.DataFrame(made, index=pd.Index(range(first, last + 1), name="day"))


def _calendar_path(one: Named, date: Day, first: int, last: int) -> pd.Series:
    kept = observed(one.series)
    day, start = pd.Timestamp(date), baseline(kept, date)
    stretch = pd.Series(stretches(kept.index), index=kept.index)
    near = kept.loc[day + pd.Timedelta(days=first) : day + pd.Timedelta(days=last)]
    if start.date is None or near.empty:
        return pd.Series(np.nan, index=range(first, last + 1))
    if one.kind == "level":
        moved = (near / start.value - 1) * 100 if start.value > 0 else near * np.nan
    else:
        moved = (near - start.value) * (100 if one.kind == "percent" else 1)
    moved = moved.where(stretch[near.index] == stretch[pd.Timestamp(start.date)]).round(DECIMALS)
    return moved.set_axis((near.index - day).days).reindex(range(first, last + 1))


def reactions_table(
    one: Named, dates: Iterable[Day], session: int, since: Day | None = None, sessions: Sequence[int] = SESSIONS
) -> pd.DataFrame:
    """The reaction of one series to several dates, one row a date, and how unusual each is at one session.

    In: a series with its kind; the session compared and the first of the other dates it is compared with (`placebo.others`).
    Out, indexed by ``date``: ``baseline_date``, one column a session in the unit of the kind, ``of`` (other dates compared),
    ``change_percentile_pct``, ``share_at_least_pct`` (`placebo.standing`). Unknown is missing.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: +7 on the 5th is larger than -3 on the 4th and -6 on the 6th.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06"])
    >>> series = Named("10Y", pd.Series([4.13, 4.10, 4.17, 4.11], index=days), "percent")
    >>> reactions_table(series, ["2025-11-05"], 0, sessions=(0,)).iloc[0, 1:].tolist()
    [7.0, 2.0, 100.0, 0.0]
    """
    listed = list(dates)
    moved = by_session(one, listed, sessions).T
    at = by_session(one, listed, (session,)).T[session]
    found = [standing(float(at[date]), others(one, date, session, since)) for date in listed]
    table = moved.join(pd.DataFrame(found, index=moved.index, columns=["of", "change_percentile_pct", "share_at_least_pct"]))
    table.insert(0, "baseline_date", [pd.Timestamp(baseline(one.series, date).date or pd.NaT) for date in listed])
    return table.astype({"baseline_date": "datetime64[us]"}).set_axis(pd.DatetimeIndex(listed, name="date"))
