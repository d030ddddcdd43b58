"""Issued, matured, bought back and net, by period and class."""

import math

import numpy as np
import pandas as pd
import pytest

from tests.analytics.published import FLOATING_RATE_NOTES_PUBLISHED, bought, floating_rate_notes, sold
from treasury.analytics._payments import payment_day
from treasury.analytics._periods import every_start, period_end, period_labels, period_start
from treasury.analytics.issuance import bill_share_gross, bill_share_net, known_until, net_issuance, scheduled

NOTHING_BOUGHT = bought([])


def small() -> pd.DataFrame:
    """Three securities and one reopening: a bill, a CMB, a note (sold twice); the last auction has no result yet."""
    return sold(
        [
            ("B1", "Bill", "2025-01-02", "2025-01-07", "2025-02-04", 100.0, 10.0),
            ("C1", "CMB", "2025-01-15", "2025-01-16", "2025-02-27", 40.0, 0.0),
            ("N1", "Note", "2025-01-08", "2025-01-15", "2025-03-31", 60.0, 5.0),
            ("N1", "Note", "2025-02-05", "2025-02-18", "2025-03-31", 30.0, 2.0),
            ("B2", "Bill", "2025-04-03", "2025-04-08", "2025-05-06", 70.0, 0.0),
        ]
    )


def row(net: pd.DataFrame, period: str, name: str) -> pd.Series:
    return net[net["period"].eq(period) & net["security_class"].eq(name)].iloc[0]


def test_net_is_issued_less_matured_less_bought_back() -> None:
    purchases = bought([("Note", "2025-03-06", "2025-03-31", 20.0)])
    net = net_issuance(small(), purchases, "month", "2025-04-03")
    amounts = ["issued_usd", "soma_usd", "public_usd", "matured_usd", "bought_back_usd", "net_usd"]
    assert row(net, "2025-01", "Bill")[amounts].tolist() == [140, 10, 130, 0, 0, 140]
    assert row(net, "2025-01", "Note")[amounts].tolist() == [60, 5, 55, 0, 0, 60]
    assert row(net, "2025-02", "Bill")[amounts].tolist() == [0, 0, 0, 140, 0, -140]
    assert row(net, "2025-02", "Note")[amounts].tolist() == [30, 2, 28, 0, 0, 30]
    # Both issues of the note mature together, less the 20 bought back that month.
    assert row(net, "2025-03", "Note")[amounts].tolist() == [0, 0, 0, 70, 20, -90]
    assert net["net_usd"].sum() == 0  # everything sold by the day has matured


def test_classes_and_periods_form_a_full_grid_in_fixed_order() -> None:
    net = net_issuance(small(), NOTHING_BOUGHT, "month", "2025-04-03")
    assert net["security_class"].iloc[:5].tolist() == ["Bill", "Note", "Bond", "TIPS", "FRN"]
    assert net["security_class"].cat.ordered
    assert net["period"].drop_duplicates().tolist() == ["2025-01", "2025-02", "2025-03", "2025-04"]
    assert net["period_start"].dtype == "datetime64[us]"
    assert row(net, "2025-03", "TIPS")[["issued_usd", "matured_usd", "net_usd"]].tolist() == [0, 0, 0]


def test_cash_management_bills_can_stand_apart() -> None:
    net = net_issuance(small(), NOTHING_BOUGHT, "month", "2025-04-03", cmb_apart=True)
    assert net["security_class"].iloc[:6].tolist() == ["Bill", "CMB", "Note", "Bond", "TIPS", "FRN"]
    assert (row(net, "2025-01", "Bill")["issued_usd"], row(net, "2025-01", "CMB")["issued_usd"]) == (100, 40)
    assert bill_share_gross(net)["bill_share_gross_pct"].iloc[0] == 70


