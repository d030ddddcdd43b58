"""Alert rules: the days on which one fired, on the line of its series; and what its outcome did after each firing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.charts.lines import with_breaks
from treasury.language import N_, tr, trn

# How a firing was judged: name, symbol, colour. The symbol tells them apart without the colour.
JUDGED: Mapping[str, tuple[str, str, str]] = {
    "held": (N_("Fired"), "circle", theme.DIRECTION["up"]),
    "false": (N_("False alarm"), "x", theme.GREY),
    "open": (N_("Too recent to judge"), "triangle-up-open", theme.DIRECTION["up"]),
}
MANY = 80  # firings from which on the signs are smaller
SPREAD = 0.3  # half the width over which the dots of one span are laid out


def firings(
    series: pd.Series,
    fired: pd.DataFrame,
    title: str,
    y_title: str,
    marks: Sequence[base.Mark] = (),
    *,
    limit: float | None = None,
    decimals: int = 2,
    unit: str = "",
) -> go.Figure:
    """The series as a line, each firing as a sign on it, and the limit where the rule has one on the line's own scale.

    In: dates as index; ``fired`` by day with ``value`` and ``false_alarm`` (missing: too recent to judge).
    """
    kept = series.dropna()
    if kept.empty:
        return base.empty_figure(tr("No figure in this range."), title)
    figure = base.new_figure(title, y_title=y_title)
    base.add_line(
        figure, with_breaks(kept), str(series.name), theme.TENOR_COLOURS["10Y"], decimals=decimals, unit=unit, width=1.3
    )
    for name, rows in _judged(fired):
        judged, symbol, colour = JUDGED[name]
        label = tr(judged)
        figure.add_scatter(
            x=base.day_strings(rows.index),
            y=base.rounded(rows["value"], max(decimals, 2)),
            name=label,
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 6 if len(fired) > MANY else 9,
                "color": colour,
                "line": {"width": 1, "color": colour},
            },
            hovertemplate=f"%{{y:,.{decimals}f}} {unit}".rstrip() + f"<extra>{label}</extra>",
        )
    if limit is not None and float(kept.min()) <= limit <= float(kept.max()):
        figure.add_hline(y=limit, line_color=theme.LINE, line_width=1, line_dash="dash")
    base.add_key_dates(figure, marks, kept.index[0].date(), kept.index[-1].date())
    return figure


def aftermath(fired: pd.DataFrame, horizons: pd.DataFrame, title: str, y_title: str, unit: str) -> go.Figure:
    """Each firing's change after 1, 5 and 20 sessions as a dot, the mean of all, and the mean of any day.

    In: ``after_1``, ``after_5``, ``after_20`` by day of firing; ``mean`` and ``any_day_mean`` by number of sessions.
    """
    held = fired[[f"after_{h}" for h in horizons.index]]
    if held.empty or held.isna().all(axis=None):
        return base.empty_figure(tr("No firing whose sessions after it are held."), title)
    figure = base.new_figure(title, y_title=y_title, dates=False)
    decimals = 0 if unit == "bp" else 2
    for place, sessions in enumerate(horizons.index):
        dots = fired[f"after_{sessions}"].dropna()
        figure.add_scatter(
            x=[round(at, 3) for at in _laid_out(place, len(dots))],
            y=base.rounded(dots),
            name=tr("A firing"),
            showlegend=place == 0,
            mode="markers",
            marker={"size": 5 if len(dots) > MANY else 7, "color": theme.TENOR_COLOURS["10Y"], "opacity": 0.8},
            text=[units.day(day.date()) for day in dots.index],
            hovertemplate=f"%{{text}}: %{{y:+,.{decimals}f}} {unit}".rstrip() + "<extra></extra>",
        )
    for column, name, symbol, colour in (
        ("mean", tr("Mean of the firings"), "diamond", theme.DIRECTION["up"]),
        ("any_day_mean", tr("Mean of any day"), "line-ew-open", theme.GREY),
    ):
        figure.add_scatter(
            x=list(range(len(horizons))),
            y=base.rounded(horizons[column]),
            name=name,
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 12 if column == "mean" else 26,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            hovertemplate=f"%{{y:+,.1f}} {unit}".rstrip() + f"<extra>{name}</extra>",
        )
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    words = [trn("{count} session", "{count} sessions", sessions, count=sessions) for sessions in horizons.index]
    figure.update_xaxes(tickvals=list(range(len(horizons))), ticktext=words, range=[-0.5, len(horizons) - 0.5], showgrid=False)
    return figure


def _judged(fired: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    name = fired["false_alarm"].map({True: "false", False: "held"}).astype("object").fillna("open")
    return [(one, fired[name == one]) for one in JUDGED if (name == one).any()]


def _laid_out(place: int, count: int) -> list[float]:
    """Where the dots of one span stand: in order of their days, from left to right."""
    return [place + SPREAD * (2 * (i + 0.5) / count - 1) for i in range(count)]
