"""Outstanding by class: rebuilt, published, reconciled."""

import math

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import FLOATING_RATE_NOTES_PUBLISHED, bought, floating_rate_notes, sold
from treasury.analytics.issuance import net_issuance
from treasury.analytics.outstanding import (
    bill_share_outstanding,
    outstanding,
    outstanding_published,
    outstanding_rebuilt,
    reconciliation,
    wam_rebuilt,
)

# The statement of 30 June 2026, marketable part, dollars.
JUNE_2026 = {
    "Bills": 6690689e6,
    "Notes": 16060860e6,
    "Bonds": 5459455e6,
    "Treasury Inflation-Protected Securities": 2164939e6,
    "Floating Rate Notes": 706302e6,
    "Federal Financing Bank": 3591e6,
}


def statement(day: str, amounts: dict[str, float], total: float | None = None) -> pd.DataFrame:
    rows = [("Marketable", name, value) for name, value in amounts.items()]
    rows.append(("Total Marketable", "Total Marketable", sum(amounts.values()) if total is None else total))
    rows.append(("Nonmarketable", "Government Account Series", 8123393e6))
    made = pd.DataFrame(rows, columns=["security_type", "security_class", "total_usd"])
    return made.assign(record_date=pd.Timestamp(day))


def three() -> pd.DataFrame:
    """Three auctions worked by hand; a fourth only sets the day up to which results are known."""
    return sold(
        [
            ("B1", "Bill", "2025-01-02", "2025-01-07", "2025-02-04", 100.0, 0.0),
            ("N1", "Note", "2025-01-08", "2025-01-15", "2027-01-31", 60.0, 0.0),
            ("N1", "Note", "2025-02-05", "2025-02-18", "2027-01-31", 30.0, 0.0),
            ("B9", "Bill", "2027-02-25", "2027-03-02", "2027-03-30", 1.0, 0.0),
        ]
    )


BOUGHT = bought([("Note", "2025-03-06", "2027-01-31", 20.0)])


def wide(long: pd.DataFrame) -> pd.DataFrame:
    return long.pivot(index="record_date", columns="security_class", values="outstanding_usd")


def test_three_auctions_worked_by_hand() -> None:
    dates = ["2025-01-06", "2025-01-07", "2025-01-15", "2025-02-03", "2025-02-04", "2025-02-18", "2025-03-05", "2025-03-06"]
    got = wide(outstanding_rebuilt(three(), BOUGHT, dates))
    assert got["Bill"].tolist() == [0, 100, 100, 100, 0, 0, 0, 0]
    assert got["Note"].tolist() == [0, 0, 60, 60, 60, 90, 90, 70]


def test_a_note_due_on_a_sunday_is_there_until_it_is_paid() -> None:
    got = wide(outstanding_rebuilt(three(), BOUGHT, ["2027-01-29", "2027-01-31", "2027-02-01"]))
    assert got["Note"].tolist() == [70, 70, 0]  # 31 January 2027 is a Sunday


def test_the_shape_is_one_row_a_date_and_class_in_fixed_order() -> None:
    got = outstanding_rebuilt(three(), BOUGHT, ["2025-02-18", "2025-01-07"])
    assert got.columns.tolist() == ["record_date", "security_class", "outstanding_usd", "source"]
    assert got["security_class"].tolist() == ["Bill", "Note", "Bond", "TIPS", "FRN"] * 2
    assert got["record_date"].iloc[0] == pd.Timestamp("2025-02-18")
    assert set(got["source"]) == {"rebuilt"}


def test_what_is_not_known_in_full_is_missing() -> None:
    after = wide(outstanding_rebuilt(three(), BOUGHT, ["2027-02-25", "2027-02-26"]))
    assert after.isna().all(axis=1).tolist() == [False, True]
    early = outstanding_rebuilt(three(), BOUGHT, ["1980-12-31", "1989-11-15", "1989-11-16", "2014-11-15", "2014-11-16"])
    missing = wide(early).isna()
    assert missing["Bill"].tolist() == [True, False, False, False, False]
    assert missing["Note"].tolist() == [True, True, False, False, False]
    assert missing["Bond"].tolist() == [True, True, True, True, False]
    assert not missing[["TIPS", "FRN"]].any().any()


def test_floating_rate_notes_agree_with_the_public_debt_statement_in_every_month() -> None:
    notes = {day: {"Floating Rate Notes": value} for day, value in FLOATING_RATE_NOTES_PUBLISHED.items()}
    published = pd.concat([statement(day, amounts) for day, amounts in notes.items()])
    rebuilt = outstanding_rebuilt(floating_rate_notes(), bought([]), list(notes))
    got = reconciliation(rebuilt, published)
    frn = got[got["security_class"].eq("FRN")]
    assert frn["error_usd"].notna().sum() == 8
    assert frn["error_usd"].abs().max() < 0.06e9
    assert frn["error_pct"].abs().max() < 0.01
    assert got["security_class"].drop_duplicates().tolist() == ["FRN", "Total"]


def test_the_change_of_the_rebuilt_amount_is_net_issuance() -> None:
    ends = pd.date_range("2024-12-31", "2027-02-25", freq="ME")
    levels = wide(outstanding_rebuilt(three(), BOUGHT, ends))
    net = net_issuance(three(), BOUGHT, "month", "2027-01-31").pivot(index="period", columns="security_class", values="net_usd")
    assert net.to_numpy().tolist() == np.diff(levels.to_numpy(), axis=0).tolist()


