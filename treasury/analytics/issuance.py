"""Bills against coupons: what was issued, what matured and what was bought back, by period and class.

Amounts are whole dollars of par. Everything rests on auction results: an auction without one counts nowhere. A security
leaves the debt on the day it is paid: its maturity, or the next business day where the Federal Reserve is closed. The Fed's
add-ons (SOMA) are issued debt and are shown apart. TIPS count at the par sold; their inflation accrual is no issuance.
"""

from datetime import date

import numpy as np
import pandas as pd

from treasury.analytics._flows import (
    CLASSES,
    CLASSES_CMB_APART,
    Amounts,
    Flows,
    class_column,
    issues,
    known_in_full,
    last_result,
    redemptions,
    with_result,
)
from treasury.analytics._payments import Days
from treasury.analytics._periods import Period, every_start, period_end, period_labels
from treasury.analytics._series import Day
from treasury.language import N_

# The bill share of net issuance says nothing where bills and coupons nearly cancel: the total must be at least this part
# of the absolute totals of the classes.
LEAST_NET_PART = 0.25
CANCEL = N_("classes nearly cancel")
NOT_POSITIVE = N_("net issuance is zero or negative")
NOT_IN_FULL = N_("maturities are not known in full")
AHEAD = ("to_settle_usd", "announced_usd", "maturing_usd")


def known_until(auctions: pd.DataFrame) -> date:
    """The day up to which issuance is known: that of the last auction with a result.

    In: ``auctions``. Out: a date; nothing in this module counts flows after it, because maturities are known for years
    ahead and would stand without the issues that will replace them. Raises ValueError where no auction has a result.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: a result of 20 August and an auction announced for the 25th: known until the 20th.

    >>> days = pd.to_datetime(["2026-08-20", "2026-08-25"])
    >>> known_until(pd.DataFrame({"auction_date": days, "total_accepted_usd": [1e10, float("nan")]}))
    datetime.date(2026, 8, 20)
    """
    day: date = pd.Timestamp(last_result(auctions)).date()
    return day


def net_issuance(
    auctions: pd.DataFrame, buybacks: pd.DataFrame, period: Period, as_of: Day, cmb_apart: bool = False
) -> pd.DataFrame:
    """Issued, matured, bought back and net, by period and class, up to a date: net = issued - matured - bought back.

    In: ``auctions``; ``buybacks`` from `buybacks.settled`; ``period`` week, month, quarter or fiscal_year; ``as_of``, which
    counts as `known_until` where it lies later. Out, one row a period and class:

    * ``period`` (2025-W15, 2025-04, 2025 Q2, FY2025), ``period_start``, ``security_class`` (ordered categorical; CMBs within
      Bill unless ``cmb_apart``);
    * ``issued_usd``: total accepted, on the issue date; ``soma_usd``: the Fed's part of it, missing where not published;
      ``public_usd``: the rest;
    * ``matured_usd``: all issues of the security less its buybacks, on the day it is paid; missing in periods that begin
      before everything due was sold in auctions held (bills 1981, notes November 1989, bonds November 2014);
    * ``bought_back_usd``: on settlement; ``net_usd``;
    * ``partial``: the period is not over on ``as_of``, or begins before the first auction held.

    A class without a flow has 0.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 and 100 issued in January, 20 of it for the Fed, and the 60 matured: net 100.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": "Bill", "auction_date": day(["2024-12-26", "2025-01-02", "2025-01-30"]),
    ...     "issue_date": day(["2025-01-02", "2025-01-07", "2025-02-04"]), "soma_accepted_usd": [5.0, 15.0, 0.0],
    ...     "maturity_date": day(["2025-01-28", "2025-03-04", "2025-04-01"]), "total_accepted_usd": [60.0, 100.0, 100.0]})
    >>> none = sold.iloc[:0].rename(columns={"issue_date": "settlement_date", "total_accepted_usd": "accepted_usd"})
    >>> bills = net_issuance(sold, none, "month", "2025-01-31").iloc[0]
    >>> [float(bills[name]) for name in ("issued_usd", "soma_usd", "matured_usd", "net_usd")]
    [160.0, 20.0, 60.0, 100.0]
    """
    classes = CLASSES_CMB_APART if cmb_apart else CLASSES
    sold, bought = issues(auctions, classes), redemptions(buybacks, classes)
    last = min(np.datetime64(pd.Timestamp(as_of), "D"), last_result(auctions))
    first = min(sold.enter.min(), last)
    starts = every_start(first, last, period)

    def total(flows: Flows, days: Days, amounts: Amounts) -> Amounts:
        return flows.by_period(days, amounts, starts, period, last, len(classes))

    issued = total(sold, sold.enter, sold.amount)
    soma = total(sold, sold.enter, with_result(auctions)["soma_accepted_usd"].to_numpy(dtype=np.float64))
    matured = total(sold, sold.leave, sold.amount) - total(bought, bought.leave, bought.amount)
    matured[~known_in_full(starts, classes, last)] = np.nan
    bought_back = total(bought, bought.enter, bought.amount)
    partial = (period_end(starts, period) > last) | (starts < first)
    return _long(starts, period, classes).assign(
        issued_usd=issued.ravel(),
        soma_usd=soma.ravel(),
        public_usd=(issued - soma).ravel(),
        matured_usd=matured.ravel(),
        bought_back_usd=bought_back.ravel(),
        net_usd=(issued - matured - bought_back).ravel(),
        partial=np.repeat(partial, len(classes)),
    )


