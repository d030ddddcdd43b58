"""Quarterly refundings: auction sizes announced and offered, buyback maxima and their use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from treasury import units
from treasury.charts import base, theme
from treasury.charts.end_labels import EndLabel, label_ends
from treasury.charts.parts import BN, PALE, legend_at_foot
from treasury.language import ENGLISH, N_, current, tr

NO_SIZE = N_("No announced size and no auction of this choice in this range.")
NO_MAXIMUM = N_("No refunding quarter with a stated maximum or a result is held.")
TYPE_COLOURS = {
    "Liquidity Support": theme.FLOW_COLOURS["accepted"],
    "Cash Management": "#2293b8",
    "unstated": theme.GREY,
}
_QUARTER = re.compile(r"([A-Z][a-z]{2})(?: (\d{4}))?-([A-Z][a-z]{2}) (\d{4})")


@base.kept
def sizes(
    rows: pd.DataFrame, title: str, start: date, end: date, *, subtitle: str = "", marks: Sequence[base.Mark] = ()
) -> go.Figure:
    """What was offered by month, a step line a tenor; announced sizes as open circles, crosses where the two differ.

    In: the frame of `refunding.sizes`, as filtered as wanted.
    """
    if rows.empty:
        return base.empty_figure(tr(NO_SIZE), title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle, height=460)
    figure.update_layout(hovermode="closest")
    ends = []
    for tenor, own in rows.groupby("tenor", sort=False):
        name = str(tenor)
        colour = theme.CLASS_COLOURS["FRN"] if name == "FRN" else theme.tenor_colour(name)
        amounts = own["offered_usd"] / BN
        figure.add_scatter(
            x=base.day_strings(pd.Index(own["month"])),
            y=base.rounded(amounts, 3),
            name=name,
            mode="lines+markers" if amounts.notna().sum() == 1 else "lines",
            marker={"size": 4},
            line={"color": colour, "width": 2, "shape": "hv", "dash": "dot" if name == "FRN" else "solid"},
            hovertemplate=f"%{{x|{base.MONTH_FORMATS[current()]}}}<br>"
            + tr("{tenor} offered %{{y:,.0f}} bn", tenor=name)
            + "<extra></extra>",
        )
        _announced(figure, own.dropna(subset=["announced_usd"]), name, colour)
        last = pd.concat([amounts.dropna(), own["announced_usd"].dropna() / BN]).iloc[-1]
        ends.append(EndLabel(float(last), name, colour))
    drawn = rows[["offered_usd", "announced_usd"]] / BN
    base.add_key_dates(figure, marks, start, end)
    label_ends(figure, end, ends, float(drawn.min(axis=None)), float(drawn.max(axis=None)))
    return figure


def _announced(figure: go.Figure, own: pd.DataFrame, name: str, colour: str) -> None:
    differs = own["standing"].eq("differs")
    figure.add_scatter(
        x=base.day_strings(pd.Index(own["month"])),
        y=base.rounded(own["announced_usd"] / BN, 3),
        name=tr("{tenor} announced", tenor=name),
        mode="markers",
        marker={
            "symbol": ["x" if one else "circle-open" for one in differs],
            "size": [10 if one else 6 for one in differs],
            "color": colour,
        },
        customdata=base.day_strings(pd.Index(own["statement_date"])),
        hovertemplate=f"%{{x|{base.MONTH_FORMATS[current()]}}}<br>"
        + tr("{tenor} announced %{{y:,.0f}} bn on %{{customdata}}", tenor=name)
        + "<extra></extra>",
    )


@base.kept
def buyback_use(rows: pd.DataFrame, title: str, *, subtitle: str = "") -> go.Figure:
    """Par bought back by refunding quarter and type beside the stated maximum; paler where results are missing.

    In: the frame of `buyback_quarters.summed`.
    """
    drawn = rows[rows["stated_maximum_usd"].gt(0) | rows["accepted_usd"].gt(0)]
    if drawn.empty:
        return base.empty_figure(tr(NO_MAXIMUM), title)
    figure = base.new_figure(title, y_title=tr("USD bn"), subtitle=subtitle, height=420, dates=False)
    figure.update_layout(hovermode="closest", barmode="group", bargap=0.25)
    order = [_two_lines(quarter) for quarter in dict.fromkeys(drawn["quarter"])]
    for kind, own in drawn.groupby("operation_type", sort=False):
        colour, name = TYPE_COLOURS.get(str(kind), theme.GREY), base.plain(tr(str(kind)))
        group = {"x": [_two_lines(quarter) for quarter in own["quarter"]], "offsetgroup": name, "legendgroup": name}
        figure.add_bar(
            **group,
            y=base.rounded(own["accepted_usd"] / BN, 3),
            name=tr("{type}, bought back", type=name),
            marker={"color": colour, "opacity": [1.0 if full else PALE for full in own["held_in_full"]], "line": {"width": 0}},
            hovertemplate="%{x}<br>" + tr("{type}: %{{y:,.1f}} bn bought back", type=name) + "<extra></extra>",
        )
        stated = own["stated_maximum_usd"].where(own["stated_maximum_usd"] > 0)
        if stated.notna().any():
            figure.add_bar(
                **group,
                y=base.rounded(stated / BN, 3),
                name=tr("{type}, most stated", type=name),
                marker={"color": theme.CLEAR, "line": {"width": 1.6, "color": colour}},
                hovertemplate="%{x}<br>" + tr("{type}: at most %{{y:,.1f}} bn stated", type=name) + "<extra></extra>",
            )
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=order)
    legend_at_foot(figure)
    return figure


def _two_lines(quarter: str) -> str:
    """Months above the year, or the first month above the last, so that a phone has room for every quarter."""
    found = _QUARTER.fullmatch(quarter)
    if current() != ENGLISH and found:
        return quarter_words(quarter, "<br>")
    months, _, year = base.plain(quarter).rpartition(" ")
    return f"{months}<br>{year}"


def quarter_words(quarter: str, between: str = "") -> str:
    """A refunding quarter, as the reviewed file names it, in the reader's language; ``between`` stands before its last month.

    >>> quarter_words("Nov 2025-Jan 2026")
    'Nov 2025-Jan 2026'
    """
    found = _QUARTER.fullmatch(quarter)
    if current() == ENGLISH or found is None:
        return quarter
    first, year, last, last_year = found.groups()
    begin = date(int(year or last_year), units.MONTHS.index(first) + 1, 1)
    end = date(int(last_year), units.MONTHS.index(last) + 1, 1)
    last = units.month(end) if begin.year != end.year else units.month_of_year(end)
    return tr("{first} to {last}", first=units.month(begin), last=between + last)
