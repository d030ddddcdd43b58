"""What the Federal Reserve holds in its System Open Market Account, each Wednesday."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Body, Session
from treasury.language import N_, tr

PATH = "/api/soma/summary.json"
FIELDS = {
    "asOfDate": "date",
    "bills": "bills_usd",
    "notesbonds": "notes_bonds_usd",
    "tips": "tips_usd",
    "frn": "frn_usd",
    "tipsInflationCompensation": "tips_inflation_compensation_usd",
    "agencies": "agencies_usd",
    "mbs": "mbs_usd",
    "cmbs": "cmbs_usd",
    "total": "total_usd",
}
ROUNDING_USD = 5  # some parts are rounded to a dollar
PARTS = ("bills_usd", "notes_bonds_usd", "tips_usd", "frn_usd", "agencies_usd", "mbs_usd", "cmbs_usd")


def fetch(session: Session, _window: Window) -> Body:
    return session.get(PATH, expect="json", only_if_changed=True)


def parse(payload: Body) -> pd.DataFrame:
    try:
        weeks = payload.json["soma"]["summary"]
    except (KeyError, TypeError):
        weeks = None
    if not isinstance(weeks, list):
        raise SourceChanged("nyfed_markets", "fed_holdings", "'soma' / 'summary' is missing in the answer, or no list")
    frame = pd.DataFrame(weeks) if weeks else pd.DataFrame(columns=list(FIELDS))
    return frame.rename(columns=FIELDS)


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Bills, notes and bonds, TIPS, FRNs, agencies, MBS and CMBS add to the total, which leaves inflation compensation out."""
    frame = frames["fed_holdings"]
    weeks = frame[frame["total_usd"].notna() & frame["notes_bonds_usd"].notna()]
    # A part that is missing was not held yet: FRNs before 2014.
    gap = (weeks[list(PARTS)].sum(axis=1) - weeks["total_usd"]).abs()
    off = weeks[gap > ROUNDING_USD]
    named = tr("; first {day}, largest gap {gap:,.0f} USD", day=off["date"].iloc[0].date(), gap=gap.max()) if len(off) else ""
    detail = tr("{count} of {total:,} weeks differ{named}", count=len(off), total=len(weeks), named=named)
    return [Check(N_("kinds of securities add to the total"), off.empty, detail)]


def _held(name: str, meaning: str, low: float = 0, filled: bool = False) -> Column:
    return Column(name, "usd", f"{meaning}, US dollars.", "USD", low, 2e13, filled=filled)


DATASET = Dataset(
    id="fed_holdings",
    title="Federal Reserve holdings (SOMA)",
    publisher="nyfed_markets",
    landing_page="https://www.newyorkfed.org/markets/soma-holdings",
    endpoint=PATH,
    first=date(2003, 7, 9),
    cadence="weekly",
    key=("date",),
    columns=(
        Column("date", "date", "Wednesday of the holdings, or the business day before.", filled=True),
        _held("bills_usd", "Par value of Treasury bills"),
        _held("notes_bonds_usd", "Par value of nominal Treasury notes and bonds"),
        _held("tips_usd", "Par value of TIPS, without inflation compensation"),
        _held("frn_usd", "Par value of Treasury floating-rate notes, missing before 2014-05-21"),
        _held("tips_inflation_compensation_usd", "Inflation compensation that TIPS have gathered, not part of the total"),
        _held("agencies_usd", "Par value of agency debt"),
        _held("mbs_usd", "Remaining principal of agency mortgage-backed securities"),
        _held("cmbs_usd", "Remaining principal of agency commercial mortgage-backed securities"),
        _held("total_usd", "All securities held outright, without inflation compensation", 1e11, filled=True),
    ),
    licence="Federal Reserve Bank of New York, free to use with attribution",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    checks=check,
    note="FRED's TREAST (Treasury securities on the Fed's balance sheet) is not put in its place when the endpoint fails: it "
    "has no kinds of securities and counts differently, and a stand-in must not bear the name.",
)
