"""Statements about the size of something: whether it stands near a figure, and whether it has grown fast enough for one.

Amounts are whole dollars, shares percent.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS, GAP_DAYS, last_on_or_before, observed
from treasury.analytics.claims.finding import Finding, ends, untestable, yes_or_no
from treasury.calendar import fiscal_year
from treasury.language import tr

DAYS_A_YEAR = 365.25


def stands_near(series: pd.Series, *, target_usd: float, within_pct: float, day: date | None = None) -> Finding:
    """Whether an amount stands near a figure: the last value, or that on or before a day, within some percent of it.

    In: whole dollars, dates as index. Out: dollars. True within ``within_pct`` of ``target_usd``, false outside; untestable
    without a value, or where the last one on or before the day is more than 7 days older.

    Reference: "Stablecoins", DefiLlama (what it is used for here).

    By hand: 310 bn is 3.3 percent above 300 bn, within 10.

    >>> series = pd.Series([3.1e11], index=pd.to_datetime(["2026-08-22"]))
    >>> stands_near(series, target_usd=3e11, within_pct=10).verdict
    'true'
    """
    low, high = target_usd * (1 - within_pct / 100), target_usd * (1 + within_pct / 100)
    rule = tr("True within {within:g} percent of {target}, else false.", within=within_pct, target=units.usd(target_usd))
    kept = observed(series)
    when, value = _at(kept, day)
    if when is None:
        return untestable(rule, _none(kept, day))
    return Finding(
        verdict=yes_or_no(low <= value <= high),
        rule=rule,
        value=value,
        unit="USD",
        start=when.date(),
        end=when.date(),
        detail=tr(
            "{difference} from {target}.",
            difference=units.change_pct((value / target_usd - 1) * 100),
            target=units.usd(target_usd),
        ),
        would_change=tr("It turns below {low} and above {high}.", low=units.usd(low), high=units.usd(high)),
    )


def grew_enough(
    series: pd.Series,
    *,
    multiple: float,
    over_years: int,
    in_years: float = 0,
    until: date | None = None,
    day: date | None = None,
) -> Finding:
    """Whether growth so far is fast enough for a multiple: growth a year over past years against the growth a year needed.

    In: whole dollars, dates as index; the multiple wanted ``in_years``, or ``until`` a day; the past years; a day to measure
    from, else the last one. Out: growth so far in percent a year, (last / earlier) ^ (1 / years) - 1. True when it is at
    least multiple ^ (1 / years to go) - 1. Untestable where either end is not held within 7 days. Arithmetic, no forecast:
    growth of the past says nothing sure about the future.

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on interest rates (compounding), Pearson.

    By hand: from 100 to 310 in three years is 45.8 percent a year; ten times in ten years needs 25.9.

    >>> series = pd.Series([100.0, 310.0], index=pd.to_datetime(["2023-08-22", "2026-08-22"]))
    >>> found = grew_enough(series, multiple=10, in_years=10, over_years=3)
    >>> found.verdict, round(found.value, 1)
    ('true', 45.8)
    """
    kept = observed(series)
    when, last = _at(kept, day)
    wanted = (
        tr("{multiple:g} times in {years:g} years", multiple=multiple, years=in_years)
        if until is None
        else tr("{multiple:g} times by {day}", multiple=multiple, day=units.day(until))
    )
    rule = tr("True when growth so far is at least what {wanted} takes, else false.", wanted=wanted)
    if when is None:
        return untestable(rule, _none(kept, day))
    start, before = last_on_or_before(kept, when - pd.DateOffset(years=over_years))
    years = in_years if until is None else (pd.Timestamp(until) - when).days / DAYS_A_YEAR
    if years <= 0:
        why = tr("{day} is not ahead of the last figure: {reason}.", day=units.day(until), reason=ends(kept))
        return untestable(rule, why)
    if start is None or before <= 0:
        return untestable(rule, tr("No figure {years} years before: {reason}.", years=over_years, reason=ends(kept)))
    growth = (last / before) ** (1 / over_years) - 1
    needed = multiple ** (1 / years) - 1
    return Finding(
        verdict=yes_or_no(growth >= needed),
        rule=rule,
        value=round(growth * 100, DECIMALS),
        unit="% a year",
        start=start.date(),
        end=when.date(),
        detail=tr(
            "{before} to {last}; at this pace {pace:,.1f} times. {wanted} takes {needed} a year, to {reached}.",
            before=units.usd(before),
            last=units.usd(last),
            pace=(1 + growth) ** years,
            wanted=wanted,
            needed=units.percent(needed * 100, 1),
            reached=units.usd(last * multiple),
        ),
        would_change=tr("It turns at growth of {needed} a year.", needed=units.percent(needed * 100, 1)),
    )


def _none(kept: pd.Series, day: date | None) -> str:
    """Why there is no last figure, or none of a day."""
    if day is None:
        return tr("No figure: {reason}.", reason=ends(kept))
    return tr("No figure of {day}: {reason}.", day=units.day(day), reason=ends(kept))


def _at(kept: pd.Series, day: date | None) -> tuple[pd.Timestamp | None, float]:
    if day is None:
        return (kept.index[-1], float(kept.iloc[-1])) if len(kept) else (None, float("nan"))
    return last_on_or_before(kept, pd.Timestamp(day), GAP_DAYS)


def deficit_of_fiscal_year(surplus: pd.Series, *, target_pct: float, within_points: float, year: int = 0) -> Finding:
    """Whether the federal deficit of a fiscal year is near a share of GDP, as the White House budget tables publish it.

    In: the surplus in percent of GDP, dated 1 January of its fiscal year (FYFSGDA188S); a fiscal year, else the last one held.
    Out: the deficit in percent of GDP, a surplus negative. True within ``within_points`` of the target.

    Reference: "Federal Surplus or Deficit as Percent of Gross Domestic Product (FYFSGDA188S)", Federal Reserve Bank of St. Louis.

    By hand: a surplus of -5.77 percent is a deficit of 5.77, within half a point of 6.

    >>> surplus = pd.Series([-5.77], index=pd.to_datetime(["2025-01-01"]))
    >>> deficit_of_fiscal_year(surplus, target_pct=6, within_points=0.5).value
    5.77
    """
    published = observed(surplus)
    held = published if not year else published[published.index.year == year]
    if held.empty:
        why = ends(published)
        return untestable(
            _near_rule(target_pct, within_points),
            tr("No figure of fiscal year {year}: {reason}.", year=year, reason=why)
            if year
            else tr("No figure: {reason}.", reason=why),
        )
    chosen = int(held.index[-1].year)
    return _deficit(-float(held.iloc[-1]), target_pct, within_points, date(chosen - 1, 10, 1), date(chosen, 9, 30))


def deficit_of_twelve_months(surplus: pd.Series, gdp: pd.Series, *, target_pct: float, within_points: float) -> Finding:
    """Whether the federal deficit of the last twelve months held is near a share of GDP.

    In: the monthly surplus in millions of dollars (MTSDS133FMS) and GDP by quarter in billions at annual rates, both dated with
    the first day of their period. Out: minus the sum of twelve months in a row, divided by the mean GDP of the last four
    quarters that begin before those months end, in percent. True within ``within_points`` of the target; untestable where a
    month or quarter is missing.

    Reference: "Monthly Treasury Statement", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: twelve months of 150 bn are 1.8 tn, 6 percent of a GDP of 30 tn.

    >>> days = pd.date_range("2024-11-01", periods=12, freq="MS")
    >>> gdp = pd.Series(30e3, index=pd.date_range("2024-10-01", periods=4, freq="QS"))
    >>> deficit_of_twelve_months(pd.Series(-150e3, index=days), gdp, target_pct=6, within_points=0.5).value
    6.0
    """
    rule = _near_rule(target_pct, within_points)
    months, gdp = observed(surplus), observed(gdp)
    if len(months) < 12 or months.index[-12] != months.index[-1] - pd.DateOffset(months=11):
        return untestable(rule, tr("Twelve months in a row are not held of the monthly deficit: {reason}.", reason=ends(months)))
    quarters = gdp.loc[: months.index[-1]].iloc[-4:]
    if len(quarters) < 4 or quarters.index[0] < months.index[-1] - pd.DateOffset(months=12):
        return untestable(rule, tr("The GDP of these months is not held: {reason}.", reason=ends(gdp)))
    deficit = -float(months.iloc[-12:].sum()) / 1e3
    end = (months.index[-1] + pd.offsets.MonthEnd(0)).date()
    return _deficit(deficit / float(quarters.mean()) * 100, target_pct, within_points, months.index[-12].date(), end)


def _near_rule(target_pct: float, within_points: float) -> str:
    return tr(
        "True within {within:g} percentage points of {target:g} percent, else false.",
        within=within_points,
        target=target_pct,
    )


def _deficit(value: float, target_pct: float, within_points: float, start: date, end: date) -> Finding:
    low, high = target_pct - within_points, target_pct + within_points
    whole = end.month == 9 and start.month == 10
    return Finding(
        verdict=yes_or_no(low <= value <= high),
        rule=_near_rule(target_pct, within_points),
        value=round(value, DECIMALS),
        unit="% of GDP",
        start=start,
        end=end,
        detail=tr("Fiscal year {year}.", year=fiscal_year(end)) if whole else "",
        would_change=tr("It turns below {low:g} and above {high:g} percent of GDP.", low=low, high=high),
    )
