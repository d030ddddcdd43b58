"""Buyback operations: the states, the times, and the cell of a cancelled operation that holds the maximum."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.sources.fiscaldata.buyback_operations import DATASET, check, parse

TODAY = date(2026, 10, 6)
RESULTS = ("nbr_issues_accepted", "total_par_amt_offered", "total_par_amt_accepted")


@pytest.fixture
def rows(published, answer) -> pd.DataFrame:
    return conform(parse(answer(published("buybacks_operations"))), DATASET, TODAY).frame


def test_the_operation_of_10_september_2026(rows: pd.DataFrame) -> None:
    last = rows.iloc[-1]
    assert last["operation_date"] == pd.Timestamp("2026-09-10")
    assert (last["start_time"], last["close_time"]) == ("13:40", "14:00")
    assert last["settlement_date"] == pd.Timestamp("2026-09-11")
    assert (last["operation_type"], last["security_type"], last["maturity_bucket"]) == (
        "Liquidity Support", "Nominal Coupons", "10Y to 20Y",
    )  # fmt: skip
    assert last["state"] == "result"
    assert (last["maximum_usd"], last["offered_usd"], last["accepted_usd"]) == (6e9, 10.489e9, 5.187e9)
    assert (last["issues_eligible"], last["issues_accepted"], last["max_offers"]) == (40, 23, 9)
    assert last["minimum_offer_usd"] == 1e6


def test_a_cancelled_operation_stays_without_amounts(rows: pd.DataFrame) -> None:
    off = rows[rows["operation_date"].eq("2024-07-17")].iloc[0]
    assert off["state"] == "cancelled"
    assert off["maximum_usd"] == 2e9
    assert off[["offered_usd", "accepted_usd", "issues_accepted"]].isna().all()


def test_two_operations_of_one_day_are_two_rows(rows: pd.DataFrame) -> None:
    day = rows[rows["operation_date"].eq("2024-08-21")]
    assert day["start_time"].tolist() == ["13:20", "13:40"]
    assert day["state"].tolist() == ["result", "cancelled"]


def test_nothing_bought_is_a_result_of_zero(rows: pd.DataFrame) -> None:
    none = rows[rows["operation_date"].eq("2024-07-24")].iloc[0]
    assert (none["state"], none["accepted_usd"], none["issues_accepted"]) == ("result", 0.0, 0.0)
    assert none["offered_usd"] == 3.706e9


def test_an_announced_operation_has_no_result(published, answer) -> None:
    sent = published("buybacks_operations")
    sent[-1] |= dict.fromkeys(RESULTS, "null")
    last = conform(parse(answer(sent)), DATASET, TODAY).frame.iloc[-1]
    assert last["state"] == "announced"
    assert last["maximum_usd"] == 6e9
    assert last[["offered_usd", "accepted_usd", "issues_accepted"]].isna().all()


def test_a_result_whose_offers_are_not_published_is_a_result(published, answer) -> None:
    sent = published("buybacks_operations")
    sent[-1]["total_par_amt_offered"] = "null"
    last = conform(parse(answer(sent)), DATASET, TODAY).frame.iloc[-1]
    assert (last["state"], last["accepted_usd"]) == ("result", 5.187e9)


def test_a_missing_start_time_reads_unstated(published, answer) -> None:
    sent = published("buybacks_operations")
    sent[0]["operation_start_time_est"] = "null"
    assert conform(parse(answer(sent)), DATASET, TODAY).frame["start_time"].iloc[0] == "unstated"


def test_more_accepted_than_offered_is_told(rows: pd.DataFrame) -> None:
    assert [c.ok for c in check({"buyback_operations": rows})] == [True, True]
    rows.loc[0, "offered_usd"] = 1e9
    offered, maximum = check({"buyback_operations": rows})
    assert (offered.ok, maximum.ok) == (False, True)
    assert offered.detail == "1 of 6 rows differ; first 2000-03-09 10:30, largest gap 1,000,000.00 USD"
    assert check({}) == []


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("buybacks_operations")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)
