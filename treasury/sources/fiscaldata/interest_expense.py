"""Interest expense on the public debt by month, category, group and type.

Lines do not overlap: the interest expense of a month is the sum of its rows. Lines with the same names (above all
those of an answer that gives no group and type) are summed into one row, and a missing name reads "unstated".
"""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, numbers, rows_since

TABLE = "v2/accounting/od/interest_expense"
KEY = ["record_date", "category", "group", "type"]
AMOUNTS = ["month_usd", "fiscal_year_to_date_usd"]
RENAMED = {
    "record_date": "record_date",
    "expense_catg_desc": "category",
    "expense_group_desc": "group",
    "expense_type_desc": "type",
    "src_line_nbr": "line",
    "month_expense_amt": "month_usd",
    "fytd_expense_amt": "fiscal_year_to_date_usd",
}


def fetch(session: Session, window: Window) -> Pages:
    order = "record_date,src_line_nbr,expense_catg_desc,expense_group_desc,expense_type_desc,month_expense_amt"
    return rows_since(session, TABLE, "record_date", window.start(DATASET.first), order)


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id).drop_duplicates()  # a line sent twice counts once
    rows = rows.assign(**{name: numbers(rows[name], DATASET.id) for name in AMOUNTS})
    rows[KEY[1:]] = rows[KEY[1:]].fillna("unstated")
    return rows.groupby(KEY, as_index=False, dropna=False)[AMOUNTS].sum(min_count=1).round(2)


DATASET = Dataset(
    id="interest_expense",
    title="Interest expense on the public debt",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/interest-expense-debt-outstanding/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2010, 5, 31),
    cadence="monthly",
    key=("record_date", "category", "group", "type"),
    columns=(
        Column("record_date", "date", "Last day of the month.", filled=True),
        Column("category", "text", "Public issues or the Government Account Series.", filled=True),
        Column("group", "text", "Kind of expense, such as accrued interest or amortised discount.", filled=True),
        Column("type", "text", "Security the expense is paid on, or its kind.", filled=True),
        Column("month_usd", "usd", "Expense of the month; corrections can make it negative.", "USD", -3e11, 5e11),
        Column("fiscal_year_to_date_usd", "usd", "Expense since 1 October.", "USD", -1e12, 4e12),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    revisable_days=100,
)
