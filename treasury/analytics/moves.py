"""Moves of yields in basis points, their ranks in their own history, spreads and realised volatility.

Yields come in percent with dates as index, one column a tenor; nothing is filled forward. Every function works on the
observations of one series: a day without a figure is no observation, and no difference is taken across more than seven
calendar days without one (the 30-year has such a gap from 2002 to 2006).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._series import GAP_DAYS, Day, basis_points, last_on_or_before, observed, stretches

Definition = Literal["day", "calendar_week", "rolling_five"]

SESSIONS_A_YEAR = 252
VOLATILITY_SESSIONS = 21
ROLLING_SESSIONS = 5
LEAST_YEARS = 10  # fewer other years say nothing of how rare a year to date is


def move(series: pd.Series) -> pd.Series:
    """Each observation minus the one before it, in basis points.

    In: percent, dates as index. Out: bp at every observation; the first, and one more than 7 calendar days after its
    predecessor, is missing. A holiday or a day without a figure is skipped, not counted as a move of zero.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury (the yields and their two decimals).

    By hand: 4.15 on Monday after 4.01 on Friday is (4.15 - 4.01) x 100 = 14.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07", "2025-04-08"])
    >>> move(pd.Series([4.01, 4.15, 4.26], index=days)).tolist()
    [nan, 14.0, 11.0]
    """
    return move_over(series, 1)


def rolling_five_move(series: pd.Series) -> pd.Series:
    """Each observation minus the value five observations earlier, in basis points.

    In: percent, dates as index. Out: bp at every observation; missing for the first five, and where any two neighbours
    among the six observations are more than 7 calendar days apart. Neighbouring values overlap: one large day is in five.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury (the yields and their two decimals).

    By hand: the sixth value 4.48 minus the first 4.01 is 47.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07", "2025-04-08", "2025-04-09", "2025-04-10", "2025-04-11"])
    >>> rolling_five_move(pd.Series([4.01, 4.15, 4.26, 4.34, 4.40, 4.48], index=days)).iloc[-1]
    np.float64(47.0)
    """
    return move_over(series, ROLLING_SESSIONS)


def calendar_week_move(series: pd.Series) -> pd.Series:
    """The last observation of an ISO week (Monday to Sunday) minus the last of the ISO week before, in basis points.

    In: percent, dates as index. Out: bp, one row a week, dated with the week's last observation. A week shortened by a
    holiday still has a move, up to ten days after the observation before; a week is missing when the one before it has no
    observation at all. The last week counts as far as it goes.

    Reference: "ISO 8601-1:2019, Date and time: representations for information interchange", International
    Organization for Standardization (weeks begin on Monday).

    By hand: Friday 4.48 minus the Friday before 4.01 is 47.

    >>> days = pd.to_datetime(["2025-04-03", "2025-04-04", "2025-04-07", "2025-04-11"])
    >>> calendar_week_move(pd.Series([4.06, 4.01, 4.15, 4.48], index=days))
    2025-04-04     NaN
    2025-04-11    47.0
    dtype: float64
    """
    kept = observed(series)
    days = kept.index.to_numpy().astype("datetime64[D]").astype(np.int64)
    week = (days + 3) // 7  # day 0 was a Thursday
    last = np.append(week[1:] != week[:-1], True)[: len(kept)]
    ends, weeks = kept[last], week[last]
    follows = np.diff(weeks, prepend=-1) == 1
    follows[:1] = False
    return basis_points(ends.diff()).where(follows)


MOVES: dict[Definition, Callable[[pd.Series], pd.Series]] = {
    "day": move,
    "calendar_week": calendar_week_move,
    "rolling_five": rolling_five_move,
}


def move_over(series: pd.Series, sessions: int) -> pd.Series:
    """Each observation minus the value so many observations earlier, in basis points.

    In: percent, dates as index; one session or more. Out: bp at every observation; missing for the first ones, and where any
    two neighbours in between are more than 7 calendar days apart.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury (the yields and their two decimals).

    By hand: 4.26 minus the 4.01 two observations earlier is 25.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07", "2025-04-08"])
    >>> move_over(pd.Series([4.01, 4.15, 4.26], index=days), 2).tolist()
    [nan, nan, 25.0]
    """
    kept = observed(series)
    stretch = pd.Series(stretches(kept.index), index=kept.index)
    return basis_points(kept.diff(sessions)).where(stretch == stretch.shift(sessions))


@dataclass(frozen=True)
class Rank:
    """Where one move stands among the moves of its own series, by one definition, from one start date.

    ``rank`` 1 is the largest; ``of`` counts the moves between ``since`` and ``until``; ``ties`` counts the other moves of
    the same size. ``moved_on`` is the date of the move. ``largest_since`` is None where no earlier move of the series was
    as large: then it is the largest since ``history_from``, the first move there is. Unknown is None.
    """

    series: str
    definition: Definition
    since: date | None
    until: date | None
    of: int
    history_from: date | None
    moved_on: date | None = None
    value_bp: float | None = None
    direction: Literal["rise", "fall"] | None = None
    rank: int | None = None
    ties: int | None = None
    largest_since: date | None = None


def rank(moves: pd.Series, date: Day, since: Day | None = None, definition: Definition = "day", until: Day | None = None) -> Rank:
    """The rank of the move on a date (or the first one within 7 days after it) among all moves since a start date.

    In: moves in bp from `move`, `calendar_week_move` or `rolling_five_move` (say which in ``definition``); ``since`` and
    ``until`` are inclusive and default to the whole series. Out: a `Rank`. A rise is compared with rises, a fall with
    falls: the rank is 1 plus the number of moves strictly larger in its direction, so equal moves share the better rank.
    No move at all is neither and has no rank. ``largest_since`` is the latest earlier date with a move at least as large,
    looked for in the whole series.

    Reference: "Engineering Statistics Handbook, 1.3.5.17 and 2.6: order statistics and ranks", NIST/SEMATECH.

    By hand: of the moves 30, -50, 20, 30 the last shares rank 1 with the first, since which it is the largest.

    >>> days = pd.to_datetime(["2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09"])
    >>> found = rank(pd.Series([30.0, -50.0, 20.0, 30.0], index=days), "2025-01-09")
    >>> found.rank, found.of, found.ties, found.largest_since.isoformat()
    (1, 4, 1, '2025-01-06')
    """
    held = moves.dropna()
    start = pd.Timestamp(since) if since is not None else _edge(held, 0)
    end = pd.Timestamp(until) if until is not None else _edge(held, -1)
    window = held.loc[start:end] if len(held) else held
    name = "" if moves.name is None else str(moves.name)
    unknown = Rank(name, definition, _day(start), _day(end), len(window), _day(_edge(held, 0)))
    when = _first_on_or_after(moves, pd.Timestamp(date))
    if when is None or pd.isna(moves[when]):
        return replace(unknown, moved_on=_day(when))
    value = float(moves[when])
    if value == 0:
        return replace(unknown, moved_on=_day(when), value_bp=value)
    sign = 1 if value > 0 else -1
    earlier = held[held.index < when]
    inside = when in window.index
    return replace(
        unknown,
        moved_on=_day(when),
        value_bp=value,
        direction="rise" if sign > 0 else "fall",
        rank=1 + int((window * sign > abs(value)).sum()) if inside else None,
        ties=int((window == value).sum()) - 1 if inside else None,
        largest_since=_day(_edge(earlier[earlier * sign >= abs(value)], -1)),
    )


def ranks(series: pd.Series, date: Day, since: Day | None = None, until: Day | None = None) -> tuple[Rank, ...]:
    """The rank of one date by every definition side by side, because verdicts flip with them.

    In: percent, dates as index. Out: one `Rank` each for day, calendar week and rolling five, in this order.

    Reference: "Engineering Statistics Handbook, 1.3.5.17 and 2.6: order statistics and ranks", NIST/SEMATECH.

    By hand: 14 bp on Monday is the only daily move and the only week's; five observations earlier there is nothing.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07"])
    >>> [(r.definition, r.rank) for r in ranks(pd.Series([4.01, 4.15], index=days), "2025-04-07")]
    [('day', 1), ('calendar_week', 1), ('rolling_five', None)]
    """
    return tuple(rank(made(series), date, since, name, until) for name, made in MOVES.items())


def largest(
    series: pd.Series,
    definition: Definition,
    direction: Literal["rise", "fall"],
    since: Day | None = None,
    count: int = 10,
) -> pd.DataFrame:
    """The largest rises or falls of one series by one definition, since a start date.

    In: percent, dates as index. Out, the largest first, one row a move: ``rank`` (1 plus the number of moves strictly larger,
    so equal moves share the better one), ``from_date`` and ``moved_on`` (the two observations), ``value_bp``, ``from_pct``,
    ``to_pct``. Of equal moves the later stands first; at most ``count`` rows, fewer where there are no more.

    Reference: "Engineering Statistics Handbook, 1.3.5.17 and 2.6: order statistics and ranks", NIST/SEMATECH.

    By hand: of the rises 14 and 11 the first is the largest, from 4.01 on Friday to 4.15 on Monday.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07", "2025-04-08"])
    >>> made = largest(pd.Series([4.01, 4.15, 4.26], index=days), "day", "rise")
    >>> made["value_bp"].tolist(), made.iloc[0]["from_date"].date().isoformat()
    ([14.0, 11.0], '2025-04-04')
    """
    kept, made = observed(series), MOVES[definition](series)
    starts = pd.Series(_starts(kept, made, definition), index=made.index)
    wanted = made.loc[pd.Timestamp(since) if since is not None else None :]
    sizes = (wanted if direction == "rise" else -wanted).rename("size")
    top = sizes[sizes > 0].iloc[::-1].sort_values(ascending=False, kind="stable").head(count)
    days = pd.DatetimeIndex(top.index)
    return pd.DataFrame(
        {
            "rank": sizes[sizes > 0].rank(method="min", ascending=False).reindex(days).to_numpy(dtype="int64"),
            "from_date": pd.DatetimeIndex(starts[days]).as_unit("us"),
            "moved_on": days.as_unit("us"),
            "value_bp": wanted[days].to_numpy(),
            "from_pct": kept.reindex(starts[days]).to_numpy(),
            "to_pct": kept[days].to_numpy(),
        }
    )


def _starts(kept: pd.Series, made: pd.Series, definition: Definition) -> pd.DatetimeIndex:
    """The observation that each move is measured from; a week's is the end of the week before."""
    if definition == "calendar_week":
        return pd.DatetimeIndex(made.index.to_series().shift(1))
    return pd.DatetimeIndex(kept.index.to_series().shift(1 if definition == "day" else ROLLING_SESSIONS))


