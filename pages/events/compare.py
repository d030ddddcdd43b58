"""Events / Compare: several events on one axis, in sessions or calendar days, with reactions, ranks and what else happened."""

import streamlit as st

from treasury.language import N_
from treasury.ui import event_compare as ui
from treasury.ui import layout

head, text = st.container(), N_("No yields to measure events by.")
asked = ui.asked()
if asked:
    table = ui.table(asked)
    text = ui.headline(table, asked)
    beside, english, held = ui.beside(asked)
    ui.draw_paths(asked)
    ui.draw_table(asked, table, beside, english)
    ui.draw_links(asked)
    ui.draw_ranks(asked)
    ui.draw_beside(beside, english, held)
with head:
    layout.page(N_("Events"), N_("Compare"), text)
