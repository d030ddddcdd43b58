"""Buybacks by refunding quarter: the maximum that the statement announced, and how much of it was used so far.

Amounts are whole dollars of par. A refunding statement sets the schedule that begins about a week later and ends about a week
after the next statement, so a calendar quarter is the wrong measure of a maximum.
"""

import numpy as np
import pandas as pd

from treasury.analytics._series import Day
from treasury.language import N_

BEGINS_AFTER_DAYS = 7
REGIME_WITHIN_DAYS = 14  # a programme regime that begins so soon after a statement begins its schedule
MAXIMA = {N_("Liquidity Support"): "liquidity_buyback_max_usd", N_("Cash Management"): "cash_management_buyback_max_usd"}
COLUMNS = ("quarter", "statement_date", *MAXIMA.values(), "start", "end")


def quarters(statements: pd.DataFrame, key_dates: pd.DataFrame) -> pd.DataFrame:
    """The refunding quarters, each with the days of its buyback schedule and the maxima its statement announced.

    In: `reference.refunding_statements`; key dates, of which ``date`` and ``regime`` are read. Out: ``quarter``, ``start``,
    ``end`` (missing for the last), ``statement_date``, ``liquidity_buyback_max_usd``, ``cash_management_buyback_max_usd``
    (missing where the statement gives no sum). A schedule begins seven days after its statement, or with the programme
    regime that begins within 14 days of it; it ends the day before the next.

    Reference: "Quarterly Refunding Statements" and "Tentative Buyback Schedule", US Department of the Treasury.

    By hand: the statement of 30 July 2025 began a regime on 13 August; that of 5 November has none, so the 12th.

    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"statement_date": day(["2025-07-30", "2025-11-05"]),
    ...     "quarter": ["Aug-Oct 2025", "Nov 2025-Jan 2026"], "liquidity_buyback_max_usd": 38e9,
    ...     "cash_management_buyback_max_usd": [0.0, 25e9]})
    >>> dates = pd.DataFrame({"date": day(["2025-08-13"]), "regime": ["July 2025 enlargement"]})
    >>> quarters(rows, dates)["start"].dt.strftime("%d %B").tolist()
    ['13 August', '12 November']
    """
    begins = key_dates.loc[key_dates["regime"].notna(), "date"].to_numpy() if len(key_dates) else np.array([], "datetime64[us]")
    starts = [_start(pd.Timestamp(day), begins) for day in statements["statement_date"]]
    made = statements[["quarter", "statement_date", *MAXIMA.values()]].assign(
        start=pd.to_datetime(pd.Series(starts, dtype="datetime64[us]"))
    )
    return made.assign(end=made["start"].shift(-1) - pd.Timedelta(days=1))


def _start(statement: pd.Timestamp, begins: np.ndarray) -> pd.Timestamp:
    near = [pd.Timestamp(day) for day in begins if 0 <= (pd.Timestamp(day) - statement).days <= REGIME_WITHIN_DAYS]
    return min(near, default=statement + pd.Timedelta(days=BEGINS_AFTER_DAYS))


