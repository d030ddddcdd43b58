"""Trimmed answers of Fiscal Data, and a way to make an answer from rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from treasury.http import Body
from treasury.sources.fiscaldata._client import Pages

PAYLOADS = Path(__file__).parents[2] / "publishers" / "payloads" / "fiscaldata"
Row = dict[str, Any]


@pytest.fixture
def published() -> Callable[[str], list[Row]]:
    """The rows of a table's trimmed answer, free to be changed."""

    def read(table: str) -> list[Row]:
        rows: list[Row] = json.loads((PAYLOADS / f"{table}.json").read_bytes())["data"]
        return rows

    return read


@pytest.fixture
def answer() -> Callable[..., Pages]:
    """An answer of one page with these rows; without rows the columns stand in the metadata only."""

    def make(rows: list[Row], fields: list[str] | None = None) -> Pages:
        names = fields or list(rows[0])
        meta = {"count": len(rows), "labels": dict.fromkeys(names, ""), "total-count": len(rows), "total-pages": 1}
        return (Body("", json.dumps({"data": rows, "meta": meta, "links": {}}).encode()),)

    return make
