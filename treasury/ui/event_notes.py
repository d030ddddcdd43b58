"""Headings of the tables of an event, and its definitions in words."""

from __future__ import annotations

from treasury.analytics import event_study

# Columns and headings of the tables.
REACTIONS = {session: f"session_{session}_bp" for session in event_study.SESSIONS}
CHANGES = {session: f"session_{session}_change" for session in event_study.SESSIONS}
HEADINGS = {column: str(session) for made in (REACTIONS, CHANGES) for session, column in made.items()}
HEADINGS |= {"tenor": "Session", "name": "Session", "unit": "Unit"}
RANKS = {"definition": "Definition", "since": "Ranked since", "moved_on": "Day", "value_bp": "Move", "rank": "Rank", "of": "Of"}
RANKS |= {"ties": "Ties", "largest_since": "Largest since", "series": "Series", "history_from": "Series from"}
DEFINITIONS = {"day": "Day", "calendar_week": "Calendar week", "rolling_five": "Rolling five"}
PLACEBO = {"change_bp": "Reaction", "change_percentile_pct": "Reaction", "share_at_least_pct": "At least as large"}
PLACEBO |= {"of": "Other dates"}
BESIDE = {"date": "Day", "kind": "Kind", "label": "What"}
KINDS = {"key_date": "Key date", "fomc": "FOMC", "auction": "Auction", "buyback": "Buyback"}

NOTES = """
**Reaction**: the value at session 0, 1, 2, 5, 10, 20 minus the last value before the day, in basis points. **Session 0** is the
first observation on or after the day; sessions count the observations of each series. Par yields are taken in the afternoon, so
session 0 holds the whole day, also what came before the event. A figure is missing where the series ends, begins or pauses
for more than 7 calendar days in between; nothing is filled in.
"""
PARTS_NOTES = """
**Nominal = real + breakeven**: par yield, TIPS par yield, and their difference as FRED publishes it. **ACM**: the New York Fed's
fitted yield is the expected path of the short rate plus the term premium. **Kim-Wright**: the Federal Reserve Board publishes the
premium; the rest of the par yield's change is its expected path and what the model does not fit. Two models, two answers:
neither premium is observed.
"""
ASSET_NOTES = """
Rates in basis points, indices in percent of their last value before the day, stress and VIX in points, each over its own
sessions. **Dollar**: the Federal Reserve's broad index; up is a stronger dollar. **Financial stress**: the OFR's index, zero is
normal; its parts for equity valuation and volatility are parts of that index, not the S&P 500 or the VIX.
"""
RANK_NOTES = """
Rises are ranked among rises, falls among falls; rank 1 is the largest. **Day**: from one observation to the next. **Calendar
week**: last observation of the ISO week of that session minus the last of the week before. **Rolling five**: minus the value
five observations earlier. **Largest since**: the latest earlier day with a move at least as large; empty where there is none.
"""
PLACEBO_NOTES = """
The same difference, taken around every other date of the history chosen. **Percentile**: share of those dates with a change
smaller or equal; 100 is the largest rise. **At least as large**: share with a change at least as large in the same direction.
"""
BESIDE_NOTES = """
Key dates, FOMC statements, auctions of 2 years and more and buybacks within two business days of session 0. A reaction cannot be
put down to the event alone while these stand beside it. Key dates that share the day are listed together.
"""
