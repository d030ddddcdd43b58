"""Rates / Term premium: ACM and Kim-Wright side by side, expected path against premium, the premium around key dates."""

import streamlit as st

from treasury import units
from treasury.analytics import term_premium
from treasury.charts import term_premium as charts
from treasury.ui import cache, controls, layout
from treasury.ui import term_premium as ui


def draw_models(models, held):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(models.index[0].date(), models.index[-1].date())
        marks = controls.key_dates()
    part = shown.of(models)
    figure, alt = charts.premium_lines(part, "10-year term premium", marks), charts.premium_words(part, shown.words)
    layout.show_chart(figure, key="premium", alt=alt, sources=held, csv=part, name="term premium", notes=ui.METHODS)
    return shown, marks


def draw_parts(acm, shown, marks):
    layout.section("Expected path and premium")
    parts = shown.of(term_premium.decompose(acm.frame).dropna())
    if not parts.empty and (parts.index[0].date() - shown.start).days > 7:
        st.caption(f"Yield and expected path are held from {units.day(parts.index[0])}.")
    figure, alt = charts.path_and_premium(parts, "10-year yield in parts (ACM)", marks), charts.path_words(parts)
    layout.show_chart(figure, key="parts", alt=alt, sources=[acm], csv=parts, name="ACM path and premium", notes=ui.METHODS)


def draw_difference(acm, kim_wright, shown, marks):
    layout.section("ACM minus Kim-Wright")
    both = shown.of(term_premium.compare(acm.frame, kim_wright.frame))
    figure, alt = charts.model_difference(both, "Difference of the two models", marks), charts.difference_words(both)
    layout.show_chart(figure, key="difference", alt=alt, sources=held, csv=both, name="model difference", notes=ui.METHODS)


head = st.container()
acm, kim_wright = cache.frame("term_premium_acm"), cache.frame("term_premium_kw")
layout.drawable(acm, kim_wright)
held = [item for item in (acm, kim_wright) if item.ok]
models = term_premium.premia(acm.frame, kim_wright.frame)
trends = term_premium.trends(models.rename(columns=ui.MODELS))
with head:
    layout.page("Rates", "Term premium", ui.headline(models, trends))
if held:
    shown, marks = draw_models(models, held)
    layout.section("Recent trend")
    table = trends[list(ui.TREND)]
    layout.show_table(table, key="trend", sources=held, labels=ui.TREND, notes=ui.TREND_NOTES, height="content")
    layout.section("Around key dates")
    around = ui.around(models, marks)
    layout.show_table(around, key="around", sources=held, labels=ui.AROUND, notes=ui.AROUND_NOTES)
if acm.ok:
    draw_parts(acm, shown, marks)
if acm.ok and kim_wright.ok:
    draw_difference(acm, kim_wright, shown, marks)
with st.expander("Methods"):
    st.markdown(ui.METHODS)
