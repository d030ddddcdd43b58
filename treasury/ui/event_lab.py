"""What the page "Event lab" asks, says and tabulates: controls, headline, ranks, headings and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import event_study
from treasury.analytics.moves import Rank
from treasury.charts.base import Mark
from treasury.language import ENGLISH, N_, tr, using
from treasury.ui import cache, controls, event_compare, event_ranks, layout
from treasury.ui.cache import Loaded
from treasury.ui.events import KINDS, SERIES, SESSIONS, Event, after, beside, choose, with_units

# Columns of the tables, and what stands above them.
REACTIONS = {session: f"session_{session}_bp" for session in event_study.SESSIONS}
CHANGES = {session: f"session_{session}_change" for session in event_study.SESSIONS}
FINE = {session: f"session_{session}_fine_bp" for session in event_study.SESSIONS}
LABELS = {column: str(session) for made in (REACTIONS, CHANGES, FINE) for session, column in made.items()} | {
    "tenor": N_("Session"),
    "name": N_("Session"),
    "part": N_("Session"),
    "date": N_("Day"),
    "kind": N_("Kind"),
    "label": N_("What"),
}
TABLE: Mapping[str, Any] = MappingProxyType({"labels": LABELS, "height": "content"})  # how every table of the page is shown
PARTS = {
    "nominal_bp": N_("10Y par yield"),
    "real_bp": N_("Real yield"),
    "breakeven_bp": N_("Breakeven"),
    "real_remainder_bp": N_("Remainder"),
    "acm_path_bp": N_("ACM: expected path"),
    "acm_premium_bp": N_("ACM: premium"),
    "acm_remainder_bp": N_("ACM: remainder"),
    "kim_wright_path_bp": N_("Kim-Wright: expected path"),
    "kim_wright_premium_bp": N_("Kim-Wright: premium"),
    "kim_wright_remainder_bp": N_("Kim-Wright: remainder"),
}

NOTES = N_("""
**Reaction**: the value at session 0, 1, 2, 5, 10, 20 minus the last value before the day, in basis points. **Session 0** is the
first day on or after the event on which the curve has figures; all tenors are measured on the same days. Par yields are taken in
the afternoon, so session 0 holds the whole day, also what came before the event. A figure is missing where a tenor begins, ends
or has none, or pauses for more than 7 calendar days in between; nothing is filled in.
""")
PARTS_NOTES = N_("""
Every split adds up to the change of the par yield; what its parts leave is the **remainder**. **Real yield + breakeven**: TIPS
par yield, and the breakeven as FRED publishes it. **ACM** (New York Fed), **Kim-Wright** (Federal Reserve Board): expected path
of the short rate plus term premium. The models fit zero-coupon yields, so their remainder is the difference between these and the
par yield, and any part that is not published. Two models, two answers: neither premium is observed.
""")
ASSET_NOTES = N_("""
Rates in basis points, indices in percent of their last value before the day, stress and VIX in points, each over its own
sessions. **Dollar**: the Federal Reserve's broad index; up is a stronger dollar. **Financial stress**: the OFR's index, zero is
normal; its parts for equity valuation and volatility are parts of that index, not the S&P 500 or the VIX.
""")
BESIDE_NOTES = N_("""
Key dates, FOMC statements, auctions of 2 years and more and buybacks within two business days of session 0. A reaction cannot be
put down to the event alone while these stand beside it. Key dates that share the day are listed together.
""")
ASSET_TABLE: Mapping[str, Any] = MappingProxyType({**TABLE, "notes": ASSET_NOTES})


def event_controls() -> tuple[Loaded, Event, list[str], int, date, list[Mark]] | None:
    """Yields, event, tenors drawn, session of the headline and the curve, day ranked, key dates; None without yields."""
    first_row, second_row = (st.container(horizontal=True, vertical_alignment="bottom") for _ in range(2))
    with second_row, st.container(width=230):
        loaded = cache.frame(SERIES[controls.choice(tr("Series"), list(SERIES), key="series")])
    if not layout.drawable(loaded):
        return None
    days = loaded.frame.index
    with first_row:
        event = choose(days[1].date(), days[-1].date())
    with second_row:
        with st.container(width=250):
            session = int(
                controls.choice(tr("Session"), SESSIONS, key="session", default="5", help=tr("Of the headline and the curve."))
            )
        with st.container(width=170):
            window = event_ranks.window_control(loaded, event, session)
        with st.container(width=200):
            marks = controls.key_dates()
    tenors = controls.tenors(list(loaded.frame.columns))
    return loaded, event, tenors, session, window, marks


def headline(table: pd.DataFrame, event: Event, session: int, ranked: Sequence[Rank] = ()) -> str:
    """What the ten-year, and beside it the ends of the curve, did up to a session, and how the window's week ranks."""
    moved = {tenor: table.loc[tenor, session] for tenor in ("10Y", "30Y", "2Y")}
    known = [
        tr("{years}-year: {change}", years=tenor.removesuffix("Y"), change=units.bp(change))
        for tenor, change in moved.items()
        if pd.notna(change)
    ]
    when = after(session, event.name)
    if not known:
        said = tr("No change is known {when}.", when=when)
    else:
        others = "".join(tr("; {change}", change=one) for one in known[1:])
        said = tr("{change} {when}{others}.", change=known[0], when=when, others=others)
    if not ranked or not ranked[0].rank:
        return said
    return tr("{sentence} {next_sentence}", sentence=said, next_sentence=event_ranks.in_words(ranked[0]))


def parts_table(parts: pd.DataFrame) -> pd.DataFrame:
    """The frame of `term_premium.decomposition` with one row a part and one column a session."""
    names = {column: tr(name) for column, name in PARTS.items()}
    return parts.rename(columns=names).T.rename(columns=FINE).rename_axis(index="part", columns=None)


def asset_table(reactions: pd.DataFrame) -> pd.DataFrame:
    """The frame of `event_study.asset_reactions` for display, units behind the names."""
    return with_units(reactions).rename(columns=CHANGES)


def asset_csv(reactions: pd.DataFrame) -> pd.DataFrame:
    """The same as figures, one row a session, with English names."""
    with using(ENGLISH):
        return with_units(reactions).T


def draw_beside(event: Event) -> None:
    """The table of what else happened within two sessions."""
    layout.section(N_("What else happened"))
    found, english, held = beside(event)
    layout.show_table(found.replace({"kind": KINDS}), key="beside", sources=held, csv=english, notes=BESIDE_NOTES, **TABLE)
    event_compare.link(event)
