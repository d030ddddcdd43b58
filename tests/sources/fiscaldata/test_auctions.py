"""Auctions: classes by flags, announced rows, old rows with key columns only, and the identities of a result."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.auctions import DATASET, check, parse

TODAY = date(2026, 10, 6)
EARLY = ("9127937R1", "1981-05-22")
REOPENED = ("91282CPJ4", "2026-01-12")


@pytest.fixture
def rows(published, answer) -> pd.DataFrame:
    return conform(parse(answer(published("auctions_query"))), DATASET, TODAY).frame


def one(rows: pd.DataFrame, cusip: str, day: str) -> pd.Series:
    found = rows[rows["cusip"].eq(cusip) & rows["auction_date"].eq(day)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("cusip", "day", "kind", "published_type"),
    [
        ("912797QD2", "2026-01-12", "Bill", "Bill"),
        ("912797KA4", "2025-01-07", "CMB", "Bill"),
        ("91282CPJ4", "2025-11-12", "Note", "Note"),
        ("912810UP1", "2025-11-13", "Bond", "Bond"),
        ("91282CCM1", "2021-07-22", "TIPS", "Note"),
        ("91282CPX3", "2026-01-28", "FRN", "Note"),
        ("912828BD1", "2003-07-09", "TIPS", "Note"),
    ],
)
def test_class_comes_from_the_flags(rows: pd.DataFrame, cusip: str, day: str, kind: str, published_type: str) -> None:
    auction = one(rows, cusip, day)
    assert (auction["security_class"], auction["security_type"]) == (kind, published_type)


def test_a_held_auction_of_a_note(rows: pd.DataFrame) -> None:
    auction = one(rows, *REOPENED)
    assert auction["security_term"] == "9-Year 10-Month"
    assert auction["original_security_term"] == "10-Year"
    assert auction["reopening"] == "Yes"
    assert auction["closing_time_competitive"] == "13:00"
    assert auction["issue_date"] == pd.Timestamp("2026-01-15")
    assert auction["original_issue_date"] == pd.Timestamp("2025-11-17")
    assert auction["high_yield"] == 4.173
    assert auction["median_yield"] == 4.125
    assert auction["coupon_pct"] == 4.0
    assert auction["bid_to_cover"] == 2.55
    assert auction["offering_usd"] == 39e9
    assert auction["total_accepted_usd"] == 50_351_940_000
    assert auction["soma_accepted_usd"] == 11_351_931_000
    assert auction["dealer_accepted_usd"] == 2_276_072_500
    assert auction["results_pdf"] == "R_20260112_4.pdf"
    assert pd.isna(auction["high_discount_rate"])


def test_one_row_for_each_cusip_and_auction_date(rows: pd.DataFrame) -> None:
    assert len(rows) == 17
    assert not rows.duplicated(["cusip", "auction_date"]).any()
    assert rows.loc[rows["cusip"].eq("91282CPJ4"), "high_yield"].tolist() == [4.074, 4.173]


def test_amounts_are_whole_dollars(rows: pd.DataFrame) -> None:
    amounts = rows[[name for name in DATASET.names if name.endswith("_usd")]]
    assert ((amounts.fillna(0) % 1) == 0).all().all()


def test_each_class_has_its_own_rate(rows: pd.DataFrame) -> None:
    assert one(rows, "912797KA4", "2025-01-07")["high_discount_rate"] == 4.245
    assert one(rows, "912797KA4", "2025-01-07")["high_investment_rate"] == 4.325
    assert one(rows, "91282CCM1", "2021-07-22")["high_yield"] == -1.016
    floater = one(rows, "91282CPX3", "2026-01-28")
    assert (floater["high_discount_margin"], floater["spread_pct"], floater["frn_index_rate"]) == (0.099, 0.099, 3.58)
    assert pd.isna(floater["high_yield"])


def test_an_announced_auction_has_no_result(rows: pd.DataFrame) -> None:
    auction = one(rows, "91282CRE3", "2026-07-23")
    assert auction["offering_usd"] == 21e9
    assert auction["announcement_date"] == pd.Timestamp("2026-07-16")
    assert auction[["high_yield", "bid_to_cover", "total_accepted_usd", "dealer_accepted_usd"]].isna().all()
    # Announced, and never held: the auction of the afternoon of 11 September 2001.
    assert pd.isna(one(rows, "912795GS4", "2001-09-11")["total_accepted_usd"])


def test_an_auction_of_1981_has_key_columns_only(rows: pd.DataFrame) -> None:
    auction = one(rows, *EARLY)
    assert (auction["high_discount_rate"], auction["high_investment_rate"]) == (16.695, 17.67)
    assert auction["total_accepted_usd"] == 4_000_560_000
    assert auction[["bid_to_cover", "dealer_accepted_usd", "closing_time_competitive"]].isna().all()


def test_the_identities_hold_where_their_parts_are_published(rows: pd.DataFrame) -> None:
    assert [(c.ok, c.detail) for c in check({"auctions": rows})] == [
        (True, "0 of 10 rows differ"),
        (True, "0 of 12 rows differ"),
        (True, "0 of 10 rows differ"),
    ]


@pytest.mark.parametrize(
    ("column", "change", "broken"),
    [
        ("noncompetitive_accepted_usd", 100, [0]),
        ("direct_accepted_usd", -100, [1]),
        ("bid_to_cover", 0.02, [2]),
        ("total_tendered_usd", 1e9, [2]),
    ],
)
def test_a_broken_identity_names_the_auction(rows: pd.DataFrame, column: str, change: float, broken: list[int]) -> None:
    rows.loc[rows["cusip"].eq(REOPENED[0]) & rows["auction_date"].eq(REOPENED[1]), column] += change
    found = check({"auctions": rows})
    assert [i for i, c in enumerate(found) if not c.ok] == broken
    assert f"1 of {'12' if broken == [1] else '10'} rows differ; first 91282CPJ4 2026-01-12" in found[broken[0]].detail


def test_no_frame_no_check() -> None:
    assert check({}) == []


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("auctions_query")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)


def test_a_renamed_flag_is_reported(published, answer) -> None:
    renamed = [{("cmb" if k == "cash_management_bill_cmb" else k): v for k, v in r.items()} for r in published("auctions_query")]
    with pytest.raises(SourceChanged, match=r"column 'cash_management_bill_cmb' is missing"):
        parse(answer(renamed))


def test_an_amount_in_millions_is_not_plausible(published, answer) -> None:
    sent = published("auctions_query")
    sent[-1]["offering_amt"] = "42000"
    with pytest.raises(SourceChanged, match=r"'offering_usd': 42000 .* is not plausible"):
        conform(parse(answer(sent)), DATASET, TODAY)
