"""Statistics that only alert rules watch: one figure a day from operations and auctions."""

import pandas as pd

from treasury.analytics import buybacks
from treasury.analytics.auction_terms import exact_terms

AUCTIONS_AVERAGED = 5


def long_end_cover(operations: pd.DataFrame) -> pd.Series:
    """Offered over maximum of the buybacks in buckets that begin at ten years or more, by day of operation.

    In: ``buyback_operations``. Out, by day: offered / maximum, sum over sum where a day has several operations; operations
    without a result, or whose maximum is not published, are left out.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 10.489 bn offered for 6 bn is a cover of 1.748.

    >>> row = {"operation_date": pd.to_datetime(["2026-09-10"]), "state": "result", "operation_type": "Liquidity Support",
    ...        "security_type": "Nominal Coupons", "maturity_bucket": "10Y to 20Y",
    ...        "maximum_usd": 6e9, "offered_usd": 10.489e9, "accepted_usd": 5.187e9}
    >>> long_end_cover(pd.DataFrame(row)).round(3).to_dict()
    {Timestamp('2026-09-10 00:00:00'): 1.748}
    """
    made = buybacks.operations(operations)
    held = made[made["long_end"] & made["cover_ratio"].notna()]
    sums = held.groupby("operation_date")[["offered_usd", "maximum_usd"]].sum()
    return (sums["offered_usd"] / sums["maximum_usd"]).rename("long_end_buyback_cover")


def auction_cover_average(auctions: pd.DataFrame, term: str) -> pd.Series:
    """The mean bid-to-cover of the last five auctions of a term, reopenings among them, by day of auction.

    In: ``auctions``; the term with its class ("10-Year Note"). Out, by day: the mean of the ratios as published; missing for the
    first four. New issues and reopenings are taken together, unlike on the report cards: five auctions are about five months.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 2.4, 2.5, 2.6, 2.5 and 2.5 have the mean 2.5.

    >>> rows = pd.DataFrame({"auction_date": pd.date_range("2025-01-08", periods=5, freq="28D"), "security_class": "Note",
    ...     "security_term": "10-Year", "original_security_term": "10-Year", "reopening": "No",
    ...     "bid_to_cover": [2.4, 2.5, 2.6, 2.5, 2.5]})
    >>> auction_cover_average(rows, "10-Year Note").round(2).tolist()
    [nan, nan, nan, nan, 2.5]
    """
    own = exact_terms(auctions)["exact_term"].str.partition(",")[0].eq(term) & auctions["bid_to_cover"].notna()
    held = auctions[own].groupby("auction_date")["bid_to_cover"].mean().sort_index()
    return held.rolling(AUCTIONS_AVERAGED).mean().rename("bid_to_cover_average")
