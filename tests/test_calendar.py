from datetime import date, datetime

import pandas as pd
import pytest

from treasury.calendar import (
    business_days,
    fiscal_quarter,
    fiscal_year,
    is_business_day,
    iso_week,
    next_business_day,
    parse_day,
    previous_business_day,
    quarter_label,
)
from treasury.errors import BadInput, TreasuryError


def closings(year):
    weekdays = pd.bdate_range(f"{year}-01-01", f"{year}-12-31")
    return [day.strftime("%m-%d") for day in weekdays if not is_business_day(day)]


# Weekdays of the year without a par yield curve (before 1990: without a constant-maturity yield).
CLOSINGS = {
    1964: "01-01 02-12 02-21 03-27 05-29 07-03 09-07 10-12 11-03 11-11 11-26 12-25",
    1969: "01-01 02-12 03-31 04-04 05-30 07-04 07-21 09-01 10-13 11-04 11-11 11-27 12-25",
    1973: "01-01 02-12 02-19 04-20 05-28 07-04 09-03 10-08 10-22 11-06 11-22 12-24 12-25",
    1978: "01-02 02-13 02-20 03-24 05-29 05-30 07-04 09-04 10-09 11-07 11-23 12-25",
    1985: "01-01 01-21 02-12 02-18 04-05 05-27 07-04 09-02 09-27 10-14 11-11 11-28 12-25",
    1994: "01-17 02-21 04-01 04-27 05-30 07-04 09-05 10-10 11-11 11-24 12-26",
    2001: "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 10-08 11-12 11-22 12-25",
    2004: "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 10-11 11-11 11-25 12-24",
    2010: "01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25 12-24",
    2012: "01-02 01-16 02-20 05-28 07-04 09-03 10-08 10-30 11-12 11-22 12-25",
    2018: "01-01 01-15 02-19 03-30 05-28 07-04 09-03 10-08 11-12 11-22 12-05 12-25",
    2021: "01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25 12-24",
    2022: "01-17 02-21 04-15 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
    2025: "01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
}


@pytest.mark.parametrize("year", CLOSINGS)
def test_closings_of_a_year(year):
    assert closings(year) == CLOSINGS[year].split()


# Days of the par yield curve in each year from 1990 to 2025.
PAR_CURVE_DAYS = (
    "250 250 251 250 249 250 252 250 250 251 251 248 250 250 250 250 250 251 251 250 "
    "251 250 250 250 250 251 250 250 249 250 251 251 249 250 250 249"
)


def test_business_days_are_as_many_as_published_curves():
    years = range(1990, 2026)
    counts = [len(business_days(date(year, 1, 1), date(year, 12, 31))) for year in years]
    assert counts == [int(n) for n in PAR_CURVE_DAYS.split()]


@pytest.mark.parametrize("open_good_friday", ["1996-04-05", "1999-04-02", "2007-04-06", "2015-04-03", "2021-04-02", "2026-04-03"])
def test_good_friday_is_open_when_the_employment_report_comes_out(open_good_friday):
    assert is_business_day(date.fromisoformat(open_good_friday))


@pytest.mark.parametrize("open_day", ["1993-12-31", "1999-12-31", "2021-12-31", "2017-11-10", "2023-11-10"])
def test_new_year_and_veterans_day_on_a_saturday_leave_the_friday_open(open_day):
    assert is_business_day(date.fromisoformat(open_day))


@pytest.mark.parametrize("early_close", ["2007-01-02", "2012-10-29", "2025-01-09", "2025-12-24", "2021-06-18"])
def test_early_closings_are_business_days(early_close):
    assert is_business_day(date.fromisoformat(early_close))


def test_weekends_are_closed():
    assert not is_business_day(date(2025, 4, 5))
    assert not is_business_day(date(2025, 4, 6))


def test_timestamps_and_datetimes_count_as_their_day():
    assert is_business_day(pd.Timestamp("2025-04-09 13:40"))
    assert not is_business_day(datetime(2025, 4, 18, 9, 30))
    assert next_business_day(pd.Timestamp("2025-04-17 23:59")) == date(2025, 4, 21)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2025, 4, 9), date(2025, 4, 8), date(2025, 4, 10)),
        (date(2025, 4, 17), date(2025, 4, 16), date(2025, 4, 21)),  # Good Friday and weekend follow
        (date(2025, 4, 18), date(2025, 4, 17), date(2025, 4, 21)),  # from a closed day
        (date(2025, 4, 20), date(2025, 4, 17), date(2025, 4, 21)),
        (date(2001, 9, 10), date(2001, 9, 7), date(2001, 9, 13)),
        (date(2026, 1, 1), date(2025, 12, 31), date(2026, 1, 2)),
    ],
)
def test_neighbouring_business_days(day, before, after):
    assert previous_business_day(day) == before
    assert next_business_day(day) == after
    assert type(next_business_day(day)) is date


