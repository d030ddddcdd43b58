"""Overview / Truce monitor: whether the truce holds, the evidence, where things stand, what is next and what changed."""

import datetime

import streamlit as st

from treasury.calendar import utc_today
from treasury.charts import gauge as charts
from treasury.language import N_, tr
from treasury.ui import ahead, cache, controls, layout, monitor, since, tour, truce

REFERENCE, FIRST = datetime.date(2025, 12, 29), datetime.date(1990, 1, 2)


def draw_gauge(made):
    layout.section(N_("What the gauge is made of"), anchor="gauge")
    rows, answer = truce.contribution_rows(made.answer), made.answer
    figure = charts.contributions(rows, truce.contributions_title(answer))
    words = {"alt": truce.contributions_alt(answer), "notes": truce.notes(made)}
    layout.show_chart(figure, key="gauge", sources=made.sources, csv=truce.component_table(answer), **words)
    truce.show_words(answer)
    truce.show_components(made)


def draw_history(made):
    layout.section(N_("History of the gauge"), anchor="history")
    line = made.line
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(line.index[0].date(), line.index[-1].date())
        marks = controls.key_dates()
    figure = charts.history(line, truce.levels(), truce.history_title(line, shown), marks, shown.start, shown.end)
    words = {"sources": made.sources, "notes": truce.notes(made)}
    alt, csv = truce.history_alt(line, shown), truce.history_csv(made)
    layout.show_chart(figure, key="history", alt=alt, csv=csv, name="fragility gauge", **words)
    table = truce.key_dates(made)
    shown, words = truce.labels_in_words(table), {**words, "name": "gauge on key dates", "csv": table}
    layout.show_table(shown, key="key_dates", labels=truce.KEY_LABELS, height="content", **words)


def draw_table(followed, table):
    layout.section(N_("Then and now"))
    words, sources = monitor.in_words(table, then), monitor.sources(followed)
    layout.show_words(words, key="then_and_now", sources=sources, csv=table, notes=monitor.NOTES)


def draw_changes(followed, made, newest):
    layout.section(N_("What changed"), anchor="changed")
    day = since.choose(newest)
    since.draw(since.changes(followed, made, day), followed, day)


head = st.container()
row = st.container(horizontal=True)
made = truce.shown(row)
with row, st.container(width=truce.CONTROL_PX):
    then = controls.day(tr("Compared with"), key="then", default=REFERENCE, first=FIRST, last=utc_today())
with head:
    layout.page(N_("Overview"), N_("Truce monitor"), made.headline if made else tr("Whether the truce holds cannot be answered."))
    tour.show()
    monitor.freshness()
    if made:
        truce.cards(made, then)
followed = monitor.followed()
table = monitor.compared(followed, then)
if made and made.day:
    draw_gauge(made)
    draw_history(made)
elif made:
    layout.drawable(*made.held)
layout.section(N_("Where things stand"), anchor="now")
monitor.tiles(followed, table, cache.frame("buyback_operations"))
if len(table):
    draw_table(followed, table)
layout.section(N_("What is next"), anchor="next")
ahead.draw()
if made and made.measured.newest:
    draw_changes(followed, made, made.measured.newest)
