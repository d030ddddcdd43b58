"""Every page, run without a browser: from the embedded snapshot, and in each kind of trouble. New pages join by themselves."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from streamlit import config as streamlit_config

from tests.publishers import FRED_KEY
from tests.visits import Chart, Control, View, opened, unescaped
from treasury import http, units
from treasury.charts.base import BUDGET_BYTES
from treasury.http import Client, Limits
from treasury.refreshing import open_store, refresh
from treasury.settings import PUBLISHERS, ROOT, Settings, settings
from treasury.sources import CATALOG
from treasury.status import Status, statuses
from treasury.ui.navigation import PAGES, SECTIONS, Entry
from treasury.ui.text import plain

SNAPSHOT = ROOT / "data" / "snapshot"
SCRIPTS = PAGES[0].path.parent.parent
FIGURE = re.compile(r"\d")
QUANTITY = re.compile(r"\d\s?(%|bp\b|USD|bn\b|tn\b)")
SOURCE = re.compile(r"^\[(?P<publisher>.+?)\]\((?P<url>\S+)\), (?P<title>.+), as of \*\*(?P<as_of>.+?)\*\*, (?P<rest>.+)$")
MARKUP = "<script>alert('{}')</script><img src=x onerror=alert(1)>"
WRONG: tuple[Callable[[str], str | list[str]], ...] = (
    MARKUP.format,
    lambda key: ["9" * 10_000, "no", "such"],
    lambda key: "2025-13-45",
    lambda key: "2099-01-01",
)
OPTIONS = 3  # of each choice, the first so many are opened

every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")
every_page_with_figures = pytest.mark.parametrize(
    "entry", [entry for entry in PAGES if entry.figures], ids=lambda entry: entry.url_path or "root"
)


# --- the places pages read from ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stores and snapshots in each kind of trouble; "missing" is there in name only."""
    folder = tmp_path_factory.mktemp("places")
    for dataset in CATALOG:
        log = folder / "damaged-log" / dataset.id / "_delta_log"
        log.mkdir(parents=True)
        (log / f"{0:020}.json").write_bytes(b'{"commitInfo": {"operation"\x00\xff')
    shutil.copytree(SNAPSHOT, folder / "damaged-snapshot")
    for file in (folder / "damaged-snapshot").glob("*.parquet"):
        file.write_bytes(file.read_bytes()[:-100])
    unpaced = {key: replace(p, requests_per_second=10_000) for key, p in PUBLISHERS.items()}
    with pytest.MonkeyPatch.context() as patch, socket.socket() as taken:
        patch.setattr(http, "PUBLISHERS", unpaced)
        taken.bind(("127.0.0.1", 0))  # but it does not listen: whoever asks there is refused at once
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}"
        urls = {p.setting: closed for p in PUBLISHERS.values()}
        broken = Settings(store=str(folder / "failed-run"), snapshot=SNAPSHOT, fred_api_key=None, **urls)
        with Client(broken, Limits(connect=1, read=1, total=1, tries=1)) as client:
            assert not any(result.ok for result in refresh(config=broken, client=client))
        one = broken.model_copy(update={"store": str(folder / "one-failed")})
        with Client(one, Limits(connect=1, read=1, total=1, tries=1)) as client:
            refresh("par_yields", config=one, client=client)
    return folder


