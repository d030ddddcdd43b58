"""Pages and controls run against the embedded snapshot and a store of their own, without any network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from treasury.settings import PUBLISHERS, settings

PAGE = """
import streamlit as st
from treasury.ui import navigation
made = [st.Page(e.path, title=e.title, url_path=e.url_path or None, default=e.script == {script!r}) for e in navigation.PAGES]
st.navigation(made).run()
"""


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store on top of the embedded snapshot; every publisher is out of reach. Gives the store's folder."""
    for publisher in PUBLISHERS.values():
        monkeypatch.setenv(f"TREASURY_{publisher.setting.upper()}", "http://127.0.0.1:9")
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("FRED_API_KEY", raising=False)
    settings.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()
    yield tmp_path / "store"
    settings.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def nothing_held(held: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As `held`, without a snapshot: nothing was ever fetched."""
    monkeypatch.setenv("TREASURY_SNAPSHOT", str(held.parent / "no-snapshot"))
    settings.cache_clear()
    return held


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Opens a page by its script under pages/, as a visitor with this address would."""

    def opened(script: str, **address: str | list[str]) -> AppTest:
        app = AppTest.from_string(PAGE.format(script=script), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


@pytest.fixture
def run_script() -> Callable[..., AppTest]:
    """Runs a few lines as a page of their own."""

    def ran(code: str, **address: str | list[str]) -> AppTest:
        app = AppTest.from_string(dedent(code), default_timeout=30)
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return ran
