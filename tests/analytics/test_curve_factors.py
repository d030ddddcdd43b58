"""Level, slope and curvature: hand-worked cases, another decomposition, fixed signs, no change across a gap."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import embedded_par_yields
from treasury.analytics import curve_factors
from treasury.analytics.curve_factors import TENORS, change_in_factors, complete_changes, factors, scores


def changes() -> pd.DataFrame:
    return complete_changes(embedded_par_yields())


def test_another_decomposition_finds_the_same():
    """Singular values of the demeaned changes instead of eigenvectors of their covariance."""
    window = changes().loc["2015":"2024"]
    found = factors(window)
    centred = window.to_numpy() - window.to_numpy().mean(axis=0)
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    assert found.explained_pct.to_numpy() == pytest.approx(sizes[:3] ** 2 / (sizes**2).sum() * 100, abs=1e-9)
    for number, name in enumerate(curve_factors.NAMES):
        ours = found.loadings[name].to_numpy()
        assert abs(ours @ directions[number]) == pytest.approx(1, abs=1e-9)
        assert found.daily_bp[name].to_numpy() == pytest.approx(ours * sizes[number] / math.sqrt(len(window) - 1), abs=1e-9)
    assert found.count == len(window)


@pytest.mark.parametrize("start", ["1993-10-01", "2006-02-09", "2015-01-01", "2021-01-01", "2025-01-01"])
def test_signs_are_fixed_in_every_window_and_the_shapes_have_their_names(start):
    found = factors(changes().loc[:"2026-06-30"], start)
    level, slope, curvature = (found.loadings[name] for name in curve_factors.NAMES)
    assert (level > 0).all()
    assert slope["2Y"] < 0 < slope["30Y"]
    assert 2 * curvature["5Y"] - curvature["2Y"] - curvature["30Y"] > 0
    assert curvature["2Y"] < 0 < curvature["5Y"]
    assert found.explained_pct.is_monotonic_decreasing
    assert found.explained_pct.sum() > 97


def test_a_mirrored_history_has_the_same_loadings():
    window = changes().loc["2020":"2024"]
    pd.testing.assert_frame_equal(factors(window).loadings, factors(-window).loadings)


def test_scores_add_up_to_the_change_in_factors():
    window = changes().loc["2025-03-01":"2025-08-29"]
    found = factors(changes().loc["2020":"2024"])
    whole = window.sum()
    parts = change_in_factors(found, whole)
    assert parts[["level_bp", "slope_bp", "curvature_bp", "rest_bp"]].sum(axis="columns").to_numpy() == pytest.approx(
        whole.to_numpy(), abs=1e-5
    )
    added = scores(found, window).sum()
    assert added["level_bp"] == pytest.approx(parts["level_bp"].mean(), abs=1e-5)
    assert added["slope_bp"] == pytest.approx(parts["slope_bp"]["30Y"] - parts["slope_bp"]["2Y"], abs=1e-5)
    belly = 2 * parts["curvature_bp"]["5Y"] - parts["curvature_bp"]["2Y"] - parts["curvature_bp"]["30Y"]
    assert added["curvature_bp"] == pytest.approx(belly, abs=1e-5)


def test_a_parallel_move_is_mostly_level_and_a_steepening_is_positive_slope():
    found = factors(changes().loc["2020":"2024"])
    flat = scores(found, pd.DataFrame([[10.0] * len(TENORS)], columns=list(TENORS))).iloc[0]
    assert flat["level_bp"] == pytest.approx(10, abs=0.5)
    steeper = scores(found, pd.DataFrame([np.linspace(-10, 10, len(TENORS))], columns=list(TENORS))).iloc[0]
    assert steeper["slope_bp"] > 15


def test_no_change_is_taken_across_a_gap_or_from_a_day_with_a_tenor_missing():
    days = pd.to_datetime(["2002-02-14", "2002-02-15", "2006-02-09", "2006-02-10", "2006-02-13", "2006-02-14"])
    yields = pd.DataFrame({"2Y": [3.0, 3.1, 4.6, 4.7, math.nan, 4.8], "30Y": [5.4, 5.3, 4.5, 4.6, 4.6, 4.55]}, index=days)
    made = complete_changes(yields, ("2Y", "30Y"))
    assert [str(day.date()) for day in made.index] == ["2002-02-15", "2006-02-10", "2006-02-14"]
    assert made.to_numpy().tolist() == [[10, -10], [10, 10], [10, -5]]


def test_too_few_days_have_no_factors():
    window = changes()
    assert factors(window.iloc[: curve_factors.LEAST_DAYS - 1]) is None
    assert factors(window.iloc[: curve_factors.LEAST_DAYS]).count == curve_factors.LEAST_DAYS


def test_a_change_without_every_tenor_is_refused():
    with pytest.raises(KeyError):
        change_in_factors(factors(changes().loc["2020":"2024"]), pd.Series({"2Y": 1.0}))
