"""Rates / Yields: any tenors over any range, how they moved, where a move ranks, spreads and butterflies."""

import streamlit as st

from treasury.analytics import moves
from treasury.charts import yields as charts
from treasury.tenors import TENORS
from treasury.ui import cache, controls, layout, words
from treasury.ui import yields as ui


def draw_yields(loaded):
    yields = loaded.frame
    chosen = controls.tenors([tenor for tenor in TENORS if tenor in yields.columns])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(yields.index[0].date(), yields.index[-1].date())
        marks = controls.key_dates()
    part = shown.of(yields[chosen])
    figure, alt = charts.yield_lines(part, "Yields", marks), words.yields_over(part, shown.words)
    layout.show_chart(figure, key="yields", alt=alt, sources=[loaded], csv=part, notes=ui.NOTES)
    return shown, marks


def draw_ranks(loaded):
    first, last = loaded.frame.index[0].date(), loaded.frame.index[-1].date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice("Tenor", list(loaded.frame.columns), key="tenor", default="10Y")
        day = controls.day("Day", key="day", default=last, first=first, last=last)
        since = controls.choice("Ranked since", list(ui.SINCE), key="since")
    ranked = ui.ranks(loaded.frame[tenor], day, ui.SINCE[since])
    st.markdown(ui.rank_sentence(ranked, tenor))
    layout.show_table(ranked, key="ranks", sources=[loaded], labels=ui.RANKS_LABELS, notes=ui.RANKS_NOTES)


def draw_spreads(loaded, shown, marks):
    made = cache.computed(ui.spreads, loaded)
    chosen = controls.several("Spreads", list(made.columns), key="spreads", default=["2s10s", "5s30s"])
    part = shown.of(made[chosen])
    figure, alt = charts.spread_lines(part, "Spreads and butterflies", marks), words.spreads_over(part, shown.words)
    csv = part.add_suffix("_bp")
    layout.show_chart(figure, key="spreads_chart", alt=alt, sources=[loaded], csv=csv, name="spreads", notes=ui.NOTES)


head = st.container()
loaded = cache.frame(ui.SERIES[controls.choice("Series", list(ui.SERIES), key="series")])
if layout.drawable(loaded):
    table = cache.computed(moves.moves_table, loaded, as_of=loaded.frame.index[-1].date())
    with head:
        layout.page("Rates", "Yields", ui.headline(table))
    shown, marks = draw_yields(loaded)
    layout.section("Moves")
    layout.show_table(table, key="moves", sources=[loaded], labels=ui.MOVES_LABELS, notes=ui.NOTES, height="content")
    layout.section("Where a move ranks")
    draw_ranks(loaded)
    layout.section("Spreads")
    draw_spreads(loaded, shown, marks)
else:
    with head:
        layout.page("Rates", "Yields", "No yields to show.")
