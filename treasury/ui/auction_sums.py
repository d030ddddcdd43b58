"""The sum checks of the auctions page: whether the published parts of every auction held add up."""

from __future__ import annotations

import streamlit as st

from treasury.analytics import auction_checks
from treasury.language import N_, tr, trn
from treasury.ui import cache, layout
from treasury.ui.cache import Loaded

LABELS = {
    "identity": N_("Identity"),
    "kept": N_("Kept"),
    "violated": N_("Violated"),
    "not_checked": N_("Not checked: a part is not held"),
    "checked_since": N_("Checked since"),
}
NOTES = N_("Dollars to the half dollar; the bid-to-cover ratio to half a hundredth, since it is published with two decimals.")


def draw(held: Loaded) -> None:
    """How many auctions keep each identity, and each that does not."""
    checked = cache.computed(auction_checks.sides, held)
    counts = auction_checks.counted(checked)
    broken = checked[checked["state"].eq("violated")]
    if len(broken):
        words = trn(
            "{count:,} published sum does not add up", "{count:,} published sums do not add up", len(broken), count=len(broken)
        )
        layout.failed_card(words, tr("Each is listed below, as published."))
        names = {name: one.name for name, one in auction_checks.IDENTITIES.items()}
        rows = broken.assign(identity=broken["identity"].map(names)).drop(columns="state")
        labels = {"auction_date": N_("Day"), "cusip": "CUSIP", "identity": N_("Identity")}
        layout.show_table(rows, key="violations", sources=[held], labels=labels, notes=NOTES)
    else:
        judged = int(checked.loc[checked["state"].ne("not checked"), ["auction_date", "cusip"]].drop_duplicates().shape[0])
        total = int(held.frame["total_accepted_usd"].notna().sum())
        st.markdown(
            tr(
                "All {judged:,} auctions of which parts are held keep the identities that can be checked; of {unjudged:,} "
                "more the parts are not held.",
                judged=judged,
                unjudged=total - judged,
            )
        )
    layout.show_table(
        counts, key="checks", sources=[held], labels=LABELS, name="auction sum checks", notes=NOTES, height="content"
    )
