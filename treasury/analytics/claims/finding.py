"""What testing one statement by one definition gives: a verdict with its figure, its rule and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from treasury import units
from treasury.language import tr

Verdict = Literal["true", "partly", "false", "untestable"]
VERDICTS: tuple[Verdict, ...] = ("true", "partly", "false", "untestable")


@dataclass(frozen=True)
class Finding:
    """The verdict on one statement by one definition.

    ``rule`` says in words, with its thresholds, which figure gives which verdict. ``value`` is the figure in ``unit`` and
    ``start`` to ``end`` the days it is of; unknown is None. ``detail`` gives what else the figure rests on,
    ``would_change`` the figure at which the verdict turns, ``why_untestable`` what is missing. None of them is typed by
    hand: they are made from the same figures as the verdict.
    """

    verdict: Verdict
    rule: str
    value: float | None = None
    unit: str = ""
    start: date | None = None
    end: date | None = None
    detail: str = ""
    would_change: str = ""
    why_untestable: str = ""


def untestable(rule: str, why: str) -> Finding:
    """No verdict: what is missing, in words."""
    return Finding("untestable", rule, why_untestable=why)


def yes_or_no(holds: bool) -> Verdict:
    return "true" if holds else "false"


def change_bp(value: float) -> str:
    """A change in basis points with as many decimals as it has, at most one.

    >>> change_bp(7.0), change_bp(-16.652)
    ('+7 bp', '-16.7 bp')
    """
    return units.bp(value, 0 if value.is_integer() else 1)


def ends(kept: pd.Series) -> str:
    """From when to when a series has figures, for the reason why one is missing."""
    if kept.empty:
        return tr("no figure of the series is held")
    first, last = (f"{day:%Y-%m-%d}" for day in (kept.index[0], kept.index[-1]))
    return tr("the series is held from {first_day} to {last_day}", first_day=first, last_day=last)
