"""The buyback programme as it is held: where results are missing, what was planned, and what one operation bought.

Amounts are whole dollars of par.
"""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from treasury.analytics._series import Day

REGULAR_SINCE = date(2024, 5, 29)  # before it operations were years apart, and a pause means nothing
# The longest pause of the regular programme that is known to be one was 19 days (December 2024 to January 2025).
LONGEST_PAUSE_DAYS = 28
DAYS_A_YEAR = 365.25


def results_gaps(operations: pd.DataFrame, until: Day) -> pd.DataFrame:
    """Stretches of the regular programme for which no result is held: more than 28 days between two operations.

    In: ``buyback_operations``; ``until``, the day up to which results could be held. Out: ``start`` and ``end``, the first
    and last day without one, both inclusive. The regular programme began on 29 May 2024 and holds an operation about once a
    week; an announced operation is no result, a cancelled one is.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: results of 22 October 2025 and 10 September 2026 leave 23 October to 9 September without one.

    >>> days = pd.to_datetime(["2024-05-29", "2024-06-20", "2024-07-10"])
    >>> held = pd.DataFrame({"operation_date": days, "state": "result"})
    >>> results_gaps(held, "2024-09-30").astype(str).to_numpy().tolist()
    [['2024-07-11', '2024-09-30']]
    """
    begin, last = pd.Timestamp(REGULAR_SINCE), pd.Timestamp(until)
    done = operations.loc[operations["state"].isin(["result", "cancelled"]), "operation_date"]
    days = sorted({day for day in done if begin <= day <= last})
    one = pd.Timedelta(days=1)
    edges = [begin - one, *days, last + one]
    pauses = [(before + one, after - one) for before, after in pairwise(edges)]
    long = [pause for pause in pauses if pause[1] - pause[0] >= pd.Timedelta(days=LONGEST_PAUSE_DAYS)]
    return pd.DataFrame(long, columns=["start", "end"]).astype("datetime64[us]")


def planned(schedule: pd.DataFrame, operations: pd.DataFrame, today: Day) -> pd.DataFrame:
    """The announced plan, with what became of each operation.

    In: ``buyback_schedule``; ``buyback_operations``; today. Out, one row an operation of the plan: ``operation_date``,
    ``start_time``, ``operation_type``, ``security_type``, ``maturity_bucket``, ``planned_maximum_usd``, ``standing``
    (upcoming; announced, result or cancelled, as the operation held; no result held: its day has passed), ``maximum_usd``
    and ``accepted_usd`` of the operation held, ``settlement_date`` as planned. Nothing of the plan is a result.

    Reference: "Tentative Buyback Schedule", Quarterly Refunding Documents, US Department of the Treasury.

    By hand: planned with 2 bn for 10 September 2026, held with 6 bn; nothing is held of the 15th; the 24th is to come.

    >>> days = pd.to_datetime(["2026-09-10", "2026-09-15", "2026-09-24"])
    >>> plan = pd.DataFrame({"operation_date": days, "start_time": "13:40", "maximum_usd": [2e9, 5e8, 2e9],
    ...     "operation_type": "Liquidity Support", "security_type": "TIPS", "maturity_bucket": "10Y to 30Y",
    ...     "settlement_date": days})
    >>> held = pd.DataFrame({"operation_date": days[:1], "start_time": "13:40", "state": "result",
    ...     "maximum_usd": 6e9, "accepted_usd": 5.187e9})
    >>> planned(plan, held, "2026-09-20")[["planned_maximum_usd", "standing", "maximum_usd"]].to_numpy().tolist()
    [[2000000000.0, 'result', 6000000000.0], [500000000.0, 'no result held', nan], [2000000000.0, 'upcoming', nan]]
    """
    key = ["operation_date", "start_time"]
    plan = schedule.rename(columns={"maximum_usd": "planned_maximum_usd"})
    made = plan.merge(operations[[*key, "state", "maximum_usd", "accepted_usd"]], on=key, how="left", validate="1:1")
    open_state = np.where(made["operation_date"] >= pd.Timestamp(today), "upcoming", "no result held")
    made["standing"] = made["state"].fillna(pd.Series(open_state, index=made.index, dtype="str"))
    columns = [*key, "operation_type", "security_type", "maturity_bucket", "planned_maximum_usd", "standing"]
    return made[[*columns, "maximum_usd", "accepted_usd", "settlement_date"]].sort_values(key, ignore_index=True)


def composition(securities: pd.DataFrame, auctions: pd.DataFrame, operation_date: Day, start_time: str) -> pd.DataFrame:
    """The securities one operation bought, the largest amount first.

    In: ``buyback_securities``; ``auctions``; the operation. Out, one row a security bought: ``cusip``, ``coupon_pct``,
    ``maturity_date``, ``remaining_maturity_years`` and ``age_years`` (since its first issue) on the day of the operation,
    ``accepted_usd``, ``operation_share_pct`` (of the par accepted), ``issue_share_pct`` (of the par sold in all its
    auctions), ``price`` (average, per 100). Age and share of issue are missing where no auction of the security is held.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 303 m of 5,187 m is 5.8 percent of the operation, and 1.2 percent of the 25 bn issued two years before.

    >>> day = pd.to_datetime
    >>> bought = pd.DataFrame({"operation_date": day("2026-09-10"), "start_time": "13:40", "cusip": ["A", "B"],
    ...     "coupon_pct": 4.0, "maturity_date": day("2044-05-15"), "accepted_usd": [303e6, 4884e6], "price": 92.0})
    >>> sold = pd.DataFrame({"cusip": ["A"], "issue_date": day(["2024-09-10"]), "total_accepted_usd": [25e9]})
    >>> made = composition(bought, sold, "2026-09-10", "13:40").set_index("cusip").loc["A"]
    >>> [round(float(made[name]), 1) for name in ("operation_share_pct", "issue_share_pct", "age_years")]
    [5.8, 1.2, 2.0]
    """
    day = pd.Timestamp(operation_date)
    own = securities["operation_date"].eq(day) & securities["start_time"].eq(start_time) & (securities["accepted_usd"] > 0)
    bought = securities[own]
    issues = auctions.groupby("cusip").agg(
        first_issue=("issue_date", "min"),
        issued=("total_accepted_usd", lambda amounts: amounts.sum(skipna=False)),  # one amount unknown: the sum is too
    )
    made = bought.join(issues, on="cusip")
    made = made.assign(
        remaining_maturity_years=(made["maturity_date"] - day).dt.days / DAYS_A_YEAR,
        age_years=(day - made["first_issue"]).dt.days / DAYS_A_YEAR,
        operation_share_pct=made["accepted_usd"] / made["accepted_usd"].sum() * 100,
        issue_share_pct=made["accepted_usd"] / made["issued"] * 100,
    )
    columns = ["cusip", "coupon_pct", "maturity_date", "remaining_maturity_years", "age_years", "accepted_usd"]
    columns += ["operation_share_pct", "issue_share_pct", "price"]
    return made[columns].sort_values(["accepted_usd", "cusip"], ascending=[False, True], ignore_index=True)
