"""The parts of the Truce monitor: which series it follows, its tiles, its words for values of different kinds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from treasury import units
from treasury.analytics import monitor
from treasury.analytics.assets import ACM, MONITORED
from treasury.analytics.then_and_now import Named, then_and_now
from treasury.answers.figures import change, level, size_of
from treasury.charts import base, spark
from treasury.errors import BadReference
from treasury.frames import datasets
from treasury.language import N_, tr, trn
from treasury.status import State
from treasury.ui import ahead, cache, claims, layout, navigation, truce
from treasury.ui.cache import Loaded

TILE_PX = 172  # two beside each other on a phone
SPARK_DAYS = 365
SPARK_POINTS = 60
QUARTERS = 10

PREMIUM, BILLS = ACM.full_name, N_("Bills in marketable debt (MSPD)")
TILES = ("2-year", "10-year", "30-year", "2s10s", PREMIUM, N_("10-year volatility, realised"), BILLS)
# The latest auctions: column and heading.
AUCTIONS = {"auction_date": N_("Day"), "security_term": N_("Term"), "security_class": N_("Class"), "stop_pct": N_("Stop")}
AUCTIONS |= {
    "bid_to_cover_ratio": N_("Bid-to-cover"),
    "indirect_share_pct": N_("Indirect"),
    "direct_share_pct": N_("Direct"),
}
AUCTIONS |= {"dealer_share_pct": N_("Dealer"), "total_accepted_usd": N_("Accepted incl. Fed")}
NOTES = N_("""
Each measure is compared at its own last day with the last figure on or before the day chosen; where no newer figure is held the
change is missing. Changes are of the unrounded figures: in basis points for rates and spreads, percentage points for
shares, percent for the dollar index.\n
**Realised volatility**: standard deviation of daily moves over 21 sessions x sqrt(252), bp a year. **Bills in marketable
debt**: share of marketable debt outstanding at month end, as published.
""")
SHARES = N_("""
**Stop**: high yield (for TIPS the real yield). **Indirect, direct, dealer**: shares of the competitive amount accepted.
**Accepted** includes what the Federal Reserve took on top of the offering.
""")


_STATES: tuple[tuple[State, str, str], ...] = (
    ("fresh", "green", N_("fresh")),
    ("stale", "orange", N_("stale")),
    ("failed", "red", N_("failed")),
    ("never", "gray", N_("never fetched")),
)


@dataclass(frozen=True)
class Followed:
    """A series on the monitor with the dataset it comes from."""

    named: Named
    source: Loaded


def followed() -> list[Followed]:
    """Every series whose dataset is held, in the order of the then-and-now table."""
    found = []
    par = cache.frame("par_yields")
    if par.ok:
        found += [Followed(one, par) for one in cache.computed(monitor.rates, par)]
    for one in MONITORED:
        loaded = cache.frame(one.dataset)
        if loaded.ok:
            found.append(Followed(Named(one.full_name, loaded.frame[one.column].dropna(), one.kind), loaded))
    classes = cache.frame("debt_by_class")
    if classes.ok:
        found.append(Followed(cache.computed(monitor.bill_share, classes), classes))
    return found


def warm() -> None:
    """Reads and works out what the first page shows, and the claims, into the cache that all visits share."""
    followed()
    with suppress(BadReference, OSError):  # the pages say what is wrong
        truce.measured(truce.loaded())
        ahead.coming(ahead.sources())
        claims.tested()


def compared(listed: Sequence[Followed], then: date) -> pd.DataFrame:
    """Each series then and at its own last day: the frame of `then_and_now`."""
    return then_and_now([one.named for one in listed], then, date.max.replace(year=2100))


def in_words(table: pd.DataFrame, then: date) -> pd.DataFrame:
    """The comparison as text in four columns, which fit a phone; a figure of another day than its column's says which.

    The column "Now" is of the latest day that any series has. Figures and days are kept in one piece where a line is broken.
    """
    now = table["now_date"].max()
    columns = [tr("Measure"), _kept(units.day(then)), tr("Now, {day}", day=_kept(units.day(now))), tr("Change")]
    rows = [
        (
            tr(str(name)),
            _dated(level(row["kind"], row["then_value"]), row["then_date"], pd.Timestamp(then)),
            _dated(level(row["kind"], row["now_value"]), row["now_date"], now),
            _kept_change(row),
        )
        for name, row in table.iterrows()
    ]
    return pd.DataFrame(rows, columns=columns)


def _dated(figure: str, day: pd.Timestamp, usual: pd.Timestamp) -> str:
    return _kept(figure) if pd.isna(day) or day == usual else f"{_kept(figure)} ({_kept(units.day(day))})"


def _kept(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _kept_change(row: pd.Series) -> str:
    """A change may break behind its direction, and nowhere else; the reason of a missing one anywhere."""
    words = change(row)
    return words if units.is_missing(row["change"]) else _kept(words).replace("\N{NO-BREAK SPACE}", " ", 1)


def tiles(listed: Sequence[Followed], table: pd.DataFrame, operations: Loaded) -> None:
    """The figures watched most, each with its day and its last year, and the buybacks of the quarter."""
    by_name = {one.named.name: one for one in listed if one.named.name in TILES}
    with st.container(horizontal=True):
        for name in TILES:
            if name in by_name:
                tile(by_name[name], table)
            else:
                st.metric(tr(name), None, border=True, help=tr("Not held yet."))
        buyback_tile(operations)
    then = table["then_date"].max()
    if not pd.isna(then):
        st.caption(tr("Changes since {day} or the last figure before it; lines: the last year.", day=units.day(then)))
    layout.source_line(sources(listed, TILES, operations))


def tile(one: Followed, table: pd.DataFrame) -> None:
    """A figure with its day, its change since a day, and the last year as a sparkline."""
    row = table.loc[one.named.name]
    known = not units.is_missing(row["change"])
    year = _last_year(one.named.series)
    _tile(
        spark.line(year),
        tr("{name}, the last year", name=tr(one.named.name)),
        tr(one.named.name),
        level(one.named.kind, row["now_value"]),
        delta=(size_of(row) or change(row)) if known else None,
        delta_arrow="down" if row["change"] < 0 else "up" if row["change"] > 0 else "off",
        delta_color="off",
        help=tr(
            "As of {day}, against {then}. The line is the last year.",
            day=units.day(row["now_date"]),
            then=units.day(row["then_date"]),
        ),
    )


def _tile(picture: str, alt: str, name: str, figure: str, **more: Any) -> None:
    """A figure over a small picture of its past, framed together; ``more`` as for `st.metric`, with ``help``."""
    with st.container(border=True, gap="xsmall", width=TILE_PX, height="stretch"):
        st.caption(name, help=more.pop("help"))  # wraps, which a metric's own label does not
        st.metric(name, figure, label_visibility="collapsed", **more)
        if picture:
            st.image(picture, width="stretch", alt=alt)


def _last_year(series: pd.Series) -> list[float]:
    """The last year of a series, in few enough points for a tile."""
    kept = series.dropna()
    year = kept[kept.index > kept.index[-1] - pd.Timedelta(days=SPARK_DAYS)]
    return [float(value) for value in base.thin(year, SPARK_POINTS)]


def buyback_tile(operations: Loaded) -> None:
    """Par bought back in the last quarter with a result, with the quarters before as bars."""
    quarters = cache.computed(monitor.buybacks_by_quarter, operations) if operations.ok else pd.DataFrame()
    if quarters.empty:
        st.metric(tr("Buybacks"), None, border=True, help=operations.reason or tr("No result held."))
        return
    last = quarters.iloc[-1]
    amounts = quarters["accepted_usd"].tail(QUARTERS)
    _tile(
        spark.bars(amounts.tolist()),
        tr("Par bought back by quarter, the last {count}", count=len(amounts)),
        tr("Buybacks, {year} Q{quarter}", year=quarters.index[-1].year, quarter=quarters.index[-1].quarter),
        units.usd(last["accepted_usd"]),
        delta=trn(
            "known so far: {count} operation",
            "known so far: {count} operations",
            last["operations"],
            count=units.count(last["operations"]),
        ),
        delta_color="off",
        delta_arrow="off",
        help=tr("Par accepted in the last calendar quarter with a result. Bars: the quarters before; no bar, no result held."),
    )


def sources(listed: Sequence[Followed], names: Sequence[str] | None = None, *more: Loaded) -> list[Loaded]:
    """The datasets behind the series (all, or those named), each once, and those given."""
    found = {one.source.dataset.id: one.source for one in listed if names is None or one.named.name in names}
    return [*found.values(), *(item for item in more if item.ok)]


def freshness() -> None:
    """How many datasets are fresh, stale, failed or never fetched, and the way to the catalogue."""
    states = [cache.state(dataset_id).state for dataset_id in datasets().index]
    badges = [f":{colour}-badge[{states.count(state)} {tr(words)}]" for state, colour, words in _STATES if states.count(state)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            tr("Datasets: {badges}", badges=" ".join(badges)),
            help=tr("Stale: by its own record dates, the next figure is overdue."),
        )
        navigation.link("catalogue")
