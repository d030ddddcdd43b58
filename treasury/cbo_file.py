"""What the Congressional Budget Office published, as entered in data/reference/cbo.toml: baselines, higher rates.

The file is checked on every read. A fault raises BadReference naming the table and the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from treasury.errors import BadReference
from treasury.reference import FOLDER
from treasury.reviewed_tables import Fault, each, only, tables

PATH = FOLDER / "cbo.toml"
_MOST_USD = 200_000_000_000_000


@dataclass(frozen=True)
class Baseline:
    """A baseline: its document, and by fiscal year what it borrows (whole dollars) and the average rate it expects (percent)."""

    id: str
    title: str
    published: date
    url: str
    note: str
    borrowing_usd: Mapping[int, float]
    debt_usd: Mapping[int, float]
    average_rate_pct: Mapping[int, float]


@dataclass(frozen=True)
class Higher:
    """The scenario of higher interest rates: shock, years, effect on the deficit in all and in the last year, and within how many
    percent of both the engine is to stay."""

    id: str
    title: str
    published: date
    url: str
    baseline: str
    shock_bp: float
    first_year: int
    last_year: int
    total_usd: float
    last_year_usd: float
    within_pct: float
    last_year_within_pct: float
    note: str


@dataclass(frozen=True)
class Cbo:
    """The file: baselines, oldest first, and scenarios, oldest first."""

    baselines: tuple[Baseline, ...]
    scenarios: tuple[Higher, ...]

    def baseline(self, name: str) -> Baseline:
        return next(one for one in self.baselines if one.id == name)


def cbo(path: Path | None = None) -> Cbo:
    """The whole file. Raises BadReference naming the file, the table and the fault."""
    file = path or PATH
    held = tables(file, "baseline", "scenario")
    baselines = each(file, "baseline", held["baseline"], _baseline)
    scenarios = each(file, "scenario", held["scenario"], _higher)
    for kind, rows in (("baseline", baselines), ("scenario", scenarios)):
        if [one.published for one in rows] != sorted(one.published for one in rows):
            raise BadReference(f"{file.name}: the {kind} tables must stand in the order of their days")
    for one in scenarios:
        known = next((base for base in baselines if base.id == one.baseline), None)
        if known is None or not set(range(one.first_year, one.last_year + 1)) <= set(known.borrowing_usd):
            raise BadReference(f"{file.name}, scenario {one.id!r}: 'baseline' must name one that covers its years")
    return Cbo(tuple(baselines), tuple(scenarios))


def _baseline(row: Mapping[str, Any]) -> Baseline:
    amounts = [key for key in ("debt_held_by_public_usd", "deficit_usd") if key in row]
    required = ("id", "title", "published", "url", "note", *amounts)
    only(row, (*required, "average_rate_pct"), required)
    if len(amounts) != 1:
        raise Fault("needs either 'debt_held_by_public_usd' or 'deficit_usd'")
    by_year = _by_year(row, amounts[0], 0, _MOST_USD)
    debt = by_year if amounts[0] == "debt_held_by_public_usd" else {}
    years = list(by_year)
    change = {year: by_year[year] - by_year[before] for before, year in pairwise(years)}
    rates = _by_year(row, "average_rate_pct", 0, 20) if "average_rate_pct" in row else {}
    return Baseline(*_document(row), str(row["note"]), change if debt else by_year, debt, rates)


def _higher(row: Mapping[str, Any]) -> Higher:
    numbers = ("shock_bp", "first_year", "last_year", "total_usd", "last_year_usd", "within_pct", "last_year_within_pct")
    keys = ("id", "title", "published", "url", "baseline", "note", *numbers)
    only(row, keys, keys)
    for key in numbers:
        if not isinstance(row[key], int | float) or isinstance(row[key], bool) or not 0 < row[key] < _MOST_USD:
            raise Fault(f"{key!r}: {row[key]!r} is no number above zero")
    name, title, published, url = _document(row)
    held = {key: row[key] for key in numbers}
    return Higher(
        id=name, title=title, published=published, url=url, baseline=str(row["baseline"]), note=str(row["note"]), **held
    )


def _document(row: Mapping[str, Any]) -> tuple[str, str, date, str]:
    if not isinstance(row["published"], date):
        raise Fault("'published' must be a day, such as 2025-03-13")
    if not str(row["url"]).startswith("https://www.cbo.gov/"):
        raise Fault("'url' must lie at https://www.cbo.gov/")
    return str(row["id"]), str(row["title"]), row["published"], str(row["url"])


def _by_year(row: Mapping[str, Any], key: str, low: float, high: float) -> dict[int, float]:
    held = row[key]
    if not isinstance(held, dict) or not held or not all(year.isdigit() for year in held):
        raise Fault(f"{key!r} must hold figures by fiscal year")
    made = {int(year): float(value) for year, value in held.items() if isinstance(value, int | float) and low < value < high}
    if list(made) != list(range(min(made, default=0), min(made, default=0) + len(held))):
        raise Fault(f"{key!r} must hold a plausible figure for every year, in order")
    return made
