"""Every page in a real browser, from a real server: drawn at two widths, without a word of complaint, without the network."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect, sync_playwright

from tests.publishers import Publishers
from treasury.settings import ROOT
from treasury.ui.navigation import PAGES, Entry

pytestmark = pytest.mark.browser

START_SECONDS = 60.0
WAIT_MS = 30_000
DESKTOP, PHONE = (1440, 900), (390, 844)
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# All that the server prints.
GREETING = re.compile(
    r"\s*|\S+ \S+ Uvicorn server started on \S+|  You can now view your Streamlit app in your browser\.|  URL: \S+"
)
# What Streamlit's own line in a metric says before it has its figures.
SPARKLINE = re.compile(r'WARN Infinite extent for field "[xy]": \[Infinity, -Infinity\]')
# Opened at /yields, Streamlit's own script first looks for its server below that path, and reads on at the root.
PROBE = re.compile(r"/[^/]+/_stcore/(health|host-config)")
# Nothing runs, every chart and table that can be seen is drawn, and there is a headline.
SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const drawn = (holder, part) =>
        [...document.querySelectorAll(holder)].every(e => e.offsetParent === null || e.querySelector(part));
    return app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
        && !document.querySelector('[data-testid="stSkeleton"]')
        && drawn('[data-testid="stPlotlyChart"]', '.main-svg') && drawn('[data-testid="stDataFrame"]', 'canvas');
}"""

# What is wider than its window: the page itself, or the part of it that scrolls.
OVERFLOW = """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
    .filter(e => e.scrollWidth > innerWidth || e.scrollWidth > e.clientWidth)
    .map(e => `${e.tagName} ${e.scrollWidth} px in ${e.clientWidth} px`)"""


@dataclass
class Server:
    """The dashboard at an address, what it printed, and the stand-in that it would ask."""

    url: str
    output: Path
    publishers: Publishers

    def complaints(self) -> list[str]:
        """The printed lines beyond the greeting."""
        return [line for line in self.output.read_text().splitlines() if not GREETING.fullmatch(line)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TREASURY_", "STREAMLIT_")) and k != "FRED_API_KEY"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    with Publishers() as publishers, (folder / "output").open("wb") as output:
        own = {"TREASURY_STORE": str(folder / "store"), "NO_PROXY": "127.0.0.1", "PYTHONUNBUFFERED": "1"}
        environment = kept | publishers.environment() | own
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            made = Server(f"http://127.0.0.1:{port}", folder / "output", publishers)
            wait_for(made, process)
            yield made
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    end = monotonic() + START_SECONDS
    while monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1) as answer:
            if answer.status == 200:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
            pytest.fail(f"the server ended: {server.output.read_text()}")
    pytest.fail(f"no answer within {START_SECONDS:.0f} seconds: {server.output.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("TREASURY_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail('no Chromium: install it, name it in TREASURY_TEST_BROWSER, or leave these tests out with -m "not browser"')
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


def is_probe(url: str) -> bool:
    return PROBE.fullmatch(urlsplit(url).path) is not None


@dataclass
class Tab:
    """A browser tab that remembers everything that should not happen."""

    page: Page
    server: Server
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error in the page: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (is_probe(message.location["url"]) or SPARKLINE.fullmatch(message.text)):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob") and urlsplit(request.url).hostname != "127.0.0.1":
            self.troubles.append(f"asks {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not is_probe(response.url):
            self.troubles.append(f"HTTP {response.status}: {response.url}")

    def start(self, path: str) -> None:
        self.troubles.clear()
        self.page.goto(f"{self.server.url}/{path}", wait_until="commit")

    def open(self, path: str) -> None:
        self.start(path)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(SETTLED)

    @property
    def headline(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def findings(self) -> list[str]:
        """The charts' names for those who cannot see them."""
        return [figure.get_attribute("aria-label") or "" for figure in self.part("stPlotlyChart").all()]

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def healthy(self) -> None:
        """Nothing went wrong since the page was opened, for the reader or on the server."""
        assert self.troubles == []
        assert self.part("stException").count() == 0
        assert self.part("stDialog").all_inner_texts() == []
        assert self.server.complaints() == []


def new_tab(browser: Browser, server: Server, size: tuple[int, int], scheme: Any = "light") -> Tab:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    return Tab(context.new_page(), server)


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
        assert tab.part("stPlotlyChart").count() + tab.part("stDataFrame").count() > 0
        assert [name for name in tab.findings if not name] == []
        assert tab.page.evaluate(OVERFLOW) == []
        tab.healthy()
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


def test_dark_mode_reaches_the_charts(browser: Browser, server: Server) -> None:
    tab = new_tab(browser, server, DESKTOP, "dark")
    tab.open("yields")
    paper, ink = tab.page.evaluate("""() => {
        const style = (selector) => getComputedStyle(document.querySelector(selector));
        return [style('.main-svg').backgroundColor, style('.main-svg .ytick text').fill];
    }""")
    assert brightness(paper) < 50
    assert brightness(ink) > 180
    assert tab.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor") == paper
    tab.healthy()
    tab.page.context.close()


def brightness(colour: str) -> float:
    """0 is black, 255 is white."""
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


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
