"""Answers worked out from the embedded snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from treasury.settings import settings


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def from_snapshot(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are those of the snapshot: the store is empty."""
    monkeypatch.setenv("TREASURY_STORE", str(place))
    settings.cache_clear()
