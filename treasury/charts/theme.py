"""Colours and the figure template. The same thing has the same colour on every page.

The hues keep a contrast of about 3 to 1 or better on the light and on the dark background alike, and neighbours differ in
hue and in lightness, so that they stay apart for colour-blind readers; text labels carry the meaning, colour only helps.
Backgrounds, fonts, grid and text colours are not in the figures: who shows them puts them in (dress.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import plotly.graph_objects as go
import plotly.io as pio

TEMPLATE = "treasury"


@dataclass(frozen=True)
class Look:
    """The colours that differ between a light and a dark page, "#rrggbb", as its theme has them (.streamlit/config.toml)."""

    text: str
    muted: str  # axes and their titles
    grid: str
    ground: str
    border: str


LIGHT = Look(text="#0c1520", muted="#55606d", grid="#e1e6ec", ground="#ffffff", border="#d3d9e0")
DARK = Look(text="#e4eaf1", muted="#a3aebb", grid="#2a3643", ground="#0e151e", border="#34414f")

GREY = "#8a93a0"
LINE = "rgba(128, 140, 155, 0.75)"  # key dates and reference lines
FAINT_LINE = "rgba(128, 140, 155, 0.4)"  # where there are many
BAND = "rgba(128, 140, 155, 0.16)"  # spans of days
BOX = "rgba(128, 140, 155, 0.18)"  # behind small labels
CLEAR = "rgba(0, 0, 0, 0)"

# From the short end (warm) to the long end (cool).
TENOR_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "1M": "#b08a2e",
        "1.5M": "#b5872a",
        "2M": "#bb8426",
        "3M": "#c28022",
        "4M": "#c97c1e",
        "6M": "#d0761d",
        "1Y": "#d76d24",
        "2Y": "#dc6533",
        "3Y": "#d9564e",
        "5Y": "#cc4f7e",
        "7Y": "#a95cb3",
        "10Y": "#2f7ed8",
        "20Y": "#2293b8",
        "30Y": "#129a83",
    }
)

CLASS_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "Bill": "#d98200",
        "CMB": "#b06f1c",
        "Note": "#2f7ed8",
        "Bond": "#7a5fd0",
        "TIPS": "#129a83",
        "FRN": "#c2508f",
        "Coupon": "#2f7ed8",
        "Other": GREY,
    }
)

# Changes: a rise in yield is warm, a fall is cool, everywhere.
DIRECTION: Mapping[str, str] = MappingProxyType({"up": "#d9622b", "down": "#2f7ed8", "flat": GREY})

# What kind of change the curve made: bear warm, bull cool, a twist between.
REGIME_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "Bear steepener": "#d1543f",
        "Bear flattener": "#d98200",
        "Bear parallel": "#a9743a",
        "Bull steepener": "#129a83",
        "Bull flattener": "#2f7ed8",
        "Bull parallel": "#5c8a2a",
        "Twist steepener": "#c2508f",
        "Twist flattener": "#7a5fd0",
        "Unchanged": GREY,
    }
)

# What a yield is made of, and who says so.
PART_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "nominal": "#2f7ed8",
        "real": "#129a83",
        "breakeven": "#d98200",
        "expected_path": "#2293b8",
        "term_premium": "#c2508f",
        "acm": "#c2508f",
        "kim_wright": "#7a5fd0",
        "nowcast": "#a07a00",
        "dollar": "#5c8a2a",
        "stocks": "#a9743a",
        "stress": "#d1543f",
    }
)

# What flows into and out of the debt, and the three amounts of a buyback operation.
FLOW_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "issued": "#2f7ed8",
        "matured": GREY,
        "bought_back": "#5c8a2a",
        "fed": "#a9743a",
        "ageing": GREY,
        "repricing": "#c2508f",
        "accepted": "#5c8a2a",
        "offered": "#7a9cc6",
        "maximum": "#d1543f",
    }
)
# Who bought at auction.
BIDDER_COLOURS: Mapping[str, str] = MappingProxyType({"indirect": "#2f7ed8", "direct": "#d98200", "dealer": "#8a93a0"})
TOTAL, TOTAL_EDGE = "#4f6378", "#dfe6ee"  # a total over coloured bars: a dark dot with a light edge

# For things that have no fixed colour, in this order.
SERIES: tuple[str, ...] = ("#2f7ed8", "#d98200", "#c2508f", "#129a83", "#7a5fd0", "#a9743a", "#d1543f", "#5c8a2a", GREY)

# Falls, none, rises; the middle is transparent so that it works on both backgrounds.
DIVERGING: tuple[tuple[float, str], ...] = (
    (0.0, "rgb(31, 102, 176)"),
    (0.25, "rgba(85, 148, 210, 0.7)"),
    (0.5, "rgba(140, 150, 160, 0.12)"),
    (0.75, "rgba(224, 143, 85, 0.7)"),
    (1.0, "rgb(194, 99, 42)"),
)


def tenor_colour(tenor: str) -> str:
    """The tenor's colour; grey for a point that is not on the par curve."""
    return TENOR_COLOURS.get(tenor, GREY)


def class_colour(security_class: str) -> str:
    """The colour of Bill, CMB, Note, Bond, TIPS or FRN; plurals as the MSPD writes them count too."""
    return CLASS_COLOURS.get(security_class, CLASS_COLOURS.get(security_class.rstrip("s"), GREY))


def _template() -> go.layout.Template:
    axis = {"showline": False, "ticks": "", "zeroline": False, "fixedrange": False}
    return go.layout.Template(
        layout={
            "colorway": list(SERIES),
            "hovermode": "x unified",
            "dragmode": "zoom",
            "separators": ".,",
            "title": {"x": 0, "xanchor": "left", "xref": "container"},
            "xaxis": axis,
            "yaxis": axis,
            "legend": {"orientation": "h", "yanchor": "top", "y": -0.14, "xanchor": "left", "x": 0},
            "modebar": {"orientation": "h", "bgcolor": CLEAR, "color": LINE, "activecolor": GREY},
        },
    )


# Registered under our own name; plotly's default is left alone, so each figure names the template.
pio.templates[TEMPLATE] = _template()
