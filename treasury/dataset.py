"""What a dataset is: its declaration, the version that was read, and the check that a frame keeps the declaration."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from treasury.errors import NoObservations, SourceChanged

log = logging.getLogger(__name__)

Kind = Literal["date", "text", "percent", "usd", "number", "count", "index"]
Cadence = Literal["daily", "weekly", "monthly", "quarterly", "annual", "irregular"]

NUMERIC: frozenset[str] = frozenset({"percent", "usd", "number", "count", "index"})

# Every spelling of "no figure" that the publishers use, beside the empty cell.
MISSING: frozenset[str] = frozenset({"", ".", "null", "N/A", "ND", "NA", "-999.99", "NaN", "nan", "None"})

MISSING_NUMBER = -999.99  # the same, where a number stands for it

# A row dated further ahead than this is a slip even in a schedule.
FURTHEST_AHEAD = timedelta(days=400)

# Days a publisher may be late before a dataset counts as stale: the longest usual wait between two record
# dates (weekend and holiday, release lag) for its cadence. A dataset with a longer lag states its own.
STALE_AFTER_DAYS: Mapping[str, int] = MappingProxyType(
    {"daily": 5, "weekly": 15, "monthly": 65, "quarterly": 200, "annual": 640, "irregular": 0}
)


@dataclass(frozen=True)
class Column:
    """One column: meaning in a sentence, unit, plausible range (inclusive), and whether a cell may be missing.

    ``required`` means that the column must be there, not that each cell is filled; ``filled`` means the latter.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    required: bool = True
    filled: bool = False
    decimals: int | None = None


@dataclass(frozen=True)
class Window:
    """What a fetch has to ask for: everything (``since`` is None), or what can have changed since a day."""

    today: date
    since: date | None = None

    def start(self, first: date) -> date:
        return first if self.since is None else max(first, self.since)


@dataclass(frozen=True)
class Check:
    """The result of one data check (an identity that the figures must keep)."""

    name: str
    ok: bool
    detail: str


# fetch takes a treasury.http.Session and a Window; typed loosely because this module may not import http.
Fetch = Callable[[Any, Window], Any]
Parse = Callable[[Any], pd.DataFrame]
Checker = Callable[[Mapping[str, pd.DataFrame]], list[Check]]


@dataclass(frozen=True)
class Dataset:
    """A declared source of rows. Everything that lists datasets reads these values and nothing else."""

    id: str
    title: str
    publisher: str  # key of treasury.settings.PUBLISHERS
    landing_page: str
    endpoint: str
    first: date
    cadence: Cadence
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    licence: str
    in_snapshot: bool
    fetch: Fetch = field(repr=False)
    parse: Parse = field(repr=False)
    date_column: str = "date"
    note: str = ""
    # Rows this many days before the last one held are asked for again, because publishers revise them.
    revisable_days: int = 30
    # The fetch always brings the whole history (a single file): a row that is gone was withdrawn on purpose
    # only where `replaces` is set; otherwise old rows stay, because publishers shorten histories.
    replaces: bool = False
    stale_after_days: int | None = None
    keep_every_version: bool = False
    replaces_ahead: bool = False  # rows in the future are plans: those that are no longer published are dropped
    may_lie_ahead: bool = False  # rows dated in the future are due (schedules, announced auctions)
    weekdays_only: bool = False
    drop_empty_rows: bool = False  # phantom rows of a holiday, with no figure at all
    may_be_empty: bool = False
    checks: Checker | None = field(default=None, repr=False)
    check_inputs: tuple[str, ...] = ()  # other datasets that the checks want beside this one

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def order(self) -> list[str]:
        """Rows run by day, then by the rest of the key."""
        return [self.date_column, *(name for name in self.key if name != self.date_column)]

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def max_age_days(self) -> int:
        return STALE_AFTER_DAYS[self.cadence] if self.stale_after_days is None else self.stale_after_days


@dataclass(frozen=True)
class Vintage:
    """Which version of a dataset a frame is: what every source line prints.

    ``as_of`` is the last record date that is not in the future; ``caveats`` says what of it is inferred or partial.
    """

    dataset: str
    version: str
    as_of: date | None
    retrieved_at: datetime | None
    origin: Literal["snapshot", "refreshed"]
    publisher_url: str
    rows: int
    first: date | None = None
    last: date | None = None
    caveats: str = ""
    direct: bool = True  # read from the publisher's own address, not a mirror or recording
    trouble: str = ""  # why this is not the newest version, when that one cannot be read
    stands_for: str = ""  # and which version that one is


