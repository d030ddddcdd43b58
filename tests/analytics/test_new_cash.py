"""New cash: the arithmetic of the refunding statements, and by period."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury import reference
from treasury.analytics import new_cash
from treasury.analytics.buybacks import settled

BN = 1e9
DAY = pd.to_datetime


def auctions(*rows: tuple[str, str, str, str, float, float | None, float | None]) -> pd.DataFrame:
    """Class, auction, issue and maturity date; offered, maturing in public hands, of the Fed, billions."""
    names = ["security_class", "auction_date", "issue_date", "maturity_date", "offering_usd"]
    made = pd.DataFrame(rows, columns=[*names, "est_public_held_maturing_usd", "soma_holdings_maturing_usd"])
    for name in names[1:4]:
        made[name] = DAY(made[name]).astype("datetime64[us]")
    amounts = ["offering_usd", "est_public_held_maturing_usd", "soma_holdings_maturing_usd"]
    made[amounts] = made[amounts].astype("float64") * BN
    return made.assign(total_accepted_usd=made["offering_usd"] + BN)


def bought(*rows: tuple[str, str, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["settlement_date", "maturity_date", "accepted_usd"])
    for name in ("settlement_date", "maturity_date"):
        made[name] = DAY(made[name]).astype("datetime64[us]")
    return made.assign(security_class="Note", accepted_usd=made["accepted_usd"].astype("float64") * BN)


LAST = ("Bill", "2025-03-31", "2025-04-03", "2025-05-01", 1.0, 1.0, 0.0)  # only sets the day up to which results are known


def test_the_estimate_of_a_day_counts_once_and_bills_stand_apart():
    rows = auctions(
        ("Note", "2025-01-08", "2025-01-15", "2028-01-15", 58, 90, 40),
        ("Bond", "2025-01-09", "2025-01-15", "2055-01-15", 25, 90, 40),
        ("Bill", "2025-01-09", "2025-01-15", "2025-03-11", 80, 70, 1),
        LAST,
    )
    made = new_cash.by_settlement(rows, bought()).set_index(["date", "side"])
    day = pd.Timestamp("2025-01-15")
    assert made.loc[(day, "Coupons")].tolist() == [83 * BN, 90 * BN]
    assert made.loc[(day, "Bills")].tolist() == [80 * BN, 70 * BN]


def test_a_maturity_on_a_day_without_an_auction_counts_by_the_auctions():
    rows = auctions(("CMB", "2025-01-08", "2025-01-09", "2025-02-10", 50, 0, 0), LAST)
    made = new_cash.by_settlement(rows, bought()).set_index(["date", "side"])
    assert made.loc[(pd.Timestamp("2025-01-09"), "Bills")].tolist() == [50 * BN, 0.0]
    assert made.loc[(pd.Timestamp("2025-02-10"), "Bills")].tolist() == [0.0, 51 * BN]  # what was sold, 50 and 1


def test_a_day_whose_announcements_say_nothing_is_missing_and_so_is_its_period():
    rows = auctions(
        ("Bill", "2025-01-08", "2025-01-09", "2025-02-06", 50, 45, 0),
        ("Bill", "2025-02-04", "2025-02-06", "2025-03-06", 60, None, None),
        ("Note", "2025-01-08", "2025-01-15", "2028-01-15", 58, 20, 5),
        ("Bill", "2025-03-04", "2025-03-06", "2025-04-10", 70, 60, 0),
        LAST,
    )
    held = pd.Series(True, index=DAY(["2025-01-01", "2025-02-01", "2025-03-01"]))
    made = new_cash.new_cash(rows, bought(("2025-01-23", "2028-01-15", 3)), "month", held).set_index(["period", "side"])[
        "new_cash_usd"
    ]
    assert made["2025-01"].tolist() == [5 * BN, 35 * BN, 40 * BN]  # 50 - 45; 58 - 20 - 3
    assert math.isnan(made["2025-02", "Bills"])
    assert made["2025-02", "Coupons"] == 0.0
    assert math.isnan(made["2025-02", "All"])
    assert made["2025-03", "All"] == 10 * BN


def test_buybacks_that_are_not_held_are_said_to_be_missing():
    rows = auctions(("Note", "2025-01-08", "2025-01-15", "2028-01-15", 58, 20, 5), LAST)
    held = pd.Series(False, index=DAY(["2025-01-01"]))
    made = new_cash.new_cash(rows, bought(), "month", held).set_index(["period", "side"]).loc["2025-01"]
    assert made["buybacks_held"].tolist() == [True, False, False]
    assert made["bought_back_usd"].isna().tolist() == [False, True, True]
    assert made.loc["Coupons", "new_cash_usd"] == 38 * BN


def test_every_refunding_statement_since_2023_is_matched_to_a_tenth_of_a_billion(snapshot):
    bought_back = settled(snapshot("buyback_operations"), snapshot("buyback_securities"), snapshot("auctions"))
    days = new_cash.by_settlement(snapshot("auctions"), bought_back)
    coupons = days[days["side"].eq("Coupons")].set_index("date")
    checked = 0
    for row in reference.refunding_statements().dropna(subset=["new_cash_usd"]).itertuples():
        middle = pd.Timestamp(row.statement_date) + pd.DateOffset(months=1 if row.statement_date.day > 20 else 0)
        settles = coupons.loc[pd.Timestamp(middle.year, middle.month, 15) :].iloc[0]
        if math.isnan(settles["maturing_public_usd"]):
            continue  # August 2026: the announcements are not held
        assert settles["offered_usd"] == row.refunding_total_usd
        assert settles["maturing_public_usd"] == pytest.approx(row.maturing_privately_held_usd, abs=0.051e9)
        assert settles["offered_usd"] - settles["maturing_public_usd"] == pytest.approx(row.new_cash_usd, abs=0.051e9)
        checked += 1
    assert checked == 14
