"""Customs duties deposited in the Treasury's account, by day, from the Daily Treasury Statement.

The line has had several names ("Customs and Certain Excise Taxes", with "DHS - " before it since 2023, "DHS - Customs
Duties, Taxes, and Fees" since 10 November 2025), so deposits are matched on the word Customs. Lines with different
names on one day are summed. The source gives millions; amounts here are dollars.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Session
from treasury.language import N_
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, dollars, rows_since

TABLE = "v1/accounting/dts/deposits_withdrawals_operating_cash"
DEPOSITS = "transaction_type:eq:Deposits"
AMOUNTS = ["receipts_usd", "month_to_date_usd", "fiscal_year_to_date_usd"]
RENAMED = {
    "record_date": "record_date",
    "transaction_type": "type",
    "transaction_catg": "label",
    "account_type": "account",
    "transaction_today_amt": "receipts_usd",
    "transaction_mtd_amt": "month_to_date_usd",
    "transaction_fytd_amt": "fiscal_year_to_date_usd",
}
TOLERANCE_USD = 2e6  # each of the figures is rounded to a million


def fetch(session: Session, window: Window) -> Pages:
    # The service cannot filter on part of a text, and one of the names holds commas, which part its filters.
    order = "record_date,src_line_nbr,transaction_catg,account_type"
    return rows_since(session, TABLE, "record_date", window.start(DATASET.first), order, DEPOSITS)


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id)
    customs = rows["type"].eq("Deposits") & rows["label"].str.contains("customs", case=False)
    if len(rows) and not customs.any():
        raise SourceChanged(PUBLISHER, DATASET.id, "no deposit line names customs", "did the line get a new name?")
    rows = dollars(rows[customs].drop_duplicates(), AMOUNTS, DATASET.id)
    return rows.groupby("record_date", as_index=False)[AMOUNTS].sum(min_count=1)


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The receipts of a day are the growth of the fiscal year's sum since the day before."""
    if "customs_receipts" not in frames:
        return []
    rows = frames["customs_receipts"].set_index("record_date").sort_index()
    days = rows.index.to_series()
    fiscal_year = days.dt.to_period("Y-SEP")
    follows = (days.diff() <= pd.Timedelta(days=5)) & fiscal_year.eq(fiscal_year.shift())
    gap = (rows["fiscal_year_to_date_usd"].diff() - rows["receipts_usd"]).where(follows)
    return [identity(N_("receipts = growth of the fiscal year's sum"), gap, TOLERANCE_USD)]


DATASET = Dataset(
    id="customs_receipts",
    title="Customs duties received",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/daily-treasury-statement/deposits-and-withdrawals-of-operating-cash",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2005, 10, 3),
    cadence="daily",
    key=("record_date",),
    columns=(
        Column("record_date", "date", "Business day of the statement.", filled=True),
        Column("receipts_usd", "usd", "Customs duties, and taxes and fees with them, deposited that day.", "USD", -1e10, 2e11),
        Column("month_to_date_usd", "usd", "The same since the first of the month.", "USD", -1e10, 5e11),
        Column("fiscal_year_to_date_usd", "usd", "The same since 1 October.", "USD", -1e10, 3e12),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    note="The line also held certain excise taxes under its older names; importers who pay monthly do so late in the month.",
    checks=check,
)
