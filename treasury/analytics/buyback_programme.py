"""The buyback programme as it is held: where results are missing, what was planned, and what one operation bought.

Amounts are whole dollars of par.
"""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from treasury.analytics._series import Day
from treasury.analytics.buybacks import UNSTATED, by_bucket, by_quarter, by_regime
from treasury.language import N_

REGULAR_SINCE = date(2024, 5, 29)  # before it operations were years apart, and a pause means nothing
# The longest pause of the regular programme that is known to be one was 19 days (December 2024 to January 2025).
LONGEST_PAUSE_DAYS = 28
DAYS_A_YEAR = 365.25
SEGMENTS = [N_("Nominal under 10Y"), N_("Nominal from 10Y"), "TIPS", N_("Bucket unstated")]
UPCOMING, NOT_HELD = N_("upcoming"), N_("no result held")  # of an operation of the plan
LONG_SEGMENT = SEGMENTS[1]  # nominal coupons in buckets from 10 years


def results_gaps(held: pd.DataFrame, until: Day) -> pd.DataFrame:
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
    done = held.loc[held["state"].isin(["result", "cancelled"]), "operation_date"]
    days = sorted({day for day in done if begin <= day <= last})
    one = pd.Timedelta(days=1)
    edges = [begin - one, *days, last + one]
    pauses = [(before + one, after - one) for before, after in pairwise(edges)]
    long = [pause for pause in pauses if pause[1] - pause[0] >= pd.Timedelta(days=LONGEST_PAUSE_DAYS)]
    return pd.DataFrame(long, columns=["start", "end"]).astype("datetime64[us]")


