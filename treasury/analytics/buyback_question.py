"""Liquidity support or yield cap? What the figures of the buybacks say, regime by regime.

No figure decides it. Each has a reading that is stated in advance: from which value on it would look like a buyer who defends
a yield (takes what is offered, at any price, in the newest issues, on a scale that matters, and moves the market), up to which
value like one who offers old issues a way out. In between it reads as neither. Amounts are whole dollars of par.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from treasury.analytics.buyback_reactions import summed_up
from treasury.analytics.buyback_supply import TIPS, offered_by_bucket
from treasury.language import N_

FEWEST = 5  # operations of a regime below which nothing is read
DEEP_DISCOUNT_PRICE = 80.0
YOUNG_YEARS = 1.0
DAYS_A_YEAR = 365.25
SUPPORT, CAP, NEITHER = N_("support"), N_("cap"), N_("neither")
TOO_FEW, UNKNOWN = N_("too few"), N_("not known")


@dataclass(frozen=True)
class Reading:
    """How a measure reads: like support on one side of ``support``, like a cap on the other side of ``cap``."""

    name: str
    support: float | None
    cap: float | None


# Values in percent. Where cap is above support a larger figure speaks for a cap, where it is below a smaller one does.
READINGS: tuple[Reading, ...] = (
    Reading("accepted_of_offered_pct", 50.0, 80.0),
    Reading("filled_whole_pct", 90.0, None),  # a size set in advance and used whole is no sign of either
    Reading("young_pct", 10.0, 50.0),
    Reading("of_issuance_pct", 25.0, 50.0),
    Reading("day_percentile_pct", None, None),  # against the range of its own number of operations
)
MEASURES = (
    *("operations", "accepted_usd", "offered_usd", "accepted_of_offered_pct", "cover_ratio", "fill_pct", "filled_whole_pct"),
    *("deep_discount_pct", "young_pct", "mean_age_years", "issuance_usd", "of_issuance_pct"),
    *("day_mean_bp", "day_percentile_pct", "usual_low_pct", "ten_year_equivalent_usd"),
)


def purchases(operations: pd.DataFrame, securities: pd.DataFrame, auctions: pd.DataFrame) -> pd.DataFrame:
    """Every purchase with the price paid and the age of the issue on the day.

    In: operations as wanted; ``buyback_securities``; ``auctions``. Out: ``operation_date``, ``start_time``, ``cusip``,
    ``accepted_usd``, ``price`` (per 100), ``age_years`` (since its first issue; missing where no auction of it is held).

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: bought two years after its first issue.

    >>> day = pd.to_datetime
    >>> key = {"operation_date": day(["2026-09-10"]), "start_time": ["13:40"]}
    >>> made = purchases(
    ...     pd.DataFrame({**key, "state": ["result"]}),
    ...     pd.DataFrame({**key, "cusip": ["A"], "accepted_usd": [3e8], "price": [92.0]}),
    ...     pd.DataFrame({"cusip": ["A"], "issue_date": day(["2024-09-10"])}),
    ... )
    >>> made[["price", "age_years"]].round(1).iloc[0].tolist()
    [92.0, 2.0]
    """
    key = ["operation_date", "start_time"]
    done = operations.loc[operations["state"].eq("result"), key]
    bought = securities.loc[securities["accepted_usd"] > 0, [*key, "cusip", "accepted_usd", "price"]].merge(done, on=key)
    first = bought["cusip"].map(auctions.groupby("cusip")["issue_date"].min())
    return bought.assign(age_years=(bought["operation_date"] - first).dt.days / DAYS_A_YEAR)


def evidence(
    made: pd.DataFrame,
    bought: pd.DataFrame,
    auctions: pd.DataFrame,
    reactions: pd.DataFrame,
    equivalents: pd.DataFrame,
    regimes: pd.DataFrame,
) -> pd.DataFrame:
    """The measures of MEASURES for the operations given, one row a programme regime that has a result.

    In: the frame of `buybacks.operations`, as filtered as wanted; those of `purchases`, ``auctions``,
    `buyback_reactions.around`, `duration_flows.buyback_ten_year_equivalents` and `buyback_programme.regimes`. Out: ``regime``
    and, over its results: how many, par accepted and offered; accepted of offered; cover and fill (sum over sum, where a
    maximum is published); the share of operations that used their maximum whole; of the par bought, the part at a price
    below 80, the part in issues younger than a year, and the average age; what auctions offered to the public in the same
    buckets between the first and the last operation of the regime, and what was bought back of it; the mean change of the
    bucket's yield on the day of the operation and its mean percentile among other dates, with the lower end of the usual
    range; the ten-year equivalents taken out. What is not known is missing.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury (the purposes of the programme).

    By hand: 2 bn accepted of 20 bn offered is 10 percent; at a maximum of 2 bn the operation was filled whole.
    """
    done = made[made["state"].eq("result")].dropna(subset=["regime"])
    rows = []
    for name, own in done.groupby("regime", observed=True):
        row = {"regime": str(name), "operations": len(own), **_amounts(own), **_bought(_of(bought, own))}
        row |= _issuance(own, auctions, regimes[regimes["regime"].eq(str(name))])
        row |= _day(_of(reactions, own)) | {"ten_year_equivalent_usd": _equivalents(_of(equivalents, own), own)}
        rows.append(row)
    return pd.DataFrame(rows, columns=["regime", *MEASURES])


def _of(rows: pd.DataFrame, operations: pd.DataFrame) -> pd.DataFrame:
    """The rows that belong to these operations."""
    key = ["operation_date", "start_time"]
    return rows[pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(operations[key]))] if len(rows) else rows


def _amounts(own: pd.DataFrame) -> dict[str, float]:
    covered = own.dropna(subset=["offered_usd", "accepted_usd"])
    stated = covered[covered["maximum_usd"] > 0]
    offered, maximum = float(covered["offered_usd"].sum()), float(stated["maximum_usd"].sum())
    return {
        "accepted_usd": float(own["accepted_usd"].sum()),
        "offered_usd": offered if len(covered) else float("nan"),
        "accepted_of_offered_pct": _share(float(covered["accepted_usd"].sum()), offered),
        "cover_ratio": _share(float(stated["offered_usd"].sum()), maximum) / 100,
        "fill_pct": _share(float(stated["accepted_usd"].sum()), maximum),
        "filled_whole_pct": _share(float((stated["accepted_usd"] >= stated["maximum_usd"]).sum()), float(len(stated))),
    }


def _bought(own: pd.DataFrame) -> dict[str, float]:
    priced, aged = own.dropna(subset=["price"]), own.dropna(subset=["age_years"])
    par, aged_par = float(priced["accepted_usd"].sum()), float(aged["accepted_usd"].sum())
    cheap, young = priced["price"] < DEEP_DISCOUNT_PRICE, aged["age_years"] < YOUNG_YEARS
    weighted = float((aged["accepted_usd"] * aged["age_years"]).sum())
    return {
        "deep_discount_pct": _share(float(priced.loc[cheap, "accepted_usd"].sum()), par),
        "young_pct": _share(float(aged.loc[young, "accepted_usd"].sum()), aged_par),
        "mean_age_years": _share(weighted, aged_par) / 100,
    }


def _issuance(own: pd.DataFrame, auctions: pd.DataFrame, regime: pd.DataFrame) -> dict[str, float]:
    """What was offered to the public in the buckets of these operations while they ran, and what was bought back of it."""
    unknown = {"issuance_usd": float("nan"), "of_issuance_pct": float("nan")}
    sold = offered_by_bucket(auctions)
    first, last = regime["start"].min(), own["operation_date"].max()
    if regime.empty or sold.empty or last > sold["issue_date"].max():
        return unknown
    buckets = own["maturity_bucket"].astype("str").mask(own["security_type"].eq(TIPS), TIPS)
    within = sold["issue_date"].between(first, last) & sold["bucket"].isin(set(buckets))
    offered = float(sold.loc[within, "offering_usd"].sum())
    if not offered:
        return unknown
    return {"issuance_usd": offered, "of_issuance_pct": float(own["accepted_usd"].sum()) / offered * 100}


def _day(own: pd.DataFrame) -> dict[str, float]:
    summed = summed_up(own[own["session"].eq(0)]) if len(own) else pd.DataFrame()
    if summed.empty:
        return dict.fromkeys(("day_mean_bp", "day_percentile_pct", "usual_low_pct"), float("nan"))
    row = summed.iloc[0]
    names = {"day_mean_bp": "mean_bp", "day_percentile_pct": "mean_percentile_pct", "usual_low_pct": "usual_low_pct"}
    return {name: float(row[column]) for name, column in names.items()}


def _equivalents(rows: pd.DataFrame, own: pd.DataFrame) -> float:
    """Missing where those of an operation that bought something are."""
    bought = int((own["accepted_usd"] > 0).sum())
    return float(rows["ten_year_equivalent_usd"].sum(skipna=False)) if len(rows) == bought else float("nan")


def _share(part: float, whole: float) -> float:
    return part / whole * 100 if whole > 0 else float("nan")


def readings(row: pd.Series, chosen: Sequence[Reading] = READINGS) -> dict[str, str]:
    """How each measure of a regime reads: support, cap, neither, too few (operations), not known.

    In: a row of `evidence`. Out: by measure. A regime with fewer than five operations is not read. The yield on the day reads
    as a cap where its mean percentile is below the usual range of so many operations, and as support otherwise: no pull.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury (the purposes of the programme).

    By hand: 10 percent of what was offered is at most 50, so it reads as support.

    >>> row = pd.Series({"operations": 25, "accepted_of_offered_pct": 10.0, "filled_whole_pct": 100.0, "young_pct": 60.0,
    ...     "of_issuance_pct": float("nan"), "day_percentile_pct": 47.1, "usual_low_pct": 38.7})
    >>> list(readings(row).values())
    ['support', 'neither', 'cap', 'not known', 'support']
    """
    if row["operations"] < FEWEST:
        return {one.name: TOO_FEW for one in chosen}
    return {one.name: _read(one, float(row[one.name]), float(row["usual_low_pct"])) for one in chosen}


def _read(one: Reading, value: float, usual_low: float) -> str:
    if np.isnan(value):
        return UNKNOWN
    if one.name == "day_percentile_pct":
        return CAP if value < usual_low else SUPPORT
    if one.support is not None and value <= one.support:
        return SUPPORT
    return CAP if one.cap is not None and value >= one.cap else NEITHER
