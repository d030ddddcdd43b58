"""Moves the store forward: asks the publishers for what can have changed, merges it, publishes, reports.

Publishers are asked side by side, each in its own polite pace. What fails is reported for its dataset and changes
nothing: neither the rows held of it nor any other dataset.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import filelock
import pandas as pd

from treasury.dataset import Dataset, Vintage, Window, conform, empty_frame
from treasury.errors import (
    BadInput,
    NothingReadable,
    NothingStored,
    SourceChanged,
    SourceError,
    StoreBusy,
    StoreError,
    TreasuryError,
)
from treasury.http import Client, NotModified, Session, redact
from treasury.language import tr
from treasury.merge import Merged, merge
from treasury.scale import refuse_slip
from treasury.settings import PUBLISHERS, Settings, settings
from treasury.sources import BY_ID, CATALOG
from treasury.store import Held, Store

log = logging.getLogger(__name__)

WHOLE_EVERY = timedelta(days=30)  # a whole history is asked for again this often: publishers revise deeper than declared
PUBLISH_TRIES = 4


@dataclass(frozen=True)
class Result:
    """What a refresh did to one dataset."""

    id: str
    ok: bool
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    as_of: date | None = None
    seconds: float = 0.0
    requests: int = 0
    bytes: int = 0
    error_kind: str = ""
    error_message: str = ""
    notes: tuple[str, ...] = ()
    whole: bool = False
    validators: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The outcome in a line for people."""
        if not self.ok:
            return tr("failed: {why}", why=self.error_message)
        rows = {"added": f"{self.added:,}", "revised": f"{self.revised:,}", "unchanged": f"{self.unchanged:,}"}
        if self.added or self.revised:
            return tr("{added} added, {revised} revised, {unchanged} unchanged", **rows)
        return tr("unchanged ({count} rows)", count=rows["unchanged"])


def open_store(config: Settings | None = None) -> Store:
    """The store of this process's settings."""
    config = config or settings()
    return Store(config.store, config.snapshot)


def refresh(
    *ids: str,
    full: bool = False,
    config: Settings | None = None,
    client: Client | None = None,
    on_result: Callable[[Result], None] | None = None,
    wait_for_lock: float = 600.0,
) -> list[Result]:
    """Refreshes the named datasets (all, without a name) and returns one result each, in the catalogue's order.

    ``full`` asks for whole histories. Raises BadInput for an unknown id, StoreBusy when another refresh of the same
    local store does not end within ``wait_for_lock`` seconds, StoreError when the store cannot be written at all.
    """
    if unknown := [name for name in ids if name not in BY_ID]:
        raise BadInput(f"no dataset {unknown[0]!r}; there are: {', '.join(BY_ID)}")
    config = config or settings()
    chosen = [d for d in CATALOG if not ids or d.id in ids]
    store = open_store(config)
    with _one_at_a_time(store, wait_for_lock), nullcontext(client) if client else Client(config) as asking:
        run = _Run(store, asking, full, on_result)
        results = run.all(chosen)
        store.add_runs(run.rows(results))
    return results


def _one_at_a_time(store: Store, seconds: float) -> AbstractContextManager[Any]:
    """A lock beside a local store; several machines on one object store rely on the store's own refusal."""
    if not store.is_local:
        return nullcontext()
    try:
        Path(store.url).mkdir(parents=True, exist_ok=True)
        return filelock.FileLock(f"{store.url}/.refresh.lock").acquire(timeout=seconds)
    except filelock.Timeout as failure:
        raise StoreBusy("another refresh of this store is running; try again when it has ended") from failure
    except OSError as failure:
        raise StoreError(f"the store at {store.url} cannot be written ({failure.strerror})") from failure