def planned(schedule: pd.DataFrame, held: pd.DataFrame, today: Day, sizes: pd.DataFrame | None = None) -> pd.DataFrame:
    """The announced plan, with what became of each operation.

    In: ``buyback_schedule``; ``buyback_operations``; today; `reference.buyback_sizes`. Out, one row an operation of the plan:
    ``operation_date``, ``start_time``, ``operation_type``, ``security_type``, ``maturity_bucket``, ``planned_maximum_usd``,
    ``released_least_usd`` (the least maximum by a later press release, which the schedule lacks), ``standing`` (upcoming;
    announced, result or cancelled, as the operation held; no result held: its day has passed), ``maximum_usd`` and
    ``accepted_usd`` of the operation held, ``settlement_date`` as planned. Nothing of the plan is a result.

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
    made = plan.merge(held[[*key, "state", "maximum_usd", "accepted_usd"]], on=key, how="left", validate="1:1")
    open_state = np.where(made["operation_date"] >= pd.Timestamp(today), UPCOMING, NOT_HELD)
    made["standing"] = made["state"].fillna(pd.Series(open_state, index=made.index, dtype="str"))
    made["released_least_usd"] = _released(made, sizes)
    columns = [
        *key,
        "operation_type",
        "security_type",
        "maturity_bucket",
        "planned_maximum_usd",
        "released_least_usd",
        "standing",
    ]
    return made[[*columns, "maximum_usd", "accepted_usd", "settlement_date"]].sort_values(key, ignore_index=True)


def _released(plan: pd.DataFrame, sizes: pd.DataFrame | None) -> pd.Series:
    made = pd.Series(float("nan"), index=plan.index)
    for row in () if sizes is None else sizes.itertuples():
        own = plan["security_type"].eq(row.security_type) & plan["maturity_bucket"].eq(row.maturity_bucket)
        own &= plan["operation_date"] >= row.effective_date
        made = made.mask(own & ~(plan["planned_maximum_usd"] >= row.least_maximum_usd), row.least_maximum_usd)
    return made


def with_securities(made: pd.DataFrame, securities: pd.DataFrame) -> pd.DataFrame:
    """The operations with the sum of the securities held of each, to set against the amount accepted.

    In: the frame of `buybacks.operations`; ``buyback_securities``. Out: the same rows with ``securities_accepted_usd``:
    missing where no security of an operation with a result is held, and for operations without a result.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 303 m and 4,884 m are the 5,187 m accepted; an operation that bought nothing holds its securities at zero.

    >>> key = {"operation_date": pd.to_datetime("2026-09-10"), "start_time": "13:40"}
    >>> bought = pd.DataFrame({"cusip": ["A", "B"], "accepted_usd": [303e6, 4884e6]}).assign(**key)
    >>> held = pd.DataFrame({"state": ["result"], "accepted_usd": [5187e6]}).assign(**key)
    >>> with_securities(held, bought)["securities_accepted_usd"].tolist()
    [5187000000.0]
    """
    key = ["operation_date", "start_time"]
    summed = securities.groupby(key)["accepted_usd"].sum(min_count=1).rename("securities_accepted_usd")
    joined = made.join(summed, on=key)
    return joined.assign(securities_accepted_usd=joined["securities_accepted_usd"].where(made["state"].eq("result")))


def composition(securities: pd.DataFrame, auctions: pd.DataFrame, operation_date: Day, start_time: str) -> pd.DataFrame:
    """The securities one operation bought, the largest amount first.

    In: ``buyback_securities``; ``auctions``; the operation. Out, one row a security bought: ``cusip``, ``coupon_pct``,
    ``maturity_date``, ``remaining_maturity_years`` and ``age_years`` (since its first issue) on the day of the operation,
    ``accepted_usd``, ``operation_share_pct`` (of the par accepted), ``issue_share_pct`` (of the par sold in all its auctions
    up to that day), ``so_far_share_pct`` (the same for all operations held up to this one: at least so much, where results are
    missing), ``price`` (average, per 100). Age and shares of the issue are missing where no auction of it is held.

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
    sold = auctions[auctions["cusip"].isin(bought["cusip"]) & (auctions["issue_date"] <= day)]
    at = pd.MultiIndex.from_frame(securities[["operation_date", "start_time"]])
    so_far = securities[at <= (day, start_time)].groupby("cusip")["accepted_usd"].sum().rename("so_far")
    issues = sold.groupby("cusip").agg(
        first_issue=("issue_date", "min"),
        issued=("total_accepted_usd", lambda amounts: amounts.sum(skipna=False)),  # one amount unknown: the sum is too
    )
    made = bought.join(issues, on="cusip").join(so_far, on="cusip")
    made = made.assign(
        remaining_maturity_years=(made["maturity_date"] - day).dt.days / DAYS_A_YEAR,
        age_years=(day - made["first_issue"]).dt.days / DAYS_A_YEAR,
        operation_share_pct=made["accepted_usd"] / made["accepted_usd"].sum() * 100,
        issue_share_pct=made["accepted_usd"] / made["issued"] * 100,
        so_far_share_pct=made["so_far"] / made["issued"] * 100,
    )
    columns = ["cusip", "coupon_pct", "maturity_date", "remaining_maturity_years", "age_years", "accepted_usd"]
    columns += ["operation_share_pct", "issue_share_pct", "so_far_share_pct", "price"]
    return made[columns].sort_values(["accepted_usd", "cusip"], ascending=[False, True], ignore_index=True)


def regimes(key_dates: pd.DataFrame, held: pd.DataFrame, until: Day) -> pd.DataFrame:
    """The programme regimes with their first and last day.

    In: key dates, of which ``date`` and ``regime`` (name of the regime that begins that day, else missing) are read;
    ``buyback_operations``; a last day. Out: ``regime``, ``start``, ``end`` in order. A regime ends the day before the next;
    one that began before the regular programme ends with its last operation, since years without any lay behind it.

    Reference: "Quarterly Refunding Statements", US Department of the Treasury (they announce each change of the programme).

    By hand: the tests that began in 2014 end with that of 17 April 2024, the first regime of the programme on 6 August.

    >>> day = pd.to_datetime
    >>> rows = pd.DataFrame({"date": day(["2014-10-09", "2024-05-29", "2024-08-07"]), "regime": ["tests", "start", "August"]})
    >>> held = pd.DataFrame({"operation_date": day(["2014-10-09", "2024-04-17", "2024-05-29"]), "state": "result"})
    >>> regimes(rows, held, "2024-12-31")["end"].dt.strftime("%Y-%m-%d").tolist()
    ['2024-04-17', '2024-08-06', '2024-12-31']
    """
    begins = key_dates.dropna(subset=["regime"]).sort_values("date", ignore_index=True)
    begins = begins[begins["date"] <= pd.Timestamp(until)]
    ends = (begins["date"].shift(-1) - pd.Timedelta(days=1)).fillna(pd.Timestamp(until))
    made = pd.DataFrame({"regime": begins["regime"], "start": begins["date"], "end": ends})
    for row in made[made["start"] < pd.Timestamp(REGULAR_SINCE)].itertuples():
        own = held["operation_date"].between(row.start, row.end)
        made.loc[row.Index, "end"] = held.loc[own, "operation_date"].max() if own.any() else row.end
    return made


