"""Supply / Refunding: two statements beside each other, auction sizes and buyback maxima against what came, borrowing."""

import streamlit as st

from treasury.analytics import refunding as measures
from treasury.charts import refunding as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, refunding, wording


def draw_statements(files):
    layout.section(tr("Statements side by side"), anchor="statements")
    refunding.draw_due(files)
    before, after = refunding.choose(files)
    made, labels = refunding.figures(files, before, after)
    style = {"labels": labels, "usd": ("bn", 1), "height": "content", "name": "refunding statements"}
    layout.show_table(made, key="figures", sources=[], **style)
    st.caption(refunding.statement_links(files, before, after))
    layout.section(tr("Wording"))
    refunding.draw_wording(files, before, after)
    with st.expander(tr("Compare two texts of your own"), icon=":material/compare:"):
        wording.own_texts()


def draw_sizes(rows, auctions):
    layout.section(tr("Announced and offered sizes"), anchor="sizes")
    first, last = rows["month"].min().date(), rows["month"].max().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=refunding.SELECT_PX):
            tenor = controls.choice(tr("Tenor"), [refunding.ALL, *measures.TENORS], key="tenor")
        span = controls.date_range(first, last, key="span", default="All", options=controls.PERIOD_RANGES)
        with st.container(width=refunding.SELECT_PX):
            marks = controls.key_dates(default="None")
    chosen = refunding.filtered(rows, tenor, span.start, span.end)
    st.markdown(refunding.sizes_words(chosen))
    subtitle = tr("Lines: offered; circles: announced; crosses: offered otherwise")
    figure = charts.sizes(chosen, tr("Auction sizes by month"), span.start, span.end, subtitle=subtitle, marks=marks)
    words = {"sources": [auctions], "csv": chosen, "notes": refunding.SIZE_NOTES}
    layout.show_chart(figure, key="sizes", alt=refunding.sizes_alt(chosen, span.words), name="auction sizes", **words)
    table = refunding.sizes_table(chosen)
    layout.show_table(table, key="sizes_table", labels=refunding.SIZE_LABELS, usd=("bn", 0), name="auction sizes", **words)


def draw_use(operations):
    layout.section(tr("Buyback maximum and use"), anchor="buybacks")
    if not layout.drawable(operations):
        return
    st.markdown(refunding.use_words(rows := refunding.use(operations)))
    figure = charts.buyback_use(
        rows, tr("Bought back, and the most stated"), subtitle=tr("Pale: results of the quarter not all held")
    )
    words = {"sources": [operations], "csv": rows, "notes": refunding.USE_NOTES, "name": "buyback use"}
    layout.show_chart(figure, key="use", alt=refunding.use_alt(rows), **words)
    table = refunding.use_table(rows)
    layout.show_table(table, key="use_table", labels=refunding.USE_LABELS, usd=("bn", 2), height="content", **words)


def draw_borrowing(files):
    layout.section(tr("Borrowing estimates"), anchor="borrowing")
    rows = measures.borrowing(files.estimates)
    st.markdown(refunding.borrowing_words(rows))
    table = rows.iloc[::-1][list(refunding.BORROWING_LABELS)]
    style = {"labels": refunding.BORROWING_LABELS, "usd": ("bn", 0), "height": "content", "notes": refunding.BORROWING_NOTES}
    layout.show_table(table, key="borrowing", sources=[], csv=rows, name="borrowing estimates", **style)
    st.caption(
        tr("US Treasury, “Treasury Announces Marketable Borrowing Estimates”; the CSV of the reviewed file names each release.")
    )


head = st.container()
auctions, operations = cache.frame("auctions"), cache.frame("buyback_operations")
files = refunding.read_files()
text = N_("No refunding statement can be shown.")
if files is not None:
    draw_statements(files)
    rows = refunding.sizes(auctions) if layout.drawable(auctions) else None
    if rows is not None:
        draw_sizes(rows, auctions)
    draw_use(operations)
    draw_borrowing(files)
    text = refunding.headline(files, rows)
with head:
    layout.page(N_("Supply"), N_("Refunding"), text)
