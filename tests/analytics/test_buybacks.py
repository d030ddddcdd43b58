"""Cover, fill, unused room, sums and settlements of buybacks."""

import math
from datetime import date

import pandas as pd
import pytest

from treasury.analytics.buybacks import (
    MATURITY_BUCKETS,
    by_bucket,
    by_quarter,
    by_regime,
    operations,
    settled,
    totals,
)

BN = 1e9
# Published operations: date, type, security, bucket, state, maximum, offered, accepted in billions.
PUBLISHED = """
2000-03-09|||| result||8.627|1.001
2024-07-17|Liquidity Support|TIPS|1Y to 7.5Y|cancelled|0.5||
2024-07-18|Liquidity Support|TIPS|1Y to 7.5Y|result|0.5|2.000|0.500
2025-06-10|Cash Management|Nominal Coupons|1Mo to 2Y|result|10|18.108|10
2025-06-12|Liquidity Support|Nominal Coupons|2Y to 3Y|result|4|7.475|1.546
2025-06-17|Liquidity Support|Nominal Coupons|7Y to 10Y|result|4|3.964|1.066
2025-08-21|Liquidity Support|Nominal Coupons|20Y to 30Y|result|2|19.447|2
2025-09-03|Liquidity Support|Nominal Coupons|10Y to 20Y|result|2|23.015|2
2025-09-10|Liquidity Support|Nominal Coupons|20Y to 30Y|result|2|20.882|2
2025-10-16|Liquidity Support|Nominal Coupons|7Y to 10Y|result|4|10.437|0.192
2026-09-10|Liquidity Support|Nominal Coupons|10Y to 20Y|result|6|10.489|5.187
2026-09-17|Liquidity Support|Nominal Coupons|20Y to 30Y|announced|4||
"""
KEY_DATES = pd.DataFrame(
    {
        "date": pd.to_datetime(["2026-09-09", "2024-05-29", "2025-04-02", "2025-08-13"]),
        "regime": ["August 2026 enlargement", "2024 start", None, "July 2025 enlargement"],
    }
).astype({"regime": "str"})


def frame() -> pd.DataFrame:
    rows = [[cell.strip() for cell in line.split("|")] for line in PUBLISHED.strip().splitlines()]
    names = [
        "operation_date",
        "operation_type",
        "security_type",
        "maturity_bucket",
        "state",
        "maximum_usd",
        "offered_usd",
        "accepted_usd",
    ]
    made = pd.DataFrame(rows, columns=names).replace("", None)
    made["operation_date"] = pd.to_datetime(made["operation_date"]).astype("datetime64[us]")
    amounts = ["maximum_usd", "offered_usd", "accepted_usd"]
    made[amounts] = made[amounts].astype("float64") * BN
    made["settlement_date"] = pd.Series(pd.NaT, index=made.index, dtype="datetime64[us]")
    return made.astype(dict.fromkeys(names[1:5], "str")).assign(start_time="13:40")


MADE = operations(frame(), KEY_DATES)


def one(day: str) -> pd.Series:
    return MADE[MADE["operation_date"].eq(day)].iloc[0]


def test_10_september_2026_is_covered_1_75_times_and_filled_to_86_percent() -> None:
    got = one("2026-09-10")
    assert got["cover_ratio"] == pytest.approx(10.489 / 6)
    assert got["fill_pct"] == pytest.approx(86.45)
    assert got["unused_usd"] == pytest.approx(0.813 * BN)
    assert got["long_end"]


def test_more_can_be_offered_than_the_maximum_and_less() -> None:
    assert one("2025-09-10")["cover_ratio"] == pytest.approx(10.441)
    assert one("2025-06-17")["cover_ratio"] == pytest.approx(0.991)


@pytest.mark.parametrize("day", ["2024-07-17", "2026-09-17", "2000-03-09"])
def test_without_result_or_maximum_there_is_no_measure(day: str) -> None:
    assert one(day)[["cover_ratio", "fill_pct", "unused_usd"]].isna().all()


def test_an_offer_left_in_a_cancelled_row_is_not_counted() -> None:
    raw = frame()
    raw.loc[raw["state"].eq("cancelled"), ["offered_usd", "accepted_usd"]] = 0.5 * BN
    got = operations(raw)
    assert got.loc[1, ["cover_ratio", "fill_pct", "unused_usd"]].isna().all()
    assert totals(got).accepted_usd == totals(MADE).accepted_usd


def test_a_maximum_of_zero_divides_nothing() -> None:
    raw = frame().assign(maximum_usd=0.0)
    assert operations(raw)["cover_ratio"].isna().all()
    assert operations(raw)["fill_pct"].isna().all()


