"""Major foreign holders of Treasury securities, month by month, from the Treasury International Capital system."""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Body, Session
from treasury.language import N_, tr

PATH = "/Publish/mfhhis01.txt"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TOTAL = "Grand Total"
OFFICIAL = "For. Official"
OFFICIAL_PARTS = ("Treasury Bills", "T-Bonds & Notes")
GROUPS = (TOTAL, OFFICIAL, *OFFICIAL_PARTS)
NO_FIGURE = ("n.a.", "*")  # not available; less than 50 million
# About forty figures, each rounded to a tenth of a billion.
ROUNDING_USD = 1e9

Row = tuple[str, str, float | None]  # month, country, dollars


def fetch(session: Session, _window: Window) -> Body:
    return session.get(PATH, expect="text", only_if_changed=True)


def parse(payload: Body) -> pd.DataFrame:
    """One row a month and country, group rows included, from the yearly blocks, newest first.

    A month that stands twice in a block is a break between two surveys; the older survey's column, on the right, is for
    comparison only and is left out.
    """
    # Line by line: an unpaired quotation mark in a footnote must not swallow what follows.
    lines = [[cell.strip() for line in csv.reader([text], delimiter="\t") for cell in line] for text in payload.text.splitlines()]
    starts = [number for number, line in enumerate(lines) if line and line[0] == "Country"]
    if not starts:
        raise SourceChanged("tic", "foreign_holders", "no block starts with 'Country'")
    rows: list[Row] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        months = _months(lines[start - 1], lines[start])
        _check_whole(list(months.values()), start == starts[0], start == starts[-1])
        rows += _block(lines[start:end], months)
    return pd.DataFrame(rows, columns=["month", "country", "holdings_usd"])


def _block(lines: list[list[str]], months: dict[int, str]) -> Iterator[Row]:
    """The rows of one block, from the line 'Country' on; ``months`` says which month stands at which position."""
    if TOTAL not in (line[0] for line in lines if line):
        raise SourceChanged("tic", "foreign_holders", f"no row {TOTAL!r} in the block of {min(months.values())[:4]}")
    for line in lines[1:]:
        cells = {position: line[position] for position in months if position < len(line) and line[position]}
        if not line or not line[0] or not cells:
            continue
        country = re.sub(r"\s+\d+/$", "", line[0])
        yield from ((months[position], country, _usd(cell, country)) for position, cell in cells.items())
        if country == OFFICIAL_PARTS[-1]:
            return  # footnotes and the next block's head follow


def _months(names: list[str], years: list[str]) -> dict[int, str]:
    """Column position to the month's last day, from the line above 'Country' and the years beside it.

    Of two columns of one month the first counts.
    """
    found: dict[int, str] = {}
    for position, (name, year) in enumerate(zip(names, years, strict=False)):
        if name not in MONTHS or not re.fullmatch(r"\d{4}", year):
            continue
        month = pd.Period(year=int(year), month=MONTHS.index(name) + 1, freq="M").end_time.date().isoformat()
        if month not in found.values():
            found[position] = month
    if not found:
        raise SourceChanged("tic", "foreign_holders", "no months above the line 'Country'", f"found: {' '.join(names)[:100]}")
    return found


def _check_whole(months: list[str], newest: bool, oldest: bool) -> None:
    """Raises SourceChanged when a block lacks a month: only the newest may end before December, the oldest begin later."""
    found = sorted(int(month[5:7]) for month in months)
    first, last = 1 if not oldest else found[0], 12 if not newest else found[-1]
    if gone := [name for number, name in enumerate(MONTHS, 1) if first <= number <= last and number not in found]:
        raise SourceChanged("tic", "foreign_holders", f"{gone[0]} is missing in the block of {months[0][:4]}")


def _usd(cell: str, country: str) -> float | None:
    """Billions as written, in whole dollars."""
    if cell in NO_FIGURE:
        return None
    try:
        return round(float(cell) * 1e9)
    except (ValueError, OverflowError):
        raise SourceChanged("tic", "foreign_holders", f"{country}: {cell!r} is no number") from None


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Countries add to the grand total, and official bills and bonds to official holdings, within rounding."""
    wide = frames["foreign_holders"].pivot(index="month", columns="country", values="holdings_usd")
    countries = wide.drop(columns=list(GROUPS), errors="ignore").sum(axis=1)
    official = wide.reindex(columns=[OFFICIAL, *OFFICIAL_PARTS])
    parts = official[list(OFFICIAL_PARTS)].sum(axis=1)
    return [
        _sum_check(N_("countries add to the grand total"), countries, wide[TOTAL]),
        _sum_check(N_("official bills and bonds add to official holdings"), parts, official[OFFICIAL]),
    ]


def _sum_check(name: str, parts: pd.Series, total: pd.Series) -> Check:
    gap = (parts - total).abs().dropna()
    off = gap[gap > ROUNDING_USD]
    named = tr("; first {day}, largest gap {gap:,.1f} bn USD", day=off.index[0].date(), gap=off.max() / 1e9) if len(off) else ""
    return Check(name, off.empty, tr("{count} of {total:,} months differ{named}", count=len(off), total=len(gap), named=named))


DATASET = Dataset(
    id="foreign_holders",
    title="Major foreign holders",
    publisher="tic",
    landing_page="https://home.treasury.gov/data/treasury-international-capital-tic-system",
    endpoint=PATH,
    first=date(2000, 3, 31),
    cadence="monthly",
    key=("month", "country"),
    columns=(
        Column("month", "date", "Last day of the month.", filled=True),
        Column(
            "country",
            "text",
            "Country of the holder or custodian as the Treasury names it, or a group: All Other, Grand Total, For. Official, and "
            "the latter's Treasury Bills and T-Bonds & Notes.",
            filled=True,
        ),
        Column("holdings_usd", "usd", "Treasury securities held at the end of the month, US dollars.", "USD", 0, 3e13),
    ),
    licence="US government work, public domain",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="month",
    stale_after_days=95,
    checks=check,
    note="By place of custody, so Belgium or the Cayman Islands hold for owners elsewhere. Each year's table names its own "
    "largest countries and puts the rest into All Other. New surveys break the series each June from 2002 to 2011, and in "
    "December 2011; published to a tenth of a billion.",
)
