"""What happens once, when the server starts and before it answers."""

from __future__ import annotations

import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

from treasury.errors import BadInput
from treasury.settings import settings


@asynccontextmanager
async def prepared(_app: Any) -> AsyncIterator[None]:
    """The life of the server: prepared, then serving. A setting that cannot be used stops it with a word."""
    try:
        config = settings()
    except BadInput as failure:
        sys.exit(f"error: {failure}")
    # Imported now, with pandas, plotly and the store behind them, so that the first visitor does not wait for it. Not above:
    # before there is a runtime, Streamlit warns of every cached function.
    from treasury.ui import monitor, refreshing

    # A folder named pages/ turns on Streamlit's old multipage mode until the first st.navigation: the first visit by deep link
    # would be told that its page does not exist. Held by a browser test.
    PagesManager.uses_pages_directory = False
    # While the first visitor's browser still loads its scripts.
    threading.Thread(target=monitor.warm, name="warm up", daemon=True).start()
    stop = threading.Event()
    if config.auto_refresh:
        threading.Thread(target=refreshing.keep_fresh, args=(stop,), name="keep fresh", daemon=True).start()
    yield
    stop.set()
