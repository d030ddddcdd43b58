"""What alert rules can watch: every column of the datasets with one row a day, and statistics made from datasets.

A new statistic is one entry of `STATISTICS`: what it is called, its kind, the datasets it takes, and the analysis that makes
it (frames in, a series with dates as index out). Rules, the page's form, the command line and the API pick it up from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from treasury.analytics import monitor, moves
from treasury.analytics.alert_rules import Watched
from treasury.analytics.alert_statistics import (
    auction_cover_average,
    long_end_cover,
    stop_above_prior_close,
    triple_sell_off,
    triple_sell_off_ofr,
)
from treasury.analytics.then_and_now import Kind
from treasury.answers import Load
from treasury.errors import BadInput
from treasury.language import N_, tr

MONTH_GAP = 45  # days that may lie between two figures of a month
BUYBACK_GAP = 60  # two operations in the long end were up to 44 days apart, but for the months not held
AUCTION_GAP = 100  # quarterly issues with reopenings between them


@dataclass(frozen=True)
class Statistic:
    """A series by name: heading, kind, the datasets it is made from, what makes it, the pause it may have, its page."""

    title: str
    kind: Kind
    datasets: tuple[str, ...]
    make: Callable[..., pd.Series]
    gap_days: int = 7
    page: str = "yields"

    def of(self, load: Load) -> Watched:
        """The series, from the frames that ``load`` gives."""
        return Watched(self.title, self.make(*map(load, self.datasets)), self.kind, self.gap_days)


STATISTICS: Mapping[str, Statistic] = {
    "slope_2s10s": Statistic("2s10s", "bp", ("par_yields",), lambda par: moves.spread_bp(par, "10Y", "2Y")),
    "slope_5s30s": Statistic("5s30s", "bp", ("par_yields",), lambda par: moves.spread_bp(par, "30Y", "5Y")),
    "fly_2s5s10s": Statistic(
        N_("2s5s10s butterfly"), "bp", ("par_yields",), lambda par: moves.butterfly_bp(par, "2Y", "5Y", "10Y")
    ),
    "realised_volatility_2y": Statistic(
        N_("2-year realised volatility"),
        "bp",
        ("par_yields",),
        lambda par: moves.realised_volatility(par["2Y"]),
        page="volatility",
    ),
    "realised_volatility_10y": Statistic(
        N_("10-year realised volatility"),
        "bp",
        ("par_yields",),
        lambda par: moves.realised_volatility(par["10Y"]),
        page="volatility",
    ),
    "bill_share_outstanding": Statistic(
        N_("Bills in marketable debt"),
        "share_pct",
        ("debt_by_class",),
        lambda debt: monitor.bill_share(debt).series,
        MONTH_GAP,
        "issuance",
    ),
    "long_end_buyback_cover": Statistic(
        N_("Cover of long-end buybacks"), "ratio", ("buyback_operations",), long_end_cover, BUYBACK_GAP, "buybacks"
    ),
    "bid_to_cover_10y_5": Statistic(
        N_("10-year bid-to-cover, mean of five auctions"),
        "ratio",
        ("auctions",),
        partial(auction_cover_average, term="10-Year Note"),
        AUCTION_GAP,
        "auctions",
    ),
    "bid_to_cover_30y_5": Statistic(
        N_("30-year bid-to-cover, mean of five auctions"),
        "ratio",
        ("auctions",),
        partial(auction_cover_average, term="30-Year Bond"),
        AUCTION_GAP,
        "auctions",
    ),
    "stop_above_prior_close_10y": Statistic(
        N_("10-year stop less the close before"),
        "bp",
        ("auctions", "par_yields"),
        partial(stop_above_prior_close, term="10-Year Note"),
        AUCTION_GAP,
        "auctions",
    ),
    "stop_above_prior_close_30y": Statistic(
        N_("30-year stop less the close before"),
        "bp",
        ("auctions", "par_yields"),
        partial(stop_above_prior_close, term="30-Year Bond"),
        AUCTION_GAP,
        "auctions",
    ),
    "sofr_over_iorb": Statistic(
        N_("SOFR less IORB"), "bp", ("policy_rates",), lambda rates: moves.spread_bp(rates, "SOFR", "IORB")
    ),
    "triple_sell_off": Statistic(
        N_("Triple sell-off, stocks by the S&P 500 (1: yes)"),
        "points",
        ("par_yields", "dollar_index", "equities"),
        triple_sell_off,
        page="event-lab",
    ),
    "triple_sell_off_ofr": Statistic(
        N_("Triple sell-off, stocks by the OFR's equity valuation (1: yes)"),
        "points",
        ("par_yields", "dollar_index", "financial_stress"),
        triple_sell_off_ofr,
        page="event-lab",
    ),
}

# Datasets with one row a day, of which every column can be watched: heading, kind, the pause it may have, the page.
COLUMNS: Mapping[str, tuple[str, Kind, int, str]] = {
    "par_yields": (N_("par yield"), "percent", 7, "yields"),
    "real_par_yields": (N_("real par yield"), "percent", 7, "real-yields"),
    "cmt_yields": (N_("constant-maturity yield"), "percent", 7, "yields"),
    "bill_rates": (N_("bill rate"), "percent", 7, "yields"),
    "breakevens": (N_("breakeven"), "percent", 7, "real-yields"),
    "term_premium_acm": ("ACM", "percent", 7, "term-premium"),
    "term_premium_kw": ("Kim-Wright", "percent", 7, "term-premium"),
    "policy_rates": (N_("policy rate"), "percent", 7, "yields"),
    "dollar_index": (N_("dollar index"), "level", 7, "event-lab"),
    "equities": (N_("stocks"), "level", 7, "event-lab"),
    "vix": (N_("index"), "points", 7, "volatility"),
    "financial_stress": (N_("OFR financial stress"), "points", 7, "event-lab"),
    "debt_to_penny": (N_("public debt"), "usd", 7, "issuance"),
    "treasury_cash": (N_("Treasury cash"), "usd", 7, "issuance"),
    "customs_receipts": (N_("customs"), "usd", 7, "catalogue"),
    "fed_holdings": (N_("Fed holdings"), "usd", 15, "duration"),
    "stablecoins": (N_("stablecoins"), "usd", 7, "catalogue"),
}
# Columns whose own name says too little.
_NAMES: Mapping[str, str] = {
    "breakevens.T5YIE": N_("5-year breakeven"),
    "breakevens.T10YIE": N_("10-year breakeven"),
    "breakevens.T5YIFR": N_("5-year breakeven, 5 years forward"),
    "dollar_index.DTWEXBGS": N_("Dollar, broad index"),
    "equities.SP500": "S&P 500",
    "vix.VIXCLS": "VIX",
    "financial_stress.fsi": N_("Financial stress (OFR)"),
    "debt_to_penny.total_usd": N_("Public debt"),
    "stablecoins.total_usd": N_("Stablecoins"),
}
# Columns of datasets, as words.
_COLUMN_WORDS = frozenset(
    (
        *(N_("discount rate"), N_("coupon equivalent"), N_("credit"), N_("equity valuation"), N_("safe assets"), N_("funding")),
        *(N_("volatility"), N_("united states"), N_("other advanced economies"), N_("emerging markets"), N_("held by public")),
        *(N_("intragovernmental"), N_("opening"), N_("deposits"), N_("withdrawals"), N_("closing"), N_("receipts")),
        *(N_("month to date"), N_("fiscal year to date"), N_("bills"), N_("notes bonds"), N_("tips"), N_("frn")),
        *(N_("tips inflation compensation"), N_("agencies"), N_("mbs"), N_("cmbs"), N_("total"), N_("usd pegged")),
        N_("other pegs"),
    )
)
_YIELDS = ("par_yields", "real_par_yields", "cmt_yields")
_MODELLED: Mapping[str, str] = {
    "ACMTP": N_("term premium, ACM"),
    "ACMRNY": N_("expected path, ACM"),
    "ACMY": N_("fitted yield, ACM"),
    "THREEFYTP": N_("term premium, Kim-Wright"),
    "THREEFY": N_("fitted yield, Kim-Wright"),
}


def statistic(name: str) -> Statistic:
    """What a rule's ``series`` or ``outcome`` names: a statistic, or a column of a dataset with one row a day.

    Raises BadInput naming what there is. Whether a dataset has the column shows when it is loaded.

    >>> statistic("par_yields.10Y").title, statistic("slope_2s10s").kind, statistic("vix.VIXCLS").datasets
    ('10-year par yield', 'bp', ('vix',))
    """
    if name in STATISTICS:
        return replace(STATISTICS[name], title=title(name))
    dataset, _, column = name.partition(".")
    if dataset not in COLUMNS or not column:
        known = f"there are {', '.join(STATISTICS)}, and dataset.column of {', '.join(COLUMNS)}"
        raise BadInput(f"there is no series {name!r}; {known}")
    _, kind, gap_days, page = COLUMNS[dataset]
    return Statistic(title(name), kind, (dataset,), partial(_column, name=name), gap_days, page)


def title(name: str) -> str:
    """How a series is called.

    >>> title("par_yields.30Y"), title("fed_holdings.bills_usd"), title("term_premium_acm.ACMTP05")
    ('30-year par yield', 'Fed holdings, bills', '5-year term premium, ACM')
    """
    if name in STATISTICS:
        return tr(STATISTICS[name].title)
    if name in _NAMES:
        return tr(_NAMES[name])
    dataset, _, column = name.partition(".")
    words = tr(COLUMNS[dataset][0])
    if dataset in _YIELDS and column.endswith("Y"):
        return tr("{count}-year {series}", count=column[:-1], series=words)
    if dataset in _YIELDS:
        return tr("{count}-month {series}", count=column[:-1], series=words)
    if modelled := re.fullmatch(r"([A-Z]+)(\d+)", column):
        return tr("{count}-year {series}", count=int(modelled[2]), series=tr(_MODELLED[modelled[1]]))
    return tr("{series}, {column}", series=f"{words[0].upper()}{words[1:]}", column=_spelled(column))


def _spelled(column: str) -> str:
    """The name of a column as words."""
    if not column.islower():
        return column
    words = column.removesuffix("_usd").replace("_", " ")
    if bill := re.fullmatch(r"(.+) (\d+)w", words):
        return tr("{rate} {weeks}w", rate=tr(bill[1]), weeks=bill[2])
    return tr(words) if words in _COLUMN_WORDS else words


def available(columns: Callable[[str], Iterable[str]]) -> list[str]:
    """Every name that there is, statistics first; ``columns`` gives the columns of a dataset."""
    return [*STATISTICS, *(f"{dataset}.{column}" for dataset in COLUMNS for column in columns(dataset))]


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    column = name.partition(".")[2]
    if column not in frame.columns:
        raise BadInput(f"there is no series {name!r}; {name.partition('.')[0]} has {', '.join(map(str, frame.columns))}")
    return frame[column].sort_index()
