"""Which of several servers does a job now: a lease in the store that one holder has until it ends.

Delta refuses the second of two commits that claim the same number, which decides a race; no further service is needed.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pandas as pd
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from treasury.delta_log import open_table, options
from treasury.snapshot import arrow_table
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
        table = _table(path)
        if table is not None and not _free(table, holder, now):
            return False
        claim = 0 if table is None else table.version() + 1
        row = pd.DataFrame({"holder": [holder], "until": [pd.Timestamp(now + lasts)]})
        write_deltalake(
            table or path,
            arrow_table(row),
            mode="error" if table is None else "overwrite",
            storage_options=options(path) if table is None else None,
            # A retried creation would not look at the other's claim, and become a second commit beside it.
            commit_properties=CommitProperties(
                app_transactions=[Transaction(CLAIM, claim)], max_commit_retries=0 if table is None else None
            ),
        )
    except CommitFailedError:
        return False  # another holder was a moment earlier
    except (DeltaError, OSError) as failure:
        log.warning("no lease for %s: %s", job, failure)
        return False
    return True


def _table(path: str) -> DeltaTable | None:
    try:
        return open_table(path)
    except TableNotFoundError:
        return None


def _free(table: DeltaTable, holder: str, now: datetime) -> bool:
    rows = table.to_pyarrow_table().to_pylist()
    return not rows or rows[0]["holder"] == holder or rows[0]["until"] <= now
