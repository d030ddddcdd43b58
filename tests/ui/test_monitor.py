"""The Truce monitor's words and tiles."""

from datetime import date

import pandas as pd
import pytest

from treasury.analytics.then_and_now import Kind, Named, then_and_now
from treasury.answers import figures
from treasury.ui import monitor

DAYS = pd.to_datetime(["2025-12-29", "2026-10-05"])


def row(kind: Kind, then: float, now: float) -> pd.Series:
    return then_and_now([Named("x", pd.Series([then, now], index=DAYS), kind)], "2025-12-29", "2026-10-05").iloc[0]


@pytest.mark.parametrize(
    ("kind", "then", "now", "level", "change"),
    [
        ("percent", 4.12, 5.31, "5.31 %", "up 119 bp"),
        ("bp", 67.0, 47.0, "47 bp", "down 20 bp"),
        ("share_pct", 22.264, 21.523, "21.5 %", "down 0.74 points"),
        ("level", 119.59, 118.90, "118.90", "down 0.6 %"),
        ("points", -2.71, -2.77, "\N{MINUS SIGN}2.77", "down 0.06"),
        ("usd", 38.4e12, 40.03e12, "USD 40.0 tn", "up USD 1.63 tn"),
        ("percent", 3.75, 3.75, "3.75 %", "unchanged"),
    ],
)
def test_each_kind_is_written_with_its_unit(kind: Kind, then: float, now: float, level: str, change: str) -> None:
    found = row(kind, then, now)
    assert (figures.level(kind, found["now_value"]), figures.change(found)) == (level, change)


def test_a_figure_that_was_not_renewed_has_no_change() -> None:
    table = then_and_now([Named("x", pd.Series([4.12], index=DAYS[:1]), "percent")], "2025-12-29", "2026-10-05")
    assert figures.change(table.iloc[0]) == "n/a (no newer figure)"


def loose(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_no_cell_of_the_table_is_a_formula_to_a_spreadsheet() -> None:
    series = [Named("a", pd.Series([1.0, -2.0], index=DAYS), "points"), Named("b", pd.Series([4.0, 3.0], index=DAYS), "percent")]
    words = monitor.in_words(then_and_now(series, date(2025, 12, 29), date(2026, 10, 5)), date(2025, 12, 29))
    assert [loose(name) for name in words.columns] == ["Measure", "29 Dec 2025", "Now, 5 Oct 2026", "Change"]
    assert not [cell for cell in words.to_numpy().ravel() if str(cell)[0] in "=+-@"]


def test_a_figure_of_another_day_says_which() -> None:
    early = pd.Series([22.0, 21.5], index=pd.to_datetime(["2025-11-30", "2026-06-30"]))
    table = then_and_now(
        [Named("a", pd.Series([4.12, 5.31], index=DAYS), "percent"), Named("b", early, "share_pct")], "2025-12-29", "2026-10-05"
    )
    words = monitor.in_words(table, date(2025, 12, 29)).set_index("Measure")
    assert [loose(cell) for cell in words.loc["a"]] == ["4.12 %", "5.31 %", "up 119 bp"]
    assert [loose(cell) for cell in words.loc["b"]] == ["22.0 % (30 Nov 2025)", "21.5 % (30 Jun 2026)", "down 0.50 points"]
    # A narrow column breaks its lines here, and nowhere within a figure or a day.
    pieces = [cell.split(" ") for cell in words.loc["b"]]
    assert [[loose(piece) for piece in cell] for cell in pieces] == [
        ["22.0 %", "(30 Nov 2025)"],
        ["21.5 %", "(30 Jun 2026)"],
        ["down", "0.50 points"],
    ]
