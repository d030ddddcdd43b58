"""The Event lab: the day from the list and from the address, words for what cannot be shown, what is missing."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.analytics import event_study
from treasury.analytics.then_and_now import Named
from treasury.charts.base import Mark
from treasury.errors import StoreError
from treasury.store import Store
from treasury.ui import event_lab as ui
from treasury.ui import events
from treasury.ui.events import Event

LAB = "events/event_lab.py"
DAYS = pd.to_datetime(["2025-04-01", "2025-04-02", "2025-04-03"])
YIELDS = pd.DataFrame({"2Y": [3.87, 3.91, 3.71], "10Y": [4.17, 4.20, 4.06], "30Y": [4.52, 4.54, float("nan")]}, index=DAYS)
TARIFFS = Event(date(2025, 4, 2), (Mark(date(2025, 4, 2), "Reciprocal tariffs", "Tariffs."),))


def said(app) -> str:
    assert [e.message for e in app.exception] == []
    words = " | ".join(item.value for item in (*app.info, *app.warning, *app.error, *app.caption, *app.markdown))
    return words.replace("\\", "")  # Markdown's escapes


def title(app) -> str:
    return app.title[0].value.replace("\\", "")


def test_the_headline_names_change_session_and_event():
    table = event_study.reactions(YIELDS, TARIFFS.day)
    assert ui.headline(table, TARIFFS, 0) == ("10-year: +3 bp on 2 Apr 2025 (Reciprocal tariffs); 30-year: +2 bp; 2-year: +4 bp.")
    assert ui.headline(table, TARIFFS, 1) == "10-year: -11 bp 1 session after 2 Apr 2025 (Reciprocal tariffs); 2-year: -16 bp."
    assert ui.headline(table, TARIFFS, 5) == "No change is known 5 sessions after 2 Apr 2025 (Reciprocal tariffs)."


def test_the_lab_opens_on_2_april_2025(held, open_page):
    app = open_page(LAB)
    assert title(app).startswith("10-year: +17 bp 5 sessions after 2 Apr 2025 (Reciprocal tariffs); 30-year: +20 bp")
    assert app.selectbox(key="event_picked").value == date(2025, 4, 2)
    assert "last value before the day, **1 Apr 2025**" in said(app)
    assert "Session 0 is 2 Apr 2025, 1 is 3 Apr 2025, 2 is 4 Apr 2025, 5 is 9 Apr 2025" in said(app)
    assert "**S&P 500 and VIX: live only**" in said(app)


def test_main_key_dates_come_first_and_those_without_a_figure_are_left_out(held, open_page):
    options = open_page(LAB).selectbox(key="event_picked").options
    assert options[0] == "15 Sep 2026 (10-year at 5%)"
    assert options.index("2 Apr 2025 (Reciprocal tariffs)") < options.index("30 Sep 2026 (10-year above 2007 peak)")
    assert "5 Nov 2025 (Hint at larger coupons; Court hears tariff case)" in options
    assert not [one for one in options if "Funding deadline" in one]


def test_an_event_from_the_list_goes_into_the_address(held, open_page):
    app = open_page(LAB, session="0")
    app.selectbox(key="event_picked").set_value(date(2025, 11, 5)).run()
    assert app.date_input(key="event").value == date(2025, 11, 5)
    assert app.query_params["event"] == "2025-11-05"
    assert "10-year: +7 bp on 5 Nov 2025" in title(app)
    app.date_input(key="event").set_value(date(2025, 11, 6)).run()
    assert app.selectbox(key="event_picked").value is None
    assert "10-year: -6 bp on 6 Nov 2025" in title(app)


@pytest.mark.parametrize(
    ("typed", "word", "shown"),
    [
        ("2025-13-45", "does not exist, months run from 01 to 12", date(2025, 4, 2)),
        ("1900-01-01", "too early", date(2025, 4, 2)),
        ("2031-01-01", "1 Jan 2031 lies after the last figure", date(2026, 10, 5)),
        ("1962-02-01", "1 Feb 1962 lies before the first figure", date(1990, 1, 3)),
        ("x" * 10_000, "10,000 characters", date(2025, 4, 2)),
        ("<script>alert(1)</script>", "is no date", date(2025, 4, 2)),
        (
            "2025-04-05",
            "Saturday 5 Apr 2025 has no figure. Session 0 is the first day after it that has one: Monday 7",
            date(2025, 4, 5),
        ),
        ("2025-04-18", "Friday 18 Apr 2025 has no figure", date(2025, 4, 18)),
        ("2026-08-19", "Session 5 is not held (see below): showing session 2.", date(2026, 8, 19)),
    ],
)
def test_a_day_that_is_no_session_is_spoken_of(held, open_page, typed, word, shown):
    app = open_page(LAB, event=typed)
    assert word in said(app)
    assert app.date_input(key="event").value == shown


def test_missing_cells_have_their_reason(held, open_page):
    words = said(open_page(LAB, event="2026-10-05"))
    assert "n/a for all from session 1: the series ends on 5 Oct 2026." in words
    assert "Dollar: the series ends on" in words


def test_the_rest_is_drawn_where_another_dataset_cannot_be_read(held, open_page, monkeypatch):
    real = Store.read

    def only_yields(self, dataset, as_known_on=None):
        if dataset.id != "par_yields":
            raise StoreError(f"{dataset.id} is gone")
        return real(self, dataset, as_known_on)

    monkeypatch.setattr(Store, "read", only_yields)
    app = open_page(LAB)
    assert title(app).startswith("10-year: +17 bp")
    assert "term_premium_acm is gone" in said(app)
    assert len(app.get("plotly_chart")) == 4


def test_unreadable_meetings_are_a_card(held, open_page, monkeypatch, tmp_path):
    broken = tmp_path / "reference"
    broken.mkdir()
    monkeypatch.setattr("treasury.reference.FOLDER", broken)
    app = open_page(LAB)
    assert "FOMC meetings cannot be read" in said(app)
    assert "Key dates cannot be offered" in said(app)


def test_ranks_name_definition_start_and_series(held, run_script):
    app = run_script(
        """
        from datetime import date
        import streamlit as st
        from treasury.ui import cache, event_lab as ui
        from treasury.ui.events import Event
        table = ui.ranks(cache.frame("par_yields"), "10Y", Event(date(2025, 4, 7), ()), 0)
        for row in table.itertuples():
            st.text(f"{row.definition}|{row.since:%Y}|{row.value_bp:.0f}|{row.rank}|{row.largest_since:%Y-%m-%d}|{row.series}")
        """
    )
    rows = [line.value for line in app.text]
    assert len(rows) == 6
    assert rows[1] == "Calendar week|2001|47|2|2001-11-16|10Y, Par yields (Treasury curve)"
    assert rows[0].startswith("Day|2001|14|")
    assert rows[4].startswith("Calendar week|1990|47|")


def test_a_percentile_is_cut_not_rounded():
    others = pd.DataFrame({"change_percentile_pct": [99.7, 100.0, float("nan")]})
    assert ui.cut(others)["change_percentile_pct"].tolist()[:2] == [99, 100]


def test_the_table_of_assets_names_units_and_knows_no_minus_zero():
    stress = pd.Series([-1.029, -1.031], index=DAYS[:2])
    table = event_study.asset_reactions([Named("Stress", stress, "points")], "2025-04-02")
    shown = ui.asset_table(table)
    assert shown.index.tolist() == ["Stress, points"]
    assert str(shown["session_0_change"].iloc[0]) == "0.0"


def test_key_dates_stand_on_sessions_and_the_day_itself_is_named():
    marks = [Mark(date(2025, 4, 2), "Reciprocal tariffs"), Mark(date(2025, 4, 1), "Before"), Mark(date(2025, 4, 9), "Later")]
    found = events.session_marks(marks, Event(date(2025, 4, 2), (marks[0],)), YIELDS["10Y"])
    assert [(one.mark.label, one.first) for one in found] == [("Reciprocal tariffs", 0), ("Before", -1)]
    own = events.session_marks([], Event(date(2025, 4, 3), ()), YIELDS["10Y"])
    assert [(one.mark.label, one.first) for one in own] == [("Event", 0)]
