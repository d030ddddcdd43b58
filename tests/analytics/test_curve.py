"""The fitted curve: it reprices what it was fitted to, and its zeros stand beside those that the Federal Reserve publishes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import QuantLib as ql

from tests.analytics.published import embedded_par_yields
from treasury.analytics import curve
from treasury.settings import ROOT
from treasury.tenors import TENOR_YEARS, TENORS

# Par yields, percent, "Daily Treasury Par Yield Curve Rates", US Department of the Treasury: the first day on or after 15 June of
# every fourth year from 1990, and of 2025. In the order of TENORS; - is no figure.
PAR = """
1990-06-15 - - - 7.95 - 8.04 8.05 8.33 8.37 8.41 8.49 8.46 - 8.43
1994-06-15 - - - 4.23 - 4.66 5.19 5.88 6.23 6.67 6.88 7.10 7.53 7.41
1998-06-15 - - - 5.16 - 5.29 5.33 5.43 5.41 5.42 5.45 5.38 5.70 5.61
2002-06-17 1.70 - - 1.74 - 1.85 2.20 2.96 3.44 4.14 4.57 4.89 5.61 -
2006-06-15 4.60 - - 4.85 - 5.16 5.15 5.14 5.10 5.08 5.08 5.10 5.27 5.13
2010-06-15 0.03 - - 0.09 - 0.16 0.31 0.79 1.26 2.10 2.77 3.32 4.06 4.23
2014-06-16 0.03 - - 0.04 - 0.07 0.11 0.49 0.95 1.71 2.21 2.61 3.14 3.40
2018-06-15 1.82 - - 1.94 - 2.07 2.35 2.55 2.68 2.81 2.89 2.93 2.98 3.05
2022-06-15 1.21 - 1.56 1.74 - 2.32 2.93 3.20 3.35 3.38 3.39 3.33 3.64 3.39
2025-06-16 4.24 4.36 4.47 4.43 4.40 4.32 4.10 3.97 3.93 4.04 4.23 4.46 4.97 4.96
"""
# Fitted zeros of the same days, percent, continuously compounded (SVENY01 …): "Nominal Yield Curve", feds200628, Board of
# Governors of the Federal Reserve System.
MATURITIES = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30)
FED_ZEROS = """
1990-06-15 8.0101 8.1555 8.2380 8.3233 8.3690 8.4044 8.4126 8.3812 8.3245 8.2517
1994-06-15 5.1670 5.8123 6.1971 6.6230 6.8895 7.2067 7.5714 7.7038 7.6403 7.4433
1998-06-15 5.4062 5.3809 5.3610 5.3792 5.4229 5.4944 5.5989 5.6779 5.7339 5.7710
2002-06-17 2.1216 2.9329 3.4936 4.2312 4.7332 5.2460 5.7080 5.8752 5.8752 5.7835
2006-06-15 5.1610 5.0978 5.0327 4.9751 5.0089 5.1288 5.2725 5.2471 5.0842 4.8389
2010-06-15 0.4086 0.7859 1.2532 2.1660 2.8910 3.6110 4.1798 4.3708 4.4110 4.3930
2014-06-16 0.1305 0.4916 0.9580 1.7321 2.2419 2.7084 3.1242 3.3479 3.4852 3.5773
2018-06-15 2.3524 2.5534 2.6701 2.8094 2.8814 2.9374 2.9812 3.0032 3.0163 3.0251
2022-06-15 2.9205 3.2472 3.3305 3.3733 3.3907 3.4211 3.4835 3.5425 3.5904 3.6275
2025-06-16 4.1030 3.9447 3.9087 4.0159 4.2106 4.5099 4.8813 5.0784 5.1430 5.1176
"""
# By how many basis points the two may differ: another set of securities (docs/methods.md). Largest differences of these days:
# 14.5, 6.6, 5.5, 7.2, 10.7, 26.9, 20.4, 14.6, 11.9, 35.0.
TOLERANCE_BP = {1: 15, 2: 7.5, 3: 7.5, 5: 7.5, 7: 12, 10: 30, 15: 25, 20: 20, 25: 20, 30: 40}

# The Fed's own par yields (SVENPY at 1, 2, 3, 5, 7, 10, 20, 30 years) and zeros, same source.
FED_TENORS = ("1Y", "2Y", "3Y", "5Y", "7Y", "10Y", "20Y", "30Y")
FED_PAR = {
    "2022-10-14": (4.5549, 4.5903, 4.4878, 4.3128, 4.2033, 4.1245, 4.1625, 4.2709),
    "2024-03-28": (5.0192, 4.6605, 4.4413, 4.2403, 4.1959, 4.2332, 4.4090, 4.4388),
    "2025-10-03": (3.6950, 3.5953, 3.5946, 3.7252, 3.9088, 4.1688, 4.6492, 4.7594),
}
FED_PAR_ZEROS = {
    "2022-10-14": (4.5079, 4.5406, 4.4348, 4.2528, 4.1378, 4.0555, 4.0543, 4.1252, 4.2144, 4.3003),
    "2024-03-28": (4.9541, 4.5967, 4.3763, 4.1738, 4.1323, 4.1817, 4.3157, 4.4086, 4.4456, 4.4369),
    "2025-10-03": (3.6603, 3.5611, 3.5613, 3.6987, 3.8967, 4.1888, 4.5601, 4.7813, 4.8861, 4.9081),
}


def table(text: str, columns: tuple[object, ...]) -> pd.DataFrame:
    rows = [line.split() for line in text.strip().splitlines()]
    cells = [[float(cell) if cell != "-" else np.nan for cell in row[1:]] for row in rows]
    return pd.DataFrame(cells, index=[row[0] for row in rows], columns=list(columns))


PAR_ROWS, FED_ROWS = table(PAR, TENORS), table(FED_ZEROS, MATURITIES)
TODAY = PAR_ROWS.loc["2025-06-16"]


def repriced(made: curve.Curve, tenor: str) -> float:
    """The par yield of a tenor from the curve's discount factors, worked out bond by bond."""
    years = TENOR_YEARS[tenor]
    if years <= 0.5:
        price = float(made.discount[round(years * 24)])
        return 200 * (price ** (-1 / (2 * years)) - 1)
    coupons = [float(made.discount[12 * period]) for period in range(1, int(years * 2) + 1)]
    return 200 * (1 - coupons[-1]) / sum(coupons)


