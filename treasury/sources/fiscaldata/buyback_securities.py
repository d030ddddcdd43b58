"""Every security that was eligible in a Treasury buyback operation, and how much of it was bought at which price.

A price of 0.000 where nothing was bought (the writing of 2000-2002) means no price and is made missing.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, clock, columns, numbers, rows_since
from treasury.sources.fiscaldata.buyback_operations import NO_TIME

TABLE = "v1/accounting/od/buybacks_security_details"
OPERATION = ["operation_date", "start_time"]
RENAMED = {
    "operation_date": "operation_date",
    "operation_start_time_est": "start_time",
    "cusip_nbr": "cusip",
    "coupon_rate_pct": "coupon_pct",
    "maturity_date": "maturity_date",
    "par_amt_accepted": "accepted_usd",
    "weighted_avg_accepted_price": "price",
}


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(
        session, TABLE, "operation_date", window.start(DATASET.first), "operation_date,operation_start_time_est,cusip_nbr"
    )


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id)
    unpriced = numbers(rows["price"], DATASET.id).eq(0) & numbers(rows["accepted_usd"], DATASET.id).eq(0)
    return rows.assign(start_time=clock(rows["start_time"]).fillna(NO_TIME), price=rows["price"].mask(unpriced))


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """An operation's accepted amount and number of securities bought are those of its securities.

    Operations join their securities by date and start time; where either side gives no time, by the date, if that
    day had one operation.
    """
    if not {"buyback_operations", "buyback_securities"} <= frames.keys():
        return []
    bought = frames["buyback_securities"].assign(issues=lambda f: f["accepted_usd"].gt(0).astype("float64"))
    bought = bought[bought["accepted_usd"].notna()]
    sums = bought.groupby(OPERATION, as_index=False)[["accepted_usd", "issues"]].sum()
    held = frames["buyback_operations"].query("state == 'result'")
    rows = _with_time(held, sums).merge(_with_time(sums, held), on=OPERATION, how="inner", suffixes=("", "_sum"))
    rows = rows.set_index(OPERATION)
    return [
        identity(N_("operation = sum of its securities"), rows["accepted_usd"] - rows["accepted_usd_sum"], 0.005),
        identity(N_("issues accepted = securities bought"), rows["issues_accepted"] - rows["issues"], 0, "securities"),
    ]


def _with_time(rows: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The rows, with the other side's start time where they have none and both sides have one operation that day."""
    sole = other[~other["operation_date"].duplicated(keep=False)].set_index("operation_date")["start_time"]
    unclear = rows["start_time"].eq(NO_TIME) & ~rows["operation_date"].duplicated(keep=False)
    return rows.assign(start_time=rows["start_time"].mask(unclear, rows["operation_date"].map(sole)))


DATASET = Dataset(
    id="buyback_securities",
    title="Securities in Treasury buyback operations",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/treasury-securities-buybacks/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2000, 3, 9),
    cadence="daily",
    key=("operation_date", "start_time", "cusip"),
    columns=(
        Column("operation_date", "date", "Day of the operation.", filled=True),
        Column("start_time", "text", "When offers open, 24-hour US Eastern time; 'unstated' where not published.", filled=True),
        Column("cusip", "text", "CUSIP of the eligible security.", filled=True),
        Column("coupon_pct", "percent", "Coupon; 0 for the bills of the test of 2020-08-25.", "percent", 0, 20),
        Column("maturity_date", "date", "Day the security matures.", filled=True),
        Column("accepted_usd", "usd", "Par bought; 0 where none was, missing until the result.", "USD", 0, 2e11),
        Column(
            "price",
            "number",
            "Weighted average price paid per 100 of par (a discount rate for the bills of 2020-08-25).",
            "USD per 100",
            0,
            250,
        ),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="operation_date",
    revisable_days=45,
    stale_after_days=30,
    may_lie_ahead=True,
    checks=check,
    check_inputs=("buyback_operations",),
)