def use(operations: pd.DataFrame, made: pd.DataFrame, operation_type: str, gaps: pd.DataFrame) -> pd.DataFrame:
    """The operations of a type with the running total of their refunding quarter, against the maximum it announced.

    In: the frame of `buybacks.operations`; that of `quarters`; a type of MAXIMA; that of `buyback_programme.results_gaps`.
    Out, one row a result in order: ``operation_date``, ``start_time``, ``quarter``, ``start``, ``end``, ``accepted_usd``,
    ``cumulative_usd``, ``offered_room_usd`` (running total of the single maxima; missing once one is), ``maximum_usd`` (of the
    quarter), ``used_pct`` and ``held_in_full`` (False where results of the quarter are missing, so that the total is too low).
    Operations before the first statement, and those whose type is not published, are left out.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury.

    By hand: 2 bn and 1 bn of a maximum of 30 bn is 10 percent.

    >>> day = pd.to_datetime
    >>> held = pd.DataFrame({"operation_date": day(["2025-05-15", "2025-05-29"]), "start_time": "13:40", "state": "result",
    ...     "operation_type": "Liquidity Support", "accepted_usd": [2e9, 1e9], "maximum_usd": 2e9})
    >>> quarter = pd.DataFrame({"quarter": ["May-Jul 2025"], "start": day(["2025-05-07"]), "end": day(["2025-08-12"]),
    ...     "statement_date": day(["2025-04-30"]), "liquidity_buyback_max_usd": 30e9, "cash_management_buyback_max_usd": 20e9})
    >>> none = pd.DataFrame({"start": day([]), "end": day([])})
    >>> use(held, quarter, "Liquidity Support", none)[["cumulative_usd", "used_pct"]].iloc[-1].tolist()
    [3000000000.0, 10.0]
    """
    done = operations[operations["state"].eq("result") & operations["operation_type"].eq(operation_type)]
    key = ["operation_date", "start_time"]
    rows = done[[*key, "accepted_usd", "maximum_usd"]].rename(columns={"maximum_usd": "single_usd"}).sort_values(key)
    at = np.searchsorted(made["start"].to_numpy(), rows["operation_date"].to_numpy(), side="right") - 1
    rows, at = rows[at >= 0], at[at >= 0]
    own = made.iloc[at][["quarter", "start", "end", MAXIMA[operation_type]]].set_axis(rows.index)
    joined = rows.join(own.rename(columns={MAXIMA[operation_type]: "maximum_usd"}))
    grouped = joined.groupby("start", sort=False)
    unknown = joined["single_usd"].isna().groupby(joined["start"]).cumsum() > 0
    joined = joined.assign(
        cumulative_usd=grouped["accepted_usd"].cumsum(),
        offered_room_usd=grouped["single_usd"].cumsum().mask(unknown),
        held_in_full=~_meets(joined["start"], joined["end"], gaps),
    )
    joined["used_pct"] = joined["cumulative_usd"] / joined["maximum_usd"].where(joined["maximum_usd"] > 0) * 100
    columns = [*key, "quarter", "start", "end", "accepted_usd", "cumulative_usd", "offered_room_usd", "maximum_usd", "used_pct"]
    return joined[[*columns, "held_in_full"]].reset_index(drop=True)


def _meets(starts: pd.Series, ends: pd.Series, gaps: pd.DataFrame) -> pd.Series:
    """Whether the days from start to end (open where missing) meet any of the gaps."""
    met = pd.Series(False, index=starts.index)
    for gap in gaps.itertuples():
        met |= (starts <= gap.end) & (ends.isna() | (ends >= gap.start))
    return met


def unheld_room(operations: pd.DataFrame, made: pd.DataFrame, gaps: pd.DataFrame, until: Day, since: Day | None = None) -> float:
    """The most that can have been bought back in operations whose results are not held, up to a day: announced less held.

    In: ``buyback_operations``; the frame of `quarters`; that of `buyback_programme.results_gaps`; the last day, and the first
    (default: any). Out: dollars: over the quarters that meet a gap within these days, both announced maxima less what is held
    of the quarter; 0 where there is no gap; NaN where a statement gives no sum.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury.

    By hand: of 38 bn announced 24 bn are held when the results stop: at most 14 bn more.

    >>> day = pd.to_datetime
    >>> held = pd.DataFrame({"operation_date": day(["2025-09-10"]), "state": "result", "accepted_usd": 24e9})
    >>> quarter = pd.DataFrame({"start": day(["2025-08-13"]), "end": day(["2025-11-11"]), "liquidity_buyback_max_usd": 38e9,
    ...     "cash_management_buyback_max_usd": 0.0})
    >>> gap = pd.DataFrame({"start": day(["2025-10-23"]), "end": day(["2026-09-09"])})
    >>> unheld_room(held, quarter, gap, "2025-10-31"), unheld_room(held, quarter, gap, "2025-09-30")
    (14000000000.0, 0.0)
    """
    first = gaps["start"].min() if since is None else pd.Timestamp(since)
    within = gaps.assign(start=gaps["start"].clip(lower=first), end=gaps["end"].clip(upper=pd.Timestamp(until)))
    met = made[_meets(made["start"], made["end"], within[within["start"] <= within["end"]])]
    days = operations["operation_date"]
    room = 0.0
    for row in met.itertuples():
        own = (days >= row.start) & (days <= (row.end if pd.notna(row.end) else days.max()))
        announced = row.liquidity_buyback_max_usd + row.cash_management_buyback_max_usd
        room += announced - float(operations.loc[own & operations["state"].eq("result"), "accepted_usd"].sum())
    return room
