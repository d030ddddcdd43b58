"""What the reference page draws, our way: as a page script of the product would."""

from __future__ import annotations

import streamlit as st

from benchmarks.reference import work
from treasury.charts import yields as charts
from treasury.ui import cache, controls, layout


def draw() -> None:
    loaded = cache.frame("par_yields")
    layout.page("Reference", "Yields", "Eleven tenors over 9,000 days.")
    numbers = cache.computed(work.numbers, loaded)
    with st.container(horizontal=True):
        for name, (value, change) in numbers.items():
            st.metric(name, value, change)
    tenors = controls.tenors(list(work.TENORS), default=work.TENORS)
    chosen = controls.choice("Range", list(work.RANGES), key="range")
    frames = cache.computed(work.charts, loaded)
    for key, (title, frame) in enumerate(frames.items()):
        part = work.within(frame, chosen)[tenors]
        layout.section(title)
        layout.show_chart(charts.yield_lines(part, "Percent"), key=f"chart{key}", alt=title, sources=[loaded], csv=part)
    layout.section("Table")
    layout.show_table(cache.computed(work.table, loaded), key="rows", sources=[loaded])
