"""What happens once, when the server starts and before it answers: imports, so that the first visitor does not wait for them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

import treasury


@asynccontextmanager
async def prepared(_app: Any) -> AsyncIterator[None]:
    """The life of the server: prepared, then serving."""
    # A folder named pages/ turns on Streamlit's old multipage mode until the first st.navigation: the first visit by deep link
    # would be told that its page does not exist. Held by a browser test.
    PagesManager.uses_pages_directory = False
    for module in pkgutil.walk_packages(treasury.__path__, "treasury."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    yield
