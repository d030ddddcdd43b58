"""CSV downloads: ISO dates, a header, cells that a spreadsheet cannot mistake for formulas, names that say what is inside."""

from __future__ import annotations

import re
from datetime import date
from weakref import WeakValueDictionary

import pandas as pd
import streamlit as st

from treasury.charts.kept import digest
from treasury.language import trn
from treasury.spreadsheet import defused

__all__ = ["csv_button", "csv_bytes", "defused", "file_name", "shared"]


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as UTF-8 CSV with its named index as first column; missing cells are empty.

    Text that begins with = + - or @ gets a leading apostrophe, so that a spreadsheet shows it instead of running it.

    >>> csv_bytes(pd.DataFrame({"day": [pd.Timestamp("2025-04-11")], "note": ["=1+1"], "change_bp": [-3.0]})).decode()
    "day,note,change_bp\\n2025-04-11,'=1+1,-3\\n"
    """
    flat = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    flat = flat.rename(columns=lambda name: defused(str(name)))
    for position, name in enumerate(flat.columns):
        cells = flat.iloc[:, position]
        if pd.api.types.is_datetime64_any_dtype(cells):
            flat = flat.assign(**{name: cells.dt.strftime("%Y-%m-%d")})
        elif not (pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_bool_dtype(cells)):
            flat = flat.assign(**{name: cells.map(defused, na_action="ignore")})
    text: str = flat.to_csv(index=False, float_format="%.15g", lineterminator="\n")
    return text.encode("utf-8")


def file_name(name: str, as_of: date | None, ending: str = "csv") -> str:
    """The name of a download: what it holds and the day up to which.

    >>> file_name("Par yields: 2s10s", date(2025, 4, 11))
    'par-yields-2s10s_as-of_2025-04-11.csv'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80] or "data"
    stamp = f"_as-of_{as_of.isoformat()}" if as_of else ""
    return f"{slug}{stamp}.{ending}"


# Each visit keeps the rows behind its buttons until they are pressed, which most never are.
_ROWS: WeakValueDictionary[bytes, pd.DataFrame] = WeakValueDictionary()
_MANY_CELLS = 10_000


def shared(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows as another visit holds them, where they are many: one frame in memory for all that keep it for a press."""
    if frame.size < _MANY_CELLS:
        return frame
    return _ROWS.setdefault(digest(frame), frame)


def csv_button(frame: pd.DataFrame, name: str, as_of: date | None, key: str, label: str = "CSV") -> None:
    """A download button; the CSV is made when it is pressed, so the visit keeps the frame: hand over a `shared` one."""
    st.download_button(
        label,
        data=lambda: csv_bytes(frame),
        file_name=file_name(name, as_of),
        mime="text/csv",
        key=key,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help=trn(
            "The figures of this chart, {count} row",
            "The figures of this chart, {count} rows",
            len(frame),
            count=f"{len(frame):,}",
        ),
    )
