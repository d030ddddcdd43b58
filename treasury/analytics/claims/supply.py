"""Statements about what the Treasury sells and buys back: buybacks by bucket, bills against coupons, supply to private hands.

Amounts are whole dollars of par, shares percent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS
from treasury.analytics.buyback_programme import LONG_SEGMENT, labelled, results_gaps
from treasury.analytics.buybacks import operations
from treasury.analytics.claims.finding import Finding, ends, untestable, yes_or_no
from treasury.analytics.outstanding import bill_share_outstanding
from treasury.language import N_, tr, trn

HALF_PCT = 50.0
QUARTER_DAYS = 365.25 / 4
MONTHS = 12
TOTAL_CONCENTRATED = N_(
    "True when more than half of the total after it lies in the nominal buckets from 10 to 30 years, else false."
)
CONCENTRATED = {
    "increase": N_("True when more than half of the increase lies in the nominal buckets from 10 to 30 years, else false."),
    "operations": N_(
        "True when more than half of all operations after it lies in the nominal buckets from 10 to 30 years, else false."
    ),
}
MEASURES = {"maximum": "maximum_usd", "accepted": "accepted_usd", "operations": "operations"}


def buybacks_concentrate(
    held: pd.DataFrame,
    *,
    measure: Literal["increase", "maximum", "accepted", "operations"],
    before_start: date,
    after_start: date,
    after_end: date,
) -> Finding:
    """Whether an enlargement of the buybacks lies in the nominal buckets from 10 to 30 years: their share of it.

    In: ``buyback_operations``; the first day of the programme before, the first and last day of the programme after. Liquidity
    support operations with a result and a stated maximum count. "increase": the room (sum of maxima per quarter of 91.3 days,
    gaps of the results left out) after less that before, and the share of it in these buckets; "maximum", "accepted",
    "operations": their share of all room, par or operations after. Out: percent. True above 50, false otherwise; untestable
    without operations on either side, or where the room did not grow.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury (the sizes of the programme).

    By hand: 2 bn a day in 10Y to 20Y after 1 bn a day, with 1 bn a day in 2Y to 3Y all along: the increase lies in the first.

    >>> days = pd.to_datetime(["2025-08-11", "2025-08-12", "2025-08-13", "2025-08-14"])
    >>> rows = {"operation_date": days, "state": "result", "operation_type": "Liquidity Support",
    ...     "security_type": "Nominal Coupons", "maturity_bucket": ["2Y to 3Y", "10Y to 20Y"] * 2,
    ...     "maximum_usd": [1e9, 1e9, 1e9, 2e9], "offered_usd": 4e9, "accepted_usd": 1e9}
    >>> window = {"before_start": date(2025, 8, 11), "after_start": date(2025, 8, 13), "after_end": date(2025, 8, 14)}
    >>> buybacks_concentrate(pd.DataFrame(rows), measure="increase", **window).value
    100.0
    """
    rule = tr(CONCENTRATED.get(measure, TOTAL_CONCENTRATED))
    made = labelled(operations(held))
    made = made[made["state"].eq("result") & made["operation_type"].eq("Liquidity Support") & (made["maximum_usd"] > 0)]
    made, column = made.assign(operations=1.0), MEASURES.get(measure, "maximum_usd")
    before, days_before = _window(made, held, before_start, after_start - timedelta(days=1))
    after, days_after = _window(made, held, after_start, after_end)
    if before.empty:
        return untestable(rule, tr("No operation with a result and a maximum before the change."))
    if after.empty:
        return untestable(rule, tr("No operation with a result and a maximum after the change."))
    long_after, all_after = _sums(after, column)
    written = units.count if column == "operations" else units.usd
    detail = tr(
        "{part} of {total} since {day}, {count} days with results held.",
        part=written(long_after),
        total=written(all_after),
        day=units.day(after_start),
        count=days_after,
    )
    if measure == "increase":
        ratio = {name: QUARTER_DAYS / days for name, days in (("before", days_before), ("after", days_after))}
        long_before, all_before = (amount * ratio["before"] for amount in _sums(before, column))
        long_after, all_after = long_after * ratio["after"] - long_before, all_after * ratio["after"] - all_before
        detail = tr(
            "Room a quarter: {total} more, {part} of it there ({count} days with results).",
            total=units.usd(all_after),
            part=units.usd(long_after),
            count=days_after,
        )
        if all_after <= 0:
            return untestable(rule, tr("The room for buybacks did not grow in the results held."))
    share = long_after / all_after * 100
    return Finding(
        verdict=yes_or_no(share > HALF_PCT),
        rule=rule,
        value=round(share, DECIMALS),
        unit="%",
        start=after["operation_date"].min().date(),
        end=after["operation_date"].max().date(),
        detail=detail,
        would_change=tr("It turns at {share:g} %.", share=HALF_PCT),
    )


def _window(made: pd.DataFrame, held: pd.DataFrame, start: date, end: date) -> tuple[pd.DataFrame, int]:
    """The operations of some days, and how many of these days have results held."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    gaps = results_gaps(held, end)
    lost = sum(max((min(gap.end, last) - max(gap.start, first)).days + 1, 0) for gap in gaps.itertuples())
    return made[made["operation_date"].between(first, last)], (last - first).days + 1 - lost


