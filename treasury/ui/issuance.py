"""The parts of the issuance page: its datasets, its controls, and what is made of them in the range chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import issuance, issuance_mix
from treasury.analytics._periods import Period
from treasury.charts.base import Mark
from treasury.charts.parts import Span
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.text import plain

VIEWS = (N_("Flows"), N_("New cash"), N_("Bill shares"), N_("Outstanding"), N_("Above one year"), N_("Checks"))
PERIODS: dict[str, Period] = {
    N_("Month"): "month",
    N_("Quarter"): "quarter",
    N_("Fiscal year"): "fiscal_year",
    N_("Week"): "week",
}
SELECT_PX = 220
MEASURES = {
    N_("Net"): "net_usd",
    N_("Gross"): "issued_usd",
    N_("Matured"): "matured_usd",
    N_("Bought back"): "bought_back_usd",
}
FLOW_LABELS = {
    "period": N_("Period"),
    "security_class": N_("Class"),
    "issued_usd": N_("Issued"),
    "soma_usd": N_("of it Fed add-ons"),
    "matured_usd": N_("Matured"),
    "bought_back_usd": N_("Bought back"),
    "net_usd": N_("Net"),
}
AHEAD_LABELS = {
    "period": N_("Period"),
    "security_class": N_("Class"),
    "to_settle_usd": N_("Held, to settle"),
    "announced_usd": N_("Announced, no result"),
    "maturing_usd": N_("Maturing"),
}
NOTES = N_("""
**Net** = issued - matured - bought back, at par on settlement dates. Bills include cash management bills; all else is
coupons. The Fed's add-ons (SOMA) are issued debt and shown apart where published. An auction counts once it has a result,
and figures end with the last one: maturities are known for years ahead and would look like a fall in supply. Hatched in
gross issuance is what is sold but not settled, and what is announced: an estimate, at the amount offered.\n
**Buybacks not held**: results of the shaded months are missing. Net issuance of coupons is too high by what was bought back,
which counts as matured when it falls due instead.\n
**Missing**: what matured, and so the net, where not all of it was sold in auctions held (bonds before November 2014, notes
before November 1989, bills before 1981).
""")
SHARES = N_("""
**Of outstanding**: bills in all marketable debt at the end of the period: published (MSPD), or rebuilt from auctions, which
lack the accrual of TIPS and stand about a quarter of a point higher. **Of gross issuance**: bills are sold again every few
weeks, hence above 80 %. **Of net issuance**: negative when bills were paid down; left out where the total is not positive or
the classes nearly cancel (the CSV gives the reason).\n
**Your band** is what you type; 0 draws none. The Treasury Borrowing Advisory Committee has advised on the share of bills, but
no text of the Committee is among the sources of this project, so its band is not drawn in its name.
""")
CASH = N_("""
**New cash** = offered to the public - maturing in public hands - bought back, on settlement dates: the arithmetic of the
refunding statement. The maturing amount is the estimate in each auction announcement, which includes the inflation accrual of
TIPS; on days for which none is given it is what matured by the auctions less the Fed's part. The Fed's add-ons raise no cash
and are on neither side, so new cash differs from net issuance by the change of the Fed's holdings. Buybacks are at par. Before
March 2016 the announcements held lack these figures.
""")
LEVELS = N_("""
MSPD where held, at month ends. Elsewhere rebuilt: sold (issued on or before the day, maturing after it) less buybacks. TIPS
are with accrual in the MSPD, without in rebuilt figures. Bills begin in 1981, notes in November 1989, bonds in November 2014:
before, not all that was outstanding was sold in auctions held. The view "Checks" sets the rebuilt amounts against the MSPD.
""")


@dataclass(frozen=True)
class Sources:
    """The datasets behind the page, each as it is held."""

    auctions: Loaded
    operations: Loaded
    securities: Loaded
    debt: Loaded
    by_security: Loaded
    upcoming: Loaded
    fed: Loaded
    par: Loaded

    @property
    def flows(self) -> list[Loaded]:
        return [self.auctions, self.operations, self.securities]

    @property
    def sold(self) -> list[Loaded]:
        return [self.auctions, *([self.upcoming] if self.upcoming.ok else [])]

    @property
    def levels(self) -> list[Loaded]:
        return [*([self.debt] if self.debt.ok else []), *self.flows]


@dataclass(frozen=True)
class Mix:
    """What the charts draw, cut to the range; ``ever`` and ``totals`` hold all periods, for the headline."""

    period: str
    known_until: date
    flows: pd.DataFrame
    sides: pd.DataFrame
    shares: pd.DataFrame
    levels: pd.DataFrame
    months: pd.DataFrame
    cash: pd.DataFrame
    ahead: pd.DataFrame
    ever: pd.DataFrame
    totals: pd.DataFrame
    gaps: list[Span]
    shown: DateRange

    @property
    def coming(self) -> pd.DataFrame:
        """What settles later, where the range reaches the last period known."""
        return self.ahead if self.shown.end >= self.known_until else self.ahead.iloc[:0]

    def side(self, name: str) -> pd.DataFrame:
        """Bills, Coupons or All."""
        return self.sides[self.sides["side"].eq(name)].reset_index(drop=True)


def sources() -> Sources:
    names = ("auctions", "buyback_operations", "buyback_securities", "debt_by_class", "debt_by_security")
    return Sources(*(cache.frame(name) for name in (*names, "upcoming_auctions", "fed_holdings", "par_yields")))


@dataclass(frozen=True)
class Choices:
    """The controls of the page, all in the address: view, period, range, key dates."""

    view: str
    by: str
    shown: DateRange
    marks: list[Mark]


def choose(auctions: Loaded) -> Choices:
    """Period, range and key dates are asked for in the views that have them."""
    first, last = auctions.frame["issue_date"].min().date(), issuance.known_until(auctions.frame)
    view = controls.choice(tr("View"), VIEWS, key="view")
    if view not in VIEWS[:4]:
        return Choices(view, "Month", DateRange(first, last, "All"), [])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = controls.choice(tr("By"), list(PERIODS), key="by")
        shown = controls.date_range(first, last, key="span", default="3Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            return Choices(view, by, shown, controls.key_dates())


BAND = controls.Bounds(0.0, 100.0, 1.0, 1)  # percent


def own_band() -> tuple[float, float] | None:
    """The reader's own reference range for the bill share of outstanding, in percent; none while its upper end is 0."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        edges = [
            controls.number(tr("Your band from, %"), BAND, key="band_from", default=0.0),
            controls.number(tr("Your band to, %"), BAND, key="band_to", default=0.0),
        ]
    return (min(edges), max(edges)) if max(edges) > 0 else None


