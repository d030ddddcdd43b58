"""The work of the reference page: eleven tenors over 9,000 days in four sets of lines, six numbers, 500 rows."""

from __future__ import annotations

import pandas as pd

DAYS, ROWS, MONTH = 9_000, 500, 21
TENORS = ("1M", "3M", "6M", "1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
SHOWN = ("2Y", "5Y", "10Y", "20Y", "30Y", "7Y")  # six numbers
RANGES = ("All", "5Y")
CHARTS = ("Yields", "Change over 21 days", "Volatility over 21 days", "Minus the 10-year")


def figures(par: pd.DataFrame) -> pd.DataFrame:
    """The last 9,000 days of the eleven tenors, in percent."""
    return par[list(TENORS)].tail(DAYS)


def charts(par: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What each of the four charts draws, by its title."""
    yields = figures(par)
    changes = yields.diff(MONTH)
    volatility = yields.diff().rolling(MONTH, min_periods=MONTH // 2).std()
    return dict(zip(CHARTS, (yields, changes, volatility, yields.sub(yields["10Y"], axis="index")), strict=True))


def numbers(par: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Six tenors: the last yield and its change over a day."""
    last, before = par[list(TENORS)].ffill().iloc[-1], par[list(TENORS)].ffill().iloc[-2]
    return {tenor: (f"{last[tenor]:.2f} %", f"{100 * (last[tenor] - before[tenor]):+.0f} bp") for tenor in SHOWN}


def table(par: pd.DataFrame) -> pd.DataFrame:
    """The last 500 days, newest first."""
    return figures(par).tail(ROWS).iloc[::-1]


def within(frame: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """The days of a range: all, or the last five years."""
    return frame if chosen == "All" else frame.loc[frame.index[-1] - pd.DateOffset(years=5) :]
