"""Then against now."""

import math

import pandas as pd
import pytest

from tests.analytics.published import series
from treasury.analytics.then_and_now import Named, then_and_now

TEN = series({"2025-12-26": 4.14, "2025-12-29": 4.12, "2025-12-30": 4.14, "2026-10-02": 5.28, "2026-10-05": 5.31})


def test_each_value_has_its_own_date() -> None:
    got = then_and_now([Named("10-year", TEN, "percent")], "2025-12-28", "2026-10-10").loc["10-year"]
    assert (got["then_date"], got["then_value"]) == (pd.Timestamp("2025-12-26"), 4.14)
    assert (got["now_date"], got["now_value"]) == (pd.Timestamp("2026-10-05"), 5.31)
    assert (got["change"], got["change_unit"], got["kind"]) == (117, "bp", "percent")


@pytest.mark.parametrize(
    ("kind", "change", "unit"),
    [
        ("percent", 2000, "bp"),
        ("bp", 20, "bp"),
        ("share_pct", 20, "percentage points"),
        ("level", 25, "percent"),
        ("usd", 20, "USD"),
        ("ratio", 20, ""),
    ],
)
def test_the_change_is_in_the_unit_of_its_kind(kind, change, unit) -> None:  # type: ignore[no-untyped-def]
    moved = series({"2025-12-29": 80.0, "2026-10-05": 100.0})
    got = then_and_now([Named("x", moved, kind)], "2025-12-29", "2026-10-05").loc["x"]
    assert (got["change"], got["change_unit"]) == (change, unit)


def test_missing_stays_missing_and_the_order_is_kept() -> None:
    young = series({"2026-03-02": 1.0, "2026-10-05": 2.0})
    listed = [Named("young", young, "ratio"), Named("10-year", TEN, "percent"), Named("none", TEN * math.nan, "percent")]
    got = then_and_now(listed, "2025-12-29", "2026-10-05")
    assert got.index.tolist() == ["young", "10-year", "none"]
    assert pd.isna(got.loc["young", "then_date"])
    assert math.isnan(got.loc["young", "change"])
    assert got.loc["young", "now_value"] == 2
    assert got.loc["10-year", "change"] == 119
    assert got.loc["none", ["then_date", "then_value", "now_date", "now_value", "change"]].isna().all()
    assert got["then_date"].dtype == "datetime64[us]"


def test_a_figure_that_has_not_been_renewed_has_no_change() -> None:
    stale = series({"2025-11-30": 22.3})
    got = then_and_now([Named("bill share", stale, "share_pct")], "2025-12-29", "2026-10-05").loc["bill share"]
    assert got["then_value"] == got["now_value"] == 22.3
    assert math.isnan(got["change"])


def test_a_level_of_zero_has_no_change_in_percent() -> None:
    got = then_and_now([Named("x", series({"2025-12-29": 0.0, "2026-10-05": 5.0}), "level")], "2025-12-29", "2026-10-05")
    assert math.isnan(got.loc["x", "change"])


def test_no_series_gives_an_empty_table() -> None:
    assert then_and_now([], "2025-12-29", "2026-10-05").empty