def labelled(made: pd.DataFrame) -> pd.DataFrame:
    """Operations with a name for their bucket, and the segment it lies in.

    In: the frame of `buybacks.operations`. Out: the same rows with ``bucket`` (ordered categorical: the maturity bucket, with
    "TIPS" before those of TIPS, nominal first) and ``segment`` (ordered categorical: Nominal under 10Y, Nominal from 10Y,
    TIPS, Bucket unstated).

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 10Y to 30Y of TIPS is not the long end of the nominal coupons.

    >>> rows = pd.DataFrame({"security_type": ["TIPS", "Nominal Coupons"], "long_end": [True, True],
    ...     "maturity_bucket": pd.Categorical(["10Y to 30Y", "20Y to 30Y"], ["20Y to 30Y", "10Y to 30Y"], ordered=True)})
    >>> labelled(rows)[["bucket", "segment"]].astype(str).to_numpy().tolist()
    [['TIPS 10Y to 30Y', 'TIPS'], ['20Y to 30Y', 'Nominal from 10Y']]
    """
    tips, stated = made["security_type"].eq("TIPS"), made["maturity_bucket"].ne(UNSTATED)
    names = bucket_names(made)
    present = set(names)
    order = [name for prefix in ("", "TIPS ") for name in (f"{prefix}{b}" for b in made["maturity_bucket"].cat.categories)]
    order = [name for name in order if name in present and name != UNSTATED] + [UNSTATED]
    segment = pd.Series(SEGMENTS[0], index=made.index, dtype="str").mask(made["long_end"], SEGMENTS[1]).mask(tips, SEGMENTS[2])
    return made.assign(
        bucket=pd.Categorical(names, categories=order, ordered=True),
        segment=pd.Categorical(segment.mask(~stated, SEGMENTS[3]), categories=SEGMENTS, ordered=True),
    )


def bucket_names(rows: pd.DataFrame) -> pd.Series:
    """The name of each operation's bucket, with "TIPS" before those of TIPS.

    In: ``security_type``, ``maturity_bucket`` of operations held or planned. Out: text.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: TIPS and nominal coupons have a bucket from 10 years each.

    >>> rows = {"security_type": ["TIPS", "Nominal Coupons"], "maturity_bucket": ["10Y to 30Y", "10Y to 20Y"]}
    >>> bucket_names(pd.DataFrame(rows)).tolist()
    ['TIPS 10Y to 30Y', '10Y to 20Y']
    """
    plain = rows["maturity_bucket"].astype("str")
    return plain.mask(rows["security_type"].eq("TIPS") & plain.ne(UNSTATED), "TIPS " + plain)


def bucket_sums(made: pd.DataFrame) -> pd.DataFrame:
    """The sums of `buybacks.by_bucket` under the names of `labelled`.

    In: the frame of `buybacks.operations`. Out: its columns with ``bucket`` first.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `buybacks.by_bucket`.
    """
    summed = by_bucket(made)
    summed.insert(0, "bucket", bucket_names(summed))
    return summed