def test_flows_end_with_the_last_result_even_where_maturities_are_known_further() -> None:
    held = small()
    assert known_until(held).isoformat() == "2025-04-03"
    late = net_issuance(held, NOTHING_BOUGHT, "month", "2025-12-31")
    assert late["period"].iloc[-1] == "2025-04"
    assert row(late, "2025-04", "Bill")[["issued_usd", "matured_usd", "partial"]].tolist() == [0, 0, True]
    early = net_issuance(held, NOTHING_BOUGHT, "month", "2025-02-28")
    assert early["period"].iloc[-1] == "2025-02"
    assert not row(early, "2025-02", "Bill")["partial"]
    with pytest.raises(ValueError, match="no auction with a result"):
        net_issuance(held.assign(total_accepted_usd=np.nan), NOTHING_BOUGHT, "month", "2025-12-31")


def test_the_first_and_the_current_period_are_partial() -> None:
    net = net_issuance(small(), NOTHING_BOUGHT, "month", "2025-03-30").drop_duplicates("period")
    assert net["partial"].tolist() == [True, False, True]
    whole = net_issuance(small(), NOTHING_BOUGHT, "month", "2025-03-31").drop_duplicates("period")
    assert whole["partial"].tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        ("week", ["2025-W02", "2025-W03", "2025-W04", "2025-W05", "2025-W06", "2025-W07", "2025-W08"]),
        ("month", ["2025-01", "2025-02"]),
        ("quarter", ["2025 Q1"]),
        ("fiscal_year", ["FY2025"]),
    ],
)
def test_each_length_of_period_sums_to_the_same(period, labels) -> None:  # type: ignore[no-untyped-def]
    net = net_issuance(small(), NOTHING_BOUGHT, period, "2025-02-20")
    assert net["period"].drop_duplicates().tolist() == labels
    assert net[["issued_usd", "matured_usd", "net_usd"]].sum().tolist() == [230, 100, 130]


def test_what_the_fed_took_is_missing_where_one_auction_does_not_say() -> None:
    held = small()
    held.loc[1, "soma_accepted_usd"] = np.nan
    net = net_issuance(held, NOTHING_BOUGHT, "month", "2025-04-03")
    assert row(net, "2025-01", "Bill")[["soma_usd", "public_usd"]].isna().all()
    assert row(net, "2025-01", "Bill")["net_usd"] == 140
    assert row(net, "2025-01", "Note")["soma_usd"] == 5


def test_an_auction_without_a_result_counts_nowhere() -> None:
    held = small()
    held.loc[3, "total_accepted_usd"] = np.nan
    net = net_issuance(held, NOTHING_BOUGHT, "month", "2025-04-03")
    assert row(net, "2025-02", "Note")["issued_usd"] == 0
    assert row(net, "2025-03", "Note")["matured_usd"] == 60


def test_what_matured_is_missing_while_older_issues_are_not_held() -> None:
    old = sold([("X", "Bond", "2014-10-09", "2014-10-15", "2044-08-15", 13.0, 0.0),
                ("Y", "Bill", "2014-12-11", "2014-12-18", "2015-03-19", 25.0, 0.0)])  # fmt: skip
    net = net_issuance(old, NOTHING_BOUGHT, "month", "2014-12-31")
    assert math.isnan(row(net, "2014-11", "Bond")["net_usd"])
    assert row(net, "2014-10", "Bond")["issued_usd"] == 13
    assert row(net, "2014-12", "Bond")["net_usd"] == 0
    assert row(net, "2014-11", "Note")["matured_usd"] == 0
    assert bill_share_net(net)["reason"].tolist()[1] == "maturities are not known in full"


def test_floating_rate_notes_change_as_the_public_debt_statement_says() -> None:
    """Net issuance of December 2025 to June 2026, one month with a maturity on a Saturday, against the published change."""
    net = net_issuance(floating_rate_notes(), NOTHING_BOUGHT, "month", "2026-06-30")
    notes = net[net["security_class"].eq("FRN")].set_index("period")
    levels = pd.Series(FLOATING_RATE_NOTES_PUBLISHED)
    change = dict(zip(levels.index.str[:7][1:], np.diff(levels), strict=True))
    assert len(change) == 7
    for period, expected in change.items():
        assert notes.loc[period, "net_usd"] == pytest.approx(expected, abs=0.02e9)
    assert notes.loc["2026-01", "matured_usd"] == 0  # due on Saturday 31 January, paid on Monday
    assert notes.loc["2026-02", "matured_usd"] == 28000612800 + 28000449500 + 28000033200
    assert notes.loc["2026-04", "soma_usd"] == 3775715600


