"""The components of the gauge on the embedded snapshot, each worked out another way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from treasury import frames
from treasury.analytics import gauge_components as components
from treasury.analytics.auction_card import cards
from treasury.refreshing import open_store
from treasury.settings import ROOT, Settings

Load = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    place: Path = tmp_path_factory.mktemp("store")
    return frames.reader(open_store(Settings(store=str(place), snapshot=ROOT / "data" / "snapshot")))


def test_the_premium_is_compared_with_twenty_observations_earlier(load: Load) -> None:
    premium = load("term_premium_acm")["ACMTP10"].dropna()
    at = premium.index.get_loc(pd.Timestamp("2025-04-11"))
    expected = (premium.iloc[at] - premium.iloc[at - 20]) * 100
    assert components.premium_change(premium)["2025-04-11"] == pytest.approx(expected)
    assert expected == pytest.approx(30.7, abs=0.05)


def test_buyback_cover_is_the_sum_offered_over_the_sum_of_maxima(load: Load) -> None:
    """The seven long-end operations of the 91 days to 7 October 2025, offered in billions, each with a maximum of 2."""
    made = components.long_end_cover(load("buyback_operations"))
    offered = [19.677, 19.447, 23.015, 20.882, 23.977, 21.666, 29.965]
    assert made["2025-10-07"] == pytest.approx(sum(offered) / 14, abs=1e-6)
    assert made["2024-08-15"] == pytest.approx((3.851 + 7.235 + 6.452) / 6, abs=1e-6)
    assert len(made) == 22
    assert pd.Timestamp("2026-09-10") not in made.index, "one operation in 91 days is too few"


def test_auction_demand_agrees_with_the_report_cards(load: Load) -> None:
    made = components.auction_demand(load("auctions"))
    rows = cards(load("auctions"), load("par_yields"), load("real_par_yields"))
    rows = rows[rows["held"] & rows["security_class"].isin(["Note", "Bond"])].dropna(subset=["bid_to_cover", "six_bid_to_cover"])
    for day in (made.index[200], pd.Timestamp("2025-04-10"), pd.Timestamp("2026-03-26")):
        own = rows[(rows["auction_date"] > day - pd.Timedelta(days=91)) & (rows["auction_date"] <= day)]
        ratios = [cover / six - 1 for cover, six in zip(own["bid_to_cover"], own["six_bid_to_cover"], strict=True)]
        assert made[day] == pytest.approx(sum(ratios) / len(ratios) * 100, abs=1e-6)
    assert made.index.is_unique
    assert made.index.is_monotonic_increasing


def test_the_correlation_is_that_of_63_moves(load: Load) -> None:
    ten, dollar = load("par_yields")["10Y"].dropna(), load("dollar_index")["DTWEXBGS"].dropna()
    days = ten.index.intersection(dollar.index)
    yields, index = ten[days].to_numpy(), dollar[days].to_numpy()
    at = days.get_loc(pd.Timestamp("2025-04-11"))
    moved, changed = np.diff(yields)[at - 63 : at], (index[1:] / index[:-1] - 1)[at - 63 : at]
    made = components.yield_dollar_correlation(ten, dollar)
    assert made["2025-04-11"] == pytest.approx(np.corrcoef(moved, changed)[0, 1], abs=1e-6)


def test_triple_sell_offs_are_counted_one_by_one() -> None:
    random = np.random.default_rng(8)
    days = pd.bdate_range("2024-01-01", periods=300)
    ten = pd.Series((4 + np.cumsum(random.normal(0, 0.05, 300))).round(2), index=days)
    dollar, stocks = (pd.Series(100 * np.exp(np.cumsum(random.normal(0, size, 300))), index=days) for size in (0.004, 0.01))
    made = components.triple_sell_offs(ten, dollar, stocks)
    count = 0
    for at in range(300 - 63, 300):
        rise = round((ten.iloc[at] - ten.iloc[at - 1]) * 100, 6)
        fall, loss = dollar.iloc[at] / dollar.iloc[at - 1] - 1, stocks.iloc[at] / stocks.iloc[at - 1] - 1
        count += rise >= 2.5 and fall <= -0.00125 and loss <= -0.0025
    assert count > 0
    assert made.iloc[-1] == count
    assert made.index[0] == days[63]


def test_bills_are_compared_at_the_ends_of_whole_months_alone() -> None:
    days = pd.to_datetime(["2026-06-30", "2026-07-31", "2026-08-20"]).repeat(2)
    rows = pd.DataFrame({"record_date": days, "source": "rebuilt", "partial": [False] * 4 + [True] * 2})
    rows = rows.assign(security_class=["Bill", "Note"] * 3, outstanding_usd=[21.0, 79.0, 22.0, 78.0, 30.0, 70.0])
    assert components.month_end_bill_share(rows).to_dict() == {pd.Timestamp("2026-06-30"): 21.0, pd.Timestamp("2026-07-31"): 22.0}
