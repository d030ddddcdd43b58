"""Risk / Demand."""

from treasury.ui import layout

layout.page("Risk", "Demand", "Nothing to show.")
