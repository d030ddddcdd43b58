"""Yields at a maturity between the points of a published par curve, for many days and maturities at once.

One rule for auctions and durations: `curve.par_yields_at` between the points, and beyond them what is said here.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._series import GAP_DAYS
from treasury.analytics.curve import par_yields_at
from treasury.tenors import TENOR_YEARS

# The one-month point is made from the four-week bill, which has 27 to 29 days; a 5-Year TIPS is issued with 4.96 years.
SHORTER_SHARE, LONGER_SHARE = 7 / 8, 1.001
Floats = npt.NDArray[np.float64]


def par_yield_at(curve: pd.DataFrame, rows: npt.NDArray[np.int64], years: Floats, *, flat: bool = False) -> Floats:
    """Par yields at remaining maturities, between the points published that day.

    In: par yields in percent, one column a tenor, dates as index; for each result the row of the curve (-1: none) and the
    maturity in years. Out: percent. A point that a day lacks is skipped. Outside the points there is no yield, except that a
    maturity down to an eighth shorter than the day's shortest point takes that point, and one a thousandth longer than its
    longest takes the longest (years of 365.25 days are not exact); with ``flat`` every maturity beyond takes the nearest
    point. NaN without a row, a maturity or a point.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury (the points); Frederick Fritsch and Judith
    Butland, "A Method for Constructing Local Monotone Piecewise Cubic Interpolants", SIAM Journal on Scientific and
    Statistical Computing 5(2), 1984 (between them).

    By hand: half-way between 7 and 10 years, half-way between 4.20 and 4.40: 4.30.

    >>> curve = pd.DataFrame({"7Y": [4.20], "10Y": [4.40]}, index=pd.to_datetime(["2025-02-11"]))
    >>> par_yield_at(curve, np.array([0, 0, 0]), np.array([8.5, 6.5, 5.0])).round(6).tolist()
    [4.3, 4.2, nan]
    >>> par_yield_at(curve, np.array([0]), np.array([30.0]), flat=True).tolist()
    [4.4]
    """
    tenors = [tenor for tenor in TENOR_YEARS if tenor in curve.columns]
    points = np.array([TENOR_YEARS[tenor] for tenor in tenors])
    made = np.full(len(rows), np.nan)
    asked = np.flatnonzero((rows >= 0) & ~np.isnan(years)) if len(curve) else np.array([], dtype=np.int64)
    if not len(asked):
        return made
    of_day, wanted = curve[tenors].iloc[rows[asked]], years[asked]
    held = of_day.notna().to_numpy()
    shortest, longest = np.where(held, points, np.inf).min(axis=1), np.where(held, points, -np.inf).max(axis=1)
    inside = held.any(axis=1) & (flat | ((wanted >= SHORTER_SHARE * shortest) & (wanted <= LONGER_SHARE * longest)))
    at = np.clip(wanted[inside], shortest[inside], longest[inside])
    single = of_day[inside].max(axis=1).to_numpy()  # the only point, where a day has one
    made[asked[inside]] = np.where(held[inside].sum(axis=1) == 1, single, par_yields_at(of_day[inside], at))
    return made


def rows_before(curve: pd.DataFrame, days: pd.Series) -> npt.NDArray[np.int64]:
    """For each day the row of the last curve before it; -1 where the last is more than 7 calendar days older, or none.

    In: the curve, dates as index; days. Out: row numbers.

    Reference: ISO 8601-1:2019 (calendar days).

    By hand: before Monday the 10th stands Friday the 7th; a month later no curve is near enough.

    >>> curve = pd.DataFrame({"10Y": [4.4, 4.5]}, index=pd.to_datetime(["2025-02-06", "2025-02-07"]))
    >>> rows_before(curve, pd.Series(pd.to_datetime(["2025-02-10", "2025-02-06", "2025-03-10"]))).tolist()
    [1, -1, -1]
    """
    return _near(curve, days, curve.index.searchsorted(days, side="left") - 1)


def rows_up_to(curve: pd.DataFrame, days: pd.Series) -> npt.NDArray[np.int64]:
    """For each day the row of the last curve on or before it; -1 where that is more than 7 calendar days older, or none.

    In: the curve, dates as index; days. Out: row numbers.

    Reference: ISO 8601-1:2019 (calendar days).

    By hand: Friday the 7th has its own curve, and so does Saturday the 8th.

    >>> curve = pd.DataFrame({"10Y": [4.4, 4.5]}, index=pd.to_datetime(["2025-02-06", "2025-02-07"]))
    >>> rows_up_to(curve, pd.Series(pd.to_datetime(["2025-02-07", "2025-02-08", "2025-03-10"]))).tolist()
    [1, 1, -1]
    """
    return _near(curve, days, curve.index.searchsorted(days, side="right") - 1)


def rows_on(curve: pd.DataFrame, days: pd.Series, sessions: int = 0) -> npt.NDArray[np.int64]:
    """For each day its own row of the curve, or the row so many of the curve's sessions later; -1 where there is none.

    In: the curve, dates as index; days; sessions, 0 or more. Out: row numbers. -1 too where two neighbouring curves on the
    way are more than 7 calendar days apart.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: the session after Friday the 7th is Monday the 10th.

    >>> curve = pd.DataFrame({"10Y": [4.4, 4.5]}, index=pd.to_datetime(["2025-02-07", "2025-02-10"]))
    >>> rows_on(curve, pd.Series(pd.to_datetime(["2025-02-07", "2025-02-10"])), 1).tolist()
    [1, -1]
    """
    own = curve.index.get_indexer(pd.DatetimeIndex(days))
    later = np.where((own >= 0) & (own + sessions < len(curve)), own + sessions, -1)
    steps = np.diff(curve.index.to_numpy().astype("datetime64[D]").astype(np.int64), prepend=0)
    stretch = np.cumsum(np.where(np.arange(len(steps)) > 0, steps, 0) > GAP_DAYS)
    if len(curve):
        later = np.where((later >= 0) & (stretch[later] == stretch[own]), later, -1)
    return later.astype(np.int64)


def _near(curve: pd.DataFrame, days: pd.Series, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    if not len(curve):
        return np.full(len(days), -1, dtype=np.int64)
    ages = pd.DatetimeIndex(days) - curve.index[np.clip(rows, 0, None)]
    return np.where((rows >= 0) & (ages.days.to_numpy() <= GAP_DAYS), rows, -1).astype(np.int64)
