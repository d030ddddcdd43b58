"""The ACM premium as it was known on an earlier day against what is known now, on the page "Term premium"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import term_premium
from treasury.charts import term_premium as charts
from treasury.charts.base import Mark
from treasury.dataset import Vintage
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, recipe
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange

PREMIUM = "ACMTP10"
NOTES = N_("""
**Then** is the newest version that had been retrieved by the end of the chosen day, **now** the newest of all; compared on the
days that both hold. The New York Fed re-estimates the model early each month, which moves the whole history by a little. Every
version that a refresh brings is kept.
""")
ONE_VERSION = N_(
    "There is nothing to compare it with yet. The New York Fed re-estimates the model early each month; every refresh that "
    "brings changed figures keeps the version before it: `python -m treasury refresh term_premium_acm`, or the data page."
)
REESTIMATED_DAYS = 28  # so much older than the newest version, a version comes from another estimation


def draw(acm: Loaded, shown: DateRange, marks: Sequence[Mark]) -> None:
    """The section: a day in the address (?known=2026-09-01), both versions, what the later one changed."""
    layout.section(N_("As it was known"))
    days = retrieved(cache.versions(acm.dataset.id))
    if len(days) < 2:
        layout.empty_card(
            tr("Only one version of the ACM premium is held, retrieved {day}", day=_on(acm.vintage)), tr(ONE_VERSION)
        )
        return
    known = controls.day(tr("Known on"), key="known", default=earlier(days), first=days[0], last=days[-1])
    then = cache.frame(acm.dataset.id, as_known_on=known)
    if not (layout.drawable(then) and then.vintage and acm.vintage):
        return
    both = recipe.of(then, known)[PREMIUM], recipe.of(acm)[PREMIUM]
    csv = recipe.call(term_premium.revision, *both).between(shown.start, shown.end)
    revision = csv.frame
    words = versions_words(then.vintage, acm.vintage, revision, known)
    st.markdown(words)
    figure = charts.then_and_now(revision, revision_title(revision), marks)
    layout.show_chart(figure, key="versions", alt=words, sources=[acm], csv=csv, name="premium then and now", notes=NOTES)


def retrieved(held: Sequence[Vintage]) -> list[date]:
    """The days on which the versions held were retrieved, in order."""
    return sorted({vintage.retrieved_at.date() for vintage in held if vintage.retrieved_at})


def earlier(days: Sequence[date]) -> date:
    """The day to compare with at first: the last one old enough to be another estimation, or the oldest."""
    before = [day for day in days if (days[-1] - day).days >= REESTIMATED_DAYS]
    return before[-1] if before else days[0]


def versions_words(then: Vintage, now: Vintage, revision: pd.DataFrame, known: date) -> str:
    """Which versions are compared, and what the later one changed on the days of a range."""
    both = tr(
        "As known on {known} (retrieved {then}, to {then_end}) against now (retrieved {now}, to {now_end})",
        known=units.day(known),
        then=_on(then),
        then_end=units.day(then.as_of),
        now=_on(now),
        now_end=units.day(now.as_of),
    )
    changed = revision.loc[revision["revision_bp"].abs() > 0, "revision_bp"]
    if then.version == now.version:
        return tr("{both}: it is the same version; choose an earlier day.", both=both)
    if revision.empty:
        return tr("{both}: no day of this range is in both.", both=both)
    if changed.empty:
        return tr("{both}: none of {days} days differs.", both=both, days=units.count(len(revision)))
    at = changed.abs().idxmax()
    return tr(
        "{both}: {changed} of {days} days differ, {mean} on average, at most {most} on {day}.",
        both=both,
        changed=units.count(len(changed)),
        days=units.count(len(revision)),
        mean=units.bp(revision["revision_bp"].mean(), 1),
        most=units.bp(changed[at], 1),
        day=units.day(at),
    )


def _on(vintage: Vintage | None) -> str:
    return units.day(vintage.retrieved_at.date()) if vintage and vintage.retrieved_at else tr("on an unknown day")


def revision_title(revision: pd.DataFrame) -> str:
    """By how much the later version differs on average over the range."""
    if revision.empty:
        return tr("Then and now")
    return tr("Now {mean} from then, on average", mean=units.bp(revision["revision_bp"].mean(), 1))
