"""The ten-year term premium: two models side by side, expected path against premium, the difference of the models."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme

# Column -> name, colour, dash.
MODELS = {
    "acm_premium_pct": ("ACM", theme.PART_COLOURS["acm"], "solid"),
    "kim_wright_premium_pct": ("Kim-Wright", theme.PART_COLOURS["kim_wright"], "solid"),
}
PARTS = {
    "yield_pct": ("Fitted yield", theme.PART_COLOURS["nominal"], "dot"),
    "path_pct": ("Expected path", theme.PART_COLOURS["expected_path"], "solid"),
    "premium_pct": ("Premium", theme.PART_COLOURS["term_premium"], "solid"),
}
DIFFERENCE = {"difference_bp": ("ACM minus Kim-Wright", theme.PART_COLOURS["nominal"], "solid")}
Styles = dict[str, tuple[str, str, str]]


def premium_lines(premia: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a model, in percent. In: the columns of `term_premium.premia`, dates as index."""
    return _lines(premia, MODELS, title, "Percent", marks)


def path_and_premium(parts: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The fitted yield and its two parts, in percent. In: the columns of `term_premium.decompose`, dates as index."""
    return _lines(parts, PARTS, title, "Percent", marks)


def model_difference(difference: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """ACM minus Kim-Wright, in basis points. In: ``difference_bp``, dates as index."""
    return _lines(difference, DIFFERENCE, title, "Basis points", marks)


def _lines(
    frame: pd.DataFrame,
    styles: Styles,
    title: str,
    y_title: str,
    marks: Sequence[base.Mark],
) -> go.Figure:
    drawn = frame[list(styles)].dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure("No figure in this range.", title)
    decimals, unit = (0, "bp") if y_title == "Basis points" else (2, "%")
    figure = base.new_figure(title, y_title=y_title)
    ends = []
    for column in drawn:
        name, colour, dash = styles[str(column)]
        kept = drawn[column].dropna()  # the models skip different holidays, which is no gap
        most = base.POINTS // drawn.shape[1]
        base.add_line(figure, kept, name, colour, decimals=decimals + 1, unit=unit, dash=dash, most=most)
        value = f"{kept.iloc[-1]:,.{decimals}f}"
        ends.append(base.EndLabel(float(kept.iloc[-1]), f"{name} {value}" if drawn.shape[1] > 1 else value, colour))
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    first, last = drawn.index[0].date(), drawn.index[-1].date()
    base.add_key_dates(figure, marks, first, last)
    base.label_ends(figure, last, ends, min(0.0, float(drawn.min(axis=None))), float(drawn.max(axis=None)))
    return figure


def premium_words(premia: pd.DataFrame, span: str) -> str:
    """What `premium_lines` shows, for those who cannot see it: each model's range, last value and change over the span."""
    said = []
    for column, (name, _, _) in MODELS.items():
        kept = premia[column].dropna()
        if len(kept):
            ends = f"{name} {units.percent(kept.iloc[-1])} on {units.day(kept.index[-1])}"
            moved = f"{units.bp((kept.iloc[-1] - kept.iloc[0]) * 100)} since {units.day(kept.index[0])}"
            most = f"highest {units.percent(kept.max())} on {units.day(kept.idxmax())}"
            said.append(f"{ends}, {moved}, {most}")
    return f"10-year term premium, {span}: {'; '.join(said)}." if said else f"10-year term premium, {span}: no figure."


def path_words(parts: pd.DataFrame) -> str:
    """What `path_and_premium` shows, for those who cannot see it: how the yield's change splits."""
    if parts.empty:
        return "Expected path and premium: no figure."
    first, last = parts.iloc[0], parts.iloc[-1]
    moved = [f"{name.lower()} {units.bp((last[column] - first[column]) * 100)}" for column, (name, _, _) in PARTS.items()]
    return f"10-year, ACM, {units.days(parts.index[0], parts.index[-1])}: {', '.join(moved)}."


def difference_words(difference: pd.DataFrame) -> str:
    """What `model_difference` shows, for those who cannot see it: the last value within its range."""
    kept = difference["difference_bp"].dropna()
    if kept.empty:
        return "ACM minus Kim-Wright: no common day."
    low = f"{units.level_bp(kept.min())} ({units.day(kept.idxmin())})"
    high = f"{units.level_bp(kept.max())} ({units.day(kept.idxmax())})"
    return f"ACM minus Kim-Wright: {units.level_bp(kept.iloc[-1])} on {units.day(kept.index[-1])}, between {low} and {high}."
