"""What the store asks of a table's transaction log beyond reading and writing it: how long it waits for a place to answer, the
numbers of versions, a commit that survives a power cut, and the removal of a last entry that did not.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from deltalake import DeltaTable

log = logging.getLogger(__name__)

RECORD = "treasury"  # our key in a commit's metadata
DAMAGED = ".damaged"
# Of an object store that does not answer. Pages show what is in memory meanwhile, so it is better not to insist.
REMOTE = {"max_retries": "3", "retry_timeout": "20s", "connect_timeout": "5s", "timeout": "30s"}
ASK_AGAIN_SECONDS = 30.0
RECENT = 8  # commits that are looked at first: nearly always the newest is wanted


_silent: dict[str, float] = {}  # a bucket that did not answer, and until when it is not asked again


def options(path: str) -> dict[str, str] | None:
    """How patiently a place is asked; nothing to say for a folder."""
    return None if path.startswith("file://") or "://" not in path else REMOTE  # tables give their own place as file://


def open_table(path: str, version: int | None = None) -> DeltaTable:
    """A table. Raises TableNotFoundError, DeltaError or OSError; the last at once where the bucket failed to answer just now."""
    bucket = "/".join(path.split("/")[:3]) if "://" in path else ""
    if time.monotonic() < _silent.get(bucket, 0.0):
        raise OSError(f"{bucket} did not answer a moment ago")
    try:
        return DeltaTable(path, version=version, storage_options=options(path))
    except OSError:
        if bucket:
            _silent[bucket] = time.monotonic() + ASK_AGAIN_SECONDS
        raise


def published(table: DeltaTable) -> Iterator[tuple[int, str]]:
    """Number and record of every version that a publish made, newest first; the whole log is read only as far as it is asked for.

    A publish notes its own number. Of those made before it did, the number is counted up from the oldest commit, since all of
    them are kept: deltalake counts down from the version that it has loaded, and is one off when another writer commits while
    it lists.
    """
    recent = [json.loads(entry[RECORD]) | {RECORD: entry[RECORD]} for entry in table.history(RECENT) if RECORD in entry]
    if not all("number" in record for record in recent):
        yield from _counted(table)
        return
    yield from ((record["number"], record[RECORD]) for record in recent)
    last = recent[-1]["number"] if recent else table.version() + 1
    if last > 0:
        yield from ((number, record) for number, record in _counted(table) if number < last)


def _counted(table: DeltaTable) -> list[tuple[int, str]]:
    commits = table.history()
    counted = [(len(commits) - 1 - at, entry[RECORD]) for at, entry in enumerate(commits) if RECORD in entry]
    # A count is too low where an entry was lost to a power cut.
    return [(max(number, json.loads(record).get("number", 0)), record) for number, record in counted]


def keep(table: DeltaTable | str) -> None:
    """Waits until the newest version of a local table is on the disk: its files, its log entry, and their folders."""
    table = open_table(table) if isinstance(table, str) else table
    table.update_incremental()
    folder = Path(table.table_uri.removeprefix("file://"))
    entry = folder / "_delta_log" / f"{table.version():020}.json"
    if not entry.exists():
        return
    added = [line["add"]["path"] for line in map(json.loads, entry.read_text().splitlines()) if "add" in line]
    for path in (*(folder / name for name in added), folder, entry, entry.parent):
        _sync(path)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def set_damaged_end_aside(folder: Path) -> bool:
    """Renames the last entry of a local log where it is empty or cut, so that the version before is the newest again."""
    entries = sorted((folder / "_delta_log").glob("*.json"))
    if not entries or _is_whole(entries[-1]):
        return False
    log.warning("%s is damaged: set aside, the version before it is the newest again", entries[-1])
    entries[-1].rename(entries[-1].with_suffix(DAMAGED))
    return True


def _is_whole(entry: Path) -> bool:
    try:
        lines = entry.read_text(encoding="utf-8").splitlines()
        return bool([json.loads(line) for line in lines if line.strip()])
    except ValueError:
        return False
