"""What the page "Real yields and inflation" says and tabulates: headline, what ends early, the split, headings and notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury import units
from treasury.language import N_, tr

TENORS = ("10Y", "5Y", "30Y")
PUBLISHED = {"5Y": "T5YIE", "10Y": "T10YIE"}  # the breakevens held; none of 30 years
EARLY_DAYS = 7
BREAKEVENS = {"T5YIE": "5-year", "T10YIE": "10-year", "T5YIFR": N_("5-year, 5 years forward")}
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


def split_words(path: pd.DataFrame, tenor: str) -> str:
    """The split of the whole in a sentence; the parts add up to the nominal change."""
    if path.empty:
        return tr("{tenor}: fewer than 2 days of this range have a nominal, a real and a breakeven figure.", tenor=tenor)
    last = path.iloc[-1]
    said = " + ".join(f"{part} {_signed(last[f'{part}_bp'])}" for part in ("real", "breakeven", "remainder"))
    return tr(
        "{tenor}, {index}: nominal {nominal_bp} = {said}.",
        tenor=tenor,
        index=units.days(path.index[0], path.index[-1]),
        nominal_bp=units.bp(last["nominal_bp"]),
        said=said,
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
        by_day.setdefault(day, []).append(name)
    said = [f"{_listed(names)} {f'after {units.day(day)}' if day else 'at all'}" for day, names in by_day.items()]
    return tr(
        "Not held: {said}. The newest figure here is of {newest}; nothing is filled in.",
        said="; ".join(said),
        newest=units.day(newest),
    )


def _listed(names: list[str]) -> str:
    """Names with "and" before the last."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def headline(levels_table: pd.DataFrame) -> str:
    """Breakeven, real yield and the 5-year forward with its percentile, of what is held; from `table`."""
    said = list[str]()
    for name, words in {"10-year breakeven": tr("10-year breakeven"), "10-year real": tr("10-year real yield")}.items():
        if name in levels_table.index:
            row = levels_table.loc[name]
            moved = units.bp(row["year_to_date_bp"], why=tr("no figure at the end of the year before"))
            said.append(
                tr("the {words}{row}, {moved} in the year to date", words=words, row=_stood(row, first=not said), moved=moved)
            )
    forward = tr("5-year, 5 years forward")
    if forward in levels_table.index:
        row = levels_table.loc[forward]
        place = tr(
            "{level_percentile_pct} percentile of its ten years", level_percentile_pct=units.ordinal(row["level_percentile_pct"])
        )
        said.append(tr("the {forward},{row}, the {place}", forward=forward, row=_stood(row, first=not said), place=place))
    if not said:
        return tr("Neither a 10-year real yield nor a breakeven is held.")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _stood(row: pd.Series, *, first: bool) -> str:
    return tr(
        "{value} at {last_pct} on {date}",
        value=" stood" if first else "",
        last_pct=units.percent(row["last_pct"]),
        date=units.day(row["date"]),
    )


def split_title(path: pd.DataFrame, tenor: str) -> str:
    """The split of the whole in a title; the remainder stands in the sentence above the figure."""
    if path.empty:
        return tr("{tenor}: change and its parts", tenor=tenor)
    last = path.iloc[-1]
    return tr(
        "{tenor} {nominal_bp:+.0f}: real {real_bp:+.0f}, breakeven {breakeven_bp:+.0f} bp",
        tenor=tenor,
        nominal_bp=last["nominal_bp"],
        real_bp=last["real_bp"],
        breakeven_bp=last["breakeven_bp"],
    )


def last_title(frame: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Where the first of several lines that has a figure ended."""
    for column, name in names.items():
        kept = frame[column].dropna() if column in frame else pd.Series(dtype="float64")
        if len(kept):
            return f"{name} {units.percent(kept.iloc[-1])} on {units.day(kept.index[-1])}"
    return next(iter(names.values()))


def over(what: str, frame: pd.DataFrame, names: Mapping[str, str], span: str) -> str:
    """What the lines of a figure did over a span: last level with its day, and the change since the first day drawn."""
    said = []
    for column, name in names.items():
        kept = frame[column].dropna() if column in frame else pd.Series(dtype="float64")
        if len(kept):
            moved = units.bp((kept.iloc[-1] - kept.iloc[0]) * 100)
            said.append(
                tr(
                    "{name} {iloc} on {index} ({moved})",
                    name=name,
                    iloc=units.percent(kept.iloc[-1]),
                    index=units.day(kept.index[-1]),
                    moved=moved,
                )
            )
    return f"{what}, {span}: {', '.join(said)}." if said else tr("{what}, {span}: no figure.", what=what, span=span)
