"""Cells and rows of frames as JSON has them: days as ISO text, unknown as None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

PERCENT_DECIMALS = 4


def cell(value: Any, decimals: int | None = None) -> Any:
    """One value: a day as text, a number as float (rounded if asked), what is missing as None.

    >>> cell(pd.Timestamp("2026-09-10")), cell(float("nan")), cell(86.45, 1), cell("Bill")
    ('2026-09-10', None, 86.5, 'Bill')
    """
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if isinstance(value, bool | str):
        return value
    number = float(value)
    return number if decimals is None else round(number, decimals)


def rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a frame as dicts of these columns; percentages and ratios are rounded, amounts are not.

    >>> held = pd.DataFrame({"period": ["2026-07"], "net_usd": [1e9], "share_pct": [12.345678]})
    >>> rows(held, list(held.columns))
    [{'period': '2026-07', 'net_usd': 1000000000.0, 'share_pct': 12.3457}]
    """
    digits = {name: None if name.endswith("_usd") else PERCENT_DECIMALS for name in columns}
    cells = {name: [cell(value, digits[name]) for value in frame[name].astype(object)] for name in columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*cells.values(), strict=True)]
