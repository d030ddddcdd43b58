"""The VIX at the close, through FRED. Copyrighted: shown live, never stored in the snapshot."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations, wide

SERIES = "VIXCLS"


def fetch(session: Session, window: Window) -> Observations:
    return observations(session, (SERIES,), window.start(DATASET.first))


def parse(payload: Observations) -> pd.DataFrame:
    return wide(payload, {SERIES: SERIES})


DATASET = Dataset(
    id="vix",
    title="VIX",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/VIXCLS",
    endpoint="/graph/fredgraph.csv?id=VIXCLS",
    first=date(1990, 1, 2),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Trading day.", filled=True),
        Column(
            SERIES,
            "percent",
            "VIX at the close: volatility of the S&P 500 that options imply for the next 30 days, percent a year.",
            "percent",
            5,
            150,
            decimals=2,
        ),
    ),
    licence="Copyrighted by Chicago Board Options Exchange, Inc.; reproduction only with its permission",
    in_snapshot=False,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    stale_after_days=7,
)
