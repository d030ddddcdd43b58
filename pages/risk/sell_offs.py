"""Risk / Sell-off monitor: triple sell-off days and episodes, how rare they are, correlations, financial stress."""

import streamlit as st

from treasury.charts import stress as charts
from treasury.ui import controls, layout, sell_offs
from treasury.ui import sell_offs_words as say


def draw_days(made):
    title, subtitle = say.days_title(made), say.limits(made)
    span, marks = sell_offs.span(made), made.choice.marks
    figure = charts.triple_stems(made.days, made.choice.stocks, title, span, marks, subtitle=subtitle)
    rows, words = sell_offs.listed(held, made, made.days), {"sources": held.of(made), "notes": say.NOTES, "name": say.NAME}
    layout.show_chart(figure, key="triple_days", alt=say.days_alt(made), csv=rows, **words)
    if len(rows):
        layout.show_table(rows, key="days", labels=say.LABELS, **words)
        sell_offs.open_day(made.days)
    pair = sell_offs.two_of_three(made)
    with st.expander(say.pair_words(pair)):
        words |= {"labels": say.LABELS, "name": "yield up dollar down days"}
        layout.show_table(sell_offs.listed(held, made, pair), key="two_of_three", **words)
    layout.section("Episodes")
    words = {"labels": say.LABELS, "sources": held.of(made), "notes": say.EPISODE_NOTES, "height": "content"}
    layout.show_table(made.episodes.iloc[::-1], key="episodes", name="triple sell-off episodes", **words)


def draw_rarity(made):
    layout.section("How rare: yields up with the dollar down", anchor="rare")
    by = controls.choice("Count", list(sell_offs.BY), key="count")
    decades, years = sell_offs.rarity(made, sell_offs.BY[by])
    words = {"sources": [held.par, held.dollar], "notes": say.RARE_NOTES}
    figure = charts.rarity_bars(years, say.rarity_title(decades, by.lower()), by.lower(), subtitle=say.limits(made, 2))
    alt = say.rarity_alt(decades, by.lower())
    layout.show_chart(figure, key="rarity", alt=alt, csv=years, name="yield up dollar down by year", **words)
    words |= {"labels": say.LABELS, "name": "yield up dollar down by decade", "height": "content"}
    layout.show_table(decades, key="decades", **words)


def draw_correlations(made, lines, window):
    layout.section("Correlations")
    shown = made.choice.shown.of(lines)
    st.markdown(say.correlation_words(lines["dollar"]))
    measure = made.choice.measure.name
    figure = charts.correlation_lines(shown, measure, say.correlation_title(shown), made.choice.marks)
    words = {
        "alt": say.correlation_alt(shown, made, window),
        "csv": shown.add_suffix("_correlation"),
        "notes": say.CORRELATION_NOTES,
    }
    layout.show_chart(figure, key="correlations", sources=held.of(made), name="yield correlations", **words)


def draw_stress(made):
    layout.section("Financial stress", anchor="stress")
    if layout.drawable(held.stress):
        shown = made.choice.shown.of(held.stress.frame)
        parts = say.parts_of(controls.choice("Parts", sell_offs.PARTS, key="parts"))
        st.markdown(say.stress_words(held.stress.frame, shown))
        figure = charts.stress_parts(shown, parts, say.stress_title(shown), made.choice.marks)
        words = {"alt": say.stress_alt(shown, parts), "csv": shown[["fsi", *parts]], "notes": say.STRESS_NOTES}
        layout.show_chart(figure, key="stress", sources=[held.stress], name="financial stress", **words)


head = st.container()
held, text = sell_offs.sources(), "No sell-offs to show."
if layout.drawable(held.par, held.dollar) and (held.measures or layout.drawable(held.stress)):
    chosen = sell_offs.choose(held)
    made = sell_offs.make(held, chosen)
    if not held.equities.ok:
        st.caption(say.NOT_HELD)
    draw_days(made)
    draw_rarity(made)
    window = sell_offs.window()
    lines = sell_offs.correlations(held, made, window)
    draw_correlations(made, lines, window)
    draw_stress(made)
    text = say.headline(made, lines["dollar"], window)
with head:
    layout.page("Risk", "Sell-off monitor", text)
