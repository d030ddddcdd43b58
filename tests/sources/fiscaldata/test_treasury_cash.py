"""The Treasury's account: the closing balance hides in the column for the opening one, and two older layouts."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.treasury_cash import DATASET, check, parse

TODAY = date(2026, 10, 6)


@pytest.fixture
def rows(published, answer) -> pd.DataFrame:
    return conform(parse(answer(published("operating_cash_balance"))), DATASET, TODAY).frame


def old(day: str, account: str, opening: str, closing: str) -> dict[str, str]:
    """A row in the layout before 18 April 2022; its figures are made up."""
    return {"record_date": day, "account_type": account, "open_today_bal": opening, "close_today_bal": closing}


def test_four_rows_of_a_day_become_one(rows: pd.DataFrame) -> None:
    assert len(rows) == 5
    first = rows.iloc[0]
    assert first["record_date"] == pd.Timestamp("2025-07-07")
    assert first[["opening_usd", "deposits_usd", "withdrawals_usd", "closing_usd"]].tolist() == [
        313_162e6, 38_702e6, 19_382e6, 332_482e6,
    ]  # fmt: skip
    assert rows["closing_usd"].iloc[-1] == 282_363e6


def test_before_april_2022_a_day_has_one_row_with_both_balances(answer) -> None:
    sent = [
        old("2021-09-30", "Federal Reserve Account", "173745", "215160"),
        old("2021-09-30", "Short-Term Cash Investments (Table V)", "0", "0"),
        old("2021-10-01", "Treasury General Account (TGA)", "215160", "173000"),
    ]
    made = conform(parse(answer(sent)), DATASET, TODAY).frame
    assert made["opening_usd"].tolist() == [173_745e6, 215_160e6]
    assert made["closing_usd"].tolist() == [215_160e6, 173_000e6]
    assert made[["deposits_usd", "withdrawals_usd"]].isna().all().all()
    assert [c.detail for c in check({"treasury_cash": made})] == ["0 of 0 rows differ", "0 of 1 rows differ"]


def test_flows_give_the_closing_balance(rows: pd.DataFrame) -> None:
    assert [(c.ok, c.detail) for c in check({"treasury_cash": rows})] == [
        (True, "0 of 5 rows differ"),
        (True, "0 of 4 rows differ"),
    ]
    rows.loc[2, "closing_usd"] += 5e6
    within, overnight = check({"treasury_cash": rows})
    assert within.detail == "1 of 5 rows differ; first 2025-07-09, largest gap 5,000,000.00 USD"
    assert overnight.detail == "1 of 4 rows differ; first 2025-07-10, largest gap 5,000,000.00 USD"
    assert not within.ok
    assert not overnight.ok
    assert check({}) == []


def test_a_gap_of_more_than_a_weekend_is_not_compared(rows: pd.DataFrame) -> None:
    rows.loc[rows.index[-1], "record_date"] = pd.Timestamp("2025-07-18")
    assert check({"treasury_cash": rows})[1].detail == "0 of 3 rows differ"


def test_a_figure_told_twice_is_refused_and_an_equal_row_is_not(published, answer) -> None:
    sent = published("operating_cash_balance")
    assert len(parse(answer([*sent, sent[3]]))) == 5
    with pytest.raises(SourceChanged, match=r"column 'closing_usd': two rows for 2025-07-07 differ"):
        parse(answer([*sent, dict(sent[3], open_today_bal="1")]))


def test_an_account_of_another_name_is_reported(published, answer) -> None:
    sent = [dict(r, account_type="General Fund") for r in published("operating_cash_balance")]
    with pytest.raises(SourceChanged, match=r"no row of the Treasury's account \(the answer has General Fund\)"):
        parse(answer(sent))


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("operating_cash_balance")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
