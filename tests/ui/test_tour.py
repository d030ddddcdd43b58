"""The tour: its steps open what they ask for, and it stays away once dismissed."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.visits import begun, opened
from treasury.ui import navigation, tour

HOME = navigation.PAGES[0]


@pytest.mark.parametrize(("question", "path", "settings"), tour.STEPS)
def test_a_step_opens_a_page_that_takes_all_its_settings(question: str, path: str, settings: dict[str, str]) -> None:
    entry = next(entry for entry in navigation.PAGES if entry.url_path == path)
    view = opened(entry, settings)
    assert view.exceptions == []
    assert view.alerts == opened(entry).alerts
    assert question.endswith("?")


def test_it_is_shown_until_it_is_dismissed() -> None:
    app = begun(HOME).run()
    assert any("New here?" in text.value for text in app.markdown)
    app.button(key="tour_done").click().run()
    assert not any("New here?" in text.value for text in app.markdown)
    assert any(tour.PATH in one.proto.body for one in app.get("html"))
    app.run()
    assert not any(tour.PATH in one.proto.body for one in app.get("html")), "told once"


def test_the_browser_is_told_for_years_and_no_script_can_read_it() -> None:
    told = TestClient(Starlette(routes=[tour.ROUTE])).get(tour.PATH)
    assert told.status_code == 200
    said = told.headers["set-cookie"].lower()
    assert f"{tour.COOKIE}=seen" in said
    assert "httponly" in said
    assert "max-age=157680000" in said
