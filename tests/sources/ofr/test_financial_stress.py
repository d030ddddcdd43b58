from collections.abc import Callable

import pandas as pd
import pytest

from treasury.body import Body
from treasury.dataset import Conformed
from treasury.errors import NoObservations, SourceChanged
from treasury.sources.ofr.financial_stress import DATASET, check


def test_the_published_figures(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    rows = by_day(DATASET, payload("ofr/fsi.csv"))
    assert rows.loc["2000-01-03"].tolist() == [2.14, 0.54, -0.051, 0.67, 0.472, 0.509, 1.769, 0.521, -0.15]
    assert rows.loc["2026-09-22", ["fsi", "equity_valuation", "volatility"]].tolist() == [-2.773, -0.577, -0.606]
    assert rows.loc["2026-09-22", "united_states":].isna().all()


def test_the_checks_add_categories_and_regions(payload: Callable[[str], Body], accepted: Callable[..., Conformed]) -> None:
    rows = accepted(DATASET, payload("ofr/fsi.csv")).frame
    categories, regions = check({"financial_stress": rows})
    assert (categories.ok, categories.detail) == (True, f"0 of {len(rows)} days differ")
    # As published: on this day the regions miss the index.
    assert (regions.ok, regions.detail) == (False, "1 of 76 days differ; first 2018-11-01, largest gap 0.108")
    categories, regions = check({"financial_stress": rows[rows["date"] != "2018-11-01"]})
    assert (categories.ok, regions.ok) == (True, True)


def test_byte_order_mark_and_line_ends_are_read(payload: Callable[[str], Body], by_day: Callable[..., pd.DataFrame]) -> None:
    content = b"\xef\xbb\xbf" + payload("ofr/fsi.csv").content.replace(b"\n", b"\r\n").rstrip()
    assert by_day(DATASET, Body("", content)).loc["2000-01-03", "fsi"] == 2.14


def test_a_new_column_is_noted_and_a_renamed_one_refused(
    payload: Callable[[str], Body], accepted: Callable[..., Conformed]
) -> None:
    content = payload("ofr/fsi.csv").content
    more = b"\n".join(line + (b",Liquidity" if n == 0 else b",1") for n, line in enumerate(content.splitlines()))
    assert accepted(DATASET, Body("", more)).notes == ("columns not declared and left out: Liquidity",)
    with pytest.raises(SourceChanged, match=r"'safe_assets' is missing \(unknown columns in the answer: Safe havens\)"):
        accepted(DATASET, Body("", content.replace(b"Safe assets", b"Safe havens")))


def test_no_table_and_no_rows(accepted: Callable[..., Conformed], payload: Callable[[str], Body]) -> None:
    header = payload("ofr/fsi.csv").content.splitlines()[0]
    with pytest.raises(NoObservations):
        accepted(DATASET, Body("", header))
    with pytest.raises(SourceChanged, match="no table"):
        accepted(DATASET, Body("", b"a\nb,c\nd,e,f\n"))