def test_gross_and_net_bill_shares_are_different_measures() -> None:
    net = net_issuance(small(), NOTHING_BOUGHT, "quarter", "2025-03-31")
    gross = bill_share_gross(net)
    assert gross.columns.tolist() == ["period_start", "period", "partial", "bill_share_gross_pct"]
    assert gross["bill_share_gross_pct"].tolist() == pytest.approx([140 / 230 * 100])
    assert bill_share_net(net)["reason"].tolist() == ["net issuance is zero or negative"]


def flat(period: str, *nets: float) -> pd.DataFrame:
    names = ["Bill", "Note", "Bond", "TIPS", "FRN"][: len(nets)]
    start = pd.Timestamp(f"{period}-01")
    return pd.DataFrame({"period": period, "period_start": start, "partial": False, "security_class": names, "net_usd": nets})


def test_the_net_share_is_missing_with_a_reason_where_it_means_nothing() -> None:
    net = pd.concat(
        [
            flat("2025-01", 30.0, 90.0),
            flat("2025-02", -50.0, 150.0),
            flat("2025-03", -130.0, 190.0),  # 60 of 320: bills and notes nearly cancel
            flat("2025-04", -130.0, 130.0),
            flat("2025-05", -140.0, 130.0),
            flat("2025-06", 30.0, math.nan),
            flat("2025-07", 100.0, -60.0),  # 40 of 160: exactly a quarter still counts
        ]
    )
    got = bill_share_net(net)
    assert got["bill_share_net_pct"].tolist() == pytest.approx([25, -50, *[math.nan] * 4, 250], nan_ok=True)
    none = "net issuance is zero or negative"
    assert got["reason"].tolist() == ["", "", "classes nearly cancel", none, none, "maturities are not known in full", ""]
    assert got.columns.tolist() == ["period_start", "period", "partial", "bill_share_net_pct", "reason"]


def test_the_gross_share_of_a_period_without_issues_is_missing() -> None:
    net = net_issuance(small(), NOTHING_BOUGHT, "month", "2025-03-31")
    assert math.isnan(bill_share_gross(net)["bill_share_gross_pct"].iloc[2])


def test_what_is_ahead_stands_apart_from_what_has_settled() -> None:
    held = small()
    held.loc[4, "total_accepted_usd"] = np.nan  # announced with 70 offered, auction on 3 April
    got = scheduled(held, bought([("Note", "2025-01-23", "2025-03-31", 20.0)]), "month", "2025-02-05")
    assert got["period"].drop_duplicates().tolist() == ["2025-02", "2025-03", "2025-04"]
    assert row(got, "2025-02", "Bill")[["to_settle_usd", "announced_usd", "maturing_usd"]].tolist() == [0, 0, 40]  # the CMB
    assert row(got, "2025-02", "Note")["to_settle_usd"] == 30
    assert row(got, "2025-03", "Note")["maturing_usd"] == 70
    assert row(got, "2025-04", "Bill")[["to_settle_usd", "announced_usd"]].tolist() == [0, 70]


def test_an_announced_amount_that_is_not_set_is_missing_and_an_old_auction_without_result_is_no_announcement() -> None:
    held = small()
    held.loc[4, ["total_accepted_usd", "offering_usd"]] = np.nan
    held.loc[0, ["auction_date", "issue_date", "total_accepted_usd"]] = [
        pd.Timestamp("2025-02-03"),
        pd.Timestamp("2025-02-11"),
        np.nan,
    ]
    got = scheduled(held, NOTHING_BOUGHT, "month", "2025-02-05")
    assert math.isnan(row(got, "2025-04", "Bill")["announced_usd"])
    assert row(got, "2025-02", "Bill")["announced_usd"] == 0


