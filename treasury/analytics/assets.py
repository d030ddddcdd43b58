"""Which other assets stand beside the yields of an event: one declaration for the pages, the command line and the API."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from treasury.analytics.then_and_now import Kind, Named


@dataclass(frozen=True)
class Asset:
    """One series: its key in answers for machines, its name for people, where it is kept, and its kind, which decides the
    unit of its changes."""

    key: str
    name: str
    dataset: str
    column: str
    kind: Kind


# The stress index's parts for stocks and volatility stand beside the S&P 500 and the VIX, never under their names.
ASSETS: tuple[Asset, ...] = (
    Asset("dollar_pct", "Dollar", "dollar_index", "DTWEXBGS", "level"),
    Asset("sp500_pct", "S&P 500", "equities", "SP500", "level"),
    Asset("vix_points", "VIX", "vix", "VIXCLS", "points"),
    Asset("financial_stress_points", "Financial stress", "financial_stress", "fsi", "points"),
    Asset("stress_equity_valuation_points", "Stress: equity valuation", "financial_stress", "equity_valuation", "points"),
    Asset("stress_volatility_points", "Stress: volatility", "financial_stress", "volatility", "points"),
    Asset("real_10y_bp", "10Y real", "real_par_yields", "10Y", "percent"),
    Asset("breakeven_10y_bp", "10Y breakeven", "breakevens", "T10YIE", "percent"),
    Asset("acm_premium_10y_bp", "10Y premium (ACM)", "term_premium_acm", "ACMTP10", "percent"),
    Asset("kim_wright_premium_10y_bp", "10Y premium (Kim-Wright)", "term_premium_kw", "THREEFYTP10", "percent"),
)


def series(asset: Asset, load: Callable[[str], pd.DataFrame]) -> Named:
    """The asset's figures under its name, for `event_study.asset_reactions`; none where its dataset is not held.

    Reference: the datasets' own pages, named in docs/datasets.md.

    By hand: the dollar's column of its frame.

    >>> frame = pd.DataFrame({"DTWEXBGS": [120.0]}, index=pd.to_datetime(["2025-04-01"]))
    >>> series(ASSETS[0], lambda dataset: frame).series.iloc[0]
    np.float64(120.0)
    """
    return Named(asset.name, load(asset.dataset)[asset.column].astype("float64"), asset.kind)
