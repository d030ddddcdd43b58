"""Reading reviewed files: rows that people edit by hand, each cell converted, each row checked.

A fault raises BadReference naming the file, the line as an editor counts it, and the column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from treasury.calendar import parse_day
from treasury.errors import BadReference

DAYS = "datetime64[us]"
LONGEST_SOURCE = 240
_SMALLEST_USD = 500_000_000

Value = str | float | bool | date | None
Row = Mapping[str, Value]
Fault = tuple[str, str]  # column, reason


@dataclass(frozen=True)
class Field:
    """A column: how a cell becomes a value (ValueError says why it cannot), its dtype, whether it may be empty."""

    name: str
    convert: Callable[[str], Value]
    dtype: str = "str"
    filled: bool = True


def read(
    path: Path,
    fields: Sequence[Field],
    date_column: str,
    row_fault: Callable[[Row], Fault | None],
    unique: Sequence[str | tuple[str, ...]],
    follows: Callable[[Row, Row], Fault | None] | None = None,
) -> pd.DataFrame:
    """The rows of a file, each cell converted, each row checked alone, against its equals and against the row before.

    ``unique`` names columns, or several together, whose values stand once; missing ones may repeat.
    """
    rows: list[dict[str, Value]] = []
    seen: dict[tuple[Value, ...], int] = {}
    for line, cells in _lines(path, [field.name for field in fields]):
        row = {field.name: _converted(cells[field.name], field, path, line) for field in fields}
        _raise(path, line, row_fault(row))
        for names in (name if isinstance(name, tuple) else (name,) for name in unique):
            earlier = seen.setdefault((*names, *(row[name] for name in names)), line)
            if row[names[-1]] is not None and earlier != line:
                said = " ".join(cells[name] for name in names)
                raise _bad(path, line, names[-1], f"{said!r} stands in line {earlier} already")
        if rows and str(row[date_column]) < str(rows[-1][date_column]):
            raise _bad(path, line, date_column, f"{row[date_column]} comes after {rows[-1][date_column]}; rows are in date order")
        if rows and follows is not None:
            _raise(path, line, follows(rows[-1], row))
        rows.append(row)
    return pd.DataFrame({f.name: pd.Series([row[f.name] for row in rows], dtype=f.dtype) for f in fields})


def _lines(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, as text. The header is read as a row, so that line = position + 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        lines = csv.reader(io.StringIO(text, newline=""))
        for parts in lines:
            if len(parts) > len(columns) + 1:  # pandas would drop what is beyond its columns, and only warn
                words = f"{len(parts)} cells instead of {len(columns)}; text with commas needs quotes"
                raise BadReference(f"{path.name}, line {lines.line_num}: {words}")
        table = pd.read_csv(
            io.StringIO(text, newline=""),
            header=None,
            names=[*columns, "surplus"],
            index_col=False,
            dtype="str",
            na_filter=False,
            skip_blank_lines=False,
        )
    except (OSError, UnicodeDecodeError, csv.Error, pd.errors.ParserError) as failure:
        raise BadReference(f"{path.name} cannot be read: {str(failure).strip()}") from None
    numbered = [(at + 1, {str(k): str(v) for k, v in row.items()}) for at, row in enumerate(table.to_dict("records"))]
    if not numbered:
        raise BadReference(f"{path.name} is empty; line 1 must be {','.join(columns)}")
    for name, found in zip([*columns, "surplus"], numbered[0][1].values(), strict=True):
        if found != (name if name != "surplus" else ""):
            raise _bad(path, 1, name, f"the header says {found!r}; it must be {','.join(columns)}")
    for line, cells in numbered:
        if cells["surplus"]:
            raise _bad(path, line, columns[-1], f"{cells['surplus']!r} is a cell too many; text with commas needs quotes")
        if broken := [name for name, text in cells.items() if "\n" in text or "\r" in text]:
            raise _bad(path, line, broken[0], "the text runs over several lines; is a quote missing?")
    return numbered[1:]


def _converted(text: str, field: Field, path: Path, line: int) -> Value:
    if text != text.strip():
        raise _bad(path, line, field.name, f"{text!r} has spaces around it")
    if not text:
        if field.filled:
            raise _bad(path, line, field.name, "must not be empty")
        return None
    try:
        return field.convert(text)
    except ValueError as fault:
        raise _bad(path, line, field.name, str(fault)) from None


def _raise(path: Path, line: int, fault: Fault | None) -> None:
    if fault is not None:
        raise _bad(path, line, *fault)


def _bad(path: Path, line: int, column: str, reason: str) -> BadReference:
    return BadReference(f"{path.name}, line {line}, column {column!r}: {reason}")


def day(text: str) -> date:
    return parse_day(text, name="date")


def slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is no slug; use lower-case letters, digits and single hyphens")
    return text


def words(longest: int) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"{len(text)} characters, at most {longest}: {text!r}")
        return text

    return convert


def one_of(*allowed: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"{text!r} is none of {', '.join(allowed)}")
        return text

    return convert


def yes_or_no(text: str) -> bool:
    return one_of("yes", "no")(text) == "yes"


def source(text: str) -> str:
    """A URL, or the name of a document in words."""
    return url(text) if "://" in text else words(LONGEST_SOURCE)(text)


def url(text: str) -> str:
    if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+/\S+", text):
        raise ValueError(f"{text!r} is no address of a page; it begins with https://")
    return text


def dollars(largest: int) -> Callable[[str], float]:
    """Whole dollars, 0 or from half a billion: billions or millions written by mistake fall below."""

    def convert(text: str) -> float:
        if not re.fullmatch(r"\d+", text):
            raise ValueError(f"{text!r} is no amount in whole dollars; digits only")
        if int(text) != 0 and not _SMALLEST_USD <= int(text) <= largest:
            raise ValueError(f"{text} is not plausible; amounts are whole dollars, {_SMALLEST_USD:,} to {largest:,}")
        return float(text)

    return convert
