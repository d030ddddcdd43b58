"""Nominal, real and breakeven yields beside each other, and a nominal move in its parts."""

from __future__ import annotations

import pandas as pd

from treasury.analytics import levels
from treasury.language import N_

# Name in words -> where it stands: 0 par curve, 1 real par curve, 2 breakevens; and its column there.
SERIES = {
    N_("5-year nominal"): (0, "5Y"),
    N_("10-year nominal"): (0, "10Y"),
    N_("30-year nominal"): (0, "30Y"),
    N_("5-year real"): (1, "5Y"),
    N_("10-year real"): (1, "10Y"),
    N_("30-year real"): (1, "30Y"),
    N_("5-year breakeven"): (2, "T5YIE"),
    N_("10-year breakeven"): (2, "T10YIE"),
    N_("5-year, 5 years forward"): (2, "T5YIFR"),
}


def together(par_yields: pd.DataFrame, real_par_yields: pd.DataFrame, breakevens: pd.DataFrame) -> pd.DataFrame:
    """All series beside each other under their names in words; what is not held is missing.

    In: percent, dates as index. Out: percent, on every day on which any of them has a figure. Nothing is filled.

    Reference: "10-Year Breakeven Inflation Rate (T10YIE)", Federal Reserve Bank of St. Louis.

    >>> day = pd.to_datetime(["2025-04-11"])
    >>> none = pd.DataFrame(index=day[:0])
    >>> together(pd.DataFrame({"10Y": [4.48]}, index=day), none, pd.DataFrame({"T10YIE": [2.20]}, index=day)).iloc[0].to_dict()
    {'10-year nominal': 4.48, '10-year breakeven': 2.2}
    """
    frames = (par_yields, real_par_yields, breakevens)
    made = {name: frames[at][column] for name, (at, column) in SERIES.items() if column in frames[at]}
    return pd.concat(made, axis="columns", sort=True).dropna(how="all")


def levels_of(series: pd.DataFrame) -> pd.DataFrame:
    """`levels.levels_table` of every series of `together` of which there is any figure, each from its own last day."""
    rates = series.dropna(how="all", axis="columns")
    return levels.levels_table(rates, rates.index[-1])


def parts(series: pd.DataFrame, tenor: str) -> pd.DataFrame:
    """Nominal, real and (for 5 and 10 years) breakeven of one tenor from `together`, in percent.

    >>> row = pd.DataFrame({"10-year nominal": [4.48], "10-year real": [2.3]}, index=pd.to_datetime(["2025-04-11"]))
    >>> parts(row, "10Y").columns.tolist()
    ['nominal_pct', 'real_pct']
    """
    years = tenor.removesuffix("Y")
    wanted = {f"{years}-year {part}": f"{part}_pct" for part in ("nominal", "real", "breakeven")}
    return series[[name for name in wanted if name in series]].rename(columns=wanted)


def split(shown: pd.DataFrame) -> pd.DataFrame:
    """How the nominal yield of `parts` moved within a range, in its parts, in bp; empty with fewer than two common days.

    Reference and example: those of `levels.nominal_path`.
    """
    path = levels.nominal_path(shown["nominal_pct"], shown["real_pct"], shown["breakeven_pct"])
    return path if len(path) > 1 else path.iloc[:0]
