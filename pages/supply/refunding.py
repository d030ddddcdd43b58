"""Supply / Refunding: two statements beside each other, auction sizes and buyback maxima against what came, borrowing."""

import streamlit as st

from treasury.analytics import refunding as measures
from treasury.charts import refunding as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, refunding, wording
from treasury.ui import refunding_words as say


def draw_statements(files):
    layout.section(N_("Statements side by side"), anchor="statements")
    refunding.draw_due(files)
    before, after = refunding.choose(files)
    made, labels = refunding.figures(files, before, after)
    style = {"labels": labels, "usd": ("bn", 1), "height": "content", "name": "refunding statements"}
    layout.show_table(made, key="figures", sources=[], **style)
    st.caption(refunding.statement_links(files, before, after))
    layout.section(N_("Wording"))
    refunding.draw_wording(files, before, after)
    with st.expander(tr("Compare two texts of your own"), icon=":material/compare:"):
        wording.own_texts()


def draw_sizes(rows, auctions):
    layout.section(N_("Announced and offered sizes"), anchor="sizes")
    first, last = rows["month"].min().date(), rows["month"].max().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=refunding.SELECT_PX):
            tenor = controls.choice(tr("Tenor"), [refunding.ALL, *measures.TENORS], key="tenor")
        span = controls.date_range(first, last, key="span", default="All", options=controls.PERIOD_RANGES)
        with st.container(width=refunding.SELECT_PX):
            marks = controls.key_dates(default="None")
    chosen = refunding.filtered(rows, tenor, span.start, span.end)
    st.markdown(say.sizes_words(chosen))
    words = {"subtitle": tr(say.SIZES_SUBTITLE), "marks": marks}
    figure = charts.sizes(chosen, tr("Auction sizes by month"), span.start, span.end, **words)
    words = {"sources": [auctions], "csv": chosen, "notes": say.SIZE_NOTES}
    layout.show_chart(figure, key="sizes", alt=say.sizes_alt(chosen, span.words), name="auction sizes", **words)
    table = refunding.sizes_table(chosen)
    layout.show_table(table, key="sizes_table", labels=say.SIZE_LABELS, usd=("bn", 0), name="auction sizes", **words)


def draw_use(operations):
    layout.section(N_("Buyback maximum and use"), anchor="buybacks")
    if not layout.drawable(operations):
        return
    st.markdown(say.use_words(rows := refunding.use(operations)))
    subtitle = tr("Pale: results of the quarter not all held")
    figure = charts.buyback_use(rows, tr("Bought back, and the most stated"), subtitle=subtitle)
    words = {"sources": [operations], "csv": rows, "notes": say.USE_NOTES, "name": "buyback use"}
    layout.show_chart(figure, key="use", alt=say.use_alt(rows), **words)
    table = refunding.use_table(rows)
    layout.show_table(table, key="use_table", labels=say.USE_LABELS, usd=("bn", 2), height="content", **words)


def draw_borrowing(files):
    layout.section(N_("Borrowing estimates"), anchor="borrowing")
    rows = measures.borrowing(files.estimates)
    st.markdown(say.borrowing_words(rows))
    table = rows.iloc[::-1][list(say.BORROWING_LABELS)]
    style = {"labels": say.BORROWING_LABELS, "usd": ("bn", 0), "height": "content", "notes": say.BORROWING_NOTES}
    layout.show_table(table, key="borrowing", sources=[], csv=rows, name="borrowing estimates", **style)
    st.caption(tr(say.BORROWING_SOURCE))


head = st.container()
auctions, operations = cache.frame("auctions"), cache.frame("buyback_operations")
files = refunding.read_files()
text = tr("No refunding statement can be shown.")
if files is not None:
    draw_statements(files)
    if (rows := refunding.sizes(auctions) if layout.drawable(auctions) else None) is not None:
        draw_sizes(rows, auctions)
    draw_use(operations)
    draw_borrowing(files)
    text = say.headline(files.entered, rows)
with head:
    layout.page(N_("Supply"), N_("Refunding"), text)
