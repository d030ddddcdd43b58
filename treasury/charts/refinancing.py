"""Refinancing: interest cost by fiscal year, where the extra cost arises, the maturity wall, the mark-up week by week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.parts import BN, PALE, legend_at_foot, panels, period_bars, period_hover
from treasury.language import N_, tr

NOTHING = N_("Nothing falls due in this range.")
NO_WEEK = N_("No week of this range is held.")
BASE_COLOUR, EXTRA_COLOUR, LEFT_COLOUR = "#5c86b8", theme.DIRECTION["up"], "#6f9a2e"
PART_COLOURS = {  # shades of the extra cost; no colour of a class of securities
    "held_difference_usd": (N_("Floating rate notes held"), "#a8481a"),
    "rolled_difference_usd": (N_("Refinanced debt"), EXTRA_COLOUR),
    "new_difference_usd": (N_("New borrowing"), "#f0b08a"),
    "service_difference_usd": (N_("Debt service on the extra cost"), theme.GREY),
}
SAVED_COLOURS = {  # the same parts of a saving, in shades of what a cut leaves to pay
    "held_difference_usd": (N_("Floating rate notes held"), "#44631a"),
    "rolled_difference_usd": (N_("Refinanced debt"), LEFT_COLOUR),
    "new_difference_usd": (N_("New borrowing"), "#c3dba0"),
    "service_difference_usd": (N_("Debt service on what is saved"), theme.GREY),
}


def cost_by_year(years: pd.DataFrame, title: str, *, subtitle: str = "") -> go.Figure:
    """Interest cost of each fiscal year, without and with the shock, over the effective rates of both.

    In: ``fiscal_year partial base_usd shocked_usd difference_usd effective_rate_pct base_effective_rate_pct``. Solid bars reach
    to the cost with the shock: the base and what is added, or what is left; what is saved is hatched, from there up to the base.
    """
    figure = base.new_figure(title, subtitle=subtitle, height=520, dates=False)
    figure.update_layout(barmode="relative", bargap=0.3)
    panels(figure, (tr("Interest cost"), tr("Effective rate")), (tr("USD bn"), tr("Percent")), (",", ".1f"))
    labels = _labels(years)
    saved = years["difference_usd"] < 0
    for name, amounts, colour, hatched in (
        (tr("Without the shock"), years["base_usd"].mask(saved), BASE_COLOUR, False),
        (tr("The shock adds"), years["difference_usd"].mask(saved), EXTRA_COLOUR, False),
        (tr("With the shock"), years["shocked_usd"].where(saved), LEFT_COLOUR, False),
        (tr("The shock saves"), -years["difference_usd"].where(saved), BASE_COLOUR, True),
    ):
        if amounts.notna().any():
            figure.add_bar(x=labels, y=base.rounded(amounts / BN, 1), name=name, **_bar(name, colour, hatched=hatched))
    lines = (
        ("base_effective_rate_pct", tr("Rate without"), BASE_COLOUR, "dot"),
        ("effective_rate_pct", tr("Rate shocked"), LEFT_COLOUR if saved.all() else EXTRA_COLOUR, "solid"),
    )
    for column, name, colour, dash in lines:
        figure.add_scatter(
            x=labels,
            y=base.rounded(years[column]),
            yaxis="y2",
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 1.8, "dash": dash},
            hovertemplate=f"%{{y:.2f}} %<extra>{name}</extra>",
        )
    legend_at_foot(figure)
    return figure


def extra_by_part(years: pd.DataFrame, title: str, *, subtitle: str = "") -> go.Figure:
    """The extra cost of each fiscal year by what it is paid on, stacked; where every year saves, the saving, as bars upward.

    In: the columns of PART_COLOURS, ``fiscal_year partial difference_usd``.
    """
    saves = saved_throughout(years)
    y_title = tr("USD bn saved") if saves else tr("USD bn")
    figure = base.new_figure(title, y_title=y_title, subtitle=subtitle, height=380, dates=False)
    figure.update_layout(barmode="relative", bargap=0.3)
    labels = _labels(years)
    for column, (name, colour) in (SAVED_COLOURS if saves else PART_COLOURS).items():
        amounts = years[column] / BN * (-1 if saves else 1)
        figure.add_bar(x=labels, y=base.rounded(amounts, 1), name=tr(name), **_bar(tr(name), colour))
    legend_at_foot(figure)
    return figure


def wall(rows: pd.DataFrame, title: str, period: str, *, subtitle: str = "") -> go.Figure:
    """What falls due in each period, stacked by class. In: the frame of `maturity_wall`, cut to what is to be drawn."""
    held = rows[rows["maturing_usd"] > 0]
    if held.empty:
        return base.empty_figure(tr(NOTHING), title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle, height=420)
    figure.update_layout(barmode="relative", bargap=0)
    figure.update_xaxes(hoverformat=period_hover(period))
    for name, own in held.groupby("security_class", observed=True):
        period_bars(figure, own, own["maturing_usd"] / BN, tr(str(name)), theme.class_colour(str(name)), unit=tr("bn"))
    legend_at_foot(figure)
    base.show_days(figure, rows["period_start"].min().date(), rows["period_end"].max().date())
    return figure


def markup_weeks(rows: pd.DataFrame, title: str, *, subtitle: str = "", marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The mark-up of each week in dollars a year, warm where refinancing became dearer, over the fiscal year's running total.

    In: one side of the frame of `refinancing_markup.markup`. A week without a mark-up has no bar.
    """
    if rows.empty:
        return base.empty_figure(tr(NO_WEEK), title)
    figure = base.new_figure(title, subtitle=subtitle, height=520)
    panels(figure, (tr("Mark-up of the week, a year"), tr("Fiscal year to date")), (tr("USD bn"),) * 2, (",.1f", ","))
    figure.update_layout(barmode="relative", bargap=0.1)
    days = pd.DatetimeIndex(rows["start"])
    bars = pd.Series(rows["markup_usd"].to_numpy() / BN, index=days)
    for name, colour, own in (
        (tr("Dearer"), theme.DIRECTION["up"], bars.where(bars > 0)),
        (tr("Cheaper"), theme.DIRECTION["down"], bars.where(bars <= 0)),
    ):
        base.add_bars(figure, own, name, colour, decimals=2, unit=tr("bn"))
    for number, (_, year) in enumerate(rows.groupby("fiscal_year")):  # the line begins anew with the fiscal year
        total = pd.Series(year["markup_to_date_usd"].to_numpy() / BN, index=pd.DatetimeIndex(year["start"]))
        words: dict[str, Any] = {"yaxis": "y2", "legendgroup": "total", "showlegend": number == 0}
        base.add_line(figure, total, tr("Fiscal year to date"), theme.GREY, decimals=1, unit=tr("bn"), **words)
    for axis in ("y", "y2"):
        line = {"color": theme.LINE, "width": 1}
        figure.add_shape(type="line", x0=0, x1=1, xref="x domain", y0=0, y1=0, yref=axis, line=line)
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, days[0].date(), rows["end"].iloc[-1].date())
    return figure


def saved_throughout(years: pd.DataFrame) -> bool:
    """Whether a shock costs less in every fiscal year. In: ``difference_usd``."""
    return bool((years["difference_usd"] < 0).all())


def _labels(years: pd.DataFrame) -> list[str]:
    """FY2027; a year of which only a part is counted has an asterisk."""
    return [f"FY{row.fiscal_year}{'*' if row.partial else ''}" for row in years.itertuples()]


def _bar(name: str, colour: str, *, hatched: bool = False) -> dict[str, Any]:
    billions = tr("bn")
    marker: dict[str, Any] = {"color": colour, "line": {"width": 0}}
    if hatched:
        marker |= {"opacity": PALE, "pattern": {"shape": "/", "size": 6, "solidity": 0.25}}
    return {"marker": marker, "hovertemplate": f"%{{y:,.1f}} {billions}<extra>{name}</extra>"}
