"""Buybacks: operations with maximum, offered and accepted; cover and fill over time and by bucket; totals by quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import BN, Span, add_span, legend_at_foot, middles, panels, period_bars, period_hover
from treasury.language import N_, tr

NOTHING = N_("No operation of this choice in this range.")
NO_RATIO = N_("No operation of this choice with a published maximum in this range.")
SEGMENT_COLOURS: Mapping[str, str] = {
    N_("Nominal under 10Y"): theme.class_colour(N_("Note")),
    N_("Nominal from 10Y"): theme.class_colour(N_("Bond")),
    "TIPS": theme.class_colour("TIPS"),
    N_("Bucket unstated"): theme.GREY,
}
LONG_NOMINAL = N_("Nominal from 10Y")
REGIME_COLOURS = ("#a9743a", "#2293b8", "#c2508f", "#7a5fd0", "#129a83", "#d98200")  # in order of their beginning, then again
RIBBON = 0.025  # of the plot's height
TYPE_COLOURS: Mapping[str, str] = {
    N_("Liquidity Support"): theme.FLOW_COLOURS["accepted"],
    N_("Cash Management"): "#2293b8",
    "unstated": theme.GREY,
}


def regime_colours(names: Sequence[str]) -> dict[str, str]:
    """Each regime's colour, by its place in the order of all regimes."""
    return {name: REGIME_COLOURS[number % len(REGIME_COLOURS)] for number, name in enumerate(names)}


