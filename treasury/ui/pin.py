"""Links to figures as they were known at a moment (?as_known_on=…), so that a colleague sees the same ones next month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from treasury import units
from treasury.calendar import parse_known
from treasury.errors import BadInput
from treasury.language import tr
from treasury.ui.text import quoted

KEY = "as_known_on"  # in the address
_MOMENT, _WORD = "_known", "_known_word"  # in the session


def take_over() -> None:
    """Reads the moment from the address, and keeps it there and in the session while the reader goes from page to page."""
    if KEY in st.query_params:
        _read(st.query_params[KEY])
    elif moment() is not None:
        st.query_params[KEY] = text()


def _read(asked: str) -> None:
    if asked == text():
        return
    try:
        st.session_state[_MOMENT] = parse_known(asked, name="known")
        st.session_state.pop(_WORD, None)
    except BadInput:
        forms = tr("2026-09-01 or 2026-09-01T07:30:00Z would be one")
        st.session_state[_WORD] = tr(
            "as_known_on: {asked} in the link is no moment, {forms}; showing the newest figures.",
            asked=quoted(asked),
            forms=forms,
        )
        release()


def moment() -> date | datetime | None:
    """The moment, or the day with its end, as of which figures are shown; nothing: the newest, as always outside a visit."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    found: date | datetime | None = st.session_state.get(_MOMENT)
    return found


def text() -> str:
    """The moment as it stands in the address; "" where there is none."""
    kept = moment()
    if kept is None:
        return ""
    return kept.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(kept, datetime) else kept.isoformat()


def now() -> str:
    """What pins a link to the figures that are shown: their own moment or, where they are the newest, this one."""
    return text() or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def release() -> None:
    """Back to the newest figures."""
    st.session_state.pop(_MOMENT, None)
    st.query_params.pop(KEY, None)


def banner() -> None:
    """Says that figures are not the newest, with the way back; and what of the address could not be used."""
    if word := st.session_state.get(_WORD):
        st.info(word, icon=":material/edit_note:")
    kept = moment()
    if kept is None:
        return
    when = units.moment(kept) if isinstance(kept, datetime) else tr("the end of {day} (UTC)", day=units.day(kept))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            ":material/history: " + tr("Figures as they were known at **{when}**. What came later is not shown.", when=when)
        )
        st.button(tr("Show the newest"), on_click=release, type="tertiary", icon=":material/update:")
