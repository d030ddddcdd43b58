"""Reading Parquet and Delta: what is read, and that a process which ends right afterwards ends well."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from treasury.arrow import arrow_table, read_delta, read_parquet

ROOT = Path(__file__).parents[1]
CHILDREN = 16  # of those that read through Python's own files, one in six was aborted


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def test_a_table_comes_back_from_parquet() -> None:
    held = pa.table({"day": ["2025-04-09", None], "rate": [4.34, 4.4]})
    assert read_parquet(parquet(held)).equals(held)


@pytest.mark.parametrize("content", [b"", b"no table", parquet(pa.table({"a": [1.0]}))[:-9]])
def test_what_is_no_parquet_is_said(content: bytes) -> None:
    with pytest.raises((ValueError, OSError)):
        read_parquet(content)


def test_rows_of_all_files_with_a_column_that_came_later(tmp_path: Path) -> None:
    place = str(tmp_path / "table")
    write_deltalake(place, arrow_table(pd.DataFrame({"row": [0, 1], "rate": [4.0, 4.1]})))
    write_deltalake(
        place, arrow_table(pd.DataFrame({"row": [2], "rate": [4.2], "note": ["new"]})), mode="append", schema_mode="merge"
    )
    found = read_delta(DeltaTable(place)).to_pandas().sort_values("row", ignore_index=True)
    assert found["rate"].tolist() == [4.0, 4.1, 4.2]
    assert found["note"].isna().tolist() == [True, True, False]
    assert read_delta(DeltaTable(place, version=0)).to_pydict() == {"row": [0, 1], "rate": [4.0, 4.1]}


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    DeltaTable.create(str(tmp_path / "table"), arrow_table(pd.DataFrame({"row": [1], "name": ["a"]})).schema)
    found = read_delta(DeltaTable(str(tmp_path / "table")))
    assert (found.num_rows, found.column_names) == (0, ["row", "name"])


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    place = tmp_path / "table"
    write_deltalake(str(place), arrow_table(pd.DataFrame({"row": [1]})))
    next(place.glob("*.parquet")).unlink()
    with pytest.raises(OSError, match="parquet"):
        read_delta(DeltaTable(str(place)))


READ_AND_END = """
import sys
from pathlib import Path
from deltalake import DeltaTable
from treasury.arrow import read_delta, read_parquet
table = DeltaTable(sys.argv[1])
read_delta(table)
read_parquet(Path(table.file_uris()[0]).read_bytes())
"""


def test_a_process_that_ends_right_after_reading_ends_well(tmp_path: Path) -> None:
    place = str(tmp_path / "table")
    for _ in range(6):
        write_deltalake(place, arrow_table(pd.DataFrame(np.ones((3_000, 10))).add_prefix("c")), mode="append")

    def end(_: int) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", READ_AND_END, place], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stderr

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(end, range(CHILDREN))) == {(0, "")}
