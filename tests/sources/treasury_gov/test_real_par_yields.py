from collections.abc import Callable

import pandas as pd

from treasury.body import Body
from treasury.sources.treasury_gov.real_par_yields import DATASET


def real(payload: Callable[[str], Body], *years: int) -> dict[int, Body]:
    return {year: payload(f"treasury_gov/daily_treasury_real_yield_curve_{year}.xml") for year in years}


def test_the_published_figures(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, real(payload, 2025, 2026))
    assert list(rows.columns) == ["5Y", "7Y", "10Y", "20Y", "30Y"]
    assert rows.loc["2025-04-11"].tolist() == [1.82, 2.08, 2.28, 2.56, 2.68]
    assert rows.loc["2026-10-01", "10Y"] == 2.88


def test_below_zero_is_a_figure(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, real(payload, 2020))
    assert rows.loc["2020-08-04"].tolist() == [-1.26, -1.17, -1.05, -0.71, -0.46]


def test_long_tenors_are_missing_before_they_were_published(
    payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]
) -> None:
    rows = by_day(DATASET, real(payload, 2003, 2004, 2005))
    assert rows.loc["2003-01-02", "10Y"] == 2.43
    assert rows.loc["2003-01-02", ["20Y", "30Y"]].isna().all()
    assert rows["20Y"].first_valid_index() == pd.Timestamp("2005-01-03")
    assert rows["30Y"].isna().all()
