"""What the debt costs in the years to come: the ladder, what replaces it, and what is borrowed on top, at shocked rates.

Amounts are whole dollars, rates percent, shocks basis points. Day by day, every security is paid on its day and replaced at
the par curve's rate, the whole of it: interest is paid out of the budget, so debt grows by the new borrowing that is stated
and by nothing else. A security that stands for a whole fiscal year costs exactly its rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury.analytics._payments import Days, whole_days
from treasury.analytics.refinancing_mix import INSTRUMENTS, REFERENCE, curve_rates, shocks_pct

Numbers = npt.NDArray[np.float64]

PARTS = ("held_usd", "rolled_usd", "new_usd", "service_usd")
POOLS = len(PARTS) - 1  # what is sold from now on: in place of the ladder, as new borrowing, for extra cost
_ROLLED, _NEW, _SERVICE = range(POOLS)
SHARE_DAYS = 365  # over which a bill share of one's own is reached
_REFERENCE_AT = next(at for at, one in enumerate(INSTRUMENTS) if one.tenor == REFERENCE)
_BILLS = np.array([one.side == "Bill" for one in INSTRUMENTS])
_FLOATS = np.array([one.floating for one in INSTRUMENTS])
_DAYS = np.array([one.days for one in INSTRUMENTS])


@dataclass(frozen=True)
class Plan:
    """What all scenarios share.

    ``day``: the ladder stands at its end. ``shock_from``: first day of a shock. ``last_year``: last fiscal year.
    ``curve``: percent by tenor, the base path of every day. ``mix``: as of `refinancing_mix.gross_mix`. ``borrowing_usd``: new
    borrowing by fiscal year, spread evenly over its days; none in a year that is not named. ``inflation_pct``: added to the real
    coupons of TIPS. ``spread_pct``: of new floating rate notes. ``service``: whether the extra cost of a scenario is borrowed.
    """

    day: date
    shock_from: date
    last_year: int
    curve: pd.Series
    mix: pd.Series
    borrowing_usd: Mapping[int, float] = field(default_factory=dict)
    inflation_pct: float = 0.0
    spread_pct: float = 0.0
    service: bool = True


@dataclass(frozen=True)
class Scenario:
    """A path of shocks (as of `refinancing_mix.shock_path`; None: no shock) and the bill share of the debt (None: as it is)."""

    name: str
    shock: pd.DataFrame | None = None
    bill_share_pct: float | None = None


def project(ladder: pd.DataFrame, plan: Plan, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Interest cost by fiscal year of each scenario, in parts, with the debt it is paid on. The first scenario is the base.

    In: the frame of `ladder.ladder`. Out, one row a scenario and fiscal year from that of the day after the ladder's:

    * ``scenario``, ``fiscal_year``, ``start``, ``end`` (days counted; the first year may begin late);
    * ``held_usd`` (the ladder's own securities until they mature), ``rolled_usd`` (what replaces them), ``new_usd`` (new
      borrowing), ``service_usd`` (extra cost borrowed), and ``cost_usd``, their sum;
    * ``debt_usd`` (mean), ``effective_rate_pct`` (cost a year on that debt), ``bill_share_pct`` (on the last day).

    Bills make up the share of the debt that the scenario states, reached in a straight line over 365 days; each day's
    maturities and borrowing go to bills as far as that takes, the rest to coupons, both spread as in the mix. TIPS cost their
    real coupon and the stated inflation and are replaced at nominal rates. Floating rate notes cost the 3-month rate of the
    day and their spread.

    Reference: "Federal Net Interest Costs: A Primer", Congressional Budget Office, December 2020.

    By hand: 100 at 2 percent, paid 183 days into a year of 365 and rolled at 4 percent: 183 / 365 x 2 + 182 / 365 x 4 = 2.997,
    and 3.496 with a shock of 100 bp.

    >>> from treasury.analytics.refinancing_mix import NAMES, shock_path
    >>> rows = pd.DataFrame({"security_class": ["Note"], "due": pd.to_datetime(["2027-04-02"]), "outstanding_usd": [100.0],
    ...     "rate_pct": [2.0]})
    >>> plan = Plan(date(2026, 9, 30), date(2026, 10, 1), 2027, pd.Series({"1M": 4.0, "30Y": 4.0}),
    ...     pd.Series([1 / 7] * 14 + [0.0], index=list(NAMES)), service=False)
    >>> made = project(rows, plan, [Scenario("base"), Scenario("shocked", shock_path("parallel", 100, [2027]))])
    >>> made["cost_usd"].round(3).tolist()
    [2.997, 3.496]
    """
    calendar = _Calendar.of(plan)
    held = _Held.of(ladder, plan, calendar)
    base = curve_rates(plan.curve)
    rates = np.stack([_rates(base, one.shock, calendar) for one in scenarios]) / 100
    paths = [_share_path(held.bill_share, one.bill_share_pct, len(calendar.days)) for one in scenarios]
    shares = np.repeat(np.stack(paths, axis=1), POOLS, axis=1)
    pools = _Pools(held, plan, calendar, rates)
    for at, row in enumerate(calendar.row):
        pools.step(at, row, shares[at])
    return _by_year(pools, calendar, scenarios)