def test_the_regime_is_the_last_that_began() -> None:
    got = MADE.set_index("operation_date")["regime"]
    assert pd.isna(got["2000-03-09"])
    assert got["2024-07-18"] == got["2025-06-17"] == "2024 start"
    assert got["2025-08-21"] == got["2025-10-16"] == "July 2025 enlargement"
    assert got["2026-09-10"] == "August 2026 enlargement"
    assert got.cat.categories.tolist() == ["2024 start", "July 2025 enlargement", "August 2026 enlargement"]
    assert operations(frame())["regime"].isna().all()


def test_a_regime_begins_on_its_day() -> None:
    begun = operations(frame(), KEY_DATES.assign(date=pd.Timestamp("2025-09-10"), regime="one").iloc[:1])
    got = begun.set_index("operation_date")["regime"]
    assert pd.isna(got["2025-09-03"])
    assert got["2025-09-10"] == "one"


def test_buckets_are_ordered_with_their_edges_in_years() -> None:
    assert MATURITY_BUCKETS["1Mo to 2Y"] == (1 / 12, 2)
    assert MATURITY_BUCKETS["7.5Y to 30Y"] == (7.5, 30)
    assert MADE["maturity_bucket"].cat.ordered
    assert MADE["maturity_bucket"].cat.categories.tolist()[:7] == [
        *("1Mo to 2Y", "2Y to 3Y", "3Y to 5Y", "5Y to 7Y", "7Y to 10Y", "10Y to 20Y", "20Y to 30Y"),
    ]
    long = {label for label, edges in MATURITY_BUCKETS.items() if edges[0] >= 10}
    assert long == {"10Y to 20Y", "20Y to 30Y", "10Y to 30Y"}
    assert one("2000-03-09")["maturity_bucket"] == "unstated"
    assert one("2000-03-09")["operation_type"] == "unstated"


def test_a_bucket_never_seen_before_is_kept() -> None:
    raw = frame()
    raw.loc[10, "maturity_bucket"] = "15Y to 25Y"
    got = operations(raw)
    assert got.loc[10, "maturity_bucket"] == "15Y to 25Y"
    assert got.loc[10, "long_end"]
    assert by_bucket(got)["accepted_usd"].sum() == by_bucket(MADE)["accepted_usd"].sum()


def test_by_bucket_sums_results_and_divides_sum_by_sum() -> None:
    got = by_bucket(MADE)
    assert got.columns.tolist() == [
        *("security_type", "maturity_bucket", "operations", "maximum_usd", "offered_usd", "accepted_usd", "unused_usd"),
        *("cover_ratio", "fill_pct", "long_end_accepted_usd"),
    ]
    nominal = got[got["security_type"].eq("Nominal Coupons")]
    assert nominal["maturity_bucket"].tolist() == ["1Mo to 2Y", "2Y to 3Y", "7Y to 10Y", "10Y to 20Y", "20Y to 30Y"]
    belly = nominal.set_index("maturity_bucket").loc["7Y to 10Y"]
    assert belly["operations"] == 2
    assert belly["cover_ratio"] == pytest.approx((3.964 + 10.437) / 8)
    assert belly["fill_pct"] == pytest.approx((1.066 + 0.192) / 8 * 100)
    assert belly["unused_usd"] == pytest.approx(6.742 * BN)
    assert belly["long_end_accepted_usd"] == 0
    tips = got[got["security_type"].eq("TIPS")].iloc[0]
    assert (tips["operations"], tips["accepted_usd"]) == (1, 0.5 * BN)  # the cancelled one does not count
    old = got[got["security_type"].eq("unstated")].iloc[0]
    assert old["accepted_usd"] == pytest.approx(1.001 * BN)
    assert old[["maximum_usd", "cover_ratio", "fill_pct", "unused_usd", "long_end_accepted_usd"]].isna().all()
    assert got["maturity_bucket"].cat.ordered


def test_by_quarter_keeps_cash_management_apart() -> None:
    got = by_quarter(MADE).set_index(["quarter", "operation_type"])
    assert got.index.tolist() == [
        ("2000 Q1", "unstated"),
        ("2024 Q3", "Liquidity Support"),
        ("2025 Q2", "Cash Management"),
        ("2025 Q2", "Liquidity Support"),
        ("2025 Q3", "Liquidity Support"),
        ("2025 Q4", "Liquidity Support"),
        ("2026 Q3", "Liquidity Support"),
    ]
    assert got.loc[("2025 Q3", "Liquidity Support"), "accepted_usd"] == 6 * BN
    assert got.loc[("2025 Q3", "Liquidity Support"), "long_end_accepted_usd"] == 6 * BN
    assert got.loc[("2025 Q2", "Liquidity Support"), "quarter_start"] == pd.Timestamp("2025-04-01")
    assert got["quarter_start"].dtype == "datetime64[us]"


