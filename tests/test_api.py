"""The API over a real connection: the same figures as the command line, cheap polling, refusals that say what to send."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from typer.testing import CliRunner

from treasury.__main__ import app
from treasury.api import api
from treasury.dataset import Vintage
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.sources import BY_ID, CATALOG

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EFFORT = effort(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
HELD = [d.id for d in CATALOG if d.in_snapshot]


@contextmanager
def answering() -> Iterator[str]:
    """The API at an address on loopback."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(api, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Over the embedded snapshot and a store of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREASURY_STORE", str(tmp_path_factory.mktemp("api") / "store"))
        patch.setenv("NO_PROXY", "127.0.0.1")
        settings.cache_clear()
        with answering() as url:
            yield url
    settings.cache_clear()


def get(address: str, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{address}{path}", headers=headers, timeout=60)


def shown(*words: str) -> str:
    got = CliRunner().invoke(app, ["show", *words])
    assert got.exit_code == 0, got.output
    return got.stdout


@pytest.mark.parametrize("name", HELD)
def test_every_dataset_in_three_formats_equals_show(address: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    shown(name, "--format", "parquet", "-o", str(file))
    assert get(address, f"/datasets/{name}.csv").content.decode() == shown(name, "--format", "csv")
    assert get(address, f"/datasets/{name}.json").json() == json.loads(shown(name, "--format", "json"))
    got = pd.read_parquet(io.BytesIO(get(address, f"/datasets/{name}.parquet").content))
    pd.testing.assert_frame_equal(got, pd.read_parquet(file))


def test_a_part_of_a_dataset(address: str) -> None:
    """The Friday before and the week of 7 April 2025, against the published 10-year par yields."""
    got = get(address, "/datasets/par_yields.csv?start=2025-04-04&end=2025-04-11&columns=10Y")
    assert got.text.splitlines()[1:] == [
        *("2025-04-04,4.01", "2025-04-07,4.15", "2025-04-08,4.26"),
        *("2025-04-09,4.34", "2025-04-10,4.4", "2025-04-11,4.48"),
    ]
    assert got.headers["X-Total-Count"] == "6"
    assert got.headers["X-Publisher"] == "US Treasury"
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_parts_follow_each_other_by_their_links(address: str) -> None:
    query, days = "/datasets/par_yields.json?start=2025-04-04&end=2025-04-11&columns=10Y&limit=4", []
    while query:
        got = get(address, query)
        days += [row["date"] for row in got.json()]
        query = got.links["next"]["url"].removeprefix("/api/v1") if "next" in got.links else ""
    assert days == ["2025-04-04", "2025-04-07", "2025-04-08", "2025-04-09", "2025-04-10", "2025-04-11"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/events/2025-04-02?window=2025-04-11", "event 2025-04-02 --window 2025-04-11"),
        ("/claims", "claims"),
        ("/issuance?by=quarter", "issuance --by quarter"),
        ("/buybacks", "buybacks"),
        ("/calendar?start=2026-08-03&end=2026-08-14", "calendar --start 2026-08-03 --end 2026-08-14"),
    ],
)
def test_an_answer_equals_the_command_line(address: str, path: str, words: str) -> None:
    got = CliRunner().invoke(app, [*words.split(), "--json"])
    assert get(address, path).json() == json.loads(got.stdout)


def test_the_list_of_datasets(address: str) -> None:
    listed = {one["id"]: one for one in get(address, "/datasets").json()}
    assert list(listed) == [d.id for d in CATALOG]
    assert listed["par_yields"]["key"] == ["date"]
    assert listed["par_yields"]["rows"] == open_store().vintage(BY_ID["par_yields"]).rows
    assert listed["equities"]["state"] == "never"
    units = {column["name"]: (column["kind"], column["unit"]) for column in listed["par_yields"]["columns"]}
    assert units["10Y"] == ("percent", "percent")
    assert listed["par_yields"]["rows_at"]["csv"] == "/api/v1/datasets/par_yields.csv"


@pytest.mark.parametrize("path", ["/datasets/par_yields.csv?start=2026-01-01", "/events/2025-11-05"])
def test_the_same_version_is_not_sent_twice(address: str, path: str) -> None:
    first = get(address, path)
    tag, moment = first.headers["ETag"], first.headers["Last-Modified"]
    for condition in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": moment},
    ):
        again = get(address, path, **condition)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    earlier = "Mon, 06 Jan 2025 00:00:00 GMT"
    for condition in (
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": earlier},
        {"If-Modified-Since": "nonsense"},
        {"If-None-Match": '"other"', "If-Modified-Since": moment},
    ):
        again = get(address, path, **condition)
        assert (again.status_code, again.content) == (200, first.content)


def test_what_is_asked_differs_in_its_tag(address: str) -> None:
    paths = ["par_yields.csv", "par_yields.json", "par_yields.csv?start=2026-01-01", "par_yields.csv?limit=3", "cmt_yields.csv"]
    assert len({get(address, f"/datasets/{path}").headers["ETag"] for path in paths}) == len(paths)


