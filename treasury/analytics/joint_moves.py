"""Moves of several markets over the same days: how often yields rose while the dollar fell, and how they are correlated.

Series are compared on the days that all of them have, so that every move spans the same days: a holiday of one market joins two
sessions of the others into one move. No move is taken across more than seven calendar days.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._series import DECIMALS, GAP_DAYS, observed
from treasury.language import N_

Kind = Literal["bp", "pct", "change"]
By = Literal["day", "week"]
Every = Literal["all", "decade", "year"]


def shared_days(series: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The levels of several series on the days on which all of them have a figure.

    In: by name, dates as index. Out: one column a name; empty where they share no day.

    Reference: "Moves" in docs/methods.md: a day without a figure is no observation.

    By hand: of three days the second is missing in one series, which leaves two.

    >>> days = pd.to_datetime(["2025-04-08", "2025-04-09", "2025-04-10"])
    >>> both = {"yield": pd.Series([4.26, 4.34, 4.40], index=days), "dollar": pd.Series([127.0, None, 125.0], index=days)}
    >>> shared_days(both)["yield"].tolist()
    [4.26, 4.4]
    """
    return pd.concat({name: observed(one) for name, one in series.items()}, axis="columns", join="inner").sort_index()


def moves_together(levels: pd.DataFrame, kinds: Mapping[str, Kind], by: By = "day") -> pd.DataFrame:
    """The moves of several series between the same days, each in its own unit.

    In: the frame of `shared_days`; by column how its move is measured: ``bp`` (difference of percent, times 100), ``pct``
    (relative, in percent) or ``change`` (difference in points); ``by`` day (from one shared day to the next) or week (from the
    last shared day of an ISO week to that of the next week). Out: the columns with their unit behind the name (``yield_bp``);
    missing at the first row, across more than 7 calendar days, and in a week after one without a shared day.

    Reference: "Nominal Broad U.S. Dollar Index (DTWEXBGS)", Board of Governors of the Federal Reserve System.

    By hand: 4.26 to 4.40 percent is 14 bp, 125.0 to 123.5 is -1.2 percent.

    >>> days = pd.to_datetime(["2025-04-08", "2025-04-10"])
    >>> levels = pd.DataFrame({"yield": [4.26, 4.40], "dollar": [125.0, 123.5]}, index=days)
    >>> moves_together(levels, {"yield": "bp", "dollar": "pct"}).iloc[-1].tolist()
    [14.0, -1.2]
    """
    rows, follows = _steps(pd.DatetimeIndex(levels.index), by)
    ends = levels.iloc[rows]
    made = {}
    for name, kind in kinds.items():
        if kind == "pct":
            step = ends[name].pct_change(fill_method=None) * 100
        else:
            step = ends[name].diff() * (100 if kind == "bp" else 1)
        made[f"{name}_{kind}"] = step.round(DECIMALS).where(follows)
    return pd.DataFrame(made, index=ends.index)


