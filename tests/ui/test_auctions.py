"""The pages of auctions and of one security: what they say of the embedded snapshot, what links and typed figures do."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from treasury.ui import auction_card, auctions, cache, security

Open = Callable[..., AppTest]
AUCTIONS, SECURITY = "supply/auctions.py", "supply/security.py"
AUGUST = "91282CNT4_2025-08-06"


def shown(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "")


def said(app: AppTest) -> str:
    return shown(app.title[0].value)


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def words(app: AppTest) -> list[str]:
    return [shown(item.value) for item in app.info]


def test_the_card_of_a_link(held: Path, open_page: Open) -> None:
    app = open_page(AUCTIONS, auction=AUGUST)
    assert not app.exception
    assert said(app) == (
        "On 6 Aug 2025 the 10-Year Note stopped at 4.255 %, 3.5 bp above the prior close; bid-to-cover was 2.35 against 2.51 in "
        "the six before, dealers took 16.2 % against 14.2 %: grade F."
    )
    card = table(app, "measure", "six").set_index("measure")
    assert card.loc["Bid-to-cover", ["this", "six", "difference", "points"]].tolist() == ["2.35", "2.51", "−0.16", "−1"]
    assert card.loc["Stop minus prior close", "this"] == "3.5 bp"
    assert card.loc["Bid-to-cover", "percentile"] == "38th (98 auctions)"  # 38 of 98, counted in the published file
    assert card.loc["Primary dealers", "percentile"] == "42nd (38 auctions)"  # 16 of 38
    assert card.loc["Curve, next session", "this"] == "1.0 bp"
    assert metrics(app) == {"Grade": "F (-2)", "High yield": "4.255 %", "Prior close": "4.220 %"}
    assert app.query_params["auction"] in (AUGUST, [AUGUST])


@pytest.mark.parametrize(
    ("typed", "tail"),
    [("4.244", "+1.1 bp"), ("4.257", "-0.2 bp")],
)
def test_a_when_issued_yield_gives_the_tail(held: Path, open_page: Open, typed: str, tail: str) -> None:
    assert metrics(open_page(AUCTIONS, auction=AUGUST, wi=typed))["Tail"] == tail


@pytest.mark.parametrize(
    ("typed", "why"),
    [("4,244", "is no number"), ("<b>", "is no number"), ("99", "is not between -3 and 25"), ("nan", "is no number")],
)
def test_a_wrong_when_issued_yield_is_answered_in_words(held: Path, open_page: Open, typed: str, why: str) -> None:
    app = open_page(AUCTIONS, auction=AUGUST, wi=typed)
    assert not app.exception
    assert "Tail" not in metrics(app)
    assert any(said.startswith("When-issued yield, %: ") and why in said for said in words(app))


def test_another_auction_drops_the_when_issued_yield(held: Path, open_page: Open) -> None:
    app = open_page(AUCTIONS, auction=AUGUST, wi="4.244")
    picker = next(box for box in app.selectbox if box.label == "Auction")
    picker.select(next(option for option in picker.options if option.startswith("2025-05-06 10-Year"))).run()
    assert not app.exception
    assert said(app).startswith("On 6 May 2025 the 10-Year Note stopped at 4.342 %")
    assert "Tail" not in metrics(app)


def test_other_filters_leave_the_auction_of_a_link(held: Path, open_page: Open) -> None:
    app = open_page(AUCTIONS, auction="912810PS1_2006-02-08")  # a 30-year of 2006 is not within five years
    held_then = said(app)
    app = open_page(AUCTIONS, auction="91282CGM7_2023-02-08", span="1Y")
    assert said(app).startswith("On 8 Feb 2023 the 10-Year Note")
    next(box for box in app.selectbox if box.label == "Term").select("30-Year").run()
    assert said(app).startswith("On 13 Aug 2026 the 30-Year Bond stopped at 5.216 %")
    assert not app.exception
    assert held_then


@pytest.mark.parametrize("link", ["nonsense", "91282CNT4_2025-08-07", "<script>_1", "_", "9" * 5000])
def test_an_unknown_auction_is_answered_in_words(held: Path, open_page: Open, link: str) -> None:
    app = open_page(AUCTIONS, auction=link)
    assert not app.exception
    assert said(app).startswith("On 19 Aug 2026 the 20-Year Bond")
    assert any(said.startswith("Auction: the link says ") for said in words(app))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ({"class": "Note", "term": "10-Year", "issue": "Reopening"}, {"10-Year Note, reopening"}),
        ({"class": "TIPS", "term": "5-Year", "issue": "New issue"}, {"5-Year TIPS"}),
        ({"class": "Bill", "term": "6-Week"}, {"6-Week Bill, reopening"}),
    ],
)
def test_filters_stand_in_the_address(held: Path, open_page: Open, query: dict[str, str], terms: set[str]) -> None:
    rows = table(open_page(AUCTIONS, **query), "auction_date", "exact_term", "cusip")
    assert set(rows["exact_term"]) == terms
    assert rows["auction_date"].is_monotonic_decreasing


def test_a_floating_rate_note_has_a_margin_and_says_why_it_has_no_grade(held: Path, open_page: Open) -> None:
    app = open_page(AUCTIONS, **{"class": "FRN", "auction": "91282CQM6_2026-06-24"})
    assert not app.exception
    assert "no prior close to compare with" in said(app)
    assert said(app).endswith("no grade.")
    assert any("No grade: stop minus prior close is missing" in caption.value for caption in app.caption)
    assert any("No prior close: no daily margin of floating rate notes is published." in item.value for item in app.caption)
    assert table(app, "measure", "six")["this"].iloc[0] == "n/a"


def test_all_sums_hold_and_the_page_says_for_how_many(held: Path, open_page: Open) -> None:
    app = open_page(AUCTIONS)
    counts = table(app, "identity", "kept")
    assert counts["violated"].tolist() == [0, 0, 0]
    assert any("keep the identities that can be checked" in item.value for item in app.markdown)
    assert len(app.error) == 0


def test_a_violated_sum_is_listed_and_marked_on_the_card(held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cache.frame

    def off_by_a_million(name: str) -> cache.Loaded:
        loaded = whole(name)
        if name == "auctions":
            at = loaded.frame.index[loaded.frame["cusip"].eq("91282CNT4") & loaded.frame["auction_date"].eq("2025-08-06")]
            loaded.frame.loc[at, "dealer_accepted_usd"] += 1e6
        return loaded

    monkeypatch.setattr(cache, "frame", off_by_a_million)
    app = open_page(AUCTIONS, auction=AUGUST)
    assert not app.exception
    broken = table(app, "computed", "published", "gap")
    assert broken[["cusip", "gap"]].to_numpy().tolist() == [["91282CNT4", 1e6]]
    assert any("1 published sum does not add up" in item.value for item in app.error)
    assert any("of this auction do not add up" in item.value for item in app.error)


def test_an_announced_auction_draws_as_announced(held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cache.frame

    def announced(name: str) -> cache.Loaded:
        loaded = whole(name)
        if name == "auctions":
            at = loaded.frame.index[loaded.frame["cusip"].eq("912810UX4")]
            results = [c for c in loaded.frame if c.endswith(("accepted_usd", "tendered_usd"))]
            loaded.frame.loc[at, [*results, "high_yield", "bid_to_cover", "currently_outstanding_usd"]] = math.nan
        return loaded

    monkeypatch.setattr(cache, "frame", announced)
    app = open_page(AUCTIONS, auction="912810UX4_2026-08-19")
    assert not app.exception
    assert said(app) == "20-Year Bond of 19 Aug 2026: announced with USD 16.0 bn; no result is held."
    assert any("No result is held of this auction" in item for item in words(app))
    rows = table(app, "standing")
    assert rows["cusip"].iloc[0] == "912810UX4"
    life = open_page(SECURITY, cusip="912810UX4")
    assert not life.exception
    assert said(life) == "5.125 % 20-Year Bond due 15 Aug 2046 (912810UX4) is announced; no result is held."


def test_announced_words() -> None:
    rows = pd.DataFrame(
        {
            "auction_date": pd.to_datetime(["2026-11-20", "2026-11-24"]),
            "security": ["8-Week Bill", "5-Year Note"],
            "offering_usd": [math.nan, math.nan],
            "standing": ["day passed, no result held", "ahead"],
        }
    )
    frame = pd.DataFrame({"auction_date": pd.to_datetime(["2026-11-19"]), "total_accepted_usd": [1e9]})
    loaded = cache.Loaded(dataset=None, frame=frame, vintage=None, state="fresh")  # type: ignore[arg-type]
    assert shown(auctions.announced_words(rows, loaded)) == (
        "Results are held to 19 Nov 2026. 1 announced auction lies ahead, on 24 Nov 2026: 5-Year Note, n/a (size not "
        "announced). Announced for days that have passed, without a result held: 1."
    )


def test_one_security_by_its_cusip(held: Path, open_page: Open) -> None:
    app = open_page(SECURITY, cusip=" 912810st6 ")
    assert not app.exception
    assert said(app) == (
        "Of the 1.375 % 20-Year Bond due 15 Nov 2040 (912810ST6) USD 85.6 bn was sold in 3 auctions; USD 1.94 bn (2.3 %) is "
        "known to have been bought back. It has 14.0 years left."
    )
    events = table(app, "event", "par_usd")
    assert events["event"].value_counts().to_dict() == {
        "Announced": 1,
        "Auction": 1,
        "Issued": 1,
        "Reopening announced": 2,
        "Reopening": 2,
        "Reopening issued": 2,
        "Buyback": 6,
        "Matures": 1,
    }
    assert events.loc[events["event"].eq("Buyback"), "par_usd"].sum() == pytest.approx(1.94, abs=0.01)


@pytest.mark.parametrize(
    ("typed", "why", "cusip"),
    [
        ("912810ST7", "is no CUSIP: after 912810ST the last digit is 6; showing 912810ST6, the nearest held.", "912810ST6"),
        ("911", "is no CUSIP, which has 9 letters and digits; showing ", "912810ST6"),
        ("000000000", "no auction of `000000000` is held (auctions since 1979); showing ", "912810ST6"),
        ("<img src=x onerror=alert(1)>", "is no CUSIP, which has", "912810ST6"),
        ("91282CRH6", "is announced for 25 Aug 2026, and no auction of it is held; showing ", "912810ST6"),
        ("", "an empty value is no CUSIP", "912810ST6"),
    ],
)
def test_a_wrong_cusip_is_answered_in_words(held: Path, open_page: Open, typed: str, why: str, cusip: str) -> None:
    app = open_page(SECURITY, cusip=typed)
    assert not app.exception
    assert any(text.startswith("CUSIP: ") and why in text for text in words(app)), words(app)
    assert f"({cusip})" in said(app)
    assert app.text_input[0].value == cusip
    app.text_input[0].input(typed or "x").run()
    assert any(text.startswith("CUSIP: ") for text in words(app))
    assert f"({cusip})" in said(app)


def test_every_cusip_of_the_snapshot_has_its_check_digit(held: Path) -> None:
    cusips = cache.frame("auctions").frame["cusip"].drop_duplicates()
    assert [cusip for cusip in cusips if security.check_digit(cusip[:-1]) != cusip[-1]] == []


def test_nothing_held_is_a_page_with_cards(nothing_held: Path, open_page: Open) -> None:
    for script, text in ((AUCTIONS, "No auctions to show."), (SECURITY, "No security to show.")):
        app = open_page(script)
        assert not app.exception
        assert said(app) == text


def test_the_reason_of_a_missing_measure() -> None:
    row = pd.Series({"held": True, "auction_format": "Multi-Price"})
    assert auction_card.missing_why(row, "high_minus_median_bp") == "awarded at several prices"
    assert auction_card.missing_why(row.replace({True: False}), "bid_to_cover") == "no result"
