"""Treasury buybacks: cover, fill and unused room per operation and by bucket, quarter and regime.

Amounts are whole dollars of par. An operation that was cancelled or has no result yet has no measure and counts in no
sum; one whose maximum is not published (2000 to 2002) counts in the amounts, not in the ratios.
"""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from treasury.analytics._payments import payment_day, whole_days
from treasury.analytics._periods import period_labels, period_start
from treasury.language import N_

UNSTATED = N_("unstated")
LONG_END_YEARS = 10.0
MONTHS_A_YEAR = 12
_EDGES = re.compile(r"([\d.]+)(Mo|Y) to ([\d.]+)(Mo|Y)")


def _edges(label: str) -> tuple[float, float]:
    """The shortest and longest remaining maturity of a bucket in years; NaN where the label is no range."""
    found = _EDGES.fullmatch(label)
    if found is None:
        return float("nan"), float("nan")
    low, low_unit, high, high_unit = found.groups()
    return (
        float(low) / (MONTHS_A_YEAR if low_unit == "Mo" else 1),
        float(high) / (MONTHS_A_YEAR if high_unit == "Mo" else 1),
    )


# Buckets as published, nominal coupons first, then TIPS, with their edges in years.
MATURITY_BUCKETS: dict[str, tuple[float, float]] = {
    label: _edges(label)
    for label in (
        *("1Mo to 2Y", "2Y to 3Y", "3Y to 5Y", "5Y to 7Y", "7Y to 10Y", "10Y to 20Y", "20Y to 30Y"),
        *("1Y to 7.5Y", "7.5Y to 30Y", "1Y to 10Y", "10Y to 30Y"),
    )
}
MEASURES = (
    "operations",
    "maximum_usd",
    "offered_usd",
    "accepted_usd",
    "unused_usd",
    "cover_ratio",
    "fill_pct",
    "long_end_accepted_usd",
)


