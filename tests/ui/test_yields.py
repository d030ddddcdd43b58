"""The page Yields: its sentences say what its figures say."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury import frames
from treasury.analytics import move_lists, moves, spreads
from treasury.ui import yields as ui

DAYS = pd.to_datetime(["2024-12-31", "2025-04-04", "2025-04-10", "2025-04-11"])
YIELDS = pd.DataFrame({"2Y": [4.25, 3.68, 3.84, 3.96], "10Y": [4.58, 4.01, 4.40, 4.48]}, index=DAYS)


def test_the_headline_gives_level_moves_and_slope():
    assert ui.headline(moves.moves_table(YIELDS, "2025-04-11")) == (
        "The 10-year stood at 4.48 % on 11 Apr 2025: +8 bp on the day, +47 bp in a week, -10 bp in the year to date. "
        "2s10s stood at 52 bp."
    )


def test_spreads_and_butterflies_from_the_snapshot(held):
    made = spreads.named(frames.load("par_yields", "2025-04-11", "2025-04-11"))
    assert made.loc["2025-04-11", ["2s10s", "5s30s", "2s5s10s"]].round(6).tolist() == [52.0, 70.0, -14.0]


def test_a_butterfly_or_spread_of_ones_own_stands_behind_the_chosen(held):
    par = frames.load("par_yields", "2025-04-10", "2025-04-11")
    own = spreads.chosen(par, ["2s10s"], ["2Y", "7Y", "30Y"])
    assert own.columns.tolist() == ["2s10s", "2s7s30s"]
    day = par.loc["2025-04-11"]
    assert own.loc["2025-04-11", "2s7s30s"] == pytest.approx((2 * day["7Y"] - day["2Y"] - day["30Y"]) * 100)
    months = spreads.chosen(par, ["2s10s"], ["3M", "5Y"])
    assert months.loc["2025-04-11", "3m5y"] == pytest.approx((day["5Y"] - day["3M"]) * 100)
    assert spreads.chosen(par, ["2s10s"], ["2Y"]).columns.tolist() == ["2s10s"]
    assert spreads.chosen(par, ["2s10s"], ["2Y", "10Y"]).columns.tolist() == ["2s10s"]


def test_the_table_of_spreads_changes_in_basis_points():
    made = pd.DataFrame({"2s10s": [33.0, 33.0, 56.0, 52.0]}, index=DAYS)
    row = spreads.spread_levels(made).loc["2s10s"]
    assert row[["last_level_bp", "day_bp", "week_bp"]].tolist() == [52, -4, 19]
    assert row["level_percentile_pct"] == 75


def test_the_largest_weeks_name_the_key_dates_within(held):
    series = frames.load("par_yields")["10Y"]
    days = pd.to_datetime(["2025-04-04", "2025-04-09", "2025-04-11"])
    listed = pd.DataFrame({"date": days, "label": ["The day it starts from", "Tariff pause", "End"]})
    got = move_lists.with_key_dates(moves.largest(series, "calendar_week", "rise", date(2000, 1, 1), 5), listed)
    week = got[got["moved_on"] == "2025-04-11"].iloc[0]
    assert (week["rank"], week["value_bp"], week["from_pct"], week["to_pct"]) == (2, 47, 4.01, 4.48)
    assert week["key_date"] == "Tariff pause; End"
    assert got["key_date"].iloc[0] == ""
    words = ui.largest_words(got, "10Y", "Calendar week", "Rises", "2000")
    assert words == "10Y, largest rise by calendar week since 2000: +57 bp up to 16 Nov 2001, from 4.34 % to 4.91 %."
    nothing = ui.largest_words(got.iloc[:0], "10Y", "Day", "Falls", "Whole series")
    assert nothing == "10Y: no fall by day in the whole series."


def test_the_page_lists_falls_builds_a_spread_and_names_the_missing_days(held, open_page):
    app = open_page("rates/yields.py", direction="Falls", definition="Rolling five days", legs=["5Y", "20Y"], top="25")
    assert [e.message for e in app.exception] == []
    assert any(m.value.startswith("10Y, largest fall by rolling five days in the whole series: -") for m in app.markdown)
    assert [len(table.value) for table in app.dataframe][2] == 25
    assert "5s20s" in app.dataframe[3].value.index
    said = "Not held: 2Y, 10Y, 30Y from 24 Aug 2026 to 28 Aug 2026 (“Long history” holds 2Y, 10Y there)."
    assert any(c.value.startswith(said) for c in app.caption)
    one = open_page("rates/yields.py", legs="5Y")
    assert "Two tenors make a spread, three a butterfly." in [c.value for c in one.caption]


def test_a_rank_in_words(held):
    series = frames.load("par_yields")["10Y"]
    ranked = move_lists.ranked(series, date(2025, 4, 11), date(1990, 1, 1))
    assert ranked["definition"].tolist() == ["Day", "Calendar week", "Rolling five days"]
    assert ranked["value_bp"].tolist()[1] == 47.0
    assert ui.rank_sentence(ranked, "10Y").startswith("10Y on 11 Apr 2025: +8 bp, the ")
    assert (
        ui.rank_sentence(move_lists.ranked(series.iloc[:1], date(1990, 1, 2), None), "10Y") == "No move of the 10Y on this day."
    )


def test_the_page_shows_the_gap_of_the_thirty_year_and_switches_history(held, open_page):
    app = open_page("rates/yields.py", series="Long history", range="Custom", start="2001-01-01", end="2007-01-01", tenors="30Y")
    assert [e.message for e in app.exception] == []
    assert "Constant-maturity yields" in " ".join(c.value for c in (*app.caption, *app.markdown))


def test_switching_to_a_shorter_history_mends_the_days(held, open_page):
    app = open_page("rates/yields.py", series="Long history", range="Custom", start="1970-01-02")
    app.segmented_control(key="series").set_value("Par curve").run()
    assert [e.message for e in app.exception] == []
    assert app.date_input(key="start").value == date(1990, 1, 2)