def price(coupon: float, years: int, rate: float) -> float:
    """Of a bond, per 100, at a yield in percent."""
    return sum((coupon / 2 + 100 * (n == 2 * years)) / (1 + rate / 200) ** n for n in range(1, 2 * years + 1))


def test_every_tenor_is_repriced_to_a_hundredth_of_a_basis_point_since_1990():
    rows = embedded_par_yields()[list(TENORS)]
    sizes = rows.notna().sum(axis="columns")
    few = sizes.groupby(sizes).head(2).index  # two days of each number of tenors
    days = rows.index[::60].union(few).union(rows.index[[0, -1]])
    assert sizes.min() < 10 < 13 < sizes.max()
    assert days[0].year == 1990
    worst = 0.0
    for day in days:
        made = curve.fit(rows.loc[day])
        off = [abs(repriced(made, tenor) - rows.loc[day, tenor]) * 100 for tenor in made.tenors]
        at = [TENOR_YEARS[tenor] for tenor in made.tenors]
        off += (np.abs(curve.par_pct(made, at) - rows.loc[day, list(made.tenors)].to_numpy()) * 100).tolist()
        worst = max(worst, *off)
        assert set(made.tenors) | set(made.missing) == set(TENORS)
    assert worst < 0.01


@pytest.mark.parametrize("day", PAR_ROWS.index)
def test_zeros_stand_beside_those_of_the_federal_reserve(day):
    made = curve.fit(PAR_ROWS.loc[day])
    ours = curve.zero_pct(made, [float(m) for m in MATURITIES], "continuous")
    apart = pd.Series(ours, index=MATURITIES) - FED_ROWS.loc[day]
    held = [m for m in MATURITIES if m <= made.longest_years]
    assert apart[held].notna().all()
    assert apart.drop(held).isna().all()
    beyond = {m: round(float(apart[m] * 100), 1) for m in held if abs(apart[m]) * 100 > TOLERANCE_BP[m]}
    assert beyond == {}


