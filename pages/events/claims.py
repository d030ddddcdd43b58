"""Events / Claims: which checkable statements hold, by which definition, with the figure behind each verdict."""

import streamlit as st

from treasury.language import N_, tr
from treasury.ui import claims, layout

head, text = st.container(), N_("No statements to test.")
made = claims.board()
if made is not None:
    chosen, shown = claims.choose(made), made.shown
    for claim in chosen:
        with claims.row(claim, shown[claim["id"]], alone=len(chosen) == 1):
            claims.draw(claim, shown[claim["id"]], made.sources)
    if not chosen:
        layout.empty_card(tr("No statement has this verdict"), tr("By the definitions chosen; another definition may give it."))
    text = claims.headline(made)
    layout.section(N_("Every definition"))
    claims.show_table(made)
    claims.say_missing(made.sources)
with head:
    layout.page(N_("Events"), N_("Claims"), text)
