"""The reference page in plain Streamlit, the usual way: cached data, a figure with a trace a tenor, whole series."""

import sys
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

import treasury
from benchmarks.reference import work


@st.cache_data
def load():
    return treasury.load("par_yields")


@st.cache_data
def frames():
    return work.charts(load())


def reference():
    st.title("Yields")
    for column, (name, (value, change)) in zip(st.columns(6), work.numbers(load()).items(), strict=True):
        column.metric(name, value, change)
    tenors = st.multiselect("Tenors", work.TENORS, default=work.TENORS)
    chosen = st.segmented_control("Range", work.RANGES, default="All")
    for title, frame in frames().items():
        part = work.within(frame, chosen)
        figure = go.Figure()
        for tenor in work.TENORS:
            if tenor in tenors:
                figure.add_trace(go.Scatter(x=part.index, y=part[tenor], name=tenor, mode="lines"))
        figure.update_layout(title=title, height=400)
        st.plotly_chart(figure)
    st.dataframe(work.table(load()))


def second():
    st.title("A second page")


st.set_page_config(layout="wide")
st.navigation([st.Page(reference, url_path="reference"), st.Page(second, url_path="second")]).run()
