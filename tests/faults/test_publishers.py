"""Every publisher in every kind of trouble: each dataset fails for the stated cause, and nothing that is held is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.faults.machine import IDS, Machine, machine, of
from tests.publishers import FRED_KEY, Publishers
from tests.test_contract import DAMAGE
from tests.test_http import tls_server
from treasury.http import Limits

ASKED = ("treasury_gov", "fiscaldata", "fred", "nyfed", "nyfed_markets", "ofr", "defillama", "tic")


# Of each publisher the datasets that are asked for in different ways.
SEVERAL = (
    *("par_yields", "buyback_schedule", "cmt_yields", "policy_rates", "macro", "term_premium_acm", "financial_stress"),
    *("auctions", "debt_to_penny", "fed_holdings", "foreign_holders", "stablecoins"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("faults")) as made:
        yield made


@pytest.fixture
def here(filled: Machine) -> Machine:
    filled.publishers.clear()
    filled.clock.slept.clear()
    return filled


@pytest.fixture
def keyed(here: Machine) -> Iterator[Machine]:
    """The same with a key for FRED, whose API is then asked instead of its public download."""
    with here.pointed(FRED_API_KEY=FRED_KEY):
        yield here


@dataclass(frozen=True)
class Trouble:
    """A fault of every answer, and what it must be called. Of several options each publisher gets another."""

    kind: str
    error: str
    words: str
    options: tuple[dict[str, Any], ...] = ({},)
    limits: dict[str, Any] = field(default_factory=dict)


TRIED = ", 2 tries"
TROUBLES = {
    "no first byte": Trouble("slow", "unavailable", "no answer in time" + TRIED, ({"seconds": 5},), {"read": 0.2}),
    "drips for ever": Trouble("drip", "unavailable", "did not arrive in time", ({"bytes": 1, "seconds": 0.03},), {"total": 0.5}),
    "reset": Trouble("reset", "unavailable", "the connection broke .*" + TRIED, ({"part": 0.0}, {"part": 0.5})),
    "redirect loop": Trouble("redirect", "refused", "redirected in a loop"),
    "redirect elsewhere": Trouble("redirect", "refused", "another host, http://127.0.0.1:9", ({"to": "http://127.0.0.1:9/"},)),
    "5xx": Trouble("status", "unavailable", "HTTP 50[0234]" + TRIED, tuple({"code": code} for code in (500, 502, 503, 504))),
    "429": Trouble("status", "unavailable", "HTTP 429" + TRIED, ({"code": 429, "retry_after": 60}, {"code": 429})),
    "400": Trouble("status", "refused", "HTTP 400: no such field", ({"code": 400, "body": '{"message": "no such field"}'},)),
    "401 or 403": Trouble("status", "refused", "HTTP 40[13]", ({"code": 401}, {"code": 403})),
    "404 as a web page": Trouble("status", "refused", r"HTTP 404 \(the endpoint moved\?\)", ({"code": 404},)),
    "nothing": Trouble("empty", "unavailable", "an empty body" + TRIED, ({"code": 204}, {"code": 200})),
    "maintenance page": Trouble("html", "unavailable", r"a web page instead of data \(maintenance, or the path moved\?\)"),
    "cut body": Trouble("truncate", "unavailable", "broke in the middle of the body" + TRIED),
    "cut while packed": Trouble("cut_packed", "unavailable", "the packed body is cut|no readable|seems cut|in the middle"),
    "bad gzip": Trouble("bad_gzip", "unavailable", "the packed body is damaged" + TRIED),
    "garbage": Trouble("garbage", "unavailable", "the body is no"),
    "too large": Trouble("oversized", "refused", "larger than", ({"bytes": 300_000},), {"max_bytes": 200_000}),
}


@pytest.mark.parametrize("case", TROUBLES)
def test_every_publisher_in_trouble(keyed: Machine, case: str) -> None:
    trouble = TROUBLES[case]
    for publisher, options in zip((*ASKED, "fred_api"), cycle(trouble.options), strict=False):
        keyed.publishers.fault(publisher, trouble.kind, times=-1, **options)
    keyed.assert_failed(keyed.refresh(*SEVERAL, **trouble.limits), trouble.error, trouble.words, SEVERAL)
    assert {r.query["api_key"] for r in keyed.publishers.asked("fred_api")} == {FRED_KEY}  # it went there and nowhere else
    assert not any("api_key" in r.query for r in keyed.publishers.log if r.publisher != "fred_api")


@pytest.mark.parametrize("half", [0, 1])
def test_publishers_in_trouble_cost_no_other_dataset(here: Machine, half: int) -> None:
    broken = ASKED[half::2]
    for publisher in broken:
        here.publishers.fault(publisher, "reset", times=-1, part=0.0)
    got = here.refresh()
    assert {name for name, result in got.items() if not result.ok} == set(of(*broken))
    here.assert_failed(got, "unavailable", "broke before the answer", of(*broken))
    assert {name for name, one in here.standing().items() if one.state == "failed"} == set(of(*broken))


def test_every_publisher_is_waited_for_as_long_as_it_asks(here: Machine) -> None:
    for publisher in ASKED:
        here.publishers.fault(publisher, "status", code=429, retry_after=7)
    assert [r.error_message for r in here.refresh(*SEVERAL).values() if not r.ok] == []
    assert here.clock.slept == [7.0] * len(ASKED)
    here.assert_nothing_lost()


def test_a_host_that_is_not_there(here: Machine) -> None:
    with here.pointed(**dict.fromkeys(here.publishers.environment(), "http://127.0.0.1:9")):
        here.assert_failed(here.refresh(*SEVERAL), "unavailable", "connection refused, 2 tries", SEVERAL)


def test_a_wrong_certificate_is_refused_by_everyone(here: Machine, tmp_path: Path) -> None:
    with tls_server(tmp_path, trustme.CA().issue_cert("127.0.0.1")) as server, here.pointed(**server.environment()):
        got = here.refresh(*SEVERAL)
        here.assert_failed(got, "refused", "the TLS certificate is not valid", SEVERAL)
        assert {result.requests for result in got.values()} == {1}
        assert server.log == []


def test_a_proxy_that_wants_a_login_is_named_for_everyone(here: Machine) -> None:
    elsewhere = dict.fromkeys(here.publishers.environment(), "http://publisher.invalid")
    with Publishers() as proxy, here.pointed(http_proxy=proxy.base, no_proxy="", NO_PROXY="", **elsewhere):
        proxy.fault("", "status", times=-1, code=407)
        got = here.refresh(*SEVERAL)
        here.assert_failed(got, "refused", r"the proxy asks for a login \(407\)", SEVERAL)
        assert {result.requests for result in got.values()} == {1}


def test_the_cap_on_a_body_is_far_below_what_would_hurt() -> None:
    assert Limits().max_bytes <= 100 * 2**20


# --- bodies that are fine, though written differently ------------------------------------------------------------------

TEXTS = of("treasury_gov", "fiscaldata", "fred", "nyfed_markets", "ofr", "defillama", "tic")
HARMLESS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "as text": [
        ("content_type", {"content_type": "application/octet-stream"}),
        ("replace", {"old": rb"\r?\n", "new": b"\r\n"}),
        ("replace", {"old": rb"\A", "new": b"\xef\xbb\xbf"}),
    ],
    "as a page": [("replace", {"old": rb"\s+\Z", "new": b""}), ("content_type", {"content_type": "text/html"})],
}


@pytest.mark.parametrize("case", HARMLESS)
def test_another_way_of_writing_the_same_body_changes_nothing(here: Machine, case: str) -> None:
    """Wrong content types, a byte-order mark, other line ends, no line end at the end."""
    for kind, options in HARMLESS[case]:
        here.publishers.fault("", kind, times=-1, **options)
    got = here.refresh(*TEXTS)
    assert [r.error_message for r in got.values() if not r.ok] == []
    assert [r.id for r in got.values() if r.added or r.revised] == []
    here.assert_nothing_lost()


# --- tables of another shape -------------------------------------------------------------------------------------------

SHAPES = {
    "a column is missing": ("missing_column", {}, "missing|without"),
    "a column is renamed": ("renamed_column", {}, "missing|without"),
    "text in a number": ("bad_number", {}, "'n/a' .*is no"),
    "a comma in a number": ("bad_number", {"value": "1,234.5"}, "'1,234.5' .*is no"),
    "out of range": ("out_of_range", {}, "is not plausible"),
    "a day far ahead": ("future_date", {}, "2099"),
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_table_of_another_shape_is_a_change_that_names_the_cell(here: Machine, case: str) -> None:
    kind, options, words = SHAPES[case]
    ids = [name for name in IDS if name not in DAMAGE]
    here.publishers.fault("", kind, times=-1, **options)
    got = here.refresh(*ids)
    here.assert_failed(got, "changed", words, ids)


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in DAMAGE.items() for kind in kinds])
def test_files_that_are_no_table_of_named_columns_too(here: Machine, name: str, kind: str) -> None:
    old, new = DAMAGE[name][kind]
    here.publishers.fault("", "replace", times=-1, old=old, new=new)
    here.assert_failed(here.refresh(name, full=True), "changed", "", [name])


def test_a_whole_refresh_repairs_what_a_fault_left_behind(here: Machine) -> None:
    """After every failure above: one good run and nothing reads "failed" any more."""
    assert [r.error_message for r in here.refresh().values() if not r.ok] == []
    assert [s.dataset.id for s in here.standing().values() if s.state == "failed"] == []
    here.assert_same_rows()
