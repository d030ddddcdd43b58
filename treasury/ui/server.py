"""What happens once, when the server starts and before it answers."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

from treasury.errors import BadInput
from treasury.settings import Settings, settings

HOSTED = threading.Event()  # set where serve.py serves: the API beside the pages, to whoever can reach it


@asynccontextmanager
async def prepared(_app: Any) -> AsyncIterator[None]:
    """The life of a server on a desk: prepared, then serving; it refreshes by itself only where told to."""
    async with _life(lambda config: config.auto_refresh is True):
        yield


@asynccontextmanager
async def hosted(_app: Any) -> AsyncIterator[None]:
    """The life of a hosted server: the same, and it refreshes by itself unless told not to."""
    HOSTED.set()
    async with _life(lambda config: config.auto_refresh is not False):
        yield


@asynccontextmanager
async def _life(refreshes: Callable[[Settings], bool]) -> AsyncIterator[None]:
    """Prepares, and stops what runs beside the visits at the end."""
    config = checked_settings()
    # Imported now, with pandas, plotly and the store behind them, so that the first visitor does not wait for it. Not above:
    # before there is a runtime, Streamlit warns of every cached function.
    from treasury.charts import base
    from treasury.ui import monitor, refreshing

    # A folder named pages/ turns on Streamlit's old multipage mode until the first st.navigation: the first visit by deep link
    # would be told that its page does not exist. Held by a browser test.
    PagesManager.uses_pages_directory = False
    # While the first visitor's browser still loads its scripts.
    stop = threading.Event()
    threading.Thread(target=_warm, args=(stop, monitor.warm, base.warm), name="warm up", daemon=True).start()
    if refreshes(config):
        threading.Thread(target=refreshing.keep_fresh, args=(stop,), name="keep fresh", daemon=True).start()
    yield
    stop.set()


def checked_settings() -> Settings:
    """The settings; one that cannot be used ends the server with a word."""
    try:
        return settings()
    except BadInput as failure:
        sys.exit(f"error: {failure}")


SETTLE_EVERY_SECONDS, WHOLE_EVERY = 5.0, 12
WARM = threading.Event()  # set once the first page's figures have been read, or could not be


def _warm(stop: threading.Event, *parts: Callable[[], None]) -> None:
    try:
        for part in parts:
            part()
    finally:
        _settle()
        WARM.set()
    for turn in itertools.count(1):
        if stop.wait(SETTLE_EVERY_SECONDS):
            return
        _settle(whole=turn % WHOLE_EVERY == 0)


def _settle(*, whole: bool = True) -> None:
    """Spares the garbage collector what is here by now.

    Streamlit has it look at everything after each run of a page: 80 ms with all that is imported, and then a third of a
    millisecond for each open session, in which no visit moves. What is new is looked at every few seconds, in milliseconds;
    ``whole`` collects what has gone of all since, which holds everyone up for a tenth of a second, once a minute.
    """
    if whole:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
