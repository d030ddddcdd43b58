"""What pages read: frames by dataset id, each with the version it is and how it stands. The only place of Streamlit's caches.

Frames are cached by dataset id and the store's version, so a refresh shows on the next run of a page; the version itself
is looked up at most every two seconds, less often where a look takes long. All visits share one frame in memory: each gets a
copy that is made only where it is written to. A dataset that cannot be read is a value (`Loaded.ok` is False), never an
exception.
"""

# ruff: noqa: ARG001 (some arguments of the cached functions are there to be part of the key)
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from treasury import alerts, alerts_file, frames, reference
from treasury.alerts_file import Rule
from treasury.calendar import utc_today
from treasury.dataset import Check, Dataset, Vintage, empty_frame
from treasury.errors import BadReference, NothingStored, StoreError
from treasury.language import N_, current, tr
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.status import State, Status, run_checks, standing
from treasury.store import Held, Store, known
from treasury.ui import pin, trace

Made = TypeVar("Made")

LOOK_AGAIN_SECONDS = 2.0
LOOK_SHARE = 0.05  # of the time at most is spent looking for newer versions: a far store is looked at less often
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
class Standing(Status):
    """One dataset's state without its rows; ``run`` is the last refresh of it (empty: none yet)."""

    run: dict[str, Any]


def frame(name: str, as_known_on: date | None = None) -> Loaded:
    """A dataset as `treasury.load` shapes it: dates as index where a day has one row, a flat frame otherwise.

    Without ``as_known_on``, as known at the moment that the address names, else the newest.

    Do not change the frame's cells in place. Raises BadInput for an unknown id, and nothing else.
    """
    declared = frames.dataset(name)
    trace.note(trace.Read(name, as_known_on.isoformat() if as_known_on else ""))
    now = _remembering(name, state(name))
    if now.vintage is None:
        return Loaded(declared, _no_rows(declared), None, now.state, now.reason)
    cut = as_known_on or pin.moment()
    known = cut.isoformat() if cut else ""
    try:
        rows, vintage = _frame(name, now.vintage.version, known, *_place())
        rows = rows.copy(deep=False)
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
    return _standing(name, _LOOKS.turn(), utc_today().isoformat(), current(), *_place())


def versions(name: str) -> list[Vintage]:
    """Every version held, or known at the moment that the address names, newest first."""
    cut, found = pin.moment(), _versions(name, state(name).vintage, *_place())
    return [one for one in found if known(one, cut)] if cut else found


def checks(name: str) -> list[Check]:
    """The dataset's identities over what is held of it and of the datasets they need, or was at the moment of the address."""
    declared = frames.dataset(name)
    inputs = tuple((other, _version(other)) for other in (name, *declared.check_inputs))
    return _checks(name, inputs, pin.text(), current(), *_place())


def as_held(name: str, column: str) -> Loaded:
    """One column of a dataset as its versions had it: a frame with one column a version, oldest first, named by the day on
    which it was retrieved; a version without a day lacks it.
    """
    now = frame(name)
    if not now.ok:
        return replace(now, frame=now.frame[[column]])
    return replace(now, frame=_as_held(name, column, earlier(name), now.version, *_place(), now.frame[column]))


def earlier(name: str) -> tuple[str, ...]:
    """The days at whose end `as_held` reads: the last with a version of each of twelve months before that of the newest.

    No more, since each takes a read of the store.
    """
    by_month = {f"{v.retrieved_at:%Y-%m}": v.retrieved_at.date().isoformat() for v in reversed(versions(name)) if v.retrieved_at}
    return tuple(by_month.values())[:-1][-MONTHS_READ:]


def computed(function: Callable[..., Made], *loaded: Loaded, **scalars: Any) -> Made:
    """``function(*frames, **scalars)``, kept by the function's name, the datasets' versions, the scalars and the language.

    For analyses that take longer than a few milliseconds. The scalars must be small and hashable; the function must not
    depend on anything else.
    """
    key = (current(), *((item.dataset.id, item.version, item.as_of) for item in loaded))
    trace.note(trace.Worked(function, tuple((item.dataset.id, item.version) for item in loaded), scalars))
    name = f"{function.__module__}.{function.__qualname__}"
    return _computed(name, key, tuple(sorted(scalars.items())), _place(), function, [item.frame for item in loaded])  # type: ignore[no-any-return]


