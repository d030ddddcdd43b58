"""What the dashboard remembers: every dataset as a Delta table of versions, at a local path or an object-store URL.

A publish is one commit of Delta's transaction log: readers see the version before or the version after, never a
part, and a killed writer leaves a file that no version names. Two writers that started from the same version cannot
both commit: each publish claims the next number of one application transaction, and Delta refuses the second claim.

Where the table of a dataset does not exist yet, the embedded snapshot answers. Why Delta: docs/adr/0002.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from treasury.dataset import Dataset, Vintage, restore_types
from treasury.errors import NothingStored, StoreBusy, StoreError
from treasury.snapshot import Snapshot, arrow_table, from_record, to_record

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


@dataclass(frozen=True)
class Held:
    """A frame with the version it is."""

    frame: pd.DataFrame
    vintage: Vintage


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
        `trouble` says so. Raises NothingStored when no version is there, StoreError when none can be read.
        """
        troubles: list[str] = []
        for vintage in self._candidates(dataset, as_known_on, troubles):
            try:
                frame = self._frame(dataset, vintage)
            except (StoreError, DeltaError, OSError, pa.ArrowException) as failure:
                log.warning("%s %s cannot be read: %s", dataset.id, vintage.version, failure)
                troubles.append(f"{vintage.version} cannot be read ({_short(failure)})")
                continue
            return Held(frame, replace(vintage, trouble="; ".join(troubles)))
        if troubles:
            raise StoreError(f"{dataset.id}: {'; '.join(troubles)}")
        raise NothingStored(self._nothing(dataset, as_known_on))

    def vintage(self, dataset: Dataset, as_known_on: date | datetime | None = None) -> Vintage:
        """Which version `read` would try first, without reading its rows. Raises NothingStored, StoreError."""
        troubles: list[str] = []
        for vintage in self._candidates(dataset, as_known_on, troubles):
            return replace(vintage, trouble="; ".join(troubles))
        raise StoreError("; ".join(troubles)) if troubles else NothingStored(self._nothing(dataset, as_known_on))

    def vintages(self, dataset: Dataset) -> list[Vintage]:
        """Every version on record, newest first; the snapshot alone when nothing was published yet."""
        return list(self._candidates(dataset, None, []))

    def publish(
        self, dataset: Dataset, frame: pd.DataFrame, vintage: Vintage, base: Vintage | None, *, only_added: bool
    ) -> Vintage:
        """Makes ``frame`` the newest version, if ``base`` (None: nothing) still is.

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
        """Appends the results of one refresh run to the log of runs. Raises StoreError."""
        try:
            write_deltalake(self._path(RUNS), arrow_table(rows), mode="append", configuration=CONFIGURATION)
        except (DeltaError, OSError) as failure:
            raise StoreError(f"the log of runs at {self.url} cannot be written ({_short(failure)})") from failure

    def runs(self) -> pd.DataFrame:
        """One row a dataset and run, oldest first; empty when nothing was ever refreshed (or the log cannot be read)."""
        try:
            table = DeltaTable(self._path(RUNS))
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
            return DeltaTable(self._path(dataset.id))
        except TableNotFoundError:
            return None

    def _candidates(self, dataset: Dataset, as_known_on: date | datetime | None, troubles: list[str]) -> Iterable[Vintage]:
        """Versions from the newest down, then the snapshot unless a table's first version already is that snapshot."""
        seeded = False
        if self.is_local and Path(self.url).is_file():
            troubles.append(f"TREASURY_STORE must be a folder, and {self.url} is a file")
        try:
            table = self._table(dataset)
            for number, record in _published(table) if table else ():
                vintage = _vintage(number, record, dataset)
                seeded |= vintage.origin == "snapshot"
                if known(vintage, as_known_on):
                    yield vintage
        except (DeltaError, OSError, ValueError, KeyError) as failure:
            log.warning("the versions of %s cannot be listed: %s", dataset.id, failure)
            troubles.append(f"the store's versions cannot be listed ({_short(failure)})")
        embedded = self.snapshot.vintage(dataset)
        if embedded and (not seeded or troubles) and known(embedded, as_known_on):
            yield embedded

    def _nothing(self, dataset: Dataset, as_known_on: date | datetime | None) -> str:
        if as_known_on and (held := self.vintages(dataset)):
            first = min(v.retrieved_at for v in held if v.retrieved_at)
            return f"{dataset.id} was not held on {as_known_on}: the earliest version kept was retrieved on {first:%Y-%m-%d}"
        live = "" if dataset.in_snapshot else "; it is not part of the snapshot, for licence reasons"
        return f"{dataset.id} has never been fetched{live}: run `python -m treasury refresh {dataset.id}`"

    def _frame(self, dataset: Dataset, vintage: Vintage) -> pd.DataFrame:
        if vintage.version.startswith("v"):
            table = DeltaTable(self._path(dataset.id), version=int(vintage.version[1:]))
            frame = restore_types(_pandas(table), dataset)
            # Neither the order of appended files nor that of the rows within a file is promised.
            frame = frame.sort_values(dataset.order, kind="stable").reset_index(drop=True)
        else:
            frame = restore_types(self.snapshot.frame(dataset), dataset)
        if len(frame) != vintage.rows:
            raise StoreError(f"{len(frame):,} rows instead of {vintage.rows:,}")
        return frame

    def _commit(self, dataset: Dataset, frame: pd.DataFrame, vintage: Vintage, base: Vintage | None, only_added: bool) -> Vintage:
        path, table = self._path(dataset.id), self._table(dataset)
        if table is None and base is not None and base.version.startswith("v"):
            raise StoreError(f"{path} is gone")
        if table is None and base is not None:  # the first publish: the snapshot becomes version 0, readable as known then
            seed = self._frame(dataset, base)
            _write(path, seed, base, claim=0, mode="error", hooks=None)
            table = DeltaTable(path)
        elif table is not None and (base is None or _newest(table) != base.version):
            raise StoreBusy(f"{dataset.id}: another writer published at the same time")
        if table is None:
            _write(path, frame, vintage, claim=0, mode="error", hooks=None)
            return replace(vintage, version="v0")
        claim = table.version() + 1
        hooks = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
        same_columns = [field.name for field in table.schema().fields] == list(frame.columns)
        if only_added and same_columns and base and len(table.file_uris()) < MOST_FILES:
            _write(table, frame.iloc[base.rows :], vintage, claim, mode="append", hooks=hooks)
        else:
            _write(table, frame, vintage, claim, mode="overwrite", hooks=hooks)
        if claim % PRUNE_EVERY == 0 and not dataset.keep_every_version:
            _prune(path)
        return replace(vintage, version=f"v{claim}")


