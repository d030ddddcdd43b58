"""Which series stand beside the yields, of an event and on the Truce monitor: one declaration for the pages, the command line
and the API."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from treasury.analytics.then_and_now import Kind, Named
from treasury.language import N_


@dataclass(frozen=True)
class Asset:
    """One series: its key in answers for machines, a short name for tables of an event and a full one for the monitor, where it
    is kept, and its kind, which decides the unit of its changes."""

    key: str
    name: str
    full_name: str
    dataset: str
    column: str
    kind: Kind


DOLLAR = Asset("dollar_pct", N_("Dollar"), N_("Dollar, broad index"), "dollar_index", "DTWEXBGS", "level")
SP500 = Asset("sp500_pct", "S&P 500", "S&P 500", "equities", "SP500", "level")
VIX = Asset("vix_points", "VIX", "VIX", "vix", "VIXCLS", "points")
STRESS = Asset(
    "financial_stress_points", N_("Financial stress"), N_("Financial stress (OFR)"), "financial_stress", "fsi", "points"
)
REAL = Asset("real_10y_bp", N_("10Y real"), N_("10-year real"), "real_par_yields", "10Y", "percent")
BREAKEVEN = Asset("breakeven_10y_bp", N_("10Y breakeven"), N_("10-year breakeven"), "breakevens", "T10YIE", "percent")
FORWARD = Asset(
    "breakeven_5y5y_bp", N_("5y5y breakeven"), N_("5-year breakeven, 5 years forward"), "breakevens", "T5YIFR", "percent"
)
ACM = Asset(
    "acm_premium_10y_bp", N_("10Y premium (ACM)"), N_("10-year term premium, ACM"), "term_premium_acm", "ACMTP10", "percent"
)
KIM_WRIGHT = Asset(
    "kim_wright_premium_10y_bp",
    N_("10Y premium (Kim-Wright)"),
    N_("10-year term premium, Kim-Wright"),
    "term_premium_kw",
    "THREEFYTP10",
    "percent",
)
DEBT = Asset("public_debt_usd", N_("Debt"), N_("Public debt"), "debt_to_penny", "total_usd", "usd")
STABLECOINS = Asset("stablecoins_usd", N_("Stablecoins"), N_("Stablecoins"), "stablecoins", "total_usd", "usd")

# Beside an event. The stress index's parts for stocks and volatility stand beside the S&P 500 and the VIX, never as them.
ASSETS: tuple[Asset, ...] = (
    DOLLAR,
    SP500,
    VIX,
    STRESS,
    *(
        Asset(f"stress_{part}_points", name, full_name, "financial_stress", part, "points")
        for part, name, full_name in (
            ("equity_valuation", N_("Stress: equity valuation"), N_("Financial stress: equity valuation (OFR)")),
            ("volatility", N_("Stress: volatility"), N_("Financial stress: volatility (OFR)")),
        )
    ),
    REAL,
    BREAKEVEN,
    ACM,
    KIM_WRIGHT,
)
# On the Truce monitor, below the yields.
MONITORED: tuple[Asset, ...] = (REAL, BREAKEVEN, FORWARD, ACM, KIM_WRIGHT, DOLLAR, STRESS, DEBT, STABLECOINS)


def series(asset: Asset, load: Callable[[str], pd.DataFrame]) -> Named:
    """The asset's figures under its name, for `event_study.asset_reactions`; none where its dataset is not held.

    Reference: the datasets' own pages, named in docs/datasets.md.

    By hand: the dollar's column of its frame.

    >>> frame = pd.DataFrame({"DTWEXBGS": [120.0]}, index=pd.to_datetime(["2025-04-01"]))
    >>> series(ASSETS[0], lambda dataset: frame).series.iloc[0]
    np.float64(120.0)
    """
    return Named(asset.name, load(asset.dataset)[asset.column].astype("float64"), asset.kind)
