"""Customs receipts: one line of the deposits, under whatever name it has that day."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.customs_receipts import DATASET, check, parse

TODAY = date(2026, 10, 6)


@pytest.fixture
def rows(published, answer) -> pd.DataFrame:
    return conform(parse(answer(published("deposits_withdrawals_operating_cash"))), DATASET, TODAY).frame


def line(day: str, label: str, today: str, kind: str = "Deposits") -> dict[str, str]:
    return {
        "record_date": day,
        "account_type": "Treasury General Account (TGA)",
        "transaction_type": kind,
        "transaction_catg": label,
        "transaction_today_amt": today,
        "transaction_mtd_amt": today,
        "transaction_fytd_amt": "1000",
    }


def test_only_the_customs_line_in_dollars(rows: pd.DataFrame) -> None:
    assert len(rows) == 9
    first = rows.iloc[0]
    assert first["record_date"] == pd.Timestamp("2025-11-10")
    assert first[["receipts_usd", "month_to_date_usd", "fiscal_year_to_date_usd"]].tolist() == [409e6, 2_446e6, 36_690e6]
    peak = rows.set_index("record_date").loc["2025-11-25"]
    assert (peak["receipts_usd"], peak["month_to_date_usd"]) == (24_576e6, 31_997e6)


def test_older_names_of_the_line_are_known(answer) -> None:
    sent = [
        line("2022-12-01", "Customs and Certain Excise Taxes", "300"),
        line("2025-11-07", "DHS - Customs and Certain Excise Taxes", "400"),
        line("2025-11-07", "Taxes - Corporate Income", "999"),
        line("2025-11-07", "DHS - Customs & Border Protection (CBP)", "60", kind="Withdrawals"),
    ]
    made = parse(answer(sent))
    assert made["receipts_usd"].tolist() == [300e6, 400e6]


def test_two_names_on_one_day_are_summed_and_an_equal_row_counts_once(answer) -> None:
    new, older = "DHS - Customs Duties, Taxes, and Fees", "DHS - Customs and Certain Excise Taxes"
    sent = [line("2025-11-10", new, "409"), line("2025-11-10", older, "1"), line("2025-11-10", new, "409")]
    assert parse(answer(sent))["receipts_usd"].tolist() == [410e6]


def test_deposits_without_a_customs_line_are_reported(answer) -> None:
    with pytest.raises(SourceChanged, match=r"no deposit line names customs"):
        parse(answer([line("2027-01-04", "DHS - Tariffs", "400")]))


def test_receipts_are_the_growth_of_the_fiscal_years_sum(rows: pd.DataFrame) -> None:
    assert [(c.ok, c.detail) for c in check({"customs_receipts": rows})] == [(True, "0 of 7 rows differ")]
    rows.loc[rows["record_date"].eq("2025-12-01"), "receipts_usd"] += 5e6
    (told,) = check({"customs_receipts": rows})
    assert told.detail == "1 of 7 rows differ; first 2025-12-01, largest gap 5,000,000.00 USD"
    assert not told.ok
    assert check({}) == []


def test_the_first_day_of_a_fiscal_year_is_not_compared_with_the_last(rows: pd.DataFrame) -> None:
    rows["record_date"] += pd.Timestamp("2026-10-01") - pd.Timestamp("2025-12-01")
    assert check({"customs_receipts": rows})[0].detail == "0 of 6 rows differ"


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("deposits_withdrawals_operating_cash")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