def quarters(made: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Results by quarter and operation type, with the length of the quarter and whether all its results are held.

    In: the frame of `buybacks.operations`; that of `results_gaps`. Out: the columns of `buybacks.by_quarter`, with
    ``period_start``, ``period_end`` and ``held_in_full``: False where the quarter meets a gap. A quarter without any result
    has no row.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: results are missing from 23 October 2025, so the fourth quarter is not held in full.

    >>> row = {"operation_date": pd.to_datetime(["2025-10-02"]), "state": "result", "operation_type": "Liquidity Support",
    ...     "security_type": "Nominal Coupons", "maturity_bucket": "20Y to 30Y", "maximum_usd": 2e9, "offered_usd": 21.666e9,
    ...     "accepted_usd": 2e9}
    >>> gaps = pd.DataFrame({"start": pd.to_datetime(["2025-10-23"]), "end": pd.to_datetime(["2026-09-09"])})
    >>> from treasury.analytics.buybacks import operations
    >>> quarters(operations(pd.DataFrame(row)), gaps)[["quarter", "held_in_full"]].to_numpy().tolist()
    [['2025 Q4', False]]
    """
    summed = by_quarter(made)
    starts = summed["quarter_start"]
    ends = starts + pd.offsets.QuarterEnd(startingMonth=3)
    met = pd.Series(False, index=summed.index)
    for gap in gaps.itertuples():
        met |= (starts <= gap.end) & (ends >= gap.start)
    return summed.assign(period_start=starts, period_end=ends, held_in_full=~met)


def with_equivalents(made: pd.DataFrame, equivalents: pd.DataFrame) -> pd.DataFrame:
    """The operations with the duration they took out, in ten-year equivalents.

    In: the frame of `buybacks.operations`; that of `duration_flows.buyback_ten_year_equivalents`. Out: the same rows with
    ``ten_year_equivalent_usd``: 0 where nothing was bought, missing without a result and where it is not known.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: an operation that bought nothing took nothing out.

    >>> key = {"operation_date": pd.to_datetime(["2024-07-24", "2026-09-10"]), "start_time": "13:40"}
    >>> held = pd.DataFrame({**key, "state": "result", "accepted_usd": [0.0, 5187e6]})
    >>> taken = pd.DataFrame({**key, "ten_year_equivalent_usd": [None, 7910e6]}).iloc[1:]
    >>> with_equivalents(held, taken)["ten_year_equivalent_usd"].tolist()
    [0.0, 7910000000.0]
    """
    key = ["operation_date", "start_time"]
    joined = made.join(equivalents.set_index(key)["ten_year_equivalent_usd"].astype("float64"), on=key)
    nothing = made["state"].eq("result") & made["accepted_usd"].eq(0)
    return joined.assign(ten_year_equivalent_usd=joined["ten_year_equivalent_usd"].mask(nothing, 0.0))


def regime_sums(made: pd.DataFrame) -> pd.DataFrame:
    """The sums of `buybacks.by_regime`, with the sum of the securities held and of the ten-year equivalents.

    In: operations with the columns of `with_securities` and `with_equivalents`. Out: the columns of `buybacks.by_regime`, with
    ``securities_accepted_usd`` and ``ten_year_equivalent_usd``; each missing where that of one operation with a result is.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `buybacks.by_regime`.
    """
    key = ["regime", "operation_type"]
    done = made[made["state"].eq("result")]
    extra = done.groupby(key, observed=True, dropna=False)[["securities_accepted_usd", "ten_year_equivalent_usd"]].sum(
        skipna=False
    )
    return by_regime(made).merge(extra.reset_index(), on=key, how="left")


def quarter_equivalents(made: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """The rows of `quarters` with the ten-year equivalents of each quarter and type.

    In: operations with the column of `with_equivalents`; the frame of `results_gaps`. Out: the columns of `quarters`, with
    ``ten_year_equivalent_usd``, missing where that of one operation with a result is.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: see `quarters`.
    """
    rows = quarters(made, gaps)
    done = made[made["state"].eq("result")]
    starts = done["operation_date"].dt.to_period("Q").dt.start_time.astype("datetime64[us]")
    summed = done.groupby([starts, "operation_type"])["ten_year_equivalent_usd"].sum(skipna=False)
    summed.index.names = ["quarter_start", "operation_type"]
    return rows.join(summed, on=["quarter_start", "operation_type"])
