"""The view "Rate shock" of the refinancing page: what the scenario costs by fiscal year, and on what the extra cost is paid."""

from __future__ import annotations

from typing import Any

import streamlit as st

from treasury.analytics.refinancing_stress import Stress
from treasury.charts import refinancing as charts
from treasury.language import N_, tr
from treasury.ui import layout
from treasury.ui import refinancing_words as say
from treasury.ui.refinancing import Sources, published
from treasury.ui.refinancing_scenario import choose, stressed


def draw(held: Sources) -> str:
    """The controls, cost and rate by fiscal year, the extra cost in parts, the table and what all of it assumes; gives the
    headline, "" where there is no outcome."""
    if not layout.drawable(held.par):
        return ""
    layout.drawable(*held.ladder[1:], held.breakevens)
    figures = published()
    chosen, borrowing = choose(held, figures)
    made = stressed(held, chosen, borrowing)
    if made is None:
        return ""
    _draw_years(held, made)
    layout.section(N_("What these figures assume"), anchor="assumptions")
    st.markdown(say.assumptions(made, chosen, figures))
    return say.headline(made, chosen)


def _draw_years(held: Sources, made: Stress) -> None:
    words: dict[str, Any] = {"sources": held.stress, "csv": made.years, "name": "interest by fiscal year"}
    figure = charts.cost_by_year(made.years, say.cost_title(made), subtitle=tr("Interest on marketable debt") + say.partial(made))
    layout.show_chart(figure, key="cost", alt=say.years_alt(made), notes=say.NOTES, **words)
    subtitle = f"{say.parts_of(made)}{say.partial(made)}"
    figure = charts.extra_by_part(made.years, say.parts_title(made), subtitle=subtitle)
    layout.show_chart(figure, key="parts", alt=say.parts_alt(made), notes=say.NOTES, **words)
    layout.section(N_("By fiscal year, and one more point of bills"), anchor="years")
    st.markdown(say.point_words(made))
    table = made.years[list(say.YEAR_LABELS)].astype({"fiscal_year": "str"})
    style: dict[str, Any] = {"labels": say.YEAR_LABELS, "helps": say.YEAR_HELPS, "usd": ("bn", 1), "height": "content"}
    layout.show_table(table, key="years", notes=tr(say.NOTES) + tr(say.POINT_NOTES), **style, **words)
