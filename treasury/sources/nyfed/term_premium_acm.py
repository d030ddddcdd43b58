"""Term premium by the Adrian-Crump-Moench model of the New York Fed, daily since 1961."""

import io
import struct
from collections.abc import Mapping
from datetime import date

import pandas as pd
import xlrd
from xlrd.compdoc import CompDocError

from treasury.dataset import Check, Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Body, Session
from treasury.language import N_, tr

PATH = "/medialibrary/media/research/data_indicators/ACMTermPremium.xls"
SHEET = "ACM Daily"
PARTS = {
    "ACMY": "Fitted yield",
    "ACMTP": "Term premium in the fitted yield",
    "ACMRNY": "Risk-neutral yield (the expected path of the short rate)",
}
YEARS = tuple(f"{years:02}" for years in range(1, 11))
# Yield = premium + path holds to the last digit in the workbook; copies of it round to three digits.
ROUNDING = 0.0011


def fetch(session: Session, _window: Window) -> Body:
    return session.get(PATH, expect="xls", only_if_changed=True)


def parse(payload: Body) -> pd.DataFrame:
    """The daily sheet. Raises SourceChanged when the workbook, the sheet or a date in it cannot be read."""
    header, *rows = _cells(payload.content)
    frame = pd.DataFrame(rows, columns=header, dtype="object").rename(columns={"DATE": "date"})
    if "date" in frame:
        written = frame["date"].astype("str").str.strip()
        frame["date"] = pd.to_datetime(written, format="%d-%b-%Y", errors="coerce")
        if (bad := frame["date"].isna()).any():
            reason = f"column 'DATE': {written[bad].iloc[0]!r} is no date"
            raise SourceChanged("nyfed", "term_premium_acm", reason, "expected dates like 14-Jun-1961")
    return frame


def _cells(workbook: bytes) -> list[list[object]]:
    """The rows of the daily sheet, its header first; an empty cell is an empty text."""
    try:
        # A damaged workbook fails in as many ways as there are records in it.
        with xlrd.open_workbook(file_contents=workbook, logfile=io.StringIO(), on_demand=True) as book:
            sheet = book.sheet_by_name(SHEET)
            rows = [sheet.row_values(number) for number in range(sheet.nrows)]
    except (xlrd.XLRDError, CompDocError, struct.error, LookupError, ValueError, AssertionError) as failure:
        raise SourceChanged("nyfed", "term_premium_acm", f"sheet {SHEET!r} cannot be read", str(failure)[:120]) from None
    if not rows:
        raise SourceChanged("nyfed", "term_premium_acm", f"sheet {SHEET!r} is empty")
    return rows


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Fitted yield = term premium + risk-neutral yield, for each of the ten maturities, where all three are published."""
    frame = frames["term_premium_acm"]
    gaps = pd.concat([frame[f"ACMY{n}"] - frame[f"ACMTP{n}"] - frame[f"ACMRNY{n}"] for n in YEARS]).abs().dropna()
    off = gaps[gaps > ROUNDING]
    first = frame["date"][off.index.min()].date() if len(off) else None
    named = tr("; first {day}, largest gap {gap:.3f}", day=first, gap=off.max()) if len(off) else ""
    detail = tr("{count} of {total:,} sums differ{named}", count=len(off), total=len(gaps), named=named)
    return [Check(N_("fitted yield = term premium + risk-neutral yield"), off.empty, detail)]


def _column(part: str, years: str) -> Column:
    meaning = f"{PARTS[part]} of a {int(years)}-year zero-coupon Treasury, percent a year."
    low, high = (-4, 8) if part == "ACMTP" else (-2, 22)
    return Column(f"{part}{years}", "percent", meaning, "percent", low, high, decimals=6)


DATASET = Dataset(
    id="term_premium_acm",
    title="Term premium, Adrian-Crump-Moench",
    publisher="nyfed",
    landing_page="https://www.newyorkfed.org/research/data_indicators/term-premia-tabs",
    endpoint=PATH,
    first=date(1961, 6, 14),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day of the yields that the model reads.", filled=True),
        *(_column(part, years) for part in PARTS for years in YEARS),
    ),
    licence="Federal Reserve Bank of New York, free to use with attribution; not an official estimate of the Bank",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    stale_after_days=45,
    keep_every_version=True,
    weekdays_only=True,
    checks=check,
    note="Re-estimated early each month, which moves the whole history; every version is kept, so that an older vintage "
    "can be read again.",
)