def mix(held: Sources, by: str, shown: DateRange) -> Mix | None:
    """Everything the page draws, by one of PERIODS: every period that meets the range.

    Where the datasets held do not fit each other (a security bought back that no auction sold), a card says so.
    """
    try:
        return _mix(held, by, shown)
    except ValueError as trouble:
        layout.failed_card(tr("Issuance cannot be computed from the datasets held"), plain(str(trouble)))
        return None


def _mix(held: Sources, by: str, shown: DateRange) -> Mix:
    period = PERIODS[by]
    flows = cache.computed(issuance_mix.flows, *held.flows, period=period)
    levels = cache.computed(issuance_mix.levels, *held.flows, held.debt, period=period)
    rebuilt = cache.computed(issuance_mix.levels, *held.flows, held.debt, period=period, rebuilt_only=True)
    months = cache.computed(issuance_mix.average_maturity, *held.flows, period=period)
    shares = issuance_mix.shares(flows, levels, rebuilt)
    sides = issuance_mix.sides(flows)
    ahead = cache.computed(issuance_mix.ahead, *held.flows, held.upcoming, period=period)
    cash = cache.computed(issuance_mix.new_cash_by_period, *held.flows, period=period)
    last = issuance.known_until(held.auctions.frame)
    return Mix(
        period=period,
        known_until=last,
        flows=_within(flows, shown),
        sides=_within(sides, shown),
        shares=_within(shares, shown),
        levels=_within(levels, shown),
        months=shown.of(months),
        cash=_within(cash, shown),
        ahead=ahead[ahead[list(issuance.AHEAD)].ne(0).any(axis=1)],
        ever=shares,
        totals=sides[sides["side"].eq("All")],
        gaps=_not_held_spans(sides),
        shown=shown,
    )


def _not_held_spans(sides: pd.DataFrame) -> list[Span]:
    """The runs of periods in which not all buybacks are held."""
    coupons = sides[sides["side"].eq("Coupons")]
    missing = ~coupons["buybacks_held"]
    runs = coupons[missing].groupby((~missing).cumsum()[missing])
    return [Span(run["period_start"].min().date(), run["period_end"].max().date(), tr("Buybacks not held")) for _, run in runs]


def _within(frame: pd.DataFrame, shown: DateRange) -> pd.DataFrame:
    met = (frame["period_end"] >= pd.Timestamp(shown.start)) & (frame["period_start"] <= pd.Timestamp(shown.end))
    return frame[met].reset_index(drop=True)


def period_words(label: str) -> str:
    """A period as people write it.

    >>> period_words("2026-07"), period_words("2026 Q3"), period_words("FY2026"), period_words("2026-W34"), period_words("2026")
    ('Jul 2026', 'Q3 2026', 'fiscal year 2026', 'week 34 of 2026', '2026')
    """
    if label.startswith("FY"):
        return tr("fiscal year {year}", year=label[2:])
    if "Q" in label:
        year, quarter = label.split()
        return tr("Q{quarter} {year}", quarter=quarter[1:], year=year)
    year, _, part = label.partition("-")
    if part.startswith("W"):
        return tr("week {week} of {year}", week=int(part[1:]), year=year)
    if not part:
        return tr("{year}", year=year)
    return units.month(date(int(year), int(part), 1))
