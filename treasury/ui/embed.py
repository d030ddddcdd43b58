"""One chart alone, for somebody else's page: ?embed=true&chart=KEY. For embed=true Streamlit leaves out its own frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from treasury.language import tr
from treasury.ui import address, navigation, pin
from treasury.ui.text import quoted

KEY = address.CHART


class Chosen(BaseException):
    """Ends the run of a page at the chart that is wanted alone. No error: a page that catches errors must not keep it."""

    def __init__(self, draw: Callable[[], Any]) -> None:
        self.draw = draw
        super().__init__("the chart that is wanted alone")


def wanted() -> str:
    """The key of the chart that is wanted alone; "" for the whole page."""
    return str(st.query_params.get(KEY, ""))


def run(page: Any) -> None:
    """Runs a page; where one chart is wanted alone, leaves everything before it out again."""
    navigation.set_out(page.url_path)
    if not wanted():
        page.run()
        address.whole()
        return
    place = st.empty()
    try:
        with place.container():
            page.run()
    except Chosen as chosen:
        place.empty()
        address.nothing_waits()
        chosen.draw()
        kept = {pin.KEY: pin.text()} if pin.text() else {}
        st.link_button(tr("Open the page"), address.current(**kept), type="tertiary", icon=":material/open_in_new:")
        return
    st.info(tr("This page has no chart {wanted}; here is the whole page.", wanted=quoted(wanted())), icon=":material/edit_note:")
