"""Report cards: one real auction worked by hand, which auctions are compared, missing figures, grades."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import auction_card
from treasury.analytics.auction_card import OTHERS, cards
from treasury.analytics.auction_grade import GRADES, RULE, grades, report_cards
from treasury.analytics.auction_terms import exact_terms, term_years

DAY = pd.to_datetime
NO_CURVE = pd.DataFrame({"5Y": [], "10Y": []}, index=pd.DatetimeIndex([]), dtype="float64")

# The seven 10-year notes up to August 2025, as Fiscal Data publishes them: CUSIP, auction, issue and maturity date, high and
# median yield, bid-to-cover, dollars of indirect, direct, dealers and all competitive accepted, percent allotted at the high.
TEN_YEARS = """
91282CJZ5 2024-02-07 2024-02-15 2034-02-15 4.093 4.037 2.56 29677040000 6712161500 5429656000 41818857500 19.64
91282CKQ3 2024-05-08 2024-05-15 2034-05-15 4.483 4.422 2.49 27411848000 7842000000 6581536000 41835384000 0.48
91282CLF6 2024-08-07 2024-08-15 2034-08-15 3.960 3.888 2.32 27708666900 6680000000 7486140000 41874806900 91.61
91282CLW9 2024-11-05 2024-11-15 2034-11-15 4.347 4.290 2.58 25785580000 9879001300 6157382000 41821963300 47.22
91282CMM0 2025-02-12 2025-02-18 2035-02-15 4.632 4.560 2.48 29885601300 5687000000 6198055000 41770656300 32.11
91282CNC1 2025-05-06 2025-05-15 2035-05-15 4.342 4.281 2.60 29794965000 8321500000 3736150000 41852615000 92.86
91282CNT4 2025-08-06 2025-08-15 2035-08-15 4.255 4.195 2.35 26884766000 8210000000 6762778000 41857544000 52.85
"""
# 7-year and 10-year par yields of the day before each, then those around the last.
CURVE = """
2024-02-06 4.07 4.09
2024-05-07 4.47 4.47
2024-08-06 3.79 3.90
2024-11-04 4.24 4.31
2025-02-11 4.45 4.54
2025-05-05 4.14 4.36
2025-08-05 3.97 4.22
2025-08-06 3.97 4.22
2025-08-07 3.99 4.23
2025-08-08 4.03 4.27
2025-08-11 4.01 4.27
2025-08-12 4.03 4.29
2025-08-13 3.98 4.24
"""


def curve() -> pd.DataFrame:
    rows = [line.split() for line in CURVE.strip().splitlines()]
    return pd.DataFrame({"7Y": [float(r[1]) for r in rows], "10Y": [float(r[2]) for r in rows]}, index=DAY([r[0] for r in rows]))


def sold(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Auctions with a result; what a row leaves out is a new 10-year note, or missing."""
    usual = {
        "security_class": "Note",
        "security_term": "10-Year",
        "original_security_term": "10-Year",
        "reopening": "No",
        "auction_format": "Single-Price",
        "total_accepted_usd": 40e9,
    }
    made = pd.DataFrame([usual | row for row in rows])
    dates = ["auction_date", "issue_date", "maturity_date"]
    read = [*dates, "cusip", *usual, "high_yield", "median_yield", *OTHERS]
    made = made.reindex(columns=list(dict.fromkeys(read)))
    made[dates] = made[dates].apply(DAY)
    return made


def ten_years() -> pd.DataFrame:
    names = ("cusip", "auction_date", "issue_date", "maturity_date", "high_yield", "median_yield", "bid_to_cover")
    names += ("indirect_accepted_usd", "direct_accepted_usd", "dealer_accepted_usd", "competitive_accepted_usd")
    lines = [line.split() for line in TEN_YEARS.strip().splitlines()]
    cells = [[*line[:4], *map(float, line[4:])] for line in lines]
    return sold([dict(zip((*names, "allotted_at_high_pct"), row, strict=True)) for row in cells])


