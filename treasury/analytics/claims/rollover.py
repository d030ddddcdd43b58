"""What a rise of rates costs on the debt that must be rolled over: simple arithmetic, no path of rates and no new borrowing.

Amounts are whole dollars. `rollover_cost` is the yearly cost once everything has been rolled, `rollover_cost_first_year` what
of it falls into the first twelve months, as securities come due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from treasury import units
from treasury.analytics import issuance
from treasury.analytics._payments import payment_day, whole_days
from treasury.analytics._series import DECIMALS, observed
from treasury.analytics.buybacks import settled
from treasury.analytics.claims.finding import Finding, ends, untestable, yes_or_no
from treasury.analytics.outstanding import outstanding_published
from treasury.language import N_, tr

RULE = N_("True when the cost is above zero, else false; the size of the cost is the finding.")
DAYS = 365


def rollover_cost(debt_by_class: pd.DataFrame, *, shock_bp: float) -> Finding:
    """What bills cost more a year once all are rolled at rates higher by a shock: bills outstanding times the shock.

    In: ``debt_by_class``; bp. Out: dollars a year. True above zero; untestable where no statement is held.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 6,690.7 bn times 1 percent is 66.9 bn.

    >>> rows = pd.DataFrame({"record_date": pd.to_datetime(["2026-06-30"]), "security_type": "Marketable",
    ...     "security_class": "Bills", "total_usd": [6690.7e9]})
    >>> round(rollover_cost(rows, shock_bp=100).value / 1e9, 1)
    66.9
    """
    bills = _bills(debt_by_class)
    if bills.empty:
        return untestable(tr(RULE), tr("No month of the debt by class is held."))
    amount, day = float(bills.iloc[-1]), bills.index[-1].date()
    cost = amount * shock_bp / 10_000
    return Finding(
        verdict=yes_or_no(cost > 0),
        rule=tr(RULE),
        value=round(cost, 2),
        unit="USD a year",
        start=day,
        end=day,
        detail=tr("{amount} of bills, {shock:g} bp.", amount=units.usd(amount), shock=shock_bp),
        would_change=tr("Each basis point is {amount} a year; it turns only without bills.", amount=units.usd(amount / 10000)),
    )


def _bills(debt_by_class: pd.DataFrame) -> pd.Series:
    if debt_by_class.empty:
        return pd.Series(dtype="float64")
    published = outstanding_published(debt_by_class)
    return published[published["security_class"].eq("Bill")].set_index("record_date")["outstanding_usd"].dropna()


def rollover_cost_first_year(
    auctions: pd.DataFrame, held: pd.DataFrame, securities: pd.DataFrame, *, shock_bp: float, classes: Sequence[str]
) -> Finding:
    """What a shock costs in its first twelve months on the securities that come due in them, each from its day of payment on.

    Cost = sum of amount x shock x (365 - days until it comes due) / 365. In: ``auctions``, ``buyback_operations``,
    ``buyback_securities``; bp; the classes that count. Outstanding on the day of the last auction with a result, rebuilt as in
    `outstanding.outstanding_rebuilt`. Out: dollars. True above zero; untestable without a result.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 100 bn due in 74 days pays 1 percent more for 291 of 365 days: 0.8 bn.

    >>> day = pd.to_datetime
    >>> bill = pd.DataFrame({"cusip": ["A"], "security_class": "Bill", "auction_date": day(["2026-08-20"]),
    ...     "issue_date": day(["2026-08-20"]), "maturity_date": day(["2026-11-02"]), "total_accepted_usd": 1e11})
    >>> key = {"operation_date": day([]), "start_time": [], "accepted_usd": []}
    >>> none = pd.DataFrame(key | {"settlement_date": day([]), "state": []})
    >>> found = rollover_cost_first_year(bill, none, pd.DataFrame(key | {"cusip": []}), shock_bp=100, classes=["Bill"])
    >>> round(found.value / 1e9, 2), found.detail
    (0.8, 'USD 100 bn come due in 12 months, after 74 days on average; 100 bp.')
    """
    try:
        day = issuance.known_until(auctions)
    except ValueError as missing:
        why = str(missing)
        return untestable(tr(RULE), tr("{reason} is held.", reason=why[0].upper() + why[1:]))
    due = _due(auctions, held, securities, day, classes)
    wait = ((due.index - pd.Timestamp(day)).days).to_numpy()
    soon = wait <= DAYS
    amount = float(due[soon].sum())
    cost = float((due.to_numpy()[soon] * (DAYS - wait[soon])).sum()) / DAYS * shock_bp / 10_000
    mean = float((due.to_numpy()[soon] * wait[soon]).sum()) / amount if amount else float("nan")
    return Finding(
        verdict=yes_or_no(cost > 0),
        rule=tr(RULE),
        value=round(cost, 2),
        unit="USD in 12 months",
        start=day,
        end=(pd.Timestamp(day) + pd.Timedelta(days=DAYS)).date(),
        detail=tr(
            "{amount} come due in 12 months, after {days} days on average; {shock:g} bp.",
            amount=units.usd(amount),
            days=units.count(mean),
            shock=shock_bp,
        ),
        would_change=tr("Each basis point is {amount}; it turns only when nothing comes due.", amount=units.usd(cost / shock_bp)),
    )


def _due(auctions: pd.DataFrame, held: pd.DataFrame, securities: pd.DataFrame, day: date, classes: Sequence[str]) -> pd.Series:
    """Par outstanding on a day by the day on which it will be paid."""
    when = np.datetime64(day, "D")

    def standing(rows: pd.DataFrame, enter: str, amount: str) -> pd.Series:
        rows = rows[rows["security_class"].replace("CMB", "Bill").isin(classes) & rows[amount].notna()]
        paid = payment_day(whole_days(rows["maturity_date"]))
        own = (whole_days(rows[enter]) <= when) & (paid > when)
        return rows.loc[own, amount].groupby(pd.DatetimeIndex(paid[own])).sum()

    sold = standing(auctions, "issue_date", "total_accepted_usd")
    return sold.sub(standing(settled(held, securities, auctions), "settlement_date", "accepted_usd"), fill_value=0.0)


def rollover_cost_now(debt_by_class: pd.DataFrame, average_rates: pd.DataFrame, market: pd.Series) -> Finding:
    """What bills cost more a year when all are rolled at today's yield: it less the average rate paid, times bills outstanding.

    In: ``debt_by_class``; ``average_interest_rates`` (percent); a bill yield in percent. Out: dollars a year, negative when
    rolling has become cheaper. True above zero, false otherwise; untestable where one of the three is not held. The market
    yield is coupon-equivalent and the average rate as the Treasury computes it, so a few basis points are between the bases.

    Reference: "Average Interest Rates on U.S. Treasury Securities", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 4.0 percent instead of 3.7 on 6,690.7 bn is 20.1 bn.

    >>> day = pd.to_datetime(["2026-06-30"])
    >>> debt = {"record_date": day, "security_type": "Marketable", "security_class": "Bills", "total_usd": [6690.7e9]}
    >>> paid = pd.DataFrame({"record_date": day, "security_desc": "Treasury Bills", "rate_pct": [3.7]})
    >>> now = pd.Series([4.0], index=pd.to_datetime(["2026-10-05"]))
    >>> round(rollover_cost_now(pd.DataFrame(debt), paid, now).value / 1e9, 1)
    20.1
    """
    rule = tr("True when the cost is above zero, else false.")
    bills, kept = _bills(debt_by_class), observed(market)
    paid = average_rates[average_rates["security_desc"].eq("Treasury Bills")].set_index("record_date")["rate_pct"].dropna()
    if bills.empty or paid.empty or kept.empty:
        missing = (
            tr("bills outstanding") if bills.empty else tr("the average rate paid") if paid.empty else tr("the market yield")
        )
        return untestable(rule, tr("Not held: {missing}; {reason}.", missing=missing, reason=ends(kept)))
    rate, now, amount = float(paid.iloc[-1]), float(kept.iloc[-1]), float(bills.iloc[-1])
    return Finding(
        verdict=yes_or_no(now > rate),
        rule=rule,
        value=round(amount * (now - rate) / 100, 2),
        unit="USD a year",
        start=paid.index[-1].date(),
        end=kept.index[-1].date(),
        detail=tr(
            "{market} on {day} against {paid} paid on average ({paid_day}), on {amount} of bills: {difference}.",
            market=units.percent(now),
            day=units.day(kept.index[-1]),
            paid=units.percent(rate, 3),
            paid_day=units.day(paid.index[-1]),
            amount=units.usd(amount),
            difference=units.bp(round((now - rate) * 100, DECIMALS)),
        ),
        would_change=tr("It turns where the yield falls to {rate}.", rate=units.percent(rate, 3)),
    )
