"""What changed since a day: every section of the brief's answer against values worked out by hand or with pandas alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.brief.frames import Load, load, par, rows, until
from treasury import frames
from treasury.answers import brief as answers
from treasury.answers import brief_claims, brief_gauge, brief_supply
from treasury.answers import gauge as gauges
from treasury.dataset import Dataset
from treasury.errors import BadInput
from treasury.refreshing import open_store
from treasury.settings import ROOT, Settings
from treasury.sources import BY_ID

TODAY = date(2026, 10, 6)
SINCE = date(2026, 9, 28)
THEN = {"2Y": 4.92, "5Y": 5.06, "10Y": 5.24, "30Y": 5.56}
NOW = {"2Y": 4.84, "5Y": 5.06, "10Y": 5.31, "30Y": 5.66}
YIELDS = par(d2026_09_28=THEN, d2026_10_02=THEN | {"10Y": 5.28}, d2026_10_05=NOW)


@dataclass(frozen=True)
class Stands:
    """How a dataset stands."""

    dataset: Dataset
    as_of: date | None
    state: str
    due: date | None = None


def answer(held: Load, since: date = SINCE, **more):
    given = {"earlier": until(held, str(since)), "today": TODAY} | more
    return answers.brief(held, given.pop("earlier"), since, **given)


def figure(made: dict, name: str) -> dict:
    return next(one for one in made["figures"] if one["name"] == name)


class TestFigures:
    def test_levels_and_changes_by_hand(self) -> None:
        made = answer(load(par_yields=YIELDS))
        assert {name: figure(made, name)["change"] for name in ("2-year", "10-year", "30-year", "2s10s", "5s30s")} == {
            "2-year": -8.0,
            "10-year": 7.0,
            "30-year": 10.0,
            "2s10s": 15.0,  # 47 less 32
            "5s30s": 10.0,  # 60 less 50
        }
        ten = figure(made, "10-year")
        assert ten["then"] == {"date": "2026-09-28", "value": 5.24}
        assert ten["now"] == {"date": "2026-10-05", "value": 5.31}
        assert (ten["then_words"], ten["now_words"], ten["change_words"]) == ("5.24 %", "5.31 %", "up 7 bp")
        assert (made["day"], made["since"], made["made_on"], made["notice"]) == ("2026-10-05", "2026-09-28", "2026-10-06", None)
        assert made["headline"] == (
            "From 28 Sep 2026 to 5 Oct 2026 the 10-year rose 7 bp to 5.31 %; the 2-year fell 8 bp to 4.84 %, the 30-year rose "
            "10 bp to 5.66 %. 2s10s widened 15 bp to 47 bp."
        )

    def test_a_day_without_figures_takes_the_last_before_it(self) -> None:
        made = answer(load(par_yields=YIELDS), date(2026, 10, 4))
        assert figure(made, "10-year")["then"] == {"date": "2026-10-02", "value": 5.28}
        assert figure(made, "10-year")["change"] == 3.0

    def test_what_is_missing_says_why(self) -> None:
        stress = rows("financial_stress", {"date": "2026-10-01", "fsi": -2.7})
        dollar = rows("dollar_index", {"date": "2026-09-25", "DTWEXBGS": 119.5})
        made = answer(load(par_yields=YIELDS, financial_stress=stress, dollar_index=dollar))
        assert figure(made, "10-year real")["missing"] == "not held (python -m treasury refresh real_par_yields)"
        assert figure(made, "Financial stress (OFR)")["missing"] == "none is held on or before 28 Sep 2026"
        assert figure(made, "Dollar, broad index")["missing"] == "none is newer than 25 Sep 2026"
        assert {figure(made, name)["change"] for name in ("10-year real", "Dollar, broad index")} == {None}
        assert figure(made, "10-year")["missing"] is None

    def test_nothing_held_and_nothing_newer_are_said(self) -> None:
        assert answer(load())["headline"] == "No par yield is held, so no move can be told."
        assert answer(load())["notice"] == "No par yield is held. Run: python -m treasury refresh"
        made = answer(load(par_yields=YIELDS), date(2026, 10, 5))
        assert made["headline"] == (
            "No move of the 10-year can be told: none is newer than 5 Oct 2026. It stood at 5.31 % on 5 Oct 2026."
        )

    def test_unchanged_is_a_word(self) -> None:
        same = par(d2026_09_28=THEN, d2026_10_05=THEN)
        assert answer(load(par_yields=same))["headline"].startswith(
            "From 28 Sep 2026 to 5 Oct 2026 the 10-year was unchanged at 5.24 %; the 2-year was unchanged"
        )

    def test_old_yields_are_said_first(self) -> None:
        made = answer(load(par_yields=YIELDS), today=date(2026, 11, 23))
        assert made["notice"] == (
            "These yields end on 5 Oct 2026, 49 days before the brief was made. Run: python -m treasury refresh"
        )

    def test_each_figure_and_source_says_who_publishes_it_and_whether_it_is_stale(self) -> None:
        standing = [
            Stands(BY_ID["par_yields"], date(2026, 10, 5), "fresh"),
            Stands(BY_ID["dollar_index"], date(2026, 8, 14), "stale"),
            Stands(BY_ID["auctions"], None, "never"),
        ]
        made = answer(load(par_yields=YIELDS), standing=standing)
        assert (figure(made, "10-year")["publisher"], figure(made, "10-year")["stale"]) == ("US Treasury", False)
        assert figure(made, "Dollar, broad index")["stale"] is True
        assert figure(made, "10-year real")["stale"] is None  # nothing was said of it
        assert [(one["dataset"], one["as_of"], one["state"], one["stale"]) for one in made["sources"]] == [
            ("par_yields", "2026-10-05", "fresh", False),
            ("dollar_index", "2026-08-14", "stale", True),
            ("auctions", None, "never", True),
        ]

    def test_a_day_ahead_is_refused(self) -> None:
        with pytest.raises(BadInput, match="--since 2026-10-07 lies after today, 2026-10-06; name an earlier day"):
            answer(load(), date(2026, 10, 7))

    def test_the_day_of_comparison_is_a_week_before_the_newest_yields(self) -> None:
        assert answers.week_before(load(par_yields=YIELDS), TODAY) == date(2026, 9, 28)
        assert answers.week_before(load(), TODAY) == date(2026, 9, 29)


class TestPremium:
    ACM = (
        {"date": "2026-09-28", "ACMY10": 5.202, "ACMTP10": 0.790, "ACMRNY10": 4.412},
        {"date": "2026-10-01", "ACMY10": 5.217, "ACMTP10": 0.905, "ACMRNY10": 4.312},
    )

    def test_the_split_by_hand(self) -> None:
        made = answer(load(par_yields=YIELDS, term_premium_acm=rows("term_premium_acm", *self.ACM)))["premium"]
        assert made["acm"] == {"from": "2026-09-28", "to": "2026-10-01", "yield_bp": 1.5, "path_bp": -10.0, "premium_bp": 11.5}
        assert made["kim_wright"] == {"from": None, "to": None, "yield_bp": None, "path_bp": None, "premium_bp": None}
        assert made["revision"] is None

    def test_a_later_estimation_is_told_apart_from_a_move(self) -> None:
        """The premium of 28 September was 0.75 as known then, 0.79 now: a revision of 4 bp, and no part of the move."""
        then = rows("term_premium_acm", self.ACM[0] | {"ACMTP10": 0.75})
        held = load(par_yields=YIELDS, term_premium_acm=rows("term_premium_acm", *self.ACM))
        made = answer(held, earlier=load(term_premium_acm=then))["premium"]
        assert made["revision"] == {"date": "2026-09-28", "revision_bp": 4.0}
        assert made["acm"]["premium_bp"] == 11.5


AUCTION = {
    "cusip": "91282CRG8",
    "auction_date": "2026-09-29",
    "security_class": "Note",
    "security_type": "Note",
    "security_term": "5-Year",
    "original_security_term": "5-Year",
    "reopening": "No",
    "auction_format": "Single-Price",
    "issue_date": "2026-09-30",
    "maturity_date": "2031-09-30",
    "high_yield": 5.080,
    "bid_to_cover": 2.41,
    "competitive_accepted_usd": 50e9,
    "indirect_accepted_usd": 35e9,
    "direct_accepted_usd": 10e9,
    "dealer_accepted_usd": 5e9,
    "total_accepted_usd": 70e9,
}
BILL = AUCTION | {"security_class": "Bill", "security_type": "Bill", "security_term": "4-Week", "high_yield": None}
OPERATION = {
    "operation_date": "2026-09-30",
    "start_time": "13:40",
    "operation_type": "Liquidity Support",
    "security_type": "Nominal Coupons",
    "maturity_bucket": "20Y to 30Y",
    "state": "result",
    "maximum_usd": 2e9,
    "offered_usd": 5e9,
    "accepted_usd": 1.5e9,
}


class TestAuctions:
    def test_a_coupon_auction_as_a_card_and_bills_in_sum(self) -> None:
        bills = [BILL | {"cusip": f"912797{n}", "auction_date": f"2026-10-0{n}", "total_accepted_usd": n * 1e10} for n in (1, 2)]
        old = AUCTION | {"cusip": "91282CQQ7", "auction_date": "2026-08-26"}
        held = load(par_yields=YIELDS, auctions=rows("auctions", old, AUCTION, *bills))
        made = brief_supply.auctions(held, until(held, "2026-09-28"))
        (card,) = made["rows"]
        assert (card["auction_date"], card["exact_term"], card["total_accepted_usd"]) == ("2026-09-29", "5-Year Note", 70e9)
        assert card["stop_minus_prior_close_bp"] == pytest.approx(2.0, abs=0.01)  # 5.080 less the 5-year's 5.06 of the 28th
        assert (card["bid_to_cover"], card["indirect_share_pct"], card["dealer_share_pct"]) == (2.41, 70.0, 10.0)
        assert (card["six_bid_to_cover"], card["grade"]) == (None, None)  # one auction before is not six
        assert made["bills"] == {"count": 2, "total_accepted_usd": 3e10, "first": "2026-10-01", "last": "2026-10-02"}
        assert made["last_held"] == "2026-10-02"

    def test_a_result_that_came_after_the_last_brief_is_new_though_its_day_is_not(self) -> None:
        """Announced when the last brief was sent on the morning of the auction; a cut by days alone would lose it."""
        announced = dict.fromkeys(("high_yield", "bid_to_cover", "total_accepted_usd")) | {"auction_date": "2026-09-28"}
        sold = AUCTION | {"auction_date": "2026-09-28"}
        held = load(par_yields=YIELDS, auctions=rows("auctions", sold))
        as_known = load(auctions=rows("auctions", AUCTION | announced))
        assert [one["cusip"] for one in brief_supply.auctions(held, as_known)["rows"]] == ["91282CRG8"]
        assert brief_supply.auctions(held, until(held, "2026-09-28"))["rows"] == []

    def test_without_any_auction(self) -> None:
        made = brief_supply.auctions(load(), load())
        assert (made["rows"], made["bills"]["count"], made["bills"]["total_accepted_usd"], made["last_held"]) == (
            [],
            0,
            None,
            None,
        )


class TestBuybacks:
    def test_results_and_cancellations_by_hand(self) -> None:
        second = OPERATION | {"operation_date": "2026-10-01", "offered_usd": 9e9, "accepted_usd": 2e9}
        gone = OPERATION | {"operation_date": "2026-10-02", "state": "cancelled", "offered_usd": None, "accepted_usd": None}
        ahead = OPERATION | {"operation_date": "2026-10-08", "state": "announced", "offered_usd": None, "accepted_usd": None}
        old = OPERATION | {"operation_date": "2026-09-10"}
        held = load(buyback_operations=rows("buyback_operations", old, OPERATION, second, gone, ahead))
        made = brief_supply.buybacks(held, until(held, "2026-09-28"))
        assert [(one["operation_date"], one["state"]) for one in made["rows"]] == [
            ("2026-10-02", "cancelled"),
            ("2026-10-01", "result"),
            ("2026-09-30", "result"),
        ]
        assert (made["rows"][1]["cover_ratio"], made["rows"][1]["fill_pct"]) == (4.5, 100.0)
        assert made["rows"][0]["cover_ratio"] is None
        assert made["totals"] == {"operations": 2, "accepted_usd": 3.5e9, "cover_ratio": 3.5, "fill_pct": 87.5}  # 14 and 3.5 of 4
        assert made["last_held"] == "2026-10-01"

    def test_no_newer_result(self) -> None:
        held = load(buyback_operations=rows("buyback_operations", OPERATION))
        made = brief_supply.buybacks(held, held)
        assert (made["rows"], made["totals"]["accepted_usd"], made["last_held"]) == ([], None, "2026-09-30")


class TestAhead:
    def test_two_weeks_by_kind_and_when_the_others_are_next(self) -> None:
        listed = {"security_type": "Note", "security_term": "3-Year", "record_date": "2026-10-02", "reopening": "No"}
        near, far = listed | {"auction_date": "2026-10-13"}, listed | {"auction_date": "2026-10-21"}
        held = load(upcoming_auctions=rows("upcoming_auctions", near, far))
        made = brief_supply.ahead(held, TODAY)
        assert [(one["date"], one["title"]) for one in made["events"]] == [("2026-10-13", "Auction: 3-year note")]
        later = {one["kind"]: one for one in made["later"]}
        assert set(later) == {"buyback", "refunding", "fomc"}
        assert (later["buyback"]["event"], later["buyback"]["known_until"]) == (None, None)
        assert later["fomc"]["event"]["date"] == "2026-10-28"  # data/reference/fomc_meetings.csv


class TestClaims:
    COINS = ("2025-09-01", 250e9), ("2026-09-25", 260e9), ("2026-10-03", 305e9)

    def coins(self, count: int) -> pd.DataFrame:
        return rows("stablecoins", *({"date": day, "total_usd": total} for day, total in self.COINS[:count]))

    def test_a_verdict_that_turned(self) -> None:
        made = brief_claims.turned(load(stablecoins=self.coins(3)), load(stablecoins=self.coins(2)))
        turned = {one["id"]: (one["then"], one["now"]) for one in made["turned"]}
        assert turned["stablecoins_300bn"] == ("false", "true")
        one = next(one for one in made["turned"] if one["id"] == "stablecoins_300bn")
        assert (one["figure_then"], one["figure_now"]) == ("USD 260 bn", "USD 305 bn")
        assert made["tested"] == sum(made["counts"].values()) == 16

    def test_the_same_rows_turn_nothing(self) -> None:
        made = brief_claims.turned(load(stablecoins=self.coins(3)), load(stablecoins=self.coins(3)))
        assert (made["turned"], made["by_another_definition"]) == ([], [])


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Load:
    place: Path = tmp_path_factory.mktemp("store")
    read = frames.reader(open_store(Settings(store=str(place), snapshot=ROOT / "data" / "snapshot")))
    held: dict[str, pd.DataFrame] = {}
    return lambda name: held.setdefault(name, read(name)) if name not in held else held[name]


class TestSnapshot:
    def test_the_gauge_is_that_of_the_monitor_on_both_days(self, snapshot: Load) -> None:
        made = brief_gauge.then_and_now(snapshot, date(2026, 8, 6), date(2026, 11, 23))
        measured = gauges.measured(snapshot)
        then, shown = (gauges.answer(measured, day) for day in (date(2026, 8, 6), date(2026, 8, 21)))
        assert (made["then"]["gauge"], made["then"]["verdict"]) == (then["gauge"], then["verdict"])
        assert (made["shown"]["day"], made["shown"]["gauge"]) == ("2026-08-21", shown["gauge"])
        assert (made["now"]["day"], made["now"]["gauge"]) == ("2026-10-05", None)
        pairs = zip(made["shown"]["components"], then["components"], shown["components"], strict=True)
        assert all(one["percentile_then"] == a["percentile"] and one["percentile"] == b["percentile"] for one, a, b in pairs)

    def test_figures_and_lists_against_pandas(self, snapshot: Load) -> None:
        since = date(2026, 8, 6)
        sent_at = datetime(2026, 8, 7, tzinfo=UTC)
        made = answers.brief(snapshot, until(snapshot, "2026-08-06"), since, today=date(2026, 11, 23), sent_at=sent_at)
        assert made["against"] == {"kind": "brief", "sent_at": "2026-08-07T00:00:00+00:00"}
        for name, dataset, column in (
            ("10-year", "par_yields", "10Y"),
            ("10-year breakeven", "breakevens", "T10YIE"),
            ("10-year term premium, ACM", "term_premium_acm", "ACMTP10"),
        ):
            series = snapshot(dataset)[column].dropna()
            before, last = series.asof(pd.Timestamp(since)), series.iloc[-1]
            assert figure(made, name)["change"] == pytest.approx((last - before) * 100, abs=1e-4), name
        auctions = snapshot("auctions")
        new = auctions[(auctions["auction_date"] > "2026-08-06") & auctions["total_accepted_usd"].notna()]
        bills = new["security_class"].isin(["Bill", "CMB"])
        assert [one["cusip"] for one in made["auctions"]["rows"]] == new[~bills].sort_values(
            ["auction_date", "cusip"], ascending=False
        )["cusip"].tolist()
        assert made["auctions"]["bills"]["total_accepted_usd"] == new.loc[bills, "total_accepted_usd"].sum()
        assert made["buybacks"]["totals"] == {
            "operations": 1,
            "accepted_usd": 5.187e9,
            "cover_ratio": round(10.489 / 6, 4),
            "fill_pct": round(5.187 / 6 * 100, 4),
        }
        json.dumps(made, allow_nan=False)

    def test_turned_claims_are_those_of_two_whole_answers(self, snapshot: Load) -> None:
        earlier = until(snapshot, "2025-12-29")
        made = brief_claims.turned(snapshot, earlier)
        before = {one["id"]: one["verdict"] for one in brief_claims.claims(earlier)}
        after = {one["id"]: one["verdict"] for one in brief_claims.claims(snapshot)}
        assert {one["id"] for one in made["turned"]} == {name for name in after if before[name] != after[name]}
        assert len(made["turned"]) >= 2
