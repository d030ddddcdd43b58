"""Rates / Volatility: realised volatility by tenor against its own past; the reader's own MOVE beside it."""

import streamlit as st

from treasury.analytics import volatility as measures
from treasury.charts import volatility as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, recipe, tables
from treasury.ui import volatility as ui
from treasury.ui import yields as yields_ui


def draw_volatility(made, loaded):
    volatility = made.frame
    chosen = controls.tenors(list(volatility.columns))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(volatility.index[0].date(), volatility.index[-1].date())
        marks = controls.key_dates()
    other = cache.frame(yields_ui.SERIES[yields_ui.OTHER]).frame
    paused = yields_ui.pauses_words(loaded.frame[chosen], other, shown.start, shown.end, ui.AFTER_PAUSE)
    if paused:
        st.caption(paused)
    lines = made[chosen].between(shown.start, shown.end)
    part = lines.frame
    figure, alt = charts.volatility_lines(part, ui.title(part), marks), ui.volatility_over(part, shown.words)
    csv = lines.then("add_suffix", "_bp")
    layout.show_chart(figure, key="volatility", alt=alt, sources=[loaded], csv=csv, name="realised volatility", notes=ui.NOTES)
    return shown, marks


def draw_move(made, loaded, shown, marks):
    move = ui.own_move()
    if move is not None:
        tenor = controls.choice(tr("Beside"), list(made.frame.columns), key="beside", default=ui.TENOR)
        ours, theirs = shown.of(made.frame[tenor]), shown.of(move)
        heading, alt = tr("{tenor} realised, and MOVE", tenor=tenor), ui.move_words(ours, theirs)
        figure = charts.beside_move(ours, theirs, heading, marks)
        csv = made[[tenor]].between(shown.start, shown.end).then("add_suffix", "_bp")
        layout.show_chart(figure, key="move", alt=alt, sources=[loaded], csv=csv, name=f"{tenor} volatility", notes=ui.NOTES)


head = st.container()
loaded = cache.frame(yields_ui.SERIES[controls.choice(tr("Series"), list(yields_ui.SERIES), key="series")])
if layout.drawable(loaded):
    made = recipe.kept(measures.realised, loaded)
    table = recipe.kept(measures.against_past, made)
    with head:
        layout.page(N_("Rates"), N_("Volatility"), ui.headline(table.frame))
    shown, marks = draw_volatility(made, loaded)
    layout.section(N_("Against its own past"))
    cut = tables.cut_percentiles(table.frame)
    layout.show_table(cut, key="past", sources=[loaded], labels=ui.LABELS, notes=ui.TABLE_NOTES, height="content", csv=table)
    layout.section("MOVE")
    draw_move(made, loaded, shown, marks)
else:
    with head:
        layout.page(N_("Rates"), N_("Volatility"), tr("No yields to measure."))
