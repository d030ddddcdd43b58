"""Values and changes of `then_and_now` in words with their units, for the pages and the brief alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from treasury import units
from treasury.analytics.then_and_now import Kind
from treasury.language import tr


def _signed(value: float) -> str:
    """A number with a typographic minus: a hyphen at the start of a cell is a formula to a spreadsheet."""
    return units.number(value).replace("-", "\N{MINUS SIGN}")


_LEVELS: dict[Kind, Callable[[float], str]] = {
    "percent": units.percent,
    "bp": units.level_bp,
    "share_pct": lambda value: units.percent(value, 1),
    "level": _signed,
    "usd": units.usd,
    "ratio": _signed,
    "points": _signed,
}
_CHANGES: dict[str, Callable[[float], str]] = {
    "bp": units.level_bp,
    "percentage points": lambda value: tr("{change} points", change=units.number(value)),
    "percent": lambda value: units.percent(value, 1),
    "USD": units.usd,
    "": units.number,
    "points": units.number,
}


def level(kind: Kind, value: float) -> str:
    """A value of a kind with its unit.

    >>> level("percent", 4.48), level("bp", 52.0)
    ('4.48 %', '52 bp')
    """
    return _LEVELS[kind](value)


def change(row: Any) -> str:
    """A change of `then_and_now` in words with its unit; why it is missing where it is.

    In words, not signs: a cell that begins with a sign is a formula to a spreadsheet.

    >>> change({"change": -14.0, "change_unit": "bp", "then_date": 1, "now_date": 2})
    'down 14 bp'
    """
    value = row["change"]
    if units.is_missing(value):
        return units.missing(tr("no newer figure") if row["then_date"] == row["now_date"] else "")
    size = size_of(row)
    if not size:
        return tr("unchanged")
    if row["change_unit"] == "USD":
        return tr("up {dollars}", dollars=size) if value > 0 else tr("down {dollars}", dollars=size)
    return tr("up {size}", size=size) if value > 0 else tr("down {size}", size=size)


def size_of(row: Any) -> str:
    """The size of a change that is not missing, without its direction; "" where it rounds to none.

    >>> size_of({"change": -14.0, "change_unit": "bp"}), size_of({"change": 0.001, "change_unit": ""})
    ('14 bp', '')
    """
    size = _CHANGES[row["change_unit"]](abs(row["change"]))
    return size if any(digit in size for digit in "123456789") else ""
