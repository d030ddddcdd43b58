"""Par that enters the debt on one day and leaves it on another, by class: the arithmetic behind issuance and outstanding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._payments import Days, payment_day, whole_days
from treasury.analytics._periods import Period, period_start
from treasury.language import N_

Amounts = npt.NDArray[np.float64]

CLASSES = (N_("Bill"), N_("Note"), N_("Bond"), "TIPS", "FRN")
CLASSES_CMB_APART = (N_("Bill"), "CMB", N_("Note"), N_("Bond"), "TIPS", "FRN")

# From here on everything outstanding was sold in an auction that is held (they begin on 31 October 1979), and nothing can
# have been called: the last callable bonds were due on 15 November 2014. What matured before is not known in full.
COMPLETE_SINCE = {N_("Bill"): "1981-01-01", "CMB": "1981-01-01", N_("Note"): "1989-11-16", N_("Bond"): "2014-11-16"}


@dataclass(frozen=True)
class Flows:
    """Amounts with the day each enters, the day it leaves, its maturity date and the position of its class."""

    enter: Days
    leave: Days
    maturity: Days
    code: npt.NDArray[np.int64]
    amount: Amounts

    @classmethod
    def of(cls, rows: pd.DataFrame, enter: str, amount: str, classes: Sequence[str]) -> Flows:
        """Rows with ``security_class`` and ``maturity_date`` as flows; CMBs are bills unless they are among the classes.

        Raises ValueError naming a class that is not known.
        """
        named = rows["security_class"] if "CMB" in classes else rows["security_class"].replace("CMB", "Bill")
        unknown = named[~named.isin(classes)]
        if len(unknown):
            raise ValueError(f"unknown security class {unknown.iloc[0]!r}; known: {', '.join(classes)}")
        codes = pd.Categorical(named, categories=list(classes)).codes.astype(np.int64)
        maturity = whole_days(rows["maturity_date"])
        return cls(whole_days(rows[enter]), payment_day(maturity), maturity, codes, rows[amount].to_numpy(dtype=np.float64))

    def by_period(self, days: Days, amounts: Amounts, starts: Days, period: Period, last: np.datetime64, width: int) -> Amounts:
        """The amounts summed by the period of their day (rows) and class (columns), up to a last day.

        ``starts`` are all period starts in order. A missing amount makes its sum missing.
        """
        summed = np.zeros((len(starts), width))
        inside = (days >= starts[0]) & (days <= last)
        rows = np.searchsorted(starts, period_start(days[inside], period))
        np.add.at(summed, (rows, self.code[inside]), amounts[inside])
        return summed

    def standing(self, days: Days, width: int, amounts: Amounts | None = None) -> Amounts:
        """The amounts that have entered and not left, on each day (rows) and by class (columns)."""
        weighed = self.amount if amounts is None else amounts
        columns = [
            _up_to(self.enter[own], weighed[own], days) - _up_to(self.leave[own], weighed[own], days)
            for own in (self.code == code for code in range(width))
        ]
        return np.stack(columns, axis=1)


def _up_to(moments: Days, amounts: Amounts, days: Days) -> Amounts:
    """The sum of the amounts dated on or before each day."""
    order = np.argsort(moments, kind="stable")
    running = np.concatenate([[0.0], np.cumsum(amounts[order])])
    summed: Amounts = running[np.searchsorted(moments[order], days, side="right")]
    return summed


def issues(auctions: pd.DataFrame, classes: Sequence[str] = CLASSES) -> Flows:
    """What auctions with a result brought into the debt."""
    return Flows.of(with_result(auctions), "issue_date", "total_accepted_usd", classes)


def redemptions(buybacks: pd.DataFrame, classes: Sequence[str] = CLASSES) -> Flows:
    """What was bought back: it would have left the debt at maturity and leaves it on settlement instead."""
    return Flows.of(buybacks, "settlement_date", "accepted_usd", classes)


def with_result(auctions: pd.DataFrame) -> pd.DataFrame:
    """The auctions whose amount is known."""
    return auctions[auctions["total_accepted_usd"].notna()]


def last_result(auctions: pd.DataFrame) -> np.datetime64:
    """The day of the last auction with a result. Raises ValueError where there is none.

    What settles up to that day has been sold before it, so it is known in full. Of what settles later some auctions may
    not be held or not be fetched yet, while what matures is known for years ahead: the two must not be set against each other.
    """
    held = with_result(auctions)
    if held.empty:
        raise ValueError("no auction with a result")
    return np.datetime64(held["auction_date"].max(), "D")


def known_in_full(days: Days, classes: Sequence[str], until: np.datetime64) -> npt.NDArray[np.bool_]:
    """Whether all that is outstanding on each day (rows) is in the auctions held, by class (columns)."""
    since = np.array([COMPLETE_SINCE.get(name, "1900-01-01") for name in classes], dtype="datetime64[D]")
    known: npt.NDArray[np.bool_] = (days[:, None] >= since) & (days[:, None] <= until)
    return known


def class_column(rows: int, classes: Sequence[str]) -> pd.Categorical:
    """The classes in their fixed order, repeated for every row of a grid."""
    return pd.Categorical(list(classes) * rows, categories=list(classes), ordered=True)
