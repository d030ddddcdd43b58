"""Moves, their ranks, spreads and realised volatility."""

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import THIRTY_YEAR_EDGES, par_2025, series
from treasury.analytics.moves import (
    Rank,
    butterfly_bp,
    calendar_week_move,
    largest,
    move,
    moves_table,
    rank,
    ranks,
    realised_volatility,
    rolling_five_move,
    spread_bp,
)

TEN = par_2025()["10Y"]


def walk(sessions: int = 900, seed: int = 20250411) -> pd.Series:
    """A yield in whole basis points on weekdays, with holidays, a shut week and a long gap."""
    steps = np.random.default_rng(seed).integers(-12, 13, size=sessions)
    days = pd.bdate_range("2019-01-02", periods=sessions)
    made = pd.Series((400 + np.cumsum(steps)) / 100, index=days, name="10Y")
    return made.drop(made.index[[*range(0, 900, 37), *range(301, 306), *range(600, 640)]])


def test_a_move_is_the_difference_of_neighbours() -> None:
    got = move(TEN)
    assert got.name == "10Y"
    assert math.isnan(got.iloc[0])
    assert got["2025-04-07":"2025-04-11"].tolist() == [14, 11, 8, 6, 8]


def test_a_move_over_good_friday_counts_and_one_over_eight_days_does_not() -> None:
    assert move(TEN)["2025-04-21"] == 8
    apart = {"2025-01-02": 4.00, "2025-01-09": 4.10, "2025-01-17": 4.30}
    assert move(series(apart)).iloc[1] == 10  # seven days
    assert math.isnan(move(series(apart)).iloc[2])  # eight


def test_a_day_without_a_figure_is_no_observation() -> None:
    holed = series({"2010-10-08": 2.41, "2010-10-11": math.nan, "2010-10-12": 2.44})
    assert move(holed).to_dict() == pytest.approx(
        {pd.Timestamp("2010-10-08"): math.nan, pd.Timestamp("2010-10-12"): 3}, nan_ok=True
    )


@pytest.mark.parametrize("measure", [move, calendar_week_move, rolling_five_move])
def test_no_definition_reaches_across_the_gap_of_the_30_year(measure) -> None:  # type: ignore[no-untyped-def]
    got = measure(series(THIRTY_YEAR_EDGES))
    assert math.isnan(got["2006-02-09":].iloc[0])


def test_what_follows_the_gap_is_measured_again() -> None:
    thirty = series(THIRTY_YEAR_EDGES)
    assert move(thirty)["2006-02-10"] == 4
    assert calendar_week_move(thirty)["2006-02-17"] == -4
    assert rolling_five_move(thirty)["2006-02-15":].isna().tolist() == [True, False, False]
    assert rolling_five_move(thirty)["2006-02-16"] == 6


def test_the_week_of_11_april_2025_is_47_bp_on_the_10_year() -> None:
    weeks = calendar_week_move(TEN)
    assert weeks["2025-04-11"] == 47
    assert weeks.index.strftime("%m-%d").tolist() == ["04-04", "04-11", "04-17", "04-22"]
    assert weeks["2025-04-17"] == -14  # ends on Thursday, before Good Friday


def test_a_week_after_an_empty_week_is_missing_even_where_ten_days_would_reach() -> None:
    got = calendar_week_move(series({"2025-01-03": 4.60, "2025-01-10": 4.77, "2025-01-21": 4.57, "2025-01-24": 4.63}))
    assert got.tolist() == pytest.approx([math.nan, 17, math.nan], nan_ok=True)


def test_a_week_that_ends_on_monday_still_has_a_move() -> None:
    got = calendar_week_move(series({"2025-01-03": 4.60, "2025-01-06": 4.62, "2025-01-17": 4.61}))
    assert got.tolist() == pytest.approx([math.nan, 2, -1], nan_ok=True)


def test_weeks_are_iso_weeks_at_the_turn_of_the_year() -> None:
    got = calendar_week_move(
        series({"2024-12-27": 4.62, "2024-12-30": 4.55, "2024-12-31": 4.58, "2025-01-02": 4.57, "2025-01-03": 4.60})
    )
    assert got.to_dict() == pytest.approx({pd.Timestamp("2024-12-27"): math.nan, pd.Timestamp("2025-01-03"): -2}, nan_ok=True)


