"""One security: its events in order, what was sold and bought back, par outstanding, announced auctions without stale ones."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import auctions_ahead
from treasury.analytics.security_life import describe, events, par_outstanding

DAY = pd.to_datetime
BN = 1e9
# The 20-year bond 912810ST6: auction, announcement, issue, offered, sold, sold to the Fed, high yield, cover, reopening.
BOND = """
2020-11-18 2020-11-12 2020-11-30 27e9 30.746e9 3.746e9 1.422 2.27 No
2020-12-21 2020-12-17 2020-12-31 24e9 27.7e9 3.7e9 1.470 2.39 Yes
2021-01-20 2021-01-14 2021-02-01 24e9 27.2e9 3.2e9 1.657 2.28 Yes
"""


def bond() -> pd.DataFrame:
    names = ["auction_date", "announcement_date", "issue_date", "offering_usd", "total_accepted_usd", "soma_accepted_usd"]
    names += ["high_yield", "bid_to_cover", "reopening"]
    made = pd.DataFrame([line.split() for line in BOND.strip().splitlines()], columns=names)
    made[names[:3]] = made[names[:3]].apply(DAY)
    made[names[3:-1]] = made[names[3:-1]].astype("float64")
    rest = {"cusip": "912810ST6", "security_class": "Bond", "original_security_term": "20-Year", "coupon_pct": 1.375}
    rest |= {"high_discount_rate": math.nan, "high_discount_margin": math.nan, "price_per100": 99.2}
    return made.assign(**rest, maturity_date=DAY("2040-11-15"))


def bought(*rows: tuple[str, str | None, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Operations, and what each bought of the bond."""
    days, settled, amounts = zip(*rows, strict=True)
    key = pd.DataFrame({"operation_date": DAY(list(days)), "start_time": "13:40"})
    done = key.assign(state="result", settlement_date=DAY(list(settled)))
    return done, key.assign(cusip="912810ST6", accepted_usd=amounts, price=61.84)


NO_DEBT = pd.DataFrame({"cusip": [], "record_date": DAY([]), "outstanding_usd": []})


def test_events_run_from_the_announcement_to_maturity() -> None:
    _, securities = bought(("2026-09-10", "2026-09-11", 0.5 * BN), ("2025-02-05", None, 0.0))
    made = events(bond(), securities, "912810ST6")
    assert made["event"].tolist() == [
        *("Announced", "Auction", "Issued", "Reopening announced", "Reopening", "Reopening issued"),
        *("Reopening announced", "Reopening", "Reopening issued", "Buyback", "Matures"),
    ]
    assert made["par_usd"].iloc[[0, 1, 9]].tolist() == [27 * BN, 30.746 * BN, 0.5 * BN]
    assert made["high_yield"].dropna().tolist() == [1.422, 1.470, 1.657]
    assert made["date"].is_monotonic_increasing
    assert made["words"].eq("").all()


def test_an_announced_reopening_has_no_result() -> None:
    auctions = bond()
    auctions.loc[2, ["total_accepted_usd", "high_yield", "bid_to_cover"]] = math.nan
    _, securities = bought(("2026-09-10", "2026-09-11", 0.0))
    made = events(auctions, securities, "912810ST6").set_index("date")
    assert made.loc["2021-01-20", ["event", "words"]].tolist() == ["Reopening", "no result held"]
    assert math.isnan(made.loc["2021-01-20", "par_usd"])
    assert made.loc["2021-01-14", "par_usd"] == 24 * BN
    one = describe(auctions, securities, NO_DEBT, "912810ST6", "2021-01-19")
    assert (one.auctions, one.reopenings, one.awaiting, one.sold_usd) == (2, 1, 1, 58.446 * BN)


def test_the_security_in_figures() -> None:
    _, securities = bought(("2025-02-05", None, 0.25 * BN), ("2026-09-10", "2026-09-11", 0.5 * BN), ("2026-09-17", None, 0.0))
    debt = pd.DataFrame({"cusip": "912810ST6", "record_date": DAY(["2026-05-31", "2023-08-31"]), "outstanding_usd": [83e9, 85e9]})
    one = describe(bond(), securities, debt, "912810ST6", "2026-11-15")
    assert one.sold_usd == pytest.approx(85.646 * BN)
    assert one.fed_usd == pytest.approx(10.646 * BN)
    assert (one.bought_usd, one.buybacks) == (0.75 * BN, 2)
    assert one.bought_share_pct == pytest.approx(0.75 / 85.646 * 100)
    assert one.years_left == pytest.approx(5114 / 365.25)
    assert (one.statement_date, one.statement_usd) == (pd.Timestamp("2026-05-31"), 83e9)


