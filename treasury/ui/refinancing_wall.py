"""The view "Maturity wall" of the refinancing page: what falls due, by month, quarter or fiscal year and by class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import ladder as ladders
from treasury.analytics._periods import Period
from treasury.analytics.maturity_wall import DAYS_A_YEAR, by_period, largest_month, maturity_wall, share_maturing_pct
from treasury.charts import refinancing as charts
from treasury.language import ENGLISH, N_, tr, using
from treasury.ui import cache, controls, layout
from treasury.ui.issuance import period_words
from treasury.ui.refinancing import PLURALS, Sources, ladder_source, ladder_words
from treasury.ui.text import plain

PERIODS: dict[str, Period] = {N_("Month"): "month", N_("Quarter"): "quarter", N_("Fiscal year"): "fiscal_year"}
SHOWN, LEFT_OUT = N_("Shown"), N_("Left out")
DRAWN = {"month": 36, "quarter": 40, "fiscal_year": 31}  # periods
SPANS = {"month": N_("36 months"), "quarter": N_("Ten years by quarter"), "fiscal_year": N_("By fiscal year")}
LABELS = {
    "period": N_("Period"),
    "bill_usd": N_("Bill"),
    "note_usd": N_("Note"),
    "bond_usd": N_("Bond"),
    "tips_usd": "TIPS",
    "frn_usd": "FRN",
    "total_usd": N_("All"),
    "nominal_rate_pct": N_("Costs now"),
}
HELPS = {"nominal_rate_pct": N_("Mean rate of the bills, notes and bonds that fall due, by amount.")}
NOTES = N_("""
What falls due, on the day it is paid (what ends on a weekend is paid on the next business day, so a month may hold two ends of
months), less buybacks known so far; nothing that will be sold yet is in it, so the near bars shrink
least: bills due next month will mostly be sold again. The first period begins on the day after the ladder's. **Costs now**: what
the bills, notes and bonds due cost as sold, the mean by amount; TIPS and floating rate notes have no such rate.\n
**Statement**: amounts by security as published, TIPS with their accrual, less and plus what came since. **Rebuilt**: auctions
less buybacks, TIPS at par.
""")


@dataclass(frozen=True)
class Wall:
    """The ladder, its day and origin, and its maturities in periods: all of them, and those drawn."""

    ladder: pd.DataFrame
    day: date
    origin: str
    period: Period
    every: pd.DataFrame
    drawn: pd.DataFrame

    @property
    def later_usd(self) -> float:
        """What falls due after the periods drawn."""
        return float(self.every.loc[self.every["period_start"] > self.drawn["period_start"].max(), "maturing_usd"].sum())

    @property
    def coupons(self) -> tuple[str, float] | None:
        """The period drawn in which most but bills falls due, in words, and how much; None where nothing does."""
        rest = self.drawn[self.drawn["security_class"].ne("Bill")]
        if rest["maturing_usd"].sum() <= 0:
            return None
        start, amount = largest_month(rest)
        return period_words(str(rest.loc[rest["period_start"].eq(pd.Timestamp(start)), "period"].iloc[0])), amount


def draw(held: Sources) -> str:
    """The controls, the wall as a figure and as a table; gives the headline, "" where there is no ladder."""
    layout.drawable(*held.ladder[1:])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = PERIODS[controls.choice(tr("By"), list(PERIODS), key="by", default="Quarter")]
        bills = controls.choice(tr("Bills"), [SHOWN, LEFT_OUT], key="wall") == SHOWN
        source = ladder_source()
    try:
        made = _wall(held, period, source)
    except ValueError as trouble:
        layout.failed_card(tr("The ladder cannot be built from the datasets held"), plain(str(trouble)))
        return ""
    st.markdown(soon_words(made))
    rows = made.drawn if bills else made.drawn[made.drawn["security_class"].ne("Bill")].reset_index(drop=True)
    words: dict[str, Any] = {"sources": held.ladder, "notes": NOTES}
    figure = charts.wall(rows, title(made), period, subtitle=subtitle(made))
    layout.show_chart(figure, key="wall_chart", alt=alt(made, rows), csv=rows, name="maturity wall", **words)
    with using(ENGLISH):
        words["csv"] = _rows(made)
    words |= {"labels": LABELS, "helps": HELPS, "usd": ("bn", 1), "name": "maturity wall by period"}
    layout.show_table(_rows(made), key="wall_table", **words)
    return headline(made)


def _wall(held: Sources, period: Period, source: str) -> Wall:
    day = ladders.ladder_day(held.auctions.frame)
    ladder = cache.computed(ladders.ladder, *held.ladder, source=source)
    every = maturity_wall(ladder, day, period)
    starts = every["period_start"].drop_duplicates().nsmallest(DRAWN[period])
    stated = ladders.statement_day(held.debt.frame, day) if source == "statement" else None
    return Wall(
        ladder=ladder,
        day=day,
        origin=ladder_words(source, stated, day),
        period=period,
        every=every,
        drawn=every[every["period_start"].isin(starts)].reset_index(drop=True),
    )


def _rows(made: Wall) -> pd.DataFrame:
    """One row a period; the one that had begun by the ladder's day says from which day on it counts."""
    table = by_period(made.drawn)
    begun = tr(" (from {day})", day=units.day_of_month(made.day + timedelta(days=1)))
    return table.assign(period=table["period"].mask(table["partial"], table["period"] + begun))[list(LABELS)]


