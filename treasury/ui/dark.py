"""The colours of charts on a dark page: those of the light look, which figures carry, are exchanged by style.

The browser does it for what it shows, when the page is dark and as soon as a reader switches. The server need not know, which
it does not for sure (Streamlit's own word for it, "may be incorrect during a change in theme").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import streamlit as st

from treasury.charts.theme import DARK, LIGHT

CHART = ".stPlotlyChart"


def put() -> None:
    """Puts the styles into the page; nothing is seen of it."""
    st.html(_STYLE)


def rules() -> Iterator[str]:
    """The style, rule by rule."""
    yield f"{CHART} .main-svg {{ background: transparent !important; }}"
    light, dark = asdict(LIGHT), asdict(DARK)
    yield f"{CHART} .spikeline {{ stroke: light-dark({LIGHT.muted}, {DARK.muted}); }}"
    yield f'{CHART} .spikeline[stroke="{_in_style(LIGHT.ground)}"] {{ stroke: light-dark({LIGHT.ground}, {DARK.ground}); }}'
    for name, colour in light.items():
        # White is the ground of the box under the mouse only; elsewhere a chart may mean it.
        where = f"{CHART} .hoverlayer" if name == "ground" else CHART
        for part in ("fill", "stroke"):
            both = f"light-dark({colour}, {dark[name]})"
            yield f'{where} [style*="{part}: {_in_style(colour)}"] {{ {part}: {both} !important; }}'


def _in_style(colour: str) -> str:
    """As browsers write it into an element's style.

    >>> _in_style("#55606d")
    'rgb(85, 96, 109)'
    """
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


_STYLE = f"<style>{' '.join(rules())}</style>"
