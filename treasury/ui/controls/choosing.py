"""Controls that choose: one or several of a list, entries of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from treasury.language import tr
from treasury.ui.controls.adding import added
from treasury.ui.controls.reading import many, match, one, read_entries
from treasury.ui.controls.taking import WORDS, begin, bound, keep_valid, settle, settle_choice, write
from treasury.ui.text import plain

_SEGMENTS = 6  # more options than this go into a list


def choice(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str | None = None,
    help: str | None = None,
    shown: Callable[[str], str] = tr,
) -> str:
    """One of several, as segments when they are few and a list otherwise; the option itself stands in the address.

    ``shown`` says an option in the reader's language.
    """
    start = default if default is not None else options[0]
    begin(key, lambda raw: one(raw, options, start, label))
    keep_valid(key, lambda value: value if value in options else start)
    if len(options) <= _SEGMENTS:
        made = st.segmented_control(
            label, options, default=start, required=True, key=key, wrap=True, bind=bound(), help=help, format_func=shown
        )
    else:
        place = list(options).index(start)
        made = st.selectbox(label, options, index=place, key=key, bind=bound(), help=help, format_func=shown)
    return _one_settled(key, start if made is None else str(made), start)


def _one_settled(key: str, value: str, default: str) -> str:
    settle_choice(key, value, [value] if value != default else [])
    return value


def listed(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str,
    spelled: Callable[[str], str],
    help: str | None = None,
    shown: Callable[[str], str] = tr,
) -> str:
    """One of a long list whose lines are written shorter in the address; ``spelled`` gives that form of an option.
    ``shown`` says an option in the reader's language.

    Streamlit can bind only the line itself to the address, so the address is kept here.
    """
    begin(key, lambda raw: one(raw, options, default, label, spelled))
    keep_valid(key, lambda value: value if value in options else default)
    value = str(st.selectbox(label, options, index=list(options).index(default), key=key, help=help, format_func=shown))
    in_address = [spelled(value)] if value != default else []
    write(key, in_address)
    settle(key, value, in_address)
    return value


def described(label: str, options: Mapping[str, str], *, key: str) -> str:
    """One of several, as a list in which each option has words below it; the option itself stands in the address.

    The words are Markdown and may change from run to run. `standing` gives the value before the list is drawn.
    """
    names = list(options)
    begin(key, lambda raw: one(raw, names, names[0], label))
    keep_valid(key, lambda value: value if value in options else names[0])
    captions = [tr(words) for words in options.values()]
    made = st.radio(label, names, captions=captions, key=key, bind=bound(), format_func=tr)
    return _one_settled(key, names[0] if made is None else str(made), names[0])


def standing(key: str, options: Sequence[str]) -> str:
    """What a control of one of several will show in this run, for what stands above it or while it is not drawn."""
    raw = st.session_state.get(key, st.query_params.get(key, ""))
    return match(str(raw), options) or options[0]


def several(
    label: str, options: Sequence[str], *, key: str, default: Sequence[str], help: str | None = None, at_least_one: bool = True
) -> list[str]:
    """Any of several, in the options' order. With none chosen, the defaults are shown (unless ``at_least_one`` is off)."""
    start = [option for option in default if option in options]
    begin(key, lambda raw: many(raw, options, start, label))
    keep_valid(key, lambda values: [v for v in values if v in options])
    made = st.pills(
        label,
        options,
        selection_mode="multi",
        default=start,
        key=key,
        wrap=True,
        bind=bound(),
        help=help,
        format_func=tr,
    )
    settle_choice(key, made, made if made != start else [])
    if not made and at_least_one:
        st.caption(tr("None chosen under “{label}”: {shown} shown.", label=label, shown=", ".join(map(tr, start))))
        return start
    return [option for option in options if option in made]


def entries(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: Sequence[str],
    read: Callable[[str], str],
    short: Callable[[str], str],
    most: int,
    shown: Callable[[str], str] = str,
    help: str | None = None,
) -> list[str]:
    """Any of a list, and entries that the reader types or a link brings, at most so many. With none, the defaults are shown.

    ``read`` gives an entry as it is kept, or raises BadInput with the reason; ``short`` gives it as it stands in the address,
    ``shown`` as it stands in the list.
    """
    start = list(default)

    def mended(values: Sequence[str]) -> list[str]:
        if not values:  # the reader took out the last
            return []
        found, word = read_entries(values, read, start, most, label)
        if word:
            st.session_state.setdefault(WORDS, {})[key] = (found, word)
        return found

    made = added(
        label,
        options,
        key=key,
        default=start,
        mend=mended,
        most=most,
        instead=plain(", ".join(map(shown, start))),
        shown=shown,
        placeholder=tr("A day, and a name for it"),
        help=help,
    )
    chosen = made or start
    in_address = [short(entry) for entry in chosen] if chosen != start else []
    write(key, in_address)
    settle(key, made, in_address)
    return chosen


def tenors(available: Sequence[str], *, default: Sequence[str] = ("2Y", "10Y", "30Y"), key: str = "tenors") -> list[str]:
    """Points of the curve, in their order; in the address as ?tenors=2Y&tenors=10Y (or ?tenors=2Y,10Y)."""
    return several(tr("Tenors"), list(available), key=key, default=default)


def follows(key: str, of: Any, value: Any) -> None:
    """Sets a control, before it is drawn, to ``value`` where what it depends on has changed since the run before.

    What a link or the reader set for the same ``of`` stays.
    """
    before = st.session_state.get(f"_{key}_of", of)
    st.session_state[f"_{key}_of"] = of
    if before != of and key in st.session_state:
        st.session_state[key] = value
