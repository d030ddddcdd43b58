"""What every test may use: the stand-in of the publishers, and an environment that points at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.publishers import Publishers
from treasury import delivery, http
from treasury.settings import settings

# Whoever runs the tests may have alerts set up: neither they nor the servers that tests start may send any.
os.environ.pop("TREASURY_ALERT_URLS", None)


@pytest.fixture(autouse=True)
def nothing_sent_but_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message to anywhere else fails the test."""
    send = delivery._once

    def guarded(channel: delivery.Channel, *words: Any) -> delivery.Outcome:
        assert "127.0.0.1" in channel.address.get_secret_value(), "messages of tests go to loopback only"
        return send(channel, *words)

    monkeypatch.setattr(delivery, "_once", guarded)


@pytest.fixture
def publishers() -> Iterator[Publishers]:
    """A fresh stand-in, without faults and with an empty log."""
    with Publishers() as running:
        yield running


@pytest.fixture
def env(publishers: Publishers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publishers]:
    """A fresh machine whose publishers are the stand-in: an own empty store, no snapshot, no FRED key. Gives the stand-in."""
    for name, value in publishers.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(tmp_path / "no-snapshot"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("FRED_API_KEY", raising=False)
    settings.cache_clear()
    yield publishers
    settings.cache_clear()


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests without pause: the paces are politeness towards the real publishers, the stand-in needs none."""
    monkeypatch.setattr(http, "PUBLISHERS", {key: replace(p, requests_per_second=10_000) for key, p in http.PUBLISHERS.items()})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; each test module that needs one has its own."""
    with chromium() as launched:
        yield launched
