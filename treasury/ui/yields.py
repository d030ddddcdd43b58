"""What the page "Yields" says and tabulates: headline, ranks, spreads, headings and notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import pandas as pd

from treasury import units
from treasury.analytics import move_lists, moves
from treasury.calendar import business_days, next_business_day, previous_business_day
from treasury.language import N_, tr
from treasury.ui import recipe, words
from treasury.ui.cache import Loaded
from treasury.ui.recipe import Recipe

SERIES = {N_("Par curve"): "par_yields", N_("Long history"): "cmt_yields"}
OTHER = N_("Long history")  # where days are held that the par curve lacks
GAP_DAYS = 7  # as in the moves
PAUSES_SAID = 3
THEN_LINES = N_("The lines break there, and no move is taken across.")
SINCE = {
    N_("Whole series"): None,
    "1990": date(1990, 1, 1),
    "2000": date(2000, 1, 1),
    "2008": date(2008, 1, 1),
    "2020": date(2020, 1, 1),
}
TOPS = ("10", "25", "50")
DIRECTIONS: Mapping[str, Literal["rise", "fall"]] = {N_("Rises"): "rise", N_("Falls"): "fall"}

MOVES_LABELS = {
    "last_pct": N_("Yield"),
    "day_bp": N_("1 day"),
    "day_percentile_pct": N_("1 day"),
    "week_bp": N_("1 week"),
    "week_percentile_pct": N_("1 week"),
    "month_bp": N_("1 month"),
    "month_percentile_pct": N_("1 month"),
    "year_to_date_bp": N_("Year to date"),
    "year_to_date_percentile_pct": N_("Year to date"),
    "date": N_("Last day"),
}
SPREADS_LABELS = {
    "series": N_("Spread or butterfly"),
    "last_level_bp": N_("Level"),
    "day_bp": N_("1 day"),
    "week_bp": N_("1 week"),
    "month_bp": N_("1 month"),
    "year_to_date_bp": N_("Year to date"),
    "level_percentile_pct": N_("Level, ten years"),
    "date": N_("Last day"),
}
TOP_LABELS = {
    "rank": N_("Rank"),
    "moved_on": N_("Day"),
    "value_bp": N_("Move"),
    "from_pct": N_("From"),
    "to_pct": N_("To"),
    "key_date": N_("Key date"),
    "from_date": N_("Measured from"),
}
RANKS_LABELS = {
    "definition": N_("Definition"),
    "moved_on": N_("Day"),
    "value_bp": N_("Move"),
    "rank": N_("Rank"),
    "of": N_("Of"),
    "ties": N_("Ties"),
    "since": N_("Since"),
    "largest_since": N_("Largest since"),
    "history_from": N_("Series from"),
}
DEFINITIONS: Mapping[str, moves.Definition] = {name: key for key, name in move_lists.NAMES.items()}
# By direction and definition, within a sentence.
_KINDS: Mapping[tuple[str, str], str] = {
    ("rise", "day"): N_("rise by day"),
    ("rise", "calendar_week"): N_("rise by calendar week"),
    ("rise", "rolling_five"): N_("rise by rolling five days"),
    ("fall", "day"): N_("fall by day"),
    ("fall", "calendar_week"): N_("fall by calendar week"),
    ("fall", "rolling_five"): N_("fall by rolling five days"),
}

NOTES = N_("""
**Yields** are par yields at constant maturities, as published. A line breaks where no figure is held for more than a week.

Long ranges are drawn with fewer days, chosen so that shape, extremes and last day stay; the CSV holds every day.
""")
MOVES_NOTES = N_("""
**1 day**: minus the observation before. **1 week**: minus the last on or before 7 days earlier. **1 month**: minus the same day
of the month before. **Year to date**: minus 31 December. Missing where that observation is more than 7 days older.

**Percentile**: share of that tenor's changes over the same span up to the last day that are smaller or equal; 100 is the largest
rise on record, values near 0 the largest falls. The year to date is compared with the other years up to the same day of the
year; fewer than ten years give no percentile.

The CSV also holds the calendar week (last observation of the ISO week minus the last of the week before).
""")
SPREADS_NOTES = N_("""
**2s10s** is the 10-year minus the 2-year yield; **2s5s10s**, a butterfly, is twice the 5-year minus the 2-year and the 10-year:
positive when the middle yields more than its neighbours.

**Percentile**: share of the levels of the ten years up to the last day that are smaller or equal.
""")
RANKS_NOTES = N_("""
Rises are ranked among rises, falls among falls; rank 1 is the largest.

**Day**: from one observation to the next. **Calendar week**: last observation of an ISO week minus the last of the week
before. **Rolling five days**: minus the value five observations earlier.

**Largest since**: the latest earlier day with a move at least as large; empty where there is none in the series.
""")
TOP_NOTES = N_("""
**Rank**: 1 plus the number of moves strictly larger in that direction since the start; equal moves share the better rank.
**Measured from**: the observation at the start of the move. **Key date**: those within the move.

