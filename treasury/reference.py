"""The reviewed files of data/reference: key dates, FOMC meetings, refunding statements, buyback sizes, checked on every read.

Each function reads its file and returns a frame in date order (RangeIndex; missing cells are NaT, NaN). A fault raises
BadReference naming the file, the line as an editor counts it, and the column. Nothing is cached here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from treasury.calendar import parse_day
from treasury.errors import BadReference
from treasury.settings import ROOT

FOLDER = ROOT / "data" / "reference"

CATEGORIES = (
    "tariff",
    "refunding",
    "buyback",
    "fed",
    "rating",
    "debt",
    "debt_limit",
    "auction",
    "market",
    "fiscal",
    "court",
    "stablecoin",
    "politics",
    "reference",
)
DECISIONS = ("hike", "cut", "hold")
LONGEST_LABEL = 28
LONGEST_TEXT = 240

# Smallest and largest amount that a refunding statement can mean: billions or millions written by mistake fall below.
_AMOUNT_RANGE = (500_000_000, 1_000_000_000_000)
_STEP_USD = 100_000_000  # statements give tenths of a billion

Value = str | float | bool | date | None
Row = Mapping[str, Value]
Fault = tuple[str, str]  # column, reason


@dataclass(frozen=True)
class _Field:
    """A column: how a cell becomes a value (ValueError says why it cannot), its dtype, whether it may be empty."""

    name: str
    convert: Callable[[str], Value]
    dtype: str = "str"
    filled: bool = True


def key_dates(path: Path | None = None) -> pd.DataFrame:
    """Dates drawn as lines and bands on charts and offered as events; one row an event, several may share a day.

    Columns: `id` (slug), `date`, `end_date` (last day of a band, else NaT), `label` (at most 28 characters), `title` (a
    sentence), `category` (one of CATEGORIES), `regime` (name of the buyback programme regime that begins that day, else
    missing), `default` (bool: drawn unless the reader chooses otherwise), `source` (URL or document).
    """
    return _read(path or FOLDER / "key_dates.csv", _KEY_DATE_FIELDS, "date", _key_date_fault, unique=("id", "regime"))


def fomc_meetings(path: Path | None = None) -> pd.DataFrame:
    """FOMC meetings by the day of the statement, past and scheduled.

    Columns: `statement_date`, `scheduled` (bool), `decision` ("hike", "cut", "hold"), `change_bp`, `target_low_pct`,
    `target_high_pct` (the federal funds target range from the next day on), `source`. Where no decision is entered, these four
    are missing, never zero.
    """
    file = path or FOLDER / "fomc_meetings.csv"
    return _read(file, _FOMC_FIELDS, "statement_date", _fomc_fault, unique=("statement_date",), follows=_target_fault)


def refunding_statements(path: Path | None = None) -> pd.DataFrame:
    """Quarterly refunding statements; amounts in whole dollars as float64, missing where the statement gives none.

    Columns: `statement_date`, `quarter` ("Aug-Oct 2025"), `statement_url`, `borrowing_estimate_date`, `refunding_total_usd` and
    its parts `note_3y_usd`, `note_10y_usd`, `bond_30y_usd`, what it refunds and raises (`maturing_privately_held_usd`,
    `new_cash_usd`), the buyback maxima of the quarter (`liquidity_buyback_max_usd`, `cash_management_buyback_max_usd`), `note`.
    """
    file = path or FOLDER / "refunding_statements.csv"
    unique = ("statement_date", "quarter", "statement_url")
    return _read(file, _REFUNDING_FIELDS, "statement_date", _refunding_fault, unique=unique)


def buyback_sizes(path: Path | None = None) -> pd.DataFrame:
    """Maxima of single buyback operations that a press release changed between refundings; the Treasury's schedule lacks them.

    Columns: `date` (of the release), `effective_date`, `security_type`, `maturity_bucket`, `least_maximum_usd` ("at least" so
    much an operation), `source`.
    """
    return _read(path or FOLDER / "buyback_sizes.csv", _SIZE_FIELDS, "date", _size_fault, unique=())


def _read(
    path: Path,
    fields: Sequence[_Field],
    date_column: str,
    row_fault: Callable[[Row], Fault | None],
    unique: Sequence[str],
    follows: Callable[[Row, Row], Fault | None] | None = None,
) -> pd.DataFrame:
    """The rows of a file, each cell converted, each row checked alone, against its equals and against the row before."""
    rows: list[dict[str, Value]] = []
    seen: dict[tuple[str, Value], int] = {}
    for line, cells in _lines(path, [field.name for field in fields]):
        row = {field.name: _converted(cells[field.name], field, path, line) for field in fields}
        _raise(path, line, row_fault(row))
        for name in unique:
            earlier = seen.setdefault((name, row[name]), line)
            if row[name] is not None and earlier != line:
                raise _bad(path, line, name, f"{cells[name]!r} stands in line {earlier} already")
        if rows and str(row[date_column]) < str(rows[-1][date_column]):
            raise _bad(path, line, date_column, f"{row[date_column]} comes after {rows[-1][date_column]}; rows are in date order")
        if rows and follows is not None:
            _raise(path, line, follows(rows[-1], row))
        rows.append(row)
    return pd.DataFrame({f.name: pd.Series([row[f.name] for row in rows], dtype=f.dtype) for f in fields})


def _lines(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, as text. The header is read as a row, so that line = position + 1."""
    try:
        table = pd.read_csv(
            path,
            header=None,
            names=[*columns, "surplus"],
            index_col=False,
            dtype="str",
            na_filter=False,
            skip_blank_lines=False,
            encoding="utf-8",
        )
    except (OSError, UnicodeDecodeError, pd.errors.ParserError) as failure:
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


