"""A machine whose store is filled from the stand-in of the publishers, and what must hold of it whatever goes wrong next."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.publishers import FRED_KEY, Publishers
from treasury import http
from treasury.dataset import Vintage
from treasury.http import Client, Limits
from treasury.refreshing import Result, open_store, refresh
from treasury.settings import PUBLISHERS, settings
from treasury.sources import BY_ID, CATALOG
from treasury.status import Status, statuses
from treasury.store import Store

# Two tries are enough here; how many there are and how long is waited between them is held by tests/test_http.py.
HASTY = Limits(connect=2, read=2, total=1e6, tries=2, trust_length_for=0)
IDS = tuple(d.id for d in CATALOG)
NAMES = {d.id: PUBLISHERS[d.publisher].name for d in CATALOG}


class Clock:
    """Stands in for `time` in treasury.http: waits are noted and over at once."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass
class Machine:
    """The stand-in, and the store as it was before anything went wrong."""

    publishers: Publishers
    clock: Clock
    limits: Limits = HASTY
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    vintages: dict[str, Vintage] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return open_store()

    def refresh(self, *ids: str, full: bool = False, **limits: Any) -> dict[str, Result]:
        with Client(settings(), replace(self.limits, **limits)) as client:
            return {r.id: r for r in refresh(*ids, full=full, client=client)}

    @contextmanager
    def pointed(self, **environment: str) -> Iterator[None]:
        """Other settings for a while."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            settings.cache_clear()
            try:
                yield
            finally:
                patch.undo()
                settings.cache_clear()

    def remember(self, ids: Iterable[str] = IDS) -> None:
        for name in ids:
            held = self.store.read(BY_ID[name])
            self.frames[name], self.vintages[name] = held.frame, held.vintage

    def vintage_of(self, name: str, frame: pd.DataFrame) -> Vintage:
        """The description of other rows of a dataset."""
        last = frame[BY_ID[name].date_column].max().date()
        return replace(self.vintages[name], rows=len(frame), as_of=last, last=last)

    def standing(self) -> dict[str, Status]:
        return {s.dataset.id: s for s in statuses(self.store)}

    def assert_nothing_lost(self, ids: Iterable[str] = IDS) -> None:
        """The same version, without trouble. What a version holds never changes; `assert_same_rows` looks."""
        store = self.store
        found = {name: store.vintage(BY_ID[name]) for name in ids}
        assert {name: (v.version, v.trouble) for name, v in found.items()} == {n: (self.vintages[n].version, "") for n in found}

    def assert_same_rows(self) -> None:
        self.assert_nothing_lost()
        for dataset in CATALOG:
            pd.testing.assert_frame_equal(self.store.read(dataset).frame, self.frames[dataset.id])

    def assert_failed(self, got: Mapping[str, Result], kind: str, words: str, ids: Iterable[str]) -> None:
        """Each of these failed for the stated cause, in words that name publisher and dataset and no secret; nothing is lost."""
        ids = list(ids)
        assert {name: got[name].error_kind for name in ids} == dict.fromkeys(ids, kind), [got[i].error_message for i in ids]
        for name in ids:
            said = got[name].error_message
            assert said.startswith(f"{NAMES[name]}, {name}: "), said
            assert re.search(words, said), said
            assert FRED_KEY not in said
        standing = self.standing()
        assert {name: standing[name].state for name in ids} == dict.fromkeys(ids, "failed")
        assert {name: standing[name].reason for name in ids} == {name: got[name].error_message for name in ids}
        self.assert_nothing_lost()


def of(*publishers: str) -> list[str]:
    """The datasets of some publishers."""
    return [d.id for d in CATALOG if d.publisher in publishers]


@contextmanager
def machine(folder: Path, *ids: str, **environment: str) -> Iterator[Machine]:
    """A fresh machine over a store of its own, filled with some datasets or all."""
    unpaced = {key: replace(p, requests_per_second=10_000) for key, p in PUBLISHERS.items()}
    with Publishers() as publishers, pytest.MonkeyPatch.context() as patch:
        patch.setattr(http, "PUBLISHERS", unpaced)
        clock = Clock()
        patch.setattr(http, "time", clock)
        own = {"TREASURY_STORE": str(folder / "store"), "TREASURY_SNAPSHOT": str(folder / "no-snapshot"), "NO_PROXY": "127.0.0.1"}
        patch.delenv("FRED_API_KEY", raising=False)
        for name, value in (publishers.environment() | own | environment).items():
            patch.setenv(name, value)
        settings.cache_clear()
        made = Machine(publishers, clock)
        assert [r.error_message for r in made.refresh(*ids).values() if not r.ok] == []
        made.remember(ids or IDS)
        yield made
    settings.cache_clear()
