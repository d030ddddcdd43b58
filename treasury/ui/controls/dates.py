"""Controls that choose a day, several days or a range of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.language import N_, tr
from treasury.ui import address
from treasury.ui.controls.adding import added
from treasury.ui.controls.reading import MANY, MOST_DAYS, as_day, as_days, one
from treasury.ui.controls.taking import WORDS, begin, bound, keep_valid, settle, settle_choice, write

RANGE_PX = 530  # the segments in one line; on a narrower screen they wrap
RANGES: Mapping[str, pd.DateOffset | None] = {
    "1M": pd.DateOffset(months=1),
    "3M": pd.DateOffset(months=3),
    "6M": pd.DateOffset(months=6),
    "YTD": None,
    "1Y": pd.DateOffset(years=1),
    "2Y": pd.DateOffset(years=2),
    "3Y": pd.DateOffset(years=3),
    "5Y": pd.DateOffset(years=5),
    "10Y": pd.DateOffset(years=10),
    N_("All"): None,
    N_("Custom"): None,
}
DAILY_RANGES = tuple(label for label in RANGES if label != "3Y")
PERIOD_RANGES = ("1Y", "2Y", "3Y", "5Y", "10Y", "All", "Custom")  # for figures by month, quarter or year


@dataclass(frozen=True)
class DateRange:
    """Days shown, both inclusive; ``label`` is the choice that was made ("1Y", "Custom" …)."""

    start: date
    end: date
    label: str

    @property
    def words(self) -> str:
        return units.days(self.start, self.end)

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of the range; dates as index."""
        return frame.loc[pd.Timestamp(self.start) : pd.Timestamp(self.end)]


def day(label: str, *, key: str, default: date, first: date, last: date, help: str | None = None) -> date:
    """One day between two others; a day outside is moved to the nearest, a text that is no day to the default."""
    default = min(max(default, first), last)
    begin(key, lambda raw: as_day(raw[0], default, first, last, label))
    keep_valid(key, lambda value: min(max(value, first), last) if isinstance(value, date) else default)
    made = st.date_input(
        label, value=default, min_value=first, max_value=last, key=key, format="YYYY-MM-DD", bind="query-params", help=help
    )
    value = made if isinstance(made, date) else default
    settle(key, value, [value.isoformat()] if value != default else [])
    return value


def days(
    label: str, held: pd.DatetimeIndex, *, key: str, default: Sequence[date], offered: Sequence[date], help: str | None = None
) -> list[date]:
    """Up to six days on which there is a figure, ascending: picked, or typed as YYYY-MM-DD; in the address as ?days=… once a day
    (or with commas between). One without a figure is moved to the last before it that has one; with none, the defaults show.

    ``held`` are the days with a figure, ``offered`` those in the list (newest first), beside the defaults.
    """
    start = [day.isoformat() for day in sorted(set(default))]
    instead = ", ".join(units.day(day) for day in sorted(set(default)))

    def mended(values: Sequence[str]) -> list[str]:
        pieces = [piece for text in values[:MANY] for piece in text[:1000].split(",") if piece.strip()][:MANY]
        found, words = as_days(pieces, held)
        if pieces and not found:
            found, words = start, [*words, tr("Showing {days}.", days=instead)]
        if words:
            st.session_state.setdefault(WORDS, {})[key] = (found, f"{label}: {' '.join(words)}")
        return found

    listed = sorted({*start, *(day.isoformat() for day in offered)}, reverse=True)
    made = added(
        label,
        listed,
        key=key,
        default=start,
        mend=mended,
        most=MOST_DAYS,
        instead=instead,
        placeholder="YYYY-MM-DD",
        help=help,
    )
    in_address = made if made != start else []
    write(key, in_address)
    settle(key, made, in_address)
    return [date.fromisoformat(text) for text in made or start]


def date_range(
    first: date, last: date, *, default: str = "2Y", key: str = "range", options: Sequence[str] = DAILY_RANGES
) -> DateRange:
    """A range that ends at the last figure, or two days of one's own (?range=Custom&start=…&end=…; either may be left out).

    A link with a start or an end needs no range=Custom. Reversed days are swapped.
    """
    with st.container(width=RANGE_PX):  # what is said about a correction stays with its control
        label = _range_label(key, default, options)
        if label != "Custom":
            address.record("start", [])
            address.record("end", [])
            return DateRange(max(start_of(label, first, last), first), last, label)
        with st.container(horizontal=True):
            start = _open_day(tr("Start"), "start", first, last) or first
            end = _open_day(tr("End"), "end", first, last) or last
        if start > end:
            st.info(
                tr("The start, {start}, lies after the end, {end}: swapped.", start=units.day(start), end=units.day(end)),
                icon=":material/swap_horiz:",
            )
            start, end = end, start
    return DateRange(start, end, label)


def _range_label(key: str, default: str, options: Sequence[str]) -> str:
    if key not in st.session_state and key not in st.query_params and {"start", "end"} & set(st.query_params):
        st.session_state[key] = "Custom"
    begin(key, lambda raw: one(raw, options, default, tr("Range")))
    made = st.segmented_control(
        tr("Range"), options, default=default, required=True, key=key, wrap=True, bind=bound(), format_func=tr
    )
    label = default if made is None else str(made)
    settle_choice(key, label, [label] if label != default else [])
    return label


def start_of(label: str, first: date, last: date) -> date:
    if label == "All":
        return first
    if label == "YTD":
        return date(last.year - 1, 12, 31)
    offset = RANGES[label]
    return (pd.Timestamp(last) - offset).date() if offset is not None else first


def _open_day(label: str, key: str, first: date, last: date) -> date | None:
    """A day that may be left open."""
    begin(key, lambda raw: as_day(raw[0], None, first, last, label) if raw[0] else (None, ""))
    keep_valid(key, lambda value: min(max(value, first), last) if isinstance(value, date) else None)
    made = st.date_input(
        label,
        value=None,
        min_value=first,
        max_value=last,
        key=key,
        format="YYYY-MM-DD",
        bind="query-params",
        help=tr("Empty: open"),
    )
    value = made if isinstance(made, date) else None
    settle(key, value, [value.isoformat()] if value else [])
    return value
