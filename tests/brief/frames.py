"""Frames made by hand for the tests of the brief: what is not given has its columns and no rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from treasury import frames
from treasury.dataset import empty_frame
from treasury.sources import BY_ID

Load = Callable[[str], pd.DataFrame]


def rows(name: str, *given: dict[str, Any]) -> pd.DataFrame:
    """Rows of a dataset with the cells given, everything else missing, in its types and the shape of `treasury.load`."""
    empty = empty_frame(BY_ID[name])
    made = pd.DataFrame([dict.fromkeys(empty.columns) | row for row in given], columns=empty.columns)
    for column in empty.columns:
        dated = str(empty[column].dtype).startswith("datetime")
        made[column] = (pd.to_datetime(made[column]) if dated else made[column]).astype(empty[column].dtype)
    return frames.shape(made, BY_ID[name])


def load(**given: pd.DataFrame) -> Load:
    """A reader of these frames; every other dataset is not held."""
    held = {name: given.get(name, rows(name)) for name in BY_ID}
    return held.__getitem__


def until(held: Load, day: str) -> Load:
    """The same frames, rows of later days left out."""

    def read(name: str) -> pd.DataFrame:
        frame, column = held(name), BY_ID[name].date_column
        days = frame.index if frame.index.name == column else frame[column]
        return frame[days <= pd.Timestamp(day)]

    return read


def par(**days: dict[str, float]) -> pd.DataFrame:
    """Par yields by day, written d2026_10_05."""
    return rows("par_yields", *({"date": day[1:].replace("_", "-"), **cells} for day, cells in days.items()))
