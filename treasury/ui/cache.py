"""What pages read: frames by dataset id, each with the version it is and how it stands. The only `st.cache_data`.

Frames are cached by dataset id and the store's version, so a refresh shows on the next run of a page; the version itself
is looked up at most every two seconds. A dataset that cannot be read is a value (`Loaded.ok` is False), never an exception.
"""

# ruff: noqa: ARG001 (some arguments of the cached functions are there to be part of the key)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from treasury import frames, reference
from treasury.dataset import Check, Dataset, Vintage, empty_frame
from treasury.errors import BadReference, NothingStored, StoreError
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.status import State, run_checks, standing
from treasury.store import Held, Store
from treasury.ui import pin

Made = TypeVar("Made")

LOOK_AGAIN_SECONDS = 2.0
FRAMES_KEPT = 96
RESULTS_KEPT = 256
MONTHS_READ = 12


@dataclass(frozen=True)
class Loaded:
    """A dataset as a page sees it: the rows (none where it could not be read), the version, and its state in words."""

    dataset: Dataset
    frame: pd.DataFrame
    vintage: Vintage | None
    state: State
    reason: str = ""
    due: date | None = None  # the last day on which the next record may still be outstanding

    @property
    def ok(self) -> bool:
        """Whether there are rows to draw."""
        return self.vintage is not None and not self.frame.empty

    @property
    def version(self) -> str:
        return self.vintage.version if self.vintage else ""

    @property
    def as_of(self) -> date | None:
        return self.vintage.as_of if self.vintage else None


@dataclass(frozen=True)
class Standing:
    """One dataset's state without its rows; ``run`` is the last refresh of it (empty: none yet)."""

    state: State
    vintage: Vintage | None
    due: date | None
    reason: str
    run: dict[str, Any]


def frame(name: str, as_known_on: date | None = None) -> Loaded:
    """A dataset as `treasury.load` shapes it: dates as index where a day has one row, a flat frame otherwise.

    Without ``as_known_on``, as known at the moment that the address names, else the newest.

    Do not change the frame's cells in place. Raises BadInput for an unknown id, and nothing else.
    """
    declared = frames.dataset(name)
    now = _remembering(name, state(name))
    if now.vintage is None:
        return Loaded(declared, _no_rows(declared), None, now.state, now.reason)
    cut = as_known_on or pin.moment()
    known = cut.isoformat() if cut else ""
    try:
        rows, vintage = _frame(name, now.vintage.version, known, *_place())
        if now.vintage.trouble:  # what is in memory has no trouble of its own
            vintage = replace(vintage, trouble=vintage.trouble or now.vintage.trouble)
        elif not known:
            _newest_read[(name, *_place())] = vintage
    except _NotTheNewest as fallback:
        rows, vintage = fallback.rows, fallback.vintage
    except NothingStored as nothing:
        return Loaded(declared, _no_rows(declared), None, "never", str(nothing))
    except StoreError as failure:
        return Loaded(declared, _no_rows(declared), None, "failed", str(failure))
    return Loaded(declared, rows, vintage, now.state, now.reason or vintage.trouble, now.due)


def state(name: str) -> Standing:
    """How a dataset stands: fresh, stale, failed or never fetched."""
    return _standing(name, datetime.now(UTC).date().isoformat(), *_place())


def versions(name: str) -> list[Vintage]:
    """Every version held, newest first."""
    return _versions(name, state(name).vintage, *_place())


def checks(name: str) -> list[Check]:
    """The dataset's identities over what is held of it and of the datasets they need."""
    declared = frames.dataset(name)
    inputs = tuple((other, _version(other)) for other in (name, *declared.check_inputs))
    return _checks(name, inputs, *_place())


def as_held(name: str, column: str) -> Loaded:
    """One column of a dataset as its versions had it: a frame with one column a version, oldest first, named by the day on
    which it was retrieved; a version without a day lacks it.

    Of each of the last twelve months with a version only the last one is read, since each takes a read of the store.
    """
    now = frame(name)
    if not now.ok:
        return replace(now, frame=now.frame[[column]])
    by_month = {f"{v.retrieved_at:%Y-%m}": v.retrieved_at.date().isoformat() for v in reversed(versions(name)) if v.retrieved_at}
    earlier = tuple(by_month.values())[:-1][-MONTHS_READ:]
    return replace(now, frame=_as_held(name, column, earlier, now.version, *_place(), now.frame[column]))


def computed(function: Callable[..., Made], *loaded: Loaded, **scalars: Any) -> Made:
    """``function(*frames, **scalars)``, kept by the function's name, the datasets' versions and the scalars.

    For analyses that take longer than a few milliseconds. The scalars must be small and hashable; the function must not
    depend on anything else.
    """
    key = tuple((item.dataset.id, item.version, item.as_of) for item in loaded)
    name = f"{function.__module__}.{function.__qualname__}"
    return _computed(name, key, tuple(sorted(scalars.items())), _place(), function, [item.frame for item in loaded])  # type: ignore[no-any-return]


