"""Debt by security: several rows of a CUSIP become one, totals are left out, and the parts give the whole."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata.debt_by_security import DATASET, check, parse

TODAY = date(2026, 10, 6)


@pytest.fixture
def rows(published, answer) -> pd.DataFrame:
    return conform(parse(answer(published("mspd_table_3_market"))), DATASET, TODAY).frame.set_index("cusip")


def test_totals_are_left_out_and_each_cusip_has_one_row(rows: pd.DataFrame) -> None:
    assert len(rows) == 9
    assert rows.index.is_unique
    assert rows["record_date"].eq("2023-08-31").all()
    assert set(rows.index.str.len()) == {9}


def test_a_bill_of_four_issue_dates(rows: pd.DataFrame) -> None:
    bill = rows.loc["912796YH6"]
    assert bill["security_class"] == "Bills"
    assert bill["issue_date"] == pd.Timestamp("2022-09-08")
    assert bill["maturity_date"] == pd.Timestamp("2023-09-07")
    assert bill["issued_usd"] == 206_471_274_900.00
    assert bill["outstanding_usd"] == 206_471_274_900.00
    assert pd.isna(bill["coupon_pct"])


def test_a_reopened_floating_rate_note_states_its_amount_on_one_row_only(rows: pd.DataFrame, published) -> None:
    sent = [r for r in published("mspd_table_3_market") if r["security_class2_desc"] == "91282CDE8"]
    assert [r["outstanding_amt"] for r in sent] == ["82103.8492", "null", "null"]
    note = rows.loc["91282CDE8"]
    assert note["outstanding_usd"] == 82_103_849_200.00
    assert note["issued_usd"] == 82_103_849_200.00
    assert note["issue_date"] == pd.Timestamp("2021-11-01")


def test_inflation_compensation_and_redemptions(rows: pd.DataFrame) -> None:
    tips = rows.loc["912810FQ6"]
    assert tips["security_class"] == "Treasury Inflation-Protected Securities"
    assert (tips["coupon_pct"], tips["issued_usd"]) == (3.375, 5_012_235_000.00)
    assert tips["inflation_adjustment_usd"] == 3_602_543_906.25
    assert tips["outstanding_usd"] == 8_614_778_906.25
    assert rows.loc["912810EX2", "redeemed_usd"] == -2_083_400_000.00


def test_the_order_of_rows_does_not_matter(rows: pd.DataFrame, published, answer) -> None:
    sent = published("mspd_table_3_market")
    random.Random(3).shuffle(sent)
    again = conform(parse(answer([*sent, sent[0]])), DATASET, TODAY).frame.set_index("cusip")
    pd.testing.assert_frame_equal(again, rows)


def test_parts_give_the_outstanding_amount(rows: pd.DataFrame) -> None:
    held = {"debt_by_security": rows.reset_index()}
    assert [(c.ok, c.detail) for c in check(held)] == [(True, "0 of 9 rows differ")]
    held["debt_by_security"].loc[2, "redeemed_usd"] = 0.0
    assert check(held)[0].detail == "1 of 9 rows differ; first 2023-08-31 912810EX2, largest gap 2,083,400,000.00 USD"
    assert check({}) == []


def test_securities_are_compared_with_their_class(rows: pd.DataFrame) -> None:
    bills = rows.loc[rows["security_class"].eq("Bills"), "outstanding_usd"].sum()
    classes = pd.DataFrame(
        {
            "record_date": pd.to_datetime(["2023-08-31", "2023-08-31"]),
            "security_class": ["Bills", "Total Marketable"],
            "total_usd": [bills * 1.004, 1e13],
        }
    )
    held = {"debt_by_security": rows.reset_index(), "debt_by_class": classes}
    assert (check(held)[1].ok, check(held)[1].detail) == (True, "0 of 1 rows differ")
    classes.loc[0, "total_usd"] = bills * 1.01
    assert check(held)[1].detail == "1 of 1 rows differ; first 2023-08-31 Bills, largest gap 0.99 percent"


def test_an_amount_that_is_no_number_is_named(published, answer) -> None:
    sent = published("mspd_table_3_market")
    sent[0]["issued_amt"] = "*"
    with pytest.raises(SourceChanged, match=r"column 'issued_usd': '\*' in row 1 is no number"):
        parse(answer(sent))


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("mspd_table_3_market")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
