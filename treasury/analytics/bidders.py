"""Who bought at auction: shares of the competitive amount accepted."""

import pandas as pd

BIDDERS = ("indirect", "direct", "dealer")


def shares(auctions: pd.DataFrame) -> pd.DataFrame:
    """Each bidder class's share of the competitive amount accepted.

    In: ``auctions``. Out, on the same rows: ``indirect_share_pct``, ``direct_share_pct``, ``dealer_share_pct``. Missing where
    an amount is not held (before 2016 in the embedded snapshot) and where nothing was accepted competitively. The three add
    up to 100; noncompetitive bids and the Federal Reserve's add-on are in neither part of the fraction.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 32 bn of 40 bn accepted from indirect bidders is a share of 80 percent.

    >>> sold = {"competitive_accepted_usd": [40e9], "indirect_accepted_usd": 32e9, "direct_accepted_usd": 6e9,
    ...         "dealer_accepted_usd": 2e9}
    >>> shares(pd.DataFrame(sold)).iloc[0].tolist()
    [80.0, 15.0, 5.0]
    """
    competitive = auctions["competitive_accepted_usd"]
    divisor = competitive.where(competitive > 0)
    return pd.DataFrame({f"{who}_share_pct": auctions[f"{who}_accepted_usd"] / divisor * 100 for who in BIDDERS})