class _Run:
    """One refresh: the datasets' last runs, one client, one clock."""

    def __init__(self, store: Store, client: Client, full: bool, on_result: Callable[[Result], None] | None) -> None:
        self.store, self.client, self.full, self.on_result = store, client, full, on_result
        self.started = datetime.now(UTC)
        self.last = _last_good(store.runs())
        self.telling = threading.Lock()

    def all(self, chosen: Sequence[Dataset]) -> list[Result]:
        groups: dict[str, list[Dataset]] = {}
        for dataset in chosen:
            groups.setdefault(dataset.publisher, []).append(dataset)
        pools = [(ThreadPoolExecutor(PUBLISHERS[name].at_once), group) for name, group in groups.items()]
        futures = [pool.submit(self.one, dataset) for pool, group in pools for dataset in group]
        done = {result.id: result for result in (f.result() for f in futures)}
        for pool, _ in pools:
            pool.shutdown()
        return [done[d.id] for d in chosen]

    def one(self, dataset: Dataset) -> Result:
        began = time.monotonic()
        session = self.client.session(dataset.publisher, dataset.id, validators=self._validators(dataset), force=self.full)
        whole = False
        try:
            held = self._held(dataset)
            whole = self._wants_whole(dataset, held)
            result = self._refreshed(dataset, session, held, whole)
        except TreasuryError as failure:
            result = Result(dataset.id, False, error_kind=getattr(failure, "kind", "error"), error_message=_words(failure))
        except Exception as failure:  # a payload nobody thought of must not take the other datasets with it
            log.debug("%s: unforeseen", dataset.id, exc_info=True)
            words = redact(f"the answer cannot be read ({type(failure).__name__}: {failure})", self.client.secrets)
            changed = SourceChanged(dataset.publisher, dataset.id, words[:300])
            result = Result(dataset.id, False, error_kind=changed.kind, error_message=_words(changed))
        meter = session.meter
        result = _with(result, began, meter.requests, meter.bytes, whole, session.validators)
        if self.on_result:
            with self.telling:
                self.on_result(result)
        return result

    def _held(self, dataset: Dataset) -> Held | None:
        """What is held; where nothing of it can be read, no rows, in place of the version that a whole history will replace."""
        try:
            return self.store.read(dataset)
        except NothingStored:
            return None
        except NothingReadable as failure:
            if not failure.newest:
                raise
            stands_for = failure.newest
        return Held(
            empty_frame(dataset), Vintage(dataset.id, "", None, None, "refreshed", dataset.landing_page, 0, stands_for=stands_for)
        )

    def _wants_whole(self, dataset: Dataset, held: Held | None) -> bool:
        """Everything, when nothing is held, when what is held has caveats that the publisher can cure, or now and then."""
        if self.full or held is None or held.vintage.stands_for or self._replaces(dataset, held):
            return True
        last = self.last.get(dataset.id, {}).get("whole_at")
        held_since = last or held.vintage.retrieved_at
        return held_since is None or self.started - held_since > WHOLE_EVERY

    def _replaces(self, dataset: Dataset, held: Held | None) -> bool:
        """Inferred or approximate rows give way to official ones as soon as the publisher itself can be asked."""
        has_caveats = held is not None and held.vintage.caveats != ""
        return dataset.replaces or (has_caveats and self.client.settings.is_direct(dataset.publisher))

    def _refreshed(self, dataset: Dataset, session: Session, held: Held | None, whole: bool) -> Result:
        today = self.started.date()
        since = None if whole or held is None else _since(dataset, held, today)
        try:
            raw = dataset.fetch(session, Window(today, since))
        except NotModified:
            rows = held.vintage.rows if held else 0
            return Result(dataset.id, True, unchanged=rows, as_of=held.vintage.as_of if held else None)
        got = conform(dataset.parse(raw), dataset, today)
        if held is not None and not (whole and self._replaces(dataset, held)):
            refuse_slip(held.frame, got.frame, dataset)
        for note in got.notes:
            log.info("%s: %s", dataset.id, note)
        for _ in range(PUBLISH_TRIES):
            replaced = whole and self._replaces(dataset, held)
            merged = merge(held.frame if held else None, got.frame, dataset, replace=replaced, today=today)
            try:
                as_of = self._publish(dataset, merged, held, replaced)
            except StoreBusy:
                held = self._held(dataset)
                continue
            notes = (*got.notes, *_withdrawn(merged, dataset, whole, replaced))
            return Result(dataset.id, True, merged.added, merged.revised, merged.unchanged, as_of, notes=notes)
        raise StoreBusy(f"{dataset.id}: other writers kept publishing; try again")

    def _publish(self, dataset: Dataset, merged: Merged, held: Held | None, replaced: bool) -> date | None:
        """A new version, where anything changed; returns the last record date that does not lie ahead."""
        days = merged.frame[dataset.date_column].dropna()
        past = days[days <= pd.Timestamp(self.started.date()) + pd.Timedelta(days=1)]
        as_of = past.max().date() if len(past) else None
        caveats = held.vintage.caveats if held and not replaced else ""
        if held and not merged.changed and caveats == held.vintage.caveats:
            return as_of
        vintage = Vintage(
            dataset=dataset.id,
            version="",
            as_of=as_of,
            retrieved_at=self.started,
            origin="refreshed",
            publisher_url=dataset.landing_page,
            rows=len(merged.frame),
            first=days.min().date() if len(days) else None,
            last=days.max().date() if len(days) else None,
            caveats=caveats,
            direct=self.client.settings.is_direct(dataset.publisher),
        )
        self.store.publish(dataset, merged.frame, vintage, held.vintage if held else None, only_added=merged.only_added)
        return as_of

    def _validators(self, dataset: Dataset) -> dict[str, Any]:
        known: dict[str, Any] = self.last.get(dataset.id, {}).get("validators", {})
        return known

    def rows(self, results: Sequence[Result]) -> pd.DataFrame:
        """The results as rows of the log of runs."""
        return pd.DataFrame(
            {
                "run_at": pd.Timestamp(self.started).tz_localize(None).as_unit("us"),
                "dataset": [r.id for r in results],
                "ok": [r.ok for r in results],
                "added": [r.added for r in results],
                "revised": [r.revised for r in results],
                "unchanged": [r.unchanged for r in results],
                "as_of": [r.as_of.isoformat() if r.as_of else "" for r in results],
                "seconds": [r.seconds for r in results],
                "requests": [r.requests for r in results],
                "bytes": [r.bytes for r in results],
                "error_kind": [r.error_kind for r in results],
                "error_message": [r.error_message for r in results],
                "notes": ["; ".join(r.notes) for r in results],
                "whole": [r.whole for r in results],
                "validators": [json.dumps(r.validators) for r in results],
            }
        )


