"""The view "Above one year" of the issuance page: what private hands were sold above one year, year on year."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import private_supply
from treasury.charts import issuance as charts
from treasury.language import N_, tr
from treasury.ui import cache, layout
from treasury.ui.issuance import Sources, period_words
from treasury.ui.navigation import PAGES, link
from treasury.ui.text import plain

LABELS = {
    "period": N_("Year"),
    "part": N_("Compared"),
    "through": N_("To"),
    "public_usd": N_("To the public"),
    "soma_usd": N_("Fed add-ons"),
    "matured_usd": N_("Matured"),
    "bought_back_usd": N_("Bought back"),
    "net_usd": N_("Net"),
    "public_ten_year_equivalent_usd": N_("To the public, 10-year eq."),
    "soma_ten_year_equivalent_usd": N_("Fed add-ons, 10-year eq."),
    "bought_back_ten_year_equivalent_usd": N_("Bought back, 10-year eq."),
}
FIRST = "2016"
NOTES = N_("""
**Above one year**: notes, bonds, TIPS and floating rate notes, on settlement dates; no bills. **To the public** leaves the Fed's
add-ons out, which roll its own maturing holdings over. **Ten-year equivalents**: par x modified duration / modified duration of
the on-the-run 10-year of that day. **Expected**: what has settled, what is sold to settle later, and for each kind of auction as
many more as the year before had, each at its latest size: an assumption, not an announcement. Years before 2016 lack the add-ons.
""")


def draw(held: Sources) -> None:
    """The years as a chart, the comparison as a sentence and a table."""
    if not layout.drawable(held.fed, held.par):
        return
    inputs = (*held.flows, held.fed, held.par)
    try:
        years = cache.computed(private_supply.private_supply, *inputs)
        compared = cache.computed(private_supply.private_supply_compared, *inputs)
    except ValueError as trouble:
        layout.failed_card(tr("Supply above one year cannot be computed from the datasets held"), plain(str(trouble)))
        return
    st.markdown(words(compared))
    recent, sources = years[years["period"] >= FIRST].reset_index(drop=True), [*held.flows, held.fed, held.par]
    subtitle = tr("Hatched: expected at the latest auction sizes")
    figure = charts.private_years(recent, compared, tr("Sold above one year, by calendar year"), subtitle=subtitle)
    layout.show_chart(figure, key="above_one_year", alt=words(compared), sources=sources, csv=recent, notes=NOTES)
    table = compared[[name for name in LABELS if name in compared]]
    layout.show_table(table, key="year_on_year", sources=sources, labels=LABELS, usd=("bn", 0), notes=NOTES, height="content")
    if any(entry.url_path == "duration" for entry in PAGES):
        link("duration", tr("Net duration to the public, by period and class"))


def words(compared: pd.DataFrame) -> str:
    """The current year against the same part of the year before, in par and in ten-year equivalents, and the expected year."""
    same = compared[compared["part"].eq(private_supply.SAME_PART)].reset_index(drop=True)
    whole = compared[compared["part"].eq(private_supply.WHOLE)].reset_index(drop=True)
    if len(same) < 2 or same["public_usd"].isna().any():
        return tr("Supply above one year is not known for two years in a row.")
    before, now = same.iloc[0], same.iloc[1]
    moved = [_moved(now[name], before[name]) for name in ("public_usd", "public_ten_year_equivalent_usd")]
    text = tr(
        "To {last_day} the public was sold {sold} above one year, {moved} on the same part of {year_before}; in "
        "ten-year equivalents {moved_in_equivalents}.",
        last_day=units.day(pd.Timestamp(now["through"]).date()),
        sold=units.usd(now["public_usd"]),
        moved=moved[0],
        year_before=period_words(before["period"]),
        moved_in_equivalents=moved[1],
    )
    if len(whole) == 2 and bool(whole.iloc[1]["expected"]):
        year = _moved(whole.iloc[1]["public_usd"], whole.iloc[0]["public_usd"])
        text += tr(
            " At the latest sizes {year} would end {moved} on {year_before}.",
            year=period_words(now["period"]),
            moved=year,
            year_before=period_words(before["period"]),
        )
    return text


def _moved(now: float, before: float) -> str:
    return units.change_pct((now / before - 1) * 100) if before > 0 else units.missing()
