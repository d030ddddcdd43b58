"""The scenario of the refinancing page's rate shock: what the reader sets, all in the address, and what the engine says to it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from treasury.analytics.refinancing_mix import Shape
from treasury.analytics.refinancing_stress import (
    BILL_SHARE_LIMITS_PCT,
    MOST_YEARS,
    SHOCK_LIMITS_BP,
    ByYear,
    Path,
    Stress,
    stress,
)
from treasury.answers.refinance import borrowing_of
from treasury.calendar import fiscal_year
from treasury.cbo_file import Cbo
from treasury.language import N_, tr
from treasury.ui import cache, controls, layout, rate_path
from treasury.ui.controls import Bounds
from treasury.ui.refinancing import Sources, ladder_source
from treasury.ui.text import plain

BY_HAND = N_("By hand")
SHAPES: dict[str, Shape] = {N_("Parallel"): "parallel", N_("Steepener"): "steepener", N_("Front end"): "front_end"}
CBO_BASELINE, NO_BORROWING = N_("CBO baseline"), N_("None")
SHOCKS, SHARES = Bounds(*SHOCK_LIMITS_BP, 25.0, 0), Bounds(*BILL_SHARE_LIMITS_PCT, 1.0, 1)
SHAPE_HELP = N_(
    "Parallel: every rate. Steepener: nothing at 3 months, all of it from 10 years on. Front end: all at 3 months, nothing from "
    "10 years on. By hand: a table by fiscal year."
)
SHARE_HELP = N_("Bills of the marketable debt, reached in a straight line over a year. Empty: as it is.")
BORROWED, NOT_BORROWED = N_("Borrowed"), N_("Not borrowed")
SERVICE_HELP = N_("Borrowed: an extra cost adds to the debt and a saving takes off it, each with its interest.")
BORROWING_HELP = N_("Added to the debt evenly over each fiscal year. None: debt stays at its size.")


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


def choose(held: Sources, figures: Cbo | None) -> tuple[Choice, ByYear]:
    """The controls of the scenario, all in the address, and the new borrowing they mean."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = controls.choice(tr("Shock"), [*SHAPES, BY_HAND], key="shock", help=tr(SHAPE_HELP))
        size = controls.number(tr("Size, bp"), SHOCKS, key="bp", default=100.0) if shape != BY_HAND else 100.0
        words = {"help": tr(SHARE_HELP), "placeholder": tr("As it is")}
        share = controls.optional_number(tr("Bills, % of debt"), SHARES, key="bills", nearest=True, **words)
        offered = [*([CBO_BASELINE] if figures else []), NO_BORROWING, BY_HAND]
        borrowing = controls.choice(tr("New borrowing"), offered, key="borrowing", help=tr(BORROWING_HELP))
        amount = (
            controls.number(tr("USD bn a year"), Bounds(0.0, 6000.0, 100.0, 0), key="bn", default=2000.0)
            if borrowing == BY_HAND
            else 0.0
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        years = controls.number(
            tr("Fiscal years"), Bounds(1.0, float(MOST_YEARS), 1.0, 0), key="years", default=float(MOST_YEARS)
        )
        service = controls.choice(tr("Cost change"), [BORROWED, NOT_BORROWED], key="service", help=tr(SERVICE_HELP))
        source = ladder_source()
    first = fiscal_year(held.par.frame.index[-1].date())
    path: Path = ()
    if shape == BY_HAND:
        st.caption(tr("Change of each rate against the base path, by fiscal year; between the points in a straight line."))
        path = rate_path.edited(range(first, first + MOST_YEARS), size)
    else:
        rate_path.forget()
    made = Choice(shape, size, path, share, borrowing, round(years), service == BORROWED, source)
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
            source=chosen.source,
            shape=SHAPES.get(chosen.shape, "parallel"),
            shock_bp=chosen.shock_bp,
            path=chosen.path,
            bill_share_pct=chosen.bill_share_pct,
            borrowing=borrowing,
            years=chosen.years,
            service=chosen.service,
        )
    except ValueError as trouble:
        layout.failed_card(tr("The interest cost cannot be computed from the datasets held"), plain(str(trouble)))
        return None