def test_by_regime_follows_the_order_of_their_beginning() -> None:
    got = by_regime(MADE)
    assert got["regime"].astype("object").tolist()[:3] == ["2024 start", "2024 start", "July 2025 enlargement"]
    assert got["operations"].sum() == 10
    assert got["accepted_usd"].sum() == pytest.approx(totals(MADE).accepted_usd)


def test_totals_count_results_only() -> None:
    got = totals(MADE)
    assert (got.operations, got.cancelled, got.announced) == (10, 1, 1)
    assert (got.first, got.last) == (date(2000, 3, 9), date(2026, 9, 10))
    assert got.accepted_usd == pytest.approx(25.492 * BN)
    assert got.maximum_usd == pytest.approx(34.5 * BN)
    assert got.unused_usd == pytest.approx((34.5 - 24.491) * BN)
    assert got.cover_ratio == pytest.approx(115.817 / 34.5)
    assert got.fill_pct == pytest.approx(24.491 / 34.5 * 100)
    assert got.long_end_accepted_usd == pytest.approx(11.187 * BN)
    assert got.long_end_share_pct == pytest.approx(11.187 / 24.491 * 100)  # of the operations that state a bucket


def test_nothing_to_sum_is_missing_not_zero() -> None:
    none = totals(MADE[MADE["state"].eq("announced")])
    assert (none.operations, none.announced, none.first, none.last) == (0, 1, None, None)
    assert none.accepted_usd == 0
    assert all(math.isnan(value) for value in (none.maximum_usd, none.cover_ratio, none.fill_pct, none.long_end_share_pct))
    assert by_bucket(MADE.iloc[:0]).empty
    assert by_quarter(MADE.iloc[:0]).columns.tolist()[:3] == ["quarter", "quarter_start", "operation_type"]


AUCTIONS = pd.DataFrame(
    {
        "cusip": ["912810SH2", "912810SH2", "912828N63"],
        "security_class": ["Bond", "Bond", "Note"],
        "maturity_date": pd.to_datetime(["2049-05-15", "2049-05-15", "2019-01-15"]),
    }
)


def purchases(*rows: tuple[str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["operation_date", "cusip", "accepted_usd"]).assign(start_time="13:40")
    made["operation_date"] = pd.to_datetime(made["operation_date"]).astype("datetime64[us]")
    return made.assign(maturity_date=pd.Timestamp("2018-01-15"))  # what a small operation published for a note of 2019


def test_purchases_take_class_and_maturity_from_the_auctions() -> None:
    got = settled(frame(), purchases(("2025-09-10", "912828N63", 3e6), ("2025-09-03", "912810SH2", 5e8)), AUCTIONS)
    assert got["security_class"].tolist() == ["Bond", "Note"]
    assert got["maturity_date"].dt.year.tolist() == [2049, 2019]
    assert got.columns.tolist() == [
        *("operation_date", "start_time", "settlement_date", "settlement_inferred"),
        *("cusip", "security_class", "maturity_date", "accepted_usd"),
    ]


def test_a_missing_settlement_is_the_next_business_day_and_says_so() -> None:
    known = frame()
    known.loc[known["operation_date"].eq("2026-09-10"), "settlement_date"] = pd.Timestamp("2026-09-11")
    bought = purchases(("2025-10-16", "912810SH2", 1.0), ("2026-09-10", "912810SH2", 2.0), ("2000-03-09", "912810SH2", 3.0))
    got = settled(known, bought, AUCTIONS)
    assert got["settlement_date"].dt.strftime("%Y-%m-%d").tolist() == ["2000-03-10", "2025-10-17", "2026-09-11"]
    assert got["settlement_inferred"].tolist() == [True, True, False]
    friday = known.assign(operation_date=known["operation_date"].mask(known.index == 8, pd.Timestamp("2025-10-10")))
    over = settled(friday, purchases(("2025-10-10", "912810SH2", 1.0)), AUCTIONS)
    assert over["settlement_date"].iloc[0] == pd.Timestamp("2025-10-14")  # the 13th is Columbus Day


def test_only_what_was_bought_in_an_operation_with_a_result_is_settled() -> None:
    rows = purchases(("2024-07-17", "912810SH2", 5.0), ("2025-09-10", "912810SH2", 0.0), ("2025-09-10", "912828N63", math.nan))
    assert settled(frame(), rows, AUCTIONS).empty


def test_a_purchase_of_something_never_auctioned_is_refused() -> None:
    with pytest.raises(ValueError, match="never auctioned: 999999999"):
        settled(frame(), purchases(("2025-09-10", "999999999", 1.0)), AUCTIONS)
