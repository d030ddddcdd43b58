"""The embedded snapshot: one Parquet file a dataset and a manifest, so that a fresh checkout opens with real figures.

`python -m treasury snapshot` writes it (treasury/snapshot_writer.py). A file whose bytes do not match the manifest's hash
is refused.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from treasury.arrow import read_parquet
from treasury.dataset import Dataset, Vintage
from treasury.errors import StoreError

MANIFEST = "manifest.json"


class Snapshot:
    """Reads a snapshot folder; the manifest is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the folder holds, by dataset id; empty where there is no snapshot."""
        path = self.folder / MANIFEST
        if not path.exists():
            return {}
        try:
            datasets: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["datasets"]
        except (OSError, ValueError, KeyError) as failure:
            raise StoreError(f"the snapshot's manifest cannot be read ({type(failure).__name__})") from failure
        return datasets

    def vintage(self, dataset: Dataset) -> Vintage | None:
        entry = self.manifest.get(dataset.id)
        return from_record(entry, dataset, f"snapshot-{entry['sha256'][:8]}") if entry else None

    def frame(self, dataset: Dataset) -> pd.DataFrame:
        """The rows. Raises StoreError when the file is missing or damaged."""
        entry = self.manifest[dataset.id]
        try:
            content = (self.folder / entry["file"]).read_bytes()
        except OSError as failure:
            raise StoreError(f"{entry['file']} is missing from the snapshot") from failure
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise StoreError(f"{entry['file']} is damaged (its hash is not the manifest's)")
        frame: pd.DataFrame = read_parquet(content).to_pandas()
        return frame


def to_record(vintage: Vintage) -> dict[str, Any]:
    """The vintage as JSON values, for the commit and the snapshot's manifest."""
    return {
        "rows": vintage.rows,
        "first": vintage.first.isoformat() if vintage.first else None,
        "last": vintage.last.isoformat() if vintage.last else None,
        "as_of": vintage.as_of.isoformat() if vintage.as_of else None,
        "retrieved_at": vintage.retrieved_at.isoformat(timespec="seconds") if vintage.retrieved_at else None,
        "origin": vintage.origin,
        "direct": vintage.direct,
        "caveats": vintage.caveats,
    }


def from_record(record: dict[str, Any], dataset: Dataset, version: str) -> Vintage:
    def day(name: str) -> date | None:
        return date.fromisoformat(record[name]) if record.get(name) else None

    retrieved = record.get("retrieved_at")
    return Vintage(
        dataset=dataset.id,
        version=version,
        as_of=day("as_of"),
        retrieved_at=datetime.fromisoformat(retrieved) if retrieved else None,
        origin=record["origin"],
        publisher_url=dataset.landing_page,
        rows=record["rows"],
        first=day("first"),
        last=day("last"),
        caveats=record.get("caveats", ""),
        direct=record.get("direct", True),
    )
