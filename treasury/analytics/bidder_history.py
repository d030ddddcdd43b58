"""Who bought at auction over time: shares of bidder classes by period, weighted by size."""

import numpy as np
import pandas as pd

from treasury.analytics._payments import whole_days
from treasury.analytics._periods import Period, period_end, period_labels, period_start
from treasury.analytics.bidders import BIDDERS

# What is shown as one: bills with cash management bills, nominal notes and bonds.
GROUPS = {
    "Bills": ("Bill", "CMB"),
    "Notes and bonds": ("Note", "Bond"),
    "TIPS": ("TIPS",),
    "Floating rate notes": ("FRN",),
}


def shares_by_period(auctions: pd.DataFrame, period: Period, group: str) -> pd.DataFrame:
    """The share of each bidder class in all that was sold competitively in a period, over the auctions that publish the split.

    In: ``auctions``; ``period`` month, quarter or year, by auction date; ``group``, a key of `GROUPS`. Out, one row a period:
    ``period``, ``period_start``, ``period_end``, ``auctions`` (with a split), ``without_split`` (held, but without one),
    ``competitive_accepted_usd``, ``indirect_share_pct``, ``direct_share_pct``, ``dealer_share_pct``, ``partial`` (the period is
    not over on the day of the last auction with a result, or some of its auctions do not publish the split). Shares are sum
    over sum, so that a large auction weighs more; periods without an auction with a split have no row.

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 32 of 40 and 10 of 20 to indirect bidders are 42 of 60, or 70 percent.

    >>> sold = pd.DataFrame({"security_class": "Note", "auction_date": pd.to_datetime(["2026-04-08", "2026-05-06"]),
    ...     "competitive_accepted_usd": [40.0, 20.0], "indirect_accepted_usd": [32.0, 10.0], "direct_accepted_usd": [6.0, 5.0],
    ...     "dealer_accepted_usd": [2.0, 5.0], "total_accepted_usd": [45.0, 21.0]})
    >>> shares_by_period(sold, "quarter", "Notes and bonds")["indirect_share_pct"].tolist()
    [70.0]
    """
    amounts = ["competitive_accepted_usd", *(f"{who}_accepted_usd" for who in BIDDERS)]
    held = auctions[auctions["total_accepted_usd"].notna()]
    own = held[held["security_class"].isin(GROUPS[group])]
    split = own[amounts].notna().all(axis="columns")
    starts = period_start(whole_days(own["auction_date"]), period)
    rows = own[amounts].where(split, axis=0).assign(start=starts.astype("datetime64[us]"), split=split)
    by = rows.groupby("start")
    made = by[amounts].sum(min_count=1)
    made["auctions"], made["without_split"] = by["split"].sum(), by.size() - by["split"].sum()
    made = made[made["competitive_accepted_usd"] > 0].rename_axis("period_start").reset_index()
    begin = whole_days(made["period_start"])
    ends = period_end(begin, period)
    last = held["auction_date"].max()
    shares = {f"{who}_share_pct": made[f"{who}_accepted_usd"] / made["competitive_accepted_usd"] * 100 for who in BIDDERS}
    return pd.DataFrame(
        {
            "period": pd.Series(period_labels(begin, period), index=made.index, dtype="str"),
            "period_start": made["period_start"],
            "period_end": ends.astype("datetime64[us]"),
            **{name: made[name].astype("int64") for name in ("auctions", "without_split")},
            "competitive_accepted_usd": made["competitive_accepted_usd"],
            **shares,
            "partial": (ends > np.datetime64(last, "D")) | made["without_split"].gt(0).to_numpy(),
        }
    )
