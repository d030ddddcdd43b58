"""Frames from values, and the rows of a frame that a range of days leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from treasury.analytics._series import Day


def from_rows(rows: Iterable[Any], columns: Mapping[str, str]) -> pd.DataFrame:
    """Dataclass values (or mappings) as a frame: attribute name -> column name, in this order; days as datetimes.

    >>> from_rows([{"day": date(2025, 4, 11), "rank": 1}], {"day": "moved_on", "rank": "rank"})
        moved_on  rank
    0 2025-04-11     1
    """

    def cell(row: Any, name: str) -> Any:
        return row.get(name) if isinstance(row, Mapping) else getattr(row, name)

    made = pd.DataFrame(
        [{column: cell(row, name) for name, column in columns.items()} for row in rows], columns=list(columns.values())
    )
    for name in made.columns:
        if made[name].map(lambda value: isinstance(value, date)).any():
            made[name] = made[name].astype("datetime64[us]")
    return made


def periods_meeting(frame: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """The rows whose period, from ``period_start`` to ``period_end``, has a day between two days, both included.

    >>> starts, ends = pd.to_datetime(["2025-01-01", "2025-04-01"]), pd.to_datetime(["2025-03-31", "2025-06-30"])
    >>> quarters = pd.DataFrame({"period": ["Q1", "Q2"], "period_start": starts, "period_end": ends})
    >>> periods_meeting(quarters, "2025-03-31", "2025-03-31")["period"].tolist()
    ['Q1']
    """
    met = (frame["period_end"] >= pd.Timestamp(start)) & (frame["period_start"] <= pd.Timestamp(end))
    return frame[met].reset_index(drop=True)


def days_between(frame: pd.DataFrame, column: str, start: Day, end: Day) -> pd.DataFrame:
    """The rows whose day in a column lies between two days, both included.

    >>> auctions = pd.DataFrame({"auction_date": pd.to_datetime(["2025-04-09", "2025-04-10"]), "cusip": ["a", "b"]})
    >>> days_between(auctions, "auction_date", "2025-04-10", "2025-04-30")["cusip"].tolist()
    ['b']
    """
    return frame[frame[column].between(pd.Timestamp(start), pd.Timestamp(end))]
