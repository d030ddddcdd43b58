"""Reviewed TOML files: read as arrays of tables whose cells are checked, with a fault that names file, table and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from treasury.errors import BadReference

Made = TypeVar("Made")


class Fault(Exception):
    """A key and why its value cannot stand."""


def tables(file: Path, *names: str) -> dict[str, list[Any]]:
    """The arrays of tables of a file, which must be these and nothing else. Raises BadReference."""
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as failure:  # no text, no TOML, a number of thousands of digits
        raise BadReference(f"{file.name} cannot be read: {failure}") from None
    if set(held) != set(names) or not all(isinstance(rows, list) for rows in held.values()):
        raise BadReference(f"{file.name} must hold {' and '.join(f'[[{name}]]' for name in names)} tables and nothing else")
    return held


def each(file: Path, kind: str, rows: Sequence[Any], make: Callable[[Any], Made]) -> list[Made]:
    """What ``make`` makes of every table, in their order. Raises BadReference naming the table, and two of one ``id``."""
    made: dict[str, Made] = {}
    for number, row in enumerate(rows, 1):
        name = row.get("id", "") if isinstance(row, dict) else ""
        try:
            one = make(row)
            if name in made:
                raise Fault(f"'id': {name!r} stands above already")
        except Fault as fault:
            raise BadReference(f"{file.name}, {kind} {number}{f' {name!r}' if name else ''}, {fault}") from None
        made[name] = one
    return list(made.values())


def only(row: Any, known: Sequence[str], required: Sequence[str]) -> None:
    """A table with no other keys than those known, and all that are required."""
    if not isinstance(row, dict):
        raise Fault("it must be a table")
    if unknown := [key for key in row if key not in known]:
        raise Fault(f"{unknown[0]!r}: there is no such key; there are: {', '.join(known)}")
    if missing := [key for key in required if key not in row]:
        raise Fault(f"{missing[0]!r}: is missing")


def text(row: Mapping[str, Any], key: str, longest: int) -> str:
    value = row[key]
    if not isinstance(value, str) or not value or value != " ".join(value.split()):
        raise Fault(f"{key!r}: must be a text in one line without spaces around it")
    if len(value) > longest:
        raise Fault(f"{key!r}: {len(value)} characters, at most {longest}")
    return value


def sentence(row: Mapping[str, Any], key: str, longest: int, stop: str = ".") -> str:
    value = text(row, key, longest)
    if not value.endswith(stop):
        raise Fault(f"{key!r}: must be a sentence and end with {stop!r}")
    return value


def match(row: Mapping[str, Any], key: str, pattern: str, fault: str) -> str:
    """A text of a form; ``fault`` says what another is: "no page"."""
    value = row[key]
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise Fault(f"{key!r}: {value!r} is {fault}")
    return value
