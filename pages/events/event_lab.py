"""Events / Event lab: one day in full: the path by session, the curve, what moved the 10-year, other assets, ranks."""

import streamlit as st

from treasury.analytics import event_study
from treasury.charts import event as charts
from treasury.ui import cache, controls, events, layout
from treasury.ui import event_lab as ui


def draw_path(loaded, event, tenors, marks):
    ten = loaded.frame["10Y"]
    events.say_sessions(event, ten)
    paths = event_study.reactions(loaded.frame[tenors], event.day, ui.PATH).T
    days = event_study.session_dates(ten, event.day, ui.PATH)
    figure = charts.reaction_paths(paths, days, "Change by session", events.session_marks(marks, event, ten))
    alt, csv = charts.reaction_words(paths, event.name), paths.add_suffix("_bp").assign(day=days)
    layout.show_chart(figure, key="path", alt=alt, sources=[loaded], csv=csv, name="event path", notes=ui.NOTES)


def draw_curve(loaded, event, session):
    layout.section("Before and after")
    made = event_study.curve_change(loaded.frame, event.day, session)
    figure = charts.curve_before_after(made.table, made.before, made.after, "Par yields on the two days")
    alt = charts.curve_words(made.table, made.before, made.after)
    layout.show_chart(figure, key="curve", alt=alt, sources=[loaded], csv=made.table, name="event curve", notes=ui.NOTES)


def draw_parts(loaded, event):
    layout.section("What the 10-year was made of")
    made, held = events.parts(loaded, event)
    figure, alt = charts.ten_year_parts(made, "The change in parts, and the whole"), charts.parts_words(made)
    layout.show_chart(figure, key="parts", alt=alt, sources=held, csv=made, name="event parts", notes=ui.PARTS_NOTES)


def draw_assets(event):
    layout.section("Other assets")
    named, held = events.assets()
    table, paths = (event_study.asset_reactions(named, event.day, over) for over in (event_study.SESSIONS, ui.PATH))
    left, right = st.columns(2)
    with left:
        layout.show_table(ui.asset_table(table), key="assets", sources=held, csv=events.with_units(table).T, **ui.ASSET_TABLE)
        events.say_missing(table.drop(columns="unit"), {one.name: one.series for one in named}, event)
    with right:
        paths = paths[paths["unit"] != "bp"]
        figure, alt = charts.asset_paths(paths, "Other assets by session"), charts.asset_words(paths)
        layout.show_chart(figure, key="asset_paths", alt=alt, sources=held, csv=events.with_units(paths).T, notes=ui.ASSET_NOTES)


def draw_ranks(loaded, event):
    layout.section("Where the move ranks")
    tenor, session, since = ui.rank_controls(loaded)
    found = ui.ranks(loaded, tenor, event, session)
    layout.show_table(found, key="ranks", sources=[loaded], notes=ui.RANK_NOTES, **ui.TABLE)
    layout.section("Against every other date")
    others = event_study.placebo(loaded.frame[tenor], event.day, since=since)
    layout.show_table(ui.cut(others), key="placebo", sources=[loaded], csv=others, notes=ui.PLACEBO_NOTES, **ui.TABLE)


head, text = st.container(), "No yields to measure an event by."
loaded = cache.frame(ui.SERIES[controls.choice("Series", list(ui.SERIES), key="series")])
if layout.drawable(loaded):
    event, tenors, wanted, marks = ui.event_controls(loaded)
    table = event_study.reactions(loaded.frame, event.day).rename_axis("tenor")
    session = events.reached(table, wanted)
    text = ui.headline(table, event, session)
    draw_path(loaded, event, tenors, marks)
    left, right = st.columns(2)
    with left:
        layout.section("Reactions by session")
        layout.show_table(table.rename(columns=ui.REACTIONS), key="reactions", sources=[loaded], **ui.REACTION_TABLE)
        events.say_missing(table, loaded.frame, event)
        draw_parts(loaded, event)
    with right:
        draw_curve(loaded, event, session)
        ui.draw_beside(event)
    draw_assets(event)
    draw_ranks(loaded, event)
with head:
    layout.page("Events", "Event lab", text)
