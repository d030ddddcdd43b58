"""Par yields of the Treasury's own curve, daily since 1990."""

import re
from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_, tr
from treasury.sources.treasury_gov._client import PATH, Feed, Rate, Years, table, years
from treasury.tenors import THIRTY_YEAR_GAP

START = date(1990, 1, 2)
FEED = Feed(
    data="daily_treasury_yield_curve",
    dataset="par_yields",
    date_element="NEW_DATE",
    rates=(
        Rate("BC_1MONTH", "1M", date(2001, 7, 31)),
        Rate("BC_1_5MONTH", "1.5M", date(2025, 2, 18)),
        Rate("BC_2MONTH", "2M", date(2018, 10, 16)),
        Rate("BC_3MONTH", "3M", START),
        Rate("BC_4MONTH", "4M", date(2022, 10, 19)),
        Rate("BC_6MONTH", "6M", START),
        Rate("BC_1YEAR", "1Y", START),
        Rate("BC_2YEAR", "2Y", START),
        Rate("BC_3YEAR", "3Y", START),
        Rate("BC_5YEAR", "5Y", START),
        Rate("BC_7YEAR", "7Y", START),
        Rate("BC_10YEAR", "10Y", START),
        Rate("BC_20YEAR", "20Y", date(1993, 10, 1)),
        Rate("BC_30YEAR", "30Y", START, pause=THIRTY_YEAR_GAP),
    ),
    # BC_30YEARDISPLAY repeats the 30-year or, in older years, is 0 for every day; the row number means nothing.
    ignored=re.compile(r"Id|BC_30YEARDISPLAY"),
)


def fetch(session: Session, window: Window) -> Years:
    return years(session, FEED, START, window)


def parse(payload: Years) -> pd.DataFrame:
    frame = table(payload, FEED)
    figures = [rate.column for rate in FEED.rates]
    zero = frame[figures].apply(pd.to_numeric, errors="coerce").eq(0)
    # A holiday row may hold zeros at every tenor (2017-04-14 did): no curve is that, so the row says nothing.
    frame.loc[(zero | frame[figures].isna()).all(axis=1), figures] = None
    in_gap = frame["date"].astype("str").str[:10].between(*THIRTY_YEAR_GAP)
    frame.loc[in_gap & zero["30Y"], "30Y"] = None
    return frame


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The 10-year here = the 10-year constant maturity that the Federal Reserve republishes, on every common day."""
    if "par_yields" not in frames or "cmt_yields" not in frames:
        return []
    both = frames["par_yields"][["date", "10Y"]].merge(frames["cmt_yields"][["date", "10Y"]], on="date").dropna()
    off = both[(both["10Y_x"] - both["10Y_y"]).abs() > 0.005]
    named = tr("; first {day}", day=off["date"].iloc[0].date()) if len(off) else ""
    detail = tr("{count} of {total:,} days differ{named}", count=len(off), total=len(both), named=named)
    return [Check(N_("10-year par yield = 10-year constant maturity"), off.empty, detail)]


def _column(rate: Rate) -> Column:
    since = "" if rate.since == START else f", published since {rate.since}"
    gap = f", not published from {rate.pause[0]} to {rate.pause[1]}" if rate.pause else ""
    # No 20- or 30-year yield came near zero, while bills were quoted below it: a zero here is a broken cell.
    low = 0.1 if rate.column in ("20Y", "30Y") else -2
    meaning = f"Par yield at the {rate.column} point of the curve, percent a year{since}{gap}."
    return Column(rate.column, "percent", meaning, "percent", low, 20, decimals=4)


DATASET = Dataset(
    id="par_yields",
    title="Par yields (Treasury curve)",
    publisher="treasury_gov",
    landing_page="https://home.treasury.gov/resource-center/data-chart-center/interest-rates/TextView?type=daily_treasury_yield_curve",
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
    checks=check,
    check_inputs=("cmt_yields",),
    note="Yields of securities that would trade at par, on a semi-annual bond-equivalent basis; not zero-coupon rates. "
    "Past years never change, so a refresh asks only for the years since the last row.",
)
