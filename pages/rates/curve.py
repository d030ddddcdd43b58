"""Rates / Curve: days over each other, zeros and forwards, kinds of change, changes by tenor, factors, an event step by step."""

import streamlit as st

from treasury.charts import curve as charts
from treasury.charts import curve_animation as player
from treasury.charts import curve_changes as change_charts
from treasury.ui import cache, controls, events, layout
from treasury.ui import curve as ui
from treasury.ui import curve_moves as moves


def draw_terms(loaded, rows, days):
    layout.section("Zeros and forwards")
    measure = controls.choice("Measure", list(ui.MEASURES), key="measure")
    curves, how = ui.fitted(loaded, days), ui.MEASURES[measure]
    lines = ui.term_frame(curves, measure)
    figure = charts.term_lines(lines, measure, how.x_title, rows if measure == "Par yields" else None)
    alt, csv = charts.term_words(lines, measure, how.verb), ui.term_csv(lines)
    layout.show_chart(figure, key="terms", alt=alt, sources=[loaded], csv=csv, name=measure, notes=ui.TERM_NOTES)
    ui.say_skipped(curves)
    ui.draw_tenors(loaded, curves)


def draw_changes(loaded):
    layout.section("Kinds of change")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = moves.PERIODS[controls.choice("Period", list(moves.PERIODS), key="period", default="Week")]
        shown = controls.date_range(loaded.frame.index[0].date(), loaded.frame.index[-1].date(), default="1Y")
        marks = controls.key_dates()
    changes, found = (shown.of(one) for one in moves.period_regimes(loaded, period))
    figure, alt = (
        change_charts.regime_bars(found, period, "Mean of 2Y and 10Y", marks),
        change_charts.regime_words(found, period),
    )
    layout.show_chart(figure, key="kinds", alt=alt, sources=[loaded], csv=found, name="kinds", notes=moves.REGIME_NOTES)
    moves.draw_counts(found, loaded)
    layout.section("Changes by tenor")
    moves.say_cut(changes, period)
    figure, alt = change_charts.change_map(changes, period, "", marks), change_charts.change_map_words(changes, period)
    csv = changes.add_suffix("_bp")
    layout.show_chart(figure, key="map", alt=alt, sources=[loaded], csv=csv, name="changes by tenor", notes=moves.MAP_NOTES)


def draw_factors(loaded, rows):
    layout.section("Level, slope, curvature")
    found, changes = moves.factors(loaded, controls.choice("Window", list(moves.WINDOWS), key="window", default="5Y"))
    if found is None:
        layout.empty_card("Too few days", "Fewer than 60 days of this window have a figure at every tenor from 2Y to 30Y.")
        return
    st.markdown(moves.factor_words(found))
    moves.draw_factors(found, loaded, rows)
    moves.draw_paths(found, changes, loaded)


def draw_event(loaded):
    layout.section("Through an event")
    event = events.choose(loaded.frame.index[1].date(), loaded.frame.index[-1].date())
    events.say_sessions(event, loaded.frame["10Y"])
    rows, days = ui.session_rows(loaded.frame, event.day)
    figure = player.curve_frames(rows, days, ui.BEFORE, "Par yields, session by session")
    alt, csv = player.frames_words(rows, days, ui.BEFORE, event.name), ui.session_csv(rows, days)
    layout.show_chart(figure, key="frames", alt=alt, sources=[loaded], csv=csv, name="sessions", notes=ui.PLAY_NOTES)


head, text = st.container(), "No curve to show."
loaded = cache.frame(ui.SERIES[controls.choice("Series", list(ui.SERIES), key="series")])
if layout.drawable(loaded):
    days = ui.choose_days(loaded)
    rows = ui.chosen_rows(loaded, days)
    text = ui.headline(rows, cache.computed(ui.last_five, loaded))
    figure, alt, csv = charts.curve_overlay(rows, "Par yields"), charts.overlay_words(rows), ui.with_differences(rows)
    layout.show_chart(figure, key="curves", alt=alt, sources=[loaded], csv=csv, notes=ui.NOTES)
    draw_terms(loaded, rows, days)
    draw_changes(loaded)
    draw_factors(loaded, rows)
    draw_event(loaded)
with head:
    layout.page("Rates", "Curve", text)
