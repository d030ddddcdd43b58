"""What the dashboard remembers: every dataset as a Delta table of versions, at a local path or an object-store URL.

A publish is one commit of Delta's transaction log: readers see the version before or the version after, never a
part, and a killed writer leaves a file that no version names. Two writers that started from the same version cannot
both commit: each publish claims the next number of one application transaction, and Delta refuses the second claim.

Where the table of a dataset does not exist yet, the embedded snapshot answers. Why Delta: docs/adr/0002.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from treasury import fingerprint
from treasury.arrow import arrow_table, read_delta
from treasury.dataset import Dataset, Vintage, restore_types
from treasury.delta_log import RECORD, keep, open_table, options, published, set_damaged_end_aside
from treasury.errors import NothingReadable, NothingStored, StoreBusy, StoreError
from treasury.language import tr
from treasury.snapshot import Snapshot, from_record, to_record

log = logging.getLogger(__name__)

FORMAT = 1  # raised when an older release could misread what this one writes
KEPT_VERSIONS = 30
PRUNE_EVERY = 10  # commits between two prunings
PRUNE_AFTER_HOURS = 24 * 7  # files younger than this may belong to a running writer or reader
MOST_FILES = 8  # appended files a version may consist of before it is written whole again
CONFIGURATION = {
    "delta.logRetentionDuration": "interval 36500 days",  # the log is the memory of as-known-on reads
    "delta.enableExpiredLogCleanup": "false",
    "delta.checkpointInterval": "10",
}
WRITER = "publish"
RUNS = "_runs"
RUNS_KEPT = 3_000  # rows of the log of runs that stay when it is written whole again
MOST_RUN_FILES = 40
RUNS_CONFIGURATION = {"delta.logRetentionDuration": "interval 30 days", "delta.checkpointInterval": "10"}


@dataclass(frozen=True)
class Held:
    """A frame with the version it is."""

    frame: pd.DataFrame
    vintage: Vintage


@dataclass(frozen=True)
class _Version:
    """A version on record, and the fingerprints that were noted of its columns."""

    vintage: Vintage
    cells: Mapping[str, str]


class Store:
    """Versions of datasets. Cheap to make; holds no open file and no state another replica would need."""

    def __init__(self, url: str, snapshot: Path) -> None:
        self.url = url.rstrip("/")
        self.snapshot = Snapshot(snapshot)

    @property
    def is_local(self) -> bool:
        return "://" not in self.url

    def read(self, dataset: Dataset, as_known_on: date | datetime | None = None) -> Held:
        """The newest version, or the newest that had been retrieved by a moment or the end of a day (UTC).

        A version that cannot be read is passed over for the one before and at last for the snapshot; the vintage's
        `trouble` says so. Raises NothingStored when no version is there, NothingReadable when none can be read.
        """
        troubles: list[str] = []
        newest = ""
        for candidate in self._candidates(dataset, as_known_on, troubles):
            vintage = candidate.vintage
            newest = newest or vintage.version
            try:
                frame = self._frame(dataset, candidate)
            except (StoreError, DeltaError, OSError, pa.ArrowException) as failure:
                log.warning("%s %s cannot be read: %s", dataset.id, vintage.version, failure)
                troubles.append(f"{vintage.version} cannot be read ({_short(failure)})")
                continue
            stands_for = "" if newest == vintage.version else newest
            return Held(frame, replace(vintage, trouble="; ".join(troubles), stands_for=stands_for))
        if troubles:
            raise NothingReadable(f"{dataset.id}: {'; '.join(troubles)}", newest)
        raise NothingStored(self._nothing(dataset, as_known_on))

    def vintage(self, dataset: Dataset, as_known_on: date | datetime | None = None) -> Vintage:
        """Which version `read` would try first, without reading its rows. Raises NothingStored, StoreError."""
        troubles: list[str] = []
        for candidate in self._candidates(dataset, as_known_on, troubles):
            return replace(candidate.vintage, trouble="; ".join(troubles))
        raise StoreError("; ".join(troubles)) if troubles else NothingStored(self._nothing(dataset, as_known_on))

    def vintages(self, dataset: Dataset) -> list[Vintage]:
        """Every version on record, newest first; the snapshot alone when nothing was published yet."""
        return [candidate.vintage for candidate in self._candidates(dataset, None, [])]

    def publish(
        self, dataset: Dataset, frame: pd.DataFrame, vintage: Vintage, base: Vintage | None, *, only_added: bool
    ) -> Vintage:
        """Makes ``frame`` the newest version, if ``base`` (None: nothing) still is, or still stands for it.

        ``only_added`` says that the frame is the base's rows unchanged and more at the end: then only these are written.
        Raises StoreBusy when another writer published meanwhile, StoreError when the place cannot be written.
        """
        try:
            return self._commit(dataset, frame, vintage, base, only_added)
        except CommitFailedError as failure:
            raise StoreBusy(f"{dataset.id}: another writer published at the same time") from failure
        except (DeltaError, OSError) as failure:
            if "already exists" in str(failure):  # another writer created the table between our look and our write
                raise StoreBusy(f"{dataset.id}: another writer published at the same time") from failure
            raise StoreError(f"{dataset.id}: {self.url} cannot be written ({_short(failure)})") from failure

    def add_runs(self, rows: pd.DataFrame) -> None:
        """Appends the results of one refresh run to the log of runs. Raises StoreError.

        Now and then the log is written whole again, with the newest rows and those that later runs build on.
        """
        path = self._path(RUNS)
        try:
            write_deltalake(
                path, arrow_table(rows), mode="append", configuration=RUNS_CONFIGURATION, storage_options=options(path)
            )
            if len(open_table(path).file_uris()) > MOST_RUN_FILES:
                _shorten_runs(path)
        except (DeltaError, OSError) as failure:
            raise StoreError(f"the log of runs at {self.url} cannot be written ({_short(failure)})") from failure

    def runs(self) -> pd.DataFrame:
        """One row a dataset and run, oldest first; empty when nothing was ever refreshed (or the log cannot be read)."""
        try:
            table = open_table(self._path(RUNS))
            return _pandas(table).sort_values("run_at", kind="stable").reset_index(drop=True)
        except TableNotFoundError:
            return pd.DataFrame()
        except (DeltaError, OSError) as failure:
            log.warning("the log of runs cannot be read: %s", failure)
            return pd.DataFrame()

    def _path(self, name: str) -> str:
        return f"{self.url}/{name}"

    def _table(self, dataset: Dataset) -> DeltaTable | None:
        try:
            return open_table(self._path(dataset.id))
        except TableNotFoundError:
            return None

    def _table_to_write(self, dataset: Dataset) -> DeltaTable | None:
        path = self._path(dataset.id)
        if self.is_local:
            set_damaged_end_aside(Path(path))
        try:
            return self._table(dataset)
        except DeltaError as failure:
            hint = f"put a copy of {path} back, or move that folder away and refresh again"
            if not self.is_local:
                hint = f"can {self.url} be reached, and are the credentials valid?"
            raise StoreError(f"{dataset.id}: the store's versions cannot be listed ({_short(failure)}); {hint}") from failure

    def _candidates(self, dataset: Dataset, as_known_on: date | datetime | None, troubles: list[str]) -> Iterator[_Version]:
        """Versions from the newest down, then the snapshot unless a table's first version already is that snapshot."""
        seeded = False
        if self.is_local and Path(self.url).is_file():
            troubles.append(f"TREASURY_STORE must be a folder, and {self.url} is a file")
        try:
            table = self._table(dataset)
            for number, record in published(table) if table else ():
                version = _version(number, record, dataset)
                seeded |= version.vintage.origin == "snapshot"
                if known(version.vintage, as_known_on):
                    yield version
        except (DeltaError, OSError, ValueError, KeyError) as failure:
            log.warning("the versions of %s cannot be listed: %s", dataset.id, failure)
            troubles.append(f"the store's versions cannot be listed ({_short(failure)})")
        embedded = self.snapshot.vintage(dataset)
        if embedded and (not seeded or troubles) and known(embedded, as_known_on):
            yield _Version(embedded, {})

    def _nothing(self, dataset: Dataset, as_known_on: date | datetime | None) -> str:
        if as_known_on and (held := self.vintages(dataset)):
            first = min(v.retrieved_at for v in held if v.retrieved_at)
            return tr(
                "{id} was not held on {day}: the earliest version kept was retrieved on {first:%Y-%m-%d}",
                id=dataset.id,
                day=as_known_on,
                first=first,
            )
        places = {"id": dataset.id, "command": f"python -m treasury refresh {dataset.id}"}
        if dataset.in_snapshot:
            return tr("{id} has never been fetched: run `{command}`", **places)
        return tr("{id} has never been fetched; it is not part of the snapshot, for licence reasons: run `{command}`", **places)

    def _frame(self, dataset: Dataset, version: _Version) -> pd.DataFrame:
        vintage = version.vintage
        if vintage.version.startswith("v"):
            table = open_table(self._path(dataset.id), int(vintage.version[1:]))
            frame = restore_types(_pandas(table), dataset)
            # Neither the order of appended files nor that of the rows within a file is promised.
            frame = frame.sort_values(dataset.order, kind="stable").reset_index(drop=True)
        else:
            frame = restore_types(self.snapshot.frame(dataset), dataset)
        if len(frame) != vintage.rows:
            raise StoreError(f"{len(frame):,} rows instead of {vintage.rows:,}")
        if column := fingerprint.damaged(frame, version.cells):
            raise StoreError(f"the figures of column {column!r} are not those that were written")
        return frame

    def _commit(self, dataset: Dataset, frame: pd.DataFrame, vintage: Vintage, base: Vintage | None, only_added: bool) -> Vintage:
        path, table = self._path(dataset.id), self._table_to_write(dataset)
        if table is None and base is not None and base.version.startswith("v"):
            raise StoreError(f"{path} is gone")
        if table is None and base is not None and base.version:  # the snapshot becomes version 0, readable as known then
            self._write(path, self._frame(dataset, _Version(base, {})), dataset, base, claim=0, mode="error")
            table = open_table(path)
        elif table is not None and (base is None or _newest(table) != (base.stands_for or base.version)):
            raise StoreBusy(f"{dataset.id}: another writer published at the same time")
        if table is None:
            self._write(path, frame, dataset, vintage, claim=0, mode="error")
            return replace(vintage, version="v0")
        claim = table.version() + 1
        same_columns = [field.name for field in table.schema().fields] == list(frame.columns)
        appends = only_added and base is not None and not base.stands_for and same_columns
        mode = "append" if appends and len(table.file_uris()) < MOST_FILES else "overwrite"
        self._write(table, frame, dataset, vintage, claim, mode, held=base.rows if base and mode == "append" else 0)
        if claim % PRUNE_EVERY == 0 and not dataset.keep_every_version:
            _prune(path)
        return replace(vintage, version=f"v{claim}")

    def _write(
        self,
        target: str | DeltaTable,
        frame: pd.DataFrame,
        dataset: Dataset,
        vintage: Vintage,
        claim: int,
        mode: Any,
        held: int = 0,
    ) -> None:
        """One commit: the rows after the first ``held``, which are there already, and the record of the whole."""
        whole = restore_types(frame, dataset).sort_values(dataset.order, kind="stable")
        record = to_record(vintage) | {"format": FORMAT, "number": claim, "cells": fingerprint.columns(whole)}
        hooks = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False) if claim else None
        write_deltalake(
            target,
            arrow_table(frame.iloc[held:]),
            mode=mode,
            storage_options=options(self.url) if isinstance(target, str) else None,
            schema_mode="overwrite" if mode == "overwrite" else None,
            configuration=CONFIGURATION if mode == "error" else None,
            # A retried creation would not look at the other writer's claim, and put its rows beside the other's.
            commit_properties=CommitProperties(
                custom_metadata={RECORD: json.dumps(record, sort_keys=True)},
                app_transactions=[Transaction(WRITER, claim)],
                max_commit_retries=0 if mode == "error" else None,
            ),
            post_commithook_properties=hooks,
        )
        if self.is_local:
            keep(target)


