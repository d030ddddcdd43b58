"""Supply / Auctions: report cards, history of an exact term, who bought, every auction, what is announced, sum checks."""

import streamlit as st

from treasury.charts import auctions as charts
from treasury.language import N_, tr
from treasury.ui import auction_card, auction_sums, auctions, cache, layout


def draw_card(made):
    layout.section(N_("Report card"), anchor="card")
    auction_card.draw(made.picked, held, auctions.NOTES)


def draw_history(made):
    layout.section(tr("History: {security}", security=auctions.security(made.picked["exact_term"])), anchor="history")
    axis, ring = made.axis, {"colour": made.colour, "chosen": made.picked["auction_date"]}
    words = {"sources": held, "csv": made.history, "notes": auctions.NOTES}
    figure = charts.against_six(made.history, made.price_and_cover, tr("Stop, prior close, cover"), **axis, **ring)
    alt = auctions.measures_alt(made, made.price_and_cover, tr("Stop and cover"))
    layout.show_chart(figure, key="price_and_cover", alt=alt, name="auction stop and cover", **words)
    figure = charts.bidder_bars(made.history, tr("Who bought"), subtitle=tr("Shares of competitive accepted"), **axis)
    alt = auctions.bidders_alt(made)
    layout.show_chart(figure, key="bidders", alt=alt, name="auction bidder shares", **words | {"sources": held[:1]})
    figure = charts.against_six(made.history, auctions.AROUND, tr("Dispersion, allotment, next session"), **axis, **ring)
    alt = auctions.measures_alt(made, auctions.AROUND, tr("Dispersion, allotment at the high, next session"))
    layout.show_chart(figure, key="around", alt=alt, name="auction dispersion and follow-through", **words)


def draw_tables(made):
    style = {"sources": held, "labels": auctions.LABELS, "usd": ("bn", 1), "notes": auctions.NOTES}
    layout.section(N_("Latest of each exact term"), anchor="latest")
    latest, csv = auctions.latest(made.every), made.chosen.iloc[::-1]
    layout.show_table(auctions.named(latest), key="latest", name="latest auctions", csv=latest, **style)
    title = tr("Auctions chosen: {choice}", choice=made.choice) if made.choice else tr("Auctions chosen")
    layout.section(title, anchor="table")
    st.markdown(tr("{count:,} auctions, {days}, newest first.", count=len(csv), days=made.shown.words))
    layout.show_table(auctions.named(auctions.table(made.chosen)), key="table", name="auctions", csv=csv, **style)


def draw_announced():
    layout.section(N_("Announced, no result yet"), anchor="announced")
    rows = auctions.announced(held[0], upcoming)
    st.markdown(auctions.announced_words(rows, held[0]))
    if len(rows):
        style = {"labels": auctions.AHEAD_LABELS, "usd": ("bn", 1), "notes": auctions.AHEAD_NOTES}
        shown = rows.assign(security=rows["security"].map(auctions.security))
        layout.show_table(shown, key="announced", sources=[upcoming, held[0]], name="announced auctions", csv=rows, **style)


head = st.container()
held, upcoming = auctions.sources(), cache.frame("upcoming_auctions")
text = N_("No auctions to show.")
if layout.drawable(held[0]):
    layout.drawable(*held[1:], upcoming)
    made = auctions.board(held)
    text = auction_card.headline(made.picked)
    draw_card(made)
    draw_history(made)
    draw_tables(made)
    draw_announced()
    layout.section(N_("Sum checks"), anchor="checks")
    auction_sums.draw(held[0])
with head:
    layout.page(N_("Supply"), N_("Auctions"), text)
