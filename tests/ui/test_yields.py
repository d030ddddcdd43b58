"""The page Yields: its sentences say what its figures say."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury import frames
from treasury.analytics import moves
from treasury.ui import yields as ui

DAYS = pd.to_datetime(["2024-12-31", "2025-04-04", "2025-04-10", "2025-04-11"])
YIELDS = pd.DataFrame({"2Y": [4.25, 3.68, 3.84, 3.96], "10Y": [4.58, 4.01, 4.40, 4.48]}, index=DAYS)


def test_the_headline_gives_level_moves_and_slope():
    assert ui.headline(moves.moves_table(YIELDS, "2025-04-11")) == (
        "The 10-year stood at 4.48 % on 11 Apr 2025: +8 bp on the day, +47 bp in a week, -10 bp in the year to date. "
        "2s10s stood at 52 bp."
    )


def test_spreads_and_butterflies_from_the_snapshot(held):
    made = ui.spreads(frames.load("par_yields", "2025-04-11", "2025-04-11"))
    assert made.loc["2025-04-11", ["2s10s", "5s30s", "2s5s10s"]].round(6).tolist() == [52.0, 70.0, -14.0]


def test_a_rank_in_words(held):
    series = frames.load("par_yields")["10Y"]
    ranked = ui.ranks(series, date(2025, 4, 11), date(1990, 1, 1))
    assert ranked["definition"].tolist() == ["Day", "Calendar week", "Rolling five days"]
    assert ranked["value_bp"].tolist()[1] == 47.0
    assert ui.rank_sentence(ranked, "10Y").startswith("10Y on 11 Apr 2025: +8 bp, the ")
    assert ui.rank_sentence(ui.ranks(series.iloc[:1], date(1990, 1, 2), None), "10Y") == "No move of the 10Y on this day."


def test_the_page_shows_the_gap_of_the_thirty_year_and_switches_history(held, open_page):
    app = open_page("rates/yields.py", series="Long history", range="Custom", start="2001-01-01", end="2007-01-01", tenors="30Y")
    assert [e.message for e in app.exception] == []
    assert "Constant-maturity yields" in " ".join(c.value for c in app.caption)


def test_switching_to_a_shorter_history_mends_the_days(held, open_page):
    app = open_page("rates/yields.py", series="Long history", range="Custom", start="1970-01-02")
    app.segmented_control(key="series").set_value("Par curve").run()
    assert [e.message for e in app.exception] == []
    assert app.date_input(key="start").value == date(1990, 1, 2)
