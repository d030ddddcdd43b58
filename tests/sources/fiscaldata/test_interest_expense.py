"""Interest expense: lines with the same names are summed, a missing name reads unstated, a line sent twice counts once."""

from __future__ import annotations

from datetime import date

import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.interest_expense import DATASET, parse

TODAY = date(2026, 10, 6)
NAMED = {
    "record_date": "2026-07-31",
    "expense_catg_desc": "INTEREST EXPENSE ON PUBLIC ISSUES",
    "expense_group_desc": "ACCRUED INTEREST EXPENSE",
    "expense_type_desc": "Treasury Notes",
    "month_expense_amt": "43854569972.32",
    "fytd_expense_amt": "400000000000.00",
    "src_line_nbr": "1",
}


def test_lines_without_group_and_type_are_summed(published, answer) -> None:
    rows = conform(parse(answer(published("interest_expense"))), DATASET, TODAY).frame
    assert len(rows) == 4
    assert set(rows["group"]) == set(rows["type"]) == {"unstated"}
    july = rows[rows["record_date"].eq("2026-07-31")]
    assert july["month_usd"].sum() == pytest.approx(117_573_576_107.24, abs=0.005)
    assert july["fiscal_year_to_date_usd"].isna().all()


def test_named_lines_stay_apart(answer) -> None:
    sent = [NAMED, NAMED | {"expense_type_desc": "Treasury Bonds", "month_expense_amt": "-5.25", "src_line_nbr": "2"}]
    rows = conform(parse(answer(sent)), DATASET, TODAY).frame
    assert rows["type"].tolist() == ["Treasury Bonds", "Treasury Notes"]
    assert rows["month_usd"].tolist() == [-5.25, 43_854_569_972.32]
    assert rows["fiscal_year_to_date_usd"].tolist() == [4e11, 4e11]


def test_a_line_sent_twice_counts_once(answer) -> None:
    rows = parse(answer([NAMED, NAMED, NAMED | {"src_line_nbr": "9", "month_expense_amt": "1.00"}]))
    assert rows["month_usd"].tolist() == [43_854_569_973.32]


def test_an_amount_that_is_no_number_is_named(answer) -> None:
    with pytest.raises(SourceChanged, match=r"column 'month_usd': 'n/a' in row 1 is no number"):
        parse(answer([NAMED | {"month_expense_amt": "n/a"}]))


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("interest_expense")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
