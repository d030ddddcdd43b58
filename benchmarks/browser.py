"""The reference page in headless Chromium: first paint, change of a control, page switch, bytes, heap, and what needs no server.

All ways are measured in turn in each round, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import Running, all_running

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-precise-memory-info"]
PROBE = (Path(__file__).with_name("probe.js")).read_text(encoding="utf-8")
PRESSED = "(kind) => addEventListener(kind, () => { window.__pressed = performance.now() }, {capture: true, once: true})"
TIMEOUT_MS = 120_000
ALL, YEARS = 11, 5
RANGE_5Y = {
    "ours": ".st-key-range >> text=5Y",
    "streamlit": "[data-testid=stButtonGroup] >> text=5Y",
    "dash": "#range >> text=5Y",
    "panel": "button:has-text('5Y')",
}
RANGE_ALL = {name: where.replace("5Y", "All") for name, where in RANGE_5Y.items()}
BUTTON_5Y = (".updatemenu-button:has-text('5Y')", ".rangeselector .button:has-text('5Y')")
SECOND = {"ours": "text=Second", "streamlit": "[data-testid=stSidebarNav] >> text=second", "dash": "#to-second"}
FIRST = {"ours": "text=Reference", "streamlit": "[data-testid=stSidebarNav] >> text=reference", "dash": "#to-reference"}


@dataclass
class Tab:
    """A tab of a fresh browser context that counts what comes over the wire."""

    page: Page
    running: Running
    http_bytes: int = 0
    cdp: Any = field(init=False)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(TIMEOUT_MS)
        self.page.add_init_script(PROBE)
        self.cdp = self.page.context.new_cdp_session(self.page)
        self.cdp.send("Network.enable")
        self.cdp.on("Network.loadingFinished", lambda event: self._loaded(event["encodedDataLength"]))

    @property
    def socket_bytes(self) -> int:
        return int(self.page.evaluate("window.__socketBytes"))

    def _loaded(self, size: float) -> None:
        self.http_bytes += int(size)

    def paint(self, lines: int = ALL, since: int = 0) -> float:
        """Waits until all charts show so many lines from such a year; the page's clock in ms then."""
        return float(self.page.evaluate("([lines, since]) => __bench.when(lines, since)", [lines, since]))

    def now(self) -> float:
        return float(self.page.evaluate("performance.now()"))

    def click(self, where: str) -> float:
        """Clicks, and gives the page's clock at the press."""
        target = self.page.locator(where).first
        target.scroll_into_view_if_needed()
        self.page.evaluate(PRESSED, "pointerdown")
        target.click()
        return float(self.page.evaluate("window.__pressed"))

    def heap_mb(self) -> float:
        """Script heap and array buffers after a collection."""
        self.cdp.send("HeapProfiler.collectGarbage")
        usage = self.cdp.send("Runtime.getHeapUsage")
        return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


@contextmanager
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


def opened(browser: Browser, running: Running) -> tuple[Tab, float]:
    """The page in a context without a cache, and the ms from navigation to the last chart painted."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = Tab(context.new_page(), running)
    tab.page.goto(running.url, wait_until="commit")
    return tab, tab.paint()


def one_round(browser: Browser, running: Running) -> dict[str, float]:
    """Every figure once."""
    name = running.contender.name
    tab, cold = opened(browser, running)
    made = {"cold_ms": cold, "socket_kb": tab.socket_bytes / 1e3, "http_kb": tab.http_bytes / 1e3}
    if name in RANGE_5Y:
        made |= _control(tab, name)
    made |= _in_browser(tab)
    if name in SECOND:
        tab.page.locator(SECOND[name]).first.click()
        tab.page.locator("h1:has-text('second')").wait_for()
        start = tab.click(FIRST[name])
        made["switch_ms"] = tab.paint() - start
    tab.page.goto(running.url, wait_until="commit")
    made["warm_ms"] = tab.paint()
    if running.contender.streamlit:
        made |= _fewer(tab, name)
    made["heap_mb"] = tab.heap_mb()  # last: a collection also drops compiled scripts
    tab.page.context.close()
    return made


def _control(tab: Tab, name: str) -> dict[str, float]:
    """The range to five years and back to all: click to repaint."""
    before = tab.socket_bytes + tab.http_bytes
    since = int(tab.page.evaluate("__bench.lastYear()")) - YEARS
    start = tab.click(RANGE_5Y[name])
    shorter = tab.paint(since=since) - start
    start = tab.click(RANGE_ALL[name])
    tab.page.evaluate("__bench.back(2015)")
    longer = tab.paint() - start
    made = {"control_5y_ms": shorter, "control_all_ms": longer}
    made["control_kb"] = (tab.socket_bytes + tab.http_bytes - before) / 2e3
    return made


def _fewer(tab: Tab, name: str) -> dict[str, float]:
    """The last tenor left out: press to repaint."""
    if name == "ours":
        start = tab.click(".st-key-tenors >> text=30Y")
    else:
        field = tab.page.locator("[data-testid=stMultiSelect] input")
        field.click()
        tab.page.evaluate(PRESSED, "keydown")
        field.press("Backspace")
        start = float(tab.page.evaluate("window.__pressed"))
    return {"control_tenor_ms": tab.paint(lines=ALL - 1) - start}


def _in_browser(tab: Tab) -> dict[str, float]:
    """Zooming the first chart, and hiding a tenor by its legend, without the server."""
    before = tab.socket_bytes
    box = tab.page.locator(".nsewdrag").first
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place
    middle = place["y"] + place["height"] / 2
    tab.page.mouse.move(place["x"] + place["width"] * 0.5, middle)
    tab.page.mouse.down()
    tab.page.mouse.move(place["x"] + place["width"] * 0.8, middle, steps=3)
    tab.page.evaluate("() => { window.__after = __bench.after() }")
    tab.page.evaluate(PRESSED, "mouseup")
    tab.page.mouse.up()
    made = {"zoom_ms": float(tab.page.evaluate("window.__after")) - float(tab.page.evaluate("window.__pressed"))}
    if tab.page.locator(".legendtoggle").count():
        tab.page.evaluate("() => { window.__after = __bench.after() }")
        start = tab.click(".legendtoggle")
        made["hide_ms"] = float(tab.page.evaluate("window.__after")) - start
    made |= _button(tab)
    made["in_browser_socket_kb"] = (tab.socket_bytes - before) / 1e3
    return made


def _button(tab: Tab) -> dict[str, float]:
    """Five years by a button of the first chart, where it has some."""
    where = next((one for one in BUTTON_5Y if tab.page.locator(one).count()), "")
    if not where:
        return {}
    tab.page.evaluate("() => { window.__after = __bench.after() }")
    start = tab.click(where)
    return {"button_ms": float(tab.page.evaluate("window.__after")) - start}


def measure(rounds: int = 3, names: tuple[str, ...] = ()) -> dict[str, dict[str, float]]:
    """Medians by contender and figure."""
    seen: dict[str, dict[str, list[float]]] = {}
    with all_running(names) as contenders, chromium() as browser:
        for one in contenders:  # whatever a server does once, it has done
            tab, _ = opened(browser, one)
            tab.page.context.close()
        for _ in range(rounds):
            for one in contenders:
                for name, value in one_round(browser, one).items():
                    seen.setdefault(one.contender.name, {}).setdefault(name, []).append(value)
    return {who: {name: round(median(values), 1) for name, values in of.items()} for who, of in seen.items()}
