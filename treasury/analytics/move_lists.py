"""Ranks and largest moves as tables: every definition side by side, and the key dates that lie within a move."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from treasury.analytics import moves
from treasury.analytics._series import Day
from treasury.analytics.rows import from_rows
from treasury.language import N_

COLUMNS = ("definition", "moved_on", "value_bp", "rank", "of", "ties", "since", "largest_since", "history_from")
NAMES: Mapping[moves.Definition, str] = {
    "day": N_("Day"),
    "calendar_week": N_("Calendar week"),
    "rolling_five": N_("Rolling five days"),
}


def ranked(series: pd.Series, date: Day, since: Day | None = None) -> pd.DataFrame:
    """The rank of one day's move by each definition, one row each.

    In: percent, dates as index. Out: the fields of `moves.Rank` that differ by definition; the definition in words.

    Reference: "Engineering Statistics Handbook, 1.3.5.17 and 2.6: order statistics and ranks", NIST/SEMATECH.

    By hand: 14 bp on Monday is the only daily move and the only week's; five observations earlier there is nothing.

    >>> days = pd.to_datetime(["2025-04-04", "2025-04-07"])
    >>> ranked(pd.Series([4.01, 4.15], index=days), "2025-04-07")[["definition", "value_bp"]].values.tolist()
    [['Day', 14.0], ['Calendar week', 14.0], ['Rolling five days', nan]]
    """
    found = from_rows(moves.ranks(series, date, since), {name: name for name in COLUMNS})
    return found.replace({"definition": dict(NAMES)})


def with_key_dates(table: pd.DataFrame, key_dates: pd.DataFrame) -> pd.DataFrame:
    """The table of `moves.largest` with ``key_date``: the labels of the key dates within each move, "" where there is none.

    In: the table, and key dates with ``date`` and ``label``. A day lies within a move when it comes after the observation at
    the start and not after the one at the end.

    Reference: data/reference/key_dates.csv, each line with its source.

    By hand: the move from Friday the 4th to Friday the 11th holds Wednesday the 9th, and not the 4th itself.

    >>> table = pd.DataFrame({"from_date": pd.to_datetime(["2025-04-04"]), "moved_on": pd.to_datetime(["2025-04-11"])})
    >>> listed = pd.DataFrame({"date": pd.to_datetime(["2025-04-04", "2025-04-09"]), "label": ["Start", "Tariff pause"]})
    >>> with_key_dates(table, listed)["key_date"].tolist()
    ['Tariff pause']
    """
    spans = zip(table["from_date"], table["moved_on"], strict=True)
    within = ["; ".join(key_dates.loc[key_dates["date"].gt(start) & key_dates["date"].le(end), "label"]) for start, end in spans]
    return table.assign(key_date=pd.Series(within, index=table.index, dtype="str"))
