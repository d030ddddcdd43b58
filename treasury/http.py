"""The only module that opens a connection.

A `Client` belongs to one run: it holds the connection pools and paces requests per publisher. A `Session` belongs to
one dataset within the run: it names publisher and dataset in every error, counts requests and bytes, and remembers
the validators (ETag, Last-Modified, length) by which the next run can ask "has this changed?" for almost nothing.

Every failure leaves as a SourceError without a secret in it. Exceptions of the transport are never chained, not even
as context, because their texts hold the whole URL, key included: errors are made in the handler and raised after it.

Longer than other modules on purpose: this is the one place with connections, and the life of a request reads as a whole.
"""

from __future__ import annotations

import http.client
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlencode

import requests
import tenacity
import urllib3

from treasury.body import Ambiguous, Body, Expect, Hostile, Unreadable, WebPage, publisher_words, unpack
from treasury.errors import SourceChanged, SourceError, SourceRefused, SourceUnavailable
from treasury.settings import PUBLISHERS, Settings
from treasury.wire import age, connection_words, leads_to, origin, redact, retry_after

__all__ = ["Body", "Client", "Expect", "Limits", "NotModified", "Session", "redact"]

log = logging.getLogger(__name__)

T = TypeVar("T")

USER_AGENT = "treasury-truce-dashboard/0.1 (open-source Treasury market dashboard; reads public data politely)"
RETRIED_STATUS = frozenset({408, 425, 429, *range(500, 600)}) - {501, 505, 511}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
# What requests lets through beside its own exceptions: a bad CA bundle, a host name that cannot be encoded and the like.
TRANSPORT = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError)


@dataclass(frozen=True)
class Limits:
    """How long and how much. Seconds and bytes.

    ``total`` bounds one request with all its retries and waits; the last wait for bytes may exceed it by ``read``.
    ``longest_wait`` bounds our own growing waits; what a publisher asks for by Retry-After is honoured as far as
    ``total`` reaches, and beyond it the request is given up at once.
    """

    connect: float = 6.0
    read: float = 30.0
    total: float = 150.0
    tries: int = 4
    first_wait: float = 0.5
    longest_wait: float = 30.0
    max_bytes: int = 96 * 1024 * 1024
    # Without ETag or Last-Modified an equal length counts as "unchanged" only this long after the last whole read.
    trust_length_for: float = 3600.0


class NotModified(Exception):
    """The publisher's file is the one that was read last time. Not an error: there is nothing to parse."""


class _TryAgain(Exception):
    """A failure that may pass; carries the error to raise if it does not, and the wait that was asked for."""

    def __init__(self, error: SourceError, wait: float | None = None) -> None:
        super().__init__()
        self.error, self.wait = error, wait


class _RedactingFilter(logging.Filter):
    """urllib3 logs whole request lines at DEBUG, key included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_RedactingFilter())


class _Pace:
    """Lets a publisher's requests start at most so often a second."""

    def __init__(self, per_second: float) -> None:
        self.gap, self.next, self.lock = 1.0 / per_second, 0.0, threading.Lock()

    def wait(self) -> None:
        with self.lock:
            now = time.monotonic()
            start = max(now, self.next)
            self.next = start + self.gap
        if start > now:
            time.sleep(start - now)


class _Pool(requests.Session):
    """Leaves redirects to us: requests reads the whole body of one, however long, even when told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        return None


class Client:
    """Connections and paces of one run; thread-safe. Close it, or use it as a context manager, to free its connections."""

    def __init__(self, settings: Settings, limits: Limits | None = None) -> None:
        self.settings, self.limits = settings, limits or Limits()
        self.paces = {key: _Pace(p.requests_per_second) for key, p in PUBLISHERS.items()}
        self._local = threading.local()
        self._pools: list[_Pool] = []
        self._lock = threading.Lock()
        key = settings.fred_api_key
        self.secrets = (key.get_secret_value(),) if key else ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees every connection of every thread. A later request opens new ones."""
        with self._lock:
            pools, self._pools, self._local = self._pools, [], threading.local()
        for pool in pools:
            pool.close()

    @property
    def pool(self) -> _Pool:
        """One requests.Session a thread: requests does not promise that a Session may be shared."""
        with self._lock:
            if not hasattr(self._local, "pool"):
                pool = _Pool()
                pool.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"})
                self._local.pool = pool
                self._pools.append(pool)
            made: _Pool = self._local.pool
        return made

    def session(
        self, publisher: str, dataset: str, *, validators: Mapping[str, Any] | None = None, force: bool = False
    ) -> Session:
        return Session(self, publisher, dataset, dict(validators or {}), force)


