"""Reading frames by name: what a notebook, a page, the command line and the API all call."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import orjson
import pandas as pd

from treasury.calendar import parse_day, parse_known
from treasury.dataset import Dataset, empty_frame
from treasury.errors import BadInput, NothingStored, StoreError
from treasury.settings import settings
from treasury.sources import BY_ID, CATALOG
from treasury.spreadsheet import defused
from treasury.store import Held, Store

Day = str | date | datetime | None


def dataset(name: str) -> Dataset:
    """The declaration by id. Raises BadInput naming the ids there are."""
    if name not in BY_ID:
        raise BadInput(f"no dataset {name!r}; there are: {', '.join(BY_ID)}")
    return BY_ID[name]


def datasets() -> pd.DataFrame:
    """One row a dataset: id, title, publisher, landing page, first date, cadence, licence, in_snapshot."""
    fields = ("id", "title", "publisher", "landing_page", "first", "cadence", "licence", "in_snapshot")
    return pd.DataFrame([{name: getattr(d, name) for name in fields} for d in CATALOG]).set_index("id")


def load(
    name: str, start: Day = None, end: Day = None, columns: Iterable[str] | None = None, as_known_on: Day = None
) -> pd.DataFrame:
    """A dataset's rows: dates as index where a day has one row, a flat frame otherwise; percent as published, whole dollars.

    ``start`` and ``end`` are inclusive. ``as_known_on`` reads the version that was held at the end of that day or at a
    moment (UTC; as text, 2026-09-01T07:30:00Z).
    Raises BadInput for a name, column or day that cannot be used, NothingStored where there is nothing to read.
    """
    config = settings()
    declared = dataset(name)
    held = Store(config.store, config.snapshot).read(declared, _known(as_known_on))
    return shape(select(held, declared, start, end, columns), declared)


def as_held(name: str, column: str, as_known_on: Iterable[Day]) -> pd.DataFrame:
    """One column of a dataset as it was known at the ends of some days or at some moments, one column each, named by it.

    Those at which nothing could be read are left out. Raises BadInput as `load` does.
    """
    config, declared = settings(), dataset(name)
    store, made = Store(config.store, config.snapshot), dict[str, pd.Series]()
    for known in as_known_on:
        try:
            held = store.read(declared, _known(known))
        except StoreError:
            continue
        if not held.vintage.trouble:  # else an older one was read instead
            made[str(known)] = shape(held.frame, declared)[column]
    return pd.concat(made, axis="columns", sort=True) if made else pd.DataFrame()


def reader(store: Store, as_known_on: date | datetime | None = None, until: date | None = None) -> Callable[[str], pd.DataFrame]:
    """Loads by id from a store: the shape of `load`; a dataset that is not held has its columns and no rows.

    ``as_known_on`` reads the versions held then; ``until`` leaves out the rows of later days.
    """

    def read(name: str) -> pd.DataFrame:
        declared = dataset(name)
        try:
            rows = store.read(declared, as_known_on).frame
        except NothingStored:
            rows = empty_frame(declared)
        if until is not None:
            rows = rows[rows[declared.date_column] <= pd.Timestamp(until)].reset_index(drop=True)
        return shape(rows, declared)

    return read


def select(
    held: Held, declared: Dataset, start: Day = None, end: Day = None, columns: Iterable[str] | None = None
) -> pd.DataFrame:
    """The rows between two days, inclusive, and the wanted columns behind the key's, as a flat frame."""
    first, last = _day(start, "start"), _day(end, "end")
    if first and last and first > last:
        raise BadInput(f"start {first} lies after end {last}; swap them")
    days, frame = held.frame[declared.date_column], held.frame
    keep = pd.Series(True, index=frame.index)
    if first:
        keep &= days >= pd.Timestamp(first)
    if last:
        keep &= days <= pd.Timestamp(last)
    return frame.loc[keep, _wanted(declared, columns)].reset_index(drop=True)


def shape(frame: pd.DataFrame, declared: Dataset) -> pd.DataFrame:
    """Dates as index where the day alone is the key."""
    return frame.set_index(declared.date_column) if declared.key == (declared.date_column,) else frame


def _wanted(declared: Dataset, columns: Iterable[str] | None) -> list[str]:
    if columns is None:
        return list(declared.names)
    asked = [c.strip() for c in columns if c.strip()]
    if unknown := [c for c in asked if c not in declared.names]:
        raise BadInput(f"{declared.id} has no column {unknown[0]!r}; it has: {', '.join(declared.names)}")
    return list(dict.fromkeys((*declared.order, *asked)))


def _day(value: Day, name: str) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_day(value, name=name)


def _known(value: Day) -> date | datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return parse_known(value) if isinstance(value, str) else value


def render(rows: pd.DataFrame, declared: Dataset, form: str) -> bytes:
    """The rows as `csv` (header, ISO dates, whole dollars without decimals, no cell that a spreadsheet would run), `json`
    (records), `parquet` or a text `table`.
    """
    if form == "parquet":
        buffer = io.BytesIO()
        rows.to_parquet(buffer, index=False)
        return buffer.getvalue()
    if form == "json":
        records = _days_as_text(rows, declared).astype(object).where(rows.notna(), None).to_dict("records")
        return orjson.dumps(records, option=orjson.OPT_INDENT_2) + b"\n"
    plain = _as_text(rows, declared)
    if form == "csv":
        for name in rows.columns:
            if declared.column(name).kind == "text":
                plain[name] = plain[name].map(defused, na_action="ignore")
        text: str = plain.to_csv(index=False, lineterminator="\n")
    else:
        text = plain.to_string(index=False, na_rep="") + "\n"
    return text.encode()


def _as_text(rows: pd.DataFrame, declared: Dataset) -> pd.DataFrame:
    """Cells as they are written for people: ISO days, whole amounts and counts without a decimal point, missing empty."""
    made = _days_as_text(rows, declared)
    for name in rows.columns:
        if declared.column(name).kind in ("usd", "count"):
            form = "{:.0f}" if (rows[name].dropna() % 1 == 0).all() else "{:.2f}"
            made[name] = rows[name].map(form.format, na_action="ignore")
    return made


def _days_as_text(rows: pd.DataFrame, declared: Dataset) -> pd.DataFrame:
    made = rows.copy()
    for name in rows.columns:
        if declared.column(name).kind == "date":
            made[name] = rows[name].dt.strftime("%Y-%m-%d")
    return made
