"""Sell-offs: triple days, how often yields rise with the dollar down, correlations, the stress index with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import Style, lines
from treasury.charts.parts import PALE, legend_at_foot
from treasury.language import N_, tr

YIELD_DOLLAR = Style("", theme.PART_COLOURS["dollar"], width=2.2)
YIELD_STOCKS = Style("", theme.PART_COLOURS["stocks"], "dash")
CATEGORIES: Mapping[str, str] = {
    "credit": N_("Credit"),
    "equity_valuation": N_("Equity valuation"),
    "safe_assets": N_("Safe assets"),
    "funding": N_("Funding"),
    "volatility": N_("Volatility"),
}
REGIONS: Mapping[str, str] = {
    "united_states": N_("United States"),
    "other_advanced_economies": N_("Other advanced economies"),
    "emerging_markets": N_("Emerging markets"),
}


PERCENT_OF: Mapping[str, str] = {"day": N_("Percent of days"), "week": N_("Percent of weeks")}


def triple_stems(
    days: pd.DataFrame,
    stocks: tuple[str, str, str],
    title: str,
    span: tuple[pd.Timestamp, pd.Timestamp],
    marks: Sequence[base.Mark] = (),
    *,
    subtitle: str = "",
    empty: str = N_("No day of this range is beyond all three thresholds."),
) -> go.Figure:
    """One stem a triple day, as high as the rise of the yield; the dollar and the stock measure in the hover box.

    In: ``yield_bp``, ``dollar_pct`` and the stock measure's column, dates as index; that column, its name and its unit; the first
    and last day of the axis; what stands there without a day.
    """
    if days.empty:
        return base.empty_figure(tr(empty), title)
    figure = base.new_figure(title, y_title=tr("Yield, bp"), subtitle=subtitle, legend=False, height=340)
    at, rises = base.day_strings(days.index), base.rounded(days["yield_bp"], 1)
    stems = [(day, end) for day, top in zip(at, rises, strict=True) for end in (0.0, top, None)]
    colour, (column, name, unit) = theme.DIRECTION["up"], stocks
    figure.add_scatter(
        x=[day for day, _ in stems],
        y=[end for _, end in stems],
        mode="lines",
        line={"color": colour, "width": 1.5},
        hoverinfo="skip",
        showlegend=False,
    )
    others = zip(base.rounded(days["dollar_pct"]), base.rounded(days[column], 3), strict=True)
    figure.add_scatter(
        x=at,
        y=rises,
        mode="markers",
        marker={"color": colour, "size": 8},
        name=tr("Triple day"),
        customdata=[list(pair) for pair in others],
        hovertemplate=tr("Yield %{y:+.1f} bp<br>Dollar %{customdata[0]:+.2f} %<br>")
        + f"{base.plain(tr(name))} %{{customdata[1]:+}} {base.plain(tr(unit))}<extra></extra>",
    )
    # Ticks of two digits come and go with the height, and the title does not make room for them by itself.
    figure.update_yaxes(rangemode="tozero", title={"standoff": 18})
    figure.update_layout(hovermode="closest")
    base.add_key_dates(figure, marks, span[0].date(), span[1].date())
    return figure


def rarity_bars(
    years: pd.DataFrame,
    title: str,
    by: str,
    *,
    subtitle: str = "",
    empty: str = N_("No year of this range has moves of both."),
) -> go.Figure:
    """The share of days (or weeks) with the yield up and the dollar down, by year, and the share that chance would bring.

    In: the frame of `rarity` by year; ``by``: "day" or "week", of which the share is. The current year is paler.
    """
    if years.empty:
        return base.empty_figure(tr(empty), title)
    figure = base.new_figure(title, y_title=tr(PERCENT_OF[by]), subtitle=subtitle, dates=False, height=340)
    ends = pd.to_datetime(years["last_day"])
    unfinished = (ends.dt.month < 12) & (ends == ends.max())
    figure.add_bar(
        x=years["period"].tolist(),
        y=base.rounded(years["share_pct"]),
        name=tr("Yield up, dollar down"),
        marker={"color": theme.DIRECTION["up"], "opacity": [PALE if one else 1.0 for one in unfinished], "line": {"width": 0}},
        customdata=years[["both", "moves"]].to_numpy().tolist(),
        hovertemplate=tr("%{y:.1f} %: %{customdata[0]} of %{customdata[1]}<extra>Yield up, dollar down</extra>"),
    )
    figure.add_scatter(
        x=years["period"].tolist(),
        y=base.rounded(years["chance_share_pct"]),
        name=tr("If the two were unrelated"),
        mode="markers",
        marker={"symbol": "line-ew", "size": min(16, max(6, base.PHONE_PX // len(years))), "line": _stroke()},
        hovertemplate=tr("%{y:.1f} %<extra>If the two were unrelated</extra>"),
    )
    figure.update_xaxes(type="category", nticks=8, tickangle=0)
    figure.update_layout(bargap=0.25)
    legend_at_foot(figure)
    return figure


def _stroke() -> dict[str, object]:
    return {"width": 2.5, "color": theme.GREY}


def correlation_lines(correlations: pd.DataFrame, stocks: str, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """Rolling correlations with the zero line. In: ``dollar`` and ``stocks``, dates as index; what stands for stocks."""
    styles = {
        "dollar": replace(YIELD_DOLLAR, name=tr("Yield and dollar")),
        "stocks": replace(YIELD_STOCKS, name=tr("Yield and {stocks}", stocks=tr(stocks))),
    }
    words: dict[str, Any] = {"empty": tr("No day of this range has a full window."), "legend": True, "y_range": (-1.02, 1.02)}
    return lines(correlations, styles, title, tr("Correlation"), marks, unit="", zero=True, **words)


def stress_parts(
    stress: pd.DataFrame, parts: Mapping[str, str], title: str, marks: Sequence[base.Mark] = (), *, subtitle: str = ""
) -> go.Figure:
    """The index as a line over its parts, stacked above zero where they add to stress and below where they take off.

    In: ``fsi`` and the columns of ``parts``, dates as index; days without all parts show the index alone.
    """
    kept = stress[["fsi", *parts]].dropna(subset="fsi")
    if kept.empty:
        return base.empty_figure(tr("No day of this range has the index."), title)
    figure = base.new_figure(title, y_title=tr("Index points"), subtitle=subtitle)
    shown = base.thin_rows(kept, base.POINTS // (3 * len(parts)))
    whole = shown[list(parts)].dropna()
    for number, (column, name) in enumerate(parts.items()):
        for group, values in (("above", whole[column].clip(lower=0)), ("below", whole[column].clip(upper=0))):
            figure.add_scatter(
                x=base.day_strings(whole.index),
                y=base.rounded(values, 3),
                name=tr(name),
                legendgroup=column,
                showlegend=group == "above",
                stackgroup=group,
                mode="lines",
                line={"width": 0, "color": theme.SERIES[number]},
                hoverinfo="skip",
            )
    figure.add_scatter(
        x=base.day_strings(shown.index),
        y=base.rounded(shown["fsi"], 3),
        name=tr("Index"),
        mode="lines",
        line={"color": theme.TOTAL, "width": 1.8},
        customdata=[[None if x != x else x for x in row] for row in shown[list(parts)].round(2).to_numpy().tolist()],
        hovertemplate="<b>%{y:+.2f}</b>"
        + "".join(f"<br>{tr(name)} %{{customdata[{number}]:+.2f}}" for number, name in enumerate(parts.values()))
        + "<extra></extra>",
    )
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, kept.index[0].date(), kept.index[-1].date())
    return figure
