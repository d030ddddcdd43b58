"""`python -m treasury refresh` killed at any moment: every dataset is as before or as after, whole; the next run completes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury import http
from treasury.dataset import Dataset
from treasury.refreshing import open_store, refresh
from treasury.settings import PUBLISHERS, ROOT, settings
from treasury.sources import CATALOG
from treasury.store import Held, Store

ROUNDS, KILLS = 3, 4  # kills a round, each of a refresh that goes on from what the killed one before it left
FIRST_ANSWERS = 26  # a kill falls within these; a whole run asks for more, so that none is over by then
AFTERWARDS = 0.08  # seconds after an answer in which its dataset is parsed, merged and written


class Counting(Publishers):
    """A stand-in that can be waited for: one permit an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Semaphore(0)

    def answer(self, method: str, target: str, headers: dict[str, str]) -> Any:
        made = super().answer(method, target, headers)
        self.answered.release()
        return made

    def forget(self) -> None:
        while self.answered.acquire(blocking=False):
            pass


@dataclass(frozen=True)
class States:
    """The stand-in, a store as it was before the refresh, and its frames before and after."""

    stand_in: Counting
    store: Path
    before: dict[str, pd.DataFrame]
    after: dict[str, pd.DataFrame]

    def found(self, store: Store) -> dict[str, str]:
        """By dataset: "before", "after", or what is wrong with it."""
        words = {}
        for dataset in CATALOG:
            held = store.read(dataset)
            same = [w for w in ("before", "after") if held.frame.equals(getattr(self, w)[dataset.id])]
            words[dataset.id] = held.vintage.trouble or (same[0] if same else "torn")
        return words


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[States]:
    folder = tmp_path_factory.mktemp("states")
    unpaced = {key: replace(p, requests_per_second=10_000) for key, p in PUBLISHERS.items()}
    with Counting() as stand_in, pytest.MonkeyPatch.context() as patch:
        for name, value in stand_in.environment().items():
            patch.setenv(name, value)
        patch.setenv("TREASURY_SNAPSHOT", str(folder / "no-snapshot"))
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.delenv("FRED_API_KEY", raising=False)
        patch.setattr(http, "PUBLISHERS", unpaced)  # in this process alone; the killed ones keep the publishers' paces
        full = open_store_at(folder / "after", patch)
        complete()
        held = {d.id: full.read(d) for d in CATALOG}
        old = {d.id: earlier(d, held[d.id]) for d in CATALOG}
        first = open_store_at(folder / "before", patch)
        for dataset in CATALOG:
            first.publish(dataset, old[dataset.id].frame, old[dataset.id].vintage, None, only_added=False)
        frames = ({name: h.frame for name, h in some.items()} for some in (old, held))
        yield States(stand_in, folder / "before", *frames)
    settings.cache_clear()


def open_store_at(place: Path, patch: pytest.MonkeyPatch) -> Store:
    patch.setenv("TREASURY_STORE", str(place))
    settings.cache_clear()
    return open_store()


def complete() -> None:
    assert [(r.id, r.error_message) for r in refresh() if not r.ok] == []


def earlier(dataset: Dataset, held: Held) -> Held:
    """A state that the publishers have since continued and revised: without the last row, and the one before it different."""
    frame = held.frame.iloc[:-1].reset_index(drop=True)
    figures = (name for name in frame.columns if pd.api.types.is_float_dtype(frame[name]) and frame[name].notna().iloc[-1])
    figure = next(figures)
    frame.loc[len(frame) - 1, figure] = frame[figure].iloc[-1] * 1.01 + 0.01
    last = frame[dataset.date_column].max().date()
    return Held(frame, replace(held.vintage, rows=len(frame), as_of=last, last=last))


def killed_refresh(stand_in: Counting, answers: int, seconds: float) -> None:
    """Starts the command, waits for so many answers and then a moment, and kills it."""
    stand_in.forget()
    command = [sys.executable, "-m", "treasury", "refresh"]
    child = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(answers):
            assert stand_in.answered.acquire(timeout=60)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=seconds)
    finally:
        child.kill()
        said = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL, said


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_refresh_leaves_every_dataset_whole_and_the_next_completes(
    states: States, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    shutil.copytree(states.store, tmp_path / "store")
    store = open_store_at(tmp_path / "store", monkeypatch)
    assert set(states.found(store).values()) == {"before"}
    chance = random.Random(seed)
    for _ in range(KILLS):
        killed_refresh(states.stand_in, chance.randint(1, FIRST_ANSWERS), chance.uniform(0, AFTERWARDS))
        found = states.found(store)
        assert {name: word for name, word in found.items() if word not in ("before", "after")} == {}
        assert store.runs().empty
    assert set(found.values()) == {"before", "after"}  # the kills fell between and within the writes
    complete()
    assert set(states.found(store).values()) == {"after"}
    assert len(store.runs()) == len(CATALOG)
    assert caplog.messages == []  # nothing that was read had to be passed over
