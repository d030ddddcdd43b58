"""Yields between published par points: at the points and between, at the ends, across missing points and days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from treasury.analytics.par_points import par_yield_at, rows_before, rows_on
from treasury.tenors import TENOR_YEARS

DAY = pd.to_datetime
CURVE = pd.DataFrame(
    {"1M": [4.35, 4.36], "3M": [4.33, 4.31], "2Y": [4.29, 4.36], "10Y": [4.54, 4.62], "20Y": [4.80, 4.90], "30Y": [4.75, 4.83]},
    index=DAY(["2025-02-11", "2025-02-12"]),
)


def test_at_the_points_it_is_the_curve_and_between_them_it_stays_between() -> None:
    points = np.array([TENOR_YEARS[name] for name in CURVE])
    years = np.linspace(1 / 12, 30, 200)
    for row in (0, 1):
        published = CURVE.iloc[row].to_numpy()
        assert par_yield_at(CURVE, np.full(len(points), row), points) == pytest.approx(published)
        made = par_yield_at(CURVE, np.full(200, row), years)
        right = np.clip(np.searchsorted(points, years), 1, len(points) - 1)
        low, high = np.sort(np.vstack([published[right - 1], published[right]]), axis=0)
        assert ((made >= low - 1e-9) & (made <= high + 1e-9)).all()


def test_near_a_point_it_lies_near_a_straight_line() -> None:
    """Ten years less a day, which an auction of the 10-year has: a hundredth of a basis point from the line to 2 years."""
    made = par_yield_at(CURVE, np.array([0]), np.array([10 - 1 / 365.25]))[0]
    assert made == pytest.approx(4.54 - (4.54 - 4.29) / 8 / 365.25, abs=1e-4)


def test_a_point_that_a_day_lacks_is_skipped() -> None:
    with_gap, without = CURVE.assign(**{"20Y": [np.nan, 4.90]}), CURVE.drop(columns="20Y")
    made = par_yield_at(with_gap, np.array([0, 1]), np.array([20.0, 20.0]))
    assert made == pytest.approx([par_yield_at(without, np.array([0]), np.array([20.0]))[0], 4.90])


def test_a_day_with_one_point_has_that_one_alone() -> None:
    one = pd.DataFrame({"5Y": [np.nan], "10Y": [1.95]}, index=CURVE.index[:1])
    rows, years = np.array([0, 0]), np.array([10.0, 5.0])
    assert par_yield_at(one, rows, years)[0] == 1.95
    assert np.isnan(par_yield_at(one, rows, years)[1])
    assert par_yield_at(one, rows, years, flat=True).tolist() == [1.95, 1.95]


@pytest.mark.parametrize(
    ("years", "expected"),
    [(28 / 365.25, 4.35), (27 / 365.25, 4.35), (26 / 365.25, None), (10_958 / 365.25, 4.75), (30.1, None), (float("nan"), None)],
)
def test_at_the_ends(years: float, expected: float | None) -> None:
    made = par_yield_at(CURVE, np.array([0]), np.array([years]))[0]
    assert np.isnan(made) if expected is None else made == expected


def test_no_row_no_curve() -> None:
    assert np.isnan(par_yield_at(CURVE, np.array([-1]), np.array([10.0]))).all()
    assert np.isnan(par_yield_at(CURVE.iloc[:0], np.array([-1, 0]), np.array([10.0, 2.0]))).all()
    days = pd.Series(DAY(["2025-02-12"]))
    assert rows_before(CURVE.iloc[:0], days).tolist() == [-1]
    assert rows_on(CURVE.iloc[:0], days, 1).tolist() == [-1]


def test_the_day_before_and_the_sessions_after() -> None:
    curve = pd.DataFrame({"10Y": range(4)}, index=DAY(["2025-04-16", "2025-04-17", "2025-04-21", "2025-05-05"]))
    days = pd.Series(DAY(["2025-04-17", "2025-04-21", "2025-04-28", "2025-04-29"]))
    assert rows_before(curve, days).tolist() == [0, 1, 2, -1]  # Good Friday skipped; seven days is near enough, eight is not
    days = pd.Series(DAY(["2025-04-17", "2025-04-21", "2025-04-18"]))
    assert rows_on(curve, days).tolist() == [1, 2, -1]
    assert rows_on(curve, days, 1).tolist() == [2, -1, -1]  # fourteen days lie between the last two
