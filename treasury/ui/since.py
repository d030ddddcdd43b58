"""What changed since the reader's last visit day: the gauge, the figures, auctions, buybacks, the premium's version, key dates.

The dashboard keeps nothing about its readers, so the day is a control: a week before the newest session unless the link says
another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import auctions, buybacks, term_premium
from treasury.answers.gauge_words import score
from treasury.calendar import utc_today
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, monitor
from treasury.ui.cache import Loaded
from treasury.ui.premium_versions import PREMIUM
from treasury.ui.text import plain
from treasury.ui.truce import Shown

WEEK = timedelta(days=7)
FIRST = date(2025, 1, 2)
CONTROL_PX = 220
MOST_NAMED = 4
HELP = N_("Your last visit, say. The dashboard keeps nothing about its readers: bookmark the link with the day in it.")
NOTES = N_("""
**Figures**: the last value after the day against the last on or before it, for the measures that have one. **Auctions** and
**buybacks**: results of later days. **Premium**: whether a version read after the day differs on the days both hold. What changed
is told by the days of the records, not by when they were read.
""")


@dataclass(frozen=True)
class Changes:
    """What is newer than a day: figures, auctions and operations with a result, and everything else as lines."""

    figures: pd.DataFrame
    auctions: pd.DataFrame
    lines: list[str]
    source: Loaded  # of the auctions


def choose(newest: date) -> date:
    """The day, in the address as ?since=2026-09-28."""
    with st.container(width=CONTROL_PX):
        return controls.day(tr("Since"), key="since", default=newest - WEEK, first=FIRST, last=newest, help=tr(HELP))


def changes(followed: Sequence[monitor.Followed], made: Shown, day: date) -> Changes:
    """Everything that the data hold after a day."""
    table = monitor.compared(followed, day)
    newer = table[table["change"].notna()]
    held, operations = made.source("auctions"), made.source("buyback_operations")
    sold = cache.computed(auctions.results, held) if held.ok else pd.DataFrame(columns=list(monitor.AUCTIONS))
    recent = sold[sold["auction_date"] > pd.Timestamp(day)]
    older = [str(name) for name in table.index if name not in newer.index]
    lines = [
        *_answer_line(made, day),
        _auctions_line(sold, len(recent)),
        _buybacks_line(operations, day),
        *_premium_line(day),
        *_key_dates_line(day),
    ]
    if older:
        lines.append(tr("No newer figure: {measures}.", measures=_named(map(tr, older), len(older))))
    return Changes(newer, recent, lines, held)


def _named(names: Iterable[str], count: int) -> str:
    """The first names, and how many more there are."""
    named = tr(", ").join(islice(names, MOST_NAMED))
    return tr("{named} and {count} more", named=named, count=count - MOST_NAMED) if count > MOST_NAMED else named


def draw(found: Changes, followed: Sequence[monitor.Followed], day: date) -> None:
    """The lines, the figures that moved, the auctions held."""
    st.markdown("\n".join(f"- {plain(line)}" for line in found.lines))
    if len(found.figures):
        words = monitor.in_words(found.figures, day)
        sources = monitor.sources(followed, list(found.figures.index))
        layout.show_words(words, key="since_figures", sources=sources, csv=found.figures, name="changed figures", notes=NOTES)
    if len(found.auctions):
        layout.show_table(
            found.auctions[list(monitor.AUCTIONS)],
            key="auctions",
            sources=[found.source],
            labels=monitor.AUCTIONS,
            notes=monitor.SHARES,
            height="content",
        )


def _answer_line(made: Shown, day: date) -> list[str]:
    """The gauge of the day against that of the newest session."""
    if made.measured.newest is None:
        return []
    line = made.line
    before = line.loc[: pd.Timestamp(day)].tail(1)
    then = score(before.iloc[0]) if len(before) and pd.notna(before.iloc[0]) else ""
    now = score(line.iloc[-1]) if pd.notna(line.iloc[-1]) else ""
    first, last = units.day(day), units.day(made.measured.newest)
    if not then and not now:
        return [tr("Fragility gauge: no number on {first_day}, and none on {last_day}.", first_day=first, last_day=last)]
    return [
        tr(
            "Fragility gauge: {before} on {first_day}, {now} on {last_day}.",
            before=then or tr("no number"),
            first_day=first,
            now=now or tr("no number"),
            last_day=last,
        )
    ]


def _auctions_line(sold: pd.DataFrame, count: int) -> str:
    if count:
        return tr("Coupon auctions with a result: {count}, listed below.", count=count)
    if not len(sold):
        return tr("Coupon auctions: no newer result.")
    return tr("Coupon auctions: no newer result; the last held is of {day}.", day=units.day(sold["auction_date"].max()))


def _buybacks_line(operations: Loaded, day: date) -> str:
    rows = cache.computed(buybacks.operations, operations) if operations.ok else pd.DataFrame()
    done = rows[rows["state"].eq("result")] if len(rows) else rows
    if not len(done):
        return tr("Buybacks: no result is held.")
    recent = done[done["operation_date"] > pd.Timestamp(day)]
    if not len(recent):
        return tr("Buybacks: no newer result; the last held is of {day}.", day=units.day(done["operation_date"].max()))
    last = recent.iloc[-1]
    return tr(
        "Buybacks with a result: {count}, {amount} accepted; the last on {day}, cover {cover}.",
        count=len(recent),
        amount=units.usd(recent["accepted_usd"].sum()),
        day=units.day(last["operation_date"]),
        cover=units.number(last["cover_ratio"]),
    )


def _premium_line(day: date) -> list[str]:
    """Whether the ACM premium was estimated again, and by how much its last common day moved."""
    now = cache.frame("term_premium_acm")
    read = now.vintage.retrieved_at if now.vintage else None
    if not now.ok or read is None or read.date() <= day or len(cache.versions("term_premium_acm")) < 2:
        return []
    then = cache.frame("term_premium_acm", as_known_on=day)
    if not then.ok or then.version == now.version:
        return []
    revised = term_premium.revision(then.frame[PREMIUM], now.frame[PREMIUM])
    if revised.empty or not revised["revision_bp"].abs().max():
        return [tr("ACM premium: read again on {day}, unchanged on the days known before.", day=units.day(read.date()))]
    return [
        tr(
            "ACM premium: a version read on {day} puts {last_day} {change} from before.",
            day=units.day(read.date()),
            last_day=units.day(revised.index[-1]),
            change=units.bp(revised["revision_bp"].iloc[-1], 1),
        )
    ]


def _key_dates_line(day: date) -> list[str]:
    dates, trouble = cache.key_dates()
    if trouble:
        return []
    newer = dates[(dates["date"] > pd.Timestamp(day)) & (dates["date"] <= pd.Timestamp(utc_today()))]
    if newer.empty:
        return []
    last = newer.iloc[-MOST_NAMED:]
    named = [tr("{label} ({day})", label=tr(str(row.label)), day=units.day(row.date)) for row in last.itertuples()]
    return [tr("Key dates: {named}.", named=_named(named, len(newer)))]
