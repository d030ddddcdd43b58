"""A short number for the cells of each column, by which damage to stored figures is noticed.

A flipped byte in a Parquet file often still decodes, to another figure. The store notes the numbers with each version and
compares them when the version is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

_MISSING, _END = "\x01", "\x00"


def columns(frame: pd.DataFrame) -> dict[str, str]:
    """By column, eight hexadecimal digits (CRC-32) over its cells in their order. Every way of writing "missing" is the same.

    >>> columns(pd.DataFrame({"10Y": [4.01, None]})) == columns(pd.DataFrame({"10Y": [4.01, float("nan")]}))
    True
    """
    return {str(name): f"{zlib.crc32(_bytes(frame[name])):08x}" for name in frame.columns}


def damaged(frame: pd.DataFrame, noted: Mapping[str, str]) -> str:
    """The first column whose cells are not those that were noted; "" where all are. Columns without a note are not judged."""
    found = columns(frame[[name for name in frame.columns if name in noted]])
    return next((name for name, number in found.items() if number != noted[name]), "")


def _bytes(cells: pd.Series) -> bytes:
    if pd.api.types.is_float_dtype(cells):
        values = cells.to_numpy(dtype="float64") + 0.0  # minus zero is zero
        return bytes(np.where(np.isnan(values), np.nan, values).tobytes())
    if pd.api.types.is_datetime64_any_dtype(cells):
        return bytes(cells.to_numpy().astype("datetime64[us]").tobytes())
    texts: list[str] = cells.fillna(_MISSING).tolist()
    return _END.join(texts).encode("utf-8", "surrogatepass")