def headline(made: Wall) -> str:
    """The share that falls due within a year, and when most of the rest does."""
    whole, share = ladders.total(made.ladder), share_maturing_pct(made.ladder, made.day)
    most = ""
    if made.coupons:
        period, amount = made.coupons
        most = tr("; beyond bills, most falls due in {period}: {amount}", period=period, amount=units.usd(amount))
    return tr(
        "{share} of marketable debt, {soon} of {whole}, stood to mature within 12 months of {day}{most}.",
        share=units.percent(share, 1),
        soon=units.usd(whole * share / 100),
        whole=units.usd(whole),
        day=units.day(made.day),
        most=most,
    )


def soon_words(made: Wall) -> str:
    """What falls due within a year, by class; what lies beyond the range; from what the ladder is built (Markdown of our own)."""
    soon = made.ladder[made.ladder["due"] <= pd.Timestamp(made.day) + pd.Timedelta(days=DAYS_A_YEAR)]
    parts = soon.groupby("security_class", observed=True)["outstanding_usd"].sum()
    classes = tr(", ").join(f"{tr(PLURALS[str(name)])} {units.usd(amount)}" for name, amount in parts.items())
    later = tr(" {amount} falls due after the periods drawn.", amount=units.usd(made.later_usd)) if made.later_usd else ""
    return tr("**Within 12 months**: {classes}.{later} **Ladder**: {origin}.", classes=classes, later=later, origin=made.origin)


def title(made: Wall) -> str:
    """The period in which most coupons fall due."""
    if made.coupons is None:
        return tr("No coupon falls due")
    period, amount = made.coupons
    return tr("Most coupons: {amount} in {period}", amount=units.usd(amount), period=period)


def subtitle(made: Wall) -> str:
    """For the line under the title: what is drawn, and from which day on."""
    return tr("{span}, from {day}", span=tr(SPANS[made.period]), day=units.day(made.day + timedelta(days=1)))


def alt(made: Wall, rows: pd.DataFrame) -> str:
    """The total drawn and the period in which most coupons fall due."""
    most = tr("no coupon")
    if made.coupons:
        period, amount = made.coupons
        most = tr("most coupons in {period}, {amount}", period=period, amount=units.usd(amount))
    return tr(
        "Maturity wall, {origin}: {amount} falls due in the periods drawn; {most}.",
        origin=made.origin,
        amount=units.usd(rows["maturing_usd"].sum()),
        most=most,
    )
