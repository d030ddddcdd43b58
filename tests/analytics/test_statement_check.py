"""Rebuilt debt against the statement: every month held, spans and fiscal years, and what may explain a difference."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.analytics.published import sold
from treasury import reference, refunding_files
from treasury.analytics import buyback_quarters, statement_check

DAY = pd.to_datetime
NAMES = {"Bill": "Bills", "Note": "Notes", "Bond": "Bonds", "TIPS": "Treasury Inflation-Protected Securities"}
QUARTERS = pd.DataFrame({name: DAY([]) if name in ("start", "end") else [] for name in buyback_quarters.COLUMNS})


def statement(day: str, amounts: dict[str, float]) -> pd.DataFrame:
    rows = [("Marketable", NAMES[name], value) for name, value in amounts.items()]
    made = pd.DataFrame(rows, columns=["security_type", "security_class", "total_usd"])
    return made.assign(record_date=pd.Timestamp(day))


def by_security(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["record_date", "cusip", "security_class", "outstanding_usd"])
    made["record_date"] = DAY(made["record_date"]).astype("datetime64[us]")
    return made.assign(issued_usd=float("nan"), redeemed_usd=float("nan"), inflation_adjustment_usd=float("nan"))


def auctions() -> pd.DataFrame:
    """Notes of 60 in fiscal 2022, 100 in fiscal 2023, 90 in 2024; bills of 40 that roll over; no TIPS."""
    rows = [
        ("N1", "Note", "2022-01-10", "2022-01-18", "2032-01-15", 60.0, 0.0),
        ("N2", "Note", "2023-01-10", "2023-01-17", "2033-01-15", 100.0, 0.0),
        ("N3", "Note", "2024-01-10", "2024-01-16", "2034-01-15", 90.0, 0.0),
        *[
            (f"B{day:%m%y}", "Bill", f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d}", f"{day + pd.DateOffset(months=1):%Y-%m-%d}", 40.0, 0.0)
            for day in pd.date_range("2022-01-18", "2024-10-18", freq=pd.DateOffset(months=1))
        ],
    ]
    blank = {name: float("nan") for name in ("ref_cpi_issue_date", "ref_cpi_dated_date")}
    return sold(rows).assign(dated_date=pd.NaT, **blank).astype({"dated_date": "datetime64[us]"})


def nothing_bought() -> tuple[pd.DataFrame, pd.DataFrame]:
    keys = {"operation_date": DAY([]), "start_time": [], "accepted_usd": []}
    operations = pd.DataFrame(keys | {"settlement_date": DAY([]), "state": []})
    return operations, pd.DataFrame(keys | {"cusip": []})


def regular(until: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Operations that bought nothing, all through the regular programme, so that no result is missing."""
    days = pd.date_range("2024-05-29", until, freq="7D")
    operations = pd.DataFrame({"operation_date": days, "start_time": "13:40", "accepted_usd": 0.0, "state": "result"})
    return operations.assign(settlement_date=days + pd.Timedelta(days=1)), nothing_bought()[1]


def test_a_fiscal_year_held_whole_agrees_with_the_change_of_the_statement():
    ends = {"2022-09-30": 60.0, "2023-09-30": 160.0, "2024-09-30": 250.0}
    published = pd.concat([statement(day, {"Bill": 40.0, "Note": note}) for day, note in ends.items()])
    made = statement_check.changes(auctions(), *regular("2024-10-16"), published, by_security(), QUARTERS)
    years = made[made["kind"].eq(statement_check.WHOLE_YEAR)].set_index("label")
    assert years["net_usd"].to_dict() == {"FY2023": 100.0, "FY2024": 90.0}
    assert years["published_change_usd"].to_dict() == {"FY2023": 100.0, "FY2024": 90.0}
    assert years["verdict"].tolist() == ["within", "within"]


def test_a_fiscal_year_that_does_not_agree_is_outside_and_its_tolerance_is_of_the_debt():
    def verdict(note: float) -> str:
        published = pd.concat(
            [statement("2022-09-30", {"Bill": 40.0, "Note": 60.0}), statement("2023-09-30", {"Bill": 40.0, "Note": note})]
        )
        made = statement_check.changes(auctions(), *nothing_bought(), published, by_security(), QUARTERS)
        return str(made.loc[made["kind"].eq(statement_check.WHOLE_YEAR), "verdict"].iloc[0])

    assert verdict(160.0 + 0.0999) == "within"  # 0.05 percent of 200 is 0.1
    assert verdict(160.0 - 0.0999) == "within"
    assert verdict(160.0 + 0.101) == "outside"
    assert verdict(160.0 - 0.101) == "outside"


def test_two_september_ends_that_are_not_a_year_apart_are_no_fiscal_year():
    published = pd.concat([statement(day, {"Bill": 40.0, "Note": 60.0}) for day in ("2022-09-30", "2024-09-30")])
    made = statement_check.changes(auctions(), *regular("2024-10-16"), published, by_security(), QUARTERS)
    assert made["kind"].tolist() == [statement_check.OTHERWISE]
    assert made["net_usd"].tolist() == [190.0]