def test_what_is_not_held_stays_missing_and_what_matured_has_no_years_left() -> None:
    auctions = bond()
    auctions.loc[1, "soma_accepted_usd"] = math.nan
    nothing = pd.DataFrame({"cusip": [], "accepted_usd": []})
    one = describe(auctions, nothing, NO_DEBT, "912810ST6", "2041-01-01")
    assert math.isnan(one.fed_usd)
    assert math.isnan(one.statement_usd)
    assert one.years_left == 0
    announced = describe(auctions.assign(total_accepted_usd=math.nan), nothing, NO_DEBT, "912810ST6", "2020-11-13")
    assert math.isnan(announced.sold_usd)
    assert math.isnan(announced.bought_share_pct)
    with pytest.raises(ValueError, match="no auction of 912810XX0"):
        describe(auctions, nothing, NO_DEBT, "912810XX0", "2026-01-01")


def test_par_outstanding_steps_at_settlements() -> None:
    done, securities = bought(("2025-02-05", None, 0.25 * BN), ("2026-09-10", "2026-09-11", 0.5 * BN))
    made = par_outstanding(bond(), done, securities, "912810ST6", "2026-09-30") / BN
    assert {f"{day:%Y-%m-%d}": round(par, 3) for day, par in made.items()} == {
        "2020-11-29": 0,
        "2020-11-30": 30.746,
        "2020-12-31": 58.446,
        "2021-02-01": 85.646,
        "2025-02-06": 85.396,
        "2026-09-11": 84.896,
        "2026-09-30": 84.896,
    }
    matured = par_outstanding(bond(), done, securities, "912810ST6", "2041-03-01") / BN
    assert (matured.index[-1], matured.iloc[-1]) == (pd.Timestamp("2040-11-15"), 0)
    assert matured.iloc[-2] == pytest.approx(84.896)
    assert par_outstanding(bond(), done, securities, "912810ST6", "2020-11-20").empty
    assert par_outstanding(bond().assign(total_accepted_usd=math.nan), done, securities, "912810ST6", "2026-09-30").empty


def test_announced_auctions_are_told_once_and_stale_rows_not() -> None:
    auctions = pd.DataFrame(
        {
            "auction_date": DAY(["2026-08-19", "2026-08-20", "2026-09-02"]),
            "cusip": ["H", "I", "C"],
            "security_class": "Note",
            "security_term": "5-Year",
            "reopening": "No",
            "offering_usd": [16e9, 8e9, 70e9],
            "announcement_date": DAY(["2026-08-13", "2026-08-13", "2026-08-27"]),
            "issue_date": DAY(["2026-08-31", "2026-08-31", "2026-09-08"]),
            "total_accepted_usd": [18e9, 9e9, math.nan],
        }
    )
    listed = pd.DataFrame(
        {
            "auction_date": DAY(["2024-03-14", "2026-08-20", "2026-08-20", "2026-08-27", "2026-09-02", "2026-09-03"]),
            "cusip": ["OLD", "I", "J", "B", "C", None],
            "security_type": ["Bill", "Note", "TIPS Note", "FRN Note", "Note", "Bill"],
            "security_term": "5-Year",
            "reopening": "Yes",
            "offering_usd": [95e9, 8e9, 8e9, math.nan, 70e9, math.nan],
            "announcement_date": pd.NaT,
            "issue_date": DAY("2026-09-08"),
        }
    )
    made = auctions_ahead.announced(listed, auctions, "2026-09-02")
    assert made["cusip"].fillna("?").tolist() == ["J", "B", "C", "?"]
    assert made["standing"].tolist() == [auctions_ahead.PASSED] * 2 + [auctions_ahead.AHEAD] * 2
    assert made["security_class"].tolist() == ["TIPS", "FRN", "Note", "Bill"]
    assert made.loc[2, "announcement_date"] == pd.Timestamp("2026-08-27")  # the row with more in it is kept
    assert made["offering_usd"].isna().tolist() == [False, True, False, True]
    assert auctions_ahead.announced(listed.iloc[:2], auctions.iloc[:2], "2026-09-02").empty
