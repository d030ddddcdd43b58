"""Constant-maturity yields as the Federal Reserve's H.15 gives them, through FRED: the long history, to 1962."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations, wide
from treasury.tenors import THIRTY_YEAR_GAP

SERIES = {
    "DGS1MO": "1M",
    "DGS3MO": "3M",
    "DGS6MO": "6M",
    "DGS1": "1Y",
    "DGS2": "2Y",
    "DGS3": "3Y",
    "DGS5": "5Y",
    "DGS7": "7Y",
    "DGS10": "10Y",
    "DGS20": "20Y",
    "DGS30": "30Y",
}


def fetch(session: Session, window: Window) -> Observations:
    return observations(session, tuple(SERIES), window.start(DATASET.first))


def parse(payload: Observations) -> pd.DataFrame:
    frame = wide(payload, SERIES)
    if {"date", "30Y"} <= set(frame.columns):
        # Figures of these years are extrapolated from the 20-year: no 30-year was sold, so none bears its name.
        in_gap = pd.to_datetime(frame["date"], errors="coerce").between(*THIRTY_YEAR_GAP)
        frame["30Y"] = frame["30Y"].mask(in_gap)
    return frame


DATASET = Dataset(
    id="cmt_yields",
    title="Constant-maturity yields, long history",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/DGS10",
    endpoint="/graph/fredgraph.csv?id=DGS10",
    first=date(1962, 1, 2),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day the yield was observed.", filled=True),
        *(
            Column(tenor, "percent", f"Constant-maturity yield, {tenor} (FRED {series}).", "percent", -2, 25, decimals=4)
            for series, tenor in SERIES.items()
        ),
    ),
    licence="US government work, public domain (Federal Reserve Board H.15)",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    note="30Y is missing from 2002-02-19 to 2006-02-08, when the Treasury did not issue it; extrapolated figures are left out.",
)