def test_rolling_five_equals_the_calendar_week_only_where_no_holiday_falls() -> None:
    got = rolling_five_move(TEN)
    assert got["2025-04-11"] == 47
    assert got["2025-04-17"] == -6  # 4.34 - 4.40 on the 10th
    assert got.iloc[:5].isna().all()


def test_every_definition_agrees_with_plain_loops() -> None:
    held = [(day.date(), value) for day, value in walk().items()]
    days, weeks, fives = move(walk()), calendar_week_move(walk()), rolling_five_move(walk())
    by_week: dict[tuple[int, int], tuple[date, float]] = {}
    for number, (day, value) in enumerate(held):
        by_week[day.isocalendar()[:2]] = (day, value)
        near = [held[k][0] - held[k - 1][0] <= timedelta(days=7) for k in range(1, number + 1)]
        one = round((value - held[number - 1][1]) * 100) if number and near[-1] else None
        five = round((value - held[number - 5][1]) * 100) if number >= 5 and all(near[-5:]) else None
        stamp = pd.Timestamp(day)
        assert (None if math.isnan(days[stamp]) else days[stamp]) == one
        assert (None if math.isnan(fives[stamp]) else fives[stamp]) == five
    for end, value in by_week.values():
        before = by_week.get((end - timedelta(days=7)).isocalendar()[:2])
        expected = None if before is None else round((value - before[1]) * 100)
        got = weeks[pd.Timestamp(end)]
        assert (None if math.isnan(got) else got) == expected
    assert len(weeks) == len(by_week)


def counted(moves: pd.Series, day: pd.Timestamp, since: str) -> tuple[int, int, int]:
    """Rank, population and ties, counted one by one."""
    inside = [value for when, value in moves.items() if when >= pd.Timestamp(since) and not math.isnan(value)]
    own = moves[day]
    larger = sum(1 for value in inside if (value > own if own >= 0 else value < own))
    return larger + 1, len(inside), sum(1 for value in inside if value == own) - 1


@pytest.mark.parametrize("measure", [move, calendar_week_move, rolling_five_move])
def test_ranks_agree_with_a_direct_count(measure) -> None:  # type: ignore[no-untyped-def]
    moves = measure(walk())
    for when in moves.dropna().index[::9]:
        if when < pd.Timestamp("2020-01-01") or moves[when] == 0:
            continue
        got = rank(moves, when.date(), since="2020-01-01")
        assert (got.rank, got.of, got.ties) == counted(moves, when, "2020-01-01")
        as_large = [
            day.date()
            for day, value in moves.items()
            if day < when and (value >= got.value_bp if moves[when] >= 0 else value <= got.value_bp)
        ]
        assert got.largest_since == (as_large[-1] if as_large else None)


def test_a_rank_carries_its_definition_start_and_series() -> None:
    weeks = calendar_week_move(TEN)
    assert rank(weeks, "2025-04-11", since="2025-01-01", definition="calendar_week") == Rank(
        series="10Y",
        definition="calendar_week",
        since=date(2025, 1, 1),
        until=date(2025, 4, 22),
        of=3,
        history_from=date(2025, 4, 11),
        moved_on=date(2025, 4, 11),
        value_bp=47.0,
        direction="rise",
        rank=1,
        ties=0,
        largest_since=None,
    )


def test_equal_moves_share_the_better_rank_and_are_the_largest_since_each_other() -> None:
    moves = series({"2025-01-06": 30, "2025-01-07": 50, "2025-01-08": 30, "2025-01-09": 10})
    third = rank(moves, "2025-01-08")
    assert (third.rank, third.ties, third.largest_since) == (2, 1, date(2025, 1, 7))
    assert rank(moves, "2025-01-09").rank == 4
    assert rank(moves, "2025-01-07").largest_since is None
    equal = rank(moves.drop(pd.Timestamp("2025-01-07")), "2025-01-08")
    assert (equal.rank, equal.largest_since) == (1, date(2025, 1, 6))


