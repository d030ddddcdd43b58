"""Formats: every figure carries its unit, and a missing one is never a zero."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from treasury import units

FORMATS = [units.usd, units.percent, units.bp, units.level_bp, units.change_pct, units.count, units.number, units.ordinal]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NaT])
def test_missing_is_said_and_never_zero(form, nothing):
    assert form(nothing) == "n/a"
    assert form(nothing, why="not published") == "n/a (not published)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "USD 0"),
        (999_499.0, "USD 999,499"),
        (999_500.0, "USD 1.00 m"),
        (9_994_000_000, "USD 9.99 bn"),
        (9_995_000_000, "USD 10.0 bn"),
        (99_949_000_000, "USD 99.9 bn"),
        (99_950_000_000, "USD 100 bn"),
        (999_499_000_000, "USD 999 bn"),
        (999_500_000_000, "USD 1.00 tn"),
        (38_123_000_000_000, "USD 38.1 tn"),
        (-1_500_000_000, "USD -1.50 bn"),
    ],
)
def test_dollars_keep_three_figures_and_change_unit_where_rounding_would_make_a_thousand(value, text):
    assert units.usd(value) == text


def test_basis_points_carry_their_sign_and_no_change_has_none():
    assert [units.bp(v) for v in (47, -3, 0, 0.4, -0.4)] == ["+47 bp", "-3 bp", "0 bp", "0 bp", "0 bp"]
    assert units.bp(1234) == "+1,234 bp"
    assert [units.level_bp(v) for v in (52, -14, -0.2)] == ["52 bp", "-14 bp", "0 bp"]


def test_percent_never_shows_minus_zero():
    assert [units.percent(v) for v in (4.479, -0.001, -0.15)] == ["4.48 %", "0.00 %", "-0.15 %"]
    assert [units.change_pct(v) for v in (2.0, -0.04, -4.84)] == ["+2.0 %", "0.0 %", "-4.8 %"]


def test_days_are_written_the_same_in_every_language():
    assert [units.day(date(2025, month, 5)) for month in (3, 5, 12)] == ["5 Mar 2025", "5 May 2025", "5 Dec 2025"]
    assert units.day(pd.Timestamp("2025-04-11")) == "11 Apr 2025"
    assert units.day(pd.NaT) == "n/a"
    assert units.moment(datetime(2026, 11, 23, 5, 6)) == "23 Nov 2026 05:06 UTC"


@pytest.mark.parametrize(
    ("value", "text"), [(2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (111, "111th"), (1021, "1,021st")]
)
def test_ordinals(value, text):
    assert units.ordinal(value) == text
