"""Debt to the penny: parts that were not published are missing, and the parts sum to the whole."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.dataset import conform
from treasury.sources.fiscaldata.debt_to_penny import DATASET, check, parse

TODAY = date(2026, 10, 6)


def test_parts_are_missing_before_april_2005(published, answer) -> None:
    rows = conform(parse(answer(published("debt_to_penny"))), DATASET, TODAY).frame.set_index("record_date")
    assert rows.loc["2005-03-30", ["held_by_public_usd", "intragovernmental_usd"]].isna().all()
    assert rows.loc["1993-04-01", "total_usd"] == 4_225_873_987_843.44
    assert rows.loc["2026-08-18", "total_usd"] > 40e12


def test_a_slip_is_told_with_its_day(published, answer) -> None:
    rows = conform(parse(answer(published("debt_to_penny"))), DATASET, TODAY).frame
    assert [(c.ok, c.detail) for c in check({"debt_to_penny": rows})] == [(True, "0 of 12 rows differ")]
    rows.loc[rows["record_date"].eq(pd.Timestamp("2025-08-11")), "total_usd"] += 0.03
    assert check({"debt_to_penny": rows})[0].detail.startswith("1 of 12 rows differ; first 2025-08-11, largest gap 0.03")
    assert check({}) == []
