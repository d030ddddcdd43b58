"""The public debt to the penny, each business day since 1993."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, columns, rows_since

TABLE = "v2/accounting/od/debt_to_penny"
RENAMED = {
    "record_date": "record_date",
    "debt_held_public_amt": "held_by_public_usd",
    "intragov_hold_amt": "intragovernmental_usd",
    "tot_pub_debt_out_amt": "total_usd",
}


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(session, TABLE, "record_date", window.start(DATASET.first), "record_date")


def parse(payload: Pages) -> pd.DataFrame:
    return columns(payload, RENAMED, DATASET.id)


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Held by the public + intragovernmental = total, where both parts are published (since 2005-03-31)."""
    if "debt_to_penny" not in frames:
        return []
    rows = frames["debt_to_penny"].set_index("record_date")
    gap = rows["held_by_public_usd"] + rows["intragovernmental_usd"] - rows["total_usd"]
    # Two cents: the float noise of sums near 4e13 is almost one.
    return [identity(N_("held by the public + intragovernmental = total"), gap, 0.02)]


DATASET = Dataset(
    id="debt_to_penny",
    title="Debt to the penny",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/debt-to-the-penny/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(1993, 4, 1),
    cadence="daily",
    key=("record_date",),
    columns=(
        Column("record_date", "date", "Business day of the figure.", filled=True),
        Column("held_by_public_usd", "usd", "Debt held by the public; not published before 2005-03-31.", "USD", 1e12, 2e14),
        Column("intragovernmental_usd", "usd", "Debt held by government accounts.", "USD", 1e12, 2e14),
        Column("total_usd", "usd", "Total public debt outstanding.", "USD", 4e12, 2e14, filled=True),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="record_date",
    checks=check,
)
