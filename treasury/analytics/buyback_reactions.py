"""The yield of a bucket around the buybacks in it, set against every other date.

Changes are basis points, by session of the yield's own observations, from the last value before the operation. The par curve
is taken in the afternoon, after the results: session 0 holds the operation, session -1 its announcement the day before.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import pandas as pd

from treasury.analytics import placebo
from treasury.analytics._series import Day
from treasury.analytics.buyback_programme import REGULAR_SINCE

# The par yields that stand for a bucket: at its two edges where both are published points of the curve, else one inside.
TENORS: dict[str, tuple[str, ...]] = {
    "1Mo to 2Y": ("1Y",),
    "2Y to 3Y": ("2Y", "3Y"),
    "3Y to 5Y": ("3Y", "5Y"),
    "5Y to 7Y": ("5Y", "7Y"),
    "7Y to 10Y": ("7Y", "10Y"),
    "10Y to 20Y": ("10Y", "20Y"),
    "20Y to 30Y": ("20Y", "30Y"),
}
REAL_TENORS: dict[str, tuple[str, ...]] = {
    "1Y to 7.5Y": ("5Y",),
    "7.5Y to 30Y": ("10Y", "30Y"),
    "1Y to 10Y": ("5Y",),
    "10Y to 30Y": ("10Y", "30Y"),
}
SESSIONS = (-5, -4, -3, -2, 0, 1, 2, 3, 4, 5, 10)
AGAINST = "5Y"
UNIFORM_SD_PCT = 100 / sqrt(12)  # of a percentile that takes every value alike
RANGE_SDS = 1.96


def bucket_yield(bucket: str, tips: bool, par: pd.DataFrame, real: pd.DataFrame, against: bool = False) -> pd.Series:
    """The par yield that stands for a bucket, by day: the mean of its tenors; real for TIPS.

    In: a maturity bucket; percent, one column a tenor; ``against``: less the 5-year of the same curve. Out: percent, missing
    on days without all its tenors; empty for a bucket without tenors.

    Reference: "Daily Treasury Par Yield Curve Rates", US Department of the Treasury.

    By hand: 4.25 and 4.75 are 4.5 for 10Y to 20Y.

    >>> day = pd.DataFrame({"5Y": [4.0], "10Y": [4.25], "20Y": [4.75]}, index=pd.to_datetime(["2026-09-10"]))
    >>> bucket_yield("10Y to 20Y", False, day, day).tolist(), bucket_yield("10Y to 20Y", False, day, day, True).tolist()
    ([4.5], [0.5])
    """
    frame, tenors = (real, REAL_TENORS.get(bucket, ())) if tips else (par, TENORS.get(bucket, ()))
    if not tenors or not {*tenors, AGAINST} <= set(frame.columns):
        return pd.Series(dtype="float64", index=frame.index[:0], name=bucket)
    made = frame[list(tenors)].astype("float64").mean(axis=1, skipna=False)
    made = made - frame[AGAINST].astype("float64") if against else made
    return made.rename(bucket)


def around(
    operations: pd.DataFrame,
    par: pd.DataFrame,
    real: pd.DataFrame,
    since: Day = REGULAR_SINCE,
    against: bool = False,
    sessions: Sequence[int] = SESSIONS,
) -> pd.DataFrame:
    """What the yield of its bucket did around each operation, and how unusual that is among all other dates.

    In: ``buyback_operations``; par and real par yields; the first of the other dates; see `bucket_yield`. Out, one row a
    result and session: ``operation_date``, ``start_time``, ``maturity_bucket``, ``security_type``, ``session``,
    ``change_bp``, ``of`` (other dates), ``change_percentile_pct``: `placebo.placebo` of the bucket's yield. Missing where
    the yield is not held that far; operations without a bucket have no row.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997.

    By hand: 4.50 on the day after 4.52 the day before is -2, below the changes of the two other days, 0 and +2.

    >>> days = pd.to_datetime(["2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11"])
    >>> par = pd.DataFrame({"5Y": 4.0, "10Y": [4.52, 4.52, 4.50, 4.52], "20Y": [4.52, 4.52, 4.50, 4.52]}, index=days)
    >>> held = pd.DataFrame({"operation_date": days[[2]], "start_time": "13:40", "state": "result",
    ...     "maturity_bucket": "10Y to 20Y", "security_type": "Nominal Coupons"})
    >>> around(held, par, par, since="2026-01-01", sessions=(0,))[["change_bp", "of", "change_percentile_pct"]].iloc[0].tolist()
    [-2.0, 2.0, 0.0]
    """
    done = operations[operations["state"].eq("result")]
    parts = []
    for (bucket, kind), own in done.groupby(["maturity_bucket", "security_type"], observed=True):
        series = bucket_yield(str(bucket), kind == "TIPS", par, real, against).dropna()
        if series.empty:
            continue
        for row in own.itertuples():
            made = placebo.placebo(series, row.operation_date, sessions, since).rename_axis("session").reset_index()
            named = {"operation_date": row.operation_date, "start_time": row.start_time}
            parts.append(made.assign(**named, maturity_bucket=str(bucket), security_type=str(kind)))
    columns = ["operation_date", "start_time", "maturity_bucket", "security_type", "session"]
    columns += ["change_bp", "of", "change_percentile_pct"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def summed_up(reactions: pd.DataFrame) -> pd.DataFrame:
    """The reactions of many operations by session: their middle, their spread, and their place among other dates.

    In: the frame of `around`, as filtered as wanted. Out, by ``session``: ``operations`` (with a change), ``mean_bp``,
    ``low_bp`` and ``high_bp`` (quartiles), ``mean_percentile_pct``, ``usual_low_pct`` and ``usual_high_pct``: 50 minus and
    plus 1.96 standard deviations of the mean of so many percentiles drawn at random. Windows overlap, so the true range is
    wider. Sessions without a change have no row.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997.

    By hand: of four operations the percentiles 40, 60, 20, 80 average 50; the range is 50 +- 1.96 x 28.87 / 2 = 28.29.

    >>> rows = pd.DataFrame({"session": 0, "change_bp": [-1.0, 1.0, -2.0, 2.0], "change_percentile_pct": [40.0, 60, 20, 80]})
    >>> summed_up(rows)[["mean_bp", "mean_percentile_pct", "usual_low_pct"]].round(2).iloc[0].tolist()
    [0.0, 50.0, 21.71]
    """
    known = reactions.dropna(subset=["change_bp", "change_percentile_pct"])
    grouped = known.groupby("session")
    made = pd.DataFrame(
        {
            "operations": grouped.size(),
            "mean_bp": grouped["change_bp"].mean(),
            "low_bp": grouped["change_bp"].quantile(0.25),
            "high_bp": grouped["change_bp"].quantile(0.75),
            "mean_percentile_pct": grouped["change_percentile_pct"].mean(),
        }
    )
    half = RANGE_SDS * UNIFORM_SD_PCT / np.sqrt(made["operations"])
    return made.assign(usual_low_pct=(50 - half).clip(lower=0), usual_high_pct=(50 + half).clip(upper=100)).reset_index()
