"""Issuance: flows by class and side, the three bill shares, outstanding by class, average maturity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import (
    BN,
    Span,
    legend_at_foot,
    middles,
    panels,
    period_bars,
    period_dots,
    period_figure,
    period_finished,
)
from treasury.language import N_, tr

TN = 1e12
NOTHING = N_("No period of this range is held.")
SIDE_COLOURS = {"Bills": theme.class_colour("Bill"), "Coupons": theme.class_colour("Coupon")}
ADDED_BY_FED = 0.55  # opacity of the Fed's part beside the public's


@base.kept
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
    ahead: pd.DataFrame | None = None,
) -> go.Figure:
    """One stacked bar a period of a flow by class, negative parts below zero, the total as a dot.

    In: frames of `flows` and of `sides` (for all classes together); ``column`` issued_usd, net_usd …; periods that are
    partial are paler. ``ahead``: the frame of `ahead`, hatched: what is sold but not settled, and what is announced.
    """
    if flows.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = period_figure(title, tr("USD bn"), period, subtitle)
    for name, own in flows.groupby("security_class", observed=True):
        period_bars(figure, own, own[column] / BN, str(name), theme.class_colour(str(name)), pale=own["partial"])
    period_dots(figure, totals, totals[column] / BN, tr("All classes"))
    if ahead is None or ahead.empty:
        return period_finished(figure, flows, marks, spans)
    _estimates(figure, ahead)
    return period_finished(
        figure, pd.concat([flows[["period_start", "period_end"]], ahead[["period_start", "period_end"]]]), marks, spans
    )


def _estimates(figure: go.Figure, ahead: pd.DataFrame) -> None:
    """Hatched bars of what settles later, in the colours of the classes, under one entry of the legend."""
    for name, own in ahead.groupby("security_class", observed=True):
        amounts = own[["to_settle_usd", "announced_usd"]].sum(axis=1, min_count=1).where(lambda sums: sums > 0) / BN
        words = tr("{security_class}, to settle or announced", security_class=tr(str(name)))
        period_bars(figure, own, amounts, words, theme.class_colour(str(name)), hatched=True, showlegend=False)
    square = {"symbol": "square-open", "size": 11, "color": theme.GREY, "line": {"width": 2}}
    figure.add_scatter(x=[None], y=[None], name=tr("To settle or announced (estimate)"), mode="markers", marker=square)


@base.kept
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
        return base.empty_figure(tr(NOTHING), title)
    figure = period_figure(title, tr("USD bn"), period, subtitle)
    colour, pale = SIDE_COLOURS[name], side["partial"]
    apart = side["public_usd"].notna()
    period_bars(figure, side, side["public_usd"] / BN, tr("Issued to the public"), colour, pale=pale)
    if not apart.all():
        whole = side["issued_usd"].where(~apart) / BN
        period_bars(figure, side, whole, tr("Issued, Fed part not held"), colour, pale=pale, hatched=True)
    if side["soma_usd"].gt(0).any():
        period_bars(figure, side, side["soma_usd"] / BN, tr("Fed add-ons (SOMA)"), colour, pale=pale, opacity=ADDED_BY_FED)
    period_bars(figure, side, -side["matured_usd"] / BN, tr("Matured"), theme.FLOW_COLOURS["matured"], pale=pale)
    if side["bought_back_usd"].gt(0).any():
        period_bars(figure, side, -side["bought_back_usd"] / BN, tr("Bought back"), theme.FLOW_COLOURS["bought_back"], pale=pale)
    period_dots(figure, side, side["net_usd"] / BN, tr("Net"))
    return period_finished(figure, side, marks, spans)


@base.kept
def new_cash(
    cash: pd.DataFrame,
    title: str,
    period: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """New cash by period: bills and coupons as stacked bars, coupons before buybacks, buybacks below zero, the sum as a dot.

    In: the frame of `new_cash_by_period`.
    """
    whole = cash.loc[cash["side"].eq("All") & cash["new_cash_usd"].notna(), "period_start"]
    known = cash[cash["period_start"].isin(whole)]
    if known.empty:
        return base.empty_figure(tr("New cash is not known for any period of this range."), title)
    figure = period_figure(title, tr("USD bn"), period, subtitle)
    for name in ("Bills", "Coupons"):
        own = known[known["side"].eq(name)].reset_index(drop=True)
        before = own["new_cash_usd"] + own["bought_back_usd"].fillna(0.0)
        words = tr(name) if name == "Bills" else tr("Coupons before buybacks")
        period_bars(figure, own, before / BN, words, SIDE_COLOURS[name], pale=own["partial"])
    bought = known[known["side"].eq("Coupons")].reset_index(drop=True)
    if bought["bought_back_usd"].gt(0).any():
        colour = theme.FLOW_COLOURS["bought_back"]
        period_bars(figure, bought, -bought["bought_back_usd"] / BN, tr("Bought back"), colour, pale=bought["partial"])
    total = known[known["side"].eq("All")].reset_index(drop=True)
    period_dots(figure, total, total["new_cash_usd"] / BN, tr("New cash"))
    return period_finished(figure, cash, marks, spans)


@base.kept
def private_years(years: pd.DataFrame, compared: pd.DataFrame, title: str, *, subtitle: str = "") -> go.Figure:
    """Securities above one year by calendar year, in par and in ten-year equivalents: public, Fed add-ons apart, bought back.

    In: frames of `private_supply` and `private_supply_compared`; what of the current year is expected is hatched.
    """
    known = years.dropna(subset=["public_usd"]).reset_index(drop=True)
    if known.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(title, subtitle=subtitle, height=520, dates=False)
    figure.update_layout(barmode="relative", hovermode="x unified")
    panels(figure, (tr("Par"), tr("Ten-year equivalents")), (tr("USD tn"), tr("USD tn")), (",", ","))
    whole = compared[compared["part"].eq("whole") & compared["expected"]]
    for axis, ending in (("y", "usd"), ("y2", "ten_year_equivalent_usd")):
        words: dict[str, Any] = {"yaxis": axis, "decimals": 3, "unit": tr("tn"), "showlegend": axis == "y"}
        labels = known["period"]
        public, fed = (known[f"{who}_{ending}"].set_axis(labels) / TN for who in ("public", "soma"))
        base.add_bars(figure, public, tr("To the public"), SIDE_COLOURS["Coupons"], legendgroup="public", **words)
        if len(whole):
            row = whole.iloc[0]
            settled = float(public.get(row["period"], 0.0))
            rest = pd.Series([float(row[f"public_{ending}"]) / TN - settled], index=[row["period"]])
            base.add_bars(
                figure, rest, tr("Expected, rest of the year"), SIDE_COLOURS["Coupons"], legendgroup="expected", **words
            )
            figure.data[-1].marker.pattern = {"shape": "/", "size": 5, "solidity": 0.25}
        base.add_bars(figure, fed, tr("Fed add-ons (SOMA)"), theme.GREY, legendgroup="fed", **words)
        bought = -known[f"bought_back_{ending}"].set_axis(labels) / TN
        base.add_bars(figure, bought, tr("Bought back"), theme.FLOW_COLOURS["bought_back"], legendgroup="bought", **words)
    figure.update_xaxes(type="category")
    legend_at_foot(figure)
    return figure


@base.kept
def bill_shares(
    shares: pd.DataFrame,
    title: str,
    period: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    band: tuple[float, float] | None = None,
) -> go.Figure:
    """Three measures in three panels, each with its own axis: bills of outstanding, of gross issuance, of net issuance.

    ``band`` is a range of the reader's own for the first.

    In: the frame of `shares`. The share of outstanding is a line where published, dashed where rebuilt; the
    point of a partial period is open.
    """
    if shares.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = period_figure(title, "", period, subtitle, height=560)
    names = (tr("Bill share of outstanding"), tr("Bill share of gross issuance"), tr("Bill share of net issuance"))
    panels(figure, names, (tr("Percent"),) * 3, (",",) * 3)
    ends = shares.set_index("period_end")
    colour = theme.class_colour("Bill")
    published = ends["bill_share_outstanding_pct"].where(ends["source"].eq("published"))
    _share(
        figure, shares, ends["bill_share_outstanding_rebuilt_pct"], tr("Of outstanding, rebuilt"), theme.GREY, "y", dash="dash"
    )
    _share(figure, shares, published, tr("Of outstanding, MSPD"), colour, "y")
    _share(figure, shares, ends["bill_share_gross_pct"], tr("Of gross issuance"), colour, "y2")
    _share(figure, shares, ends["bill_share_net_pct"], tr("Of net issuance"), colour, "y3")
    if band is not None:
        _band(figure, *band)
    return period_finished(figure, shares, marks, (), zero="y3")


def _band(figure: go.Figure, low: float, high: float) -> None:
    edges = {"xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": low, "y1": high}
    figure.add_shape(type="rect", **edges, fillcolor=theme.BAND, line={"color": theme.LINE, "width": 1}, layer="below")
    name = tr("Your band, {low:g} to {high:g} %", low=low, high=high) if low < high else tr("Your line, {high:g} %", high=high)
    square = {"symbol": "square", "size": 11, "color": theme.BAND, "line": {"color": theme.LINE, "width": 1}}
    figure.add_scatter(x=[None], y=[None], name=name, mode="markers", marker=square)


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
        hovertemplate=f"%{{y:.1f}} %<extra>{base.plain(name)}</extra>",
        showlegend=axis == "y",
    )


@base.kept
def outstanding_bars(
    levels: pd.DataFrame,
    title: str,
    period: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """Marketable debt by class at the end of each period; paler where rebuilt from auctions. In: the frame of `levels`."""
    if levels.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = period_figure(title, tr("USD tn"), period, subtitle)
    for name, own in levels.groupby("security_class", observed=True):
        rebuilt = own["source"].eq("rebuilt")
        amounts = own["outstanding_usd"] / TN
        period_bars(figure, own, amounts, str(name), theme.class_colour(str(name)), pale=rebuilt, decimals=3, unit=N_("tn"))
    return period_finished(figure, levels, marks, spans)


@base.kept
def average_maturity(months: pd.DataFrame, title: str, *, subtitle: str = "", marks: Sequence[base.Mark] = ()) -> go.Figure:
    """Weighted average maturity in months, of all marketable debt and of coupons. In: the frame of `average_maturity`."""
    if months.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(title, y_title=tr("Months"), subtitle=subtitle, height=340)
    every, coupons = tr("All marketable"), tr("Coupons alone")
    drawn = months.rename(columns={"all_months": every, "coupons_months": coupons})
    colours = {every: theme.SERIES[4], coupons: SIDE_COLOURS["Coupons"]}
    base.add_lines(figure, drawn, colours, decimals=1, unit=tr("months"))
    base.add_key_dates(figure, marks, months.index[0].date(), months.index[-1].date())
    return figure