def worked_out(text: str, versions: tuple[Any, ...], work: Callable[[], Any]) -> Any:
    """``work()``, kept by the expression it is and the versions of what it is made from (treasury/ui/recipe.py)."""
    return _worked_out(text, (current(), *versions), _place(), work)


def key_dates() -> tuple[pd.DataFrame, str]:
    """The reviewed key dates, and "" or why they cannot be read."""
    path = reference.FOLDER / "key_dates.csv"
    try:
        return _key_dates(path.stat().st_mtime_ns), ""
    except OSError:
        return pd.DataFrame(), tr("key_dates.csv is missing from data/reference")
    except BadReference as failure:
        return pd.DataFrame(), str(failure)


@dataclass(frozen=True)
class Alerts:
    """The alert rules (those of the file, then readers' own), who switched on each of readers' own, what happened, and what of
    this cannot be read (by what, why)."""

    rules: list[Rule]
    by: dict[str, str]
    events: pd.DataFrame
    trouble: dict[str, str]


def alert_tables() -> Alerts:
    """What the store and the file hold of alerts, looked up at most every two seconds."""
    return _alerts(*_place())


def forget_alerts() -> None:
    """To be called after a rule was switched on or off, so that the page shows it at once."""
    _alerts.clear()


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


class Looks:
    """Numbers the looks at the store; the next begins two seconds after the last, or later where that took long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._number, self._began, self._took = 0, clock(), 0.0

    def turn(self) -> int:
        """The number of the look that is under way."""
        with self._lock:
            if self._clock() - self._began >= max(LOOK_AGAIN_SECONDS, self._took / LOOK_SHARE):
                self._number, self._began, self._took = self._number + 1, self._clock(), 0.0
            return self._number

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Around whatever asks the store."""
        start = self._clock()
        try:
            yield
        finally:
            with self._lock:
                self._took += self._clock() - start


_LOOKS = Looks()


@st.cache_data(max_entries=FRAMES_KEPT, show_spinner=False)
def _standing(name: str, turn: int, today: str, language: str, url: str, snapshot: str) -> Standing:
    run = _runs(turn, url, snapshot).get(name)
    with _LOOKS.timed():
        now = standing(frames.dataset(name), _store(), pd.Series(run) if run else None, date.fromisoformat(today))
    return Standing(now.dataset, now.state, now.vintage, now.due, now.reason, run or {})


@st.cache_data(max_entries=4, show_spinner=False)
def _runs(turn: int, url: str, snapshot: str) -> dict[str, dict[str, Any]]:
    with _LOOKS.timed():
        runs = _store().runs()
    if runs.empty:
        return {}
    last = runs.drop_duplicates("dataset", keep="last").set_index("dataset")
    return {str(name): row.to_dict() for name, row in last.iterrows()}


@st.cache_resource(max_entries=FRAMES_KEPT, show_spinner=False)
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
    made = frames.as_held(name, column, days)
    return pd.concat([made, _newest.rename("newest")], axis="columns", sort=True)


@st.cache_data(max_entries=FRAMES_KEPT, show_spinner=False)
def _checks(name: str, inputs: tuple[tuple[str, str], ...], known: str, language: str, url: str, snapshot: str) -> list[Check]:
    return run_checks(frames.dataset(name), _store(), _cut(known))


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


@st.cache_data(max_entries=RESULTS_KEPT, show_spinner=False)
def _worked_out(text: str, versions: tuple[Any, ...], place: tuple[str, str], _work: Callable[[], Any]) -> Any:
    return _work()


@st.cache_data(max_entries=2, show_spinner=False)
def _key_dates(changed: int) -> pd.DataFrame:
    return reference.key_dates()


@st.cache_data(ttl=LOOK_AGAIN_SECONDS, max_entries=2, show_spinner=False)
def _alerts(url: str, snapshot: str) -> Alerts:
    store, trouble, rules, by = _store(), dict[str, str](), list[Rule](), dict[str, str]()
    held = alerts.no_events()
    try:
        rules += alerts_file.rules()
    except BadReference as failure:
        trouble[N_("The rules of the file")] = str(failure)
    try:
        saved = alerts.saved(store)
        rules, by = rules + [rule for rule, _ in saved], {rule.id: who for rule, who in saved}
        held = alerts.events(store).rows()
    except StoreError as failure:
        trouble[N_("Readers' own rules and the log")] = str(failure)
    return Alerts(rules, by, held, trouble)
