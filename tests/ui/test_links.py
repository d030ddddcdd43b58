"""Links: pinned to what was known at a moment, and to one chart alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st

from tests.visits import View, begun, opened, with_links_open
from treasury.refreshing import open_store
from treasury.sources import BY_ID
from treasury.ui.navigation import PAGES

YIELDS = next(entry for entry in PAGES if entry.url_path == "yields")
LATER = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def refreshed(held: Path) -> float:
    """A later version of the par yields, whose last 10-year is 9.99. Gives the figure of the version before."""
    store, declared = open_store(), BY_ID["par_yields"]
    base = store.read(declared)
    rows = base.frame.copy()
    before = float(rows["10Y"].iloc[-1])
    rows.loc[rows.index[-1], "10Y"] = 9.99
    store.publish(declared, rows, replace(base.vintage, retrieved_at=LATER, origin="refreshed"), base.vintage, only_added=False)
    st.cache_data.clear()
    return before


def last_ten_year(view: View) -> str:
    return view.charts[0].alt


def test_a_pinned_link_shows_what_was_known_then(refreshed: float) -> None:
    now = opened(YIELDS)
    assert "9.99" in now.headlines[0]
    pinned = opened(YIELDS, {"as_known_on": "2026-11-23T23:00:00Z"})
    assert "9.99" not in pinned.words
    assert f"{refreshed:.2f} %" in pinned.headlines[0]
    assert "Figures as they were known at **23 Nov 2026 23:00 UTC**" in pinned.words
    by_day = opened(YIELDS, {"as_known_on": "2026-11-23"})
    assert by_day.headlines == pinned.headlines
    assert "9.99" in opened(YIELDS, {"as_known_on": "2026-11-24T12:00:00Z"}).headlines[0]


def test_the_moment_stays_with_the_links_and_the_address(refreshed: float) -> None:
    view = View(with_links_open(opened(YIELDS, {"as_known_on": "2026-11-23T23:00:00Z", "range": "5Y"}).app))
    said = [text for text in view.texts if "as_known_on=" in text]
    assert said
    for text in said:  # a link writes the colons as %3A
        moments = re.findall(r"as_known_on=\W?(20[\w:-]+Z)", text.replace("%3A", ":"))
        assert set(moments) <= {"2026-11-23T23:00:00Z"}, text
    assert view.app.query_params["as_known_on"] == "2026-11-23T23:00:00Z"


def test_the_newest_is_a_press_away(refreshed: float) -> None:
    app = opened(YIELDS, {"as_known_on": "2026-11-23"}).app
    (button,) = [one for one in app.button if one.label == "Show the newest"]
    after = View(button.click().run())
    assert "9.99" in after.headlines[0]
    assert "as_known_on" not in app.query_params
    assert "as they were known" not in after.words


def test_before_anything_was_held_there_is_nothing_to_show(held: Path) -> None:
    view = opened(YIELDS, {"as_known_on": "2020-01-01"})
    assert view.exceptions == []
    assert "was not held on 2020-01-01" in view.words
    assert [chart for chart in view.charts if chart.has_data] == []


@pytest.mark.parametrize("wrong", ["soon", "2026-13-01", "2026-11-23T25:00:00Z", "<img src=x>"])
def test_a_moment_that_is_none_is_named(held: Path, wrong: str) -> None:
    view = opened(YIELDS, {"as_known_on": wrong})
    assert view.exceptions == []
    assert any(wrong in said and "showing the newest figures" in said for said in view.alerts)
    assert view.charts[0].has_data
    assert view.markup("<img") == []


def test_one_chart_alone(held: Path) -> None:
    whole = opened(YIELDS, {"range": "5Y"})
    alone = opened(YIELDS, {"range": "5Y", "chart": "yields", "embed": "true"})
    assert [chart.spec for chart in alone.charts] == [whole.charts[0].spec]
    assert alone.headlines == []
    assert alone.charts[0].below == whole.charts[0].below  # publisher and day go with it


def test_a_chart_that_is_not_there_is_named(held: Path) -> None:
    view = opened(YIELDS, {"chart": "<b>none</b>"})
    assert len(view.charts) > 1
    assert any("This page has no chart" in said and "<b>none</b>" in said for said in view.alerts)
    assert view.markup("<b>none") == []


def test_a_control_left_out_by_a_view_keeps_what_it_was_set_to(held: Path) -> None:
    issuance = next(entry for entry in PAGES if entry.url_path == "issuance")
    app = begun(issuance, {"show": "Gross"})
    app.run()
    app.button_group(key="view").set_value("New cash").run()
    assert "show" not in {one.key for one in app.button_group}
    assert not [text for text in View(app).texts if "does not use" in text]
    app.button_group(key="view").set_value("Flows").run()
    assert app.button_group(key="show").value == "Gross"
