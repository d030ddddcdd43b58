"""The ten-year yield as expected path plus premium."""

import math

import pandas as pd
import pytest

from treasury.analytics.term_premium import (
    SPLITS,
    around,
    around_dates,
    compare,
    decompose,
    decompose_kim_wright,
    decomposition,
    premia,
    recent_trend,
    revision,
    trends,
)

DAYS = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06", "2025-11-07"])
ACM = pd.DataFrame(
    {
        "ACMY10": [4.166, 4.142, 4.212, 4.148, 4.149],
        "ACMTP10": [0.575, 0.564, 0.613, 0.588, 0.605],
        "ACMRNY10": [3.591, 3.578, 3.599, 3.560, 3.544],
        "ACMY02": [3.60, 3.58, 3.63, 3.57, 3.55],
        "ACMTP02": [0.10, 0.11, 0.12, 0.13, 0.14],
        "ACMRNY02": [3.50, 3.47, 3.51, 3.44, 3.41],
    },
    index=DAYS,
)
KIM_WRIGHT = pd.DataFrame({"THREEFYTP10": [0.4979, 0.4889, 0.5144, 0.4951, 0.4901]}, index=DAYS)


def test_path_and_premium_add_up_to_the_yield() -> None:
    got = decompose(ACM)
    assert got.columns.tolist() == ["yield_pct", "path_pct", "premium_pct"]
    assert got.loc["2025-11-05"].tolist() == [4.212, 3.599, 0.613]
    assert (got["path_pct"] + got["premium_pct"] - got["yield_pct"]).abs().max() < 1e-9
    assert decompose(ACM, 2).loc["2025-11-05"].tolist() == [3.63, 3.51, 0.12]


def test_a_part_that_is_not_published_is_not_computed() -> None:
    early = ACM.copy()
    early.loc["2025-11-03", ["ACMY10", "ACMRNY10"]] = math.nan
    early.loc["2025-11-04", ["ACMY10", "ACMRNY10", "ACMTP10"]] = math.nan
    got = decompose(early)
    assert pd.Timestamp("2025-11-04") not in got.index
    assert got.loc["2025-11-03"].isna().tolist() == [True, True, False]


def test_the_path_of_kim_wright_is_the_fitted_yield_less_the_premium_where_both_are_published() -> None:
    fitted = pd.Series([4.2, 4.1889, math.nan, 4.1951, 4.1901], index=DAYS)
    got = decompose_kim_wright(KIM_WRIGHT.assign(THREEFY10=fitted))
    assert got["path_pct"].tolist() == pytest.approx([3.7021, 3.7, math.nan, 3.7, 3.7], nan_ok=True)
    assert got["premium_pct"].tolist() == KIM_WRIGHT["THREEFYTP10"].tolist()
    without = decompose_kim_wright(KIM_WRIGHT)
    assert without["path_pct"].isna().all()
    assert without["premium_pct"].notna().all()


def test_the_trend_counts_observations() -> None:
    got = recent_trend(ACM["ACMTP10"], (1, 4, 20))
    assert got.index.tolist() == [1, 4, 20]
    assert got.loc[1].tolist() == [pd.Timestamp("2025-11-06"), pd.Timestamp("2025-11-07"), 1.7]
    assert got.loc[4, "change_bp"] == 3
    assert got.loc[20].isna().all()


def test_the_trend_stops_at_a_gap() -> None:
    gapped = pd.Series([0.5, 0.6, 0.7], index=pd.to_datetime(["2025-01-02", "2025-01-13", "2025-01-14"]))
    assert recent_trend(gapped, (1, 2))["change_bp"].tolist() == pytest.approx([10, math.nan], nan_ok=True)
    assert recent_trend(gapped.iloc[:0], (1,))["change_bp"].isna().all()


def test_models_are_compared_only_on_common_days() -> None:
    late = KIM_WRIGHT.copy()
    late.loc["2025-11-07", "THREEFYTP10"] = math.nan
    got = compare(ACM.drop(DAYS[0]), late)
    assert got.index.tolist() == list(DAYS[1:4])
    assert got.loc["2025-11-05"].tolist() == [0.613, 0.5144, 9.86]


def test_a_revision_is_the_later_vintage_minus_the_earlier() -> None:
    then = ACM["ACMTP10"].iloc[:3]
    now = ACM["ACMTP10"] + 0.02
    got = revision(then, now)
    assert len(got) == 3
    assert got["revision_bp"].tolist() == [2, 2, 2]
    assert got.loc["2025-11-05", ["then_pct", "now_pct"]].tolist() == pytest.approx([0.613, 0.633])


