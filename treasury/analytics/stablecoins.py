"""Stablecoins as buyers of Treasury bills: growth, bills in their reserves under an assumed share, a tenfold, a redemption.

Amounts are whole dollars, dates as index. What issuers hold is not in any dataset here: bills in reserves are always coins times
a share that the reader sets, and every result that rests on it says so by its name (``assumed``).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from treasury.analytics import issuance, issuance_mix
from treasury.analytics._flows import last_result
from treasury.analytics._payments import whole_days
from treasury.analytics._periods import Period
from treasury.analytics._series import Day, last_on_or_before, observed
from treasury.analytics.buybacks import settled
from treasury.analytics.outstanding import outstanding, outstanding_published, outstanding_rebuilt
from treasury.language import N_

DAYS_A_YEAR = 365.25
WEEKS = 13  # of bill supply, for the average a redemption is held against
LEAST_NET_USD = 50e9  # a quarter's net bill issuance nearer to zero than this is no divisor
# Why a period has no share.
TOO_SMALL = N_("net bill issuance is negative or too small to divide by")
NOT_KNOWN = N_("net bill issuance is not known")
NOT_HELD = N_("coins are not held at both ends")


def growth(coins: pd.Series, as_of: Day, years: Sequence[int] = (1, 3, 5)) -> pd.DataFrame:
    """How much there was so many years before, the change, the multiple, and the growth a year.

    In: dollars; a day. Out, one row a span: ``years``, ``from_date``, ``from_usd``, ``to_date``, ``to_usd``, ``change_usd``,
    ``multiple_ratio``, ``growth_pct`` (a year: multiple ^ (1 / years) - 1). Missing where either end is not held within 7 days.

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on interest rates (compounding), Pearson.

    By hand: from 100 to 133.1 in three years is 10 percent a year.

    >>> coins = pd.Series([100.0, 133.1], index=pd.to_datetime(["2023-08-22", "2026-08-22"]))
    >>> growth(coins, "2026-08-22", (3,))[["multiple_ratio", "growth_pct"]].round(3).iloc[0].tolist()
    [1.331, 10.0]
    """
    held = observed(coins)
    when, now = last_on_or_before(held, pd.Timestamp(as_of))
    rows = []
    for span in years:
        start, before = last_on_or_before(held, (when or pd.Timestamp(as_of)) - pd.DateOffset(years=span))
        rows.append({"years": span, "from_date": start, "from_usd": before, "to_date": when, "to_usd": now})
    made = pd.DataFrame(rows).astype({"from_date": "datetime64[us]", "to_date": "datetime64[us]"})
    multiple = made["to_usd"] / made["from_usd"].where(made["from_usd"] > 0)
    return made.assign(
        change_usd=made["to_usd"] - made["from_usd"],
        multiple_ratio=multiple,
        growth_pct=(multiple ** (1 / made["years"]) - 1) * 100,
    )


@dataclass(frozen=True)
class Goal:
    """What a multiple by a day takes: the amount, growth a year, and the bills it would add under the assumed share."""

    name: str
    on: date
    years: float
    target_usd: float
    needed_pct: float
    assumed_added_bills_usd: float
    assumed_bills_a_year_usd: float


def goals(now_usd: float, on: date, share_pct: float, ends: Iterable[tuple[str, date]], multiple: float = 10) -> list[Goal]:
    """What it takes to reach a multiple of today's amount by each of several days.

    In: dollars on a day; the assumed share of reserves in bills, in percent; names and days. Out: a `Goal` for each day that lies
    ahead: growth needed a year = multiple ^ (1 / years) - 1 with years of 365.25 days; bills added = (multiple - 1) x coins x
    share, and a year on average.

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on interest rates (compounding), Pearson.

    By hand: ten times 100 in ten years is 1,000, 25.9 percent a year, and 450 more bills at half of reserves.

    >>> made = goals(100.0, date(2026, 1, 1), 50, [("Ten years", date(2036, 1, 1))])[0]
    >>> made.target_usd, round(made.needed_pct, 1), made.assumed_added_bills_usd
    (1000.0, 25.9, 450.0)
    """
    made = []
    for name, end in ends:
        years = (end - on).days / DAYS_A_YEAR
        if years > 0:
            added = (multiple - 1) * now_usd * share_pct / 100
            needed = (multiple ** (1 / years) - 1) * 100
            made.append(Goal(name, end, years, multiple * now_usd, needed, added, added / years))
    return made


def years_to(multiple: float, growth_pct: float) -> float:
    """How many years a multiple takes at a growth a year; missing where there is no growth.

    In: a number above 1, percent a year. Out: years = ln(multiple) / ln(1 + growth).

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on interest rates (compounding), Pearson.

    By hand: at 25.9 percent a year ten times takes ten years.

    >>> round(years_to(10, 25.8925), 3)
    10.0
    """
    return math.log(multiple) / math.log1p(growth_pct / 100) if growth_pct > 0 else math.nan


def paths(now_usd: float, on: Day, ends: Sequence[Goal], growth_pct: float) -> pd.DataFrame:
    """The steady growth that each goal takes, and the growth of the past going on: month by month to the last of the goals.

    In: dollars on a day; `goals`; percent a year (missing: no such path). Out: dollars by day, from ``on`` to the last goal's
    day; a column by the goal's name, which ends on its day, and ``at_past_growth``. Arithmetic, no forecast.

    Reference: John C. Hull, "Options, Futures, and Other Derivatives", chapter on interest rates (compounding), Pearson.

    By hand: from 100 at tenfold in ten years it is 1,000 at the end.

    >>> made = goals(100.0, date(2026, 1, 1), 50, [("Ten years", date(2036, 1, 1))])
    >>> paths(100.0, "2026-01-01", made, 10.0).round(1).iloc[[0, -1]].to_numpy().tolist()
    [[100.0, 100.0], [1000.0, 259.3]]
    """
    start = pd.Timestamp(on)
    stops = sorted(pd.Timestamp(goal.on) for goal in ends)
    if not stops:
        return pd.DataFrame(index=pd.DatetimeIndex([start]))
    days = pd.DatetimeIndex([start, *stops]).union(pd.date_range(start, stops[-1], freq="MS"))
    years = (days - start).days / DAYS_A_YEAR
    made = {}
    for goal in ends:
        grown = now_usd * (goal.target_usd / now_usd) ** (years / goal.years)
        made[goal.name] = pd.Series(grown, index=days).where(days <= pd.Timestamp(goal.on))
    if not math.isnan(growth_pct):
        made["at_past_growth"] = pd.Series(now_usd * (1 + growth_pct / 100) ** years, index=days)
    return pd.DataFrame(made)


def bills_outstanding(
    auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, debt_by_class: pd.DataFrame, start: Day
) -> pd.DataFrame:
    """Bills outstanding at month ends since a day: published where held, else rebuilt from auctions; and on the last day known.

    In: the four datasets. Out: ``record_date``, ``bills_usd``, ``source``; months in which bills are not known have no row.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `outstanding.outstanding`, of which these are the bills.
    """
    last = pd.Timestamp(last_result(auctions))
    days = [*pd.date_range(pd.Timestamp(start), last, freq="ME"), last]
    rebuilt = outstanding_rebuilt(auctions, settled(operations, securities, auctions), days)
    both = outstanding(rebuilt, outstanding_published(debt_by_class))
    bills = both[both["security_class"].eq("Bill") & (both["record_date"] >= pd.Timestamp(start))]
    named = bills.rename(columns={"outstanding_usd": "bills_usd"})[["record_date", "bills_usd", "source"]]
    return named.dropna(subset="bills_usd").drop_duplicates("record_date").reset_index(drop=True)


def share_of_bills(coins: pd.Series, bills: pd.DataFrame, share_pct: float) -> pd.DataFrame:
    """Bills in reserves under an assumed share, and what part of all bills outstanding that would be.

    In: dollars; the frame of `bills_outstanding`; percent of reserves in bills. Out, on its days: ``record_date``,
    ``coins_usd`` (on or up to 7 days before), ``assumed_bills_usd`` = coins x share, ``bills_usd``, ``of_bills_share_pct``,
    ``source``.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: half of 300 bn is 150 bn, 2.5 percent of 6,000 bn of bills.

    >>> day = pd.to_datetime(["2026-06-30"])
    >>> bills = pd.DataFrame({"record_date": day, "bills_usd": [6000e9], "source": "published"})
    >>> share_of_bills(pd.Series([300e9], index=day), bills, 50)["of_bills_share_pct"].tolist()
    [2.5]
    """
    held = observed(coins)
    amounts = pd.Series([last_on_or_before(held, day)[1] for day in bills["record_date"]], index=bills.index, dtype="float64")
    assumed = amounts * share_pct / 100
    return pd.DataFrame(
        {
            "record_date": bills["record_date"],
            "coins_usd": amounts,
            "assumed_bills_usd": assumed,
            "bills_usd": bills["bills_usd"],
            "of_bills_share_pct": assumed / bills["bills_usd"].where(bills["bills_usd"] > 0) * 100,
            "source": bills["source"],
        }
    )


def net_bills(auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Net bill issuance by period: the bills of `issuance_mix.flows`.

    In: the three datasets; quarter or year. Out: ``period``, ``period_start``, ``period_end`` (in the last one the last day
    known), ``net_bills_usd``, ``partial``.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `issuance.net_issuance`.
    """
    flows = issuance_mix.flows(auctions, operations, securities, period)
    bills = flows[flows["security_class"].eq("Bill")].rename(columns={"net_usd": "net_bills_usd"})
    return bills[["period", "period_start", "period_end", "net_bills_usd", "partial"]].reset_index(drop=True)


