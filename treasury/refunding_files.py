"""The reviewed files about quarterly refundings beside the statements themselves, checked on every read.

Wording, announced auction sizes, days of the buyback quarters, borrowing estimates. Each function reads its file and
returns a frame; a fault raises BadReference naming the file, the place and what is wrong. Nothing is cached here.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pandas as pd

from treasury.errors import BadInput, BadReference
from treasury.language import N_
from treasury.reference import FOLDER
from treasury.reviewed import DAYS, Fault, Field, Row, day, dollars, one_of, read, url

SIZED_TENORS = ("2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y", "FRN")
SUBJECTS = ("coupons", "tips", "bills", "buybacks")
ESTIMATES = ("first", "update", "actual")  # a quarter ahead, in the quarter itself, after it
_OFFSETS = {"first": 1, "update": 0, "actual": -1}  # quarters from that of the announcement to the one it is about
_MOST_BORROWED = 4_000_000_000_000  # in a quarter; 2.8 trillion in the second of 2020
_MONTHS_AHEAD = 4  # a statement's sizes begin within days of it and end with the quarter


def announced_sizes(path: Path | None = None) -> pd.DataFrame:
    """Auction sizes that statements announced: one row a month and tenor.

    Columns: `statement_date`, `month` (its first day), `tenor` (one of SIZED_TENORS; FRN is the 2-year floating rate note),
    `size_usd`, `basis` ("table": stated; "increments": the size before and the increase that the statement gives in words),
    `source`.
    """
    file = path or FOLDER / "announced_sizes.csv"
    return read(file, _SIZE_FIELDS, "statement_date", _size_fault, unique=(("month", "tenor"),))


def buyback_quarters(path: Path | None = None) -> pd.DataFrame:
    """The operations that belong to a statement's buyback maxima, by the Treasury's tentative schedules.

    Columns: `statement_date`, `first_operation`, `last_operation` (missing: not known), `source`.
    """
    file = path or FOLDER / "buyback_quarters.csv"
    unique = ("statement_date", "first_operation")
    return read(file, _QUARTER_FIELDS, "statement_date", _quarter_fault, unique=unique, follows=_overlap_fault)


def borrowing_estimates(path: Path | None = None) -> pd.DataFrame:
    """Privately-held net marketable borrowing, as announced and as it came out; one row an announcement and quarter.

    Columns: `announced_date`, `quarter` (calendar quarter, "2025 Q3"), `kind` (one of ESTIMATES), `borrowing_usd`,
    `cash_balance_usd` (at the end of the quarter: assumed, for an actual what it was), `source`.
    """
    file = path or FOLDER / "borrowing_estimates.csv"
    return read(file, _ESTIMATE_FIELDS, "announced_date", _estimate_fault, unique=(("quarter", "kind"),))


def statement_texts(path: Path | None = None) -> pd.DataFrame:
    """What statements say, in their own words; one row a statement and subject, in date order.

    Columns: `statement_date`, `subject` (one of SUBJECTS), `text` (one sentence a line), `source`.
    """
    file = path or FOLDER / "refunding_texts.toml"
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise BadReference(f"{file.name} cannot be read: {failure}") from None
    rows = [row for key, statement in held.items() for row in _statement(file, key, statement)]
    if [row["statement_date"] for row in rows] != sorted(row["statement_date"] for row in rows):
        raise BadReference(f"{file.name}: statements are not in date order")
    made = pd.DataFrame(rows, columns=["statement_date", "subject", "text", "source"])
    return made.astype({"statement_date": DAYS, "subject": "str", "text": "str", "source": "str"})


def _statement(file: Path, key: str, statement: object) -> list[dict[str, str | date]]:
    """The rows of one statement. Raises BadReference for anything but a day, a source and known subjects with sentences."""

    def bad(reason: str) -> BadReference:
        return BadReference(f"{file.name}, [{key}]: {reason}")

    try:
        when = day(key)
    except BadInput as fault:
        raise bad(str(fault)) from None
    if not isinstance(statement, dict) or not all(isinstance(value, str) for value in statement.values()):
        raise bad("must hold a source and subjects, each a text")
    try:
        source = url(statement.get("source", ""))
    except ValueError as fault:
        raise bad(f"source: {fault}") from None
    if unknown := [name for name in statement if name not in (*SUBJECTS, "source")]:
        raise bad(f"{unknown[0]!r} is none of {', '.join(SUBJECTS)}")
    rows: list[dict[str, str | date]] = []
    for subject in (name for name in SUBJECTS if name in statement):
        lines = statement[subject].strip("\n").split("\n")
        for line in lines:
            if line != line.strip() or not line.endswith((".", ":")):
                raise bad(f"{subject}: {line[:60]!r} is no sentence on a line of its own")
        rows.append({"statement_date": when, "subject": subject, "text": "\n".join(lines), "source": source})
    return rows


def _month(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}", text):
        raise ValueError(f"{text!r} is no month; write it as YYYY-MM")
    return day(f"{text}-01")


def _quarter(text: str) -> str:
    if not re.fullmatch(r"\d{4} Q[1-4]", text):
        raise ValueError(f"{text!r} is no quarter; write it as 2025 Q3")
    return text


def _borrowing(text: str) -> float:
    """Whole dollars; a net paydown is below zero."""
    amount = dollars(_MOST_BORROWED)(text.removeprefix("-"))
    return -amount if text.startswith("-") else amount


def _size_fault(row: Row) -> Fault | None:
    month, stated = (pd.Timestamp(str(row[name])).to_period("M").ordinal for name in ("month", "statement_date"))
    if not 0 <= month - stated <= _MONTHS_AHEAD:
        return "month", f"{str(row['month'])[:7]} is not in the quarter that follows the statement of {row['statement_date']}"
    return None


def _quarter_fault(row: Row) -> Fault | None:
    if str(row["first_operation"]) <= str(row["statement_date"]):
        return "first_operation", f"{row['first_operation']} is not after the statement, {row['statement_date']}"
    if row["last_operation"] is not None and str(row["last_operation"]) < str(row["first_operation"]):
        return "last_operation", f"{row['last_operation']} is before the first operation, {row['first_operation']}"
    return None


def _overlap_fault(before: Row, row: Row) -> Fault | None:
    if before["last_operation"] is not None and str(row["first_operation"]) <= str(before["last_operation"]):
        return "first_operation", f"{row['first_operation']} is not after the last one before, {before['last_operation']}"
    return None


def _estimate_fault(row: Row) -> Fault | None:
    announced = pd.Timestamp(str(row["announced_date"])).to_period("Q")
    due = announced + _OFFSETS[str(row["kind"])]
    if row["quarter"] != f"{due.year} Q{due.quarter}":
        said = f"{row['quarter']} is no {row['kind']} of {row['announced_date']}"
        return "quarter", f"{said}; that would be {due.year} Q{due.quarter}"
    return None


_SIZE_FIELDS = (
    Field("statement_date", day, DAYS),
    Field("month", _month, DAYS),
    Field("tenor", one_of(*SIZED_TENORS)),
    Field("size_usd", dollars(200_000_000_000), "float64"),
    Field("basis", one_of(N_("table"), N_("increments"))),
    Field("source", url),
)
_QUARTER_FIELDS = (
    Field("statement_date", day, DAYS),
    Field("first_operation", day, DAYS),
    Field("last_operation", day, DAYS, filled=False),
    Field("source", url),
)
_ESTIMATE_FIELDS = (
    Field("announced_date", day, DAYS),
    Field("quarter", _quarter),
    Field("kind", one_of(*ESTIMATES)),
    Field("borrowing_usd", _borrowing, "float64"),
    Field("cash_balance_usd", dollars(_MOST_BORROWED), "float64"),
    Field("source", url),
)