def test_a_fall_ranks_among_falls() -> None:
    got = rank(move(TEN), "2025-04-03")
    assert (got.value_bp, got.direction, got.rank, got.of) == (-14, "fall", 1, 15)
    assert rank(move(TEN), "2025-04-04").largest_since == date(2025, 4, 3)


def test_largest_since_looks_before_the_start_date_and_until_ends_the_population() -> None:
    moves = series({"2001-11-16": 57, "2020-03-20": 20, "2025-04-11": 47, "2026-09-25": 60})
    got = rank(moves, "2025-04-11", since="2002-01-01")
    assert (got.rank, got.of, got.largest_since) == (2, 3, date(2001, 11, 16))
    then = rank(moves, "2025-04-11", since="2002-01-01", until="2025-04-11")
    assert (then.rank, then.of, then.until) == (1, 2, date(2025, 4, 11))


def test_the_move_of_a_weekend_is_that_of_the_next_session() -> None:
    got = rank(move(TEN), "2025-04-05")
    assert (got.moved_on, got.value_bp) == (date(2025, 4, 7), 14)
    week = rank(calendar_week_move(TEN), date(2025, 4, 9), definition="calendar_week")
    assert (week.moved_on, week.value_bp) == (date(2025, 4, 11), 47)


def test_without_a_move_there_is_no_rank() -> None:
    moves = move(TEN)
    first = rank(moves, "2025-03-31")
    assert (first.moved_on, first.value_bp, first.rank, first.direction, first.of) == (date(2025, 3, 31), None, None, None, 15)
    assert rank(moves, "2025-06-01").moved_on is None
    assert rank(series({"2025-01-02": 1.0, "2025-04-11": 2.0}), "2025-04-03").moved_on is None  # eight days ahead
    assert rank(series({"2025-01-02": 1.0, "2025-04-11": 2.0}), "2025-04-04").value_bp == 2
    early = rank(moves, "2025-04-01", since="2025-04-03")
    assert (early.value_bp, early.rank, early.ties) == (-6, None, None)
    nothing = rank(moves.iloc[:0], "2025-04-01")
    assert (nothing.of, nothing.since, nothing.history_from, nothing.rank) == (0, None, None, None)


def test_all_definitions_stand_side_by_side() -> None:
    got = {found.definition: (found.value_bp, found.rank) for found in ranks(TEN, "2025-04-11")}
    assert got == {"day": (8, 3), "calendar_week": (47, 1), "rolling_five": (47, 1)}


def test_the_moves_table_gives_changes_and_percentiles() -> None:
    got = moves_table(par_2025(), "2025-04-12")
    assert got.index.tolist() == ["2Y", "5Y", "10Y", "30Y"]
    ten = got.loc["10Y"]
    assert ten["date"] == pd.Timestamp("2025-04-11")
    assert ten[["last_pct", "day_bp", "week_bp", "calendar_week_bp"]].tolist() == [4.48, 8, 47, 47]
    assert ten["day_percentile_pct"] == pytest.approx(7 / 9 * 100)  # of nine moves only 14 and 11 are larger
    assert ten["calendar_week_percentile_pct"] == 100
    assert math.isnan(ten["month_bp"])
    assert math.isnan(ten["year_to_date_bp"])
    assert got["date"].dtype == "datetime64[us]"


def test_month_and_year_to_date_start_from_the_last_value_on_or_before() -> None:
    got = moves_table(
        series({"2024-12-30": 4.55, "2024-12-31": 4.58, "2025-03-10": 4.22, "2025-03-12": 4.32, "2025-04-11": 4.48}).to_frame(),
        date(2025, 4, 11),
    ).loc["10Y"]
    assert got["month_bp"] == 26  # 11 March is missing here: from the 10th
    assert got["year_to_date_bp"] == -10
    assert math.isnan(got["day_bp"])
    assert math.isnan(got["week_bp"])
    assert math.isnan(got["day_percentile_pct"])