def moves_table(yields: pd.DataFrame, as_of: Day) -> pd.DataFrame:
    """Per tenor: the last value on or before a date and its changes over a day, a week, a month and the year to date.

    In: percent, one column a tenor. Out, indexed by tenor: ``date``, ``last_pct``, ``day_bp`` (minus the observation
    before), ``week_bp`` (minus the last on or before 7 days earlier), ``month_bp`` (the same day of the month before),
    ``year_to_date_bp`` (31 December), ``calendar_week_bp`` (of the ISO week so far), and for each its
    ``..._percentile_pct``: the share of the changes over the same span up to that date that are smaller or equal, so 100 is
    the largest rise and near 0 the largest fall. The year to date is compared with the other years up to the same day of the
    year. Anything whose observation is older than 7 days is missing.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: 4.48 after 4.40 is 8 bp on the day; 4.48 minus 4.01 a week earlier is 47 bp.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-10", "2025-04-11"])
    >>> made = moves_table(pd.DataFrame({"10Y": [4.01, 4.40, 4.48]}, index=days), "2025-04-11")
    >>> made.loc["10Y", ["day_bp", "week_bp"]].tolist()
    [8.0, 47.0]
    """
    rows = {str(tenor): _moves_row(observed(yields[tenor].loc[: pd.Timestamp(as_of)]), pd.Timestamp(as_of)) for tenor in yields}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table["date"] = table["date"].astype("datetime64[us]")
    return table.rename_axis("tenor")


