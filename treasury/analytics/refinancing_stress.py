"""A stress of the ladder as a reader sets it: base and shocked interest cost by fiscal year, and one more point of bills.

Amounts are whole dollars, rates percent, shocks basis points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from treasury.analytics import ladder as ladders
from treasury.analytics.maturity_wall import share_maturing_pct
from treasury.analytics.refinancing import PARTS, Plan, Scenario, project
from treasury.analytics.refinancing_mix import REFERENCE, SHOCK_POINTS, Shape, below_zero, gross_mix, new_spread_pct, shock_path
from treasury.calendar import fiscal_year

MOST_YEARS = 10
SHOCK_LIMITS_BP = (-500.0, 1000.0)  # what page, command and API take
BILL_SHARE_LIMITS_PCT = (0.0, 60.0)
BASE, SHOCKED, BASE_MORE, SHOCKED_MORE = (
    "base",
    "shocked",
    "base, one more point of bills",
    "shocked, one more point of bills",
)
ByYear = tuple[tuple[int, float], ...]
Path = tuple[tuple[int, tuple[float, ...]], ...]


@dataclass(frozen=True)
class Stress:
    """The outcome with the days and rates it rests on.

    ``years``: one row a fiscal year with ``fiscal_year``, ``start``, ``end``, ``partial`` (the ladder begins within the year),
    ``base_usd``, ``shocked_usd``, ``difference_usd``, ``effective_rate_pct`` (shocked), ``base_effective_rate_pct``, ``debt_usd``
    (base, mean), ``bill_point_usd`` and ``bill_point_shocked_usd`` (change of the cost with one more point of bills) and the
    difference in parts (``held_difference_usd`` …).
    """

    years: pd.DataFrame
    ladder_day: date
    statement_day: date | None
    curve_day: date
    shock_from: date
    ladder_usd: float
    securities: int
    inferred_usd: float  # of securities whose own rate is not known
    share_maturing_pct: float
    own_bill_share_pct: float
    bill_share_pct: float
    running_rate_pct: float  # what the ladder costs on its day, its own rates and inflation
    inflation_pct: float | None
    spread_pct: float
    shock: pd.DataFrame
    below_zero_pct: pd.Series  # by tenor: the lowest shocked rate, where that is negative
    mix: pd.Series


def stress(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_security: pd.DataFrame,
    par_yields: pd.DataFrame,
    breakevens: pd.DataFrame,
    *,
    source: str = "statement",
    shape: Shape = "parallel",
    shock_bp: float = 100.0,
    path: Path = (),
    bill_share_pct: float | None = None,
    borrowing: ByYear = (),
    years: int = MOST_YEARS,
    service: bool = True,
) -> Stress:
    """The newest ladder under a shock that begins on the day of the newest par curve (or the day after the ladder's, if later).

    In: the six datasets; ``source`` as for `ladder.ladder`; a shape and its size, or a ``path`` by fiscal year at SHOCK_POINTS,
    which takes their place; the bill share of marketable debt (None: as it is); new borrowing by fiscal year; how many fiscal
    years from that of the shock; whether extra cost is borrowed. Inflation of TIPS is the newest 10-year breakeven. Raises
    ValueError where there is no auction result, no whole curve, or a year out of range.

    Reference: "How Changes in Economic Conditions Might Affect the Federal Budget", Congressional Budget Office.

    By hand: see `refinancing.project`, of which this is the difference.
    """
    _within_reach(years)
    made = ladders.ladder(auctions, operations, securities, debt_by_security, source=source)
    day, curve = ladders.ladder_day(auctions), par_yields.dropna(how="all").iloc[-1]
    curve_day = pd.Timestamp(par_yields.dropna(how="all").index[-1]).date()
    start = max(day + timedelta(days=1), curve_day)
    listed = range(fiscal_year(start), fiscal_year(start) + years)
    inflation, spread, mix = _last(breakevens.get("T10YIE")), new_spread_pct(auctions, day), gross_mix(auctions, day)
    plan = Plan(day, start, listed[-1], curve, mix, dict(borrowing), inflation or 0.0, spread, service)
    whole, bills = ladders.total(made), ladders.total(made, "Bill")
    own = bills / whole * 100
    wanted = own if bill_share_pct is None else bill_share_pct
    shock = _by_hand(path) if path else shock_path(shape, shock_bp, listed)
    shares = {BASE: bill_share_pct, SHOCKED: bill_share_pct, BASE_MORE: wanted + 1, SHOCKED_MORE: wanted + 1}
    result = project(made, plan, [Scenario(n, shock if "shocked" in n else None, share) for n, share in shares.items()])
    return Stress(
        years=_compared(result[result["fiscal_year"].isin(listed)]),
        ladder_day=day,
        statement_day=ladders.statement_day(debt_by_security, day) if source == "statement" else None,
        curve_day=curve_day,
        shock_from=start,
        ladder_usd=whole,
        securities=made["cusip"].nunique(),
        inferred_usd=float(made.loc[made["rate_inferred"], "outstanding_usd"].sum()),
        share_maturing_pct=share_maturing_pct(made, day),
        own_bill_share_pct=own,
        bill_share_pct=wanted,
        running_rate_pct=ladders.running_rate_pct(made, float(curve[REFERENCE]), inflation or 0.0),
        inflation_pct=inflation,
        spread_pct=spread,
        shock=shock,
        below_zero_pct=below_zero(curve, shock, listed),
        mix=mix,
    )


def _within_reach(years: int) -> None:
    if not 1 <= years <= MOST_YEARS:
        raise ValueError(f"years: {years} is not from 1 to {MOST_YEARS}")


def _last(series: pd.Series | None) -> float | None:
    held = pd.Series(dtype="float64") if series is None else series.dropna()
    return float(held.iloc[-1]) if len(held) else None


def _by_hand(path: Path) -> pd.DataFrame:
    return pd.DataFrame([list(row) for _, row in path], index=[year for year, _ in path], columns=list(SHOCK_POINTS))


def _compared(result: pd.DataFrame) -> pd.DataFrame:
    by_name: Mapping[str, pd.DataFrame] = {str(n): rows.set_index("fiscal_year") for n, rows in result.groupby("scenario")}
    base, shocked = by_name[BASE], by_name[SHOCKED]
    made = base[["start", "end"]].assign(
        partial=base["start"].dt.month.ne(10) | base["start"].dt.day.ne(1),
        base_usd=base["cost_usd"],
        shocked_usd=shocked["cost_usd"],
        difference_usd=shocked["cost_usd"] - base["cost_usd"],
        effective_rate_pct=shocked["effective_rate_pct"],
        base_effective_rate_pct=base["effective_rate_pct"],
        debt_usd=base["debt_usd"],
        bill_point_usd=by_name[BASE_MORE]["cost_usd"] - base["cost_usd"],
        bill_point_shocked_usd=by_name[SHOCKED_MORE]["cost_usd"] - shocked["cost_usd"],
        **{part: base[part] for part in PARTS},
        **{part.replace("_usd", "_difference_usd"): shocked[part] - base[part] for part in PARTS},
    )
    return made.reset_index()


def from_baseline(borrowing_usd: Mapping[int, float], years: Sequence[int]) -> ByYear:
    """New borrowing of a baseline for the years wanted, those beyond its last year as in that one; for `stress`.

    Reference: "The Budget and Economic Outlook", Congressional Budget Office.

    By hand: a baseline that ends in 2036.

    >>> from_baseline({2035: 2.8e12, 2036: 3.1e12}, [2036, 2037])
    ((2036, 3100000000000.0), (2037, 3100000000000.0))
    """
    last = max(borrowing_usd)
    return tuple((year, borrowing_usd[min(year, last)]) for year in years if min(year, last) in borrowing_usd)
