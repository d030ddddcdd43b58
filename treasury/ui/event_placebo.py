"""An event against every other date: the controls, the sentence, the picture and the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import event_study, placebo
from treasury.analytics.then_and_now import Named
from treasury.charts import placebo as charts
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, tables
from treasury.ui.cache import Loaded
from treasury.ui.events import SESSIONS, SINCE, Event
from treasury.ui.text import plain

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "session": N_("Session"),
        "change_bp": N_("Reaction"),
        "of": N_("Other dates"),
        "change_percentile_pct": N_("Reaction"),
        "share_at_least_pct": N_("At least as large"),
    }
)
NOTES = N_("""
The same difference, taken around every other date of the history chosen. **Percentile**: share of those dates with a change
smaller or equal; 100 is the largest rise. **At least as large**: share with a change at least as large in the same direction.
Windows overlap, so one upheaval counts on several dates.
""")


def draw(loaded: Loaded, event: Event) -> None:
    """The reaction of one tenor at one session among the same differences around every other date."""
    layout.section(N_("Against every other date"))
    tenor, session, since = _controls(loaded)
    others, bars = _compared(loaded, tenor, event, session, since)
    said = sentence(others, tenor, session, since)
    st.markdown(plain(said))
    left, right = st.columns(2)
    with left:
        title = tr("{tenor}, change by session {session}, all dates", tenor=tenor, session=session)
        figure = charts.histogram(bars, others.loc[session, "change_bp"], title, units.day(event.day))
        csv = bars.rename(columns={"from": "from_bp", "to": "to_bp", "count": "dates"})
        words = charts.words(bars, said)
        layout.show_chart(figure, key="placebo_picture", alt=words, sources=[loaded], csv=csv, name="event placebo", notes=NOTES)
    with right:
        cut = tables.cut_percentiles(others)
        layout.show_table(cut, key="placebo", sources=[loaded], csv=others, notes=NOTES, labels=LABELS, height="content")


def _controls(loaded: Loaded) -> tuple[str, int, str]:
    """The tenor and session compared with every other date, and since when: a key of SINCE."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice(tr("Tenor compared"), list(loaded.frame.columns), key="tenor", default="10Y")
        session = controls.choice(tr("Session compared"), SESSIONS, key="compared", default="5")
        since = controls.choice(tr("Other dates since"), list(SINCE), key="since")
    return tenor, int(session), since


def _compared(loaded: Loaded, tenor: str, event: Event, session: int, since: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The percentiles of every session, and the bars of the one chosen, among every other date."""
    others = cache.computed(_placebo, loaded, tenor=tenor, day=event.day, since=SINCE[since])
    bars = cache.computed(_bars, loaded, tenor=tenor, day=event.day, since=SINCE[since], session=session)
    return others, bars


def _placebo(yields: pd.DataFrame, tenor: str, day: date, since: date | None) -> pd.DataFrame:
    return placebo.placebo(yields[tenor], day, since=since)


def _bars(yields: pd.DataFrame, tenor: str, day: date, since: date | None, session: int) -> pd.DataFrame:
    one = Named(tenor, yields[tenor], "percent")
    change = float(event_study.named_reaction(one, day, (session,)).iloc[0])
    return placebo.bars(placebo.others(one, day, session, since), change)


def sentence(others: pd.DataFrame, tenor: str, session: int, since: str) -> str:
    """How unusual the reaction is, in words."""
    row = others.loc[session]
    count = units.count(row["of"])
    compared = (
        tr("{count} other dates since 1 January 2001", count=count)
        if SINCE[since]
        else tr("{count} other dates of the whole series", count=count)
    )
    if pd.isna(row["change_percentile_pct"]):
        return tr(
            "The {tenor} has no reaction at session {session} to compare with {other_dates}.",
            tenor=tenor,
            session=session,
            other_dates=compared,
        )
    share = units.percent(row["share_at_least_pct"], 1)
    as_large = (
        tr("{share} of them saw a rise at least as large", share=share)
        if row["change_bp"] >= 0
        else tr("{share} of them saw a fall at least as large", share=share)
    )
    return tr(
        "{tenor} {change} by session {session}: the {percentile} percentile of {other_dates}; {as_large}.",
        tenor=tenor,
        change=units.bp(row["change_bp"]),
        session=session,
        percentile=units.ordinal(row["change_percentile_pct"]),
        other_dates=compared,
        as_large=as_large,
    )
