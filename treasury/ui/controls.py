"""Controls whose values live in the address, so that a link reopens the page as it was.

Streamlit drops what it cannot use from the address without a word. Each control here reads the raw value first: a wrong,
unknown, reversed or future one is corrected to the nearest that can be shown, and the page says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.calendar import parse_day
from treasury.charts.base import Mark
from treasury.errors import BadInput
from treasury.ui import address, cache
from treasury.ui.text import plain, quoted

_WORDS = "_corrected"  # in the session: key of a control -> (value it was corrected to, what was said)
_SEGMENTS = 6  # more options than this go into a list
NUMBER_PX = 180
RANGE_PX = 530  # the segments in one line; on a narrower screen they wrap
_LONGEST_NUMBER = 40  # characters
_MANY = 30  # more values than this in a link are not looked at

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
    "All": None,
    "Custom": None,
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


def choice(label: str, options: Sequence[str], *, key: str, default: str | None = None, help: str | None = None) -> str:
    """One of several, as segments when they are few and a list otherwise; the option itself stands in the address."""
    start = default if default is not None else options[0]
    _begin(key, lambda raw: _one(raw, options, start, label))
    _keep_valid(key, lambda value: value if value in options else start)
    if len(options) <= _SEGMENTS:
        made = st.segmented_control(
            label, options, default=start, required=True, key=key, wrap=True, bind="query-params", help=help
        )
    else:
        made = st.selectbox(label, options, index=list(options).index(start), key=key, bind="query-params", help=help)
    value = start if made is None else str(made)
    _settle(key, value, [value] if value != start else [])
    return value


def several(
    label: str, options: Sequence[str], *, key: str, default: Sequence[str], help: str | None = None, at_least_one: bool = True
) -> list[str]:
    """Any of several, in the options' order. With none chosen, the defaults are shown (unless ``at_least_one`` is off)."""
    start = [option for option in default if option in options]
    _begin(key, lambda raw: _many(raw, options, start, label))
    _keep_valid(key, lambda values: [v for v in values if v in options])
    made = st.pills(label, options, selection_mode="multi", default=start, key=key, bind="query-params", help=help)
    _settle(key, made, made if made != start else [])
    if not made and at_least_one:
        st.caption(f"None chosen under “{label}”: {', '.join(start)} shown.")
        return start
    return [option for option in options if option in made]


def tenors(available: Sequence[str], *, default: Sequence[str] = ("2Y", "10Y", "30Y"), key: str = "tenors") -> list[str]:
    """Points of the curve, in their order; in the address as ?tenors=2Y&tenors=10Y (or ?tenors=2Y,10Y)."""
    return several("Tenors", list(available), key=key, default=default)


def day(label: str, *, key: str, default: date, first: date, last: date, help: str | None = None) -> date:
    """One day between two others; a day outside is moved to the nearest, a text that is no day to the default."""
    default = min(max(default, first), last)
    _begin(key, lambda raw: _as_day(raw[0], default, first, last, label))
    _keep_valid(key, lambda value: min(max(value, first), last) if isinstance(value, date) else default)
    made = st.date_input(
        label, value=default, min_value=first, max_value=last, key=key, format="YYYY-MM-DD", bind="query-params", help=help
    )
    value = made if isinstance(made, date) else default
    _settle(key, value, [value.isoformat()] if value != default else [])
    return value


def number(
    label: str, *, key: str, default: float, least: float, most: float, step: float, decimals: int = 2, help: str | None = None
) -> float:
    """A number between two others; one outside is moved to the nearer, a text that is no number to the default."""
    _begin(key, lambda raw: _as_number(raw[0], default, least, most, label, decimals))
    _keep_valid(key, lambda value: min(max(float(value), least), most) if isinstance(value, int | float) else default)
    form = f"%.{decimals}f"
    made = st.number_input(
        label, least, most, default, step, format=form, key=key, bind="query-params", help=help, width=NUMBER_PX
    )
    value = default if made is None else float(made)
    _settle(key, value, [f"{value:g}"] if value != default else [])
    return value


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
            return DateRange(max(_start_of(label, first, last), first), last, label)
        with st.container(horizontal=True):
            start = _open_day("Start", "start", first, last) or first
            end = _open_day("End", "end", first, last) or last
        if start > end:
            st.info(
                f"The start, {units.day(start)}, lies after the end, {units.day(end)}: swapped.", icon=":material/swap_horiz:"
            )
            start, end = end, start
    return DateRange(start, end, label)


def _range_label(key: str, default: str, options: Sequence[str]) -> str:
    if key not in st.session_state and key not in st.query_params and {"start", "end"} & set(st.query_params):
        st.session_state[key] = "Custom"
    _begin(key, lambda raw: _one(raw, options, default, "Range"))
    made = st.segmented_control("Range", options, default=default, required=True, key=key, wrap=True, bind="query-params")
    label = default if made is None else str(made)
    _settle(key, label, [label] if label != default else [])
    return label


KEY_DATE_CHOICES = ("Main", "All", "None")


