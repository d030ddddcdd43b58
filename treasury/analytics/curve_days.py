"""The curve on days of one's choice: the yields and their differences, the curves through them, the sessions of an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from treasury.analytics import curve, event_study
from treasury.analytics._series import DECIMALS, Day
from treasury.tenors import TENOR_YEARS

STEP_YEARS = 0.25


def on_days(yields: pd.DataFrame, days: Sequence[Day]) -> pd.DataFrame:
    """The yields of some days in percent, tenors in the order of the curve; those without a figure on any of them left out.

    Raises KeyError for a day that is not there.
    """
    tenors = [tenor for tenor in TENOR_YEARS if tenor in yields.columns]
    return yields.loc[[pd.Timestamp(day) for day in days], tenors].dropna(how="all", axis="columns")


def with_differences(rows: pd.DataFrame) -> pd.DataFrame:
    """The days of `on_days` as columns in percent, and the differences from the first of them in bp; by tenor.

    >>> rows = pd.DataFrame({"10Y": [4.17, 4.48]}, index=pd.to_datetime(["2025-04-01", "2025-04-11"]))
    >>> with_differences(rows).loc["10Y"].to_dict()
    {'2025-04-01_pct': 4.17, '2025-04-11_pct': 4.48, '2025-04-11_change_bp': 31.0}
    """
    levels = rows.T.set_axis([f"{day.date()}_pct" for day in rows.index], axis="columns").rename_axis("tenor")
    moved = ((rows - rows.iloc[0]).iloc[1:] * 100).round(DECIMALS).T
    return levels.join(moved.set_axis([f"{day.date()}_change_bp" for day in moved], axis="columns"))


def fitted(yields: pd.DataFrame, days: Sequence[date]) -> dict[date, curve.Curve]:
    """The curve of each day that has enough tenors (`curve.fit`)."""
    made = {}
    for day in days:
        try:
            made[day] = curve.fit(yields.loc[pd.Timestamp(day)])
        except ValueError:
            continue
    return made


def readings(curves: Mapping[date, curve.Curve], read: Callable[[curve.Curve, curve.Years], curve.Numbers]) -> pd.DataFrame:
    """One reading of the curves (such as `curve.zero_pct`) every quarter of a year, in percent; years as index, a day a column.

    >>> made = readings({date(2025, 4, 11): curve.fit(pd.Series({"6M": 4.0, "1Y": 4.0}))}, curve.zero_pct)
    >>> made.round(6).iloc[:, 0].dropna().unique().tolist(), made.index[-1]
    ([4.0], np.float64(1.0))
    """
    longest = max((one.longest_years for one in curves.values()), default=0.0)
    years = [step * STEP_YEARS for step in range(round(longest / STEP_YEARS) + 1)]
    columns = {pd.Timestamp(day): read(one, years) for day, one in curves.items()}
    return pd.DataFrame(columns, index=pd.Index(years, name="years")).dropna(how="all")


def at_tenors(yields: pd.DataFrame, curves: Mapping[date, curve.Curve], day: date) -> pd.DataFrame:
    """Par yield, zeros, the one-year forward from there (percent) and the duration at par (years), at a day's tenors of a year
    and more.
    """
    row, fit = yields.loc[pd.Timestamp(day)], curves[day]
    tenors = [tenor for tenor in fit.tenors if TENOR_YEARS[tenor] >= 1]
    years, par = [TENOR_YEARS[tenor] for tenor in tenors], row[tenors].tolist()
    return pd.DataFrame(
        {
            "par_pct": par,
            "zero_pct": curve.zero_pct(fit, years),
            "zero_continuous_pct": curve.zero_pct(fit, years, "continuous"),
            "forward_pct": curve.forward_pct(fit, years),
            "par_duration_years": curve.par_duration_years(par, years),
        },
        index=pd.Index(tenors, name="tenor"),
    )


def sessions(yields: pd.DataFrame, event: Day, wanted: Sequence[int]) -> pd.DataFrame:
    """The curve at each session around an event that is held: ``day`` and the yields in percent, sessions as index.

    Sessions are counted in the 10-year's observations, as in `event_study.session_dates`.

    >>> days = pd.to_datetime(["2025-04-01", "2025-04-02", "2025-04-03"])
    >>> sessions(pd.DataFrame({"10Y": [4.17, 4.20, 4.06]}, index=days), "2025-04-02", range(-1, 1))["10Y_pct"].to_dict()
    {-1: 4.17, 0: 4.2}
    """
    days = event_study.session_dates(yields["10Y"], event, wanted).dropna()
    tenors = [tenor for tenor in TENOR_YEARS if tenor in yields.columns]
    rows = yields.loc[pd.DatetimeIndex(days), tenors].set_axis(days.index, axis="index").dropna(how="all", axis="columns")
    made = rows.add_suffix("_pct")
    made.insert(0, "day", pd.to_datetime([day.date() for day in days]))
    return made
