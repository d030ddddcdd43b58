"""What a server does beside the visits."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from treasury.ui import server


class Ring:
    """Refers to itself, so that only the collector can tell that it is gone."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture
def collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_is_here_is_left_alone_until_the_next_time_and_then_collected_where_it_has_gone(collector: None) -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    server._settle()
    assert gc.get_freeze_count() > 10_000
    del ring
    gc.collect()
    assert gone() is not None
    server._settle()
    assert gone() is None


def test_between_two_looks_at_the_whole_only_what_is_new_is_collected(collector: None) -> None:
    kept = Ring()
    server._settle()
    old, new = weakref.ref(kept), weakref.ref(Ring())
    del kept
    server._settle(whole=False)
    assert new() is None
    assert old() is not None
    server._settle()
    assert old() is None
