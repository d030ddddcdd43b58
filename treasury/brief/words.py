"""The brief's own words, by language: headings, heads of columns, and sentences with places for figures.

What the answers say (the gauge's sentence, what a claim's test found) comes with the answer. A language is a whole table: one
that lacks a line is not offered.
"""

from __future__ import annotations

from collections.abc import Mapping

from treasury.brief.browser import HOW
from treasury.errors import BadInput

Words = Mapping[str, str]

ENGLISH: Words = {
    "language": "en",
    "title": "Treasury Truce: the brief",
    "made": "Made on {made}, compared with {since}.",
    "made_after": "Made on {made}, compared with {since} and with what was known when the last brief was sent, {sent}.",
    "no_browser": f"Without pictures: no Chromium was found; {HOW}.",
    "not_drawn": "Without pictures: Chromium did not draw them; the log says why.",
    "as_of": "{publisher}: {title}, to {day}",
    "never": "{publisher}: {title}, not held",
    "stale": "stale",
    "failed": "last refresh failed",
    # sections
    "moves": "Where things stand",
    "gauge": "Does the truce hold?",
    "premium": "Term premium",
    "auctions": "Auctions",
    "buybacks": "Buybacks",
    "claims": "Claims whose verdict turned",
    "key_dates": "Key dates",
    "next": "What is next",
    "sources": "Sources",
    # moves
    "measure": "Measure",
    "change": "Change",
    "no_newer": "no newer figure",
    "not_held": "not held",
    "no_earlier": "no earlier figure",
    "dates_note": "A figure of another day than its column's says which. Changes are of unrounded figures.",
    # premium
    "split": "{model}, {days}: the fitted 10-year moved {yield}, of it the expected path {path} and the premium {premium}.",
    "premium_alone": "{model}, {days}: the premium moved {premium}; its expected path is not published for both days.",
    "premium_old": "{model}: no figure after {day}.",
    "premium_none": "{model}: not held on both sides of {since}.",
    "revised": "The ACM model was estimated again: {day} now stands {bp} from where it stood then.",
    # gauge
    "gauge_then": "On {day}: {score}, {verdict}, from {counted} of {all} components.",
    "gauge_then_none": "On {day}: no gauge, {counted} of {all} components were current.",
    "gauge_shown": "The figure is of {day}, the last day with a gauge.",
    "gauge_moved": "Percentiles that moved most since {day}: {moves}.",
    "holding": "holding",
    "strained": "under strain",
    "not_holding": "not holding",
    "unanswerable": "no answer",
    # auctions
    "day": "Day",
    "security": "Security",
    "accepted_bn": "USD bn",
    "stop": "Stop %",
    "against_close": "vs close, bp",
    "cover_six": "Cover (six)",
    "indirect_six": "Indirect % (six)",
    "grade": "Grade",
    "auction_note": "Stop: high yield, for TIPS real, for FRNs the discount margin. vs close: stop less the curve's prior close. "
    "(six): mean of the six of the same exact term before; the grade (A to F) is against them. Amounts include Fed add-ons.",
    "bills_one": "Bills: 1 auction, {amount}, on {days}.",
    "bills": "Bills: {count} auctions, {amount}, {days}.",
    "no_auctions": "No newer result of a coupon auction is held; the last result of any auction is of {day}.",
    "auctions_not_held": "Auctions are not held: python -m treasury refresh auctions",
    # buybacks
    "bucket": "Bucket",
    "maximum": "Max, USD bn",
    "offered": "Offered",
    "accepted": "Accepted",
    "cover": "Cover",
    "fill": "Fill %",
    "buyback_note": "Cover: offered by maximum. Fill: accepted by maximum.",
    "cancelled": "cancelled",
    "unstated": "not stated",
    "buyback_sum": "{count}: {accepted} accepted, cover {cover}, fill {fill}.",
    "operation": "1 operation with a result",
    "operations": "{count} operations with a result",
    "no_buybacks": "No newer result is held; the last is of {day}.",
    "buybacks_not_held": "Buyback results are not held: python -m treasury refresh buyback_operations",
    # claims
    "verdicts": "Of {tested} claims {counts}.",
    "none_turned": "No verdict turned.",
    "turned": "\N{LEFT DOUBLE QUOTATION MARK}{statement}\N{RIGHT DOUBLE QUOTATION MARK}: was {then}, is {now}. "
    "{figure} ({definition}). {detail} {would_change}",
    "turned_otherwise": "By another definition: "
    "\N{LEFT DOUBLE QUOTATION MARK}{statement}\N{RIGHT DOUBLE QUOTATION MARK}, {definition}: was {then}, is {now}.",
    "more": "{count} more.",
    "more_turned": "{count} more turned by other definitions.",
    "true": "true",
    "false": "false",
    "partly": "partly",
    "untestable": "not testable",
    # what is next
    "when": "When",
    "what": "What",
    "auction": "Auction",
    "buyback": "Buyback",
    "refunding": "Refunding",
    "fomc": "FOMC",
    "next_of": "{kind}: next on {day}, {title}.",
    "known_to": "{kind}: none known from today on; the last known is {day}.",
    "none_known": "{kind}: none is held.",
    "eastern": "Times are US Eastern.",
}
LANGUAGES: Mapping[str, Words] = {"en": ENGLISH}


def words(language: str) -> Words:
    """The words of a language. Raises BadInput for one in which the brief is not written."""
    if language not in LANGUAGES:
        raise BadInput(f"the brief is not written in {language!r}; it is in: {', '.join(LANGUAGES)}")
    return LANGUAGES[language]
