"""Trimmed answers of the publishers, the rows they become, and a session that asks the stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury import http
from treasury.body import Body
from treasury.dataset import Conformed, Dataset, conform
from treasury.http import Client, Limits, Session
from treasury.settings import settings

PAYLOADS = Path(__file__).parents[1] / "publishers" / "payloads"
TODAY = date(2026, 10, 6)
FAST = Limits(connect=1, read=1, total=5, tries=2, first_wait=0.01, longest_wait=0.02)

Sessions = Callable[[Dataset], Session]


@pytest.fixture
def payload() -> Callable[[str], Body]:
    """A payload file as an answer, by its name below the folder of payloads."""

    def read(name: str) -> Body:
        return Body(name, (PAYLOADS / name).read_bytes())

    return read


@pytest.fixture
def accepted() -> Callable[..., Conformed]:
    """What is stored of a raw answer: parsed, and checked against the declaration."""

    def accept(dataset: Dataset, raw: object, today: date = TODAY) -> Conformed:
        return conform(dataset.parse(raw), dataset, today)

    return accept


@pytest.fixture
def by_day(accepted: Callable[..., Conformed]) -> Callable[..., pd.DataFrame]:
    """The accepted rows with the date as index."""

    def index(dataset: Dataset, raw: object) -> pd.DataFrame:
        return accepted(dataset, raw).frame.set_index(dataset.date_column)

    return index


@pytest.fixture
def session(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sessions]:
    """Sessions of datasets against the stand-in, at its own pace: politeness is for the real publishers."""
    quick = {key: replace(p, requests_per_second=10_000) for key, p in http.PUBLISHERS.items()}
    monkeypatch.setattr(http, "PUBLISHERS", quick)
    clients: list[Client] = []

    def make(dataset: Dataset) -> Session:
        clients.append(Client(settings(), FAST))
        return clients[-1].session(dataset.publisher, dataset.id)

    yield make
    for client in clients:
        client.close()
