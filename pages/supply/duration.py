"""Supply / Duration: what the public must take in ten-year equivalents, the year before, what ageing took, years, the Fed."""

import streamlit as st

from treasury.analytics.duration_stock import fed_at_market_duration
from treasury.charts import duration as charts
from treasury.language import N_, tr
from treasury.ui import duration, layout
from treasury.ui import duration_words as say

STYLE = {"usd": ("bn", 1), "height": "content"}


def draw_supply(made, sources):
    chosen, words = made.choice, {"subtitle": say.partial_words(made), "marks": made.choice.marks}
    title = say.supply_title(made)
    figure = charts.supply(made.flows, made.net, chosen.unit, title, chosen.period, chosen.fed_bar, spans=made.gaps, **words)
    more = {"sources": sources, "notes": say.NOTES}
    layout.show_chart(figure, key="supply", alt=say.supply_alt(made), csv=made.flows, name="duration supply", **more)
    if chosen.period != "week":  # auctions settle in other weeks each year
        figure = charts.against_year_before(made.net, chosen.unit, tr("Net supply against a year before"), chosen.period, **words)
        layout.show_chart(figure, key="year_before", alt=say.year_alt(made), csv=made.net, name="net duration supply", **more)
    with st.expander(tr("The figures by period")):
        layout.show_table(made.net.iloc[::-1][list(say.NET_LABELS)], key="periods", labels=say.NET_LABELS, usd=("bn", 1), **more)


def draw_classes(made):
    period, rows = duration.by_class(made)
    layout.section(tr("By class, {period}", period=period) if period else N_("By class"), anchor="classes")
    if len(rows):
        layout.show_table(rows, key="classes", sources=held.flows, labels=duration.CLASS_LABELS, notes=say.NOTES, **STYLE)
    if len(ahead := duration.ahead(held, made.choice)):
        st.markdown(tr("**Known to settle later**, counted nowhere above:"))
        layout.show_table(ahead, key="ahead", sources=[held.auctions, held.par], labels=say.AHEAD_LABELS, **STYLE)


def draw_stock(made):
    layout.section(N_("What ageing takes"), anchor="ageing")
    st.markdown(say.stock_words(made))
    words = {"subtitle": say.partial_words(made), "marks": made.choice.marks, "spans": made.gaps}
    figure = charts.stock_changes(made.totals, tr("Duration outstanding, changes"), made.choice.period, **words)
    words = {"alt": say.stock_alt(made), "csv": made.stock, "name": "duration outstanding", "notes": say.STOCK_NOTES}
    layout.show_chart(figure, key="stock", sources=held.stock, **words)


def draw_years(made):
    layout.section(N_("Above one year, for private hands"), anchor="above-one-year")
    every, pair = duration.years(held, made.choice)
    st.markdown(say.years_words(pair))
    style = STYLE | {"usd": ("bn", 0), "notes": say.PRIVATE_NOTES, "sources": [*held.flows, held.fed]}
    rows = pair[list(say.PAIR_LABELS)]
    layout.show_table(rows, key="pair", labels=say.PAIR_LABELS, csv=pair, name="above one year compared", **style)
    with st.expander(tr("Every year")):
        rows = every[every["public_usd"].notna()][list(say.YEAR_LABELS)]
        layout.show_table(rows, key="years", labels=say.YEAR_LABELS, csv=every, name="above one year", **style)


def draw_fed(made):
    layout.section(N_("The Fed's holdings"), anchor="fed")
    if layout.drawable(held.fed):
        rows = fed_at_market_duration(held.fed.frame, made.stock)
        st.markdown(say.fed_words(rows))
        if len(rows):
            words = {"labels": say.FED_LABELS, "notes": say.FED_NOTES, "csv": rows, "usd": ("bn", 0)}
            layout.show_table(rows[list(say.FED_LABELS)], key="fed_holdings", sources=[held.fed, *held.stock], **words)


head = st.container()
held, text = duration.sources(), tr("No duration supply to show.")
if layout.drawable(held.auctions, held.par):
    chosen = duration.choose(held.auctions, held.par)
    st.caption(say.beta_words(duration.measured_beta(held)))
    layout.drawable(held.operations, held.securities)
    if made := duration.make(held, chosen):
        text = say.headline(made)
        draw_supply(made, [*held.flows, held.fed] if chosen.fed_out and chosen.in_par else held.flows)
        for draw in (draw_classes, draw_stock, draw_years, draw_fed):
            draw(made)
with head:
    layout.page(N_("Supply"), N_("Duration"), text)
