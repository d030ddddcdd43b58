"""Breakeven inflation: what nominal yields say beyond real ones, as FRED computes it from the H.15 yields."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_, tr
from treasury.sources.fred._client import Observations, observations, wide

SERIES = {
    "T5YIE": "Five-year breakeven inflation: 5-year nominal less 5-year real constant-maturity yield, percent a year.",
    "T10YIE": "Ten-year breakeven inflation: 10-year nominal less 10-year real constant-maturity yield, percent a year.",
    "T5YIFR": "Inflation expected on average over the five years that begin in five years, from both breakevens, percent a year.",
}
# Three published figures, each rounded to a hundredth: their difference may be off by one of these.
ROUNDING = 0.011


def fetch(session: Session, window: Window) -> Observations:
    return observations(session, tuple(SERIES), window.start(DATASET.first))


def parse(payload: Observations) -> pd.DataFrame:
    return wide(payload, {series: series for series in SERIES})


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Ten-year breakeven = ten-year constant maturity - ten-year real par yield, on every day that has all three."""
    if not {"breakevens", "cmt_yields", "real_par_yields"} <= set(frames):
        return []
    nominal = frames["cmt_yields"][["date", "10Y"]].rename(columns={"10Y": "nominal"})
    real = frames["real_par_yields"][["date", "10Y"]].rename(columns={"10Y": "real"})
    days = frames["breakevens"][["date", "T10YIE"]].merge(nominal, on="date").merge(real, on="date").dropna()
    gap = (days["nominal"] - days["real"] - days["T10YIE"]).abs()
    off = days[gap > ROUNDING]
    named = tr("; first {day}, largest gap {gap:.2f}", day=off["date"].iloc[0].date(), gap=gap.max()) if len(off) else ""
    detail = tr("{count} of {total:,} days differ{named}", count=len(off), total=len(days), named=named)
    return [Check(N_("10-year breakeven = nominal - real"), off.empty, detail)]


DATASET = Dataset(
    id="breakevens",
    title="Breakeven inflation",
    publisher="fred",
    landing_page="https://fred.stlouisfed.org/series/T10YIE",
    endpoint="/graph/fredgraph.csv?id=T10YIE",
    first=date(2003, 1, 2),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Business day of the yields.", filled=True),
        *(Column(series, "percent", meaning, "percent", -8, 10, decimals=4) for series, meaning in SERIES.items()),
    ),
    licence="Public domain, citation requested (Federal Reserve Bank of St. Louis)",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    weekdays_only=True,
    stale_after_days=7,
    checks=check,
    check_inputs=("cmt_yields", "real_par_yields"),
    note="Holds inflation expectations and premia for inflation risk and liquidity together; it is no survey.",
)
