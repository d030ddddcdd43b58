"""The figures of any chart or table of the dashboard in a notebook: its page is run there, without server and browser.

from treasury.ui import replay
frame = replay.figures("curve", "kinds", {"period": "Month", "as_known_on": "2026-11-23T10:00:00Z"})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from streamlit.util import calc_hash

from treasury.errors import BadInput
from treasury.ui import bare, evidence, navigation
from treasury.ui.evidence import Evidence

_PAGES_KEPT = 4  # runs of a page of which further charts may be asked

Query = Mapping[str, str | Sequence[str]]


def figures(page: str, key: str, query: Query | None = None) -> pd.DataFrame:
    """The figures of a chart or table, as its CSV holds them, from the datasets in the store.

    ``page`` is the page's path in the address ("" for the first), ``key`` the chart's name there, ``query`` the controls as
    they stand in the address; ``as_known_on`` among them names the moment as of which datasets are read.
    Raises BadInput for a page or chart that there is not.
    """
    made = every(page, query)
    if key not in made:
        raise BadInput(f"the page {page!r}, as it is set, has no chart {key!r}; it has: {', '.join(made) or 'none'}")
    return made[key].frame.copy()


def every(page: str, query: Query | None = None) -> dict[str, Evidence]:
    """The evidence of every chart and table of a page that has figures, by key. Raises BadInput for a page there is not."""
    if page not in (paths := [entry.url_path for entry in navigation.PAGES]):
        raise BadInput(f"no page {page!r}; there are: {', '.join(path for path in paths if path)}")
    asked = ((name, value if isinstance(value, str) else tuple(value)) for name, value in (query or {}).items())
    return _run(page, tuple(sorted(asked)))


@lru_cache(maxsize=_PAGES_KEPT)
def _run(page: str, query: tuple[tuple[str, Any], ...]) -> dict[str, Evidence]:
    app = bare.dashboard()
    app._page_hash = calc_hash(page) if page else ""  # what the address of a page is to Streamlit
    app.query_params.update({name: value if isinstance(value, str) else list(value) for name, value in query})
    app.session_state[evidence.COLLECTED] = {}
    app.run()
    if app.exception:
        raise RuntimeError(f"the page {page!r} failed: {app.exception[0].message}")
    found: dict[str, Evidence] = app.session_state[evidence.COLLECTED]
    return found
