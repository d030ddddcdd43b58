"""How the curve changed by day, week or month, and what kind of change each was: bull or bear, steepener or flattener.

Yields come in percent with dates as index, one column a tenor. A change is taken between two observations of one tenor, and never
across more than seven calendar days without one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from treasury.analytics._series import basis_points, observed, stretches
from treasury.analytics.moves import calendar_week_move, move
from treasury.language import N_

Period = Literal["day", "week", "month"]

SHORT, LONG = "2Y", "10Y"
# In the order of tables and legends: rises, falls, and what is neither.
REGIMES = (
    N_("Bear steepener"),
    N_("Bear flattener"),
    N_("Bear parallel"),
    N_("Bull steepener"),
    N_("Bull flattener"),
    N_("Bull parallel"),
    N_("Twist steepener"),
    N_("Twist flattener"),
    N_("Unchanged"),
)


def calendar_month_move(series: pd.Series) -> pd.Series:
    """The last observation of a calendar month minus the last of the month before, in basis points.

    In: percent, dates as index. Out: bp, one row a month, dated with the month's last observation; missing for the first, and
    where two neighbouring observations in between are more than 7 calendar days apart. The last month counts as far as it goes.

    Reference: "Treasury Yield Curve Methodology", US Department of the Treasury (the yields and their two decimals).

    By hand: 4.17 at the end of April minus 4.23 at the end of March is -6.

    >>> days = pd.to_datetime(["2025-03-31", "2025-04-07", "2025-04-14", "2025-04-21", "2025-04-28", "2025-04-30"])
    >>> calendar_month_move(pd.Series([4.23, 4.15, 4.38, 4.42, 4.23, 4.17], index=days)).tolist()
    [nan, -6.0]
    """
    kept = observed(series)
    month = kept.index.year * 12 + kept.index.month
    last = np.append(month[1:] != month[:-1], True)[: len(kept)]
    ends, stretch = kept[last], pd.Series(stretches(kept.index), index=kept.index)[last]
    return basis_points(ends.diff()).where(stretch == stretch.shift())


_MOVES: dict[Period, Callable[[pd.Series], pd.Series]] = {
    "day": move,
    "week": calendar_week_move,
    "month": calendar_month_move,
}
_CALENDAR: dict[Period, str] = {"day": "D", "week": "W-SUN", "month": "M"}


def period_changes(yields: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The change of every tenor over each day, ISO week or calendar month, in basis points.

    In: percent, one column a tenor. Out: bp, one row a period in which any tenor changed, dated with the last day on which any
    of them was observed; a tenor without a change of its own in the period is missing.

    Reference: "ISO 8601-1:2019, Date and time: representations for information interchange", International
    Organization for Standardization (weeks begin on Monday).

    By hand: 4.48 on Friday minus 4.01 on the Friday before is 47; 3.96 - 3.68 is 28.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-10", "2025-04-11"])
    >>> frame = pd.DataFrame({"2Y": [3.68, 3.84, 3.96], "10Y": [4.01, 4.40, 4.48]}, index=days)
    >>> period_changes(frame, "week")
                  2Y   10Y
    2025-04-11  28.0  47.0
    """
    made = pd.concat({tenor: _MOVES[period](yields[tenor]) for tenor in yields}, axis="columns", sort=True)
    label = made.index.to_period(_CALENDAR[period])
    last = made.index.to_series().groupby(label).max()
    return made.groupby(label).last().set_axis(pd.DatetimeIndex(last, name=yields.index.name), axis="index").dropna(how="all")


def regimes(changes: pd.DataFrame) -> pd.DataFrame:
    """What kind of change each period was, by the changes of the 2-year and the 10-year.

    *Bear*: neither fell and one rose. *Bull*: neither rose and one fell. *Twist*: one rose and the other fell. *Steepener*: the
    10-year minus the 2-year grew, *flattener*: it shrank, *parallel*: both moved alike. *Unchanged*: neither moved. In: bp
    from `period_changes`, with ``2Y`` and ``10Y``. Out, where both have a change: ``two_year_bp``, ``ten_year_bp``,
    ``level_bp`` (their mean), ``slope_bp`` (10-year minus 2-year) and ``regime``, one of `REGIMES`.

    Reference: Frank Fabozzi, "Bond Markets, Analysis, and Strategies", Pearson (shifts, twists, steepening and flattening).

    By hand: +28 and +47 rose, the long end by 19 more: a bear steepener. -5 and +2 is a twist.

    >>> days = pd.to_datetime(["2025-04-11", "2025-04-17"])
    >>> regimes(pd.DataFrame({"2Y": [28.0, -5.0], "10Y": [47.0, 2.0]}, index=days))[["slope_bp", "regime"]].values.tolist()
    [[19.0, 'Bear steepener'], [7.0, 'Twist steepener']]
    """
    both = changes[[SHORT, LONG]].dropna()
    short, long = both[SHORT], both[LONG]
    slope = (long - short).round(6)
    made = pd.DataFrame({"two_year_bp": short, "ten_year_bp": long, "level_bp": (short + long) / 2, "slope_bp": slope})
    names = [regime(*pair) for pair in zip(short, long, strict=True)]
    return made.assign(regime=pd.Series(names, index=both.index, dtype="str"))


def regime(short_bp: float, long_bp: float) -> str:
    """The name of one change of the 2-year and the 10-year, as in `regimes`.

    In: bp. Out: one of `REGIMES`.

    Reference: Frank Fabozzi, "Bond Markets, Analysis, and Strategies", Pearson.

    By hand: the 2-year falls by more than the 10-year, so the curve steepens in a rally.

    >>> regime(-12.0, -4.0), regime(0.0, 0.0)
    ('Bull steepener', 'Unchanged')
    """
    if short_bp == long_bp == 0:
        return "Unchanged"
    way = "Twist" if short_bp * long_bp < 0 else "Bear" if short_bp + long_bp > 0 else "Bull"
    return f"{way} {'parallel' if short_bp == long_bp else 'steepener' if long_bp > short_bp else 'flattener'}"


def regime_counts(found: pd.DataFrame) -> pd.DataFrame:
    """How often each kind of change occurred, and how large it was on average.

    In: the frame of `regimes`. Out, indexed by ``regime`` in the order of `REGIMES`, those that occurred: ``periods``,
    ``count_share_pct`` (of all periods), the means ``two_year_bp``, ``ten_year_bp`` and ``slope_bp``, ``last``: the latest day.

    Reference: "Engineering Statistics Handbook, 1.3.5.1: measures of location", NIST/SEMATECH.

    By hand: of two weeks one was a bear steepener, 50 %, with the 10-year up by 47.

    >>> days = pd.to_datetime(["2025-04-11", "2025-04-17"])
    >>> made = regime_counts(regimes(pd.DataFrame({"2Y": [28.0, -15.0], "10Y": [47.0, -14.0]}, index=days)))
    >>> made.loc["Bear steepener", ["periods", "count_share_pct", "ten_year_bp"]].tolist()
    [1.0, 50.0, 47.0]
    """
    by = found.assign(last=found.index).groupby("regime")
    made = by[["two_year_bp", "ten_year_bp", "slope_bp"]].mean()
    made.insert(0, "periods", by.size())
    made.insert(1, "count_share_pct", made["periods"] / len(found) * 100)
    made["last"] = by["last"].max().astype("datetime64[us]")
    return made.reindex([name for name in REGIMES if name in made.index]).rename_axis("regime")