def test_the_published_classes_are_named_as_in_auctions_and_the_rest_is_other() -> None:
    got = outstanding_published(statement("2026-06-30", JUNE_2026))
    assert got["security_class"].tolist() == ["Bill", "Note", "Bond", "TIPS", "FRN", "Other"]
    assert got["outstanding_usd"].tolist() == pytest.approx(list(JUNE_2026.values()))
    assert set(got["source"]) == {"published"}


def test_older_names_and_absent_classes() -> None:
    old = statement("2003-06-30", {"Bills": 90.0, "Inflation-Indexed Notes": 10.0, "Inflation-Indexed Bonds": 5.0, "Notes": 50.0})
    got = outstanding_published(old).set_index("security_class")["outstanding_usd"]
    assert got.to_dict() == {"Bill": 90, "Note": 50, "TIPS": 15, "Other": 0}  # no floating rate notes: no row


def test_the_bill_share_of_june_2026_is_21_5_percent() -> None:
    published = outstanding_published(statement("2026-06-30", JUNE_2026))
    got = bill_share_outstanding(published)
    assert got["bill_share_outstanding_pct"].iloc[0] == pytest.approx(6690689 / 31085836 * 100)
    assert round(got["bill_share_outstanding_pct"].iloc[0], 2) == 21.52
    assert got.columns.tolist() == ["record_date", "bill_share_outstanding_pct", "source"]


def test_the_bill_share_is_missing_where_a_class_is() -> None:
    rebuilt = outstanding_rebuilt(three(), BOUGHT, ["2014-11-14", "2025-01-20"])
    got = bill_share_outstanding(rebuilt)["bill_share_outstanding_pct"].tolist()
    assert got == pytest.approx([math.nan, 100 / 160 * 100], nan_ok=True)


def test_published_figures_stand_where_they_are_held() -> None:
    rebuilt = outstanding_rebuilt(three(), BOUGHT, ["2025-01-31", "2025-02-03"])
    published = outstanding_published(statement("2025-01-31", {"Bills": 101.0, "Notes": 61.0}, total=163.0))
    got = outstanding(rebuilt, published)
    first = got[got["record_date"].eq("2025-01-31")]
    assert first["outstanding_usd"].tolist() == [101, 61, 1]
    assert set(first["source"]) == {"published"}
    assert wide(got).loc["2025-02-03", ["Bill", "Note"]].tolist() == [100, 60]
    share = bill_share_outstanding(got)
    assert share["source"].tolist() == ["published", "rebuilt"]
    assert share["bill_share_outstanding_pct"].iloc[0] == pytest.approx(101 / 163 * 100)


def test_the_reconciliation_gives_errors_by_class_and_in_total() -> None:
    rebuilt = outstanding_rebuilt(three(), BOUGHT, ["2025-01-31"])
    got = reconciliation(
        rebuilt, statement("2025-01-31", {"Bills": 101.0, "Notes": 60.0, "Bonds": 0.0, "Federal Financing Bank": 4.0})
    )
    assert got["security_class"].tolist() == ["Bill", "Note", "Bond", "Total"]
    assert got["error_usd"].tolist() == [-1, 0, 0, -1]
    assert got["error_pct"].tolist() == pytest.approx([-1 / 101 * 100, 0, math.nan, -1 / 161 * 100], nan_ok=True)
    assert got.columns.tolist() == ["record_date", "security_class", "rebuilt_usd", "published_usd", "error_usd", "error_pct"]


def test_an_error_against_nothing_has_no_percentage() -> None:
    got = reconciliation(outstanding_rebuilt(three(), BOUGHT, ["2025-01-31"]), statement("2025-01-31", {"Notes": 0.0}))
    assert got["error_usd"].tolist() == [60, 60]
    assert got["error_pct"].isna().all()


def test_the_reconciliation_covers_only_dates_that_both_hold() -> None:
    rebuilt = outstanding_rebuilt(three(), BOUGHT, ["2025-01-31"])
    assert reconciliation(rebuilt, statement("2025-02-28", {"Bills": 101.0})).empty


def test_average_maturity_is_weighted_by_par() -> None:
    got = wam_rebuilt(three(), BOUGHT, ["2025-01-20", "2025-03-06"])
    bill, note = 15, 741  # days from 20 January 2025 to 4 February 2025 and 31 January 2027
    assert got["wam_months"].iloc[0] == pytest.approx((100 * bill + 60 * note) / 160 / 30.4375)
    assert got["wam_months"].iloc[1] == pytest.approx(696 / 30.4375)  # the note alone, on 6 March 2025
    assert got["scope"].iloc[0] == "Bill, Note, Bond, TIPS, FRN"


def test_average_maturity_names_its_scope_and_stays_missing_without_debt() -> None:
    got = wam_rebuilt(three(), BOUGHT, ["2025-01-20", "2025-01-06", "2014-11-14"], ("Note", "Bond"))
    assert got["wam_months"].tolist() == pytest.approx([741 / 30.4375, math.nan, math.nan], nan_ok=True)
    assert set(got["scope"]) == {"Note, Bond"}
