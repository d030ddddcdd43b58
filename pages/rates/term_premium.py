"""Rates / Term premium: two models, the nowcast, path against premium, key dates, the premium as it was known earlier."""

import streamlit as st

from treasury import units
from treasury.analytics import nowcast_estimate, premium_tables, term_premium
from treasury.charts import term_premium as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, nowcast, premium_versions, recipe, tables
from treasury.ui import term_premium as ui


def draw_models(models, held, estimate):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(models.frame.index[0].date(), estimate.until(models.frame.index[-1].date()))
        marks = controls.key_dates()
    csv, days = models.between(shown.start, shown.end), shown.of(estimate.days)
    figure = charts.premium_lines(csv.frame, ui.level_title(csv.frame), marks, days, estimate.printed if len(days) else "")
    alt = ui.with_nowcast(charts.premium_words(csv.frame, shown.words), estimate.sentence if len(days) else "")
    sources, late = [*held, par] if len(days) else held, found.part("days").between(shown.start, shown.end)
    csv = recipe.call(nowcast_estimate.beside, csv, late)
    layout.show_chart(figure, key="premium", alt=alt, sources=sources, csv=csv, name="term premium", notes=ui.METHODS)
    return shown, marks


def draw_tables(models, held):
    layout.section(N_("Recent trend"))
    table = recipe.call(premium_tables.trend, models)
    cut = tables.cut_percentiles(table.frame)
    layout.show_table(cut, key="trend", sources=held, labels=ui.TREND, notes=ui.TREND_NOTES, height="content", csv=table)
    layout.section(N_("Around key dates"))
    table = recipe.call(premium_tables.around, models, controls.key_dates_shown())
    layout.show_table(table, key="around", sources=held, labels=ui.AROUND, notes=ui.AROUND_NOTES)


def draw_parts(shown, marks):
    layout.section(N_("Expected path and premium"))
    csv = recipe.call(term_premium.decompose, acm).then("dropna").between(shown.start, shown.end)
    parts = csv.frame
    if not parts.empty and (parts.index[0].date() - shown.start).days > 7:
        st.caption(tr("Yield and expected path are held from {day}.", day=units.day(parts.index[0])))
    figure, alt = charts.path_and_premium(parts, ui.parts_title(parts), marks), charts.path_words(parts)
    layout.show_chart(figure, key="parts", alt=alt, sources=[acm], csv=csv, name="ACM path and premium", notes=ui.METHODS)


def draw_difference(shown, marks):
    layout.section(N_("ACM minus Kim-Wright"))
    csv = recipe.call(term_premium.compare, acm, kim_wright).between(shown.start, shown.end)
    both = csv.frame
    figure, alt = charts.model_difference(both, ui.distance_title(both), marks), charts.difference_words(both)
    layout.show_chart(figure, key="difference", alt=alt, sources=held, csv=csv, name="model difference", notes=ui.METHODS)


head = st.container()
acm, kim_wright, par = (cache.frame(name) for name in ("term_premium_acm", "term_premium_kw", "par_yields"))
layout.drawable(acm, kim_wright)
held = [item for item in (acm, kim_wright) if item.ok]
models = recipe.call(term_premium.premia, acm, kim_wright)
trends = term_premium.trends(models.frame.rename(columns=premium_tables.MODELS))
versions = recipe.as_held("term_premium_acm", nowcast.PREMIUM)
found = recipe.kept(nowcast_estimate.estimate, versions, par)
estimate = nowcast.made(found.value, versions.frame, par.frame)
with head:
    layout.page(N_("Rates"), N_("Term premium"), ui.headline(models.frame, trends, estimate.sentence))
if held:
    shown, marks = draw_models(models, held, estimate)
    if acm.ok:
        nowcast.draw(estimate, found, models, [acm, par])
    draw_tables(models, held)
    if acm.ok:
        draw_parts(shown, marks)
        premium_versions.draw(acm, shown, marks)
    if len(held) > 1:
        draw_difference(shown, marks)
