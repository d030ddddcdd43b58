"""Buybacks in proportion: used of the announced quarterly maximum, and against gross issuance in the same bucket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import BN, Span, add_span, legend_at_foot
from treasury.charts.refunding import quarter_words
from treasury.language import N_, tr

NO_USE = N_("No operation of this type with a result in this range.")
NO_SHARE = N_("No quarter is held in full.")


@base.kept
def use_of_maximum(
    use: pd.DataFrame,
    title: str,
    start: date,
    end: date,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """The running total of each refunding quarter as steps, with the maximum that its statement announced as a level.

    In: the frame of `buyback_quarters.use`. A quarter without an announced sum has no level.
    """
    if use.empty:
        return base.empty_figure(tr(NO_USE), title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle, height=380)
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(rangemode="tozero")
    steps: list[tuple[str | None, float | None, str]] = []
    levels: list[tuple[str | None, float | None, str]] = []
    for (first, quarter), own in use.groupby(["start", "quarter"], sort=True):
        last = min(own["end"].fillna(pd.Timestamp(end)).iloc[0], pd.Timestamp(end))
        name = base.plain(quarter_words(str(quarter)))
        days = [f"{first:%Y-%m-%d}", *base.day_strings(pd.Index(own["operation_date"])), f"{last:%Y-%m-%d}"]
        amounts = [0.0, *(own["cumulative_usd"] / BN).round(3), round(float(own["cumulative_usd"].iloc[-1]) / BN, 3)]
        steps += [*((day, amount, name) for day, amount in zip(days, amounts, strict=True)), (None, None, "")]
        most = own["maximum_usd"].iloc[0]
        if pd.notna(most):
            level = round(float(most) / BN, 3)
            levels += [(days[0], level, name), (days[-1], level, name), (None, None, "")]
    _segments(figure, steps, tr("Accepted, running total"), theme.FLOW_COLOURS["accepted"], "hv")
    _segments(figure, levels, tr("Maximum announced for the quarter"), theme.FLOW_COLOURS["maximum"], "linear")
    legend_at_foot(figure)
    for span in spans:
        add_span(figure, span, start, end)
    base.add_key_dates(figure, marks, start, end)
    return figure


def _segments(
    figure: go.Figure, points: Sequence[tuple[str | None, float | None, str]], name: str, colour: str, shape: str
) -> None:
    figure.add_scatter(
        x=[day for day, _, _ in points],
        y=[amount for _, amount, _ in points],
        customdata=[quarter for _, _, quarter in points],
        name=name,
        mode="lines",
        line={"color": colour, "width": 2.2, "shape": shape},
        hovertemplate="%{x}, %{customdata}<br>" + tr("%{y:,.3f} bn") + f"<extra>{name}</extra>",
    )


@base.kept
def share_of_issuance(sums: pd.DataFrame, title: str, *, subtitle: str = "") -> go.Figure:
    """Bought back in percent of what auctions offered to the public in the same bucket; the amounts in the hover label.

    In: the frame of `buyback_supply.in_all`.
    """
    drawn = sums.dropna(subset=["share_pct"])
    if drawn.empty:
        return base.empty_figure(tr(NO_SHARE), title)
    figure = base.new_figure(title, y_title=tr("Percent of offered"), subtitle=subtitle, height=340, dates=False, legend=False)
    figure.add_bar(
        x=[base.plain(tr(str(bucket))) for bucket in drawn["bucket"]],
        y=base.rounded(drawn["share_pct"], 2),
        text=[f"{share:.1f} %" for share in drawn["share_pct"]],
        textposition="outside",
        cliponaxis=False,
        marker={"color": theme.FLOW_COLOURS["bought_back"], "line": {"width": 0}},
        customdata=list(zip((drawn["accepted_usd"] / BN).round(1), (drawn["offered_usd"] / BN).round(0), strict=True)),
        hovertemplate=tr("%{x}: %{customdata[0]:,.1f} of %{customdata[1]:,.0f} bn<extra></extra>"),
        name=tr("Bought back of offered"),
    )
    figure.update_layout(hovermode="closest")
    return figure
