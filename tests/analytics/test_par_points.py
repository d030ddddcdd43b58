"""Yields between published par points: against numpy's own interpolation, at the ends, across missing points and days."""

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


def test_between_the_points_it_is_numpys_straight_line() -> None:
    years = np.linspace(1 / 12, 30, 200)
    points = [TENOR_YEARS[name] for name in CURVE]
    for row in (0, 1):
        expected = np.interp(years, points, CURVE.iloc[row].to_numpy())
        assert par_yield_at(CURVE, np.full(200, row), years) == pytest.approx(expected)


def test_a_point_that_a_day_lacks_is_skipped() -> None:
    curve = CURVE.assign(**{"20Y": [np.nan, 4.90]})
    made = par_yield_at(curve, np.array([0, 1]), np.array([20.0, 20.0]))
    assert made == pytest.approx([(4.54 + 4.75) / 2, 4.90])


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
