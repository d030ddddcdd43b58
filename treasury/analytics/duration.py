"""Modified duration of Treasury securities, and par as ten-year equivalents.

The market's ("street") convention: yields in percent, compounded twice a year; accrued interest and the broken first period
by actual days of the coupon period (actual/actual, ICMA); simple interest once a single payment is left. Coupon dates are
counted back from maturity; one at the end of a month stays at the end of the month. A short or long first coupon is taken
as a full one. All functions are vectorised: scalars or arrays of one length in, arrays out; missing in, missing out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._payments import Days
from treasury.analytics.par_points import par_yield_at, rows_up_to

Numbers = npt.NDArray[np.float64]

DAYS_A_YEAR = 365.25  # of remaining maturities
BILL_YEAR = 365  # of the simple yield of a bill
TEN_YEAR = "10-Year"
_MONTHS = 6  # between coupons
_STEPS = 60  # of the search for a yield; it ends earlier
_CLOSE = 1e-12  # of a price per 100


class _Coupons(NamedTuple):
    """Where each security stands between two coupons, and how many are left."""

    wait: Numbers  # days to the next coupon, as part of its period
    left: npt.NDArray[np.int64]


def modified_duration_years(coupon_pct: Any, maturity_date: Any, settlement_date: Any, yield_pct: Any) -> Numbers:
    """Modified duration of a note, bond or TIPS: the present-value-weighted time to its payments, divided by 1 + yield / 2.

    In: the coupon, the maturity date, the day of settlement, the yield to maturity (real for TIPS), percent. Out: years;
    missing where an input is, and on or after maturity. With one payment left: time / (1 + yield x time).

    Reference: Jan Mayle, "Standard Securities Calculation Methods", Securities Industry Association.

    By hand: a 4 percent note with one year to run at 4 percent is at par: (0.5 x 2 / 1.02 + 1 x 102 / 1.02^2) / 100 / 1.02.

    >>> modified_duration_years(4.0, "2027-08-15", "2026-08-15", 4.0).round(6).tolist()
    [0.97078]
    """
    return _priced(coupon_pct, maturity_date, settlement_date, yield_pct)[1]


def clean_price(coupon_pct: Any, maturity_date: Any, settlement_date: Any, yield_pct: Any) -> Numbers:
    """Price per 100 of par without accrued interest, at a yield.

    In: as for `modified_duration_years`. Out: price per 100 (of real par for TIPS). The Treasury itself takes simple interest
    over the broken first period, so the price of an auction between two coupon dates differs by up to 0.01.

    Reference: Jan Mayle, "Standard Securities Calculation Methods", Securities Industry Association.

    By hand: at a yield equal to the coupon a security on its coupon date costs 100.

    >>> clean_price(4.625, "2036-08-15", "2026-08-15", 4.625).round(9).tolist()
    [100.0]
    """
    dirty, _, accrued = _priced(coupon_pct, maturity_date, settlement_date, yield_pct)
    return dirty - accrued


def yield_at_price_pct(coupon_pct: Any, maturity_date: Any, settlement_date: Any, price: Any) -> Numbers:
    """The yield to maturity at which a clean price holds.

    In: coupon, maturity, settlement and clean price per 100. Out: percent, compounded twice a year; missing where an input
    is, where the price is not positive, and where no yield is found.

    Reference: Jan Mayle, "Standard Securities Calculation Methods", Securities Industry Association.

    By hand: 100 on a coupon date is a yield equal to the coupon.

    >>> yield_at_price_pct(4.625, "2036-08-15", "2026-08-15", 100.0).round(9).tolist()
    [4.625]
    """
    coupon, price = np.atleast_1d(np.asarray(coupon_pct, dtype=np.float64)), np.asarray(price, dtype=np.float64)
    wanted = np.where(price > 0, price, np.nan)
    found = np.broadcast_to(coupon, np.broadcast_shapes(coupon.shape, wanted.shape)).copy()
    off = np.full(found.shape, np.nan)
    for _ in range(_STEPS):
        dirty, years, accrued = _priced(coupon, maturity_date, settlement_date, found)
        off = dirty - accrued - wanted
        if not np.nanmax(np.abs(off), initial=0.0) > _CLOSE * 100:
            break
        found = found + off / (dirty * years) * 100  # the slope of the price is minus price times duration
    return np.where(np.abs(off) <= 1e-6, found, np.nan)


def _priced(coupon_pct: Any, maturity_date: Any, settlement_date: Any, yield_pct: Any) -> tuple[Numbers, Numbers, Numbers]:
    """Price with accrued interest per 100, modified duration in years, accrued interest per 100."""
    maturity, settlement = _days(maturity_date), _days(settlement_date)
    inputs = (np.asarray(coupon_pct, dtype=np.float64), np.asarray(yield_pct, dtype=np.float64), maturity, settlement)
    coupon, rate, maturity, settlement = np.broadcast_arrays(*inputs)
    known = (maturity > settlement) & ~np.isnan(coupon) & ~np.isnan(rate)
    made = [np.full(coupon.shape, np.nan) for _ in range(3)]
    if known.any():
        stand = _coupons_left(maturity[known], settlement[known])
        for whole, part in zip(made, _discounted(coupon[known] / 2, rate[known] / 200, stand), strict=True):
            whole[known] = part
    return made[0], made[1], made[2]


def _discounted(payment: Numbers, rate: Numbers, stand: _Coupons) -> tuple[Numbers, Numbers, Numbers]:
    """`_priced` for rows that are all known: coupon and yield of half a year."""
    number = np.arange(int(stand.left.max()))
    times = stand.wait[:, None] + number  # in half-years
    paid = np.where(number < stand.left[:, None], payment[:, None], 0.0)
    paid[np.arange(len(payment)), stand.left - 1] += 100
    simple = 1 / (1 + rate * stand.wait)
    factors = np.where(stand.left[:, None] == 1, simple[:, None], (1 + rate[:, None]) ** -times)
    worth = paid * factors
    dirty: Numbers = worth.sum(axis=1)
    shrinks = np.where(stand.left == 1, simple, 1 / (1 + rate))
    years: Numbers = (worth * times).sum(axis=1) / dirty / 2 * shrinks
    return dirty, years, payment * (1 - stand.wait)


def _coupons_left(maturity: Days, settlement: Days) -> _Coupons:
    months = (maturity.astype("datetime64[M]") - settlement.astype("datetime64[M]")).astype(np.int64)
    back = months // _MONTHS
    back = back - (_coupon_day(maturity, back) <= settlement)
    following, previous = _coupon_day(maturity, back), _coupon_day(maturity, back + 1)
    wait = (following - settlement).astype(np.float64) / (following - previous).astype(np.float64)
    return _Coupons(wait, back + 1)


def _coupon_day(maturity: Days, back: npt.NDArray[np.int64]) -> Days:
    """The coupon date so many half-years before maturity."""
    month = maturity.astype("datetime64[M]")
    of_month = (maturity - month.astype("datetime64[D]")).astype(np.int64)  # counted from 0
    last = of_month == _last_of(month)
    wanted = (month.astype(np.int64) - _MONTHS * back).astype("datetime64[M]")
    day = np.where(last, _last_of(wanted), np.minimum(of_month, _last_of(wanted)))
    made: Days = wanted.astype("datetime64[D]") + day.astype("timedelta64[D]")
    return made


def _last_of(month: Days) -> npt.NDArray[np.int64]:
    """The last day of each month, counted from 0."""
    days = (month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")
    last: npt.NDArray[np.int64] = days.astype(np.int64) - 1
    return last


def _days(values: Any) -> Days:
    if isinstance(values, pd.Series):
        values = values.to_numpy()
    made: Days = np.atleast_1d(np.asarray(values, dtype="datetime64[D]"))
    return made


def bill_duration_years(maturity_date: Any, settlement_date: Any, price_per100: Any) -> Numbers:
    """Modified duration of a bill: time / (1 + simple yield x time), which is its time times its price per 1.

    In: the maturity date, the day of settlement, the price per 100. Out: years of 365 days; missing where an input is, and
    on or after maturity.

    Reference: Marcia Stigum and Anthony Crescenzi, "Stigum's Money Market", McGraw-Hill.

    By hand: 182 days at a discount of 4 percent cost 100 - 4 x 182 / 360 = 97.9778; 182 / 365 x 0.979778 = 0.488547.

    >>> bill_duration_years("2026-08-01", "2026-01-31", 100 - 4 * 182 / 360).round(6).tolist()
    [0.488547]
    """
    days = (_days(maturity_date) - _days(settlement_date)).astype("timedelta64[D]")
    whole = np.where(np.isnat(days), np.nan, days.astype(np.float64))
    return np.where(whole > 0, whole, np.nan) / BILL_YEAR * np.asarray(price_per100, dtype=np.float64) / 100


def bill_price(auctions: pd.DataFrame) -> Numbers:
    """Price per 100 of bills as sold: published, else from the discount rate, else from the investment rate.

    In: rows of ``auctions``. Out: 100 - discount rate x days / 360; or, where only the investment rate is held, 100 / (1 +
    rate x days / 365), by which a bill of a year is about 0.01 too high. Missing where no rate is held.

    Reference: "Uniform Offering Circular", 31 CFR 356, Appendix B, US Department of the Treasury.

    By hand: 4 percent over 182 days.

    >>> day = pd.to_datetime(["2026-01-31", "2026-08-01"])
    >>> rows = pd.DataFrame({"issue_date": day[:1], "maturity_date": day[1:], "price_per100": None,
    ...     "high_discount_rate": 4.0, "high_investment_rate": 4.14})
    >>> bill_price(rows).round(4).tolist()
    [97.9778]
    """
    days = (_days(auctions["maturity_date"]) - _days(auctions["issue_date"])).astype(np.float64)
    published, discount, investment = (
        auctions[name].to_numpy(dtype=np.float64) for name in ("price_per100", "high_discount_rate", "high_investment_rate")
    )
    by_discount = 100 - discount * days / 360
    by_investment = 100 / (1 + investment / 100 * days / BILL_YEAR)
    made: Numbers = np.where(np.isnan(published), np.where(np.isnan(discount), by_investment, by_discount), published)
    return made


def par_curve_yield_pct(par_yields: pd.DataFrame, days: Any, maturity_date: Any) -> Numbers:
    """The par yield at each remaining maturity on each day, as `par_points.par_yield_at` gives it.

    In: ``par_yields``; the days and maturity dates. The curve is the last published on or before the day, at most 7 days
    old. Beyond the ends of the curve the nearest tenor counts, as it does from 20 to 30 years where 30 is not published.
    Out: percent; missing without a curve, and on or after maturity.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury.

    By hand: six years, between 4.00 at five and 4.20 at seven, is 4.10.

    >>> curve = pd.DataFrame({"5Y": [4.0], "7Y": [4.2]}, index=pd.to_datetime(["2026-08-14"]))
    >>> par_curve_yield_pct(curve, ["2026-08-15"], ["2032-08-15"]).round(2).tolist()
    [4.1]
    """
    day, maturity = np.broadcast_arrays(_days(days), _days(maturity_date))
    years = (maturity - day).astype("timedelta64[D]").astype(np.float64) / DAYS_A_YEAR
    rows = rows_up_to(par_yields, pd.Series(day.ravel()))
    return par_yield_at(par_yields, np.where(maturity > day, rows, -1), years, flat=True)


def on_the_run_ten_year(auctions: pd.DataFrame, par_yields: pd.DataFrame) -> pd.DataFrame:
    """The on-the-run 10-year on each day of the par curve, and its modified duration at that day's 10-year par yield.

    On the run is the 10-year note issued last: a new one counts from its issue date, and a reopening adds to it. The par
    yield is the market's yield of the newest securities, so it is the note's own yield but for its distance from ten years.
    In: ``auctions``, ``par_yields``. Out, days as index: ``cusip``, ``coupon_pct``, ``maturity_date``, ``yield_pct``,
    ``modified_duration_years``; missing before the first note held.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury.

    By hand: a new 4.25 percent note due in ten years, at 4.25 percent: (1 - 1.02125^-20) / 0.0425 = 8.0779 years.

    >>> note = {"cusip": "A", "security_class": "Note", "original_security_term": "10-Year", "reopening": "No",
    ...         "issue_date": pd.to_datetime(["2026-08-15"]), "maturity_date": pd.to_datetime(["2036-08-15"]),
    ...         "coupon_pct": 4.25, "total_accepted_usd": 4e10}
    >>> curve = pd.DataFrame({"10Y": [4.25]}, index=pd.to_datetime(["2026-08-15"]))
    >>> on_the_run_ten_year(pd.DataFrame(note), curve)["modified_duration_years"].round(4).tolist()
    [8.0779]
    """
    new = auctions["security_class"].eq("Note") & auctions["original_security_term"].eq(TEN_YEAR) & auctions["reopening"].eq("No")
    notes = auctions[new & auctions["total_accepted_usd"].notna()].sort_values("issue_date", kind="stable")
    days = par_yields.index
    at = np.searchsorted(_days(notes["issue_date"]), _days(days), side="right") - 1
    columns = ["cusip", "coupon_pct", "maturity_date"]
    made = notes[columns].reset_index(drop=True).reindex(at).set_index(days)
    made["yield_pct"] = par_yields["10Y"]
    made["modified_duration_years"] = modified_duration_years(
        made["coupon_pct"], made["maturity_date"], pd.Series(days), made["yield_pct"]
    )
    return made


def ten_year_equivalent_usd(par_usd: Any, duration_years: Any, days: Any, ten_year: pd.DataFrame) -> Numbers:
    """Par times modified duration, divided by the modified duration of the on-the-run 10-year that day.

    In: par in dollars, modified duration in years, the days; ``ten_year`` from `on_the_run_ten_year`, of which the last
    day on or before counts, at most 7 days old. Out: dollars of the on-the-run 10-year with the same duration; missing where
    an input is, and before the par curve begins (2 January 1990).

    Reference: "Ten-year equivalents" as in "Domestic Open Market Operations", Federal Reserve Bank of New York.

    By hand: 16 bn with a duration of 12 years while the 10-year has 8 is 24 bn.

    >>> ten_year = pd.DataFrame({"modified_duration_years": [8.0]}, index=pd.to_datetime(["2026-08-28"]))
    >>> ten_year_equivalent_usd(16e9, 12.0, ["2026-08-31"], ten_year).tolist()
    [24000000000.0]
    """
    rows = rows_up_to(ten_year, pd.Series(_days(days)))
    ten = np.append(ten_year["modified_duration_years"].to_numpy(dtype=np.float64), np.nan)[rows]
    made: Numbers = np.asarray(par_usd, dtype=np.float64) * np.asarray(duration_years, dtype=np.float64) / ten
    return made
