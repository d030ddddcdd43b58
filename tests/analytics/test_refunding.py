"""Refundings against what came: sizes, buyback maxima and borrowing, by hand and from the snapshot."""

from __future__ import annotations

import pandas as pd
import pytest

from treasury import frames, reference, refunding_files
from treasury.analytics import buyback_quarters, refunding
from treasury.analytics.buyback_programme import results_gaps
from treasury.settings import ROOT
from treasury.store import Store

DAY = pd.to_datetime
BN = 1e9
NOW = pd.Timestamp("2026-11-23")
NO_GAPS = pd.DataFrame({"start": DAY([]), "end": DAY([])})
NO_STATEMENTS = pd.DataFrame({"statement_date": DAY([])})


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory):
    return frames.reader(Store(str(tmp_path_factory.mktemp("store")), ROOT / "data" / "snapshot"))


def auctions(*rows: tuple[str, str, str, str, float | None]) -> pd.DataFrame:
    names = ["auction_date", "security_class", "security_term", "original_security_term", "offering_usd"]
    made = pd.DataFrame(rows, columns=names).astype({"offering_usd": "float64"})
    return made.assign(auction_date=DAY(made["auction_date"]))


def announced(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["statement_date", "month", "tenor", "size_usd"])
    return made.assign(statement_date=DAY(made["statement_date"]), month=DAY(made["month"]), basis="table")


# --- sizes --------------------------------------------------------------------------------------------------------------


def test_the_tenor_is_the_term_sold() -> None:
    made = refunding.offered(
        auctions(
            ("2025-02-25", "Note", "5-Year", "7-Year", 70e9),  # the 5-year reopens an old 7-year
            ("2025-02-26", "FRN", "1-Year 11-Month", "2-Year", 28e9),
            ("2025-02-24", "Note", "2-Year", "2-Year", 69e9),
            ("2025-03-12", "Note", "9-Year 11-Month", "10-Year", 39e9),
            ("2025-03-20", "TIPS", "9-Year 10-Month", "10-Year", 18e9),  # not a nominal coupon
            ("2025-03-13", "Bill", "26-Week", "26-Week", 70e9),
            ("2022-07-14", "FRN", "1-Year 9-Month", "2-Year", 25e6),  # a test of the contingency system
        )
    )
    assert made[["tenor", "offered_usd"]].to_numpy().tolist() == [["2Y", 69e9], ["5Y", 70e9], ["FRN", 28e9], ["10Y", 39e9]]


def test_standing_and_difference_by_hand() -> None:
    sold = auctions(
        ("2025-08-06", "Note", "10-Year", "10-Year", 42e9),
        ("2025-08-07", "Bond", "30-Year", "30-Year", 27e9),
        ("2025-08-26", "Note", "2-Year", "2-Year", 69e9),
        ("2024-01-30", "Note", "2-Year", "2-Year", 60e9),  # before anything was announced
    )
    said = announced(
        ("2025-07-30", "2025-08-01", "10Y", 42e9),
        ("2025-07-30", "2025-08-01", "30Y", 25e9),
        ("2025-07-30", "2025-09-01", "10Y", 39e9),
    )
    made = refunding.sizes(said, NO_STATEMENTS, sold).set_index(["month", "tenor"])
    august, september = pd.Timestamp("2025-08-01"), pd.Timestamp("2025-09-01")
    assert made["standing"].to_dict() == {
        (august, "2Y"): "announcement not held",
        (august, "10Y"): "as announced",
        (august, "30Y"): "differs",
        (september, "10Y"): "no auction held",
    }
    assert made.loc[(august, "30Y"), "difference_usd"] == 2e9
    assert pd.isna(made.loc[(september, "10Y"), "difference_usd"])


def test_an_unknown_offering_is_not_taken_for_agreement() -> None:
    said = announced(("2025-07-30", "2025-08-01", "10Y", 42e9))
    made = refunding.sizes(said, NO_STATEMENTS, auctions(("2025-08-06", "Note", "10-Year", "10-Year", None)))
    assert made["standing"].tolist() == ["no auction held"]