@dataclass(frozen=True)
class Conformed:
    """A frame that keeps its declaration, with what was noted on the way."""

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()


def conform(frame: pd.DataFrame, dataset: Dataset, today: date) -> Conformed:
    """The frame in declared columns, types and order; one row a key, sorted by day and key.

    Raises SourceChanged naming the column and the first bad cell when a declared column is missing or there twice, a
    cell is no number or date, lies outside the plausible range or in the future, or two rows with one key differ.
    Raises NoObservations when there is no row with a figure and the dataset may not be empty.
    Added columns and equal duplicates are dropped and noted, never fatal.
    """
    notes: list[str] = []
    missing = [c.name for c in dataset.columns if c.name not in frame.columns and c.required]
    unknown = [str(name) for name in frame.columns if name not in dataset.names]
    if missing:
        hint = f"unknown columns in the answer: {', '.join(unknown)}" if unknown else "renamed or dropped at the source"
        raise _changed(dataset, f"column {missing[0]!r} is missing", hint)
    if (names := frame.columns).has_duplicates:
        raise _changed(dataset, f"column {names[names.duplicated()][0]!r} is there twice")
    if unknown:
        notes.append(f"columns not declared and left out: {', '.join(unknown)}")
    frame = frame.reset_index(drop=True)  # labels are row numbers from here on
    typed = pd.DataFrame(
        {c.name: _typed(frame[c.name], c, dataset) if c.name in frame else _blank(c, frame.index) for c in dataset.columns}
    )
    typed = _drop_phantoms(typed, dataset, notes)
    if typed.empty:
        if dataset.may_be_empty:
            return Conformed(empty_frame(dataset), tuple(notes))
        raise NoObservations(dataset.publisher, dataset.id, "a valid answer without a single row")
    _check_dates(typed, dataset, today)
    for column in dataset.columns:
        _check_values(typed[column.name], column, typed, dataset)
    return Conformed(_one_row_a_key(typed, dataset, notes), tuple(notes))


def empty_frame(dataset: Dataset) -> pd.DataFrame:
    """A frame without rows in the dataset's columns and types."""
    return pd.DataFrame({c.name: _blank(c, pd.RangeIndex(0)) for c in dataset.columns})


