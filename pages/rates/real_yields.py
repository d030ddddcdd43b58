"""Rates / Real yields and inflation: nominal, real and breakeven, the split of a move, the 5-year forward."""

import streamlit as st

from treasury.analytics import real_yields as measures
from treasury.charts import real_yields as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, recipe, tables
from treasury.ui import real_yields as ui


def draw_parts(made, held):
    series = made.frame
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice(tr("Tenor"), ui.TENORS, key="tenor")
        shown = controls.date_range(series.index[0].date(), series.index[-1].date())
        marks = controls.key_dates()
    csv = recipe.call(measures.parts, made, tenor).between(shown.start, shown.end)
    figure = charts.parts_lines(csv.frame, ui.nominal_title(tenor, csv.frame), marks)
    alt = ui.over(tenor, csv.frame, {column: style.name for column, style in charts.PARTS.items()}, shown.words)
    layout.show_chart(figure, key="parts", alt=alt, sources=held, csv=csv, name=f"{tenor} nominal real", notes=ui.NOTES)
    return tenor, shown, marks, csv


def draw_split(part, tenor, held, marks):
    layout.section(N_("What moved it"))
    if tenor not in ui.PUBLISHED:
        ui.say_no_breakeven(tenor)
    elif layout.drawable(*held):
        path = recipe.call(measures.split, part)
        said = ui.split_words(path.frame, tenor)
        st.markdown(said)
        figure = charts.split_lines(path.frame, ui.split_title(path.frame, tenor), marks)
        layout.show_chart(figure, key="split", alt=said, sources=held, csv=path, name=f"{tenor} split", notes=ui.SPLIT_NOTES)


def draw_breakevens(breakevens, shown, marks):
    layout.section(N_("Breakevens"))
    made = recipe.of(breakevens).between(shown.start, shown.end)
    part, csv = made.frame, made.then("add_suffix", "_pct")
    figure = charts.breakeven_lines(part, ui.last_title(part, ui.BREAKEVEN_TITLES), marks)
    alt = ui.over(tr("Breakevens"), part, ui.BREAKEVENS, shown.words)
    layout.show_chart(figure, key="breakevens", alt=alt, sources=[breakevens], csv=csv, notes=ui.NOTES)


def draw_real(real, shown, marks):
    layout.section(N_("Real yields by tenor"))
    made = recipe.of(real)[list(charts.REAL)].between(shown.start, shown.end)
    part, csv = made.frame, made.then("add_suffix", "_pct")
    figure = charts.real_lines(part, ui.last_title(part, ui.REAL_TITLES), marks)
    alt = ui.over(tr("Real yields"), part, {tenor: tenor for tenor in charts.REAL}, shown.words)
    layout.show_chart(figure, key="real", alt=alt, sources=[real], csv=csv, name="real yields", notes=ui.NOTES)


head = st.container()
loaded = par, real, breakevens = [cache.frame(name) for name in ("par_yields", "real_par_yields", "breakevens")]
held = [item for item in loaded if item.ok]
layout.drawable(*loaded)
if held:
    series = recipe.kept(measures.together, *loaded)
    table = recipe.kept(measures.levels_of, series)
    with head:
        layout.page(N_("Rates"), N_("Real yields and inflation"), ui.headline(table.frame))
    early = ui.endings(series.frame)
    if early:
        layout.stale_card(tr("Some series end early"), ui.endings_words(early, series.frame.index[-1].date()))
    tenor, shown, marks, part = draw_parts(series, held)
    layout.section(N_("Levels and changes"))
    cut = tables.cut_percentiles(table.frame)
    layout.show_table(cut, key="levels", sources=held, labels=ui.LABELS, notes=ui.TABLE_NOTES, height="content", csv=table)
    if len(held) == len(loaded):
        draw_split(part, tenor, held, marks)
    if breakevens.ok:
        draw_breakevens(breakevens, shown, marks)
    if real.ok:
        draw_real(real, shown, marks)
else:
    with head:
        layout.page(N_("Rates"), N_("Real yields and inflation"), tr("No real yields to show."))