def _steps(index: pd.DatetimeIndex, by: By) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The rows that moves are measured between, and whether each follows closely enough on the one before."""
    days = index.to_numpy().astype("datetime64[D]").astype(np.int64)
    if by == "day":
        rows, steps, longest = np.arange(len(days)), np.diff(days, prepend=0), GAP_DAYS
    else:
        weeks = (days + 3) // 7  # day 0 was a Thursday
        rows = np.flatnonzero(np.append(weeks[1:] != weeks[:-1], True)[: len(weeks)])
        steps, longest = np.diff(weeks[rows], prepend=0), 1
    follows = steps <= longest
    follows[:1] = False
    return rows, follows


def beyond(moves: pd.Series, threshold: float) -> pd.Series:
    """Whether each move is at least as large as a threshold above zero; for 0, whether it is a rise at all.

    In: moves, and a threshold in their unit. Out: True or False; a missing move is not beyond anything.

    Reference: the definition of a triple sell-off day in docs/methods.md.

    By hand: of 5, 4.9 and nothing only the first reaches 5.

    >>> beyond(pd.Series([5.0, 4.9, None]), 5).tolist()
    [True, False, False]
    """
    return moves >= threshold if threshold else moves > 0


def rarity(moves: pd.DataFrame, rise_bp: float, fall_pct: float, every: Every = "decade") -> pd.DataFrame:
    """How often the yield rose while the dollar fell, and how often chance alone would bring both.

    In: ``yield_bp`` and ``dollar_pct`` of `moves_together`; thresholds (0: any); ``every`` decade, year, or all in one. Out,
    one row a period: ``period`` ("2010s", "2025", "All"), ``first_day``, ``last_day``, ``moves`` (how many there are of both),
    ``rises``, ``falls`` and ``both`` (numbers of them beyond their threshold), ``share_pct`` (both of moves),
    ``rises_share_pct`` (both of rises), ``chance_share_pct`` (share of rises times share of falls: what two unrelated markets
    would show). A ratio without a divisor is missing.

    Reference: William Feller, "An Introduction to Probability Theory and Its Applications", chapter on conditional probability
    and stochastic independence, Wiley.

    By hand: of four days two have a rise, two a fall and one both: 25 percent, as by chance, and half of the rises.

    >>> days = pd.to_datetime(["2025-04-07", "2025-04-08", "2025-04-09", "2025-04-10"])
    >>> moves = pd.DataFrame({"yield_bp": [14.0, 11.0, -2.0, -6.0], "dollar_pct": [0.8, -0.4, -0.6, 0.1]}, index=days)
    >>> rarity(moves, 5, 0.25)[["both", "share_pct", "rises_share_pct", "chance_share_pct"]].to_numpy().tolist()
    [[1.0, 25.0, 50.0, 25.0]]
    """
    known = moves[["yield_bp", "dollar_pct"]].dropna()
    up, down = beyond(known["yield_bp"], rise_bp), beyond(-known["dollar_pct"], fall_pct)
    years = pd.DatetimeIndex(known.index).year
    period = {
        "all": pd.Series(N_("All"), index=known.index),
        "decade": pd.Series([f"{year // 10 * 10}s" for year in years], index=known.index),
        "year": pd.Series([str(year) for year in years], index=known.index),
    }[every]
    flags = pd.DataFrame({"period": period, "day": known.index, "moves": 1, "rises": up, "falls": down, "both": up & down})
    numbers = {name: (name, "sum") for name in ("moves", "rises", "falls", "both")}
    made = flags.groupby("period").agg(first_day=("day", "min"), last_day=("day", "max"), **numbers).reset_index()
    return made.assign(
        share_pct=_share(made["both"], made["moves"]),
        rises_share_pct=_share(made["both"], made["rises"]),
        chance_share_pct=_share(made["rises"] * made["falls"], made["moves"] ** 2),
    )


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0) * 100


def rolling_correlation(moves: pd.DataFrame, first: str, second: str, sessions: int) -> pd.Series:
    """The correlation of two series' daily moves over the last so many shared sessions, from -1 to 1.

    In: the frame of `moves_together` by day; two of its columns; the sessions, 3 or more. Out: one value a day on which all moves
    of the window are there: a gap leaves the sessions after it missing. For a yield and the dollar: positive when the dollar
    rises with yields, negative when it falls while they rise. Raises ValueError for fewer than 3 sessions.

    Reference: "Engineering Statistics Handbook, 1.3.3.26: correlation", NIST/SEMATECH.

    By hand: over three sessions the dollar moves by exactly -0.1 percent for each basis point.

    >>> days = pd.to_datetime(["2025-04-08", "2025-04-09", "2025-04-10"])
    >>> moves = pd.DataFrame({"yield_bp": [11.0, 8.0, -4.0], "dollar_pct": [-1.1, -0.8, 0.4]}, index=days)
    >>> round(float(rolling_correlation(moves, "yield_bp", "dollar_pct", 3).iloc[0]), 6)
    -1.0
    """
    if sessions < 3:
        raise ValueError(f"a correlation over {sessions} sessions says nothing; use 3 or more")
    made = moves[first].rolling(sessions).corr(moves[second])
    still = (moves[first].rolling(sessions).std() == 0) | (moves[second].rolling(sessions).std() == 0)
    return made.mask(still).clip(-1, 1).dropna().rename("correlation")
