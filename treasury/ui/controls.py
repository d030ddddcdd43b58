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
from treasury.ui import address, cache, recipe
from treasury.ui.recipe import Recipe
from treasury.ui.text import one_line, plain, quoted

_WORDS = "_corrected"  # in the session: key of a control -> (value it was corrected to, what was said)
_SEGMENTS = 6  # more options than this go into a list
NUMBER_PX = 160
RANGE_PX = 530  # the segments in one line; on a narrower screen they wrap
_LONGEST_NUMBER = 40  # characters
_TEXT = 60  # characters of a typed text
MOST_DAYS = 6  # over each other in one figure
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


@dataclass(frozen=True)
class Bounds:
    """The smallest and largest number a control takes, its step, and how many decimals are shown."""

    least: float
    most: float
    step: float
    decimals: int = 2

    def within(self, value: float) -> float:
        return min(max(float(value), self.least), self.most)


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


def listed(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str,
    spelled: Callable[[str], str],
    help: str | None = None,
) -> str:
    """One of a long list whose lines are written shorter in the address; ``spelled`` gives that form of an option.

    Streamlit can bind only the line itself to the address, so the address is kept here.
    """
    _begin(key, lambda raw: _one(raw, options, default, label, spelled))
    _keep_valid(key, lambda value: value if value in options else default)
    value = str(st.selectbox(label, options, index=list(options).index(default), key=key, help=help))
    in_address = [spelled(value)] if value != default else []
    _write(key, in_address)
    _settle(key, value, in_address)
    return value


def typed(label: str, *, key: str, default: str, read: Callable[[str], tuple[str, str]], help: str | None = None) -> str:
    """A short text that the reader types. ``read`` gives what to show for it and, where that differs, why (Markdown).

    Streamlit would put any text of the address into the field, also what cannot be used, so the address is kept here.
    """

    def corrected(raw: str) -> tuple[str, str]:
        value, word = read(raw)
        return value, f"{label}: {word}" if word else ""

    _begin(key, lambda raw: corrected(raw[0]))
    value, word = corrected(st.text_input(label, value=default, key=key, max_chars=_TEXT, help=help))
    in_address = [value] if value != default else []
    _write(key, in_address)
    _settle(key, value, in_address)
    if word:
        st.info(word, icon=":material/edit_note:")
    return value


def described(label: str, options: Mapping[str, str], *, key: str) -> str:
    """One of several, as a list in which each option has words below it; the option itself stands in the address.

    The words are Markdown and may change from run to run. `standing` gives the value before the list is drawn.
    """
    names = list(options)
    _begin(key, lambda raw: _one(raw, names, names[0], label))
    _keep_valid(key, lambda value: value if value in options else names[0])
    made = st.radio(label, names, captions=list(options.values()), key=key, bind="query-params")
    value = names[0] if made is None else str(made)
    _settle(key, value, [value] if value != names[0] else [])
    return value


def standing(key: str, options: Sequence[str]) -> str:
    """What a control of one of several will show in this run, for what stands above it or while it is not drawn."""
    raw = st.session_state.get(key, st.query_params.get(key, ""))
    return _match(str(raw), options) or options[0]


def several(
    label: str, options: Sequence[str], *, key: str, default: Sequence[str], help: str | None = None, at_least_one: bool = True
) -> list[str]:
    """Any of several, in the options' order. With none chosen, the defaults are shown (unless ``at_least_one`` is off)."""
    start = [option for option in default if option in options]
    _begin(key, lambda raw: _many(raw, options, start, label))
    _keep_valid(key, lambda values: [v for v in values if v in options])
    made = st.pills(label, options, selection_mode="multi", default=start, key=key, wrap=True, bind="query-params", help=help)
    _settle(key, made, made if made != start else [])
    if not made and at_least_one:
        st.caption(f"None chosen under “{label}”: {', '.join(start)} shown.")
        return start
    return [option for option in options if option in made]


def entries(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: Sequence[str],
    read: Callable[[str], str],
    short: Callable[[str], str],
    most: int,
    help: str | None = None,
) -> list[str]:
    """Any of a list, and entries that the reader types or a link brings, at most so many. With none, the defaults are shown.

    ``read`` gives an entry as it is kept, or raises BadInput with the reason; ``short`` gives it as it stands in the address.
    """
    start = list(default)
    _begin(key, lambda raw: _read_entries(raw, read, start, most, label))
    made = st.multiselect(
        label,
        options,
        default=None if key in st.session_state else start,
        key=key,
        max_selections=most,
        accept_new_options=True,
        help=help,
        placeholder="A day, and a name for it",
    )
    chosen, word = _read_entries(made, read, start, most, label)
    in_address = [short(entry) for entry in chosen] if chosen != start else []
    _settle(key, made, in_address)
    _write(key, in_address)
    if word and made and key not in st.session_state.get(_WORDS, {}):
        st.info(word, icon=":material/edit_note:")
    if not made:
        st.caption(f"None chosen under “{label}”: {plain(', '.join(start))} shown.")
    return chosen


