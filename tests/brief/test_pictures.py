"""Pictures and paper, with a real Chromium."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.brief.frames import par
from treasury.brief import browser as browser_module
from treasury.brief import edition
from treasury.brief.edition import Edition, Form
from treasury.charts import curve
from treasury.charts.still import still
from treasury.charts.theme import DARK, LIGHT
from treasury.settings import settings
from treasury.store import Store

pytestmark = pytest.mark.browser
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    if named := os.environ.get("TREASURY_TEST_BROWSER"):
        monkeypatch.setenv("TREASURY_BROWSER", named)
        settings.cache_clear()


@pytest.fixture(params=["en", "ja"])
def made(store: Store, request: pytest.FixtureRequest) -> Edition:
    return edition.edition(store, request.param, None, TODAY)


def test_the_pdf_of_a_week_is_one_page_with_its_pictures(made: Edition) -> None:
    page = edition.written(made, Form.pdf)
    assert page.content.startswith(b"%PDF-")
    assert page.without == ""
    assert len(re.findall(rb"/Type\s*/Page\b", page.content)) == 1


def test_the_html_shows_its_pictures_light_and_dark_on_a_phone_and_asks_for_nothing(
    made: Edition, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "brief.html"
    file.write_bytes(edition.written(made, Form.html).content)
    asked: list[str] = []
    seen = {}
    for scheme in ("light", "dark"):
        page = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme).new_page()
        page.on("request", lambda request: asked.append(request.url.split(":")[0]))
        page.on("console", lambda message: asked.append(message.text))
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        images = "[...document.images].map(i => [i.complete && i.naturalWidth > 0, i.alt.length > 40, i.currentSrc])"
        shown = page.evaluate(images)
        assert [drawn and told for drawn, told, _ in shown] == [True] * 3
        seen[scheme] = {source for *_, source in shown}
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)" if scheme == "light" else "rgb(14, 21, 30)"
        )
    assert set(asked) <= {"file", "data"}
    assert seen["light"].isdisjoint(seen["dark"])


def test_a_browser_that_fails_costs_the_pictures_and_the_pdf(made: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREASURY_BROWSER", "/bin/false")
    settings.cache_clear()
    page = edition.written(made, Form.html)
    assert page.without in (
        "Without pictures: Chromium did not draw them; the log says why.",
        "図なし: Chromiumが描画しなかった。理由はログにある。",
    )
    assert b"<img" not in page.content
    with pytest.raises(browser_module.NotPrinted, match="false did not print the brief: it said nothing"):
        edition.written(made, Form.pdf)


def test_a_still_has_its_own_colours_and_leaves_the_figure_alone() -> None:
    rows = par(d2026_09_28={"2Y": 4.9, "10Y": 5.2}, d2026_10_05={"2Y": 4.8, "10Y": 5.3})
    figure = curve.curve_overlay(rows, "Curve")
    before = figure.to_json()
    light, dark = still(figure, 440, 320), still(figure, 440, 320, dark=True)
    assert figure.to_json() == before
    assert (light.layout.font.color, dark.layout.font.color) == (LIGHT.text, DARK.text)
    assert (light.layout.width, light.layout.height, light.layout.xaxis.automargin) == (440, 320, True)
    assert light.data == figure.data
