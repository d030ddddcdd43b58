"""The broad dollar: its trade-weighted value against the currencies of America's trading partners."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations, wide

SERIES = "DTWEXBGS"


def fetch(session: Session, window: Window) -> Observations:
    return observations(session, (SERIES,), window.start(DATASET.first))


def parse(payload: Observations) -> pd.DataFrame:
    return wide(payload, {SERIES: SERIES})


DATASET = Dataset(
    id="dollar_index",
    title="Broad dollar index",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/DTWEXBGS",
    endpoint="/graph/fredgraph.csv?id=DTWEXBGS",
    first=date(2006, 1, 2),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day of the noon exchange rates.", filled=True),
        Column(
            SERIES,
            "index",
            "Nominal broad dollar index, January 2006 = 100; higher means a stronger dollar.",
            "index, January 2006 = 100",
            50,
            250,
            decimals=4,
        ),
    ),
    licence="US government work, public domain (Federal Reserve Board H.10)",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    stale_after_days=14,
    note="Daily figures that are published once a week, on Mondays for the week before.",
)
