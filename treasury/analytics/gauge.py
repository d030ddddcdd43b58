"""The fragility gauge: the mean of the percentiles of its components, each against its own last ten years.

A percentile is a direct count: the share of a component's values of the ten years up to a value, itself included, that are no
more fragile. What is not held, too old or too young is missing, and below six components there is no gauge.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from treasury import units
from treasury.analytics._series import DECIMALS, Day, observed
from treasury.analytics.levels import YEARS
from treasury.language import N_, tr

LEAST_COMPONENTS = 6
LEAST_YEARS = 3
DAILY_DAYS = 14  # the longest that a daily series may lag: the dollar index and the premium come out in batches
RANKED = ("value", "percentile_pct", "of", "since")


@dataclass(frozen=True)
class Component:
    """One part of the gauge: which end of it is fragile, how old its last value may be, and how much history it takes.

    ``least`` is the number of values it takes instead of three years (0: three years).
    """

    id: str
    name: str
    measure: str
    fragile: Literal["high", "low"]
    why: str
    max_age_days: int = DAILY_DAYS
    least: int = 0


COMPONENTS: tuple[Component, ...] = (
    Component(
        "term_premium_change",
        N_("Term premium"),
        N_("10-year ACM premium, change over 20 observations"),
        "high",
        N_("Investors ask more for holding long bonds."),
    ),
    Component(
        "realised_volatility",
        N_("Volatility"),
        N_("10-year realised volatility, 21 sessions"),
        "high",
        N_("Large daily moves make leveraged holders sell."),
    ),
    Component(
        "forward_breakeven",
        N_("5y5y breakeven"),
        N_("5-year breakeven, 5 years forward"),
        "high",
        N_("Expected inflation far ahead ties the Fed's hands."),
    ),
    Component(
        "bill_share",
        N_("Bill share"),
        N_("Bills in marketable debt at month end, rebuilt"),
        "high",
        N_("More must be rolled over at whatever rate the day brings."),
        max_age_days=45,
    ),
    Component(
        "auction_demand",
        N_("Auction demand"),
        N_("Bid-to-cover of notes and bonds against the six before, mean of 91 days"),
        "low",
        N_("Supply meets fewer bids than it used to."),
        max_age_days=21,
    ),
    Component(
        "long_end_buyback_cover",
        N_("Long-end buybacks"),
        N_("Offered over maximum, nominal buckets from 10 years, 91 days"),
        "high",
        N_("Holders want to hand back more long bonds than the Treasury takes."),
        max_age_days=45,  # the longest pause of the regular programme was 43
        least=20,
    ),
    Component(
        "yield_dollar_correlation",
        N_("Yield and dollar"),
        N_("Correlation of daily moves, 10-year and broad dollar, 63 sessions"),
        "low",
        N_("Higher yields no longer draw foreign money."),
    ),
    Component(
        "triple_sell_offs",
        N_("Triple sell-offs"),
        N_("Days of 63 with yields up, dollar and S&P 500 down, half the usual thresholds"),
        "high",
        N_("Treasuries, dollar and stocks are sold together."),
    ),
    Component(
        "financial_stress",
        N_("Financial stress"),
        N_("OFR financial stress index"),
        "high",
        N_("Strain elsewhere makes holders sell what they can."),
    ),
)
BY_ID: Mapping[str, Component] = {one.id: one for one in COMPONENTS}


@dataclass(frozen=True)
class Standing:
    """One component on one day: its last value and percentile, or why it is missing. Unknown is None."""

    component: Component
    value: float | None = None
    percentile_pct: float | None = None
    of: int = 0
    since: date | None = None
    observed_on: date | None = None
    missing: str = ""


def own_percentiles(series: pd.Series, component: Component) -> pd.DataFrame:
    """Each value of a component with its percentile among the values of the ten years up to it, towards fragility.

    In: values in any unit, dates as index. Out, at every value: ``value``, ``percentile_pct`` (share of the values of the window
    that are smaller or equal, for a component that is fragile when low larger or equal; missing with less history than the
    component takes), ``of`` (values in the window, itself included), ``since`` (the first of them). Nothing later counts.

    Reference: "Engineering Statistics Handbook, 7.2.6.2: percentiles", NIST/SEMATECH.

    By hand: of 2.0, 2.6, 2.2, 2.4 three are at most 2.4: 75 percent; two are at least that: 50 percent where low is fragile.

    >>> series = pd.Series([2.0, 2.6, 2.2, 2.4], index=pd.date_range("2025-01-06", periods=4))
    >>> high, low = (Component("x", "x", "x", way, "x", least=4) for way in ("high", "low"))
    >>> [float(own_percentiles(series, one)["percentile_pct"].iloc[-1]) for one in (high, low)]
    [75.0, 50.0]
    """
    kept = observed(series).astype("float64").round(DECIMALS)
    if kept.empty:
        return pd.DataFrame({name: [] for name in RANKED}, index=pd.DatetimeIndex([])).astype({"since": "datetime64[us]"})
    days = pd.DatetimeIndex(kept.index)
    first = days.searchsorted(days - pd.DateOffset(years=YEARS))
    of = np.arange(1, len(kept) + 1) - first
    share = _shares(kept.to_numpy() * (1 if component.fragile == "high" else -1), first)
    enough = of >= component.least if component.least else days >= days[0] + pd.DateOffset(years=LEAST_YEARS)
    columns = {"value": kept, "percentile_pct": np.where(enough, share, np.nan), "of": of, "since": days[first]}
    return pd.DataFrame(columns, index=days)


def _shares(toward: npt.NDArray[np.float64], first: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The share of each window, from its first value to the value itself, that is smaller or equal, in percent."""
    windows = (toward[start : end + 1] for end, start in enumerate(first.tolist()))
    counts = np.fromiter((np.count_nonzero(window <= window[-1]) for window in windows), dtype=np.float64, count=len(toward))
    return counts / (np.arange(1, len(toward) + 1) - first) * 100


