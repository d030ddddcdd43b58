"""Supply / One security: a CUSIP from its announcement through auction, reopenings and buybacks to maturity."""

import streamlit as st

from treasury.charts import security as charts
from treasury.language import N_, tr
from treasury.ui import controls, layout, security


def draw(made, marks):
    security.draw_figures(made)
    layout.section(N_("Life of the security"), anchor="life")
    words = {"subtitle": security.chart_words(made), "marks": marks, "spans": made.gaps}
    figure = charts.life(
        made.par, made.events, made.statement, tr("Par outstanding, {cusip}", cusip=made.security.cusip), **words
    )
    csv = made.par.rename("outstanding_par_usd").rename_axis("date").reset_index()
    words = {"alt": security.life_alt(made), "csv": csv, "notes": security.NOTES, "sources": shown}
    layout.show_chart(figure, key="life", name=f"security {made.security.cusip}", **words)
    if compared := security.compared_words(made):
        st.markdown(compared)
    layout.section(N_("Every event"), anchor="events")
    security.draw_links(made)
    style = {"labels": security.LABELS, "usd": ("bn", 3), "notes": security.NOTES}
    layout.show_table(security.table(made), key="events", sources=shown, name=f"events {made.security.cusip}", **style)


head = st.container()
held, text = security.sources(), N_("No security to show.")
if layout.drawable(held[0]):
    layout.drawable(*held[1:])
    shown = [item for item in held if item.ok]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cusip, marks = security.pick(held[0], held[2]), controls.key_dates(default="None")
    made = security.life(held, cusip)
    text = security.headline(made)
    draw(made, marks)
with head:
    layout.page(N_("Supply"), N_("One security"), text)
