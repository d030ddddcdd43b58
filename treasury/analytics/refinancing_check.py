"""What the refinancing engine is held against: interest expense as reported, and CBO's scenario of higher rates.

Amounts are whole dollars, rates percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from treasury.analytics import ladder as ladders
from treasury.analytics._flows import CLASSES, Flows, with_result
from treasury.analytics._payments import Days
from treasury.analytics.buybacks import settled
from treasury.analytics.outstanding import outstanding_published
from treasury.analytics.refinancing import PARTS, Plan, Scenario, project
from treasury.analytics.refinancing_mix import REFERENCE, gross_mix, new_spread_pct, shock_path
from treasury.language import N_, tr

PUBLIC_ISSUES = "PUBLIC ISSUES"
PRICES = "CPIAUCSL"
REPORTED_WITHIN_PCT = 3.0  # by so much the engine may differ from what is reported
LAG_MONTHS = 3  # the reference CPI of the first of a month is the index of three months before
OTHER_DEBT = ("Domestic Series", "State and Local Government Series", "United States Savings Securities")
NONMARKETABLE = N_("Other")  # not marketable: savings bonds and state and local series
# The classes as the average interest rates name them.
_RATED = {
    "Treasury Bills": "Bill",
    "Treasury Notes": "Note",
    "Treasury Bonds": "Bond",
    "Treasury Inflation-Protected Securities (TIPS)": "TIPS",
    "Treasury Floating Rate Notes (FRN)": "FRN",
}


@dataclass(frozen=True)
class Reported:
    """Interest expense of some months: as reported, and from the rates of every security outstanding on each day.

    ``parts``: ``part`` (class, or the debt that is not marketable), ``average_usd``, ``cost_usd``, ``rate_pct``,
    ``published_rate_pct`` (mean of the months held; of TIPS without accrual); a part that cannot be worked out is missing.
    ``computed_usd`` is the sum of those that can.
    """

    start: date
    end: date
    months: int
    reported_usd: float
    computed_usd: float
    rate_months: int  # month ends of which published average rates are held
    parts: pd.DataFrame

    @property
    def difference_pct(self) -> float:
        return (self.computed_usd / self.reported_usd - 1) * 100


def reported(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_class: pd.DataFrame,
    average_rates: pd.DataFrame,
    interest_expense: pd.DataFrame,
    par_yields: pd.DataFrame,
    macro: pd.DataFrame,
    *,
    months: int = 12,
) -> Reported:
    """The newest months of reported interest on public issues against the engine's rates for what was outstanding each day.

    In: eight datasets. Each security costs its own rate as in `ladder.own_rates` on every day from issue to payment, less what
    was bought back; floating rate notes cost the 3-month par yield of the day and their spread; TIPS their coupon on the
    published principal, and the growth of the consumer price index over the months, three months before. Savings bonds and state
    and local series cost their published average rate. Raises ValueError where fewer months are reported.

    Reference: "Interest Expense on the Public Debt Outstanding", Fiscal Data, Bureau of the Fiscal Service, US Department of
    the Treasury.

    By hand: a note of 36.5 at 4 percent outstanding for 31 days costs 36.5 x 0.04 x 31 / 365 = 0.124; see the tests.
    """
    public = interest_expense[interest_expense["category"].str.contains(PUBLIC_ISSUES, case=False)]
    by_month = public.groupby("record_date")["month_usd"].sum(min_count=1).dropna().tail(months)
    if len(by_month) < months:
        raise ValueError(tr("interest expense of {held} months is held, {months} are needed", held=len(by_month), months=months))
    end = np.datetime64(by_month.index[-1], "D")
    start = by_month.index[0].to_period("M").start_time.to_datetime64().astype("datetime64[D]")
    days = np.arange(start, end + 1)
    parts = _marketable(auctions, settled(operations, securities, auctions), days, par_yields)
    parts.loc["TIPS"] = _tips(parts.loc["TIPS"], debt_by_class, macro, days)
    parts.loc[NONMARKETABLE] = _other(debt_by_class, average_rates, days)
    within = average_rates[average_rates["record_date"].between(by_month.index[0], by_month.index[-1])]
    stated = within.assign(part=within["security_desc"].map(_RATED)).groupby("part")["rate_pct"].mean()
    parts["published_rate_pct"] = stated.reindex(parts.index)
    parts["rate_pct"] = parts["cost_usd"] / parts["average_usd"] / (len(days) / 365) * 100
    return Reported(
        start=start.astype(object),
        end=end.astype(object),
        months=months,
        reported_usd=float(by_month.sum()),
        computed_usd=float(parts["cost_usd"].sum()),
        rate_months=within["record_date"].nunique(),
        parts=parts.rename_axis("part").reset_index(),
    )


def _marketable(auctions: pd.DataFrame, bought: pd.DataFrame, days: Days, par_yields: pd.DataFrame) -> pd.DataFrame:
    """Mean amount and own cost by class; floating rate notes with the 3-month yield."""
    sold = with_result(auctions).assign(rate_pct=ladders.own_rates(auctions))
    # The newest floating rate note may stand without its spread: it gets the mean of the others.
    sold["rate_pct"] = sold["rate_pct"].fillna(sold.groupby("security_class")["rate_pct"].transform("mean"))
    rate_of = sold.drop_duplicates("cusip").set_index("cusip")["rate_pct"]
    bought = bought.assign(rate_pct=bought["cusip"].map(rate_of))
    width = len(CLASSES)
    standing, cost = np.zeros((2, len(days), width))
    for rows, enter, amount, sign in (
        (sold, "issue_date", "total_accepted_usd", 1),
        (bought, "settlement_date", "accepted_usd", -1),
    ):
        flows = Flows.of(rows, enter, amount, CLASSES)
        standing += sign * flows.standing(days, width)
        cost += sign * flows.standing(days, width, flows.amount * rows["rate_pct"].to_numpy(dtype=np.float64) / 100)
    by_day = par_yields[REFERENCE].dropna()
    at = np.searchsorted(by_day.index.to_numpy().astype("datetime64[D]"), days, side="right") - 1
    floating = CLASSES.index("FRN")
    cost[:, floating] += standing[:, floating] * np.where(at >= 0, by_day.to_numpy()[np.maximum(at, 0)], np.nan) / 100
    return pd.DataFrame({"average_usd": standing.mean(axis=0), "cost_usd": cost.sum(axis=0) / 365}, index=list(CLASSES))


def _tips(par: pd.Series, debt_by_class: pd.DataFrame, macro: pd.DataFrame, days: Days) -> list[float]:
    """Mean principal as published, and its cost: the real coupon and the accrual."""
    held = outstanding_published(debt_by_class)
    own = held[held["security_class"].eq("TIPS") & held["record_date"].between(pd.Timestamp(days[0]), pd.Timestamp(days[-1]))]
    principal = float(own["outstanding_usd"].mean()) if len(own) else float("nan")
    index = macro[macro["series"].eq(PRICES)].set_index("date")["value"]
    first = days[0].astype("datetime64[M]") - LAG_MONTHS
    last = (days[-1] + 1).astype("datetime64[M]") - LAG_MONTHS
    levels = index.reindex(pd.DatetimeIndex([first.astype("datetime64[us]"), last.astype("datetime64[us]")])).to_numpy()
    coupon = float(par["cost_usd"]) / float(par["average_usd"])
    return [principal, principal * (coupon + levels[1] / levels[0] - 1)]


def _other(debt_by_class: pd.DataFrame, average_rates: pd.DataFrame, days: Days) -> list[float]:
    """Debt that is not marketable and not the government's own, at its published average rate on the last day both are held."""
    wanted = debt_by_class[debt_by_class["security_class"].isin(OTHER_DEBT)]
    rates = average_rates.rename(columns={"security_desc": "security_class"})[["record_date", "security_class", "rate_pct"]]
    both = wanted.merge(rates, on=["record_date", "security_class"])
    both = both[both["record_date"].between(pd.Timestamp(days[0]), pd.Timestamp(days[-1]))]
    last = both[both["record_date"].eq(both["record_date"].max())]
    if last.empty:
        return [float("nan"), float("nan")]
    amount = float(last["total_usd"].sum())
    return [amount, float((last["total_usd"] * last["rate_pct"]).sum()) / 100 * len(days) / 365]


