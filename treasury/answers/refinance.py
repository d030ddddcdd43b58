"""What refinancing costs, as `refinance --json` and /api/v1/refinance give it, and what the page asks of the same analyses.

By fiscal year: interest cost of the marketable debt without and with a parallel shock. What is not known is None, never 0.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from treasury.analytics import refinancing_check
from treasury.analytics.refinancing_stress import (
    BILL_SHARE_LIMITS_PCT,
    MOST_YEARS,
    SHOCK_LIMITS_BP,
    ByYear,
    Stress,
    from_baseline,
    stress,
)
from treasury.answers import Load
from treasury.cbo_file import Baseline, Cbo, Higher, cbo
from treasury.errors import BadInput, NothingStored

STRESSED = ("auctions", "buyback_operations", "buyback_securities", "debt_by_security", "par_yields", "breakevens")
ASKED_OF_CBO = STRESSED
REPORTED = (*STRESSED[:3], "debt_by_class", "average_interest_rates", "interest_expense", "par_yields", "macro")
BORROWING = ("cbo", "none")
_FIRST, _AHEAD = 2020, 2080  # years a baseline is stretched over; those that are not projected are not read


def refinance(
    load: Load, shock_bp: float = 100.0, bill_share_pct: float | None = None, years: int = MOST_YEARS, borrowing: str = "cbo"
) -> dict[str, Any]:
    """The whole answer: a parallel shock in basis points, the bill share of the debt (None: as it is), fiscal years, and
    whether new borrowing follows CBO's newest baseline or there is none.

    Raises BadInput for what is out of range, NothingStored where auctions or yields are not held.
    """
    _check(shock_bp, bill_share_pct, years, borrowing)
    published = cbo()
    frames = [_held(load, name) for name in STRESSED]
    newest = published.baselines[-1]
    path = borrowing_of(newest) if borrowing == "cbo" else ()
    made = stress(*frames, shock_bp=shock_bp, bill_share_pct=bill_share_pct, years=years, borrowing=path)
    return {
        "fiscal_years": _years(made),
        "share_maturing_12m_pct": _number(made.share_maturing_pct),
        "assumptions": _assumptions(made, shock_bp, borrowing, newest),
        "calibration": {"cbo": _cbo(load, published), "reported_interest": _reported(load)},
    }


def borrowing_of(baseline: Baseline) -> ByYear:
    """A baseline's borrowing for every year that can be asked for."""
    return from_baseline(baseline.borrowing_usd, range(_FIRST, _AHEAD))


def question(published: Cbo) -> tuple[Higher, dict[str, Any]]:
    """CBO's newest scenario of higher rates, and how it is put to `refinancing_check.against_cbo`: from the last day of the year
    or month before its baseline came out, with that baseline's borrowing."""
    asked = published.scenarios[-1]
    baseline = published.baseline(asked.baseline)
    return asked, {
        "day": date(baseline.published.year, baseline.published.month, 1) - timedelta(days=1),
        "shock_bp": asked.shock_bp,
        "first_year": asked.first_year,
        "last_year": asked.last_year,
        "borrowing": tuple(baseline.borrowing_usd.items()),
        "average_rate_pct": baseline.average_rate_pct[asked.last_year],
    }


def _check(shock_bp: float, bill_share_pct: float | None, years: int, borrowing: str) -> None:
    lowest, highest = SHOCK_LIMITS_BP
    if not lowest <= shock_bp <= highest:
        raise BadInput(f"shock: {shock_bp:g} bp is out of range; use {lowest:g} to {highest:g}")
    least, most = BILL_SHARE_LIMITS_PCT
    if bill_share_pct is not None and not least <= bill_share_pct <= most:
        raise BadInput(f"bill share: {bill_share_pct:g} percent is out of range; use {least:g} to {most:g}")
    if not 1 <= years <= MOST_YEARS:
        raise BadInput(f"years: {years} is out of range; use 1 to {MOST_YEARS}")
    if borrowing not in BORROWING:
        raise BadInput(f"borrowing: {borrowing[:40]!r} is not known; use {' or '.join(BORROWING)}")


