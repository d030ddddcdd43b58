"""Realised volatility of every tenor, and where it stands in its own past."""

from __future__ import annotations

import pandas as pd

from treasury.analytics import levels, moves


def realised(yields: pd.DataFrame) -> pd.DataFrame:
    """`moves.realised_volatility` of every tenor; the days on which any has one.

    In: percent, one column a tenor, dates as index. Out: bp a year. Reference and example: those of the function named.
    """
    made = pd.DataFrame({str(tenor): moves.realised_volatility(yields[tenor]) for tenor in yields}, index=yields.index)
    return made.dropna(how="all")


def against_past(volatility: pd.DataFrame) -> pd.DataFrame:
    """`levels.volatility_table` of every tenor that has a realised volatility, from the last day of any.

    In: bp a year from `realised`. Reference and example: those of the function named.
    """
    held = volatility.dropna(how="all", axis="columns")
    return levels.volatility_table(held, held.index[-1])
