"""Where figures come from: publisher, dataset, day, origin and caveats, as a line below a figure and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from treasury import units
from treasury.language import tr
from treasury.settings import PUBLISHERS
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

_FEW_SOURCES = 3  # more are folded
_SHORT_CAVEATS = 180  # characters below one figure; longer ones are folded
_CAVEAT_START = 90


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
            st.caption(lines)
    elif held:
        st.caption(lines)


def _summary(held: Sequence[Loaded]) -> str:
    """The sources in a line: how many or who, their days, what is wrong with them, how the caveats begin."""
    days = [item.as_of for item in held if item.as_of]
    names = ", ".join(dict.fromkeys(PUBLISHERS[item.dataset.publisher].name for item in held))
    said = [
        tr("Sources: {held} datasets", held=len(held)) if len(held) > _FEW_SOURCES else tr("Source: {names}", names=plain(names))
    ]
    said.append(tr("as of {days}", days=units.days(min(days), max(days))) if days else "")
    for state, words in (("stale", "stale"), ("failed", tr("failed at the last refresh"))):
        count = sum(item.state == state for item in held)
        said.append(f"{count} {words}" if count and len(held) > 1 else words if count else "")
    caveats = [item.vintage.caveats for item in held if item.vintage and item.vintage.caveats]
    if len(held) > _FEW_SOURCES:
        said.append(tr("{caveats} with caveats", caveats=len(caveats)) if caveats else "")
    elif caveats:
        said.append(f"caveat: {plain(caveats[0], _CAVEAT_START)}")
    return ", ".join(part for part in said if part)


def line(item: Loaded) -> str:
    held = item.vintage
    if held is None:
        return ""
    publisher = plain(PUBLISHERS[item.dataset.publisher].name)
    got = tr("snapshot of") if held.origin == "snapshot" else "refreshed"
    when = units.day(held.retrieved_at.date()) if held.retrieved_at else tr("an unknown day")
    text = tr(
        "[{publisher}]({publisher_url}), {title}, as of **{as_of}**, {got} {when}",
        publisher=publisher,
        publisher_url=held.publisher_url,
        title=plain(item.dataset.title),
        as_of=units.day(held.as_of),
        got=got,
        when=when,
    )
    if item.state == "stale":
        text += tr(" :orange-badge[:material/schedule: stale] next record due since {due}", due=units.day(item.due))
    elif item.state == "failed":
        text += tr(" :red-badge[:material/error: last refresh failed] {reason}", reason=plain(item.reason, 160))
    if held.trouble:
        text += tr(" :orange-badge[older version] {trouble}", trouble=plain(held.trouble, 160))
    if held.caveats:
        text += f" :gray-badge[caveat] {plain(held.caveats)}"
    return text


def described(item: Loaded) -> str:
    """The same as plain text, in lines: for a file that leaves the dashboard."""
    held, declared = item.vintage, item.dataset
    if held is None:
        return tr("{title} ({id}): not held", title=declared.title, id=declared.id)
    got = units.moment(held.retrieved_at) if held.retrieved_at else tr("at an unknown time")
    lines = [
        f"{PUBLISHERS[declared.publisher].name}, {declared.title} ({declared.id})",
        held.publisher_url,
        tr(
            "As of {as_of}, {value} {got}",
            as_of=held.as_of,
            value="embedded snapshot, retrieved" if held.origin == "snapshot" else "refreshed",
            got=got,
        ),
        tr(
            "Version {version}, {state}{value}",
            version=held.version,
            state=item.state,
            value=f", next record due since {item.due}" if item.state == "stale" else "",
        ),
        tr("Licence: {licence}", licence=declared.licence),
    ]
    lines += [tr("Caveat: {caveats}", caveats=held.caveats)] if held.caveats else []
    lines += [tr("Older version: {trouble}", trouble=held.trouble)] if held.trouble else []
    return "\n".join(lines)
