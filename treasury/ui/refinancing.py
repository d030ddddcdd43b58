"""What the views of the refinancing page share: its datasets, the choice of view and of ladder, a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from treasury import units
from treasury.cbo_file import Cbo, cbo
from treasury.errors import BadReference
from treasury.language import N_, tr
from treasury.ui import address, cache, controls, layout
from treasury.ui.cache import Loaded
from treasury.ui.text import plain

SHOCK, WALL, MARKUP, CALIBRATION = VIEWS = (N_("Rate shock"), N_("Maturity wall"), N_("Mark-up"), N_("Calibration"))
LADDERS = {N_("Statement"): "statement", N_("Rebuilt"): "rebuilt"}
LADDER_HELP = N_(
    "Statement: the statement of the public debt by security, carried on with later auctions. Rebuilt: from auctions alone, TIPS "
    "without their accrual."
)
# What the views set, kept while another one is shown: the scenario, the wall, the mark-up.
SET = ("shock", "bp", "bills", "borrowing", "bn", "years", "service", "ladder", "by", "wall", "side", "span", "dates")
PLURALS = {
    "Bill": N_("bills"),
    "Note": N_("notes"),
    "Bond": N_("bonds"),
    "TIPS": "TIPS",
    "FRN": N_("floating rate notes"),
}


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


def sources() -> Sources:
    names = ("auctions", "buyback_operations", "buyback_securities", "debt_by_security", "par_yields", "breakevens")
    more = ("debt_by_class", "average_interest_rates", "interest_expense", "macro")
    return Sources(*(cache.frame(name) for name in (*names, *more)))


def published() -> Cbo | None:
    """What CBO published as it is entered; a card where it cannot be read."""
    try:
        return cbo()
    except BadReference as fault:
        layout.failed_card(tr("CBO's figures cannot be read"), plain(str(fault)))
        return None


def view() -> str:
    """The view, as the first control; a link may carry the settings of all of them."""
    chosen = controls.choice(tr("View"), VIEWS, key="view")
    address.expect([*SET, "path", "start", "end"])
    return chosen


def ladder_source() -> str:
    """From what the ladder is built: the statement by security, or auctions alone."""
    return LADDERS[controls.choice(tr("Ladder"), list(LADDERS), key="ladder", help=tr(LADDER_HELP))]


def ladder_words(source: str, statement_day: date | None, day: date) -> str:
    """Where the ladder comes from, and its day."""
    if statement_day is None:
        if source == "rebuilt":
            return tr("rebuilt from auctions to {day}", day=units.day(day))
        return tr("rebuilt from auctions to {day}, no statement by security being held", day=units.day(day))
    return tr(
        "statement by security of {statement_day}, carried on with auctions to {day}",
        statement_day=units.day(statement_day),
        day=units.day(day),
    )