def test_the_tolerance_is_not_wider_than_the_days_need():
    apart = pd.DataFrame(
        {d: curve.zero_pct(curve.fit(PAR_ROWS.loc[d]), [float(m) for m in MATURITIES], "continuous") for d in PAR_ROWS.index},
        index=MATURITIES,
    ).T.sub(FED_ROWS)
    largest = apart.abs().max() * 100
    assert all(TOLERANCE_BP[m] * 0.55 < largest[m] <= TOLERANCE_BP[m] for m in MATURITIES), largest.round(1).to_dict()


@pytest.mark.parametrize("day", FED_PAR)
def test_the_feds_own_par_yields_give_the_feds_own_zeros(day):
    """The same securities on both sides: what is left is the method, and the years between 20 and 30 it has to guess."""
    made = curve.fit(pd.Series(FED_PAR[day], index=FED_TENORS))
    apart = np.abs(curve.zero_pct(made, [float(m) for m in MATURITIES], "continuous") - FED_PAR_ZEROS[day]) * 100
    assert apart[: MATURITIES.index(20) + 1].max() < 0.5
    assert apart.max() < 1.5


def test_forwards_chain_to_the_zero_and_continuous_is_the_log_of_semiannual():
    made = curve.fit(TODAY)
    forwards = curve.forward_pct(made, [float(year) for year in range(30)])
    grown = np.prod((1 + forwards / 200) ** 2)
    assert grown == pytest.approx(float((1 + curve.zero_pct(made, 30.0).item() / 200) ** 60), rel=1e-12)
    assert forwards[0] == pytest.approx(curve.zero_pct(made, 1.0).item(), abs=1e-12)
    half, exact = curve.zero_pct(made, [0.5, 7.3]), curve.zero_pct(made, [0.5, 7.3], "continuous")
    assert 200 * np.log(1 + half / 200) == pytest.approx(exact, abs=1e-12)
    within = [10 + step / 12 for step in range(121)]
    mean = np.trapezoid(curve.instantaneous_forward_pct(made, within), within) / 10
    price = curve.discount_factor(made, [10.0, 20.0])
    assert mean == pytest.approx(float(np.log(price[0] / price[1]) * 10), abs=0.005)


def test_forwards_neither_turn_negative_nor_oscillate():
    rising = pd.Series({tenor: 3 + 2 * (1 - np.exp(-TENOR_YEARS[tenor] / 5)) for tenor in TENORS})
    forwards = curve.forward_pct(curve.fit(rising), np.arange(0, 29.01, 0.25))
    turns = np.flatnonzero(np.diff(np.sign(np.diff(forwards[4:]))))
    assert len(turns) <= 3, "a smooth par curve has a forward curve with a hump, and what the spline adds is small"
    assert np.abs(np.diff(forwards, 2)).max() < 0.1
    rows = embedded_par_yields().iloc[::300]
    years = np.arange(1, 29, 0.25)
    assert min(float(np.nanmin(curve.instantaneous_forward_pct(curve.fit(row), years))) for _, row in rows.iterrows()) > 0


def test_nothing_is_read_outside_the_tenors_of_the_day():
    made = curve.fit(PAR_ROWS.loc["2002-06-17"])
    assert made.missing == ("1.5M", "2M", "4M", "30Y")
    assert (made.shortest_years, made.longest_years) == (1 / 12, 20.0)
    for read in (curve.zero_pct, curve.par_pct, curve.instantaneous_forward_pct):
        assert np.isnan(read(made, [1 / 48, 20.5, 30.0])).all()
    assert np.isnan(curve.forward_pct(made, [19.5])).all()
    assert curve.discount_factor(made, [0.0, 1 / 24, 20.5])[0] == 1
    assert np.isnan(curve.zero_pct(made, 0.0)).all()
    with pytest.raises(ValueError, match="two tenors or more, not 1"):
        curve.fit(pd.Series({"10Y": 4.0, "30Y": np.nan}))