def key_dates() -> tuple[pd.DataFrame, str]:
    """The reviewed key dates, and "" or why they cannot be read."""
    path = reference.FOLDER / "key_dates.csv"
    try:
        return _key_dates(path.stat().st_mtime_ns), ""
    except OSError:
        return pd.DataFrame(), "key_dates.csv is missing from data/reference"
    except BadReference as failure:
        return pd.DataFrame(), str(failure)


# By dataset and place: the newest version that this process has read. Its rows are in the cache of `_frame`.
_newest_read: dict[tuple[str, str, str], Vintage] = {}


def _remembering(name: str, now: Standing) -> Standing:
    """While the store cannot be looked into, the version read before stands in for the older snapshot, and says why."""
    kept = _newest_read.get((name, *_place()))
    if kept is None or kept.origin == "snapshot" or not (now.vintage.trouble if now.vintage else now.state == "failed"):
        return now
    why = now.vintage.trouble if now.vintage else now.reason
    return replace(now, vintage=replace(kept, trouble=why))


class _NotTheNewest(Exception):
    """Carries what was read instead of the newest version, so that it is not kept under the newest version's name."""

    def __init__(self, rows: pd.DataFrame, vintage: Vintage) -> None:
        self.rows, self.vintage = rows, vintage
        super().__init__(vintage.trouble)


def _place() -> tuple[str, str]:
    config = settings()
    return config.store, str(config.snapshot)


def _no_rows(declared: Dataset) -> pd.DataFrame:
    return frames.shape(empty_frame(declared), declared)


def _version(name: str) -> str:
    vintage = state(name).vintage
    return vintage.version if vintage else ""


def _store() -> Store:
    return open_store(settings())


@st.cache_data(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _standing(name: str, today: str, url: str, snapshot: str) -> Standing:
    runs = _runs(url, snapshot)
    run = runs.get(name)
    now = standing(frames.dataset(name), _store(), pd.Series(run) if run else None, date.fromisoformat(today))
    return Standing(now.state, now.vintage, now.due, now.reason, run or {})


@st.cache_data(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _runs(url: str, snapshot: str) -> dict[str, dict[str, Any]]:
    runs = _store().runs()
    if runs.empty:
        return {}
    last = runs.drop_duplicates("dataset", keep="last").set_index("dataset")
    return {str(name): row.to_dict() for name, row in last.iterrows()}


@st.cache_data(max_entries=FRAMES_KEPT, show_spinner=False)
def _frame(name: str, version: str, known: str, url: str, snapshot: str) -> tuple[pd.DataFrame, Vintage]:
    declared = frames.dataset(name)
    held: Held = _store().read(declared, _cut(known))
    rows = frames.shape(held.frame, declared)
    if held.vintage.trouble:
        raise _NotTheNewest(rows, held.vintage)
    return rows, held.vintage


def _cut(known: str) -> date | datetime | None:
    if not known:
        return None
    return datetime.fromisoformat(known) if "T" in known else date.fromisoformat(known)


@st.cache_data(max_entries=FRAMES_KEPT, show_spinner=False)
def _versions(name: str, newest: Vintage | None, url: str, snapshot: str) -> list[Vintage]:
    try:
        return _store().vintages(frames.dataset(name))
    except StoreError:
        return []


@st.cache_data(max_entries=RESULTS_KEPT, show_spinner=False)
def _as_held(
    name: str, column: str, days: tuple[str, ...], version: str, url: str, snapshot: str, _newest: pd.Series
) -> pd.DataFrame:
    declared, store = frames.dataset(name), _store()
    made: dict[str, pd.Series] = {}
    for day in days:
        try:
            held = store.read(declared, date.fromisoformat(day))
        except StoreError:
            continue
        if not held.vintage.trouble:  # else an older one was read instead
            made[day] = frames.shape(held.frame, declared)[column]
    return pd.concat(made | {"newest": _newest}, axis="columns", sort=True)


@st.cache_data(max_entries=FRAMES_KEPT, show_spinner=False)
def _checks(name: str, inputs: tuple[tuple[str, str], ...], url: str, snapshot: str) -> list[Check]:
    return run_checks(frames.dataset(name), _store())


@st.cache_data(max_entries=RESULTS_KEPT, show_spinner=False)
def _computed(
    name: str,
    key: tuple[Any, ...],
    scalars: tuple[Any, ...],
    place: tuple[str, str],
    _function: Callable[..., Any],
    _frames: list[pd.DataFrame],
) -> Any:
    return _function(*_frames, **dict(scalars))


@st.cache_data(max_entries=2, show_spinner=False)
def _key_dates(changed: int) -> pd.DataFrame:
    return reference.key_dates()
