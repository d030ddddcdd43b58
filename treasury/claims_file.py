"""The checkable statements of data/reference/claims.toml: what is said, how it is tested, which page shows it. No verdicts.

The file is checked on every read. A fault raises BadReference naming the claim, the definition and the key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from treasury.errors import BadReference
from treasury.reference import FOLDER

PATH = FOLDER / "claims.toml"
LONGEST_COMMENT = 320
LONGEST_STATEMENT = 120
LONGEST_NAME = 80

Parameter = str | int | float | bool | date | tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """One way to test a claim: an analysis with its series ("dataset.column" by argument) and its other arguments."""

    name: str
    analysis: str
    series: Mapping[str, str]
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True)
class Claim:
    """A statement in English and Japanese, its definitions (the first is the one meant), the page that shows it, a comment."""

    id: str
    statement: str
    statement_ja: str
    page: str
    comment: str
    definitions: tuple[Definition, ...]


class _Fault(Exception):
    """A key and why its value cannot stand."""


def claims(path: Path | None = None) -> tuple[Claim, ...]:
    """Every claim in the order of the file. Raises BadReference naming claim, definition, key and fault."""
    file = path or PATH
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise BadReference(f"{file.name} cannot be read: {failure}") from None
    rows = held.get("claim")
    if set(held) != {"claim"} or not isinstance(rows, list):
        raise BadReference(f"{file.name} must hold [[claim]] tables and nothing else")
    made: list[Claim] = []
    for number, row in enumerate(rows, 1):
        name = row.get("id", "") if isinstance(row, dict) else ""
        try:
            made.append(_claim(row, [one.id for one in made]))
        except _Fault as fault:
            raise BadReference(f"{file.name}, claim {number}{f' {name!r}' if name else ''}, {fault}") from None
    return tuple(made)


def _claim(row: Any, earlier: Sequence[str]) -> Claim:
    keys = ("id", "statement", "statement_ja", "analysis", "page", "comment", "definition")
    _only(row, keys, required=keys)
    own = _match(row, "id", r"[a-z0-9]+(_[a-z0-9]+)*", "no name in lower-case letters, digits and single underscores")
    if own in earlier:
        raise _Fault(f"'id': {own!r} stands above already")
    analysis = _match(row, "analysis", r"[a-z]+(_[a-z]+)*", "no name of an analysis")
    if not isinstance(row["definition"], list) or not row["definition"]:
        raise _Fault("'definition': there must be at least one [[claim.definition]]")
    definitions: list[Definition] = []
    for number, cells in enumerate(row["definition"], 1):
        try:
            definitions.append(_definition(cells, analysis, [one.name for one in definitions]))
        except _Fault as fault:
            raise _Fault(f"definition {number}, {fault}") from None
    return Claim(
        id=own,
        statement=_sentence(row, "statement", ".", LONGEST_STATEMENT),
        statement_ja=_sentence(row, "statement_ja", "。", LONGEST_STATEMENT),
        page=_match(row, "page", r"[a-z0-9-]*(\?[A-Za-z0-9=&.,+%-]+)?", "no page with an optional ?key=value"),
        comment=_sentence(row, "comment", ".", LONGEST_COMMENT),
        definitions=tuple(definitions),
    )


def _definition(cells: Any, analysis: str, earlier: Sequence[str]) -> Definition:
    _only(cells, ("name", "analysis", "series", "parameters"), required=("name",))
    name = _text(cells, "name", LONGEST_NAME)
    if name in earlier:
        raise _Fault(f"'name': {name!r} stands above already")
    if "analysis" in cells:
        analysis = _match(cells, "analysis", r"[a-z]+(_[a-z]+)*", "no name of an analysis")
    series, parameters = cells.get("series", {}), cells.get("parameters", {})
    for key, held in (("series", series), ("parameters", parameters)):
        if not isinstance(held, dict):
            raise _Fault(f"{key!r}: must be a table")
    for argument in series:
        _match(series, argument, r"[a-z_]+\.\w+", "no dataset.column")
    return Definition(name, analysis, series, {key: _parameter(key, value) for key, value in parameters.items()})


def _parameter(key: str, value: Any) -> Parameter:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if isinstance(value, datetime) or not isinstance(value, str | int | float | bool | date):
        raise _Fault(f"{key!r}: {value!r} is no text, number, day or list of texts")
    return value


def _only(row: Any, known: Sequence[str], required: Sequence[str]) -> None:
    if not isinstance(row, dict):
        raise _Fault("it must be a table")
    if unknown := [key for key in row if key not in known]:
        raise _Fault(f"{unknown[0]!r}: there is no such key; there are: {', '.join(known)}")
    if missing := [key for key in required if key not in row]:
        raise _Fault(f"{missing[0]!r}: is missing")


def _text(row: Mapping[str, Any], key: str, longest: int) -> str:
    value = row[key]
    if not isinstance(value, str) or not value or value != " ".join(value.split()):
        raise _Fault(f"{key!r}: must be a text in one line without spaces around it")
    if len(value) > longest:
        raise _Fault(f"{key!r}: {len(value)} characters, at most {longest}")
    return value


def _sentence(row: Mapping[str, Any], key: str, stop: str, longest: int) -> str:
    value = _text(row, key, longest)
    if not value.endswith(stop):
        raise _Fault(f"{key!r}: must end with {stop!r}")
    return value


def _match(row: Mapping[str, Any], key: str, pattern: str, fault: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise _Fault(f"{key!r}: {value!r} is {fault}")
    return value
