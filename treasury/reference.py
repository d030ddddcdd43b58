"""The reviewed files of data/reference: key dates, FOMC meetings, refunding statements, buyback sizes, checked on every read.

Each function reads its file and returns a frame in date order (RangeIndex; missing cells are NaT, NaN). A fault raises
BadReference naming the file, the line as an editor counts it, and the column. Nothing is cached here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from treasury.reviewed import DAYS, Fault, Field, Row, day, dollars, one_of, read, slug, source, url, words, yes_or_no
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

_AMOUNT = dollars(1_000_000_000_000)
_STEP_USD = 100_000_000  # statements give tenths of a billion


def key_dates(path: Path | None = None) -> pd.DataFrame:
    """Dates drawn as lines and bands on charts and offered as events; one row an event, several may share a day.

    Columns: `id` (slug), `date`, `end_date` (last day of a band, else NaT), `label` (at most 28 characters), `title` (a
    sentence), `category` (one of CATEGORIES), `regime` (name of the buyback programme regime that begins that day, else
    missing), `default` (bool: drawn unless the reader chooses otherwise), `source` (URL or document).
    """
    return read(path or FOLDER / "key_dates.csv", _KEY_DATE_FIELDS, "date", _key_date_fault, unique=("id", "regime"))


def fomc_meetings(path: Path | None = None) -> pd.DataFrame:
    """FOMC meetings by the day of the statement, past and scheduled.

    Columns: `statement_date`, `scheduled` (bool), `decision` ("hike", "cut", "hold"), `change_bp`, `target_low_pct`,
    `target_high_pct` (the federal funds target range from the next day on), `source`. Where no decision is entered, these four
    are missing, never zero.
    """
    file = path or FOLDER / "fomc_meetings.csv"
    return read(file, _FOMC_FIELDS, "statement_date", _fomc_fault, unique=("statement_date",), follows=_target_fault)


def refunding_statements(path: Path | None = None) -> pd.DataFrame:
    """Quarterly refunding statements; amounts in whole dollars as float64, missing where the statement gives none.

    Columns: `statement_date`, `quarter` ("Aug-Oct 2025"), `statement_url`, `borrowing_estimate_date`, `refunding_total_usd` and
    its parts `note_3y_usd`, `note_10y_usd`, `bond_30y_usd`, what it refunds and raises (`maturing_privately_held_usd`,
    `new_cash_usd`), the buyback maxima of the quarter (`liquidity_buyback_max_usd`, `cash_management_buyback_max_usd`), `note`.
    """
    file = path or FOLDER / "refunding_statements.csv"
    unique = ("statement_date", "quarter", "statement_url")
    return read(file, _REFUNDING_FIELDS, "statement_date", _refunding_fault, unique=unique)


def buyback_sizes(path: Path | None = None) -> pd.DataFrame:
    """Maxima of single buyback operations that a press release changed between refundings; the Treasury's schedule lacks them.

    Columns: `date` (of the release), `effective_date`, `security_type`, `maturity_bucket`, `least_maximum_usd` ("at least" so
    much an operation), `source`.
    """
    return read(path or FOLDER / "buyback_sizes.csv", _SIZE_FIELDS, "date", _size_fault, unique=())


def _basis_points(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,3}", text):
        raise ValueError(f"{text!r} is no number of whole basis points")
    return float(text)


def _target_rate(text: str) -> float:
    if not re.fullmatch(r"\d{1,2}\.\d{2,3}", text) or float(text) > 20:
        raise ValueError(f"{text!r} is no plausible target rate in percent, such as 4.25")
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


_KEY_DATE_FIELDS = (
    Field("id", slug),
    Field("date", day, DAYS),
    Field("end_date", day, DAYS, filled=False),
    Field("label", words(LONGEST_LABEL)),
    Field("title", words(LONGEST_TEXT)),
    Field("category", one_of(*CATEGORIES)),
    Field("regime", words(LONGEST_LABEL), filled=False),
    Field("default", yes_or_no, "bool"),
    Field("source", source),
)
_FOMC_FIELDS = (
    Field("statement_date", day, DAYS),
    Field("scheduled", yes_or_no, "bool"),
    Field("decision", one_of(*DECISIONS), filled=False),
    Field("change_bp", _basis_points, "float64", filled=False),
    Field("target_low_pct", _target_rate, "float64", filled=False),
    Field("target_high_pct", _target_rate, "float64", filled=False),
    Field("source", source),
)
_REFUNDING_FIELDS = (
    Field("statement_date", day, DAYS),
    Field("quarter", words(LONGEST_LABEL)),
    Field("statement_url", url),
    Field("borrowing_estimate_date", day, DAYS),
    Field("refunding_total_usd", _AMOUNT, "float64", filled=False),
    Field("note_3y_usd", _AMOUNT, "float64", filled=False),
    Field("note_10y_usd", _AMOUNT, "float64", filled=False),
    Field("bond_30y_usd", _AMOUNT, "float64", filled=False),
    Field("maturing_privately_held_usd", _AMOUNT, "float64", filled=False),
    Field("new_cash_usd", _AMOUNT, "float64", filled=False),
    Field("liquidity_buyback_max_usd", _AMOUNT, "float64", filled=False),
    Field("cash_management_buyback_max_usd", _AMOUNT, "float64", filled=False),
    Field("note", words(LONGEST_TEXT)),
)
_SIZE_FIELDS = (
    Field("date", day, DAYS),
    Field("effective_date", day, DAYS),
    Field("security_type", one_of("Nominal Coupons", "TIPS")),
    Field("maturity_bucket", words(LONGEST_LABEL)),
    Field("least_maximum_usd", _AMOUNT, "float64"),
    Field("source", source),
)
