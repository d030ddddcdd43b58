"""treasury.http against real connections: each way a publisher can fail, what it is called, and how often it was asked.

Longer than other files on purpose: the ways in which a publisher can fail are one list, and share their stand-in.
"""

from __future__ import annotations

import gc
import gzip
import json
import logging
import socket
import ssl
import threading
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
import urllib3.util.connection

import treasury.http
from tests.publishers import FRED_KEY, Publishers
from treasury.body import Body, Hostile, unpack
from treasury.errors import MissingCredential, SourceChanged, SourceError, SourceRefused, SourceUnavailable, TreasuryError
from treasury.http import Client, Limits, NotModified, Session, redact
from treasury.settings import PUBLISHERS, Settings
from treasury.sources.fred._client import observations
from treasury.wire import origin, retry_after

CSV = "Date,OFR FSI,Credit\n" + "".join(f"2025-04-{day:02d},{day / 8:.3f},{day / 16:.3f}\n" for day in range(1, 31))
ROWS = [{"record_date": f"2025-04-{day:02d}", "tot_pub_debt_out_amt": f"36{day:02d}.50"} for day in range(1, 31)]
SERIES = "observation_date,DGS10\n" + "".join(f"2025-04-{day:02d},4.{day:02d}\n" for day in range(1, 31))
FSI = "/financial-stress-index/data/fsi.csv"
DEBT = "/services/api/fiscal_service/v2/accounting/od/debt_to_penny"
OBSERVATIONS = "/fred/series/observations"
QUICK = Limits(connect=5, read=5, total=150, tries=4, max_bytes=20_000)
IMPATIENT = replace(QUICK, read=0.2)  # for answers that are late on purpose


