"""How an identity of published figures is judged, and how a broken one is told."""

import pandas as pd

from treasury.dataset import Check


def identity(name: str, gap: pd.Series, tolerance: float, unit: str = "USD") -> Check:
    """Whether ``gap`` (left side minus right side, indexed by the row's key) stays within the tolerance.

    Missing gaps are not judged. A broken identity says in how many rows, names the first, and gives the largest gap.
    """
    judged = gap.abs().dropna()
    off = judged[judged > tolerance]
    detail = f"{len(off):,} of {len(judged):,} rows differ"
    if len(off):
        detail += f"; first {_words(off.index[0])}, largest gap {off.max():,.2f} {unit}"
    return Check(name, off.empty, detail)


def _words(key: object) -> str:
    cells = key if isinstance(key, tuple) else (key,)
    return " ".join(str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell) for cell in cells)
