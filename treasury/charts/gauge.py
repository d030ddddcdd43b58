"""The fragility gauge: what each component adds to it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import with_breaks
from treasury.language import tr

MIDDLE = 50
ROW_PX = 40
BAR = 0.3  # of a row; its words stand above it
COLOUR = theme.PART_COLOURS["stress"]
GAP = 6  # of the gauge, above and below what is drawn
LEVEL_PX = 64


def contributions(rows: pd.DataFrame, title: str) -> go.Figure:
    """One bar a component from the middle of its ten years to its percentile, its words above it.

    In: ``name``, ``words``, ``percentile_pct`` (missing: no bar), ``counts`` (False: pale, since it is left out), in the order to
    draw from the top. The ends of the bars that count have the gauge as their mean.
    """
    shown = rows.reset_index(drop=True)
    if shown["percentile_pct"].isna().all():
        return base.empty_figure(tr("No component has a percentile on this day."), title)
    figure = base.new_figure(title, height=80 + ROW_PX * len(shown), dates=False, legend=False)
    at = [-float(number) for number in shown.index]
    size = shown["percentile_pct"] - MIDDLE
    figure.add_bar(
        x=base.rounded(size, 1),
        y=at,
        base=MIDDLE,
        orientation="h",
        width=BAR,
        marker={
            "color": [theme.DIRECTION["up" if value > 0 else "down"] for value in size],
            "opacity": [1.0 if one else 0.35 for one in shown["counts"]],
            "line": {"width": 0},
        },
        customdata=shown[["name", "words"]].astype("str").to_numpy().tolist(),
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    named = zip(shown["name"].astype("str"), shown["words"].astype("str"), at, strict=True)
    drawn = [height for height, known in zip(at, size.notna(), strict=True) if known]
    # All at once: plotly checks the whole layout again for each change.
    figure.update_layout(
        annotations=[_words(name, words, height) for name, words, height in named],
        shapes=[_middle(height) for height in drawn],
        xaxis={"range": [0, 100], "tickvals": [0, 25, 50, 75, 100], "title": {"text": tr("Percentile of its own ten years")}},
        yaxis={"visible": False, "range": [at[-1] - 0.45, 0.8]},
        hovermode="closest",
        dragmode=False,
    )
    return figure


def _words(name: str, words: str, height: float) -> dict[str, object]:
    """Name and figures of a component, above its bar at the left."""
    return {
        "x": 0,
        "xref": "x domain",
        "xanchor": "left",
        "y": height + BAR / 2,
        "yanchor": "bottom",
        "text": f"<b>{base.plain(name)}</b> {base.plain(words)}",
        "showarrow": False,
        "font": {"size": 12},
    }


def _middle(height: float) -> dict[str, object]:
    """A piece of the line at 50 beside one bar, so that it does not run through the words."""
    edges = {"x0": MIDDLE, "x1": MIDDLE, "y0": height - BAR * 0.8, "y1": height + BAR * 0.6}
    return {"type": "line", **edges, "line": {"color": theme.GREY, "width": 1}}


def history(
    line: pd.Series, levels: Sequence[tuple[float, str]], title: str, marks: Sequence[base.Mark], start: date, end: date
) -> go.Figure:
    """The gauge by session, broken where it has none; the levels at which the answer turns are named at the right.

    In: 0 to 100, dates as index; levels with their names.
    """
    kept = line.loc[pd.Timestamp(start) : pd.Timestamp(end)].dropna()
    if kept.empty:
        return base.empty_figure(tr("No session of this range has six components."), title)
    figure = base.new_figure(title, y_format=".0f", legend=False)
    base.add_line(figure, with_breaks(kept), tr("Fragility gauge"), COLOUR, decimals=1, unit=tr("of 100"))
    low, high = min(float(kept.min()), MIDDLE), max(float(kept.max()), *(level for level, _ in levels))
    figure.update_layout(
        shapes=[_level(level) for level, _ in levels],
        annotations=[_level_name(level, name) for level, name in levels],
        yaxis={"range": [low - GAP, high + GAP]},
        margin={"r": LEVEL_PX},
    )
    base.add_key_dates(figure, marks, start, end)
    return figure


def _level(level: float) -> dict[str, object]:
    edges = {"x0": 0, "x1": 1, "xref": "x domain", "y0": level, "y1": level}
    return {"type": "line", **edges, "line": {"color": theme.LINE, "width": 1, "dash": "dash"}, "layer": "below"}


def _level_name(level: float, name: str) -> dict[str, object]:
    """The name of a level, in as many lines as it has, to the right of the plot."""
    return {
        "x": 1,
        "xref": "x domain",
        "xanchor": "left",
        "xshift": 4,
        "y": level,
        "yanchor": "middle",
        "align": "left",
        "text": "<br>".join(base.plain(line) for line in name.split("\n")),
        "showarrow": False,
        "font": {"size": 11, "color": theme.GREY},
    }