@base.kept
def operations(
    made: pd.DataFrame,
    title: str,
    start: date,
    end: date,
    *,
    regimes: pd.DataFrame,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """Each operation's offered amount (stem), accepted amount (dot) and maximum (dash); announced ones are open diamonds at
    their maximum, cancelled ones crosses.

    In: the frame of `buybacks.operations`; that of `regimes`, drawn as a ribbon. A missing maximum has no dash.
    """
    if made.empty:
        return base.empty_figure(NOTHING, title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle, height=480)
    figure.update_layout(hovermode="closest")
    figure.update_yaxes(rangemode="tozero")
    done = made[made["state"].eq("result")]
    colours = theme.FLOW_COLOURS
    _stems(figure, done)
    circle = {"symbol": "circle-open", "size": 6, "color": colours["offered"], "line": {"width": 1.6}}
    _dots(figure, done, "offered_usd", tr("Offered"), circle)
    dash = {"symbol": "line-ew-open", "size": 11, "color": colours["maximum"], "line": {"width": 2.2}}
    _dots(figure, done, "maximum_usd", tr("Maximum"), dash)
    _dots(figure, done, "accepted_usd", tr("Accepted"), {"symbol": "circle", "size": 7, "color": colours["accepted"]})
    announced = made[made["state"].eq("announced")]
    if len(announced):
        diamond = {"symbol": "diamond-open", "size": 9, "color": colours["maximum"], "line": {"width": 1.6}}
        _dots(figure, announced, "maximum_usd", tr("Announced, maximum"), diamond)
    cancelled = made[made["state"].eq("cancelled")]
    if len(cancelled):
        cross = {"symbol": "x-thin-open", "size": 9, "color": theme.GREY, "line": {"width": 2}}
        _dots(figure, cancelled.assign(at=cancelled["maximum_usd"].fillna(0.0)), "at", tr("Cancelled, maximum"), cross)
    _regime_bands(figure, regimes, start, end)
    _finish(figure, marks, spans, start, end)
    return figure


@base.kept
def cover_and_fill(
    made: pd.DataFrame,
    title: str,
    start: date,
    end: date,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """Cover and fill of each operation in two panels, coloured by segment.

    In: the frame of `labelled`. Operations without a maximum or a result have neither and are not drawn.
    """
    drawn = made.dropna(subset=["cover_ratio"])
    if drawn.empty:
        return base.empty_figure(NO_RATIO, title)
    figure = base.new_figure(title, subtitle=subtitle, height=480)
    figure.update_layout(hovermode="closest")
    panels(figure, (tr("Cover: offered / maximum"), tr("Fill: accepted / maximum")), (tr("Times"), tr("Percent")), (",", ","))
    for name, own in drawn.groupby("segment", observed=True):
        marker = {"size": 7, "color": SEGMENT_COLOURS[str(name)], "opacity": 0.85}
        for column, axis, unit in (("cover_ratio", "y", "times"), ("fill_pct", "y2", "%")):
            figure.add_scatter(
                x=base.day_strings(pd.Index(own["operation_date"])),
                y=base.rounded(own[column]),
                yaxis=axis,
                name=str(name),
                legendgroup=str(name),
                showlegend=axis == "y",
                mode="markers",
                marker=marker,
                customdata=[base.plain(str(bucket)) for bucket in own["bucket"]],
                hovertemplate=f"%{{x}}, %{{customdata}}<br>%{{y:,.2f}} {unit}<extra></extra>",
            )
    figure.update_layout(yaxis={"rangemode": "tozero"}, yaxis2={"range": [-4, 106]})
    _level(figure, 1.0, "y", tr("as much offered as the maximum"))
    _finish(figure, marks, spans, start, end)
    return figure


@base.kept
def by_bucket(
    made: pd.DataFrame, sums: pd.DataFrame, column: str, title: str, colours: Mapping[str, str], *, subtitle: str = ""
) -> go.Figure:
    """One dot an operation on the line of its bucket, coloured by regime; the bucket's sum over sum as a diamond.

    In: frames of `labelled` and of `bucket_sums`; ``column`` is cover_ratio or fill_pct.
    """
    drawn = made.dropna(subset=[column])
    if drawn.empty:
        return base.empty_figure(NO_RATIO, title)
    unit, x_title = (
        ("times", tr("Offered / maximum, times")) if column == "cover_ratio" else ("%", tr("Accepted / maximum, percent"))
    )
    order = [str(name) for name in drawn["bucket"].cat.categories if (drawn["bucket"] == name).any()]
    figure = base.new_figure(title, x_title=x_title, subtitle=subtitle, height=190 + 32 * len(order), dates=False)
    figure.update_layout(hovermode="closest")
    legend_at_foot(figure)
    for name, own in drawn.groupby("regime", observed=True):
        figure.add_scatter(
            x=base.rounded(own[column]),
            y=[base.plain(str(bucket)) for bucket in own["bucket"]],
            name=base.plain(str(name)),
            mode="markers",
            marker={"size": 8, "color": colours.get(str(name), theme.GREY), "opacity": 0.75},
            customdata=base.day_strings(pd.Index(own["operation_date"])),
            hovertemplate=f"%{{customdata}}, %{{y}}<br>%{{x:,.2f}} {unit}<extra>{base.plain(str(name))}</extra>",
        )
    held = sums[sums["bucket"].isin(order)].dropna(subset=[column])
    figure.add_scatter(
        x=base.rounded(held[column]),
        y=[base.plain(str(bucket)) for bucket in held["bucket"]],
        name=tr("All operations of the bucket"),
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": theme.TOTAL, "line": {"width": 1.5, "color": theme.TOTAL_EDGE}},
        hovertemplate=f"%{{y}}, all<br>%{{x:,.2f}} {unit}<extra></extra>",
    )
    figure.update_xaxes(rangemode="tozero", **({"range": [-4, 106]} if column == "fill_pct" else {}))
    figure.update_yaxes(categoryorder="array", categoryarray=order[::-1], title={"text": ""}, tickformat="")
    return figure


@base.kept
def fill_against_cover(made: pd.DataFrame, title: str, colours: Mapping[str, str], *, subtitle: str = "") -> go.Figure:
    """One dot an operation: cover to the right, fill upwards, coloured by regime; the long nominal end as diamonds.

    In: the frame of `labelled`.
    """
    drawn = made.dropna(subset=["cover_ratio", "fill_pct"])
    if drawn.empty:
        return base.empty_figure(NO_RATIO, title)
    figure = base.new_figure(title, y_title=tr("Fill, percent"), x_title=tr("Cover, times"), subtitle=subtitle, dates=False)
    figure.update_layout(hovermode="closest")
    legend_at_foot(figure)
    for name, own in drawn.groupby("regime", observed=True):
        figure.add_scatter(
            x=base.rounded(own["cover_ratio"]),
            y=base.rounded(own["fill_pct"]),
            name=base.plain(str(name)),
            mode="markers",
            marker={
                "size": [10 if one == LONG_NOMINAL else 8 for one in own["segment"]],
                "symbol": ["diamond" if one == LONG_NOMINAL else "circle" for one in own["segment"]],
                "color": colours.get(str(name), theme.GREY),
                "opacity": 0.8,
            },
            customdata=list(
                zip(
                    base.day_strings(pd.Index(own["operation_date"])),
                    (base.plain(str(bucket)) for bucket in own["bucket"]),
                    strict=True,
                )
            ),
            hovertemplate=tr("%{customdata[0]}, %{customdata[1]}<br>cover %{x:,.2f}, fill %{y:,.0f} %<extra></extra>"),
        )
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(range=[-4, 106])
    return figure


@base.kept
def by_quarter(
    quarters: pd.DataFrame,
    title: str,
    start: date,
    end: date,
    *,
    column: str = "accepted_usd",
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """An amount by quarter and operation type, stacked; paler where results of the quarter are missing.

    In: the frame of `quarters`; the amount, par accepted by default. The maximum is drawn beside par alone.
    """
    if quarters.empty:
        return base.empty_figure(NOTHING, title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle, height=360)
    figure.update_layout(barmode="stack", bargap=0)
    figure.update_xaxes(hoverformat=period_hover("quarter"))
    for name, own in quarters.groupby("operation_type", sort=True):
        amounts, colour = own[column] / BN, TYPE_COLOURS.get(str(name), theme.GREY)
        period_bars(figure, own, amounts, str(name), colour, pale=~own["held_in_full"], decimals=3)
    if column != "accepted_usd":
        _finish(figure, marks, spans, start, end)
        return figure
    room = quarters.groupby(["period_start", "period_end"], as_index=False)["maximum_usd"].sum(min_count=1)
    figure.add_scatter(
        x=middles(room),
        y=base.rounded(room["maximum_usd"] / BN, 3),
        name=tr("Maximum, where known"),
        mode="markers",
        marker={"symbol": "line-ew-open", "size": 18, "color": theme.FLOW_COLOURS["maximum"], "line": {"width": 2.2}},
        hovertemplate=tr("%{y:,.3f} bn<extra>Maximum</extra>"),
    )
    _finish(figure, marks, spans, start, end)
    return figure


def _dots(figure: go.Figure, made: pd.DataFrame, column: str, name: str, marker: Mapping[str, Any]) -> None:
    figure.add_scatter(
        x=base.day_strings(pd.Index(made["operation_date"])),
        y=base.rounded(made[column] / BN, 3),
        name=name,
        mode="markers",
        marker=dict(marker),
        customdata=[base.plain(str(bucket)) for bucket in made["bucket"]],
        hovertemplate=f"%{{x}}, %{{customdata}}<br>{name} %{{y:,.3f}} bn<extra></extra>",
    )


def _stems(figure: go.Figure, done: pd.DataFrame) -> None:
    """A thin line from the accepted to the offered amount of each operation; None breaks the line between two."""
    held = done.dropna(subset=["offered_usd", "accepted_usd"])
    days = base.day_strings(pd.Index(held["operation_date"]))
    ends = zip(days, (held["accepted_usd"] / BN).round(3), (held["offered_usd"] / BN).round(3), strict=True)
    points = [point for day, low, high in ends for point in ((day, low), (day, high), (None, None))]
    figure.add_scatter(
        x=[day for day, _ in points],
        y=[amount for _, amount in points],
        mode="lines",
        line={"color": theme.LINE, "width": 1},
        hoverinfo="skip",
        showlegend=False,
        name=tr("From accepted to offered"),
    )


def _regime_bands(figure: go.Figure, regimes: pd.DataFrame, start: date, end: date) -> None:
    """A ribbon along the upper edge, one colour a regime, each named in the legend."""
    colours = regime_colours([str(name) for name in regimes["regime"]])
    for row in regimes.itertuples():
        first, last = max(row.start.date(), start), min(row.end.date(), end)
        if last < first:
            continue
        name = str(row.regime)
        edges = {"x0": first.isoformat(), "x1": last.isoformat(), "y0": 1 - RIBBON, "y1": 1, "yref": "paper"}
        figure.add_shape(type="rect", **edges, fillcolor=colours[name], opacity=0.75, line_width=0, name=name)
        square = {"symbol": "square", "size": 11, "color": colours[name], "opacity": 0.75}
        figure.add_scatter(x=[None], y=[None], name=base.plain(name), mode="markers", marker=square)


def _level(figure: go.Figure, value: float, axis: str, words: str) -> None:
    """A thin line across a panel, with what it stands for at its left end."""
    line = {"color": theme.LINE, "width": 1}
    figure.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=value, y1=value, yref=axis, line=line, layer="below")
    place = {"x": 0, "xref": "x domain", "xanchor": "left", "y": value, "yref": axis, "yanchor": "bottom"}
    figure.add_annotation(**place, text=words, showarrow=False, font={"size": 10, "color": theme.GREY})


def _finish(figure: go.Figure, marks: Sequence[base.Mark], spans: Sequence[Span], start: date, end: date) -> None:
    legend_at_foot(figure)
    for span in spans:
        add_span(figure, span, start, end)
    base.add_key_dates(figure, marks, start, end)
