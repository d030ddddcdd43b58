"""The Treasury's account at the Federal Reserve by day: opening balance, deposits, withdrawals, closing balance.

The Daily Treasury Statement gives millions; amounts here are dollars. Since 18 April 2022 each day has four rows, and
the figure of every one of them, the closing balance included, stands in the column for the opening balance. Before,
the account (called Federal Reserve Account until October 2021) had one row with an opening and a closing balance, and
this table gave no deposits and withdrawals: missing here.
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

TABLE = "v1/accounting/dts/operating_cash_balance"
RENAMED = {
    "record_date": "record_date",
    "account_type": "account",
    "open_today_bal": "open",
    "close_today_bal": "close",
}
# Where each figure stands: the row of this account, the column in it, and the name here.
PLACES = (
    ("Treasury General Account (TGA) Opening Balance", "open", "opening_usd"),
    ("Total TGA Deposits (Table II)", "open", "deposits_usd"),
    ("Total TGA Withdrawals (Table II) (-)", "open", "withdrawals_usd"),
    ("Treasury General Account (TGA) Closing Balance", "open", "closing_usd"),
    # The one row of a day before 2022-04-18.
    ("Treasury General Account (TGA)", "open", "opening_usd"),
    ("Treasury General Account (TGA)", "close", "closing_usd"),
    ("Federal Reserve Account", "open", "opening_usd"),
    ("Federal Reserve Account", "close", "closing_usd"),
)
AMOUNTS = ["opening_usd", "deposits_usd", "withdrawals_usd", "closing_usd"]
TOLERANCE_USD = 1e6


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(session, TABLE, "record_date", window.start(DATASET.first), "record_date,src_line_nbr,account_type")


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id).drop_duplicates()
    known = rows["account"].isin([account for account, _, _ in PLACES])
    if len(rows) and not known.any():
        accounts = ", ".join(rows["account"].dropna().unique()[:4])
        raise SourceChanged(PUBLISHER, DATASET.id, "no row of the Treasury's account", f"the answer has {accounts}")
    rows = dollars(rows[known], ("open", "close"), DATASET.id)
    cells = pd.concat([_figure(rows, *place) for place in PLACES], ignore_index=True)
    twice = cells.duplicated(["record_date", "figure"])
    if twice.any():
        day, name = cells.loc[twice, ["record_date", "figure"]].iloc[0]
        raise SourceChanged(PUBLISHER, DATASET.id, f"column {name!r}: two rows for {day} differ")
    wide = cells.pivot(index="record_date", columns="figure", values="usd").reindex(columns=AMOUNTS)
    return wide.reset_index().rename_axis(columns=None)


def _figure(rows: pd.DataFrame, account: str, column: str, name: str) -> pd.DataFrame:
    own = rows[rows["account"].eq(account)]
    return pd.DataFrame({"record_date": own["record_date"], "figure": name, "usd": own[column]})


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Opening + deposits - withdrawals = closing, and a day opens with what the day before closed with."""
    if "treasury_cash" not in frames:
        return []
    rows = frames["treasury_cash"].set_index("record_date").sort_index()
    within = rows["opening_usd"] + rows["deposits_usd"] - rows["withdrawals_usd"] - rows["closing_usd"]
    overnight = rows["opening_usd"] - rows["closing_usd"].shift()
    near = rows.index.to_series().diff() <= pd.Timedelta(days=5)
    return [
        identity(N_("opening + deposits - withdrawals = closing"), within, TOLERANCE_USD),
        identity(N_("opening = closing of the day before"), overnight.where(near), TOLERANCE_USD),
    ]


DATASET = Dataset(
    id="treasury_cash",
    title="Treasury General Account",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/daily-treasury-statement/operating-cash-balance",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2005, 10, 3),
    cadence="daily",
    key=("record_date",),
    columns=(
        Column("record_date", "date", "Business day of the statement.", filled=True),
        Column("opening_usd", "usd", "Balance at the start of the day.", "USD", 0, 5e12),
        Column("deposits_usd", "usd", "Deposits of the day, debt issues included; given since April 2022.", "USD", 0, 5e12),
        Column("withdrawals_usd", "usd", "Withdrawals of the day, redemptions included; given since April 2022.", "USD", 0, 5e12),
        Column("closing_usd", "usd", "Balance at the end of the day.", "USD", 0, 5e12),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    note="Before October 2021 the publisher called the account Federal Reserve Account.",
    checks=check,
)
