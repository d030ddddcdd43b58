"""Gaps of the results, the plan against what is held, the composition of an operation, quarters, regimes, names."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from treasury.analytics import buyback_programme as programme
from treasury.analytics.buybacks import operations

BN = 1e9
DAY = pd.to_datetime


def held(*days: str, state: str = "result") -> pd.DataFrame:
    return pd.DataFrame({"operation_date": DAY(list(days)), "start_time": "13:40", "state": state})


def regular(until: str) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in pd.date_range("2024-05-29", until, freq="7D")]


def gaps(frame: pd.DataFrame, until: str) -> list[tuple[date, date]]:
    made = programme.results_gaps(frame, until)
    return [(row.start.date(), row.end.date()) for row in made.itertuples()]


def test_a_long_stretch_without_results_is_a_gap_and_a_holiday_pause_is_none():
    days = [
        *regular("2024-12-18"),
        "2025-01-07",
        *[f"{d:%Y-%m-%d}" for d in pd.date_range("2025-01-14", "2025-10-22", freq="7D")],
    ]
    frame = held(*days, "2025-10-22", "2026-09-10")
    assert gaps(frame, "2026-09-10") == [(date(2025, 10, 23), date(2026, 9, 9))]
    assert gaps(frame, "2026-11-05") == [(date(2025, 10, 23), date(2026, 9, 9)), (date(2026, 9, 11), date(2026, 11, 5))]


def test_the_limit_is_28_days():
    frame = held(*regular("2024-07-03"))
    assert gaps(frame, "2024-07-31") == []
    assert gaps(frame, "2024-08-01") == [(date(2024, 7, 4), date(2024, 8, 1))]


def test_an_announced_operation_ends_no_gap_and_a_cancelled_one_does():
    days = regular("2024-07-03")
    announced = pd.concat([held(*days), held("2024-08-01", state="announced")])
    assert gaps(announced, "2024-08-10") == [(date(2024, 7, 4), date(2024, 8, 10))]
    cancelled = pd.concat([held(*days), held("2024-07-25", state="cancelled")])
    assert gaps(cancelled, "2024-08-10") == []


def test_nothing_is_said_before_the_regular_programme():
    assert gaps(held("2002-04-25", "2014-10-09"), "2024-05-28") == []
    assert gaps(held().iloc[:0].astype({"operation_date": "datetime64[us]"}), "2024-07-31") == [
        (date(2024, 5, 29), date(2024, 7, 31))
    ]


def plan(*days: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "operation_date": DAY(list(days)),
            "start_time": "13:40",
            "operation_type": "Liquidity Support",
            "security_type": "Nominal Coupons",
            "maturity_bucket": "10Y to 20Y",
            "maximum_usd": 2 * BN,
            "settlement_date": DAY(list(days)),
        }
    )


def test_the_plan_never_becomes_a_result():
    results = held("2026-09-10").assign(maximum_usd=6 * BN, accepted_usd=5.187 * BN)
    made = programme.planned(plan("2026-09-24", "2026-09-10", "2026-09-03"), results, "2026-09-15")
    assert made["standing"].tolist() == ["no result held", "result", "upcoming"]
    assert made["planned_maximum_usd"].tolist() == [2 * BN] * 3
    assert made["maximum_usd"].tolist()[1] == 6 * BN
    assert made["maximum_usd"].isna().tolist() == [True, False, True]
    assert programme.planned(plan("2026-09-15"), results, "2026-09-15")["standing"].tolist() == ["upcoming"]


def test_an_operation_is_shown_by_its_securities_with_age_and_shares():
    bought = pd.DataFrame(
        {
            "operation_date": DAY(["2026-09-10"] * 3 + ["2025-10-07"]),
            "start_time": "13:40",
            "cusip": ["A", "B", "C", "A"],
            "coupon_pct": [1.375, 2.375, 4.0, 1.375],
            "maturity_date": DAY(["2040-11-15", "2042-02-15", "2044-05-15", "2040-11-15"]),
            "accepted_usd": [3 * BN, 1 * BN, 0.0, 9 * BN],
            "price": [61.84, 69.609, math.nan, 60.0],
        }
    )
    sold = pd.DataFrame(
        {
            "cusip": ["A", "A", "C"],
            "issue_date": DAY(["2020-11-30", "2020-12-31", "2024-05-15"]),
            "total_accepted_usd": [40 * BN, 20 * BN, 22 * BN],
        }
    )
    made = programme.composition(bought, sold, "2026-09-10", "13:40")
    assert made["cusip"].tolist() == ["A", "B"]
    assert made["operation_share_pct"].tolist() == [75.0, 25.0]
    assert made["issue_share_pct"].tolist()[0] == 5.0
    assert made["age_years"].tolist()[0] == pytest.approx(2110 / 365.25)
    assert made["remaining_maturity_years"].tolist()[0] == pytest.approx(5180 / 365.25)
    assert made[["issue_share_pct", "age_years"]].iloc[1].isna().all()


def test_an_issue_with_an_auction_of_unknown_size_has_no_share():
    bought = held("2026-09-10").assign(cusip="A", coupon_pct=1.0, maturity_date=DAY("2040-11-15"), accepted_usd=BN, price=60.0)
    sold = pd.DataFrame({"cusip": ["A", "A"], "issue_date": DAY(["2020-11-30"] * 2), "total_accepted_usd": [40 * BN, math.nan]})
    assert programme.composition(bought, sold, "2026-09-10", "13:40")["issue_share_pct"].isna().all()


def results() -> pd.DataFrame:
    rows = [
        ("2025-06-10", "Cash Management", "Nominal Coupons", "1Mo to 2Y", 10, 18.108, 10),
        ("2025-06-12", "Liquidity Support", "Nominal Coupons", "2Y to 3Y", 4, 7.475, 1.546),
        ("2025-10-02", "Liquidity Support", "Nominal Coupons", "20Y to 30Y", 2, 21.666, 2),
        ("2025-10-07", "Liquidity Support", "TIPS", "10Y to 30Y", 0.5, 1, 0.5),
        ("2025-10-22", None, None, None, None, None, 1.902),
    ]
    names = ["operation_date", "operation_type", "security_type", "maturity_bucket", "maximum_usd", "offered_usd", "accepted_usd"]
    made = pd.DataFrame(rows, columns=names).assign(state="result")
    made["operation_date"] = DAY(made["operation_date"])
    amounts = names[4:]
    made[amounts] = made[amounts].astype("float64") * BN
    return operations(made)


def test_quarters_say_whether_all_their_results_are_held():
    stretches = pd.DataFrame({"start": DAY(["2025-10-23"]), "end": DAY(["2026-09-09"])})
    made = programme.quarters(results(), stretches)
    assert made["quarter"].tolist() == ["2025 Q2", "2025 Q2", "2025 Q4", "2025 Q4"]
    assert made["held_in_full"].tolist() == [True, True, False, False]
    assert made["accepted_usd"].tolist() == [10 * BN, 1.546 * BN, 2.5 * BN, 1.902 * BN]
    assert made["period_end"].iloc[0] == pd.Timestamp("2025-06-30")
    assert programme.quarters(results().iloc[:0], stretches).empty


def test_names_and_segments_keep_tips_and_unstated_apart():
    made = programme.labelled(results())
    assert made["bucket"].astype("str").tolist() == ["1Mo to 2Y", "2Y to 3Y", "20Y to 30Y", "TIPS 10Y to 30Y", "unstated"]
    assert made["bucket"].cat.categories.tolist() == ["1Mo to 2Y", "2Y to 3Y", "20Y to 30Y", "TIPS 10Y to 30Y", "unstated"]
    assert made["segment"].astype("str").tolist() == [
        "Nominal under 10Y",
        "Nominal under 10Y",
        "Nominal from 10Y",
        "TIPS",
        "Bucket unstated",
    ]


def test_sums_by_bucket_carry_the_same_names():
    made = programme.bucket_sums(results()).set_index("bucket")
    assert made.index.tolist() == ["1Mo to 2Y", "2Y to 3Y", "20Y to 30Y", "TIPS 10Y to 30Y", "unstated"]
    assert made.loc["20Y to 30Y", "cover_ratio"] == pytest.approx(10.833)
    assert math.isnan(made.loc["unstated", "cover_ratio"])
    assert made.loc["unstated", "accepted_usd"] == 1.902 * BN


def test_regimes_follow_each_other_and_old_ones_end_with_their_last_operation():
    key_dates = pd.DataFrame(
        {
            "date": DAY(["2024-05-29", "2000-03-09", "2025-04-02", "2014-10-09", "2026-09-09"]),
            "regime": ["2024 start", "2000-2002 programme", None, "2014-2024 tests", "August 2026 enlargement"],
        }
    )
    days = held("2000-03-09", "2002-04-25", "2014-10-09", "2024-04-17", "2024-05-29")
    made = programme.regimes(key_dates, days, "2025-12-31")
    assert made["regime"].tolist() == ["2000-2002 programme", "2014-2024 tests", "2024 start"]
    assert made["end"].dt.strftime("%Y-%m-%d").tolist() == ["2002-04-25", "2024-04-17", "2025-12-31"]


def test_the_share_of_an_issue_bought_so_far_counts_every_operation_up_to_this_one() -> None:
    rows = [("2025-01-07", 2.0), ("2025-02-26", 3.0), ("2025-04-02", 5.0)]
    securities = pd.DataFrame(rows, columns=["operation_date", "accepted_usd"]).assign(
        start_time="13:40", cusip="A", coupon_pct=4.0
    )
    securities = securities.assign(operation_date=DAY(securities["operation_date"]), maturity_date=DAY("2044-05-15"), price=90.0)
    sold = pd.DataFrame({"cusip": "A", "issue_date": DAY(["2024-05-31", "2025-03-31"]), "total_accepted_usd": [40.0, 60.0]})
    made = [programme.composition(securities, sold, day, "13:40").iloc[0] for day, _ in rows]
    assert [row["issue_share_pct"] for row in made] == pytest.approx([5.0, 7.5, 5.0])  # 100 was issued by April
    assert [row["so_far_share_pct"] for row in made] == pytest.approx([5.0, 12.5, 10.0])


def test_a_size_by_press_release_stands_beside_the_plan_only_where_the_plan_is_below_it() -> None:
    days = DAY(["2026-08-18", "2026-09-10", "2026-09-24", "2026-10-01", "2026-10-06"])
    plan = pd.DataFrame({"operation_date": days, "start_time": "13:40", "operation_type": "Liquidity Support"})
    plan = plan.assign(
        security_type=["Nominal Coupons"] * 4 + ["TIPS"],
        maturity_bucket=["20Y to 30Y", "10Y to 20Y", "20Y to 30Y", "10Y to 20Y", "10Y to 20Y"],
        maximum_usd=[2 * BN, 2 * BN, 2 * BN, 5 * BN, 2 * BN],
        settlement_date=days,
    )
    sizes = pd.DataFrame({"security_type": "Nominal Coupons", "maturity_bucket": ["10Y to 20Y", "20Y to 30Y"]})
    sizes = sizes.assign(effective_date=DAY("2026-09-09"), least_maximum_usd=4 * BN)
    none = held().assign(maximum_usd=[], accepted_usd=[])
    made = programme.planned(plan, none.astype({"operation_date": "datetime64[us]"}), "2026-08-25", sizes)
    assert made["released_least_usd"].tolist() == pytest.approx([math.nan, 4 * BN, 4 * BN, math.nan, math.nan], nan_ok=True)
    assert made["standing"].tolist() == ["no result held", *["upcoming"] * 4]


def test_regimes_carry_the_sum_of_their_securities_and_equivalents_and_miss_what_one_lacks() -> None:
    rows = held("2025-08-13", "2025-08-19", "2025-09-10").assign(
        operation_type="Liquidity Support",
        security_type="Nominal Coupons",
        maturity_bucket="20Y to 30Y",
        maximum_usd=2 * BN,
        offered_usd=4 * BN,
        accepted_usd=[2 * BN, 0.0, 1 * BN],
    )
    key_dates = pd.DataFrame({"date": DAY(["2025-08-13", "2025-09-01"]), "regime": ["first", "second"]})
    made = operations(rows, key_dates)
    securities = pd.DataFrame(
        {"operation_date": rows["operation_date"], "start_time": "13:40", "accepted_usd": [2 * BN, 0.0, 1 * BN]}
    )
    taken = pd.DataFrame({"operation_date": DAY(["2025-08-13"]), "start_time": "13:40", "ten_year_equivalent_usd": [3.5 * BN]})
    both = programme.with_equivalents(programme.with_securities(made, securities), taken)
    sums = programme.regime_sums(both).set_index("regime")
    assert sums["securities_accepted_usd"].tolist() == [2 * BN, 1 * BN]
    assert sums["ten_year_equivalent_usd"].tolist() == pytest.approx([3.5 * BN, math.nan], nan_ok=True)
    quarters = programme.quarter_equivalents(both, programme.results_gaps(rows.iloc[:0], "2024-05-28"))
    assert quarters["accepted_usd"].tolist() == [3 * BN]
    assert math.isnan(quarters["ten_year_equivalent_usd"].iloc[0])
