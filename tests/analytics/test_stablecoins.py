"""Stablecoins and bills: growth, shares under an assumption, tenfold and redemption, each worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from treasury.analytics import issuance, stablecoins

Snapshot = Callable[[str], pd.DataFrame]
BN = 1e9
DAY = pd.to_datetime


def coins(values: dict[str, float]) -> pd.Series:
    return pd.Series(list(values.values()), index=DAY(list(values)), dtype="float64")


def test_growth_of_the_snapshot_by_hand(snapshot: Snapshot) -> None:
    made = stablecoins.growth(snapshot("stablecoins")["total_usd"], "2026-08-22").set_index("years")
    now = 310_063_033_151.430115
    for years, before in ((1, 275_771_002_701), (3, 124_487_812_859), (5, 116_848_872_167)):
        assert made.loc[years, "from_usd"] == before
        assert made.loc[years, "change_usd"] == pytest.approx(now - before)
        assert made.loc[years, "growth_pct"] == pytest.approx((math.exp(math.log(now / before) / years) - 1) * 100)
    assert made["growth_pct"].round(1).tolist() == [12.4, 35.6, 21.6]


def test_growth_is_missing_where_an_end_is_not_held() -> None:
    held = coins({"2025-08-01": 90.0, "2026-08-22": 100.0})
    made = stablecoins.growth(held, "2026-08-25", (1,)).iloc[0]
    assert (made["to_usd"], f"{made['to_date']:%Y-%m-%d}") == (100.0, "2026-08-22")
    assert math.isnan(made["from_usd"])
    assert math.isnan(made["growth_pct"])
    assert stablecoins.growth(held, "2026-10-01", (1,))[["to_usd", "growth_pct"]].isna().all(axis=None)


def test_tenfold_by_2030_and_in_ten_years() -> None:
    ends = [("By 2030", date(2030, 12, 31)), ("In ten years", date(2036, 8, 22)), ("Past", date(2026, 1, 1))]
    made = {goal.name: goal for goal in stablecoins.goals(310 * BN, date(2026, 8, 22), 50, ends)}
    assert list(made) == ["By 2030", "In ten years"]
    soon, late = made.values()
    assert soon.years == pytest.approx(1592 / 365.25)
    assert soon.needed_pct == pytest.approx((10 ** (365.25 / 1592) - 1) * 100)
    assert late.needed_pct == pytest.approx(25.9, abs=0.02)
    assert {goal.target_usd for goal in made.values()} == {3100 * BN}
    assert soon.assumed_added_bills_usd == pytest.approx(1395 * BN)  # half of 9 times 310
    assert soon.assumed_bills_a_year_usd == pytest.approx(1395 * BN / 1592 * 365.25)


def test_paths_reach_their_goals_and_past_growth_goes_on() -> None:
    ends = stablecoins.goals(100.0, date(2026, 1, 1), 50, [("Soon", date(2028, 1, 1)), ("Late", date(2030, 1, 1))])
    made = stablecoins.paths(100.0, "2026-01-01", ends, 10.0)
    assert made.loc["2028-01-01"].round(6).to_dict() == {
        "Soon": 1000.0,
        "Late": round(100 * 10 ** (730 / 1461), 6),
        "at_past_growth": round(100 * 1.1 ** (730 / 365.25), 6),
    }
    assert made["Soon"].last_valid_index() == pd.Timestamp("2028-01-01")
    assert made["Late"].iloc[-1] == pytest.approx(1000.0)
    assert "at_past_growth" not in stablecoins.paths(100.0, "2026-01-01", ends, math.nan)
    assert stablecoins.paths(100.0, "2026-01-01", [], 10.0).empty


@pytest.mark.parametrize(("growth", "years"), [(900.0, 1.0), (115.443469, 3.0), (0.0, math.nan), (-5.0, math.nan)])
def test_years_to_tenfold(growth: float, years: float) -> None:
    assert stablecoins.years_to(10, growth) == pytest.approx(years, abs=1e-6, nan_ok=True)


def test_bills_are_published_where_the_statement_is_held_and_rebuilt_elsewhere(snapshot: Snapshot) -> None:
    frames = [snapshot(name) for name in ("auctions", "buyback_operations", "buyback_securities", "debt_by_class")]
    made = stablecoins.bills_outstanding(*frames, "2025-01-01").set_index("record_date")
    debt = frames[3]
    published = debt[debt["security_class"].eq("Bills")].set_index("record_date")["total_usd"]
    assert made.loc["2026-06-30", "source"] == "published"
    assert made.loc[published.index, "bills_usd"].tolist() == published.tolist()
    sold = frames[0]
    bills = sold[sold["security_class"].isin(["Bill", "CMB"]) & sold["total_accepted_usd"].notna()]
    day = pd.Timestamp("2026-07-31")
    out = bills[(bills["issue_date"] <= day) & (bills["maturity_date"] > day)]
    assert made.loc[day, "source"] == "rebuilt"
    assert made.loc[day, "bills_usd"] == out["total_accepted_usd"].sum()


def test_the_share_of_bills_is_the_coins_times_the_assumption() -> None:
    bills = pd.DataFrame({"record_date": DAY(["2026-05-31", "2026-06-30"]), "bills_usd": [6000 * BN, 0.0], "source": "published"})
    made = stablecoins.share_of_bills(coins({"2026-05-28": 300 * BN, "2026-06-30": 310 * BN}), bills, 40)
    assert made["assumed_bills_usd"].tolist() == [120 * BN, 124 * BN]
    assert made["of_bills_share_pct"].tolist()[0] == 2.0
    assert math.isnan(made["of_bills_share_pct"].tolist()[1])
    old = stablecoins.share_of_bills(coins({"2026-05-01": 300 * BN}), bills, 40)
    assert old["assumed_bills_usd"].isna().all()


def net(amounts: list[float | None]) -> pd.DataFrame:
    starts = pd.date_range("2025-07-01", periods=len(amounts), freq="QS")
    ends = starts + pd.offsets.QuarterEnd(0)
    labels = [f"{start.year} Q{start.quarter}" for start in starts]
    made = {"period": labels, "period_start": starts, "period_end": ends, "net_bills_usd": amounts}
    return pd.DataFrame(made).assign(partial=False)


def test_of_net_issuance_by_hand_and_why_it_is_missing() -> None:
    held = coins({"2025-06-30": 250 * BN, "2025-09-30": 290 * BN, "2025-12-31": 300 * BN, "2026-03-31": 310 * BN})
    made = stablecoins.share_of_net(held, net([200 * BN, -100 * BN, None, 100 * BN]), 50, "2026-06-30")
    assert made["of_net_share_pct"].tolist()[0] == 10.0
    assert made["of_net_share_pct"].isna().tolist() == [False, True, True, True]
    assert made["reason"].tolist() == [
        "",
        "net bill issuance is negative or too small to divide by",
        "net bill issuance is not known",
        "coins are not held at both ends",
    ]
    assert made["assumed_bills_usd"].tolist()[:3] == [20 * BN, 5 * BN, 5 * BN]


def test_a_partial_quarter_counts_coins_to_the_day_to_which_issuance_is_known() -> None:
    held = coins({"2025-06-30": 250 * BN, "2025-08-20": 260 * BN, "2025-09-30": 400 * BN})
    made = stablecoins.share_of_net(held, net([100 * BN]), 50, "2025-08-20")
    assert made["coins_change_usd"].tolist() == [10 * BN]
    assert made["of_net_share_pct"].tolist() == [5.0]


def test_weekly_supply_agrees_with_the_auctions(snapshot: Snapshot) -> None:
    auctions, operations, securities = (snapshot(name) for name in ("auctions", "buyback_operations", "buyback_securities"))
    made = stablecoins.weekly_bills(auctions, operations, securities)
    assert made is not None
    assert (made.last - made.first).days == 13 * 7 - 1
    assert made.last <= pd.Timestamp(issuance.known_until(auctions)).date()
    bills = auctions[auctions["security_class"].isin(["Bill", "CMB"])]
    first, last = pd.Timestamp(made.first), pd.Timestamp(made.last)
    issued = bills.loc[bills["issue_date"].between(first, last), "total_accepted_usd"].sum()
    due = bills.loc[bills["maturity_date"].between(first, last), "total_accepted_usd"].sum()
    assert made.gross_usd == pytest.approx(issued / 13)
    assert made.net_usd == pytest.approx((issued - due) / 13)
    assert stablecoins.weekly_bills(auctions, operations, securities, weeks=5000) is None


def test_a_redemption_by_hand() -> None:
    made = stablecoins.redemption(310 * BN, 50, 20, 14, 500 * BN)
    assert made.redeemed_usd == pytest.approx(62 * BN)
    assert made.assumed_bills_sold_usd == pytest.approx(31 * BN)
    assert made.a_week_usd == pytest.approx(15.5 * BN)
    assert made.weeks_of_supply == pytest.approx(0.062)
    assert made.of_supply_share_pct == pytest.approx(3.1)
    assert math.isnan(stablecoins.redemption(310 * BN, 50, 20, 14, 0.0).weeks_of_supply)


def test_the_largest_fall_agrees_with_a_walk_through_the_days(snapshot: Snapshot) -> None:
    held = snapshot("stablecoins")["total_usd"]
    made = stablecoins.largest_fall(held, 7)
    by_day = {day.date(): value for day, value in held.items() if day.year >= 2021}
    falls = {
        day: value / by_day[earlier] - 1
        for day, value in by_day.items()
        if (earlier := date.fromordinal(day.toordinal() - 7)) in by_day
    }
    worst = min(falls, key=lambda day: falls[day])
    assert made is not None
    assert (made.first, made.last) == (date(2022, 5, 8), date(2022, 5, 15)) == (date.fromordinal(worst.toordinal() - 7), worst)
    assert made.change_pct == pytest.approx(falls[worst] * 100, abs=1e-6)


def test_what_only_grew_has_no_largest_fall() -> None:
    assert stablecoins.largest_fall(coins({"2025-01-01": 1.0, "2025-01-08": 2.0}), 7) is None