def test_a_tenor_that_ended_has_no_last_value() -> None:
    frame = pd.DataFrame({"10Y": TEN, "30Y": TEN.where(TEN.index < "2025-04-03")})
    got = moves_table(frame, "2025-04-22")
    assert got.loc["30Y"].isna().all()
    assert got.loc["10Y", "last_pct"] == 4.41


def test_a_value_seven_days_old_is_the_last_and_one_eight_days_old_is_not() -> None:
    frame = TEN[:"2025-04-11"].to_frame()
    assert moves_table(frame, "2025-04-18").loc["10Y", "last_pct"] == 4.48
    assert math.isnan(moves_table(frame, "2025-04-19").loc["10Y", "last_pct"])


def test_realised_volatility_is_the_sample_deviation_scaled_to_a_year() -> None:
    steps = [3, -5, 7, 0, 2, -1, 4, -6, 8, 1, -2, 3, 5, -4, 0, 2, -7, 6, 1, -3, 4]
    days = pd.bdate_range("2025-01-06", periods=22)
    got = realised_volatility(pd.Series([4.0, *(4 + np.cumsum(steps) / 100)], index=days))
    mean = sum(steps) / 21
    assert got.iloc[-1] == pytest.approx(math.sqrt(sum((step - mean) ** 2 for step in steps) / 20) * math.sqrt(252))
    assert got.iloc[:-1].isna().all()


def test_realised_volatility_pauses_for_21_sessions_after_a_gap() -> None:
    days = [*pd.bdate_range("2025-01-06", periods=30), *pd.bdate_range("2025-04-07", periods=30)]
    flat = pd.Series(4 + np.arange(60) % 2 / 100, index=pd.DatetimeIndex(days))
    assert realised_volatility(flat).iloc[30:].isna().sum() == 21


def test_spreads_and_butterflies_are_named_in_the_words_of_the_field() -> None:
    par = par_2025()
    slope = spread_bp(par, "10Y", "2Y")
    assert (slope.name, slope["2025-04-11"], slope["2025-04-04"]) == ("slope_2s10s_bp", 52, 33)
    fly = butterfly_bp(par, "2Y", "5Y", "10Y")
    assert (fly.name, fly["2025-04-11"]) == ("fly_2s5s10s_bp", -14)
    bills = par.rename(columns={"2Y": "3M"})
    assert spread_bp(bills, "10Y", "3M").name == "slope_3m10y_bp"


def test_a_spread_is_missing_where_a_leg_is() -> None:
    par = par_2025()
    par.loc["2025-04-09", "2Y"] = np.nan
    assert math.isnan(spread_bp(par, "10Y", "2Y")["2025-04-09"])
    assert math.isnan(butterfly_bp(par, "2Y", "5Y", "10Y")["2025-04-09"])


def test_dates_out_of_order_or_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="'10Y' must be ascending and unique"):
        move(TEN.iloc[::-1])
    with pytest.raises(ValueError, match="ascending and unique"):
        calendar_week_move(pd.concat([TEN.iloc[:1], TEN]))


@pytest.mark.parametrize("measure", [move, calendar_week_move, rolling_five_move, realised_volatility])
def test_a_series_without_observations_stays_empty(measure) -> None:  # type: ignore[no-untyped-def]
    assert measure(TEN * np.nan).empty


def test_no_move_at_all_has_no_rank() -> None:
    days = pd.to_datetime(["2025-11-03", "2025-11-04", "2025-11-05"])
    found = rank(pd.Series([4.0, -2.0, 0.0], index=days), "2025-11-05")
    assert (found.value_bp, found.rank, found.direction, found.largest_since) == (0.0, None, None, None)


def test_every_change_has_its_percentile_among_changes_over_the_same_span() -> None:
    """Against a count by hand: month by month 10, -20, 30 and 5; from 9 May there is nothing a month earlier."""
    rows = {"2025-01-10": 4.0, "2025-02-10": 4.1, "2025-03-10": 3.9, "2025-04-10": 4.2, "2025-05-09": 4.21, "2025-05-10": 4.25}
    got = moves_table(series(rows).to_frame(), "2025-05-10").loc["10Y"]
    assert got["month_bp"] == 5
    assert got["month_percentile_pct"] == 50
    assert math.isnan(got["week_percentile_pct"])
    week = moves_table(par_2025(), "2025-04-11").loc["10Y"]
    by_hand = [(TEN[day] - TEN[day - timedelta(days=7)]) * 100 for day in TEN.index[TEN.index <= "2025-04-11"][5:]]
    assert week["week_bp"] == pytest.approx(by_hand[-1])
    assert week["week_percentile_pct"] == 100
    assert max(by_hand) == by_hand[-1]


