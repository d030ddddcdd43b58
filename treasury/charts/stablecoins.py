"""Stablecoins: in circulation, their assumed share of bills, against net bill issuance, and the paths to a multiple."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import Style, lines
from treasury.charts.parts import BN, legend_at_foot, panels, period_bars, period_hover
from treasury.language import tr

COINS = theme.SERIES[3]
MONTH_PAUSE = 40  # days; figures at month ends lie at most 31 apart
PATHS = (theme.SERIES[6], theme.SERIES[4])
DECADES = 100  # times, from which on only whole decades are labelled
PAST = "at_past_growth"


def circulation(coins: pd.Series, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The amount in circulation by day. In: dollars, dates as index."""
    frame = pd.DataFrame({"coins": coins / BN})
    style = Style(tr("Coins"), COINS, width=2.2)
    return lines(frame, {"coins": style}, title, tr("USD bn"), marks, unit=tr("bn"), decimals=0)


def share_of_bills(share: pd.DataFrame, title: str, marks: Sequence[base.Mark] = (), *, subtitle: str = "") -> go.Figure:
    """What part of all bills outstanding the assumed reserves would be. In: the frame of `share_of_bills`."""
    frame = share.set_index("record_date")[["of_bills_share_pct"]]
    style = Style(tr("Assumed"), COINS, width=2.2)
    words = {"subtitle": subtitle, "pause_days": MONTH_PAUSE, "decimals": 1}
    return lines(frame, {"of_bills_share_pct": style}, title, tr("Percent of bills"), marks, **words)  # type: ignore[arg-type]


def against_net_bills(
    net: pd.DataFrame, title: str, period: str, marks: Sequence[base.Mark] = (), *, subtitle: str = ""
) -> go.Figure:
    """Net bill issuance by period, and below it, on a scale of its own, what the growth of coins would have taken of it.

    In: the frame of `share_of_net`.
    """
    known = net.dropna(subset=["net_bills_usd"])
    if known.empty:
        return base.empty_figure(tr("Net bill issuance is not known in this range."), title)
    figure = base.new_figure(title, subtitle=subtitle, height=480, legend=False)
    figure.update_xaxes(hoverformat=period_hover(period))
    names = (tr("Net bill issuance"), tr("Stablecoins, assumed"))
    panels(figure, names, (tr("USD bn"), tr("USD bn")), (",", ","))
    bars = zip(names, ("net_bills_usd", "assumed_bills_usd"), (theme.class_colour("Bill"), COINS), ("y", "y2"), strict=True)
    for name, column, colour, axis in bars:
        period_bars(figure, known, known[column] / BN, name, colour, pale=known["partial"], unit=tr("bn"), yaxis=axis)
        edges = {"x0": 0, "x1": 1, "xref": "x domain", "y0": 0, "y1": 0, "yref": axis}
        figure.add_shape(type="line", **edges, line={"color": theme.LINE, "width": 1})
    base.add_key_dates(figure, marks, known["period_start"].iloc[0].date(), known["period_end"].iloc[-1].date())
    return figure


def tenfold(coins: pd.Series, paths: pd.DataFrame, names: Mapping[str, str], title: str, *, subtitle: str = "") -> go.Figure:
    """The amount so far and the paths ahead, on a logarithmic scale, where steady growth is a straight line.

    In: dollars by day; the frame of `paths`; the names of its columns.
    """
    if paths.empty:
        return base.empty_figure(tr("No path can be drawn: coins are not held on the last day of the range."), title)
    figure = base.new_figure(title, y_title=tr("USD bn, log scale"), subtitle=subtitle)
    most = base.POINTS // (paths.shape[1] + 1)
    base.add_line(figure, coins / BN, tr("In circulation"), COINS, decimals=0, unit=tr("bn"), width=2.2, most=most)
    ahead = [name for name in paths if name != PAST]
    styles = dict(zip(ahead, PATHS, strict=False)) | {PAST: theme.GREY}
    for name in paths:
        dash = "dot" if name == PAST else "dash"
        words: dict[str, Any] = {"decimals": 0, "unit": tr("bn"), "dash": dash, "most": most}
        base.add_line(figure, paths[name].dropna() / BN, names.get(str(name), tr(str(name))), styles[str(name)], **words)
    low, high = float(coins.min()) / BN, float(paths.max(axis=None)) / BN
    figure.update_yaxes(
        type="log", dtick="D2" if high / low < DECADES else 1, range=[math.log10(low * 0.9), math.log10(high * 1.15)]
    )
    legend_at_foot(figure)
    base.show_days(figure, coins.index[0].date(), paths.index[-1].date())
    return figure