def test_the_refunding_stands_in_where_the_table_is_not_held() -> None:
    statements = pd.DataFrame(
        {"statement_date": DAY(["2026-02-04"]), "note_3y_usd": 58e9, "note_10y_usd": 42e9, "bond_30y_usd": float("nan")}
    )
    made = refunding.sizes(announced(("2025-11-05", "2026-01-01", "3Y", 58e9)), statements, auctions())
    assert made[["month", "tenor", "basis"]].astype(str).to_numpy().tolist() == [
        ["2026-01-01", "3Y", "table"],
        ["2026-02-01", "3Y", "refunding"],
        ["2026-02-01", "10Y", "refunding"],
    ]


def test_the_statement_of_late_january_is_about_february() -> None:
    statements = pd.DataFrame({"statement_date": DAY(["2024-01-31"]), "note_3y_usd": 54e9})
    made = refunding.sizes(announced(), statements, auctions())
    assert made["month"].astype(str).tolist() == ["2024-02-01"]


def test_every_size_of_the_snapshot_was_offered_as_announced(load) -> None:
    made = refunding.sizes(refunding_files.announced_sizes(), reference.refunding_statements(), load("auctions"))
    assert made["standing"].value_counts().to_dict() == {"as announced": 370, "announcement not held": 42, "no auction held": 20}
    assert not made.duplicated(["month", "tenor"]).any()
    # Counted another way: the 2-year of each month from its own auctions, by their CUSIPs' first day.
    two = load("auctions")
    two = two[two["security_class"].eq("Note") & two["security_term"].eq("2-Year") & two["auction_date"].ge("2024-04-01")]
    assert two["offering_usd"].unique().tolist() == [69e9]


# --- buybacks -----------------------------------------------------------------------------------------------------------


def held(*rows: tuple[str, str | None, str, float | None, float | None]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["operation_date", "operation_type", "state", "maximum_usd", "accepted_usd"])
    made = made.astype({"maximum_usd": "float64", "accepted_usd": "float64", "operation_type": "str"})
    return made.assign(operation_date=DAY(made["operation_date"]))


SAID = pd.DataFrame(
    {
        "statement_date": DAY(["2025-04-30", "2025-07-30"]),
        "quarter": ["May-Jul 2025", "Aug-Oct 2025"],
        "liquidity_buyback_max_usd": [30e9, 38e9],
        "cash_management_buyback_max_usd": [20e9, 0.0],
    }
)
QUARTERS = pd.DataFrame(
    {
        "statement_date": DAY(["2025-04-30", "2025-07-30"]),
        "first_operation": DAY(["2025-05-15", "2025-08-13"]),
        "last_operation": DAY(["2025-08-06", "2025-11-05"]),
    }
)


def use(operations: pd.DataFrame, gaps: pd.DataFrame = NO_GAPS, now: str = "2026-01-01") -> pd.DataFrame:
    made = buyback_quarters.summed(buyback_quarters.quarters(SAID, QUARTERS), operations, gaps, now)
    return made.set_index(["quarter", "operation_type"])


def test_operations_go_to_the_quarter_of_their_schedule() -> None:
    """6 August 2025 still belongs to the statement of 30 April, a cancelled operation to none."""
    made = use(
        held(
            ("2025-05-14", "Liquidity Support", "result", 2e9, 2e9),
            ("2025-05-15", "Liquidity Support", "result", 4e9, 3e9),
            ("2025-08-06", "Liquidity Support", "result", 0.5e9, 0.5e9),
            ("2025-07-10", "Liquidity Support", "cancelled", 4e9, None),
            ("2025-08-13", "Liquidity Support", "result", 0.75e9, 0.75e9),
        )
    )
    first = made.loc[("May-Jul 2025", "Liquidity Support")]
    assert (first["operations"], first["accepted_usd"], first["operations_maximum_usd"]) == (2, 3.5e9, 4.5e9)
    assert first["used_pct"] == pytest.approx(3.5 / 30 * 100)
    assert made.loc[("Aug-Oct 2025", "Liquidity Support"), "accepted_usd"] == 0.75e9


