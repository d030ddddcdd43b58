"""Real servers and a real browser for tests: the dashboard served on loopback, tabs that remember what should not happen."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, sync_playwright

from tests.publishers import Publishers
from treasury.settings import ROOT

START_SECONDS = 60.0
WAIT_MS = 30_000
WORST = ("serious", "critical")  # of what axe finds
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
        [...document.querySelectorAll(holder)].every(e => !e.checkVisibility() || e.querySelector(part));
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
    process: subprocess.Popen[bytes]

    def complaints(self) -> list[str]:
        """The printed lines beyond the greeting."""
        return [line for line in self.output.read_text().splitlines() if not GREETING.fullmatch(line)]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: str, folder: Path, port: int | None = None, cwd: Path = ROOT, **more: str) -> Iterator[Server]:
    """The dashboard served from a script, on an own store, with the stand-in for its publishers."""
    port = port or free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TREASURY_", "STREAMLIT_")) and k != "FRED_API_KEY"}
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true"]
    with Publishers() as publishers, (folder / "output").open("wb") as output:
        own = {"TREASURY_STORE": str(folder / "store"), "NO_PROXY": "127.0.0.1", "PYTHONUNBUFFERED": "1"}
        environment = kept | publishers.environment() | own | more
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            made = Server(f"http://127.0.0.1:{port}", folder / "output", publishers, process)
            wait_for(made.url, process, made.output)
            yield made
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def wait_for(url: str, process: subprocess.Popen[bytes], output: Path, health: str = "/_stcore/health") -> None:
    """Until a server answers; fails with its output when it ends before."""
    end = monotonic() + START_SECONDS
    while monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{url}{health}", timeout=1) as answer:
            if answer.status == 200:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
            pytest.fail(f"the server ended: {output.read_text()}")
    pytest.fail(f"no answer within {START_SECONDS:.0f} seconds: {output.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
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


def barriers(tab: Tab) -> list[str]:
    """What keeps readers out, as far as axe finds it serious: the rule, how often, the first element."""
    found = Axe().run(tab.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']} x {len(v['nodes'])}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in WORST]