def _sums(rows: pd.DataFrame, column: str) -> tuple[float, float]:
    return float(rows.loc[rows["segment"].eq(LONG_SEGMENT), column].sum()), float(rows[column].sum())


def bill_share_rose(levels: pd.DataFrame, *, against: Literal["earlier", "mean"], years: int, end: date | None = None) -> Finding:
    """Whether bills are a larger share of marketable debt than before: against years earlier, or the mean of the years before.

    In: the frame of `issuance_mix.levels` by month, of one source; a month end, else the last whole month. Out: the change in
    percentage points. True when the share is higher, false otherwise; untestable where an end is not held, or the years are
    not held in full.

    Reference: "Quarterly Refunding Documents", US Department of the Treasury.

    By hand: 22 percent after 20 a year earlier is 2 points more.

    >>> rows = pd.DataFrame({"record_date": pd.to_datetime(["2024-12-31", "2025-12-31"]).repeat(2), "source": "rebuilt",
    ...     "security_class": ["Bill", "Note"] * 2, "outstanding_usd": [20.0, 80.0, 22.0, 78.0], "partial": False})
    >>> found = bill_share_rose(rows, against="earlier", years=1)
    >>> found.verdict, found.value
    ('true', 2.0)
    """
    rule = (
        trn(
            "True when the share is above that of {years} year earlier, else false.",
            "True when the share is above that of {years} years earlier, else false.",
            years,
            years=years,
        )
        if against == "earlier"
        else tr("True when the share is above that of the mean of the {years} years before, else false.", years=years)
    )
    share = _monthly_share(levels)
    if end is not None:
        share = share.loc[: pd.Timestamp(end)]
    wanted = pd.Timestamp(end) if end is not None else share.index[-1] if len(share) else None
    if wanted is None or wanted not in share.index:
        why = ends(share)
        if end is None:
            return untestable(rule, tr("No share: {reason}.", reason=why))
        return untestable(rule, tr("No share of {day}: {reason}.", day=units.day(end), reason=why))
    start = (wanted - pd.DateOffset(years=years)) + pd.offsets.MonthEnd(0)
    window = share.loc[start:wanted].iloc[:-1]
    if window.empty or window.index[0] != start or (against == "mean" and len(window) != years * MONTHS):
        return untestable(rule, tr("The {years} years before are not held in full: {reason}.", years=years, reason=ends(share)))
    base, last = float(window.iloc[0] if against == "earlier" else window.mean()), float(share[wanted])
    return _higher(base, last, rule, start.date(), wanted.date(), "")


