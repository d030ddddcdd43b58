"""The curve of one day from its published par yields: discount factors, zeros, forwards, par yields at any maturity.

One convention throughout, the one par yields are published in: semi-annual bond equivalent. A tenor of one year or more is a bond
issued that day at par, whose coupon is its yield; coupon periods are whole half-years, each exactly half a year under
actual/actual, so that no calendar enters and the curve follows from the row alone. A tenor below one year is a zero-coupon
bond at (1 + yield / 2) ^ (-2 x years): the Treasury reads these points, too, as yields of securities that pay semi-annually,
and the one-year bond needs them for its first coupon. Nothing is read beyond the shortest and the longest tenor of the day.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.tenors import TENOR_YEARS

Numbers = npt.NDArray[np.float64]
Years = float | Sequence[float] | Numbers
Compounding = Literal["semiannual", "continuous"]

STEPS_A_YEAR = 24  # half months: every tenor and every coupon is a whole number of them
_LONGEST_BILL_STEPS = STEPS_A_YEAR // 2
_NEAR = 1e-9  # years; maturities closer than this are the same
# QuantLib values bonds as of one day for the whole process: it is set, and the curve built, by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, eq=False)
class Curve:
    """The discount factors of one day at every half month from 0 to the longest tenor.

    ``tenors`` were used, ``missing`` had no figure that day and were skipped. Functions of this module read it.
    """

    tenors: tuple[str, ...]
    missing: tuple[str, ...]
    discount: Numbers

    @property
    def shortest_years(self) -> float:
        return TENOR_YEARS[self.tenors[0]]

    @property
    def longest_years(self) -> float:
        return TENOR_YEARS[self.tenors[-1]]


def fit(par_row: pd.Series) -> Curve:
    """The curve through the par yields of one day: every tenor with a figure is priced exactly, those without are skipped.

    In: percent, tenors as index. Out: a `Curve`. Between tenors the logarithm of the discount factor is a cubic spline, kept
    monotone so that no forward rate turns negative on its own; forward rates are then continuous. Raises ValueError with
    fewer than two tenors.

    Reference: Patrick Hagan and Graeme West, "Methods for Constructing a Yield Curve", Wilmott Magazine, May 2008;
    "Treasury Yield Curve Methodology", US Department of the Treasury (what the yields are).

    By hand: at 4 % for half a year and one, a zero bond is 1 / 1.02, and 1 = 0.02 / 1.02 + 1.02 x P gives P = 1 / 1.02 ^ 2.

    >>> made = fit(pd.Series({"6M": 4.0, "1Y": 4.0, "2Y": None}))
    >>> made.missing, [round(float(p), 6) for p in discount_factor(made, [0.5, 1.0])]
    (('2Y',), [0.980392, 0.961169])
    """
    row = par_row.astype("float64")
    known = {tenor: float(row[tenor]) for tenor in TENOR_YEARS if tenor in row.index and row[tenor] == row[tenor]}
    if len(known) < 2:
        raise ValueError(f"a curve needs the par yields of two tenors or more, not {len(known)}")
    missing = tuple(str(tenor) for tenor in row.index if tenor not in known)
    return Curve(tuple(known), missing, _bootstrap({_steps(TENOR_YEARS[tenor]): pct / 100 for tenor, pct in known.items()}))


def discount_factor(curve: Curve, years: Years) -> Numbers:
    """The price today of one dollar at a maturity; one at zero, missing elsewhere below the shortest or beyond the longest tenor.

    In: years. Out: dollars per dollar. Between half months the forward rate is constant.

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities: Tools for Today's Markets", Wiley.

    By hand: at 4 % for half a year a dollar costs 1 / 1.02 = 0.980392.

    >>> discount_factor(fit(pd.Series({"6M": 4.0, "1Y": 4.0})), [0.0, 0.25, 0.5]).round(6).tolist()
    [1.0, nan, 0.980392]
    """
    at = _array(years)
    within = (at >= curve.shortest_years - _NEAR) & (at <= curve.longest_years + _NEAR) | (np.abs(at) < _NEAR)
    return np.where(within, _discount(curve, at), np.nan)


def zero_pct(curve: Curve, years: Years, compounding: Compounding = "semiannual") -> Numbers:
    """The yield of a zero-coupon bond: 2 x (P ^ (-1 / 2t) - 1) bond equivalent, or -ln(P) / t continuously compounded.

    In: years. Out: percent a year; missing outside the tenors of the day. The Federal Reserve's fitted zeros are continuously
    compounded: compare like with like.

    Reference: Refet Gürkaynak, Brian Sack and Jonathan Wright, "The U.S. Treasury Yield Curve: 1961 to the Present", Journal of
    Monetary Economics 54(8), 2007 (continuous); Bruce Tuckman and Angel Serrat, "Fixed Income Securities", Wiley.

    By hand: P = 1 / 1.02 ^ 2 at one year is 4 % semi-annually and 2 x ln(1.02) = 3.960525 % continuously.

    >>> made = fit(pd.Series({"6M": 4.0, "1Y": 4.0}))
    >>> zero_pct(made, 1.0).round(6).item(), zero_pct(made, 1.0, "continuous").round(6).item()
    (4.0, 3.960525)
    """
    at = np.where(_array(years) > _NEAR, _array(years), np.nan)
    price = discount_factor(curve, at)
    if compounding == "continuous":
        return -np.log(price) / at * 100
    return 200 * (price ** (-1 / (2 * at)) - 1)


def forward_pct(curve: Curve, start_years: Years, length_years: float = 1.0) -> Numbers:
    """The rate that the curve holds for the years from ``start_years``: 2 x ((P(start) / P(end)) ^ (1 / 2 length) - 1).

    In: years. Out: percent a year, bond equivalent; missing where start or end lies outside the tenors of the day (a start of
    zero gives the zero rate).

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities: Tools for Today's Markets", Wiley.

    By hand: a flat curve has the same rate for the second half-year.

    >>> forward_pct(fit(pd.Series({"6M": 4.0, "1Y": 4.0})), 0.5, 0.5).round(6).item()
    4.0
    """
    start = _array(start_years)
    growth = discount_factor(curve, start) / discount_factor(curve, start + length_years)
    return 200 * (growth ** (1 / (2 * length_years)) - 1)


def instantaneous_forward_pct(curve: Curve, years: Years) -> Numbers:
    """The forward rate over the month around a maturity, -d ln P / dt: what the curve holds for that moment.

    In: years. Out: percent a year, continuously compounded; missing where the month leaves the tenors of the day.

    Reference: Patrick Hagan and Graeme West, "Methods for Constructing a Yield Curve", Wilmott Magazine, May 2008.

    By hand: a flat 4 % semi-annually is 2 x ln(1.02) = 3.960525 % continuously at every maturity.

    >>> instantaneous_forward_pct(fit(pd.Series({"6M": 4.0, "1Y": 4.0, "2Y": 4.0})), 1.0).round(3).item()
    3.961
    """
    at, step = _array(years), 1 / STEPS_A_YEAR
    return np.log(discount_factor(curve, at - step) / discount_factor(curve, at + step)) / (2 * step) * 100


def par_pct(curve: Curve, years: Years) -> Numbers:
    """The coupon at which a bond of a maturity costs par on the fitted curve, accrued interest of the first coupon paid on top.

    (1 - P(T)) / (half the sum of P at the coupon dates, less the accrued part of the first coupon); up to half a year, where
    no coupon falls before maturity, the zero rate. In: years. Out: percent, bond equivalent; missing outside the tenors.

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities: Tools for Today's Markets", Wiley.

    By hand: (1 - 0.961169) / (0.5 x (0.980392 + 0.961169)) is 4 %.

    >>> par_pct(fit(pd.Series({"6M": 4.0, "1Y": 4.0})), 1.0).round(6).item()
    4.0
    """
    short = zero_pct(curve, years)
    return np.array([_coupon(curve, t) if t > 0.5 + _NEAR and z == z else z for t, z in zip(_array(years), short, strict=True)])


def par_yield_at(par_row: pd.Series, years: Years) -> Numbers:
    """The par yield of one day at any maturity, between its published tenors: `par_yields_at` for one row.

    In: percent, tenors as index; years. Out: percent, one a maturity; missing outside the tenors of the day.

    Reference: Frederick Fritsch and Judith Butland, "A Method for Constructing Local Monotone Piecewise Cubic Interpolants",
    SIAM Journal on Scientific and Statistical Computing 5(2), 1984.

    By hand: on a straight line from 4.0 at two years to 4.3 at five, three years are 4.1.

    >>> par_yield_at(pd.Series({"2Y": 4.0, "5Y": 4.3}), [3.0, 7.0]).round(6).tolist()
    [4.1, nan]
    """
    at = _array(years)
    return par_yields_at(pd.DataFrame([par_row.astype("float64")] * len(at)), at)


def par_yields_at(yields: pd.DataFrame, years: Years) -> Numbers:
    """The par yield of each row at a maturity of its own, by a monotone cubic through that row's published tenors.

    In: percent, one row a day (days may repeat), tenors as columns; ``years`` one for all rows or one a row. Out: percent, one
    a row; missing outside the tenors of the row. Within months of a published tenor it stays close to `par_pct` of the
    fitted curve at a thousandth of its cost; both are guesses in the years between tenors (docs/methods.md has the distance).

    Reference: Frederick Fritsch and Judith Butland, "A Method for Constructing Local Monotone Piecewise Cubic Interpolants",
    SIAM Journal on Scientific and Statistical Computing 5(2), 1984.

    By hand: on straight lines, 4.1 at three years and 5.15 at four.

    >>> par_yields_at(pd.DataFrame({"2Y": [4.0, 5.0], "5Y": [4.3, 5.225]}), [3.0, 4.0]).round(6).tolist()
    [4.1, 5.15]
    """
    tenors = [tenor for tenor in TENOR_YEARS if tenor in yields.columns]
    cells = yields[tenors].to_numpy(dtype="float64")
    at = np.broadcast_to(_array(years), len(cells))
    points = np.array([TENOR_YEARS[tenor] for tenor in tenors])
    made = np.full(len(cells), np.nan)
    patterns, which = np.unique(~np.isnan(cells), axis=0, return_inverse=True)
    for number, held in enumerate(patterns):
        rows = np.flatnonzero(which.ravel() == number)
        if held.sum() >= 2:
            made[rows] = _monotone_cubic(points[held], cells[rows][:, held], at[rows])
    return made


def par_duration_years(par_yield_pct: npt.ArrayLike, years: npt.ArrayLike) -> Numbers:
    """The modified duration of a bond at par: (1 - (1 + y / 2) ^ (-2T)) / y, the percent it loses for a percent in yield.

    In: percent and years, numbers or arrays that fit together; the coupon is the yield, with whole half-years to run. Out:
    years. At a yield of zero it is the maturity.

    Reference: Frank Fabozzi, "Bond Markets, Analysis, and Strategies", Pearson.

    By hand: at 4 % for one year (1 - 1 / 1.02 ^ 2) / 0.04 = 0.97078.

    >>> par_duration_years([4.0, 0.0], [1.0, 10.0]).round(5).tolist()
    [0.97078, 10.0]
    """
    rate, term = np.asarray(par_yield_pct, dtype="float64") / 100, np.asarray(years, dtype="float64")
    some = np.where(rate == 0, 1.0, rate)
    return np.where(rate == 0, term, (1 - (1 + some / 2) ** (-2 * term)) / some)


def _array(years: Years) -> Numbers:
    return np.atleast_1d(np.asarray(years, dtype="float64"))


def _steps(years: float) -> int:
    return round(years * STEPS_A_YEAR)


def _discount(curve: Curve, years: Numbers) -> Numbers:
    grid = np.arange(len(curve.discount)) / STEPS_A_YEAR
    made: Numbers = np.exp(np.interp(years, grid, np.log(curve.discount)))
    return made


def _coupon(curve: Curve, years: float) -> float:
    """The par coupon for a maturity above half a year: coupon dates count back from maturity, the first may come early."""
    count = int(np.ceil(2 * years - _NEAR))
    dates = years - np.arange(count) / 2
    accrued = 1 - 2 * dates[-1]  # share of the first coupon that has been earned before today
    price = _discount(curve, dates)
    return float(200 * (1 - price[0]) / (price.sum() - accrued))


def _monotone_cubic(x: Numbers, y: Numbers, at: Numbers) -> Numbers:
    """One value a row of ``y`` (rows by points ``x``) at that row's ``at``; missing outside the points."""
    width, slope = np.diff(x), np.diff(y, axis=1) / np.diff(x)
    tangent = _tangents(width, slope)
    rows = np.arange(len(y))
    left = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    h, s = width[left], (at - x[left]) / width[left]
    made = (
        (1 + 2 * s) * (1 - s) ** 2 * y[rows, left]
        + s * (1 - s) ** 2 * h * tangent[rows, left]
        + s**2 * (3 - 2 * s) * y[rows, left + 1]
        - s**2 * (1 - s) * h * tangent[rows, left + 1]
    )
    return np.where((at >= x[0] - _NEAR) & (at <= x[-1] + _NEAR), made, np.nan)


