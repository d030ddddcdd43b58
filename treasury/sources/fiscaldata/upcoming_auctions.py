"""Announced auctions: what is sold next, and what was announced before (the service keeps stale rows, all kept here).

An auction told twice, by rows with different record dates, is no conflict: the row with the newest record date counts.
"""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, rows_since

TABLE = "v1/accounting/od/upcoming_auctions"
KEY = ("auction_date", "security_type", "security_term")
RENAMED = {
    "auction_date": "auction_date",
    "security_type": "security_type",
    "security_term": "security_term",
    "record_date": "record_date",
    "cusip": "cusip",
    "reopening": "reopening",
    "offering_amt": "offering_usd",
    "announcemt_date": "announcement_date",
    "issue_date": "issue_date",
}


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(
        session, TABLE, "auction_date", window.start(DATASET.first), "auction_date,security_type,security_term,record_date,cusip"
    )


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED, DATASET.id)
    # Rows of one record date stay side by side: if they differ, that is a conflict to report.
    newest = rows.groupby(list(KEY), dropna=False)["record_date"].transform("max")
    return rows[rows["record_date"].eq(newest) | newest.isna()].reset_index(drop=True)


DATASET = Dataset(
    id="upcoming_auctions",
    title="Upcoming and announced auctions",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/upcoming-auctions/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(2024, 3, 8),
    cadence="daily",
    key=KEY,
    columns=(
        Column("auction_date", "date", "Day the auction is or was to be held.", filled=True),
        Column("security_type", "text", "Bill, CMB, Note, Bond, TIPS Note, TIPS Bond or FRN Note, as announced.", filled=True),
        Column("security_term", "text", "Time to maturity as announced; the remaining time on a reopening.", filled=True),
        Column("record_date", "date", "Day the publisher recorded the announcement.", filled=True),
        Column("cusip", "text", "CUSIP of the security that is offered."),
        Column("reopening", "text", "Yes where an outstanding security is sold again, else No."),
        Column("offering_usd", "usd", "Par amount offered; missing until the size is announced.", "USD", 1e6, 1e12),
        Column("announcement_date", "date", "Day of the offering announcement."),
        Column("issue_date", "date", "Settlement day of the auction."),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="auction_date",
    note="The publisher keeps announcements of past auctions: select auction_date from today on for what is still to come.",
    revisable_days=45,
    stale_after_days=8,
    may_lie_ahead=True,
    replaces_ahead=True,
)
