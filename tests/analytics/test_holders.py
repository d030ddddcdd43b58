"""Foreign holders and the Federal Reserve: changes and shares against the figures published."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from treasury.analytics import holders

Snapshot = Callable[[str], pd.DataFrame]
BN = 1e9


@pytest.fixture(scope="module")
def wide(snapshot: Snapshot) -> pd.DataFrame:
    return holders.by_month(snapshot("foreign_holders"))


def test_changes_of_december_2025_by_hand(wide: pd.DataFrame) -> None:
    made = holders.holders_table(wide).set_index("country")
    japan = made.loc["Japan"]
    assert japan["holdings_usd"] == 1185.5 * BN
    assert japan["month_change_usd"] == pytest.approx((1185.5 - 1202.7) * BN)
    assert japan["year_change_usd"] == pytest.approx((1185.5 - 1061.5) * BN)
    assert japan["year_change_pct"] == pytest.approx(124 / 1061.5 * 100)
    assert japan["of_foreign_share_pct"] == pytest.approx(1185.5 / 9271.0 * 100)


def test_groups_come_first_and_countries_with_the_rest_make_the_total(wide: pd.DataFrame) -> None:
    made = holders.holders_table(wide)
    assert made["country"].tolist()[:4] == list(holders.GROUPS)
    countries = made["holdings_usd"].iloc[4:]
    assert countries.is_monotonic_decreasing
    assert countries.sum() == pytest.approx(made["holdings_usd"].iloc[0], abs=1.5 * BN)  # each rounded to a tenth of a billion
    assert made["of_foreign_share_pct"].iloc[4:].sum() == pytest.approx(100, abs=0.02)


def test_a_country_that_was_not_named_has_no_change(wide: pd.DataFrame) -> None:
    named = holders.holders_table(wide).set_index("country").loc["El Salvador"]  # in the table of 2025, in no earlier one
    assert named[["year_change_usd", "five_years_change_usd", "year_change_pct"]].isna().all()
    assert named["month_change_usd"] == pytest.approx(1.6 * BN)


def test_a_month_that_is_not_held_is_a_row_without_figures() -> None:
    rows = pd.DataFrame({"month": pd.to_datetime(["2025-10-31", "2025-12-31"]), "country": "Japan", "holdings_usd": [1.0, 2.0]})
    made = holders.by_month(rows)
    assert made["Japan"].isna().tolist() == [False, True, False]
    assert holders.holders_table(made)["month_change_usd"].isna().all()
    assert holders.by_month(rows.iloc[:0]).empty


def test_the_foreign_share_of_the_debt_by_hand(wide: pd.DataFrame, snapshot: Snapshot) -> None:
    debt = snapshot("debt_to_penny")
    made = holders.share_of_debt(wide, debt)
    last = made.loc["2025-12-31"]
    assert last["held_by_public_usd"] == debt.loc["2025-12-31", "held_by_public_usd"]
    assert last["foreign_share_pct"] == pytest.approx(9271.0 * BN / 30_846_718_000_000 * 100, abs=0.01)
    assert pd.isna(made.loc["2000-03-31", "foreign_share_pct"])  # the debt was split once a year then


def fed(rows: dict[str, tuple[float, float, float, float | None]]) -> pd.DataFrame:
    return pd.DataFrame(
        list(rows.values()), index=pd.to_datetime(list(rows)), columns=["bills_usd", "notes_bonds_usd", "tips_usd", "frn_usd"]
    ).astype("float64")


def test_treasuries_are_the_four_classes_and_floating_rate_notes_only_once_they_exist() -> None:
    made = holders.treasuries(fed({"2010-01-06": (18, 700, 40, None), "2016-01-06": (0, 2300, 100, None)}))
    assert made["treasuries_usd"].tolist()[0] == 758
    assert made["treasuries_usd"].isna().tolist() == [False, True]


def test_the_feds_changes_and_shares_by_hand(snapshot: Snapshot) -> None:
    made = holders.fed_table(snapshot("fed_holdings"), snapshot("debt_by_class")).set_index("holding")
    bills = made.loc["Bills"]
    assert f"{bills['date']:%Y-%m-%d}" == "2026-04-22"
    assert bills["four_weeks_change_usd"] == pytest.approx(425_213_926_700 - 381_629_926_700)
    assert made["quarter_change_usd"].isna().all()  # 21 January 2026 is not held
    assert f"{bills['share_month_end']:%Y-%m-%d} {bills['share_date']:%Y-%m-%d}" == "2026-03-31 2026-03-25"
    assert bills["share_holdings_usd"] == 381_629_926_700  # of the day of the share, not the last statement's 425
    debt = snapshot("debt_by_class")
    owed = debt[debt["record_date"].eq("2026-03-31")].set_index("security_class")["total_usd"]
    held = snapshot("fed_holdings").loc["2026-03-25"]
    assert bills["of_class_share_pct"] == pytest.approx(held["bills_usd"] / owed["Bills"] * 100)
    notes = held["notes_bonds_usd"] / (owed["Notes"] + owed["Bonds"]) * 100
    assert made.loc["Notes and bonds", "of_class_share_pct"] == pytest.approx(notes)
    assert pd.isna(made.loc["TIPS", "of_class_share_pct"])


def test_the_change_of_a_month_runs_from_last_statement_to_last_statement(snapshot: Snapshot) -> None:
    held = snapshot("fed_holdings")
    made = holders.fed_changes(held).set_index("period_end")
    assert made.loc["2026-03-31", "bills_usd"] == held.loc["2026-03-25", "bills_usd"] - held.loc["2026-02-25", "bills_usd"]
    assert made.loc["2026-02-28", "bills_usd"] != made.loc["2026-02-28", "bills_usd"]  # January is not held
    assert "2026-01-31" not in made.index
    assert made["partial"].tolist()[-2:] == [False, True]
    stretch = made.loc["2025-01-31":"2025-10-31", "treasuries_usd"].sum()
    ends = holders.treasuries(held)["treasuries_usd"]
    assert stretch == pytest.approx(ends["2025-10-29"] - ends["2024-12-25":"2024-12-31"].iloc[-1])
