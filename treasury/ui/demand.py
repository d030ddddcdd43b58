"""The parts that the views of the demand page share: which view is shown, and words for amounts that rise or fall."""

from __future__ import annotations

from treasury import units
from treasury.language import N_, tr
from treasury.ui import address, controls

STABLECOINS, WHAT_IF, FOREIGN, FED, BIDDERS = (
    N_("Stablecoins"),
    N_("What if"),
    N_("Foreign holders"),
    N_("The Fed"),
    N_("Bidders at auction"),
)
VIEWS = (STABLECOINS, WHAT_IF, FOREIGN, FED, BIDDERS)
KEPT = ("coins", "reserve", "by", "redeemed", "within", "over", "countries", "group", "period", "range", "dates")
SELECT_PX = 220
RANGE = "5Y"  # in every view the same, so that a change of view keeps it


def view() -> str:
    """Which part of the page is shown. What was set in another part stays for the way back."""
    address.expect(KEPT)
    return controls.choice(tr("View"), VIEWS, key="view")


def more_or_less(change_usd: float) -> str:
    """A change of dollars in words.

    >>> more_or_less(2e9), more_or_less(-652e9), more_or_less(float("nan"))
    ('USD 2.00 bn more', 'USD 652 bn less', 'an unknown amount more or less')
    """
    if units.is_missing(change_usd):
        return tr("an unknown amount more or less")
    amount = units.usd(abs(change_usd))
    return tr("{amount} less", amount=amount) if change_usd < 0 else tr("{amount} more", amount=amount)
