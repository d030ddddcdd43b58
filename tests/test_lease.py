"""A job that several servers share: one holder at a time, another takes over when a lease ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from treasury.lease import take
from treasury.store import Store

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), tmp_path / "none")


def test_one_holder_until_the_lease_ends(store: Store) -> None:
    assert take(store, "refresh", "a", HOUR, NOON)
    assert not take(store, "refresh", "b", HOUR, NOON + timedelta(minutes=59))
    assert take(store, "refresh", "a", HOUR, NOON + timedelta(minutes=59))
    assert not take(store, "refresh", "b", HOUR, NOON + timedelta(minutes=61))
    assert take(store, "refresh", "b", HOUR, NOON + timedelta(minutes=119))
    assert not take(store, "refresh", "a", HOUR, NOON + timedelta(minutes=120))


def test_jobs_are_leased_apart(store: Store) -> None:
    assert take(store, "refresh", "a", HOUR, NOON)
    assert take(store, "brief", "b", HOUR, NOON)


@pytest.mark.parametrize("held_before", [False, True])
def test_of_many_at_once_one_gets_it(store: Store, held_before: bool) -> None:
    for job in ("refresh", "brief", "alerts", "warm", "prune"):  # several races: one alone is often decided by luck
        if held_before:
            assert take(store, job, "before", HOUR, NOON - 2 * HOUR)
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda name, job=job: take(store, job, str(name), HOUR, NOON), range(8)))
        assert got.count(True) == 1


def test_a_place_that_cannot_be_written_gives_no_lease(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert not take(Store(str(tmp_path / "file"), tmp_path / "none"), "refresh", "a", HOUR, NOON)
