"""Sign-in against an OpenID provider on loopback: without it nothing gives data, with it pages, API and files do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browsing import DESKTOP, Server, Tab, free_port, new_tab, serving, wait_for
from treasury.access import admits, admits_token
from treasury.hosted.sign_in import USER_COOKIE
from treasury.settings import Settings
from treasury.ui.navigation import PAGES

TOKEN = "a-token-for-programs"
PEOPLE = {"ada": "Ada@Example.org", "eve": "eve@elsewhere.example"}
GUARDED = (
    *("/api/v1/datasets", "/api/v1/datasets/par_yields.csv", "/api/v1/events/2025-04-02", "/api/v1/openapi.json"),
    *("/metrics", "/calendar.ics", "/media/made-up.csv", "/_stcore/upload_file/a/b", "/component/x/y", "/whatever"),
    *("/app.py", "/data/snapshot/manifest.json", "/yields/../api/v1/datasets", "//api/v1/datasets", "/API/v1/datasets"),
)

browser_test = pytest.mark.browser


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a provider that knows two people."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for sub, address in PEOPLE.items():
        command += ["--user-claims", json.dumps({"sub": sub, "email": address, "email_verified": True})]
    output = tmp_path_factory.mktemp("provider") / "output"
    with output.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}", process, output, "/.well-known/openid-configuration")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def server(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    sign_in = {
        "TREASURY_AUTO_REFRESH": "off",
        "TREASURY_OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "TREASURY_OIDC_CLIENT_ID": "dashboard",
        "TREASURY_OIDC_CLIENT_SECRET": "not-really-secret",  # pragma: allowlist secret
        "TREASURY_OIDC_REDIRECT_URI": f"http://127.0.0.1:{port}/oauth2callback",
        "TREASURY_COOKIE_SECRET": "0123456789abcdef" * 4,
        "TREASURY_ALLOWED": "example.org",
        "TREASURY_API_TOKENS": f"another, {TOKEN}",
    }
    with serving("serve.py", tmp_path_factory.mktemp("sign-in"), port, **sign_in) as running:
        yield running


def sign_in(tab: Tab, sub: str) -> None:
    tab.page.get_by_role("button", name="Sign in").click()
    tab.page.get_by_role("button", name=sub, exact=True).click()


def get(server: Server, path: str, page: Page | None = None, **headers: str) -> requests.Response:
    """Asks as the browser of a page would, or as somebody without cookies."""
    known = {one["name"]: one["value"] for one in page.context.cookies()} if page else {}
    session = requests.Session()
    request = session.prepare_request(requests.Request("GET", server.url, headers=headers, cookies=known))
    request.url = server.url + path  # as it is: no dots resolved on the way
    return session.send(request, timeout=60, allow_redirects=False)


@browser_test
@pytest.mark.parametrize("path", GUARDED)
def test_without_sign_in_nothing_gives_data(server: Server, path: str) -> None:
    got = get(server, path)
    assert got.status_code == 401
    assert got.json()["error"]["kind"] == "sign_in"
    assert get(server, path, Authorization="Bearer wrong").status_code == 401
    assert get(server, path, Cookie=f"{USER_COOKIE}=forged").status_code == 401


@browser_test
def test_a_page_asks_to_sign_in_and_then_opens_where_it_was_asked_for(browser: Browser, server: Server) -> None:
    tab = new_tab(browser, server, DESKTOP)
    for entry in PAGES:
        tab.page.goto(f"{server.url}/{entry.url_path}")
        expect(tab.page.get_by_role("button", name="Sign in")).to_be_visible()
        assert tab.part("stPlotlyChart").count() + tab.part("stDataFrame").count() + tab.part("stMetric").count() == 0
        assert tab.part("st-key-menu").count() == 0
    tab.page.goto(f"{server.url}/yields?range=5Y")
    sign_in(tab, "ada")
    tab.page.wait_for_url(f"{server.url}/yields?range=5Y")
    tab.settle()
    assert "10-year" in tab.headline
    assert get(server, "/api/v1/datasets/par_yields.csv?start=2026-09-28", tab.page).status_code == 200
    assert get(server, "/whatever", tab.page).status_code == 200  # the dashboard's own word that there is no such page
    assert get(server, "/yields", tab.page).status_code == 200
    tab.page.get_by_role("button", name="Sign out").click()
    tab.page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/yields"))
    assert get(server, "/api/v1/datasets", tab.page).status_code == 401


@browser_test
def test_who_is_not_on_the_list_stays_outside(browser: Browser, server: Server) -> None:
    tab = new_tab(browser, server, DESKTOP)
    tab.page.goto(server.url)
    sign_in(tab, "eve")
    expect(tab.part("stAlert")).to_contain_text("eve@elsewhere.example may not come in")
    assert tab.part("st-key-menu").count() == 0
    got = get(server, "/api/v1/datasets", tab.page)
    assert (got.status_code, got.json()["error"]["kind"]) == (403, "not_allowed")


@browser_test
def test_a_program_comes_in_by_its_token(server: Server) -> None:
    header = {"Authorization": f"Bearer {TOKEN}"}
    assert get(server, "/api/v1/datasets/par_yields.csv", **header).status_code == 200
    assert get(server, "/metrics", **header).status_code == 200
    assert get(server, f"/api/v1/datasets?token={TOKEN}").status_code == 401  # addresses end up in logs
    assert get(server, f"/calendar.ics?token={TOKEN}").status_code != 401  # calendars know no header
    assert TOKEN not in server.output.read_text()


@browser_test
def test_health_is_open(server: Server) -> None:
    assert get(server, "/healthz").status_code == 200
    assert get(server, "/_stcore/health").status_code == 200


# --- the rule itself ---------------------------------------------------------------------------------------------------


def config(**more: str) -> Settings:
    return Settings(**more)


@pytest.mark.parametrize(
    ("user", "allowed", "admitted"),
    [
        ({"is_logged_in": True, "email": "Ada@Example.org", "email_verified": True}, "example.org", True),
        ({"is_logged_in": True, "email": "ada@example.org"}, "@example.org", True),
        ({"is_logged_in": True, "email": "ada@example.org"}, "bob@example.org, ADA@example.org", True),
        ({"is_logged_in": True, "email": "ada@example.org"}, "bob@example.org", False),
        ({"is_logged_in": True, "email": "ada@sub.example.org"}, "example.org", False),
        ({"is_logged_in": True, "email": "example.org"}, "example.org", False),
        ({"is_logged_in": True, "email": "ada@example.org", "email_verified": False}, "example.org", False),
        ({"is_logged_in": True}, "example.org", False),
        ({"is_logged_in": True}, "", False),
        ({"is_logged_in": True}, "*", True),
        ({"is_logged_in": False, "email": "ada@example.org"}, "*", False),
        ({}, "*", False),
    ],
)
def test_who_may_come_in(user: dict[str, object], allowed: str, admitted: bool) -> None:
    assert admits(config(allowed=allowed), user) is admitted


def test_tokens() -> None:
    assert admits_token(config(api_tokens="one, two"), "two")
    assert not admits_token(config(api_tokens="one, two"), "one, two")
    assert not admits_token(config(api_tokens="one, "), "")
    assert not admits_token(config(), "")
