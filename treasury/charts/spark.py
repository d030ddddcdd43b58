"""Sparklines: a row of figures as a small picture beside a number, drawn in the colour of the text around it.

SVG written out, since what Streamlit draws in a tile has no name for a screen reader and loads a second library of charts.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 100.0, 24.0, 1.5


def line(values: Sequence[float], alt: str) -> str:
    """A line through the figures, the lowest at the foot; "" where there are fewer than two. ``alt`` says what it shows.

    >>> 'points="0,22.5 50,1.5 100,12"' in line([1.0, 3.0, 2.0], "rose, then fell")
    True
    """
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0.0
    step = WIDTH / (len(values) - 1)
    points = " ".join(f"{step * at:.4g},{HEIGHT - EDGE - (value - low) * scale:.4g}" for at, value in enumerate(values))
    drawn = (
        f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="1.5" vector-effect="non-scaling-stroke"/>'
    )
    return _picture(drawn, alt)


def bars(values: Sequence[float], alt: str) -> str:
    """A bar a figure, from zero; a missing one leaves its place empty. "" without any.

    >>> bars([2.0, float("nan"), 1.0], "two, none, one").count("<rect")
    2
    """
    held = [value for value in values if value == value]
    if not held or max(held) <= 0:
        return ""
    step, scale = WIDTH / len(values), (HEIGHT - EDGE) / max(held)
    drawn = "".join(
        f'<rect x="{step * (at + 0.15):.4g}" width="{step * 0.7:.4g}" '
        f'y="{HEIGHT - value * scale:.4g}" height="{value * scale:.4g}"/>'
        for at, value in enumerate(values)
        if value == value
    )
    return _picture(f'<g fill="currentColor">{drawn}</g>', alt)


def _picture(drawn: str, alt: str) -> str:
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none" '
        f'width="100%" height="28" style="display: block; opacity: 0.7">{drawn}</svg>'
    )
