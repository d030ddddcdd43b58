"""The pages "Real yields and inflation" and "Volatility": their sentences say what their figures say."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from treasury.analytics import real_yields as measures
from treasury.language import using
from treasury.ui import real_yields, tables, volatility, yields

DAYS = pd.to_datetime(["2025-12-31", "2026-07-22", "2026-09-30", "2026-10-01"])
PAR = pd.DataFrame({"10Y": [4.18, 4.60, 5.29, 5.24], "5Y": [3.73, 4.10, 5.09, 5.01]}, index=DAYS)
REAL = pd.DataFrame({"10Y": [1.93, 2.30, 2.93, 2.88], "5Y": [1.47, 2.11, math.nan, math.nan]}, index=DAYS)
BREAKEVENS = pd.DataFrame({"T10YIE": [2.25, 2.30, 2.36, 2.36], "T5YIFR": [2.24, 2.26, math.nan, math.nan]}, index=DAYS)


def levels_of(*frames: pd.DataFrame) -> pd.DataFrame:
    return measures.levels_of(measures.together(*frames))


def test_the_headline_gives_each_figure_with_its_own_day():
    assert real_yields.headline(levels_of(PAR, REAL, BREAKEVENS)) == (
        "The 10-year breakeven stood at 2.36 % on 1 Oct 2026, +11 bp in the year to date; "
        "the 10-year real yield at 2.88 % on 1 Oct 2026, +95 bp in the year to date; "
        "the 5-year, 5 years forward, at 2.26 % on 22 Jul 2026, the 100th percentile of its ten years."
    )
    only = real_yields.headline(levels_of(PAR, REAL.iloc[:0], BREAKEVENS.iloc[:0]))
    assert only == "Neither a 10-year real yield nor a breakeven is held."


def test_what_ends_early_is_said_and_not_filled():
    series = measures.together(PAR, REAL, BREAKEVENS.assign(T5YIE=math.nan))
    assert series.loc["2026-10-01", ["5-year real", "5-year, 5 years forward"]].isna().all()
    early = real_yields.endings(series)
    july = date(2026, 7, 22)
    assert early == {"5-year real": july, "5-year breakeven": None, "5-year, 5 years forward": july}
    assert real_yields.endings_words(early, date(2026, 10, 1)) == (
        "Not held: 5-year real and 5-year, 5 years forward after 22 Jul 2026; 5-year breakeven at all. "
        "The newest figure here is of 1 Oct 2026; nothing is filled in."
    )
    assert real_yields.endings(series[["10-year real", "10-year nominal"]]) == {}


def test_the_split_adds_up_in_words():
    series = measures.together(PAR, REAL, BREAKEVENS)
    path = measures.split(measures.parts(series, "10Y"))
    words = "10Y, 31 Dec 2025 to 1 Oct 2026: nominal +106 bp = real +95 bp + breakeven +11 bp + remainder 0 bp."
    assert real_yields.split_words(path, "10Y") == words
    falling = path.assign(breakeven_bp=-11.0, remainder_bp=22.0)
    assert real_yields.split_words(falling, "10Y").endswith("real +95 bp + breakeven (-11 bp) + remainder +22 bp.")
    short = measures.split(measures.parts(series, "10Y").iloc[:1])
    assert real_yields.split_words(short, "10Y").startswith("10Y: fewer than 2 days")


def test_alt_texts_give_the_day_of_each_line():
    said = real_yields.over("Real yields", REAL, {"10Y": "10Y", "5Y": "5Y", "30Y": "30Y"}, "2026")
    assert said == "Real yields, 2026: 10Y 2.88 % on 1 Oct 2026 (+95 bp), 5Y 2.11 % on 22 Jul 2026 (+64 bp)."
    assert real_yields.over("Real yields", REAL.iloc[:0], {"10Y": "10Y"}, "2026") == "Real yields, 2026: no figure."


def row(**cells: object) -> pd.DataFrame:
    days = {"date": pd.Timestamp("2026-10-05"), "history_from": pd.Timestamp("1990-02-01")}
    last = {"as_low_on": pd.Timestamp("2026-10-02"), "as_high_on": pd.Timestamp("2025-05-12")}
    numbers = {"now_level_bp": 82.57, "month_ago_level_bp": 70.2, "year_ago_level_bp": 57.1, "ten_years_percentile_pct": 64.9}
    return pd.DataFrame({"10Y": days | last | numbers | cells}).T


def test_the_headline_says_since_when_it_was_not_so_high():
    assert volatility.headline(row()) == (
        "The 10-year's realised volatility stood at 83 bp a year on 5 Oct 2026, 64th percentile of its ten years, "
        "the highest since 12 May 2025; it had been 70 bp one month earlier and 57 bp twelve months earlier."
    )
    low = row(as_low_on=pd.Timestamp("2024-01-02"), as_high_on=pd.Timestamp("2026-10-02"), month_ago_level_bp=math.nan)
    assert volatility.headline(low).endswith("the lowest since 2 Jan 2024; it had been 57 bp twelve months earlier.")
    assert volatility.headline(row(as_low_on=pd.NaT)).count("the lowest since the series begins, 1 Feb 1990") == 1
    assert "yet" in volatility.headline(row().rename({"10Y": "2Y"}))


def test_a_pause_is_said_with_the_days_that_are_missing_and_where_they_are_held():
    days = pd.to_datetime(["2025-12-31", "2026-08-20", "2026-08-21", "2026-08-31", "2026-09-01"])
    paused = pd.DataFrame({"10Y": 4.7, "30Y": [5.2, 5.3, math.nan, 5.25, 5.3]}, index=days)
    other = pd.DataFrame({"10Y": [4.7, 4.64], "30Y": math.nan}, index=pd.to_datetime(["2026-08-24", "2026-08-25"]))
    said = yields.pauses_words(paused, other, date(2026, 8, 1), date(2026, 9, 1))
    assert said == (
        "Not held: 30Y from 21 Aug 2026 to 28 Aug 2026; 10Y from 24 Aug 2026 to 28 Aug 2026 (“Long history” holds 10Y there). "
        "The lines break there, and no move is taken across."
    )
    longer = yields.pauses_words(paused, other.iloc[:0], date(2025, 1, 1), date(2026, 9, 1), "Then.")
    assert longer.startswith("Not held: 10Y, 30Y from 2 Jan 2026 to 19 Aug 2026; 30Y from ")
    assert longer.endswith("; 10Y from 24 Aug 2026 to 28 Aug 2026. Then.")
    assert yields.pauses_words(paused, other, date(2026, 8, 31), date(2026, 9, 1)) == ""


def test_words_of_volatility_and_of_the_readers_file():
    days = pd.to_datetime(["2026-10-01", "2026-10-02"])
    ours, move = pd.Series([80.0, 82.4], index=days, name="10Y"), pd.Series([97.0, 98.44], index=days)
    said = volatility.volatility_over(ours.to_frame(), "two days")
    assert said == "Realised volatility, two days: 10Y 82 bp on 2 Oct 2026, between 80 bp and 82 bp."
    words = "10Y realised volatility 82 bp a year on 2 Oct 2026; MOVE from your file 98.4 on 2 Oct 2026, on its own axis."
    assert volatility.move_words(ours, move) == words
    assert volatility.move_words(ours, move.iloc[:0]).endswith("none of its days lies in the range shown.")


def test_percentiles_are_cut_as_in_the_sentence():
    cut = tables.cut_percentiles(pd.DataFrame({"a_percentile_pct": [73.9, 100.0, math.nan], "b_bp": [1.5, 2.5, 3.5]}))
    assert cut["a_percentile_pct"].tolist()[:2] == [73.0, 100.0]
    assert cut["b_bp"].tolist() == [1.5, 2.5, 3.5]


def test_rows_and_cells_of_tables_are_in_the_readers_language():
    rows = pd.DataFrame({"key_date": ["Tariff pause; Treasury sell-off"]}, index=pd.Index(["10-year real"], name="series"))
    with using("ja"):
        shown, _ = tables.formatted(rows, {}, {})
    assert (shown.index[0], shown["key_date"].iloc[0]) == ("10年実質", "関税の一時停止、米国債の急落")
    assert tables.formatted(rows, {}, {})[0].equals(rows)


def test_a_thirty_year_shows_no_split_and_says_why(held, open_page):
    app = open_page("rates/real_yields.py", tenor="30Y")
    assert [e.message for e in app.exception] == []
    assert any("No 30Y breakeven is held" in card.value for card in app.info)
    assert len(app.get("plotly_chart")) == 3


@pytest.mark.parametrize(
    ("content", "charts", "words"),
    [
        (b"date,value\n2026-10-01,97.0\n2026-10-02,98.4\n", 2, "2 days, 1 Oct 2026 to 2 Oct 2026"),
        (b"date,value\n2026-10-01,=1+1\n", 1, "line 2: the value"),
        (b"date,value\n1991-10-01,97.0\n1991-10-02,98.4\n", 2, "2 days, 1 Oct 1991 to 2 Oct 1991"),
    ],
)
def test_a_file_of_ones_own_is_drawn_or_refused(held, open_page, content, charts, words):
    app = open_page("rates/volatility.py")
    assert len(app.get("plotly_chart")) == 1
    app = app.get("file_uploader")[0].upload("move<b>.csv", content, "text/csv").run()
    assert [e.message for e in app.exception] == []
    assert len(app.get("plotly_chart")) == charts
    said = " ".join(item.value for item in (*app.caption, *app.error)).replace("\\", "")
    assert words in said
