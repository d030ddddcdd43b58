"""`issuance`: flows by period and class, the three bill shares, average maturity, new cash, and how well it reconciles.

Made by the same analyses as the page Supply / Issuance mix. Unknown is None, never 0.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from treasury import reference, refunding_files
from treasury.analytics import buyback_quarters, issuance_mix, statement_check
from treasury.analytics._periods import Period
from treasury.analytics.issuance import known_until
from treasury.answers import Load
from treasury.answers.plain import PERCENT_DECIMALS, cell, rows
from treasury.errors import NothingStored

BY: dict[str, Period] = {"week": "week", "month": "month", "quarter": "quarter", "fiscal-year": "fiscal_year"}
FLOWS = ("period", "class", "issued_usd", "matured_usd", "bought_back_usd", "net_usd", "partial", "buybacks_held")
SHARES = {
    "outstanding": "bill_share_outstanding_pct",
    "gross": "bill_share_gross_pct",
    "net": "bill_share_net_pct",
    "outstanding_rebuilt": "bill_share_outstanding_rebuilt_pct",
}
ERRORS = ("record_date", "class", "rebuilt_usd", "published_usd", "error_usd", "accrual_usd", "unexplained_usd", "verdict")
CHANGES = ("kind", "label", "start", "end", "net_usd", "accrual_change_usd", "published_change_usd", "difference_usd", "verdict")
CASH = ("period", "side", "offered_usd", "maturing_public_usd", "bought_back_usd", "new_cash_usd", "partial", "buybacks_held")


def issuance(load: Load, period: Period = "month") -> dict[str, Any]:
    """The whole answer. ``net_usd`` is before buybacks that are not held where ``buybacks_held`` is False.

    Raises NothingStored where no auction with a result is held.
    """
    auctions = load("auctions")
    if auctions.empty or auctions["total_accepted_usd"].isna().all():
        raise NothingStored("auctions are not held; run: python -m treasury refresh auctions")
    held = (auctions, load("buyback_operations"), load("buyback_securities"))
    debt, by_security = load("debt_by_class"), load("debt_by_security")
    made = issuance_mix.flows(*held, period=period)
    levels = issuance_mix.levels(*held, debt, period=period)
    rebuilt = issuance_mix.levels(*held, debt, period=period, rebuilt_only=True)
    shares = issuance_mix.shares(made, levels, rebuilt).set_index("period")
    months = issuance_mix.average_maturity(*held, period=period)
    quarters = buyback_quarters.quarters(reference.refunding_statements(), refunding_files.buyback_quarters())
    errors = statement_check.by_class(*held, debt, by_security, quarters)
    changes = statement_check.changes(*held, debt, by_security, quarters)
    return {
        "known_until": known_until(auctions).isoformat(),
        "rows": rows(made.rename(columns={"security_class": "class"}), FLOWS),
        "bill_share_pct": {name: _by_period(shares[column]) for name, column in SHARES.items()},
        "bill_share_source": {str(label): cell(source) for label, source in shares["source"].items()},
        "wam_months": _wam(months["all_months"], levels),
        "wam_months_coupons": _wam(months["coupons_months"], levels),
        "wam_scope": "all marketable debt rebuilt from auctions, TIPS at par, floating rate notes at maturity",
        "new_cash": rows(issuance_mix.new_cash_by_period(*held, period=period), CASH),
        "reconciliation": rows(errors.rename(columns={"security_class": "class"}), ERRORS),
        "against_statement": rows(changes, CHANGES),
        "tolerance_pct": statement_check.TOLERANCE_PCT,
    }


def _by_period(values: pd.Series) -> dict[str, float | None]:
    return {str(label): cell(value, PERCENT_DECIMALS) for label, value in values.items()}


def _wam(months: pd.Series, levels: pd.DataFrame) -> dict[str, float | None]:
    """By period: the average maturity on the last day of each that is known."""
    labels = levels.drop_duplicates("record_date").set_index("record_date")["period"]
    return _by_period(months.rename(index=labels))