def test_the_ten_year_splits_three_ways_and_each_split_adds_up() -> None:
    nominal, real, breakeven = (pd.Series(values, index=DAYS[1:3]) for values in ([4.10, 4.17], [1.80, 1.86], [2.30, 2.31]))
    kim_wright = decompose_kim_wright(KIM_WRIGHT.assign(THREEFY10=KIM_WRIGHT["THREEFYTP10"] + [3.7, 3.69, 3.73, 3.7, 3.7]))
    got = decomposition(nominal, real, breakeven, decompose(ACM), kim_wright, "2025-11-05", (0, 1))
    assert got.loc[0].to_dict() == pytest.approx(
        {
            "nominal_bp": 7.0,
            "real_bp": 6.0,
            "breakeven_bp": 1.0,
            "real_remainder_bp": 0.0,
            "acm_path_bp": 2.1,
            "acm_premium_bp": 4.9,
            "acm_remainder_bp": 0.0,
            "kim_wright_path_bp": 4.0,
            "kim_wright_premium_bp": 2.55,
            "kim_wright_remainder_bp": 0.45,
        }
    )
    assert got.loc[1, ["acm_path_bp", "acm_premium_bp"]].tolist() == pytest.approx([-1.8, 2.4])
    assert got.loc[1, ["nominal_bp", "real_bp", *SPLITS]].isna().all(), "no remainder without the whole"


def test_a_part_that_is_not_published_is_missing_and_stands_in_the_remainder() -> None:
    nominal = pd.Series([4.10, 4.17], index=DAYS[1:3])
    none = nominal * math.nan
    got = decomposition(nominal, none, none, decompose(ACM), decompose_kim_wright(KIM_WRIGHT), "2025-11-05", (0,)).loc[0]
    assert math.isnan(got["kim_wright_path_bp"])
    assert got["kim_wright_premium_bp"] + got["kim_wright_remainder_bp"] == pytest.approx(7)
    assert got[["real_bp", "breakeven_bp", "real_remainder_bp"]].isna().all(), "no remainder without any part"


def test_around_dates_before_on_and_after() -> None:
    got = around_dates(ACM["ACMTP10"], ["2025-11-05", "2025-11-04", "2025-11-08"], before=2, after=2)
    assert got.loc["2025-11-05"].tolist() == [pd.Timestamp("2025-11-04"), 0.564, -1.1, 4.9, 4.1, 3.0]
    assert got.loc["2025-11-04", ["baseline_pct", "day_bp", "after_bp"]].tolist() == [0.575, -1.1, 1.3]
    assert math.isnan(got.loc["2025-11-04", "before_bp"])
    assert got.loc["2025-11-08", "baseline_date"] == pd.Timestamp("2025-11-07")
    assert got.loc["2025-11-08", ["day_bp", "after_bp", "whole_bp"]].isna().all()
    assert around_dates(ACM["ACMTP10"], []).empty


def test_models_stand_below_each_other_by_date() -> None:
    both = pd.DataFrame({"ACM": ACM["ACMTP10"], "Kim-Wright": KIM_WRIGHT["THREEFYTP10"]})
    got = around(both, ["2025-11-05", "2025-11-06"], before=1, after=1)
    assert got[["model", "day_bp"]].to_numpy().tolist() == [
        ["ACM", 4.9],
        ["Kim-Wright", 2.55],
        ["ACM", -2.5],
        ["Kim-Wright", -1.93],
    ]
    assert [day.day for day in got["date"]] == [5, 5, 6, 6]
    assert around(both, []).columns.tolist()[:3] == ["date", "model", "baseline_date"]


def test_trends_of_both_models() -> None:
    both = pd.DataFrame({"ACM": ACM["ACMTP10"], "Kim-Wright": KIM_WRIGHT["THREEFYTP10"]})
    got = trends(both, (1, 4))
    assert got["model"].tolist() == ["ACM", "ACM", "Kim-Wright", "Kim-Wright"]
    assert got["change_bp"].tolist() == [1.7, 3.0, -0.5, -0.78]


def test_premia_keep_days_of_one_model_alone() -> None:
    got = premia(ACM.iloc[:2], KIM_WRIGHT.iloc[1:3])
    assert got["acm_premium_pct"].tolist() == pytest.approx([0.575, 0.564, math.nan], nan_ok=True)
    assert got["kim_wright_premium_pct"].tolist() == pytest.approx([math.nan, 0.4889, 0.5144], nan_ok=True)
    assert premia(ACM.iloc[:0], KIM_WRIGHT.iloc[:0]).empty
