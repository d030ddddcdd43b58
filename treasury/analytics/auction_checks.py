"""Whether the published parts of an auction add up, auction by auction."""

from dataclasses import dataclass

import pandas as pd

from treasury.analytics.bidders import BIDDERS
from treasury.language import N_

SOLD = ("competitive", "noncompetitive", "fima_noncompetitive", "soma")
HALF_A_HUNDREDTH = 0.005 + 1e-9  # the ratio is published with two decimals


@dataclass(frozen=True)
class Identity:
    """What must hold of every auction: the two sides are equal within the tolerance."""

    name: str
    tolerance: float


IDENTITIES = {
    "sold": Identity(N_("competitive + noncompetitive + FIMA + SOMA = total accepted"), 0.5),
    "bidders": Identity(N_("indirect + direct + dealers = competitive accepted"), 0.5),
    "cover": Identity(N_("(tendered - SOMA) / (accepted - SOMA) = bid-to-cover"), HALF_A_HUNDREDTH),
}


def sides(auctions: pd.DataFrame) -> pd.DataFrame:
    """Both sides of each identity for each auction held.

    In: ``auctions``. Out, one row an auction and identity: ``auction_date``, ``cusip``, ``identity``, ``computed`` and
    ``published`` (dollars, or times for the cover), ``gap`` (computed less published), ``state``: kept, violated, or not
    checked (a part is not held).

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 30 + 6 + 4 of 41 competitive is one short; 100 bid for 42 accepted is a cover of 2.38.

    >>> sold = {"auction_date": pd.to_datetime(["2025-02-12"]), "cusip": "A", "competitive_accepted_usd": 41e9,
    ...     "noncompetitive_accepted_usd": 1e9, "fima_noncompetitive_accepted_usd": 0.0, "soma_accepted_usd": 0.0,
    ...     "total_accepted_usd": 42e9, "total_tendered_usd": 100e9, "soma_tendered_usd": 0.0, "bid_to_cover": 2.38,
    ...     "indirect_accepted_usd": 30e9, "direct_accepted_usd": 6e9, "dealer_accepted_usd": 4e9}
    >>> made = sides(pd.DataFrame(sold))
    >>> made["state"].tolist(), made["gap"].round(3).tolist()
    (['kept', 'violated', 'kept'], [0.0, -1000000000.0, 0.001])
    """
    held = auctions[auctions["total_accepted_usd"].notna()]
    accepted = held["total_accepted_usd"] - held["soma_accepted_usd"]
    computed = {
        "sold": held[[f"{part}_accepted_usd" for part in SOLD]].sum(axis="columns", skipna=False),
        "bidders": held[[f"{who}_accepted_usd" for who in BIDDERS]].sum(axis="columns", skipna=False),
        "cover": (held["total_tendered_usd"] - held["soma_tendered_usd"]) / accepted.where(accepted > 0),
    }
    published = {"sold": "total_accepted_usd", "bidders": "competitive_accepted_usd", "cover": "bid_to_cover"}
    key = held[["auction_date", "cusip"]]
    parts = [
        key.assign(identity=name, computed=computed[name], published=held[published[name]], tolerance=one.tolerance)
        for name, one in IDENTITIES.items()
    ]
    made = pd.concat(parts, ignore_index=True)
    gap = made["computed"] - made["published"]
    state = pd.Series("kept", index=made.index).mask(gap.abs() > made["tolerance"], "violated").mask(gap.isna(), "not checked")
    return made.drop(columns="tolerance").assign(gap=gap, state=state)


def counted(checked: pd.DataFrame) -> pd.DataFrame:
    """How many auctions keep each identity.

    In: the frame of `sides`. Out, one row an identity: ``identity`` (in words), ``kept``, ``violated``, ``not_checked``,
    ``checked_since`` (day of the first auction checked; missing when none is).

    Reference: "Treasury Securities Auctions Data", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: one kept and one not checked.

    >>> made = {"identity": "cover", "state": ["kept", "not checked"], "auction_date": pd.to_datetime(["2025-02-12"] * 2)}
    >>> counted(pd.DataFrame(made))[["kept", "violated", "not_checked"]].iloc[-1].tolist()
    [1, 0, 1]
    """
    rows = []
    for name, one in IDENTITIES.items():
        own = checked[checked["identity"].eq(name)]
        state = own["state"].value_counts()
        since = own.loc[own["state"].ne("not checked"), "auction_date"].min()
        counts = {label: int(state.get(label.replace("_", " "), 0)) for label in ("kept", "violated", "not_checked")}
        rows.append({"identity": one.name, **counts, "checked_since": since})
    return pd.DataFrame(rows).astype({"checked_since": "datetime64[us]"})
