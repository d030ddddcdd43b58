"""The reader's own file of the MOVE index: read, checked line by line, kept nowhere.

The index belongs to ICE and is not free to pass on, so the dashboard holds none of it. A file is read for the visit in which
it was chosen; its figures are drawn on an axis of their own, test the claim that names the index, and enter no download.
"""

from __future__ import annotations

import csv
import io
import math
import re
from datetime import date

import pandas as pd

from treasury import units
from treasury.calendar import parse_day
from treasury.errors import BadInput
from treasury.language import tr

MEGABYTES = 1
LARGEST_BYTES = MEGABYTES * 1_000_000
HEADER = ["date", "value"]
HIGHEST = 10_000.0  # an index in basis points or so has never come near it; a value beyond is a slip
FAULTS_SAID = 5
_NUMBER = re.compile(r"\d{1,5}(\.\d{1,10})?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = 30


def read(content: bytes, today: date) -> pd.Series:
    """The figures of a CSV file "date,value" as a series named MOVE, ascending dates as index.

    Raises BadInput, whose message names up to five lines and their faults, for a file that is too large, no text, without
    the header, empty, or with a cell that is no day up to ``today`` or no number above zero, a day given twice, or a formula.
    """
    rows = _rows(_text(content))
    values, lines, faults = dict[date, float](), dict[date, int](), list[str]()
    for line, cells in rows:
        try:
            day, value = _row(cells, today)
            if day in lines:
                raise BadInput(tr("{day} stands already in line {line}", day=units.day(day), line=lines[day]))
        except BadInput as fault:
            faults.append(tr("line {line}: {fault}", line=line, fault=fault))
            continue
        values[day], lines[day] = value, line
    if faults:
        said, more = tr("; ").join(faults[:FAULTS_SAID]), len(faults) - FAULTS_SAID
        raise BadInput(tr("{faults}; and {count:,} more lines with faults", faults=said, count=more) if more > 0 else said)
    if not values:
        raise BadInput(tr("no line of figures below the header; a line needs at least two days"))
    if len(values) < 2:
        raise BadInput(tr("one line of figures below the header; a line needs at least two days"))
    made = pd.Series(values, name="MOVE", dtype="float64")
    made.index = pd.DatetimeIndex(made.index).as_unit("us")
    return made.sort_index()


def _text(content: bytes) -> str:
    if len(content) > LARGEST_BYTES:
        raise BadInput(
            tr(
                "the file has {size:,} bytes; at most {most:,} are read",
                size=len(content),
                most=LARGEST_BYTES,
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise BadInput(tr("line {line}: this is no UTF-8 text; save the file as CSV (UTF-8)", line=line)) from None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BadInput(tr("line {line}: this is no text; save the file as CSV (UTF-8)", line=line))
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows below the header with the number of the line on which each ends; empty lines are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        read = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as fault:
        raise BadInput(
            tr("line {line}: the quotes or cells cannot be read ({fault})", line=reader.line_num, fault=fault)
        ) from None
    read = [(line, cells) for line, cells in read if any(cells)]
    if not read:
        raise BadInput(tr("the file is empty; its first line must read date,value"))
    line, header = read[0]
    if [cell.lower() for cell in header] != HEADER:
        raise BadInput(
            tr("line {line}: the first line must read date,value, not {header}", line=line, header=_said(",".join(header)))
        )
    return read[1:]


def _row(cells: list[str], today: date) -> tuple[date, float]:
    if len(cells) != len(HEADER):
        raise BadInput(
            tr("{count} cells instead of two; write date,value with a comma between and a point for decimals", count=len(cells))
        )
    for name, cell in zip(HEADER, cells, strict=True):
        if cell.startswith(_FORMULA):
            raise BadInput(
                tr("the date {cell} begins like a formula; only plain figures are read", cell=_said(cell))
                if name == "date"
                else tr("the value {cell} begins like a formula; only plain figures are read", cell=_said(cell))
            )
    day = parse_day(cells[0])
    if day > today:
        raise BadInput(tr("date: {day} lies in the future", day=units.day(day)))
    if not cells[1]:
        raise BadInput(tr("no value given"))
    if not _NUMBER.fullmatch(cells[1]):
        raise BadInput(tr("the value {cell} is no number such as 98.4", cell=_said(cells[1])))
    value = float(cells[1])
    if not (math.isfinite(value) and 0 < value <= HIGHEST):
        raise BadInput(tr("the value {cell} is not above zero and at most {highest:,.0f}", cell=_said(cells[1]), highest=HIGHEST))
    return day, value


def _said(text: str) -> str:
    return repr(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…")
