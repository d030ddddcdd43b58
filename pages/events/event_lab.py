"""Events / Event lab: one day in full: the path by session, the curve, what moved the 10-year, other assets, ranks."""

import streamlit as st

from treasury import units
from treasury.analytics import event_study, moves
from treasury.charts import event as charts
from treasury.ui import cache, controls, events, layout, tables
from treasury.ui import event_notes as texts

SERIES = {"Par curve": "par_yields", "Long history": "cmt_yields"}
SESSIONS = [str(session) for session in event_study.SESSIONS]
SINCE = {"2001": "2001-01-01", "Whole series": None}
PATH = range(-10, 21)


def headline(table, event, session):
    moved = [(tenor, table.loc[tenor, session]) for tenor in ("10Y", "30Y", "2Y")]
    known = [f"{tenor.removesuffix('Y')}-year: {units.bp(change)}" for tenor, change in moved if not units.is_missing(change)]
    if not known:
        return f"No change is known {events.span(session)} {event.name}."
    return f"{known[0]} {events.span(session)} {event.name}" + "".join(f"; {one}" for one in known[1:]) + "."


def draw_path(loaded, event, tenors, marks):
    ten = loaded.frame["10Y"]
    events.say_sessions(event, ten)
    paths, days = event_study.reactions(loaded.frame[tenors], event.day, PATH).T, event_study.session_dates(ten, event.day, PATH)
    figure = charts.reaction_paths(paths, days, "Change by session", events.session_marks(marks, event, ten))
    alt, csv = charts.reaction_words(paths, event.name), paths.add_suffix("_bp").assign(day=days)
    layout.show_chart(figure, key="path", alt=alt, sources=[loaded], csv=csv, name="event path", notes=texts.NOTES)


def draw_reactions(loaded, event, table):
    layout.section("Reactions by session")
    shown = table.rename(columns=texts.REACTIONS)
    layout.show_table(shown, key="reactions", sources=[loaded], labels=texts.HEADINGS, notes=texts.NOTES, height="content")
    events.say_missing(table, loaded.frame, event)


def draw_curve(loaded, event, session):
    layout.section("Before and after")
    made = event_study.curve_change(loaded.frame, event.day, session)
    figure = charts.curve_before_after(made.table, made.before, made.after, "Par yields on the two days")
    alt = charts.curve_words(made.table, made.before, made.after)
    layout.show_chart(figure, key="curve", alt=alt, sources=[loaded], csv=made.table, name="event curve", notes=texts.NOTES)


def draw_parts(loaded, event):
    layout.section("What the 10-year was made of")
    made, held = events.parts(loaded, event)
    figure, alt = charts.ten_year_parts(made, "The change in parts, and the whole"), charts.parts_words(made)
    layout.show_chart(figure, key="parts", alt=alt, sources=held, csv=made, name="event parts", notes=texts.PARTS_NOTES)


def draw_beside(event):
    layout.section("What else happened")
    found, held = events.beside(event)
    if found.empty:
        st.markdown("No key date, FOMC statement, auction of 2 years or more, or buyback within two sessions is held.")
        layout.source_line(held)
    else:
        found = found.replace({"kind": texts.KINDS})
        layout.show_table(found, key="beside", sources=held, labels=texts.BESIDE, notes=texts.BESIDE_NOTES, height="content")


def draw_assets(event):
    layout.section("Other assets")
    named, held = events.assets()
    table, paths = (event_study.asset_reactions(named, event.day, over) for over in (event_study.SESSIONS, PATH))
    left, right = st.columns(2)
    with left:
        shown, csv = events.with_units(table).rename(columns=texts.CHANGES), table.rename(columns=texts.CHANGES)
        more = {"labels": texts.HEADINGS, "notes": texts.ASSET_NOTES, "csv": csv}
        layout.show_table(shown, key="assets", sources=held, height="content", **more)
        events.say_missing(table.drop(columns="unit"), {one.name: one.series for one in named}, event)
    with right:
        paths = paths[paths["unit"] != "bp"]
        figure, alt = charts.asset_paths(paths, "Other assets by session"), charts.asset_words(paths)
        layout.show_chart(figure, key="asset_paths", alt=alt, sources=held, csv=paths, notes=texts.ASSET_NOTES)


def draw_ranks(loaded, event):
    layout.section("Where the move ranks")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice("Tenor ranked", list(loaded.frame.columns), key="tenor", default="10Y")
        at = int(controls.choice("Session ranked", SESSIONS, key="ranked"))
        since = controls.choice("Other dates since", list(SINCE), key="since")
    series = loaded.frame[tenor]
    day = event_study.session_dates(series, event.day, (at,)).iloc[0]
    found = [] if units.is_missing(day) else [rank for start in SINCE.values() for rank in moves.ranks(series, day, start)]
    table = tables.from_rows(found, {name: name for name in texts.RANKS}).replace({"definition": texts.DEFINITIONS})
    table = table.assign(series=f"{tenor}, {loaded.dataset.title}")
    layout.show_table(table, key="ranks", sources=[loaded], labels=texts.RANKS, notes=texts.RANK_NOTES, height="content")
    layout.section("Against every other date")
    others = event_study.placebo(series, event.day, since=SINCE[since])
    shown = others.assign(change_percentile_pct=others["change_percentile_pct"] // 1)  # cut: only the largest is the 100th
    layout.show_table(shown, key="placebo", sources=[loaded], labels=texts.PLACEBO, notes=texts.PLACEBO_NOTES, csv=others)


head = st.container()
loaded = cache.frame(SERIES[controls.choice("Series", list(SERIES), key="series")])
if layout.drawable(loaded):
    days = loaded.frame.index
    event = events.choose(days[1].date(), days[-1].date())
    tenors = controls.tenors(list(loaded.frame.columns))
    with st.container(horizontal=True, vertical_alignment="bottom", width=620):
        wanted = controls.choice("Session", SESSIONS, key="session", default="5", help="Of the headline and the curve.")
        marks = controls.key_dates()
    table = event_study.reactions(loaded.frame, event.day).rename_axis("tenor")
    session = events.reached(table, int(wanted))
    with head:
        layout.page("Events", "Event lab", headline(table, event, session))
    draw_path(loaded, event, tenors, marks)
    left, right = st.columns(2)
    with left:
        draw_reactions(loaded, event, table)
        draw_parts(loaded, event)
    with right:
        draw_curve(loaded, event, session)
        draw_beside(event)
    draw_assets(event)
    draw_ranks(loaded, event)
else:
    with head:
        layout.page("Events", "Event lab", "No yields to measure an event by.")
