"""Rates / Term premium: two models, the nowcast, path against premium, key dates, the premium as it was known earlier."""

import streamlit as st

from treasury import units
from treasury.analytics import term_premium
from treasury.charts import term_premium as charts
from treasury.ui import cache, controls, layout, nowcast, premium_versions, tables
from treasury.ui import term_premium as ui


def draw_models(models, held, estimate):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(models.index[0].date(), estimate.until(models.index[-1].date()))
        marks = controls.key_dates()
    part, days = shown.of(models), shown.of(estimate.days)
    figure = charts.premium_lines(part, ui.level_title(part), marks, days, estimate.printed if len(days) else "")
    alt = f"{charts.premium_words(part, shown.words)}{f' {estimate.sentence}.' if len(days) else ''}"
    sources, csv = [*held, par] if len(days) else held, nowcast.beside(part, days)
    layout.show_chart(figure, key="premium", alt=alt, sources=sources, csv=csv, name="term premium", notes=ui.METHODS)
    return shown, marks


def draw_tables(models, trends, held, marks):
    layout.section("Recent trend")
    table = ui.trend(models, trends)
    cut = tables.cut_percentiles(table)
    layout.show_table(cut, key="trend", sources=held, labels=ui.TREND, notes=ui.TREND_NOTES, height="content", csv=table)
    layout.section("Around key dates")
    layout.show_table(ui.around(models, marks), key="around", sources=held, labels=ui.AROUND, notes=ui.AROUND_NOTES)


def draw_parts(shown, marks):
    layout.section("Expected path and premium")
    parts = shown.of(term_premium.decompose(acm.frame).dropna())
    if not parts.empty and (parts.index[0].date() - shown.start).days > 7:
        st.caption(f"Yield and expected path are held from {units.day(parts.index[0])}.")
    figure, alt = charts.path_and_premium(parts, ui.parts_title(parts), marks), charts.path_words(parts)
    layout.show_chart(figure, key="parts", alt=alt, sources=[acm], csv=parts, name="ACM path and premium", notes=ui.METHODS)


def draw_difference(shown, marks):
    layout.section("ACM minus Kim-Wright")
    both = shown.of(term_premium.compare(acm.frame, kim_wright.frame))
    figure, alt = charts.model_difference(both, ui.distance_title(both), marks), charts.difference_words(both)
    layout.show_chart(figure, key="difference", alt=alt, sources=held, csv=both, name="model difference", notes=ui.METHODS)


head = st.container()
acm, kim_wright, par = (cache.frame(name) for name in ("term_premium_acm", "term_premium_kw", "par_yields"))
layout.drawable(acm, kim_wright)
held = [item for item in (acm, kim_wright) if item.ok]
models = term_premium.premia(acm.frame, kim_wright.frame)
trends = term_premium.trends(models.rename(columns=ui.MODELS))
estimate = cache.computed(nowcast.made, cache.as_held("term_premium_acm", nowcast.PREMIUM), par)
with head:
    layout.page("Rates", "Term premium", ui.headline(models, trends, estimate.sentence))
if held:
    shown, marks = draw_models(models, held, estimate)
    if acm.ok:
        nowcast.draw(estimate, models["acm_premium_pct"], [acm, par])
    draw_tables(models, trends, held, marks)
    if acm.ok:
        draw_parts(shown, marks)
        premium_versions.draw(acm, shown, marks)
    if len(held) > 1:
        draw_difference(shown, marks)
