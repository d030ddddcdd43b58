"""The ten-year term premium: two models side by side, the nowcast, expected path against premium, one version against another."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, parts, theme
from treasury.charts.end_labels import EndLabel, label_ends
from treasury.charts.lines import with_breaks
from treasury.language import N_, tr

# Column -> name, colour, dash.
MODELS = {
    "acm_premium_pct": ("ACM", theme.PART_COLOURS["acm"], "solid"),
    "kim_wright_premium_pct": ("Kim-Wright", theme.PART_COLOURS["kim_wright"], "solid"),
}
PARTS = {
    "yield_pct": (N_("Fitted yield"), theme.PART_COLOURS["nominal"], "dot"),
    "path_pct": (N_("Expected path"), theme.PART_COLOURS["expected_path"], "solid"),
    "premium_pct": (N_("Premium"), theme.PART_COLOURS["term_premium"], "solid"),
}
NOWCAST = (N_("Nowcast"), theme.PART_COLOURS["nowcast"], "dash")
THEN_COLOUR = theme.GREY
DIFFERENCE = {"difference_bp": (N_("ACM minus Kim-Wright"), theme.PART_COLOURS["nominal"], "solid")}
PERCENT, BASIS_POINTS = N_("Percent"), N_("Basis points")
Styles = dict[str, tuple[str, str, str]]


@base.kept
def premium_lines(
    premia: pd.DataFrame,
    title: str,
    marks: Sequence[base.Mark] = (),
    nowcast: pd.DataFrame | None = None,
    subtitle: str = "",
) -> go.Figure:
    """One line a model, in percent, and the nowcast of ACM dashed behind its last published day, with its error as bars.

    In: the columns of `term_premium.premia`; ``nowcast_pct`` and ``rmse_bp``, both with dates as index.
    """
    return _lines(premia, MODELS, title, PERCENT, marks, nowcast, subtitle)


@base.kept
def nowcast_lines(
    premium: pd.DataFrame, title: str, nowcast: pd.DataFrame, subtitle: str = "", marks: Sequence[base.Mark] = ()
) -> go.Figure:
    """The published ACM premium of the last weeks and the nowcast behind it, in percent.

    In: ``acm_premium_pct``; ``nowcast_pct`` and ``rmse_bp``; dates as index.
    """
    acm = {"acm_premium_pct": MODELS["acm_premium_pct"]}
    return _lines(premium, acm, title, PERCENT, marks, nowcast, subtitle, zero=False)


@base.kept
def path_and_premium(split: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The fitted yield and its two parts, in percent. In: the columns of `term_premium.decompose`, dates as index."""
    return _lines(split, PARTS, title, PERCENT, marks)


