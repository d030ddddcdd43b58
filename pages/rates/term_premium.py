"""Rates / Term premium: ACM and Kim-Wright side by side, expected path against premium, the premium around key dates."""

import streamlit as st

from treasury import units
from treasury.analytics import term_premium
from treasury.charts import term_premium as charts
from treasury.ui import cache, controls, layout

MODELS = {"acm_premium_pct": "ACM", "kim_wright_premium_pct": "Kim-Wright"}
TREND = {"model": "Model", "observations": "Observations", "change_bp": "Change", "from_date": "From", "to_date": "To"}
AROUND = {"date": "Day", "model": "Model", "baseline_pct": "Premium", "before_bp": "-5 to -1", "day_bp": "-1 to 0"}
AROUND |= {"after_bp": "-1 to +5", "whole_bp": "-5 to +5", "event": "Key date", "baseline_date": "Session -1"}
WINDOW = 60
TREND_NOTES = """
The last value minus the value 20, 60 and 250 observations earlier: about a month, a quarter and a year. Missing where the
series pauses for more than 7 calendar days in between.
"""
AROUND_NOTES = """
Session 0 is the first observation on or after the day, session -1 the last before it; the premium is that of session -1. The
columns give the change from one session to another: before the day, on it, in the five sessions after it, and in all.
"""
METHODS = """
The **term premium** is what investors want on top of the expected average short rate for holding a 10-year security instead of
rolling bills. It is not observed: **fitted yield = expected path of the short rate + term premium**, by a model.

* **ACM** (Adrian, Crump and Moench, "Pricing the Term Structure with Linear Regressions", Federal Reserve Bank of New York,
  Staff Report 340): five principal components of zero-coupon yields. It is re-estimated early each month, and its past changes.
* **Kim-Wright** (Kim and Wright, Federal Reserve Board, Finance and Economics Discussion Series 2005-33): three latent factors,
  with surveys of forecasts of the short rate, which steady its expected path. FRED carries it as THREEFYTP10.

The models differ in level by tens of basis points; their changes are closer. Here they are compared only on days that both
publish, and a part that is not published is not computed from the others.
"""


def headline(models, trends):
    said = []
    for column, name in MODELS.items():
        kept = models[column].dropna()
        if len(kept):
            row = trends[(trends["model"] == name) & (trends["observations"] == WINDOW)].iloc[0]
            moved = units.bp(row["change_bp"], why="too few observations")
            said.append(f"{name} {units.percent(kept.iloc[-1])} ({units.day(kept.index[-1])}), {moved}")
    return f"10-year term premium: {'; '.join(said)} over {WINDOW} observations." if said else "No term premium is held."


def draw_parts(acm, shown, marks):
    parts = shown.of(term_premium.decompose(acm.frame).dropna())
    figure, alt = charts.path_and_premium(parts, "10-year yield in parts (ACM)", marks), charts.path_words(parts)
    if not parts.empty and (parts.index[0].date() - shown.start).days > 7:
        st.caption(f"Yield and expected path are held from {units.day(parts.index[0])}.")
    layout.show_chart(figure, key="parts", alt=alt, sources=[acm], csv=parts, name="ACM path and premium", notes=METHODS)


def draw_around(models, marks, held):
    days = sorted({mark.day for mark in marks})
    table = term_premium.around(models.rename(columns=MODELS), days)
    named = {day: "; ".join(mark.label for mark in marks if mark.day == day) for day in days}
    table = table.assign(event=[named[day.date()] for day in table["date"]])[list(AROUND)]
    layout.show_table(table, key="around", sources=held, labels=AROUND, notes=AROUND_NOTES)


head = st.container()
acm, kim_wright = cache.frame("term_premium_acm"), cache.frame("term_premium_kw")
layout.drawable(acm, kim_wright)
held = [item for item in (acm, kim_wright) if item.ok]
models = term_premium.premia(acm.frame, kim_wright.frame)
trends = term_premium.trends(models.rename(columns=MODELS))
with head:
    layout.page("Rates", "Term premium", headline(models, trends))
if held:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(models.index[0].date(), models.index[-1].date(), default="2Y")
        marks = controls.key_dates()
    part = shown.of(models)
    figure, alt = charts.premium_lines(part, "10-year term premium", marks), charts.premium_words(part, shown.words)
    layout.show_chart(figure, key="premium", alt=alt, sources=held, csv=part, name="term premium", notes=METHODS)
    layout.section("Recent trend")
    layout.show_table(trends[list(TREND)], key="trend", sources=held, labels=TREND, notes=TREND_NOTES, height="content")
    layout.section("Around key dates")
    draw_around(models, [mark for mark in marks if mark.day <= models.index[-1].date()], held)
if acm.ok:
    layout.section("Expected path and premium")
    draw_parts(acm, shown, marks)
if acm.ok and kim_wright.ok:
    layout.section("ACM minus Kim-Wright")
    both = shown.of(term_premium.compare(acm.frame, kim_wright.frame))
    figure, alt = charts.model_difference(both, "Difference of the two models", marks), charts.difference_words(both)
    layout.show_chart(figure, key="difference", alt=alt, sources=held, csv=both, name="model difference", notes=METHODS)
with st.expander("Methods"):
    st.markdown(METHODS)