def share_of_net(coins: pd.Series, net: pd.DataFrame, share_pct: float, known_until: Day) -> pd.DataFrame:
    """What the growth of coins would have taken of each period's net bill issuance under an assumed share.

    In: dollars; the frame of `net_bills`; percent; the day up to which issuance is known. Out: the columns of `net_bills` with
    ``coins_change_usd`` (from the end of the period before to the end of this one, or to ``known_until`` in a partial one),
    ``assumed_bills_usd`` = change x share, ``of_net_share_pct``, and ``reason`` where that is missing: coins not held at both
    ends, or net issuance below 50 billion dollars (paid down, or too little to divide by).

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 40 bn more coins at one half are 20 bn of bills, 10 percent of net issuance of 200 bn.

    >>> coins = pd.Series([260e9, 300e9], index=pd.to_datetime(["2025-06-30", "2025-09-30"]))
    >>> net = pd.DataFrame({"period": "2025 Q3", "period_start": pd.to_datetime(["2025-07-01"]), "net_bills_usd": 200e9,
    ...     "period_end": pd.to_datetime(["2025-09-30"]), "partial": False})
    >>> share_of_net(coins, net, 50, "2025-10-01")["of_net_share_pct"].tolist()
    [10.0]
    """
    held = observed(coins)
    starts = net["period_start"] - pd.Timedelta(days=1)
    ends = net["period_end"].clip(upper=pd.Timestamp(known_until))
    level = [np.array([last_on_or_before(held, day)[1] for day in days]) for days in (starts, ends)]
    change = pd.Series(level[1] - level[0], index=net.index)
    assumed = change * share_pct / 100
    reason = pd.Series("", index=net.index, dtype="str")
    reason = reason.mask(net["net_bills_usd"] < LEAST_NET_USD, TOO_SMALL)
    reason = reason.mask(net["net_bills_usd"].isna(), NOT_KNOWN)
    reason = reason.mask(change.isna(), NOT_HELD)
    share = (assumed / net["net_bills_usd"].where(reason.eq("")) * 100).rename("of_net_share_pct")
    return net.assign(coins_change_usd=change, assumed_bills_usd=assumed, of_net_share_pct=share, reason=reason)


