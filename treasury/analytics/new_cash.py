"""New cash: what auctions raise from the public beyond refunding what falls due, by the Treasury's own arithmetic.

Amounts are whole dollars. A refunding statement offers 125 billion to refund 89.8 billion of privately held notes and bonds
and raise 35.2 billion: the offering less the maturing amount that the public holds. The Fed's add-ons roll its own holdings
over and raise nothing, so they are on neither side.
"""

import numpy as np
import pandas as pd

from treasury.analytics import issuance
from treasury.analytics._flows import CLASSES, issues, redemptions, with_result
from treasury.analytics._payments import payment_day, whole_days
from treasury.analytics._periods import Period, every_start, period_end, period_labels, period_start

SIDES = ("Bills", "Coupons")
AMOUNTS = ("offered_usd", "maturing_public_usd", "bought_back_usd", "new_cash_usd")


def by_settlement(auctions: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """What was offered to the public and what of the public's fell due, by day of settlement, bills and coupons apart.

    In: ``auctions``; ``bought`` from `buybacks.settled`. Out, one row a day and side on which anything settles or matures, up to
    the last auction with a result: ``date``, ``side``, ``offered_usd`` (offering amounts), ``maturing_public_usd``: the
    estimate that the announcements of the day's auctions give, once, with the inflation accrual of TIPS. Where they give none,
    or zero (as beside cash management bills), it is what matured by the auctions, at par, less what they say the Fed holds of
    it; missing where they do not say.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: on 15 August 2025 three issues of 58, 42 and 25 bn settle; each announcement gives 89.798 bn maturing.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"security_class": ["Note", "Note", "Bond"], "auction_date": day("2025-08-07"),
    ...     "issue_date": day("2025-08-15"), "maturity_date": day(["2028-08-15", "2035-08-15", "2055-08-15"]),
    ...     "offering_usd": [58e9, 42e9, 25e9], "total_accepted_usd": [77.7e9, 56.3e9, 33.5e9],
    ...     "est_public_held_maturing_usd": 89.798e9, "soma_holdings_maturing_usd": 45.614e9})
    >>> sold = sold.assign(auction_date=day(["2025-08-07", "2025-08-07", "2025-08-15"]))
    >>> none = pd.DataFrame({"settlement_date": day([]), "security_class": [], "maturity_date": day([]), "accepted_usd": []})
    >>> made = by_settlement(sold, none)
    >>> made[["side", "offered_usd", "maturing_public_usd"]].to_numpy().tolist()
    [['Coupons', 125000000000.0, 89798000000.0]]
    """
    last = pd.Timestamp(issuance.known_until(auctions))
    held = with_result(auctions)
    side = np.where(held["security_class"].isin(["Bill", "CMB"]), *SIDES)
    settled = payment_day(whole_days(held["issue_date"])).astype("datetime64[us]")
    grouped = held.assign(date=settled, side=side).groupby(["date", "side"])
    stated = pd.DataFrame(
        {
            "offered_usd": grouped["offering_usd"].sum(min_count=1),
            "stated": grouped["est_public_held_maturing_usd"].max(),
            "fed": grouped["soma_holdings_maturing_usd"].max(),
        }
    )
    joined = pd.concat([stated, _matured(auctions, bought)], axis=1).sort_index().loc[:last]
    sold = joined["offered_usd"].notna()
    rest = joined["matured"].fillna(0.0) - joined["fed"].where(sold, 0.0)
    joined["maturing_public_usd"] = joined["stated"].where(joined["stated"] > 0).fillna(rest)
    joined["offered_usd"] = joined["offered_usd"].fillna(0.0)
    made = joined.rename_axis(["date", "side"]).reset_index()[["date", "side", "offered_usd", "maturing_public_usd"]]
    return made[(made["offered_usd"] > 0) | made["maturing_public_usd"].ne(0)].reset_index(drop=True)


def _matured(auctions: pd.DataFrame, bought: pd.DataFrame) -> pd.Series:
    """What was paid at maturity by day and side, by the auctions and less what was bought back."""
    parts = []
    for flows, sign in ((issues(auctions), 1.0), (redemptions(bought), -1.0)):
        named = np.where(flows.code == CLASSES.index("Bill"), *SIDES)
        parts.append(pd.DataFrame({"date": flows.leave.astype("datetime64[us]"), "side": named, "matured": sign * flows.amount}))
    return pd.concat(parts).groupby(["date", "side"])["matured"].sum()


def new_cash(auctions: pd.DataFrame, bought: pd.DataFrame, period: Period, bought_held: pd.Series) -> pd.DataFrame:
    """New cash from the public by period, bills and coupons apart: offered - maturing (public) - bought back.

    In: ``auctions``; ``bought`` from `buybacks.settled`; week, month, quarter or fiscal_year; ``bought_held``: whether all
    buybacks of a period are held, by its first day (True where it is not named). Out, one row a period and side:
    ``period``, ``period_start``, ``period_end``, ``side`` (Bills, Coupons, All), ``offered_usd``, ``maturing_public_usd``,
    ``bought_back_usd`` (at par), ``new_cash_usd``, ``partial``, ``buybacks_held``: where False ``bought_back_usd`` is what is
    held of it, missing where that is nothing, and ``new_cash_usd`` is before the rest. Missing where any day of the period is.
    It begins with the first period in which all announcements give their figures.

    Reference: "Quarterly Refunding Statement", US Department of the Treasury ("raise new cash from private investors").

    By hand: the refunding of August 2025 in `by_settlement`: 125 - 89.798 = 35.202 bn, 35.2 in the statement.
    """
    days = by_settlement(auctions, bought)
    starts = period_start(whole_days(days["date"]), period)
    summed = days.assign(period_start=starts.astype("datetime64[us]")).groupby(["period_start", "side"])[
        ["offered_usd", "maturing_public_usd"]
    ]
    made = summed.sum(min_count=1).where(summed.count() == summed.size().to_numpy()[:, None])
    full = pd.MultiIndex.from_product([_every(days, period), SIDES], names=["period_start", "side"])
    # A period in which nothing of a side settles or matures has zero of it; one that misses a figure keeps the gap.
    present = made.index
    made = made.reindex(full)
    made.loc[~made.index.isin(present)] = 0.0
    made["bought_back_usd"] = (
        _bought(bought, period, pd.Timestamp(issuance.known_until(auctions))).reindex(made.index).fillna(0.0)
    )
    made["new_cash_usd"] = made["offered_usd"] - made["maturing_public_usd"] - made["bought_back_usd"]
    both = made.groupby(level="period_start").sum(min_count=len(SIDES)).assign(side="All").set_index("side", append=True)
    return _labelled(pd.concat([made, both]), period, bought_held, np.datetime64(issuance.known_until(auctions), "D"))


def _every(days: pd.DataFrame, period: Period) -> pd.DatetimeIndex:
    first, last = (np.datetime64(day, "D") for day in (days["date"].min(), days["date"].max()))
    return pd.DatetimeIndex(every_start(first, last, period).astype("datetime64[us]"))


def _bought(bought: pd.DataFrame, period: Period, last: pd.Timestamp) -> pd.Series:
    own = bought[bought["settlement_date"] <= last]
    starts = period_start(whole_days(own["settlement_date"]), period).astype("datetime64[us]")
    summed: pd.Series = own.assign(period_start=starts, side="Coupons").groupby(["period_start", "side"])["accepted_usd"].sum()
    return summed


def _labelled(made: pd.DataFrame, period: Period, bought_held: pd.Series, last: np.datetime64) -> pd.DataFrame:
    rows = made.reset_index()
    rows["side"] = pd.Categorical(rows["side"], categories=[*SIDES, "All"], ordered=True)
    rows = rows.sort_values(["period_start", "side"], ignore_index=True)
    starts = whole_days(rows["period_start"])
    ends = period_end(starts, period)
    held = rows["period_start"].map(bought_held).astype("boolean").fillna(True).astype("bool") | rows["side"].eq("Bills")
    rows = rows.assign(
        period=pd.Series(period_labels(starts, period), index=rows.index, dtype="str"),
        period_end=ends.astype("datetime64[us]"),
        partial=ends > last,
        buybacks_held=held,
        bought_back_usd=rows["bought_back_usd"].where(held | (rows["bought_back_usd"] > 0)),
    )
    known = rows["side"].eq("All") & rows["new_cash_usd"].notna() & (rows["offered_usd"] > 0)
    begun = rows.loc[known, "period_start"].min()
    columns = ["period", "period_start", "period_end", "side", *AMOUNTS, "partial", "buybacks_held"]
    return rows.loc[rows["period_start"] >= begun, columns].reset_index(drop=True)
