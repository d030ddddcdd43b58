"""The dashboard without a server, as a notebook or a script runs it; importing this quiets what Streamlit says of that.

It has to be imported before the modules whose functions Streamlit caches: it warns of every one of them as they are imported.
"""

from __future__ import annotations

import logging

from streamlit.testing.v1 import AppTest

from treasury.settings import ROOT

SECONDS = 120.0
# By logger: how the warning begins or what it holds that says no more than that there is no server.
_EXPECTED = {
    "streamlit.runtime.caching.cache_data_api": "No runtime found",
    "streamlit.runtime.scriptrunner_utils.script_run_context": "missing ScriptRunContext",
}


def _is_news(record: logging.LogRecord) -> bool:
    return _EXPECTED[record.name] not in record.getMessage()


for _name in _EXPECTED:
    logging.getLogger(_name).addFilter(_is_news)


def dashboard() -> AppTest:
    """The dashboard, not run yet."""
    return AppTest.from_file(ROOT / "app.py", default_timeout=SECONDS)
