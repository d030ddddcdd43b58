"""The nowcast of the ACM premium: the regression, what it may know, and how its error is measured."""

import math

import numpy as np
import pandas as pd
import pytest

from treasury import calendar
from treasury.analytics import nowcast
from treasury.analytics.nowcast import CURVE, backtest, errors, weights

DAYS = calendar.business_days(pd.Timestamp("2024-01-02").date(), pd.Timestamp("2024-12-31").date())
TRUE = np.array([-0.1, -0.2, -0.3, 0.0, 0.1, 0.3, 0.4, 0.5])  # the premium as a mixture of tenors
SMALL = {"training": 60, "components": 5}


def curve(days: pd.DatetimeIndex = DAYS, seed: int = 1) -> pd.DataFrame:
    """Eight tenors that move by a level, a slope, a curvature and a little of their own."""
    random = np.random.default_rng(seed)
    shapes = np.array([np.ones(8), np.linspace(-1, 1, 8), np.cos(np.linspace(0, math.pi, 8) * 2)])
    steps = random.normal(0, [0.06, 0.03, 0.015], (len(days), 3)) @ shapes + random.normal(0, 0.004, (len(days), 8))
    return pd.DataFrame(4 + steps.cumsum(axis=0), index=days, columns=list(CURVE))


def premium(of: pd.DataFrame, noise: float = 0.0) -> pd.Series:
    made = of.to_numpy() @ TRUE - 2 + np.random.default_rng(2).normal(0, noise, len(of))
    return pd.Series(made, index=of.index, name="ACMTP10")


def test_with_all_components_it_is_the_least_squares_of_changes():
    shape, noisy = curve(), premium(curve(), 0.02)
    got = weights(noisy, shape, components=8)
    steps = shape.diff().iloc[1:].to_numpy()
    expected = np.linalg.lstsq(steps, noisy.diff().iloc[1:].to_numpy(), rcond=None)[0]
    assert got.to_numpy() == pytest.approx(expected)
    assert got.index.tolist() == list(CURVE)


def test_with_few_components_it_is_the_least_squares_on_their_scores():
    """The components by a singular value decomposition and the slopes by least squares: another way to the same weights."""
    shape, noisy = curve(), premium(curve(), 0.02)
    steps = shape.diff().iloc[1:].to_numpy()
    _, _, directions = np.linalg.svd(steps, full_matrices=False)
    scores = steps @ directions[:3].T
    slopes = np.linalg.lstsq(scores, noisy.diff().iloc[1:].to_numpy(), rcond=None)[0]
    assert weights(noisy, shape, components=3).to_numpy() == pytest.approx(directions[:3].T @ slopes)


def test_a_curve_that_moves_in_one_way_only_has_one_component():
    flat = pd.DataFrame({tenor: curve()["10Y"] for tenor in CURVE})
    got = weights(0.4 * flat["10Y"], flat)
    assert got.to_numpy() == pytest.approx(np.full(8, 0.4 / 8))


def test_no_change_is_taken_across_a_gap():
    shape = curve()
    broken = shape.drop(DAYS[100:110])
    lifted = premium(shape) + np.where(shape.index >= DAYS[110], 1.0, 0.0)  # jumps while nobody looks
    assert weights(lifted.drop(DAYS[100:110]), broken, components=8).to_numpy() == pytest.approx(TRUE)


def test_the_days_after_the_last_published_one_are_estimated_and_no_other():
    shape = curve()
    published = premium(shape).iloc[:-3]
    got = nowcast.nowcast(published, shape, training=60, components=8)
    assert got.index.tolist() == DAYS[-3:].tolist()
    assert got["days_ahead"].tolist() == [1, 2, 3]
    assert (got["base_date"] == DAYS[-4]).all()
    assert got["nowcast_pct"].tolist() == pytest.approx(premium(shape).iloc[-3:].tolist())


def test_a_curve_that_is_not_newer_gives_none():
    shape = curve()
    assert nowcast.nowcast(premium(shape), shape, **SMALL).empty
    assert nowcast.nowcast(premium(shape), shape.iloc[:-5], **SMALL).empty
    assert nowcast.nowcast(premium(shape).iloc[:60], shape, **SMALL).empty, "59 changes are fewer than 60"
    assert len(nowcast.nowcast(premium(shape).iloc[:61], shape, **SMALL)) == 20
    nothing = nowcast.nowcast(premium(shape).iloc[:0], shape.iloc[:0])
    assert nothing.empty
    assert nothing.columns.tolist() == ["base_date", "days_ahead", "nowcast_pct"]


def test_nothing_is_estimated_further_ahead_than_the_error_is_measured():
    shape = curve()
    got = nowcast.nowcast(premium(shape).iloc[:200], shape, **SMALL)
    assert got["days_ahead"].tolist() == list(range(1, 21))


def test_business_days_are_counted_where_the_curve_has_a_hole():
    shape = curve()
    holed = shape.drop(DAYS[200:205])
    got = nowcast.nowcast(premium(shape).iloc[:200], holed, **SMALL)
    assert got["days_ahead"].tolist() == list(range(6, 21))


def test_where_the_curve_misses_the_last_published_day_it_starts_from_the_last_common_one():
    shape = curve()
    published = premium(shape).iloc[:200]
    got = nowcast.nowcast(published, shape.drop(DAYS[199]), training=60, components=8)
    assert (got.index[0], got["base_date"].iloc[0], got["days_ahead"].iloc[0]) == (DAYS[200], DAYS[198], 2)
    assert got["nowcast_pct"].iloc[0] == pytest.approx(premium(shape).iloc[200])