class Clock:
    """Stands in for the `time` module in treasury.http: sleeping is noted and takes no time, yet the clock moves."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.slept)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(treasury.http, "time", made)
    # So fast a publisher needs no pauses between requests; pauses are tested on their own.
    monkeypatch.setattr(treasury.http._Pace, "wait", lambda _: None)
    return made


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publishers]:
    """A stand-in with three small files."""
    with Publishers(payload_files(tmp_path)) as running:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "FRED_API_KEY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def payload_files(folder: Path) -> Path:
    for name, text in (
        ("ofr/fsi.csv", CSV),
        ("fiscaldata/debt_to_penny.json", json.dumps({"data": ROWS, "meta": {"labels": {}}, "links": {}})),
        ("fred/DGS10.csv", SERIES),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def client(site: Publishers, clock: Clock) -> Iterator[Client]:
    with Client(Settings(), QUICK) as made:
        yield made


def stress(client: Client, **options: Any) -> Body:
    return client.session("ofr", "financial_stress").get(FSI, expect="csv", **options)


def debt(client: Client) -> Body:
    return client.session("fiscaldata", "debt_to_penny").get(DEBT, {"page[size]": "10000"}, expect="json")


def yields(client: Client, expect: Any = "xml", key: str = FRED_KEY) -> Body:
    session = client.session("fred_api", "cmt_yields")
    return session.get(OBSERVATIONS, {"series_id": "DGS10"}, expect=expect, secret_params={"api_key": key})


# --- good answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", ["lengths", "chunked", "until_closed"])
def test_a_whole_answer_arrives_however_it_is_sent(site: Publishers, client: Client, sent: str) -> None:
    site.chunked, site.lengths = sent == "chunked", sent == "lengths"
    body = stress(client)
    assert body.text == CSV
    assert body.url == site.url("ofr") + FSI
    assert site.log[0].headers["accept-encoding"] == "gzip"
    assert "treasury-truce-dashboard" in site.log[0].headers["user-agent"]


def test_the_meter_counts_requests_and_packed_bytes(site: Publishers, client: Client) -> None:
    session = client.session("ofr", "financial_stress")
    session.get(FSI, expect="csv")
    session.at("fiscaldata").get(DEBT, expect="json")
    assert session.meter.requests == 2
    assert 300 < session.meter.bytes < len(CSV) + len(json.dumps(ROWS))


def test_parameters_are_percent_encoded(site: Publishers, client: Client) -> None:
    body = client.session("fiscaldata", "debt_to_penny").get(
        DEBT, {"filter": "record_date:gte:2025-04-29", "sort": "-record_date", "page[size]": "100"}, expect="json"
    )
    assert [row["record_date"] for row in body.json["data"]] == ["2025-04-30", "2025-04-29"]
    assert "filter=record_date%3Agte%3A2025-04-29&sort=-record_date&page%5Bsize%5D=100" in body.url


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (b"\xef\xbb\xbfa,b\r\n1,2", "a,b\r\n1,2"),  # byte-order mark, CRLF, no final newline
        ("Curaçao ñ\t1\n".encode("latin-1"), "Curaçao ñ\t1\n"),
        ("Curaçao\t1\n".encode(), "Curaçao\t1\n"),
    ],
)
def test_text_is_read_as_it_is_written(site: Publishers, client: Client, sent: bytes, text: str) -> None:
    site.fault("ofr", "body", body=sent)
    assert stress(client).text == text


@pytest.mark.parametrize("label", ["text/html", "application/octet-stream", "application/pdf"])
def test_the_right_body_under_a_wrong_type_is_read_and_noted(
    site: Publishers, client: Client, label: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.fault("fiscaldata", "content_type", content_type=label)
    with caplog.at_level(logging.INFO, "treasury.http"):
        assert debt(client).json["data"] == ROWS
    assert caplog.messages == [f"debt_to_penny: content type {label!r}, read as json"]


def test_nan_in_json_is_missing(site: Publishers, client: Client) -> None:
    site.fault("fiscaldata", "body", body=b'{"data": [NaN, 1.5, "2"]}')
    assert debt(client).json == {"data": [None, 1.5, "2"]}


def test_a_gzip_body_of_two_members_is_read_to_its_end(site: Publishers, client: Client) -> None:
    packed = gzip.compress(CSV[:100].encode()) + gzip.compress(CSV[100:].encode())
    site.fault("ofr", "body", body=packed)
    site.fault("ofr", "header", headers={"Content-Encoding": "gzip"})
    with Client(Settings(), QUICK) as plain:
        plain.pool.headers["Accept-Encoding"] = "identity"  # the stand-in packs nothing itself
        assert stress(plain).text == CSV


def test_a_redirect_within_the_host_is_followed_without_the_key(site: Publishers, client: Client) -> None:
    site.fault("ofr", "redirect", to=FSI.join(("/ofr", "?moved=1")), code=301)
    assert stress(client).text == CSV
    site.fault("fred_api", "redirect", to="/fred/graph/fredgraph.csv?id=DGS10")
    assert yields(client, expect="csv").text == SERIES
    assert site.asked("fred")[0].query == {"id": "DGS10"}


# --- failures that may pass ------------------------------------------------------------------------------------------

PASSING = {
    "500": ("status", {"code": 500}, "HTTP 500"),
    "502": ("status", {"code": 502}, "HTTP 502"),
    "503": ("status", {"code": 503}, "HTTP 503"),
    "504": ("status", {"code": 504}, "HTTP 504"),
    "522": ("status", {"code": 522}, "HTTP 522"),
    "429": ("status", {"code": 429}, "HTTP 429"),
    "slow": ("slow", {"seconds": 5}, "no answer in time"),
    "reset at once": ("reset", {"part": 0.0}, "the connection broke before the answer"),
    "reset midway": ("reset", {"part": 0.5}, "the connection broke in the middle of the body"),
    "cut under its length": ("truncate", {}, "the connection broke in the middle of the body"),
    "cut inside gzip": ("cut_packed", {}, "the packed body is cut"),
    "bad gzip": ("bad_gzip", {}, "the packed body is damaged"),
    "empty": ("empty", {}, "an empty body"),
    "blank": ("body", {"body": b" \r\n"}, "an empty body"),
    "204": ("empty", {"code": 204}, "an empty body"),
    "garbage": ("garbage", {}, "the body is no text table"),
    "markup": ("body", {"body": b"<data\n"}, "the body is no text table"),
    "unknown packing": ("header", {"headers": {"Content-Encoding": "br"}}, "packed as"),
}


def prepare(client: Client, case: str) -> None:
    if case in ("slow", "stalls"):
        client.limits = IMPATIENT
    if case == "unknown packing":
        client.pool.headers["Accept-Encoding"] = "identity"


@pytest.mark.parametrize("case", PASSING)
def test_a_failure_that_may_pass_is_tried_four_times(site: Publishers, client: Client, clock: Clock, case: str) -> None:
    kind, options, words = PASSING[case]
    site.fault("ofr", kind, times=-1, **options)
    prepare(client, case)
    with pytest.raises(SourceUnavailable) as caught:
        stress(client)
    assert str(caught.value).startswith("Office of Financial Research, financial_stress: ")
    assert words in caught.value.reason
    assert caught.value.reason.endswith(", 4 tries")
    assert len(clock.slept) == 3
    assert 0.5 <= clock.slept[0] <= 1.0 <= clock.slept[1] <= 1.5 <= clock.slept[2] <= 2.5


@pytest.mark.parametrize("case", PASSING)
def test_a_failure_that_passes_is_forgotten(site: Publishers, client: Client, clock: Clock, case: str) -> None:
    kind, options, _ = PASSING[case]
    site.fault("ofr", kind, times=2, **options)
    prepare(client, case)
    assert stress(client).text == CSV
    assert len(site.log) == 3
    assert len(clock.slept) == 2


@pytest.mark.parametrize("case", ["chunked", "until_closed"])
def test_a_cut_without_a_stated_length_is_noticed(site: Publishers, client: Client, case: str) -> None:
    site.lengths, site.chunked = False, case == "chunked"
    client.pool.headers["Accept-Encoding"] = "identity"
    site.fault("ofr", "truncate", times=-1, part=0.503)
    with pytest.raises(SourceUnavailable, match=r"cut|middle of the body"):
        stress(client)
    site.fault("fiscaldata", "truncate", times=-1)
    with pytest.raises(SourceUnavailable, match=r"no readable JSON|middle of the body"):
        debt(client)
    assert (len(site.asked("ofr")), len(site.asked("fiscaldata"))) == (4, 4)


@pytest.mark.parametrize("body", [b"{", b'{"data": Infinity}', b"[" * 100_000, b"\xff\xfe{}", b"a,b\n"])
def test_unreadable_json_is_unavailable(site: Publishers, client: Client, body: bytes) -> None:
    site.fault("fiscaldata", "body", times=-1, body=body[:19_000])
    with pytest.raises(SourceUnavailable, match="no readable JSON, 4 tries"):
        debt(client)


@pytest.mark.parametrize("body", [b"<feed><entry></feed>", b'<?xml version="1.0" encoding="nonsense"?><a/>', b"{}"])
def test_unreadable_xml_is_unavailable(site: Publishers, client: Client, body: bytes) -> None:
    site.fault("fred_api", "body", times=-1, body=body)
    with pytest.raises(SourceUnavailable, match="no readable XML, 4 tries"):
        yields(client)


def test_a_body_that_is_no_excel_file_is_unavailable(site: Publishers, client: Client) -> None:
    with pytest.raises(SourceUnavailable, match="no Excel file"):
        client.session("ofr", "financial_stress").get(FSI, expect="xls")


def test_a_dripping_body_ends_with_the_total_time(site: Publishers, clock: Clock) -> None:
    site.fault("ofr", "drip", times=-1, bytes=1, seconds=0.02)
    began = time.monotonic()
    with (
        Client(Settings(), Limits(read=5, total=0.2)) as client,
        pytest.raises(SourceUnavailable, match="did not arrive in time"),
    ):
        stress(client)
    assert 0.2 <= time.monotonic() - began < 3.0
    assert len(site.log) == 1


def test_a_body_that_stops_is_unavailable(site: Publishers, client: Client) -> None:
    client.limits = IMPATIENT
    site.fault("ofr", "drip", times=-1, bytes=200, seconds=3)
    with pytest.raises(SourceUnavailable, match="the body stopped arriving, 4 tries"):
        stress(client)


def test_nobody_listens(site: Publishers, clock: Clock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nowhere = Settings(url_ofr=f"http://127.0.0.1:{taken.getsockname()[1]}")
        with Client(nowhere, QUICK) as client, pytest.raises(SourceUnavailable, match="connection refused, 4 tries"):
            stress(client)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "the host name does not resolve"),
        (OSError(101, "Network is unreachable"), "the host cannot be reached"),
        (TimeoutError("timed out"), "no answer in time"),
    ],
)
def test_the_connection_cannot_be_made(client: Client, monkeypatch: pytest.MonkeyPatch, failure: OSError, words: str) -> None:
    tries = []

    def fails(*args: object, **options: object) -> None:
        tries.append(args)
        raise failure

    monkeypatch.setattr(urllib3.util.connection, "create_connection", fails)
    with pytest.raises(SourceUnavailable, match=f"{words}, 4 tries"):
        stress(client)
    assert len(tries) == 4


# --- Retry-After -----------------------------------------------------------------------------------------------------


def test_retry_after_in_seconds_is_waited_for(site: Publishers, client: Client, clock: Clock) -> None:
    site.fault("ofr", "status", code=429, retry_after=7)
    assert stress(client).text == CSV
    assert clock.slept == [7.0]


def test_retry_after_as_a_date_is_waited_for(site: Publishers, client: Client, clock: Clock) -> None:
    site.fault("ofr", "status", code=503, retry_after=format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True))
    assert stress(client).text == CSV
    assert 38 < clock.slept[0] <= 40


def test_retry_after_is_bounded_by_the_total_time(site: Publishers, client: Client, clock: Clock) -> None:
    site.fault("ofr", "status", times=-1, code=503, retry_after=60)
    with pytest.raises(SourceUnavailable) as caught:
        stress(client)
    assert clock.slept == [60.0, 60.0]
    assert caught.value.reason == "HTTP 503, 3 tries"
    assert caught.value.hint == "asked to wait 60 s, which is longer than one request may take; try again then"


def test_a_wait_beyond_the_total_time_is_given_up_at_once(site: Publishers, client: Client, clock: Clock) -> None:
    site.fault("ofr", "status", times=-1, code=429, retry_after=3600)
    with pytest.raises(SourceUnavailable) as caught:
        stress(client)
    assert (len(site.log), clock.slept) == (1, [])
    assert caught.value.reason == "HTTP 429"
    assert "asked to wait 3,600 s" in caught.value.hint


@pytest.mark.parametrize("value", ["soon", "-5", "", "\u00b2", "1e3", "9" * 40])
def test_a_retry_after_without_sense_is_ignored(value: str) -> None:
    assert retry_after(value) is None


def test_a_retry_after_in_the_past_means_now() -> None:
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


# --- failures that stay ----------------------------------------------------------------------------------------------

REFUSED = {
    "400": ({"code": 400, "body": '{"error": "Invalid Query Param", "message": "Field \'nope\' does not exist."}'},
            "HTTP 400: Field 'nope' does not exist."),
    "400 in XML": ({"code": 400, "body": '<error code="400" message="Bad Request.  The series does not exist."/>'},
                   "HTTP 400: Bad Request. The series does not exist."),
    "400 without a word": ({"code": 400, "body": '{"status": 400}'}, "HTTP 400"),
    "400 in control characters": ({"code": 400, "body": "no\x1b[2J\n way"}, "HTTP 400: no [2J way"),
    "401": ({"code": 401}, "HTTP 401 (access denied)"),
    "403": ({"code": 403}, "HTTP 403 (access denied)"),
    "404": ({"code": 404}, "HTTP 404 (the endpoint moved?)"),
    "407": ({"code": 407}, "the proxy asks for a login (407)"),
    "410": ({"code": 410}, "HTTP 410 (the endpoint moved?)"),
    "501": ({"code": 501, "body": "not here"}, "HTTP 501: not here"),
    "302 without an address": ({"code": 302, "body": ""}, "HTTP 302"),
    "304 without a question": ({"code": 304, "body": ""}, "HTTP 304"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_final_and_in_the_publishers_words(site: Publishers, client: Client, case: str) -> None:
    options, words = REFUSED[case]
    site.fault("ofr", "status", times=-1, **options)
    with pytest.raises(SourceRefused) as caught:
        stress(client)
    assert str(caught.value) == f"Office of Financial Research, financial_stress: {words}"
    assert len(site.log) == 1


def test_a_refusal_stands_even_if_its_words_are_cut(site: Publishers, client: Client) -> None:
    site.fault("ofr", "status", times=-1, code=400, body="x" * 500)
    site.fault("ofr", "truncate", times=-1)
    with pytest.raises(SourceRefused, match=r"HTTP 400$"):
        stress(client)
    assert len(site.log) == 1


@pytest.mark.parametrize("code", [401, 403])
def test_a_refusal_with_a_key_hints_at_the_variable(site: Publishers, client: Client, code: int) -> None:
    site.fault("fred_api", "status", code=code)
    with pytest.raises(SourceRefused, match=r"is FRED_API_KEY valid\?"):
        yields(client)


def test_the_fiscal_data_service_refuses_in_its_own_words(site: Publishers, client: Client) -> None:
    session = client.session("fiscaldata", "debt_to_penny")
    with pytest.raises(SourceRefused, match="Expected an integer between 1 and 10000"):
        session.get(DEBT, {"page[size]": "10001"}, expect="json")
    with pytest.raises(SourceRefused, match="Field 'nope' does not exist"):
        session.get(DEBT, {"filter": "nope:eq:1"}, expect="json")
    assert len(site.log) == 2


def test_an_empty_body_is_fine_where_it_is_expected(site: Publishers, client: Client) -> None:
    site.fault("ofr", "empty")
    site.fault("ofr", "empty", code=204)
    assert stress(client, empty_ok=True).content == b""
    assert stress(client, empty_ok=True).text == CSV


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html>\n<html></html>",
        b"\xef\xbb\xbf\r\n<HTML><body>",
        b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n<html/>',
        b"<!-- x -->\n<body>",
    ],
)
@pytest.mark.parametrize("ask", [stress, debt, yields])
def test_a_web_page_with_status_200_is_named_as_such(
    site: Publishers, client: Client, ask: Callable[[Client], Body], page: bytes
) -> None:
    site.fault("", "body", times=-1, body=page)
    with pytest.raises(SourceUnavailable, match="a web page instead of data"):
        ask(client)
    assert len(site.log) == 1


def test_a_maintenance_page_is_no_parse_error(site: Publishers, client: Client) -> None:
    site.fault("ofr", "html")
    site.fault("fiscaldata", "body", body=b"We are down.", content_type="text/html")
    for ask in (stress, debt):
        with pytest.raises(SourceUnavailable, match="maintenance, or the path moved"):
            ask(client)


def test_entities_and_document_types_are_never_read(site: Publishers, client: Client) -> None:
    site.fault("fred_api", "entity_bomb")
    with pytest.raises(SourceRefused, match="document type or entities"):
        yields(client)
    assert len(site.log) == 1


def test_json_that_names_a_key_twice_is_a_change(site: Publishers, client: Client) -> None:
    site.fault("fiscaldata", "body", body=b'{"data": [{"record_date": "2025-04-01", "record_date": "2025-04-02"}]}')
    with pytest.raises(SourceChanged, match="names 'record_date' twice"):
        debt(client)
    assert len(site.log) == 1


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_is_cut_off_at_the_cap(site: Publishers, client: Client, chunked: bool) -> None:
    site.chunked = chunked
    site.fault("ofr", "oversized", bytes=25_000)
    client.pool.headers["Accept-Encoding"] = "identity"
    session = client.session("ofr", "financial_stress")
    with pytest.raises(SourceRefused, match="the body is larger than"):
        session.get(FSI, expect="csv")
    assert len(site.log) == 1
    assert session.meter.bytes <= 25_000 if chunked else session.meter.bytes == 0  # a stated length is enough to know


@pytest.mark.parametrize("size", [20_001, 5_000_000])
def test_a_gzip_bomb_is_cut_off_at_the_cap(site: Publishers, client: Client, size: int) -> None:
    site.fault("ofr", "gzip_bomb", bytes=size)
    with pytest.raises(SourceRefused, match="the unpacked body is larger than"):
        stress(client)
    assert len(site.log) == 1


def test_a_gzip_bomb_takes_no_more_memory_than_the_cap() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(Hostile):
        unpack(bomb, "gzip", 20_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000


def test_a_body_of_exactly_the_cap_is_read(site: Publishers, client: Client) -> None:
    site.fault("ofr", "gzip_bomb", bytes=20_000)
    assert len(stress(client).content) == 20_000


def test_the_body_of_a_redirect_is_not_waited_for(site: Publishers, client: Client) -> None:
    site.fault("ofr", "status", code=302, body="x" * 1000)
    site.fault("ofr", "header", headers={"Location": "/ofr" + FSI})
    site.fault("ofr", "drip", bytes=1, seconds=0.05)
    assert stress(client).text == CSV


def test_a_redirect_loop_is_refused(site: Publishers, client: Client) -> None:
    site.fault("ofr", "redirect", times=-1)
    with pytest.raises(SourceRefused, match="redirected in a loop"):
        stress(client)
    assert len(site.log) == 6


def test_a_redirect_to_another_host_is_not_followed(site: Publishers, client: Client, tmp_path: Path) -> None:
    with Publishers(tmp_path) as other:
        site.fault("fred_api", "redirect", to=f"{other.base}/fred_api{OBSERVATIONS}")
        with pytest.raises(SourceRefused, match=f"redirected to another host, {other.base}"):
            yields(client)
        assert other.log == []


@pytest.mark.parametrize("location", ["http://[", "ftp://127.0.0.1/x", "//example.org:99999/"])
def test_a_redirect_to_no_address_is_refused(site: Publishers, client: Client, location: str) -> None:
    site.fault("ofr", "redirect", to=location)
    with pytest.raises(SourceRefused, match="redirected to another host"):
        stress(client)


def test_only_https_at_the_same_host_counts_as_the_same_place() -> None:
    here = "http://API.example.org/fred"
    assert origin(here) == "http://api.example.org"
    assert origin(here, upgraded=True) == origin("https://api.example.org:443/moved") == "https://api.example.org"
    assert origin("https://api.example.org", upgraded=True) != origin("http://api.example.org")
    assert origin("http://api.example.org:8080", upgraded=True) == "http://api.example.org:8080"


# --- TLS and proxies -------------------------------------------------------------------------------------------------


def tls_server(tmp_path: Path, certificate: trustme.LeafCert) -> Publishers:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return Publishers(payload_files(tmp_path), tls=context)


@pytest.mark.parametrize("case", ["unknown issuer", "expired", "other host"])
def test_a_wrong_certificate_is_refused_at_once(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    authority = trustme.CA()
    if case != "unknown issuer":
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    expiry = datetime.now(UTC) - timedelta(days=1) if case == "expired" else None
    certificate = authority.issue_cert("example.org" if case == "other host" else "127.0.0.1", not_after=expiry)
    with tls_server(tmp_path, certificate) as server, Client(Settings(url_ofr=server.url("ofr")), QUICK) as client:
        session = client.session("ofr", "financial_stress")
        with pytest.raises(SourceRefused, match="the TLS certificate is not valid"):
            session.get(FSI, expect="csv")
        assert (session.meter.requests, server.log) == (1, [])


def test_a_good_certificate_is_accepted(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    with (
        tls_server(tmp_path, authority.issue_cert("127.0.0.1")) as server,
        Client(Settings(url_ofr=server.url("ofr")), QUICK) as client,
    ):
        assert stress(client).text == CSV


def test_a_broken_tls_connection_is_tried_again(site: Publishers, clock: Clock) -> None:
    plain = Settings(url_ofr=site.url("ofr").replace("http:", "https:"))
    with Client(plain, QUICK) as client, pytest.raises(SourceUnavailable, match="the TLS connection failed, 4 tries"):
        stress(client)


def test_a_missing_certificate_file_is_named_without_a_traceback(
    site: Publishers, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent/ca.pem")
    secure = Settings(url_ofr=site.url("ofr").replace("http:", "https:"))
    with Client(secure, QUICK) as client, pytest.raises(SourceRefused, match=r"the request cannot be sent \(OSError\)"):
        stress(client)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_login_is_named(
    site: Publishers, clock: Clock, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", site.base)
    monkeypatch.setenv("no_proxy", "")
    site.fault("", "status", times=-1, code=407)
    behind = Settings(url_ofr=f"{scheme}://publisher.invalid/ofr")
    with Client(behind, QUICK) as client, pytest.raises(SourceRefused, match=r"the proxy asks for a login \(407\)"):
        stress(client)
    assert len(site.log) == 1


def test_a_proxy_that_fails_is_tried_again(site: Publishers, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", site.base)
    monkeypatch.setenv("no_proxy", "")
    behind = Settings(url_ofr="https://publisher.invalid")
    with Client(behind, QUICK) as client, pytest.raises(SourceUnavailable, match="the proxy failed, 4 tries"):
        stress(client)


# --- secrets ---------------------------------------------------------------------------------------------------------

LEAKS: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (kind, options) for name, (kind, options, _) in PASSING.items()},
    **{f"status {name}": ("status", options) for name, (options, _) in REFUSED.items()},
    "an answer that repeats the key": ("status", {"code": 400, "body": f"the key {FRED_KEY} is not registered"}),
    "an answer that repeats the address": ("status", {"code": 400, "body": f'{{"message": "GET /x?api_key={FRED_KEY}&a=b"}}'}),
    "loop": ("redirect", {}),
    "other host": ("redirect", {"to": f"http://example.invalid/?api_key={FRED_KEY}"}),
    "no address": ("redirect", {"to": f"http://[?api_key={FRED_KEY}"}),
    "html": ("html", {}),
    "entities": ("entity_bomb", {}),
    "oversized": ("oversized", {"bytes": 30_000}),
    "bomb": ("gzip_bomb", {"bytes": 30_000}),
    "stalls": ("drip", {"bytes": 100, "seconds": 3}),
}


ASK_FRED: dict[str, Callable[[Client], object]] = {
    "session": yields,
    "fredapi": lambda client: observations(client.session("fred", "cmt_yields"), ["DGS10"], date(2025, 4, 1)),
}


def assert_no_secret(error: BaseException, caplog: pytest.LogCaptureFixture, secret: str = FRED_KEY) -> None:
    texts = [str(error), repr(error), "".join(traceback.format_exception(error)), repr(vars(error))]
    for record in caplog.records:
        texts += [record.getMessage(), repr(record.args), repr(record.msg), str(record.exc_text)]
    assert not [text for text in texts if secret in text]
    todo: list[BaseException | None] = [error]
    while todo:
        if (one := todo.pop()) is not None:
            assert isinstance(one, TreasuryError), f"{type(one)} is reachable from the error"
            todo += [one.__cause__, one.__context__]


@pytest.mark.parametrize("case", LEAKS)
@pytest.mark.parametrize("way", ASK_FRED)
def test_no_failure_shows_the_key(
    site: Publishers, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, case: str, way: str
) -> None:
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    kind, options = LEAKS[case]
    site.fault("fred_api", kind, times=-1, **options)
    with caplog.at_level(logging.DEBUG), Client(Settings(), QUICK) as client:
        prepare(client, case)
        with pytest.raises(SourceError) as caught:
            ASK_FRED[way](client)
    assert_no_secret(caught.value, caplog)
    assert site.log[0].query["api_key"] == FRED_KEY
    assert "GET /fred_api/fred/series/observations?series_id=DGS10" in caplog.text or case in ("slow", "reset at once")


def _no_such_name(*_: object, **__: object) -> None:
    raise socket.gaierror(-2, "Name or service not known")


@pytest.mark.parametrize("case", ["refused", "unresolved", "tls", "unsendable"])
def test_no_failure_to_connect_shows_the_key(
    site: Publishers, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    address = {
        "refused": "http://127.0.0.1:9",
        "unresolved": "http://name.invalid",
        "tls": site.url("fred_api").replace("http:", "https:"),
        "unsendable": "http://name..invalid",
    }[case]
    if case == "unresolved":
        monkeypatch.setattr(socket, "getaddrinfo", _no_such_name)
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    there = Settings(url_fred_api=address)
    with caplog.at_level(logging.DEBUG), Client(there, QUICK) as client, pytest.raises(SourceError) as caught:
        yields(client)
    assert_no_secret(caught.value, caplog)


def test_a_good_answer_does_not_show_the_key_either(site: Publishers, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        body = yields(client)
    assert "series_id=DGS10&api_key=***" in caplog.text
    assert FRED_KEY not in caplog.text + repr(body) + body.url


def test_a_malformed_key_is_a_missing_credential_that_is_not_shown(
    site: Publishers, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FRED_API_KEY", "My Key&1")
    with caplog.at_level(logging.DEBUG), Client(Settings(), QUICK) as client, pytest.raises(MissingCredential) as caught:
        observations(client.session("fred", "cmt_yields"), ["DGS10"], date(2025, 4, 1))
    assert "not a 32 character alpha-numeric lower-case string" in caught.value.reason
    assert "check FRED_API_KEY" in caught.value.hint
    assert site.log[0].query["api_key"] == "My Key&1"  # pragma: allowlist secret
    for spelling in ("My Key&1", "My+Key%261", "My%20Key%261"):
        assert_no_secret(caught.value, caplog, spelling)


def test_redact() -> None:
    assert redact("a 0123 b", ("0123", "")) == "a *** b"
    assert redact("/x?api_key=abc&b=c") == "/x?api_key=***&b=c"
    assert redact("Authorization: Bearer") == "Authorization: ***"
    assert redact("https://user:word@mirror.example/x") == "https://***@mirror.example/x"  # pragma: allowlist secret
    assert redact("k=a%2Fb%20c", ("a/b c",)) == redact("k=a%2Fb+c", ("a/b c",)) == redact("k=a/b c", ("a/b c",)) == "k=***"


def test_a_log_in_within_a_base_address_is_not_shown(site: Publishers, clock: Clock) -> None:
    guarded = Settings(url_ofr=site.url("ofr").replace("http://", "http://user:word@"))
    with Client(guarded, QUICK) as client:
        assert "word" not in stress(client).url
        assert site.log[0].headers["authorization"].startswith("Basic ")


# --- pace ------------------------------------------------------------------------------------------------------------


class StillClock(Clock):
    """A clock that only sleeping moves."""

    def monotonic(self) -> float:
        return 1000.0 + sum(self.slept)


def test_fred_is_asked_twice_a_second_at_most(site: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = StillClock()
    monkeypatch.setattr(treasury.http, "time", clock)
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    with Client(Settings(), QUICK) as client:
        observations(client.session("fred", "cmt_yields"), ["DGS10"] * 2, date(2025, 4, 1))
        yields(client)
        yields(client)
    gap = 1 / PUBLISHERS["fred_api"].requests_per_second
    assert gap >= 0.5
    assert clock.slept == pytest.approx([gap] * 3)
    assert len(site.asked("fred_api")) == 4


def test_publishers_do_not_wait_for_each_other_and_retries_keep_the_pace(
    site: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = StillClock()
    monkeypatch.setattr(treasury.http, "time", clock)
    site.fault("ofr", "status", code=503, retry_after=0)
    with Client(Settings(), QUICK) as client:
        debt(client)
        stress(client)
    assert clock.slept == [0.0, 0.5]


# --- unchanged files -------------------------------------------------------------------------------------------------


def again(client: Client, validators: dict[str, Any], **options: Any) -> Session:
    session = client.session("ofr", "financial_stress", validators=validators, **options)
    session.get(FSI, expect="csv", only_if_changed=True)
    return session


def test_an_etag_makes_an_unchanged_file_cost_one_request(site: Publishers, client: Client) -> None:
    site.etags = True
    known = again(client, {}).validators
    site.log.clear()
    with pytest.raises(NotModified):
        again(client, known)
    assert [(r.method, r.status) for r in site.log] == [("GET", 304)]
    assert site.log[0].headers["if-none-match"] == known[FSI]["etag"]


def test_a_changed_file_is_read_and_its_new_validators_kept(site: Publishers, client: Client, tmp_path: Path) -> None:
    site.etags = True
    known = again(client, {}).validators
    (tmp_path / "ofr/fsi.csv").write_text(CSV + "2025-05-01,1,1\n")
    assert again(client, known).validators[FSI]["etag"] != known[FSI]["etag"]


def test_last_modified_is_asked_for(site: Publishers, client: Client) -> None:
    site.fault("ofr", "header", headers={"Last-Modified": "Wed, 01 Oct 2025 07:28:00 GMT"})
    known = again(client, {}).validators
    site.fault("ofr", "status", code=304, body="")
    with pytest.raises(NotModified):
        again(client, known)
    assert site.log[1].headers["if-modified-since"] == "Wed, 01 Oct 2025 07:28:00 GMT"


def test_without_validators_an_equal_length_means_unchanged_for_a_while(site: Publishers, client: Client) -> None:
    known = again(client, {}).validators
    site.log.clear()
    with pytest.raises(NotModified):
        again(client, known)
    assert [r.method for r in site.log] == ["HEAD"]


def test_another_length_means_changed(site: Publishers, client: Client, tmp_path: Path) -> None:
    known = again(client, {}).validators
    (tmp_path / "ofr/fsi.csv").write_text(CSV + "2025-05-01,1,1\n")
    site.log.clear()
    again(client, known)
    assert [r.method for r in site.log] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "change",
    [
        {"read_at": (datetime.now(UTC) - timedelta(hours=2)).isoformat()},
        {"read_at": (datetime.now(UTC) + timedelta(hours=2)).isoformat()},
        {"read_at": "yesterday"},
        {"read_at": "2025-01-01T00:00:00"},
        {"read_at": None},
        {"length": None},
    ],
)
def test_a_length_is_not_trusted_for_long_nor_without_its_time(site: Publishers, client: Client, change: dict[str, Any]) -> None:
    known = again(client, {}).validators
    site.log.clear()
    again(client, {FSI: {**known[FSI], **change}})
    assert [r.method for r in site.log] == ["GET"]


@pytest.mark.parametrize("code", [405, 503, 404])
def test_a_host_that_does_not_answer_head_is_asked_for_the_file(site: Publishers, client: Client, code: int) -> None:
    known = again(client, {}).validators
    site.fault("ofr", "status", code=code)
    site.log.clear()
    again(client, known)
    assert [r.method for r in site.log] == ["HEAD", "GET"]


def test_force_asks_without_condition(site: Publishers, client: Client) -> None:
    site.etags = True
    known = again(client, {}).validators
    again(client, known, force=True)
    assert "if-none-match" not in site.log[-1].headers


def test_validators_belong_to_a_path_and_its_parameters(site: Publishers, client: Client) -> None:
    site.etags = True
    session = client.session("fred", "cmt_yields")
    for start in ("2025-04-01", "2025-04-02"):
        session.get("/graph/fredgraph.csv", {"id": "DGS10", "cosd": start}, expect="csv", only_if_changed=True)
    assert len(session.validators) == 2


# --- resources -------------------------------------------------------------------------------------------------------


def test_every_connection_is_given_back_on_every_path(site: Publishers, clock: Clock) -> None:
    """An unclosed socket is a ResourceWarning when it is collected, and warnings are errors here."""
    with Client(Settings(), replace(IMPATIENT, tries=2)) as client:
        for kind, options, _ in PASSING.values():
            site.fault("ofr", kind, times=1, **options)
            stress(client)
        for kind, options in LEAKS.values():
            site.clear()
            site.fault("ofr", kind, times=-1, **options)
            with pytest.raises(SourceError):
                client.session("ofr", "financial_stress").get(FSI, expect="xls" if kind == "header" else "csv")
        site.clear()
        assert stress(client).text == CSV
    gc.collect()


def test_a_client_serves_many_threads_and_closes_all_their_connections(site: Publishers, clock: Clock) -> None:
    client = Client(Settings(), QUICK)
    session, bodies = client.session("ofr", "financial_stress"), []
    threads = [threading.Thread(target=lambda: bodies.append(session.get(FSI, expect="csv").text)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [CSV] * 8
    assert session.meter.requests == 8
    assert len(client._pools) == 8
    client.close()
    assert client._pools == []
    assert stress(client).text == CSV  # opens anew
    client.close()
