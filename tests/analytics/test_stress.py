"""Triple sell-off days and episodes: listed by date, against a direct count, and with other thresholds."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest

from treasury.analytics import stress
from treasury.analytics.stress import OFR_EQUITY, SP500, Thresholds

Snapshot = Callable[[str], pd.DataFrame]
OFR = Thresholds(5.0, 0.25, 0.005)


@pytest.fixture(scope="module")
def levels(snapshot: Snapshot) -> pd.DataFrame:
    """The 10-year, the broad dollar index and the OFR's equity-valuation part, on the days of all three."""
    yields, dollar = snapshot("par_yields")["10Y"], snapshot("dollar_index")["DTWEXBGS"]
    return stress.three_levels(yields, dollar, snapshot("financial_stress")["equity_valuation"], OFR_EQUITY)


def found(levels: pd.DataFrame, limits: Thresholds, first: str = "2016", last: str = "2025") -> list[str]:
    days = stress.triple_days(stress.three_moves(levels, OFR_EQUITY).loc[first:last], OFR_EQUITY, limits)
    return [f"{day:%Y-%m-%d}" for day in days.index]


def counted(levels: pd.DataFrame, limits: Thresholds) -> list[str]:
    """The same days of 2016 to 2025, by walking through the levels one by one."""
    made, before = [], None
    for day, values in zip(levels.index, levels.to_numpy().tolist(), strict=True):
        if before is not None and (day - before[0]).days <= 7 and 2016 <= day.year <= 2025:
            up = round((values[0] - before[1][0]) * 100, 6)
            down = round((1 - values[1] / before[1][1]) * 100, 6)
            sold = round(values[2] - before[1][2], 6)
            sizes = zip((up, down, sold), (limits.rise_bp, limits.fall_pct, limits.stocks), strict=True)
            if all(move >= size if size else move > 0 for move, size in sizes):
                made.append(f"{day:%Y-%m-%d}")
        before = (day, values)
    return made


def test_the_days_of_2016_to_2025_by_date(levels: pd.DataFrame) -> None:
    assert found(levels, OFR) == ["2018-01-02", "2018-07-20", "2021-02-19", "2021-03-18", "2025-04-21", "2025-05-21"]


@pytest.mark.parametrize(
    ("limits", "number"),
    [
        (Thresholds(0, 0, 0), 154),
        (Thresholds(5, 0.25, 0), 8),
        (Thresholds(5, 0, 0.02), 14),
        (Thresholds(0, 0.25, 0.02), 11),
        (Thresholds(5, 0.25, 0.02), 3),
        (Thresholds(8, 0.25, 0.02), 1),
    ],
)
def test_they_agree_with_a_direct_count_at_any_thresholds(levels: pd.DataFrame, limits: Thresholds, number: int) -> None:
    assert found(levels, limits) == counted(levels, limits)
    assert len(found(levels, limits)) == number


def test_each_threshold_takes_days_away(levels: pd.DataFrame) -> None:
    days = found(levels, OFR)
    assert found(levels, Thresholds(5, 0.25, 0.02)) == ["2018-01-02", "2021-02-19", "2021-03-18"]
    for limits in (Thresholds(0, 0.25, 0.005), Thresholds(5, 0, 0.005), Thresholds(5, 0.25, 0)):
        assert set(days) < set(found(levels, limits))


def shares(values: list[float], *, yields: list[float] | None = None, dollar: list[float] | None = None) -> pd.DataFrame:
    """Levels by business day from Monday 7 April 2025, with made-up share prices."""
    index = pd.date_range("2025-04-07", periods=len(values), freq="B")
    made = {"yield": yields or [4.0 + 0.06 * n for n in range(len(values))]}
    made["dollar"] = dollar or [100 - 0.3 * n for n in range(len(values))]
    return pd.DataFrame(made | {"sp500": values}, index=index)


def test_shares_fall_in_a_sell_off_and_the_stress_part_rises() -> None:
    moves = stress.three_moves(shares([100.0, 99.0, 99.6, 99.0]), SP500)
    assert [day.day for day in stress.triple_days(moves, SP500, Thresholds()).index] == [8, 10]
    part = moves.rename(columns={"sp500_pct": "ofr_equity_valuation_change"})
    assert [day.day for day in stress.triple_days(part, OFR_EQUITY, Thresholds()).index] == [9]


def test_a_move_as_large_as_the_threshold_counts_and_each_of_the_three_is_needed() -> None:
    moves = pd.DataFrame(
        {
            "yield_bp": [5.0, 4.9, 5.0, 5.0, math.nan],
            "dollar_pct": [-0.25, -0.25, -0.24, -0.25, -0.25],
            "sp500_pct": [-0.5, -0.5, -0.5, -0.49, -0.5],
        },
        index=pd.date_range("2025-04-07", periods=5),
    )
    made = stress.triple_days(moves, SP500, Thresholds())
    assert made.index.tolist() == [moves.index[0]]
    assert made["stock_measure"].tolist() == ["S&P 500"]


def test_episodes_join_days_up_to_so_many_sessions_apart() -> None:
    levels = shares([100.0, 99, 98, 98, 98, 97, 97, 97])
    days = levels.index[[1, 2, 5, 7]]
    assert stress.episodes(levels, days, SP500, 1)["triple_days"].tolist() == [2, 1, 1]
    assert stress.episodes(levels, days, SP500, 2)["triple_days"].tolist() == [2, 2]
    one = stress.episodes(levels, days, SP500, 3)
    assert one[["triple_days", "sessions"]].to_numpy().tolist() == [[4, 7]]
    assert one["yield_bp"].tolist() == [42.0]
    assert one["sp500_pct"].tolist() == [-3.0]
    assert one["dollar_pct"].tolist() == [-2.1]
    assert [f"{one[name].iloc[0]:%m-%d}" for name in ("from_date", "first_day", "last_day")] == ["04-07", "04-08", "04-16"]


def test_without_a_triple_day_there_is_no_episode() -> None:
    levels = shares([100.0, 99, 98])
    made = stress.episodes(levels, levels.index[:0], SP500)
    assert made.empty
    assert {"episode", "first_day", "sp500_pct"} <= set(made.columns)


def test_episodes_hold_every_triple_day_once(levels: pd.DataFrame) -> None:
    days = stress.triple_days(stress.three_moves(levels, OFR_EQUITY), OFR_EQUITY, Thresholds(0, 0, 0)).index
    for apart in (1, 5, 20):
        made = stress.episodes(levels, pd.DatetimeIndex(days), OFR_EQUITY, apart)
        assert made["triple_days"].sum() == len(days)
        assert (made["last_day"].shift() < made["first_day"])[1:].all()
