"""Triple sell-off days: Treasury yields up, the dollar down and stocks down on one day, and the episodes they form.

What stands for stocks is always named. Where the S&P 500 is not held, the equity-valuation part of the OFR's stress index stands
in its own name and unit: it says how much valuations in several markets add to stress, and is no share price.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from treasury.analytics._series import DECIMALS
from treasury.analytics.joint_moves import Kind, beyond, moves_together, shared_days
from treasury.language import N_


@dataclass(frozen=True)
class StockMeasure:
    """What is taken for stocks: its name, the column of its levels, how a move is measured, and which way a sell-off goes."""

    name: str
    level: str
    kind: Kind
    sign: int  # -1: a sell-off lowers it; 1: it raises it

    @property
    def move(self) -> str:
        """The column of its moves, with their unit."""
        return f"{self.level}_{self.kind}"


SP500 = StockMeasure("S&P 500", "sp500", "pct", -1)
OFR_EQUITY = StockMeasure(N_("OFR equity valuation"), "ofr_equity_valuation", "change", 1)
MEASURES: Mapping[str, StockMeasure] = {one.name: one for one in (SP500, OFR_EQUITY)}


@dataclass(frozen=True)
class Thresholds:
    """How far each of the three must move, as sizes: yield up in bp, dollar down in percent, and the stock measure's sell-off in
    its own unit. 0 takes any move in that direction."""

    rise_bp: float = 5.0
    fall_pct: float = 0.25
    stocks: float = 0.5


def three_levels(yields: pd.Series, dollar: pd.Series, stocks: pd.Series, measure: StockMeasure) -> pd.DataFrame:
    """Yield, dollar and stock measure on the days that all three have.

    In: percent, index, and index or points; dates as index. Out: ``yield``, ``dollar`` and the measure's own column.

    Reference: "OFR Financial Stress Index", Office of Financial Research (the measure beside the S&P 500).

    By hand: two days are shared.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10"])
    >>> one = pd.Series([4.34, 4.40], index=days)
    >>> three_levels(one, one, one, SP500).columns.tolist()
    ['yield', 'dollar', 'sp500']
    """
    return shared_days({"yield": yields, "dollar": dollar, measure.level: stocks})


def three_moves(levels: pd.DataFrame, measure: StockMeasure) -> pd.DataFrame:
    """The moves of the three from one shared day to the next: ``yield_bp``, ``dollar_pct`` and the measure's own column.

    In: the frame of `three_levels`. Out: as `moves_together`.

    Reference: "Nominal Broad U.S. Dollar Index (DTWEXBGS)", Board of Governors of the Federal Reserve System.

    By hand: the OFR's part goes from 0.10 to 0.13, 0.03 points more stress.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10"])
    >>> levels = pd.DataFrame({"yield": [4.34, 4.40], "dollar": [125.0, 123.5], "ofr_equity_valuation": [0.10, 0.13]}, index=days)
    >>> three_moves(levels, OFR_EQUITY).iloc[-1].tolist()
    [6.0, -1.2, 0.03]
    """
    return moves_together(levels, {"yield": "bp", "dollar": "pct", measure.level: measure.kind})


def triple_days(moves: pd.DataFrame, measure: StockMeasure, limits: Thresholds) -> pd.DataFrame:
    """The days on which yields rose, the dollar fell and the stock measure sold off, each by at least its threshold.

    In: the frame of `three_moves`. Out: its rows on those days, with ``stock_measure``, the name of what was used.

    Reference: "S&P 500 (SP500)", Federal Reserve Bank of St. Louis; "OFR Financial Stress Index", Office of Financial Research.

    By hand: of two days only the second has a rise of 5 bp, a fall of the dollar of 0.25 and one of stocks of 0.5 percent.

    >>> days = pd.to_datetime(["2025-04-09", "2025-04-10"])
    >>> moves = pd.DataFrame({"yield_bp": [8.0, 6.0], "dollar_pct": [-0.3, -1.2], "sp500_pct": [2.0, -1.0]}, index=days)
    >>> [str(day.date()) for day in triple_days(moves, SP500, Thresholds()).index]
    ['2025-04-10']
    """
    up = beyond(moves["yield_bp"], limits.rise_bp)
    down = beyond(-moves["dollar_pct"], limits.fall_pct)
    sold = beyond(moves[measure.move] * measure.sign, limits.stocks)
    return moves[up & down & sold].assign(stock_measure=measure.name).astype({"stock_measure": "str"})


def episodes(levels: pd.DataFrame, days: pd.DatetimeIndex, measure: StockMeasure, apart: int = 5) -> pd.DataFrame:
    """Triple days that lie close together as one episode, with what the three did from before its first to its last day.

    In: the frame of `three_levels`; the triple days; how many shared sessions at most lie from one triple day of an episode to
    the next (1: only consecutive sessions). Out, one row an episode: ``episode`` (a number), ``from_date`` (the shared day
    before the first triple day), ``first_day``, ``last_day``, ``triple_days``, ``sessions`` (from the first to the last triple
    day, both counted), ``yield_bp``, ``dollar_pct`` and the measure's own column, from ``from_date`` to ``last_day``, and
    ``stock_measure``.

    Reference: the rule is this project's own and stands in docs/methods.md.

    By hand: triple days on the 2nd and 4th session are one episode of three sessions, from 4.00 to 4.20 percent.

    >>> index = pd.date_range("2025-04-07", periods=4, freq="B")
    >>> levels = pd.DataFrame({"yield": [4.00, 4.10, 4.12, 4.20], "dollar": [100.0, 99, 99, 98], "sp500": 50.0}, index=index)
    >>> made = episodes(levels, index[[1, 3]], SP500).iloc[0]
    >>> [float(made[name]) for name in ("triple_days", "sessions", "yield_bp", "dollar_pct")]
    [2.0, 3.0, 20.0, -2.0]
    """
    at = levels.index.get_indexer(days)
    starts = np.flatnonzero(np.diff(at, prepend=-apart - 1) > apart)
    rows = []
    for number, group in enumerate(np.split(at, starts[1:]) if len(at) else [], 1):
        before, last = levels.iloc[group[0] - 1], levels.iloc[group[-1]]
        stocks = last[measure.level] - before[measure.level]
        if measure.kind == "pct":
            stocks = stocks / before[measure.level] * 100
        rows.append(
            {
                "episode": number,
                "from_date": levels.index[group[0] - 1],
                "first_day": levels.index[group[0]],
                "last_day": levels.index[group[-1]],
                "triple_days": len(group),
                "sessions": int(group[-1] - group[0] + 1),
                "yield_bp": round((last["yield"] - before["yield"]) * 100, DECIMALS),
                "dollar_pct": round((last["dollar"] / before["dollar"] - 1) * 100, DECIMALS),
                measure.move: round(stocks, DECIMALS),
                "stock_measure": measure.name,
            }
        )
    dates, texts = ("from_date", "first_day", "last_day"), ("stock_measure",)
    numbers = ("yield_bp", "dollar_pct", measure.move)
    types = dict.fromkeys(dates, "datetime64[us]") | dict.fromkeys(texts, "str") | dict.fromkeys(numbers, "float64")
    names = ["episode", *dates, "triple_days", "sessions", *numbers, *texts]
    return pd.DataFrame(rows, columns=names).astype(types | dict.fromkeys(("episode", "triple_days", "sessions"), "int64"))
