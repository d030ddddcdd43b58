"""The address of a page as its controls are set, for the link below each chart.

The browser's own address lacks what was corrected from a wrong link, and Streamlit's copy of it can lag behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

_KEPT = "_address"  # in the session: path of a page -> {key of a control: its values in the address}


def record(key: str, values: Sequence[str]) -> None:
    """Notes what a control shows; nothing when it shows its default, as in the browser's address."""
    here = _here()
    if values:
        here[key] = list(values)
    else:
        here.pop(key, None)


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
