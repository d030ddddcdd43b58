"""Buybacks by refunding quarter: the maximum that the statement announced, and how much of it was used.

Amounts are whole dollars of par. A refunding statement sets the schedule that begins one to two weeks later and ends about a
week after the next statement, so a calendar quarter is the wrong measure of a maximum.
"""

import numpy as np
import pandas as pd

from treasury.analytics._series import Day
from treasury.analytics.buybacks import UNSTATED
from treasury.language import N_

BEGINS_AFTER_DAYS = 7
MAXIMA = {N_("Liquidity Support"): "liquidity_buyback_max_usd", N_("Cash Management"): "cash_management_buyback_max_usd"}
COLUMNS = ("quarter", "statement_date", *MAXIMA.values(), "first_operation", "last_operation", "start", "end")


def quarters(statements: pd.DataFrame, schedules: pd.DataFrame) -> pd.DataFrame:
    """The refunding quarters, each with the days of its buyback schedule and the maxima its statement announced.

    In: `reference.refunding_statements`; `refunding_files.buyback_quarters`. Out: ``quarter``, ``statement_date``,
    ``liquidity_buyback_max_usd``, ``cash_management_buyback_max_usd`` (missing where the statement gives no sum),
    ``first_operation`` and ``last_operation`` as the schedule lists them (missing where it is not held), ``start`` and ``end``:
    the same, and without a schedule from seven days after the statement to the day before the next start (missing for the last).

    Reference: "Quarterly Refunding Statements" and "Tentative Buyback Schedule", US Department of the Treasury.

    By hand: the schedule of 30 July 2025 began on 13 August; of that of 5 November nothing is held, so the 12th, and the 11th
    ends the one before.

    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"statement_date": day(["2025-07-30", "2025-11-05"]),
    ...     "quarter": ["Aug-Oct 2025", "Nov 2025-Jan 2026"], "liquidity_buyback_max_usd": 38e9,
    ...     "cash_management_buyback_max_usd": [0.0, 25e9]})
    >>> held = pd.DataFrame({"statement_date": day(["2025-07-30"]), "first_operation": day(["2025-08-13"]),
    ...     "last_operation": day([None])})
    >>> made = quarters(rows, held)
    >>> made["start"].dt.strftime("%d %B").tolist(), made["end"].dt.strftime("%d %B").tolist()
    (['13 August', '12 November'], ['11 November', nan])
    """
    listed = schedules[["statement_date", "first_operation", "last_operation"]]
    made = statements[["quarter", "statement_date", *MAXIMA.values()]].merge(listed, on="statement_date", how="left")
    start = made["first_operation"].fillna(made["statement_date"] + pd.Timedelta(days=BEGINS_AFTER_DAYS))
    return made.assign(start=start, end=made["last_operation"].fillna(start.shift(-1) - pd.Timedelta(days=1)))[list(COLUMNS)]


def use(operations: pd.DataFrame, made: pd.DataFrame, operation_type: str, gaps: pd.DataFrame) -> pd.DataFrame:
    """The operations of a type with the running total of their refunding quarter, against the maximum it announced.

    In: the frame of `buybacks.operations`; that of `quarters`; a type of MAXIMA; that of `buyback_programme.results_gaps`.
    Out, one row a result in order: ``operation_date``, ``start_time``, ``quarter``, ``start``, ``end``, ``accepted_usd``,
    ``cumulative_usd``, ``offered_room_usd`` (running total of the single maxima; missing once one is), ``maximum_usd`` (of the
    quarter), ``used_pct`` and ``held_in_full`` (False where results of the quarter are missing, so that the total is too low).
    Operations outside every quarter, and those whose type is not published, are left out.

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
    joined = joined[~(joined["operation_date"] > joined["end"])]
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


def summed(made: pd.DataFrame, operations: pd.DataFrame, gaps: pd.DataFrame, today: Day) -> pd.DataFrame:
    """What statements said would be bought back at most, beside what was, by refunding quarter and type of operation.

    In: the frame of `quarters`; ``buyback_operations``; the frame of `buyback_programme.results_gaps`; today. Out, one row a
    quarter and type from the first that has a schedule on: ``statement_date``, ``quarter``, ``operation_type``,
    ``first_operation``, ``last_operation``, ``stated_maximum_usd``, ``operations`` (with a result), ``operations_maximum_usd``
    (sum of their own maxima), ``accepted_usd``, ``used_pct`` (of the stated maximum), ``held_in_full``: the quarter is over, its
    schedule is held and no result of it is missing. Use is missing where no maximum is stated, where it is zero, and where the
    quarter is not held in full.

    Reference: "Quarterly Refunding Statements" and "Tentative Buyback Schedule", US Department of the Treasury.

    By hand: up to 20 bn for cash management between 15 May and 6 August 2025, twice 10 bn bought: all of it used.

    >>> day = pd.to_datetime
    >>> quarter = pd.DataFrame({"statement_date": day(["2025-04-30"]), "quarter": "May-Jul 2025",
    ...     "liquidity_buyback_max_usd": 30e9, "cash_management_buyback_max_usd": 20e9})
    >>> for first, last in (("first_operation", "last_operation"), ("start", "end")):
    ...     quarter[first], quarter[last] = day("2025-05-15"), day("2025-08-06")
    >>> held = pd.DataFrame({"operation_date": day(["2025-06-03", "2025-06-10"]), "operation_type": "Cash Management",
    ...     "state": "result", "maximum_usd": 10e9, "accepted_usd": 10e9})
    >>> rows = summed(quarter, held, pd.DataFrame({"start": [], "end": []}), "2025-09-01")
    >>> rows.set_index("operation_type").loc["Cash Management", ["accepted_usd", "used_pct"]].tolist()
    [20000000000.0, 100.0]
    """
    begun = made[made["statement_date"] >= made.loc[made["first_operation"].notna(), "statement_date"].min()]
    begun = begun[begun["first_operation"].notna() | begun[list(MAXIMA.values())].notna().any(axis=1)]
    over = begun["last_operation"].notna() & (begun["end"] < pd.Timestamp(today))
    begun = begun.assign(held_in_full=over & ~_meets(begun["start"], begun["end"], gaps))
    done = operations[operations["state"].eq("result")]
    done = done.assign(operation_type=done["operation_type"].fillna(UNSTATED))
    rows = []
    for _, quarter in begun.iterrows():
        own = done[done["operation_date"].between(quarter["start"], quarter["end"])]
        kinds = [*MAXIMA, *sorted(set(own["operation_type"]) - set(MAXIMA))]
        rows += [_of_type(quarter, kind, own[own["operation_type"].eq(kind)]) for kind in kinds]
    return pd.DataFrame(rows)


def _of_type(quarter: pd.Series, kind: str, own: pd.DataFrame) -> dict[str, object]:
    full = bool(quarter["held_in_full"])
    stated = float(quarter[MAXIMA[kind]]) if kind in MAXIMA else float("nan")
    accepted = float(own["accepted_usd"].sum()) if len(own) or full else float("nan")
    return {
        "statement_date": quarter["statement_date"],
        "quarter": quarter["quarter"],
        "operation_type": kind,
        "first_operation": quarter["first_operation"],
        "last_operation": quarter["last_operation"],
        "stated_maximum_usd": stated,
        "operations": len(own),
        "operations_maximum_usd": float(own["maximum_usd"].sum(skipna=False)) if len(own) else float("nan"),
        "accepted_usd": accepted,
        "used_pct": accepted / stated * 100 if full and stated > 0 else float("nan"),
        "held_in_full": full,
    }


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