def test_nothing_bought_is_zero_only_where_all_results_are_held() -> None:
    gap = pd.DataFrame({"start": DAY(["2025-10-23"]), "end": DAY(["2026-09-09"])})
    made = use(held(("2025-05-15", "Liquidity Support", "result", 4e9, 3e9)), gap)
    assert made.loc[("May-Jul 2025", "Cash Management"), ["accepted_usd", "used_pct"]].tolist() == [0.0, 0.0]
    later = made.loc[("Aug-Oct 2025", "Liquidity Support")]
    assert not later["held_in_full"]
    assert pd.isna(later["accepted_usd"])
    assert pd.isna(later["used_pct"])


def test_a_running_quarter_has_no_share() -> None:
    made = use(held(("2025-08-13", "Liquidity Support", "result", 2e9, 2e9)), now="2025-09-01")
    row = made.loc[("Aug-Oct 2025", "Liquidity Support")]
    assert row["accepted_usd"] == 2e9
    assert pd.isna(row["used_pct"])


def test_no_share_of_nothing_and_a_type_that_is_not_stated_stands_apart() -> None:
    made = use(held(("2025-10-22", None, "result", None, 1.902e9)))
    assert pd.isna(made.loc[("Aug-Oct 2025", "Cash Management"), "used_pct"])
    assert made.loc[("Aug-Oct 2025", "unstated"), "accepted_usd"] == 1.902e9


def test_the_snapshot_adds_up_to_what_was_stated(load) -> None:
    """The maxima of the operations in each window sum to the statement's: the windows are the right ones."""
    operations = load("buyback_operations")
    gaps = results_gaps(operations, NOW)
    quarters = buyback_quarters.quarters(reference.refunding_statements(), refunding_files.buyback_quarters())
    made = buyback_quarters.summed(quarters, operations, gaps, NOW)
    full = made[made["held_in_full"] & made["stated_maximum_usd"].gt(0)]
    assert len(full) == 7
    assert (full["operations_maximum_usd"] == full["stated_maximum_usd"]).all()
    liquidity = full[full["operation_type"].eq("Liquidity Support")].set_index("quarter")["accepted_usd"] / BN
    assert liquidity.round(3).to_dict() == {
        "Aug-Oct 2024": 22.275,
        "Nov 2024-Jan 2025": 22.322,
        "Feb-Apr 2025": 23.014,
        "May-Jul 2025": 21.862,
    }
    by_hand = operations[operations["operation_date"].between("2025-05-15", "2025-08-06") & operations["state"].eq("result")]
    assert by_hand["accepted_usd"].sum() == pytest.approx((21.862 + 20) * BN)
    partial = set(made.loc[~made["held_in_full"], "quarter"])
    assert partial == {"Aug-Oct 2025", "Nov 2025-Jan 2026", "Feb-Apr 2026", "May-Jul 2026", "Aug-Oct 2026"}


# --- borrowing ----------------------------------------------------------------------------------------------------------


def test_misses_are_those_that_the_releases_explain() -> None:
    """As the release of the quarter after states them: excluding the cash balance, 2 bn and 56 bn lower, 10 bn higher, 42 bn
    lower, 18 bn lower."""
    made = refunding.borrowing(refunding_files.borrowing_estimates()).set_index("quarter") / BN
    beside = made["miss_beside_cash_usd"]
    assert beside[["2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q2"]].tolist() == [-2, -56, 10, -42, -18]
    assert made.loc["2025 Q2", ["first_usd", "update_usd", "actual_usd", "miss_usd"]].tolist() == [123, 514, 65, -449]


def test_what_is_not_held_stays_missing() -> None:
    made = refunding.borrowing(refunding_files.borrowing_estimates()).set_index("quarter")
    assert pd.isna(made.loc["2026 Q1", "actual_usd"])
    assert pd.isna(made.loc["2026 Q1", "miss_usd"])
    assert pd.isna(made.loc["2022 Q4", "first_usd"])
    assert made.index[-1] == "2026 Q4"
