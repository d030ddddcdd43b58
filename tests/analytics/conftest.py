"""The embedded snapshot for tests that set an analysis against figures published elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import treasury
from treasury.settings import settings


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], pd.DataFrame]:
    """A dataset of the embedded snapshot by id; each is read once."""
    frames: dict[str, pd.DataFrame] = {}
    place = str(tmp_path_factory.mktemp("none") / "store")

    def read(name: str) -> pd.DataFrame:
        if name not in frames:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("TREASURY_STORE", place)
                settings.cache_clear()
                frames[name] = treasury.load(name)
            settings.cache_clear()
        return frames[name]

    return read
