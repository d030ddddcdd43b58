"""Every auction of Treasury securities since 1979: what was announced, and once it was held, its result.

One auction is a CUSIP on an auction date: a reopening sells the same CUSIP again. Announced auctions are included,
with their results missing. The publisher's security type knows Bill, Note and Bond only; `security_class` adds CMB
(cash management bill), FRN (floating rate note) and TIPS by the publisher's own flags.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from treasury.dataset import Check, Column, Dataset, Window
from treasury.http import Session
from treasury.language import N_
from treasury.sources.fiscaldata._checks import identity
from treasury.sources.fiscaldata._client import LICENCE, PUBLISHER, Pages, clock, columns, rows_since

TABLE = "v1/accounting/od/auctions_query"
RENAMED = {
    "cusip": "cusip",
    "auction_date": "auction_date",
    "security_type": "security_type",
    "security_term": "security_term",
    "original_security_term": "original_security_term",
    "reopening": "reopening",
    "series": "series",
    "announcemt_date": "announcement_date",
    "issue_date": "issue_date",
    "dated_date": "dated_date",
    "original_issue_date": "original_issue_date",
    "maturity_date": "maturity_date",
    "first_int_payment_date": "first_interest_date",
    "mat_date": "maturing_issue_date",
    "closing_time_comp": "closing_time_competitive",
    "closing_time_noncomp": "closing_time_noncompetitive",
    "auction_format": "auction_format",
    "high_yield": "high_yield",
    "high_discnt_rate": "high_discount_rate",
    "high_investment_rate": "high_investment_rate",
    "high_discnt_margin": "high_discount_margin",
    "avg_med_yield": "median_yield",
    "avg_med_discnt_rate": "median_discount_rate",
    "avg_med_discnt_margin": "median_discount_margin",
    "low_yield": "low_yield",
    "low_discnt_rate": "low_discount_rate",
    "low_discnt_margin": "low_discount_margin",
    "high_price": "high_price",
    "price_per100": "price_per100",
    "int_rate": "coupon_pct",
    "spread": "spread_pct",
    "frn_index_determination_rate": "frn_index_rate",
    "bid_to_cover_ratio": "bid_to_cover",
    "allocation_pctage": "allotted_at_high_pct",
    "offering_amt": "offering_usd",
    "total_tendered": "total_tendered_usd",
    "total_accepted": "total_accepted_usd",
    "comp_tendered": "competitive_tendered_usd",
    "comp_accepted": "competitive_accepted_usd",
    "noncomp_accepted": "noncompetitive_accepted_usd",
    "treas_retail_accepted": "treasury_retail_accepted_usd",
    "fima_noncomp_tendered": "fima_noncompetitive_tendered_usd",
    "fima_noncomp_accepted": "fima_noncompetitive_accepted_usd",
    "soma_tendered": "soma_tendered_usd",
    "soma_accepted": "soma_accepted_usd",
    "primary_dealer_tendered": "dealer_tendered_usd",
    "primary_dealer_accepted": "dealer_accepted_usd",
    "direct_bidder_tendered": "direct_tendered_usd",
    "direct_bidder_accepted": "direct_accepted_usd",
    "indirect_bidder_tendered": "indirect_tendered_usd",
    "indirect_bidder_accepted": "indirect_accepted_usd",
    "max_comp_award": "maximum_award_usd",
    "est_pub_held_mat_by_type_amt": "est_public_held_maturing_usd",
    "soma_holdings": "soma_holdings_maturing_usd",
    "currently_outstanding": "currently_outstanding_usd",
    "index_ratio_on_issue_date": "index_ratio",
    "ref_cpi_on_issue_date": "ref_cpi_issue_date",
    "ref_cpi_on_dated_date": "ref_cpi_dated_date",
    "cpi_base_reference_period": "cpi_base_reference_period",
    "accrued_int_per1000": "accrued_interest_per1000",
    "corpus_cusip": "corpus_cusip",
    "pdf_filenm_announcemt": "announcement_pdf",
    "pdf_filenm_comp_results": "results_pdf",
}
# The first flag that says Yes decides; a security without any is what its type says.
CLASS_FLAGS = {
    "cash_management_bill_cmb": "CMB",
    "floating_rate": "FRN",
    "inflation_index_security": "TIPS",
}
BIDDERS = ["dealer_accepted_usd", "direct_accepted_usd", "indirect_accepted_usd"]
SOLD = [
    "competitive_accepted_usd",
    "noncompetitive_accepted_usd",
    "fima_noncompetitive_accepted_usd",
    "soma_accepted_usd",
]


def fetch(session: Session, window: Window) -> Pages:
    return rows_since(session, TABLE, "auction_date", window.start(DATASET.first), "auction_date,cusip")


def parse(payload: Pages) -> pd.DataFrame:
    rows = columns(payload, RENAMED | {flag: flag for flag in CLASS_FLAGS}, DATASET.id)
    made = rows["security_type"]
    for flag, name in reversed(CLASS_FLAGS.items()):
        made = made.mask(rows[flag].eq("Yes"), name)
    return rows.drop(columns=list(CLASS_FLAGS)).assign(
        security_class=made,
        closing_time_competitive=clock(rows["closing_time_competitive"]),
        closing_time_noncompetitive=clock(rows["closing_time_noncompetitive"]),
    )


def check(frames: Mapping[str, pd.DataFrame]) -> list[Check]:
    """The parts of an auction's result sum to its totals, and its coverage is what the totals give."""
    if "auctions" not in frames:
        return []
    rows = frames["auctions"].set_index(list(DATASET.key))
    sold = rows[SOLD].sum(axis=1, skipna=False) - rows["total_accepted_usd"]
    bidders = rows[BIDDERS].sum(axis=1, skipna=False) - rows["competitive_accepted_usd"]
    tendered = rows["total_tendered_usd"] - rows["soma_tendered_usd"]
    cover = tendered / (rows["total_accepted_usd"] - rows["soma_accepted_usd"]) - rows["bid_to_cover"]
    return [
        identity(N_("competitive + noncompetitive + FIMA + SOMA = total accepted"), sold, 0.5),
        identity(N_("dealers + direct + indirect = competitive accepted"), bidders, 0.5),
        # Published with two decimals: half a hundredth, and float noise at the half.
        identity(N_("tendered / accepted, without SOMA = bid-to-cover"), cover, 0.005 + 1e-9, "times"),
    ]


