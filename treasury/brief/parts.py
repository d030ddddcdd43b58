"""What a brief is made of, and how its days and amounts are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from treasury import units

Answer = Mapping[str, Any]
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Table:
    """Heads and rows of text; the first ``left`` columns stand to the left, the others are figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True)
class Section:
    """A heading, what is said below it, a table, the key of a picture, a note in small print, and the datasets behind it with
    their numbers in the list of sources."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    picture: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    url: str = ""  # of the page that shows more

    @property
    def references(self) -> str:
        """The numbers as they are written: "[1] [4]"."""
        return " ".join(f"[{number}]" for number in self.numbers)


@dataclass(frozen=True)
class Front:
    """What stands above the sections."""

    title: str
    made: str
    headline: str
    notice: str


@dataclass(frozen=True)
class Brief:
    """Everything that is laid out. Sources are numbered from 1 in their order."""

    front: Front
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    sources_title: str
    language: str  # its code


def day_words(text: str) -> str:
    return units.day(date.fromisoformat(text))


def short_day(text: str, near: str) -> str:
    """A day, without its year where that is the year of the other day."""
    return units.day_of_month(date.fromisoformat(text)) if text[:4] == near[:4] else day_words(text)


def bn(amount: float | None) -> str:
    return units.missing() if amount is None else units.number(amount / 1e9, 1)
