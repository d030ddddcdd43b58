"""Risk / Demand: stablecoins against bills and what a tenfold or a redemption means, foreign holders, the Fed, bidders."""

import streamlit as st

from treasury.language import N_
from treasury.ui import bidder_history, demand, fed_holdings, foreign_holders, layout, stablecoins

DRAW = {
    demand.STABLECOINS: stablecoins.draw,
    demand.WHAT_IF: stablecoins.draw_what_if,
    demand.FOREIGN: foreign_holders.draw,
    demand.FED: fed_holdings.draw,
    demand.BIDDERS: bidder_history.draw,
}

head = st.container()
text = DRAW[demand.view()]()
with head:
    layout.page(N_("Risk"), N_("Demand"), text)
