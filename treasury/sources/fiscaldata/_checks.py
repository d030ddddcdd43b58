"""How an identity of published figures is judged, and how a broken one is told."""

import pandas as pd

from treasury.dataset import Check
from treasury.language import tr


def identity(name: str, gap: pd.Series, tolerance: float, unit: str = "USD") -> Check:
    """Whether ``gap`` (left side minus right side, indexed by the row's key) stays within the tolerance.

    Missing gaps are not judged. A broken identity says in how many rows, names the first, and gives the largest gap.
    """
    judged = gap.abs().dropna()
    off = judged[judged > tolerance]
    named = ""
    if len(off):
        named = tr("; first {row}, largest gap {gap:,.2f} {unit}", row=_words(off.index[0]), gap=off.max(), unit=tr(unit))
    detail = tr("{count:,} of {total:,} rows differ{named}", count=len(off), total=len(judged), named=named)
    return Check(name, off.empty, detail)


def _words(key: object) -> str:
    cells = key if isinstance(key, tuple) else (key,)
    return " ".join(str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell) for cell in cells)