@dataclass
class _Meter:
    """What was asked and what arrived; a dataset may ask from several threads."""

    requests: int = 0
    bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, requests: int = 0, size: int = 0) -> None:
        with self._lock:
            self.requests += requests
            self.bytes += size


class Session:
    """What a dataset's `fetch` gets: `get`, and nothing else it needs to know about the network.

    `validators` describe what was read, not what could be used: keep them only when the rows were accepted.
    """

    def __init__(
        self,
        client: Client,
        publisher: str,
        dataset: str,
        validators: dict[str, Any],
        force: bool,
        meter: _Meter | None = None,
    ) -> None:
        self.client, self.publisher, self.dataset = client, publisher, dataset
        self.validators, self.force = validators, force
        self.meter = meter or _Meter()
        self.settings = client.settings

    def at(self, publisher: str) -> Session:
        """The same session asking another address of the same house (FRED's graph and API hosts)."""
        return Session(self.client, publisher, self.dataset, self.validators, self.force, self.meter)

    def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        expect: Expect,
        secret_params: Mapping[str, str] | None = None,
        empty_ok: bool = False,
        only_if_changed: bool = False,
    ) -> Body:
        """One answer of the publisher, whole and of the expected kind.

        `only_if_changed` is for files that hold a whole history: raises NotModified where the file is the one read
        last time. Raises SourceUnavailable after the last try, SourceRefused at once where another try is useless,
        SourceChanged for JSON that can be read in two ways.
        """
        asked = path + (f"?{urlencode(params, quote_via=quote)}" if params else "")
        call = _Call(self, self.settings.base_url(self.publisher) + asked, dict(secret_params or {}), expect, empty_ok)
        known = self.validators.get(asked) if only_if_changed and not self.force else None
        if known and call.has_known_length(known):
            raise NotModified
        body, headers = call.run(lambda: call.fetch(known or {}))
        if only_if_changed:
            self.validators[asked] = {
                "etag": headers.get("ETag"),
                "last_modified": headers.get("Last-Modified"),
                "length": headers.get("Content-Length"),
                "read_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        return body


@dataclass
class _Call:
    """One request with its retries: what is asked, how failures are named, and how the body is read and judged."""

    session: Session
    address: str
    secret_params: dict[str, str] = field(repr=False)
    expect: Expect
    empty_ok: bool

    def __post_init__(self) -> None:
        self.limits = self.session.client.limits
        self.deadline = time.monotonic() + self.limits.total

    def error(self, kind: type[SourceError], reason: str, hint: str = "") -> SourceError:
        secrets = self.session.client.secrets + tuple(self.secret_params.values())
        name = PUBLISHERS[self.session.publisher].name
        return kind(name, self.session.dataset, redact(reason, secrets), redact(hint, secrets))

    def unavailable(self, reason: str, hint: str = "") -> SourceError:
        return self.error(SourceUnavailable, reason, hint)

    def refused(self, reason: str, hint: str = "") -> SourceError:
        return self.error(SourceRefused, reason, hint)

    def run(self, attempt: Callable[[], T]) -> T:
        """The attempt, again after growing, jittered waits while it may pass, within the total time."""
        limits = self.limits
        first = limits.first_wait
        growing = tenacity.wait_exponential_jitter(multiplier=first, max=limits.longest_wait, jitter=first)

        def wait(state: tenacity.RetryCallState) -> float:
            failure = state.outcome.exception() if state.outcome else None
            asked = failure.wait if isinstance(failure, _TryAgain) else None
            return float(growing(state)) if asked is None else asked

        def enough(state: tenacity.RetryCallState) -> bool:
            return state.attempt_number >= limits.tries or time.monotonic() + state.upcoming_sleep > self.deadline

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_TryAgain), stop=enough, wait=wait, sleep=time.sleep, reraise=True
        )
        try:
            return retrying(attempt)
        except _TryAgain as last:
            error = self._given_up(last, int(retrying.statistics["attempt_number"]))
        raise error

    def _given_up(self, last: _TryAgain, tries: int) -> SourceError:
        reason, hint = last.error.reason, last.error.hint
        if last.wait is not None and tries < self.limits.tries:
            hint = f"asked to wait {last.wait:,.0f} s, which is longer than one request may take; try again then"
        if tries > 1:
            reason = f"{reason}, {tries} tries"
        return self.error(type(last.error), reason, hint)

    def fetch(self, known: Mapping[str, Any]) -> tuple[Body, Mapping[str, str]]:
        headers = {}
        if known.get("etag"):
            headers["If-None-Match"] = known["etag"]
        if known.get("last_modified"):
            headers["If-Modified-Since"] = known["last_modified"]
        with self._open("GET", headers) as response:
            if response.status_code == 304 and headers:
                raise NotModified
            self._judge_status(response)
            content = self._unpacked(response)
            answer_headers = response.headers
        body = Body(redact(self.address), content, answer_headers.get("Content-Type", ""))
        self._judge_body(body)
        length_known = any(h in answer_headers for h in ("Content-Length", "Transfer-Encoding", "Content-Encoding"))
        if content and not length_known and self.expect in ("csv", "text") and not content.endswith(b"\n"):
            raise _TryAgain(self.unavailable("the body seems cut: no length was stated, and its last line does not end"))
        return body, answer_headers

    def has_known_length(self, known: Mapping[str, Any]) -> bool:
        """Whether a file without ETag and Last-Modified still has the length it had a little while ago.

        One request for the head alone; where that fails, the request for the whole file will say why.
        """
        if known.get("etag") or known.get("last_modified") or not known.get("length"):
            return False
        if not 0 <= age(known.get("read_at")) < self.limits.trust_length_for:
            return False
        try:
            with self._open("HEAD", {}) as response:
                return response.status_code == 200 and response.headers.get("Content-Length") == known["length"]
        except (_TryAgain, SourceError):
            log.info("%s: HEAD is not answered, the whole file is read", self.session.dataset)
            return False

    def _open(self, method: str, headers: Mapping[str, str]) -> requests.Response:
        """The answer's head, redirects within the host followed. A key goes to the first address only."""
        address, params = self.address, self.secret_params
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(method, address, params, headers)
            if response.status_code not in REDIRECTS or "Location" not in response.headers:
                return response
            response.close()
            address, params = leads_to(address, response.headers["Location"]), {}
            if origin(address) not in (origin(self.address), origin(self.address, upgraded=True)):
                raise self.refused(f"redirected to another host, {origin(address)}", "not followed; did the endpoint move?")
        raise self.refused("redirected in a loop", "did the endpoint move?")

    def _send(self, method: str, address: str, params: Mapping[str, str], headers: Mapping[str, str]) -> requests.Response:
        client, limits = self.session.client, self.limits
        client.paces[self.session.publisher].wait()
        self.session.meter.add(requests=1)
        left = self.deadline - time.monotonic()
        timeout = (max(0.1, min(limits.connect, left)), max(0.1, min(limits.read, left)))
        try:
            return client.pool.request(
                method, address, params=dict(params), headers=dict(headers), stream=True, timeout=timeout, allow_redirects=False
            )
        except TRANSPORT as failure:
            error = self._transport_error(failure)
        raise error

    def _transport_error(self, failure: Exception) -> Exception:
        """What the failure means; its own text is looked at, never shown."""
        text = str(failure)
        match failure:
            case requests.exceptions.SSLError() if "CERTIFICATE_VERIFY_FAILED" in text:
                return self.refused("the TLS certificate is not valid", "it is always checked; is a proxy in between?")
            case requests.exceptions.SSLError():
                return _TryAgain(self.unavailable("the TLS connection failed"))
            case requests.exceptions.ProxyError() if "failed: 407" in text:
                return self.refused("the proxy asks for a login (407)")
            case requests.exceptions.ProxyError():
                return _TryAgain(self.unavailable("the proxy failed"))
            case requests.exceptions.Timeout():
                return _TryAgain(self.unavailable("no answer in time"))
            case requests.exceptions.ConnectionError():
                return _TryAgain(self.unavailable(connection_words(text)))
        return self.refused(f"the request cannot be sent ({type(failure).__name__})")

    def _judge_status(self, response: requests.Response) -> None:
        status = response.status_code
        if 200 <= status < 300:
            return
        if status in RETRIED_STATUS:
            wait = retry_after(response.headers.get("Retry-After"))
            hint = "too many requests" if status == 429 else "the service is in trouble"
            raise _TryAgain(self.unavailable(f"HTTP {status}", hint), wait)
        if status in (401, 403):
            raise self.refused(f"HTTP {status}", "is FRED_API_KEY valid?" if self.secret_params else "access denied")
        if status == 407:
            raise self.refused("the proxy asks for a login (407)")
        if status in (404, 410):
            raise self.refused(f"HTTP {status}", "the endpoint moved?")
        words = self._refusal_words(response)
        raise self.refused(f"HTTP {status}: {words}" if words else f"HTTP {status}")

    def _refusal_words(self, response: requests.Response) -> str:
        """The publisher's reason, if it arrives: the refusal stands without it."""
        self.deadline = min(self.deadline, time.monotonic() + self.limits.read)
        try:
            return publisher_words(self._unpacked(response))
        except (_TryAgain, SourceError):
            return ""

    def _unpacked(self, response: requests.Response) -> bytes:
        packed = self._read(response)
        try:
            return unpack(packed, response.headers.get("Content-Encoding", ""), self.limits.max_bytes)
        except Unreadable as flaw:
            error = self._unreadable(flaw)
        raise error

    def _read(self, response: requests.Response) -> bytes:
        """The whole body as sent, within time and size; a cut body never passes for a whole one."""
        limit, parts, size = self.limits.max_bytes, [], 0
        stated = response.headers.get("Content-Length", "")
        too_large = self.refused(f"the body is larger than {limit / 2**20:,.0f} MB")
        if stated.isascii() and stated.isdigit() and int(stated) > limit:
            raise too_large
        reason = ""
        try:
            while part := response.raw.read1(1 << 16, decode_content=False):
                parts.append(part)
                size += len(part)
                self.session.meter.add(size=len(part))
                if size > limit:
                    raise too_large
                if time.monotonic() > self.deadline:
                    raise self.unavailable("the body did not arrive in time")
        except urllib3.exceptions.ReadTimeoutError:
            reason = "the body stopped arriving"
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError):
            reason = "the connection broke in the middle of the body"
        if reason:
            raise _TryAgain(self.unavailable(reason))
        return b"".join(parts)

    def _judge_body(self, body: Body) -> None:
        if not body.content.removeprefix(b"\xef\xbb\xbf").strip():
            if self.empty_ok:
                return
            raise _TryAgain(self.unavailable("an empty body"))
        try:
            body.check(self.expect)
        except Unreadable as flaw:
            error = self._unreadable(flaw)
        else:
            if not body.has_usual_type(self.expect):
                log.info("%s: content type %r, read as %s", self.session.dataset, body.content_type, self.expect)
            return
        raise error

    def _unreadable(self, flaw: Unreadable) -> Exception:
        match flaw:
            case WebPage():
                return self.unavailable(str(flaw), "maintenance, or the path moved?")
            case Hostile():
                return self.refused(str(flaw), "such bodies are never read")
            case Ambiguous():
                return self.error(SourceChanged, str(flaw))
        return _TryAgain(self.unavailable(str(flaw)))