Days and calendar weeks do not overlap. Rolling fives do: one large day is part of five of them, so an upheaval fills the top of
the list with its neighbours.
""")


def headline(table: pd.DataFrame) -> str:
    """The 10-year's level and moves with the rarest percentile, and the slope, from the moves table."""
    ten, two = table.loc["10Y"], table.loc["2Y"]
    slope = (ten["last_pct"] - two["last_pct"]) * 100
    year = ten["year_to_date_percentile_pct"]
    rare = "" if units.is_missing(year) else tr(" ({rank} percentile of years)", rank=units.ordinal(year))
    return tr(
        "The 10-year stood at {level} on {day}: {day_move} on the day, {week_move} in a week, "
        "{year_move} in the year to date{rare}. 2s10s stood at {slope}.",
        level=units.percent(ten["last_pct"]),
        day=units.day(ten["date"]),
        day_move=units.bp(ten["day_bp"]),
        week_move=units.bp(ten["week_bp"]),
        year_move=units.bp(ten["year_to_date_bp"]),
        rare=rare,
        slope=units.level_bp(slope),
    )


def pauses(yields: pd.DataFrame, first: date, last: date) -> dict[tuple[pd.Timestamp, pd.Timestamp], list[str]]:
    """The pauses of more than a week between two days, by the observations around them: the tenors that pause."""
    found: dict[tuple[pd.Timestamp, pd.Timestamp], list[str]] = {}
    for tenor in yields:
        days = yields[tenor].dropna().loc[pd.Timestamp(first) : pd.Timestamp(last)].index
        for at in (days[1:] - days[:-1] > pd.Timedelta(days=GAP_DAYS)).nonzero()[0]:
            found.setdefault((days[at], days[at + 1]), []).append(str(tenor))
    return dict(sorted(found.items()))


def pauses_words(yields: pd.DataFrame, other: pd.DataFrame, first: date, last: date, then: str = THEN_LINES) -> str:
    """Which days of a range are not held, the latest few pauses, and which tenors the other series has there, with what
    follows from it; "" without any."""
    said = []
    for (before, after), tenors in list(pauses(yields, first, last).items())[-PAUSES_SAID:]:
        missing = business_days(next_business_day(before.date()), previous_business_day(after.date()))
        span = units.days(missing[0], missing[-1])
        there = other.loc[missing[0] : missing[-1], [tenor for tenor in tenors if tenor in other]]
        held = [str(tenor) for tenor in there if there[tenor].notna().any()]
        more = tr(" (“{other}” holds {held} there)", other=tr(OTHER), held=tr(", ").join(held)) if held else ""
        said.append(tr("{tenors} from {span}{more}", tenors=tr(", ").join(tenors), span=span, more=more))
    if not said:
        return ""
    return tr("Not held: {said}. {then}", said=tr("; ").join(said), then=tr(then))


def title(shown: pd.DataFrame) -> str:
    """Where the 10-year, or the first line drawn, ended, and its change over the range."""
    name = "10Y" if "10Y" in shown else str(shown.columns[0])
    return words.rate_moved(name, shown[name])


def largest(loaded: Loaded, tenor: str, definition: str, direction: str, since: str, count: int) -> Recipe:
    """The largest moves of one tenor with the key dates that lie within each; the choices as the page names them."""
    found = recipe.call(
        moves.largest, recipe.of(loaded)[tenor], DEFINITIONS[definition], DIRECTIONS[direction], SINCE[since], count
    )
    return recipe.call(move_lists.with_key_dates, found, recipe.key_dates())[list(TOP_LABELS)]


def largest_words(table: pd.DataFrame, tenor: str, definition: str, direction: str, since: str) -> str:
    """The first of the list in words."""
    kind = tr(_KINDS[DIRECTIONS[direction], DEFINITIONS[definition]])
    start = tr("in the whole series") if SINCE[since] is None else tr("since {year}", year=since)
    if table.empty:
        return tr("{tenor}: no {kind} {start}.", tenor=tenor, kind=kind, start=start)
    first = table.iloc[0]
    return tr(
        "{tenor}, largest {kind} {start}: {move} up to {day}, from {before} to {after}.",
        tenor=tenor,
        kind=kind,
        start=start,
        move=units.bp(first["value_bp"]),
        day=units.day(first["moved_on"]),
        before=units.percent(first["from_pct"]),
        after=units.percent(first["to_pct"]),
    )


def rank_sentence(ranked: pd.DataFrame, tenor: str) -> str:
    """The first definition in words, for those who want the verdict only."""
    row = ranked.iloc[0]
    if units.is_missing(row["value_bp"]) or units.is_missing(row["rank"]):
        return tr("No move of the {tenor} on this day.", tenor=tenor)
    earlier = row["largest_since"]
    return tr(
        "{tenor} on {day}: {move}, the {rank} largest {kind} among {count} daily moves since {start}{earlier}.",
        tenor=tenor,
        day=units.day(row["moved_on"]),
        move=units.bp(row["value_bp"]),
        rank=units.ordinal(row["rank"]),
        kind=tr("rise") if row["value_bp"] >= 0 else tr("fall"),
        count=units.count(row["of"]),
        start=units.day(row["since"]),
        earlier="" if units.is_missing(earlier) else tr(", largest since {day}", day=units.day(earlier)),
    )
