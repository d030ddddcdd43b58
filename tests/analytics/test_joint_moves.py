"""Moves of several markets over the same days, against direct counts and another library."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable

import pandas as pd
import pytest

from treasury.analytics import joint_moves

Snapshot = Callable[[str], pd.DataFrame]


def levels(yields: list[float | None], dollar: list[float | None], days: list[str]) -> pd.DataFrame:
    index = pd.to_datetime(days)
    return joint_moves.shared_days({"yield": pd.Series(yields, index=index), "dollar": pd.Series(dollar, index=index)})


@pytest.fixture(scope="module")
def pair(snapshot: Snapshot) -> pd.DataFrame:
    return joint_moves.shared_days({"yield": snapshot("par_yields")["10Y"], "dollar": snapshot("dollar_index")["DTWEXBGS"]})


KINDS: dict[str, joint_moves.Kind] = {"yield": "bp", "dollar": "pct"}


def test_a_holiday_of_one_market_joins_two_sessions_of_the_other() -> None:
    made = levels([4.26, 4.34, 4.40], [127.0, None, 125.0], ["2025-04-08", "2025-04-09", "2025-04-10"])
    moves = joint_moves.moves_together(made, KINDS)
    assert moves["yield_bp"].tolist()[1:] == [14.0]
    assert moves["dollar_pct"].tolist()[1:] == [pytest.approx((125 / 127 - 1) * 100, abs=1e-6)]


def test_no_move_across_more_than_seven_days_and_none_at_the_start() -> None:
    made = levels([4.0, 4.1, 4.2], [100.0, 99.0, 98.0], ["2025-04-01", "2025-04-08", "2025-04-16"])
    moves = joint_moves.moves_together(made, KINDS)
    assert moves["yield_bp"].isna().tolist() == [True, False, True]


def test_weeks_are_measured_from_their_last_shared_day_and_never_over_an_empty_week() -> None:
    days = ["2025-04-03", "2025-04-04", "2025-04-11", "2025-04-25", "2025-04-28"]  # none in the week of 14 April
    made = levels([4.06, 4.01, 4.48, 4.29, 4.23], [127.0, 126.0, 123.0, 122.0, 121.0], days)
    moves = joint_moves.moves_together(made, KINDS, "week")
    assert [f"{day:%m-%d}" for day in moves.index] == ["04-04", "04-11", "04-25", "04-28"]
    assert moves["yield_bp"].tolist()[1:2] == [47.0]
    assert moves["yield_bp"].isna().tolist() == [True, False, True, False]


def test_of_no_days_there_are_no_moves() -> None:
    made = levels([4.0], [None], ["2025-04-01"])
    for by in ("day", "week"):
        assert joint_moves.moves_together(made, KINDS, by).empty
    assert joint_moves.rarity(joint_moves.moves_together(made, KINDS), 5, 0.25).empty


def test_a_threshold_of_zero_takes_any_rise_and_no_standstill() -> None:
    moves = pd.Series([0.0, 0.1, -0.1, None])
    assert joint_moves.beyond(moves, 0).tolist() == [False, True, False, False]
    assert joint_moves.beyond(moves, 0.1).tolist() == [False, True, False, False]


@pytest.mark.parametrize(("rise", "fall"), [(5.0, 0.25), (0.0, 0.0), (10.0, 0.5)])
def test_how_rare_agrees_with_a_direct_count(pair: pd.DataFrame, rise: float, fall: float) -> None:
    moves = up = down = both = 0
    before = None
    for day, (now, dollar) in zip(pair.index, pair.to_numpy().tolist(), strict=True):
        if before is not None and (day - before[0]).days <= 7:
            rose, fell = round((now - before[1]) * 100, 6), round(-(dollar / before[2] - 1) * 100, 6)
            rises, falls = (rose >= rise if rise else rose > 0), (fell >= fall if fall else fell > 0)
            moves, up, down, both = moves + 1, up + rises, down + falls, both + (rises and falls)
        before = (day, now, dollar)
    made = joint_moves.rarity(joint_moves.moves_together(pair, KINDS), rise, fall, "all").iloc[0]
    assert [int(made[name]) for name in ("moves", "rises", "falls", "both")] == [moves, up, down, both]
    assert made["share_pct"] == pytest.approx(both / moves * 100)
    assert made["rises_share_pct"] == pytest.approx(both / up * 100)
    assert made["chance_share_pct"] == pytest.approx(up / moves * down / moves * 100)


def test_decades_and_years_add_up_to_all(pair: pd.DataFrame) -> None:
    moves = joint_moves.moves_together(pair, KINDS)
    every = joint_moves.rarity(moves, 5, 0.25, "all").iloc[0]
    for part in ("decade", "year"):
        made = joint_moves.rarity(moves, 5, 0.25, part)
        assert made[["moves", "both"]].sum().tolist() == every[["moves", "both"]].tolist()
    assert joint_moves.rarity(moves, 5, 0.25)["period"].tolist() == ["2000s", "2010s", "2020s"]


def test_a_correlation_agrees_with_the_textbook(pair: pd.DataFrame) -> None:
    moves = joint_moves.moves_together(pair, KINDS)
    made = joint_moves.rolling_correlation(moves, "yield_bp", "dollar_pct", 60)
    for day in ("2008-12-16", "2025-04-21", "2026-08-14"):
        window = moves.loc[:day].iloc[-60:]
        assert made[pd.Timestamp(day)] == pytest.approx(statistics.correlation(*(window[c].tolist() for c in window)))


def test_a_gap_and_a_standstill_have_no_correlation() -> None:
    index = pd.date_range("2025-04-01", periods=6)
    moves = pd.DataFrame({"a_bp": [1.0, 2, math.nan, 3, 4, 6], "b_pct": [1.0, 2, 3, 5, 4, 9]}, index=index)
    assert joint_moves.rolling_correlation(moves, "a_bp", "b_pct", 3).index.tolist() == [index[5]]
    still = moves.assign(b_pct=0.1)
    assert joint_moves.rolling_correlation(still, "a_bp", "b_pct", 3).empty
    with pytest.raises(ValueError, match="3 or more"):
        joint_moves.rolling_correlation(moves, "a_bp", "b_pct", 2)