def _converted(text: str, field: _Field, path: Path, line: int) -> Value:
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


def _day(text: str) -> date:
    return parse_day(text, name="date")


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is no slug; use lower-case letters, digits and single hyphens")
    return text


def _text(longest: int) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"{len(text)} characters, at most {longest}: {text!r}")
        return text

    return convert


def _one_of(*allowed: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"{text!r} is none of {', '.join(allowed)}")
        return text

    return convert


def _yes_or_no(text: str) -> bool:
    return _one_of("yes", "no")(text) == "yes"


def _source(text: str) -> str:
    """A URL, or the name of a document in words."""
    return _url(text) if "://" in text else _text(LONGEST_TEXT)(text)


def _url(text: str) -> str:
    if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+/\S+", text):
        raise ValueError(f"{text!r} is no address of a page; it begins with https://")
    return text


def _basis_points(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,3}", text):
        raise ValueError(f"{text!r} is no number of whole basis points")
    return float(text)


def _target_rate(text: str) -> float:
    if not re.fullmatch(r"\d{1,2}\.\d{2,3}", text) or float(text) > 20:
        raise ValueError(f"{text!r} is no plausible target rate in percent, such as 4.25")
    return float(text)


def _whole_dollars(text: str) -> float:
    if not re.fullmatch(r"\d+", text):
        raise ValueError(f"{text!r} is no amount in whole dollars; digits only")
    low, high = _AMOUNT_RANGE
    if int(text) != 0 and not low <= int(text) <= high:
        raise ValueError(f"{text} is not plausible; amounts are whole dollars, {low:,} to {high:,}")
    return float(text)


def _key_date_fault(row: Row) -> Fault | None:
    if row["end_date"] is not None and str(row["end_date"]) < str(row["date"]):
        return "end_date", f"{row['end_date']} is before the date, {row['date']}"
    if not str(row["title"]).endswith("."):
        return "title", "must be a sentence that ends with a full stop"
    return None


def _fomc_fault(row: Row) -> Fault | None:
    figures = ("change_bp", "target_low_pct", "target_high_pct")
    for name in figures:
        if (row[name] is None) != (row["decision"] is None):
            return name, "decision, change and target range are given together or not at all"
    if row["decision"] is None:
        return None
    change, low, high = (float(str(row[name])) for name in figures)
    if row["decision"] != ("hold" if change == 0 else "hike" if change > 0 else "cut"):
        return "change_bp", f"{change:+.0f} is no {row['decision']}"
    if low > high:
        return "target_high_pct", f"{high} is below the low end, {low}"
    return None


