"""Real par yields of the Treasury's TIPS curve, daily since 2003."""

import re
from datetime import date

import pandas as pd

from treasury.dataset import Column, Dataset, Window
from treasury.http import Session
from treasury.sources.treasury_gov._client import PATH, Feed, Rate, Years, table, years

START = date(2003, 1, 2)
FEED = Feed(
    data="daily_treasury_real_yield_curve",
    dataset="real_par_yields",
    date_element="NEW_DATE",
    rates=(
        Rate("TC_5YEAR", "5Y", START),
        Rate("TC_7YEAR", "7Y", START),
        Rate("TC_10YEAR", "10Y", START),
        Rate("TC_20YEAR", "20Y", date(2004, 7, 27)),
        Rate("TC_30YEAR", "30Y", date(2010, 2, 22)),
    ),
    ignored=re.compile(r"Id|DailyTreasuryRealYieldCurveRateDataId"),
)


def fetch(session: Session, window: Window) -> Years:
    return years(session, FEED, START, window)


def parse(payload: Years) -> pd.DataFrame:
    return table(payload, FEED)


def _column(rate: Rate) -> Column:
    since = "" if rate.since == START else f", published since {rate.since}"
    meaning = f"Real par yield at the {rate.column} point of the TIPS curve, percent a year{since}."
    return Column(rate.column, "percent", meaning, "percent", -5, 12, decimals=4)


DATASET = Dataset(
    id="real_par_yields",
    title="Real par yields (TIPS curve)",
    publisher="treasury_gov",
    landing_page="https://home.treasury.gov/resource-center/data-chart-center/interest-rates/TextView?type=daily_treasury_real_yield_curve",
    endpoint=f"{PATH}?data={FEED.data}&field_tdr_date_value=YYYY",
    first=START,
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day whose closing market quotations the curve is drawn from.", filled=True),
        *(_column(rate) for rate in FEED.rates),
    ),
    licence="US government work, public domain",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    drop_empty_rows=True,
    note="Yields above inflation of inflation-protected securities that would trade at par; below zero for long spells.",
)
