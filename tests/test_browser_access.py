"""Who cannot see the page, cannot use a mouse, reads Japanese or wants less motion: every page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import DESKTOP, OVERFLOW, PHONE, Server, Tab, barriers, new_tab, serving
from treasury.language import JAPANESE, tr, using
from treasury.ui.navigation import PAGES, Entry

pytestmark = pytest.mark.browser
every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving("app.py", tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def desktop(browser: Browser, server: Server) -> Tab:
    return new_tab(browser, server, DESKTOP)


@pytest.fixture(scope="module")
def phone(browser: Browser, server: Server) -> Tab:
    return new_tab(browser, server, PHONE, "dark")


@every_page
def test_a_page_in_japanese_on_a_dark_phone_keeps_nobody_out_and_fits(phone: Tab, entry: Entry) -> None:
    phone.open(f"{entry.url_path}?lang={JAPANESE}")
    with using(JAPANESE):
        place = f"{tr(entry.section)} / {tr(entry.title)}"
    assert phone.part("stCaptionContainer").first.inner_text() == place
    assert phone.page.evaluate(OVERFLOW) == []
    assert barriers(phone) == []
    phone.healthy()


def test_the_language_stays_from_page_to_page_and_can_be_left(desktop: Tab) -> None:
    desktop.open("yields?range=5Y")
    desktop.page.get_by_role("button", name="日本語").click()
    expect(desktop.page.get_by_role("button", name="English")).to_be_visible()
    desktop.settle()
    assert desktop.query == {"range": ["5Y"], "lang": [JAPANESE]}
    japanese = desktop.headline
    desktop.page.reload()
    desktop.settle()
    assert desktop.headline == japanese
    assert desktop.query == {"range": ["5Y"], "lang": [JAPANESE]}
    desktop.page.locator(".st-key-range").get_by_text("1Y", exact=True).click()
    desktop.page.wait_for_url("**/yields?*range=1Y*")
    desktop.settle()
    assert desktop.query == {"range": ["1Y"], "lang": [JAPANESE]}
    desktop.page.get_by_role("button", name="English").click()
    expect(desktop.page.get_by_role("button", name="日本語")).to_be_visible()
    desktop.settle()
    assert desktop.query == {"range": ["1Y"]}
    assert "10-year" in desktop.headline


def test_a_page_is_used_by_keyboard_alone(desktop: Tab) -> None:
    """From the top: past the sections, to a control that changes, to what a chart and a table offer."""
    desktop.open("yields")
    focus = desktop.page.locator(":focus")
    wanted = {"Skip to main content", "Truce monitor", "Key dates", "Download plot as a PNG", "CSV", "Download as CSV"}
    reached = set[str]()
    while wanted - reached:  # behind the last stop the page has no focus, and asking for it ends the test
        desktop.page.keyboard.press("Tab")
        name = focus.get_attribute("aria-label") or focus.inner_text()
        reached.add(name.split("\n")[-1].strip())
        if focus.get_attribute("role") == "radio" and "range" not in desktop.query and name.strip() == "1M":
            while focus.inner_text().strip() != "5Y":  # a group of segments is one stop; the arrows go on from there
                desktop.page.keyboard.press("ArrowRight")
            title = desktop.page.locator(".gtitle").first
            before = title.text_content() or ""
            desktop.page.keyboard.press("Space")
            desktop.page.wait_for_url("**/yields?range=5Y")
            desktop.settle()
            expect(title).not_to_have_text(before)  # the chart of before has gone, with the buttons that could have the focus
    assert desktop.query == {"range": ["5Y"]}


def test_days_are_added_and_taken_out_by_keyboard_and_back_undoes(desktop: Tab) -> None:
    keys, box = desktop.page.keyboard, desktop.page.locator(".st-key-days_add input")

    def days() -> list[str]:
        desktop.settle()
        return [one.inner_text() for one in desktop.page.locator(".st-key-days button p").all()]

    desktop.open("curve")
    start = days()
    box.focus()
    keys.type("2025-04-09")
    keys.press("Enter")
    desktop.page.wait_for_url(lambda url: "2025-04-09" in url)
    assert days() == ["2025-04-09", *start]
    assert desktop.query == {"days": ["2025-04-09", *start]}
    expect(box).to_be_focused()  # for the next day
    expect(box).to_have_value("")
    keys.press("Tab")  # the days are one stop, its arrows go on from there
    keys.press("ArrowRight")
    keys.press("Space")
    desktop.page.wait_for_url(lambda url: start[0] not in url)
    assert days() == ["2025-04-09", *start[1:]]
    desktop.page.go_back()
    expect(desktop.page.locator(".st-key-days button")).to_have_count(1 + len(start))
    assert days() == ["2025-04-09", *start]
    assert desktop.query == {"days": ["2025-04-09", *start]}
    desktop.page.go_back()
    expect(desktop.page.locator(".st-key-days button")).to_have_count(len(start))
    assert (days(), desktop.query) == (start, {})
    desktop.page.go_forward()
    expect(desktop.page.locator(".st-key-days button")).to_have_count(1 + len(start))
    assert days() == ["2025-04-09", *start]
    desktop.healthy()


def test_less_motion_is_respected(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, reduced_motion="reduce")
    tab = Tab(context.new_page(), server)
    tab.open("curve")
    moving = (
        """() => document.getAnimations().filter(a => a.playState === 'running' && a.effect.getTiming().duration > 200).length"""
    )
    assert tab.page.evaluate(moving) == 0


def test_a_tour_that_was_dismissed_stays_away_for_good(browser: Browser, server: Server) -> None:
    tab = new_tab(browser, server, DESKTOP)
    tab.open("")
    expect(tab.page.get_by_text("New here?")).to_be_visible()
    with tab.page.expect_response("**/tour-seen"):
        tab.page.get_by_role("button", name="Do not show this again").click()
    expect(tab.page.get_by_text("New here?")).to_be_hidden()
    again = Tab(tab.page.context.new_page(), server)
    again.open("")
    expect(again.page.get_by_text("New here?")).to_be_hidden()
    again.open("glossary")
    again.page.get_by_role("button", name="Show the tour on the first page again").click()
    again.page.locator(".st-key-menu").get_by_role("link", name="Truce monitor").click()
    expect(again.page.get_by_text("New here?")).to_be_visible()