SPANS = ("day", "week", "month", "year_to_date", "calendar_week")


def _moves_row(kept: pd.Series, as_of: pd.Timestamp) -> dict[str, object]:
    when, last = last_on_or_before(kept, as_of)
    if when is None:
        names = [f"{span}{ending}" for span in SPANS for ending in ("_bp", "_percentile_pct")]
        return {"date": pd.NaT, **dict.fromkeys(("last_pct", *names), float("nan"))}
    days = pd.DatetimeIndex(kept.index)
    by_span = {
        "day": move(kept),
        "week": _since(kept, days, days - pd.Timedelta(days=7)),
        "month": _since(kept, days, days - pd.DateOffset(months=1)),
        "year_to_date": _years_to_date(kept, when),
        "calendar_week": calendar_week_move(kept),
    }
    percentiles = {f"{span}_percentile_pct": _percentile_of_last(made) for span, made in by_span.items()}
    if by_span["year_to_date"].notna().sum() < LEAST_YEARS:
        percentiles["year_to_date_percentile_pct"] = float("nan")
    return {
        "date": when,
        "last_pct": last,
        **{f"{span}_bp": float(made.iloc[-1]) for span, made in by_span.items()},
        **percentiles,
    }


def _since(kept: pd.Series, days: pd.DatetimeIndex, starts: pd.DatetimeIndex) -> pd.Series:
    """The last value on or before each day minus that on or before its start, in bp; missing where either is too old."""
    return basis_points(pd.Series(_held_on(kept, days) - _held_on(kept, starts), index=days))


