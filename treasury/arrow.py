"""Frames as Arrow tables, and what Parquet holds, read into memory that is Arrow's alone.

Arrow reads with threads of its own, and one of them may let go of a file last. Where that file is an object of Python (as
those of `DeltaTable.to_pyarrow_table` are, and of `io.BytesIO`) it needs the interpreter to do so, and a command that just
then ends is aborted. Bytes that were copied into Arrow's memory need nobody.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.fs import DeltaStorageHandler

from treasury.delta_log import options

AT_ONCE = 8  # files of a table that are fetched side by side


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """The frame as it is written, to the store and the snapshot: without an index and without pandas' own metadata."""
    # In one piece: the pieces that joined frames consist of are written side by side, in any order.
    return pa.Table.from_pandas(frame, preserve_index=False).combine_chunks().replace_schema_metadata(None)


def read_parquet(content: bytes) -> pa.Table:
    """The table that a Parquet file holds. Raises ValueError (pyarrow's ArrowInvalid) or OSError where it is none."""
    own = pa.allocate_buffer(len(content))
    np.frombuffer(own, dtype="u1")[:] = np.frombuffer(content, dtype="u1")
    return pq.read_table(pa.BufferReader(own))


def read_delta(table: DeltaTable) -> pa.Table:
    """The rows of a Delta table, file by file in the order of the log; a column that a file does not have yet is missing there.

    Raises DeltaError, OSError or ValueError where a file is missing or damaged.
    """
    schema = pa.schema(table.schema().to_arrow())
    place = DeltaStorageHandler(table.table_uri, options(table.table_uri))

    def rows(name: str) -> pa.Table:
        with place.open_input_file(name) as file:
            part = read_parquet(file.read())
        held = set(part.column_names)
        columns = [part[f.name].cast(f.type) if f.name in held else pa.nulls(len(part), f.type) for f in schema]
        return pa.table(columns, schema=schema)

    names = [uri.rsplit("/", 1)[-1] for uri in table.file_uris()]  # no table of ours is partitioned
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return pa.concat_tables([schema.empty_table(), *threads.map(rows, names)])
