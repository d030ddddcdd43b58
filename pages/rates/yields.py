"""Rates / Yields: any tenors over any range, how they moved, where a move ranks, spreads and butterflies."""

import streamlit as st

from treasury.analytics import move_lists, moves, spreads
from treasury.charts import yields as charts
from treasury.language import N_, tr
from treasury.tenors import TENORS
from treasury.ui import cache, controls, layout, recipe, tables, words
from treasury.ui import yields as ui


def draw_yields(loaded):
    yields = loaded.frame
    chosen = controls.tenors([tenor for tenor in TENORS if tenor in yields.columns])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(yields.index[0].date(), yields.index[-1].date())
        marks = controls.key_dates()
    csv = recipe.of(loaded)[chosen].between(shown.start, shown.end)
    if paused := ui.pauses_words(yields[chosen], cache.frame(ui.SERIES[ui.OTHER]).frame, shown.start, shown.end):
        st.caption(paused)
    figure, alt = charts.yield_lines(csv.frame, ui.title(csv.frame), marks), words.yields_over(csv.frame, shown.words)
    layout.show_chart(figure, key="yields", alt=alt, sources=[loaded], csv=csv, notes=ui.NOTES)
    return shown, marks


def draw_moves(loaded, made):
    layout.section(N_("Moves"))
    cut, notes = tables.cut_percentiles(made.frame)[list(ui.MOVES_LABELS)], ui.MOVES_NOTES
    layout.show_table(cut, key="moves", sources=[loaded], labels=ui.MOVES_LABELS, notes=notes, height="content", csv=made)


def draw_ranks(loaded):
    layout.section(N_("Where a move ranks"))
    first, last = loaded.frame.index[0].date(), loaded.frame.index[-1].date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice(tr("Tenor"), list(loaded.frame.columns), key="tenor", default="10Y")
        since = controls.choice(tr("Ranked since"), list(ui.SINCE), key="since")
        day = controls.day(tr("Day"), key="day", default=last, first=first, last=last)
    ranked = recipe.call(move_lists.ranked, recipe.of(loaded)[tenor], day, ui.SINCE[since])
    st.markdown(ui.rank_sentence(ranked.frame, tenor))
    layout.show_table(ranked, key="ranks", sources=[loaded], labels=ui.RANKS_LABELS, notes=ui.RANKS_NOTES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        definition = controls.choice(tr("Largest moves by"), list(ui.DEFINITIONS), key="definition")
        direction = controls.choice(tr("Direction"), list(ui.DIRECTIONS), key="direction")
        count = int(controls.choice(tr("Show"), ui.TOPS, key="top"))
    table = ui.largest(loaded, tenor, definition, direction, since, count)
    st.markdown(ui.largest_words(table.frame, tenor, definition, direction, since))
    layout.show_table(table, key="largest", sources=[loaded], labels=ui.TOP_LABELS, name=f"{tenor} largest", notes=ui.TOP_NOTES)


def draw_spreads(loaded, shown, marks):
    layout.section(N_("Spreads and butterflies"))
    chosen = controls.several(tr("Spreads"), list(spreads.SPREADS), key="spreads", default=["2s10s", "5s30s"])
    legs = controls.several(tr("Your own: two tenors or three"), list(loaded.frame), key="legs", default=[], at_least_one=False)
    if len(legs) not in (0, 2, 3):
        st.caption(tr("Two tenors make a spread, three a butterfly."))
    made = recipe.call(spreads.chosen, loaded, chosen, legs)
    csv, part = made.between(shown.start, shown.end).then("add_suffix", "_bp"), shown.of(made.frame)
    figure = charts.spread_lines(part, words.spread_moved(part.columns[-1], part.iloc[:, -1]), marks)
    alt = words.spreads_over(part, shown.words)
    layout.show_chart(figure, key="spreads_chart", alt=alt, sources=[loaded], csv=csv, name="spreads", notes=ui.SPREADS_NOTES)
    table = recipe.call(spreads.spread_levels, made)
    cut = tables.cut_percentiles(table.frame)
    layout.show_table(cut, key="levels", sources=[loaded], labels=ui.SPREADS_LABELS, notes=ui.SPREADS_NOTES, csv=table)


head = st.container()
loaded = cache.frame(ui.SERIES[controls.choice(tr("Series"), list(ui.SERIES), key="series")])
if layout.drawable(loaded):
    made = recipe.kept(moves.moves_table, loaded, as_of=loaded.frame.index[-1].date())
    with head:
        layout.page(N_("Rates"), N_("Yields"), ui.headline(made.frame))
    shown, marks = draw_yields(loaded)
    draw_moves(loaded, made)
    draw_ranks(loaded)
    draw_spreads(loaded, shown, marks)
else:
    with head:
        layout.page(N_("Rates"), N_("Yields"), tr("No yields to show."))