@base.kept
def model_difference(difference: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """ACM minus Kim-Wright, in basis points. In: ``difference_bp``, dates as index."""
    return _lines(difference, DIFFERENCE, title, BASIS_POINTS, marks)


@base.kept
def then_and_now(revision: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """A premium as known on an earlier day and now, in percent, above what the later version changed, in basis points.

    In: the columns of `term_premium.revision`, dates as index.
    """
    if revision.empty:
        return base.empty_figure(tr("No day of this range is in both versions."), title)
    figure = base.new_figure(title, height=460)
    parts.panels(figure, (tr("Premium"), tr("Now minus then")), (tr(PERCENT), tr(BASIS_POINTS)), (",", ","))
    most, now = base.POINTS // 3, theme.PART_COLOURS["acm"]
    base.add_line(figure, with_breaks(revision["now_pct"]), tr("Now"), now, decimals=3, unit="%", most=most)
    base.add_line(figure, with_breaks(revision["then_pct"]), tr("Then"), THEN_COLOUR, decimals=3, unit="%", dash="dot", most=most)
    changed = with_breaks(revision["revision_bp"])
    base.add_line(figure, changed, tr("Now minus then"), now, decimals=2, unit="bp", most=most, yaxis="y2", showlegend=False)
    figure.add_hline(y=0, yref="y2", line_color=theme.LINE, line_width=1)
    parts.legend_at_foot(figure)
    base.add_key_dates(figure, marks, revision.index[0].date(), revision.index[-1].date())
    return figure


def _lines(
    frame: pd.DataFrame,
    styles: Styles,
    title: str,
    y_title: str,
    marks: Sequence[base.Mark],
    nowcast: pd.DataFrame | None = None,
    subtitle: str = "",
    *,
    zero: bool = True,
) -> go.Figure:
    drawn = frame[list(styles)].dropna(how="all").dropna(how="all", axis="columns")
    if drawn.empty:
        return base.empty_figure(tr("No figure in this range."), title)
    decimals, unit = (0, "bp") if y_title == BASIS_POINTS else (2, "%")
    figure = base.new_figure(title, y_title=tr(y_title), subtitle=subtitle)
    ends, named = [], drawn.shape[1] > 1 or nowcast is not None
    for column in drawn:
        name, colour, dash = tr(styles[str(column)][0]), *styles[str(column)][1:]
        kept = drawn[column].dropna()  # the models skip different holidays, which is no gap
        most = base.POINTS // drawn.shape[1]
        base.add_line(figure, kept, name, colour, decimals=decimals + 1, unit=unit, dash=dash, most=most)
        value = f"{kept.iloc[-1]:,.{decimals}f}"
        ends.append(EndLabel(float(kept.iloc[-1]), f"{name} {value}" if named else value, colour))
    first, last = drawn.index[0].date(), drawn.index[-1].date()
    low, high = float(drawn.min(axis=None)), float(drawn.max(axis=None))
    if zero:
        figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
        low = min(0.0, low)
    if nowcast is not None and len(nowcast) and "acm_premium_pct" in drawn:
        last = max(last, nowcast.index[-1].date())
        ends.append(_add_nowcast(figure, drawn["acm_premium_pct"].dropna(), nowcast))
        low, high = min(low, ends[-1].value), max(high, ends[-1].value)
    base.add_key_dates(figure, marks, first, last)
    label_ends(figure, last, ends, low, high)
    return figure


def _add_nowcast(figure: go.Figure, published: pd.Series, nowcast: pd.DataFrame) -> EndLabel:
    """A dash from the last published value, and a point with its error a day; the dash itself has no figure to read."""
    name, colour, dash = tr(NOWCAST[0]), *NOWCAST[1:]
    said = nowcast["nowcast_pct"]
    days, values = base.day_strings(said.index), base.rounded(said, 3)
    figure.add_scatter(
        x=[*base.day_strings(published.index[-1:]), *days],
        y=[*base.rounded(published.iloc[-1:], 3), *values],
        mode="lines",
        line={"color": colour, "dash": dash, "width": 1.8},
        name=tr("To the nowcast"),
        hoverinfo="skip",
        showlegend=False,
    )
    bars = {"type": "data", "array": base.rounded(nowcast["rmse_bp"] / 100, 4), "color": colour, "thickness": 1.2, "width": 3}
    figure.add_scatter(
        x=days,
        y=values,
        name=name,
        mode="markers",
        marker={"symbol": "circle-open", "size": 6, "color": colour, "line": {"width": 1.6}},
        error_y=bars,
        customdata=base.rounded(nowcast["rmse_bp"], 1),
        hovertemplate=f"%{{y:,.2f}} % ± %{{customdata}} bp<extra>{name}</extra>",
    )
    return EndLabel(float(said.iloc[-1]), f"{name} {said.iloc[-1]:,.2f}", colour)


def premium_words(premia: pd.DataFrame, span: str) -> str:
    """What `premium_lines` shows, for those who cannot see it: each model's range, last value and change over the span."""
    said = []
    for column, (name, _, _) in MODELS.items():
        kept = premia[column].dropna()
        if len(kept):
            said.append(
                tr(
                    "{model} {level} on {day}, {change} since {start}, highest {highest} on {highest_day}",
                    model=name,
                    level=units.percent(kept.iloc[-1]),
                    day=units.day(kept.index[-1]),
                    change=units.bp((kept.iloc[-1] - kept.iloc[0]) * 100),
                    start=units.day(kept.index[0]),
                    highest=units.percent(kept.max()),
                    highest_day=units.day(kept.idxmax()),
                )
            )
    if not said:
        return tr("10-year term premium, {span}: no figure.", span=span)
    return tr("10-year term premium, {span}: {said}.", span=span, said=tr("; ").join(said))


def path_words(split: pd.DataFrame) -> str:
    """What `path_and_premium` shows, for those who cannot see it: how the yield's change splits."""
    if split.empty:
        return tr("Expected path and premium: no figure.")
    first, last = split.iloc[0], split.iloc[-1]
    moved = [f"{tr(name).lower()} {units.bp((last[column] - first[column]) * 100)}" for column, (name, _, _) in PARTS.items()]
    days = units.days(split.index[0], split.index[-1])
    return tr("10-year, ACM, {days}: {changes}.", days=days, changes=tr(", ").join(moved))


def difference_words(difference: pd.DataFrame) -> str:
    """What `model_difference` shows, for those who cannot see it: the last value within its range."""
    kept = difference["difference_bp"].dropna()
    if kept.empty:
        return tr("ACM minus Kim-Wright: no common day.")
    low = tr("{level} ({day})", level=units.level_bp(kept.min()), day=units.day(kept.idxmin()))
    high = tr("{level} ({day})", level=units.level_bp(kept.max()), day=units.day(kept.idxmax()))
    return tr(
        "ACM minus Kim-Wright: {level} on {day}, between {low} and {high}.",
        level=units.level_bp(kept.iloc[-1]),
        day=units.day(kept.index[-1]),
        low=low,
        high=high,
    )
