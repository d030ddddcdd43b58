"""Fiscal Data: filters, paging to the reported total with a check that every row arrived once, and reading the cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from treasury.dataset import MISSING
from treasury.errors import SourceChanged
from treasury.http import Body, Session

ROOT = "/services/api/fiscal_service/"
PUBLISHER = "fiscaldata"
LICENCE = "US government work, public domain"
PAGE_SIZE = 10_000  # the service's maximum; its default of 100 would silently cut
DRIFT_TRIES = 3

Pages = tuple[Body, ...]


def rows_since(session: Session, path: str, date_field: str, start: date, sort: str, *filters: str) -> Pages:
    """Every page of a table from a day on; one page without rows where nothing matches.

    ``sort`` must order rows fully, or pages may overlap. ``filters`` are further tests in the service's own
    writing (``field:eq:value``). Asks for all fields: without the key fields the service groups and sums.
    Raises SourceChanged when page after page does not add up to the reported total, each row once.
    """
    where = ",".join((f"{date_field}:gte:{start.isoformat()}", *filters))
    trouble = ""
    for _ in range(DRIFT_TRIES):
        pages, trouble = _all_pages(session, path, where, sort)
        if not trouble:
            return pages
    raise SourceChanged(session.publisher, session.dataset, trouble, "the table changes while it is read, or the answer is cut")


def _all_pages(session: Session, path: str, where: str, sort: str) -> tuple[Pages, str]:
    """The pages, and why they cannot be all rows once, or nothing."""
    pages: list[Body] = []
    totals: set[int] = set()
    before: list[dict[str, str]] = []
    arrived, last = 0, 1
    while len(pages) < last:
        page = _page(session, path, where, sort, len(pages) + 1)
        totals.add(_meta(page, session, "total-count"))
        last = _meta(page, session, "total-pages")
        rows = _data(page, session)
        if rows and rows[0] in before:
            return tuple(pages), f"page {len(pages) + 1} begins with a row of the page before"
        arrived, before = arrived + len(rows), rows
        # A copy without the parsed form: that of every page at once would take several times the memory.
        pages.append(replace(page))
    made = tuple(pages)
    # Equal rows sent twice do no harm where the distinct ones are as many as reported.
    if totals == {arrived} or totals == {len(table(made).drop_duplicates())}:
        return made, ""
    reported = " or ".join(f"{total:,}" for total in sorted(totals))
    return made, f"{arrived:,} rows arrived of {reported} reported"


def table(pages: Pages) -> pd.DataFrame:
    """The rows of all pages, every cell the text that was sent."""
    frames = [pd.DataFrame(data, dtype="str") for page in pages if (data := replace(page).json["data"])]
    if frames:
        return pd.concat(frames, ignore_index=True)
    # Without a row only the metadata know the columns.
    return pd.DataFrame(columns=list(pages[0].json["meta"].get("labels", {})), dtype="str")


def columns(pages: Pages, names: Mapping[str, str], dataset: str) -> pd.DataFrame:
    """The columns that ``names`` lists (field to column), renamed, in its order; cells spelled as missing are missing.

    Raises SourceChanged naming the first field that the answer lacks.
    """
    frame = table(pages)
    if gone := [field for field in names if field not in frame.columns]:
        unknown = ", ".join(str(c) for c in frame.columns[:8])
        raise SourceChanged(PUBLISHER, dataset, f"column {gone[0]!r} is missing", f"the answer has {unknown} …")
    frame = frame[list(names)].rename(columns=dict(names))
    return frame.mask(frame.isin(MISSING))


def numbers(cells: pd.Series, dataset: str) -> pd.Series:
    """The cells as numbers. Raises SourceChanged with the first cell that is neither a number nor missing."""
    made = pd.to_numeric(cells, errors="coerce").astype("float64")
    bad = made.isna() & cells.notna()
    if bad.any():
        row = int(bad.to_numpy().argmax()) + 1
        raise SourceChanged(PUBLISHER, dataset, f"column {cells.name!r}: {cells[bad].iloc[0]!r} in row {row} is no number")
    return made


def dollars(frame: pd.DataFrame, amounts: Iterable[str], dataset: str) -> pd.DataFrame:
    """The frame with these columns turned from millions of dollars, as text, to dollars, to the cent."""
    return frame.assign(**{name: (numbers(frame[name], dataset) * 1e6).round(2) for name in amounts})


def clock(cells: pd.Series) -> pd.Series:
    """Times such as "01:40 PM" as "13:40"; anything else stays as it was sent."""
    parts = cells.str.extract(r"^(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>[AP])\.?M\.?$")
    hour = pd.to_numeric(parts["hour"]) % 12 + 12 * parts["half"].eq("P")
    told = hour.astype("Int64").astype("str").str.zfill(2) + ":" + parts["minute"]
    return cells.where(parts["half"].isna(), told)


def _page(session: Session, path: str, where: str, sort: str, number: int) -> Body:
    params = {"filter": where, "sort": sort, "page[number]": str(number), "page[size]": str(PAGE_SIZE), "format": "json"}
    return session.get(ROOT + path, params, expect="json")


def _meta(page: Body, session: Session, name: str) -> int:
    try:
        return int(page.json["meta"][name])
    except (KeyError, TypeError, ValueError):
        raise SourceChanged(session.publisher, session.dataset, f"meta {name!r} is missing") from None


def _data(page: Body, session: Session) -> list[dict[str, str]]:
    data = page.json.get("data")
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise SourceChanged(session.publisher, session.dataset, "'data' is missing or no list of rows")
    return data
