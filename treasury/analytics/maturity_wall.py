"""The maturity wall: what of a ladder falls due, by month, quarter or fiscal year and by class; the share within a year.

Amounts are whole dollars, dated with the day of payment.
"""

from __future__ import annotations

from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from treasury.analytics._flows import CLASSES
from treasury.analytics._payments import whole_days
from treasury.analytics._periods import Period, every_start, period_end, period_labels, period_start
from treasury.analytics._series import Day

DAYS_A_YEAR = 365


def maturity_wall(ladder: pd.DataFrame, as_of: Day, period: Period) -> pd.DataFrame:
    """What falls due in each period after a day, by class, to the last maturity; a period without any has zeros.

    In: the frame of `ladder.ladder`; the day at whose end it stands; month, quarter or fiscal_year. Out, one row a period and
    class: ``period``, ``period_start``, ``period_end``, ``security_class`` (ordered categorical), ``maturing_usd``,
    ``rate_pct`` (what it costs now: mean of the nominal securities by amount; missing where none falls due, and for TIPS and
    floating rate notes, whose rates are no nominal yields), ``partial`` (the period began on or before the day).

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: bills of 60 at 3.5 and 40 at 4.0 percent due in September cost 3.7 percent.

    >>> rows = pd.DataFrame({"due": pd.to_datetime(["2026-09-03", "2026-09-24"]), "security_class": "Bill",
    ...     "outstanding_usd": [60.0, 40.0], "rate_pct": [3.5, 4.0]})
    >>> made = maturity_wall(rows, "2026-08-20", "month").query("security_class == 'Bill'")
    >>> made[["period", "maturing_usd", "rate_pct", "partial"]].round(2).to_numpy().tolist()
    [['2026-08', 0.0, nan, True], ['2026-09', 100.0, 3.7, False]]
    """
    day = np.datetime64(pd.Timestamp(as_of), "D")
    due = whole_days(ladder["due"])
    starts = every_start(day, max([day, *due]), period)
    row = np.searchsorted(starts, period_start(due, period))
    code = pd.Categorical(ladder["security_class"], categories=list(CLASSES)).codes
    amount = ladder["outstanding_usd"].to_numpy(dtype=np.float64)
    nominal = ~np.isin(np.asarray(ladder["security_class"].astype("str")), ("TIPS", "FRN"))
    summed, weighed = np.zeros((2, len(starts), len(CLASSES)))
    np.add.at(summed, (row, code), amount)
    np.add.at(weighed, (row[nominal], code[nominal]), (amount * ladder["rate_pct"].to_numpy(dtype=np.float64))[nominal])
    rate = np.where((summed > 0) & (weighed > 0), weighed / np.where(summed > 0, summed, 1.0), np.nan)
    width = len(CLASSES)
    ends = period_end(starts, period)
    return pd.DataFrame(
        {
            "period": np.repeat(period_labels(starts, period), width),
            "period_start": np.repeat(starts, width).astype("datetime64[us]"),
            "period_end": np.repeat(ends, width).astype("datetime64[us]"),
            "security_class": pd.Categorical(list(CLASSES) * len(starts), categories=list(CLASSES), ordered=True),
            "maturing_usd": summed.ravel(),
            "rate_pct": rate.ravel(),
            "partial": np.repeat(starts <= day, width),
        }
    ).astype({"period": "str"})


def by_period(wall: pd.DataFrame) -> pd.DataFrame:
    """The wall with one row a period: each class, their sum, and what the nominal part of it costs now.

    In: the frame of `maturity_wall`. Out: ``period``, ``period_start``, ``period_end``, ``partial``, one column a class
    (``bill_usd`` … ``frn_usd``), ``total_usd``, ``nominal_rate_pct`` (mean of bills, notes and bonds by amount; missing where
    none of them falls due).

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: bills of 60 at 4.0 percent, notes of 30 at 1.0 and TIPS of 10 are 100, and (240 + 30) / 90 = 3.0 percent.

    >>> rows = pd.DataFrame({"due": pd.to_datetime(["2026-09-03"] * 3), "security_class": ["Bill", "Note", "TIPS"],
    ...     "outstanding_usd": [60.0, 30.0, 10.0], "rate_pct": [4.0, 1.0, 0.5]})
    >>> by_period(maturity_wall(rows, "2026-08-31", "month"))[["bill_usd", "total_usd", "nominal_rate_pct"]].iloc[1].tolist()
    [60.0, 100.0, 3.0]
    """
    keys = ["period", "period_start", "period_end", "partial"]
    nominal = wall[wall["rate_pct"].notna()]
    cost = (nominal["maturing_usd"] * nominal["rate_pct"]).groupby(nominal["period_start"]).sum()
    rate = cost / nominal.groupby("period_start")["maturing_usd"].sum()
    wide = wall.pivot(index=keys, columns="security_class", values="maturing_usd")
    wide.columns = pd.Index([f"{str(name).lower()}_usd" for name in wide.columns])
    made = wide.assign(total_usd=wide.sum(axis=1)).reset_index()
    return made.assign(nominal_rate_pct=made["period_start"].map(rate))


def share_maturing_pct(ladder: pd.DataFrame, as_of: Day, days: int = DAYS_A_YEAR) -> float:
    """The share of a ladder that falls due within a number of days (a year: 365), in percent; missing where it is empty.

    In: the frame of `ladder.ladder`; the day at whose end it stands. Floating rate notes count with their maturity, not with
    the weekly reset of their rate.

    Reference: "Treasury Presentation to the Treasury Borrowing Advisory Committee", US Department of the Treasury.

    By hand: of 100, 30 falls due after 365 days and 70 later: 30 percent.

    >>> rows = pd.DataFrame({"due": pd.to_datetime(["2027-08-20", "2027-08-23"]), "outstanding_usd": [30.0, 70.0]})
    >>> share_maturing_pct(rows, "2026-08-20")
    30.0
    """
    soon = ladder["due"] <= pd.Timestamp(as_of) + pd.Timedelta(days=days)
    whole = float(ladder["outstanding_usd"].sum())
    return float(ladder.loc[soon, "outstanding_usd"].sum()) / whole * 100 if whole else float("nan")


def largest_month(wall: pd.DataFrame) -> tuple[date, float]:
    """The first day of the period in which most notes, bonds, TIPS and floating rate notes fall due, and how much.

    In: the frame of `maturity_wall`. Bills are left out: they are rolled over every few weeks, so the first months lead anyway.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: notes of 5 in May and 7 in August.

    >>> rows = pd.DataFrame({"period_start": pd.to_datetime(["2027-05-01", "2027-08-01"]), "security_class": "Note",
    ...     "maturing_usd": [5.0, 7.0]})
    >>> largest_month(rows)
    (datetime.date(2027, 8, 1), 7.0)
    """
    coupons = wall[wall["security_class"].ne("Bill")].groupby("period_start")["maturing_usd"].sum()
    return cast(pd.Timestamp, coupons.idxmax()).date(), float(coupons.max())