def share_of_net_over(made: pd.DataFrame, periods: int) -> tuple[str, float]:
    """What the growth of coins would have taken of the net bill issuance of the last full periods together.

    In: the frame of `share_of_net`; how many periods. Out: the last of them, and assumed bills / net issuance, both summed, in
    percent; missing where one of them is not known, or less than 50 billion dollars were issued net.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 20 and -5 of 200 and -50 are 15 of 150 billion.

    >>> rows = pd.DataFrame({"period": ["2026 Q1", "2026 Q2"], "partial": False, "net_bills_usd": [200e9, -50e9],
    ...     "assumed_bills_usd": [20e9, -5e9]})
    >>> share_of_net_over(rows, 2)
    ('2026 Q2', 10.0)
    """
    full = made[~made["partial"]].tail(periods)
    if len(full) < periods:
        return "", math.nan
    net, taken = full["net_bills_usd"].sum(skipna=False), full["assumed_bills_usd"].sum(skipna=False)
    return str(full["period"].iloc[-1]), float(taken / net * 100) if net >= LEAST_NET_USD else math.nan


@dataclass(frozen=True)
class BillSupply:
    """The average weekly supply of bills: gross and net over so many full weeks, with the first and last day."""

    weeks: int
    first: date
    last: date
    gross_usd: float
    net_usd: float


