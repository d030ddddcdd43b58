"""What is sent to the page of a figure: its look in place of the template, its arrays as they are written.

The look is that of a light page, which is also how a chart is saved as a picture; on a dark page its colours are exchanged
for the dark ones where they are shown (treasury/ui/dark.py), so that a reader who switches needs no answer of the server.

Streamlit's own look of charts (theme="streamlit") is a template that it puts in again after it has drawn the chart, and Plotly
draws a chart whose template was replaced once more from its data on. So figures go without a template and say that their data
stay (`datarevision`): a chart that is already drawn then draws only what a change of size or of look asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import orjson
import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from treasury.charts.kept import Figure
from treasury.charts.theme import CLEAR, LIGHT

FONT = '"Source Sans", sans-serif'  # of the page
SMALL, MIDDLE, LARGE = 11.25, 13, 15  # pixels
_AXIS = re.compile(r"([xy])axis\d*")
_FEW = 20  # items that are as quickly written anew
_SMALL = {"family": FONT, "size": SMALL, "color": LIGHT.muted}
_AXES = {
    "gridcolor": LIGHT.grid,
    "zerolinecolor": LIGHT.grid,
    "tickcolor": LIGHT.grid,
    "tickfont": _SMALL,
    "title": {"font": _SMALL | {"size": MIDDLE}},
    "automargin": True,
}
_BAR = {"thickness": 16, "outlinewidth": 0, "tickfont": _SMALL, "title": {"font": _SMALL}}
_LOOK: Mapping[str, Any] = {
    "font": _SMALL,
    "title": {"font": {"family": FONT, "size": LARGE, "color": LIGHT.text, "weight": 600}, "pad": {"l": 4}},
    "legend": {"font": _SMALL | {"color": LIGHT.text}, "bgcolor": CLEAR, "borderwidth": 0},
    "paper_bgcolor": LIGHT.ground,
    "plot_bgcolor": CLEAR,
    "xaxis": _AXES | {"showgrid": False},
    "yaxis": _AXES,
    "margin": {"pad": 8, "l": 0, "r": 0},
    "hoverlabel": {"bgcolor": LIGHT.ground, "bordercolor": LIGHT.border, "font": _SMALL | {"color": LIGHT.text}},
    "coloraxis": {"colorbar": _BAR},
}


class Dressed(go.Figure):  # type: ignore[misc] # plotly has no types
    """A figure as it is sent; plotly checked it when it was made and does not look at it again."""

    def __init__(self, sent: dict[str, Any]) -> None:
        self.__dict__["_sent"] = sent

    def to_dict(self) -> dict[str, Any]:
        return self.__dict__["_sent"]  # type: ignore[no-any-return]


def dressed(figure: go.Figure) -> go.Figure:
    """The figure for a page, made once where the figure is kept."""
    if not isinstance(figure, Figure) or not figure.finished:
        return Dressed(_sent(figure.to_dict()))
    if figure.dressed is None:
        figure.dressed = Dressed(_sent(figure.to_dict()))
    return figure.dressed


def _sent(figure: Mapping[str, Any]) -> dict[str, Any]:
    layout = {name: value for name, value in figure["layout"].items() if name != "template"}
    template = figure["layout"].get("template", {}).get("layout", {})
    under = _filled(template, _LOOK)
    axes = {name for name in layout if _AXIS.fullmatch(name)} | {"xaxis", "yaxis", *_named(figure["data"])}
    parts = {name: value for name, value in under.items() if name not in ("xaxis", "yaxis")}
    parts |= {name: under[f"{name[0]}axis"] for name in sorted(axes)}
    made = {"data": [_trace(trace) for trace in figure["data"]], "layout": _filled(layout, parts) | {"datarevision": 1}}
    return made | ({"frames": figure["frames"]} if "frames" in figure else {})


def _named(traces: Iterable[Mapping[str, Any]]) -> set[str]:
    """The axes that traces name: "y2" is yaxis2."""
    return {f"{one[0]}axis{one[1:]}" for trace in traces for one in (trace.get("xaxis", "x"), trace.get("yaxis", "y"))}


def _filled(given: Mapping[str, Any], under: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, with what is under it where it says nothing.

    >>> _filled({"title": {"text": "Yields"}, "height": 300}, {"title": {"x": 0, "text": ""}, "width": 7})
    {'title': {'text': 'Yields', 'x': 0}, 'height': 300, 'width': 7}
    """
    made = dict(given)
    for name, value in under.items():
        held = made.get(name)
        if held is None:
            made[name] = value
        elif isinstance(held, Mapping) and isinstance(value, Mapping):
            made[name] = _filled(held, value)
    return made


def _trace(trace: Mapping[str, Any]) -> dict[str, Any]:
    """The trace with its arrays written once for all times that it is sent."""
    return {name: _written(value) for name, value in trace.items()}


def _written(value: Any) -> Any:
    if not isinstance(value, list | np.ndarray) or len(value) < _FEW:
        return value
    return orjson.Fragment(to_json_plotly(value, engine="orjson"))
