"""Statements about several markets at once: yields, dollar and stocks together, and whether inflation expectations are quiet.

Yields and breakevens come in percent, indices and prices as levels, dates as index. Moves of yields are in basis points, of
indices and prices in percent, each over its own observations and never across more than seven calendar days without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from treasury import units
from treasury.analytics import moves
from treasury.analytics._series import DECIMALS, GAP_DAYS, last_on_or_before, observed, stretches
from treasury.analytics.claims.finding import Finding, Verdict, ends, untestable, yes_or_no
from treasury.analytics.levels import YEARS, level_percentile
from treasury.language import joined, tr

DOLLAR = "% change (dollar)"  # a unit


def fell_together(
    yields: pd.Series,
    dollar: pd.Series,
    stocks: pd.Series | None = None,
    *,
    start: date,
    end: date,
    beside: pd.Series | None = None,
    beside_name: str = "",
) -> Finding:
    """Whether the dollar, and where it is given stocks, fell over a span in which the yield rose.

    In: percent; levels. ``beside`` is another measure for the detail, under its own name, never counted. Out: the dollar's
    change in percent, from the last value on or before ``start`` to the last on or before ``end``. True when the yield rose
    and everything else fell; partly when of dollar and stocks one fell; false when neither did, or the yield did not rise.
    Untestable where a part is not held, unless the yield did not rise.

    Reference: "Nominal Broad U.S. Dollar Index (DTWEXBGS)", Board of Governors of the Federal Reserve System.

    By hand: 4.01 to 4.48 percent with the dollar from 125.8 to 124.0, a fall of 1.4 percent.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-11"])
    >>> both = pd.Series([4.01, 4.48], index=days), pd.Series([125.8, 124.0], index=days)
    >>> found = fell_together(*both, start=date(2025, 4, 4), end=date(2025, 4, 11))
    >>> found.verdict, round(found.value, 1)
    ('true', -1.4)
    """
    others = _others(dollar, stocks)
    rule = (
        tr("True when the yield rose and the dollar fell; else false.")
        if stocks is None
        else tr("True when the yield rose and the dollar and stocks fell; partly when one of the two did; else false.")
    )
    rise = _ends(yields, start, end)
    if rise is None:
        span, why = units.days(start, end), ends(observed(yields))
        return untestable(rule, tr("No yield at both ends of {days}: {reason}.", days=span, reason=why))
    pairs = {name: _ends(series, start, end) for name, series in others.items()}
    known = {name: round((p.after / p.before - 1) * 100, DECIMALS) for name, p in pairs.items() if p}
    missing = [name for name in others if name not in known]
    bp, fallen = round((rise.after - rise.before) * 100, DECIMALS), sum(change < 0 for change in known.values())
    verdict: Verdict = "false"
    if bp > 0:
        verdict = "untestable" if missing else "true" if fallen == len(others) else "partly" if fallen else "false"
    said = [tr("10-year {change}", change=units.bp(bp))]
    said += [tr("{market} {change}", market=name, change=units.change_pct(change)) for name, change in known.items()]
    return Finding(
        verdict=verdict,
        rule=rule,
        value=known.get(next(iter(others))),
        unit=DOLLAR,
        start=rise.first,
        end=rise.last,
        detail=tr("{changes}{beside}.", changes=tr("; ").join(said), beside=_aside(beside, beside_name, start, end)),
        would_change="" if missing else tr("It turns where one of them crosses its level at the start."),
        why_untestable=tr("On these days not held: {markets}.", markets=tr(", ").join(missing))
        if verdict == "untestable"
        else "",
    )


def _others(dollar: pd.Series, stocks: pd.Series | None) -> dict[str, pd.Series]:
    """The markets beside the yield, the dollar first, by what a sentence calls them."""
    return {tr("the dollar"): dollar} | ({} if stocks is None else {tr("stocks"): stocks})


@dataclass(frozen=True)
class _Ends:
    first: date
    before: float
    last: date
    after: float


def _ends(series: pd.Series, start: date, end: date) -> _Ends | None:
    """The last values on or before two days; None where one is missing or both are the same."""
    kept = observed(series)
    first, before = last_on_or_before(kept, pd.Timestamp(start))
    last, after = last_on_or_before(kept, pd.Timestamp(end))
    if first is None or last is None or first == last:
        return None
    return _Ends(first.date(), before, last.date(), after)


def _aside(beside: pd.Series | None, name: str, start: date, end: date) -> str:
    pair = None if beside is None else _ends(beside, start, end)
    if beside is None or pair is None:
        return ""
    return tr("; beside, not for stocks: {name} {before:.3f} to {last:.3f}", name=tr(name), before=pair.before, last=pair.after)


def fell_together_by_day(
    yields: pd.Series, dollar: pd.Series, stocks: pd.Series | None = None, *, start: date, end: date
) -> Finding:
    """On how many days of a span on which the yield rose the dollar, and where it is given stocks, fell.

    In: percent; levels; both days inclusive. Out: a number of days. True when it was all of the days with a rise, partly when it
    was some, false when none; untestable without a rise, or where a part is not held on one of these days.

    Reference: "Nominal Broad U.S. Dollar Index (DTWEXBGS)", Board of Governors of the Federal Reserve System.

    By hand: of two days with a higher yield the dollar fell on one.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07", "2025-04-08"])
    >>> both = pd.Series([4.01, 4.15, 4.26], index=days), pd.Series([125.8, 126.8, 126.1], index=days)
    >>> found = fell_together_by_day(*both, start=date(2025, 4, 7), end=date(2025, 4, 8))
    >>> found.verdict, found.value, found.unit
    ('partly', 1.0, 'of 2 days')
    """
    others = _others(dollar, stocks)
    rule = tr(
        "Of the days on which the yield rose: true when {markets} fell on all, partly on some, false on none.",
        markets=joined(others),
    )
    moved = moves.move(observed(yields)).loc[pd.Timestamp(start) : pd.Timestamp(end)]
    rises = moved.index[moved > 0]
    if not len(rises):
        return untestable(
            rule,
            tr(
                "No rise of the yield from {first_day} to {last_day}: {reason}.",
                first_day=units.day(start),
                last_day=units.day(end),
                reason=ends(observed(yields)),
            ),
        )
    changes = {name: relative_move(series).reindex(rises) for name, series in others.items()}
    missing = [name for name, made in changes.items() if made.isna().any()]
    if missing:
        return untestable(
            rule,
            tr(
                "Not held on each of the {count} days on which the yield rose: {markets}.",
                count=len(rises),
                markets=tr(", ").join(missing),
            ),
        )
    fell = pd.Series(True, index=rises)
    for made in changes.values():
        fell &= made < 0
    count = int(fell.sum())
    days = tr(", ").join(units.day(day) for day in rises[fell])
    return Finding(
        verdict="true" if count == len(rises) else "partly" if count else "false",
        rule=rule,
        value=float(count),
        unit=f"of {len(rises)} days",
        start=rises[0].date(),
        end=rises[-1].date(),
        detail=tr("On {days}.", days=days) if count else tr("On none."),
        would_change=tr("True at {days} of {days} days, false at none; it was {count}.", days=len(rises), count=count),
    )


def relative_move(series: pd.Series) -> pd.Series:
    """Each observation over the one before it, in percent; missing where they are more than 7 calendar days apart.

    In: levels above zero. Out: percent at every observation, the first missing.

    Reference: "Nominal Broad U.S. Dollar Index (DTWEXBGS)", Board of Governors of the Federal Reserve System.

    By hand: 126 after 120 is 5 percent.

    >>> relative_move(pd.Series([120.0, 126.0], index=pd.to_datetime(["2025-04-04", "2025-04-07"]))).round(6).tolist()
    [nan, 5.0]
    """
    kept = observed(series)
    stretch = pd.Series(stretches(kept.index), index=kept.index)
    return (kept.pct_change(fill_method=None) * 100).where(stretch == stretch.shift())


def rare_together(
    yields: pd.Series,
    dollar: pd.Series,
    *,
    by: Literal["day", "week"],
    rise_bp: float,
    fall_pct: float,
    rare_pct: float,
    of: Literal["all", "rises"] = "all",
) -> Finding:
    """Whether yields up with the dollar down is rare: the share of days or calendar weeks on which both pass their threshold.

    In: percent; levels; the yield's rise in bp and the dollar's fall in percent (0: any). Weeks run from the last common
    observation of an ISO week to that of the next. ``of`` "rises" takes the share of the days with such a rise alone. Out:
    percent, over the days that both series share. True when it is at most ``rare_pct`` and less than chance would bring
    were the two unrelated; partly when only the first; untestable without a common day.

    Reference: "Nominal Broad U.S. Dollar Index (DTWEXBGS)", Board of Governors of the Federal Reserve System.

    By hand: yield up 10 and dollar down 1 percent on one of two days is 50 percent, not rare.

    >>> days = pd.to_datetime(["2025-04-08", "2025-04-09", "2025-04-10"])
    >>> both = pd.Series([4.20, 4.30, 4.25], index=days), pd.Series([100.0, 99.0, 99.0], index=days)
    >>> found = rare_together(*both, by="day", rise_bp=5, fall_pct=0.25, rare_pct=5)
    >>> found.verdict, found.value
    ('false', 50.0)
    """
    rule = tr(
        "True at {share:g} percent or less and fewer than if the two were unrelated; partly when only the first, else false.",
        share=rare_pct,
    )
    pair = _moves_of_both(yields, dollar, by)
    up = pair["yield"] >= rise_bp if rise_bp else pair["yield"] > 0
    down = pair["dollar"] <= -fall_pct if fall_pct else pair["dollar"] < 0
    counted = pair[up] if of == "rises" else pair
    if counted.empty:
        why = ends(observed(dollar))
        return untestable(
            rule,
            tr("No day on which both are held: the dollar, {reason}.", reason=why)
            if by == "day"
            else tr("No week on which both are held: the dollar, {reason}.", reason=why),
        )
    both = int((up & down).sum())
    share = both / len(counted) * 100
    chance = float(down.mean() * (100 if of == "rises" else up.mean() * 100))
    return Finding(
        verdict="false" if share > rare_pct else "true" if share < chance else "partly",
        rule=rule,
        value=round(share, DECIMALS),
        unit="% of rises" if of == "rises" else f"% of {by}s",
        start=pair.index[0].date(),
        end=pair.index[-1].date(),
        detail=tr(
            "{both} of {count} since {day}; {chance} if unrelated.",
            both=units.count(both),
            count=units.count(len(counted)),
            day=units.day(pair.index[0]),
            chance=units.percent(chance, 1),
        ),
        would_change=tr(
            "It turns at {share:g} % or {count}; it is {both}.",
            share=rare_pct,
            count=units.count(rare_pct / 100 * len(counted)),
            both=units.count(both),
        ),
    )


def _moves_of_both(yields: pd.Series, dollar: pd.Series, by: str) -> pd.DataFrame:
    """Moves of both over the days that both have: bp and percent."""
    levels = pd.concat({"yield": observed(yields), "dollar": observed(dollar)}, axis="columns", join="inner")
    if by == "week":
        week = moves.calendar_week_move(levels["yield"]).dropna()
        ends_of_weeks = levels.index.isin(moves.calendar_week_move(levels["yield"]).index)
        change = (levels.loc[ends_of_weeks, "dollar"].pct_change(fill_method=None) * 100).reindex(week.index)
        return pd.DataFrame({"yield": week, "dollar": change}).dropna()
    return pd.DataFrame({"yield": moves.move(levels["yield"]), "dollar": relative_move(levels["dollar"])}).dropna()


def rarely_opposed(yields: pd.Series, dollar: pd.Series, *, sessions: int, rare_pct: float) -> Finding:
    """Whether yields and the dollar are rarely opposed: the share of days with a negative rolling correlation of their moves.

    In: percent; levels; the length of the correlation in common sessions. Out: percent. True when at most ``rare_pct``;
    untestable with fewer common moves than the sessions.

    Reference: "Engineering Statistics Handbook, 1.3.3.26: correlation", NIST/SEMATECH.

    By hand: over two moves each that go opposite ways the correlation is -1 on the only day, 100 percent.

    >>> days = pd.to_datetime(["2025-04-08", "2025-04-09", "2025-04-10"])
    >>> both = pd.Series([4.20, 4.30, 4.25], index=days), pd.Series([100.0, 99.0, 101.0], index=days)
    >>> rarely_opposed(*both, sessions=2, rare_pct=25).value
    100.0
    """
    rule = tr(
        "True when the {sessions}-session correlation was negative on at most {share:g} percent of the days, else false.",
        sessions=sessions,
        share=rare_pct,
    )
    pair = _moves_of_both(yields, dollar, "day")
    rolling = pair["yield"].rolling(sessions).corr(pair["dollar"]).dropna()
    if rolling.empty:
        return untestable(
            rule,
            tr(
                "Fewer than {count} moves of both are held: the dollar, {reason}.",
                count=sessions,
                reason=ends(observed(dollar)),
            ),
        )
    share = float((rolling < 0).mean() * 100)
    return Finding(
        verdict=yes_or_no(share <= rare_pct),
        rule=rule,
        value=round(share, DECIMALS),
        unit="% of days",
        start=rolling.index[0].date(),
        end=rolling.index[-1].date(),
        detail=tr("The correlation is {value:+.2f} on {day}.", value=rolling.iloc[-1], day=units.day(rolling.index[-1])),
        would_change=tr("It turns at {share:g} % of the days.", share=rare_pct),
    )


def _too_few(sessions: int, day: date | None, reason: str) -> str:
    if day is None:
        return tr("{sessions} sessions are not held: {reason}.", sessions=sessions, reason=reason)
    return tr(
        "{sessions} sessions within {count} days before {day} are not held: {reason}.",
        sessions=sessions,
        count=GAP_DAYS,
        day=units.day(day),
        reason=reason,
    )


def quiet(series: pd.Series, *, range_bp: float, percentile: float, sessions: int, day: date | None = None) -> Finding:
    """Whether inflation expectations are quiet: they have stayed in a narrow range, and are not high in their ten years.

    In: a breakeven in percent; the widest range in bp over the last ``sessions`` observations, and the highest percentile of
    the level among those of ten years (`levels.level_percentile`); a day, else the last one. Out: the range in bp. True
    when both hold, partly when one does, false when neither; untestable with fewer observations.

    Reference: "5-Year, 5-Year Forward Inflation Expectation Rate (T5YIFR)", Federal Reserve Bank of St. Louis.

    By hand: between 2.20 and 2.30 the range is 10 bp; 2.20 is the lowest of the three.

    >>> rates = pd.Series([2.25, 2.30, 2.20], index=pd.to_datetime(["2025-12-26", "2025-12-29", "2025-12-30"]))
    >>> found = quiet(rates, range_bp=50, percentile=90, sessions=3)
    >>> found.verdict, found.value
    ('true', 10.0)
    """
    rule = tr(
        "True when the range of {sessions} sessions is at most {width:g} basis points and the level is below "
        "the {percentile} percentile of its {years} years; partly when one of the two holds; false when neither "
        "does.",
        sessions=sessions,
        width=range_bp,
        percentile=units.ordinal(percentile),
        years=YEARS,
    )
    kept = observed(series)
    kept = kept if day is None else kept.loc[: pd.Timestamp(day)]
    stale = day is not None and last_on_or_before(kept, pd.Timestamp(day))[0] is None
    if len(kept) < sessions or stale:
        return untestable(rule, _too_few(sessions, day, ends(observed(series))))
    part = kept.iloc[-sessions:]
    width = round(float(part.max() - part.min()) * 100, DECIMALS)
    stand = level_percentile(kept, kept.index[-1])
    rank = stand.percentile_pct if stand.percentile_pct is not None else 100.0
    held = (width <= range_bp) + (rank < percentile)
    return Finding(
        verdict="true" if held == 2 else "partly" if held else "false",
        rule=rule,
        value=width,
        unit="bp range",
        start=part.index[0].date(),
        end=part.index[-1].date(),
        detail=tr(
            "Between {low} and {high}; {last} is the {percentile} percentile since {since}.",
            low=units.percent(part.min()),
            high=units.percent(part.max()),
            last=units.percent(part.iloc[-1]),
            percentile=units.ordinal(rank),
            since=units.day(stand.since),
        ),
        would_change=tr(
            "It turns at a range of {width:g} bp, and at the {percentile} percentile.",
            width=range_bp,
            percentile=units.ordinal(percentile),
        ),
    )
