"""Marketable debt by security at the end of each month (Monthly Statement of the Public Debt, table 3).

The source has a row for each issue of a CUSIP (a bill once an issue date, a note again at each reopening) and states
the amount outstanding on one of them only. Here each month has one row a CUSIP: the amount issued is the sum of the
issues, as are the inflation adjustment and the redemptions; the amount outstanding is that of the row that states it;
the issue date is the first. Rows without a CUSIP are totals of the table, and Federal Financing Bank: left out.
The source gives millions; amounts here are dollars. The months before 2023 are not asked for.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_, tr
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, dollars, numbers, rows_since

TABLE = "v1/debt/mspd/mspd_table_3_market"
KEY = ["record_date", "cusip"]
RENAMED = {
    "record_date": "record_date",
    "src_line_nbr": "line",
    "security_class2_desc": "cusip",
    "security_class1_desc": "security_class",
    "interest_rate_pct": "coupon_pct",
    "issue_date": "issue_date",
    "maturity_date": "maturity_date",
    "issued_amt": "issued_usd",
    "inflation_adj_amt": "inflation_adjustment_usd",
    "redeemed_amt": "redeemed_usd",
    "outstanding_amt": "outstanding_usd",
}
FLOWS = ["issued_usd", "inflation_adjustment_usd", "redeemed_usd"]
# Table 3 names two classes in other words than table 1 does; here they are named as in debt_by_class.
CLASSES = {
    "Bills Maturity Value": "Bills",
    "Inflation-Protected Securities": "Treasury Inflation-Protected Securities",
}
CLASS_TOLERANCE_PCT = 0.5  # matured securities not yet presented are in table 1 only


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(session, TABLE, "record_date", window.start(DATASET.first), "record_date,src_line_nbr")


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id).drop_duplicates()
    rows = rows[rows["cusip"].notna() & ~rows["cusip"].str.startswith("Total")]
    rows = dollars(rows, [*FLOWS, "outstanding_usd"], DATASET.id)
    rows = rows.assign(line=numbers(rows["line"], DATASET.id), security_class=rows["security_class"].replace(CLASSES))
    securities = rows.sort_values([*KEY, "line"], kind="stable").groupby(KEY, sort=False)
    # `first` takes the first cell that is not missing.
    stated = securities[["security_class", "coupon_pct", "maturity_date", "outstanding_usd"]].first()
    made = stated.join(securities["issue_date"].min()).join(securities[FLOWS].sum(min_count=1).round(2))
    return made.reset_index()


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Each security's issues, adjustment and redemptions give its amount outstanding; securities sum to their class."""
    if "debt_by_security" not in frames:
        return []
    rows = frames["debt_by_security"].set_index(list(DATASET.key))
    gap = rows[FLOWS].sum(axis=1, skipna=False) - rows["outstanding_usd"]
    found = [identity(N_("issued + inflation adjustment + redeemed = outstanding"), gap, 1e3)]
    if "debt_by_class" not in frames:
        return found
    of_class = ["record_date", "security_class"]
    summed = rows.groupby(of_class)["outstanding_usd"].sum()
    share_pct = (summed / frames["debt_by_class"].set_index(of_class)["total_usd"] - 1) * 100
    name = tr("securities sum to their class within {tolerance} %", tolerance=CLASS_TOLERANCE_PCT)
    return [*found, identity(name, share_pct, CLASS_TOLERANCE_PCT, "percent")]


DATASET = Dataset(
    id="debt_by_security",
    title="Marketable debt by security",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/monthly-statement-public-debt/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2023, 1, 31),
    cadence="monthly",
    key=("record_date", "cusip"),
    columns=(
        Column("record_date", "date", "Last day of the month.", filled=True),
        Column("cusip", "text", "CUSIP of the security.", filled=True),
        Column("security_class", "text", "Class of security, named as in debt_by_class.", filled=True),
        Column("coupon_pct", "percent", "Coupon; missing for bills and floating rate notes.", "percent", 0, 20),
        Column("issue_date", "date", "Day of the first issue.", filled=True),
        Column("maturity_date", "date", "Day the security matures.", filled=True),
        Column("issued_usd", "usd", "Par issued, all issues of the CUSIP together.", "USD", 0, 1e12),
        Column("inflation_adjustment_usd", "usd", "Inflation compensation accrued on TIPS; 0 for others.", "USD", -1e11, 1e12),
        Column("redeemed_usd", "usd", "Par redeemed or bought back before maturity, as a negative amount.", "USD", -1e12, 1e12),
        Column("outstanding_usd", "usd", "Outstanding at the end of the month, with inflation compensation.", "USD", 0, 1e12),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    note="Totals, matured debt and the Federal Financing Bank are left out: sums are slightly below debt_by_class.",
    revisable_days=100,
    checks=check,
    check_inputs=("debt_by_class",),
)
