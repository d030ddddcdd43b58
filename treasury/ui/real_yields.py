"""What the page "Real yields and inflation" says and tabulates: headline, what ends early, the split, headings and notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury import units
from treasury.language import N_, joined, tr
from treasury.ui import layout, words

TENORS = ("10Y", "5Y", "30Y")
PUBLISHED = {"5Y": "T5YIE", "10Y": "T10YIE"}  # the breakevens held; none of 30 years
FORWARD = N_("5-year, 5 years forward")
EARLY_DAYS = 7
BREAKEVENS = {"T5YIE": N_("5-year"), "T10YIE": N_("10-year"), "T5YIFR": FORWARD}
# The title of a figure names the first of these lines that has a figure.
BREAKEVEN_TITLES = {"T5YIFR": "5y5y", "T10YIE": N_("10Y breakeven")}
REAL_TITLES = {"10Y": N_("10Y real"), "5Y": N_("5Y real"), "30Y": N_("30Y real")}
LABELS = {
    "series": N_("Series"),
    "date": N_("Last day"),
    "last_pct": N_("Level"),
    "day_bp": N_("1 day"),
    "week_bp": N_("1 week"),
    "month_bp": N_("1 month"),
    "year_to_date_bp": N_("Year to date"),
    "level_percentile_pct": N_("Level, ten years"),
    "percentile_since": N_("Counted from"),
}

NOTES = N_("""
**Nominal** and **real** yields are the Treasury's par curves; real ones are read from TIPS. The **breakeven** is the nominal
minus the real constant-maturity yield, as FRED publishes it: expected inflation plus a risk premium, less what TIPS pay for being
harder to trade. A 30-year breakeven is not among the series held.

**5-year, 5 years forward** (T5YIFR): the average breakeven of the five years that begin in five years.

A series that ends early is drawn and measured up to its last figure. Nothing is filled or estimated.
""")
SPLIT_NOTES = N_("""
**Nominal = real + breakeven + remainder**, each a change in basis points since the first day of the range on which all three have
a figure, up to the last such day. The remainder is what the publications leave over: the breakeven comes from another publisher
and is rounded. It is given to neither part.
""")
TABLE_NOTES = N_("""
Changes count from each series' own last day, which stands beside it: minus the observation before, the last on or before 7 days
earlier, the same day of the month before, and 31 December.

