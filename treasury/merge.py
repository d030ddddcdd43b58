"""Putting newly read rows over the ones held, and counting what that changed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from treasury.dataset import NUMERIC, Dataset

SAME_WITHIN = 1e-9  # a figure that differs by less, relative to its size, is the same figure written differently


@dataclass(frozen=True)
class Merged:
    """The rows to hold from now on; how many of them are new, differ from before, are as before."""

    frame: pd.DataFrame
    added: int
    revised: int
    unchanged: int
    withdrawn: int  # held rows that the publisher did not send: kept, or dropped where new rows or plans replace them
    only_added: bool  # the rows held come first, unchanged, and the new ones follow
    changed: bool


def merge(
    held: pd.DataFrame | None, new: pd.DataFrame, dataset: Dataset, *, replace: bool = False, today: date | None = None
) -> Merged:
    """New rows win over held rows of the same key; held rows that the publisher no longer sends stay.

    With ``replace`` they go instead (the new rows are the whole, official dataset). Of a dataset that `replaces_ahead`, rows
    after ``today`` go too: they were plans, and the plan has changed. Both frames conform to ``dataset``.
    """
    if held is None or held.empty:
        return Merged(new, len(new), 0, 0, 0, only_added=True, changed=True)
    key = list(dataset.key)
    if dataset.replaces_ahead and today and not replace:
        return _planned(held, new, dataset, today)
    old_index, new_index = pd.MultiIndex.from_frame(held[key]), pd.MultiIndex.from_frame(new[key])
    position = old_index.get_indexer(new_index)
    known = position >= 0
    differs = np.zeros(len(new), dtype=bool)
    differs[known] = _differ(held.iloc[position[known]], new[known], dataset)
    untouched = np.ones(len(held), dtype=bool)
    untouched[position[known]] = False
    added, revised, withdrawn = int((~known).sum()), int(differs.sum()), int(untouched.sum())
    changed = bool(added or revised)
    if replace:
        same = len(new) - added - revised
        return Merged(new, added, revised, same, withdrawn, only_added=False, changed=changed or withdrawn > 0)
    fresh = new[~known | differs]
    stays = np.ones(len(held), dtype=bool)
    stays[position[differs]] = False
    frame = pd.concat([held[stays], fresh], ignore_index=True).sort_values(dataset.order, kind="stable", ignore_index=True)
    at_the_end = not revised and (not added or _follows(held, fresh, dataset))
    return Merged(frame, added, revised, len(frame) - added - revised, withdrawn, only_added=at_the_end, changed=changed)


def _planned(held: pd.DataFrame, new: pd.DataFrame, dataset: Dataset, today: date) -> Merged:
    """`merge` where rows that lie ahead are plans: those no longer published are dropped before."""
    ahead = held[dataset.date_column] > pd.Timestamp(today)
    sent = pd.MultiIndex.from_frame(held[list(dataset.key)]).isin(pd.MultiIndex.from_frame(new[list(dataset.key)]))
    dropped = ahead.to_numpy() & ~sent
    made = merge(held[~dropped].reset_index(drop=True), new, dataset)
    return dataclasses.replace(
        made,
        withdrawn=made.withdrawn + int(dropped.sum()),
        only_added=made.only_added and not dropped.any(),
        changed=made.changed or bool(dropped.any()),
    )


def _follows(held: pd.DataFrame, fresh: pd.DataFrame, dataset: Dataset) -> bool:
    """Whether every fresh row comes after every held one in the dataset's order."""
    days = dataset.date_column
    return bool(fresh[days].min() > held[days].max())


def _differ(old: pd.DataFrame, new: pd.DataFrame, dataset: Dataset) -> np.ndarray:
    """Row by row, whether any figure or text differs; missing equals missing."""
    result = np.zeros(len(new), dtype=bool)
    for column in dataset.columns:
        a, b = old[column.name].to_numpy(), new[column.name].to_numpy()
        if column.kind in NUMERIC:
            result |= ~np.isclose(a.astype(float), b.astype(float), rtol=SAME_WITHIN, atol=1e-12, equal_nan=True)
        else:
            missing_a, missing_b = pd.isna(a), pd.isna(b)
            result |= (missing_a != missing_b) | (~missing_a & ~missing_b & (a != b))
    return result