def test_what_settles_on_the_day_itself_is_not_ahead() -> None:
    held = small().iloc[:4].assign(auction_date=lambda rows: rows["issue_date"])  # the last result is of 18 February
    held = pd.concat([held, small().iloc[4:].assign(total_accepted_usd=np.nan)])
    assert row(scheduled(held, NOTHING_BOUGHT, "month", "2025-02-18"), "2025-02", "Note")["to_settle_usd"] == 0
    assert row(scheduled(held, NOTHING_BOUGHT, "month", "2025-02-17"), "2025-02", "Note")["to_settle_usd"] == 30


def test_nothing_ahead_gives_no_row() -> None:
    held = small().iloc[:3]
    got = scheduled(held.assign(auction_date=held["issue_date"]), NOTHING_BOUGHT, "month", "2025-12-31")
    assert got.empty
    assert got.columns.tolist() == ["period", "period_start", "security_class", "to_settle_usd", "announced_usd", "maturing_usd"]


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown security class 'Perpetual'"):
        net_issuance(small().assign(security_class="Perpetual"), NOTHING_BOUGHT, "month", "2025-04-03")


def days(*text: str) -> np.ndarray:
    return np.array(text, dtype="datetime64[D]")


def test_payment_falls_on_the_next_day_on_which_the_reserve_banks_are_open() -> None:
    due = [
        "2025-11-30",
        "2026-01-31",
        "2024-01-15",
        "2022-04-15",
        "2021-12-31",
        "2027-02-15",
        "2021-06-19",
        "2022-06-19",
        "2026-07-04",
    ]
    paid = [
        "2025-12-01",
        "2026-02-02",
        "2024-01-16",
        "2022-04-15",
        "2021-12-31",
        "2027-02-16",
        "2021-06-21",
        "2022-06-21",
        "2026-07-06",
    ]
    assert payment_day(days(*due)).astype(str).tolist() == paid
    assert np.isnat(payment_day(np.array(["NaT"], dtype="datetime64[D]")))[0]


def test_good_friday_is_a_day_of_payment_and_observed_holidays_move_only_to_monday() -> None:
    due = days(
        "2025-04-18",
        "2026-07-03",
        "2022-12-26",
        "2023-01-02",
        "2025-10-13",
        "2025-11-11",
        "2025-11-27",
        "2025-05-26",
        "2025-09-01",
    )
    assert (payment_day(due) - due).astype(int).tolist() == [0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert payment_day(days("2022-12-31")).astype(str).tolist() == ["2023-01-03"]  # 1 January 2023 is a Sunday, kept on Monday
    assert payment_day(days("1985-01-21", "1986-01-20")).astype(str).tolist() == ["1985-01-21", "1986-01-21"]


def test_periods_begin_and_end_where_the_calendar_says() -> None:
    one = days("2025-09-30", "2025-10-01", "2024-12-31")
    assert period_start(one, "fiscal_year").astype(str).tolist() == ["2024-10-01", "2025-10-01", "2024-10-01"]
    assert period_start(one, "quarter").astype(str).tolist() == ["2025-07-01", "2025-10-01", "2024-10-01"]
    assert period_start(one, "week").astype(str).tolist() == ["2025-09-29", "2025-09-29", "2024-12-30"]
    for period, ends in (
        ("week", ["2025-01-05"]),
        ("month", ["2024-12-31"]),
        ("quarter", ["2024-12-31"]),
        ("fiscal_year", ["2025-09-30"]),
    ):
        starts = period_start(days("2024-12-31"), period)  # type: ignore[arg-type]
        assert period_end(starts, period).astype(str).tolist() == ends  # type: ignore[arg-type]
    assert period_labels(period_start(days("2024-12-31"), "week"), "week") == ["2025-W01"]
    assert every_start(days("2025-01-31")[0], days("2025-03-01")[0], "month").astype(str).tolist() == [
        "2025-01-01",
        "2025-02-01",
        "2025-03-01",
    ]
