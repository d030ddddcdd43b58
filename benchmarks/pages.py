"""Every page of the product over the embedded snapshot: first opening, with nothing kept, and a rerun with everything kept.

On the server alone, without a browser, as the tests open pages.
"""

from __future__ import annotations

import logging
import time
from statistics import median

import streamlit as st

from tests.visits import opened
from treasury.charts import kept
from treasury.ui.navigation import PAGES

RERUNS = 5


def measure() -> dict[str, dict[str, float]]:
    """Seconds and milliseconds of processor time, and KB of figures, by address of the page."""
    logging.disable(logging.WARNING)  # Streamlit remarks that nobody serves these visits
    for entry in PAGES:  # modules are loaded once a server, not once a page
        opened(entry)
    made = {}
    for entry in PAGES:
        st.cache_data.clear()
        st.cache_resource.clear()
        kept.forget()
        start = time.process_time()
        view = opened(entry)
        cold = time.process_time() - start
        taken = []
        for _ in range(RERUNS):
            start = time.process_time()
            view.app.run()
            taken.append(time.process_time() - start)
        made[entry.url_path or "(first)"] = {
            "cold_s": round(cold, 2),
            "warm_ms": round(1000 * median(taken), 0),
            "figures_kb": round(sum(len(chart.spec) for chart in view.charts) / 1e3, 0),
        }
    return made
