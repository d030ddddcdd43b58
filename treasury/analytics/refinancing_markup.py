"""The refinancing mark-up: what the batch that matures in a week cost, and what the batch that replaces it costs.

Amounts are whole dollars, rates percent a year as sold: high yields of notes and bonds, investment rates of bills. TIPS and
floating rate notes are left out: real yields and margins are no nominal rates.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._flows import last_result, with_result
from treasury.analytics._payments import Days, payment_day, whole_days
from treasury.analytics._periods import every_start, period_labels, period_start
from treasury.analytics.buybacks import settled
from treasury.calendar import fiscal_year
from treasury.language import N_

SINCE = "2014-11-17"  # from here on everything that matures was sold in an auction held
SIDES = (N_("All"), N_("Bills"), N_("Coupons"))
_BILLS, _COUPONS = ("Bill", "CMB"), ("Note", "Bond")

Numbers = npt.NDArray[np.float64]


def markup(auctions: pd.DataFrame, operations: pd.DataFrame, securities: pd.DataFrame) -> pd.DataFrame:
    """Week by week, size and rate of what matured and of what was issued in its place, and what the change costs a year.

    In: ``auctions``, ``buyback_operations``, ``buyback_securities``. Out, one row a side (All, Bills, Coupons) and week of
    settlement from November 2014 to the last auction with a result; a week in which a fiscal year begins is two rows:

    * ``side``, ``week`` (2026-W34), ``start``, ``end`` (days, within the fiscal year), ``fiscal_year``, ``partial`` (not over);
    * ``matured_usd``, ``matured_rate_pct`` (by amount), ``issued_usd``, ``issued_rate_pct``;
    * ``markup_bp`` = issued rate - matured rate; ``markup_usd`` = matured amount x mark-up, dollars a year; ``cost_change_usd`` =
      issued x its rate - matured x its rate, which contains the change of size. The mark-up is missing where nothing matured or
      nothing was issued;
    * ``markup_to_date_usd``, ``cost_change_to_date_usd``: running totals of the fiscal year; a missing mark-up adds nothing.

    Matured is what was sold of the security less what was bought back, at the mean rate of its auctions.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: bills of 60 at 3.6 percent mature and bills of 100 at 4.0 replace them: 60 x 0.4 percent = 0.24 a year, and 100 x 4 -
    60 x 3.6 = 1.84 with the new money.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": ["A", "B"], "security_class": "Bill", "auction_date": day(["2026-07-16", "2026-08-13"]),
    ...     "issue_date": day(["2026-07-21", "2026-08-18"]), "maturity_date": day(["2026-08-18", "2026-09-15"]),
    ...     "total_accepted_usd": [60.0, 100.0], "high_investment_rate": [3.6, 4.0], "high_yield": None})
    >>> late = sold.iloc[1:].assign(cusip="C", auction_date=day(["2026-08-20"]), issue_date=day(["2026-08-25"]))
    >>> key = {"operation_date": day([]), "start_time": [], "cusip": [], "accepted_usd": []}
    >>> none = pd.DataFrame(key | {"settlement_date": day([]), "state": []})
    >>> made = markup(pd.concat([sold, late]), none, none[list(key)]).query("side == 'Bills'").iloc[-1]
    >>> made["week"], bool(made["partial"]), made[["markup_bp", "markup_usd", "cost_change_usd"]].astype(float).round(2).tolist()
    ('2026-W34', True, [40.0, 0.24, 1.84])
    """
    last = last_result(auctions)
    sold = with_result(auctions)
    sold = sold[sold["security_class"].isin([*_BILLS, *_COUPONS])]
    sold = sold.assign(rate_pct=sold["high_yield"].astype("float64").fillna(sold["high_investment_rate"].astype("float64")))
    bought = _bought(settled(operations, securities, auctions), sold)
    starts = _starts(last)
    frames = [_side(sold, bought, side, starts, last) for side in SIDES]
    return pd.concat(frames, ignore_index=True)


def _bought(bought: pd.DataFrame, sold: pd.DataFrame) -> pd.DataFrame:
    """What was bought back of nominal securities, at the mean rate of their auctions."""
    weighed = (sold["rate_pct"] * sold["total_accepted_usd"]).groupby(sold["cusip"]).sum()
    mean = weighed / sold.groupby("cusip")["total_accepted_usd"].sum()
    own = bought[bought["cusip"].isin(mean.index)]
    return own.assign(rate_pct=own["cusip"].map(mean))


def _starts(last: np.datetime64) -> Days:
    """Mondays and the first days of fiscal years."""
    mondays = every_start(np.datetime64(SINCE, "D"), last, "week")
    years = range(fiscal_year(mondays[0].astype(object)), fiscal_year(last.astype(object)))
    made: Days = np.union1d(mondays, np.array([f"{year}-10-01" for year in years], dtype="datetime64[D]"))
    return made[made <= last]


def _side(sold: pd.DataFrame, bought: pd.DataFrame, side: str, starts: Days, last: np.datetime64) -> pd.DataFrame:
    classes = {"All": [*_BILLS, *_COUPONS], "Bills": [*_BILLS], "Coupons": [*_COUPONS]}[side]
    own, gone = (rows[rows["security_class"].isin(classes)] for rows in (sold, bought))
    issued, issued_cost = _summed(whole_days(own["issue_date"]), own, "total_accepted_usd", starts, last)
    matured, matured_cost = _summed(payment_day(whole_days(own["maturity_date"])), own, "total_accepted_usd", starts, last)
    less, less_cost = _summed(payment_day(whole_days(gone["maturity_date"])), gone, "accepted_usd", starts, last)
    matured, matured_cost = matured - less, matured_cost - less_cost
    new, old = (
        np.where(size > 0, cost / np.where(size > 0, size, 1.0), np.nan)
        for size, cost in ((issued, issued_cost), (matured, matured_cost))
    )
    ends = np.append(starts[1:] - 1, period_start(starts[-1:], "week") + 6)
    year = [fiscal_year(day) for day in starts.astype(object)]
    made = pd.DataFrame(
        {
            "side": side,
            "week": period_labels(period_start(starts, "week"), "week"),
            "start": starts.astype("datetime64[us]"),
            "end": ends.astype("datetime64[us]"),
            "fiscal_year": year,
            "partial": ends > last,
            "matured_usd": matured,
            "matured_rate_pct": old,
            "issued_usd": issued,
            "issued_rate_pct": new,
            "markup_bp": ((new - old) * 100).round(6),
            "markup_usd": matured * (new - old) / 100,
            "cost_change_usd": (issued_cost - matured_cost) / 100,
        }
    ).astype({"side": "str", "week": "str"})
    by_year = made.groupby("fiscal_year")
    so_far = made["markup_usd"].fillna(0.0).groupby(made["fiscal_year"]).cumsum()
    return made.assign(markup_to_date_usd=so_far, cost_change_to_date_usd=by_year["cost_change_usd"].cumsum())


def _summed(days: Days, rows: pd.DataFrame, amount: str, starts: Days, last: np.datetime64) -> tuple[Numbers, Numbers]:
    """Amounts, and amounts times rates, by week."""
    inside = (days >= starts[0]) & (days <= last)
    week = np.searchsorted(starts, days[inside], side="right") - 1
    amounts = rows[amount].to_numpy(dtype=np.float64)[inside]
    rates = rows["rate_pct"].to_numpy(dtype=np.float64)[inside]
    sizes, costs = (np.bincount(week, weights=w, minlength=len(starts)).astype(np.float64) for w in (amounts, amounts * rates))
    return sizes, costs


def fiscal_year_to_date(made: pd.DataFrame, side: str = "All") -> pd.DataFrame:
    """The sums of each fiscal year: sizes, rates by amount, mark-up and change of the annual cost, newest first.

    In: the frame of `markup`. Out: ``fiscal_year``, ``weeks`` (with a mark-up), ``matured_usd``, ``matured_rate_pct``,
    ``issued_usd``, ``issued_rate_pct`` (by amount over all weeks), ``markup_usd``, ``markup_bp`` (of what matured in the weeks
    with a mark-up), ``cost_change_usd``.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 100 at 3 replaced at 4 percent, then 300 at 4 replaced at 4: 400 at 3.75 replaced at 4.

    >>> rows = pd.DataFrame({"side": "All", "fiscal_year": 2026, "matured_usd": [100.0, 300.0], "issued_usd": [100.0, 300.0],
    ...     "matured_rate_pct": [3.0, 4.0], "issued_rate_pct": 4.0, "markup_usd": [1.0, 0.0], "cost_change_usd": [1.0, 0.0]})
    >>> fiscal_year_to_date(rows)[["matured_rate_pct", "issued_rate_pct", "markup_bp", "markup_usd"]].iloc[0].tolist()
    [3.75, 4.0, 25.0, 1.0]
    """
    own = made[made["side"].eq(side)]
    rolled = own["markup_usd"].notna()
    weighed = own.assign(
        matured_cost=own["matured_usd"] * own["matured_rate_pct"],
        issued_cost=own["issued_usd"] * own["issued_rate_pct"],
        weeks=rolled.astype("int64"),
        rolled_usd=own["matured_usd"].where(rolled),
    )
    sums = ["weeks", "matured_usd", "matured_cost", "issued_usd", "issued_cost", "rolled_usd", "markup_usd", "cost_change_usd"]
    summed = weighed.groupby("fiscal_year")[sums].sum()
    summed["matured_rate_pct"] = summed["matured_cost"] / summed["matured_usd"]
    summed["issued_rate_pct"] = summed["issued_cost"] / summed["issued_usd"]
    summed["markup_bp"] = summed["markup_usd"] / summed["rolled_usd"] * 10_000
    columns = ["weeks", "matured_usd", "matured_rate_pct", "issued_usd", "issued_rate_pct", "markup_bp", "markup_usd"]
    return summed[[*columns, "cost_change_usd"]].sort_index(ascending=False).reset_index()
