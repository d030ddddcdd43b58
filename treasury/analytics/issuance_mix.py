"""The issuance mix from the datasets as held: flows and levels by period, the three bill shares, and where buybacks lack.

Amounts are whole dollars of par. Everything ends with the last auction with a result (`issuance.known_until`).
"""

import numpy as np
import pandas as pd

from treasury.analytics import issuance
from treasury.analytics._flows import CLASSES, COMPLETE_SINCE
from treasury.analytics._payments import Days, whole_days
from treasury.analytics._periods import Period, every_start, period_end, period_labels, period_start
from treasury.analytics._series import Day
from treasury.analytics.buyback_programme import results_gaps
from treasury.analytics.buybacks import settled
from treasury.analytics.new_cash import new_cash
from treasury.analytics.outstanding import (
    bill_share_outstanding,
    outstanding,
    outstanding_published,
    outstanding_rebuilt,
    wam_rebuilt,
)

PERIODS: tuple[Period, ...] = ("week", "month", "quarter", "fiscal_year")
BOUGHT_BACK = ("Note", "Bond", "TIPS")  # what the programme buys
COUPONS = tuple(name for name in CLASSES if name != "Bill")
SIDES = {"Bill": "Bills"} | dict.fromkeys(COUPONS, "Coupons")
AMOUNTS = ("issued_usd", "soma_usd", "public_usd", "matured_usd", "bought_back_usd", "net_usd")


