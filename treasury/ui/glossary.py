"""The terms of the field as this dashboard uses them: one or two sentences each, and the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from treasury.language import N_, tr
from treasury.ui import navigation, reader
from treasury.ui.text import plain


@dataclass(frozen=True)
class Term:
    name: str
    meaning: str
    page: str  # url path of the page that shows it


TERMS: tuple[Term, ...] = (
    Term(N_("Basis point (bp)"), N_("A hundredth of a percentage point. Changes of yields are given in it."), "yields"),
    Term(
        N_("Bid-to-cover"),
        N_("Bids tendered at an auction divided by bids accepted, as the Treasury publishes it."),
        "auctions",
    ),
    Term(
        N_("Bill"),
        N_("A Treasury security of at most a year, sold at a discount. Cash management bills (CMBs) are bills of odd terms."),
        "issuance",
    ),
    Term(
        N_("Bill share"),
        N_(
            "Bills in percent of the marketable debt outstanding, of gross or of net issuance: three measures that "
            "are never mixed."
        ),
        "issuance",
    ),
    Term(
        N_("Bond vigilantes"),
        N_("Investors who sell government bonds, and so raise yields, until a policy that they hold for unsound is changed."),
        "",
    ),
    Term(
        N_("Breakeven"),
        N_("Nominal less real yield of one tenor: the inflation at which both pay the same, with a premium for risk in it."),
        "real-yields",
    ),
    Term(
        N_("Buyback"),
        N_("The Treasury buys its own securities before they mature: to support the market's liquidity, or to manage its cash."),
        "buybacks",
    ),
    Term(
        N_("Calendar week"),
        N_("A move from the last observation of one ISO week to the last of the next."),
        "yields",
    ),
    Term(
        N_("Confounder"),
        N_("Something else that could have moved yields within two sessions: another key date, the FOMC, an auction, a buyback."),
        "event-lab",
    ),
    Term(
        N_("Coupon"),
        N_("A note or bond that pays interest every half year, as against a bill; also that interest itself."),
        "issuance",
    ),
    Term(N_("Cover (buybacks)"), N_("What was offered to the Treasury divided by the maximum that it would buy."), "buybacks"),
    Term(
        N_("CUSIP"),
        N_("The nine signs that name a security. A reopening adds to the same CUSIP, so an auction is a CUSIP and a day."),
        "security",
    ),
    Term(
        N_("Duration"),
        N_("How far a price falls, in percent, when the yield rises by a percentage point (modified duration)."),
        "duration",
    ),
    Term(
        N_("Effective rate"),
        N_("Interest of a fiscal year in percent of the debt on average outstanding in it."),
        "refinancing",
    ),
    Term(
        N_("Expected path"),
        N_("The part of a yield that a model takes for the mean of short rates to come; the rest is the term premium."),
        "term-premium",
    ),
    Term(N_("Fill"), N_("What the Treasury bought back divided by the maximum that it would buy."), "buybacks"),
    Term(
        N_("Fragility gauge"),
        N_(
            "The mean of the percentiles of up to nine measures of strain, each against its own ten years; none with "
            "fewer than six."
        ),
        "",
    ),
    Term(
        N_("Indirect and direct bidders"),
        N_(
            "Who bids through a dealer or the Fed, foreign accounts among them, and who bids for himself. Shares are "
            "of competitive awards."
        ),
        "auctions",
    ),
    Term(
        N_("Key date"),
        N_("A day of the story that charts mark: reviewed by hand, each with its source."),
        "event-lab",
    ),
    Term(
        N_("Largest since"),
        N_("The latest earlier day with a move at least as large, by the definition that stands beside it."),
        "yields",
    ),
    Term(
        N_("Mark-up (refinancing)"),
        N_("The yearly cost that changes when a batch of debt falls due and is replaced at today's rates."),
        "refinancing",
    ),
    Term(
        N_("Move"),
        N_("The difference of two observations in basis points; missing where they are more than seven calendar days apart."),
        "yields",
    ),
    Term(
        N_("MSPD"),
        N_("The Monthly Statement of the Public Debt: what is outstanding at the end of a month, by class and by security."),
        "issuance",
    ),
    Term(
        N_("Net issuance"),
        N_("Issued less matured less bought back, by the days of payment; what the Fed adds to its own is shown apart."),
        "issuance",
    ),
    Term(
        N_("Nowcast"),
        N_("An estimate of the ACM premium for days that the New York Fed has not published; always dashed, with its error."),
        "term-premium",
    ),
    Term(
        N_("On the run"),
        N_("The newest security of a term, which trades most; the one before it is first off the run."),
        "duration",
    ),
    Term(
        N_("Par yield"),
        N_("The coupon at which a security of just that maturity would trade at par, read from the Treasury's daily curve."),
        "curve",
    ),
    Term(
        N_("Percentile"),
        N_("The share of all values that are smaller or equal. It is cut, not rounded: only the largest is the 100th."),
        "yields",
    ),
    Term(
        N_("Placebo"),
        N_("The same reaction measured on every other day: how often chance alone brings as much."),
        "event-lab",
    ),
    Term(
        N_("Real yield"),
        N_("The yield of inflation-protected securities (TIPS): what is earned above inflation."),
        "real-yields",
    ),
    Term(
        N_("Realised volatility"),
        N_("Standard deviation of the daily moves of 21 sessions, times the root of 252: basis points a year."),
        "volatility",
    ),
    Term(
        N_("Refunding"),
        N_("Each quarter the Treasury says what it will borrow, in which sizes, and how much it will buy back."),
        "refunding",
    ),
    Term(N_("Reopening"), N_("More of a security that is already outstanding, sold under the same CUSIP."), "auctions"),
    Term(
        N_("Rolling five"),
        N_("A move from the value five observations earlier; unlike the calendar week it can begin on any day."),
        "yields",
    ),
    Term(
        N_("Slope (2s10s)"),
        N_(
            "The 10-year yield less the 2-year, in basis points. Steeper by falling short yields is a bull move, by "
            "rising long ones a bear move."
        ),
        "curve",
    ),
    Term(
        N_("Snapshot"),
        N_(
            "The figures that come with the program, so that it opens without a network. A refresh replaces what is "
            "inferred in them."
        ),
        "catalogue",
    ),
    Term(
        N_("SOMA"),
        N_("The Federal Reserve's own portfolio. It bids outside the competition; what it takes is added to the issue."),
        "demand",
    ),
    Term(
        N_("Stablecoin"),
        N_("A token that promises a dollar each. Its issuers hold bills as reserves, by the share that the reader assumes."),
        "demand",
    ),
    Term(
        N_("Stop less prior close"),
        N_(
            "An auction's high yield less the par curve at the security's maturity the evening before. It stands in "
            "for a tail and is none."
        ),
        "auctions",
    ),
    Term(
        N_("Tail"),
        N_("High yield less the when-issued yield just before the auction. That yield is not free; the reader can type it in."),
        "auctions",
    ),
    Term(
        N_("Ten-year equivalents"),
        N_("Par times modified duration, divided by the modified duration of the newest 10-year note on that day."),
        "duration",
    ),
    Term(
        N_("Term premium"),
        N_(
            "What a long yield pays beyond the short rates that a model expects: ACM and Kim-Wright give different "
            "ones, so both are shown."
        ),
        "term-premium",
    ),
    Term(
        N_("Triple sell-off day"),
        N_("Yields up, the dollar down and stocks down on one day, each beyond a threshold that the reader sets."),
        "sell-offs",
    ),
    Term(
        N_("Truce"),
        N_(
            "Since April 2025 the government keeps to what the bond market bears, and the market holds still. The "
            "pages test whether that lasts."
        ),
        "",
    ),
    Term(
        N_("Vintage"),
        N_("Figures as they were known on an earlier day. A link can be pinned to one."),
        "catalogue",
    ),
    Term(
        N_("Weighted average maturity (WAM)"),
        N_("Mean remaining months to maturity, weighted by the amounts outstanding."),
        "issuance",
    ),
)


def headline() -> str:
    return tr("What {count} terms of the Treasury market mean here, and where each is shown.", count=len(TERMS))


def rows(wanted: str) -> pd.DataFrame:
    """Term, meaning and page of those that have the words somewhere, in the order of the reader's alphabet."""
    titles = {entry.url_path: tr(entry.title) for entry in navigation.PAGES}
    found = [(tr(term.name), tr(term.meaning), titles[term.page], term.page) for term in TERMS]
    kept = [row for row in found if wanted.casefold() in " ".join(row[:3]).casefold()]
    return pd.DataFrame(sorted(kept, key=lambda row: row[0].casefold()), columns=["term", "meaning", "page", "path"])


def draw(wanted: str) -> None:
    found = rows(wanted)
    if found.empty:
        st.info(tr("No term has “{wanted}” in it: try a shorter word, or empty the field.", wanted=plain(wanted)))
        return
    language = f"?{urlencode(reader.in_address())}" if reader.in_address() else ""
    links = [f"[{plain(row.page)}](./{row.path}{language})" for row in found.itertuples()]
    shown = {
        tr("Glossary term"): "**" + found["term"].map(plain) + "**",
        tr("Meaning"): found["meaning"].map(plain),
        tr("Page"): links,
    }
    st.table(pd.DataFrame(shown), border="horizontal", hide_index=True)
