"""The view "Mark-up" of the refinancing page: by week, what matured and cost against what replaced it and costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import ladder as ladders
from treasury.analytics.refinancing_markup import SIDES, fiscal_year_to_date, markup
from treasury.charts import refinancing as charts
from treasury.charts.base import Mark
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout
from treasury.ui.refinancing import Sources

SELECT_PX = 220
BATCHES = {N_("All"): N_("Bills and nominal coupons"), N_("Bills"): N_("Bills"), N_("Coupons"): N_("Nominal coupons")}
WEEK_LABELS = {
    "week": N_("Week"),
    "start": N_("From"),
    "matured_usd": N_("Matured"),
    "matured_rate_pct": N_("Its rate"),
    "issued_usd": N_("Issued"),
    "issued_rate_pct": N_("New rate"),
    "markup_bp": N_("Mark-up"),
    "markup_usd": N_("A year"),
    "markup_to_date_usd": N_("FY to date"),
    "cost_change_usd": N_("Cost change"),
}
HELPS = {
    "markup_usd": N_("The mark-up on the amount that matured, dollars a year."),
    "markup_to_date_usd": N_("Running total of the fiscal year, dollars a year."),
    "cost_change_usd": N_("New annual cost less old, with the change of size."),
}
YEAR_LABELS = {"fiscal_year": N_("Fiscal year"), "weeks": N_("Weeks")} | {
    name: label for name, label in WEEK_LABELS.items() if name not in ("week", "start", "markup_to_date_usd")
}
NOTES = N_("""
Bills and nominal notes and bonds, by week of settlement. **Rate**: as sold, high yield or investment rate, the mean by amount.
**Mark-up** = rate of what was issued less rate of what matured; in dollars a year, on the amount that matured. **Cost change**
also counts the change of size. All: bills and coupons in one batch, so a week in which coupons replace bills shows the slope of
the curve as well. TIPS and floating rate notes are left out: real yields and margins are no nominal rates.\n
**Sums of a fiscal year**: a bill that rolls every four weeks counts in the amounts each time it rolls; its mark-ups add up to the
change of its rate over the year. Buybacks whose results are not held count as maturing on their day. A week in which a fiscal
year begins is two rows, and a week in which nothing matured or nothing was issued has no mark-up.
""")


@dataclass(frozen=True)
class Markup:
    """The mark-up of one batch: its weeks, oldest first, all and those of the range, and its fiscal years, newest first."""

    side: str
    every: pd.DataFrame
    weeks: pd.DataFrame
    years: pd.DataFrame
    marks: list[Mark]
    last: date  # of the auctions held

    @property
    def whole(self) -> pd.Series | None:
        """The last week that is over and has a mark-up."""
        rows = self.every[~self.every["partial"]].dropna(subset=["markup_usd"])
        return None if rows.empty else rows.iloc[-1]


def draw(held: Sources) -> str:
    """The controls, the weeks as a figure and as a table, the fiscal years; gives the headline."""
    if not layout.drawable(*held.flows):
        return ""
    made = _marked_up(held)
    st.markdown(year_words(made))
    words: dict[str, Any] = {"sources": held.flows, "notes": NOTES}
    figure = charts.markup_weeks(
        made.weeks, title(made), subtitle=tr("{batch}, by week settled", batch=tr(BATCHES[made.side])), marks=made.marks
    )
    layout.show_chart(figure, key="markup", alt=alt(made), csv=made.weeks, name="refinancing mark-up", **words)
    layout.section(N_("By week"))
    rows = made.weeks.iloc[::-1][list(WEEK_LABELS)]
    more = {"helps": HELPS, **words}
    layout.show_table(rows, key="weeks", labels=WEEK_LABELS, usd=("bn", 2), csv=made.weeks, name="mark-up by week", **more)
    layout.section(N_("By fiscal year"))
    rows = made.years[list(YEAR_LABELS)].astype({"fiscal_year": "str"})
    layout.show_table(
        rows, key="fiscal", labels=YEAR_LABELS, usd=("bn", 1), height="content", name="mark-up by fiscal year", **more
    )
    return headline(made)


def _marked_up(held: Sources) -> Markup:
    every = cache.computed(markup, *held.flows)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        side = controls.choice(tr("Batch"), list(SIDES), key="side")
        first, last = every["start"].min().date(), every["end"].max().date()
        shown = controls.date_range(first, last, key="span", default="2Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates(default="None")
    own = every[every["side"].eq(side)]
    met = (own["end"] >= pd.Timestamp(shown.start)) & (own["start"] <= pd.Timestamp(shown.end))
    weeks = own[met].reset_index(drop=True)
    return Markup(side, own, weeks, fiscal_year_to_date(every, side), marks, ladders.ladder_day(held.auctions.frame))


def headline(made: Markup) -> str:
    """The last whole week, and the running total of its fiscal year."""
    if (week := made.whole) is None:
        return tr("No whole week with a batch that matured and one that replaced it is held.")
    what = {"All": "", "Bills": tr(" of bills"), "Coupons": tr(" of coupons")}[made.side]
    return tr(
        "In the week from {day}, {matured}{what} at {old_rate} matured and {issued} came in at "
        "{new_rate}: {markup}. The mark-ups of {year} add up to {total} a year.",
        day=units.day(week["start"].date()),
        matured=units.usd(week["matured_usd"]),
        what=what,
        old_rate=units.percent(week["matured_rate_pct"]),
        issued=units.usd(week["issued_usd"]),
        new_rate=units.percent(week["issued_rate_pct"]),
        markup=units.bp(week["markup_bp"]),
        year=_year(made),
        total=units.usd(made.years.iloc[0]["markup_usd"]),
    )


def _year(made: Markup) -> str:
    """The newest fiscal year, and up to which day it is held."""
    year = int(made.years.iloc[0]["fiscal_year"])
    if made.last >= date(year, 9, 30):
        return tr("fiscal {year}", year=year)
    return tr("fiscal {year} to {day}", year=year, day=units.day(made.last))


def year_words(made: Markup) -> str:
    """The newest fiscal year: rates, mark-up and the change of cost with the change of size (Markdown of our own)."""
    if made.years.empty:
        return tr("No week is held.")
    year, name = made.years.iloc[0], _year(made)
    return tr(
        "**{year}**: {matured} at {old_rate} on average matured and {issued} at {new_rate} was issued. With what was borrowed "
        "on top, the annual cost changed by {change}.",
        year=name[0].upper() + name[1:],
        matured=units.usd(year["matured_usd"]),
        old_rate=units.percent(year["matured_rate_pct"]),
        issued=units.usd(year["issued_usd"]),
        new_rate=units.percent(year["issued_rate_pct"]),
        change=units.usd(year["cost_change_usd"]),
    )


def title(made: Markup) -> str:
    """The running total of the newest fiscal year."""
    if made.years.empty:
        return tr("No week held")
    year = made.years.iloc[0]
    return tr(
        "FY{year} so far: {amount} a year",
        year=int(year["fiscal_year"]),
        amount=units.usd(year["markup_usd"]),
    )


def alt(made: Markup) -> str:
    """In how many weeks refinancing became dearer, and the newest running total of those drawn."""
    rows = made.weeks.dropna(subset=["markup_usd"])
    if rows.empty:
        return tr("Refinancing mark-up, {side}: 0 weeks with a batch on both sides.", side=tr(made.side))
    last, dearer = rows.iloc[-1], int((rows["markup_usd"] > 0).sum())
    span = units.days(rows["start"].iloc[0].date(), min(last["end"].date(), made.last))
    return tr(
        "Refinancing mark-up by week, {side}, {span}: dearer in {dearer} of {weeks} weeks; fiscal {year} to date {total} a year.",
        side=tr(made.side).lower(),
        span=span,
        dearer=dearer,
        weeks=len(rows),
        year=int(last["fiscal_year"]),
        total=units.usd(last["markup_to_date_usd"]),
    )
