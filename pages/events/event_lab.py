"""Events / Event lab: one day in full: the ranks of its window, the path, the curve, what moved the 10-year, other assets."""

import streamlit as st

from treasury.analytics import event_study
from treasury.charts import event as charts
from treasury.language import N_, tr
from treasury.ui import event_lab as ui
from treasury.ui import event_placebo, event_ranks, events, layout


def draw_path(loaded, event, tenors, marks):
    paths = events.reactions(loaded, event, events.PATH).loc[tenors].T
    dated = event_study.session_dates(days := event_study.counted(loaded.frame), event.day, events.PATH)
    figure = charts.reaction_paths(paths, dated, tr("Change by session"), events.session_marks(marks, event, days))
    alt, csv = charts.reaction_words(paths, event.name), paths.add_suffix("_bp").assign(day=dated)
    layout.show_chart(figure, key="path", alt=alt, sources=[loaded], csv=csv, name="event path", notes=ui.NOTES)


def draw_reactions(loaded, event, table):
    layout.section(N_("Reactions by session"))
    layout.show_table(table.rename(columns=ui.REACTIONS), key="reactions", sources=[loaded], notes=ui.NOTES, **ui.TABLE)
    events.say_missing(table, loaded.frame, event, event_study.counted(loaded.frame))


def draw_curve(loaded, event, session):
    layout.section(N_("Before and after"))
    made = event_study.curve_change(loaded.frame, event.day, session)
    figure = charts.curve_before_after(made.table, made.before, made.after, tr("Par yields on the two days"))
    alt = charts.curve_words(made.table, made.before, made.after)
    layout.show_chart(figure, key="curve", alt=alt, sources=[loaded], csv=made.table, name="event curve", notes=ui.NOTES)


def draw_parts(loaded, event):
    layout.section(N_("What the 10-year was made of"))
    made, series, held = events.parts(loaded, event)
    figure, alt = charts.ten_year_parts(made, tr("The change in parts, and the whole")), charts.parts_words(made)
    left, right = st.columns(2)
    with left:
        layout.show_chart(figure, key="parts", alt=alt, sources=held, csv=made, name="event parts", notes=ui.PARTS_NOTES)
    with right:
        layout.show_table(ui.parts_table(made), key="parts_table", sources=held, csv=made, notes=ui.PARTS_NOTES, **ui.TABLE)
        events.say_missing(made[list(series)].T, series, event, names=ui.PARTS)


def draw_assets(event):
    layout.section(N_("Other assets"))
    named, held = events.assets()
    table, paths = (event_study.asset_reactions(named, event.day, over) for over in (event_study.SESSIONS, events.PATH))
    left, right = st.columns(2)
    with left:
        layout.show_table(ui.asset_table(table), key="assets", sources=held, csv=ui.asset_csv(table), **ui.ASSET_TABLE)
        events.say_missing(table.drop(columns="unit"), {one.name: one.series for one in named}, event)
    with right:
        paths = paths[paths["unit"] != "bp"]
        figure, alt = charts.asset_paths(paths, tr("Other assets by session")), charts.asset_words(paths)
        layout.show_chart(figure, key="asset_paths", alt=alt, sources=held, csv=ui.asset_csv(paths), notes=ui.ASSET_NOTES)


head, text = st.container(), N_("No yields to measure an event by.")
if chosen := ui.event_controls():
    loaded, event, tenors, wanted, window, marks = chosen
    table = events.reactions(loaded, event).rename_axis("tenor")
    events.say_sessions(event, event_study.counted(loaded.frame))
    session, ranked = events.reached(table, wanted), event_ranks.of_day(loaded, window)
    text = ui.headline(table, event, session, ranked)
    event_ranks.draw_window(loaded, window, ranked)
    draw_path(loaded, event, tenors, [*marks, event_ranks.window_mark(loaded, window)])
    left, right = st.columns(2)
    with left:
        draw_reactions(loaded, event, table)
        ui.draw_beside(event)
    with right:
        draw_curve(loaded, event, session)
    draw_parts(loaded, event)
    draw_assets(event)
    event_ranks.draw_own(loaded, event)
    event_placebo.draw(loaded, event)
with head:
    layout.page(N_("Events"), N_("Event lab"), text)
