"""The parts of the refinancing page: its datasets, the scenario as the reader sets it, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from treasury.analytics import ladder as ladders
from treasury.analytics import refinancing_check as check
from treasury.analytics._periods import Period
from treasury.analytics.maturity_wall import maturity_wall
from treasury.analytics.refinancing_markup import SIDES, fiscal_year_to_date, markup
from treasury.analytics.refinancing_mix import Shape
from treasury.analytics.refinancing_stress import MOST_YEARS, ByYear, Path, Stress, stress
from treasury.answers.refinance import borrowing_of, question
from treasury.calendar import fiscal_year
from treasury.cbo_file import Cbo, Higher, cbo
from treasury.charts.base import Mark
from treasury.errors import BadReference
from treasury.ui import cache, controls, layout, rate_path
from treasury.ui.cache import Loaded
from treasury.ui.controls import Bounds
from treasury.ui.text import plain

BY_HAND = "By hand"
SHAPES: dict[str, Shape] = {"Parallel": "parallel", "Steepener": "steepener", "Front end": "front_end"}
SOURCES = {"Statement": "statement", "Rebuilt": "rebuilt"}
CBO_BASELINE, NO_BORROWING = "CBO baseline", "None"
PERIODS: dict[str, Period] = {"Month": "month", "Quarter": "quarter", "Fiscal year": "fiscal_year"}
WALL_PERIODS = {"month": 36, "quarter": 40, "fiscal_year": 31}  # how many are drawn
SELECT_PX = 220
SHAPE_HELP = (
    "Parallel: every rate. Steepener: nothing at 3 months, all of it from 10 years on. Front end: all at 3 months, nothing from "
    "10 years on. By hand: a table by fiscal year."
)
SHARE_HELP = "Bills of the marketable debt, reached in a straight line over a year. Empty: as it is."
BORROWING_HELP = "Added to the debt evenly over each fiscal year. None: debt stays at its size."
SOURCE_HELP = (
    "Statement: the statement of the public debt by security, carried on with later auctions. Rebuilt: from auctions alone, TIPS "
    "without their accrual."
)


@dataclass(frozen=True)
class Sources:
    """The datasets behind the page, each as it is held."""

    auctions: Loaded
    operations: Loaded
    securities: Loaded
    debt: Loaded
    par: Loaded
    breakevens: Loaded
    classes: Loaded
    rates: Loaded
    expense: Loaded
    macro: Loaded

    @property
    def ladder(self) -> list[Loaded]:
        return [self.auctions, self.operations, self.securities, self.debt]

    @property
    def flows(self) -> list[Loaded]:
        return [self.auctions, self.operations, self.securities]

    @property
    def stress(self) -> list[Loaded]:
        return [*self.ladder, self.par, self.breakevens]

    @property
    def reported(self) -> list[Loaded]:
        return [*self.flows, self.classes, self.rates, self.expense, self.par, self.macro]


@dataclass(frozen=True)
class Choice:
    """What the reader set."""

    shape: str
    shock_bp: float
    path: Path
    bill_share_pct: float | None
    borrowing: str
    years: int
    service: bool
    source: str

    @property
    def by_hand(self) -> bool:
        return self.shape == BY_HAND


def sources() -> Sources:
    names = ("auctions", "buyback_operations", "buyback_securities", "debt_by_security", "par_yields", "breakevens")
    more = ("debt_by_class", "average_interest_rates", "interest_expense", "macro")
    return Sources(*(cache.frame(name) for name in (*names, *more)))


def published() -> Cbo | None:
    """What CBO published as it is entered; a card where it cannot be read."""
    try:
        return cbo()
    except BadReference as fault:
        layout.failed_card("CBO's figures cannot be read", plain(str(fault)))
        return None


def choose(held: Sources, figures: Cbo | None) -> tuple[Choice, ByYear]:
    """The controls of the scenario, all in the address, and the new borrowing they mean."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = controls.choice("Shock", [*SHAPES, BY_HAND], key="shock", help=SHAPE_HELP)
        size = (
            controls.number("Size, bp", Bounds(-500.0, 1000.0, 25.0, 0), key="bp", default=100.0) if shape != BY_HAND else 100.0
        )
        share = controls.optional_number("Bills, % of debt", Bounds(0.0, 60.0, 1.0, 1), key="bills", help=SHARE_HELP)
        offered = [*([CBO_BASELINE] if figures else []), NO_BORROWING, BY_HAND]
        borrowing = controls.choice("New borrowing", offered, key="borrowing", help=BORROWING_HELP)
        amount = (
            controls.number("USD bn a year", Bounds(0.0, 6000.0, 100.0, 0), key="bn", default=2000.0)
            if borrowing == BY_HAND
            else 0.0
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        years = controls.number("Fiscal years", Bounds(1.0, float(MOST_YEARS), 1.0, 0), key="years", default=float(MOST_YEARS))
        service = controls.choice("Extra cost", ["Borrowed", "Not borrowed"], key="service")
        source = controls.choice("Ladder", list(SOURCES), key="ladder", help=SOURCE_HELP)
    first = fiscal_year(held.par.frame.index[-1].date())
    path: Path = ()
    if shape == BY_HAND:
        st.caption("Change of each rate against the base path, by fiscal year; between the points in a straight line.")
        path = rate_path.edited(range(first, first + MOST_YEARS), size)
    else:
        rate_path.forget()
    made = Choice(shape, size, path, share, borrowing, round(years), service == "Borrowed", source)
    return made, _borrowed(made, figures, amount * 1e9, first)


def _borrowed(chosen: Choice, figures: Cbo | None, amount_usd: float, first: int) -> ByYear:
    if chosen.borrowing == CBO_BASELINE and figures:
        return borrowing_of(figures.baselines[-1])
    if chosen.borrowing == NO_BORROWING:
        return ()
    return tuple((year, amount_usd) for year in range(first - 1, first + MOST_YEARS + 1))


def stressed(held: Sources, chosen: Choice, borrowing: ByYear) -> Stress | None:
    """The outcome of the scenario; where the datasets held do not suffice, a card says why."""
    try:
        return cache.computed(
            stress,
            *held.stress,
            source=SOURCES[chosen.source],
            shape=SHAPES.get(chosen.shape, "parallel"),
            shock_bp=chosen.shock_bp,
            path=chosen.path,
            bill_share_pct=chosen.bill_share_pct,
            borrowing=borrowing,
            years=chosen.years,
            service=chosen.service,
        )
    except ValueError as trouble:
        layout.failed_card("The interest cost cannot be computed from the datasets held", plain(str(trouble)))
        return None


def ladder(held: Sources, chosen: Choice) -> pd.DataFrame:
    """The ladder that the reader chose."""
    return cache.computed(ladders.ladder, *held.ladder, source=SOURCES[chosen.source])


def walled(made: pd.DataFrame, day: date) -> tuple[pd.DataFrame, Period]:
    """The maturity wall to draw, with its controls: period, with or without bills."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = PERIODS[controls.choice("By", list(PERIODS), key="by", default="Quarter")]
        bills = controls.choice("Bills", ["Shown", "Left out"], key="wall") == "Shown"
    rows = maturity_wall(made, day, period)
    starts = rows["period_start"].drop_duplicates().nsmallest(WALL_PERIODS[period])
    rows = rows[rows["period_start"].isin(starts)]
    return (rows if bills else rows[rows["security_class"].ne("Bill")]).reset_index(drop=True), period


@dataclass(frozen=True)
class Markup:
    """The mark-up of one side: the weeks of the range, oldest first, and every fiscal year, newest first."""

    side: str
    weeks: pd.DataFrame
    years: pd.DataFrame
    marks: list[Mark]


def marked_up(held: Sources) -> Markup:
    """The refinancing mark-up with its controls: side, range, key dates."""
    every = cache.computed(markup, *held.flows)
    last = every["end"].max().date()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        side = controls.choice("Batch", list(SIDES), key="side")
        shown = controls.date_range(every["start"].min().date(), last, key="span", default="2Y", options=controls.PERIOD_RANGES)
        with st.container(width=SELECT_PX):
            marks = controls.key_dates(default="None")
    own = every[every["side"].eq(side)]
    met = (own["end"] >= pd.Timestamp(shown.start)) & (own["start"] <= pd.Timestamp(shown.end))
    return Markup(side, own[met].reset_index(drop=True), fiscal_year_to_date(every, side), marks)


@dataclass(frozen=True)
class Calibration:
    """What the engine was held against; None where a dataset lacks, with the reason."""

    asked: Higher | None
    against: check.AgainstCbo | None
    reported: check.Reported | None
    troubles: tuple[str, ...]


def calibrated(held: Sources, figures: Cbo | None) -> Calibration:
    """CBO's scenario of higher rates and the reported interest, each by the engine."""
    asked, against, reported, troubles = None, None, None, []
    if figures:
        asked, how = question(figures)
        try:
            against = cache.computed(check.against_cbo, *held.stress, **how)
        except ValueError as trouble:
            troubles.append(str(trouble))
    try:
        reported = cache.computed(check.reported, *held.reported)
    except ValueError as trouble:
        troubles.append(str(trouble))
    return Calibration(asked, against, reported, tuple(troubles))
