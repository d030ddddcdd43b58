"""Two replicas behind the nginx of deploy/ over one store: a reader's session survives the loss of its replica."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browsing import DESKTOP, Server, free_port, new_tab, serving, wait_for
from treasury.settings import ROOT

pytestmark = pytest.mark.browser


@dataclass
class Front:
    """nginx at an address, and the replicas behind it."""

    url: str
    replicas: list[Server]


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if nginx is None:
        pytest.fail("no nginx: install it (Debian: nginx-light)")
    port, shared = free_port(), {"TREASURY_STORE": str(tmp_path / "store"), "TREASURY_AUTO_REFRESH": "off"}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with serving("serve.py", tmp_path / "one", **shared) as one, serving("serve.py", tmp_path / "two", **shared) as two:
        config = configured(tmp_path, port, [one.url, two.url])
        with (tmp_path / "nginx-output").open("wb") as output:
            command = [nginx, "-c", str(config), "-p", str(tmp_path), "-e", "/dev/stderr", "-g", "daemon off;"]
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
            try:
                wait_for(f"http://127.0.0.1:{port}", process, tmp_path / "nginx-output", "/healthz")
                yield Front(f"http://127.0.0.1:{port}", [one, two])
            finally:
                process.terminate()
                process.wait(timeout=20)


def configured(folder: Path, port: int, replicas: list[str]) -> Path:
    """The file of deploy/ with this machine's addresses and places for its own."""
    text = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text()
    for number, url in enumerate(replicas, 1):
        text = text.replace(f"dashboard-{number}:8501", url.removeprefix("http://"))
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"/tmp/nginx", f"{folder}/nginx", text)
    config = folder / "nginx.conf"
    config.write_text(text)
    return config


def serves(replica: Server, path: str) -> bool:
    """Whether a replica has answered for this page."""
    lines = [json.loads(line) for line in replica.output.read_text().splitlines() if line.startswith("{")]
    return any(line.get("path") == path for line in lines)


def test_a_session_goes_on_when_its_replica_is_killed(browser: Browser, front: Front) -> None:
    tab = new_tab(browser, replace(front.replicas[0], url=front.url), DESKTOP)
    tab.open("yields")
    two_years = tab.findings[0]
    tab.page.locator(".st-key-range").get_by_text("5Y", exact=True).click()
    expect(tab.part("stPlotlyChart").first).not_to_have_attribute("aria-label", two_years)
    tab.settle()
    five_years = tab.findings[0]
    (own,) = [replica for replica in front.replicas if serves(replica, "/yields")]
    own.process.kill()
    own.process.wait()
    tab.page.locator(".st-key-range").get_by_text("10Y", exact=True).click(timeout=60_000)
    expect(tab.part("stPlotlyChart").first).not_to_have_attribute("aria-label", five_years, timeout=60_000)
    tab.settle()
    assert tab.query == {"range": ["10Y"]}
    tab.page.reload()
    tab.settle()
    assert "10-year" in tab.headline
    (other,) = [replica for replica in front.replicas if replica is not own]
    assert serves(other, "/yields")


def test_the_api_is_answered_by_whoever_is_left(front: Front) -> None:
    whole = requests.get(f"{front.url}/api/v1/datasets/par_yields.csv", timeout=30)
    front.replicas[0].process.kill()
    front.replicas[0].process.wait()
    for _ in range(6):
        again = requests.get(f"{front.url}/api/v1/datasets/par_yields.csv", timeout=30)
        assert (again.status_code, again.content) == (200, whole.content)
        assert again.headers["ETag"].removeprefix("W/") == whole.headers["ETag"].removeprefix("W/")  # one store, one version


def test_the_operators_figures_do_not_pass(front: Front) -> None:
    assert requests.get(f"{front.url}/metrics", timeout=30).status_code == 404
    assert requests.get(f"{front.replicas[0].url}/metrics", timeout=30).status_code == 200


def test_too_many_questions_are_refused(front: Front) -> None:
    statuses = [requests.get(f"{front.url}/api/v1/nothing", timeout=30).status_code for _ in range(120)]
    assert set(statuses) <= {404, 429}
    assert statuses[0] == 404
