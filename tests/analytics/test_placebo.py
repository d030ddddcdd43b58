"""An event against every other date: counted by hand, and by sorting."""

import math

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import THIRTY_YEAR_EDGES, series
from treasury.analytics.event_study import percent_reaction, reaction
from treasury.analytics.placebo import bars, others, placebo, standing
from treasury.analytics.then_and_now import Named


def test_the_placebo_compares_with_every_other_date_counted_by_hand() -> None:
    days = pd.bdate_range("2024-01-01", periods=120)
    values = pd.Series(np.random.default_rng(6).integers(300, 500, 120) / 100, index=days)
    day = days[60].date()
    got = placebo(values, day, (0, 5), since="2024-02-01")
    for session in (0, 5):
        changes = {d: reaction(values, d.date(), (session,)).iloc[0] for d in days if d >= pd.Timestamp("2024-02-01")}
        own = changes.pop(days[60])
        others = [change for change in changes.values() if not math.isnan(change)]
        as_large = [c >= own if own >= 0 else c <= own for c in others]
        expected = [own, len(others), 100 * sum(c <= own for c in others) / len(others), 100 * sum(as_large) / len(others)]
        assert got.loc[session].tolist() == pytest.approx(expected)


def test_the_placebo_keeps_clear_of_gaps_and_of_what_is_not_known() -> None:
    thirty = series(THIRTY_YEAR_EDGES, "30Y")
    got = placebo(thirty, "2002-02-13", (0, 1))
    assert got["of"].tolist() == [9, 7], "no change across the gap, and not the day's own"
    late = placebo(thirty, "2006-02-17", (0, 1))
    assert late.loc[0, "change_bp"] == -6
    assert late.loc[1, ["change_bp", "change_percentile_pct", "share_at_least_pct"]].isna().all()
    assert placebo(thirty.iloc[:0], "2006-02-17", (0,))["of"].tolist() == [0]
    assert placebo(thirty, "2002-02-13", (-1,))["change_bp"].tolist() == [0]


def test_percentiles_agree_with_a_count_over_sorted_windows() -> None:
    """Another way: every pair of values so many sessions apart, sorted, and the place of the event's own found in the list."""
    days = pd.bdate_range("2001-01-01", periods=3000)
    values = pd.Series((430 + np.random.default_rng(8).integers(-6, 7, 3000).cumsum() % 200) / 100, index=days)
    at, whole = 1700, [round(value * 100) for value in values]
    for session in (0, 1, 2, 5, 10, 20):
        pairs = [whole[start + 1 + session] - whole[start] for start in range(len(whole) - 1 - session)]
        own = pairs.pop(at - 1)
        smaller_or_equal = int(np.searchsorted(np.sort(pairs), own, side="right"))
        larger = len(pairs) - int(np.searchsorted(np.sort(pairs), own, side="left"))
        got = placebo(values, days[at].date(), (session,)).loc[session]
        assert got["of"] == len(pairs)
        assert got["change_bp"] == own
        assert got["change_percentile_pct"] == pytest.approx(100 * smaller_or_equal / len(pairs))
        as_large = larger if own >= 0 else smaller_or_equal
        assert got["share_at_least_pct"] == pytest.approx(100 * as_large / len(pairs))


def test_other_dates_are_measured_as_the_event_is_in_the_unit_of_the_series() -> None:
    days = pd.bdate_range("2024-01-01", periods=40)
    level = pd.Series(np.random.default_rng(9).uniform(90, 110, 40), index=days, name="dollar")
    found = others(Named("Dollar", level, "level"), days[20].date(), 2)
    for day, change in found.items():
        assert change == pytest.approx(percent_reaction(level, day.date(), (2,)).iloc[0])
    assert days[20] not in found.index
    points = others(Named("Stress", level - 100, "points"), days[20].date(), 0)
    assert points.loc[days[5]] == pytest.approx(level.iloc[5] - level.iloc[4])
    late = others(Named("Dollar", level, "level"), days[20].date(), 0, since=days[30].date())
    assert late.index[0] == days[30]


def test_standing_counts_a_fall_among_falls() -> None:
    compared = pd.Series([-9.0, -4.0, -4.0, 0.0, 5.0])
    assert standing(-4, compared) == (5, 60, 60)
    assert standing(5, compared) == (5, 100, 20)
    assert [math.isnan(part) for part in standing(math.nan, compared)] == [False, True, True]
    assert standing(1, compared.iloc[:0])[0] == 0


def test_bars_hold_every_change_once_and_reach_the_events_own() -> None:
    changes = pd.Series(np.random.default_rng(4).normal(0, 11, 5000).round())
    made = bars(changes, 230)
    assert made["count"].sum() == 5000
    assert len(made) <= 100
    assert (made["from"].iloc[1:].to_numpy() == made["to"].iloc[:-1].to_numpy()).all()
    assert made["from"].iloc[0] <= changes.min()
    assert made["to"].iloc[-1] > 230
    width = made["to"].iloc[0] - made["from"].iloc[0]
    assert width == 5
    for row in made.iloc[::7].itertuples():
        assert row.count == ((changes >= row[1]) & (changes < row.to)).sum()
    fine = bars(pd.Series([1.0, 1.0, 2.0]), math.nan)
    assert fine["count"].tolist() == [2, 1]
    assert fine["from"].tolist() == [0.5, 1.5]
    assert bars(changes.iloc[:0], 3).empty
