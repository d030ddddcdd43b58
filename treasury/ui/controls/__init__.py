"""Controls whose values live in the address, so that a link reopens the page as it was.

Streamlit drops what it cannot use from the address without a word. Each control here reads the raw value first: a wrong,
unknown, reversed or future one is corrected to the nearest that can be shown, and the page says so.
"""

from treasury.ui.controls.choosing import choice, described, entries, follows, listed, several, standing, tenors
from treasury.ui.controls.dates import DAILY_RANGES, PERIOD_RANGES, RANGES, DateRange, date_range, day, days
from treasury.ui.controls.figures import NUMBER_PX, number, optional_number, text, typed
from treasury.ui.controls.reading import MOST_DAYS, Bounds
from treasury.ui.controls.timeline import key_dates, key_dates_shown, marks

__all__ = [
    "DAILY_RANGES",
    "MOST_DAYS",
    "NUMBER_PX",
    "PERIOD_RANGES",
    "RANGES",
    "Bounds",
    "DateRange",
    "choice",
    "date_range",
    "day",
    "days",
    "described",
    "entries",
    "follows",
    "key_dates",
    "key_dates_shown",
    "listed",
    "marks",
    "number",
    "optional_number",
    "several",
    "standing",
    "tenors",
    "text",
    "typed",
]
