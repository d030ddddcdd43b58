"""Data / Catalogue and health: every dataset, how it stands, where it comes from; refresh and download."""

import streamlit as st

from treasury.language import N_, tr
from treasury.ui import catalogue, controls, layout, refreshing

rows = catalogue.table()
layout.page(N_("Data"), N_("Catalogue and health"), catalogue.headline(rows))
catalogue.show_counts(rows)

with st.container(horizontal=True, vertical_alignment="bottom"):
    publisher = controls.choice(tr("Publisher"), ["All", *sorted(rows["publisher"].unique())], key="publisher")
    states = controls.several(tr("State"), list(catalogue.STATES), key="state", default=[], at_least_one=False)
shown = rows[rows["publisher"].eq(publisher) | (publisher == "All")]
shown = shown[shown["state"].isin(states or catalogue.STATES)]

if shown.empty:
    layout.empty_card(tr("No dataset matches"), tr("Choose another publisher or state."))
else:
    catalogue.show_table(shown)
every = len(shown) == len(rows)
wanted = tr("Refresh all {count} datasets", count=len(rows)) if every else tr("Refresh the {count} shown", count=len(shown))
refreshing.panel(list(shown["id"]), wanted)  # also when none is left: a refresh can move all of them out of the states chosen

layout.section(N_("One dataset"))
catalogue.show_one(controls.choice(tr("Dataset"), list(rows["id"]), key="dataset", default="par_yields"))
