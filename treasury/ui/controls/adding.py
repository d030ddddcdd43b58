"""Entries of one's own: a box that adds one, and beside it those that are shown, each of which goes by a click.

In place of Streamlit's box of several, whose white entries on the theme's colour cannot be read in the dark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from treasury.language import tr
from treasury.ui.controls.taking import begin, keep_valid, went_back
from treasury.ui.text import plain

BOX_PX = 250
FEW = 2  # entries that are soon taken out one by one


def added(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: Sequence[str],
    mend: Callable[[Sequence[str]], list[str]],
    most: int,
    instead: str,
    placeholder: str,
    shown: Callable[[str], str] = str,
    help: str | None = None,
) -> list[str]:
    """Entries from a list or typed, at most so many; none where the reader took out the last.

    ``mend`` gives what can be used of entries, in the order to show them in, and notes a word on what it left out; ``instead``
    says, as Markdown, what the page shows without any entry, ``shown`` how an entry is written.
    """
    if went_back():
        st.session_state.pop(key, None)  # what was added or taken out since is undone: the address of then is read again
    begin(key, lambda raw: (mend(raw), ""))
    st.session_state.setdefault(key, list(default))
    keep_valid(key, mend)
    held, box = st.session_state[key], f"{key}_add"
    full = len(held) >= most
    with st.container(horizontal=True):
        st.selectbox(
            tr("Add a day"),
            [option for option in options if option not in held],
            index=None,
            key=box,
            accept_new_options=True,
            format_func=shown,
            placeholder=tr("{most} at most: take one out", most=most) if full else placeholder,
            disabled=full,
            on_change=_add,
            args=(key, box),
            help=help,
            width=BOX_PX,
        )
        # The entries wrap in the room that is left, and are no wider than their words.
        with st.container(horizontal=bool(held), vertical_alignment="bottom", gap="xsmall"):
            made = st.pills(
                label, held, selection_mode="multi", key=key, wrap=True, format_func=lambda entry: _removable(shown(entry))
            )
            if not held:
                st.caption(tr("None chosen under “{label}”: {shown} shown.", label=label, shown=instead))
            if len(held) > FEW:
                st.button(tr("Take all out"), type="tertiary", key=f"{key}_none", on_click=_take_all_out, args=(key,))
    return list(made)


def _add(key: str, box: str) -> None:
    """Moves what was chosen in the box to the entries and empties the box, ready for the next."""
    text, st.session_state[box] = st.session_state[box], None
    if text:
        st.session_state[key] = [*st.session_state[key], text]


def _take_all_out(key: str) -> None:
    st.session_state[key] = []


def _removable(entry: str) -> str:
    return f":material/close: {plain(entry)}"
