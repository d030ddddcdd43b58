"""Data / Calendar: auctions, settlements, buybacks, refundings, FOMC statements and expected releases; the calendar file."""

import streamlit as st

from treasury.charts import calendar as charts
from treasury.calendar import utc_today
from treasury.language import N_, tr
from treasury.ui import calendar, layout


def draw_lanes(made):
    names = {kind: tr(calendar.KINDS[kind]) for kind in made.kinds}
    figure = charts.lanes(made.frame, names, tr("Events by day"), made.start, made.end, utc_today())
    words = {"sources": made.sources, "csv": made.frame, "notes": calendar.NOTES, "name": "calendar"}
    layout.show_chart(figure, key="lanes", alt=calendar.lanes_alt(made), **words)


head = st.container()
held = calendar.sources()
made = calendar.agenda(held)
text = tr("No calendar can be shown.")
if made is not None:
    text = calendar.headline(made)
    calendar.download(made)
    if layout.drawable(*held):
        draw_lanes(made)
    layout.section(N_("Agenda"))
    calendar.draw_gaps(made)
    calendar.draw_weeks(made)
with head:
    layout.page(N_("Data"), N_("Calendar"), text)
