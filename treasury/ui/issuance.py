"""The parts of the issuance page: its datasets, what is made of them in the range chosen, and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import issuance, issuance_mix
from treasury.analytics.outstanding import bill_share_outstanding, outstanding_published
from treasury.charts.base import Mark
from treasury.charts.parts import Span
from treasury.ui import cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.controls import DateRange
from treasury.ui.text import plain

PERIODS = dict(zip(("Month", "Quarter", "Fiscal year"), issuance_mix.PERIODS, strict=True))
SELECT_PX = 220
MEASURES = {"Net": "net_usd", "Gross": "issued_usd"}
AHEAD_LABELS = {
    "period": "Period",
    "security_class": "Class",
    "to_settle_usd": "Held, to settle",
    "announced_usd": "Announced, no result",
    "maturing_usd": "Maturing",
}
ERROR_LABELS = {
    "record_date": "Month end",
    "bill_error_usd": "Bills",
    "note_error_usd": "Notes",
    "bond_error_usd": "Bonds",
    "tips_error_usd": "TIPS",
    "frn_error_usd": "FRNs",
    "total_error_usd": "Total",
    "total_error_pct": "Total",
    "total_published_usd": "Total published",
}
NOTES = """
**Net** = issued - matured - bought back, at par on settlement dates. Bills include cash management bills; all else is
coupons. The Fed's add-ons (SOMA) are issued debt and shown apart where published. An auction counts once it has a result,
and figures end with the last one: maturities are known for years ahead and would look like a fall in supply.\n
**Buybacks not held**: results of the shaded months are missing. Net issuance of coupons is too high by what was bought back,
which counts as matured when it falls due instead.\n
**Missing**: what matured, and so the net, where not all of it was sold in auctions held (bonds before November 2014, notes
before November 1989, bills before 1981).
"""
SHARES = """
**Of outstanding**: bills in all marketable debt at the end of the period: published (MSPD), or rebuilt from auctions, which
lack the accrual of TIPS and stand about a quarter of a point higher. **Of gross issuance**: bills are sold again every few
weeks, hence above 80 %. **Of net issuance**: negative when bills were paid down; left out where the total is not positive or
the classes nearly cancel (the CSV gives the reason).
"""
LEVELS = """
MSPD where held, at month ends. Elsewhere rebuilt, since November 2014: sold (issued on or before the day, maturing after it)
less buybacks. TIPS are with accrual in the MSPD, without in rebuilt figures.
"""


@dataclass(frozen=True)
class Sources:
    """The datasets behind the page, each as it is held."""

    auctions: Loaded
    operations: Loaded
    securities: Loaded
    debt: Loaded

    @property
    def flows(self) -> list[Loaded]:
        return [self.auctions, self.operations, self.securities]

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
    ahead: pd.DataFrame
    ever: pd.DataFrame
    totals: pd.DataFrame
    gaps: list[Span]

    def side(self, name: str) -> pd.DataFrame:
        """Bills, Coupons or All."""
        return self.sides[self.sides["side"].eq(name)].reset_index(drop=True)


def sources() -> Sources:
    names = ("auctions", "buyback_operations", "buyback_securities", "debt_by_class")
    return Sources(*(cache.frame(name) for name in names))


def choose(auctions: Loaded) -> tuple[str, str, DateRange, list[Mark]]:
    """The controls of the page, all in the address: period, measure of the chart by class, range, key dates."""
    first, last = auctions.frame["issue_date"].min().date(), issuance.known_until(auctions.frame)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = controls.choice("By", list(PERIODS), key="by")
        show = controls.choice("By class", list(MEASURES), key="show")
        shown = controls.date_range(first, last, key="span", default="3Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            return by, show, shown, controls.key_dates()


def mix(held: Sources, by: str, shown: DateRange) -> Mix | None:
    """Everything the page draws, by Month, Quarter or Fiscal year: every period that meets the range.

    Where the datasets held do not fit each other (a security bought back that no auction sold), a card says so.
    """
    try:
        return _mix(held, by, shown)
    except ValueError as trouble:
        layout.failed_card("Issuance cannot be computed from the datasets held", plain(str(trouble)))
        return None


def _mix(held: Sources, by: str, shown: DateRange) -> Mix:
    period = PERIODS[by]
    flows = cache.computed(issuance_mix.flows, *held.flows, period=period)
    levels = cache.computed(issuance_mix.levels, *held.flows, held.debt, period=period)
    rebuilt = cache.computed(issuance_mix.levels, *held.flows, held.debt, period=period, rebuilt_only=True)
    months = cache.computed(issuance_mix.average_maturity, *held.flows, period=period)
    shares = issuance_mix.shares(flows, levels, rebuilt)
    sides = issuance_mix.sides(flows)
    ahead = cache.computed(issuance_mix.ahead, *held.flows, period=period)
    last = issuance.known_until(held.auctions.frame)
    return Mix(
        period=period,
        known_until=last,
        flows=_within(flows, shown),
        sides=_within(sides, shown),
        shares=_within(shares, shown),
        levels=_within(levels, shown),
        months=shown.of(months),
        ahead=ahead[ahead[list(issuance.AHEAD)].ne(0).any(axis=1)],
        ever=shares,
        totals=sides[sides["side"].eq("All")],
        gaps=_not_held_spans(sides),
    )


def _not_held_spans(sides: pd.DataFrame) -> list[Span]:
    """The runs of periods in which not all buybacks are held."""
    coupons = sides[sides["side"].eq("Coupons")]
    missing = ~coupons["buybacks_held"]
    runs = coupons[missing].groupby((~missing).cumsum()[missing])
    return [Span(run["period_start"].min().date(), run["period_end"].max().date(), "Buybacks not held") for _, run in runs]


def _within(frame: pd.DataFrame, shown: DateRange) -> pd.DataFrame:
    met = (frame["period_end"] >= pd.Timestamp(shown.start)) & (frame["period_start"] <= pd.Timestamp(shown.end))
    return frame[met].reset_index(drop=True)


def period_words(label: str) -> str:
    """A period as people write it.

    >>> period_words("2026-07"), period_words("2026 Q3"), period_words("FY2026"), period_words("2026-W34"), period_words("2026")
    ('Jul 2026', 'Q3 2026', 'fiscal year 2026', 'week 34 of 2026', '2026')
    """
    if label.startswith("FY"):
        return f"fiscal year {label[2:]}"
    if "Q" in label:
        return " ".join(reversed(label.split()))
    year, _, month = label.partition("-")
    if month.startswith("W"):
        return f"week {int(month[1:])} of {year}"
    if not month:
        return year
    return f"{units.MONTHS[int(month) - 1]} {year}"


def headline(debt: Loaded, made: Mix) -> str:
    """Bills of what is outstanding, and of gross and net issuance in the last full period."""
    now = _outstanding_now(debt)
    return f"{now} {_last_period(made, 'they')}" if now else _last_period(made, "bills")


def _outstanding_now(debt: Loaded) -> str:
    if not debt.ok:
        return ""
    share = bill_share_outstanding(outstanding_published(debt.frame)).dropna(subset="bill_share_outstanding_pct")
    if share.empty:
        return ""
    last = share.iloc[-1]
    month = f"{units.MONTHS[last['record_date'].month - 1]} {last['record_date'].year}"
    return f"Bills are {units.percent(last['bill_share_outstanding_pct'], 1)} of marketable debt outstanding (MSPD, {month})."


def _last_period(made: Mix, bills: str) -> str:
    full = made.ever[~made.ever["partial"]]
    if full.empty:
        return "No period is held in full."
    last = full.iloc[-1]
    net = "an undefined share" if units.is_missing(last["bill_share_net_pct"]) else units.percent(last["bill_share_net_pct"], 1)
    why = f" ({last['reason']})" if last["reason"] else ""
    gross = units.percent(last["bill_share_gross_pct"], 1)
    total = made.totals.set_index("period_start").loc[last["period_start"], "net_usd"]
    before = "" if last["buybacks_held"] else ", before buybacks that are not held"
    return (
        f"In {period_words(last['period'])} {bills} were {gross} of gross and {net} of net issuance{why}; "
        f"net was {units.usd(total, why='maturities are not known in full')}{before}."
    )


def partial_words(made: Mix, shown_as: str = "Pale") -> str:
    """For the line under a title: how a partial period is drawn, and where the auctions end."""
    partial = made.flows.loc[made.flows["partial"], "period"].unique()
    return f"{shown_as}: {period_words(partial[-1])}, partial, to {units.day(made.known_until)}" if len(partial) else ""


def flows_alt(made: Mix, name: str) -> str:
    """Net or Gross issuance in the last full period of the range, by side."""
    full = made.sides[~made.sides["partial"]]
    if full.empty:
        return f"{name} issuance: no full period in this range."
    last = full[full["period"].eq(full["period"].iloc[-1])].set_index("side")
    amounts = {side: units.usd(last.loc[side, MEASURES[name]]) for side in last.index}
    return (
        f"{name} issuance, {_span(made)}: in {period_words(last['period'].iloc[0])}, the last in full, "
        f"{amounts['All']}: bills {amounts['Bills']}, coupons {amounts['Coupons']}{_not_held(last)}."
    )


def side_alt(made: Mix, name: str) -> str:
    """Issued, matured, bought back and net of one side in the last full period of the range."""
    full = made.side(name)
    full = full[~full["partial"]]
    if full.empty:
        return f"{name}: no full period in this range."
    last = full.iloc[-1]
    bought = units.usd(last["bought_back_usd"], why="results not held") if name == "Coupons" else "none"
    return (
        f"{name}, {_span(made)}: in {period_words(last['period'])} {units.usd(last['issued_usd'])} issued, "
        f"{units.usd(last['matured_usd'])} matured, bought back {bought}, net {units.usd(last['net_usd'])}."
    )


def shares_alt(made: Mix) -> str:
    """The three shares in the last full period of the range."""
    full = made.shares[~made.shares["partial"]]
    if full.empty:
        return "Bill shares: no full period in this range."
    last = full.iloc[-1]
    return (
        f"Bill shares in {period_words(last['period'])}: {units.percent(last['bill_share_outstanding_pct'], 1)} of outstanding "
        f"({last['source']}), {units.percent(last['bill_share_gross_pct'], 1)} of gross issuance, "
        f"{units.percent(last['bill_share_net_pct'], 1, last['reason'])} of net issuance."
    )


def levels_alt(made: Mix) -> str:
    """Outstanding by class on the last date of the range."""
    if made.levels.empty:
        return "Outstanding by class: not known in this range."
    last = made.levels[made.levels["record_date"].eq(made.levels["record_date"].iloc[-1])]
    parts = ", ".join(f"{row.security_class} {units.usd(row.outstanding_usd)}" for row in last.itertuples())
    day, source = last["record_date"].iloc[0].date(), last["source"].iloc[0]
    return f"Outstanding by class on {units.day(day)} ({source}): {parts}."


def months_alt(made: Mix) -> str:
    if made.months.empty:
        return "Weighted average maturity: not known in this range."
    last = made.months.iloc[-1]
    return (
        f"Weighted average maturity on {units.day(made.months.index[-1].date())}: {last['all_months']:.1f} months, "
        f"coupons alone {last['coupons_months']:.1f}."
    )


def _span(made: Mix) -> str:
    return f"{period_words(made.sides['period'].iloc[0])} to {period_words(made.sides['period'].iloc[-1])}"


def _not_held(last: pd.DataFrame) -> str:
    return "" if last["buybacks_held"].all() else ", before buybacks that are not held"


def reconciled(held: Sources) -> pd.DataFrame:
    """The error of the rebuilt amounts, one row a month of the statement, newest first."""
    long = cache.computed(issuance_mix.reconciled, *held.flows, held.debt)
    wide = long.pivot(index="record_date", columns="security_class", values="error_usd")
    wide.columns = [f"{str(name).lower()}_error_usd" for name in wide.columns]
    total = long[long["security_class"].eq("Total")].set_index("record_date")
    made = wide.assign(total_error_pct=total["error_pct"], total_published_usd=total["published_usd"])
    return made.sort_index(ascending=False).reset_index()[list(ERROR_LABELS)]


def reconciled_words(errors: pd.DataFrame) -> str:
    """How far bills are off at most, and where notes and bonds went."""
    known = errors.dropna(subset="bill_error_usd")
    if known.empty:
        return "No month of the statement lies within the auctions held."
    first, last = known.iloc[-1], known.iloc[0]
    coupons = [units.usd(row["note_error_usd"] + row["bond_error_usd"]) for row in (first, last)]
    days_ = [units.day(row["record_date"].date()) for row in (first, last)]
    return (
        f"Over {len(known)} months bills are off by {units.usd(known['bill_error_usd'].abs().max())} at most. Notes and bonds "
        f"together are {coupons[0]} too high on {days_[0]} and {coupons[1]} on {days_[1]}: buybacks whose results are not held "
        f"stay in the rebuilt amounts. TIPS are too low by their inflation accrual."
    )


def ahead_words(made: Mix) -> str:
    """What lies after the last auction with a result, which no figure above counts."""
    end = f"Auctions are held to {units.day(made.known_until)}."
    if made.ahead.empty:
        return f"{end} Nothing that settles later is known."
    settle, announced, maturing = (units.usd(made.ahead[name].sum()) for name in issuance.AHEAD)
    if not made.ahead["announced_usd"].gt(0).any():
        announced = "nothing"
    return (
        f"{end} {settle} of what was sold settles later, {announced} is announced without a result, and {maturing} is known to "
        "mature in the same periods. None of it is counted above."
    )
