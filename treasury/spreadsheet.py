"""Text that a spreadsheet would run instead of showing."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@")


def defused(cell: object) -> object:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; anything else as it is.

    A lone carriage return would begin a new row for some readers, so it becomes a line feed, which gets quoted.

    >>> defused("=1+1"), defused(" @SUM(A1)"), defused("Notes"), defused(-3.0)
    ("'=1+1", "' @SUM(A1)", 'Notes', -3.0)
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if begins_like_a_formula(text) else text


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.lstrip().startswith(_FORMULA)
