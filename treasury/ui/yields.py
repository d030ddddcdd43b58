"""What the page "Yields" says and tabulates: headline, ranks, spreads, headings and notes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import units
from treasury.analytics import moves
from treasury.ui import tables

SERIES = {"Par curve": "par_yields", "Long history": "cmt_yields"}
SINCE = {
    "Whole series": None,
    "1990": date(1990, 1, 1),
    "2000": date(2000, 1, 1),
    "2008": date(2008, 1, 1),
    "2020": date(2020, 1, 1),
}
SPREADS = {"2s10s": ("2Y", "10Y"), "5s30s": ("5Y", "30Y"), "3m10y": ("3M", "10Y"), "10s30s": ("10Y", "30Y")}
FLIES = {"2s5s10s": ("2Y", "5Y", "10Y"), "5s10s30s": ("5Y", "10Y", "30Y")}

MOVES_LABELS = {
    "tenor": "Tenor",
    "date": "Last day",
    "last_pct": "Yield",
    "day_bp": "1 day",
    "week_bp": "1 week",
    "month_bp": "1 month",
    "year_to_date_bp": "Year to date",
    "day_percentile_pct": "1 day",
    "calendar_week_bp": "Calendar week",
    "calendar_week_percentile_pct": "Calendar week",
}
RANKS_LABELS = {
    "definition": "Definition",
    "moved_on": "Day",
    "value_bp": "Move",
    "rank": "Rank",
    "of": "Of",
    "ties": "Ties",
    "since": "Since",
    "largest_since": "Largest since",
    "history_from": "Series from",
}
DEFINITIONS = {"day": "Day", "calendar_week": "Calendar week", "rolling_five": "Rolling five days"}

NOTES = """
**Move**: difference of consecutive observations in basis points; missing when they are more than 7 calendar days apart.

**Percentile**: share of all moves of that tenor so far that are smaller or equal; 100 is the largest rise on record.

**2s10s** is the 10-year minus the 2-year; **2s5s10s** is twice the 5-year minus the 2-year and the 10-year.

Long ranges are drawn weekly or monthly with their extremes; the CSV holds every day.
"""
RANKS_NOTES = """
Rises are ranked among rises, falls among falls; rank 1 is the largest.

**Day**: from one observation to the next. **Calendar week**: last observation of an ISO week minus the last of the week
before. **Rolling five days**: minus the value five observations earlier.

**Largest since**: the latest earlier day with a move at least as large; empty where there is none in the series.
"""


def headline(table: pd.DataFrame) -> str:
    """The 10-year's level and moves, and the slope, from the moves table."""
    ten, two = table.loc["10Y"], table.loc["2Y"]
    slope = (ten["last_pct"] - two["last_pct"]) * 100
    return (
        f"The 10-year yields {units.percent(ten['last_pct'])}: {units.bp(ten['day_bp'])} on the day, "
        f"{units.bp(ten['week_bp'])} in a week, {units.bp(ten['year_to_date_bp'])} this year. "
        f"2s10s is {units.level_bp(slope)} ({units.day(ten['date'])})."
    )


def spreads(yields: pd.DataFrame) -> pd.DataFrame:
    """Every spread and butterfly of this page in basis points; dates as index."""
    made = {name: moves.spread_bp(yields, long, short) for name, (short, long) in SPREADS.items()}
    made |= {name: moves.butterfly_bp(yields, *points) for name, points in FLIES.items()}
    return pd.DataFrame(made)


def ranks(series: pd.Series, day: date, since: date | None) -> pd.DataFrame:
    """The rank of a day's move by each definition, one row each."""
    found = tables.from_rows(moves.ranks(series, day, since), {name: name for name in RANKS_LABELS})
    return found.replace({"definition": DEFINITIONS})


def rank_sentence(ranked: pd.DataFrame, tenor: str) -> str:
    """The first definition in words, for those who want the verdict only."""
    row = ranked.iloc[0]
    if units.is_missing(row["value_bp"]) or units.is_missing(row["rank"]):
        return f"No move of the {tenor} on this day."
    kind = "rise" if row["value_bp"] >= 0 else "fall"
    since = f", largest since {units.day(row['largest_since'])}" if not units.is_missing(row["largest_since"]) else ""
    return (
        f"{tenor} on {units.day(row['moved_on'])}: {units.bp(row['value_bp'])}, the {units.ordinal(row['rank'])} largest {kind} "
        f"among {units.count(row['of'])} daily moves since {units.day(row['since'])}{since}."
    )
