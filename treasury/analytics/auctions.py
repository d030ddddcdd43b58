"""What an auction brought: stop, cover and who bought."""

import pandas as pd

from treasury.analytics import bidders

CLASSES_WITH_A_YIELD = ("Note", "Bond", "TIPS")


def results(auctions: pd.DataFrame, classes: tuple[str, ...] = CLASSES_WITH_A_YIELD) -> pd.DataFrame:
    """Auctions held, newest first, with the stop and each bidder class's share of the competitive amount accepted.

    In: ``auctions``; the security classes wanted. Out: ``auction_date``, ``cusip``, ``security_term``, ``security_class``,
    ``reopening``, ``stop_pct`` (high yield; for TIPS the real yield), ``bid_to_cover_ratio`` as published,
    ``indirect_share_pct``, ``direct_share_pct``, ``dealer_share_pct``, ``total_accepted_usd``. Auctions without a result
    are left out; a share is missing where its amount is not held.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 32 bn of 40 bn accepted from indirect bidders is a share of 80 percent.

    >>> row = {"auction_date": pd.to_datetime(["2025-04-09"]), "cusip": "91282CMM0", "security_term": "9-Year 10-Month",
    ...        "security_class": "Note", "reopening": "Yes", "high_yield": 4.435, "bid_to_cover": 2.67,
    ...        "competitive_accepted_usd": 40e9, "indirect_accepted_usd": 32e9, "direct_accepted_usd": 4e9,
    ...        "dealer_accepted_usd": 4e9, "total_accepted_usd": 40.5e9}
    >>> results(pd.DataFrame(row))[["stop_pct", "indirect_share_pct", "direct_share_pct"]].iloc[0].tolist()
    [4.435, 80.0, 10.0]
    """
    held = auctions[auctions["total_accepted_usd"].notna() & auctions["security_class"].isin(classes)]
    split = bidders.shares(held)
    made = held[["auction_date", "cusip", "security_term", "security_class", "reopening"]].assign(
        stop_pct=held["high_yield"],
        bid_to_cover_ratio=held["bid_to_cover"],
        **{name: split[name] for name in split},
        total_accepted_usd=held["total_accepted_usd"],
    )
    return made.sort_values("auction_date", ascending=False, kind="stable", ignore_index=True)