def _shorten_runs(path: str) -> None:
    """Each run appends a file, and every look at the log reads them all. A collision with another run leaves it for the next."""
    table = open_table(path)
    rows = _pandas(table).sort_values("run_at", kind="stable").reset_index(drop=True)
    kept = set(rows.index[-RUNS_KEPT:])
    for needed in (rows[rows["ok"]], rows[rows["ok"] & rows["whole"]]):
        kept |= set(needed.drop_duplicates("dataset", keep="last").index)
    try:
        write_deltalake(table, arrow_table(rows.loc[sorted(kept)]), mode="overwrite")
        table.vacuum(PRUNE_AFTER_HOURS, dry_run=False, enforce_retention_duration=False)
    except CommitFailedError as failure:
        log.info("the log of runs was not shortened: %s", failure)


def _prune(path: str) -> None:
    """Drops the files of versions beyond those kept. A failure costs disk, never data, so it is only logged."""
    try:
        table = open_table(path)
        numbers = [number for number, _ in published(table)]
        table.vacuum(
            PRUNE_AFTER_HOURS, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=numbers[:KEPT_VERSIONS]
        )
    except (DeltaError, OSError) as failure:
        log.warning("old versions at %s were not removed: %s", path, failure)


def _newest(table: DeltaTable) -> str:
    return next((f"v{number}" for number, _ in published(table)), "")


def _pandas(table: DeltaTable) -> pd.DataFrame:
    frame: pd.DataFrame = read_delta(table).to_pandas()
    return frame


def _version(number: int, written: str, dataset: Dataset) -> _Version:
    record = json.loads(written)
    if record["format"] > FORMAT:
        raise StoreError(f"{dataset.id} was written by a newer release of the dashboard; update this one to read it")
    return _Version(from_record(record, dataset, f"v{number}"), record.get("cells", {}))


def known(vintage: Vintage, on: date | datetime | None) -> bool:
    """Whether a version had been retrieved by a moment or the end of a day (UTC); every one where none is given."""
    if on is None:
        return True
    cut = on if isinstance(on, datetime) else datetime.combine(on, time.max, tzinfo=UTC)
    return vintage.retrieved_at is not None and vintage.retrieved_at <= cut


def _short(failure: Exception) -> str:
    """The cause in a line, without the colours and the call stack that some of deltalake's messages have."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", str(failure)).splitlines()
    told = " ".join(line.strip(" ↳") for line in lines if line.strip() and not re.match(r"\s*(\d+: |at )", line))
    return told[:160] or type(failure).__name__
