"""The view "Bidders at auction" of the demand page: who bought over time, by group of securities and period."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import bidder_history
from treasury.analytics._periods import Period
from treasury.charts import holders as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, navigation
from treasury.ui.demand import RANGE, SELECT_PX
from treasury.ui.issuance import period_words

PERIODS: dict[str, Period] = {N_("Quarter"): "quarter", N_("Month"): "month", N_("Year"): "year"}
GROUPS = (N_("Notes and bonds"), N_("Bills"), "TIPS", N_("Floating rate notes"))
LABELS = {
    "period": N_("Period"),
    "auctions": N_("Auctions"),
    "without_split": N_("without a split"),
    "competitive_accepted_usd": N_("Sold competitively"),
    "indirect_share_pct": N_("Indirect"),
    "direct_share_pct": N_("Direct"),
    "dealer_share_pct": N_("Dealers"),
}
NOTES = N_("""
Of what was sold **competitively**, over all auctions of the period, sum over sum: a large auction weighs more. **Indirect**:
bids placed through dealers, with foreign central banks among them; **direct**: placed by the bidder's own; **dealers**: primary
dealers for their own account, who must bid and take what nobody else wants. The Fed's add-ons and noncompetitive bids are
outside. Pale: a period that is not over, or with auctions that publish no split; before February 2016 the snapshot has none.
""")


def draw() -> str:
    """Shares by period and the table; returns the headline."""
    held = cache.frame("auctions")
    if not layout.drawable(held):
        return tr("No auctions to show.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = controls.choice(tr("Sold"), GROUPS, key="group")
        period = PERIODS[controls.choice(tr("By"), list(PERIODS), key="period")]
    every = cache.computed(bidder_history.shares_by_period, held, period=period, group=group)
    if every.empty:
        layout.empty_card(tr("No auction of {securities} publishes who bought", securities=_within(group)))
        return tr("No auction of {securities} held here publishes who bought.", securities=_within(group))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first, last = every["period_start"].iloc[0].date(), every["period_end"].iloc[-1].date()
        span = controls.date_range(first, last, default=RANGE, options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    inside = (every["period_end"] >= pd.Timestamp(span.start)) & (every["period_start"] <= pd.Timestamp(span.end))
    rows = every[inside].reset_index(drop=True)
    said = headline(every, group)
    subtitle = tr("Pale: partial") if rows["partial"].any() else ""
    figure = charts.bidder_shares(
        rows, tr("Who bought {securities}", securities=_within(group)), period, marks, subtitle=subtitle
    )
    words = {"sources": [held], "notes": NOTES, "csv": rows}
    layout.show_chart(figure, key="bidders", alt=said, name=f"bidders {group.lower()}", **words)
    every_split = rows["without_split"].eq(0).all()
    table = rows.iloc[::-1][[name for name in LABELS if not (every_split and name == "without_split")]]
    layout.show_table(table, key="bidder_table", labels=LABELS, usd=("bn", 0), name=f"bidders {group.lower()} table", **words)
    navigation.link("auctions", tr("Single auctions and their report cards"))
    return said


def _within(group: str) -> str:
    """A group of securities as it is written within a sentence."""
    return tr(group) if group == "TIPS" else tr(group).lower()


def headline(rows: pd.DataFrame, group: str) -> str:
    """The last full period, and where the dealers' share stands among all full periods held."""
    full = rows[~rows["partial"]]
    if full.empty:
        return tr("No full period held publishes who bought {securities}.", securities=_within(group))
    last = full.iloc[-1]
    shares = {who: units.percent(last[f"{who}_share_pct"], 1) for who in charts.BIDDERS}
    higher = int((full["dealer_share_pct"].iloc[:-1] > last["dealer_share_pct"]).sum())
    before = len(full) - 1
    rank = (
        tr(
            "; the dealers' share was higher in {higher} of the {before} full periods held before it",
            higher=higher,
            before=before,
        )
        if before
        else ""
    )
    return tr(
        "In {period}, the last full period, indirect bidders took {indirect}, direct bidders {direct} and primary "
        "dealers {dealer} of {securities} sold competitively{rank}.",
        period=period_words(last["period"]),
        indirect=shares["indirect"],
        direct=shares["direct"],
        dealer=shares["dealer"],
        securities=_within(group),
        rank=rank,
    )
