"""The Treasury's tentative schedule of buyback operations for the running quarter."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Body, Session

PATH = "/system/files/221/Tentative-Buyback-Schedule.xml"
ELEMENTS = {
    "OperationDate": "operation_date",
    "OperationStartTimeEasternUS": "start_time",
    "OperationEndTimeEasternUS": "close_time",
    "OperationType": "operation_type",
    "SecurityType": "security_type",
    "PurchaseBucketName": "maturity_bucket",
    "MinimumPurchaseAmountDollars": "minimum_usd",
    "MaximumPurchaseAmountDollars": "maximum_usd",
    "MaturityDateRangeStart": "maturity_range_start",
    "MaturityDateRangeEnd": "maturity_range_end",
    "AnnouncementDate": "announcement_date",
    "SettlementDate": "settlement_date",
}
# Spelled as in the results of the operations, so that both can be joined.
SECURITY_TYPES = {"NOMINAL COUPONS": "Nominal Coupons"}


def fetch(session: Session, _window: Window) -> Body:
    return session.get(PATH, expect="xml")


def parse(payload: Body) -> pd.DataFrame:
    if payload.xml.tag != "BuyBackCalendar":
        raise SourceChanged("treasury_gov", "buyback_schedule", f"the answer is <{payload.xml.tag}>, not a buyback calendar")
    rows = [{cell.tag: (cell.text or "").strip() for cell in entry} for entry in payload.xml.iter("BuybackCalendarDate")]
    frame = pd.DataFrame(rows, dtype="str") if rows else pd.DataFrame(columns=list(ELEMENTS), dtype="str")
    frame = frame.rename(columns=ELEMENTS)
    if not {"start_time", "close_time", "security_type", "maturity_bucket"} <= set(frame.columns):
        return frame  # conform names the missing column
    for column in ("start_time", "close_time"):
        frame[column] = frame[column].str[:5]
    frame["security_type"] = frame["security_type"].replace(SECURITY_TYPES)
    # The bucket's name starts with the kind of security, which has its own column: "TIPS 1Y to 10Y".
    frame["maturity_bucket"] = frame["maturity_bucket"].str.replace(r"^(Nominal Coupons|TIPS)\s+", "", regex=True)
    return frame


DATASET = Dataset(
    id="buyback_schedule",
    title="Tentative buyback schedule",
    publisher="treasury_gov",
    landing_page="https://home.treasury.gov/policy-issues/financing-the-government/quarterly-refunding",
    endpoint=PATH,
    first=date(2024, 5, 29),
    cadence="irregular",
    key=("operation_date", "start_time"),
    columns=(
        Column("operation_date", "date", "Day on which offers are taken.", filled=True),
        Column("start_time", "text", "Time at which the operation opens, 24-hour clock, US Eastern.", filled=True),
        Column("close_time", "text", "Time at which the operation closes, 24-hour clock, US Eastern."),
        Column("operation_type", "text", "Purpose: Liquidity Support or Cash Management.", filled=True),
        Column("security_type", "text", "Kind of security bought: Nominal Coupons or TIPS.", filled=True),
        Column("maturity_bucket", "text", "Remaining maturities that are bought, such as 10Y to 20Y.", filled=True),
        Column("minimum_usd", "usd", "Least par amount the Treasury says it will buy, US dollars.", "USD", 0, 1e12),
        Column("maximum_usd", "usd", "Most par amount the Treasury says it will buy, US dollars.", "USD", 1e6, 1e12),
        Column("maturity_range_start", "date", "Earliest maturity date that is eligible."),
        Column("maturity_range_end", "date", "Latest maturity date that is eligible."),
        Column("announcement_date", "date", "Day on which the operation is to be announced."),
        Column("settlement_date", "date", "Day on which the bought securities are to be paid for."),
    ),
    licence="US government work, public domain",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="operation_date",
    may_lie_ahead=True,
    stale_after_days=14,  # a quarter's schedule reaches to the next refunding
    replaces_ahead=True,
    note="Tentative: sizes changed later by press release are not written into the file, and the announcement of each "
    "operation decides. The file holds one quarter; operations of earlier quarters stay as they were last listed.",
)
