"""Data / Catalogue and health: every dataset, how it stands, where it comes from; refresh and download."""

from treasury.language import N_
import streamlit as st

from treasury.ui import catalogue, controls, layout, refreshing

rows = catalogue.table()
layout.page(N_("Data"), N_("Catalogue and health"), catalogue.headline(rows))
catalogue.show_counts(rows)

with st.container(horizontal=True, vertical_alignment="bottom"):
    publisher = controls.choice(N_("Publisher"), [N_("All"), *sorted(rows["publisher"].unique())], key="publisher")
    states = controls.several(N_("State"), list(catalogue.STATES), key="state", default=[], at_least_one=False)
shown = rows[rows["publisher"].eq(publisher) | (publisher == "All")]
shown = shown[shown["state"].isin(states or catalogue.STATES)]

if shown.empty:
    layout.empty_card(N_("No dataset matches"), N_("Choose another publisher or state."))
else:
    catalogue.show_table(shown)
wanted = f"Refresh all {len(rows)} datasets" if len(shown) == len(rows) else f"Refresh the {len(shown)} shown"
refreshing.panel(list(shown["id"]), wanted)  # also when none is left: a refresh can move all of them out of the states chosen

layout.section(N_("One dataset"))
catalogue.show_one(controls.choice(N_("Dataset"), list(rows["id"]), key="dataset", default="par_yields"))
