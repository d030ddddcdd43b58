"""The checkable statements of data/reference/claims.toml: what is said, how it is tested, which page shows it. No verdicts.

The file is checked on every read. A fault raises BadReference naming the claim, the definition and the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from treasury.reference import FOLDER
from treasury.reviewed_tables import Fault, each, match, only, sentence, tables, text

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


def title(claim_id: str) -> str:
    """A claim's short name, for lists and links.

    >>> title("stablecoins_300bn")
    'Stablecoins 300bn'
    """
    words = claim_id.replace("_", " ")
    return words[0].upper() + words[1:]


def claims(path: Path | None = None) -> tuple[Claim, ...]:
    """Every claim in the order of the file. Raises BadReference naming claim, definition, key and fault."""
    file = path or PATH
    return tuple(each(file, "claim", tables(file, "claim")["claim"], _claim))


def _claim(row: Any) -> Claim:
    keys = ("id", "statement", "statement_ja", "analysis", "page", "comment", "definition")
    only(row, keys, required=keys)
    own = match(row, "id", r"[a-z0-9]+(_[a-z0-9]+)*", "no name in lower-case letters, digits and single underscores")
    analysis = match(row, "analysis", r"[a-z]+(_[a-z]+)*", "no name of an analysis")
    if not isinstance(row["definition"], list) or not row["definition"]:
        raise Fault("'definition': there must be at least one [[claim.definition]]")
    definitions: list[Definition] = []
    for number, cells in enumerate(row["definition"], 1):
        try:
            definitions.append(_definition(cells, analysis, [one.name for one in definitions]))
        except Fault as fault:
            raise Fault(f"definition {number}, {fault}") from None
    return Claim(
        id=own,
        statement=sentence(row, "statement", LONGEST_STATEMENT),
        statement_ja=sentence(row, "statement_ja", LONGEST_STATEMENT, "。"),
        page=match(row, "page", r"[a-z0-9-]*(\?[A-Za-z0-9=&.,+%-]+)?", "no page with an optional ?key=value"),
        comment=sentence(row, "comment", LONGEST_COMMENT),
        definitions=tuple(definitions),
    )


def _definition(cells: Any, analysis: str, earlier: Sequence[str]) -> Definition:
    only(cells, ("name", "analysis", "series", "parameters"), required=("name",))
    name = text(cells, "name", LONGEST_NAME)
    if name in earlier:
        raise Fault(f"'name': {name!r} stands above already")
    if "analysis" in cells:
        analysis = match(cells, "analysis", r"[a-z]+(_[a-z]+)*", "no name of an analysis")
    series, parameters = cells.get("series", {}), cells.get("parameters", {})
    for key, held in (("series", series), ("parameters", parameters)):
        if not isinstance(held, dict):
            raise Fault(f"{key!r}: must be a table")
    for argument in series:
        match(series, argument, r"[a-z_]+\.\w+", "no dataset.column")
    return Definition(name, analysis, series, {key: _parameter(key, value) for key, value in parameters.items()})


def _parameter(key: str, value: Any) -> Parameter:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if isinstance(value, datetime) or not isinstance(value, str | int | float | bool | date):
        raise Fault(f"{key!r}: {value!r} is no text, number, day or list of texts")
    return value
