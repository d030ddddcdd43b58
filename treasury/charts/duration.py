"""Duration supply: what was issued by class against what was taken out, the year before, and what became of the stock."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import BN, Span, middles, period_bars, period_dots, period_figure, period_finished
from treasury.language import N_, tr

NOTHING = N_("No period of this range is held.")
OUT = {"matured": N_("Matured"), "bought_back": N_("Bought back")}
UNIT = "ten_year_equivalent_usd"
Y_TITLES = {"usd": N_("USD bn"), UNIT: N_("USD bn, 10-year eq.")}
STOCK = {
    "issued": N_("Issued"),
    "bought_back": N_("Bought back"),
    "ageing": N_("Aged and matured"),
    "repricing": N_("Yields and the 10-year"),
}


@base.kept
def supply(
    flows: pd.DataFrame,
    net: pd.DataFrame,
    unit: str,
    title: str,
    period: str,
    fed: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """Issued by class above zero, what was taken out below, the net as a dot.

    In: the frames of `duration_supply` (for the classes) and of `net_supply`; ``unit`` usd or ten_year_equivalent_usd; what the
    Fed's bar is called. Partial periods are paler.
    """
    if net.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = period_figure(title, tr(Y_TITLES[unit]), period, subtitle)
    for name, own in flows.groupby("security_class", observed=True):
        amounts = own[f"issued_{unit}"] / BN
        period_bars(figure, own, amounts, tr(str(name)), theme.class_colour(str(name)), pale=own["partial"])
    for name, label in (OUT | {"fed": fed}).items():
        if net[f"{name}_usd"].abs().gt(0).any():
            period_bars(figure, net, -net[f"{name}_usd"] / BN, tr(label), theme.FLOW_COLOURS[name], pale=net["partial"])
    period_dots(figure, net, net["net_usd"] / BN, tr("Net"))
    return period_finished(figure, net, marks, spans)


@base.kept
def against_year_before(
    net: pd.DataFrame, unit: str, title: str, period: str, *, subtitle: str = "", marks: Sequence[base.Mark] = ()
) -> go.Figure:
    """Net supply as bars, that of the same period a year before as a stroke. In: the frame of `net_supply`, its unit."""
    if net.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = period_figure(title, tr(Y_TITLES[unit]), period, subtitle, height=320)
    period_bars(figure, net, net["net_usd"] / BN, tr("Net"), theme.FLOW_COLOURS["issued"], pale=net["partial"])
    figure.add_scatter(
        x=middles(net),
        y=base.rounded(net["year_before_usd"] / BN),
        name=tr("A year before"),
        mode="markers",
        marker={
            "symbol": "line-ew",
            "size": min(16, max(3, base.PHONE_PX // len(net))),
            "line": {"width": 2.5, "color": theme.CLASS_COLOURS["Bill"]},
        },
        hovertemplate=tr("%{y:,.1f} bn") + f"<extra>{tr('A year before')}</extra>",
    )
    return period_finished(figure, net, marks, ())


@base.kept
def stock_changes(
    totals: pd.DataFrame,
    title: str,
    period: str,
    *,
    subtitle: str = "",
    marks: Sequence[base.Mark] = (),
    spans: Sequence[Span] = (),
) -> go.Figure:
    """What changed the duration outstanding: issued, bought back, ageing, repricing; the change as a dot.

    In: the frame of `stock_totals`.
    """
    if totals.empty:
        return base.empty_figure(tr("The duration outstanding is known from December 2014."), title)
    figure = period_figure(title, tr(Y_TITLES[UNIT]), period, subtitle)
    for name, label in STOCK.items():
        amounts = totals[f"{name}_{UNIT}"] / BN * (-1 if name == "bought_back" else 1)
        if amounts.abs().gt(0).any():
            period_bars(figure, totals, amounts, tr(label), theme.FLOW_COLOURS[name], pale=totals["partial"])
    period_dots(figure, totals, totals[f"change_{UNIT}"] / BN, tr("Change"))
    return period_finished(figure, totals, marks, spans)
