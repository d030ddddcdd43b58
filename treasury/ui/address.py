"""The address of a page as its controls are set, for the links to hand on.

The browser's own address lacks what was corrected from a wrong link, and Streamlit's copy of it can lag behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import streamlit as st

from treasury.ui import pin, reader, trace
from treasury.ui.text import quoted

CHART = "chart"  # in the address: one chart alone (treasury/ui/embed.py)
_KEPT = "_address"  # in the session: path of a page -> {key of a control: its values in the address}
_WHOLE = "_address_whole"  # in the session: paths of the pages that have been drawn to their end
_SET = "_address_set"  # in the session: (path of the page, {key of a control it has shown: what the control was set to})
_SEEN = "_address_seen"  # in the session: keys of the controls that this run of the page has shown so far
_AT_END = "_address_at_end"  # in the session while a page runs: what waits for its end
_LONGEST = 100  # characters of a value that no control has read yet
_MOST_NAMED = 5


def record(key: str, values: Sequence[str]) -> None:
    """Notes what a control shows; no values when it shows its default, as in the browser's address."""
    st.session_state.setdefault(_SEEN, set()).add(key)
    _here()[key] = list(values)


def whole() -> None:
    """Notes that the page was drawn to its end, so that every control has been recorded."""
    st.session_state.setdefault(_WHOLE, set()).add(_path())


def expect(keys: Sequence[str]) -> None:
    """Notes settings that the page uses in another view, so that a link may carry them."""
    st.session_state.setdefault(_SEEN, set()).update(keys)


@contextmanager
def watched(*others: str) -> Iterator[None]:
    """Around the run of a page: says at its head which parts of the link nothing has taken, no control and none of ``others``.

    A control that a view of the page leaves out keeps what it was set to until the reader leaves the page.
    """
    head = st.container()
    st.session_state[_SEEN] = set(others)
    trace.begin()
    st.session_state[_AT_END] = []
    before = _page_begins()
    try:
        yield
    finally:  # a page that stops early must not cost what was set below
        for key in before.keys() - st.session_state[_SEEN]:
            st.session_state[key] = before[key]
        before |= {key: st.session_state[key] for key in st.session_state[_SEEN] if key in st.session_state}
    here = _here()
    for key in here.keys() - st.session_state[_SEEN]:
        del here[key]  # of a control that is no longer shown
    waiting = st.session_state.pop(_AT_END)
    for draw in waiting:
        draw()
    unknown = [key for key in st.query_params if key not in (*st.session_state[_SEEN], *before)]
    if unknown:
        named = ", ".join(quoted(key) for key in unknown[:_MOST_NAMED]) + (" and more" if len(unknown) > _MOST_NAMED else "")
        head.info(f"The link has {named}, which this page, as it is set, does not use.", icon=":material/edit_note:")


def _page_begins() -> dict[str, Any]:
    """What the controls of this page were set to in its runs before. On another page nothing; what was kept for the controls of
    the page before is taken out of the session, since this one may have some of the same names."""
    path, held = cast(tuple[str | None, dict[str, Any]], st.session_state.get(_SET, (None, {})))
    if path != _path():
        for key in held:
            st.session_state.pop(key, None)
        held = dict[str, Any]()
        st.session_state[_SET] = (_path(), held)
    return held


def at_end(draw: Callable[[], None]) -> None:
    """Draws, in a place of its own here, what depends on every control: when the page has read the last of them."""
    place = st.container()

    def later() -> None:
        with place:
            draw()

    if _AT_END in st.session_state:
        st.session_state[_AT_END].append(later)
    else:  # no page of the dashboard
        later()


def nothing_waits() -> None:
    """Drops what waits for the end of the page, where all of the page is taken away again."""
    st.session_state[_AT_END] = []


def current(**more: str) -> str:
    """The address that opens this page as it is now, with further settings behind it."""
    here = _here()
    pairs = [(key, value) for key, values in {**here, **_unread(here)}.items() for value in values]
    pairs += [*reader.in_address().items(), *more.items()]
    return f"{base()}?{urlencode(pairs)}" if pairs else base()


def pinned() -> str:
    """The same with the figures known now, for good."""
    return current(**{pin.KEY: pin.now()})


def base() -> str:
    """The address of the page without its settings."""
    return str(st.context.url or "").split("?")[0]


def _unread(here: dict[str, list[str]]) -> dict[str, list[str]]:
    """While the page is drawn for the first time: what the address says to controls further down."""
    if _path() in st.session_state.get(_WHOLE, ()):
        return {}
    found = {key: st.query_params.get_all(key) for key in st.query_params if key not in (*here, pin.KEY, reader.KEY, CHART)}
    return {key: values for key, values in found.items() if max(map(len, [key, *values])) <= _LONGEST}


def settings() -> dict[str, str | list[str]]:
    """The controls of the page as they stand in its address, without the moment it is pinned to."""
    here = _here()
    return {key: values[0] if len(values) == 1 else values for key, values in {**here, **_unread(here)}.items() if values}


def _path() -> str:
    return urlsplit(base()).path


def _here() -> dict[str, list[str]]:
    pages: dict[str, Any] = st.session_state.setdefault(_KEPT, {})
    made: dict[str, list[str]] = pages.setdefault(_path(), {})
    return made
