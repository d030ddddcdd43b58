"""Supply / Issuance mix: bills against coupons, new cash, the three bill shares, outstanding, private supply, the checks."""

import streamlit as st

from treasury.charts import issuance as charts
from treasury.language import N_, tr
from treasury.ui import controls, issuance, issuance_checks, layout, private_supply
from treasury.ui import issuance_words as said


def draw_flows(made, marks):
    show = controls.choice(tr("Measure"), list(issuance.MEASURES), key="show")
    touched = show in ("Net", "Bought back")  # buybacks and their gaps have no part in the others
    words = {"period": made.period, "subtitle": said.partial_words(made), "marks": marks}
    words |= {"spans": made.gaps if touched else (), "ahead": made.coming if show == "Gross" else None}
    measure = said.measure_title(show)
    title = tr("{measure} by class", measure=tr(measure))
    figure = charts.class_bars(made.flows, made.side("All"), issuance.MEASURES[show], title, **words)
    alt, sources = said.flows_alt(made, show), held.flows if touched else held.sold
    words = {"csv": made.flows, "name": f"{measure} by class", "notes": issuance.NOTES}
    layout.show_chart(figure, key="classes", alt=alt, sources=sources, **words)
    layout.section(N_("Bills against coupons"))
    parts = (("Bills", (), [held.auctions]), ("Coupons", made.gaps, held.flows))
    for place, (name, spans, sources) in zip(st.columns(2), parts, strict=True):
        words = {"period": made.period, "subtitle": said.partial_words(made), "spans": spans}
        figure = charts.side_flows(made.side(name), name, tr("{side}: issued, matured, net", side=tr(name)), **words)
        words = {"alt": said.side_alt(made, name), "csv": made.side(name), "notes": issuance.NOTES}
        with place:
            layout.show_chart(figure, key=name.lower(), sources=sources, name=f"{name} issued and matured", **words)
    layout.section(N_("By period and class"))
    table = made.flows.iloc[::-1][list(issuance.FLOW_LABELS)]
    words = {"labels": issuance.FLOW_LABELS, "usd": ("bn", 1), "notes": issuance.NOTES}
    layout.show_table(table, key="flows", sources=held.flows, name="issuance by class", **words)
    layout.section(tr("Known to settle later"), anchor="ahead")
    st.markdown(said.ahead_words(made))
    if len(made.ahead):
        words |= {"labels": issuance.AHEAD_LABELS, "height": "content"}
        layout.show_table(made.ahead[list(issuance.AHEAD_LABELS)], key="ahead", sources=held.sold, **words)


def draw_cash(made, marks):
    words = {"period": made.period, "subtitle": said.partial_words(made), "marks": marks, "spans": made.gaps}
    figure, alt = charts.new_cash(made.cash, tr("New cash raised from the public"), **words), said.cash_words(made)
    layout.show_chart(figure, key="new_cash", alt=alt, sources=held.flows, csv=made.cash, notes=issuance.CASH)


def draw_shares(made, marks):
    band = issuance.own_band()
    words = {"subtitle": said.partial_words(made, N_("Open")), "marks": marks, "band": band}
    figure = charts.bill_shares(made.shares, tr("Bill shares, three measures"), made.period, **words)
    words = {"alt": said.shares_alt(made), "csv": made.shares, "notes": issuance.SHARES}
    layout.show_chart(figure, key="bill_shares", sources=held.levels, **words)


def draw_levels(made, marks):
    words = {"subtitle": tr("Pale: rebuilt from auctions"), "marks": marks, "spans": said.unknown_spans(made)}
    figure = charts.outstanding_bars(made.levels, tr("Marketable debt by class"), made.period, **words)
    words = {"alt": said.levels_alt(made), "csv": made.levels, "notes": issuance.LEVELS}
    layout.show_chart(figure, key="outstanding", sources=held.levels, **words)
    subtitle = tr("Rebuilt from auctions, TIPS at par")
    figure = charts.average_maturity(made.months, tr("Weighted average maturity"), subtitle=subtitle, marks=marks)
    words = {"alt": said.months_alt(made), "csv": made.months, "notes": issuance.LEVELS}
    layout.show_chart(figure, key="average_maturity", sources=held.flows, **words)


head = st.container()
held, text = issuance.sources(), N_("No issuance to show.")
if layout.drawable(held.auctions):
    chosen = issuance.choose(held.auctions)
    layout.drawable(held.operations, held.securities)
    if made := issuance.mix(held, chosen.by, chosen.shown):
        text = said.headline(held.debt, made)
        drawn = dict(zip(issuance.VIEWS[:4], (draw_flows, draw_cash, draw_shares, draw_levels), strict=True))
        if chosen.view in drawn:
            drawn[chosen.view](made, chosen.marks)
        else:
            (issuance_checks if chosen.view == "Checks" else private_supply).draw(held)
with head:
    layout.page(N_("Supply"), N_("Issuance mix"), text)
