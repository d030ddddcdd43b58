"""Which of several servers does a job now: a lease in the store that one holder has until it ends.

Delta refuses the second of two commits that claim the same number, which decides a race; no further service is needed.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from treasury.arrow import arrow_table, read_delta
from treasury.delta_log import open_table, options
from treasury.store import Store

log = logging.getLogger(__name__)

CLAIM = "lease"


def take(store: Store, job: str, holder: str, lasts: timedelta, now: datetime | None = None) -> bool:
    """Whether ``holder`` has the job until ``lasts`` from now: nobody had it, its lease has ended, or it is the holder's own.

    The clocks of the holders may differ by as much as the lease outlasts the job. A store that cannot be read or written
    gives no lease.
    """
    now = now or datetime.now(UTC)
    path = f"{store.url}/_lease_{job}"
    try:
        row = arrow_table(pd.DataFrame({"holder": [holder], "until": [pd.Timestamp(now + lasts)]}))
        table = _table(path, row.schema)
        if not _free(table, holder, now):
            return False
        write_deltalake(
            table,
            row,
            mode="overwrite",
            commit_properties=CommitProperties(app_transactions=[Transaction(CLAIM, table.version() + 1)]),
        )
    except CommitFailedError:
        return False  # another holder was a moment earlier
    except (DeltaError, OSError) as failure:
        log.warning("no lease for %s: %s", job, failure)
        return False
    return True


def _table(path: str, schema: pa.Schema) -> DeltaTable:
    """The table of a lease, made empty where there is none: of two that create one and write into it at once, both would get
    through, and a claim of an empty table is refused to the second as any other."""
    try:
        return open_table(path)
    except TableNotFoundError:
        return DeltaTable.create(path, schema, mode="ignore", storage_options=options(path))


def _free(table: DeltaTable, holder: str, now: datetime) -> bool:
    rows = read_delta(table).to_pylist()
    return not rows or rows[0]["holder"] == holder or rows[0]["until"] <= now
