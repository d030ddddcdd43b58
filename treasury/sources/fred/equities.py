"""The S&P 500 at the close, through FRED. Copyrighted: shown live, never stored in the snapshot."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations, wide

SERIES = "SP500"


def fetch(session: Session, window: Window) -> Observations:
    return observations(session, (SERIES,), window.start(DATASET.first))


def parse(payload: Observations) -> pd.DataFrame:
    return wide(payload, {SERIES: SERIES})


DATASET = Dataset(
    id="equities",
    title="S&P 500",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/SP500",
    endpoint="/graph/fredgraph.csv?id=SP500",
    first=date(2010, 1, 4),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Trading day.", filled=True),
        Column(SERIES, "index", "S&P 500 price index at the close, without dividends.", "index points", 300, 100_000, decimals=2),
    ),
    licence="Copyrighted by S&P Dow Jones Indices LLC; reproduction only with its permission",
    in_snapshot=False,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    stale_after_days=7,
    note="FRED may show the last ten years only; rows that it no longer shows stay in the store.",
)
