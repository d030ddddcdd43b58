"""The ten-year ACM premium on the days the New York Fed has not published yet, read off the par curve, with its error.

An estimate of ours, which never bears the name of the premium: it is called nowcast wherever it stands. The published
premium is a fixed mixture of zero-coupon yields until the model is re-estimated, so changes of the par curve tell most of
its change; what they do not tell is measured by doing the same at every past day with what was known on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._series import DECIMALS, GAP_DAYS, Day, observed
from treasury.calendar import business_days

# Chosen on the edges of 2011 to 2021, see docs/methods.md. Points below a year tell about policy, not about the premium.
CURVE = ("1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
COMPONENTS = 5
TRAINING = 504  # daily changes: two years
AHEAD = 20  # business days; the error is not measured further ahead, so nothing is estimated there
EDGES = 2_500  # past days at which the error is measured: ten years
NO_VARIANCE = 1e-10  # of the largest component's: what is left of a curve that moves in fewer ways than it has tenors

Numbers = npt.NDArray[np.float64]
NOWCAST = {"base_date": "datetime64[us]", "days_ahead": "int64", "nowcast_pct": "float64"}
BACKTEST = {
    "edge": "datetime64[us]",
    "date": "datetime64[us]",
    "days_ahead": "int64",
    "nowcast_pct": "float64",
    "published_pct": "float64",
    "error_bp": "float64",
    "carried_bp": "float64",
    "later_version": "bool",
}


def weights(premium: pd.Series, curve: pd.DataFrame, components: int = COMPONENTS) -> pd.Series:
    """By how many basis points the premium moves with a basis point of each tenor, from daily changes.

    The premium's changes are regressed, without a constant, on the first principal components of the curve's changes; the
    slopes, put back through the components, are one weight a tenor. In: percent on the same dates, one column a tenor, no
    missing cell. Out: one weight a column, basis points per basis point. A change across more than 7 days is left out.

    Reference: I. T. Jolliffe, "Principal Component Analysis", chapter on regression on principal components, Springer.

    By hand: both tenors rise by 10 a day and the premium by 5; the one component weighs them alike, so each gets 0.25.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10", "2025-04-11"])
    >>> curve = pd.DataFrame({"2Y": [3.8, 3.9, 4.0], "10Y": [4.3, 4.4, 4.5]}, index=days)
    >>> weights(pd.Series([0.50, 0.55, 0.60], index=days), curve, components=1).round(6).to_dict()
    {'2Y': 0.25, '10Y': 0.25}
    """
    known = _Known.of(premium, curve)
    return pd.Series(_slopes(known.premium_steps, known.curve_steps, components), index=curve.columns)


def nowcast(
    premium: pd.Series, curve: pd.DataFrame, *, training: int = TRAINING, components: int = COMPONENTS, ahead: int = AHEAD
) -> pd.DataFrame:
    """The premium on the days of the par curve after its last published day.

    nowcast = last published premium + the sum of (each tenor's change since that day x its `weights` over the last
    ``training`` daily changes). In: percent, dates as index, of the curve at least the tenors of ``CURVE``. Out, one row a
    day of the curve, up to ``ahead`` business days: ``base_date`` (the last day that both have), ``days_ahead`` (business
    days since it), ``nowcast_pct``. Empty where the curve is not newer than the premium, or the common history is shorter
    than the training.

    Reference: Tobias Adrian, Richard K. Crump and Emanuel Moench, "Pricing the Term Structure with Linear Regressions",
    Staff Report 340, Federal Reserve Bank of New York (the premium is linear in the principal components of yields).

    By hand: every tenor rises by 10 a day and the premium by 5, so a further 20 on the Monday adds 10 to 0.60.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10", "2025-04-11", "2025-04-14"])
    >>> curve = pd.DataFrame({tenor: [4.3, 4.4, 4.5, 4.7] for tenor in CURVE}, index=days)
    >>> made = nowcast(pd.Series([0.50, 0.55, 0.60], index=days[:3]), curve, training=2, components=1)
    >>> made[["days_ahead", "nowcast_pct"]].round(6).to_numpy().tolist()
    [[1.0, 0.7]]
    """
    known, kept = _Known.of(premium, curve), observed(premium)
    base = known.days[-1] if len(known.days) else None
    fitted = None if base is None else known.slopes_at(base, training, components)
    if base is None or fitted is None:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in NOWCAST.items()}, pd.DatetimeIndex([], name="date"))
    later = curve.loc[curve.index > kept.index[-1], list(CURVE)].dropna()
    moved = later.to_numpy(dtype="float64") - known.curve[-1]
    days_ahead = _business_day_numbers(later.index.insert(0, base))
    made = pd.DataFrame(
        {"base_date": base, "days_ahead": days_ahead[1:] - days_ahead[0], "nowcast_pct": known.premium[-1] + moved @ fitted},
        index=later.index.rename("date"),
    )
    return made[made["days_ahead"] <= ahead].astype(NOWCAST)


def backtest(
    versions: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    edges: int = EDGES,
    training: int = TRAINING,
    components: int = COMPONENTS,
    ahead: int = AHEAD,
) -> pd.DataFrame:
    """What `nowcast` would have said at each of the last so many days, against what was published afterwards.

    At each edge only what was known then is used: of the versions held the first that reaches the edge, cut off there. The
    premium published afterwards is that of the first version that holds the day; with a single version it is that version.
    In: the premium in percent, one column a version, oldest first; the par curve. Out, one row an edge and day ahead:
    ``edge``, ``date``, ``days_ahead`` (business days), ``nowcast_pct``, ``published_pct``, ``error_bp`` (nowcast minus
    published), ``carried_bp`` (the same for the premium of the edge carried forward) and ``later_version`` (whether the
    published figure comes from a later version than the one known at the edge, a re-estimation perhaps included).

    Reference: Leonard J. Tashman, "Out-of-sample tests of forecasting accuracy: an analysis and review", International
    Journal of Forecasting 16(4), 2000.

    By hand: the nowcast of 0.70 for the Monday was published as 0.68: 2 too high; 0.60 carried forward is 8 too low.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10", "2025-04-11", "2025-04-14"])
    >>> curve = pd.DataFrame({tenor: [4.3, 4.4, 4.5, 4.7] for tenor in CURVE}, index=days)
    >>> made = backtest(pd.DataFrame({"v": [0.50, 0.55, 0.60, 0.68]}, index=days), curve, training=2, components=1)
    >>> made[["days_ahead", "error_bp", "carried_bp"]].round(6).to_numpy().tolist()
    [[1.0, 2.0, -8.0]]
    """
    number = _first_versions(versions)
    outcome = _Known.of(versions.bfill(axis="columns").iloc[:, 0], curve)
    reached, days_ahead = number.reindex(outcome.days).to_numpy(), _business_day_numbers(outcome.days)
    candidates = np.arange(len(outcome.days))[-1 - edges : -1]
    at, to, said = [], [], []
    for version in np.unique(reached[candidates]):
        known = _Known.of(versions.iloc[:, int(version)], curve)
        for edge in candidates[reached[candidates] == version]:
            fitted = known.slopes_at(outcome.days[edge], training, components)
            if fitted is not None:
                later = np.arange(edge + 1, min(edge + 1 + ahead, len(outcome.days)))
                at.append(np.full(len(later), edge))
                to.append(later)
                said.append(outcome.premium[edge] + (outcome.curve[later] - outcome.curve[edge]) @ fitted)
    if not at:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in BACKTEST.items()})
    edge, day, nowcast_pct = np.concatenate(at), np.concatenate(to), np.concatenate(said)
    made = pd.DataFrame(
        {
            "edge": outcome.days[edge],
            "date": outcome.days[day],
            "days_ahead": days_ahead[day] - days_ahead[edge],
            "nowcast_pct": nowcast_pct,
            "published_pct": outcome.premium[day],
            "error_bp": ((nowcast_pct - outcome.premium[day]) * 100).round(DECIMALS),
            "carried_bp": ((outcome.premium[edge] - outcome.premium[day]) * 100).round(DECIMALS),
            "later_version": reached[day] != reached[edge],
        }
    )
    return made[made["days_ahead"] <= ahead].astype(BACKTEST).reset_index(drop=True)


def errors(made: pd.DataFrame, since: Day | None = None) -> pd.DataFrame:
    """How far the nowcast was off, by business days ahead, over the edges since a day (default: all of them).

    In: the frame of `backtest`. Out, indexed by ``days_ahead``: ``predictions``, ``rmse_bp`` (root mean squared error),
    ``mae_bp`` (mean absolute error), ``worst_bp`` (largest absolute error) and ``carried_rmse_bp``, the root mean squared
    error of carrying the last published premium forward instead, which a nowcast must beat to be worth drawing.

    Reference: Rob J. Hyndman and Anne B. Koehler, "Another look at measures of forecast accuracy", International Journal
    of Forecasting 22(4), 2006.

    By hand: errors of 3 and -4 have the mean square 12.5, whose root is 3.54, and the mean size 3.5.

    >>> made = pd.DataFrame({"edge": pd.to_datetime(["2025-04-10", "2025-04-11"]), "days_ahead": [1, 1]})
    >>> errors(made.assign(error_bp=[3.0, -4.0], carried_bp=[6.0, 8.0])).round(2).loc[1].tolist()
    [2.0, 3.54, 3.5, 4.0, 7.07]
    """
    kept = made if since is None else made[made["edge"] >= pd.Timestamp(since)]
    sizes = kept.assign(size=kept["error_bp"].abs(), square=kept["error_bp"] ** 2, carried=kept["carried_bp"] ** 2)
    by_day = sizes.groupby("days_ahead")
    return pd.DataFrame(
        {
            "predictions": by_day.size(),
            "rmse_bp": by_day["square"].mean() ** 0.5,
            "mae_bp": by_day["size"].mean(),
            "worst_bp": by_day["size"].max(),
            "carried_rmse_bp": by_day["carried"].mean() ** 0.5,
        }
    )


@dataclass(frozen=True)
class _Known:
    """Premium and curve on the days that both have, and their changes from day to day; none across a gap."""

    days: pd.DatetimeIndex
    premium: Numbers
    curve: Numbers
    ends: npt.NDArray[np.int64]  # the position at which each change ends
    premium_steps: Numbers
    curve_steps: Numbers

    @classmethod
    def of(cls, premium: pd.Series, curve: pd.DataFrame) -> _Known:
        tenors = [name for name in curve if name in CURVE]
        both = pd.concat({"premium": observed(premium), **{t: curve[t] for t in tenors}}, axis=1, join="inner").dropna()
        values = both.to_numpy(dtype="float64")
        apart = np.diff(both.index.to_numpy().astype("datetime64[D]").astype(np.int64))
        ends = np.flatnonzero(apart <= GAP_DAYS) + 1
        steps = (values[1:] - values[:-1])[ends - 1]
        return cls(pd.DatetimeIndex(both.index), values[:, 0], values[:, 1:], ends, steps[:, 0], steps[:, 1:])

    def slopes_at(self, day: pd.Timestamp, training: int, components: int) -> Numbers | None:
        """The weights from the last changes up to a day and none after it; None where there are too few."""
        stop = int(np.searchsorted(self.ends, self.days.searchsorted(day, side="right"), side="left"))
        if stop < training:
            return None
        return _slopes(self.premium_steps[stop - training : stop], self.curve_steps[stop - training : stop], components)


def _slopes(premium: Numbers, curve: Numbers, components: int) -> Numbers:
    """The slope on a component is its covariance with the premium over its own variance; summed back to tenors."""
    variances, directions = np.linalg.eigh(curve.T @ curve)
    used = np.flatnonzero(variances > variances[-1] * NO_VARIANCE)[-components:]
    variances, directions = variances[used], directions[:, used]
    made: Numbers = directions @ ((directions.T @ (curve.T @ premium)) / variances)
    return made


def _first_versions(versions: pd.DataFrame) -> pd.Series:
    """For each day the number of the first version that holds it."""
    held = versions.notna().to_numpy()
    return pd.Series(held.argmax(axis=1), index=versions.index)[held.any(axis=1)]


def _business_day_numbers(days: pd.DatetimeIndex) -> npt.NDArray[np.int64]:
    """The days counted in business days from the first of them."""
    if not len(days):
        return np.array([], dtype="int64")
    return np.asarray(business_days(days[0].date(), days[-1].date()).searchsorted(days, side="right"))
