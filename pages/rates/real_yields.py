"""Rates / Real yields and inflation: nominal, real and breakeven, the split of a move, the 5-year forward."""

import streamlit as st

from treasury.charts import real_yields as charts
from treasury.ui import cache, controls, layout, tables, words
from treasury.ui import real_yields as ui


def draw_parts(series, held):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice("Tenor", ui.TENORS, key="tenor")
        shown = controls.date_range(series.index[0].date(), series.index[-1].date())
        marks = controls.key_dates()
    part = shown.of(ui.parts(series, tenor))
    figure = charts.parts_lines(part, words.rate_moved(f"{tenor} nominal", part["nominal_pct"]), marks)
    alt = ui.over(tenor, part, {column: style.name for column, style in charts.PARTS.items()}, shown.words)
    layout.show_chart(figure, key="parts", alt=alt, sources=held, csv=part, name=f"{tenor} nominal real", notes=ui.NOTES)
    return tenor, shown, marks


def draw_split(part, tenor, held, marks):
    layout.section("What moved it")
    if tenor not in ui.PUBLISHED:
        layout.empty_card(f"No {tenor} breakeven is held", "Choose 5Y or 10Y above to see a move in its parts.")
    elif layout.drawable(*held):
        path = ui.split(part)
        said = ui.split_words(path, tenor)
        st.markdown(said)
        figure = charts.split_lines(path, ui.split_title(path, tenor), marks)
        layout.show_chart(figure, key="split", alt=said, sources=held, csv=path, name=f"{tenor} split", notes=ui.SPLIT_NOTES)


def draw_breakevens(breakevens, shown, marks):
    layout.section("Breakevens")
    part = shown.of(breakevens.frame)
    figure = charts.breakeven_lines(part, ui.last_title(part, {"T5YIFR": "5y5y", "T10YIE": "10Y breakeven"}), marks)
    alt = ui.over("Breakevens", part, ui.BREAKEVENS, shown.words)
    csv = part.add_suffix("_pct")
    layout.show_chart(figure, key="breakevens", alt=alt, sources=[breakevens], csv=csv, notes=ui.NOTES)


def draw_real(real, shown, marks):
    layout.section("Real yields by tenor")
    part = shown.of(real.frame[list(charts.REAL)])
    figure = charts.real_lines(part, ui.last_title(part, {"10Y": "10Y real", "5Y": "5Y real", "30Y": "30Y real"}), marks)
    alt = ui.over("Real yields", part, {tenor: tenor for tenor in charts.REAL}, shown.words)
    layout.show_chart(
        figure, key="real", alt=alt, sources=[real], csv=part.add_suffix("_pct"), name="real yields", notes=ui.NOTES
    )


head = st.container()
loaded = par, real, breakevens = [cache.frame(name) for name in ("par_yields", "real_par_yields", "breakevens")]
held = [item for item in loaded if item.ok]
layout.drawable(*loaded)
if held:
    series, table = cache.computed(ui.together, *loaded), cache.computed(ui.table, *loaded)
    with head:
        layout.page("Rates", "Real yields and inflation", ui.headline(table))
    early = ui.endings(series)
    if early:
        layout.stale_card("Some series end early", ui.endings_words(early, series.index[-1].date()))
    tenor, shown, marks = draw_parts(series, held)
    layout.section("Levels and changes")
    cut = tables.cut_percentiles(table)
    layout.show_table(cut, key="levels", sources=held, labels=ui.LABELS, notes=ui.TABLE_NOTES, height="content", csv=table)
    if len(held) == len(loaded):
        draw_split(shown.of(ui.parts(series, tenor)), tenor, held, marks)
    if breakevens.ok:
        draw_breakevens(breakevens, shown, marks)
    if real.ok:
        draw_real(real, shown, marks)
else:
    with head:
        layout.page("Rates", "Real yields and inflation", "No real yields to show.")
