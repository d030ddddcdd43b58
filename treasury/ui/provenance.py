"""Where figures come from: publisher, dataset, day, origin and caveats, as a line below a figure and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from treasury import units
from treasury.language import ENGLISH, JAPANESE, current, tr
from treasury.settings import PUBLISHERS
from treasury.ui.cache import Loaded
from treasury.ui.text import plain, small

_FEW_SOURCES = 3  # more are folded
_SHORT_CAVEATS = 180  # characters below one figure; longer ones are folded
_CAVEAT_START = {ENGLISH: 90, JAPANESE: 45}  # signs of Japanese are twice as wide


def oldest(sources: Sequence[Loaded]) -> date | None:
    """The day up to which all of them reach."""
    return min((item.as_of for item in sources if item.as_of), default=None)


def source_line(sources: Iterable[Loaded]) -> None:
    """Publisher, dataset, day, origin and caveats of each dataset behind a figure; marks what is stale or failed.

    More than a few, or long caveats, are summed up in a line that unfolds.
    """
    held = [item for item in sources if item.vintage is not None]
    lines = "  \n".join(line(item) for item in held)
    caveats = sum(len(item.vintage.caveats) for item in held if item.vintage)
    if len(held) > _FEW_SOURCES or caveats > _SHORT_CAVEATS:
        with st.expander(_summary(held)):
            st.markdown(small(lines))
    elif held:
        st.markdown(small(lines))


def _summary(held: Sequence[Loaded]) -> str:
    """The sources in a line: how many or who, their days, what is wrong with them, how the caveats begin."""
    days = [item.as_of for item in held if item.as_of]
    names = tr(", ").join(dict.fromkeys(tr(PUBLISHERS[item.dataset.publisher].name) for item in held))
    said = [
        tr("Sources: {count} datasets", count=len(held))
        if len(held) > _FEW_SOURCES
        else tr("Source: {names}", names=plain(names))
    ]
    said.append(tr("as of {days}", days=units.days(min(days), max(days))) if days else "")
    for state, one, many in (
        ("stale", tr("stale"), tr("{count} stale")),
        ("failed", tr("failed at the last refresh"), tr("{count} failed at the last refresh")),
    ):
        count = sum(item.state == state for item in held)
        said.append(many.format(count=count) if count and len(held) > 1 else one if count else "")
    caveats = [item.vintage.caveats for item in held if item.vintage and item.vintage.caveats]
    if len(held) > _FEW_SOURCES:
        said.append(tr("{count} with caveats", count=len(caveats)) if caveats else "")
    elif caveats:
        said.append(tr("caveat: {caveat}", caveat=plain(tr(caveats[0]), _CAVEAT_START.get(current(), _CAVEAT_START[ENGLISH]))))
    return tr(", ").join(part for part in said if part)


def line(item: Loaded) -> str:
    held = item.vintage
    if held is None:
        return ""
    when = units.day(held.retrieved_at.date()) if held.retrieved_at else tr("an unknown day")
    text = tr(
        "[{publisher}]({address}), {title}, as of **{as_of}**, {got}",
        publisher=plain(tr(PUBLISHERS[item.dataset.publisher].name)),
        address=held.publisher_url,
        title=plain(tr(item.dataset.title)),
        as_of=units.day(held.as_of),
        got=tr("snapshot of {day}", day=when) if held.origin == "snapshot" else tr("refreshed {day}", day=when),
    )
    if item.state == "stale":
        text += tr(" :orange-badge[:material/schedule: stale] next record due since {day}", day=units.day(item.due))
    elif item.state == "failed":
        text += tr(" :red-badge[:material/error: last refresh failed] {reason}", reason=plain(tr(item.reason), 160))
    if held.trouble:
        text += tr(" :orange-badge[older version] {trouble}", trouble=plain(tr(held.trouble), 160))
    if held.caveats:
        text += tr(" :gray-badge[caveat] {caveats}", caveats=plain(tr(held.caveats)))
    return text


def described(item: Loaded) -> str:
    """The same as plain text, in lines: for a file that leaves the dashboard."""
    held, declared = item.vintage, item.dataset
    if held is None:
        return tr("{title} ({id}): not held", title=tr(declared.title), id=declared.id)
    publisher = tr(PUBLISHERS[declared.publisher].name)
    got = units.moment(held.retrieved_at) if held.retrieved_at else tr("at an unknown time")
    due = tr(", next record due since {day}", day=item.due) if item.state == "stale" else ""
    lines = [
        tr("{publisher}, {title} ({id})", publisher=publisher, title=tr(declared.title), id=declared.id),
        held.publisher_url,
        tr("As of {as_of}, embedded snapshot, retrieved {moment}", as_of=held.as_of, moment=got)
        if held.origin == "snapshot"
        else tr("As of {as_of}, refreshed {moment}", as_of=held.as_of, moment=got),
        tr("Version {version}, {state}{due}", version=held.version, state=tr(item.state), due=due),
        tr("Licence: {licence}", licence=tr(declared.licence)),
    ]
    lines += [tr("Caveat: {caveats}", caveats=tr(held.caveats))] if held.caveats else []
    lines += [tr("Older version: {trouble}", trouble=held.trouble)] if held.trouble else []
    return "\n".join(lines)
