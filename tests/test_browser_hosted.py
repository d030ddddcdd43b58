"""The hosted dashboard in a real browser: its content policy lets every page through, its routes stand beside the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import Browser

from tests.browsing import DESKTOP, Server, Tab, new_tab, serving
from treasury.ui.navigation import PAGES, Entry

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving("serve.py", tmp_path_factory.mktemp("hosted"), TREASURY_AUTO_REFRESH="off") as running:
        yield running


@pytest.fixture(scope="module")
def tab(browser: Browser, server: Server) -> Tab:
    return new_tab(browser, server, DESKTOP)


def get(server: Server, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{server.url}{path}", headers=headers, timeout=60)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path or "root")
def test_a_page_passes_the_content_policy(tab: Tab, entry: Entry) -> None:
    tab.open(entry.url_path)  # the browser says what the policy stopped, on its console
    assert re.search(r"\d.*\.$", tab.headline)
    assert tab.troubles == []


def test_nothing_from_elsewhere_would_run(tab: Tab) -> None:
    tab.open("")
    tab.page.evaluate("""() => {
        const foreign = document.createElement('script');
        foreign.textContent = "document.title = 'mine'";
        document.body.append(foreign);
    }""")
    assert tab.page.title() != "mine"
    assert any("Content Security Policy" in trouble for trouble in tab.troubles)


def test_every_answer_has_its_headers_and_an_id(server: Server) -> None:
    asked = "0123456789abcdef0123456789abcdef"  # pragma: allowlist secret
    for path in ("/", "/yields", "/healthz", "/api/v1/datasets", "/api/v1/nothing", "/static/none.js"):
        got = get(server, path, **{"X-Request-ID": asked})
        assert "default-src 'self'" in got.headers["Content-Security-Policy"], path
        assert got.headers["X-Frame-Options"] == "DENY"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["X-Request-ID"] == asked
    assert get(server, "/healthz", **{"X-Request-ID": "<script>"}).headers["X-Request-ID"] != "<script>"


def test_health_readiness_and_figures(server: Server, tab: Tab) -> None:
    tab.open("")
    assert get(server, "/healthz").text == "ok\n"
    assert get(server, "/readyz").json()["ready"] is True
    get(server, "/api/v1/datasets/nope.csv")
    told = get(server, "/metrics").text
    assert 'treasury_http_requests_total{method="GET",route="/datasets/{name}.{form}",status="404"} 1.0' in told
    assert re.search(r'treasury_dataset_age_days\{dataset="par_yields"\} \d+\.0', told)


def test_the_calendar_file_is_read_by_a_calendar_program(server: Server) -> None:
    first = get(server, "/calendar.ics")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(first.text).walk("VEVENT")
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids) > 0
    assert get(server, "/calendar.ics", **{"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_requests_are_logged_as_lines_of_json(server: Server) -> None:
    asked = "fedcba9876543210fedcba9876543210"  # pragma: allowlist secret
    get(server, "/api/v1/events/1890-01-01", **{"X-Request-ID": asked})
    get(server, "/healthz")  # a line is written after its answer has left: the next answer comes after it
    lines = [json.loads(line) for line in server.output.read_text().splitlines() if line.startswith("{")]
    (line,) = [one for one in lines if one["request_id"] == asked]
    assert (line["message"], line["path"], line["status"]) == ("request", "/api/v1/events/1890-01-01", 400)


def test_answers_are_compressed(server: Server) -> None:
    assert get(server, "/api/v1/datasets/par_yields.csv").headers["Content-Encoding"] == "gzip"


def test_the_openapi_stands_at_its_address(server: Server) -> None:
    described = get(server, "/api/v1/openapi.json").json()
    assert {"/datasets", "/datasets/{name}.{form}", "/events/{day}"} <= set(described["paths"])
    assert described["servers"] == [{"url": "/api/v1"}]


def test_an_address_has_a_preview(server: Server, tab: Tab) -> None:
    text = get(server, "/yields", **{"X-Forwarded-Proto": "https"}).text
    assert "<title>Yields, Treasury truce</title>" in text
    assert '<meta property="og:title" content="Yields, Treasury truce" />' in text
    assert f'<meta property="og:image" content="{server.url.replace("http:", "https:")}/preview.png" />' in text
    assert get(server, "/preview.png").headers["Content-Type"] == "image/png"
    assert "<title>Treasury truce</title>" in get(server, "/").text
    assert '<html lang="en">' in get(server, "/yields?lang=fr").text
    japanese = get(server, "/yields?lang=ja").text
    assert '<html lang="ja">' in japanese
    assert "<title>利回り, Treasury truce</title>" in japanese
    again = get(server, "/yields", **{"If-None-Match": get(server, "/yields").headers.get("ETag", "none")})
    assert again.status_code in (200, 304)
    tab.open("yields")
    assert tab.troubles == []
