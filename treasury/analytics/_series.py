"""What the analyses of daily series share: the observations, the gaps between them, and basis points."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Day = date | str

# Longer than any run of holidays, shorter than any pause of publication: a difference across more is no move.
GAP_DAYS = 7
# Published yields have two to four decimals. Rounding takes the noise of binary fractions away, so that two moves of
# 47 bp are equal and share a rank.
DECIMALS = 6


def observed(series: pd.Series) -> pd.Series:
    """The observations only, in order. Raises ValueError when the dates are not ascending and unique."""
    if not (series.index.is_monotonic_increasing and series.index.is_unique):
        raise ValueError(f"the dates of {series.name!r} must be ascending and unique")
    return series.dropna()


def stretches(days: pd.DatetimeIndex, gap_days: int = GAP_DAYS) -> npt.NDArray[np.int64]:
    """A number per observation that grows at every gap: two observations with the same number have none between them."""
    steps = np.diff(days.to_numpy().astype("datetime64[D]").astype(np.int64), prepend=0)
    steps[:1] = 0
    return np.cumsum(steps > gap_days)


def basis_points(percent: pd.Series) -> pd.Series:
    """Percent (or percentage points) as basis points: times 100."""
    return (percent * 100).round(DECIMALS)


def last_on_or_before(
    series: pd.Series, day: pd.Timestamp, within_days: int | None = GAP_DAYS
) -> tuple[pd.Timestamp | None, float]:
    """Date and value of the last observation on or before a day; (None, NaN) where there is none or it is too old."""
    position = int(series.index.searchsorted(day, side="right")) - 1
    if position < 0 or (within_days is not None and (day - series.index[position]).days > within_days):
        return None, float("nan")
    return series.index[position], float(series.iloc[position])
