"""Buybacks against gross issuance in the same bucket."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import buyback_supply

BN = 1e9
DAY = pd.to_datetime
NO_GAP = pd.DataFrame({"start": DAY([]), "end": DAY([])})


def auctions(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["security_class", "issue_date", "maturity_date", "offering_usd"])
    for name in ("issue_date", "maturity_date"):
        made[name] = DAY(made[name])
    return made.assign(offering_usd=made["offering_usd"] * BN, total_accepted_usd=1.0)


def operations(*rows: tuple[str, str, str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["operation_date", "security_type", "maturity_bucket", "state", "accepted_usd"])
    return made.assign(operation_date=DAY(made["operation_date"]), accepted_usd=made["accepted_usd"] * BN)


@pytest.mark.parametrize(
    ("name", "issued", "due", "bucket"),
    [
        ("Note", "2025-09-02", "2027-08-31", "1Mo to 2Y"),
        ("Note", "2025-08-15", "2028-08-15", "2Y to 3Y"),
        ("Note", "2025-09-02", "2030-08-31", "3Y to 5Y"),
        ("Note", "2025-09-02", "2032-08-31", "5Y to 7Y"),
        ("Note", "2025-08-15", "2035-08-15", "7Y to 10Y"),
        ("Note", "2025-09-15", "2035-08-15", "7Y to 10Y"),  # the 10-year reopened
        ("Bond", "2025-09-02", "2045-08-15", "10Y to 20Y"),
        ("Bond", "2025-08-15", "2055-08-15", "20Y to 30Y"),
        ("Bond", "2026-02-17", "2056-02-15", "20Y to 30Y"),
        ("TIPS", "2026-02-27", "2056-02-15", "TIPS"),
    ],
)
def test_each_term_falls_into_the_bucket_it_ends_in(name, issued, due, bucket):
    assert buyback_supply.offered_by_bucket(auctions((name, issued, due, 1.0)))["bucket"].tolist() == [bucket]


def test_bills_floating_rate_notes_and_auctions_without_a_result_are_left_out():
    rows = auctions(
        ("Bill", "2025-09-02", "2025-12-02", 80),
        ("FRN", "2025-07-31", "2027-07-31", 30),
        ("Note", "2025-09-02", "2027-08-31", 69),
    )
    rows.loc[2, "total_accepted_usd"] = float("nan")
    assert buyback_supply.offered_by_bucket(rows).empty


def quarters() -> pd.DataFrame:
    sold = auctions(
        ("Bond", "2024-07-31", "2044-05-15", 16),
        ("Bond", "2024-08-15", "2054-08-15", 25),
        ("Bond", "2024-12-02", "2044-11-15", 20),
    )
    held = operations(
        ("2024-05-29", "Nominal Coupons", "10Y to 20Y", "result", 1.0),  # the quarter in which the programme began
        ("2024-08-28", "Nominal Coupons", "10Y to 20Y", "result", 2.0),
        ("2024-08-21", "TIPS", "1Y to 7.5Y", "cancelled", float("nan")),
        ("2024-09-24", "Nominal Coupons", "20Y to 30Y", "result", 2.0),
        ("2024-09-17", "TIPS", "7.5Y to 30Y", "result", 0.5),
        ("2024-09-18", "Nominal Coupons", "unstated", "result", 9.0),
        ("2024-11-25", "Nominal Coupons", "10Y to 20Y", "result", 2.0),
        ("2014-10-09", "Nominal Coupons", "10Y to 20Y", "result", 9.0),
    )
    return buyback_supply.against_issuance(held, sold, NO_GAP, "2024-12-31")


def test_shares_are_by_quarter_and_bucket_and_only_of_stated_buckets():
    made = quarters().set_index(["period", "bucket"])
    assert made.index.get_level_values(0).unique().tolist() == ["2024 Q2", "2024 Q3", "2024 Q4"]
    assert made.loc[("2024 Q3", "10Y to 20Y"), "share_pct"] == 12.5
    assert made.loc[("2024 Q3", "20Y to 30Y"), "share_pct"] == 8.0
    assert made.loc[("2024 Q3", "TIPS"), ["accepted_usd", "offered_usd"]].tolist() == [0.5 * BN, 0.0]
    assert math.isnan(made.loc[("2024 Q3", "TIPS"), "share_pct"])  # nothing was offered: no share
    assert made["held_in_full"].groupby(level=0).first().tolist() == [False, True, True]


def test_the_sum_is_over_the_quarters_held_in_full():
    made = buyback_supply.in_all(quarters()).set_index("bucket")
    assert made.loc["10Y to 20Y", ["accepted_usd", "offered_usd", "share_pct", "quarters"]].tolist() == [
        4 * BN,
        36 * BN,
        pytest.approx(4 / 36 * 100),
        2,
    ]


def test_a_gap_or_the_end_of_the_auctions_makes_a_quarter_partial():
    gap = pd.DataFrame({"start": DAY(["2024-12-20"]), "end": DAY(["2025-02-01"])})
    held = operations(("2024-11-25", "Nominal Coupons", "10Y to 20Y", "result", 2.0))
    sold = auctions(("Bond", "2024-12-02", "2044-11-15", 20))
    assert not buyback_supply.against_issuance(held, sold, gap, "2025-12-31")["held_in_full"].any()
    assert not buyback_supply.against_issuance(held, sold, NO_GAP, "2024-12-30")["held_in_full"].any()
    assert buyback_supply.against_issuance(held, sold, NO_GAP, "2024-12-31")["held_in_full"].all()


def test_the_twenty_year_of_the_third_quarter_of_2025(snapshot):
    """Offered: 13 on 31 July, 16 on 2 September and 13 on 30 September 2025; bought back: 2 on 31 July, 3 and 18 September."""
    made = buyback_supply.against_issuance(
        snapshot("buyback_operations").assign(maturity_bucket=lambda o: o["maturity_bucket"].fillna("unstated")),
        snapshot("auctions"),
        NO_GAP,
        "2026-08-20",
    ).set_index(["period", "bucket"])
    row = made.loc[("2025 Q3", "10Y to 20Y")]
    assert row[["accepted_usd", "offered_usd"]].tolist() == [6 * BN, 42 * BN]
