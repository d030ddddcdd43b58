"""What the page "Event lab" asks, says and tabulates: controls, headline, ranks, headings and notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import event_study, moves
from treasury.charts.base import Mark
from treasury.ui import controls, layout, tables
from treasury.ui.cache import Loaded
from treasury.ui.events import Event, beside, choose, span, with_units

SERIES = {"Par curve": "par_yields", "Long history": "cmt_yields"}
SESSIONS = [str(session) for session in event_study.SESSIONS]
PATH = range(-10, 21)
SINCE = {"2001": date(2001, 1, 1), "Whole series": None}  # both stand in the table of ranks

# Columns of the tables, and what stands above them.
REACTIONS = {session: f"session_{session}_bp" for session in event_study.SESSIONS}
CHANGES = {session: f"session_{session}_change" for session in event_study.SESSIONS}
RANKS = ("definition", "since", "moved_on", "value_bp", "rank", "of", "ties", "largest_since", "series", "history_from")
LABELS = {column: str(session) for made in (REACTIONS, CHANGES) for session, column in made.items()} | {
    "tenor": "Session",
    "name": "Session",
    "definition": "Definition",
    "since": "Ranked since",
    "moved_on": "Day",
    "value_bp": "Move",
    "rank": "Rank",
    "of": "Of",
    "ties": "Ties",
    "largest_since": "Largest since",
    "series": "Series",
    "history_from": "Series from",
    "change_bp": "Reaction",
    "change_percentile_pct": "Reaction",
    "share_at_least_pct": "At least as large",
    "date": "Day",
    "kind": "Kind",
    "label": "What",
}
TABLE: Mapping[str, Any] = MappingProxyType({"labels": LABELS, "height": "content"})  # how every table of the page is shown
DEFINITIONS = {"day": "Day", "calendar_week": "Calendar week", "rolling_five": "Rolling five"}
KINDS = {"key_date": "Key date", "fomc": "FOMC", "auction": "Auction", "buyback": "Buyback"}

NOTES = """
**Reaction**: the value at session 0, 1, 2, 5, 10, 20 minus the last value before the day, in basis points. **Session 0** is the
first observation on or after the day; sessions count the observations of each series. Par yields are taken in the afternoon, so
session 0 holds the whole day, also what came before the event. A figure is missing where the series ends, begins or pauses
for more than 7 calendar days in between; nothing is filled in.
"""
PARTS_NOTES = """
**Nominal = real + breakeven**: par yield, TIPS par yield, and their difference as FRED publishes it. **ACM**: the New York Fed's
fitted yield is the expected path of the short rate plus the term premium. **Kim-Wright**: the Federal Reserve Board publishes the
premium; the rest of the par yield's change is its expected path and what the model does not fit. Two models, two answers:
neither premium is observed.
"""
ASSET_NOTES = """
Rates in basis points, indices in percent of their last value before the day, stress and VIX in points, each over its own
sessions. **Dollar**: the Federal Reserve's broad index; up is a stronger dollar. **Financial stress**: the OFR's index, zero is
normal; its parts for equity valuation and volatility are parts of that index, not the S&P 500 or the VIX.
"""
RANK_NOTES = """
Rises are ranked among rises, falls among falls; rank 1 is the largest. **Day**: from one observation to the next. **Calendar
week**: last observation of the ISO week of that session minus the last of the week before. **Rolling five**: minus the value
five observations earlier. **Largest since**: the latest earlier day with a move at least as large; empty where there is none.
"""
PLACEBO_NOTES = """
The same difference, taken around every other date of the history chosen. **Percentile**: share of those dates with a change
smaller or equal; 100 is the largest rise. **At least as large**: share with a change at least as large in the same direction.
"""
BESIDE_NOTES = """
Key dates, FOMC statements, auctions of 2 years and more and buybacks within two business days of session 0. A reaction cannot be
put down to the event alone while these stand beside it. Key dates that share the day are listed together.
"""
ASSET_TABLE = {**TABLE, "notes": ASSET_NOTES}
REACTION_TABLE = {**TABLE, "notes": NOTES}


def event_controls(loaded: Loaded) -> tuple[Event, list[str], int, list[Mark]]:
    """The event, the tenors drawn, the session of the headline and the curve, and the key dates."""
    days = loaded.frame.index
    event = choose(days[1].date(), days[-1].date())
    tenors = controls.tenors(list(loaded.frame.columns))
    with st.container(horizontal=True, vertical_alignment="bottom", width=620):
        session = controls.choice("Session", SESSIONS, key="session", default="5", help="Of the headline and the curve.")
        marks = controls.key_dates()
    return event, tenors, int(session), marks


def rank_controls(loaded: Loaded) -> tuple[str, int, date | None]:
    """The tenor ranked, the session whose day is ranked, and the first of the other dates it is compared with."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenor = controls.choice("Tenor ranked", list(loaded.frame.columns), key="tenor", default="10Y")
        session = controls.choice("Session ranked", SESSIONS, key="ranked")
        since = controls.choice("Other dates since", list(SINCE), key="since")
    return tenor, int(session), SINCE[since]


def headline(table: pd.DataFrame, event: Event, session: int) -> str:
    """What the ten-year, and beside it the ends of the curve, did up to a session; from the table of reactions."""
    moved = {tenor: table.loc[tenor, session] for tenor in ("10Y", "30Y", "2Y")}
    known = [f"{tenor.removesuffix('Y')}-year: {units.bp(change)}" for tenor, change in moved.items() if pd.notna(change)]
    if not known:
        return f"No change is known {span(session)} {event.name}."
    return f"{known[0]} {span(session)} {event.name}" + "".join(f"; {one}" for one in known[1:]) + "."


def ranks(loaded: Loaded, tenor: str, event: Event, session: int) -> pd.DataFrame:
    """Where the move of a session ranks: every definition, from 2001 and from the start of the series."""
    series = loaded.frame[tenor]
    day = event_study.session_dates(series, event.day, (session,)).iloc[0]
    found = [] if pd.isna(day) else [one for start in SINCE.values() for one in moves.ranks(series, day, start)]
    table = tables.from_rows(found, {name: name for name in RANKS})
    return table.replace({"definition": DEFINITIONS}).assign(series=f"{tenor}, {loaded.dataset.title}")


def asset_table(reactions: pd.DataFrame) -> pd.DataFrame:
    """The frame of `event_study.asset_reactions` for display, units behind the names; without a minus before zero."""
    return (with_units(reactions).round(2) + 0.0).rename(columns=CHANGES)


def cut(others: pd.DataFrame) -> pd.DataFrame:
    """The frame of `event_study.placebo` with whole percentiles, not rounded up: only the largest rise is the 100th."""
    return others.assign(change_percentile_pct=others["change_percentile_pct"] // 1)


def draw_beside(event: Event) -> None:
    """The table of what else happened within two sessions."""
    layout.section("What else happened")
    found, held = beside(event)
    layout.show_table(found.replace({"kind": KINDS}), key="beside", sources=held, notes=BESIDE_NOTES, **TABLE)
