"""The view "Yields" of the buybacks page: the yield of the bucket around operations, against every other date."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import buyback_reactions as reactions
from treasury.analytics.buyback_programme import REGULAR_SINCE
from treasury.charts import buyback_yields as charts
from treasury.language import N_, tr, trn
from treasury.ui import cache, controls, layout
from treasury.ui.buybacks import Cockpit
from treasury.ui.cache import Loaded

YIELDS = {N_("Of the bucket"): False, N_("Less the 5-year"): True}
SINCE: dict[str, date] = {N_("Regular programme"): REGULAR_SINCE, "2001": date(2001, 1, 1)}
LABELS = {
    "session": N_("Session"),
    "operations": N_("Operations"),
    "mean_bp": N_("Mean change"),
    "low_bp": N_("Lower quartile"),
    "high_bp": N_("Upper quartile"),
    "mean_percentile_pct": N_("Mean"),
    "usual_low_pct": N_("Usual from"),
    "usual_high_pct": N_("Usual to"),
}
NOTES = N_("""
**Yield of the bucket**: the mean of the par yields at its edges (10Y to 20Y: 10- and 20-year); the 1-year for up to 2 years; real
par yields for TIPS. **Change**: from the last value before the operation (session -1, the day of its announcement) to each
session. **Percentile**: the place of each change among the same change around every other date since the day chosen, averaged
over the operations; 50 is nothing unusual, low is a fall. **Usual range**: where the mean of so many percentiles drawn at random
lies 19 times in 20. Windows of neighbouring operations overlap and other news falls on the same days, so the true range is
wider; and the size of each operation was known a quarter ahead, so its effect may lie long before.
""")


def draw(cockpit: Cockpit) -> None:
    """The mean reaction of the operations chosen, with its place among other dates."""
    par, real = cache.frame("par_yields"), cache.frame("real_par_yields")
    if not layout.drawable(par, real):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        against = YIELDS[controls.choice(tr("Yield"), list(YIELDS), key="yield")]
        since = SINCE[controls.choice(tr("Other dates since"), list(SINCE), key="since")]
    every = around(cockpit.source, par, real, since, against)
    key = ["operation_date", "start_time"]
    wanted = pd.MultiIndex.from_frame(cockpit.chosen[key])
    own = every[pd.MultiIndex.from_frame(every[key]).isin(wanted)] if len(every) else every
    made = reactions.summed_up(own)
    alt, sources = words(made, cockpit), [cockpit.source, par, real]
    st.markdown(alt)
    title = tr("Around operations: {buckets}", buckets=cockpit.choice or tr("all buckets"))
    figure = charts.around_operations(made, title)
    named = {"csv": own, "name": "yields around buybacks", "notes": NOTES}
    layout.show_chart(figure, key="around", alt=alt, sources=sources, **named)
    layout.show_table(made, key="around_table", sources=sources, labels=LABELS, notes=NOTES, height="content")


def around(source: Loaded, par: Loaded, real: Loaded, since: date, against: bool) -> pd.DataFrame:
    """The reactions to every operation of the regular programme, at every session."""
    return cache.computed(_regular, source, par, real, since=since, against=against)


def _regular(operations: pd.DataFrame, par: pd.DataFrame, real: pd.DataFrame, since: date, against: bool) -> pd.DataFrame:
    held = operations[operations["operation_date"] >= pd.Timestamp(REGULAR_SINCE)]
    return reactions.around(held, par, real, since, against)


def words(made: pd.DataFrame, cockpit: Cockpit) -> str:
    """The day of the operation and ten sessions later: mean change, percentile, and whether that is unusual."""
    if made.empty:
        return tr("Yields around operations, {span}: no operation with a bucket and a yield.", span=cockpit.span)
    said = [
        _session_words(when, made[made["session"].eq(session)].iloc[0])
        for session, when in ((0, tr("on the day")), (10, tr("ten sessions later")))
        if made["session"].eq(session).any()
    ]
    count = int(made["operations"].max())
    return trn(
        "Yields of the buckets around {count} operation, {span}: {said}.",
        "Yields of the buckets around {count} operations, {span}: {said}.",
        count,
        count=count,
        span=cockpit.span,
        said=tr("; ").join(said),
    )


def _session_words(when: str, row: pd.Series) -> str:
    figures = {
        "when": when,
        "change": units.bp(row["mean_bp"], 1),
        "percentile": f"{row['mean_percentile_pct']:.0f}",
        "low": f"{row['usual_low_pct']:.0f}",
        "high": f"{row['usual_high_pct']:.0f}",
    }
    if row["usual_low_pct"] <= row["mean_percentile_pct"] <= row["usual_high_pct"]:
        return tr("{when} {change} on average, mean percentile {percentile}, within the usual {low} to {high}", **figures)
    return tr("{when} {change} on average, mean percentile {percentile}, outside the usual {low} to {high}", **figures)
