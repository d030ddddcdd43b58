"""The reader's language: ?lang=ja in the address, kept from page to page; addresses, CSV and the API are the same in all."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from treasury import language
from treasury.language import ENGLISH, LANGUAGES, tr
from treasury.ui.text import quoted

KEY = "lang"  # in the address
_CHOSEN, _WORD = "_language", "_language_word"  # in the session


def take_over() -> None:
    """Reads the language from the address, and keeps it there and in the session while the reader goes from page to page."""
    asked = st.query_params.get(KEY)
    if asked is None:
        if chosen() != ENGLISH:
            st.query_params[KEY] = chosen()
        return
    st.session_state.pop(_WORD, None)
    if asked.lower() in LANGUAGES:
        st.session_state[_CHOSEN] = asked.lower()
        return
    st.session_state[_WORD] = asked
    st.session_state.pop(_CHOSEN, None)


def chosen() -> str:
    """The code of the reader's language; English outside a visit."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    return str(st.session_state.get(_CHOSEN, ENGLISH))


def in_address() -> dict[str, str]:
    """What a link to the page says of the language: nothing for English."""
    return {KEY: chosen()} if chosen() != ENGLISH else {}


def switch() -> None:
    """Buttons for the other languages, each in its own words."""
    for code, name in LANGUAGES.items():
        if code != chosen():
            st.button(name, key=f"_to_{code}", on_click=_choose, args=(code,), type="tertiary", icon=":material/translate:")


def _choose(code: str) -> None:
    st.session_state[_CHOSEN] = code
    st.session_state.pop(_WORD, None)
    if code == ENGLISH:
        st.query_params.pop(KEY, None)
    else:
        st.query_params[KEY] = code


def say_unknown() -> None:
    """What of the address could not be used."""
    if asked := st.session_state.get(_WORD):
        held = ", ".join(LANGUAGES)
        st.info(
            tr(
                "lang: {asked} in the link is no language of this dashboard ({held}); showing English.",
                asked=quoted(asked),
                held=held,
            ),
            icon=":material/edit_note:",
        )


language.ask(chosen)
