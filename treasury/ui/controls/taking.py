"""What every control does with the address: takes over what a link says, notes what is set, says what was corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from treasury.language import ENGLISH, current
from treasury.ui import address

WORDS = "_corrected"  # in the session: key of a control -> (value it was corrected to, what was said)


def begin(key: str, read: Callable[[list[str]], tuple[Any, str]]) -> None:
    """On a control's first run in a session: takes over what the address says, corrected, and remembers what to say."""
    if key in st.session_state or key not in st.query_params:
        return
    value, word = read(st.query_params.get_all(key) or [""])
    st.session_state[key] = value
    if word:
        st.session_state.setdefault(WORDS, {})[key] = (value, word)


def went_back() -> bool:
    """Whether the browser's Back or Forward asked for this run; it sets by the address only what is bound to it."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def keep_valid(key: str, mend: Callable[[Any], Any]) -> None:
    """What was chosen under other circumstances (another dataset) is mended before Streamlit refuses it."""
    if key in st.session_state:
        mended = mend(st.session_state[key])
        if mended != st.session_state[key]:
            st.session_state[key] = mended


def bound() -> Literal["query-params"] | None:
    """Whether Streamlit keeps a choice in the address: it writes the words that are shown, which only in English are the
    option itself, so in other languages `settle_choice` writes it."""
    return "query-params" if current() == ENGLISH else None


def settle(key: str, value: Any, in_address: Sequence[str]) -> None:
    """Notes the value for the page's link, and shows what was corrected until the reader chooses something else."""
    address.record(key, in_address)
    said = st.session_state.get(WORDS, {})
    if key in said:
        corrected, word = said[key]
        if corrected == value:
            st.info(word, icon=":material/edit_note:")
        else:
            del said[key]


def settle_choice(key: str, value: Any, in_address: Sequence[str]) -> None:
    """`settle` for a control with `bound`: writes the address where Streamlit does not keep it."""
    if not bound():
        write(key, in_address)
    settle(key, value, in_address)


def write(key: str, values: Sequence[str]) -> None:
    """Writes a control into the browser's address, where it is not bound to it: of controls that take any words, Streamlit would
    put what a link says into the box as it stands, unread."""
    if st.query_params.get_all(key) == list(values):
        return
    if values:
        st.query_params[key] = list(values)
    else:
        del st.query_params[key]
