"""Overview / Truce monitor: where things stand, against a day to compare with; the latest auction and buyback; freshness."""

import datetime

import streamlit as st

from treasury import units
from treasury.analytics import auctions, buybacks
from treasury.ui import cache, controls, layout, monitor

REFERENCE, FIRST = datetime.date(2025, 12, 29), datetime.date(1990, 1, 2)
PREMIUM, BILLS = "10-year term premium, ACM", "Bills in marketable debt"
TILES = ("2-year", "10-year", "30-year", "2s10s", PREMIUM, "10-year volatility, realised", BILLS)


def headline(table, then):
    parts = []
    if "10-year" in table.index:
        ten = table.loc["10-year"]
        parts.append(f"The 10-year yields {units.percent(ten['now_value'])} ({units.day(ten['now_date'])})")
        parts.append(f"{monitor.change(ten)} since {units.day(then)}")
    if PREMIUM in table.index:
        parts.append(f"its ACM term premium {monitor.change(table.loc[PREMIUM])}")
    if BILLS in table.index:
        parts.append(f"bills are {units.percent(table.loc[BILLS, 'now_value'], 1)} of marketable debt")
    return ", ".join(parts) + "." if parts else "No figures are held yet."


def draw_tiles(followed, table, operations):
    shown = {one.named.name: one for one in followed if one.named.name in TILES}
    with st.container(horizontal=True):
        for name in TILES:
            if name in shown:
                monitor.tile(shown[name], table)
            else:
                st.metric(name, None, border=True, help="Not held yet.")
        monitor.buyback_tile(operations)


def draw_auctions(loaded):
    layout.section("Latest coupon auctions")
    if layout.drawable(loaded):
        latest = cache.computed(auctions.results, loaded).head(6)[list(monitor.AUCTIONS)]
        layout.show_table(
            latest, key="auctions", sources=[loaded], labels=monitor.AUCTIONS, notes=monitor.SHARES, height="content"
        )


def draw_buyback(loaded):
    layout.section("Latest buyback")
    if layout.drawable(loaded):
        monitor.buyback_card(cache.computed(buybacks.operations, loaded))
        layout.source_line([loaded])


head = st.container()
with st.container(width=220):
    then = controls.day(
        "Compared with", key="then", default=REFERENCE, first=FIRST, last=datetime.datetime.now(datetime.UTC).date()
    )
followed = monitor.followed()
table = monitor.compared(followed, then)
with head:
    layout.page("Overview", "Truce monitor", headline(table, then))
    monitor.freshness()
operations = cache.frame("buyback_operations")
draw_tiles(followed, table, operations)
layout.source_line(monitor.sources(followed, TILES, operations))
layout.section("Then and now")
sources = monitor.sources(followed)
layout.show_table(monitor.in_words(table), key="then_and_now", sources=sources, csv=table, notes=monitor.NOTES, height="content")
draw_auctions(cache.frame("auctions"))
draw_buyback(operations)
