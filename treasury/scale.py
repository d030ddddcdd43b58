"""A slip of the unit: millions where dollars were published, basis points where percent were."""

from __future__ import annotations

import numpy as np
import pandas as pd

from treasury.dataset import NUMERIC, Dataset
from treasury.errors import SourceChanged

ALIKE = 50.0  # revisions of several figures are never this large; a hundred, percent for basis points, is larger
ALONE = 900.0  # nor that of one or two; a thousand is larger
SEVERAL = 3
NEXT = 1e5  # nor is a series from one day to the next, however uneven; a million is larger


def refuse_slip(held: pd.DataFrame, new: pd.DataFrame, dataset: Dataset) -> None:
    """Raises SourceChanged where figures read anew stand to those held as one unit to another.

    Compared are figures of the same row, by the median of their ratios, and amounts of a new row with those of the newest held
    row of the same series. Missing figures and zeros are not compared. Both frames conform to ``dataset``.
    """
    if held.empty or new.empty:
        return
    key = list(dataset.key)
    position = pd.MultiIndex.from_frame(held[key]).get_indexer(pd.MultiIndex.from_frame(new[key]))
    known = position >= 0
    for names in _alike(dataset):
        _compare(held.iloc[position[known]], new[known], names, dataset, alone=ALONE, several=ALIKE)
    for column in dataset.columns:
        if column.kind == "usd":
            before, after = _following(held, new[~known], dataset)
            _compare(before, after, [column.name], dataset, alone=NEXT, several=NEXT)


def _alike(dataset: Dataset) -> list[list[str]]:
    """Columns that have one unit and would slip together; others by themselves."""
    kinds = [[c.name for c in dataset.columns if c.kind == kind] for kind in ("percent", "usd")]
    others = [[c.name] for c in dataset.columns if c.kind in NUMERIC - {"percent", "usd"}]
    return [names for names in (*kinds, *others) if names]


def _following(held: pd.DataFrame, added: pd.DataFrame, dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """For each added row that has one: the newest held row of its series, which is the key without the day."""
    series = [name for name in dataset.key if name != dataset.date_column]
    if not series:
        return held.iloc[[-1] * len(added)], added
    newest = held.drop_duplicates(series, keep="last").reset_index(drop=True)
    position = pd.MultiIndex.from_frame(newest[series]).get_indexer(pd.MultiIndex.from_frame(added[series]))
    return newest.iloc[position[position >= 0]], added[position >= 0]


def _compare(
    before: pd.DataFrame, after: pd.DataFrame, names: list[str], dataset: Dataset, *, alone: float, several: float
) -> None:
    old, new = before[names].to_numpy(dtype="float64"), after[names].to_numpy(dtype="float64")
    usable = np.isfinite(old) & np.isfinite(new) & (old != 0) & (new != 0)
    if not usable.any():
        return
    limit = several if usable.sum() >= SEVERAL else alone
    middle = float(np.median(np.abs(new[usable] / old[usable])))
    if 1 / limit < middle < limit:
        return
    row, at = (int(found[0]) for found in np.nonzero(usable))
    others = int(usable.sum()) - 1
    where = " ".join(str(cell).removesuffix(" 00:00:00") for cell in after[list(dataset.key)].iloc[row])
    raise SourceChanged(
        dataset.publisher,
        dataset.id,
        f"column {names[at]!r}: {new[row, at]:g} for {where} where {old[row, at]:g} is held, and {others} more alike",
        "published in another unit?",
    )
