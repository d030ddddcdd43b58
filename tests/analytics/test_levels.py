"""Levels against their own history, and a nominal yield in parts."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import series
from treasury.analytics.levels import (
    Extremes,
    LevelPercentile,
    extremes_since,
    level_percentile,
    levels_table,
    nominal_path,
    volatility_table,
)
from treasury.analytics.moves import realised_volatility

LEVELS = series({"2012-01-03": 9.0, "2016-01-04": 2.0, "2020-01-02": 1.0, "2024-01-02": 3.0, "2026-01-02": 2.0})


def test_only_ten_years_up_to_the_day_count() -> None:
    found = level_percentile(LEVELS, "2026-01-02")
    # 2016-01-04 lies within the ten years, 2012 before them: 2, 1 and 2 of four are at most 2.
    assert found == LevelPercentile(date(2026, 1, 2), 2.0, 75.0, 4, date(2016, 1, 4))
    assert level_percentile(LEVELS, "2026-01-02", years=None).percentile_pct == 60.0
    assert level_percentile(LEVELS, "2026-01-02", years=5).of == 2


def test_later_levels_do_not_count_and_missing_ones_are_none() -> None:
    assert level_percentile(LEVELS, "2020-12-31").percentile_pct == pytest.approx(100 / 3)
    holed = series({"2026-01-02": 1.0, "2026-01-05": math.nan, "2026-01-06": 2.0, "2026-01-07": math.nan})
    assert level_percentile(holed, "2026-01-07") == LevelPercentile(date(2026, 1, 6), 2.0, 100.0, 2, date(2026, 1, 2))
    assert level_percentile(LEVELS, "2011-12-31") == LevelPercentile()
    assert level_percentile(LEVELS * math.nan, "2026-01-02") == LevelPercentile()


def test_a_tie_is_as_low_and_as_high() -> None:
    found = extremes_since(LEVELS, "2026-01-02")
    assert (found.as_low_on, found.as_high_on) == (date(2020, 1, 2), date(2024, 1, 2))
    flat = series({"2026-01-02": 2.0, "2026-01-05": 2.0000000001})
    assert extremes_since(flat, "2026-01-05").as_high_on == date(2026, 1, 2), "binary noise breaks no tie"


def test_the_highest_ever_has_no_day_as_high() -> None:
    rising = series({"2026-01-02": 1.0, "2026-01-05": 2.0, "2026-01-06": 3.0})
    found = extremes_since(rising, "2026-01-06")
    assert found == Extremes(date(2026, 1, 6), 3.0, date(2026, 1, 5), None, date(2026, 1, 2))
    assert extremes_since(rising, "2026-01-02") == Extremes(date(2026, 1, 2), 1.0, None, None, date(2026, 1, 2))
    assert extremes_since(rising, "2025-01-02") == Extremes()


def test_both_agree_with_a_search_day_by_day() -> None:
    walk = pd.Series(np.random.default_rng(7).integers(0, 40, 500) / 10, index=pd.bdate_range("2020-01-01", periods=500))
    for day in walk.index[1::97]:
        now, before = walk[day], walk[walk.index < day]
        low, high = [d.date() for d in before.index if before[d] <= now], [d.date() for d in before.index if before[d] >= now]
        found = extremes_since(walk, day)
        assert (found.as_low_on, found.as_high_on) == (low[-1] if low else None, high[-1] if high else None)
        assert level_percentile(walk, day).percentile_pct == pytest.approx((len(low) + 1) / (len(before) + 1) * 100)


def test_each_series_counts_from_its_own_last_day() -> None:
    early = {"2026-07-15": 2.01, "2026-07-21": 2.09, "2026-07-22": 2.11}
    rates = pd.DataFrame(
        {"5Y": series(early), "10Y": series({**early, "2026-09-30": 2.93, "2026-10-01": 2.88}), "none": math.nan}
    )
    made = levels_table(rates, "2026-10-05")
    assert made["date"].tolist()[:2] == [pd.Timestamp("2026-07-22"), pd.Timestamp("2026-10-01")]
    assert made.loc["5Y", ["last_pct", "day_bp", "week_bp"]].tolist() == [2.11, 2.0, 10.0]
    assert made.loc["10Y", ["last_pct", "day_bp"]].tolist() == [2.88, -5.0]
    assert math.isnan(made.loc["10Y", "week_bp"]), "nothing within 7 days of a week before"
    assert made.loc["10Y", "level_percentile_pct"] == 80.0
    assert made.loc["none"].isna().all()
    assert str(made["percentile_since"].dtype) == "datetime64[us]"


def test_the_parts_of_a_nominal_move_add_up() -> None:
    nominal = series({"2026-01-02": 4.00, "2026-01-05": 4.10, "2026-01-06": 4.25, "2026-01-07": 4.30})
    real = series({"2026-01-02": 1.80, "2026-01-05": 1.82, "2026-01-06": 1.95})
    breakeven = series({"2026-01-05": 2.28, "2026-01-06": 2.29, "2026-01-07": 2.33})
    got = nominal_path(nominal, real, breakeven)
    assert got.index.tolist() == [pd.Timestamp("2026-01-05"), pd.Timestamp("2026-01-06")], "only days that all three share"
    assert got.iloc[0].tolist() == [0.0, 0.0, 0.0, 0.0]
    assert got.iloc[-1].tolist() == [15.0, 13.0, 1.0, 1.0]
    assert (got["real_bp"] + got["breakeven_bp"] + got["remainder_bp"] - got["nominal_bp"]).abs().max() < 1e-9
    assert nominal_path(nominal, real * math.nan, breakeven).empty


def test_the_volatility_table_looks_back_a_month_and_finds_no_year() -> None:
    steps = np.random.default_rng(3).integers(-9, 10, 120)
    walk = pd.Series((400 + steps.cumsum()) / 100, index=pd.bdate_range("2026-01-02", periods=120), name="10Y")
    volatility = realised_volatility(walk).to_frame()
    kept = volatility["10Y"].dropna()
    made = volatility_table(volatility.assign(empty=math.nan), kept.index[-1])
    row, month = made.loc["10Y"], kept.loc[: kept.index[-1] - pd.DateOffset(months=1)]
    assert row["now_level_bp"] == pytest.approx(kept.iloc[-1])
    assert row["month_ago_level_bp"] == month.iloc[-1]
    assert math.isnan(row["year_ago_level_bp"])
    assert row["history_percentile_pct"] == row["ten_years_percentile_pct"] == pytest.approx((kept <= kept.iloc[-1]).mean() * 100)
    assert row["history_from"] == kept.index[0]
    assert made.loc["empty"].isna().all()