def _years_to_date(kept: pd.Series, when: pd.Timestamp) -> pd.Series:
    """The change since 31 December up to the same day of the year, of each year up to that of ``when``."""
    years = range(kept.index[0].year, when.year + 1)
    days = pd.DatetimeIndex([when - pd.DateOffset(years=when.year - year) for year in years])
    return _since(kept, days, pd.DatetimeIndex([pd.Timestamp(year - 1, 12, 31) for year in years]))


def _held_on(kept: pd.Series, days: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    at = kept.index.searchsorted(days, side="right") - 1
    found = kept.to_numpy(dtype="float64")[at.clip(min=0)]
    age = (days - kept.index[at.clip(min=0)]).days
    return np.where((at >= 0) & (age <= GAP_DAYS), found, np.nan)


def _percentile_of_last(moves: pd.Series) -> float:
    last = moves.iloc[-1]
    return float("nan") if pd.isna(last) else float((moves.dropna() <= last).mean() * 100)


def realised_volatility(series: pd.Series) -> pd.Series:
    """The standard deviation of the daily moves of the last 21 sessions times the square root of 252, in bp a year.

    In: percent, dates as index. Out: bp a year at every observation whose last 21 moves are all there; a gap of more than
    7 days leaves the 21 sessions after it missing. The sample standard deviation is used (divisor 20).

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on estimating volatility from historical
    data, Pearson.

    By hand: 11 moves of +1 and 10 of -1 have the sample standard deviation 1.0235; times 15.8745 is 16.25.

    >>> steps = np.cumsum([0] + [0.01, -0.01] * 10 + [0.01])
    >>> days = pd.date_range("2025-01-06", periods=22, freq="B")
    >>> round(float(realised_volatility(pd.Series(4 + steps, index=days)).iloc[-1]), 2)
    16.25
    """
    return move(series).rolling(VOLATILITY_SESSIONS).std() * np.sqrt(SESSIONS_A_YEAR)


def spread_bp(yields: pd.DataFrame, long: str, short: str) -> pd.Series:
    """The yield of the longer tenor minus that of the shorter, in basis points, named ``slope_2s10s_bp``.

    In: percent, one column a tenor. Out: bp on every date; missing where either is.

    Reference: "10-Year Treasury Constant Maturity Minus 2-Year Treasury Constant Maturity (T10Y2Y)", Federal Reserve
    Bank of St. Louis.

    By hand: 4.48 - 3.96 is 0.52, or 52 bp.

    >>> spread_bp(pd.DataFrame({"2Y": [3.96], "10Y": [4.48]}, index=pd.to_datetime(["2025-04-11"])), "10Y", "2Y")
    2025-04-11    52.0
    Name: slope_2s10s_bp, dtype: float64
    """
    return basis_points(yields[long] - yields[short]).rename(f"slope_{_points(short, long)}_bp")


def butterfly_bp(yields: pd.DataFrame, short: str, belly: str, long: str) -> pd.Series:
    """Twice the middle yield minus the two outer ones, in basis points, named ``fly_2s5s10s_bp``.

    In: percent, one column a tenor. Out: bp on every date; missing where any of the three is. Positive means that the
    middle yields more than the straight line of equal weights between its neighbours.

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities: Tools for Today's Markets", Wiley.

    By hand: 2 x 4.15 - 3.96 - 4.48 is -0.14, or -14 bp.

    >>> row = pd.DataFrame({"2Y": [3.96], "5Y": [4.15], "10Y": [4.48]}, index=pd.to_datetime(["2025-04-11"]))
    >>> butterfly_bp(row, "2Y", "5Y", "10Y").iloc[0]
    np.float64(-14.0)
    """
    return basis_points(2 * yields[belly] - yields[short] - yields[long]).rename(f"fly_{_points(short, belly, long)}_bp")


def _points(*tenors: str) -> str:
    """2Y, 10Y is 2s10s, as the field says it; with months among them the letters stay: 3m10y."""
    if all(tenor.endswith("Y") for tenor in tenors):
        return "".join(f"{tenor[:-1]}s" for tenor in tenors)
    return "".join(tenor.lower() for tenor in tenors)


def _edge(series: pd.Series, position: int) -> pd.Timestamp | None:
    return series.index[position] if len(series) else None


def _day(moment: pd.Timestamp | None) -> date | None:
    return None if moment is None else moment.date()


def _first_on_or_after(moves: pd.Series, day: pd.Timestamp) -> pd.Timestamp | None:
    position = int(moves.index.searchsorted(day))
    if position == len(moves) or (moves.index[position] - day).days > GAP_DAYS:
        return None
    return moves.index[position]
