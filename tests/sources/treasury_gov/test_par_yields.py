from collections.abc import Callable

import pandas as pd
import pytest

from treasury.body import Body
from treasury.dataset import Conformed
from treasury.errors import SourceChanged
from treasury.sources.fred import cmt_yields
from treasury.sources.fred._client import parse_graph
from treasury.sources.treasury_gov.par_yields import DATASET, check
from treasury.tenors import TENORS

Payload = Callable[[str], Body]


def curve(payload: Payload, *years: int) -> dict[int, Body]:
    return {year: payload(f"treasury_gov/daily_treasury_yield_curve_{year}.xml") for year in years}


def old(payload: Payload, *years: int) -> dict[int, Body]:
    return {year: payload(f"treasury_gov/old_feed_{year}.xml") for year in years}


def test_the_published_figures(payload: Payload, by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, curve(payload, 2024, 2025, 2026))
    assert tuple(rows.columns) == TENORS
    assert rows.loc["2025-04-04", "10Y"] == 4.01
    assert rows.loc["2025-04-11", "10Y"] == 4.48
    assert rows.loc["2025-04-11"].tolist() == [4.37, 4.35, 4.38, 4.34, 4.35, 4.21, 4.04, 3.96, 3.98, 4.15, 4.32, 4.48, 4.91, 4.85]
    assert rows.loc["2026-10-05", ["2Y", "10Y", "30Y"]].tolist() == [4.84, 5.31, 5.66]
    assert rows.index.is_monotonic_increasing


def test_the_one_and_a_half_month_begins_on_18_february_2025(payload: Payload, by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, curve(payload, 2024, 2025))["1.5M"]
    assert rows[:"2025-02-14"].isna().all()
    assert rows["2025-02-18"] == 4.41


def test_the_thirty_year_is_missing_while_it_was_not_sold(payload: Payload, by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, curve(payload, 2002, 2004, 2006))["30Y"]
    assert rows["2002-02-15"] == 5.37
    assert rows["2002-02-19":"2006-02-08"].isna().all()
    assert len(rows["2002-02-19":"2006-02-08"]) == 7
    assert pd.isna(rows["2004-06-01"])
    assert rows["2006-02-09"] == 4.51


def test_the_lows_of_2020_are_figures(payload: Payload, by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, curve(payload, 2020))
    assert rows.loc["2020-03-25", ["1M", "3M"]].tolist() == [0.0, 0.0]
    assert rows.loc["2020-03-09", ["10Y", "30Y"]].tolist() == [0.54, 0.99]
    assert rows.loc["2020-08-04", "10Y"] == 0.52


def test_the_retired_feed_gives_the_same_figures(payload: Payload, by_day: Callable[..., pd.DataFrame]) -> None:
    """Unsorted, with float noise (5.21999979019165) and m:null."""
    rows = by_day(DATASET, old(payload, 2002))
    assert rows.loc["2002-04-05", ["1M", "10Y", "20Y"]].tolist() == [1.76, 5.22, 5.84]
    assert rows.index.is_monotonic_increasing
    same = by_day(DATASET, curve(payload, 2002))
    both = rows.index.intersection(same.index)
    assert both.tolist() == [pd.Timestamp("2002-02-15"), pd.Timestamp("2002-02-19")]
    pd.testing.assert_frame_equal(rows.loc[both], same.loc[both])


@pytest.mark.parametrize(("year", "holiday", "rows"), [(2010, "2010-10-11", 2), (2017, "2017-04-14", 2)])
def test_a_holiday_row_without_figures_or_with_zeros_only_is_left_out_and_noted(
    payload: Payload, accepted: Callable[..., Conformed], year: int, holiday: str, rows: int
) -> None:
    got = accepted(DATASET, old(payload, year))
    assert len(got.frame) == rows
    assert got.notes == (f"1 rows without any figure dropped (first {holiday})",)


def test_a_zero_thirty_year_in_the_pause_is_missing_and_elsewhere_refused(
    payload: Payload, by_day: Callable[..., pd.DataFrame], accepted: Callable[..., Conformed]
) -> None:
    def zero(year: int) -> dict[int, Body]:
        content = curve(payload, year)[year].content
        zeros = content.replace(b"</m:properties>", b'<d:BC_30YEAR m:type="Edm.Double">0.00</d:BC_30YEAR></m:properties>')
        return {year: Body("", zeros)}

    assert by_day(DATASET, zero(2004))["30Y"].isna().all()
    with pytest.raises(SourceChanged, match=r"'30Y': 0 .* is not plausible"):
        accepted(DATASET, zero(2020))


def test_two_curves_for_one_day_are_refused_and_an_equal_repetition_is_not(
    payload: Payload, accepted: Callable[..., Conformed]
) -> None:
    content = curve(payload, 2024)[2024].content
    head, first, second = content.split(b"<entry>")
    again = b"<entry>".join([head, first, first, second])
    assert accepted(DATASET, {2024: Body("", again)}).notes == ("1 repeated equal rows dropped",)
    other = b"<entry>".join(
        [head, first, first.replace(b'BC_10YEAR m:type="Edm.Double">3', b'BC_10YEAR m:type="Edm.Double">4'), second]
    )
    with pytest.raises(SourceChanged, match="'10Y': two rows for 2024-01-02 differ"):
        accepted(DATASET, {2024: Body("", other)})


def test_the_check_compares_with_the_constant_maturity(payload: Payload, accepted: Callable[..., Conformed]) -> None:
    par = accepted(DATASET, curve(payload, 2025, 2026)).frame
    series = {s: parse_graph(payload(f"fred/{s}.csv"), (s,), "cmt_yields")[s] for s in cmt_yields.SERIES}
    cmt = accepted(cmt_yields.DATASET, series).frame
    [good] = check({"par_yields": par, "cmt_yields": cmt})
    assert (good.ok, good.detail) == (True, "0 of 94 days differ")
    cmt.loc[cmt["date"] == "2025-04-04", "10Y"] = 4.02
    [bad] = check({"par_yields": par, "cmt_yields": cmt})
    assert (bad.ok, bad.detail) == (False, "1 of 94 days differ; first 2025-04-04")
    assert check({"par_yields": par}) == []
