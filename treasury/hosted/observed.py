"""What the hosted dashboard tells its operators: one line of JSON and one count for every request, figures for Prometheus."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from time import perf_counter

from asgi_correlation_id import CorrelationIdFilter
from prometheus_client import Counter, Histogram
from prometheus_client.core import REGISTRY, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pythonjsonlogger.json import JsonFormatter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from treasury.api import PREFIX, pattern
from treasury.calendar import utc_today
from treasury.errors import StoreError
from treasury.refreshing import open_store
from treasury.status import statuses

log = logging.getLogger("treasury.requests")

REQUESTS = Counter("treasury_http_requests_total", "Requests answered.", ("route", "method", "status"))
SECONDS = Histogram("treasury_http_request_seconds", "Time to answer a request.", ("route",))

# Routes as they are counted; what stands for a day or a dataset would make a figure of its own for each.
_OWN = {f"/{name}": name for name in ("healthz", "readyz", "metrics", "calendar.ics")}
_STREAMLIT = re.compile(r"/(static|media|component|.*_stcore)/.*")
_QUIET = frozenset({"healthz", "readyz", "metrics", "streamlit"})  # asked every few seconds; logged when they fail


class Observed:
    """Counts and logs every request; the log line carries the request's id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            _note(scope["method"], scope["path"], status, perf_counter() - began)


def route(path: str) -> str:
    """The name a path is counted under: "page" for the dashboard's own pages and whatever else is asked for."""
    if path in _OWN:
        return _OWN[path]
    if path.startswith(f"{PREFIX}/"):
        return pattern(path.removeprefix(PREFIX)) or "api, no such route"
    return "streamlit" if _STREAMLIT.fullmatch(path) else "page"


def _note(method: str, path: str, status: int, seconds: float) -> None:
    name = route(path)
    REQUESTS.labels(name, method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other", status).inc()
    SECONDS.labels(name).observe(seconds)
    if name not in _QUIET or status >= 400:
        told = {"method": method, "path": path[:300], "status": status, "milliseconds": round(seconds * 1000, 1)}
        log.info("request", extra=told)


class Freshness(Collector):
    """Read from the store whenever Prometheus asks: the age of each dataset's figures, and whether its refresh failed."""

    def collect(self) -> Iterable[Metric]:
        age = GaugeMetricFamily("treasury_dataset_age_days", "Days since the last record date.", labels=("dataset",))
        failed = GaugeMetricFamily("treasury_dataset_failed", "1 where the last refresh failed.", labels=("dataset",))
        stale = GaugeMetricFamily("treasury_dataset_stale", "1 where the next record is overdue.", labels=("dataset",))
        try:
            standing = statuses(open_store())
        except StoreError:
            standing = []
        today = utc_today()
        for one in standing:
            labels = (one.dataset.id,)
            failed.add_metric(labels, float(one.state == "failed"))
            stale.add_metric(labels, float(one.state == "stale"))
            if one.vintage and one.vintage.as_of:
                age.add_metric(labels, (today - one.vintage.as_of).days)
        return age, failed, stale


def start() -> None:
    """Logs as lines of JSON on standard error, each with its request's id; the store's freshness among the figures."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(CorrelationIdFilter())
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}{correlation_id}", style="{", rename_fields={"correlation_id": "request_id"}
        )
    )
    ours = logging.getLogger("treasury")
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(logging.INFO)
    REGISTRY.register(Freshness())