def test_a_new_version_has_a_new_tag(address: str) -> None:
    declared, store = BY_ID["vix"], open_store()
    assert get(address, "/datasets/vix.csv").status_code == 404
    rows = pd.DataFrame({"date": pd.to_datetime(["2026-01-02"]), "VIXCLS": [15.5]})
    moment = datetime(2026, 1, 3, tzinfo=UTC)
    one = Vintage("vix", "", rows["date"][0].date(), moment, "refreshed", "", 1, rows["date"][0].date(), rows["date"][0].date())
    base = store.publish(declared, rows, one, None, only_added=False)
    first = get(address, "/datasets/vix.csv")
    assert first.text == "date,VIXCLS\n2026-01-02,15.5\n"
    assert first.headers["Last-Modified"] == "Sat, 03 Jan 2026 00:00:00 GMT"
    later = Vintage(**{**one.__dict__, "retrieved_at": moment + timedelta(days=1)})
    store.publish(declared, rows.assign(VIXCLS=16.0), later, base, only_added=False)
    second = get(address, "/datasets/vix.csv", **{"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.text) == (200, "date,VIXCLS\n2026-01-02,16.0\n")
    assert get(address, "/datasets/vix.csv?as_known_on=2026-01-03").text == first.text


def test_the_gauge_is_what_the_command_gives(address: str) -> None:
    got = get(address, "/gauge?day=2025-04-11&without=financial_stress,bill_share")
    told = CliRunner().invoke(app, ["gauge", "--day", "2025-04-11", "--without", "financial_stress,bill_share", "--json"])
    assert got.json() == json.loads(told.stdout)
    assert (got.json()["gauge"], got.json()["components_counted"]) == (None, 5)
    assert get(address, "/gauge?day=2025-04-11").json()["gauge"] == pytest.approx(71.35, abs=0.01)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/gauge?without=nope", 400, "no component 'nope'; there are: term_premium_change, "),
        ("/datasets/nope.csv", 404, "no dataset 'nope'; there are: par_yields, "),
        ("/datasets/par_yields.xml", 422, "form: must be 'csv', 'json' or 'parquet'"),
        ("/datasets/par_yields.csv?start=soon", 422, "start: must be a day written as YYYY-MM-DD, such as 2025-04-02"),
        ("/datasets/par_yields.csv?start=2025-02-30", 400, "start: 2025-02-30 does not exist, February 2025 has 28 days"),
        (
            "/datasets/par_yields.csv?start=2025-02-03&end=2025-01-01",
            400,
            "start 2025-02-03 lies after end 2025-01-01; swap",
        ),
        ("/datasets/par_yields.csv?columns=11Y", 400, "par_yields has no column '11Y'; it has: date, 1M, "),
        ("/datasets/par_yields.csv?limit=0", 422, "limit: must be greater than or equal to 1"),
        ("/datasets/par_yields.csv?limit=many", 422, "limit: must be a valid integer"),
        ("/datasets/par_yields.csv?as_known_on=2020-01-01", 404, "par_yields was not held on 2020-01-01: "),
        ("/datasets/equities.csv", 404, "equities has never been fetched; it is not part of the snapshot, for licence reasons"),
        ("/datasets/..%2f..%2fetc%2fpasswd.csv", 404, ""),
        ("/events/1890-01-01", 400, "date: 1890-01-01 is too early"),
        ("/events/1975-01-01", 400, "no par yield to measure 1975-01-01 by; choose a day from 1990-01-03 to "),
        ("/events/2025-04-02?window=2025-13-01", 400, "window: 2025-13-01 does not exist, months run from 01 to 12"),
        ("/issuance?by=decade", 422, "by: must be 'week', 'month', 'quarter' or 'fiscal-year'"),
        ("/calendar?start=2026-08-14&end=2026-08-03", 400, "start 2026-08-14 lies after end 2026-08-03; swap them"),
        ("/calendar?start=1999-01-01&end=2026-08-03", 400, "1999-01-01 to 2026-08-03 is too long for one calendar"),
        (
            "/refinance?foo=1",
            422,
            "foo: not a parameter here; there are: shock_bp, bill_share, years, borrowing",
        ),
        (
            "/datasets/par_yields.csv?limits=3",
            422,
            "limits: not a parameter here; there are: start, end, columns, as_known_on, limit, offset",
        ),
        ("/claims?day=2026-01-02", 422, "day: not a parameter here; there is none"),
        ("/datasets?Limit=3", 422, "Limit: not a parameter here; there is none"),
        ("/nothing", 404, "Not Found; /api/v1/openapi.json lists what there is"),
    ],
)
def test_refusals_say_what_to_send(address: str, path: str, status: int, said: str) -> None:
    got = get(address, path)
    assert got.status_code == status
    error = got.json()["error"]
    assert error["message"].startswith(said)
    assert error["kind"] in ("bad_input", "not_found", "nothing_stored")


def test_a_store_that_cannot_be_read_is_said(address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "file"))
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path / "none"))
    settings.cache_clear()
    got = get(address, "/datasets/par_yields.csv")
    settings.cache_clear()
    assert got.status_code == 503
    assert "TREASURY_STORE must be a folder" in got.json()["error"]["message"]


def test_whatever_the_openapi_allows_is_answered(address: str) -> None:
    """Made-up requests: no 5xx, and every answer as the OpenAPI describes it."""
    schema: Any = schemathesis.openapi.from_url(f"{address}/openapi.json")
    asked: list[str] = []

    def holds(case: Any) -> None:
        asked.append(case.operation.label)
        case.call_and_validate(base_url=address, checks=CHECKS)

    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        EFFORT(given(case=operation.as_strategy())(holds))()
    assert set(asked) == {operation.label for operation in operations}
    assert len(asked) > 20