def standing(ranked: pd.DataFrame, component: Component, day: Day) -> Standing:
    """A component on a day: its last value on or before it, unless that is too old or has too little history behind it.

    In: the frame of `own_percentiles`. Out: a `Standing`; ``missing`` says in words why there is no percentile.

    Reference: the rule is this project's own and stands in docs/methods.md.

    By hand: a daily value of 1 April is 20 days old on the 21st, and 14 are allowed.

    >>> ranked = own_percentiles(pd.Series([2.4], index=pd.to_datetime(["2025-04-01"])), BY_ID["forward_breakeven"])
    >>> standing(ranked, BY_ID["forward_breakeven"], "2025-04-21").missing
    'last value 1 Apr 2025, 20 days before; at most 14 count'
    """
    when = pd.Timestamp(day)
    at = int(ranked.index.searchsorted(when, side="right")) - 1
    if at < 0:
        why = tr("begins on {day}", day=units.day(ranked.index[0])) if len(ranked) else tr("no value is held")
        return Standing(component, missing=why)
    row, last = ranked.iloc[at], ranked.index[at]
    age, known = (when - last).days, not pd.isna(row["percentile_pct"])
    why = ""
    if age > component.max_age_days:
        why = tr(
            "last value {day}, {age} days before; at most {most} count",
            day=units.day(last),
            age=age,
            most=component.max_age_days,
        )
    elif not known:
        least = component.least
        wanted = tr("{count} values", count=least) if least else tr("{years} years", years=LEAST_YEARS)
        why = tr(
            "own history only since {day} ({count} values); {wanted} are needed",
            day=units.day(ranked.index[0]),
            count=int(row["of"]),
            wanted=wanted,
        )
    percentile = None if why else float(row["percentile_pct"])
    return Standing(component, float(row["value"]), percentile, int(row["of"]), row["since"].date(), last.date(), why)


def mean(standings: Iterable[Standing], without: Collection[str] = ()) -> float | None:
    """The gauge of one day: the mean of the percentiles of its components, None with fewer than six.

    In: the `Standing` of each component; ids of components to leave out. Out: 0 to 100, as `gauge` has it for a whole history.

    Reference: see `gauge`.

    By hand: three at 40 and three at 80 have the mean 60; without one of them there is none.

    >>> parts = [Standing(one, percentile_pct=share) for one, share in zip(COMPONENTS, [40.0] * 3 + [80.0] * 3)]
    >>> mean(parts), mean(parts, ["bill_share"])
    (60.0, None)
    """
    kept = [one.percentile_pct for one in standings if one.percentile_pct is not None and one.component.id not in without]
    return sum(kept) / len(kept) if len(kept) >= LEAST_COMPONENTS else None


def history(ranked: Mapping[str, pd.DataFrame], days: pd.DatetimeIndex) -> pd.DataFrame:
    """The percentile of every component on every day, by the rules of `standing`.

    In: frames of `own_percentiles` by component id; days in order. Out: one column a component, in the order of COMPONENTS;
    missing where the component is.

    Reference: the rule is this project's own and stands in docs/methods.md.

    By hand: a value of Tuesday stands on Wednesday, and not on Monday.

    >>> series = pd.Series(range(20), index=pd.date_range("2025-04-08", periods=20, freq="14D"), dtype="float64")
    >>> ranked = {"long_end_buyback_cover": own_percentiles(series, BY_ID["long_end_buyback_cover"])}
    >>> history(ranked, pd.DatetimeIndex(["2025-12-29", "2025-12-31"]))["long_end_buyback_cover"].tolist()
    [nan, 100.0]
    """
    made = {one.id: _on_days(ranked[one.id], one, days) for one in COMPONENTS if one.id in ranked}
    return pd.DataFrame(made, index=days)


def _on_days(ranked: pd.DataFrame, component: Component, days: pd.DatetimeIndex) -> npt.NDArray[np.float64]:
    if ranked.empty:
        return np.full(len(days), np.nan)
    at = ranked.index.searchsorted(days, side="right") - 1
    age = (days - ranked.index[at.clip(min=0)]).days
    percentiles = ranked["percentile_pct"].to_numpy()[at.clip(min=0)]
    return np.where((at >= 0) & (age <= component.max_age_days), percentiles, np.nan)


def gauge(percentiles: pd.DataFrame, without: Collection[str] = ()) -> pd.DataFrame:
    """The mean of the components of each day, where there are at least six.

    In: the frame of `history`; ids of components to leave out. Out, on the same days: ``gauge`` (0 to 100; missing with fewer
    than six), ``components`` (how many count). What a component adds is (percentile - 50) / components, so 50 and all that is
    added make the gauge.

    Reference: "Handbook on Constructing Composite Indicators", OECD and European Commission Joint Research Centre (equal
    weights, ranks).

    By hand: six components, three at 40 and three at 80, have the mean 60; five have none.

    >>> row = pd.DataFrame([[40.0] * 3 + [80.0] * 3], columns=[one.id for one in COMPONENTS[:6]])
    >>> gauge(row)["gauge"].tolist(), gauge(row, ["bill_share"])["gauge"].tolist()
    ([60.0], [nan])
    """
    kept = percentiles.drop(columns=[name for name in without if name in percentiles])
    count = kept.notna().sum(axis="columns")
    return pd.DataFrame({"gauge": kept.mean(axis="columns").where(count >= LEAST_COMPONENTS), "components": count})
