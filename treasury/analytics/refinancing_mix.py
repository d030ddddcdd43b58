"""Into what maturing debt and new borrowing are refinanced, and by how much rates are shocked: the two inputs of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._flows import with_result
from treasury.analytics._series import Day
from treasury.language import N_, tr
from treasury.tenors import TENOR_YEARS

Shape = Literal["parallel", "steepener", "front_end"]
SHAPES: tuple[Shape, ...] = ("parallel", "steepener", "front_end")
SHOCK_POINTS = ("3M", "2Y", "5Y", "10Y", "30Y")  # where a shock is stated; between them it runs straight by years
SHORT_YEARS, LONG_YEARS = TENOR_YEARS["3M"], TENOR_YEARS["10Y"]
REFERENCE = "3M"  # what floating rate notes follow
_NOT_SOLD = {
    "Bill": N_("no bill was issued in the {days} days to {last}"),
    "Coupon": N_("no coupon was issued in the {days} days to {last}"),
}


@dataclass(frozen=True)
class Instrument:
    """A security that can be sold: days to maturity, the point of the par curve that prices it, its side, whether it floats."""

    name: str
    days: int
    tenor: str
    side: Literal["Bill", "Coupon"]
    floating: bool = False


INSTRUMENTS: tuple[Instrument, ...] = (
    *(
        Instrument(f"{weeks}-week", 7 * weeks, tenor, "Bill")
        for weeks, tenor in ((4, "1M"), (6, "1.5M"), (8, "2M"), (13, "3M"), (17, "4M"), (26, "6M"), (52, "1Y"))
    ),
    *(Instrument(f"{years}-year", round(years * 365.25), f"{years}Y", "Coupon") for years in (2, 3, 5, 7, 10, 20, 30)),
    Instrument("FRN", 731, REFERENCE, "Coupon", floating=True),
)
NAMES = tuple(one.name for one in INSTRUMENTS)


def gross_mix(auctions: pd.DataFrame, until: Day, days: int = 365) -> pd.Series:
    """How gross issuance of the days up to a date was spread over terms: shares within bills and within coupons, adding to 1.

    In: ``auctions``. Out: by the names of INSTRUMENTS. Each auction counts with the term nearest to its remaining maturity, so a
    reopening of a 10-year counts as one; TIPS count with the nominal note or bond of their term, cash management bills with the
    nearest bill. Raises ValueError where no bill or no coupon was issued in those days.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 in four-week and 20 in 13-week bills, 30 in ten-year notes.

    >>> ends = pd.to_datetime(["2026-07-14", "2026-09-14", "2036-05-15"])
    >>> sold = pd.DataFrame({"security_class": ["Bill", "Bill", "Note"], "total_accepted_usd": [60.0, 20.0, 30.0],
    ...     "maturity_date": ends, "issue_date": pd.Timestamp("2026-06-15")})
    >>> made = gross_mix(sold, "2026-06-30")
    >>> made[made > 0].to_dict()
    {'4-week': 0.75, '13-week': 0.25, '10-year': 1.0}
    """
    last = pd.Timestamp(until)
    rows = with_result(auctions)
    rows = rows[rows["issue_date"].between(last - pd.Timedelta(days=days - 1), last)]
    bill = rows["security_class"].isin(["Bill", "CMB"]).to_numpy()
    floats = rows["security_class"].eq("FRN").to_numpy()
    length = np.log((rows["maturity_date"] - rows["issue_date"]).dt.days.to_numpy(dtype=np.float64))
    amount = rows["total_accepted_usd"].to_numpy(dtype=np.float64)
    made = pd.Series(0.0, index=list(NAMES), name="share")
    for side, own in (("Bill", bill), ("Coupon", ~bill)):
        if not amount[own].sum() > 0:
            raise ValueError(tr(_NOT_SOLD[side], days=days, last=last.date()))
        fixed = [one for one in INSTRUMENTS if one.side == side and not one.floating]
        nearest = np.abs(length[own, None] - np.log([one.days for one in fixed])).argmin(axis=1)
        names = np.where(floats[own], "FRN", np.array([one.name for one in fixed])[nearest])
        made = made.add(pd.Series(amount[own] / amount[own].sum()).groupby(names).sum(), fill_value=0.0)
    return made[list(NAMES)]


def new_spread_pct(auctions: pd.DataFrame, until: Day, days: int = 365) -> float:
    """The spread of new floating rate notes over the 13-week bill: mean of the auctions of the days up to a date, by amount.

    In: ``auctions``. Out: percent (times 365/360); 0 where none was sold.

    Reference: "Uniform Offering Circular", 31 CFR 356, Appendix B, US Department of the Treasury.

    By hand: margins of 0.10 on 30 and 0.20 on 10: 0.125 x 365/360 = 0.127.

    >>> sold = pd.DataFrame({"security_class": "FRN", "issue_date": pd.to_datetime(["2026-05-01", "2026-06-01"]),
    ...     "total_accepted_usd": [30.0, 10.0], "high_discount_margin": [0.10, 0.20]})
    >>> round(new_spread_pct(sold, "2026-06-30"), 3)
    0.127
    """
    last = pd.Timestamp(until)
    rows = with_result(auctions).dropna(subset=["high_discount_margin"])
    rows = rows[rows["security_class"].eq("FRN") & rows["issue_date"].between(last - pd.Timedelta(days=days - 1), last)]
    if rows.empty:
        return 0.0
    return float(np.average(rows["high_discount_margin"], weights=rows["total_accepted_usd"])) * 365 / 360


def shock_path(shape: Shape, shock_bp: float, fiscal_years: Sequence[int]) -> pd.DataFrame:
    """A shock of one shape, the same in every fiscal year.

    In: basis points. Out: fiscal years as index, SHOCK_POINTS as columns, basis points. Parallel: the shock everywhere.
    Steepener: nothing at 3 months, the whole shock at 10 years and beyond, straight by years between. Front end: the rest of a
    parallel shock, so that steepener and front end add up to it.

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities", Wiley.

    By hand: a steepener of 100 is (5 - 0.25) / 9.75 = 48.7 at 5 years.

    >>> shock_path("steepener", 100, [2027]).round(1).iloc[0].to_dict()
    {'3M': 0.0, '2Y': 17.9, '5Y': 48.7, '10Y': 100.0, '30Y': 100.0}
    """
    years = np.array([TENOR_YEARS[point] for point in SHOCK_POINTS])
    slope = np.clip((years - SHORT_YEARS) / (LONG_YEARS - SHORT_YEARS), 0, 1)
    share = {"parallel": np.ones_like(slope), "steepener": slope, "front_end": 1 - slope}[shape]
    return pd.DataFrame([share * shock_bp] * len(fiscal_years), index=list(fiscal_years), columns=list(SHOCK_POINTS))


def shocks_pct(path: pd.DataFrame, fiscal_years: Sequence[int]) -> npt.NDArray[np.float64]:
    """A path of shocks at the tenors of INSTRUMENTS, by fiscal year (rows), in percentage points.

    In: a frame as of `shock_path`, missing cells count as no shock. Years beyond its last row keep that row, years before its
    first have none.

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities", Wiley.

    By hand: 50 bp at 10 years and 100 at 30 years are 75 at 20 years.

    >>> path = pd.DataFrame([[0, 0, 0, 50, 100]], index=[2027], columns=list(SHOCK_POINTS))
    >>> float(shocks_pct(path, [2026, 2028])[1, NAMES.index("20-year")]), float(shocks_pct(path, [2026])[0].sum())
    (0.75, 0.0)
    """
    known = path.sort_index().fillna(0.0).reindex(sorted({*path.index, *fiscal_years})).ffill().fillna(0.0)
    points = [TENOR_YEARS[point] for point in SHOCK_POINTS]
    wanted = [TENOR_YEARS[one.tenor] for one in INSTRUMENTS]
    rows = known.loc[list(fiscal_years), list(SHOCK_POINTS)].to_numpy(dtype=np.float64)
    return np.stack([np.interp(wanted, points, row) for row in rows]) / 100


def below_zero(curve: pd.Series, path: pd.DataFrame, fiscal_years: Sequence[int]) -> pd.Series:
    """Which rates a path of shocks takes below zero: the lowest of each such tenor in the fiscal years, in percent.

    In: percent by tenor; a frame as of `shock_path`. Out: by tenor, the shortest first; empty where no rate is negative.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury, on negative yields.

    By hand: 4.0 percent up to 3 months and 5.0 at 30 years, 450 bp lower: -0.5 at 3 months, 0.5 at 30 years.

    >>> curve = pd.Series({"1M": 4.0, "3M": 4.0, "30Y": 5.0})
    >>> below_zero(curve, shock_path("parallel", -450, [2027]), [2027])[["1M", "3M"]].to_dict()
    {'1M': -0.5, '3M': -0.5}
    >>> len(below_zero(curve, shock_path("parallel", -400, [2027]), [2027]))
    0
    """
    lowest = curve_rates(curve) + shocks_pct(path, fiscal_years).min(axis=0)
    by_tenor = pd.Series(lowest, index=[one.tenor for one in INSTRUMENTS], name="rate_pct")
    return by_tenor[~by_tenor.index.duplicated() & by_tenor.lt(0)]


def curve_rates(curve: pd.Series) -> npt.NDArray[np.float64]:
    """The par curve of a day at the tenors of INSTRUMENTS, in percent.

    In: percent by tenor. A tenor without a figure is read off the straight line between its neighbours (the 1.5-month began in
    2025). Raises ValueError where the curve does not reach from 1 month to 30 years.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury.

    By hand: 4.0 at one and 4.2 at two months are 4.1 at six weeks.

    >>> made = curve_rates(pd.Series({"1M": 4.0, "2M": 4.2, "30Y": 5.0}))
    >>> float(made[NAMES.index("6-week")].round(3)), float(made[NAMES.index("30-year")])
    (4.1, 5.0)
    """
    held = curve.dropna().astype("float64")
    years = np.array([TENOR_YEARS[str(name)] for name in held.index])
    wanted = np.array([TENOR_YEARS[one.tenor] for one in INSTRUMENTS])
    if not len(held) or years.min() > wanted.min() or years.max() < wanted.max():
        raise ValueError(tr("the par curve does not reach from 1 month to 30 years"))
    order = np.argsort(years)
    made: npt.NDArray[np.float64] = np.interp(wanted, years[order], held.to_numpy()[order])
    return made