def test_business_days_includes_both_ends_and_skips_closings():
    days = business_days(date(2025, 11, 7), date(2025, 11, 12))
    assert days.equals(pd.DatetimeIndex(["2025-11-07", "2025-11-10", "2025-11-12"]).as_unit("us"))
    assert days.dtype == "datetime64[us]"


def test_business_days_is_empty_for_a_weekend_and_when_start_is_after_end():
    assert business_days(date(2025, 4, 5), date(2025, 4, 6)).empty
    assert business_days(date(2025, 4, 9), date(2025, 4, 7)).empty


@pytest.mark.parametrize("day", [date(1959, 12, 31), date(2101, 1, 1)])
def test_days_outside_the_calendar_raise(day):
    for function in (is_business_day, next_business_day, previous_business_day):
        with pytest.raises(BadInput, match=rf"date: {day.year} is outside the calendar; use a year from 1960 to 2100"):
            function(day)
    with pytest.raises(BadInput, match="outside the calendar"):
        business_days(date(2025, 1, 1), day)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2025, 9, 30), 2025, 4),
        (date(2025, 10, 1), 2026, 1),
        (date(2025, 12, 31), 2026, 1),
        (date(2026, 1, 1), 2026, 2),
        (date(2026, 3, 31), 2026, 2),
        (date(2026, 4, 1), 2026, 3),
        (date(2026, 7, 1), 2026, 4),
    ],
)
def test_fiscal_year_and_quarter(day, year, quarter):
    assert (fiscal_year(day), fiscal_quarter(day)) == (year, quarter)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2025, 1, 1), "2025 Q1"),
        (date(2025, 3, 31), "2025 Q1"),
        (date(2025, 4, 1), "2025 Q2"),
        (date(2025, 12, 31), "2025 Q4"),
    ],
)
def test_quarter_label(day, label):
    assert quarter_label(day) == label


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2021, 1, 3), "2020-W53"),
        (date(2021, 1, 4), "2021-W01"),
        (date(2025, 4, 7), "2025-W15"),
        (date(2025, 12, 29), "2026-W01"),
    ],
)
def test_iso_week(day, week):
    assert iso_week(day) == week


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-02", date(2025, 4, 2)),
        ("  2024-02-29\n", date(2024, 2, 29)),
        ("1960-01-01", date(1960, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_parse_day(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "tomorrow",
        "04/02/2025",
        "2025-4-2",
        "20250402",
        "2025-W14-3",
        "2025-04-02T00:00",
        "２０２５-04-02",
        "2025-04",
        "-2025-04-02",
    ],
)
def test_text_that_is_no_date_is_repeated_with_the_form_to_use(text):
    with pytest.raises(BadInput) as caught:
        parse_day(text, name="start")
    assert str(caught.value) == f"start: {text!r} is no date; write it as YYYY-MM-DD, such as 2025-04-02"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "date: no date given; write it as YYYY-MM-DD, such as 2025-04-02"),
        ("   ", "date: no date given; write it as YYYY-MM-DD, such as 2025-04-02"),
        ("2025-02-29", "date: 2025-02-29 does not exist, February 2025 has 28 days"),
        ("2025-04-31", "date: 2025-04-31 does not exist, April 2025 has 30 days"),
        ("2025-04-00", "date: 2025-04-00 does not exist, April 2025 has 30 days"),
        ("2025-13-01", "date: 2025-13-01 does not exist, months run from 01 to 12; write it as YYYY-MM-DD"),
        ("2025-00-10", "date: 2025-00-10 does not exist, months run from 01 to 12; write it as YYYY-MM-DD"),
        ("1959-12-31", "date: 1959-12-31 is too early; use a year from 1960 to 2100"),
        ("2101-01-01", "date: 2101-01-01 is too late; use a year from 1960 to 2100"),
        ("0000-01-01", "date: 0000-01-01 is too early; use a year from 1960 to 2100"),
    ],
)
def test_impossible_dates_say_why(text, message):
    with pytest.raises(BadInput) as caught:
        parse_day(text)
    assert str(caught.value) == message


def test_absurdly_long_text_is_not_repeated():
    with pytest.raises(BadInput) as caught:
        parse_day("9" * 1_000_000)
    assert str(caught.value) == "date: 1,000,000 characters are no date; write it as YYYY-MM-DD, such as 2025-04-02"


def test_bad_input_is_a_value_error_and_one_of_ours():
    assert issubclass(BadInput, ValueError)
    assert issubclass(BadInput, TreasuryError)