def _held(load: Load, name: str) -> pd.DataFrame:
    frame = load(name)
    if frame.empty and name in ("auctions", "par_yields"):
        raise NothingStored(f"{name} is not held; run: python -m treasury refresh {name}")
    return frame


def _years(made: Stress) -> list[dict[str, Any]]:
    return [
        {
            "fiscal_year": int(row.fiscal_year),
            "start": row.start.date().isoformat(),
            "end": row.end.date().isoformat(),
            "base_usd": _dollars(row.base_usd),
            "shocked_usd": _dollars(row.shocked_usd),
            "difference_usd": _dollars(row.difference_usd),
            "effective_rate_pct": _number(row.effective_rate_pct),
            "base_effective_rate_pct": _number(row.base_effective_rate_pct),
            "difference_parts_usd": {
                "held": _dollars(row.held_difference_usd),
                "rolled": _dollars(row.rolled_difference_usd),
                "new_borrowing": _dollars(row.new_difference_usd),
                "debt_service": _dollars(row.service_difference_usd),
            },
            "one_more_point_of_bills_usd": _dollars(row.bill_point_usd),
        }
        for row in made.years.itertuples()
    ]


def _assumptions(made: Stress, shock_bp: float, borrowing: str, baseline: Baseline) -> dict[str, Any]:
    return {
        "shock": {"shape": "parallel", "bp": shock_bp, "from": made.shock_from.isoformat()},
        "shocked_rates_below_zero_pct": {str(tenor): _number(rate) for tenor, rate in made.below_zero_pct.items()},
        "curve_day": made.curve_day.isoformat(),
        "base_path": "the par curve of that day, unchanged",
        "ladder": {
            "day": made.ladder_day.isoformat(),
            "statement_day": made.statement_day.isoformat() if made.statement_day else None,
            "usd": _dollars(made.ladder_usd),
            "securities": made.securities,
            "rate_inferred_usd": _dollars(made.inferred_usd),
            "running_rate_pct": _number(made.running_rate_pct),
        },
        "bill_share_pct": _number(made.bill_share_pct),
        "bill_share_now_pct": _number(made.own_bill_share_pct),
        "mix": {str(name): round(float(share), 4) for name, share in made.mix.items()},
        "new_borrowing": {"source": baseline.title, "published": baseline.published.isoformat(), "url": baseline.url}
        if borrowing == "cbo"
        else None,
        "extra_cost_is_borrowed": True,
        "tips_inflation_pct": made.inflation_pct,
        "frn_spread_pct": _number(made.spread_pct),
    }


def _cbo(load: Load, published: Cbo) -> dict[str, Any] | None:
    asked, how = question(published)
    try:
        made = refinancing_check.against_cbo(*(load(name) for name in ASKED_OF_CBO), **how)
    except ValueError:
        return None
    return {
        "title": asked.title,
        "published": asked.published.isoformat(),
        "url": asked.url,
        "first_year": asked.first_year,
        "last_year": asked.last_year,
        "cbo_usd": _dollars(asked.total_usd),
        "engine_usd": _dollars(made.total_usd),
        "engine_at_cbo_average_rate_usd": _dollars(made.cheaper_usd),
        "cbo_last_year_usd": _dollars(asked.last_year_usd),
        "engine_last_year_usd": _dollars(made.last_year_usd),
        "ladder_day": made.day.isoformat(),
    }


def _reported(load: Load) -> dict[str, Any] | None:
    try:
        made = refinancing_check.reported(*(load(name) for name in REPORTED))
    except ValueError:
        return None
    return {
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
        "reported_usd": _dollars(made.reported_usd),
        "engine_usd": _dollars(made.computed_usd),
    }


def _dollars(value: float) -> int | None:
    return None if pd.isna(value) else round(value)


def _number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else round(float(value), 4)
