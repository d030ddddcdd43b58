"""What else happened within two sessions of an event."""

import math
from datetime import date

import pandas as pd
import pytest

from treasury.analytics.confounders import confounders, window

NONE = pd.DataFrame()
KEY_DATES = pd.DataFrame(
    {
        "date": pd.to_datetime(["2025-04-02", "2025-04-07", "2025-04-09", "2025-10-01", "2025-11-05", "2025-11-05"]),
        "end_date": pd.to_datetime([None, "2025-04-11", None, "2025-11-06", None, None]),
        "label": [
            "Reciprocal tariffs",
            "Treasury sell-off",
            "Tariff pause",
            "Shutdown",
            "Hint at larger coupons",
            "Court hearing",
        ],
    }
)
MEETINGS = pd.DataFrame(
    {
        "statement_date": pd.to_datetime(["2025-04-04", "2025-11-04", "2025-11-06", "2026-12-09"]),
        "change_bp": [25.0, -25.0, 0.0, math.nan],
    }
)
AUCTIONS = pd.DataFrame(
    {
        "auction_date": pd.to_datetime(["2025-04-03", "2025-04-03", "2025-04-09", "2025-04-10"]),
        "security_class": ["Bill", "CMB", "Note", "Bond"],
        "security_term": ["4-Week", "42-Day", "9-Year 10-Month", "30-Year"],
        "reopening": ["No", "No", "Yes", "No"],
    }
)
OPERATIONS = pd.DataFrame(
    {
        "operation_date": pd.to_datetime(["2025-04-02", "2025-04-08", "2025-04-08", "2025-04-10"]),
        "security_type": ["Nominal Coupons", "TIPS", "Nominal Coupons", "Nominal Coupons"],
        "maturity_bucket": ["20Y to 30Y", "1Y to 7.5Y", "1Mo to 2Y", "5Y to 7Y"],
        "accepted_usd": [2e9, 5e8, math.nan, math.nan],
        "maximum_usd": [2e9, 5e8, 8.5e9, 4e9],
        "state": ["result", "result", "cancelled", "announced"],
    }
)


def labels(day: str) -> list[tuple[str, str, str]]:
    made = confounders(day, KEY_DATES, MEETINGS, AUCTIONS, OPERATIONS)
    return [(f"{row.date:%d}", row.kind, row.label) for row in made.itertuples()]


def test_around_2_april_the_event_itself_and_bills_are_left_out() -> None:
    assert labels("2025-04-02") == [("02", "buyback", "20Y to 30Y, USD 2.00 bn accepted"), ("04", "fomc", "FOMC raises 25 bp")]


def test_around_8_april_by_day_then_kind() -> None:
    assert labels("2025-04-08") == [
        ("04", "fomc", "FOMC raises 25 bp"),
        ("07", "key_date", "Treasury sell-off"),
        ("08", "buyback", "1Y to 7.5Y TIPS, USD 500 m accepted"),
        ("09", "key_date", "Tariff pause"),
        ("09", "auction", "9-Year 10-Month Note, reopened"),
        ("10", "auction", "30-Year Bond"),
        ("10", "buyback", "5Y to 7Y, at most USD 4.00 bn"),
    ]


def test_key_dates_that_share_the_day_are_all_listed() -> None:
    assert labels("2025-11-05") == [
        ("04", "fomc", "FOMC cuts 25 bp"),
        ("05", "key_date", "Hint at larger coupons"),
        ("05", "key_date", "Court hearing"),
        ("06", "key_date", "Shutdown: last day"),
        ("06", "fomc", "FOMC holds"),
    ]


def test_a_meeting_without_decision_is_a_meeting() -> None:
    assert labels("2026-12-09") == [("09", "fomc", "FOMC meeting")]


def test_nothing_held_is_an_empty_frame_of_the_same_shape() -> None:
    made = confounders("2025-04-02", NONE, NONE, NONE, NONE)
    assert made.empty
    assert made.columns.tolist() == ["date", "kind", "label"]
    assert made["date"].dtype == "datetime64[us]"


@pytest.mark.parametrize(
    ("day", "within", "first", "last"),
    [
        (date(2025, 4, 2), 2, date(2025, 3, 31), date(2025, 4, 4)),
        (date(2025, 4, 5), 2, date(2025, 4, 3), date(2025, 4, 9)),  # a Saturday: session 0 is Monday
        (date(2025, 4, 18), 1, date(2025, 4, 17), date(2025, 4, 22)),  # Good Friday
        (date(2025, 4, 19), 0, date(2025, 4, 19), date(2025, 4, 21)),  # the weekend itself counts
    ],
)
def test_the_window_counts_business_days(day: date, within: int, first: date, last: date) -> None:
    assert window(day, within) == (first, last)
