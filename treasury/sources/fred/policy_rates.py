"""The Federal Reserve's policy rates and the overnight rates they steer."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations, wide

EVERY_DAY = {
    "DFEDTARL": "Lower limit of the federal funds target range, percent a year, since 2008-12-16.",
    "DFEDTARU": "Upper limit of the federal funds target range, percent a year, since 2008-12-16.",
    "IORB": "Interest rate on reserve balances, percent a year, since 2021-07-29.",
}
BUSINESS_DAYS = {
    "EFFR": "Effective federal funds rate, the volume-weighted median of overnight loans, percent a year.",
    "SOFR": "Secured Overnight Financing Rate on Treasury repurchase agreements, percent a year, since 2018-04-03.",
}
SERIES = EVERY_DAY | BUSINESS_DAYS


def fetch(session: Session, window: Window) -> Observations:
    start = window.start(DATASET.first)
    return {
        **observations(session, tuple(EVERY_DAY), start),
        **observations(session, tuple(BUSINESS_DAYS), start),
    }


def parse(payload: Observations) -> pd.DataFrame:
    return wide(payload, {series: series for series in SERIES})


DATASET = Dataset(
    id="policy_rates",
    title="Policy rates",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/DFEDTARU",
    endpoint="/graph/fredgraph.csv?id=DFEDTARU",
    first=date(2000, 7, 3),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Day for which the rate held; the target range and IORB have weekends too.", filled=True),
        *(Column(series, "percent", meaning, "percent", -1, 20, decimals=4) for series, meaning in SERIES.items()),
    ),
    licence="Public domain, citation requested (Federal Reserve Board; Federal Reserve Bank of New York)",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    stale_after_days=7,
    note="EFFR and SOFR have business days only, so on weekends their cells are missing.",
)
