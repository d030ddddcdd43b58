"""Term premium by the Kim-Wright model of the Federal Reserve Board, through FRED."""

from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.fred._client import Observations, observations, wide

TEN_YEAR = "THREEFYTP10"
FITTED = "THREEFY10"  # the model's ten-year yield: less the premium it is the expected path
OTHERS = tuple(f"THREEFYTP{years}" for years in range(1, 10))


def fetch(session: Session, window: Window) -> Observations:
    return observations(session, (TEN_YEAR,), window.start(DATASET.first), optional=(*OTHERS, FITTED))


def parse(payload: Observations) -> pd.DataFrame:
    return wide(payload, {series: series for series in (*OTHERS, TEN_YEAR, FITTED)})


def _column(series: str) -> Column:
    years = series.removeprefix("THREEFYTP")
    meaning = f"Term premium in the yield of a {years}-year zero-coupon Treasury, percent a year."
    return Column(series, "percent", meaning, "percent", -4, 8, decimals=4, required=series == TEN_YEAR)


DATASET = Dataset(
    id="term_premium_kw",
    title="Term premium, Kim-Wright",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/THREEFYTP10",
    endpoint="/graph/fredgraph.csv?id=THREEFYTP10",
    first=date(1990, 1, 2),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day of the yields that the model reads.", filled=True),
        *(_column(series) for series in (*OTHERS, TEN_YEAR)),
        Column(
            FITTED, "percent", "Fitted yield of a 10-year zero-coupon Treasury.", "percent", -2, 20, decimals=4, required=False
        ),
    ),
    licence="US government work, public domain (Federal Reserve Board)",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    stale_after_days=21,
    note="A model's estimate, published with a lag of about a week. The premia of 1 to 9 years and the fitted yield are there "
    "where FRED serves them; the 10-year premium always is.",
)
