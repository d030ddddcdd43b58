"""Debt outstanding by class of security at the end of each month (Monthly Statement of the Public Debt, table 1).

The source gives millions; amounts here are dollars. Total rows have no class at the source: they carry their name.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, dollars, rows_since

TABLE = "v1/debt/mspd/mspd_table_1"
RENAMED = {
    "record_date": "record_date",
    "security_type_desc": "security_type",
    "security_class_desc": "security_class",
    "debt_held_public_mil_amt": "held_by_public_usd",
    "intragov_hold_mil_amt": "intragovernmental_usd",
    "total_mil_amt": "total_usd",
}
AMOUNTS = ("held_by_public_usd", "intragovernmental_usd", "total_usd")
# The statement carries plugs of one or two million dollars between rows and totals in some months.
TOLERANCE_USD = 3e6

SUMS = {"Marketable": N_("classes sum to Total Marketable"), "Nonmarketable": N_("classes sum to Total Nonmarketable")}


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(session, TABLE, "record_date", window.start(DATASET.first), "record_date,src_line_nbr")


def parse(payload: Pages) -> pd.DataFrame:
    rows = dollars(columns(payload, RENAMED, DATASET.id), AMOUNTS, DATASET.id)
    unnamed = rows["security_class"].isna() | rows["security_class"].eq("_")
    return rows.assign(security_class=rows["security_class"].mask(unnamed, rows["security_type"]))


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Classes sum to their totals, the parts to the whole, and the whole is the debt to the penny of that day."""
    if "debt_by_class" not in frames:
        return []
    rows = frames["debt_by_class"]
    named = rows.set_index(list(DATASET.key))
    parts = named["held_by_public_usd"] + named["intragovernmental_usd"] - named["total_usd"]
    found = [
        _sums(rows, "Marketable"),
        _sums(rows, "Nonmarketable"),
        identity(N_("held by the public + intragovernmental = total"), parts, TOLERANCE_USD),
    ]
    return [*found, *_against_the_penny(rows, frames)]


def _sums(rows: pd.DataFrame, kind: str) -> Check:
    """The classes of a kind against its total row, in each of the three amounts; the largest gap of a month counts."""
    summed = rows[rows["security_type"].eq(kind)].groupby("record_date")[list(AMOUNTS)].sum()
    totals = rows[rows["security_class"].eq(f"Total {kind}")].set_index("record_date")[list(AMOUNTS)]
    return identity(SUMS[kind], (summed - totals).abs().max(axis=1), TOLERANCE_USD)


def _against_the_penny(rows: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Total Public Debt Outstanding against the last debt to the penny up to the month's end, at most four days before."""
    if "debt_to_penny" not in frames:
        return []
    totals = rows.loc[rows["security_class"].eq("Total Public Debt Outstanding"), ["record_date", "total_usd"]]
    penny = frames["debt_to_penny"][["record_date", "total_usd"]].rename(columns={"total_usd": "penny_usd"})
    both = pd.merge_asof(
        totals.sort_values("record_date"), penny.sort_values("record_date"), on="record_date", tolerance=pd.Timedelta(days=4)
    )
    both = both.set_index("record_date")
    return [identity(N_("total = debt to the penny"), both["total_usd"] - both["penny_usd"], TOLERANCE_USD)]


DATASET = Dataset(
    id="debt_by_class",
    title="Public debt by class of security",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/monthly-statement-public-debt/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2001, 1, 31),
    cadence="monthly",
    key=("record_date", "security_class"),
    columns=(
        Column("record_date", "date", "Last day of the month.", filled=True),
        Column("security_type", "text", "Marketable, Nonmarketable, or the name of a total.", filled=True),
        Column("security_class", "text", "Class of security, such as Bills, or the name of a total.", filled=True),
        Column("held_by_public_usd", "usd", "Outstanding, held by the public.", "USD", -1e9, 2e14),
        Column("intragovernmental_usd", "usd", "Outstanding, held by government accounts.", "USD", -1e9, 2e14),
        Column("total_usd", "usd", "Outstanding in all.", "USD", -1e9, 2e14),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    revisable_days=100,
    checks=check,
    check_inputs=("debt_to_penny",),
)