def _monthly_share(levels: pd.DataFrame) -> pd.Series:
    """Bills in percent of marketable debt at the ends of whole months."""
    whole = levels[~levels["partial"].astype(bool)]
    share = bill_share_outstanding(whole).set_index("record_date")["bill_share_outstanding_pct"].dropna()
    return share.set_axis(share.index + pd.offsets.MonthEnd(0)).sort_index()


def bill_share_of_issuance_rose(flows: pd.DataFrame, *, kind: Literal["gross", "net"]) -> Finding:
    """Whether bills are a larger share of what was issued: the last twelve whole months against the twelve before.

    In: the frame of `issuance_mix.flows` by month; gross or net issuance. Out: the change in percentage points. True when the
    share is higher, false otherwise; untestable with fewer months, and for the net where a total is not positive.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 of 100 in each of twelve months after 50 of 100 is 10 points more.

    >>> months = pd.date_range("2024-01-01", periods=24, freq="MS")
    >>> bills = pd.DataFrame({"period_start": months, "security_class": "Bill", "issued_usd": [50.0] * 12 + [60.0] * 12})
    >>> notes = bills.assign(security_class="Note", issued_usd=100 - bills["issued_usd"])
    >>> rows = pd.concat([bills, notes]).assign(partial=False, buybacks_held=True)
    >>> bill_share_of_issuance_rose(rows, kind="gross").value
    10.0
    """
    rule = (
        tr("True when the share of gross issuance is above that of the twelve months before, else false.")
        if kind == "gross"
        else tr("True when the share of net issuance is above that of the twelve months before, else false.")
    )
    column = "issued_usd" if kind == "gross" else "net_usd"
    whole = flows[~flows["partial"]]
    totals = whole.groupby("period_start")[column].sum(skipna=False)
    bills = whole[whole["security_class"].eq("Bill")].groupby("period_start")[column].sum(skipna=False)
    last, before = (slice(-MONTHS, None), slice(-2 * MONTHS, -MONTHS))
    if len(totals) < 2 * MONTHS or totals.iloc[-2 * MONTHS :].isna().any():
        return untestable(rule, tr("24 months are not held in full: {reason}.", reason=ends(totals)))
    if min(totals.iloc[last].sum(), totals.iloc[before].sum()) <= 0:
        return untestable(rule, tr("Net issuance is not positive, so a share of it says nothing."))
    shares = [float(bills.iloc[part].sum() / totals.iloc[part].sum() * 100) for part in (before, last)]
    end = (totals.index[-1] + pd.offsets.MonthEnd(0)).date()
    held = whole[whole["period_start"] >= totals.index[-2 * MONTHS]]["buybacks_held"].all()
    aside = (
        "" if held or kind == "gross" else tr(" Coupons are before buybacks that are not held, which makes both shares too low.")
    )
    return _higher(shares[0], shares[1], rule, totals.index[-MONTHS].date(), end, aside)


def _higher(base: float, last: float, rule: str, start: date, end: date, aside: str) -> Finding:
    change = round(last - base, DECIMALS)
    return Finding(
        verdict=yes_or_no(change > 0),
        rule=rule,
        value=change,
        unit="points",
        start=start,
        end=end,
        detail=tr("{before} to {last}.", before=units.percent(base, 1), last=units.percent(last, 1)) + aside,
        would_change=tr("It turns at a share of {share}.", share=units.percent(base, 1)),
    )


# The rule of each measure.
SUPPLY = {
    "public_usd": N_("True when what was sold to the public is less than in the year before, else false."),
    "public_ten_year_equivalent_usd": N_(
        "True when what was sold to the public, in ten-year equivalents is less than in the year before, else false."
    ),
    "private_ten_year_equivalent_usd": N_(
        "True when what was sold to the public less buybacks, in ten-year equivalents is less than in the year before, "
        "else false."
    ),
    "net_usd": N_("True when what was net of maturities and buybacks is less than in the year before, else false."),
    "private_net_usd": N_(
        "True when what was net of maturities, buybacks and the change of the Fed's holdings is less than in the year before, "
        "else false."
    ),
}
LESS_BUYBACKS = ("private_ten_year_equivalent_usd", "net_usd", "private_net_usd")


