"""Refunding quarters: their days, the maximum and how much of it was used."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury import reference, refunding_files
from treasury.analytics import buyback_programme, buyback_quarters, buybacks

BN = 1e9
DAY = pd.to_datetime
NO_GAP = pd.DataFrame({"start": DAY([]), "end": DAY([])})


def quarters() -> pd.DataFrame:
    rows = pd.DataFrame({"quarter": ["A", "B"], "statement_date": DAY(["2025-01-29", "2025-04-30"])})
    rows = rows.assign(liquidity_buyback_max_usd=[30 * BN, float("nan")], cash_management_buyback_max_usd=[10 * BN, 20 * BN])
    schedule = {"statement_date": "2025-01-29", "first_operation": "2025-02-12", "last_operation": None}
    return buyback_quarters.quarters(rows, pd.DataFrame({name: DAY([day]) for name, day in schedule.items()}))


def operations(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["operation_date", "operation_type", "state", "maximum_usd", "accepted_usd"])
    made["operation_date"] = DAY(made["operation_date"])
    return made.assign(start_time="13:40", maximum_usd=made["maximum_usd"] * BN, accepted_usd=made["accepted_usd"] * BN)


HELD = operations(
    ("2025-02-11", "Liquidity Support", "result", 2.0, 2.0),  # before the first day of the schedule
    ("2025-02-12", "Liquidity Support", "result", 4.0, 1.0),
    ("2025-02-20", "Liquidity Support", "cancelled", 4.0, float("nan")),
    ("2025-03-05", "Liquidity Support", "result", 2.0, 2.0),
    ("2025-03-12", "Cash Management", "result", 8.5, 8.5),
    ("2025-05-06", "Liquidity Support", "result", float("nan"), 0.5),
    ("2025-05-15", "Liquidity Support", "result", 4.0, 4.0),
    ("2025-05-20", "Liquidity Support", "announced", 4.0, float("nan")),
)


def test_a_quarter_has_the_days_of_its_schedule_or_begins_a_week_after_the_statement():
    made = quarters()
    assert made["start"].astype(str).tolist() == ["2025-02-12", "2025-05-07"]
    assert made["end"].astype(str).tolist()[0] == "2025-05-06"
    assert pd.isna(made["end"].iloc[1])
    rows = reference.refunding_statements()
    held = refunding_files.buyback_quarters()
    published = buyback_quarters.quarters(rows, held).merge(held, on="statement_date", suffixes=("", "_listed"))
    assert (published["start"] == published["first_operation_listed"]).all()
    assert (published["end"] == published["last_operation_listed"]).sum() == held["last_operation"].notna().sum() == 6


def test_an_operation_between_two_schedules_belongs_to_neither():
    schedules = pd.DataFrame(
        {"statement_date": ["2025-01-29", "2025-04-30"], "first_operation": ["2025-02-12", "2025-05-15"], "last_operation": None}
    ).astype("datetime64[us]")
    schedules.loc[0, "last_operation"] = pd.Timestamp("2025-04-30")
    rows = quarters()[["quarter", "statement_date", *buyback_quarters.MAXIMA.values()]]
    made = buyback_quarters.use(HELD, buyback_quarters.quarters(rows, schedules), "Liquidity Support", NO_GAP)
    assert made["operation_date"].dt.strftime("%m-%d").tolist() == ["02-12", "03-05", "05-15"]  # without 6 May


def test_the_running_total_counts_results_of_the_type_alone_and_starts_anew_each_quarter():
    made = buyback_quarters.use(HELD, quarters(), "Liquidity Support", NO_GAP)
    assert made["accepted_usd"].tolist() == [1 * BN, 2 * BN, 0.5 * BN, 4 * BN]  # neither cancelled nor announced
    assert made["cumulative_usd"].tolist() == [1 * BN, 3 * BN, 3.5 * BN, 4 * BN]
    assert made["used_pct"].tolist() == pytest.approx([1 / 30 * 100, 10.0, 3.5 / 30 * 100, math.nan], nan_ok=True)
    assert made["offered_room_usd"].tolist() == pytest.approx([4 * BN, 6 * BN, math.nan, 4 * BN], nan_ok=True)
    cash = buyback_quarters.use(HELD, quarters(), "Cash Management", NO_GAP)
    assert cash["used_pct"].tolist() == [85.0]


def test_a_quarter_that_meets_a_gap_is_not_held_in_full():
    gap = pd.DataFrame({"start": DAY(["2025-05-21"]), "end": DAY(["2025-08-31"])})
    made = buyback_quarters.use(HELD, quarters(), "Liquidity Support", gap)
    assert made["held_in_full"].tolist() == [True, True, True, False]


def test_the_room_of_what_is_not_held_is_announced_less_held():
    gap = pd.DataFrame({"start": DAY(["2025-03-13"]), "end": DAY(["2025-04-20"])})
    until = [buyback_quarters.unheld_room(HELD, quarters(), gap, day) for day in ("2025-03-12", "2025-03-13")]
    assert until == [0.0, (40 - 1 - 2 - 8.5 - 0.5) * BN]
    assert buyback_quarters.unheld_room(HELD, quarters(), gap, "2025-12-31", since="2025-05-01") == 0.0
    later = pd.DataFrame({"start": DAY(["2025-05-21"]), "end": DAY(["2025-08-31"])})
    assert math.isnan(buyback_quarters.unheld_room(HELD, quarters(), later, "2025-12-31"))  # no sum was announced


def test_the_single_maxima_of_each_quarter_held_whole_add_up_to_the_sum_announced(snapshot):
    """Two independent sources: the operations, and the refunding statements (30 bn a quarter)."""
    held = snapshot("buyback_operations")
    made = buyback_quarters.quarters(reference.refunding_statements(), refunding_files.buyback_quarters())
    gaps = buyback_programme.results_gaps(held, "2026-11-05")
    for kind, sums in (
        ("Liquidity Support", {"Aug-Oct 2024": 30, "Nov 2024-Jan 2025": 30, "Feb-Apr 2025": 30, "May-Jul 2025": 30}),
        ("Cash Management", {"Nov 2024-Jan 2025": 22.5, "Feb-Apr 2025": 59.5, "May-Jul 2025": 20}),
    ):
        rows = buyback_quarters.use(buybacks.operations(held), made, kind, gaps).groupby("quarter").last()
        full = rows[rows["held_in_full"] & rows["maximum_usd"].notna()]
        assert (full["maximum_usd"] / BN).to_dict() == sums
        assert (full["offered_room_usd"] / BN).to_dict() == sums