def test_zero_and_negative_yields_have_a_curve():
    flat = curve.fit(pd.Series({"1M": 0.0, "6M": 0.0, "1Y": 0.0, "2Y": 0.1}))
    assert curve.zero_pct(flat, [0.25, 1.0]) == pytest.approx([0, 0], abs=1e-9)


def test_quantlib_set_to_another_day_or_used_by_several_threads_changes_nothing():
    before = curve.fit(TODAY).discount
    ql.Settings.instance().evaluationDate = ql.Date(15, 6, 2031)
    assert np.array_equal(curve.fit(TODAY).discount, before)
    rows = [PAR_ROWS.loc[day] for day in PAR_ROWS.index] * 4
    alone = [curve.fit(row).discount for row in rows]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda row: curve.fit(row).discount, rows))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))


def test_a_maturity_between_tenors_by_hand():
    row = pd.Series({"1Y": 1.0, "3Y": 3.0, "7Y": 11.0})
    # Slopes 1 and 2: inner tangent (10 + 8) / (10 / 1 + 8 / 2) = 9 / 7, last one ((2 x 4 + 2) x 2 - 4 x 1) / 6 = 8 / 3.
    by_hand = 0.5 * 3 + 0.125 * 4 * 9 / 7 + 0.5 * 11 - 0.125 * 4 * 8 / 3
    assert curve.par_yield_at(row, [1.0, 3.0, 5.0, 7.0, 7.1]) == pytest.approx([1, 3, by_hand, 11, np.nan], nan_ok=True)
    turned = curve.par_yield_at(pd.Series({"1Y": 3.0, "3Y": 1.0, "7Y": 2.0}), np.arange(1, 7.01, 0.1))
    assert turned.min() == pytest.approx(1.0), "no undershoot at a turn"


def test_many_days_at_once_are_the_same_as_one_by_one():
    years = np.linspace(0.3, 25, len(PAR_ROWS))
    together = curve.par_yields_at(PAR_ROWS, years)
    alone = [curve.par_yield_at(row, t).item() for (_, row), t in zip(PAR_ROWS.iterrows(), years, strict=True)]
    assert together == pytest.approx(alone, abs=1e-12, nan_ok=True)
    assert np.isnan(curve.par_yields_at(pd.DataFrame({"2Y": [4.0], "5Y": [np.nan]}), 2.0)).all()


def test_near_a_tenor_interpolation_and_fitted_curve_agree():
    for _, row in PAR_ROWS.iterrows():
        made = curve.fit(row)
        at = [t for t in (1.95, 4.9, 6.9, 9.83, 19.9, 29.75) if t <= made.longest_years]
        assert np.abs(curve.par_yield_at(row, at) - curve.par_pct(made, at)).max() * 100 < 1.5


def test_duration_is_that_of_quantlib_and_of_the_price():
    for rate, years in ((4.46, 10), (0.11, 1), (8.43, 30)):
        start, basis = ql.Date(15, 5, 2020), ql.ActualActual(ql.ActualActual.ISMA)
        schedule = ql.MakeSchedule(start, start + ql.Period(years, ql.Years), ql.Period(ql.Semiannual))
        bond = ql.FixedRateBond(0, 100.0, schedule, [rate / 100], basis)
        modified = ql.BondFunctions.duration(bond, rate / 100, basis, ql.Compounded, ql.Semiannual, ql.Duration.Modified, start)
        ours = curve.par_duration_years(rate, float(years)).item()
        assert ours == pytest.approx(modified, abs=1e-9)
        low, high = (price(rate, years, rate + step) for step in (-0.01, 0.01))
        assert ours == pytest.approx((low - high) / 0.02, abs=1e-4)


def test_reading_the_module_does_not_import_quantlib():
    code = "import sys, treasury.analytics.curve, treasury.ui.curve; sys.exit('QuantLib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0
