"""Excel workbooks: the figures of a chart with typed cells, and beside them what they are and where they come from.

Text is written as text, never as a formula, a link or a number; a cell that begins like a formula stays text when edited.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import xlsxwriter

from treasury.language import tr
from treasury.spreadsheet import begins_like_a_formula
from treasury.ui.tables import number_format

MOST_ROWS = 1_048_575  # of an Excel sheet, less the header
MOST_CELLS = 2_000_000  # more take longer to write than a reader waits
FIRST_YEAR = 1900  # Excel knows no earlier day
LONGEST_CELL = 32_767  # characters, by Excel
WIDEST, NARROWEST = 60, 8  # characters
_SAMPLED = 200  # rows looked at for the width of a column
_PLAIN: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # characters that the format cannot hold

About = Sequence[tuple[str, str]]


def too_large(frame: pd.DataFrame) -> str:
    """Why a frame is not written to a workbook; "" where it is."""
    rows, cells = len(frame), len(frame) * max(frame.shape[1], 1)
    if rows > MOST_ROWS:
        return tr(
            "{rows} rows are more than an Excel sheet takes ({most}); the CSV holds all of them.",
            rows=f"{rows:,}",
            most=f"{MOST_ROWS:,}",
        )
    if cells > MOST_CELLS:
        return tr(
            "{cells} cells are more than are written to a workbook ({most}); the CSV holds all of them.",
            cells=f"{cells:,}",
            most=f"{MOST_CELLS:,}",
        )
    return ""


def workbook(frame: pd.DataFrame, about: About) -> bytes:
    """The sheets "figures" (the frame with its named index first) and "about" (name and text, one row each), as .xlsx.

    Raises ValueError for a frame that `too_large` refuses.
    """
    if why := too_large(frame):
        raise ValueError(why)
    flat = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "remove_timezone": True} | _PLAIN) as book:
        _figures(book, flat)
        _about(book, about)
    return buffer.getvalue()


def _figures(book: Any, flat: pd.DataFrame) -> None:
    sheet = book.add_worksheet("figures")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "quote_prefix": True})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    text, quoted = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "quote_prefix": True})
    for at, name in enumerate(map(str, flat.columns)):
        cells = flat.iloc[:, at]
        number = book.add_format({"num_format": number_format(name)})
        sheet.set_column(at, at, _width(name, cells))
        sheet.write_string(0, at, _held(name), head)
        for row, cell in enumerate(cells, start=1):
            if _missing(cell):
                continue
            if isinstance(cell, bool):
                sheet.write_boolean(row, at, cell)
            elif isinstance(cell, date) and cell.year >= FIRST_YEAR:  # a pandas timestamp too
                sheet.write_datetime(row, at, cell, day)
            elif pd.api.types.is_number(cell) and abs(cell) < 1e300:
                sheet.write_number(row, at, cell, number)
            else:
                said = _held(str(cell))
                sheet.write_string(row, at, said, quoted if begins_like_a_formula(said) else text)
    sheet.freeze_panes(1, 1)
    if len(flat) and flat.shape[1]:
        sheet.autofilter(0, 0, len(flat), flat.shape[1] - 1)


def _about(book: Any, about: About) -> None:
    sheet = book.add_worksheet("about")
    name = book.add_format({"bold": True, "valign": "top", "quote_prefix": True})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    for row, (what, said) in enumerate(about):
        sheet.write_string(row, 0, _held(what), name)
        sheet.write_string(row, 1, _held(said), text)


def _held(text: str) -> str:
    """The text without what a cell cannot hold."""
    return _NO_TEXT.sub(" ", text)[:LONGEST_CELL]


def _missing(cell: Any) -> bool:
    return cell is None or (pd.api.types.is_scalar(cell) and bool(pd.isna(cell)))


def _width(name: str, cells: pd.Series) -> int:
    if pd.api.types.is_datetime64_any_dtype(cells):
        longest = 10
    elif pd.api.types.is_numeric_dtype(cells):
        longest = 20 if name.endswith("_usd") else 10
    else:
        longest = max((len(str(cell)) for cell in cells.iloc[:_SAMPLED] if not _missing(cell)), default=0)
    return min(max(longest + 1, min(len(name), 18) + 1, NARROWEST), WIDEST)
