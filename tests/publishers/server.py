"""The server: one thread, one port, one path prefix per publisher, a log of what was asked, and faults on demand."""

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import struct
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.publishers.faults import Fault, alter
from tests.publishers.sites import SITES, Answer

PAYLOADS = Path(__file__).parent / "payloads"
FRED_KEY = "0123456789abcdef0123456789abcdef"  # pragma: allowlist secret


@dataclass(frozen=True)
class Request:
    """One line of the log."""

    publisher: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    status: int


class Publishers:
    """Every publisher at ``http://127.0.0.1:PORT/<key>`` while the context is open.

    ``fault`` orders a failure; ``log`` tells what was asked; ``etags``, ``lengths`` and ``chunked`` switch how answers are sent;
    ``tls`` is the server's context for https, if it is to speak https.
    """

    def __init__(self, payloads: Path = PAYLOADS, tls: ssl.SSLContext | None = None) -> None:
        self.payloads, self.tls = payloads, tls
        self.log: list[Request] = []
        self.faults: list[Fault] = []
        self.etags = False  # ETag and If-None-Match
        self.lengths = True  # Content-Length; without it the end of the connection is the end of the body
        self.chunked = False
        self.mistakes: list[BaseException | None] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.publishers = self
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self.mistakes and kind is None:
            raise RuntimeError("the stand-in failed by itself") from self.mistakes[0]

    @property
    def base(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"

    def url(self, publisher: str) -> str:
        return f"{self.base}/{publisher}"

    def environment(self) -> dict[str, str]:
        """The settings that point the application here."""
        return {f"TREASURY_URL_{key.upper()}": self.url(key) for key in SITES}

    def fault(
        self, publisher: str, kind: str, *, path_contains: str = "", times: int = 1, after: int = 0, **options: Any
    ) -> Fault:
        """Orders ``kind`` (see faults.KINDS) for the next ``times`` matching requests (-1: all), after ``after`` good ones."""
        ordered = Fault(publisher, kind, path_contains, times, after, options)
        self.faults.append(ordered)
        return ordered

    def clear(self) -> None:
        """Forgets faults and log."""
        self.faults.clear()
        self.log.clear()

    def asked(self, publisher: str = "", path_contains: str = "") -> list[Request]:
        """The logged requests of a publisher."""
        return [r for r in self.log if publisher in ("", r.publisher) and path_contains in r.path]

    def answer(self, method: str, target: str, headers: dict[str, str]) -> Answer:
        """What a request gets, faults applied and logged."""
        parts = urlsplit(target)
        publisher, _, path = parts.path.lstrip("/").partition("/")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        site = SITES.get(publisher)
        answer = site(self.payloads / publisher, "/" + path, query) if site else Answer(404, b"no such publisher", "text/plain")
        with self._lock:
            due = [f for f in self.faults if f.applies(publisher, target)]
        for fault in due:
            alter(answer, fault, target)
        self._finish(answer, headers)
        with self._lock:
            self.log.append(Request(publisher, method, "/" + path, query, headers, answer.status))
        return answer

    def _finish(self, answer: Answer, headers: dict[str, str]) -> None:
        """Validators and compression, as the client's headers allow."""
        if answer.status == 200 and self.etags:
            tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            answer.headers["ETag"] = tag
            if headers.get("if-none-match") == tag:
                answer.status, answer.body = 304, b""
        if answer.packed is None:
            answer.packed = answer.status == 200 and "gzip" in headers.get("accept-encoding", "") and len(answer.body) > 200
            if answer.packed:
                answer.body = gzip.compress(answer.body, 1, mtime=0)
        if answer.packed:
            answer.headers["Content-Encoding"] = "gzip"
        if answer.cut_packed:
            answer.body = answer.body[: len(answer.body) // 2]


class _Server(ThreadingHTTPServer):
    publishers: Publishers
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, or refuses our certificate, is what some tests are about; anything else is our mistake."""
        failure = sys.exc_info()[1]
        if not isinstance(failure, OSError):
            self.publishers.mistakes.append(failure)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        answer = self.server.publishers.answer(self.command, self.path, {k.lower(): v for k, v in self.headers.items()})
        with suppress(ConnectionError):
            self._send(answer)

    do_HEAD = do_GET
    do_CONNECT = do_GET  # as a proxy it opens no tunnel

    def _send(self, answer: Answer) -> None:
        publishers = self.server.publishers
        publishers.closing.wait(answer.delay)
        if answer.reset and answer.sent_part == 0.0:
            self._reset()
            return
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
            self.send_header(name, value)
        body = b"" if answer.status in (204, 304) else answer.body
        if publishers.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif publishers.lengths:
            self.send_header("Content-Length", str(len(body)))
        whole = answer.sent_part == 1.0
        self.close_connection = self.close_connection or not whole or not (publishers.lengths or publishers.chunked)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self._send_body(body[: int(len(body) * answer.sent_part)], answer, whole)
        if answer.reset:
            self._reset()

    def _send_body(self, body: bytes, answer: Answer, whole: bool) -> None:
        publishers = self.server.publishers
        size = answer.drip_bytes or max(1, len(body))
        for start in range(0, len(body), size):
            if answer.drip_bytes and publishers.closing.wait(answer.drip_seconds):
                return
            piece = body[start : start + size]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if publishers.chunked else piece)
        if publishers.chunked and whole:
            self.wfile.write(b"0\r\n\r\n")

    def _reset(self) -> None:
        """Ends the connection with a TCP reset instead of a goodbye."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """The log is a list, not lines on the screen."""
