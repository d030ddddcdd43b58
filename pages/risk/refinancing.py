"""Risk / Refinancing: the cost of a rate shock by fiscal year, the maturity wall, the mark-up by week, the calibration."""

import streamlit as st

from treasury.language import N_, tr
from treasury.ui import layout, refinancing, refinancing_check, refinancing_markup, refinancing_shock, refinancing_wall

VIEWS = {
    refinancing.SHOCK: refinancing_shock.draw,
    refinancing.WALL: refinancing_wall.draw,
    refinancing.MARKUP: refinancing_markup.draw,
    refinancing.CALIBRATION: refinancing_check.draw,
}

head = st.container()
held, text = refinancing.sources(), ""
if layout.drawable(held.auctions):
    text = VIEWS[refinancing.view()](held)
with head:
    layout.page(N_("Risk"), N_("Refinancing"), text or tr("No refinancing to show."))
