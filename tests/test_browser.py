"""Every page in a real browser, from a real server: drawn at two widths, without a word of complaint, without the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browsing import DESKTOP, OVERFLOW, PHONE, Server, Tab, barriers, new_tab, serving
from treasury.ui.navigation import PAGES, Entry

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving("app.py", tmp_path_factory.mktemp("server")) as running:
        yield running


@dataclass(frozen=True)
class FirstVisit:
    """What the first reader of a server that has just started saw, coming by the address of a page."""

    headline: str
    dialogs: list[str]


@pytest.fixture(scope="module")
def desktop(browser: Browser, server: Server) -> Tab:
    return new_tab(browser, server, DESKTOP)


@pytest.fixture(scope="module", autouse=True)
def first_visit(desktop: Tab) -> FirstVisit:
    desktop.open("yields")
    return FirstVisit(desktop.headline, desktop.part("stDialog").all_inner_texts())


@pytest.fixture(scope="module")
def phone(browser: Browser, server: Server) -> Tab:
    return new_tab(browser, server, PHONE)


def test_the_first_visit_may_come_by_the_address_of_a_page(first_visit: FirstVisit) -> None:
    assert first_visit.dialogs == []
    assert "10-year" in first_visit.headline


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")
def test_a_page_opens_by_its_address_at_both_widths(desktop: Tab, phone: Tab, entry: Entry) -> None:
    asked = len(desktop.server.publishers.log)
    desktop.start(entry.url_path)
    phone.start(entry.url_path)
    for tab in (desktop, phone):
        tab.settle()
        assert tab.part("stCaptionContainer").first.inner_text() == f"{entry.section} / {entry.title}"
        assert re.search(r"\d.*\.$", tab.headline)
        assert tab.part("stPlotlyChart").count() + tab.part("stDataFrame").count() > 0 or not entry.figures
        assert [name for name in tab.findings if not name] == []
        assert tab.page.evaluate(OVERFLOW) == []
        tab.healthy()
    assert barriers(desktop) == []
    assert len(desktop.server.publishers.log) == asked, "a page asked a publisher"


def test_a_control_changes_the_address_and_a_reload_restores_it(desktop: Tab) -> None:
    desktop.open("yields")
    assert desktop.query == {}
    one_year = desktop.findings[0]
    desktop.page.locator(".st-key-range").get_by_text("5Y", exact=True).click()
    expect(desktop.part("stPlotlyChart").first).not_to_have_attribute("aria-label", one_year)
    desktop.settle()
    five_years = desktop.findings[0]
    assert desktop.query == {"range": ["5Y"]}
    desktop.page.reload()
    desktop.settle()
    assert desktop.query == {"range": ["5Y"]}
    assert desktop.findings[0] == five_years
    desktop.healthy()


def test_zooming_and_hiding_a_line_ask_the_server_nothing_and_a_link_only_for_itself(desktop: Tab) -> None:
    sent = list[int]()
    desktop.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(len(frame))))
    desktop.open("yields?tenors=2Y&tenors=10Y")
    chart, asked = desktop.page.locator(".js-plotly-plot").first, len(sent)
    whole = chart.evaluate("e => e.layout.xaxis.range")
    for label, begins in (("3M", "2026-07"), ("Max", whole[0])):
        chart.locator(".updatemenu-button", has_text=label).click()
        shows = "begins => document.querySelector('.js-plotly-plot').layout.xaxis.range[0].startsWith(begins)"
        desktop.page.wait_for_function(shows, arg=begins)
    chart.locator(".legendtoggle").first.click()
    desktop.page.wait_for_function("document.querySelector('.js-plotly-plot')._fullData[0].visible === 'legendonly'")
    assert len(sent) == asked
    chart.evaluate("e => { e.sameAsBefore = true }")
    desktop.page.locator(".st-key-tools_yields").get_by_text("Link", exact=True).first.click()
    expect(desktop.part("stPopoverBody").locator("code").first).to_contain_text("tenors=2Y&tenors=10Y")
    assert chart.evaluate("e => e.sameAsBefore") is True
    desktop.page.keyboard.press("Escape")
    desktop.healthy()


def test_the_csv_holds_the_rows_drawn(desktop: Tab) -> None:
    desktop.open("yields?tenors=10Y&range=6M")
    drawn = desktop.page.evaluate("""() => {
        const line = document.querySelector('.js-plotly-plot').data[0];
        const seen = [...line.y.keys()].filter((at) => Number.isFinite(line.y[at]));  // a pause breaks the line
        return [seen.map((at) => line.x[at]), seen.map((at) => line.y[at])];
    }""")
    with desktop.page.expect_download() as waiting:
        desktop.page.locator(".st-key-csv_yields button:visible").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "date,10Y"
    rows = [line.split(",") for line in lines[1:]]
    assert len(rows) > 100
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day, _ in rows)
    assert [day for day, _ in rows] == drawn[0]
    assert [float(cell) for _, cell in rows] == drawn[1]
    assert re.fullmatch(r"yields_as-of_\d{4}-\d\d-\d\d\.csv", waiting.value.suggested_filename)
    desktop.healthy()


SEEN = """() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    return [style('.main-svg').backgroundColor, style('.main-svg .ytick text').fill, style('.main-svg .ygrid').stroke];
}"""
CLEAR = "rgba(0, 0, 0, 0)"


def test_charts_have_the_colours_of_a_dark_page_and_follow_a_reader_who_switches(browser: Browser, server: Server) -> None:
    tab = new_tab(browser, server, DESKTOP, "dark")
    tab.open("yields")
    assert tab.page.evaluate(SEEN) == [CLEAR, "rgb(163, 174, 187)", "rgb(42, 54, 67)"]
    tab.page.emulate_media(color_scheme="light")
    tab.page.wait_for_function("getComputedStyle(document.querySelector('.stApp')).colorScheme === 'light'")
    assert tab.page.evaluate(SEEN) == [CLEAR, "rgb(85, 96, 109)", "rgb(225, 230, 236)"]
    tab.healthy()
    tab.page.context.close()


def test_markup_in_the_address_is_shown_as_text(desktop: Tab) -> None:
    desktop.open(
        "yields?"
        + urlencode({"tenor": "<img src=x onerror=document.title='mine'>", "series": "<script>document.title='mine'</script>"})
    )
    said = desktop.part("stAlert").all_inner_texts()
    assert any("<img src=x onerror=document.title='mine'>" in text for text in said)
    assert any("<script>document.title='mine'</script>" in text for text in said)
    assert desktop.page.locator("img[src=x]").count() == 0
    assert desktop.page.title() != "mine"
    desktop.healthy()


def test_the_refresh_button_shows_progress_and_names_what_failed(desktop: Tab) -> None:
    """The two datasets that no snapshot may hold: one arrives late, the other in a form that cannot be read."""
    publishers = desktop.server.publishers
    publishers.fault("fred", "slow", path_contains="SP500", seconds=2.5)
    publishers.fault("fred", "renamed_column", path_contains="VIXCLS", column="VIXCLS")
    desktop.open("catalogue?state=never")
    button = desktop.page.get_by_role("button", name="Refresh the 2 shown")
    button.click()
    progress = desktop.part("stProgress")
    progress.wait_for()
    assert "of 2 datasets" in progress.inner_text()
    assert button.is_disabled()
    outcome = desktop.part("stAlert").filter(has_text="datasets refreshed")
    outcome.wait_for()
    desktop.settle()
    assert "1 of 2 datasets refreshed, 1 changed; 1 failed, and what was held before stays" in outcome.inner_text()
    rows = table_rows(desktop, "Result")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(re.compile(r"^failed.*, vix: .*'VIXCLS' is missing"))
    expect(rows.nth(1)).to_contain_text(re.compile(r"^changed.*\d+ added, 0 revised"))
    desktop.open("catalogue?state=failed")
    expect(table_rows(desktop, "State")).to_have_count(1)
    desktop.healthy()


def table_rows(tab: Tab, heading: str) -> Locator:
    """The rows, as read aloud, of the table that has this heading."""
    table = tab.part("stDataFrame").filter(
        has=tab.page.get_by_role("columnheader", name=heading, exact=True, include_hidden=True)
    )
    return table.locator("canvas tbody tr")
