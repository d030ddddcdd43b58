"""Supply / Issuance mix: bills against coupons, gross and net, the three bill shares, outstanding and its reconciliation."""

import streamlit as st

from treasury.charts import issuance as charts
from treasury.ui import issuance, layout


def draw_classes(made, show, marks):
    net = show == "Net"  # buybacks and their gaps have no part in gross issuance
    words = {"period": made.period, "subtitle": issuance.partial_words(made), "marks": marks, "spans": made.gaps if net else ()}
    figure = charts.class_bars(made.flows, made.side("All"), issuance.MEASURES[show], f"{show} issuance by class", **words)
    alt, sources = issuance.flows_alt(made, show), held.flows if net else [held.auctions]
    words = {"csv": made.flows, "name": f"{show} issuance by class", "notes": issuance.NOTES}
    layout.show_chart(figure, key="classes", alt=alt, sources=sources, **words)


def draw_sides(made):
    layout.section("Bills against coupons")
    parts = (("Bills", (), [held.auctions]), ("Coupons", made.gaps, held.flows))
    for place, (name, spans, sources) in zip(st.columns(2), parts, strict=True):
        words = {"period": made.period, "subtitle": issuance.partial_words(made), "spans": spans}
        figure = charts.side_flows(made.side(name), name, f"{name}: issued, matured, net", **words)
        words = {"alt": issuance.side_alt(made, name), "csv": made.side(name), "notes": issuance.NOTES}
        with place:
            layout.show_chart(figure, key=name.lower(), sources=sources, name=f"{name} issued and matured", **words)


def draw_shares(made, marks):
    layout.section("Three bill shares")
    subtitle = issuance.partial_words(made, "Open")
    figure = charts.bill_shares(made.shares, "Bill shares, three measures", made.period, subtitle=subtitle, marks=marks)
    words = {"alt": issuance.shares_alt(made), "csv": made.shares, "notes": issuance.SHARES}
    layout.show_chart(figure, key="bill_shares", sources=held.levels, **words)


def draw_levels(made, marks):
    layout.section("Outstanding")
    subtitle = "Pale: rebuilt from auctions"
    figure = charts.outstanding_bars(made.levels, "Marketable debt by class", made.period, subtitle=subtitle, marks=marks)
    words = {"alt": issuance.levels_alt(made), "csv": made.levels, "notes": issuance.LEVELS}
    layout.show_chart(figure, key="outstanding", sources=held.levels, **words)
    subtitle = "Rebuilt from auctions, TIPS at par"
    figure = charts.average_maturity(made.months, "Weighted average maturity", subtitle=subtitle, marks=marks)
    words = {"alt": issuance.months_alt(made), "csv": made.months, "notes": issuance.LEVELS}
    layout.show_chart(figure, key="average_maturity", sources=held.flows, **words)


def draw_tables(made):
    layout.section("Rebuilt less published", anchor="reconciliation")
    if layout.drawable(held.debt):
        errors = issuance.reconciled(held)
        st.markdown(issuance.reconciled_words(errors))
        words = {"labels": issuance.ERROR_LABELS, "usd": ("bn", 1), "notes": issuance.LEVELS}
        layout.show_table(errors, key="reconciliation", sources=held.levels, **words)
    layout.section("Known to settle later", anchor="ahead")
    st.markdown(issuance.ahead_words(made))
    if len(made.ahead):
        words = {"labels": issuance.AHEAD_LABELS, "usd": ("bn", 1), "notes": issuance.NOTES, "height": "content"}
        layout.show_table(made.ahead[list(issuance.AHEAD_LABELS)], key="ahead", sources=[held.auctions], **words)


head = st.container()
held, text = issuance.sources(), "No issuance to show."
if layout.drawable(held.auctions):
    by, show, shown, marks = issuance.choose(held.auctions)
    layout.drawable(held.operations, held.securities)
    if made := issuance.mix(held, by, shown):
        text = issuance.headline(held.debt, made)
        draw_classes(made, show, marks)
        draw_sides(made)
        draw_shares(made, marks)
        draw_levels(made, marks)
        draw_tables(made)
with head:
    layout.page("Supply", "Issuance mix", text)
