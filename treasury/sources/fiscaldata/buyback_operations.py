"""Treasury buyback operations: the programme of 2000-2002, the small tests since 2014, and the programme since May 2024.

An operation is announced, then has a result; the publisher updates its row in place. One that was called off stays,
without an accepted amount, and its cell for the amount offered then holds the maximum: that cell is made missing here.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, clock, columns, rows_since

TABLE = "v1/accounting/od/buybacks_operations"
NO_TIME = "unstated"  # stands in the key where the publisher gives no start time
RENAMED = {
    "operation_date": "operation_date",
    "operation_start_time_est": "start_time",
    "operation_close_time_est": "close_time",
    "settlement_date": "settlement_date",
    "operation_type": "operation_type",
    "security_type": "security_type",
    "maturity_bucket": "maturity_bucket",
    "max_par_amt_redeemed": "maximum_usd",
    "total_par_amt_offered": "offered_usd",
    "total_par_amt_accepted": "accepted_usd",
    "par_amt_per_offer": "minimum_offer_usd",
    "nbr_issues_eligible": "issues_eligible",
    "nbr_issues_accepted": "issues_accepted",
    "max_nbr_offers": "max_offers",
}


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(
        session, TABLE, "operation_date", window.start(DATASET.first), "operation_date,operation_start_time_est,maturity_bucket"
    )


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id)
    accepted, offered = rows["accepted_usd"].notna(), rows["offered_usd"].notna()
    state = pd.Series("announced", index=rows.index, dtype="str").mask(offered, "cancelled").mask(accepted, "result")
    return rows.assign(
        start_time=clock(rows["start_time"]).fillna(NO_TIME),
        close_time=clock(rows["close_time"]),
        state=state,
        offered_usd=rows["offered_usd"].where(accepted),
    )


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The amount accepted is no more than was offered, and than the maximum, where these are published."""
    if "buyback_operations" not in frames:
        return []
    rows = frames["buyback_operations"].set_index(list(DATASET.key))
    return [
        identity(name, (rows["accepted_usd"] - rows[limit]).clip(lower=0), 0)
        for limit, name in (("offered_usd", N_("accepted <= offered")), ("maximum_usd", N_("accepted <= maximum")))
    ]


DATASET = Dataset(
    id="buyback_operations",
    title="Treasury buyback operations",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/treasury-securities-buybacks/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2000, 3, 9),
    cadence="daily",
    key=("operation_date", "start_time"),
    columns=(
        Column("operation_date", "date", "Day of the operation.", filled=True),
        Column("start_time", "text", "When offers open, 24-hour US Eastern time; 'unstated' where not published.", filled=True),
        Column("close_time", "text", "When offers close, 24-hour US Eastern time."),
        Column("settlement_date", "date", "Day the bought securities are delivered and paid for."),
        Column("operation_type", "text", "Liquidity Support or Cash Management; not published for the oldest operations."),
        Column("security_type", "text", "Nominal Coupons or TIPS."),
        Column("maturity_bucket", "text", "Range of remaining maturities that is eligible, such as 10Y to 20Y."),
        Column("state", "text", "State: announced (no result yet), result, or cancelled (none will come).", filled=True),
        Column("maximum_usd", "usd", "Most par the Treasury would buy.", "USD", 1e6, 2e11),
        Column("offered_usd", "usd", "Par that holders offered; missing without a result.", "USD", 0, 1e12),
        Column("accepted_usd", "usd", "Par that the Treasury bought; missing without a result.", "USD", 0, 2e11),
        Column("minimum_offer_usd", "usd", "Smallest par amount of an offer.", "USD", 1e3, 1e9),
        Column("issues_eligible", "count", "Number of securities that could be offered.", "securities", 0, 500),
        Column("issues_accepted", "count", "Number of securities that were bought.", "securities", 0, 500),
        Column("max_offers", "count", "Most offers a participant may make for one security.", "offers", 0, 1000),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="operation_date",
    note="2000-2002 and the tests of 2014 to April 2024 are earlier regimes; the regular programme began on 2024-05-29.",
    revisable_days=45,
    stale_after_days=30,
    may_lie_ahead=True,
    checks=check,
)