def restore_types(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """A stored frame in the declared columns and types, without checking values again."""
    data = {}
    for column in dataset.columns:
        if column.name not in frame:
            data[column.name] = _blank(column, frame.index)
        elif column.kind == "date":
            data[column.name] = frame[column.name].astype("datetime64[us]")
        elif column.kind in NUMERIC:
            data[column.name] = frame[column.name].astype("float64")
        else:
            data[column.name] = frame[column.name].astype("str")
    return pd.DataFrame(data)


def _changed(dataset: Dataset, reason: str, hint: str = "") -> SourceChanged:
    return SourceChanged(dataset.publisher, dataset.id, reason, hint)


def _blank(column: Column, index: pd.Index) -> pd.Series:
    dtype = "datetime64[us]" if column.kind == "date" else "float64" if column.kind in NUMERIC else "str"
    return pd.Series(pd.NaT if column.kind == "date" else None, index=index, dtype=dtype)


def _typed(cells: pd.Series, column: Column, dataset: Dataset) -> pd.Series:
    """The cells as the column's type; text spelled as missing becomes missing, anything else that is no figure raises."""
    kinds = pd.api.types
    is_number = kinds.is_numeric_dtype(cells) and not kinds.is_bool_dtype(cells)
    if not (is_number or kinds.is_datetime64_any_dtype(cells)):
        text = cells.astype("str").str.strip()
        cells = text.mask(text.isin(MISSING))
    if column.kind == "text":
        return cells.astype("str")
    if column.kind == "date":
        made = _dates(cells)
    else:
        made = pd.to_numeric(cells, errors="coerce").astype("float64")
        cells = cells.mask(made == MISSING_NUMBER)
        made = made.mask((made == MISSING_NUMBER) | made.isin((float("inf"), float("-inf"))))
        if column.decimals is not None:
            made = made.round(column.decimals)
    bad = made.isna() & cells.notna()
    if bad.any():
        row = _first(bad)
        raise _changed(dataset, f"column {column.name!r}: {_shown(cells[row])} in row {row + 1} is no {column.kind}")
    return made


def _dates(cells: pd.Series) -> pd.Series:
    """Whole ISO dates, a time of day kept and a zone left out; everything else is missing, never guessed."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        made = cells.dt.tz_localize(None)
    else:
        text = cells.astype("str")
        text = text.where(text.str.match(r"\d{4}-\d{2}-\d{2}")).str.replace(r"(Z|[+-]\d{2}:?\d{2})$", "", regex=True)
        made = pd.to_datetime(text, errors="coerce", format="ISO8601")
    return made.astype("datetime64[us]")


def _first(bad: pd.Series) -> int:
    """The label of the first row that is bad; a reader counts from 1."""
    return int(bad.idxmax())


def _shown(cell: object) -> str:
    if isinstance(cell, pd.Timestamp):
        return str(cell.isoformat())
    return repr(cell) if isinstance(cell, str) else str(cell)


def _where(frame: pd.DataFrame, dataset: Dataset, row: int) -> str:
    cells = (frame[name][row] for name in dataset.key)
    return " ".join(c.date().isoformat() if isinstance(c, pd.Timestamp) else str(c) for c in cells)


def _drop_phantoms(frame: pd.DataFrame, dataset: Dataset, notes: list[str]) -> pd.DataFrame:
    if not dataset.drop_empty_rows:
        return frame
    values = [c.name for c in dataset.columns if c.kind in NUMERIC and c.name not in dataset.key]
    phantom = frame[values].isna().all(axis=1)
    if phantom.any():
        days = frame.loc[phantom, dataset.date_column].dropna().dt.strftime("%Y-%m-%d")
        notes.append(f"{int(phantom.sum())} rows without any figure dropped (first {days.iloc[0] if len(days) else '?'})")
    return frame[~phantom]


def _check_dates(frame: pd.DataFrame, dataset: Dataset, today: date) -> None:
    days = frame[dataset.date_column]
    allowed = FURTHEST_AHEAD if dataset.may_lie_ahead else timedelta(days=1)  # Asia is a day ahead of Washington
    bad = {"lies in the future": days > pd.Timestamp(today) + allowed}
    if dataset.weekdays_only:
        bad["is a weekend day"] = days.dt.day_of_week > 4
    for words, rows in bad.items():
        if rows.any():
            row = _first(rows)
            raise _changed(dataset, f"column {dataset.date_column!r}: {days[row].date()} in row {row + 1} {words}")


def _check_values(cells: pd.Series, column: Column, frame: pd.DataFrame, dataset: Dataset) -> None:
    if (column.filled or column.name in dataset.key) and cells.isna().any():
        row = _first(cells.isna())
        raise _changed(dataset, f"column {column.name!r} is empty in row {row + 1} ({_where(frame, dataset, row)})")
    if column.kind not in NUMERIC:
        return
    outside = pd.Series(False, index=cells.index)
    if column.low is not None:
        outside |= cells < column.low
    if column.high is not None:
        outside |= cells > column.high
    if outside.any():
        row = _first(outside)
        raise _changed(
            dataset,
            f"column {column.name!r}: {cells[row]:g} in row {row + 1} ({_where(frame, dataset, row)}) is not plausible",
            f"expected {_edge(column.low)} to {_edge(column.high)} {column.unit}".strip(),
        )


def _edge(value: float | None) -> str:
    return "any" if value is None else f"{value:,g}"


def _one_row_a_key(frame: pd.DataFrame, dataset: Dataset, notes: list[str]) -> pd.DataFrame:
    key = list(dataset.key)
    distinct = frame.drop_duplicates()
    if len(distinct) < len(frame):
        notes.append(f"{len(frame) - len(distinct)} repeated equal rows dropped")
    twice = distinct.duplicated(key, keep=False)
    if twice.any():
        pair = distinct[distinct[key].eq(distinct.loc[twice, key].iloc[0]).all(axis=1)].iloc[:2]
        column = next(name for name in dataset.names if not _same(pair[name].iloc[0], pair[name].iloc[1]))
        label = _where(pair, dataset, pair.index[0])
        one, other = map(_shown, pair[column])
        raise _changed(dataset, f"column {column!r}: two rows for {label} differ, {one} and {other}")
    return distinct.sort_values(dataset.order, kind="stable").reset_index(drop=True)


def _same(a: object, b: object) -> bool:
    return bool(a == b) or (bool(pd.isna(a)) and bool(pd.isna(b)))