def key_dates(*, key: str = "dates", default: str = "Main") -> list[Mark]:
    """Which key dates are drawn: the main ones, all, none, or one category; for `base.add_key_dates`."""
    frame, trouble = cache.key_dates()
    if trouble:
        st.warning(f"Key dates are not shown: {plain(trouble)}", icon=":material/event_busy:")
        return []
    names = {str(c).replace("_", " ").capitalize(): str(c) for c in sorted(frame["category"].unique())}
    made = choice("Key dates", (*KEY_DATE_CHOICES, *names), key=key, default=default)
    if made == "None":
        return []
    if made == "Main":
        frame = frame[frame["default"]]
    elif made != "All":
        frame = frame[frame["category"] == names[made]]
    return marks(frame)


def marks(frame: pd.DataFrame) -> list[Mark]:
    """Rows of `reference.key_dates` as marks for a figure."""
    return [
        Mark(row.date.date(), str(row.label), str(row.title), None if pd.isna(row.end_date) else row.end_date.date())
        for row in frame.itertuples()
    ]


def _start_of(label: str, first: date, last: date) -> date:
    if label == "All":
        return first
    if label == "YTD":
        return date(last.year - 1, 12, 31)
    offset = RANGES[label]
    return (pd.Timestamp(last) - offset).date() if offset is not None else first


def _open_day(label: str, key: str, first: date, last: date) -> date | None:
    """A day that may be left open."""
    _begin(key, lambda raw: _as_day(raw[0], None, first, last, label) if raw[0] else (None, ""))
    _keep_valid(key, lambda value: min(max(value, first), last) if isinstance(value, date) else None)
    made = st.date_input(
        label, value=None, min_value=first, max_value=last, key=key, format="YYYY-MM-DD", bind="query-params", help="Empty: open"
    )
    value = made if isinstance(made, date) else None
    _settle(key, value, [value.isoformat()] if value else [])
    return value


def _begin(key: str, read: Callable[[list[str]], tuple[Any, str]]) -> None:
    """On a control's first run in a session: takes over what the address says, corrected, and remembers what to say."""
    if key in st.session_state or key not in st.query_params:
        return
    value, word = read(st.query_params.get_all(key) or [""])
    st.session_state[key] = value
    if word:
        st.session_state.setdefault(_WORDS, {})[key] = (value, word)


def _keep_valid(key: str, mend: Callable[[Any], Any]) -> None:
    """What was chosen under other circumstances (another dataset) is mended before Streamlit refuses it."""
    if key in st.session_state:
        mended = mend(st.session_state[key])
        if mended != st.session_state[key]:
            st.session_state[key] = mended


def _settle(key: str, value: Any, in_address: Sequence[str]) -> None:
    """Notes the value for the page's link, and shows what was corrected until the reader chooses something else."""
    address.record(key, in_address)
    said = st.session_state.get(_WORDS, {})
    if key in said:
        corrected, word = said[key]
        if corrected == value:
            st.info(word, icon=":material/edit_note:")
        else:
            del said[key]


def _one(raw: Sequence[str], options: Sequence[str], default: str, label: str) -> tuple[str, str]:
    found = _match(raw[0], options)
    if found is not None:
        return found, ""
    return default, f"{label}: the link says {quoted(raw[0])}, which there is not; showing {plain(default)}."


def _many(raw: Sequence[str], options: Sequence[str], default: Sequence[str], label: str) -> tuple[list[str], str]:
    pieces = [piece for text in raw[:_MANY] for piece in (text[:1000].split(",") if _match(text, options) is None else [text])]
    pieces = pieces[:_MANY]
    found = [_match(piece, options) for piece in pieces]
    chosen = [option for option in options if option in found]
    unknown = [piece for piece, option in zip(pieces, found, strict=True) if option is None]
    if not unknown:
        return chosen, ""
    shown = chosen or list(default)
    longest = max(raw, key=len) if len(raw) == 1 and len(raw[0]) > 1000 else unknown[0]
    return shown, f"{label}: the link says {quoted(longest)}, which there is not; showing {plain(', '.join(shown))}."


def _match(text: str, options: Sequence[str]) -> str | None:
    wanted = text.strip().casefold()
    return next((option for option in options if option.casefold() == wanted), None)


def _as_number(text: str, default: float, least: float, most: float, label: str, decimals: int) -> tuple[float, str]:
    def written(value: float) -> str:
        return units.number(value, decimals)

    try:
        value = float(text) if len(text) <= _LONGEST_NUMBER else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return default, f"{label}: {quoted(text)} in the link is no number; showing {written(default)}."
    if value > most:
        return most, f"{label}: {quoted(text)} in the link is too large; showing {written(most)}."
    if value < least:
        return least, f"{label}: {quoted(text)} in the link is too small; showing {written(least)}."
    return value, ""


def _as_day(text: str, default: date | None, first: date, last: date, label: str) -> tuple[date | None, str]:
    instead = units.day(default) if default else "the whole range on that side"
    try:
        value = parse_day(text, name="date")
    except BadInput as fault:
        reason = plain(str(fault).removeprefix("date: "))
        return default, f"{label}: {quoted(text)} in the link cannot be used ({reason}); showing {instead}."
    if value > last:
        return last, f"{label}: {units.day(value)} lies after the last figure; showing {units.day(last)}."
    if value < first:
        return first, f"{label}: {units.day(value)} lies before the first figure; showing {units.day(first)}."
    return value, ""
