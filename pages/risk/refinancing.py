"""Risk / Refinancing: the cost of a rate shock by fiscal year, the maturity wall, the mark-up by week, the calibration."""

import streamlit as st

from treasury.charts import refinancing as charts
from treasury.ui import layout, refinancing
from treasury.ui import refinancing_words as say

STYLE = {"usd": ("bn", 1), "height": "content"}


def draw_cost(made):
    figure = charts.cost_by_year(made.years, say.cost_title(made), subtitle=f"Interest on marketable debt{say.partial(made)}")
    more = {"sources": held.stress, "csv": made.years, "name": "interest by fiscal year", "notes": say.NOTES}
    layout.show_chart(figure, key="cost", alt=say.years_alt(made), **more)
    figure = charts.extra_by_part(
        made.years, say.parts_title(made), subtitle=f"What the extra cost is paid on{say.partial(made)}"
    )
    layout.show_chart(figure, key="parts", alt=say.parts_alt(made), **more)
    st.markdown(f"**One more point of bills.** {say.point_words(made)}")
    table = made.years[list(say.YEAR_LABELS)].astype({"fiscal_year": "str"})
    layout.show_table(table, key="years", labels=say.YEAR_LABELS, **STYLE | more | {"notes": say.NOTES + say.POINT_NOTES})


def draw_wall(made, chosen):
    layout.section("Maturity wall", anchor="wall")
    ladder = refinancing.ladder(held, chosen)
    st.markdown(say.wall_words(made, ladder))
    rows, period = refinancing.walled(ladder, made.ladder_day)
    figure = charts.wall(rows, say.wall_title(rows), period, subtitle=say.wall_subtitle(made, period))
    words = {"csv": rows, "name": "maturity wall", "notes": say.WALL_NOTES}
    layout.show_chart(figure, key="wall_chart", alt=say.wall_alt(rows, made, chosen), sources=held.ladder, **words)


def draw_markup():
    layout.section("Refinancing mark-up", anchor="mark-up")
    made = refinancing.marked_up(held)
    st.markdown(say.markup_words(made))
    batch = "Bills and nominal coupons" if made.side == "All" else made.side
    figure = charts.markup_weeks(made.weeks, say.markup_title(made), subtitle=f"{batch}, by week settled", marks=made.marks)
    words = {"sources": held.flows, "notes": say.MARKUP_NOTES}
    layout.show_chart(figure, key="markup", alt=say.markup_alt(made), csv=made.weeks, name="refinancing mark-up", **words)
    rows = made.weeks.iloc[::-1][list(say.WEEK_LABELS)]
    layout.show_table(rows, key="weeks", labels=say.WEEK_LABELS, usd=("bn", 2), csv=made.weeks, name="mark-up by week", **words)
    rows = made.years[list(say.FISCAL_LABELS)].astype({"fiscal_year": "str"})
    layout.show_table(rows, key="fiscal", labels=say.FISCAL_LABELS, name="mark-up by fiscal year", **STYLE | words)


def draw_checks():
    layout.section("Held against what was published", anchor="calibration")
    made = refinancing.calibrated(held, figures)
    for trouble in made.troubles:
        layout.empty_card("A part of the calibration cannot be worked out", trouble)
    if made.against or made.reported:
        words = {"sources": [*held.stress, *held.reported], "notes": say.CHECK_NOTES}
        layout.show_table(say.checks(made), key="checks", labels=say.CHECK_LABELS, name="calibration", **STYLE | words)
        st.markdown(say.check_words(made, figures))
        st.markdown(say.reported_words(made))
    if made.reported:
        words = {"labels": say.PART_LABELS, "name": "reported interest in parts", "notes": say.CHECK_NOTES}
        layout.show_table(made.reported.parts[list(say.PART_LABELS)], key="reported", sources=held.reported, **STYLE | words)


head = st.container()
held, figures, text = refinancing.sources(), refinancing.published(), "No refinancing to show."
if layout.drawable(held.auctions, held.par):
    layout.drawable(*held.ladder[1:], held.breakevens)
    chosen, borrowing = refinancing.choose(held, figures)
    if made := refinancing.stressed(held, chosen, borrowing):
        text = say.headline(made, chosen)
        draw_cost(made)
        draw_wall(made, chosen)
        draw_markup()
        draw_checks()
        layout.section("What these figures assume", anchor="assumptions")
        st.markdown(say.assumptions(made, chosen, figures))
with head:
    layout.page("Risk", "Refinancing", text)
