"""Who holds and buys Treasuries: foreign holders, the Federal Reserve by class, bidder classes at auction."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from treasury.charts import base, theme
from treasury.charts.lines import Style, lines
from treasury.charts.parts import BN, legend_at_foot, period_bars, period_dots, period_hover
from treasury.language import N_, tr

TN = 1e12
MONTH_PAUSE = 40  # days; figures at month ends lie at most 31 apart
WEEK_PAUSE = 10  # days; a weekly statement moves by a day around holidays
ROW_PX = 26  # of a country in the figure of changes
FED_CLASSES = {
    "notes_bonds_usd": (N_("Notes and bonds"), theme.class_colour("Note")),
    "bills_usd": (N_("Bills"), theme.class_colour("Bill")),
    "tips_usd": ("TIPS", theme.class_colour("TIPS")),
    "frn_usd": (N_("Floating rate notes"), theme.class_colour("FRN")),
}
BIDDERS = {"indirect": N_("Indirect"), "direct": N_("Direct"), "dealer": N_("Primary dealers")}


def countries(holdings: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One line a country. In: dollars with a column a country, months as index."""
    styles = {str(name): Style(tr(str(name)), theme.SERIES[n % len(theme.SERIES)]) for n, name in enumerate(holdings)}
    words = {"unit": tr("bn"), "decimals": 0, "pause_days": MONTH_PAUSE, "legend": True}
    return lines(holdings / BN, styles, title, tr("USD bn"), marks, **words)  # type: ignore[arg-type]


def foreign_share(share: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """Foreign holdings in percent of the debt held by the public. In: the frame of `share_of_debt`."""
    style = {"foreign_share_pct": Style(tr("Foreign"), theme.SERIES[0], width=2.2)}
    return lines(share, style, title, tr("Percent of debt held by the public"), marks, decimals=1, pause_days=MONTH_PAUSE)


def changes(table: pd.DataFrame, column: str, title: str, *, subtitle: str = "") -> go.Figure:
    """One horizontal bar a country, the largest rise on top. In: ``country`` and the column of changes in dollars, in order."""
    if table.empty:
        return base.empty_figure(tr("No country has both months."), title)
    figure = base.new_figure(title, x_title=tr("USD bn"), subtitle=subtitle, dates=False, legend=False)
    shown, billions = table.iloc[::-1], tr("bn")
    values = shown[column] / BN
    figure.add_bar(
        x=base.rounded(values, 1),
        y=[base.plain(tr(name)) for name in shown["country"]],
        orientation="h",
        marker={"color": [theme.DIRECTION["up" if value > 0 else "down"] for value in values], "line": {"width": 0}},
        texttemplate="%{x:+,.0f}",
        textposition="outside",
        cliponaxis=False,
        hovertemplate=f"%{{x:+,.1f}} {billions}<extra>%{{y}}</extra>",
    )
    figure.update_layout(height=110 + ROW_PX * len(shown), hovermode="closest", bargap=0.3)
    room = 0.15 * float(values.abs().max())  # for the figures behind the bars
    figure.update_xaxes(
        range=[min(values.min(), 0) - room, max(values.max(), 0) + room], zeroline=True, zerolinecolor=theme.LINE, zerolinewidth=1
    )
    figure.update_yaxes(automargin=True, tickformat="")
    return figure


def fed_by_class(held: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """The Fed's Treasuries stacked by class; nothing is drawn across weeks that are not held. In: dollars, dates as index."""
    kept = held[list(FED_CLASSES)].dropna(subset="bills_usd")
    if kept.empty:
        return base.empty_figure(tr("No statement in this range."), title)
    figure = base.new_figure(title, y_title=tr("USD tn"))
    shown = base.thin_rows(kept, base.POINTS // len(FED_CLASSES))
    days = shown.index.to_series()
    trillions = tr("tn")
    pause = max(WEEK_PAUSE, 2 * int(days.diff().dt.days.median())) if len(days) > 1 else WEEK_PAUSE
    for stretch, part in shown.groupby((days.diff() > pd.Timedelta(days=pause)).cumsum().to_numpy()):
        for column, (name, colour) in FED_CLASSES.items():
            figure.add_scatter(
                x=base.day_strings(part.index),
                y=base.rounded(part[column] / TN, 3),
                name=tr(name),
                legendgroup=column,
                showlegend=stretch == 0,
                stackgroup=f"stretch {stretch}",
                mode="lines",
                line={"width": 0.5, "color": colour},
                hovertemplate=f"%{{y:.3f}} {trillions}<extra>{tr(name)}</extra>",
            )
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, kept.index[0].date(), kept.index[-1].date())
    return figure


def fed_changes(made: pd.DataFrame, title: str, marks: Sequence[base.Mark] = ()) -> go.Figure:
    """One stacked bar a month of the Fed's changes by class, their sum as a dot. In: the frame of `fed_changes`."""
    known = made.dropna(subset=["treasuries_usd"])
    if known.empty:
        return base.empty_figure(tr("No month of this range follows on one that is held."), title)
    figure = base.new_figure(title, y_title=tr("USD bn"))
    figure.update_layout(barmode="relative", bargap=0)
    figure.update_xaxes(hoverformat=period_hover("month"))
    for column, (name, colour) in FED_CLASSES.items():
        period_bars(figure, known, known[column] / BN, tr(name), colour, pale=known["partial"], unit=tr("bn"))
    period_dots(figure, known, known["treasuries_usd"] / BN, tr("All Treasuries"), unit=tr("bn"))
    figure.add_hline(y=0, line_color=theme.LINE, line_width=1)
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, known["period_start"].iloc[0].date(), known["period_end"].iloc[-1].date())
    return figure


def bidder_shares(
    shares: pd.DataFrame, title: str, period: str, marks: Sequence[base.Mark] = (), *, subtitle: str = ""
) -> go.Figure:
    """One stacked bar a period of who bought, in percent of what was sold competitively. In: the frame of `shares_by_period`."""
    if shares.empty:
        return base.empty_figure(tr("No auction of this range publishes who bought."), title)
    figure = base.new_figure(title, y_title=tr("Percent"), subtitle=subtitle)
    figure.update_layout(barmode="stack", bargap=0)
    figure.update_xaxes(hoverformat=period_hover(period))
    figure.update_yaxes(range=[0, 100])
    for who, name in BIDDERS.items():
        values, colour = shares[f"{who}_share_pct"], theme.BIDDER_COLOURS[who]
        period_bars(figure, shares, values, tr(name), colour, pale=shares["partial"], unit="%")
    legend_at_foot(figure)
    base.add_key_dates(figure, marks, shares["period_start"].iloc[0].date(), shares["period_end"].iloc[-1].date())
    return figure
