"""Issuance: flows by class and side, the three bill shares, outstanding by class, average maturity."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import BN, PERIOD_HOVER, Span, add_span, legend_at_foot, middles, panels, period_bars, period_dots

TN = 1e12
NOTHING = "No period of this range is held."
SIDE_COLOURS = {"Bills": theme.class_colour("Bill"), "Coupons": theme.class_colour("Coupon")}
ADDED_BY_FED = 0.55  # opacity of the Fed's part beside the public's


def class_bars(
    flows: pd.DataFrame,
    totals: pd.DataFrame,
    column: str,
    title: str,
    period: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """One stacked bar a period of a flow by class, negative parts below zero, the total as a dot.

    In: frames of `flows` and of `sides` (for all classes together); ``column`` issued_usd, net_usd …; periods that are
    partial are paler.
    """
    if flows.empty:
        return base.empty_figure(NOTHING, title)
    figure = _period_figure(title, "USD bn", period, subtitle)
    for name, own in flows.groupby("security_class", observed=True):
        period_bars(figure, own, own[column] / BN, str(name), theme.class_colour(str(name)), pale=own["partial"])
    period_dots(figure, totals, totals[column] / BN, "All classes")
    return _finished(figure, flows, marks, spans)


def side_flows(
    side: pd.DataFrame,
    name: str,
    title: str,
    period: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """Bills or coupons: issued above zero (public and Fed add-ons apart), matured and bought back below, net as a dot.

    In: the rows of `sides` of one side. Where the Fed's part is not held, all that was issued is one hatched bar.
    """
    if side.empty:
        return base.empty_figure(NOTHING, title)
    figure = _period_figure(title, "USD bn", period, subtitle)
    colour, pale = SIDE_COLOURS[name], side["partial"]
    apart = side["public_usd"].notna()
    period_bars(figure, side, side["public_usd"] / BN, "Issued to the public", colour, pale=pale)
    if not apart.all():
        whole = side["issued_usd"].where(~apart) / BN
        period_bars(figure, side, whole, "Issued, Fed part not held", colour, pale=pale, hatched=True)
    if side["soma_usd"].gt(0).any():
        period_bars(figure, side, side["soma_usd"] / BN, "Fed add-ons (SOMA)", colour, pale=pale, opacity=ADDED_BY_FED)
    period_bars(figure, side, -side["matured_usd"] / BN, "Matured", theme.FLOW_COLOURS["matured"], pale=pale)
    if side["bought_back_usd"].gt(0).any():
        period_bars(figure, side, -side["bought_back_usd"] / BN, "Bought back", theme.FLOW_COLOURS["bought_back"], pale=pale)
    period_dots(figure, side, side["net_usd"] / BN, "Net")
    return _finished(figure, side, marks, spans)


def bill_shares(
    shares: pd.DataFrame, title: str, period: str, *, subtitle: str = "", marks: Sequence[base.Mark] = ()
) -> go.Figure:
    """Three measures in three panels, each with its own axis: bills of outstanding, of gross issuance, of net issuance.

    In: the frame of `shares`. The share of outstanding is a line where published, dashed where rebuilt; the
    point of a partial period is open.
    """
    if shares.empty:
        return base.empty_figure(NOTHING, title)
    figure = _period_figure(title, "", period, subtitle, height=560)
    names = ("Bill share of outstanding", "Bill share of gross issuance", "Bill share of net issuance")
    panels(figure, names, ("Percent",) * 3, (",",) * 3)
    ends = shares.set_index("period_end")
    colour = theme.class_colour("Bill")
    published = ends["bill_share_outstanding_pct"].where(ends["source"].eq("published"))
    _share(figure, shares, ends["bill_share_outstanding_rebuilt_pct"], "Of outstanding, rebuilt", theme.GREY, "y", dash="dash")
    _share(figure, shares, published, "Of outstanding, MSPD", colour, "y")
    _share(figure, shares, ends["bill_share_gross_pct"], "Of gross issuance", colour, "y2")
    _share(figure, shares, ends["bill_share_net_pct"], "Of net issuance", colour, "y3")
    return _finished(figure, shares, marks, (), zero="y3")


def _share(
    figure: go.Figure, shares: pd.DataFrame, values: pd.Series, name: str, colour: str, axis: str, dash: str = "solid"
) -> None:
    figure.add_scatter(
        x=middles(shares),
        y=base.rounded(values),
        yaxis=axis,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 1.8, "dash": dash},
        marker={
            "size": [8 if one else 4 for one in shares["partial"]],
            "symbol": ["circle-open" if one else "circle" for one in shares["partial"]],
        },
        hovertemplate=f"%{{y:.1f}} %<extra>{name}</extra>",
        showlegend=axis == "y",
    )


def outstanding_bars(
    levels: pd.DataFrame, title: str, period: str, *, subtitle: str = "", marks: Sequence[base.Mark] = ()
) -> go.Figure:
    """Marketable debt by class at the end of each period; paler where rebuilt from auctions. In: the frame of `levels`."""
    if levels.empty:
        return base.empty_figure(NOTHING, title)
    figure = _period_figure(title, "USD tn", period, subtitle)
    for name, own in levels.groupby("security_class", observed=True):
        rebuilt = own["source"].eq("rebuilt")
        amounts = own["outstanding_usd"] / TN
        period_bars(figure, own, amounts, str(name), theme.class_colour(str(name)), pale=rebuilt, decimals=3, unit="tn")
    return _finished(figure, levels, marks, ())


def average_maturity(months: pd.DataFrame, title: str, *, subtitle: str = "", marks: Sequence[base.Mark] = ()) -> go.Figure:
    """Weighted average maturity in months, of all marketable debt and of coupons. In: the frame of `average_maturity`."""
    if months.empty:
        return base.empty_figure(NOTHING, title)
    figure = base.new_figure(title, y_title="Months", subtitle=subtitle, height=340)
    drawn = months.rename(columns={"all_months": "All marketable", "coupons_months": "Coupons alone"})
    base.add_lines(
        figure, drawn, {"All marketable": theme.SERIES[4], "Coupons alone": SIDE_COLOURS["Coupons"]}, decimals=1, unit="months"
    )
    base.add_key_dates(figure, marks, months.index[0].date(), months.index[-1].date())
    return figure


def _period_figure(title: str, y_title: str, period: str, subtitle: str, height: int = base.HEIGHT) -> go.Figure:
    figure = base.new_figure(title, y_title=y_title, subtitle=subtitle, height=height)
    figure.update_layout(barmode="relative", bargap=0)
    figure.update_xaxes(hoverformat=PERIOD_HOVER[period])
    return figure


def _finished(
    figure: go.Figure, frame: pd.DataFrame, marks: Sequence[base.Mark], spans: Sequence[Span], zero: str = "y"
) -> go.Figure:
    legend_at_foot(figure)
    first, last = frame["period_start"].min().date(), frame["period_end"].max().date()
    for span in spans:
        add_span(figure, span, first, last, in_legend=True)
    line = {"color": theme.LINE, "width": 1}
    figure.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=0, y1=0, yref=zero, line=line)
    base.add_key_dates(figure, marks, first, last)
    return figure
