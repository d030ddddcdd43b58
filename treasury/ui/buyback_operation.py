"""The view "One operation" of the buybacks page: one operation in full, with the securities it bought."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import buyback_programme as programme
from treasury.charts.parts import BN
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout
from treasury.ui.buybacks import SELECT_PX, Cockpit, bucket_words
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

MILLION_DIGITS = 7  # an amount is written to the million
SECURITY_LABELS = {
    "cusip": "CUSIP",
    "coupon_pct": N_("Coupon"),
    "maturity_date": N_("Maturity"),
    "remaining_maturity_years": N_("Remaining"),
    "age_years": N_("Age"),
    "accepted_usd": N_("Accepted"),
    "operation_share_pct": N_("Of the operation"),
    "issue_share_pct": N_("Of its issue"),
    "so_far_share_pct": N_("So far"),
    "price": N_("Price"),
}
SECURITIES = N_("""
**Of its issue**: par bought in this operation, of the par sold in all auctions of the security up to that day. **So far**: the
same for all operations held up to this one; at least so much, where results are missing. **Age**: years since its first issue.
**Price**: weighted average per 100 of par.
""")


def draw(cockpit: Cockpit, securities: Loaded) -> None:
    """The card of the operation chosen and its securities."""
    row = pick_operation(cockpit.every)
    if row is None or not layout.drawable(securities):
        return
    auctions = cache.frame("auctions")
    if not layout.drawable(auctions):
        return
    bought = programme.composition(securities.frame, auctions.frame, row["operation_date"], row["start_time"])
    sources = [cockpit.source, securities, auctions]
    layout.show_table(
        bought, key="securities", sources=sources, labels=SECURITY_LABELS, usd=("bn", 3), notes=SECURITIES, height="content"
    )


def pick_operation(made: pd.DataFrame) -> pd.Series | None:
    """Shows the card of the operation with a result that the reader chose (by default the last one) and returns its row."""
    results = made[made["state"].eq("result")].iloc[::-1]
    if results.empty:
        st.info(tr("No operation with a result is held."), icon=":material/inbox:")
        return None
    names = [f"{row.operation_date:%Y-%m-%d} {row.start_time}" for row in results.itertuples()]
    with st.container(width=SELECT_PX):
        picked = controls.choice(tr("Operation"), names, key="operation")
    row = results.iloc[names.index(picked)]
    _draw_card(row)
    return row


def _draw_card(row: pd.Series) -> None:
    words = [tr(str(row["security_type"])), bucket_words(row), tr(str(row["operation_type"]))]
    if not units.is_missing(row["regime"]):
        words.append(tr(str(row["regime"])))
    st.markdown(tr(", ").join([f"**{units.day(row['operation_date'].date())}**", *map(plain, words)]))
    figures = {
        tr("Maximum"): _billions(row["maximum_usd"], tr("not published")),
        tr("Offered"): _billions(row["offered_usd"], tr("not held")),
        tr("Accepted"): _billions(row["accepted_usd"], tr("not held")),
        tr("Cover"): units.number(row["cover_ratio"], why=tr("no maximum")),
        tr("Fill"): units.percent(row["fill_pct"], 0, tr("no maximum")),
        tr("Unused"): _billions(row["unused_usd"], tr("no maximum")),
        tr("Issues"): _issues(row),
    }
    with st.container(horizontal=True):
        for name, value in figures.items():
            st.metric(name, value, border=True)


def _billions(value: float, why: str) -> str:
    """All amounts of a card in one unit and to the million, so that they compare at a glance."""
    if units.is_missing(value):
        return units.missing(why)
    divisor, unit = next((size, name) for size, name in units.scales() if size <= BN)
    return tr("USD {amount} {unit}", amount=f"{value / divisor:,.{len(str(int(divisor))) - MILLION_DIGITS}f}", unit=unit)


def _issues(row: pd.Series) -> str:
    if units.is_missing(row["issues_accepted"]):
        return units.missing(tr("not held"))
    accepted = f"{row['issues_accepted']:.0f}"
    if units.is_missing(row["issues_eligible"]):
        return accepted
    return tr("{accepted} of {eligible}", accepted=accepted, eligible=f"{row['issues_eligible']:.0f}")