def scheduled(auctions: pd.DataFrame, buybacks: pd.DataFrame, period: Period, as_of: Day) -> pd.DataFrame:
    """What is known to settle after a date, by period and class: auctions held, auctions announced, and maturities.

    In: as for `net_issuance`, with the same limit on ``as_of``. Out: ``period``, ``period_start``, ``security_class``,
    ``to_settle_usd`` (auctions held but not settled, total accepted), ``announced_usd`` (auctions from that date on without
    a result: the offering amount, an estimate without the Fed's add-ons; missing where an amount is), ``maturing_usd`` (of
    what is sold so far). It ends with the period of the last settlement known, because later ones will see auctions not yet
    announced; no row where there is none.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand, from 16 January: 40 sold to settle on the 21st, 50 offered to settle on the 28th, and 60 falls due that day.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": "Bill", "auction_date": day(["2024-12-26", "2025-01-16", "2025-01-23"]),
    ...     "issue_date": day(["2025-01-02", "2025-01-21", "2025-01-28"]), "total_accepted_usd": [60.0, 40.0, float("nan")],
    ...     "maturity_date": day(["2025-01-28", "2025-04-22", "2025-03-04"]), "offering_usd": [55.0, 35.0, 50.0]})
    >>> none = sold.iloc[:0].rename(columns={"issue_date": "settlement_date", "total_accepted_usd": "accepted_usd"})
    >>> bills = scheduled(sold, none, "month", "2025-01-16").iloc[0]
    >>> [float(bills[name]) for name in AHEAD]
    [40.0, 50.0, 60.0]
    """
    now = min(np.datetime64(pd.Timestamp(as_of), "D"), last_result(auctions))
    sold, bought = issues(auctions), redemptions(buybacks)
    unheld = auctions[auctions["total_accepted_usd"].isna() & (auctions["auction_date"] >= now)]
    announced = Flows.of(unheld, "issue_date", "offering_usd", CLASSES)
    last_known = max(np.concatenate([sold.enter, announced.enter]).max(), now)
    starts = every_start(now, last_known, period)
    last = period_end(starts, period)[-1]

    def total(flows: Flows, days: Days) -> Amounts:
        ahead = days > now
        return flows.by_period(days, np.where(ahead, flows.amount, 0.0), starts, period, last, len(CLASSES))

    maturing = total(sold, sold.leave) - total(bought, bought.leave)
    figures = (total(sold, sold.enter), total(announced, announced.enter), maturing)
    made = _long(starts, period, CLASSES).assign(**{name: part.ravel() for name, part in zip(AHEAD, figures, strict=True)})
    return made if last_known > now else made.iloc[:0]


def bill_share_gross(net: pd.DataFrame) -> pd.DataFrame:
    """Bills issued divided by everything issued, by period, in percent: the share of gross issuance.

    In: the frame of `net_issuance`. Out: ``period``, ``period_start``, ``bill_share_gross_pct``, ``partial``; missing where
    nothing was issued. Bills are sold again every few weeks, so this share is far above that of the amount outstanding.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 160 of bills and 40 of notes is 160 / 200 = 80 percent.

    >>> net = pd.DataFrame({"period": "2025-01", "period_start": pd.Timestamp("2025-01-01"), "partial": False,
    ...     "security_class": ["Bill", "Note"], "issued_usd": [160.0, 40.0]})
    >>> bill_share_gross(net)["bill_share_gross_pct"].tolist()
    [80.0]
    """
    totals, bills = _totals(net, "issued_usd")
    share = (bills / totals.where(totals > 0) * 100).rename("bill_share_gross_pct")
    return _periods(net).join(share).reset_index()


def bill_share_net(net: pd.DataFrame) -> pd.DataFrame:
    """Net issuance of bills divided by net issuance of everything, by period, in percent.

    In: the frame of `net_issuance`. Out: ``period``, ``period_start``, ``bill_share_net_pct``, ``reason``, ``partial``.
    Negative when bills were paid down. Missing, with the reason, where maturities are not known in full, the total is
    zero or negative, or it is less than a quarter of the absolute class totals, so that classes nearly cancel.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 30 net of bills and 90 of notes is 30 / 120 = 25 percent.

    >>> net = pd.DataFrame({"period": "2025-01", "period_start": pd.Timestamp("2025-01-01"), "partial": False,
    ...     "security_class": ["Bill", "Note"], "net_usd": [30.0, 90.0]})
    >>> bill_share_net(net)["bill_share_net_pct"].tolist()
    [25.0]
    """
    totals, bills = _totals(net, "net_usd")
    absolute = net["net_usd"].abs().groupby(net["period_start"]).sum()
    reason = pd.Series("", index=totals.index, dtype="str", name="reason")
    reason = reason.mask(totals < LEAST_NET_PART * absolute, CANCEL)
    reason = reason.mask(totals <= 0, NOT_POSITIVE)
    reason = reason.mask(totals.isna(), NOT_IN_FULL)
    share = (bills / totals * 100).where(reason.eq("")).rename("bill_share_net_pct")
    return _periods(net).join([share, reason]).reset_index()


def _totals(net: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """The sum over all classes and over bills, by period; missing where any class is."""
    bills = net["security_class"].isin(["Bill", "CMB"])
    return (
        net.groupby("period_start")[column].sum(skipna=False),
        net[bills].groupby("period_start")[column].sum(skipna=False),
    )


def _periods(net: pd.DataFrame) -> pd.DataFrame:
    return net.drop_duplicates("period_start").set_index("period_start")[["period", "partial"]]


def _long(starts: Days, period: Period, classes: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": np.repeat(np.array(period_labels(starts, period), dtype=object), len(classes)),
            "period_start": np.repeat(starts, len(classes)).astype("datetime64[us]"),
            "security_class": class_column(len(starts), classes),
        }
    ).astype({"period": "str"})
