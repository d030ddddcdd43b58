"""Every page, declared once: the navigation, the page tests and the links between pages read this list.

A new page is one script under pages/<section>/ and one `Entry` here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from treasury.language import tr
from treasury.settings import ROOT

ICON = Path(__file__).with_name("icon.svg")  # a file of our own: named icons and emoji are fetched from the network
PREVIEW = Path(__file__).with_name("preview.png")  # goes with an address in a chat
_HERE = "_here"  # in the session: the path of the page that is being drawn
SECTIONS = ("Overview", "Rates", "Events", "Supply", "Risk", "Data")


@dataclass(frozen=True)
class Entry:
    """One page. The first entry is the one that opens at the root address; its ``url_path`` is empty."""

    section: str
    title: str
    script: str  # under pages/
    url_path: str
    icon: str  # a Material symbol
    description: str
    figures: bool = True  # off: words alone

    @property
    def path(self) -> Path:
        return ROOT / "pages" / self.script


PAGES: tuple[Entry, ...] = (
    Entry("Overview", "Truce monitor", "overview/truce_monitor.py", "", "handshake", "Whether the truce holds, and why."),
    Entry("Rates", "Yields", "rates/yields.py", "yields", "show_chart", "Any tenor over any range, moves and ranks, spreads."),
    Entry("Rates", "Curve", "rates/curve.py", "curve", "timeline", "Days over each other, forwards, kinds of change, factors."),
    Entry("Rates", "Term premium", "rates/term_premium.py", "term-premium", "stacked_line_chart", "ACM, Kim-Wright, key dates."),
    Entry(
        "Rates",
        "Real yields and inflation",
        "rates/real_yields.py",
        "real-yields",
        "percent",
        "Nominal, real and breakeven, the 5-year forward.",
    ),
    Entry("Rates", "Volatility", "rates/volatility.py", "volatility", "ssid_chart", "How much yields move, and how rare it is."),
    Entry("Events", "Event lab", "events/event_lab.py", "event-lab", "biotech", "One day in full: reactions, curve, ranks."),
    Entry("Events", "Compare", "events/compare.py", "compare", "compare_arrows", "Several events on one axis."),
    Entry("Events", "Claims", "events/claims.py", "claims", "fact_check", "Which statements hold, and by which definition."),
    Entry("Supply", "Issuance mix", "supply/issuance.py", "issuance", "stacked_bar_chart", "Bills and coupons, gross and net."),
    Entry("Supply", "Auctions", "supply/auctions.py", "auctions", "gavel", "Report cards, history per term, who bought, checks."),
    Entry("Supply", "One security", "supply/security.py", "security", "timeline", "A CUSIP from announcement to buybacks."),
    Entry("Supply", "Buybacks", "supply/buybacks.py", "buybacks", "currency_exchange", "Operations, cover and fill, the plan."),
    Entry("Supply", "Duration", "supply/duration.py", "duration", "timelapse", "Supply in ten-year equivalents, net of the Fed."),
    Entry("Supply", "Refunding", "supply/refunding.py", "refunding", "compare", "Statements compared, sizes and maxima kept."),
    Entry(
        "Risk",
        "Refinancing",
        "risk/refinancing.py",
        "refinancing",
        "event_repeat",
        "A rate shock by fiscal year, mark-up by week.",
    ),
    Entry("Risk", "Demand", "risk/demand.py", "demand", "groups", "Stablecoins, foreign holders, the Fed, bidders at auction."),
    Entry("Risk", "Sell-off monitor", "risk/sell_offs.py", "sell-offs", "crisis_alert", "Yields up, dollar and stocks down."),
    Entry("Risk", "Alerts", "risk/alerts.py", "alerts", "notifications", "Rules with their track records, and what fired."),
    Entry(
        "Data",
        "Catalogue and health",
        "data/catalogue.py",
        "catalogue",
        "database",
        "Every dataset: how fresh, from whom, last refresh.",
    ),
    Entry(
        "Data", "Calendar", "data/calendar.py", "calendar", "calendar_month", "What is due and what was; a file to subscribe to."
    ),
    Entry("Data", "Glossary", "data/glossary.py", "glossary", "menu_book", "The terms, and where each is shown.", figures=False),
)


def pages() -> dict[str, list[Any]]:
    """The pages by section, as `st.navigation` takes them."""
    made: dict[str, list[Any]] = {}
    for section in SECTIONS:
        entries = [entry for entry in PAGES if entry.section == section]
        if entries:
            made[tr(section)] = [_page(entry) for entry in entries]
    return made


def menu(here: str) -> None:
    """The pages by section, in a row above the page of this path. Our own: Streamlit's lists of sections are none to a screen
    reader, and take three steps on a phone."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        for section in SECTIONS:
            entries = [entry for entry in PAGES if entry.section == section]
            if len(entries) == 1:
                _menu_link(entries[0])
                continue
            with st.popover(tr(section), type="tertiary", key=f"menu_{section}_{here}"):  # another page, another menu: closed
                for entry in entries:
                    _menu_link(entry)


def _menu_link(entry: Entry) -> None:
    st.page_link(entry.path, label=tr(entry.title), icon=f":material/{entry.icon}:", help=tr(entry.description))


def _page(entry: Entry) -> Any:
    return st.Page(
        entry.path,
        title=tr(entry.title),
        icon=f":material/{entry.icon}:",
        url_path=entry.url_path or None,
        default=not entry.url_path,
        help=tr(entry.description),
    )


def set_out(url_path: str) -> None:
    """Notes which page is about to be drawn."""
    st.session_state[_HERE] = url_path


def here() -> Entry | None:
    """The page that is being drawn."""
    path = st.session_state.get(_HERE)
    return next((entry for entry in PAGES if entry.url_path == path), None)


def link(url_path: str, label: str = "", query: Mapping[str, str | list[str]] | Sequence[tuple[str, str]] = ()) -> None:
    """A link to another page of the dashboard, by its address; ``query`` sets its controls, a key for each of several values."""
    entry = next(e for e in PAGES if e.url_path == url_path)
    st.page_link(entry.path, label=label or tr(entry.title), icon=f":material/{entry.icon}:", query_params=query or None)