@pytest.fixture
def reading(places: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets which store and snapshot the pages read."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TREASURY_{name.upper()}", raising=False)
    monkeypatch.delenv("FRED_API_KEY", raising=False)

    def choose(store: str = "missing", snapshot: str = "", key: str = "") -> None:
        monkeypatch.setenv("TREASURY_STORE", str(places / store))
        if snapshot:
            monkeypatch.setenv("TREASURY_SNAPSHOT", str(places / snapshot))
        if key:
            monkeypatch.setenv("FRED_API_KEY", key)
        settings.cache_clear()

    choose()
    yield choose
    settings.cache_clear()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, places: Path) -> Iterator[None]:
    """A page that opens a connection fails, even if it catches the error."""
    tried: list[Any] = []

    def refuse(*words: Any, **more: Any) -> Any:
        tried.append(words)
        raise OSError("pages do not use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert tried == []


@pytest.fixture(autouse=True)
def full_errors() -> Iterator[None]:
    """The exceptions of a page with their words, which readers are not shown."""
    before = streamlit_config.get_option("client.showErrorDetails")
    streamlit_config.set_option("client.showErrorDetails", "full")
    yield
    streamlit_config.set_option("client.showErrorDetails", before)


# --- what must hold of a page ------------------------------------------------------------------------------------------


def whole(view: View, entry: Entry) -> None:
    """No exception; one headline, which is a sentence; under the right name; no means of drawing beside plotly."""
    assert view.exceptions == []
    assert view.place == f"{entry.section} / {entry.title}"
    assert len(view.headlines) == 1
    headline = view.headlines[0]
    assert re.match(r"[A-Z0-9]", headline), headline
    assert headline.endswith("."), headline
    assert 10 < len(headline) <= 320, headline
    assert view.kinds & {"vega_lite_chart", "deck_gl_json_chart", "graphviz_chart", "html", "iframe", "exception"} == set()
    for text in ("nan %", "NaN", "NaT", "nan bp", "None %", "nan)", " nan "):
        assert not any(text in said for said in (*view.headlines, *view.alerts, *(c.alt for c in view.charts))), text


def drawn(view: View, standing: dict[str, Status]) -> None:
    """Every chart says what it shows, from where, and fits its budget."""
    for chart in view.charts:
        assert len(chart.spec.encode()) <= BUDGET_BYTES, f"{chart.name}: {len(chart.spec):,} bytes"
        assert len(chart.alt) >= 20, f"{chart.name}: alt text {chart.alt!r}"
        assert FIGURE.search(chart.alt) or not chart.has_data, f"{chart.name}: no finding in {chart.alt!r}"
        sourced(chart, standing)


def sourced(chart: Chart, standing: dict[str, Status]) -> None:
    """Each line of the caption names a dataset's publisher, day, origin and caveats, and what is wrong with it."""
    lines = chart.below.split("  \n")
    by_title = {plain(s.dataset.title): s for s in standing.values()}
    assert lines != [""], f"{chart.name} has no source line"
    for line in lines:
        found = SOURCE.match(line)
        assert found, f"{chart.name}: {line!r} is no source line"
        one = by_title[found["title"]]
        held = one.vintage
        assert held is not None
        assert found["publisher"] == plain(PUBLISHERS[one.dataset.publisher].name)
        assert found["url"] == one.dataset.landing_page
        assert found["as_of"] == units.day(held.as_of)
        assert held.retrieved_at is not None
        assert found["rest"].startswith(f"snapshot of {units.day(held.retrieved_at.date())}")
        assert (plain(held.caveats) in line) if held.caveats else ("caveat]" not in line)
        assert ("stale]" in line) == (one.state == "stale"), line
        assert ("last refresh failed]" in line) == (one.state == "failed"), line
        assert ("older version]" in line) == bool(held.trouble), line


def standing() -> dict[str, Status]:
    return {s.dataset.id: s for s in statuses(open_store(), datetime.now(UTC).date())}


# --- every page in every state -----------------------------------------------------------------------------------------


@cache
def at_first(entry: Entry) -> View:
    """The page as it opens from the snapshot alone; several tests look at it."""
    return opened(entry)


@every_page_with_figures
def test_from_the_snapshot(entry: Entry, reading: Callable[..., None]) -> None:
    view = at_first(entry)
    whole(view, entry)
    assert FIGURE.search(view.headlines[0])
    assert {"plotly_chart", "dataframe", "metric"} & view.kinds
    drawn(view, standing())
    assert all(chart.has_data for chart in view.charts), [c.name for c in view.charts if not c.has_data]
    assert "last refresh failed" not in view.words


@every_page_with_figures
def test_nothing_held(entry: Entry, reading: Callable[..., None]) -> None:
    reading(snapshot="missing-too")
    view = opened(entry)
    whole(view, entry)
    assert "has not been fetched yet" in view.words or "never" in view.words
    assert not QUANTITY.search(view.headlines[0]), view.headlines
    assert [chart.name for chart in view.charts if chart.has_data] == []


@every_page_with_figures
def test_a_damaged_log_falls_back_to_the_snapshot_and_says_so(entry: Entry, reading: Callable[..., None]) -> None:
    reading("damaged-log")
    view = opened(entry)
    whole(view, entry)
    assert FIGURE.search(view.headlines[0])
    drawn(view, standing())
    assert "the store's versions cannot be listed" in view.words


@every_page_with_figures
def test_a_damaged_snapshot_shows_what_failed(entry: Entry, reading: Callable[..., None]) -> None:
    reading(snapshot="damaged-snapshot")
    view = opened(entry)
    whole(view, entry)
    assert "is damaged" in view.words or "cannot be read" in view.words
    assert [chart.name for chart in view.charts if chart.has_data] == []


@every_page_with_figures
def test_a_failed_refresh_is_shown_beside_the_figures(entry: Entry, reading: Callable[..., None]) -> None:
    reading("failed-run", key=FRED_KEY)
    view = opened(entry)
    whole(view, entry)
    drawn(view, standing())
    assert "failed" in view.words
    assert FRED_KEY not in view.words


@pytest.mark.parametrize("snapshot", ["", "missing-too", "damaged-snapshot"])
def test_words_alone_need_no_figures(snapshot: str, reading: Callable[..., None]) -> None:
    reading(snapshot=snapshot)
    for entry in PAGES:
        if not entry.figures:
            whole(opened(entry), entry)


# --- addresses ---------------------------------------------------------------------------------------------------------


@cache
def controls_of(entry: Entry) -> tuple[list[Control], dict[str, str], list[Control]]:
    """The controls of a page as it opens; what the address needs to show those of a range of one's own; all controls then."""
    shown = at_first(entry).controls
    custom = {control.key: "Custom" for control in shown if "Custom" in control.options}
    return shown, custom, opened(entry, custom).controls if custom else shown


@every_page
@pytest.mark.parametrize("turn", range(len(WRONG)))
def test_wrong_values_in_the_address_are_corrected_with_a_word(entry: Entry, turn: int, reading: Callable[..., None]) -> None:
    shown, custom, every = controls_of(entry)
    kinds = cycle(WRONG[turn:] + WRONG[:turn])
    values: dict[str, Any] = {control.key: next(kinds)(control.key) for control in every}
    if turn:  # the other times the range itself is wrong
        values |= custom
    view = opened(entry, values)
    whole(view, entry)
    assert FIGURE.search(view.headlines[0])
    corrected = [c.label for c in (every if turn else shown) if values[c.key] != "Custom"]
    assert [label for label in corrected if not any(said.startswith(f"{label}: ") for said in view.alerts)] == []
    assert view.markup("<script") == []
    assert view.markup("<img") == []
    assert not any("9" * 200 in text for text in view.texts)


@every_page
@pytest.mark.parametrize("turn", range(1, OPTIONS))
def test_options_open(entry: Entry, turn: int, reading: Callable[..., None]) -> None:
    """The first options of every choice, all controls at a time."""
    choices = [control for control in at_first(entry).controls if turn < len(control.options) and not control.many]
    if not choices:
        pytest.skip("no choice of so many")
    view = opened(entry, {c.key: c.options[turn] for c in choices})
    whole(view, entry)
    drawn(view, standing())


@every_page
def test_the_most_that_can_be_drawn_fits_the_budget(entry: Entry, reading: Callable[..., None]) -> None:
    controls = at_first(entry).controls
    query: dict[str, Any] = {c.key: "All" for c in controls if "All" in c.options and not c.many}
    view = opened(entry, query | {c.key: list(c.options) for c in controls if c.many})
    whole(view, entry)
    drawn(view, standing())


def test_a_store_place_that_is_no_folder_does_not_stop_a_page(places: Path, reading: Callable[..., None]) -> None:
    (places / "a-file").write_text("no folder")
    reading("a-file")
    view = opened(PAGES[0])
    whole(view, PAGES[0])
    assert FIGURE.search(view.headlines[0])


def test_one_failed_dataset_is_marked_and_the_others_are_not(reading: Callable[..., None]) -> None:
    reading("one-failed")
    entry = next(e for e in PAGES if e.script == "rates/yields.py")
    charts = opened(entry).charts
    assert len(charts) > 1
    assert all("last refresh failed] US Treasury" in unescaped(chart.below) for chart in charts)
    long_history = opened(entry, {"series": "Long history"}).charts
    assert not any("failed" in chart.below for chart in long_history)


def test_stale_follows_the_day(reading: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    entry = next(e for e in PAGES if e.script == "rates/yields.py")

    def on(day: datetime) -> list[bool]:
        class Then(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return day

        monkeypatch.setattr("treasury.calendar.datetime", Then)
        return ["stale]" in chart.below for chart in opened(entry).charts]

    assert on(datetime(2026, 10, 6, tzinfo=UTC)) == [False, False]
    assert on(datetime(2026, 10, 30, tzinfo=UTC)) == [True, True]


# --- the scripts themselves --------------------------------------------------------------------------------------------


def test_scripts_stay_thin() -> None:
    lines = {p.relative_to(ROOT).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in SCRIPTS.rglob("*.py")}
    assert {path: count for path, count in lines.items() if count > 80} == {}
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


def test_navigation_and_scripts_match() -> None:
    scripts = sorted(p.relative_to(SCRIPTS).as_posix() for p in SCRIPTS.rglob("*.py"))
    assert sorted(entry.script for entry in PAGES) == scripts
    assert len({entry.url_path for entry in PAGES}) == len(PAGES)
    assert PAGES[0].url_path == ""
    for entry in PAGES:
        assert entry.section in SECTIONS
        assert entry.description
        assert entry.script.split("/")[0] == entry.section.lower()
        assert entry.description.endswith(".")
        assert re.fullmatch(r"[a-z0-9-]*", entry.url_path)
    assert PAGES[0].url_path == ""
    for unique in ([e.url_path for e in PAGES], [e.title for e in PAGES]):
        assert len(set(unique)) == len(unique)
