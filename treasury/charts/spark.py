"""Sparklines: a row of figures as a small picture beside a number.

SVG written out, since what Streamlit draws in a tile has no name for a screen reader and loads a second library of charts.
"""

from __future__ import annotations

from collections.abc import Sequence

from treasury.charts import theme

WIDTH, HEIGHT, EDGE = 200.0, 28.0, 1.5


def line(values: Sequence[float]) -> str:
    """A line through the figures, the lowest at the foot; "" where there are fewer than two.

    >>> 'points="0,26.5 100,1.5 200,14"' in line([1.0, 3.0, 2.0])
    True
    """
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0.0
    step = WIDTH / (len(values) - 1)
    points = " ".join(f"{step * at:.4g},{HEIGHT - EDGE - (value - low) * scale:.4g}" for at, value in enumerate(values))
    drawn = (
        f'<polyline points="{points}" fill="none" stroke="{theme.GREY}" stroke-width="1.5" vector-effect="non-scaling-stroke"/>'
    )
    return _picture(drawn)


def bars(values: Sequence[float]) -> str:
    """A bar a figure, from zero; a missing one leaves its place empty. "" without any.

    >>> bars([2.0, float("nan"), 1.0]).count("<rect")
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
    return _picture(f'<g fill="{theme.GREY}">{drawn}</g>')


def _picture(drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}">{drawn}</svg>'
    )