def supply_fell(
    compared: pd.DataFrame, by_year: Callable[[], pd.DataFrame], *, measure: str, year: int, whole: bool = False
) -> Finding:
    """Whether supply above one year fell in a year against the year before: the same days of both, or the whole years.

    In: the frame of `private_supply.private_supply_compared`; what makes that of `private_supply.private_supply`, asked only
    when the year is over; a column of theirs; the year; ``whole`` takes the whole year, with the auctions still expected
    while it lasts. Out: the change in percent. True when it is below zero, false otherwise. Where buybacks of the year are
    not all held the change is at most the figure: below zero it still holds, otherwise it cannot be tested. (Net of
    maturities a purchase of the year before that is not held and falls due in the year works the other way.) Untestable
    where a part is missing.

    Reference: "Quarterly Refunding Documents", US Department of the Treasury.

    By hand: 2,689 bn after 2,684 bn in the same days of the year before is 5 bn more: it did not fall.

    >>> rows = {"part": "same part", "period": ["2025", "2026"], "public_usd": [2684e9, 2689e9], "expected": False,
    ...     "period_start": pd.to_datetime(["2025-01-01", "2026-01-01"]), "buybacks_held": True, "expected_auctions": 0,
    ...     "through": pd.to_datetime(["2025-08-20", "2026-08-20"])}
    >>> found = supply_fell(pd.DataFrame(rows), pd.DataFrame, measure="public_usd", year=2026)
    >>> found.verdict, round(found.value, 3)
    ('false', 0.186)
    """
    rule = tr(SUPPLY[measure])
    rows = compared[compared["part"].eq("whole" if whole else "same part")]
    if len(rows) and rows["period"].max() > str(year):
        made = by_year()
        rows = made[~made["partial"]]
    pair = [rows[rows["period"].eq(str(one))] for one in (year - 1, year)]
    if any(one.empty for one in pair):
        return untestable(rule, tr("No auction settled in {year} is held yet, or none of the year before.", year=year))
    before, now = (one.iloc[0] for one in pair)
    change = float(now[measure] - before[measure])
    if pd.isna(change) or before[measure] <= 0:
        last = units.day(now["through"])
        return untestable(
            rule,
            tr("The Fed's holdings at both ends of these days are not held, to {last_day}.", last_day=last)
            if measure == "private_net_usd"
            else tr("One of the amounts at both ends of these days are not held, to {last_day}.", last_day=last),
        )
    bound = measure in LESS_BUYBACKS and not now["buybacks_held"]
    places = {"before": units.usd(before[measure]), "year_before": year - 1, "now": units.usd(now[measure]), "year": year}
    figures = (
        tr("{before} in {year_before}, at most {now} in {year}", **places)
        if bound
        else tr("{before} in {year_before}, {now} in {year}", **places)
    )
    if bound and change >= 0:
        return untestable(
            rule,
            tr(
                "Buybacks of {year} are not all held, so it is not known by how much less: {figures}.", year=year, figures=figures
            ),
        )
    return Finding(
        verdict=yes_or_no(change < 0),
        rule=rule,
        value=round(change / float(before[measure]) * 100, DECIMALS),
        unit="% change",
        start=now["period_start"].date(),
        end=now["through"].date(),
        detail=_difference(figures, change, now, year),
        would_change=tr("It turns at {before}.", before=units.usd(before[measure])),
    )


def _difference(figures: str, change: float, now: pd.Series, year: int) -> str:
    """The two amounts, how far they are apart, and how many auctions of the year are still expected."""
    places = {"figures": figures, "difference": units.usd(abs(change))}
    if not now.get("expected"):
        return tr("{figures}: {difference} less.", **places) if change < 0 else tr("{figures}: {difference} more.", **places)
    places |= {"count": units.count(now["expected_auctions"]), "year": str(year)}
    if change < 0:
        return tr("{figures}: {difference} less; {count} auctions of {year} are expected.", **places)
    return tr("{figures}: {difference} more; {count} auctions of {year} are expected.", **places)
