"""One event in full, as `event DATE --json` gives it: reactions, ranks, what they were made of, what else moved and happened.

Made by the same analyses as the Event lab. What is not held or not defined is None, never 0.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from treasury import reference
from treasury.analytics import assets, event_study, event_window, term_premium
from treasury.analytics.confounders import confounders
from treasury.analytics.event_window import RANKED, SINCE
from treasury.analytics.moves import Rank
from treasury.analytics.placebo import placebo
from treasury.answers import Load
from treasury.errors import BadInput, NothingStored
from treasury.language import tr


def event(load: Load, day: date, window: date | None = None) -> dict[str, Any]:
    """The whole answer for a day; ``window`` is a day whose week is ranked beside the event's own (default: that of session 5).

    Raises NothingStored without par yields, BadInput for a day outside their history.
    """
    par = load("par_yields")
    if len(par) < 2:
        raise NothingStored("par yields are not held; run: python -m treasury refresh par_yields")
    first, last = par.index[1].date(), par.index[-1].date()
    if not first <= day <= last:
        raise BadInput(
            tr("no par yield to measure {day} by; choose a day from {first} to {last}", day=day, first=first, last=last)
        )
    counted = event_study.counted(par)
    zero = event_study.session_dates(counted, day, (0,)).iloc[0]
    ranked = event_window.in_week(counted, window) if window else event_window.default_window(counted, day)
    return {
        "date": day.isoformat(),
        "baseline_date": _iso(event_study.baseline(counted, day).date),
        "reactions": {tenor: _by_session(row) for tenor, row in event_study.reactions(par, day).iterrows()},
        "ranks": _ranks(par, None if pd.isna(zero) else zero.date()),
        "window": {"date": _iso(ranked), "ranks": _ranks(par, ranked)},
        "decomposition": _decomposition(par["10Y"], day, load),
        "assets": _assets(day, load),
        "confounders": _confounders(day, load),
        "placebo": [row for tenor in RANKED for row in _placebo(tenor, par[tenor], day)],
    }


def _ranks(par: pd.DataFrame, day: date | None) -> list[dict[str, Any]]:
    return [_rank(found) for found in event_window.beside(par, day)] if day else []


def _rank(found: Rank) -> dict[str, Any]:
    return {
        "tenor": found.series,
        "definition": found.definition,
        "since": _iso(found.since),
        "history_from": _iso(found.history_from),
        "moved_on": _iso(found.moved_on),
        "value_bp": found.value_bp,
        "rank": found.rank,
        "of": found.of,
        "ties": found.ties,
        "largest_since": _iso(found.largest_since),
    }


def _decomposition(nominal: pd.Series, day: date, load: Load) -> dict[str, Any]:
    acm = term_premium.decompose(load("term_premium_acm").astype("float64"))
    kim_wright = term_premium.decompose_kim_wright(load("term_premium_kw"))
    real, breakeven = load("real_par_yields")["10Y"], load("breakevens")["T10YIE"]
    made = term_premium.decomposition(nominal, real, breakeven, acm, kim_wright, day)
    return {
        str(session): {
            "nominal_bp": _number(row["nominal_bp"]),
            "real_bp": _number(row["real_bp"]),
            "breakeven_bp": _number(row["breakeven_bp"]),
            "remainder_bp": _number(row["real_remainder_bp"]),
            **{
                model: {f"{part}_bp": _number(row[f"{model}_{part}_bp"]) for part in ("path", "premium", "remainder")}
                for model in ("acm", "kim_wright")
            },
        }
        for session, row in made.iterrows()
    }


def _assets(day: date, load: Load) -> dict[str, dict[str, float | None]]:
    listed = [assets.series(asset, load) for asset in assets.ASSETS]
    made = event_study.asset_reactions(listed, day).drop(columns="unit")
    return {asset.key: _by_session(made.loc[asset.name]) for asset in assets.ASSETS}


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
            "change_bp": _number(row["change_bp"]),
            "of": int(row["of"]),
            "percentile": _number(row["change_percentile_pct"]),
            "share_at_least": _number(row["share_at_least_pct"]),
        }
        for since in SINCE
        for session, row in placebo(series, day, since=since).iterrows()
    ]


def _by_session(row: pd.Series) -> dict[str, float | None]:
    return {str(session): _number(value) for session, value in row.items()}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else round(float(value), 4)


def _iso(value: Any) -> str | None:
    if value is None or pd.isna(value):
        return None
    return str(pd.Timestamp(value).date())
