"""The ten-year yield as expected path of the short rate plus term premium, from two published models.

Both are estimates: ACM (New York Fed) is re-estimated early each month, Kim-Wright (Federal Reserve Board) less often.
Premia are in percent as published, changes in basis points. Days on which a model has no figure stay missing; the two
are compared on the days on which both have one.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from treasury.analytics._series import DECIMALS, Day, basis_points, observed, stretches
from treasury.analytics.event_study import SESSIONS, baseline, reaction

TREND_WINDOWS = (20, 60, 250)
# The splits of `decomposition`: column of the remainder -> columns of the parts. Parts and remainder add up to ``nominal_bp``.
SPLITS = {
    "real_remainder_bp": ("real_bp", "breakeven_bp"),
    "acm_remainder_bp": ("acm_path_bp", "acm_premium_bp"),
    "kim_wright_remainder_bp": ("kim_wright_path_bp", "kim_wright_premium_bp"),
}


def decompose(acm: pd.DataFrame, tenor: int = 10) -> pd.DataFrame:
    """The fitted yield of one tenor, the expected path of the short rate and the term premium, side by side.

    In: the columns ``ACMY10``, ``ACMRNY10``, ``ACMTP10`` (or another tenor's) in percent, dates as index. Out:
    ``yield_pct``, ``path_pct``, ``premium_pct`` as published; yield = path + premium. A part that is not published on a
    day is missing, not computed from the others; days with none of the three are left out.

    Reference: Tobias Adrian, Richard K. Crump and Emanuel Moench, "Pricing the Term Structure with Linear Regressions",
    Staff Report 340, Federal Reserve Bank of New York.

    By hand: a path of 3.599 plus a premium of 0.613 is a yield of 4.212.

    >>> day = pd.to_datetime(["2025-11-05"])
    >>> decompose(pd.DataFrame({"ACMY10": [4.212], "ACMRNY10": [3.599], "ACMTP10": [0.613]}, index=day)).iloc[0].tolist()
    [4.212, 3.599, 0.613]
    """
    names = {f"ACMY{tenor:02d}": "yield_pct", f"ACMRNY{tenor:02d}": "path_pct", f"ACMTP{tenor:02d}": "premium_pct"}
    return acm[list(names)].rename(columns=names).dropna(how="all")


def decompose_kim_wright(kim_wright: pd.DataFrame, tenor: int = 10) -> pd.DataFrame:
    """The Kim-Wright model's fitted yield, its expected path and its premium, side by side, as `decompose` gives ACM's.

    In: ``THREEFYTP10`` (premium) and ``THREEFY10`` (fitted yield; the column may be missing) in percent, dates as index. Out:
    ``yield_pct``, ``path_pct``, ``premium_pct``. The path is the fitted yield less the premium, which is what the premium is
    defined by; it is missing on days without a fitted yield. Days with neither are left out.

    Reference: Don H. Kim and Jonathan H. Wright, "An Arbitrage-Free Three-Factor Term Structure Model and the Recent
    Behavior of Long-Term Yields and Distant-Horizon Forward Rates", Finance and Economics Discussion Series 2005-33,
    Board of Governors of the Federal Reserve System.

    By hand: a fitted yield of 4.555 less a premium of 0.6161 is a path of 3.9389.

    >>> day = pd.to_datetime(["2025-04-11"])
    >>> decompose_kim_wright(pd.DataFrame({"THREEFYTP10": [0.6161], "THREEFY10": [4.555]}, index=day)).iloc[0].tolist()
    [4.555, 3.9389, 0.6161]
    """
    premium = kim_wright[f"THREEFYTP{tenor}"].astype("float64")
    fitted = kim_wright.get(f"THREEFY{tenor}", premium * float("nan")).astype("float64")
    made = {"yield_pct": fitted, "path_pct": (fitted - premium).round(DECIMALS), "premium_pct": premium}
    return pd.DataFrame(made).dropna(how="all")


def decomposition(
    nominal: pd.Series,
    real: pd.Series,
    breakeven: pd.Series,
    acm: pd.DataFrame,
    kim_wright: pd.DataFrame,
    date: Day,
    sessions: Sequence[int] = SESSIONS,
) -> pd.DataFrame:
    """What a par yield's change after a date was made of, by three splits that each add up to it, in basis points.

    In, all in percent with dates as index: the par, real par and breakeven yield of one tenor, the frames of `decompose` and
    `decompose_kim_wright`. Out, one row a session, ``nominal_bp`` and the columns of SPLITS: real yield and breakeven; expected
    path and premium by ACM; the same by Kim-Wright. Each split's ``..._remainder_bp`` is the change of the par yield less the
    parts that are known: for the two models the difference between a par yield and their fitted zero-coupon yield, together with
    any part that is not published. It is missing where no part is known. Each series counts its own sessions.

    Reference: Don H. Kim and Jonathan H. Wright, "An Arbitrage-Free Three-Factor Term Structure Model and the Recent
    Behavior of Long-Term Yields and Distant-Horizon Forward Rates", Finance and Economics Discussion Series 2005-33,
    Board of Governors of the Federal Reserve System.

    By hand: a par yield up 7, a premium up 2.55 and a path up 4.4 leave 0.05.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> nominal = pd.Series([4.10, 4.17], index=days)
    >>> model = pd.DataFrame({"path_pct": [3.51, 3.554], "premium_pct": [0.4889, 0.5144]}, index=days)
    >>> made = decomposition(nominal, nominal * float("nan"), nominal * float("nan"), model, model, "2025-11-05", (0,))
    >>> made.loc[0, ["nominal_bp", "acm_path_bp", "acm_premium_bp", "acm_remainder_bp"]].tolist()
    [7.0, 4.4, 2.55, 0.05]
    """
    given = {"nominal_bp": nominal, "real_bp": real, "breakeven_bp": breakeven}
    for name, model in (("acm", acm), ("kim_wright", kim_wright)):
        given |= {f"{name}_path_bp": model["path_pct"], f"{name}_premium_bp": model["premium_pct"]}
    made = pd.DataFrame({name: reaction(series, date, sessions) for name, series in given.items()})
    for remainder, parts in SPLITS.items():
        made[remainder] = (made["nominal_bp"] - made[list(parts)].sum(axis=1, min_count=1)).round(DECIMALS)
    return made[["nominal_bp", *(name for remainder, parts in SPLITS.items() for name in (*parts, remainder))]]


def around_dates(premium: pd.Series, dates: Iterable[Day], before: int = 5, after: int = 5) -> pd.DataFrame:
    """How a premium moved before, on and after each of several dates, in basis points.

    In: percent, dates as index; from session -``before`` to session ``after``. Out, one row a date in the order given:
    ``baseline_date``, ``baseline_pct`` (the last value before the date, session -1), ``before_bp`` (session -1 minus
    session -``before``), ``day_bp`` (session 0 minus session -1), ``after_bp`` (session ``after`` minus session -1) and
    ``whole_bp`` (the two ends). Missing as in `event_study.reaction`.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: 0.575, 0.564 | 0.613, 0.588 around 5 November 2025 is -1.1 before, 4.9 on the day, 2.4 a day later, 1.3 in all.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06"])
    >>> made = around_dates(pd.Series([0.575, 0.564, 0.613, 0.588], index=days), ["2025-11-05"], before=2, after=1)
    >>> made.iloc[0, 2:].tolist()
    [-1.1, 4.9, 2.4, 1.3]
    """
    listed = list(dates)
    rows = []
    for day in listed:
        start, (early, first, late) = baseline(premium, day), reaction(premium, day, (-before, 0, after)).tolist()
        rows.append((start.date, start.value, 0.0 - early, first, late, round(late - early, DECIMALS)))
    names = ["baseline_date", "baseline_pct", "before_bp", "day_bp", "after_bp", "whole_bp"]
    made = pd.DataFrame(rows, columns=names, index=pd.DatetimeIndex(listed, name="date"))
    return made.astype({"baseline_date": "datetime64[us]"} | dict.fromkeys(names[1:], "float64"))


def around(models: pd.DataFrame, dates: Iterable[Day], before: int = 5, after: int = 5) -> pd.DataFrame:
    """`around_dates` of several models, the models of each date below each other.

    In: percent, one column a model, dates as index. Out: ``date``, ``model`` (the column's name) and the columns of
    `around_dates`.

    Reference: A. Craig MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35(1), 1997,
    American Economic Association.

    By hand: from 0.564 to 0.613 is 4.9 on the day.

    >>> days = pd.to_datetime(["2025-11-04", "2025-11-05"])
    >>> made = around(pd.DataFrame({"ACM": [0.564, 0.613]}, index=days), ["2025-11-05"])
    >>> made["model"].tolist(), made["day_bp"].tolist()
    (['ACM'], [4.9])
    """
    listed = list(dates)
    made = [around_dates(models[name], listed, before, after).assign(model=str(name)) for name in models]
    below = pd.concat(made).reset_index().sort_values("date", kind="stable", ignore_index=True)
    return below[["date", "model", *[name for name in below if name not in ("date", "model")]]]


def recent_trend(premium: pd.Series, windows: Sequence[int] = TREND_WINDOWS) -> pd.DataFrame:
    """The last value minus the value 20, 60 and 250 observations earlier, in basis points.

    In: percent, dates as index. Out, indexed by ``observations``: ``from_date``, ``to_date``, ``change_bp``; missing
    where the series is shorter or any two neighbours in between are more than 7 calendar days apart.

    Reference: "Treasury Term Premia", Federal Reserve Bank of New York (the series and its daily observations).

    By hand: 0.613 now and 0.575 two observations earlier is 3.8 bp.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05"])
    >>> recent_trend(pd.Series([0.575, 0.564, 0.613], index=days), (2,)).loc[2, "change_bp"]
    np.float64(3.8)
    """
    kept = observed(premium)
    stretch = stretches(kept.index)
    rows = []
    for window in windows:
        reached = len(kept) > window and stretch[-1] == stretch[-1 - window]
        start = kept.index[-1 - window] if reached else pd.NaT
        rows.append({"from_date": start, "to_date": kept.index[-1] if reached else pd.NaT, "from_pct": kept.get(start)})
    made = pd.DataFrame(rows, index=pd.Index(list(windows), name="observations"))
    last = kept.iloc[-1] if len(kept) else float("nan")
    made["change_bp"] = basis_points(last - made.pop("from_pct").astype("float64"))
    return made.astype({"from_date": "datetime64[us]", "to_date": "datetime64[us]"})


def trends(models: pd.DataFrame, windows: Sequence[int] = TREND_WINDOWS) -> pd.DataFrame:
    """`recent_trend` of several models, below each other.

    In: percent, one column a model, dates as index. Out: ``model`` (the column's name), ``observations``, ``from_date``,
    ``to_date``, ``change_bp``.

    Reference: "Treasury Term Premia", Federal Reserve Bank of New York (the series and its daily observations).

    By hand: 0.613 now and 0.575 two observations earlier is 3.8 bp.

    >>> days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05"])
    >>> made = trends(pd.DataFrame({"ACM": [0.575, 0.564, 0.613]}, index=days), (2,))
    >>> made["model"].tolist(), made["change_bp"].tolist()
    (['ACM'], [3.8])
    """
    made = [recent_trend(models[name], windows).reset_index().assign(model=str(name)) for name in models]
    return pd.concat(made, ignore_index=True)[["model", "observations", "from_date", "to_date", "change_bp"]]


def premia(acm: pd.DataFrame, kim_wright: pd.DataFrame, tenor: int = 10) -> pd.DataFrame:
    """The premium of both models on every day on which either is published.

    In: ``ACMTP10`` and ``THREEFYTP10`` (or another tenor's) in percent, dates as index. Out: ``acm_premium_pct``,
    ``kim_wright_premium_pct``; a day with only one of them leaves the other missing.

    Reference: Don H. Kim and Jonathan H. Wright, "An Arbitrage-Free Three-Factor Term Structure Model and the Recent
    Behavior of Long-Term Yields and Distant-Horizon Forward Rates", Finance and Economics Discussion Series 2005-33,
    Board of Governors of the Federal Reserve System.

    By hand: on the 5th only ACM has a figure.

    >>> acm = pd.DataFrame({"ACMTP10": [0.564, 0.613]}, index=pd.to_datetime(["2025-11-04", "2025-11-05"]))
    >>> premia(acm, pd.DataFrame({"THREEFYTP10": [0.4889]}, index=acm.index[:1]))["kim_wright_premium_pct"].tolist()
    [0.4889, nan]
    """
    models = {"acm_premium_pct": acm[f"ACMTP{tenor:02d}"], "kim_wright_premium_pct": kim_wright[f"THREEFYTP{tenor}"]}
    return pd.concat(models, axis=1, sort=True).dropna(how="all")


def compare(acm: pd.DataFrame, kim_wright: pd.DataFrame, tenor: int = 10) -> pd.DataFrame:
    """The premium of both models on the days on which both are published, and ACM minus Kim-Wright.

    In: ``ACMTP10`` and ``THREEFYTP10`` (or another tenor's) in percent, dates as index. Out: ``acm_premium_pct``,
    ``kim_wright_premium_pct``, ``difference_bp``. A day with only one of them is left out, never filled.

    Reference: Don H. Kim and Jonathan H. Wright, "An Arbitrage-Free Three-Factor Term Structure Model and the Recent
    Behavior of Long-Term Yields and Distant-Horizon Forward Rates", Finance and Economics Discussion Series 2005-33,
    Board of Governors of the Federal Reserve System.

    By hand: 0.613 - 0.5144 is 9.86 bp.

    >>> day = pd.to_datetime(["2025-11-05"])
    >>> both = compare(pd.DataFrame({"ACMTP10": [0.613]}, index=day), pd.DataFrame({"THREEFYTP10": [0.5144]}, index=day))
    >>> both["difference_bp"].iloc[0]
    np.float64(9.86)
    """
    models = {"acm_premium_pct": acm[f"ACMTP{tenor:02d}"], "kim_wright_premium_pct": kim_wright[f"THREEFYTP{tenor}"]}
    both = pd.concat(models, axis=1, join="inner", sort=True).dropna()
    return both.assign(difference_bp=basis_points(both["acm_premium_pct"] - both["kim_wright_premium_pct"]))


def revision(then: pd.Series, now: pd.Series) -> pd.DataFrame:
    """How a re-estimation changed the past: a later vintage minus an earlier one, on the days both have.

    In: the same series in percent as known on two days. Out: ``then_pct``, ``now_pct``, ``revision_bp``.

    Reference: "Treasury Term Premia", Federal Reserve Bank of New York (the model is re-estimated each month).

    By hand: 0.66 first published as 0.65 was revised by 1 bp.

    >>> day = pd.to_datetime(["2025-11-05"])
    >>> revision(pd.Series([0.65], index=day), pd.Series([0.66], index=day))["revision_bp"].iloc[0]
    np.float64(1.0)
    """
    both = pd.concat({"then_pct": then, "now_pct": now}, axis=1, join="inner", sort=True).dropna()
    return both.assign(revision_bp=basis_points(both["now_pct"] - both["then_pct"]))
