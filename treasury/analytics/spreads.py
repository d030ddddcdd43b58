"""Spreads and butterflies by the names of the field, one's own among them, and where their levels stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from treasury.analytics import levels
from treasury.analytics.moves import butterfly_bp, spread_bp

# Name -> the tenors that make it: two a spread (longer minus shorter), three a butterfly (twice the middle minus both).
SPREADS: Mapping[str, tuple[str, ...]] = {
    "2s10s": ("2Y", "10Y"),
    "5s30s": ("5Y", "30Y"),
    "3m10y": ("3M", "10Y"),
    "2s5s": ("2Y", "5Y"),
    "2s30s": ("2Y", "30Y"),
    "10s30s": ("10Y", "30Y"),
    "2s5s10s": ("2Y", "5Y", "10Y"),
    "5s10s30s": ("5Y", "10Y", "30Y"),
}
_LEVELS = ("last_level_bp", "day_bp", "week_bp", "month_bp", "year_to_date_bp", "level_percentile_pct", "date")


def spread(yields: pd.DataFrame, legs: Sequence[str]) -> pd.Series:
    """A spread of two tenors or a butterfly of three, in basis points; the tenors in the order of the curve.

    In: percent, one column a tenor. Out: bp on every date, as `moves.spread_bp` and `moves.butterfly_bp` make them.

    Reference: Bruce Tuckman and Angel Serrat, "Fixed Income Securities: Tools for Today's Markets", Wiley.

    By hand: 4.48 - 3.96 is 0.52, or 52 bp.

    >>> spread(pd.DataFrame({"2Y": [3.96], "10Y": [4.48]}, index=pd.to_datetime(["2025-04-11"])), ("2Y", "10Y")).tolist()
    [52.0]
    """
    if len(legs) == 2:
        return spread_bp(yields, legs[1], legs[0])
    return butterfly_bp(yields, *legs)


def named(yields: pd.DataFrame) -> pd.DataFrame:
    """Every spread and butterfly of `SPREADS`, in basis points; dates as index.

    Reference and example: those of `spread`.
    """
    return pd.DataFrame({name: spread(yields, legs) for name, legs in SPREADS.items()})


def chosen(yields: pd.DataFrame, names: Sequence[str], own: Sequence[str] = ()) -> pd.DataFrame:
    """The named spreads chosen and behind them one of one's own, of two or three tenors, under its name in the field's words.

    In: percent, one column a tenor. Out: bp, dates as index. Any other number of tenors makes none.

    Reference: that of `spread`.

    By hand: beside 2s10s of 52 bp, 2 x 4.15 - 3.96 - 4.48 is -14 bp.

    >>> row = pd.DataFrame({"2Y": [3.96], "5Y": [4.15], "10Y": [4.48]}, index=pd.to_datetime(["2025-04-11"]))
    >>> chosen(row, ["2s10s"], ["2Y", "5Y", "10Y"]).iloc[0].to_dict()
    {'2s10s': 52.0, '2s5s10s': -14.0}
    """
    made = pd.DataFrame({name: spread(yields, SPREADS[name]) for name in names}, index=yields.index)
    if len(own) not in (2, 3):
        return made
    added = spread(yields, own)
    return made.assign(**{str(added.name).split("_")[1]: added})


def spread_levels(made: pd.DataFrame) -> pd.DataFrame:
    """Level, changes and percentile of the level for each spread, from its own last day; in and out in basis points.

    Out, indexed by ``series``: ``last_level_bp``, changes over a day, a week, a month and the year to date,
    ``level_percentile_pct`` among the ten years, ``date``. Days on which no spread has a figure are left out.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: 52 after 56 is -4, and three of the four levels are at most 52.

    >>> days = pd.to_datetime(["2024-12-31", "2025-04-04", "2025-04-10", "2025-04-11"])
    >>> made = spread_levels(pd.DataFrame({"2s10s": [33.0, 33.0, 56.0, 52.0]}, index=days))
    >>> made.loc["2s10s", ["last_level_bp", "day_bp", "level_percentile_pct"]].tolist()
    [52.0, -4.0, 75.0]
    """
    held = made.dropna(how="all")
    table = levels.levels_table(held / 100, held.index[-1])
    return table.assign(last_level_bp=(table["last_pct"] * 100).round(1))[list(_LEVELS)]
