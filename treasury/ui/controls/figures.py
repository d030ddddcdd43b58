"""Controls that take a figure or a short text."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from treasury.ui.controls.reading import Bounds, as_number, as_optional_number, as_text
from treasury.ui.controls.taking import begin, keep_valid, settle, write
from treasury.ui.text import one_line

NUMBER_PX = 160
_TEXT = 60  # characters of a typed text


def typed(label: str, *, key: str, default: str, read: Callable[[str], tuple[str, str]], help: str | None = None) -> str:
    """A short text that the reader types. ``read`` gives what to show for it and, where that differs, why (Markdown).

    Streamlit would put any text of the address into the field, also what cannot be used, so the address is kept here.
    """

    def corrected(raw: str) -> tuple[str, str]:
        value, word = read(raw)
        return value, f"{label}: {word}" if word else ""

    begin(key, lambda raw: corrected(raw[0]))
    value, word = corrected(st.text_input(label, value=default, key=key, max_chars=_TEXT, help=help))
    in_address = [value] if value != default else []
    write(key, in_address)
    settle(key, value, in_address)
    if word:
        st.info(word, icon=":material/edit_note:")
    return value


def text(label: str, *, key: str, longest: int = 60, help: str | None = None, placeholder: str | None = None) -> str:
    """A few words of the reader's own, in one line, without signs of markup; the same words stand in the address."""
    begin(key, lambda raw: as_text(raw[0], longest, label))
    made = st.text_input(label, key=key, max_chars=longest, help=help, placeholder=placeholder)
    value = one_line(made or "")[:longest]
    settle(key, value, [value] if value else [])
    write(key, [value] if value else [])
    return value


def number(label: str, bounds: Bounds, *, key: str, default: float, help: str | None = None) -> float:
    """A number between two others; one outside is moved to the nearer, a text that is no number to the default."""
    begin(key, lambda raw: as_number(raw[0], default, bounds, label))
    keep_valid(key, lambda value: bounds.within(value) if isinstance(value, int | float) else default)
    made = _number_input(label, bounds, key, default, help)
    value = default if made is None else float(made)
    settle(key, value, [f"{value:g}"] if value != default else [])
    return value


def optional_number(
    label: str, bounds: Bounds, *, key: str, help: str | None = None, placeholder: str | None = None, nearest: bool = False
) -> float | None:
    """A figure that the reader types, or none; what is no number is left out with a word, and so is what lies outside the bounds,
    unless the ``nearest`` number within them is as good a setting (of a scenario, not of a quote)."""
    begin(key, lambda raw: as_optional_number(raw[0], bounds, label, nearest=nearest))
    made = _number_input(label, bounds, key, None, help, placeholder)
    settle(key, made, [] if made is None else [f"{made:g}"])
    return made


def _number_input(
    label: str, bounds: Bounds, key: str, start: float | None, help: str | None, placeholder: str | None = None
) -> float | None:
    made: float | None = st.number_input(
        label,
        bounds.least,
        bounds.most,
        start,
        bounds.step,
        format=f"%.{bounds.decimals}f",
        key=key,
        bind="query-params",
        help=help,
        placeholder=placeholder,
        width=NUMBER_PX,
    )
    return made
