"""Statements about one yield or premium: whether it rose or fell, how rare a move or a volatility was.

Series come in percent with dates as index; a day without a figure is no observation, and no difference is taken across
more than seven calendar days without one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

import pandas as pd

from treasury import units
from treasury.analytics import moves
from treasury.analytics._series import DECIMALS, GAP_DAYS, last_on_or_before, observed, stretches
from treasury.analytics.claims.finding import Finding, change_bp, ends, untestable, yes_or_no
from treasury.analytics.moves import Definition
from treasury.language import tr

Direction = Literal["rose", "fell"]
DAYS_A_YEAR = 365.25


def moved_from(series: pd.Series, *, direction: Direction, base_start: date, base_end: date, end: date) -> Finding:
    """Whether a rate rose or fell from a base to a day: the last value on or before the day minus the base.

    In: percent. The base is the mean of all observations from ``base_start`` to ``base_end``, or the last value on or before
    it where both are the same day. Out: bp. True when the change has the direction claimed, false when it is zero or
    has the other; untestable where either end has no value within 7 days.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury (the yields).

    By hand: the mean of 4.40 and 4.30 is 4.35, and 4.18 is 17 bp below it.

    >>> days = pd.to_datetime(["2025-06-30", "2025-08-29", "2025-12-31"])
    >>> window = {"base_start": date(2025, 6, 1), "base_end": date(2025, 8, 31), "end": date(2025, 12, 31)}
    >>> found = moved_from(pd.Series([4.40, 4.30, 4.18], index=days), direction="fell", **window)
    >>> found.verdict, found.value
    ('true', -17.0)
    """
    rule = (
        tr("True when the rate at the end is above the base, else false.")
        if direction == "rose"
        else tr("True when the rate at the end is below the base, else false.")
    )
    kept = observed(series)
    when, last = last_on_or_before(kept, pd.Timestamp(end))
    start, base = _base(kept, pd.Timestamp(base_start), pd.Timestamp(base_end))
    if when is None or start is None:
        missing = units.day(end if when is None else base_end)
        return untestable(
            rule,
            tr("No figure within {count} days before {day}: {reason}.", count=GAP_DAYS, day=missing, reason=ends(kept)),
        )
    change = round((last - base) * 100, DECIMALS)
    return Finding(
        verdict=yes_or_no(change > 0 if direction == "rose" else change < 0),
        rule=rule,
        value=change,
        unit="bp",
        start=start.date(),
        end=when.date(),
        detail=tr("{before} to {last}.", before=units.percent(base), last=units.percent(last)),
        would_change=tr(
            "It turns where the rate of {day} crosses {base}; it was {last}.",
            day=units.day(when),
            base=units.percent(base),
            last=units.percent(last),
        ),
    )


def _base(kept: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> tuple[pd.Timestamp | None, float]:
    if first == last:
        return last_on_or_before(kept, last)
    window = kept.loc[first:last]
    return (window.index[0], float(window.mean())) if len(window) else (None, float("nan"))


def moved_over(series: pd.Series, *, direction: Direction, sessions: int, end: date) -> Finding:
    """Whether a rate rose or fell over the sessions up to a day: the last value on or before it minus that of sessions earlier.

    In: percent; ``sessions`` counts the series' own observations. Out: bp. True when the change has the direction claimed,
    false when it is zero or has the other; untestable without a value within 7 days before the day, with fewer
    observations, or where two of them are more than 7 days apart.

    Reference: "Treasury Term Premia", Federal Reserve Bank of New York (what it is used for here).

    By hand: 0.715 on the last day and 0.578 two sessions before is a rise of 13.7 bp.

    >>> days = pd.to_datetime(["2025-12-23", "2025-12-26", "2025-12-29"])
    >>> found = moved_over(pd.Series([0.578, 0.7, 0.715], index=days), direction="rose", sessions=2, end=date(2025, 12, 29))
    >>> found.verdict, found.value
    ('true', 13.7)
    """
    rule = (
        tr("True when the rate is above its value {sessions} sessions earlier, else false.", sessions=sessions)
        if direction == "rose"
        else tr("True when the rate is below its value {sessions} sessions earlier, else false.", sessions=sessions)
    )
    kept = observed(series).loc[: pd.Timestamp(end)]
    when, last = last_on_or_before(kept, pd.Timestamp(end))
    if when is None or len(kept) <= sessions:
        return untestable(
            rule,
            tr(
                "{sessions} sessions up to {last_day} are not all there: {reason}.",
                sessions=sessions,
                last_day=units.day(end),
                reason=ends(observed(series)),
            ),
        )
    part = kept.iloc[-sessions - 1 :]
    if stretches(part.index)[-1] > 0:
        return untestable(
            rule,
            tr(
                "The series pauses for more than {count} days in the {sessions} sessions.",
                count=GAP_DAYS,
                sessions=sessions,
            ),
        )
    before = float(part.iloc[0])
    change = round((last - before) * 100, DECIMALS)
    return Finding(
        verdict=yes_or_no(change > 0 if direction == "rose" else change < 0),
        rule=rule,
        value=change,
        unit="bp",
        start=part.index[0].date(),
        end=when.date(),
        detail=tr("{before} to {last}.", before=units.percent(before, 3), last=units.percent(last, 3)),
        would_change=tr(
            "It turns where the rate of {day} crosses {before}.", day=units.day(when), before=units.percent(before, 3)
        ),
    )


def lowest_in_years(
    series: pd.Series, *, measure: Literal["realised", "month_mean", "level"], first: date, last: date, years: int
) -> Finding:
    """Whether the lowest volatility of some days is the lowest for years: no earlier value at most as low in that time.

    In: yields in percent for "realised" (`moves.realised_volatility`) and "month_mean" (its mean over each calendar month);
    an index of volatility for "level". Out: the lowest value from ``first`` to ``last``, in bp a year or index points. True
    when none of the ``years`` before it is as low, false when one is; untestable without a value in those days, and where
    none is as low but the series is shorter than the years.

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on estimating volatility, Pearson.

    By hand: 47 in December 2025 was last undercut by the 46 of June 2021, four and a half years before.

    >>> days = pd.to_datetime(["2021-06-01", "2024-06-03", "2025-12-31"])
    >>> window = {"first": date(2025, 12, 1), "last": date(2025, 12, 31), "years": 4}
    >>> found = lowest_in_years(pd.Series([46.0, 80.0, 47.0], index=days), measure="level", **window)
    >>> found.verdict, found.value, found.detail
    ('true', 47.0, 'Last as low on 1 Jun 2021, 4.6 years before.')
    """
    rule = tr("True when no value of the {years} years before is as low, false when one is.", years=years)
    values = _measured(observed(series), measure)
    window = values.loc[pd.Timestamp(first) : pd.Timestamp(last)]
    if window.empty:
        return untestable(
            rule,
            tr(
                "No value from {first_day} to {last_day}: {reason}.",
                first_day=units.day(first),
                last_day=units.day(last),
                reason=ends(values),
            ),
        )
    when, low = window.idxmin(), float(window.min())
    earlier = values[values.index < when]
    as_low = earlier.index[earlier <= low]
    since = when - pd.DateOffset(years=years)
    if not len(as_low) and (earlier.empty or earlier.index[0] > since):
        return untestable(rule, tr("The {years} years before are not all there: {reason}.", years=years, reason=ends(values)))
    span = earlier.loc[since:]
    turns = (
        tr(
            "It turns at the lowest value of the {years} years before, {value:.1f} on {day}.",
            years=years,
            value=span.min(),
            day=units.day(span.idxmin()),
        )
        if len(span)
        else ""
    )
    ago = (when - as_low[-1]).days / DAYS_A_YEAR if len(as_low) else 0.0
    reached = (
        tr("Last as low on {day}, {years:.1f} years before.", day=units.day(as_low[-1]), years=ago)
        if len(as_low)
        else tr("Never as low since {day}.", day=units.day(values.index[0]))
    )
    return Finding(
        verdict=yes_or_no(not len(as_low) or as_low[-1] < since),
        rule=rule,
        value=round(low, DECIMALS),
        unit="" if measure == "level" else "bp a year",
        start=when.date(),
        end=when.date(),
        detail=reached,
        would_change=turns,
    )


def _measured(kept: pd.Series, measure: str) -> pd.Series:
    if measure == "level":
        return kept
    volatility = moves.realised_volatility(kept).dropna()
    if measure == "realised" or volatility.empty:
        return volatility
    by_month = volatility.groupby(volatility.index.to_period("M"))
    ends_of_months = pd.DatetimeIndex(volatility.index.to_series().groupby(volatility.index.to_period("M")).max())
    return pd.Series(by_month.mean().to_numpy(), index=ends_of_months)


def largest_rise(series: pd.Series, *, definition: Definition, day: date, since: date) -> Finding:
    """Whether a rise was the largest since a year: its rank among the moves from the first day of that year.

    In: percent; ``definition`` day, calendar_week or rolling_five; ``since``, a 1 January. Out: bp. True at rank 1; partly when
    every move as large lies in the year named itself, so that the rise is the largest since a week of that year but not
    since its first day; false when a later one is as large. Untestable without a move within 7 days after the day.

    Reference: "Engineering Statistics Handbook, 1.3.5.17 and 2.6: order statistics and ranks", NIST/SEMATECH.

    By hand: 47 after a 52 in November 2001 is the largest since then, and second since January 2001.

    >>> days = pd.to_datetime(["2001-11-09", "2001-11-12", "2025-04-10", "2025-04-11"])
    >>> found = largest_rise(pd.Series([4.0, 4.52, 4.0, 4.47], index=days), definition="day", day=date(2025, 4, 11),
    ...     since=date(2001, 1, 1))
    >>> found.verdict, found.value, found.detail
    ('partly', 47.0, 'Rank 2 of 2 since 1 Jan 2001; largest since 12 Nov 2001.')
    """
    rule = tr(
        "True at rank 1 since {since}; partly when every move as large lies in {year} itself, so that it is the "
        "largest since a day of {year} but not since its first; false when a later move is as large.",
        since=units.day(since),
        year=since.year,
    )
    kept = observed(series)
    made = moves.MOVES[definition](kept)
    found = moves.rank(made, day, since, definition)
    if found.value_bp is None or found.moved_on is None or (found.rank is None and found.value_bp):
        return untestable(
            rule, tr("No move of {day} since {since}: {reason}.", day=units.day(day), since=units.day(since), reason=ends(kept))
        )
    if found.value_bp <= 0:
        return Finding("false", rule, found.value_bp, "bp", _from(kept, found.moved_on, definition), found.moved_on)
    others = made.loc[pd.Timestamp(found.since) :].drop(pd.Timestamp(found.moved_on)).dropna()
    since_day = found.largest_since
    loose = since_day is not None and since_day.year == since.year
    largest = (
        tr("largest since {day}", day=units.day(since_day))
        if since_day
        else tr("largest since the series begins, {day}", day=units.day(made.index[0]))
    )
    next_best = (
        tr("{change} to {day}", change=change_bp(float(others.max())), day=units.day(others.idxmax()))
        if len(others)
        else tr("no other")
    )
    return Finding(
        verdict="true" if found.rank == 1 else "partly" if loose else "false",
        rule=rule,
        value=found.value_bp,
        unit="bp",
        start=_from(kept, found.moved_on, definition),
        end=found.moved_on,
        detail=tr(
            "Rank {rank} of {count} since {since}; {largest}.",
            rank=found.rank,
            count=units.count(found.of),
            since=units.day(found.since),
            largest=largest,
        ),
        would_change=(
            tr("Rank 1 rests on the largest other move, {next_largest}.", next_largest=next_best)
            if found.rank == 1
            else tr("Rank 1 would take more than the largest other move, {next_largest}.", next_largest=next_best)
        ),
    )


def _from(kept: pd.Series, moved_on: date, definition: Definition) -> date:
    """The observation that a move is measured from."""
    position = int(kept.index.searchsorted(pd.Timestamp(moved_on)))
    if definition == "calendar_week":
        monday = pd.Timestamp(moved_on) - pd.Timedelta(days=moved_on.weekday())
        position, steps = int(kept.index.searchsorted(monday)), 1
    else:
        steps = moves.ROLLING_SESSIONS if definition == "rolling_five" else 1
    made: date = kept.index[position - steps].date()
    return made


def rise_above(series: pd.Series, *, definition: Definition, day: date, threshold_bp: float) -> Finding:
    """Whether a rate rose by more than a threshold: its move of the day, or of the week or five sessions that end with it.

    In: percent; bp. Out: bp. True when the move is above the threshold, false otherwise; untestable where no move of the
    day is held.

    Reference: "Daily Treasury Par Yield Curve Rates", US Department of the Treasury (whole basis points).

    By hand: 4.17 after 4.10 is 7 bp, more than 6.

    >>> rates = pd.Series([4.10, 4.17], index=pd.to_datetime(["2025-11-04", "2025-11-05"]))
    >>> rise_above(rates, definition="day", day=date(2025, 11, 5), threshold_bp=6).verdict
    'true'
    """
    rule = tr("True when the move is above {threshold:g} basis points, else false.", threshold=threshold_bp)
    kept = observed(series)
    found = moves.rank(moves.MOVES[definition](kept), day, None, definition)
    if found.value_bp is None or found.moved_on is None:
        return untestable(rule, tr("No move of {day}: {reason}.", day=units.day(day), reason=ends(kept)))
    start = _from(kept, found.moved_on, definition)
    return Finding(
        verdict=yes_or_no(found.value_bp > threshold_bp),
        rule=rule,
        value=found.value_bp,
        unit="bp",
        start=start,
        end=found.moved_on,
        detail=tr(
            "{before} to {last}.",
            before=units.percent(kept[pd.Timestamp(start)]),
            last=units.percent(kept[pd.Timestamp(found.moved_on)]),
        ),
        would_change=tr(
            "It turns at {threshold:g} bp; the move was {change}.",
            threshold=threshold_bp,
            change=change_bp(found.value_bp),
        ),
    )


def largest_in_months(series: pd.Series, *, day: date, months: int, skipping: Collection[date] = ()) -> Finding:
    """Whether a daily rise was the largest in months: how long ago a rise at least as large was.

    In: percent; ``skipping``, days whose moves do not count (FOMC statements). Out: days since the last rise at least as
    large. True when none lies within the ``months`` before the day, false when one does or the move is no rise; untestable
    where no move of the day is held.

    Reference: "Engineering Statistics Handbook, 2.6: order statistics", NIST/SEMATECH.

    By hand: 7 bp on 5 November after 9 bp on 29 October is the largest in seven days, not in months.

    >>> days = pd.to_datetime(["2025-10-28", "2025-10-29", "2025-11-04", "2025-11-05"])
    >>> found = largest_in_months(pd.Series([3.99, 4.08, 4.10, 4.17], index=days), day=date(2025, 11, 5), months=2)
    >>> found.verdict, found.value, found.unit
    ('false', 7.0, 'days')
    """
    rule = tr("True when no rise at least as large lies within the {months} months before, else false.", months=months)
    made = moves.move(observed(series))
    when = pd.Timestamp(day)
    if when not in made.index or pd.isna(made[when]):
        return untestable(rule, tr("No move of {day}: {reason}.", day=units.day(day), reason=ends(observed(series))))
    value = float(made[when])
    if value <= 0:
        return Finding(
            "false", rule, 0.0, "days", day, day, detail=tr("The move was {change}, no rise.", change=change_bp(value))
        )
    earlier = made[(made.index < when) & ~made.index.isin(pd.DatetimeIndex(list(skipping)))].dropna()
    as_large = earlier.index[earlier >= value]
    last = as_large[-1] if len(as_large) else made.index[0]
    edge = when - pd.DateOffset(months=months)
    rival = earlier.loc[edge:]
    largest = _rise_on(float(rival.max()), rival.idxmax()) if len(rival) else tr("none")
    before = _rise_on(float(earlier[last]), last) if len(as_large) else tr("none since {day}", day=units.day(last))
    return Finding(
        verdict=yes_or_no(last < edge),
        rule=rule,
        value=float((when - last).days),
        unit="days",
        start=last.date(),
        end=day,
        detail=tr("{change} on the day; the last rise at least as large: {before}.", change=change_bp(value), before=before),
        would_change=tr("It turns at the largest rise of the {months} months before, {largest}.", months=months, largest=largest),
    )


def _rise_on(value: float, when: pd.Timestamp) -> str:
    return tr("{change} on {day}", change=change_bp(value), day=units.day(when))
