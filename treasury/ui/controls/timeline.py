"""The control of the key dates that charts are marked with."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from treasury.charts.base import Mark
from treasury.language import N_, tr
from treasury.ui import cache, recipe
from treasury.ui.controls.choosing import choice
from treasury.ui.controls.reading import match
from treasury.ui.recipe import Recipe
from treasury.ui.text import plain

KEY_DATE_CHOICES = (N_("Main"), N_("All"), N_("None"))


def key_dates(*, key: str = "dates", default: str = "Main") -> list[Mark]:
    """Which key dates are drawn: the main ones, all, none, or one category; for `base.add_key_dates`."""
    frame, trouble = cache.key_dates()
    if trouble:
        st.warning(tr("Key dates are not shown: {trouble}", trouble=plain(trouble)), icon=":material/event_busy:")
        return []
    choice(tr("Key dates"), (*KEY_DATE_CHOICES, *_categories(frame)), key=key, default=default)
    return marks(key_dates_shown(key=key, default=default).frame)


def key_dates_shown(*, key: str = "dates", default: str = "Main") -> Recipe:
    """The rows of the key dates that the control above shows."""
    every = recipe.key_dates()
    names = _categories(every.frame)
    made = match(str(st.session_state.get(key, default)), (*KEY_DATE_CHOICES, *names))
    if made == "All":
        return every
    if made in names:
        return every.then("query", f"category == '{names[made]}'")
    return every.then("query", "default") if made == "Main" else every.then("head", 0)


def _categories(frame: pd.DataFrame) -> dict[str, str]:
    return {str(c).replace("_", " ").capitalize(): str(c) for c in sorted(frame["category"].unique())}


def marks(frame: pd.DataFrame) -> list[Mark]:
    """Rows of `reference.key_dates` as marks for a figure."""
    return [
        Mark(row.date.date(), tr(str(row.label)), tr(str(row.title)), None if pd.isna(row.end_date) else row.end_date.date())
        for row in frame.itertuples()
    ]
