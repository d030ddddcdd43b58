"""Debt by class: millions to dollars, named totals, and the sums of a statement."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata import debt_to_penny
from treasury.sources.fiscaldata.debt_by_class import DATASET, check, parse

TODAY = date(2026, 10, 6)


@pytest.fixture
def frames(published, answer) -> dict[str, pd.DataFrame]:
    penny = debt_to_penny.parse(answer(published("debt_to_penny")))
    return {
        "debt_by_class": conform(parse(answer(published("mspd_table_1"))), DATASET, TODAY).frame,
        "debt_to_penny": conform(penny, debt_to_penny.DATASET, TODAY).frame,
    }


def cell(frames: dict[str, pd.DataFrame], day: str, name: str, column: str = "total_usd") -> float:
    return float(frames["debt_by_class"].set_index(["record_date", "security_class"]).loc[(pd.Timestamp(day), name), column])


def test_millions_become_dollars_to_the_cent(frames: dict[str, pd.DataFrame]) -> None:
    assert len(frames["debt_by_class"]) == 42
    assert cell(frames, "2026-06-30", "Bills") == 6_690_688_643_100.00
    assert cell(frames, "2026-06-30", "Treasury Inflation-Protected Securities") == 2_164_939_045_338.28
    assert cell(frames, "2026-06-30", "Notes", "intragovernmental_usd") == 3_851_574_200.00


def test_totals_carry_their_name(frames: dict[str, pd.DataFrame]) -> None:
    assert cell(frames, "2026-06-30", "Total Marketable") == 31_085_831_247_138.30
    assert cell(frames, "2026-06-30", "Total Public Debt Outstanding") == 39_462_398_394_781.20
    assert "_" not in set(frames["debt_by_class"]["security_class"])


def test_sums_hold_with_the_plug_of_january_2026(frames: dict[str, pd.DataFrame]) -> None:
    assert [(c.name, c.ok, c.detail) for c in check(frames)] == [
        ("classes sum to Total Marketable", True, "0 of 3 rows differ"),
        ("classes sum to Total Nonmarketable", True, "0 of 3 rows differ"),
        ("held by the public + intragovernmental = total", True, "0 of 42 rows differ"),
        ("total = debt to the penny", True, "0 of 3 rows differ"),
    ]


def test_a_class_that_is_off_by_more_than_three_millions_is_told(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["debt_by_class"]
    bills = rows["security_class"].eq("Bills") & rows["record_date"].eq("2026-05-31")
    rows.loc[bills, "total_usd"] += 3.5e6
    marketable, nonmarketable, parts, _ = check(frames)
    assert marketable.detail.startswith("1 of 3 rows differ; first 2026-05-31, largest gap 3,499,999.98")
    assert (marketable.ok, nonmarketable.ok, parts.ok) == (False, True, False)
    assert parts.detail.startswith("1 of 42 rows differ; first 2026-05-31 Bills, largest gap")


def test_millions_taken_for_dollars_are_told(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["debt_by_class"]
    for name in ("held_by_public_usd", "intragovernmental_usd", "total_usd"):
        rows[name] /= 1e6
    assert check(frames)[-1].detail.startswith("3 of 3 rows differ; first 2026-01-31")


def test_without_the_debt_to_the_penny_the_other_checks_run(frames: dict[str, pd.DataFrame]) -> None:
    del frames["debt_to_penny"]
    assert len(check(frames)) == 3
    assert check({}) == []


def test_a_month_told_twice_in_different_amounts_is_a_conflict(published, answer) -> None:
    sent = published("mspd_table_1")
    with pytest.raises(SourceChanged, match=r"two rows for 2026-01-31 Bills differ"):
        conform(parse(answer([*sent, dict(sent[0], total_mil_amt="1")])), DATASET, TODAY)


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("mspd_table_1")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
