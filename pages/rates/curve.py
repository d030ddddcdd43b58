"""Rates / Curve: days over each other, zeros and forwards, kinds of change, changes by tenor, factors, an event step by step."""

import streamlit as st

from treasury.analytics import curve_days
from treasury.charts import curve as charts
from treasury.charts import curve_animation as player
from treasury.charts import curve_changes as change_charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, events, layout, recipe
from treasury.ui import curve as ui
from treasury.ui import curve_moves as moves


def draw_terms(loaded, rows, days):
    layout.section(N_("Zeros and forwards"))
    measure = controls.choice(tr("Measure"), list(ui.MEASURES), key="measure")
    curves = recipe.kept(curve_days.fitted, loaded, days)
    lines = recipe.call(curve_days.readings, curves, ui.MEASURES[measure].read)
    (figure, alt), csv = ui.terms(lines.frame, measure, rows.frame), ui.term_csv(lines)
    layout.show_chart(figure, key="terms", alt=alt, sources=[loaded], csv=csv, name=measure, notes=ui.TERM_NOTES)
    ui.say_skipped(curves.value)
    ui.draw_tenors(loaded, curves)


def draw_changes(loaded):
    layout.section(N_("Kinds of change"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = moves.PERIODS[controls.choice(tr("Period"), list(moves.PERIODS), key="period", default="Week")]
        shown = controls.date_range(loaded.frame.index[0].date(), loaded.frame.index[-1].date(), default="1Y")
        marks = controls.key_dates()
    changes, found = (made.between(shown.start, shown.end) for made in moves.period_regimes(loaded, period))
    figure = change_charts.regime_bars(found.frame, period, tr("Mean of 2Y and 10Y"), marks)
    alt = change_charts.regime_words(found.frame, period)
    layout.show_chart(figure, key="kinds", alt=alt, sources=[loaded], csv=found, name="kinds", notes=moves.REGIME_NOTES)
    moves.draw_counts(found, loaded)
    layout.section(N_("Changes by tenor"))
    moves.say_cut(changes.frame, period)
    figure = change_charts.change_map(changes.frame, period, "", marks)
    alt, csv = change_charts.change_map_words(changes.frame, period), changes.then("add_suffix", "_bp")
    layout.show_chart(figure, key="map", alt=alt, sources=[loaded], csv=csv, name="changes by tenor", notes=moves.MAP_NOTES)


def draw_factors(loaded, rows):
    layout.section(N_("Level, slope, curvature"))
    found = moves.factors(loaded, controls.choice(tr("Window"), list(moves.WINDOWS), key="window", default="5Y"))
    if found.value is None:
        moves.say_too_few()
        return
    st.markdown(moves.factor_words(found.value))
    moves.draw_factors(found, loaded, rows)
    moves.draw_paths(found, loaded)


def draw_event(loaded):
    layout.section(N_("Through an event"))
    event = events.choose(loaded.frame.index[1].date(), loaded.frame.index[-1].date())
    events.say_sessions(event, loaded.frame["10Y"])
    csv = recipe.call(curve_days.sessions, loaded, event.day, ui.SESSIONS)
    rows, days = ui.sessions(csv.frame)
    figure = player.curve_frames(rows, days, ui.BEFORE, tr("Par yields, session by session"))
    alt = player.frames_words(rows, days, ui.BEFORE, event.name)
    layout.show_chart(figure, key="frames", alt=alt, sources=[loaded], csv=csv, name="sessions", notes=ui.PLAY_NOTES)


head, text = st.container(), tr("No curve to show.")
loaded = cache.frame(ui.SERIES[controls.choice(tr("Series"), list(ui.SERIES), key="series")])
if layout.drawable(loaded):
    days = ui.choose_days(loaded)
    rows = recipe.call(curve_days.on_days, loaded, days)
    text = ui.headline(rows.frame, cache.computed(ui.last_five, loaded))
    figure, alt = charts.curve_overlay(rows.frame, tr("Par yields")), charts.overlay_words(rows.frame)
    csv = recipe.call(curve_days.with_differences, rows)
    layout.show_chart(figure, key="curves", alt=alt, sources=[loaded], csv=csv, notes=ui.NOTES)
    draw_terms(loaded, rows, days)
    draw_changes(loaded)
    draw_factors(loaded, rows)
    draw_event(loaded)
with head:
    layout.page(N_("Rates"), N_("Curve"), text)
