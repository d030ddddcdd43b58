"""The parts of the duration page: its datasets, the assumptions, what is made of them in the range chosen, and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury.analytics import duration_flows, duration_stock, duration_supply, issuance, issuance_mix, private_supply
from treasury.analytics._periods import Period
from treasury.analytics.duration_flows import PLAIN, Assumptions, RealBeta, real_yield_beta
from treasury.charts.base import Mark
from treasury.charts.parts import Span
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.issuance import period_words
from treasury.ui.text import plain

PERIODS: dict[str, Period] = {
    N_("Week"): "week",
    N_("Month"): "month",
    N_("Quarter"): "quarter",
    N_("Fiscal year"): "fiscal_year",
}
UNITS = {N_("Ten-year equivalents"): "ten_year_equivalent_usd", N_("Par"): "usd"}
FED = (N_("Taken out"), N_("Counted"))
SELECT_PX = 220
UNIT = "ten_year_equivalent_usd"
EXPECTED = N_("whole, estimate")  # of the current year, in the table of parts
FED_HELP = N_("Taken out: its add-ons at auctions; in par the change of its weekly holdings. Counted: everything issued.")
TIPS_HELP = N_(
    "The part of a TIPS' own (real) duration that counts. 1 is the plain definition; lower values say that real yields move "
    "less than nominal ones."
)
BILL_HELP = N_(
    "The part of a bill's own duration that counts. 1 is the plain definition. A dollar in four-week bills is sold thirteen "
    "times a year; 0 leaves bills out."
)
FRN_HELP = N_("Time to the next reset of a floating rate note. Its rate follows the weekly auction of 13-week bills: 7 at most.")
CLASS_LABELS = {
    "security_class": N_("Class"),
    f"net_public_{UNIT}": N_("Net to the public, 10-year eq."),
    f"issued_{UNIT}": N_("Issued, 10-year eq."),
    f"soma_{UNIT}": N_("Fed add-ons, 10-year eq."),
    f"bought_back_{UNIT}": N_("Bought back, 10-year eq."),
    "per_par_ratio": N_("10-year eq. per dollar issued"),
    "issued_usd": N_("Issued, par"),
    "soma_usd": N_("Fed add-ons, par"),
    "matured_usd": N_("Matured, par"),
    "bought_back_usd": N_("Bought back, par"),
}


@dataclass(frozen=True)
class Sources:
    """The datasets behind the page, each as it is held."""

    auctions: Loaded
    operations: Loaded
    securities: Loaded
    par: Loaded
    real: Loaded
    fed: Loaded

    @property
    def flows(self) -> list[Loaded]:
        return [self.auctions, self.operations, self.securities, self.par]

    @property
    def stock(self) -> list[Loaded]:
        return [*self.flows, self.real]


@dataclass(frozen=True)
class Choice:
    """What the reader set."""

    by: str
    unit: str
    fed_out: bool
    shown: DateRange
    marks: list[Mark]
    assume: Assumptions

    @property
    def period(self) -> Period:
        return PERIODS[self.by]

    @property
    def in_par(self) -> bool:
        return self.unit == "usd"

    @property
    def measure(self) -> str:
        return tr("par") if self.in_par else tr("ten-year equivalents")

    @property
    def fed_bar(self) -> str:
        return tr("Fed: change of holdings") if self.in_par else tr("Fed add-ons")


@dataclass(frozen=True)
class Made:
    """What the charts draw, cut to the range; ``every`` holds all periods, for the headline."""

    choice: Choice
    known_until: date
    flows: pd.DataFrame
    sides: pd.DataFrame
    net: pd.DataFrame
    every: pd.DataFrame
    stock: pd.DataFrame
    totals: pd.DataFrame
    gaps: list[Span]


def sources() -> Sources:
    names = ("auctions", "buyback_operations", "buyback_securities", "par_yields", "real_par_yields", "fed_holdings")
    return Sources(*(cache.frame(name) for name in names))


def choose(auctions: Loaded, par: Loaded) -> Choice:
    """The controls of the page, all in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = controls.choice(tr("By"), list(PERIODS), key="by", default="Quarter")
        unit = UNITS[controls.choice(tr("Measure"), list(UNITS), key="measure")]
        fed_out = controls.choice(tr("Fed"), list(FED), key="fed", help=tr(FED_HELP)) == FED[0]
        begin = auctions.frame["issue_date"].min() if unit == "usd" else par.frame.index[0]  # no equivalents without a curve
        first, last = begin.date(), issuance.known_until(auctions.frame)
        shown = controls.date_range(first, max(first, last), key="span", default="3Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates()
    return Choice(by, unit, fed_out, shown, marks, assumptions())


def assumptions() -> Assumptions:
    """How much of its own duration a security counts with, as numbers that the reader can change."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        betas = controls.Bounds(0.0, 1.5, 0.05)
        tips = controls.number(tr("TIPS beta"), betas, key="tips_beta", default=PLAIN.tips_beta, help=tr(TIPS_HELP))
        bill = controls.number(tr("Bill beta"), betas, key="bill_beta", default=PLAIN.bill_beta, help=tr(BILL_HELP))
        reset = controls.Bounds(0.0, 92.0, 1.0, decimals=0)
        days = controls.number(tr("FRN reset, days"), reset, key="frn_days", default=PLAIN.frn_reset_days, help=tr(FRN_HELP))
    return Assumptions(tips, bill, days)


def measured_beta(held: Sources) -> RealBeta | None:
    """What a TIPS beta was over the last two years, for comparison with the one assumed."""
    return cache.computed(real_yield_beta, held.par, held.real) if held.real.ok else None


def make(held: Sources, choice: Choice) -> Made | None:
    """Everything the page draws. Where the datasets held do not fit each other, a card says so."""
    try:
        return _make(held, choice)
    except ValueError as trouble:
        layout.failed_card(tr("Duration cannot be computed from the datasets held"), plain(str(trouble)))
        return None


def _make(held: Sources, choice: Choice) -> Made:
    words = {"period": choice.period, "assume": choice.assume}
    flows, sides = cache.computed(_supply, *held.flows, **words)
    every = duration_supply.net_supply(sides, held.fed.frame, choice.unit, choice.fed_out)
    span = {"start": choice.shown.start.isoformat(), "end": choice.shown.end.isoformat()}
    stock = cache.computed(duration_stock.duration_stock, *held.stock, **words, **span)
    last = issuance.known_until(held.auctions.frame)
    gaps = issuance_mix.buybacks_not_held(held.operations.frame, held.securities.frame, last)
    return Made(
        choice=choice,
        known_until=last,
        flows=_within(flows, choice.shown),
        sides=_within(sides, choice.shown),
        net=_within(every, choice.shown),
        every=every,
        stock=stock,
        totals=duration_stock.stock_totals(stock),
        gaps=[Span(first.astype(object), final.astype(object), tr("Buybacks not held")) for first, final in gaps],
    )


def _supply(*frames: pd.DataFrame, period: Period, assume: Assumptions) -> tuple[pd.DataFrame, pd.DataFrame]:
    auctions, operations, securities, par = frames
    flows = duration_supply.duration_supply(auctions, operations, securities, par, period, assume)
    return flows, duration_supply.sides(flows)


def _within(frame: pd.DataFrame, shown: DateRange) -> pd.DataFrame:
    met = (frame["period_end"] >= pd.Timestamp(shown.start)) & (frame["period_start"] <= pd.Timestamp(shown.end))
    return frame[met].reset_index(drop=True)


def by_class(made: Made) -> tuple[str, pd.DataFrame]:
    """The last full period of the range, one row a class and the sums, and what it is called."""
    full = made.flows[~made.flows["partial"]]
    if full.empty:
        return "", full
    period = full["period"].iloc[-1]
    sums = made.sides[made.sides["period"].eq(period)].rename(columns={"side": "security_class"})
    sums = sums[sums["security_class"].ne("Bills")]  # a class already
    rows = pd.concat([part.astype({"security_class": "str"}) for part in (full[full["period"].eq(period)], sums)])
    rows = rows.assign(per_par_ratio=rows[f"issued_{UNIT}"] / rows["issued_usd"].where(rows["issued_usd"] > 0))
    return period_words(period), rows[list(CLASS_LABELS)].reset_index(drop=True)


def years(held: Sources, choice: Choice) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Supply above one year by calendar (or fiscal) year, newest first; and this year against the last."""
    words = {"period": "fiscal_year" if choice.period == "fiscal_year" else "year", "assume": choice.assume}
    inputs = [held.auctions, held.operations, held.securities, held.fed, held.par]
    every = cache.computed(private_supply.private_supply, *inputs, **words).iloc[::-1].reset_index(drop=True)
    pair = cache.computed(private_supply.private_supply_compared, *inputs, **words)
    return every, pair.assign(part=pair["part"].mask(pair["expected"], EXPECTED))


def ahead(held: Sources, choice: Choice) -> pd.DataFrame:
    """What is sold or announced and settles after the last auction with a result."""
    return cache.computed(duration_flows.ahead, held.auctions, held.par, assume=choice.assume)
