"""Small tables in the store to which several servers add rows, each addition decided on what stood there before.

Where two decide at once on the same rows, Delta refuses the second (as for datasets, see store.py): it reads what the first
wrote and decides anew. So what must happen once happens once, however many servers there are and however often they restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from treasury.arrow import arrow_table, read_delta
from treasury.delta_log import open_table, options
from treasury.errors import StoreBusy, StoreError
from treasury.store import Store

CLAIM = "ledger"
TRIES = 40  # each time another writer was first, so it takes that many writers at once to run out of them
MOST_FILES = 16  # after so many additions the table is written whole again
PRUNE_EVERY = 100  # commits between two removals of files that no version needs any more
PRUNE_AFTER_HOURS = 24 * 7


@dataclass(frozen=True)
class Ledger:
    """One table: its name in the store and its columns with their types."""

    store: Store
    name: str
    columns: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"{self.store.url}/{self.name}"

    def rows(self) -> pd.DataFrame:
        """Every row in the order of writing; none where there is no table yet. Raises StoreError."""
        return self._read()[1]

    def version(self) -> int:
        """Grows with every addition; -1 where there is no table yet. Raises StoreError."""
        table = self._table()
        return -1 if table is None else table.version()

    def add(self, decide: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
        """Adds the rows that ``decide`` makes of those that are there, and returns what was added (no row: nothing is written).

        ``decide`` runs again on the newer rows when another writer was first. Raises StoreError, and StoreBusy when others kept
        writing.
        """
        for _ in range(TRIES):
            table, held = self._read()
            new = decide(held)
            if new.empty:
                return new
            if table is None:
                self._create()
                continue  # decided anew on the table: of two that create one and write into it at once, both would get through
            try:
                self._write(table, held, _typed(new, self.columns))
            except StoreBusy:
                continue
            return new
        raise StoreBusy(f"{self.name}: other writers kept writing; try again")

    def _table(self) -> DeltaTable | None:
        try:
            return open_table(self.path)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as failure:
            raise StoreError(f"{self.name} in the store cannot be read ({_short(failure)})") from failure

    def _read(self) -> tuple[DeltaTable | None, pd.DataFrame]:
        table = self._table()
        if table is None:
            return None, _typed(pd.DataFrame(columns=[*self.columns, "row"]), self.columns)
        try:
            frame: pd.DataFrame = read_delta(table).to_pandas()
        except (DeltaError, OSError, ValueError) as failure:
            raise StoreError(f"{self.name} in the store cannot be read ({_short(failure)})") from failure
        return table, _typed(frame.sort_values("row", kind="stable", ignore_index=True), self.columns)

    def _create(self) -> None:
        """An empty table; where another writer was first, that one's stays."""
        empty = arrow_table(_typed(pd.DataFrame(columns=list(self.columns)), self.columns).assign(row=range(0)))
        try:
            DeltaTable.create(self.path, empty.schema, mode="ignore", storage_options=options(self.path))
        except (DeltaError, OSError) as failure:
            if self._table() is None:
                raise StoreError(f"{self.name} in the store cannot be written ({_short(failure)})") from failure

    def _write(self, table: DeltaTable, held: pd.DataFrame, new: pd.DataFrame) -> None:
        claim = table.version() + 1
        whole = len(table.file_uris()) >= MOST_FILES
        frame = pd.concat([held, new], ignore_index=True) if whole else new
        first = 0 if whole else len(held)
        try:
            write_deltalake(
                table,
                arrow_table(frame.assign(row=range(first, first + len(frame)))),
                mode="overwrite" if whole else "append",
                commit_properties=CommitProperties(app_transactions=[Transaction(CLAIM, claim)]),
            )
            if claim % PRUNE_EVERY == 0:
                open_table(self.path).vacuum(PRUNE_AFTER_HOURS, dry_run=False, enforce_retention_duration=False)
        except CommitFailedError as failure:
            raise StoreBusy(f"{self.name}: another writer was first") from failure
        except (DeltaError, OSError) as failure:
            raise StoreError(f"{self.name} in the store cannot be written ({_short(failure)})") from failure


def _typed(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    return frame.reindex(columns=list(columns)).astype(dict(columns))


def _short(failure: Exception) -> str:
    return str(failure).splitlines()[0][:160] if str(failure) else type(failure).__name__