def operations(frame: pd.DataFrame, key_dates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every operation with its cover (offered / maximum), fill (accepted / maximum) and unused room (maximum - accepted).

    In: ``buyback_operations``; key dates, of which ``date`` and ``regime`` (name of the programme regime that begins that
    day, else missing) are read. Out: the same rows with ``cover_ratio``, ``fill_pct`` (percent), ``unused_usd``, ``long_end``
    (bucket begins at 10 years or more; False where it is not stated) and ``regime`` (ordered categorical: the last regime
    that began on or before the operation; missing before the first). ``maturity_bucket`` becomes an ordered categorical; a
    type or bucket that is not published is "unstated". The measures are missing without a result, and where the maximum is
    missing or zero.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 10 September 2026: 10.489 bn offered and 5.187 bn accepted of a maximum of 6 bn is a cover of 1.748, a fill of
    86.45 percent and 0.813 bn unused.

    >>> row = {"operation_date": pd.to_datetime(["2026-09-10"]), "state": ["result"], "operation_type": ["Liquidity Support"],
    ...        "security_type": ["Nominal Coupons"], "maturity_bucket": ["10Y to 20Y"],
    ...        "maximum_usd": [6e9], "offered_usd": [10.489e9], "accepted_usd": [5.187e9]}
    >>> operations(pd.DataFrame(row))[["cover_ratio", "fill_pct", "unused_usd"]].round(3).iloc[0].tolist()
    [1.748, 86.45, 813000000.0]
    """
    result = frame["state"].eq("result")
    maximum = frame["maximum_usd"].where(result)
    divisor = maximum.where(maximum > 0)
    buckets = frame["maturity_bucket"].fillna(UNSTATED)
    unknown = sorted(set(buckets) - set(MATURITY_BUCKETS) - {UNSTATED})
    order = [*MATURITY_BUCKETS, *unknown, UNSTATED]
    return frame.assign(
        operation_type=frame["operation_type"].fillna(UNSTATED),
        security_type=frame["security_type"].fillna(UNSTATED),
        maturity_bucket=pd.Categorical(buckets, categories=order, ordered=True),
        cover_ratio=frame["offered_usd"] / divisor,
        fill_pct=frame["accepted_usd"] / divisor * 100,
        unused_usd=maximum - frame["accepted_usd"],
        long_end=in_long_end(buckets),
        regime=_regime(frame["operation_date"], key_dates),
    )


def in_long_end(buckets: pd.Series) -> pd.Series:
    """Whether each maturity bucket begins at 10 years or more; False where it is not stated.

    In: labels of buckets, as published. Out: booleans.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 10Y to 20Y does, 7.5Y to 30Y does not.

    >>> in_long_end(pd.Series(["10Y to 20Y", "7.5Y to 30Y", "unstated"])).tolist()
    [True, False, False]
    """
    return buckets.map(lambda label: _edges(str(label))[0] >= LONG_END_YEARS).astype("bool")


def _regime(days: pd.Series, key_dates: pd.DataFrame | None) -> pd.Series:
    begins = (
        pd.DataFrame({"date": [], "regime": []}) if key_dates is None else key_dates.dropna(subset=["regime"]).sort_values("date")
    )
    names = begins["regime"].tolist()
    position = np.searchsorted(whole_days(pd.to_datetime(begins["date"])), whole_days(days), side="right") - 1
    made = pd.Categorical.from_codes(position, categories=names, ordered=True)
    return pd.Series(made, index=days.index)


def by_bucket(made: pd.DataFrame) -> pd.DataFrame:
    """Results summed by kind of security and maturity bucket.

    In: the frame of `operations`, as filtered as wanted. Out: ``security_type``, ``maturity_bucket``, ``operations``
    (results), ``maximum_usd``, ``offered_usd``, ``accepted_usd``, ``unused_usd``, ``cover_ratio``, ``fill_pct``,
    ``long_end_accepted_usd`` (missing where no bucket is stated). Ratios are sum over sum, over the operations that publish
    a maximum.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 20 bn and 10 bn offered against twice 2 bn is a cover of 30 / 4 = 7.5.

    >>> row = {"operation_date": pd.to_datetime(["2025-09-10", "2025-10-02"]), "state": "result",
    ...        "operation_type": "Liquidity Support", "security_type": "Nominal Coupons", "maturity_bucket": "20Y to 30Y",
    ...        "maximum_usd": 2e9, "offered_usd": [20e9, 10e9], "accepted_usd": 2e9}
    >>> print(by_bucket(operations(pd.DataFrame(row)))[["maturity_bucket", "cover_ratio", "fill_pct"]].to_string(index=False))
    maturity_bucket  cover_ratio  fill_pct
         20Y to 30Y          7.5     100.0
    """
    return _summed(made, ["security_type", "maturity_bucket"])


def by_quarter(made: pd.DataFrame) -> pd.DataFrame:
    """Results summed by calendar quarter of the operation and operation type.

    In: the frame of `operations`. Out: ``quarter`` (2025 Q3), ``quarter_start``, ``operation_type`` and the measures of
    `by_bucket`. Quarters without a result have no row.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 2 bn on 10 September and 1 bn on 18 September 2025 is 3 bn in the third quarter.

    >>> row = {"operation_date": pd.to_datetime(["2025-09-10", "2025-09-18"]), "state": "result",
    ...        "operation_type": "Liquidity Support", "security_type": "Nominal Coupons", "maturity_bucket": "20Y to 30Y",
    ...        "maximum_usd": 2e9, "offered_usd": 4e9, "accepted_usd": [2e9, 1e9]}
    >>> print(by_quarter(operations(pd.DataFrame(row)))[["quarter", "accepted_usd", "fill_pct"]].to_string(index=False))
    quarter  accepted_usd  fill_pct
    2025 Q3  3000000000.0      75.0
    """
    starts = period_start(whole_days(made["operation_date"]), "quarter")
    labelled = made.assign(quarter=period_labels(starts, "quarter"), quarter_start=starts.astype("datetime64[us]"))
    return _summed(labelled, ["quarter", "quarter_start", "operation_type"])


def by_regime(made: pd.DataFrame) -> pd.DataFrame:
    """Results summed by programme regime and operation type, regimes in the order in which they began.

    In: the frame of `operations` with key dates. Out: ``regime`` (missing before the first), ``operation_type`` and the
    measures of `by_bucket`.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury (they announce each change of the programme).

    By hand: 2 bn on the first day of a regime is all of it.

    >>> row = {"operation_date": pd.to_datetime(["2025-08-13"]), "state": "result", "operation_type": "Liquidity Support",
    ...        "security_type": "TIPS", "maturity_bucket": "1Y to 10Y",
    ...        "maximum_usd": 2e9, "offered_usd": 4e9, "accepted_usd": 2e9}
    >>> key_dates = pd.DataFrame({"date": pd.to_datetime(["2025-08-13"]), "regime": ["July 2025 enlargement"]})
    >>> print(by_regime(operations(pd.DataFrame(row), key_dates))[["regime", "fill_pct"]].to_string(index=False))
                   regime  fill_pct
    July 2025 enlargement     100.0
    """
    return _summed(made, ["regime", "operation_type"])


@dataclass(frozen=True)
class Totals:
    """Sums over the operations given: those with a result, and how many have none."""

    operations: int
    cancelled: int
    announced: int
    first: date | None
    last: date | None
    maximum_usd: float
    offered_usd: float
    accepted_usd: float
    unused_usd: float
    cover_ratio: float
    fill_pct: float
    long_end_accepted_usd: float
    long_end_share_pct: float


def totals(made: pd.DataFrame) -> Totals:
    """Everything summed: how often, how much, how well covered, and what share went to the long end.

    In: the frame of `operations`. Out: `Totals`; ``maximum_usd``, ``unused_usd`` and the ratios over the operations that
    publish a maximum; ``long_end_share_pct`` is the part of the par accepted that was accepted in buckets from 10 years,
    over the operations that state a bucket. NaN where nothing is to divide.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 2 bn accepted of 2 bn in 20Y to 30Y and nothing else: fill 100 percent, all of it long end.

    >>> row = {"operation_date": pd.to_datetime(["2025-09-10"]), "state": ["result"], "operation_type": ["Liquidity Support"],
    ...        "security_type": ["Nominal Coupons"], "maturity_bucket": ["20Y to 30Y"],
    ...        "maximum_usd": [2e9], "offered_usd": [20.882e9], "accepted_usd": [2e9]}
    >>> made = totals(operations(pd.DataFrame(row)))
    >>> made.cover_ratio, made.fill_pct, made.long_end_share_pct
    (10.441, 100.0, 100.0)
    """
    done = made[made["state"].eq("result")]
    figures = {name: float(value) for name, value in _measures(done).items() if name != "operations"}
    bucketed = float(done.loc[done["maturity_bucket"].ne(UNSTATED), "accepted_usd"].sum())
    return Totals(
        operations=len(done),
        cancelled=int(made["state"].eq("cancelled").sum()),
        announced=int(made["state"].eq("announced").sum()),
        first=done["operation_date"].min().date() if len(done) else None,
        last=done["operation_date"].max().date() if len(done) else None,
        long_end_share_pct=figures["long_end_accepted_usd"] / bucketed * 100 if bucketed else float("nan"),
        **figures,
    )


def settled(operations_frame: pd.DataFrame, securities: pd.DataFrame, auctions: pd.DataFrame) -> pd.DataFrame:
    """What was bought back, security by security, with its class and the day it left the debt.

    In: ``buyback_operations``, ``buyback_securities``, ``auctions``. Out, one row a purchase: ``operation_date``,
    ``start_time``, ``settlement_date``, ``settlement_inferred``, ``cusip``, ``security_class``, ``maturity_date``,
    ``accepted_usd``. Class and maturity come from the auctions by CUSIP, because some small operations publish another
    maturity. Where no settlement date is published it is the next business day after the operation, and marked so.
    Raises ValueError naming the securities that no auction sold.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: bought on Wednesday 10 September 2025 without a settlement date leaves the debt on the 11th.

    >>> day = pd.to_datetime(["2025-09-10"])
    >>> key = {"operation_date": day, "start_time": ["13:40"]}
    >>> made = settled(
    ...     pd.DataFrame({**key, "state": ["result"], "settlement_date": pd.to_datetime([None])}),
    ...     pd.DataFrame({**key, "cusip": ["912810SH2"], "accepted_usd": [5e8]}),
    ...     pd.DataFrame({"cusip": ["912810SH2"], "security_class": ["Bond"], "maturity_date": pd.to_datetime(["2049-05-15"])}),
    ... )
    >>> made[["settlement_date", "security_class", "accepted_usd"]].astype(str).iloc[0].tolist()
    ['2025-09-11', 'Bond', '500000000.0']
    """
    key = ["operation_date", "start_time"]
    done = operations_frame.loc[operations_frame["state"].eq("result"), [*key, "settlement_date"]]
    bought = securities.loc[securities["accepted_usd"] > 0, [*key, "cusip", "accepted_usd"]].merge(done, on=key, validate="m:1")
    known = auctions.drop_duplicates("cusip").set_index("cusip")[["security_class", "maturity_date"]]
    if unknown := sorted(set(bought["cusip"]) - set(known.index)):
        raise ValueError(f"bought back but never auctioned: {', '.join(unknown)}")
    inferred = bought["settlement_date"].isna()
    next_day = payment_day(whole_days(bought["operation_date"]) + np.timedelta64(1, "D")).astype("datetime64[us]")
    bought["settlement_date"] = bought["settlement_date"].mask(inferred, pd.Series(next_day, index=bought.index))
    bought["settlement_inferred"] = inferred
    made = bought.join(known, on="cusip")
    columns = (
        "operation_date",
        "start_time",
        "settlement_date",
        "settlement_inferred",
        "cusip",
        "security_class",
        "maturity_date",
        "accepted_usd",
    )
    return made[list(columns)].sort_values(["settlement_date", "cusip"], kind="stable").reset_index(drop=True)


def _summed(made: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    done = made[made["state"].eq("result")]
    rows = [
        {**dict(zip(by, group, strict=True)), **_measures(part)}
        for group, part in done.groupby(by, observed=True, sort=True, dropna=False)
    ]
    summed = pd.DataFrame(rows, columns=[*by, *MEASURES])
    return summed.astype({name: made[name].dtype for name in by})


def _measures(done: pd.DataFrame) -> dict[str, float | int]:
    stated = done[done["maximum_usd"] > 0]
    maximum = float(stated["maximum_usd"].sum())
    covered = stated[stated["offered_usd"].notna()]
    bucketed = done[done["maturity_bucket"].ne(UNSTATED)]
    return {
        "operations": len(done),
        "maximum_usd": maximum if len(stated) else float("nan"),
        "offered_usd": float(done["offered_usd"].sum(min_count=1)),
        "accepted_usd": float(done["accepted_usd"].sum()),
        "unused_usd": float(stated["unused_usd"].sum(min_count=1)),
        "cover_ratio": float(covered["offered_usd"].sum() / covered["maximum_usd"].sum()) if len(covered) else float("nan"),
        "fill_pct": float(stated["accepted_usd"].sum() / maximum * 100) if len(stated) else float("nan"),
        "long_end_accepted_usd": float(bucketed["accepted_usd"].where(bucketed["long_end"], 0.0).sum(min_count=1)),
    }