def test_the_ten_year_of_6_august_2025_by_hand() -> None:
    made = report_cards(ten_years(), curve(), NO_CURVE).iloc[-1]
    years = 3652 / 365.25  # 15 August 2025 to 15 August 2035
    close = 3.97 + (years - 7) / 3 * (4.22 - 3.97)
    assert made["prior_close_pct"] == pytest.approx(close)
    assert made["prior_close_date"] == pd.Timestamp("2025-08-05")
    assert made["stop_minus_prior_close_bp"] == pytest.approx((4.255 - close) * 100, abs=1e-6)
    assert made["stop_minus_prior_close_bp"] == pytest.approx(3.511, abs=0.001)
    assert made["high_minus_median_bp"] == pytest.approx(6.0)
    assert made["bid_to_cover"] == 2.35
    assert made["six_bid_to_cover"] == pytest.approx((2.56 + 2.49 + 2.32 + 2.58 + 2.48 + 2.60) / 6)
    assert made["indirect_share_pct"] == pytest.approx(26_884.766 / 41_857.544 * 100)
    shares = [made[f"{who}_share_pct"] for who in ("indirect", "direct", "dealer")]
    assert [round(share, 2) for share in shares] == [64.23, 19.61, 16.16]
    assert sum(shares) == pytest.approx(100)
    assert made["six_dealer_share_pct"] == pytest.approx(14.1802, abs=0.0001)
    assert made["six_since"] == pd.Timestamp("2024-02-07")
    assert made["six_allotted_at_high_pct"] == pytest.approx((19.64 + 0.48 + 91.61 + 47.22 + 32.11 + 92.86) / 6)
    # Cover: of 2.56 2.49 2.32 2.58 2.48 2.60 2.35, two are at most 2.35. Dealer share: six of seven are at most 16.16.
    assert (made["bid_to_cover_percentile_pct"], made["bid_to_cover_of"]) == (pytest.approx(200 / 7), 7)
    assert made["dealer_share_percentile_pct"] == pytest.approx(600 / 7)
    assert made["next_session_bp"] == pytest.approx(1.0, abs=0.01)
    assert made["five_sessions_bp"] == pytest.approx(2.0, abs=0.01)
    # Price better than three of six: 0. Cover worse than five: -1. Dealer share larger than in five: -1.
    assert made[["price_points", "cover_points", "dealer_points", "points"]].tolist() == [0, -1, -1, -2]
    assert (made["grade"], made["ungraded"]) == ("F", "")


def test_the_first_six_have_no_average_and_no_grade() -> None:
    made = report_cards(ten_years(), curve(), NO_CURVE)
    assert made["six_bid_to_cover"].isna().tolist() == [True] * 6 + [False]
    assert made["grade"].isna().tolist() == [True] * 6 + [False]
    assert "six earlier figures of bid-to-cover are not held" in made["ungraded"].iloc[5]
    assert made["bid_to_cover_percentile_pct"].iloc[0] == 100


def test_a_missing_part_of_the_six_takes_their_average_and_the_grade() -> None:
    auctions = ten_years()
    auctions.loc[2, "dealer_accepted_usd"] = math.nan
    made = report_cards(auctions, curve(), NO_CURVE).iloc[-1]
    assert math.isnan(made["six_dealer_share_pct"])
    assert made["six_bid_to_cover"] == pytest.approx(2.505)
    assert pd.isna(made["grade"])
    assert made["ungraded"] == "six earlier figures of dealer share are not held"


def test_an_announced_auction_has_no_measure_and_counts_nowhere() -> None:
    ahead = {"cusip": "X", "auction_date": "2025-07-01", "issue_date": "2025-07-15", "maturity_date": "2035-07-15"}
    auctions = pd.concat([ten_years(), sold([ahead | {"total_accepted_usd": math.nan}])], ignore_index=True)
    made = report_cards(auctions, curve(), NO_CURVE)
    row = made[made["cusip"].eq("X")].iloc[0]
    assert not row["held"]
    assert row[[*auction_card.MEASURES]].isna().all()
    assert row["prior_close_missing"] == auction_card.NO_RESULT
    assert pd.isna(row["grade"])
    assert made.iloc[-1]["six_bid_to_cover"] == pytest.approx(2.505)


def test_bills_are_measured_by_their_investment_rate_and_tips_on_the_real_curve() -> None:
    par = pd.DataFrame({"1M": [4.30], "3M": [4.40]}, index=DAY(["2025-04-09"]))
    real = pd.DataFrame({"5Y": [1.60], "10Y": [2.10]}, index=DAY(["2025-04-09"]))
    term = {"auction_date": "2025-04-10", "issue_date": "2025-04-15"}
    rows = [
        {
            "cusip": "BILL",
            "security_class": "Bill",
            "security_term": "4-Week",
            "maturity_date": "2025-05-13",
            "high_discount_rate": 4.24,
            "high_investment_rate": 4.325,
            "median_discount_rate": 4.20,
        },
        {"cusip": "TIPS", "security_class": "TIPS", "security_term": "5-Year", "original_security_term": "5-Year"}
        | {"maturity_date": "2030-04-15", "high_yield": 1.702},
        {"cusip": "FRN", "security_class": "FRN", "security_term": "2-Year", "maturity_date": "2027-04-30"}
        | {"high_discount_margin": 0.16, "median_discount_margin": 0.14},
    ]
    made = cards(sold([row | term for row in rows]), par, real).set_index("cusip")
    assert made.loc["BILL", "stop_minus_prior_close_bp"] == pytest.approx(2.5)  # 28 days: the one-month point
    assert made.loc["BILL", "high_minus_median_bp"] == pytest.approx(4.0)
    assert made.loc["TIPS", "stop_minus_prior_close_bp"] == pytest.approx(10.2, abs=0.05)
    assert math.isnan(made.loc["FRN", "stop_minus_prior_close_bp"])
    assert made.loc["FRN", "prior_close_missing"] == auction_card.NO_MARGIN
    assert made.loc["FRN", "high_minus_median_bp"] == pytest.approx(2.0)


