"""The inflation accrual of TIPS outstanding, rebuilt from the reference CPI that auctions publish.

Amounts are whole dollars. The principal of a TIPS is its par times the index ratio: the reference CPI of the day over that of
its dated date. Auctions publish both (from 2016); the ratio of an older security is taken from a month of the statement by
security, and moved with the reference CPI from there.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._flows import Flows, with_result
from treasury.analytics._payments import Days, whole_days
from treasury.analytics._series import Day

LONGEST_STEP_DAYS = 45  # between two published reference CPIs; TIPS are sold every month


def reference_cpi(auctions: pd.DataFrame) -> pd.Series:
    """The reference CPI on the days for which an auction publishes it: issue dates and dated dates.

    In: ``auctions``. Out: index points by day, ascending; empty where no auction gives one.

    Reference: "Uniform Offering Circular", 31 CFR 356, Appendix B, section I.B, US Department of the Treasury.

    By hand: the note of 30 June 2026, dated 15 April, gives two points.

    >>> day = pd.to_datetime
    >>> note = pd.DataFrame({"issue_date": day(["2026-06-30"]), "dated_date": day(["2026-04-15"]),
    ...     "ref_cpi_issue_date": [332.92643], "ref_cpi_dated_date": [325.9674]})
    >>> reference_cpi(note).tolist()
    [325.9674, 332.92643]
    """
    pairs = (("issue_date", "ref_cpi_issue_date"), ("dated_date", "ref_cpi_dated_date"))
    points = pd.concat([auctions[list(pair)].dropna().set_axis(["date", "cpi"], axis=1) for pair in pairs])
    made: pd.Series = points.drop_duplicates("date").set_index("date")["cpi"].sort_index()
    return made


def reference_cpi_on(points: pd.Series, dates: Iterable[Day]) -> npt.NDArray[np.float64]:
    """The reference CPI on any day, in a straight line between the published ones on either side.

    In: the series of `reference_cpi`; days. Out: index points; missing before the first and after the last point, and between
    two points more than 45 days apart. Within a month the reference CPI itself moves in a straight line by day.

    Reference: "Uniform Offering Circular", 31 CFR 356, Appendix B, section I.B, US Department of the Treasury.

    By hand: half way between 325.9674 on 15 April and 326.7339 on 30 April would be the 22nd and a half; on the 23rd it is
    325.9674 + 8 / 15 x 0.7665 = 326.3762.

    >>> points = pd.Series([325.9674, 326.7339], index=pd.to_datetime(["2026-04-15", "2026-04-30"]))
    >>> reference_cpi_on(points, ["2026-04-23", "2026-05-01"]).round(4).tolist()
    [326.3762, nan]
    """
    wanted = pd.DatetimeIndex([pd.Timestamp(day) for day in dates]).to_numpy().astype("datetime64[D]").astype(np.int64)
    if points.empty:
        return np.full(len(wanted), np.nan)
    known = pd.DatetimeIndex(points.index).to_numpy().astype("datetime64[D]").astype(np.int64)
    made: npt.NDArray[np.float64] = np.interp(wanted, known, points.to_numpy(dtype=np.float64), left=np.nan, right=np.nan)
    after = np.clip(np.searchsorted(known, wanted, side="left"), 1, len(known) - 1)
    step = known[after] - known[after - 1]
    exact = np.isin(wanted, known)
    made[(step > LONGEST_STEP_DAYS) & ~exact] = np.nan
    return made


def accrual(auctions: pd.DataFrame, buybacks: pd.DataFrame, debt_by_security: pd.DataFrame, dates: Iterable[Day]) -> pd.Series:
    """The inflation accrual of all TIPS outstanding on each date: par outstanding x (index ratio - 1), summed.

    In: ``auctions``; ``buybacks`` from `buybacks.settled`; ``debt_by_security``, for the index ratio of securities whose
    auctions publish none; any dates. Out: dollars by date; missing where the reference CPI of the day, or the ratio of any
    TIPS outstanding on it, is not known; 0 where none is outstanding.

    Reference: "Uniform Offering Circular", 31 CFR 356, Appendix B, section I.B, US Department of the Treasury.

    By hand: 100 of a note with a reference CPI of 300 on its dated date and 330 on the day accrued 100 x (330 / 300 - 1) = 10.

    >>> day = pd.to_datetime
    >>> sold = pd.DataFrame({"cusip": "A", "security_class": "TIPS", "auction_date": day(["2026-01-20"]),
    ...     "issue_date": day(["2026-01-30"]), "dated_date": day(["2026-01-15"]), "maturity_date": day(["2036-01-15"]),
    ...     "total_accepted_usd": 100.0, "ref_cpi_issue_date": 330.0, "ref_cpi_dated_date": 300.0})
    >>> none = pd.DataFrame({"cusip": [], "settlement_date": day([]), "accepted_usd": [], "security_class": [],
    ...     "maturity_date": day([])})
    >>> held = pd.DataFrame({"record_date": day([]), "cusip": [], "security_class": [], "issued_usd": [], "redeemed_usd": [],
    ...     "inflation_adjustment_usd": []})
    >>> accrual(sold, none, held, ["2026-01-30"]).round(6).tolist()
    [10.0]
    """
    days = pd.DatetimeIndex([pd.Timestamp(day) for day in dates])
    tips = with_result(auctions)[lambda rows: rows["security_class"].eq("TIPS")]
    points = reference_cpi(auctions[auctions["security_class"].eq("TIPS")])
    base = _base_cpi(tips, debt_by_security, points)
    parts = ((tips, "issue_date", "total_accepted_usd", 1.0), (buybacks, "settlement_date", "accepted_usd", -1.0))
    weighed, unknown = np.zeros(len(days)), np.zeros(len(days))
    plain = whole_days(pd.Series(days))
    for rows, enter, amount, sign in parts:
        own = rows[rows["security_class"].eq("TIPS")]
        flows = Flows.of(own, enter, amount, ("TIPS",))
        start = own["cusip"].map(base).to_numpy(dtype=np.float64)
        known = np.where(np.isnan(start), 0.0, flows.amount / np.where(np.isnan(start), 1.0, start))
        weighed += sign * flows.standing(plain, 1, known)[:, 0]
        unknown += flows.standing(plain, 1, np.isnan(start).astype(np.float64))[:, 0]
    par = _par(tips, buybacks, plain)
    made = reference_cpi_on(points, days) * weighed - par
    made[(weighed == 0) & (unknown == 0)] = 0.0  # no TIPS outstanding
    made[unknown > 0] = np.nan
    return pd.Series(made, index=days, name="accrual_usd")


def _par(tips: pd.DataFrame, buybacks: pd.DataFrame, days: Days) -> npt.NDArray[np.float64]:
    bought = buybacks[buybacks["security_class"].eq("TIPS")]
    sold = Flows.of(tips, "issue_date", "total_accepted_usd", ("TIPS",)).standing(days, 1)[:, 0]
    gone = Flows.of(bought, "settlement_date", "accepted_usd", ("TIPS",)).standing(days, 1)[:, 0]
    made: npt.NDArray[np.float64] = sold - gone
    return made


def _base_cpi(tips: pd.DataFrame, debt_by_security: pd.DataFrame, points: pd.Series) -> pd.Series:
    """The reference CPI at which the index ratio of each security is 1, by CUSIP."""
    own = tips.dropna(subset=["ref_cpi_dated_date"]).drop_duplicates("cusip").set_index("cusip")["ref_cpi_dated_date"]
    inflation = debt_by_security["security_class"].astype("str").str.contains("inflation", case=False)
    held = debt_by_security[inflation & debt_by_security["inflation_adjustment_usd"].notna()]
    first = held.sort_values("record_date").drop_duplicates("cusip").set_index("cusip")
    if first.empty:
        return own
    par = first["issued_usd"] + first["redeemed_usd"].fillna(0.0)  # redeemed amounts are negative
    ratio = 1 + first["inflation_adjustment_usd"] / par.where(par > 0)
    stated = pd.Series(reference_cpi_on(points, first["record_date"]), index=first.index) / ratio
    return own.combine_first(stated.dropna())
