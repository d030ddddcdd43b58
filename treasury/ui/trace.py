"""What the run of a page has read and worked out so far, noted without the figures: evidence is looked for there when asked.

`cache.frame` and `cache.computed` note themselves; pages have nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_KEY = "_trace"  # in the session
_MOST = 400  # notes of one run; more are no page's


@dataclass(frozen=True)
class Read:
    """A dataset read; ``known``: the day whose end it was read as of, as ISO text ("": as the page is)."""

    dataset: str
    known: str = ""


@dataclass(frozen=True)
class Worked:
    """A function called with datasets, each by id and version, and small values by name."""

    function: Callable[..., Any]
    inputs: tuple[tuple[str, str], ...]
    scalars: Mapping[str, Any]


def begin() -> None:
    """Forgets the run before."""
    st.session_state[_KEY] = []


def note(made: Read | Worked) -> None:
    """Notes a step of this run; outside a visit nothing is noted."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return
    noted = st.session_state.get(_KEY)
    if noted is not None and len(noted) < _MOST and made not in noted:
        noted.append(made)


def so_far() -> list[Read | Worked]:
    """What this run has noted, in its order."""
    return list(st.session_state.get(_KEY, ()))