**Percentile**: share of the levels of the ten years up to that day that are smaller or equal; 100 is the highest.
""")


def nominal_title(tenor: str, parts: pd.DataFrame) -> str:
    """Where the nominal yield of a tenor ended, and its change over the range."""
    return words.rate_moved(tr("{tenor} nominal", tenor=tenor), parts["nominal_pct"])


def say_no_breakeven(tenor: str) -> None:
    """A card for a tenor whose moves cannot be split."""
    why = tr("Choose 5Y or 10Y above to see a move in its parts.")
    layout.empty_card(tr("No {tenor} breakeven is held", tenor=tenor), why)


def split_words(path: pd.DataFrame, tenor: str) -> str:
    """The split of the whole in a sentence; the parts add up to the nominal change."""
    if path.empty:
        return tr("{tenor}: fewer than 2 days of this range have a nominal, a real and a breakeven figure.", tenor=tenor)
    last = path.iloc[-1]
    return tr(
        "{tenor}, {days}: nominal {nominal} = real {real} + breakeven {breakeven} + remainder {remainder}.",
        tenor=tenor,
        days=units.days(path.index[0], path.index[-1]),
        nominal=units.bp(last["nominal_bp"]),
        real=_signed(last["real_bp"]),
        breakeven=_signed(last["breakeven_bp"]),
        remainder=_signed(last["remainder_bp"]),
    )


def _signed(value: float) -> str:
    shown = units.bp(value)
    return f"({shown})" if shown.startswith("-") else shown


def endings(series: pd.DataFrame) -> dict[str, date | None]:
    """The last day of each series that ends more than a week before the newest of them; None where there is no figure."""
    newest = series.index[-1]
    last = {str(name): series[name].last_valid_index() for name in series}
    return {
        name: None if day is None else day.date() for name, day in last.items() if day is None or (newest - day).days > EARLY_DAYS
    }


def endings_words(early: Mapping[str, date | None], newest: date) -> str:
    """What is not held up to the newest day, in a sentence."""
    by_day: dict[date | None, list[str]] = {}
    for name, day in early.items():
        by_day.setdefault(day, []).append(tr(name))
    said = [
        tr("{names} after {day}", names=joined(names), day=units.day(day)) if day else tr("{names} at all", names=joined(names))
        for day, names in by_day.items()
    ]
    return tr(
        "Not held: {said}. The newest figure here is of {day}; nothing is filled in.",
        said=tr("; ").join(said),
        day=units.day(newest),
    )


def headline(levels_table: pd.DataFrame) -> str:
    """Breakeven, real yield and the 5-year forward with its percentile, of what is held; from `measures.levels_of`."""
    said = list[str]()
    for name, called in {"10-year breakeven": tr("10-year breakeven"), "10-year real": tr("10-year real yield")}.items():
        if name in levels_table.index:
            said.append(_stood(called, levels_table.loc[name], first=not said))
    if FORWARD in levels_table.index:
        said.append(_forward_stood(levels_table.loc[FORWARD], first=not said))
    if not said:
        return tr("Neither a 10-year real yield nor a breakeven is held.")
    text = tr("{said}.", said=tr("; ").join(said))
    return f"{text[0].upper()}{text[1:]}"


def _stood(name: str, row: pd.Series, *, first: bool) -> str:
    places = {
        "name": name,
        "level": units.percent(row["last_pct"]),
        "day": units.day(row["date"]),
        "moved": units.bp(row["year_to_date_bp"], why=tr("no figure at the end of the year before")),
    }
    if first:
        return tr("the {name} stood at {level} on {day}, {moved} in the year to date", **places)
    return tr("the {name} at {level} on {day}, {moved} in the year to date", **places)


def _forward_stood(row: pd.Series, *, first: bool) -> str:
    places = {
        "level": units.percent(row["last_pct"]),
        "day": units.day(row["date"]),
        "rank": units.ordinal(row["level_percentile_pct"]),
    }
    if first:
        return tr("the 5-year, 5 years forward, stood at {level} on {day}, the {rank} percentile of its ten years", **places)
    return tr("the 5-year, 5 years forward, at {level} on {day}, the {rank} percentile of its ten years", **places)


def split_title(path: pd.DataFrame, tenor: str) -> str:
    """The split of the whole in a title; the remainder stands in the sentence above the figure."""
    if path.empty:
        return tr("{tenor}: change and its parts", tenor=tenor)
    last = path.iloc[-1]
    return tr(
        "{tenor} {nominal}: real {real}, breakeven {breakeven} bp",
        tenor=tenor,
        nominal=f"{last['nominal_bp']:+.0f}",
        real=f"{last['real_bp']:+.0f}",
        breakeven=f"{last['breakeven_bp']:+.0f}",
    )


def last_title(frame: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Where the first of several lines that has a figure ended."""
    for column, name in names.items():
        kept = frame[column].dropna() if column in frame else pd.Series(dtype="float64")
        if len(kept):
            level, day = units.percent(kept.iloc[-1]), units.day(kept.index[-1])
            return tr("{name} {level} on {day}", name=tr(name), level=level, day=day)
    return tr(next(iter(names.values())))


def over(what: str, frame: pd.DataFrame, names: Mapping[str, str], span: str) -> str:
    """What the lines of a figure did over a span: last level with its day, and the change since the first day drawn."""
    said = []
    for column, name in names.items():
        kept = frame[column].dropna() if column in frame else pd.Series(dtype="float64")
        if len(kept):
            moved = units.bp((kept.iloc[-1] - kept.iloc[0]) * 100)
            level, day = units.percent(kept.iloc[-1]), units.day(kept.index[-1])
            said.append(tr("{name} {level} on {day} ({moved})", name=tr(name), level=level, day=day, moved=moved))
    if not said:
        return tr("{what}, {span}: no figure.", what=what, span=span)
    return tr("{what}, {span}: {figures}.", what=what, span=span, figures=tr(", ").join(said))
