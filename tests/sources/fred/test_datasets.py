"""What the series become: values, columns, and the checks across datasets."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury.body import Body
from treasury.dataset import Conformed, Window
from treasury.errors import NoObservations, SourceChanged
from treasury.http import Session
from treasury.sources.fred import breakevens, cmt_yields, dollar_index, equities, macro, policy_rates, term_premium_kw, vix
from treasury.sources.fred._client import parse_graph
from treasury.sources.treasury_gov import real_par_yields

ByDay = Callable[..., pd.DataFrame]


@pytest.fixture
def series(payload: Callable[[str], Body]) -> Callable[..., dict[str, pd.Series]]:
    """The named series as a keyless fetch gives them."""

    def read(*names: str) -> dict[str, pd.Series]:
        return {name: parse_graph(payload(f"fred/{name}.csv"), (name,), "test")[name] for name in names}

    return read


def test_constant_maturities(series: Callable[..., Any], by_day: ByDay) -> None:
    rows = by_day(cmt_yields.DATASET, series(*cmt_yields.SERIES))
    assert rows.loc["1962-01-02", "10Y"] == 4.06
    assert rows.loc["2025-04-11", ["2Y", "10Y", "30Y"]].tolist() == [3.96, 4.48, 4.85]
    assert "2025-04-18" not in rows.index


def test_a_thirty_year_that_was_not_sold_has_no_yield(series: Callable[..., Any], by_day: ByDay) -> None:
    """The figures in between are extrapolated from the 20-year."""
    observed = series(*cmt_yields.SERIES)
    assert observed["DGS30"]["2004-06-01"] == "5.48"
    rows = by_day(cmt_yields.DATASET, observed)
    assert pd.isna(rows.loc["2004-06-01", "30Y"])
    assert rows.loc["2004-06-01", "20Y"] == 5.45
    assert rows.loc["1977-02-15", "30Y"] == 7.70


def test_breakevens(series: Callable[..., Any], by_day: ByDay) -> None:
    rows = by_day(breakevens.DATASET, series("T5YIE", "T10YIE", "T5YIFR"))
    assert rows.loc["2003-01-02"].tolist() == [1.30, 1.64, 1.98]
    assert rows.loc["2025-04-11"].tolist() == [2.33, 2.20, 2.07]
    assert rows.loc["2026-10-02", "T10YIE"] == 2.36


def test_breakeven_is_nominal_less_real(
    series: Callable[..., Any], payload: Callable[[str], Body], accepted: Callable[..., Conformed]
) -> None:
    files = {y: payload(f"treasury_gov/daily_treasury_real_yield_curve_{y}.xml") for y in (2025, 2026)}
    frames = {
        "breakevens": accepted(breakevens.DATASET, series(*breakevens.SERIES)).frame,
        "cmt_yields": accepted(cmt_yields.DATASET, series(*cmt_yields.SERIES)).frame,
        "real_par_yields": accepted(real_par_yields.DATASET, files).frame,
    }
    [good] = breakevens.check(frames)
    assert (good.ok, good.detail) == (True, "0 of 90 days differ")
    frames["real_par_yields"].loc[lambda f: f["date"] == "2025-04-11", "10Y"] += 0.02
    [bad] = breakevens.check(frames)
    assert (bad.ok, bad.detail) == (False, "1 of 90 days differ; first 2025-04-11, largest gap 0.02")
    assert breakevens.check({"breakevens": frames["breakevens"]}) == []


def test_kim_wright_with_the_series_that_are_served(
    env: Publishers, session: Callable[..., Session], by_day: ByDay, series: Callable[..., Any]
) -> None:
    raw = term_premium_kw.fetch(session(term_premium_kw.DATASET), Window(date(2026, 10, 6)))
    rows = by_day(term_premium_kw.DATASET, raw)
    assert list(rows.columns) == [*(f"THREEFYTP{years}" for years in range(1, 11)), "THREEFY10"]
    assert rows.loc["2025-04-11", ["THREEFYTP10", "THREEFY10"]].tolist() == [0.6161, 4.5550]
    assert rows["THREEFYTP1"].isna().all()
    with_two = by_day(term_premium_kw.DATASET, series("THREEFYTP10") | {"THREEFYTP2": pd.Series({"2025-04-11": "0.31"})})
    assert with_two.loc["2025-04-11", "THREEFYTP2"] == 0.31


def test_policy_rates_of_two_frequencies_are_asked_apart(env: Publishers, session: Callable[..., Session], by_day: ByDay) -> None:
    raw = policy_rates.fetch(session(policy_rates.DATASET), Window(date(2026, 10, 6)))
    assert [r.query["id"] for r in env.log] == ["DFEDTARL,DFEDTARU,IORB", "EFFR,SOFR"]
    rows = by_day(policy_rates.DATASET, raw)
    assert rows.loc["2025-04-04"].tolist() == [4.25, 4.50, 4.40, 4.33, 4.35]
    saturday = rows.loc["2025-04-05"]
    assert saturday[["DFEDTARL", "DFEDTARU", "IORB"]].tolist() == [4.25, 4.50, 4.40]
    assert saturday[["EFFR", "SOFR"]].isna().all()


def test_dollar(series: Callable[..., Any], by_day: ByDay) -> None:
    rows = by_day(dollar_index.DATASET, series("DTWEXBGS"))["DTWEXBGS"]
    assert (rows["2006-01-02"], rows["2025-04-11"], rows["2026-08-14"]) == (101.4155, 124.0163, 118.90)


@pytest.mark.parametrize(("module", "name"), [(equities, "SP500"), (vix, "VIXCLS")])
def test_copyrighted_series_are_read_and_kept_out_of_the_snapshot(
    series: Callable[..., Any], by_day: ByDay, module: Any, name: str
) -> None:
    rows = by_day(module.DATASET, series(name))[name]
    assert rows["2025-04-04"] == float(series(name)[name]["2025-04-04"])
    assert rows.index.is_monotonic_increasing
    assert module.DATASET.in_snapshot is False
    assert "Copyrighted" in module.DATASET.licence


def test_macro_is_long_with_units(env: Publishers, session: Callable[..., Session], accepted: Callable[..., Conformed]) -> None:
    since = Window(date(2026, 10, 6), date(2026, 8, 1))
    raw = macro.fetch(session(macro.DATASET), since)
    # One request a frequency, and whole histories although the window asks for two months.
    assert [r.query["id"] for r in env.log] == ["GDP,A091RC1Q027SBEA", "FYFSGDA188S", "MTSDS133FMS,CPIAUCSL"]
    assert {r.query["cosd"] for r in env.log} == {"1929-01-01"}
    rows = accepted(macro.DATASET, raw).frame.set_index(["series", "date"])
    assert rows.loc[("GDP", "2026-04-01")].tolist() == [32475.21, "billion USD, annual rate", "quarterly"]
    assert rows.loc[("FYFSGDA188S", "2025-01-01"), "value"] == -5.76906
    assert rows.loc[("MTSDS133FMS", "2024-09-01")].tolist() == [64263.00886774, "million USD", "monthly"]
    assert rows.loc[("CPIAUCSL", "2026-08-01"), "unit"] == "index, 1982-1984 = 100"


def test_macro_refuses_a_figure_in_another_unit(series: Callable[..., Any], accepted: Callable[..., Conformed]) -> None:
    observed = series(*(s.id for s in macro.SERIES))
    observed["FYFSGDA188S"]["2025-01-01"] = "450"
    with pytest.raises(SourceChanged, match="FYFSGDA188S: 450 on 2025-01-01 is not plausible"):
        accepted(macro.DATASET, observed)
    observed["FYFSGDA188S"]["2025-01-01"] = "n/a"
    with pytest.raises(SourceChanged, match=r"'value': 'n/a' in row .* is no number"):
        accepted(macro.DATASET, observed)


def test_an_answer_without_rows_is_no_observations(accepted: Callable[..., Conformed]) -> None:
    empty = parse_graph(Body("", b"observation_date,DTWEXBGS\n"), ("DTWEXBGS",), "dollar_index")
    with pytest.raises(NoObservations):
        accepted(dollar_index.DATASET, empty)


def test_a_weekend_day_and_a_wrong_unit_are_refused(accepted: Callable[..., Conformed]) -> None:
    def dollar(day: str, value: str) -> dict[str, pd.Series]:
        return {"DTWEXBGS": pd.Series({day: value})}

    with pytest.raises(SourceChanged, match="2025-04-05 in row 1 is a weekend day"):
        accepted(dollar_index.DATASET, dollar("2025-04-05", "120"))
    with pytest.raises(SourceChanged, match=r"1.2 .* is not plausible"):
        accepted(dollar_index.DATASET, dollar("2025-04-04", "1.2"))