def _with(result: Result, began: float, requests: int, size: int, whole: bool, validators: dict[str, Any]) -> Result:
    return replace(
        result, seconds=round(time.monotonic() - began, 2), requests=requests, bytes=size, whole=whole, validators=validators
    )


def _words(failure: TreasuryError) -> str:
    """The message for people: the publisher by name, where the error knows it by its key."""
    if isinstance(failure, SourceError) and failure.publisher in PUBLISHERS:
        named = type(failure)(PUBLISHERS[failure.publisher].name, failure.dataset, failure.reason, failure.hint)
        return str(named)
    return str(failure)


def _withdrawn(merged: Merged, dataset: Dataset, whole: bool, replaced: bool) -> tuple[str, ...]:
    if not (whole and merged.withdrawn):
        return ()
    kept = "kept, but for plans that lie ahead" if dataset.replaces_ahead else "kept"
    return (f"{merged.withdrawn:,} held rows are no longer published: {'dropped for the official rows' if replaced else kept}",)


def _since(dataset: Dataset, held: Held, today: date) -> date | None:
    """The first day that is asked for again."""
    last = held.vintage.as_of
    return min(last, today) - timedelta(days=dataset.revisable_days) if last else None


def _last_good(runs: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By dataset: validators of the last good run, and when a whole history last arrived."""
    if runs.empty:
        return {}
    good = runs[runs["ok"]]
    newest = good.drop_duplicates("dataset", keep="last").set_index("dataset")
    whole = good[good["whole"]].groupby("dataset")["run_at"].max()
    return {
        str(name): {
            "validators": json.loads(row["validators"]),
            "whole_at": whole[name].to_pydatetime().replace(tzinfo=UTC) if name in whole.index else None,
        }
        for name, row in newest.iterrows()
    }