def _write(target: str | DeltaTable, frame: pd.DataFrame, vintage: Vintage, claim: int, mode: Any, hooks: Any) -> None:
    write_deltalake(
        target,
        arrow_table(frame),
        mode=mode,
        schema_mode="overwrite" if mode == "overwrite" else None,
        configuration=CONFIGURATION if mode == "error" else None,
        commit_properties=CommitProperties(
            custom_metadata={"treasury": _metadata(vintage)}, app_transactions=[Transaction(WRITER, claim)]
        ),
        post_commithook_properties=hooks,
    )


def _prune(path: str) -> None:
    """Drops the files of versions beyond those kept. A failure costs disk, never data, so it is only logged."""
    try:
        table = DeltaTable(path)
        numbers = [number for number, _ in _published(table)]
        table.vacuum(
            PRUNE_AFTER_HOURS, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=numbers[:KEPT_VERSIONS]
        )
    except (DeltaError, OSError) as failure:
        log.warning("old versions at %s were not removed: %s", path, failure)


def _published(table: DeltaTable) -> list[tuple[int, str]]:
    """Number and record of every version that a publish made, newest first.

    Counted up from the oldest commit, since all of them are kept: deltalake counts down from the version that it has loaded,
    and is one off when another writer commits while it lists.
    """
    commits = table.history()
    return [(len(commits) - 1 - at, entry["treasury"]) for at, entry in enumerate(commits) if "treasury" in entry]


def _newest(table: DeltaTable) -> str:
    return next((f"v{number}" for number, _ in _published(table)), "")


def _pandas(table: DeltaTable) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pyarrow_table().to_pandas()
    return frame


def _metadata(vintage: Vintage) -> str:
    return json.dumps(to_record(vintage) | {"format": FORMAT}, sort_keys=True)


def _vintage(number: int, written: str, dataset: Dataset) -> Vintage:
    record = json.loads(written)
    if record["format"] > FORMAT:
        raise StoreError(f"{dataset.id} was written by a newer release of the dashboard; update this one to read it")
    return from_record(record, dataset, f"v{number}")


def known(vintage: Vintage, on: date | datetime | None) -> bool:
    """Whether a version had been retrieved by a moment or the end of a day (UTC); every one where none is given."""
    if on is None:
        return True
    cut = on if isinstance(on, datetime) else datetime.combine(on, time.max, tzinfo=UTC)
    return vintage.retrieved_at is not None and vintage.retrieved_at <= cut


def _short(failure: Exception) -> str:
    return str(failure).splitlines()[0][:160] if str(failure) else type(failure).__name__