@dataclass(frozen=True)
class AgainstCbo:
    """The engine's answer to CBO's question. ``years``: ``fiscal_year``, the extra cost in parts and in all, the mean debt and
    the effective rate without it."""

    day: date
    total_usd: float
    last_year_usd: float
    cheaper_usd: float  # the total, were the rest of the curve as low as CBO's average rate has it
    years: pd.DataFrame


def against_cbo(
    auctions: pd.DataFrame,
    operations: pd.DataFrame,
    securities: pd.DataFrame,
    debt_by_security: pd.DataFrame,
    par_yields: pd.DataFrame,
    breakevens: pd.DataFrame,
    *,
    day: date,
    shock_bp: float,
    first_year: int,
    last_year: int,
    borrowing: tuple[tuple[int, float], ...],
    average_rate_pct: float,
) -> AgainstCbo:
    """The engine from the ladder, the curve and the borrowing of a baseline's time, with all rates higher from the day after on.

    In: six datasets; the day of the ladder, before the baseline was published; the scenario; the baseline's borrowing by fiscal
    year and its average rate in the last year (percent). The first year of the baseline is borrowed from the day on, in
    proportion to its days. Raises ValueError where the ladder or the curve of the day is not held.

    Reference: "How Changes in Economic Conditions Might Affect the Federal Budget: 2025 to 2035", Congressional Budget Office,
    13 March 2025.

    By hand: see the tests, which take the parts apart.
    """
    held = ladders.ladder(auctions, operations, securities, debt_by_security, as_of=day)
    curves = par_yields.loc[: pd.Timestamp(day)].dropna(how="all")
    if held.empty or curves.empty:
        raise ValueError(tr("no ladder or no par curve of {day} is held", day=day))
    curve = curves.iloc[-1]
    start: date = (np.datetime64(day, "D") + 1).astype(object)
    up = shock_path("parallel", shock_bp, range(start.year, last_year + 1))
    mix, spread = gross_mix(auctions, day), new_spread_pct(auctions, day)
    expected = breakevens["T10YIE"].loc[: pd.Timestamp(day)].dropna()
    inflation = float(expected.iloc[-1]) if len(expected) else 0.0

    def extra(lower: float) -> tuple[pd.DataFrame, pd.DataFrame]:
        plan = Plan(day, start, last_year, curve - lower, mix, dict(borrowing), inflation, spread)
        result = project(held, plan, [Scenario("base"), Scenario("up", up)])
        base, shocked = (result[result["scenario"].eq(name)].set_index("fiscal_year") for name in ("base", "up"))
        columns = [*PARTS, "cost_usd"]
        more: pd.DataFrame = shocked[columns] - base[columns]
        return more.assign(debt_usd=base["debt_usd"], effective_rate_pct=base["effective_rate_pct"]), base

    made, base = extra(0.0)
    gap = float(base["effective_rate_pct"].iloc[-1]) - average_rate_pct
    cheaper, _ = extra(gap)
    years = made.loc[first_year:last_year]
    return AgainstCbo(
        day=day,
        total_usd=float(years["cost_usd"].sum()),
        last_year_usd=float(years["cost_usd"].iloc[-1]),
        cheaper_usd=float(cheaper.loc[first_year:last_year, "cost_usd"].sum()),
        years=years.reset_index(),
    )
