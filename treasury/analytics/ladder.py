"""The ladder: every marketable security outstanding on a day, with the day it is paid and the rate it costs until then.

Amounts are whole dollars, rates percent a year of 365 days on the amount. Built from the statement by security where one is
held, carried on to the last auction result; else rebuilt from auctions alone.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._flows import CLASSES, last_result, with_result
from treasury.analytics._payments import payment_day, whole_days
from treasury.analytics._series import Day
from treasury.analytics.buybacks import settled
from treasury.language import tr

COLUMNS = ("cusip", "security_class", "maturity_date", "due", "outstanding_usd", "rate_pct", "rate_inferred", "source")
SOURCES = ("statement", "rebuilt")
# The classes as the statement by security names them.
_STATED = {
    "Bills": "Bill",
    "Notes": "Note",
    "Bonds": "Bond",
    "Treasury Inflation-Protected Securities": "TIPS",
    "Floating Rate Notes": "FRN",
}
_MONEY_MARKET = 365 / 360  # bills and floating rate notes count days over 360
_LOT = ["cusip", "security_class", "maturity_date"]


def own_rates(auctions: pd.DataFrame) -> pd.Series:
    """What a dollar of each auction costs a year until it matures, in percent of its face, by the rows of the frame.

    In: ``auctions``. Out, on the same index: notes and bonds the coupon; TIPS the (real) coupon; floating rate notes the
    spread over the index, times 365/360; bills the discount over the year, discount rate x 365/360, or where only the
    investment rate is published (1 - price) x 365 / days with the price that belongs to it. Missing where the auction
    publishes none of them.

    Reference: "Uniform Offering Circular", 31 CFR 356, Appendix B, US Department of the Treasury.

    By hand: a bill at a discount of 3.60 percent costs 3.60 x 365 / 360 = 3.65 percent of its face a year.

    >>> rows = pd.DataFrame({"security_class": ["Bill", "Note"], "high_discount_rate": [3.6, None], "coupon_pct": [None, 4.25],
    ...     "high_investment_rate": [3.70, None], "spread_pct": [None, None]} | dict.fromkeys(["issue_date", "maturity_date"],
    ...     pd.to_datetime(["2026-08-20", "2026-11-19"])))
    >>> own_rates(rows).round(2).tolist()
    [3.65, 4.25]
    """
    days = (auctions["maturity_date"] - auctions["issue_date"]).dt.days
    discount = auctions["high_discount_rate"].astype("float64") * _MONEY_MARKET
    bill = discount.fillna(_discount_of(auctions["high_investment_rate"].astype("float64"), days))
    named = auctions["security_class"].replace("CMB", "Bill")
    coupon = auctions["coupon_pct"].astype("float64")
    made = coupon.mask(named.eq("Bill"), bill)
    return made.mask(named.eq("FRN"), auctions["spread_pct"].astype("float64") * _MONEY_MARKET).rename("rate_pct")


def _discount_of(invested: pd.Series, days: pd.Series) -> pd.Series:
    """The discount a year, in percent of face, of bills with an investment rate; beyond half a year it compounds once."""
    rate, half = invested / 100, 365 / 2
    growth = (1 + rate * days / 365).where(days <= half, (1 + rate / 2) * (1 + rate * (days - half) / 365))
    return (1 - 1 / growth) * 365 / days * 100


def ladder(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_security: pd.DataFrame,
    *,
    source: str = "statement",
    as_of: Day | None = None,
) -> pd.DataFrame:
    """Every security outstanding at the end of a day: that of the last auction with a result, or an earlier one.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``, ``debt_by_security``; ``source``:

    * "statement": the newest statement by security on or before the day, less what has matured or been bought back since, plus
      what auctions have brought since. Where no such statement is held, the ladder is rebuilt, and says so.
    * "rebuilt": all auctions less buybacks. TIPS are without their inflation accrual then.

    Out, one row a security and origin: ``cusip``, ``security_class``, ``maturity_date``, ``due`` (day of payment),
    ``outstanding_usd``, ``rate_pct`` (as in `own_rates`, the mean of its auctions by amount), ``rate_inferred`` (no auction of
    it is held: the mean of its class), ``source`` ("statement", or "auctions"). Raises ValueError without an auction result.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 100 in the statement of 31 May; 40 more of it settled on 15 June; a bill of the statement has matured since.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": ["A", "A", "C"], "security_class": ["Note", "Note", "Bill"],
    ...     "auction_date": day(["2026-05-10", "2026-06-10", "2026-06-30"]), "index_ratio": None, "spread_pct": None,
    ...     "issue_date": day(["2026-05-15", "2026-06-15", "2026-07-02"]), "coupon_pct": [4.0, 4.0, None],
    ...     "maturity_date": day(["2036-05-15", "2036-05-15", "2026-10-01"]), "total_accepted_usd": [90.0, 40.0, 70.0],
    ...     "high_discount_rate": [None, None, 3.6], "high_investment_rate": [None, None, 3.7]})
    >>> stated = pd.DataFrame({"record_date": day("2026-05-31"), "cusip": ["A", "B"], "security_class": ["Notes", "Bills"],
    ...     "maturity_date": day(["2036-05-15", "2026-06-09"]), "outstanding_usd": [100.0, 70.0]})
    >>> key = {"operation_date": day([]), "start_time": [], "cusip": [], "accepted_usd": []}
    >>> none = pd.DataFrame(key | {"settlement_date": day([]), "state": []})
    >>> ladder(sold, none, none[list(key)], stated)[["cusip", "outstanding_usd", "rate_pct", "source"]].to_numpy().tolist()
    [['A', 100.0, 4.0, 'statement'], ['A', 40.0, 4.0, 'auctions']]
    """
    day = last_result(auctions)
    if as_of is not None:
        day = min(day, np.datetime64(pd.Timestamp(as_of), "D"))
    stated = _statement(debt_by_security, day) if source == "statement" else debt_by_security.iloc[:0]
    since = whole_days(stated["record_date"]).max() if len(stated) else None
    sold = with_result(auctions).assign(rate_pct=own_rates(auctions))
    bought = settled(operations, securities, auctions)
    lots = pd.concat([_stated_lots(stated), _auction_lots(sold, since, day, accrued=since is not None)], ignore_index=True)
    made = _less(lots, bought[_between(bought["settlement_date"], since, day)])
    due = payment_day(whole_days(made["maturity_date"]))
    made = _with_rates(made.assign(due=due.astype("datetime64[us]")), sold)
    keep = (due > day) & (made["outstanding_usd"] > 0).to_numpy()
    return made.loc[keep, list(COLUMNS)].sort_values(["due", "cusip", "source"], ascending=[True, True, False], ignore_index=True)


def ladder_day(auctions: pd.DataFrame) -> date:
    """The day at whose end the newest ladder stands: that of the last auction with a result. Raises ValueError without one."""
    day: date = pd.Timestamp(last_result(auctions)).date()
    return day


def statement_day(debt_by_security: pd.DataFrame, as_of: Day) -> date | None:
    """The record date of the statement by security that a ladder of a day starts from; None where none is held."""
    stated = _statement(debt_by_security, np.datetime64(pd.Timestamp(as_of), "D"))
    return None if stated.empty else pd.Timestamp(stated["record_date"].iloc[0]).date()


def total(made: pd.DataFrame, *classes: str) -> float:
    """Dollars outstanding of a ladder, of all classes or of those named."""
    rows = made if not classes else made[made["security_class"].isin(classes)]
    return float(rows["outstanding_usd"].sum())


def running_rate_pct(made: pd.DataFrame, reference_pct: float, inflation_pct: float) -> float:
    """What a ladder costs a year on its day, in percent of it: own rates, with what floating rate notes and TIPS get on top.

    In: the frame of `ladder`; percent. Missing where it is empty.

    Reference: "Average Interest Rates on U.S. Treasury Securities", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 at 3 percent and 40 of TIPS at 1 percent with inflation of 2 are 3 percent.

    >>> rows = pd.DataFrame({"security_class": ["Note", "TIPS"], "outstanding_usd": [60.0, 40.0], "rate_pct": [3.0, 1.0]})
    >>> running_rate_pct(rows, 4.0, 2.0)
    3.0
    """
    named = made["security_class"].astype("str")
    rate = made["rate_pct"] + named.map({"FRN": reference_pct, "TIPS": inflation_pct}).fillna(0.0)
    whole = total(made)
    return float((rate * made["outstanding_usd"]).sum()) / whole if whole else float("nan")


def _statement(debt_by_security: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    held = debt_by_security[whole_days(debt_by_security["record_date"]) <= day]
    return held[held["record_date"].eq(held["record_date"].max())]


def _between(days: pd.Series, since: np.datetime64 | None, until: np.datetime64) -> npt.NDArray[np.bool_]:
    plain = whole_days(days)
    inside: npt.NDArray[np.bool_] = plain <= until
    return inside if since is None else inside & (plain > since)


def _stated_lots(stated: pd.DataFrame) -> pd.DataFrame:
    named = stated["security_class"].map(_STATED)
    if unknown := sorted(set(stated.loc[named.isna(), "security_class"])):
        raise ValueError(tr("the statement by security names classes that are not known: {classes}", classes=", ".join(unknown)))
    return stated.assign(security_class=named, source="statement")[[*_LOT, "outstanding_usd", "source"]]


def _auction_lots(sold: pd.DataFrame, since: np.datetime64 | None, day: np.datetime64, *, accrued: bool) -> pd.DataFrame:
    rows = sold[_between(sold["issue_date"], since, day)]
    # Beside a statement, which has TIPS with their accrual, a new lot enters with the accrual it was sold with.
    ratio = rows["index_ratio"].astype("float64").fillna(1.0) if accrued else 1.0
    made = rows.assign(
        outstanding_usd=rows["total_accepted_usd"] * ratio,
        security_class=rows["security_class"].replace("CMB", "Bill"),
        source="auctions",
    )
    return made.groupby([*_LOT, "source"], as_index=False)["outstanding_usd"].sum()


def _less(lots: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """The lots less what was bought back of each security, taken from its first lot (the statement's) first."""
    gone = lots["cusip"].map(bought.groupby("cusip")["accepted_usd"].sum()).fillna(0.0)
    before = lots.groupby("cusip")["outstanding_usd"].cumsum() - lots["outstanding_usd"]
    taken = (gone - before).clip(lower=0.0, upper=lots["outstanding_usd"])
    return lots.assign(outstanding_usd=lots["outstanding_usd"] - taken)


def _with_rates(lots: pd.DataFrame, sold: pd.DataFrame) -> pd.DataFrame:
    known = sold.dropna(subset=["rate_pct"])
    weighed = (known["rate_pct"] * known["total_accepted_usd"]).groupby(known["cusip"]).sum()
    own = lots["cusip"].map(weighed / known.groupby("cusip")["total_accepted_usd"].sum()).astype("float64")
    held = lots["outstanding_usd"].where(own.notna(), 0.0)
    by_class = lots["security_class"]
    mean = (own.fillna(0.0) * held).groupby(by_class).transform("sum") / held.groupby(by_class).transform("sum")
    order = pd.CategoricalDtype(list(CLASSES), ordered=True)
    return lots.assign(rate_pct=own.fillna(mean), rate_inferred=own.isna(), security_class=by_class.astype(order))