def _tangents(width: Numbers, slope: Numbers) -> Numbers:
    """Slopes at the points: weighted harmonic means of the two sides, zero at a turn; at the ends the slope of the parabola
    through three points, kept from overshooting."""
    if len(width) == 1:
        return np.repeat(slope, 2, axis=1)
    before, after = slope[:, :-1], slope[:, 1:]
    w1, w2 = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = np.where(before * after > 0, (w1 + w2) / (w1 / before + w2 / after), 0.0)
    first = _end_tangent(width[0], width[1], slope[:, 0], slope[:, 1])
    last = _end_tangent(width[-1], width[-2], slope[:, -1], slope[:, -2])
    return np.column_stack([first, inner, last])


def _end_tangent(near: float, far: float, slope: Numbers, next_slope: Numbers) -> Numbers:
    made = ((2 * near + far) * slope - near * next_slope) / (near + far)
    made = np.where(np.sign(made) != np.sign(slope), 0.0, made)
    steep = (np.sign(slope) != np.sign(next_slope)) & (np.abs(made) > 3 * np.abs(slope))
    return np.where(steep, 3 * slope, made)


def _bootstrap(yields: dict[int, float]) -> Numbers:
    """Discount factors at every half month, from par yields by maturity in half months."""
    import QuantLib as ql  # not above: its import takes a fifth of a second, and only this function needs it

    today = ql.Date(1, 1, 2000)  # any first of a month: with 30/360 every half month is then exactly 1/24 of a year
    with _ONE_AT_A_TIME:
        ql.Settings.instance().evaluationDate = today
        helpers = [_bond(ql, today, steps, rate) for steps, rate in sorted(yields.items())]
        made = ql.PiecewiseLogCubicDiscount(today, helpers, ql.Thirty360(ql.Thirty360.BondBasis))
        return np.array([made.discount(step / STEPS_A_YEAR, True) for step in range(max(yields) + 1)])


def _bond(ql: Any, today: Any, steps: int, rate: float) -> Any:
    """The tenor as the bond that the bootstrap prices: a bill as a zero, everything longer at par."""
    months, half = divmod(steps, 2)
    maturity = ql.NullCalendar().advance(today, ql.Period(months, ql.Months)) + 15 * half
    if steps <= _LONGEST_BILL_STEPS:
        price = 100 * (1 + rate / 2) ** (-2 * steps / STEPS_A_YEAR)
        bill = ql.ZeroCouponBond(0, ql.NullCalendar(), 100.0, maturity, ql.Unadjusted, 100.0, today)
        return ql.BondHelper(ql.QuoteHandle(ql.SimpleQuote(price)), bill)
    schedule = ql.MakeSchedule(today, maturity, ql.Period(ql.Semiannual), calendar=ql.NullCalendar())
    par, basis = ql.QuoteHandle(ql.SimpleQuote(100.0)), ql.ActualActual(ql.ActualActual.ISMA, schedule)
    return ql.FixedRateBondHelper(par, 0, 100.0, schedule, [rate], basis, ql.Unadjusted)
