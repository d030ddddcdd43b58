"""Securities of buyback operations: amounts, prices, and the identity with their operations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from treasury.dataset import conform
from treasury.errors import SourceChanged
from treasury.sources.fiscaldata import buyback_operations
from treasury.sources.fiscaldata.buyback_securities import DATASET, check, parse

TODAY = date(2026, 10, 6)


@pytest.fixture
def frames(published, answer) -> dict[str, pd.DataFrame]:
    operations = buyback_operations.parse(answer(published("buybacks_operations")))
    return {
        "buyback_operations": conform(operations, buyback_operations.DATASET, TODAY).frame,
        "buyback_securities": conform(parse(answer(published("buybacks_security_details"))), DATASET, TODAY).frame,
    }


def of_day(frames: Mapping[str, pd.DataFrame], day: str) -> pd.DataFrame:
    rows = frames["buyback_securities"]
    return rows[rows["operation_date"].eq(day)]


def test_the_40_securities_of_10_september_2026(frames: dict[str, pd.DataFrame]) -> None:
    rows = of_day(frames, "2026-09-10")
    assert len(rows) == 40
    assert rows["accepted_usd"].sum() == 5.187e9
    assert (rows["accepted_usd"] > 0).sum() == 23
    one = rows.set_index("cusip").loc["912810UQ9"]
    assert (one["start_time"], one["coupon_pct"], one["accepted_usd"], one["price"]) == ("13:40", 4.625, 78e6, 91.187)
    assert one["maturity_date"] == pd.Timestamp("2045-11-15")


def test_a_security_not_bought_has_amount_zero_and_no_price(frames: dict[str, pd.DataFrame]) -> None:
    recent = of_day(frames, "2026-09-10").set_index("cusip").loc["912810RQ3"]
    assert recent["accepted_usd"] == 0
    assert pd.isna(recent["price"])
    # Written as a price of 0.000 in the year 2000.
    early = of_day(frames, "2000-03-09").set_index("cusip")
    assert early.loc["912810DW5", "accepted_usd"] == 0
    assert pd.isna(early.loc["912810DW5", "price"])
    assert early.loc["912810DS4", "price"] == 139.739


def test_securities_of_a_cancelled_operation_have_no_amount(frames: dict[str, pd.DataFrame]) -> None:
    rows = of_day(frames, "2024-07-17")
    assert len(rows) == 20
    assert rows["accepted_usd"].isna().all()


def test_operations_are_the_sum_of_their_securities(frames: dict[str, pd.DataFrame]) -> None:
    assert [(c.name, c.ok, c.detail) for c in check(frames)] == [
        ("operation = sum of its securities", True, "0 of 6 rows differ"),
        ("issues accepted = securities bought", True, "0 of 6 rows differ"),
    ]


def test_a_sum_that_is_off_names_the_operation(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["buyback_securities"]
    rows.loc[rows["cusip"].eq("912810UQ9"), "accepted_usd"] += 1e6
    rows.loc[rows["cusip"].eq("912810DW5"), "accepted_usd"] = 5.0
    amount, number = check(frames)
    assert amount.detail == "2 of 6 rows differ; first 2000-03-09 10:30, largest gap 1,000,000.00 USD"
    assert number.detail == "1 of 6 rows differ; first 2000-03-09 10:30, largest gap 1.00 securities"
    assert not amount.ok
    assert not number.ok


def test_without_a_start_time_the_day_joins(frames: dict[str, pd.DataFrame]) -> None:
    frames["buyback_operations"]["start_time"] = "unstated"
    # The cancelled operation of 2024-08-21 has no amounts, so that day is clear too.
    assert check(frames)[0].detail == "0 of 6 rows differ"
    frames["buyback_securities"].loc[0, "accepted_usd"] += 1
    assert check(frames)[0].detail == "1 of 6 rows differ; first 2000-03-09 10:30, largest gap 1.00 USD"


def test_without_a_start_time_a_day_of_two_operations_is_not_judged(frames: dict[str, pd.DataFrame]) -> None:
    operations = frames["buyback_operations"]
    operations["start_time"] = "unstated"
    operations.loc[operations["operation_date"].eq("2024-07-24"), "operation_date"] = pd.Timestamp("2026-09-10")
    assert check(frames)[0].detail == "0 of 4 rows differ"


def test_without_a_start_time_on_the_securities_the_day_joins(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["buyback_securities"]
    rows.loc[rows["operation_date"].eq("2026-09-10"), "start_time"] = "unstated"
    assert check(frames)[0].detail == "0 of 6 rows differ"
    rows.loc[rows.index[-1], "accepted_usd"] += 1
    assert check(frames)[0].detail == "1 of 6 rows differ; first 2026-09-10 13:40, largest gap 1.00 USD"


def test_no_operations_no_check(frames: dict[str, pd.DataFrame]) -> None:
    assert check({"buyback_securities": frames["buyback_securities"]}) == []


def test_an_answer_without_rows_has_all_columns(published, answer) -> None:
    made = parse(answer([], list(published("buybacks_security_details")[0])))
    assert len(made) == 0
    assert set(made.columns) == set(DATASET.names)


def test_a_price_that_is_no_number_is_named(published, answer) -> None:
    sent = published("buybacks_security_details")
    sent[1]["weighted_avg_accepted_price"] = "n/a"
    with pytest.raises(SourceChanged, match=r"column 'price': 'n/a' in row 2 is no number"):
        parse(answer(sent))
