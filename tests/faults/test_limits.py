"""How much can be asked: refreshes, requests, sessions, rows; and names that lead nowhere they should."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from typer.testing import CliRunner

from treasury.__main__ import app
from treasury.api import api
from treasury.api.datasets import MOST_ROWS
from treasury.errors import StoreBusy
from treasury.hosted.limits import Limits
from treasury.refreshing import Result
from treasury.settings import ROOT, settings
from treasury.ui import refreshing
from treasury.ui.move_file import LARGEST_BYTES

PRESSES = 100


# --- refreshes ---------------------------------------------------------------------------------------------------------


class Publishers:
    """A refresh that takes as long as it is told to, and counts."""

    def __init__(self) -> None:
        self.go, self.asked = threading.Event(), list[Sequence[str]]()

    def refresh(self, *ids: str, on_result: Any, wait_for_lock: float) -> list[Result]:
        self.asked.append(ids)
        assert self.go.wait(20)
        return []


@pytest.fixture
def publishers(monkeypatch: pytest.MonkeyPatch) -> Publishers:
    made = Publishers()
    monkeypatch.setattr(refreshing, "refresh", made.refresh)
    return made


def pressed(desk: refreshing.Desk, *ids: str) -> str:
    try:
        desk.start(ids)
    except StoreBusy as busy:
        return str(busy)
    return ""


def ended() -> None:
    for thread in threading.enumerate():
        if thread.name == "refresh":
            thread.join(10)


def test_a_hundred_presses_are_one_refresh(publishers: Publishers) -> None:
    desk = refreshing.Desk()
    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(lambda _: pressed(desk, "par_yields", "vix"), range(PRESSES)))
    publishers.go.set()
    ended()
    said += [pressed(desk, "par_yields") for _ in range(PRESSES)]
    assert publishers.asked == [("par_yields", "vix")]
    assert said.count("") == 1
    assert sum("is still running" in words for words in said) == PRESSES - 1
    assert sum("less than a minute ago" in words for words in said) == PRESSES


def test_other_figures_and_a_minute_later_the_same_may_be_asked_for(
    publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=61)

    desk = refreshing.Desk()
    publishers.go.set()
    for ids in (["vix"], ["equities", "vix"]):
        assert pressed(desk, *ids) == ""
        ended()
    assert pressed(desk, "vix", "equities") != ""
    monkeypatch.setattr(refreshing, "datetime", Later)
    assert pressed(desk, "vix") == ""
    ended()
    assert len(publishers.asked) == 3
    assert datetime.now(UTC) < Later.now(UTC)


# --- requests and sessions ---------------------------------------------------------------------------------------------


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole body and answers with its size."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def test_a_body_beyond_the_limit_is_refused_with_and_without_a_stated_length() -> None:
    client = TestClient(Limits(echo, most_sessions=1, largest_body=1000))
    assert client.post("/", content=b"x" * 1000).text == "1000"
    for body in (b"x" * 1001, iter([b"x" * 600] * 3)):
        got = client.post("/", content=body)
        assert (got.status_code, got.json()["error"]["kind"]) == (413, "too_large")


def test_a_readers_own_file_fits() -> None:
    from treasury.hosted.limits import LARGEST_BODY

    upload = next(line for line in (ROOT / ".streamlit/config.toml").read_text().splitlines() if line.startswith("maxUpload"))
    assert LARGEST_BYTES < int(upload.split("=")[1]) * 2**20 < LARGEST_BODY


def test_a_session_beyond_the_most_is_told_to_come_later() -> None:
    leave, said = asyncio.Event(), list[Message]()

    async def stays(scope: Scope, receive: Receive, send: Send) -> None:
        await leave.wait()

    async def nothing() -> Message:
        return {"type": "websocket.connect"}

    async def noted(message: Message) -> None:
        said.append(message)

    async def visits() -> None:
        limits = Limits(stays, most_sessions=2)
        scope = {"type": "websocket"}
        inside = [asyncio.create_task(limits(scope, nothing, noted)) for _ in range(2)]
        await asyncio.sleep(0)
        await limits(scope, nothing, noted)
        assert [message["code"] for message in said] == [1013]
        leave.set()
        await asyncio.gather(*inside)
        await limits(scope, nothing, noted)  # a place is free again
        assert len(said) == 1

    asyncio.run(visits())


# --- rows and names ----------------------------------------------------------------------------------------------------


@pytest.fixture
def from_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    settings.cache_clear()


@pytest.mark.usefixtures("from_snapshot")
class TestApi:
    def test_no_answer_has_more_rows_than_the_most(self) -> None:
        client = TestClient(api)
        assert client.get(f"/datasets/par_yields.csv?limit={MOST_ROWS + 1}").status_code == 422
        assert client.get("/datasets/par_yields.csv?offset=99999999999").status_code == 422
        got = client.get("/datasets/par_yields.csv?limit=3")
        assert len(got.text.splitlines()) == 4
        assert int(got.headers["X-Total-Count"]) > 9_000

    @pytest.mark.parametrize(
        "name", ["../README", "..%2f..%2fetc%2fpasswd", "%2e%2e%2fstore", "par_yields%00", "_runs", "PAR_YIELDS", "=cmd|'/c'!A0"]
    )
    def test_a_name_that_is_no_dataset_opens_nothing(self, name: str) -> None:
        got = TestClient(api).get(f"/datasets/{name}.csv")
        assert got.status_code == 404
        assert got.headers["content-type"] == "application/json"
        assert "error" in json.loads(got.text)

    @pytest.mark.parametrize("query", ["columns=../../x", "columns=10Y,<b>", "start=2025-01-01%00", "as_known_on=../../x"])
    def test_a_parameter_that_is_none_is_refused(self, query: str) -> None:
        assert TestClient(api).get(f"/datasets/par_yields.csv?{query}").status_code in (400, 422)


@pytest.mark.usefixtures("from_snapshot")
@pytest.mark.parametrize(
    "name", ["../README", "/etc/passwd", "par_yields/../vix", "_runs", "s3://bucket/x", "", "par_yields\x00"]
)
@pytest.mark.parametrize("command", ["show", "refresh"])
def test_the_command_line_knows_datasets_only(tmp_path: Path, command: str, name: str) -> None:
    got = CliRunner().invoke(app, [command, name])
    assert got.exit_code == 2
    assert "no dataset" in got.stderr
    assert list(tmp_path.iterdir()) == []


# --- the look for vulnerabilities and secrets --------------------------------------------------------------------------

FINDS = 'while [ $# -gt 1 ]; do [ "$1" = --output ] && echo "requests 1.0 CVE-1" >"$2"; shift; done; exit 1'
TOOLS = {
    "nothing found": ("exit 0", 0, "no known vulnerability in the installed packages"),
    "no network": ("echo 'ConnectionError: no route' >&2; exit 1", 0, "the advisory service cannot be reached"),
    "something found": (FINDS, 1, "CVE-1"),
}


@pytest.mark.parametrize("case", TOOLS)
def test_an_audit_without_a_network_says_so_and_does_not_fail(tmp_path: Path, case: str) -> None:
    script, code, words = TOOLS[case]
    for tool, text in (("pip-audit", script), ("detect-secrets-hook", "exit 0")):
        (tmp_path / tool).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / tool).chmod(0o755)
    got = subprocess.run(["sh", "tests/audit.sh", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert got.returncode == code, got.stderr
    assert words in got.stdout
