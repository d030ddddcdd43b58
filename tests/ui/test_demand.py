"""The demand page over the embedded snapshot: every view's finding, worked out by hand, and what its controls change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from treasury.charts.base import BUDGET_BYTES
from treasury.ui import cache, demand

Open = Callable[..., AppTest]
SCRIPT = "risk/demand.py"
BN = 1e9


def said(app: AppTest) -> str:
    return app.title[0].value.replace("\\", "").replace("\u2060", "")


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def words(app: AppTest) -> str:
    return " ".join(m.value for m in app.markdown)


def test_stablecoins_against_bills_by_hand(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT)
    assert not app.exception
    assert said(app) == (
        "Stablecoins stood at USD 310 bn on 22 Aug 2026, +12.4 % in a year; if 50 % of their reserves were bills, they would "
        "hold 2.1 % of all bills outstanding, and their growth would have taken 3.2 % of net bill issuance over the four "
        "quarters to Q2 2026."
    )
    coins = cache.frame("stablecoins").frame["total_usd"]
    assert coins["2026-08-20"] * 0.5 / 7_208.9e9 * 100 == pytest.approx(2.1, abs=0.05)
    sold = cache.frame("auctions").frame
    bills = sold[sold["security_class"].isin(["Bill", "CMB"])]
    year = [pd.Timestamp("2025-07-01"), pd.Timestamp("2026-06-30")]
    issued = bills.loc[bills["issue_date"].between(*year), "total_accepted_usd"].sum()
    due = bills.loc[bills["maturity_date"].between(*year), "total_accepted_usd"].sum()
    taken = (coins["2026-06-30"] - coins["2025-06-30"]) * 0.5
    assert taken / (issued - due) * 100 == pytest.approx(3.2, abs=0.05)


@pytest.mark.parametrize(("share", "of_bills"), [("100", "4.3 %"), ("25", "1.1 %"), ("0", "0.0 %")])
def test_the_share_of_reserves_is_the_readers(held: Path, open_page: Open, share: str, of_bills: str) -> None:
    app = open_page(SCRIPT, reserve=share)
    assert f"if {share} % of their reserves were bills, they would hold {of_bills} of all bills outstanding" in said(app)
    assert any(f"With {share} % of reserves in bills, an assumption" in chart.proto.spec for chart in app.get("plotly_chart"))


def test_a_share_above_all_is_corrected_with_a_word(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, reserve="150", coins="gold")
    assert not app.exception
    assert [item.value for item in app.info] == [
        "Coins: the link says `gold`, which there is not; showing All.",
        "Bills of reserves, %: `150` in the link is too large; showing 100.",
    ]


def test_coins_pegged_to_the_dollar_are_fewer(held: Path, open_page: Open) -> None:
    rows = table(open_page(SCRIPT, coins="Pegged to the dollar"), "to_usd")
    assert rows["to_usd"].round(1).tolist() == [308.5] * 3
    assert rows["growth_change_pct"].round(1).tolist()[0] == 12.3


def test_tenfold_and_redemption_by_hand(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, view="What if", redeemed="25", within="14")
    assert not app.exception
    assert said(app).startswith(
        "Ten times the USD 310 bn of stablecoins of 22 Aug 2026 takes growth of 70 % a year by the end of 2030"
    )
    goals = table(app, "needed_change_pct")
    assert goals["needed_change_pct"].round(1).tolist() == [69.6, 25.9]
    assert goals["target_usd"].round(0).tolist() == [3101.0, 3101.0]  # billions
    assert goals["assumed_added_bills_usd"].round(0).tolist() == [1395.0, 1395.0]
    assert "If 25 % of all coins (USD 77.5 bn) were redeemed within 14 days" in words(app)
    assert "have to sell USD 38.8 bn of bills" in words(app)
    rows = table(app, "redeemed_share_pct").set_index("redeemed_share_pct")
    assert rows.index.tolist() == [5, 10, 20, 25, 50]
    assert rows.loc[25, ["redeemed_usd", "assumed_bills_sold_usd", "a_week_usd"]].round(1).tolist() == [77.5, 38.8, 19.4]
    assert rows.loc[25, "of_supply_share_pct"] == pytest.approx(19.4 / 546.5 * 100, abs=0.02)
    assert "the largest fall over 14 days since 2021: " in words(app)


def test_foreign_holders_name_who_added_and_who_cut(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, view="Foreign holders")
    assert not app.exception
    assert said(app) == (
        "Foreign holders had USD 9.27 tn of Treasuries at the end of Dec 2025, USD 652 bn more than a year before, 30.1 % of the "
        "debt held by the public; those in the United Kingdom rose by USD 143 bn and those in mainland China fell by USD "
        "75.5 bn, the largest changes by country."
    )
    rows = table(app, "five_years_change_usd")
    assert rows["country"].tolist()[:2] == ["All foreign holders", "Official holders"]
    five = open_page(SCRIPT, view="Foreign holders", over="Five years", range="10Y", countries=["France", "Norway"])
    alts = [chart.proto.alt for chart in five.get("plotly_chart")]
    assert alts[0].startswith("Foreign holders, Dec 2015 to Dec 2025: France USD 369 bn")
    assert "China, Mainland USD 389 bn less" in alts[1]


def test_the_fed_by_class(held: Path, open_page: Open) -> None:
    app = open_page(SCRIPT, view="The Fed")
    assert not app.exception
    assert said(app) == (
        "The Fed held USD 4.32 tn of Treasuries on 22 Apr 2026, USD 211 bn more than a year before; of them bills were "
        "USD 425 bn, USD 230 bn more; the USD 382 bn of 25 Mar 2026 were 5.6 % of bills outstanding at the end of Mar 2026."
    )
    row = table(app, "holding").set_index("holding").loc["Bills"]
    assert f"{row['share_date']:%Y-%m-%d} {row['share_month_end']:%Y-%m-%d}" == "2026-03-25 2026-03-31"
    # 381.63 bn of the 6,819.56 bn of the MSPD; the table shows billions.
    assert row["share_holdings_usd"] / 6819.563 * 100 == pytest.approx(row["of_class_share_pct"], abs=0.001)
    held_now = table(app, "holding").set_index("holding")["holdings_usd"]
    assert held_now.drop("Treasuries").sum() == pytest.approx(held_now["Treasuries"])


@pytest.mark.parametrize(
    ("address", "share"),
    [
        ({}, "In Q2 2026, the last full period, indirect bidders took 65.1 %, direct bidders 22.5 % and primary dealers 12.4 %"),
        ({"group": "Bills"}, "In Q2 2026, the last full period, indirect bidders took 59.4 %, direct bidders 5.6 %"),
        ({"period": "Year"}, "In 2025, the last full period, "),
        ({"group": "TIPS", "period": "Month"}, "In Jul 2026, the last full period, "),
    ],
)
def test_bidders_by_group_and_period(held: Path, open_page: Open, address: dict[str, str], share: str) -> None:
    app = open_page(SCRIPT, view="Bidders at auction", **address)
    assert not app.exception
    assert said(app).startswith(share)


@pytest.mark.parametrize("view", demand.VIEWS)
def test_every_view_keeps_to_the_budget_and_says_when_nothing_is_held(
    held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    app = open_page(SCRIPT, view=view, range="All")
    assert not app.exception
    charts = app.get("plotly_chart")
    assert charts
    assert all(len(chart.proto.spec) < BUDGET_BYTES for chart in charts)


@pytest.mark.parametrize("view", demand.VIEWS)
def test_without_any_data_a_card_says_so(nothing_held: Path, open_page: Open, view: str) -> None:
    app = open_page(SCRIPT, view=view)
    assert not app.exception
    assert said(app).startswith("No ")


def test_without_auctions_stablecoins_still_stand(held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.frame

    def frame(name: str) -> cache.Loaded:
        found = before(name)
        return cache.Loaded(found.dataset, found.frame.iloc[:0], None, "never", "not fetched") if name == "auctions" else found

    monkeypatch.setattr(cache, "frame", frame)
    app = open_page(SCRIPT)
    assert not app.exception
    assert said(app) == "Stablecoins stood at USD 310 bn on 22 Aug 2026, +12.4 % in a year."
    assert not open_page(SCRIPT, view="What if").exception