def tenors(available: Sequence[str], *, default: Sequence[str] = ("2Y", "10Y", "30Y"), key: str = "tenors") -> list[str]:
    """Points of the curve, in their order; in the address as ?tenors=2Y&tenors=10Y (or ?tenors=2Y,10Y)."""
    return several("Tenors", list(available), key=key, default=default)


def text(label: str, *, key: str, longest: int = 60, help: str | None = None, placeholder: str | None = None) -> str:
    """A few words of the reader's own, in one line, without signs of markup; the same words stand in the address."""
    _begin(key, lambda raw: _as_text(raw[0], longest, label))
    made = st.text_input(label, key=key, max_chars=longest, help=help, placeholder=placeholder)
    value = one_line(made or "")[:longest]
    _settle(key, value, [value] if value else [])
    _write(key, [value] if value else [])
    return value


def follows(key: str, of: Any, value: Any) -> None:
    """Sets a control, before it is drawn, to ``value`` where what it depends on has changed since the run before.

    What a link or the reader set for the same ``of`` stays.
    """
    before = st.session_state.get(f"_{key}_of", of)
    st.session_state[f"_{key}_of"] = of
    if before != of and key in st.session_state:
        st.session_state[key] = value


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


def number(label: str, bounds: Bounds, *, key: str, default: float, help: str | None = None) -> float:
    """A number between two others; one outside is moved to the nearer, a text that is no number to the default."""
    _begin(key, lambda raw: _as_number(raw[0], default, bounds, label))
    _keep_valid(key, lambda value: bounds.within(value) if isinstance(value, int | float) else default)
    made = _number_input(label, bounds, key, default, help)
    value = default if made is None else float(made)
    _settle(key, value, [f"{value:g}"] if value != default else [])
    return value


def optional_number(
    label: str, bounds: Bounds, *, key: str, help: str | None = None, placeholder: str | None = None
) -> float | None:
    """A figure that the reader types, or none; what is no number, or outside the bounds, is left out with a word."""
    _begin(key, lambda raw: _as_optional_number(raw[0], bounds, label))
    made = _number_input(label, bounds, key, None, help, placeholder)
    _settle(key, made, [] if made is None else [f"{made:g}"])
    return made


def _number_input(
    label: str, bounds: Bounds, key: str, start: float | None, help: str | None, placeholder: str | None = None
) -> float | None:
    made: float | None = st.number_input(
        label,
        bounds.least,
        bounds.most,
        start,
        bounds.step,
        format=f"%.{bounds.decimals}f",
        key=key,
        bind="query-params",
        help=help,
        placeholder=placeholder,
        width=NUMBER_PX,
    )
    return made


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
        pieces = [piece for text in values[:_MANY] for piece in text[:1000].split(",") if piece.strip()][:_MANY]
        found, words = _as_days(pieces, held)
        if pieces and not found:
            found, words = start, [*words, f"Showing {instead}."]
        if words:
            st.session_state.setdefault(_WORDS, {})[key] = (found, f"{label}: {' '.join(words)}")
        return found

    _begin(key, lambda raw: (mended(raw), ""))
    _keep_valid(key, mended)
    made = st.multiselect(
        label,
        sorted({*start, *(day.isoformat() for day in offered)}, reverse=True),
        default=start,
        key=key,
        max_selections=MOST_DAYS,
        accept_new_options=True,
        placeholder="YYYY-MM-DD",
        bind="query-params",
        help=help,
    )
    if made != _as_days(made, held)[0]:  # what can be typed freely is taken from the address as it stands, over what was mended
        st.rerun()
    _settle(key, made, made if made != start else [])
    if not made:
        st.caption(f"None chosen under “{label}”: {instead} shown.")
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
    choice("Key dates", (*KEY_DATE_CHOICES, *_categories(frame)), key=key, default=default)
    return marks(key_dates_shown(key=key, default=default).frame)


def key_dates_shown(*, key: str = "dates", default: str = "Main") -> Recipe:
    """The rows of the key dates that the control above shows."""
    every = recipe.key_dates()
    names = _categories(every.frame)
    made = _match(str(st.session_state.get(key, default)), (*KEY_DATE_CHOICES, *names))
    if made == "All":
        return every
    if made in names:
        return every.then("query", f"category == '{names[made]}'")
    return every.then("query", "default") if made == "Main" else every.then("head", 0)


