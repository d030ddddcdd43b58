"""Level, slope and curvature: the three movements that make up most of what the curve does, by principal components.

The components are those of the daily changes of a fixed set of tenors, in basis points, on days on which all of them have one. A
component has no sign and no natural size. Both are fixed by three plain measures: level is the mean change of the tenors,
slope the change of the longest minus that of the shortest, curvature twice the change of the middle minus both ends. A score
is what its component did to its own measure, in basis points, so positive means up, steeper, and a belly that rises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._series import Day, stretches
from treasury.language import N_

Numbers = npt.NDArray[np.float64]

# The coupon tenors at which the Treasury sells notes and bonds; bills follow the Fed's rate and the supply of bills.
TENORS = ("2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
BELLY = "5Y"
NAMES = ("level", "slope", "curvature")
WINDOWS: Mapping[str, int] = MappingProxyType({"1Y": 1, "2Y": 2, "5Y": 5, "10Y": 10, N_("All"): 0})  # years; 0: the whole series
_EXPLAINED = (*(f"{name}_share_pct" for name in (*NAMES, "rest")), "count", "start", "end")
LEAST_DAYS = 60  # fewer say little about a covariance of seven tenors


@dataclass(frozen=True, eq=False)
class Factors:
    """Three components and the days they were found in.

    ``loadings``: one row a tenor, one column a factor, each of length one, signs fixed. ``daily_bp``: the same times the
    standard deviation of the factor, the move of each tenor on a usual day of it. ``explained_pct``: share of the variance of
    all tenors, by factor. ``count`` changes, from ``start`` to ``end``.
    """

    loadings: pd.DataFrame
    daily_bp: pd.DataFrame
    explained_pct: pd.Series
    count: int
    start: date
    end: date


def complete_changes(yields: pd.DataFrame, tenors: tuple[str, ...] = TENORS) -> pd.DataFrame:
    """Daily changes of a set of tenors in basis points, from one day on which all have a figure to the next such day.

    In: percent, one column a tenor. Out: bp, dated with the later day; none where the two are more than 7 calendar days apart.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury.

    By hand: 3.96 - 3.84 is 12 and 4.48 - 4.40 is 8; the day without a 2-year gives no change of its own.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10", "2025-04-11"])
    >>> complete_changes(pd.DataFrame({"2Y": [None, 3.84, 3.96], "10Y": [4.34, 4.40, 4.48]}, index=days), ("2Y", "10Y"))
                  2Y  10Y
    2025-04-11  12.0  8.0
    """
    held = yields[list(tenors)].dropna()
    made = (held.diff() * 100).round(6)
    stretch = pd.Series(stretches(held.index), index=held.index)
    return made[stretch == stretch.shift()]


def factors(changes: pd.DataFrame, start: Day | None = None) -> Factors | None:
    """Level, slope and curvature of daily changes: the first three eigenvectors of their covariance matrix.

    In: bp from `complete_changes`, tenors in order; ``start`` inclusive, None for all. Out: `Factors`, or None with fewer than
    60 changes. The mean change is taken out before (sample covariance, divisor n - 1).

    Reference: Robert Litterman and José Scheinkman, "Common Factors Affecting Bond Returns", Journal of Fixed Income 1(1), 1991.

    By hand: two tenors of equal variance v and correlation r have the eigenvectors (1, 1) and (-1, 1) over the root of 2, with
    the shares (1 + r) / 2 and (1 - r) / 2; the same holds of three tenors whose middle never moves.

    >>> days, steps = pd.bdate_range("2025-01-02", periods=80), [[2.0, 0, 2], [-2, 0, -2], [-1, 0, 1], [1, 0, -1]]
    >>> made = factors(pd.DataFrame(steps * 20, index=days, columns=["2Y", "5Y", "30Y"]))
    >>> made.explained_pct.round(6).tolist(), (made.loadings["slope"].round(4) + 0.0).tolist()
    ([80.0, 20.0, 0.0], [-0.7071, 0.0, 0.7071])
    """
    window = changes.loc[pd.Timestamp(start) :] if start is not None else changes
    if len(window) < LEAST_DAYS:
        return None
    variances, vectors = np.linalg.eigh(np.cov(window.to_numpy(dtype="float64"), rowvar=False))
    order = np.argsort(variances)[::-1][: len(NAMES)]
    tenors = pd.Index([str(tenor) for tenor in window], name="tenor")
    loadings = pd.DataFrame(vectors[:, order], index=tenors, columns=list(NAMES))
    loadings *= np.where(np.diag(_measures(tenors) @ loadings.to_numpy()) < 0, -1.0, 1.0)
    kept = np.clip(variances[order], 0, None)
    return Factors(
        loadings=loadings,
        daily_bp=loadings * np.sqrt(kept),
        explained_pct=pd.Series(kept / variances.sum() * 100, index=list(NAMES)),
        count=len(window),
        start=window.index[0].date(),
        end=window.index[-1].date(),
    )


def scores(found: Factors, changes: pd.DataFrame) -> pd.DataFrame:
    """What each factor did to its own measure on each day, in basis points.

    Score of a day = its changes projected on the component, times the component's own measure. In: bp, with the tenors of the
    factors. Out: ``level_bp`` (mean of the tenors), ``slope_bp`` (longest minus shortest), ``curvature_bp`` (twice the middle
    minus both ends). Over unbroken days scores add up to those of the whole change.

    Reference: Robert Litterman and José Scheinkman, "Common Factors Affecting Bond Returns", Journal of Fixed Income 1(1), 1991.

    By hand: where the first component is (1, 0, 1) over the root of 2, 3 more at both ends is a level of (3 + 0 + 3) / 3 = 2.

    >>> days, steps = pd.bdate_range("2025-01-02", periods=80), [[2.0, 0, 2], [-2, 0, -2], [-1, 0, 1], [1, 0, -1]]
    >>> frame = pd.DataFrame(steps * 20, index=days, columns=["2Y", "5Y", "30Y"])
    >>> scores(factors(frame), pd.DataFrame({"2Y": [3.0], "5Y": [0.0], "30Y": [3.0]})).round(6).abs().values.tolist()
    [[2.0, 0.0, 0.0]]
    """
    loadings = found.loadings
    size = np.diag(_measures(loadings.index) @ loadings.to_numpy())
    made = changes[list(loadings.index)].to_numpy(dtype="float64") @ loadings.to_numpy() * size
    return pd.DataFrame(made, index=changes.index, columns=[f"{name}_bp" for name in NAMES])


def change_in_factors(found: Factors, change: pd.Series) -> pd.DataFrame:
    """One change of the curve split by tenor into level, slope, curvature and what the three leave over, in basis points.

    In: bp by tenor, those of the factors at least. Out, one row a tenor: ``level_bp``, ``slope_bp``, ``curvature_bp``,
    ``rest_bp`` and ``change_bp``, their sum. Raises KeyError where a tenor is not there.

    Reference: Robert Litterman and José Scheinkman, "Common Factors Affecting Bond Returns", Journal of Fixed Income 1(1), 1991.

    By hand: where the first component is (1, 0, 1) over the root of 2, 3 more at both ends is all level.

    >>> days, steps = pd.bdate_range("2025-01-02", periods=80), [[2.0, 0, 2], [-2, 0, -2], [-1, 0, 1], [1, 0, -1]]
    >>> frame = pd.DataFrame(steps * 20, index=days, columns=["2Y", "5Y", "30Y"])
    >>> change_in_factors(factors(frame), pd.Series({"2Y": 3.0, "5Y": 0.0, "30Y": 3.0}))["level_bp"].round(6).tolist()
    [3.0, 0.0, 3.0]
    """
    loadings = found.loadings
    moved = change[list(loadings.index)].astype("float64")
    parts = loadings * (moved.to_numpy() @ loadings.to_numpy())
    made = parts.add_suffix("_bp").assign(rest_bp=moved - parts.sum(axis="columns"), change_bp=moved)
    return made.round(6) + 0.0


def _measures(tenors: pd.Index) -> Numbers:
    """Level, slope and curvature as weights of the tenors, one row a measure."""
    count, names = len(tenors), list(tenors)
    level, slope, curvature = np.full(count, 1 / count), np.zeros(count), np.zeros(count)
    slope[[0, -1]] = -1, 1
    curvature[[0, -1]] = -1, -1
    curvature[names.index(BELLY)] += 2
    return np.array([level, slope, curvature])


def of_window(yields: pd.DataFrame, years: int) -> Factors | None:
    """`factors` of the daily changes of the last so many years of a series; 0 takes all of it. In: percent."""
    start = (yields.index[-1] - pd.DateOffset(years=years)).date() if years else None
    return factors(complete_changes(yields), start)


def explained(yields: pd.DataFrame, windows: Mapping[str, int] = WINDOWS) -> pd.DataFrame:
    """The shares of level, slope and curvature in each window, what they leave over, how many changes, from when to when.

    In: percent, one column a tenor; years by window (0: the whole series). A window with too few changes has no row.

    Reference: that of `factors`.
    """
    rows: dict[str, dict[str, object]] = {}
    for window, years in windows.items():
        found = of_window(yields, years)
        if found is not None:
            shares = found.explained_pct.add_suffix("_share_pct").to_dict()
            rest = {"rest_share_pct": 100 - found.explained_pct.sum()}
            rows[window] = shares | rest | {"count": found.count, "start": found.start, "end": found.end}
    made = pd.DataFrame.from_dict(rows, orient="index", columns=list(_EXPLAINED))
    return made.astype({"start": "datetime64[us]", "end": "datetime64[us]"}).rename_axis("window")


def between_days(found: Factors, rows: pd.DataFrame) -> pd.DataFrame:
    """`change_in_factors` from the first of some days to the last; empty where a tenor is not held on both. In: percent."""
    if len(rows) < 2 or not set(found.loadings.index) <= set(rows.columns):
        return pd.DataFrame()
    moved = ((rows.iloc[-1] - rows.iloc[0]) * 100)[list(found.loadings.index)]
    return change_in_factors(found, moved) if moved.notna().all() else pd.DataFrame()
