"""One event in full, as `event DATE --json` gives it: reactions, ranks, what they were made of, what else moved and happened.

Made by the same analyses as the Event lab. What is not held or not defined is None, never 0.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from treasury import reference
from treasury.analytics import event_study, moves, term_premium
from treasury.analytics.confounders import confounders
from treasury.analytics.then_and_now import Kind, Named
from treasury.answers import Load
from treasury.errors import BadInput, NothingStored

SINCE = (date(2001, 1, 1), None)  # ranks and placebo from 2001, and from the start of the series
RANKED = ("2Y", "10Y", "30Y")

# Name in the answer: dataset, column, kind (which decides the unit of the change).
ASSETS: dict[str, tuple[str, str, Kind]] = {
    "dollar_pct": ("dollar_index", "DTWEXBGS", "level"),
    "sp500_pct": ("equities", "SP500", "level"),
    "vix_points": ("vix", "VIXCLS", "points"),
    "financial_stress_points": ("financial_stress", "fsi", "points"),
    "real_10y_bp": ("real_par_yields", "10Y", "percent"),
    "breakeven_10y_bp": ("breakevens", "T10YIE", "percent"),
    "acm_premium_10y_bp": ("term_premium_acm", "ACMTP10", "percent"),
    "kim_wright_premium_10y_bp": ("term_premium_kw", "THREEFYTP10", "percent"),
}


def event(load: Load, day: date) -> dict[str, Any]:
    """The whole answer for a day. Raises NothingStored without par yields, BadInput for a day outside their history."""
    par = load("par_yields")
    if len(par) < 2:
        raise NothingStored("par yields are not held; run: python -m treasury refresh par_yields")
    first, last = par.index[1].date(), par.index[-1].date()
    if not first <= day <= last:
        raise BadInput(f"no par yield to measure {day} by; choose a day from {first} to {last}")
    return {
        "date": day.isoformat(),
        "baseline_date": _iso(event_study.baseline(par["10Y"], day).date),
        "reactions": {tenor: _by_session(row) for tenor, row in event_study.reactions(par, day).iterrows()},
        "ranks": [rank for tenor in RANKED for rank in _ranks(tenor, par[tenor], day)],
        "decomposition": _decomposition(par["10Y"], day, load),
        "assets": _assets(day, load),
        "confounders": _confounders(day, load),
        "placebo": [row for tenor in RANKED for row in _placebo(tenor, par[tenor], day)],
    }


def _ranks(tenor: str, series: pd.Series, day: date) -> list[dict[str, Any]]:
    return [
        {
            "tenor": tenor,
            "definition": rank.definition,
            "since": _iso(rank.since),
            "moved_on": _iso(rank.moved_on),
            "value_bp": rank.value_bp,
            "rank": rank.rank,
            "of": rank.of,
            "largest_since": _iso(rank.largest_since),
        }
        for since in SINCE
        for rank in moves.ranks(series, day, since)
    ]


def _decomposition(nominal: pd.Series, day: date, load: Load) -> dict[str, Any]:
    acm = term_premium.decompose(load("term_premium_acm").astype("float64"))
    real, breakeven = load("real_par_yields")["10Y"], load("breakevens")["T10YIE"]
    made = term_premium.decomposition(nominal, real, breakeven, acm, load("term_premium_kw")["THREEFYTP10"], day)
    return {
        str(session): {
            "nominal_bp": _number(row["nominal_bp"]),
            "real_bp": _number(row["real_bp"]),
            "breakeven_bp": _number(row["breakeven_bp"]),
            "acm": {"path_bp": _number(row["acm_path_bp"]), "premium_bp": _number(row["acm_premium_bp"])},
            # The expected path of Kim and Wright needs their fitted yield, which is not among the datasets.
            "kim_wright": {"path_bp": None, "premium_bp": _number(row["kim_wright_premium_bp"])},
        }
        for session, row in made.iterrows()
    }


def _assets(day: date, load: Load) -> dict[str, dict[str, float | None]]:
    named = [Named(name, load(dataset)[column].astype("float64"), kind) for name, (dataset, column, kind) in ASSETS.items()]
    made = event_study.asset_reactions(named, day).drop(columns="unit")
    return {str(name): _by_session(row) for name, row in made.iterrows()}


def _confounders(day: date, load: Load) -> list[dict[str, Any]]:
    others = [load(name).reset_index() for name in ("auctions", "buyback_operations")]
    found = confounders(day, reference.key_dates(), reference.fomc_meetings(), *others)
    return [{"date": _iso(row.date), "kind": row.kind, "label": row.label} for row in found.itertuples()]


def _placebo(tenor: str, series: pd.Series, day: date) -> list[dict[str, Any]]:
    return [
        {
            "tenor": tenor,
            "session": int(session),
            "since": _iso(since),
            "percentile": _number(row["change_percentile_pct"]),
            "share_at_least": _number(row["share_at_least_pct"]),
        }
        for since in SINCE
        for session, row in event_study.placebo(series, day, since=since).iterrows()
    ]


def _by_session(row: pd.Series) -> dict[str, float | None]:
    return {str(session): _number(value) for session, value in row.items()}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else round(float(value), 4)


def _iso(value: Any) -> str | None:
    if value is None or pd.isna(value):
        return None
    return str(pd.Timestamp(value).date())