@dataclass(frozen=True)
class _Calendar:
    """The days projected, from the one after the ladder's, and what belongs to each."""

    days: Days
    year: npt.NDArray[np.int64]  # fiscal year
    length: Numbers  # days of that fiscal year
    row: npt.NDArray[np.int64]  # of the rates: 0 before the shock, then one a fiscal year

    @classmethod
    def of(cls, plan: Plan) -> _Calendar:
        first, last = plan.day + timedelta(days=1), date(plan.last_year, 9, 30)
        if first > last:
            raise ValueError(f"the ladder of {plan.day} lies after fiscal year {plan.last_year}")
        days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
        months = days.astype("datetime64[M]").astype(np.int64)
        year = (months + 3) // 12 + 1970
        starts = [np.datetime64(f"{y - 1}-10-01", "D") for y in (*np.unique(year), year[-1] + 1)]
        length = np.diff(np.array(starts)).astype(np.float64)[year - year[0]]
        row = np.where(days < np.datetime64(plan.shock_from, "D"), 0, 1 + year - year[0])
        return cls(days, year, length, row)

    @property
    def years(self) -> list[int]:
        return [int(year) for year in np.unique(self.year)]


def _rates(base: Numbers, shock: pd.DataFrame | None, calendar: _Calendar) -> Numbers:
    """Percent by row of the calendar and instrument."""
    years = calendar.years
    moved = np.zeros((len(years), len(base))) if shock is None else shocks_pct(shock, years)
    return np.vstack([base, base + moved])


def _share_path(own: float, wanted_pct: float | None, days: int) -> Numbers:
    """The bill share by day: the ladder's own, or a straight line to another and that from then on."""
    wanted = own if wanted_pct is None else wanted_pct / 100
    made: Numbers = own + (wanted - own) * np.minimum(np.arange(1, days + 1) / SHARE_DAYS, 1.0)
    return made


@dataclass(frozen=True)
class _Held:
    """The ladder by day: what falls due (bills, the rest), what its own rates cost a year, what floats."""

    due_bills: Numbers
    due_rest: Numbers
    cost: Numbers  # dollars a year, without what floats
    floating: Numbers  # dollars outstanding
    bills: float
    debt: float

    @property
    def bill_share(self) -> float:
        return self.bills / self.debt if self.debt else 0.0

    @classmethod
    def of(cls, ladder: pd.DataFrame, plan: Plan, calendar: _Calendar) -> _Held:
        count = len(calendar.days)
        at = np.clip((whole_days(ladder["due"]) - calendar.days[0]).astype(np.int64), 0, count)
        amount = ladder["outstanding_usd"].to_numpy(dtype=np.float64)
        named = np.asarray(ladder["security_class"].astype("str"))
        rate = ladder["rate_pct"].to_numpy(dtype=np.float64) / 100 + np.where(named == "TIPS", plan.inflation_pct / 100, 0.0)

        def due(own: Numbers) -> Numbers:
            summed: Numbers = np.bincount(at, weights=own, minlength=count + 1).astype(np.float64)
            return summed[:count]

        bill, floats = named == "Bill", named == "FRN"
        return cls(
            due_bills=due(amount * bill),
            due_rest=due(amount * ~bill),
            cost=(amount * rate).sum() - np.cumsum(due(amount * rate)),
            floating=(amount * floats).sum() - np.cumsum(due(amount * floats)),
            bills=float(amount[bill].sum()),
            debt=float(amount.sum()),
        )


