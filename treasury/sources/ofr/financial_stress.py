"""The Financial Stress Index of the Office of Financial Research, with its two breakdowns."""

import io
from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Body, Session
from treasury.language import N_, tr

PATH = "/financial-stress-index/data/fsi.csv"
CATEGORIES = ("credit", "equity_valuation", "safe_assets", "funding", "volatility")
REGIONS = ("united_states", "other_advanced_economies", "emerging_markets")
HEADER = {
    "Date": "date",
    "OFR FSI": "fsi",
    "Credit": "credit",
    "Equity valuation": "equity_valuation",
    "Safe assets": "safe_assets",
    "Funding": "funding",
    "Volatility": "volatility",
    "United States": "united_states",
    "Other advanced economies": "other_advanced_economies",
    "Emerging markets": "emerging_markets",
}
# Up to five parts and their sum, each rounded to a thousandth.
ROUNDING = 0.0035


def fetch(session: Session, _window: Window) -> Body:
    return session.get(PATH, expect="csv", only_if_changed=True)


def parse(payload: Body) -> pd.DataFrame:
    try:
        frame = pd.read_csv(io.StringIO(payload.text), dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        raise SourceChanged("ofr", "financial_stress", "the answer is no table") from None
    return frame.rename(columns=HEADER)


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The five categories add to the index, and so do the three regions, where they are published."""
    frame = frames["financial_stress"]
    return [
        _sum_check(frame, N_("five categories add to the index"), CATEGORIES),
        _sum_check(frame, N_("three regions add to the index"), REGIONS),
    ]


def _sum_check(frame: pd.DataFrame, name: str, parts: tuple[str, ...]) -> Check:
    rows = frame[["date", "fsi", *parts]].dropna()
    gap = (rows[list(parts)].sum(axis=1) - rows["fsi"]).abs()
    off = rows[gap > ROUNDING]
    named = tr("; first {day}, largest gap {gap:.3f}", day=off["date"].iloc[0].date(), gap=gap.max()) if len(off) else ""
    return Check(name, off.empty, tr("{count} of {total:,} days differ{named}", count=len(off), total=len(rows), named=named))


def _part(name: str, words: str) -> Column:
    return Column(name, "index", f"Contribution of {words} to the index, index points.", "index points", -15, 25)


DATASET = Dataset(
    id="financial_stress",
    title="OFR Financial Stress Index",
    publisher="ofr",
    landing_page="https://www.financialresearch.gov/financial-stress-index/",
    endpoint=PATH,
    first=date(2000, 1, 3),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Day of the index, on the OFR's own calendar of holidays.", filled=True),
        Column("fsi", "index", "Stress in global markets; 0 is its average.", "index points", -15, 45, filled=True),
        _part("credit", "credit spreads"),
        _part("equity_valuation", "equity valuations"),
        _part("safe_assets", "safe assets"),
        _part("funding", "funding markets"),
        _part("volatility", "volatility"),
        _part("united_states", "the United States"),
        _part("other_advanced_economies", "other advanced economies"),
        _part("emerging_markets", "emerging markets"),
    ),
    licence="US government work, public domain",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    stale_after_days=7,
    weekdays_only=True,
    checks=check,
    note="Its parts for equity valuation and volatility say how much these add to stress; they are neither share prices nor "
    "the VIX. On 2018-11-01 the published regions miss the index by 0.108.",
)