def _categories(frame: pd.DataFrame) -> dict[str, str]:
    return {str(c).replace("_", " ").capitalize(): str(c) for c in sorted(frame["category"].unique())}


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


def _write(key: str, values: Sequence[str]) -> None:
    """Writes a control into the browser's address, where it is not bound to it: of controls that take any words, Streamlit would
    put what a link says into the box as it stands, unread."""
    if st.query_params.get_all(key) == list(values):
        return
    if values:
        st.query_params[key] = list(values)
    else:
        del st.query_params[key]


def _one(
    raw: Sequence[str], options: Sequence[str], default: str, label: str, spelled: Callable[[str], str] = str
) -> tuple[str, str]:
    found = _match(raw[0], options) or _match(raw[0], options, spelled)
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
    return shown, f"{label}: the link says {quoted(longest)}, which there is not; showing {plain(', '.join(shown)) or 'none'}."


def _read_entries(
    raw: Sequence[str], read: Callable[[str], str], default: Sequence[str], most: int, label: str
) -> tuple[list[str], str]:
    kept, said = dict[str, None](), list[str]()
    for text in raw[:_MANY]:
        try:
            kept[read(text)] = None
        except BadInput as fault:
            said.append(f"{quoted(text)} cannot be used ({plain(str(fault))})")
    if len(kept) > most or len(raw) > _MANY:
        said.append(f"{len(raw)} are named, the first {most} are kept")
    chosen = list(kept)[:most] or list(default)
    return chosen, f"{label}: {'; '.join(said[:3])}; showing {plain(', '.join(chosen))}." if said else ""


def _match(text: str, options: Sequence[str], spelled: Callable[[str], str] = str) -> str | None:
    wanted = text.strip().casefold()
    return next((option for option in options if spelled(option).casefold() == wanted), None)


def _as_number(text: str, default: float, bounds: Bounds, label: str) -> tuple[float, str]:
    value, said = _finite(text), f"{label}: {quoted(text)} in the link"
    if value is None:
        return default, f"{said} is no number; showing {units.number(default, bounds.decimals)}."
    mended = bounds.within(value)
    if mended != value:
        size = "large" if value > mended else "small"
        return mended, f"{said} is too {size}; showing {units.number(mended, bounds.decimals)}."
    return value, ""


def _as_optional_number(text: str, bounds: Bounds, label: str) -> tuple[float | None, str]:
    value, said = _finite(text), f"{label}: {quoted(text)} in the link"
    if value is None:
        return None, f"{said} is no number; none is used."
    if bounds.within(value) != value:
        return None, f"{said} is not between {bounds.least:g} and {bounds.most:g}; none is used."
    return value, ""


def _finite(text: str) -> float | None:
    try:
        value = float(text) if len(text) <= _LONGEST_NUMBER else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _as_text(raw: str, longest: int, label: str) -> tuple[str, str]:
    value = one_line(raw)
    kept = value[:longest].rstrip()
    reasons = ["signs that are no letters, figures or punctuation"] if value != " ".join(raw.split()) else []
    reasons += [f"more than {longest} characters"] if kept != value else []
    if not reasons:
        return kept, ""
    return kept, f"{label}: {quoted(raw)} in the link has {' and '.join(reasons)}; showing {plain(kept) if kept else 'none'}."


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


def _as_days(pieces: Sequence[str], held: pd.DatetimeIndex) -> tuple[list[str], list[str]]:
    """The days meant, ascending and each once, and what was done to those that cannot be shown."""
    found, words = list[date](), list[str]()
    first, last = held[0].date(), held[-1].date()
    for piece in pieces:
        try:
            day = parse_day(piece, name="date")
        except BadInput as fault:
            words.append(f"{quoted(piece)} is left out ({plain(str(fault).removeprefix('date: '))}).")
            continue
        near = max(held[max(held.searchsorted(pd.Timestamp(day), side="right") - 1, 0)].date(), first)
        if near != day:
            why = "lies after the last figure" if day > last else "lies before the first" if day < first else "has no figure"
            words.append(f"{units.day(day)} {why}; showing {units.day(near)}.")
        found.append(near)
    kept = list(dict.fromkeys(found))
    if len(kept) > MOST_DAYS:
        words.append(f"{len(kept)} days are more than can be told apart; showing the first {MOST_DAYS}.")
    return [day.isoformat() for day in sorted(kept[:MOST_DAYS])], words