def _rate(name: str, meaning: str, low: float = -3, high: float = 25) -> Column:
    return Column(name, "percent", meaning, "percent", low, high)


def _margin(name: str, meaning: str) -> Column:
    return Column(name, "percent", meaning, "percent", -2, 5)


def _usd(name: str, meaning: str, low: float = 0) -> Column:
    return Column(name, "usd", meaning, "USD", low, 2e12)


DATASET = Dataset(
    id="auctions",
    title="Treasury auctions",
    publisher=PUBLISHER,
    landing_page="https://fiscaldata.treasury.gov/datasets/treasury-securities-auctions-data/",
    endpoint="/services/api/fiscal_service/" + TABLE,
    first=date(1979, 10, 31),
    cadence="daily",
    key=("cusip", "auction_date"),
    columns=(
        Column("cusip", "text", "CUSIP of the security; the same again at each reopening.", filled=True),
        Column("auction_date", "date", "Day the auction was or will be held.", filled=True),
        Column("security_class", "text", "Bill, CMB, Note, Bond, TIPS or FRN, by the publisher's flags.", filled=True),
        Column("security_type", "text", "Bill, Note or Bond, as published.", filled=True),
        Column("security_term", "text", "Time to maturity as auctioned; the remaining time on a reopening.", filled=True),
        Column("original_security_term", "text", "Term at the first issue; for a reopened bill that of another tenor."),
        Column("reopening", "text", "Yes where an outstanding security is sold again, else No."),
        Column("series", "text", "Name of the series, such as B-2036."),
        Column("announcement_date", "date", "Day of the offering announcement."),
        Column("issue_date", "date", "Settlement day of the auction.", filled=True),
        Column("dated_date", "date", "Day from which interest accrues; missing for bills."),
        Column("original_issue_date", "date", "First issue day of a reopened security."),
        Column("maturity_date", "date", "Day the security matures.", filled=True),
        Column("first_interest_date", "date", "Day of the first interest payment; missing for bills."),
        Column("maturing_issue_date", "date", "Day on which the issues mature that the auction refunds."),
        Column("closing_time_competitive", "text", "When competitive bidding closes, 24-hour US Eastern time."),
        Column("closing_time_noncompetitive", "text", "When noncompetitive bidding closes, 24-hour US Eastern time."),
        Column("auction_format", "text", "Single-Price, Multi-Price or, until 1983, Price-Based."),
        _rate("high_yield", "Stop-out yield of a note or bond; real yield for TIPS."),
        _rate("high_discount_rate", "Stop-out rate of a bill, bank discount basis."),
        _rate("high_investment_rate", "Coupon-equivalent of the stop-out rate of a bill."),
        _margin("high_discount_margin", "Stop-out discount margin of a floating rate note."),
        _rate("median_yield", "Median yield of accepted bids; the average in multiple-price auctions."),
        _rate("median_discount_rate", "Median discount rate of accepted bids for a bill."),
        _margin("median_discount_margin", "Median discount margin of accepted bids for a floating rate note."),
        _rate("low_yield", "Lowest yield accepted."),
        _rate("low_discount_rate", "Lowest discount rate accepted for a bill."),
        _margin("low_discount_margin", "Lowest discount margin accepted for a floating rate note."),
        Column("high_price", "number", "Price at the stop-out rate or yield.", "USD per 100", 50, 200),
        Column("price_per100", "number", "Price that buyers paid.", "USD per 100", 50, 200),
        _rate("coupon_pct", "Coupon; missing for bills, floating rate notes, and before it is set.", low=0),
        _margin("spread_pct", "Spread over the index of a floating rate note."),
        _rate("frn_index_rate", "Index of a floating rate note (13-week bill high rate) before the auction."),
        Column("bid_to_cover", "number", "Tendered over accepted, without SOMA, as published.", "times", 0, 20),
        Column("allotted_at_high_pct", "percent", "Share accepted of the bids at the stop-out level.", "percent", 0, 100),
        _usd("offering_usd", "Par offered to the public; SOMA comes on top.", low=1e6),
        _usd("total_tendered_usd", "Par bid for in all, SOMA included.", low=1e6),
        _usd("total_accepted_usd", "Par sold in all, SOMA included.", low=1e6),
        _usd("competitive_tendered_usd", "Par bid for competitively."),
        _usd("competitive_accepted_usd", "Par sold to competitive bidders."),
        _usd("noncompetitive_accepted_usd", "Par sold to noncompetitive bidders, FIMA left out."),
        _usd("treasury_retail_accepted_usd", "Par sold through TreasuryDirect and its predecessor, part of the noncompetitive."),
        _usd("fima_noncompetitive_tendered_usd", "Par bid for noncompetitively by foreign official accounts at the Fed."),
        _usd("fima_noncompetitive_accepted_usd", "Par sold noncompetitively to foreign official accounts at the Fed."),
        _usd("soma_tendered_usd", "Par bid for by the Federal Reserve's portfolio (SOMA) to replace maturing holdings."),
        _usd("soma_accepted_usd", "Par added for the Federal Reserve's portfolio (SOMA), on top of the offering."),
        _usd("dealer_tendered_usd", "Par bid for by primary dealers."),
        _usd("dealer_accepted_usd", "Par sold to primary dealers."),
        _usd("direct_tendered_usd", "Par bid for by direct bidders."),
        _usd("direct_accepted_usd", "Par sold to direct bidders."),
        _usd("indirect_tendered_usd", "Par bid for by indirect bidders."),
        _usd("indirect_accepted_usd", "Par sold to indirect bidders."),
        _usd("maximum_award_usd", "Most par that one bidder can be awarded competitively."),
        _usd("est_public_held_maturing_usd", "Estimate of the maturing issues of the type that the public holds."),
        _usd("soma_holdings_maturing_usd", "Maturing issues that the Federal Reserve's portfolio (SOMA) holds."),
        _usd("currently_outstanding_usd", "Par of a reopened security outstanding before the auction."),
        Column("index_ratio", "number", "Index ratio of TIPS on the issue date.", "ratio", 0.8, 5),
        Column("ref_cpi_issue_date", "index", "Reference CPI of TIPS on the issue date.", "index", 100, 1000),
        Column("ref_cpi_dated_date", "index", "Reference CPI of TIPS on the dated date.", "index", 100, 1000),
        Column("cpi_base_reference_period", "text", "Base period of the reference CPI."),
        Column("accrued_interest_per1000", "number", "Accrued interest a buyer pays.", "USD per 1,000", 0, 200),
        Column("corpus_cusip", "text", "CUSIP of the principal when the security is stripped."),
        Column("announcement_pdf", "text", "File name of the announcement at TreasuryDirect."),
        Column("results_pdf", "text", "File name of the results at TreasuryDirect."),
    ),
    licence=LICENCE,
    in_snapshot=True,
    fetch=fetch,
    parse=parse,
    date_column="auction_date",
    note="Announced auctions are included without results; the split by bidder is not published for the oldest auctions.",
    revisable_days=45,
    stale_after_days=8,
    may_lie_ahead=True,
    checks=check,
)
