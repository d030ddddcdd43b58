"""Where figures come from: publisher, dataset, day, origin and caveats, as a line below a figure and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from treasury import units
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
    said = [f"Sources: {len(held)} datasets" if len(held) > _FEW_SOURCES else f"Source: {plain(names)}"]
    said.append(f"as of {units.days(min(days), max(days))}" if days else "")
    for state, words in (("stale", "stale"), ("failed", "failed at the last refresh")):
        count = sum(item.state == state for item in held)
        said.append(f"{count} {words}" if count and len(held) > 1 else words if count else "")
    caveats = [item.vintage.caveats for item in held if item.vintage and item.vintage.caveats]
    if len(held) > _FEW_SOURCES:
        said.append(f"{len(caveats)} with caveats" if caveats else "")
    elif caveats:
        said.append(f"caveat: {plain(caveats[0], _CAVEAT_START)}")
    return ", ".join(part for part in said if part)


def line(item: Loaded) -> str:
    held = item.vintage
    if held is None:
        return ""
    publisher = plain(PUBLISHERS[item.dataset.publisher].name)
    got = "snapshot of" if held.origin == "snapshot" else "refreshed"
    when = units.day(held.retrieved_at.date()) if held.retrieved_at else "an unknown day"
    text = f"[{publisher}]({held.publisher_url}), {plain(item.dataset.title)}, as of **{units.day(held.as_of)}**, {got} {when}"
    if item.state == "stale":
        text += f" :orange-badge[:material/schedule: stale] next record due since {units.day(item.due)}"
    elif item.state == "failed":
        text += f" :red-badge[:material/error: last refresh failed] {plain(item.reason, 160)}"
    if held.trouble:
        text += f" :orange-badge[older version] {plain(held.trouble, 160)}"
    if held.caveats:
        text += f" :gray-badge[caveat] {plain(held.caveats)}"
    return text


def described(item: Loaded) -> str:
    """The same as plain text, in lines: for a file that leaves the dashboard."""
    held, declared = item.vintage, item.dataset
    if held is None:
        return f"{declared.title} ({declared.id}): not held"
    got = units.moment(held.retrieved_at) if held.retrieved_at else "at an unknown time"
    lines = [
        f"{PUBLISHERS[declared.publisher].name}, {declared.title} ({declared.id})",
        held.publisher_url,
        f"As of {held.as_of}, {'embedded snapshot, retrieved' if held.origin == 'snapshot' else 'refreshed'} {got}",
        f"Version {held.version}, {item.state}{f', next record due since {item.due}' if item.state == 'stale' else ''}",
        f"Licence: {declared.licence}",
    ]
    lines += [f"Caveat: {held.caveats}"] if held.caveats else []
    lines += [f"Older version: {held.trouble}"] if held.trouble else []
    return "\n".join(lines)
