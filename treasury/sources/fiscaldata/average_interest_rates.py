"""Average interest rates on Treasury securities outstanding at the end of each month.

The set of securities and their names change over the years, and line numbers with them: rows are told by their names.
"""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, rows_since

TABLE = "v2/accounting/od/avg_interest_rates"
RENAMED = {
    "record_date": "record_date",
    "security_type_desc": "security_type",
    "security_desc": "security_desc",
    "avg_interest_rate_amt": "rate_pct",
}


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(
        session, TABLE, "record_date", window.start(DATASET.first), "record_date,src_line_nbr,security_type_desc,security_desc"
    )


def parse(payload: Pages) -> pd.DataFrame:
    return columns(payload, RENAMED, DATASET.id)


DATASET = Dataset(
    id="average_interest_rates",
    title="Average interest rates on Treasury securities",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/average-interest-rates-treasury-securities/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2001, 1, 31),
    cadence="monthly",
    key=("record_date", "security_type", "security_desc"),
    columns=(
        Column("record_date", "date", "Last day of the month.", filled=True),
        Column("security_type", "text", "Marketable, Non-marketable or Interest-bearing Debt.", filled=True),
        Column("security_desc", "text", "Name of the security or total, as published that month.", filled=True),
        Column("rate_pct", "percent", "Average interest rate, weighted by the amount outstanding.", "percent", -1, 15),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    revisable_days=100,
)
