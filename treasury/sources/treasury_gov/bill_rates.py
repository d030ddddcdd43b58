"""Secondary-market rates of the latest Treasury bills, daily since 2002."""

import re
from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.treasury_gov._client import PATH, Feed, Rate, Years, table, years

START = date(2002, 1, 2)
# First day on which each term was quoted without a break. The 52-week bill was last sold in 2001 and again from June
# 2008; the few quotations of early 2002 are of the old issue.
TERMS = {
    4: START,
    6: date(2025, 2, 18),
    8: date(2018, 10, 16),
    13: START,
    17: date(2022, 10, 19),
    26: START,
    52: date(2008, 6, 3),
}
FEED = Feed(
    data="daily_treasury_bill_rates",
    dataset="bill_rates",
    date_element="INDEX_DATE",
    rates=tuple(
        Rate(f"ROUND_B1_{element}_{weeks}WK_2", f"{column}_{weeks}w", since)
        for weeks, since in TERMS.items()
        for element, column in (("CLOSE", "discount_rate"), ("YIELD", "coupon_equivalent"))
    ),
    # Row number, the date again in other forms, which bill was quoted, and averages of several dealers.
    ignored=re.compile(
        r"Id|DailyTreasuryBillRateDataId|QUOTE_DATE|CF_NEW_DATE|CF_WEEK|BOND_MKT_UNAVAIL_REASON"
        r"|CUSIP_\d+WK|MATURITY_DATE_\d+WK|CS_\d+WK_(CLOSE|YIELD)_AVG"
    ),
    unbroken=False,
)


def fetch(session: Session, window: Window) -> Years:
    return years(session, FEED, START, window)


def parse(payload: Years) -> pd.DataFrame:
    return table(payload, FEED)


def _column(rate: Rate) -> Column:
    weeks = int(rate.column.rpartition("_")[2][:-1])
    basis = (
        "bank-discount rate (share of par, 360-day year)"
        if rate.column.startswith("discount")
        else "coupon-equivalent yield (share of price, 365- or 366-day year)"
    )
    since = "" if rate.since == START else f", published since {rate.since}"
    meaning = f"The {weeks}-week bill's {basis}, percent a year{since}."
    return Column(rate.column, "percent", meaning, "percent", -2, 20, decimals=4)


DATASET = Dataset(
    id="bill_rates",
    title="Bill rates",
    publisher="treasury_gov",
    landing_page="https://home.treasury.gov/resource-center/data-chart-center/interest-rates/TextView?type=daily_treasury_bill_rates",
    endpoint=f"{PATH}?data={FEED.data}&field_tdr_date_value=YYYY",
    first=START,
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day of the closing quotation.", filled=True),
        *(_column(rate) for rate in FEED.rates),
    ),
    licence="US government work, public domain",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    drop_empty_rows=True,
    note="A discount rate is always below the coupon-equivalent yield of the same bill; never put both on one curve.",
)
