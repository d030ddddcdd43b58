"""The address of a page as its controls are set, for the link below each chart.

The browser's own address lacks what was corrected from a wrong link, and Streamlit's copy of it can lag behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from treasury.ui.text import quoted

_KEPT = "_address"  # in the session: path of a page -> {key of a control: its values in the address}
_SEEN = "_address_seen"  # in the session: keys of the controls that this run of the page has shown so far
_MOST_NAMED = 5


def record(key: str, values: Sequence[str]) -> None:
    """Notes what a control shows; nothing when it shows its default, as in the browser's address."""
    st.session_state.setdefault(_SEEN, set()).add(key)
    here = _here()
    if values:
        here[key] = list(values)
    else:
        here.pop(key, None)


def expect(keys: Sequence[str]) -> None:
    """Notes settings that the page uses in another view, so that a link may carry them."""
    st.session_state.setdefault(_SEEN, set()).update(keys)


@contextmanager
def watched(*others: str) -> Iterator[None]:
    """Around the run of a page: says at its head which parts of the link nothing has taken, no control and none of ``others``."""
    head = st.container()
    st.session_state[_SEEN] = set(others)
    yield
    unknown = [key for key in st.query_params if key not in st.session_state[_SEEN]]
    if unknown:
        named = ", ".join(quoted(key) for key in unknown[:_MOST_NAMED]) + (" and more" if len(unknown) > _MOST_NAMED else "")
        head.info(f"The link has {named}, which this page, as it is set, does not use.", icon=":material/edit_note:")


def current(**more: str) -> str:
    """The address that opens this page as it is now, with further settings behind it."""
    base = _base()
    pairs = [(key, value) for key, values in _here().items() for value in values] + list(more.items())
    return f"{base}?{urlencode(pairs)}" if pairs else base


def _base() -> str:
    return str(st.context.url or "").split("?")[0]


def _here() -> dict[str, list[str]]:
    pages: dict[str, Any] = st.session_state.setdefault(_KEPT, {})
    made: dict[str, list[str]] = pages.setdefault(urlsplit(_base()).path, {})
    return made