def flows(auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Issued, matured, bought back and net by period and class, and whether all buybacks of the period are held.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``; week, month, quarter or fiscal_year. Out: the columns of
    `issuance.net_issuance`, with ``period_end`` (the last day of the period) and ``buybacks_held``: False for notes, bonds
    and TIPS in a period that meets one of the `results_gaps`, or has an operation whose securities are not held. There
    ``bought_back_usd`` is missing instead of 0, or what is held of it, and ``net_usd`` is before the buybacks that are not
    held: too high by them. Such securities count as matured on the day they fall due.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 sold in June and 50 in August 2024 and not one buyback held: bought back is not known, net at most 60 and 50.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": ["A", "B"], "security_class": "Note", "auction_date": day(["2024-06-03", "2024-08-30"]),
    ...     "issue_date": day(["2024-06-04", "2024-08-30"]), "maturity_date": day(["2029-06-30", "2029-08-31"]),
    ...     "total_accepted_usd": [60.0, 50.0], "soma_accepted_usd": 0.0})
    >>> keys = {"operation_date": day([]), "start_time": [], "cusip": [], "accepted_usd": []}
    >>> none = pd.DataFrame(keys | {"settlement_date": day([]), "state": []})  # as both datasets without a row
    >>> notes = flows(sold, none, none[list(keys)], "month").query("security_class == 'Note'")
    >>> notes[["period", "bought_back_usd", "net_usd", "buybacks_held"]].iloc[[0, -1]].to_numpy().tolist()
    [['2024-06', nan, 60.0, False], ['2024-08', nan, 50.0, False]]
    """
    last = issuance.known_until(auctions)
    made = issuance.net_issuance(auctions, settled(operations, securities, auctions), period, last)
    starts = whole_days(made["period_start"])
    ends = period_end(starts, period)
    met = np.zeros(len(made), dtype=bool)
    for first, final in buybacks_not_held(operations, securities, last):
        met |= (starts <= final) & (ends >= first)
    held = ~met | ~made["security_class"].isin(BOUGHT_BACK)
    return made.assign(
        period_end=ends.astype("datetime64[us]"),
        buybacks_held=held,
        bought_back_usd=made["bought_back_usd"].where(held | (made["bought_back_usd"] > 0)),
    )


def buybacks_not_held(operations: pd.DataFrame, securities: pd.DataFrame, last: Day) -> list[tuple[np.datetime64, np.datetime64]]:
    """Days for which it is not known what was bought back: gaps of the results, and operations without their securities.

    In: ``buyback_operations``, ``buyback_securities``, the day up to which results could be held. Out: first and last day of
    each stretch, both inclusive.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: an operation that bought 2 bn of which no security is held.

    >>> key = {"operation_date": pd.to_datetime(["2024-05-30"]), "start_time": "13:40", "accepted_usd": 2e9}
    >>> done = pd.DataFrame({**key, "state": "result"})
    >>> [[str(day) for day in stretch] for stretch in buybacks_not_held(done, pd.DataFrame(key).iloc[:0], "2024-06-05")]
    [['2024-05-30', '2024-05-30']]
    """
    key = ["operation_date", "start_time"]
    bought = operations[operations["accepted_usd"] > 0]
    known = pd.MultiIndex.from_frame(securities.loc[securities["accepted_usd"] > 0, key])
    bare = whole_days(bought.loc[~pd.MultiIndex.from_frame(bought[key]).isin(known), "operation_date"])
    gaps = results_gaps(operations, last)
    return [*zip(whole_days(gaps["start"]), whole_days(gaps["end"]), strict=True), *zip(bare, bare, strict=True)]


def ahead(
    auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, upcoming: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """What is known to settle and to mature after the last auction with a result: the frame of `issuance.scheduled`.

    In: as for `flows`, and ``upcoming_auctions``. Out: its columns and ``period_end``. Nothing of it counts as issuance; what
    is announced is an estimate.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `issuance.scheduled`.
    """
    bought, last = settled(operations, securities, auctions), issuance.known_until(auctions)
    listed = announced(upcoming, auctions)
    both = pd.concat([auctions, listed], ignore_index=True) if len(listed) else auctions
    made = issuance.scheduled(both, bought, period, last)
    ends = period_end(whole_days(made["period_start"]), period)
    return made.assign(period_end=ends.astype("datetime64[us]"))


def announced(upcoming: pd.DataFrame, auctions: pd.DataFrame) -> pd.DataFrame:
    """The upcoming auctions that are not among the auctions held and lie after the last result, as rows of those.

    In: ``upcoming_auctions`` (flat or by day); ``auctions``. Out: ``cusip``, ``auction_date``, ``issue_date``,
    ``offering_usd``, ``security_class``, ``maturity_date`` (missing), ``total_accepted_usd`` (missing). The list keeps auctions
    long held, and names TIPS and floating rate notes by a type of their own.

    Reference: "Treasury Securities Upcoming Auctions", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: of a TIPS note listed for the 20th and the 27th the second is announced when results are held to the 20th.

    >>> day = pd.to_datetime
    >>> listed = pd.DataFrame({"auction_date": day(["2026-08-20", "2026-08-27"]), "security_type": "TIPS Note",
    ...     "cusip": ["A", "B"], "offering_usd": [8e9, 9e9], "issue_date": day(["2026-08-31", "2026-08-31"])})
    >>> held = pd.DataFrame({"cusip": ["A"], "auction_date": day(["2026-08-20"]), "total_accepted_usd": [8e9]})
    >>> announced(listed, held)[["cusip", "security_class", "offering_usd"]].to_numpy().tolist()
    [['B', 'TIPS', 9000000000.0]]
    """
    key = ["cusip", "auction_date"]
    listed = upcoming[upcoming["auction_date"] > pd.Timestamp(issuance.known_until(auctions))]
    known = pd.MultiIndex.from_frame(auctions[key])
    listed = listed[~pd.MultiIndex.from_frame(listed[key]).isin(known) & listed["issue_date"].notna()]
    named = listed["security_type"].astype("str").str.removesuffix(" Note").str.removesuffix(" Bond")
    made = listed[[*key, "issue_date", "offering_usd"]].reset_index(drop=True)
    return made.assign(
        security_class=named.to_numpy(),
        maturity_date=pd.Series(pd.NaT, index=made.index, dtype="datetime64[us]"),
        total_accepted_usd=float("nan"),
    )


def sides(made: pd.DataFrame) -> pd.DataFrame:
    """Bills against coupons: the flows summed over bills (with cash management bills), over everything else, and in all.

    In: the frame of `flows`. Out, one row a period and side: ``period``, ``period_start``, ``period_end``, ``side`` (Bills,
    Coupons, All), the amounts, ``partial``, ``buybacks_held``. An amount is missing where that of any class is, only
    ``bought_back_usd`` is the sum of what is held.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: notes of 40 and bonds of 10 are coupons of 50; only the notes' buybacks, 3, are held.

    >>> rows = pd.DataFrame({"period": "2025-10", "period_start": pd.Timestamp("2025-10-01"), "partial": False,
    ...     "period_end": pd.Timestamp("2025-10-31"), "security_class": ["Bill", "Note", "Bond"], "issued_usd": [90.0, 40, 10],
    ...     "bought_back_usd": [0.0, 3.0, None], "buybacks_held": [True, False, False]}).assign(soma_usd=0.0, public_usd=1.0)
    >>> sides(rows.assign(matured_usd=0.0, net_usd=1.0))[["side", "issued_usd", "bought_back_usd", "buybacks_held"]].to_numpy()
    array([['Bills', 90.0, 0.0, True],
           ['Coupons', 50.0, 3.0, False],
           ['All', 140.0, 3.0, False]], dtype=object)
    """
    sided = made.assign(side=made["security_class"].astype("str").map(SIDES))
    doubled = pd.concat([sided, sided.assign(side="All")])
    doubled["side"] = pd.Categorical(doubled["side"], categories=["Bills", "Coupons", "All"], ordered=True)
    grouped = doubled.groupby(["period_start", "side"], observed=True)
    summed = grouped[list(AMOUNTS)].sum(skipna=False)
    summed["bought_back_usd"] = grouped["bought_back_usd"].sum(min_count=1)
    flags = grouped.agg(
        period=("period", "first"),
        period_end=("period_end", "first"),
        partial=("partial", "all"),
        buybacks_held=("buybacks_held", "all"),
    )
    made = summed.join(flags).reset_index()
    known = made["buybacks_held"] | (made["bought_back_usd"] > 0)  # the zero of a class that is not bought back is no answer
    made["bought_back_usd"] = made["bought_back_usd"].where(known)
    return made[["period", "period_start", "period_end", "side", *AMOUNTS, "partial", "buybacks_held"]]


def levels(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_class: pd.DataFrame,
    period: Period,
    rebuilt_only: bool = False,
) -> pd.DataFrame:
    """Outstanding by class at the end of each period: published where held, rebuilt from auctions elsewhere.

    In: the four datasets; week, month, quarter or fiscal_year; ``rebuilt_only`` leaves the published figures out. Out:
    ``period``, ``period_start``, ``period_end``, ``record_date`` (the end of the period; in the last one the last day known,
    where ``partial`` is True), ``security_class``, ``outstanding_usd``, ``source`` ("published", "rebuilt"). It begins in 1981
    with bills alone: the amount of a class that is not known in full is missing (notes to November 1989, bonds to November
    2014). Dates on which no class is known have no rows.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `outstanding.outstanding_rebuilt` and `outstanding.outstanding`, of which this is the sum.
    """
    last = np.datetime64(issuance.known_until(auctions), "D")
    starts = every_start(whole_days(auctions["issue_date"]).min(), last, period)
    dates = np.minimum(period_end(starts, period), last)
    made = outstanding_rebuilt(auctions, settled(operations, securities, auctions), dates.astype(object))
    if not rebuilt_only:
        published = outstanding_published(debt_by_class)
        days = whole_days(published["record_date"])
        made = outstanding(made, published[_ends_of(days, period) == days])
    known = made.loc[made["security_class"].isin(COMPLETE_SINCE) & made["outstanding_usd"].notna(), "record_date"]
    made = made[made["record_date"].isin(known)].reset_index(drop=True)
    days = whole_days(made["record_date"])
    own = period_start(days, period)
    return made.assign(
        period=pd.Series(period_labels(own, period), index=made.index, dtype="str"),
        period_start=own.astype("datetime64[us]"),
        period_end=period_end(own, period).astype("datetime64[us]"),
        partial=period_end(own, period) != days,
    )


def _ends_of(days: Days, period: Period) -> Days:
    return period_end(period_start(days, period), period)


def shares(made: pd.DataFrame, held: pd.DataFrame, rebuilt: pd.DataFrame) -> pd.DataFrame:
    """The three bill shares side by side, each under its own name: of outstanding, of gross and of net issuance.

    In: the frame of `flows`, and those of `levels` with and without the published figures. Out, one row a period:
    ``period``, ``period_start``, ``period_end``; ``bill_share_outstanding_pct`` (at the end of the period) with its
    ``source``, and ``bill_share_outstanding_rebuilt_pct``, since only figures of one source may be compared;
    ``bill_share_gross_pct``; ``bill_share_net_pct`` with the ``reason`` where it is missing; ``partial``; ``buybacks_held``
    (where False the net share is a little too low, because the net issuance of coupons is before buybacks not held).

    Reference: "Quarterly Refunding Documents", US Department of the Treasury (share of outstanding).

    By hand: the shares are those of `issuance.bill_share_gross`, `issuance.bill_share_net` and
    `outstanding.bill_share_outstanding`.
    """
    key = "period_start"
    by_period = made.groupby(key).agg(period_end=("period_end", "first"), buybacks_held=("buybacks_held", "all"))
    of_gross = issuance.bill_share_gross(made).set_index(key)[["period", "bill_share_gross_pct", "partial"]]
    of_net = issuance.bill_share_net(made).set_index(key)[["bill_share_net_pct", "reason"]]
    of_level, of_rebuilt = _share_by_period(held), _share_by_period(rebuilt)["bill_share_outstanding_pct"]
    joined = of_gross.join([of_net, by_period, of_level, of_rebuilt.rename("bill_share_outstanding_rebuilt_pct")])
    columns = ["period", "period_end", "bill_share_outstanding_pct", "source", "bill_share_outstanding_rebuilt_pct"]
    columns += ["bill_share_gross_pct", "bill_share_net_pct", "reason", "partial", "buybacks_held"]
    return joined[columns].reset_index()


def _share_by_period(held: pd.DataFrame) -> pd.DataFrame:
    start_of = held.drop_duplicates("record_date").set_index("record_date")["period_start"]
    return bill_share_outstanding(held).set_index("record_date").join(start_of).set_index("period_start")


def new_cash_by_period(
    auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """New cash raised from the public by period: the frame of `new_cash.new_cash`.

    In: as for `flows`.

    Reference: "Quarterly Refunding Statement", US Department of the Treasury.

    By hand: see `new_cash.by_settlement`.
    """
    coupons = sides(flows(auctions, operations, securities, period)).query("side == 'Coupons'")
    held = coupons.set_index("period_start")["buybacks_held"]
    return new_cash(auctions, settled(operations, securities, auctions), period, held)


def average_maturity(auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Weighted average maturity at the end of each period, of all marketable debt and of coupons alone, rebuilt.

    In: three datasets; week, month, quarter or fiscal_year. Out: dates as index (``record_date``), ``all_months`` and
    ``coupons_months``, from November 2014; notes, bonds, TIPS and floating rate notes are coupons.

    Reference: "Treasury Presentation to the Treasury Borrowing Advisory Committee", US Department of the Treasury.

    By hand: see `outstanding.wam_rebuilt`.
    """
    last = np.datetime64(issuance.known_until(auctions), "D")
    starts = every_start(whole_days(auctions["issue_date"]).min(), last, period)
    dates = np.minimum(period_end(starts, period), last).astype(object)
    bought = settled(operations, securities, auctions)
    made = {
        name: wam_rebuilt(auctions, bought, dates, scope).set_index("record_date")["wam_months"]
        for name, scope in (("all_months", CLASSES), ("coupons_months", COUPONS))
    }
    return pd.DataFrame(made).dropna()
