"""Parts of a page that what stands within them redraws alone."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context

import streamlit as st


def alone(draw: Callable[[], None]) -> None:
    """Draws a part of a page; a press within it runs ``draw`` again and nothing else of the page.

    What the page's run had set for itself in context variables holds in those runs too, which begin in a thread of their own.
    """
    then = copy_context()

    def again() -> None:
        now = copy_context()
        for variable, value in then.items():
            if variable not in now:  # Streamlit's own are set anew
                variable.set(value)
        draw()

    st.fragment(again)()
