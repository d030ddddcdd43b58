"""Stablecoins in circulation, day by day, in dollars."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.errors import SourceChanged
from treasury.http import Body, Session
from treasury.language import N_, tr

PATH = "/stablecoincharts/all"
JUMPY_BEFORE = pd.Timestamp("2021-01-01")  # a market of a few coins, of which single ones came and went
LARGEST_DAILY_CHANGE = 0.2


def fetch(session: Session, _window: Window) -> Body:
    return session.get(PATH, expect="json", only_if_changed=True)


def parse(payload: Body) -> pd.DataFrame:
    """Sums over the currencies to which coins are pegged; each amount is converted to dollars by the publisher."""
    days = payload.json
    if not isinstance(days, list):
        raise _changed("the answer is no list of days")
    if not days:
        return pd.DataFrame(columns=["date", "total_usd", "usd_pegged_usd", "other_pegs_usd"])
    try:
        seconds = [int(day["date"]) for day in days]
        pegs = pd.DataFrame([day["totalCirculatingUSD"] for day in days])
    except KeyError as missing:
        raise _changed(f"a day without {missing}") from None
    except (TypeError, ValueError) as failure:
        raise _changed(f"a day cannot be read ({failure})") from None
    if "peggedUSD" not in pegs:
        raise _changed("'peggedUSD' is missing", f"pegs in the answer: {', '.join(map(str, pegs.columns))}"[:200])
    amounts = _numbers(pegs)
    others = amounts.drop(columns="peggedUSD")
    return pd.DataFrame(
        {
            "date": pd.to_datetime(pd.Series(seconds), unit="s").dt.normalize(),
            "total_usd": amounts.sum(axis=1, min_count=1),
            "usd_pegged_usd": amounts["peggedUSD"],
            "other_pegs_usd": others.sum(axis=1, min_count=1),
        }
    )


def _numbers(pegs: pd.DataFrame) -> pd.DataFrame:
    amounts = pegs.apply(pd.to_numeric, errors="coerce")
    bad = amounts.isna() & pegs.notna()
    for peg in pegs.columns[bad.any()]:
        raise _changed(f"{peg!r}: {pegs.loc[bad[peg], peg].iloc[0]!r} is no number")
    return amounts


def _changed(reason: str, hint: str = "") -> SourceChanged:
    return SourceChanged("defillama", "stablecoins", reason, hint)


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """No day since 2021 moves the total by more than a fifth, as a slip in the unit would."""
    frame = frames["stablecoins"]
    day_after = frame["date"].diff().eq(pd.Timedelta(days=1)) & frame["date"].ge(JUMPY_BEFORE)
    moves = frame["total_usd"].pct_change(fill_method=None).abs()[day_after]
    off = frame.loc[moves.index[moves > LARGEST_DAILY_CHANGE], "date"]
    named = tr("; first {day}", day=off.iloc[0].date()) if len(off) else ""
    detail = tr("{count} of {total:,} days{named}", count=len(off), total=len(moves), named=named)
    return [Check(N_("no daily change above 20 %"), off.empty, detail)]


DATASET = Dataset(
    id="stablecoins",
    title="Stablecoins in circulation",
    publisher="defillama",
    landing_page="https://defillama.com/stablecoins",
    endpoint=PATH,
    first=date(2017, 11, 29),
    cadence="daily",
    key=("date",),
    columns=(
        Column("date", "date", "Day, by Coordinated Universal Time.", filled=True),
        Column("total_usd", "usd", "Stablecoins of every peg in circulation, US dollars.", "USD", 1e4, 2e13, filled=True),
        Column("usd_pegged_usd", "usd", "Stablecoins pegged to the dollar in circulation, US dollars.", "USD", 1e4, 2e13),
        Column(
            "other_pegs_usd",
            "usd",
            "Stablecoins of other pegs in circulation, in dollars; missing before the first.",
            "USD",
            0,
            2e13,
        ),
    ),
    licence="DefiLlama, free to use with attribution",
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    checks=check,
    note="Counted on public blockchains by a private publisher; coins that hold bills, other assets or none are counted alike.",
)
