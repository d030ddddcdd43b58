"""The series that the Truce monitor follows, each with its name and kind, made from one dataset at a time.

A function takes what it needs and nothing else, so that a missing dataset costs its own figures only.
"""

import pandas as pd

from treasury.analytics.moves import realised_volatility, spread_bp
from treasury.analytics.outstanding import bill_share_outstanding, outstanding_published
from treasury.analytics.then_and_now import Named
from treasury.language import N_


def rates(par_yields: pd.DataFrame) -> list[Named]:
    """2-, 10- and 30-year par yields, 2s10s, 5s30s, and the realised volatility of the 10-year.

    In: ``par_yields`` (percent, dates as index). Out: yields in percent, spreads in bp, volatility in bp a year.

    Reference: "Daily Treasury Par Yield Curve Rates", US Department of the Treasury.

    By hand: 4.48 less 3.96 is a 2s10s of 52 bp.

    >>> day = pd.to_datetime(["2025-04-11"])
    >>> frame = pd.DataFrame({"2Y": [3.96], "5Y": [4.15], "10Y": [4.48], "30Y": [4.85]}, index=day)
    >>> {one.name: round(float(one.series.iloc[-1]), 2) for one in rates(frame)[:5]}
    {'2-year': 3.96, '10-year': 4.48, '30-year': 4.85, '2s10s': 52.0, '5s30s': 70.0}
    """
    return [
        Named(N_("2-year"), par_yields["2Y"], "percent"),
        Named(N_("10-year"), par_yields["10Y"], "percent"),
        Named(N_("30-year"), par_yields["30Y"], "percent"),
        Named("2s10s", spread_bp(par_yields, "10Y", "2Y"), "bp"),
        Named("5s30s", spread_bp(par_yields, "30Y", "5Y"), "bp"),
        Named(N_("10-year volatility, realised"), realised_volatility(par_yields["10Y"]), "bp"),
    ]


def bill_share(debt_by_class: pd.DataFrame) -> Named:
    """Bills as a share of marketable debt outstanding at month ends, as published.

    In: ``debt_by_class``. Out: percent. The share rebuilt from auctions between month ends is not mixed in: it lacks the
    inflation accrual of TIPS and stands about a quarter of a point higher, which would look like a move.

    Reference: "Monthly Statement of the Public Debt", Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 60 of bills in a total marketable of 300 is a share of 20 percent.

    >>> kinds = ["Marketable", "Marketable", "Total Marketable"]
    >>> rows = pd.DataFrame({"record_date": pd.Timestamp("2025-01-31"), "security_type": kinds,
    ...     "security_class": ["Bills", "Notes", "Total Marketable"], "total_usd": [60.0, 240.0, 300.0]})
    >>> bill_share(rows).series.tolist()
    [20.0]
    """
    share = bill_share_outstanding(outstanding_published(debt_by_class)).set_index("record_date")
    return Named(N_("Bills in marketable debt (MSPD)"), share["bill_share_outstanding_pct"].dropna(), "share_pct")


def buybacks_by_quarter(operations: pd.DataFrame) -> pd.DataFrame:
    """Par accepted in buybacks and the number of operations, by calendar quarter, newest last; missing where no result is held.

    In: the frame of `buybacks.operations`. Out, indexed by ``quarter_start``: ``quarter`` (2025 Q3), ``accepted_usd``,
    ``operations``.

    Reference: "Treasury Securities Buybacks", Fiscal Data, Bureau of the Fiscal Service, US Department of the Treasury.

    By hand: 2 bn on 10 September and 1 bn on 18 September 2025 is 3 bn in the third quarter.

    >>> day = pd.to_datetime(["2025-03-12", "2025-09-10", "2025-09-18"])
    >>> row = {"operation_date": day, "state": "result", "accepted_usd": [5e9, 2e9, 1e9]}
    >>> print(buybacks_by_quarter(pd.DataFrame(row)).to_string(index=False))
    quarter  accepted_usd  operations
    2025 Q1  5000000000.0           1
    2025 Q2           NaN           0
    2025 Q3  3000000000.0           2
    """
    done = operations[operations["state"].eq("result")]
    quarters = done["operation_date"].dt.to_period("Q")
    summed = done.groupby(quarters)["accepted_usd"].agg(["sum", "count"])
    every = pd.period_range(summed.index.min(), summed.index.max(), freq="Q") if len(summed) else summed.index
    summed = summed.reindex(every).fillna({"count": 0}).astype({"count": int})
    return pd.DataFrame(
        {
            "quarter": [f"{period.year} Q{period.quarter}" for period in summed.index],
            "accepted_usd": summed["sum"].to_numpy(),
            "operations": summed["count"].to_numpy(),
        },
        index=pd.DatetimeIndex(summed.index.start_time, name="quarter_start"),
    )
