"""Risk / Sell-off monitor: triple sell-off days and episodes, how rare they are, correlations, financial stress."""

import streamlit as st

from treasury.charts import stress as charts
from treasury.language import N_, tr
from treasury.ui import controls, layout, sell_offs
from treasury.ui import sell_offs_words as say


def draw_days(made):
    span, marks = sell_offs.span(made), made.choice.marks
    figure = charts.triple_stems(made.days, made.choice.stocks, say.days_title(made), span, marks, **say.around(made))
    rows, words = sell_offs.listed(held, made, made.days), {"notes": say.NOTES, "sources": held.of_rows(made)}
    layout.show_chart(figure, key="triple_days", alt=say.days_alt(made), csv=rows, name=say.NAME, **words)
    words["labels"] = say.LABELS
    if len(rows):
        layout.show_table(say.shown(rows), key="days", csv=rows, name=say.NAME, height="content", **words)
        sell_offs.open_day(made.days)
    if made.counted is None:
        return
    pair = sell_offs.two_of_three(made)
    with st.expander(say.pair_words(pair)):
        rows = sell_offs.listed(held, made, pair)
        layout.show_table(say.shown(rows), key="two_of_three", csv=rows, name="yield up dollar down days", **words)
    layout.section(N_("Episodes"))
    rows = made.episodes.iloc[::-1]
    words |= {"notes": say.EPISODE_NOTES, "csv": rows, "height": "content", "name": "triple sell-off episodes"}
    layout.show_table(say.shown(rows), key="episodes", **words)


def draw_rarity(made, by, decades, years):
    words = {"sources": [held.par, held.dollar], "notes": say.RARE_NOTES}
    figure = charts.rarity_bars(years, say.rarity_title(decades, by), by, **say.around(made, 2))
    alt, name = say.rarity_alt(made, decades, by), "yield up dollar down by year"
    layout.show_chart(figure, key="rarity", alt=alt, csv=years, name=name, **words)
    words |= {"labels": say.LABELS, "name": "yield up dollar down by decade", "height": "content"}
    if len(decades):
        layout.show_table(say.shown(decades), key="decades", csv=decades, **words)


def draw_correlations(made, lines):
    shown = made.choice.shown.of(lines)
    figure = charts.correlation_lines(shown, made.choice.measure.name, say.correlation_title(shown), made.choice.marks)
    words = {"csv": shown.add_suffix("_correlation"), "notes": say.CORRELATION_NOTES, "name": "yield correlations"}
    layout.show_chart(figure, key="correlations", alt=say.correlation_alt(shown, made), sources=held.of(made), **words)
    return say.correlation_words(lines["dollar"], made)


def draw_stress(shown, marks):
    parts = say.parts_of(controls.choice(tr("Parts"), sell_offs.PARTS, key="parts"))
    figure = charts.stress_parts(shown, parts, say.stress_title(shown), marks)
    words = {"alt": say.stress_alt(shown, parts), "csv": shown[["fsi", *parts]], "notes": say.STRESS_NOTES}
    layout.show_chart(figure, key="stress", sources=[held.stress], name="financial stress", **words)


head = st.container()
held, text, view = sell_offs.sources(), tr("No sell-offs to show."), sell_offs.view()
if view == "Financial stress":
    if layout.drawable(held.stress):
        chosen, marks = sell_offs.stress_range(held)
        shown = chosen.of(held.stress.frame)
        text = say.stress_words(held.stress.frame, shown)
        draw_stress(shown, marks)
elif layout.drawable(held.par, held.dollar) and (held.measures or layout.drawable(held.stress)):
    made = sell_offs.make(held, sell_offs.choose(held, view))
    if not held.equities.ok and view != "How rare":
        st.caption(tr(say.NOT_HELD))
    if view == "Triple sell-offs":
        draw_days(made)
        text = say.headline(made, sell_offs.correlations(held, made)["dollar"])
    elif view == "How rare":
        by = sell_offs.BY[controls.choice(tr("Count"), list(sell_offs.BY), key="count")]
        decades, years = sell_offs.rarity(made, by)
        draw_rarity(made, by, decades, years)
        text = say.rarity_words(made, decades, years, by)
    else:
        text = draw_correlations(made, sell_offs.correlations(held, made))
with head:
    layout.page(N_("Risk"), N_("Sell-off monitor"), text)
