"""The two views of stablecoins on the demand page: where they stand against bills, and what a tenfold or a redemption means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury.analytics import stablecoins as coins
from treasury.analytics._periods import Period
from treasury.analytics.issuance import known_until
from treasury.charts import stablecoins as charts
from treasury.charts.base import Mark
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, tables
from treasury.ui import stablecoins_words as say
from treasury.ui.cache import Loaded
from treasury.ui.controls import Bounds, DateRange
from treasury.ui.demand import RANGE, SELECT_PX
from treasury.ui.text import plain

COINS = {N_("All"): "total_usd", N_("Pegged to the dollar"): "usd_pegged_usd"}
PERIODS: dict[str, Period] = {N_("Quarter"): "quarter", N_("Fiscal year"): "fiscal_year"}
SHARE_PCT = 50.0  # a round number to start from; nothing held here measures it
REDEEMED_PCT, WITHIN_DAYS = 10.0, 7.0
SCENARIOS = (5.0, 10.0, 20.0, 50.0)  # percent redeemed, beside what is typed
FIRST_BILLS = "2017-11-30"  # the first month end with coins
GOAL_2030 = date(2030, 12, 31)
PERCENT = Bounds(0.0, 100.0, 5.0, decimals=0)


@dataclass(frozen=True)
class Sources:
    """The datasets behind both views, each as it is held."""

    coins: Loaded
    auctions: Loaded
    operations: Loaded
    securities: Loaded
    debt: Loaded

    @property
    def flows(self) -> list[Loaded]:
        return [self.auctions, self.operations, self.securities]

    @property
    def against_bills(self) -> list[Loaded]:
        return [self.coins, self.auctions, *([self.debt] if self.debt.ok else [])]


@dataclass(frozen=True)
class Chosen:
    """What both views ask for: which coins, the assumed share of reserves in bills."""

    name: str
    series: pd.Series
    share_pct: float

    @property
    def now(self) -> tuple[date, float]:
        """The last day with a figure, and the figure."""
        kept = self.series.dropna()
        return kept.index[-1].date(), float(kept.iloc[-1])


def sources() -> Sources:
    names = ("stablecoins", "auctions", "buyback_operations", "buyback_securities", "debt_by_class")
    return Sources(*(cache.frame(name) for name in names))


def _choose(held: Sources) -> Chosen:
    name = controls.choice(tr("Coins"), list(COINS), key="coins")
    help = tr("Bills in all reserves, as you assume them. 50 % is a round number to start from: no dataset here measures it.")
    share = controls.number(tr("Bills of reserves, %"), PERCENT, key="reserve", default=SHARE_PCT, help=help)
    return Chosen(name, held.coins.frame[COINS[name]], share)


def draw() -> str:
    """In circulation, growth, share of bills outstanding and of net bill issuance; returns the headline."""
    held = sources()
    if not layout.drawable(held.coins):
        return tr("No stablecoins to show.")
    days = held.coins.frame.index
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _choose(held)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = controls.date_range(days[0].date(), days[-1].date(), default=RANGE, options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    growth = coins.growth(chosen.series, chosen.now[0])
    part = shown.of(chosen.series.to_frame("coins_usd"))
    figure = charts.circulation(part["coins_usd"], say.circulation_title(chosen.now, growth), marks)
    words: dict[str, Any] = {"name": "stablecoins in circulation", "notes": say.NOTES}
    layout.show_chart(figure, key="circulation", alt=say.circulation_alt(part), sources=[held.coins], csv=part, **words)
    rows = growth.assign(tenfold_years=[coins.years_to(10, each) for each in growth["growth_pct"]])
    rows = rows.rename(columns={"growth_pct": "growth_change_pct"})
    words = {"labels": say.GROWTH_LABELS, "name": "stablecoin growth", "notes": say.NOTES, "height": "content"}
    layout.show_table(rows, key="growth", sources=[held.coins], usd=("bn", 1), **words)
    share = _draw_share(held, chosen, shown, marks)
    net = _draw_net(held, chosen, shown, marks)
    return say.headline(chosen.now, growth, chosen.share_pct, share, net)


def _draw_share(held: Sources, chosen: Chosen, shown: DateRange, marks: list[Mark]) -> pd.DataFrame | None:
    """Of bills outstanding; None where bills are not known."""
    layout.section(N_("Of bills outstanding"), anchor="bills")
    if not layout.drawable(held.auctions):
        return None
    try:
        bills = cache.computed(coins.bills_outstanding, *held.flows, held.debt, start=FIRST_BILLS)
    except ValueError as trouble:
        layout.failed_card(tr("Bills outstanding cannot be computed from the datasets held"), plain(str(trouble)))
        return None
    every = coins.share_of_bills(chosen.series, bills, chosen.share_pct)
    share = every[every["record_date"].between(pd.Timestamp(shown.start), pd.Timestamp(shown.end))]
    figure = charts.share_of_bills(share, say.share_title(share), marks, subtitle=say.assumed(chosen.share_pct))
    words: dict[str, Any] = {"name": "stablecoins and bills outstanding", "notes": say.SHARE_NOTES, "csv": share}
    alt = say.share_alt(share, chosen.share_pct)
    layout.show_chart(figure, key="of_bills", alt=alt, sources=held.against_bills, **words)
    return every


def _draw_net(held: Sources, chosen: Chosen, shown: DateRange, marks: list[Mark]) -> str:
    """Of net bill issuance; returns what the headline says of it."""
    layout.section(N_("Of net bill issuance"), anchor="net-issuance")
    if not held.auctions.ok:
        return ""
    by = controls.choice(tr("By"), list(PERIODS), key="by")
    try:
        every = _net(held, chosen, PERIODS[by])
    except ValueError as trouble:
        layout.failed_card(tr("Net issuance cannot be computed from the datasets held"), plain(str(trouble)))
        return ""
    inside = (every["period_end"] >= pd.Timestamp(shown.start)) & (every["period_start"] <= pd.Timestamp(shown.end))
    rows = every[inside & every["coins_change_usd"].notna()].reset_index(drop=True)
    sources, alt = [held.coins, *held.flows], say.net_alt(rows, chosen.share_pct)
    st.markdown(alt)
    subtitle = say.assumed(chosen.share_pct)
    figure = charts.against_net_bills(rows, tr("Net bill issuance and stablecoins"), PERIODS[by], marks, subtitle=subtitle)
    words: dict[str, Any] = {"name": "stablecoins and net bill issuance", "notes": say.NET_NOTES, "sources": sources, "csv": rows}
    layout.show_chart(figure, key="of_net", alt=alt, **words)
    with st.expander(tr("The figures by period")):
        table = rows.iloc[::-1][list(say.NET_LABELS)]
        layout.show_table(table, key="net", labels=say.NET_LABELS, usd=("bn", 1), **words)
    return say.net_words(every, PERIODS[by])


def _net(held: Sources, chosen: Chosen, period: Period) -> pd.DataFrame:
    net = cache.computed(coins.net_bills, *held.flows, period=period)
    return coins.share_of_net(chosen.series, net, chosen.share_pct, known_until(held.auctions.frame))


def draw_what_if() -> str:
    """Tenfold by 2030 and in ten years, and a redemption; returns the headline."""
    held = sources()
    if not layout.drawable(held.coins):
        return tr("No stablecoins to show.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _choose(held)
    goals = _draw_tenfold(held, chosen)
    _draw_redemption(held, chosen)
    return say.what_if_headline(chosen.now, goals, chosen.share_pct)


def _draw_tenfold(held: Sources, chosen: Chosen) -> list[coins.Goal]:
    layout.section(N_("Tenfold"), anchor="tenfold")
    day, now = chosen.now
    ten_years = (pd.Timestamp(day) + pd.DateOffset(years=10)).date()
    goals = coins.goals(now, day, chosen.share_pct, [(say.BY_2030, GOAL_2030), (say.TEN_YEARS, ten_years)])
    growth = coins.growth(chosen.series, day).set_index("years")["growth_pct"]
    paths = coins.paths(now, day, goals, growth[1])
    st.markdown(say.tenfold_words(goals, growth, _net_of_a_year(held, chosen)))
    past = chosen.series.loc[pd.Timestamp(day) - pd.DateOffset(years=5) :].dropna()
    figure = charts.tenfold(past, paths, say.path_names(growth[1]), say.tenfold_title(goals), subtitle=tr(say.ARITHMETIC))
    csv = pd.concat([past.rename("in_circulation"), paths], axis="columns", sort=True).add_suffix("_usd")
    words: dict[str, Any] = {"name": "stablecoins tenfold", "notes": say.TENFOLD_NOTES, "sources": [held.coins]}
    layout.show_chart(figure, key="tenfold", alt=say.tenfold_alt(goals, chosen.now), csv=csv, **words)
    rows = tables.from_rows(goals, say.GOAL_COLUMNS)
    words |= {"labels": say.GOAL_LABELS, "height": "content", "usd": ("bn", 0)}
    layout.show_table(rows, key="goals", **words)
    return goals


def _net_of_a_year(held: Sources, chosen: Chosen) -> pd.DataFrame:
    """The last four full quarters of net bill issuance; none where they are not known."""
    try:
        net = _net(held, chosen, "quarter") if held.auctions.ok else pd.DataFrame()
    except ValueError:
        net = pd.DataFrame()  # the view "Stablecoins" says why
    return net[~net["partial"]].tail(4) if len(net) else net


def _draw_redemption(held: Sources, chosen: Chosen) -> None:
    layout.section(N_("Redemption"), anchor="redemption")
    if not layout.drawable(held.auctions):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        redeemed = controls.number(tr("Redeemed, %"), PERCENT, key="redeemed", default=REDEEMED_PCT)
        days = controls.number(tr("Within, days"), Bounds(1.0, 365.0, 1.0, decimals=0), key="within", default=WITHIN_DAYS)
    try:
        supply = cache.computed(coins.weekly_bills, *held.flows)
    except ValueError as trouble:
        layout.failed_card(tr("The supply of bills cannot be computed from the datasets held"), plain(str(trouble)))
        return
    if supply is None:
        layout.empty_card(
            tr("The supply of bills is not known"), tr("{weeks} full weeks of auctions are needed.", weeks=coins.WEEKS)
        )
        return
    _, now = chosen.now
    percents = sorted({*SCENARIOS, redeemed} - {0.0})
    made = [coins.redemption(now, chosen.share_pct, each, days, supply.gross_usd) for each in percents]
    own = coins.redemption(now, chosen.share_pct, redeemed, days, supply.gross_usd)
    st.markdown(say.redemption_words(own, redeemed, days, supply, chosen.share_pct))
    st.markdown(say.fall_words(coins.largest_fall(chosen.series, int(days)), int(days)))
    rows = tables.from_rows(made, say.REDEMPTION_COLUMNS)
    rows.insert(0, "redeemed_share_pct", percents)
    words: dict[str, Any] = {
        "labels": say.REDEMPTION_LABELS,
        "notes": say.REDEMPTION_NOTES,
        "name": "stablecoin redemption",
        "height": "content",
    }
    layout.show_table(rows, key="redemption", sources=[held.coins, *held.flows], usd=("bn", 1), **words)