def weekly_bills(
    auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, weeks: int = WEEKS
) -> BillSupply | None:
    """The average weekly supply of bills over the last full weeks, gross and net; None where so many are not held.

    In: the three datasets. Out: a `BillSupply`; gross counts everything issued, CMBs and the Fed's add-ons included, by issue
    date.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `issuance.net_issuance`.
    """
    bought = settled(operations, securities, auctions)
    made = issuance.net_issuance(auctions, bought, "week", issuance.known_until(auctions))
    full = made[made["security_class"].eq("Bill") & ~made["partial"]].tail(weeks)
    if len(full) < weeks:
        return None
    starts = whole_days(full["period_start"]).astype(object)
    last = date.fromordinal(starts[-1].toordinal() + 6)
    return BillSupply(weeks, starts[0], last, float(full["issued_usd"].mean()), float(full["net_usd"].mean(skipna=False)))


@dataclass(frozen=True)
class Redemption:
    """What a redemption would mean under the assumed share: coins redeemed, bills sold, and that against weekly supply."""

    redeemed_usd: float
    assumed_bills_sold_usd: float
    a_week_usd: float
    weeks_of_supply: float
    of_supply_share_pct: float


def redemption(coins_usd: float, share_pct: float, redeemed_pct: float, days: float, supply_usd: float) -> Redemption:
    """Part of all coins redeemed within some days, and the bills that issuers would have to sell for it.

    In: dollars; the assumed share of reserves in bills and the part of the coins redeemed, in percent; days; bills sold by the
    Treasury a week, gross. Out: a `Redemption`. Bills sold = coins x redeemed x share: every part of the reserves shrinks alike,
    and no maturing bill or deposit is used first. Weeks of supply = bills sold / a week's; share = bills sold a week / a week's.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 10 percent of 300 bn in 7 days at one half is 15 bn of bills in a week, 3 percent of a supply of 500 bn.

    >>> made = redemption(300e9, 50, 10, 7, 500e9)
    >>> made.assumed_bills_sold_usd / 1e9, made.weeks_of_supply, made.of_supply_share_pct
    (15.0, 0.03, 3.0)
    """
    redeemed = coins_usd * redeemed_pct / 100
    sold = redeemed * share_pct / 100
    a_week = sold / days * 7
    of_supply = supply_usd if supply_usd > 0 else math.nan
    return Redemption(redeemed, sold, a_week, sold / of_supply, a_week / of_supply * 100)


@dataclass(frozen=True)
class Fall:
    """The largest fall within so many days, in percent of what there was."""

    first: date
    last: date
    change_usd: float
    change_pct: float


def largest_fall(coins: pd.Series, days: int, since: Day = "2021-01-01") -> Fall | None:
    """The largest fall of the amount in circulation from one day to that so many days later.

    In: dollars by day; days; the first day counted, by default 2021, before which a few coins were the whole market. Out: a
    `Fall` in percent of the amount at its start; None where it never fell over such a span.

    Reference: "Stablecoins", DefiLlama (what it is used for here).

    By hand: from 100 to 95 within two days is the largest.

    >>> coins = pd.Series([100.0, 98.0, 95.0, 99.0], index=pd.date_range("2023-03-10", periods=4))
    >>> largest_fall(coins, 2)
    Fall(first=datetime.date(2023, 3, 10), last=datetime.date(2023, 3, 12), change_usd=-5.0, change_pct=-5.0)
    """
    held = observed(coins).loc[pd.Timestamp(since) :]
    earlier = held.copy()
    earlier.index = earlier.index + pd.Timedelta(days=days)
    change = (held / earlier - 1).dropna() * 100
    if change.empty or change.min() >= 0:
        return None
    last = change.idxmin()
    first = last - pd.Timedelta(days=days)
    return Fall(first.date(), last.date(), float(held[last] - held[first]), float(round(change[last], 6)))