def test_a_day_without_all_tenors_is_left_out():
    shape = curve()
    shape.loc[DAYS[-2], "30Y"] = math.nan
    assert nowcast.nowcast(premium(curve()).iloc[:-3], shape, **SMALL).index.tolist() == [DAYS[-3], DAYS[-1]]


def test_the_backtest_says_what_the_nowcast_would_have_said():
    shape, noisy = curve(), premium(curve(), 0.01)
    made = backtest(noisy.to_frame("only"), shape, edges=30, **SMALL)
    assert made["edge"].nunique() == 30
    for edge, own in made.groupby("edge"):
        expected = nowcast.nowcast(noisy.loc[:edge], shape, **SMALL)
        assert own.set_index("date")["nowcast_pct"].to_dict() == pytest.approx(expected["nowcast_pct"].to_dict())
        assert own["days_ahead"].tolist() == expected["days_ahead"].tolist()
        assert own["carried_bp"].tolist() == pytest.approx(((noisy[edge] - noisy[own["date"]]) * 100).tolist(), abs=1e-6)
    assert made["error_bp"].tolist() == pytest.approx(((made["nowcast_pct"] - made["published_pct"]) * 100).tolist(), abs=1e-6)
    assert not made["later_version"].any()


def test_what_comes_later_changes_no_earlier_nowcast():
    """Neither later figures, nor a later version of the history, nor the later curve may leak into an edge."""
    shape, noisy = curve(), premium(curve(), 0.01)
    cut = DAYS[-15]
    before = backtest(noisy.to_frame("only"), shape, edges=40, **SMALL)
    other_curve, other = shape.copy(), noisy.copy()
    other_curve.loc[other_curve.index > cut] += np.random.default_rng(9).normal(0, 1, (14, 8))
    other[other.index > cut] += 5
    after = backtest(other.to_frame("only"), other_curve, edges=40, **SMALL)
    known = before["date"] <= cut
    assert known.sum() > 200
    pd.testing.assert_frame_equal(before[known], after[after["date"] <= cut])
    published_later = backtest(other.to_frame("only"), shape, edges=40, **SMALL)
    until = before["edge"] <= cut
    pd.testing.assert_series_equal(before[until]["nowcast_pct"], published_later[until]["nowcast_pct"])
    late = until & (before["date"] > cut)
    assert (before[late]["error_bp"] - published_later[late]["error_bp"]).tolist() == pytest.approx([500.0] * late.sum())
    versions = pd.DataFrame({"then": noisy.loc[:cut], "now": noisy * 2 + 1})
    again = backtest(versions, shape, edges=40, **SMALL)
    pd.testing.assert_series_equal(before[known]["nowcast_pct"], again[again["date"] <= cut]["nowcast_pct"])


def test_each_edge_knows_the_first_version_that_reaches_it():
    """The second version is the first turned over: an edge it alone reaches is fitted on it, an earlier one is not."""
    shape = curve()
    then, cut = premium(shape).loc[: DAYS[-11]], DAYS[-11]
    now = 1 - premium(shape)
    made = backtest(pd.DataFrame({"then": then, "now": now}), shape, edges=20, training=60, components=8)
    last = made[made["edge"] == cut]
    assert last["later_version"].all()
    assert last["published_pct"].tolist() == pytest.approx(now.iloc[-10:].tolist())
    rises = (last["nowcast_pct"] - then.iloc[-1]).to_numpy()
    assert rises == pytest.approx((premium(shape).iloc[-10:] - then.iloc[-1]).to_numpy()), "by the first version's weights"
    own = made[made["edge"] > cut]
    assert not own["later_version"].any()
    assert own["error_bp"].abs().max() < 1e-6
    early = made[(made["edge"] < cut) & (made["date"] <= cut)]
    assert early["error_bp"].abs().max() < 1e-6
    assert not early["later_version"].any()


def test_errors_by_days_ahead_are_those_counted_by_hand():
    days = pd.to_datetime(["2026-06-04", "2026-06-05", "2026-06-08"])
    made = pd.DataFrame(
        {
            "edge": [*days, *days],
            "days_ahead": [1] * 3 + [2] * 3,
            "error_bp": [1.0, -2.0, 2.0, 4.0, 0.0, -5.0],
            "carried_bp": [3.0] * 6,
        }
    )
    got = errors(made)
    assert got["predictions"].tolist() == [3, 3]
    assert got["rmse_bp"].tolist() == pytest.approx([math.sqrt(9 / 3), math.sqrt(41 / 3)])
    assert got["mae_bp"].tolist() == pytest.approx([5 / 3, 3])
    assert got["worst_bp"].tolist() == [2, 5]
    assert got["carried_rmse_bp"].tolist() == pytest.approx([3, 3])
    assert errors(made, "2026-06-05")["mae_bp"].tolist() == [2, 2.5]
    assert errors(made.iloc[:0]).empty


def test_too_short_a_history_is_not_measured():
    shape = curve()
    made = backtest(premium(shape).to_frame("only"), shape)
    assert made.empty
    assert errors(made).empty
    nothing = backtest(premium(shape).iloc[:0].to_frame("only"), shape.iloc[:0])
    assert nothing.empty