def test_by_class_names_what_is_within_and_what_nothing_explains():
    published = statement("2023-09-30", {"Bill": 40.0, "Note": 161.0})
    made = statement_check.by_class(auctions(), *nothing_bought(), published, by_security(), QUARTERS).set_index("security_class")
    assert made["verdict"].to_dict() == {"Bill": "within", "Note": "outside", "Total": "outside"}
    assert made.loc["Note", ["error_usd", "accrual_usd", "unexplained_usd"]].tolist() == [-1.0, 0.0, -1.0]


def test_buybacks_not_held_explain_an_excess_of_what_they_can_have_bought_and_no_shortfall():
    operations, securities = regular("2024-06-26")  # nothing is held from the 27th
    quarter = pd.DataFrame({"quarter": ["May-Jul 2024"], "statement_date": DAY(["2024-05-01"]), "start": DAY(["2024-05-08"])})
    quarter = quarter.assign(end=DAY(["2024-10-31"]), liquidity_buyback_max_usd=5.0, cash_management_buyback_max_usd=0.0)

    def verdicts(bill: float, note: float) -> dict[str, str]:
        published = statement("2024-09-30", {"Bill": bill, "Note": note})
        made = statement_check.by_class(auctions(), operations, securities, published, by_security(), quarter)
        return {str(name): str(verdict) for name, verdict in zip(made["security_class"], made["verdict"], strict=True)}

    assert verdicts(40.0, 246.0) == {"Bill": "within", "Note": "buybacks not held", "Total": "buybacks not held"}
    assert verdicts(40.0, 244.0)["Note"] == "outside"  # 6 too high, 5 can have been bought
    assert verdicts(40.0, 254.0)["Note"] == "outside"
    assert verdicts(38.0, 250.0)["Bill"] == "outside"  # bills are not bought back


def test_a_month_held_by_security_alone_is_summed_and_one_held_both_ways_is_taken_by_class():
    debt = statement("2024-01-31", {"Bill": 41.0})
    detail = by_security(
        ("2024-01-31", "B", "Bills", 99.0), ("2023-08-31", "B", "Bills", 30.0), ("2023-08-31", "C", "Bills", 10.0)
    )
    made = statement_check.months(debt, detail)
    assert made[["total_usd"]].to_numpy().ravel().tolist() == [40.0, 41.0]
    unknown = by_security(("2023-08-31", "B", "Bills", 30.0), ("2023-08-31", "C", "Bills", float("nan")))
    assert len(statement_check.months(debt, unknown)) == 1


# --- against the statements of the embedded snapshot, in dollars as published ---


@pytest.fixture(scope="module")
def inputs(snapshot):
    names = ("auctions", "buyback_operations", "buyback_securities", "debt_by_class", "debt_by_security")
    quarters = buyback_quarters.quarters(reference.refunding_statements(), refunding_files.buyback_quarters())
    return (*(snapshot(name) for name in names), quarters)


@pytest.fixture(scope="module")
def errors(inputs):
    return statement_check.by_class(*inputs)


def test_every_month_is_there_and_nothing_is_left_unexplained(errors, inputs):
    assert set(errors["record_date"]) == {*inputs[3]["record_date"], pd.Timestamp("2023-08-31")}
    assert len(errors) == 9 * 6
    assert set(errors["verdict"]) == {"within", "buybacks not held"}


def test_before_the_gap_of_the_buybacks_every_class_is_within_the_tolerance(errors):
    august = errors[errors["record_date"].eq("2023-08-31")].set_index("security_class")
    assert august["verdict"].eq("within").all()
    # The class totals of the statement by security, billions.
    published = {"Bill": 5073.922, "Note": 13702.511, "Bond": 4226.899, "TIPS": 1917.118, "FRN": 551.556}
    assert (august["published_usd"].drop("Total") / 1e9).round(3).to_dict() == published
    assert august["unexplained_pct"].abs().max() < 0.04


def test_bills_and_floating_rate_notes_are_within_in_every_month(errors):
    own = errors[errors["security_class"].isin(["Bill", "FRN"])]
    assert own["verdict"].eq("within").all()
    assert own["unexplained_usd"].abs().max() < 0.4e9


def test_the_accrual_leaves_of_tips_what_buybacks_can_explain(errors):
    june = errors[errors["record_date"].eq("2026-06-30")].set_index("security_class")
    assert june.loc["TIPS", "error_usd"] / 1e9 == pytest.approx(-390.4, abs=0.05)
    assert june.loc["TIPS", "accrual_usd"] / 1e9 == pytest.approx(395.9, abs=0.05)
    assert 0 < june.loc["TIPS", "unexplained_usd"] < 6e9


def test_what_is_left_over_grows_while_results_are_missing(errors):
    total = errors[errors["security_class"].eq("Total")].sort_values("record_date")["unexplained_usd"].iloc[1:]
    assert total.is_monotonic_increasing
    assert (total.iloc[[0, -1]] / 1e9).round(1).tolist() == [11.4, 179.1]


def test_net_issuance_agrees_with_the_change_over_two_fiscal_years_and_more(inputs):
    made = statement_check.changes(*inputs)
    assert not made["kind"].eq(statement_check.WHOLE_YEAR).any()  # no two 30 September in a row are held
    first = made.iloc[0]
    assert (str(first["start"].date()), str(first["end"].date())) == ("2023-08-31", "2025-11-30")
    assert first["published_change_usd"] / 1e9 == pytest.approx(30193.896 - 25472.007, abs=0.01)
    assert first["verdict"] == "within"
    assert set(made["verdict"]) == {"within", "buybacks not held"}