def _target_fault(before: Row, row: Row) -> Fault | None:
    """Ranges must follow from one meeting to the next; a decision after an open one cannot be told."""
    if row["decision"] is None:
        return None
    if before["decision"] is None:
        return "decision", f"the decision of {before['statement_date']} is not entered yet"
    for name in ("target_low_pct", "target_high_pct"):
        due = float(str(before[name])) + float(str(row["change_bp"])) / 100
        if abs(due - float(str(row[name]))) > 1e-9:
            return name, f"{row[name]} does not follow from {before[name]} and a change of {row['change_bp']} bp"
    return None


def _refunding_fault(row: Row) -> Fault | None:
    if str(row["borrowing_estimate_date"]) > str(row["statement_date"]):
        return "borrowing_estimate_date", f"{row['borrowing_estimate_date']} is after the statement, {row['statement_date']}"
    total = row["refunding_total_usd"]
    for parts in (("note_3y_usd", "note_10y_usd", "bond_30y_usd"), ("maturing_privately_held_usd", "new_cash_usd")):
        amounts = [float(str(row[name])) for name in parts if row[name] is not None]
        if total is None or len(amounts) < len(parts):
            continue
        # Maturing amount and new cash are rounded to a tenth of a billion each.
        if abs(sum(amounts) - float(str(total))) > _STEP_USD:
            return "refunding_total_usd", f"{total:,.0f} is not the sum of {' and '.join(parts)}, {sum(amounts):,.0f}"
    return None


def _size_fault(row: Row) -> Fault | None:
    if str(row["effective_date"]) < str(row["date"]):
        return "effective_date", f"{row['effective_date']} is before the release, {row['date']}"
    return None


_DAYS = "datetime64[us]"

_KEY_DATE_FIELDS = (
    _Field("id", _slug),
    _Field("date", _day, _DAYS),
    _Field("end_date", _day, _DAYS, filled=False),
    _Field("label", _text(LONGEST_LABEL)),
    _Field("title", _text(LONGEST_TEXT)),
    _Field("category", _one_of(*CATEGORIES)),
    _Field("regime", _text(LONGEST_LABEL), filled=False),
    _Field("default", _yes_or_no, "bool"),
    _Field("source", _source),
)
_FOMC_FIELDS = (
    _Field("statement_date", _day, _DAYS),
    _Field("scheduled", _yes_or_no, "bool"),
    _Field("decision", _one_of(*DECISIONS), filled=False),
    _Field("change_bp", _basis_points, "float64", filled=False),
    _Field("target_low_pct", _target_rate, "float64", filled=False),
    _Field("target_high_pct", _target_rate, "float64", filled=False),
    _Field("source", _source),
)
_REFUNDING_FIELDS = (
    _Field("statement_date", _day, _DAYS),
    _Field("quarter", _text(LONGEST_LABEL)),
    _Field("statement_url", _url),
    _Field("borrowing_estimate_date", _day, _DAYS),
    _Field("refunding_total_usd", _whole_dollars, "float64", filled=False),
    _Field("note_3y_usd", _whole_dollars, "float64", filled=False),
    _Field("note_10y_usd", _whole_dollars, "float64", filled=False),
    _Field("bond_30y_usd", _whole_dollars, "float64", filled=False),
    _Field("maturing_privately_held_usd", _whole_dollars, "float64", filled=False),
    _Field("new_cash_usd", _whole_dollars, "float64", filled=False),
    _Field("liquidity_buyback_max_usd", _whole_dollars, "float64", filled=False),
    _Field("cash_management_buyback_max_usd", _whole_dollars, "float64", filled=False),
    _Field("note", _text(LONGEST_TEXT)),
)
_SIZE_FIELDS = (
    _Field("date", _day, _DAYS),
    _Field("effective_date", _day, _DAYS),
    _Field("security_type", _one_of("Nominal Coupons", "TIPS")),
    _Field("maturity_bucket", _text(LONGEST_LABEL)),
    _Field("least_maximum_usd", _whole_dollars, "float64"),
    _Field("source", _source),
)
