"""What the tests of alerts share: a webhook on loopback, a store with a short yield history, a file with one rule."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import SecretStr

from treasury import alerts_file, frames
from treasury.alerts_file import Rule
from treasury.dataset import Vintage, empty_frame
from treasury.errors import NothingStored
from treasury.settings import Settings
from treasury.store import Store

SECRET = "T0PSECRETPATH"  # pragma: allowlist secret
NOON = datetime(2026, 10, 6, 12, tzinfo=UTC)
CELLS: dict[str, Any] = {
    "id": "ten_year_up",
    "title": "10-year up 10 bp",
    "series": "par_yields.10Y",
    "kind": "move",
    "side": "up",
    "threshold": 10,
    "sessions": 1,
    "cooldown": 0,
    "outcome": "par_yields.10Y",
    "expects": "same",
    "false_alarm": "reverts",
    "false_alarm_sessions": 2,
    "page": "yields?tenors=10Y",
    "reason": "For the tests.",
    "enabled": True,
}


def rule(**changes: Any) -> Rule:
    """The rule above with other cells; None leaves one out. It is on unless ``backtest`` says otherwise."""
    cells = {name: value for name, value in (CELLS | changes).items() if value is not None}
    made = alerts_file.rule(cells)
    return made if "backtest" in changes else alerts_file.rule(cells | {"backtest": made.fingerprint})


def write_rules(file: Path, *rules: Rule) -> Path:
    """A file with these rules."""
    tables = ["[[rule]]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in alerts_file.cells(one).items()) for one in rules]
    file.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return file


def hold(store: Store, ten_year: Sequence[float], start: str = "2026-09-28") -> None:
    """Makes these yields, on business days from a day on, all that the store holds of par_yields."""
    dataset = frames.dataset("par_yields")
    days = pd.bdate_range(start, periods=len(ten_year)).astype("datetime64[us]")
    rows = empty_frame(dataset).reindex(range(len(ten_year))).assign(date=days, **{"10Y": ten_year}).astype({"10Y": "float64"})
    try:
        base = store.vintage(dataset)
    except NothingStored:
        base = None
    first, last = days[0].date(), days[-1].date()
    made = Vintage("par_yields", "", last, NOON, "refreshed", dataset.landing_page, len(rows), first, last)
    store.publish(dataset, rows, made, base, only_added=False)


def config(url: str = "", **more: Any) -> Settings:
    """Settings that send to this address."""
    return Settings(alert_urls=SecretStr(url) if url else None, public_url="https://truce.example.org", **more)


class Webhook:
    """Takes JSON posts; answers with the next of ``answers``, then with 200."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.tries = 0
        self.answers: list[int] = []
        self.url = ""


@contextmanager
def webhook() -> Iterator[Webhook]:
    """A webhook that runs; its address is a secret."""
    made = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.tries += 1
            status = made.answers.pop(0) if made.answers else 200
            if status == 200:
                made.got.append(body)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        made.url = f"json://127.0.0.1:{server.server_address[1]}/{SECRET}"
        yield made
        server.shutdown()
        thread.join()