def test_the_year_to_date_is_compared_with_ten_other_years_at_the_same_day() -> None:
    rises = [5, -10, 20, 15, 40, -3, 8, 12, 60, 25]
    rows = {}
    for number, rise in enumerate(rises):
        rows |= {f"{2014 + number}-12-31": 4.0, f"{2015 + number}-04-10": 4.0 + rise / 100}
        rows |= {f"{2015 + number}-07-01": 9.0}  # later in the year: does not count
    table = series(dict(sorted(rows.items()))).to_frame()
    got = moves_table(table, "2024-04-11").loc["10Y"]
    assert got["year_to_date_bp"] == 25
    assert got["year_to_date_percentile_pct"] == 80, "only 40 and 60 are larger"
    fewer = moves_table(table.loc["2015-12-31":], "2024-04-11").loc["10Y"]
    assert fewer["year_to_date_bp"] == 25
    assert math.isnan(fewer["year_to_date_percentile_pct"]), "nine years say too little"


def test_a_year_to_date_on_29_february_meets_the_28th_of_other_years() -> None:
    rows = {f"{year}-12-31": 4.0 for year in range(2013, 2024)} | {f"{year}-02-28": 4.1 for year in range(2014, 2024)}
    got = moves_table(series(dict(sorted((rows | {"2024-02-29": 4.2}).items()))).to_frame(), "2024-02-29").loc["10Y"]
    assert (got["year_to_date_bp"], got["year_to_date_percentile_pct"]) == (20, 100)


def test_the_largest_moves_are_those_a_sort_finds() -> None:
    steps = np.random.default_rng(3).integers(-30, 31, 400)
    days = pd.bdate_range("2024-01-01", periods=400)
    made = pd.Series(5 + np.cumsum(steps) / 100, index=days, name="10Y")
    got = largest(made, "day", "fall", since="2024-06-03", count=20)
    counted = [int(step) for step, day in zip(steps, days, strict=True) if day >= pd.Timestamp("2024-06-03")]
    assert got["value_bp"].tolist() == sorted(counted)[:20]
    assert got["rank"].tolist() == [1 + sum(one < value for one in counted) for value in got["value_bp"]]
    assert ((got["to_pct"] - got["from_pct"]) * 100).tolist() == pytest.approx(got["value_bp"].tolist())
    for row in got.itertuples():
        assert row.from_date == days[days.get_loc(row.moved_on) - 1]


def test_largest_by_week_and_by_five_observations_name_where_they_start() -> None:
    week = largest(TEN, "calendar_week", "rise")
    assert week[["from_date", "moved_on"]].iloc[0].tolist() == [pd.Timestamp("2025-04-04"), pd.Timestamp("2025-04-11")]
    assert week["value_bp"].iloc[0] == 47
    five = largest(TEN, "rolling_five", "rise", count=1)
    assert five[["from_date", "moved_on"]].iloc[0].tolist() == [pd.Timestamp("2025-04-04"), pd.Timestamp("2025-04-11")]


def test_equal_moves_share_a_rank_and_the_later_stands_first() -> None:
    got = largest(series({"2025-04-07": 4.0, "2025-04-08": 4.1, "2025-04-09": 4.2, "2025-04-10": 4.25}), "day", "rise")
    assert got["rank"].tolist() == [1, 1, 3]
    assert got["moved_on"].dt.day.tolist() == [9, 8, 10]


def test_largest_of_nothing_is_empty() -> None:
    assert largest(TEN.iloc[:1], "calendar_week", "rise").empty
    assert largest(TEN.iloc[:0], "day", "fall").columns.tolist() == [
        "rank",
        "from_date",
        "moved_on",
        "value_bp",
        "from_pct",
        "to_pct",
    ]