def test_several_prices_have_no_median_and_an_old_curve_is_no_prior_close() -> None:
    auctions = ten_years().assign(auction_format="Multi-Price")
    made = cards(auctions, curve().loc[:"2025-07-31"], NO_CURVE)
    assert made["high_minus_median_bp"].isna().all()
    assert made["prior_close_missing"].tolist() == [""] * 6 + [auction_card.NO_CURVE]
    assert math.isnan(made["stop_minus_prior_close_bp"].iloc[-1])
    short = cards(ten_years(), curve()[["7Y"]], NO_CURVE)
    assert set(short["prior_close_missing"]) == {auction_card.NO_POINT}


@pytest.mark.parametrize(
    ("kind", "term", "original", "again", "exact"),
    [
        ("Note", "9-Year 11-Month", "10-Year", "Yes", "10-Year Note, reopening"),
        ("Note", "9-Year 10-Month", "10-Year", "Yes", "10-Year Note, reopening"),
        ("Note", "10-Year", "10-Year", "No", "10-Year Note"),
        ("Note", "2-Year", "5-Year", "Yes", "2-Year Note, reopening"),
        ("Note", "6-Year 10-Month", "10-Year", "Yes", "6-Year 10-Month Note, reopening"),
        ("TIPS", "4-Year 4-Month", "5-Year", "Yes", "5-Year TIPS, reopening"),
        ("FRN", "1-Year 10-Month", "2-Year", "Yes", "2-Year FRN, reopening"),
        ("Bill", "4-Week", "17-Week", "Yes", "4-Week Bill, reopening"),
        ("CMB", "42-Day", "26-Week", "Yes", "42-Day CMB, reopening"),
    ],
)
def test_the_exact_term(kind: str, term: str, original: str, again: str, exact: str) -> None:
    row = {"security_class": kind, "security_term": term, "original_security_term": original, "reopening": again}
    made = exact_terms(pd.DataFrame([row]).assign(auction_date=DAY("2025-02-25")))
    assert made["exact_term"].tolist() == [exact]


def test_a_pause_of_more_than_two_years_begins_a_new_history() -> None:
    days = DAY(["1986-01-08", "2020-05-20", "2020-08-19", "2022-08-17"])
    row = {"security_class": "Bond", "security_term": "20-Year", "original_security_term": "20-Year", "reopening": "No"}
    made = exact_terms(pd.DataFrame({"auction_date": days}).assign(**row))
    assert made["history"].tolist() == [1, 2, 2, 2]


def test_terms_in_years() -> None:
    assert term_years("29-Year 6-Month") == 29.5
    assert term_years("13-Week") == pytest.approx(91 / 365.25)
    assert math.isnan(term_years(""))


def seven(price: float, cover: float, dealers: float) -> pd.Series:
    """The grade of an auction after six whose figures are 1 to 6 each."""
    frame = pd.DataFrame(
        {
            "history": 1,
            "held": True,
            "stop_minus_prior_close_bp": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, price],
            "bid_to_cover": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, cover],
            "dealer_share_pct": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, dealers],
        }
    )
    return grades(frame).iloc[-1]


@pytest.mark.parametrize(
    ("price", "cover", "dealers", "points", "grade"),
    [
        (0.5, 6.5, 0.5, [1, 1, 1], "A"),
        (1.5, 5.5, 3.5, [1, 1, 0], "A"),
        (2.0, 5.5, 3.5, [0, 1, 0], "B"),  # equal to one, better than four
        (3.5, 3.5, 3.5, [0, 0, 0], "C"),
        (5.5, 3.5, 3.5, [-1, 0, 0], "D"),
        (6.5, 1.5, 3.5, [-1, -1, 0], "F"),
        (6.5, 0.5, 6.5, [-1, -1, -1], "F"),
    ],
)
def test_grades(price: float, cover: float, dealers: float, points: list[int], grade: str) -> None:
    made = seven(price, cover, dealers)
    assert made[["price_points", "cover_points", "dealer_points"]].tolist() == points
    assert made["grade"] == grade
    assert GRADES[int(made["points"])] == grade


def test_the_rule_says_what_the_grades_do() -> None:
    for words in ("2 or 3 is an A", "1 a B", "0 a C", "-1 a D", "-2 or -3 an F", "at least five of the six"):
        assert words in RULE


def test_without_curves_there_is_no_prior_close_but_a_card() -> None:
    made = report_cards(ten_years(), NO_CURVE, NO_CURVE).iloc[-1]
    assert made["prior_close_missing"] == auction_card.NO_CURVE
    assert (made["bid_to_cover"], made["ungraded"]) == (2.35, "stop minus prior close is missing")