class _Pools:
    """What is sold from now on, by scenario and pool: in place of the ladder, as new borrowing, for extra cost.

    Scenario and pool share one axis. What ends on a day stands in ``ends``: bills due, the rest due, cost a year, what floats.
    """

    def __init__(self, held: _Held, plan: Plan, calendar: _Calendar, rates: Numbers) -> None:
        scenarios, days = rates.shape[0], len(calendar.days)
        self.held, self.length, self.service = held, calendar.length, plan.service
        width = scenarios * POOLS
        self.ends = np.zeros((days + 1, 4, width))  # the last row takes what ends after the last day
        self.ends[:days, 0, _ROLLED::POOLS], self.ends[:days, 1, _ROLLED::POOLS] = held.due_bills[:, None], held.due_rest[:, None]
        self.bills, self.debt, self.cost, self.floating = np.zeros((4, width))
        self.bills[_ROLLED::POOLS], self.debt[_ROLLED::POOLS] = held.bills, held.debt
        self.borrowed = np.zeros((days, width))
        self.borrowed[:, _NEW::POOLS] = (_by_day(plan.borrowing_usd, calendar) / calendar.length)[:, None]
        self.split = np.stack([plan.mix.to_numpy() * _BILLS, plan.mix.to_numpy() * ~_BILLS], axis=1)
        self.at_end = np.minimum(np.arange(days)[:, None] + _DAYS, days)
        self.per_dollar = _per_dollar(rates, plan.spread_pct / 100)
        self.reference = np.repeat(rates[:, :, _REFERENCE_AT].T, POOLS, axis=1)
        self.costs, self.debts, self.billed = np.zeros((3, days, width))  # of each day
        self.own = np.zeros((days, scenarios))

    def step(self, at: int, row: int, share: Numbers) -> None:
        """One day: pays what ends, sells as much and what is borrowed, notes the day's cost."""
        ends, borrowed = self.ends[at], self.borrowed[at]
        raised = ends[0] + ends[1] + borrowed
        self.debt += borrowed
        self.bills -= ends[0]
        wanted = share * self.debt - self.bills
        bills = np.minimum(np.maximum(wanted, np.minimum(raised, 0.0)), np.maximum(raised, 0.0))
        self.bills += bills
        sold = (self.split @ np.stack([bills, raised - bills]))[:, None, :] * self.per_dollar[row]
        self.ends[self.at_end[at]] += sold
        begun = sold.sum(axis=0)
        self.cost += begun[2] - ends[2]
        self.floating += begun[3] - ends[3]
        self.costs[at] = (self.cost + self.floating * self.reference[row]) / self.length[at]
        self.own[at] = (self.held.cost[at] + self.held.floating[at] * self.reference[row, ::POOLS]) / self.length[at]
        self.debts[at], self.billed[at] = self.debt, self.bills
        if self.service and at + 1 < len(self.borrowed):
            cost = self.own[at] + self.costs[at].reshape(-1, POOLS).sum(axis=1)
            self.borrowed[at + 1, _SERVICE::POOLS] = cost - cost[0]


def _by_day(amounts: Mapping[int, float], calendar: _Calendar) -> Numbers:
    by_year: Numbers = np.array([amounts.get(year, 0.0) for year in calendar.years])
    made: Numbers = by_year[calendar.year - calendar.year[0]]
    return made


def _per_dollar(rates: Numbers, spread: float) -> Numbers:
    """What a dollar sold brings to ``ends`` and to the cost a year: by row of rates, instrument, kind, scenario and pool."""
    scenarios, rows, count = rates.shape
    made = np.zeros((rows, count, 4, scenarios * POOLS))
    made[:, _BILLS, 0], made[:, ~_BILLS, 1], made[:, _FLOATS, 3] = 1.0, 1.0, 1.0
    made[:, :, 2] = np.repeat(np.where(_FLOATS, spread, rates), POOLS, axis=0).transpose(1, 2, 0)
    return made


def _by_year(pools: _Pools, calendar: _Calendar, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    first = np.flatnonzero(np.diff(calendar.year, prepend=0))
    last = np.append(first[1:], len(calendar.days)) - 1
    costs = np.add.reduceat(pools.costs, first).reshape(len(first), -1, POOLS)
    own = np.add.reduceat(pools.own, first)
    debts, billed = (one.reshape(len(calendar.days), -1, POOLS).sum(axis=2) for one in (pools.debts, pools.billed))
    frames = []
    for at, one in enumerate(scenarios):
        parts = {"held_usd": own[:, at], **{name: costs[:, at, number] for number, name in enumerate(PARTS[1:])}}
        cost = own[:, at] + costs[:, at].sum(axis=1)
        made = {
            "scenario": one.name,
            "fiscal_year": calendar.years,
            "start": calendar.days[first].astype("datetime64[us]"),
            "end": calendar.days[last].astype("datetime64[us]"),
            **parts,
            "cost_usd": cost,
            "debt_usd": np.add.reduceat(debts[:, at], first) / (last - first + 1),
            "effective_rate_pct": cost / np.add.reduceat(debts[:, at] / calendar.length, first) * 100,
            "bill_share_pct": billed[last, at] / debts[last, at] * 100,
        }
        frames.append(pd.DataFrame(made))
    return pd.concat(frames, ignore_index=True).astype({"scenario": "str"})
