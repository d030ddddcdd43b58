"""Writing the embedded snapshot from the store, with the caveats that a reader of it must know.

File names carry the hash of their bytes and the manifest is replaced last, in one step: a writer killed at any moment
leaves the old snapshot whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from treasury.arrow import arrow_table
from treasury.dataset import Dataset, Vintage
from treasury.errors import BadReference, NothingStored, StoreError
from treasury.settings import ROOT
from treasury.snapshot import MANIFEST, to_record
from treasury.sources import BY_ID, CATALOG
from treasury.store import Store

CAVEATS = ROOT / "data" / "reference" / "snapshot_caveats.toml"


@dataclass(frozen=True)
class Written:
    """What `write` did; `left_out` names each dataset that is not in the snapshot, with the reason."""

    datasets: int
    size: int
    folder: Path
    left_out: tuple[str, ...]


def write(store: Store) -> Written:
    """Rewrites the snapshot folder from the newest versions of every dataset whose licence allows it.

    Rows that did not come straight from the publisher carry the caveats reviewed in snapshot_caveats.toml.
    """
    caveats, parts, left_out = read_caveats(), [], []
    for dataset in CATALOG:
        if not dataset.in_snapshot:
            left_out.append(f"{dataset.id}: {dataset.licence}")
            continue
        try:
            held = store.read(dataset)
        except NothingStored as nothing:
            left_out.append(str(nothing))
            continue
        known = "" if held.vintage.direct else caveats.get(dataset.id, "")
        parts.append((dataset, held.frame, replace(held.vintage, caveats=held.vintage.caveats or known)))
    size = write_files(store.snapshot.folder, parts)
    return Written(len(parts), size, store.snapshot.folder, tuple(left_out))


def read_caveats(path: Path = CAVEATS) -> dict[str, str]:
    """What is inferred, approximate or partial in figures not read from the publisher itself, by dataset id."""
    try:
        caveats = tomllib.loads(path.read_text(encoding="utf-8"))["caveats"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as failure:
        raise BadReference(f"{path.name}: cannot be read ({failure})") from failure
    if unknown := [name for name in caveats if name not in BY_ID]:
        raise BadReference(f"{path.name}: {unknown[0]!r} is no dataset")
    return {str(name): str(text) for name, text in caveats.items()}


def write_files(folder: Path, parts: list[tuple[Dataset, pd.DataFrame, Vintage]]) -> int:
    """Writes the frames, then their manifest, then removes what it does not name. Returns the size in bytes.

    Raises StoreError where the folder cannot be written; what was there before stays whole.
    """
    try:
        return _write_files(folder, parts)
    except OSError as failure:
        raise StoreError(f"the snapshot at {folder} cannot be written ({failure.strerror}); the one before stays") from failure


def _write_files(folder: Path, parts: list[tuple[Dataset, pd.DataFrame, Vintage]]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    entries: dict[str, Any] = {}
    size = 0
    for dataset, frame, vintage in parts:
        table = arrow_table(frame)
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd", compression_level=19)
        content = buffer.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        name = f"{dataset.id}-{digest[:8]}.parquet"
        _replace(folder / name, content)
        size += len(content)
        record = to_record(replace(vintage, origin="snapshot"))
        entries[dataset.id] = {
            "file": name,
            "sha256": digest,
            "publisher": dataset.publisher,
            "source": dataset.landing_page,
        } | record
    manifest = json.dumps({"format": 1, "datasets": entries}, indent=1, sort_keys=True) + "\n"
    _replace(folder / MANIFEST, manifest.encode())
    named = {entry["file"] for entry in entries.values()} | {MANIFEST}
    for path in folder.iterdir():
        if path.suffix in (".parquet", ".tmp") and path.name not in named:
            path.unlink()
    return size + len(manifest)


def _replace(path: Path, content: bytes) -> None:
    """Writes a file in one step: it is there whole, or not."""
    part = path.with_suffix(".tmp")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
