"""Modified duration, prices and ten-year equivalents against QuantLib and against the prices the Treasury published."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
import QuantLib as ql

from tests.analytics.treasuries import bills, coupons
from treasury.analytics.duration import (
    bill_duration_years,
    bill_price,
    clean_price,
    modified_duration_years,
    on_the_run_ten_year,
    par_curve_yield_pct,
    ten_year_equivalent_usd,
    yield_at_price_pct,
)

NEAR = 1e-6
# Off the cycle: days other than an issue date, the last one or two of them in the last coupon period.
OTHER_DAYS = [
    ("91282CQQ7", "2026-11-14"),  # the day before a coupon
    ("91282CQQ7", "2026-11-15"),  # the day of it
    ("91282CQQ7", "2026-11-16"),
    ("91282CQB0", "2027-02-28"),  # the coupon day of a note due on 29 February
    ("91282CMR9", "2029-08-31"),
    ("912810DP0", "2014-08-14"),  # two coupons left
    ("912810DP0", "2014-08-15"),  # the last coupon period from its first day
    ("91282CQY0", "2028-04-12"),  # in its last coupon period
    ("912828DM9", "2015-02-14"),  # one day left
    ("912828MY3", "2015-01-02"),  # TIPS in their last coupon period
]


def ql_day(day: pd.Timestamp) -> ql.Date:
    return ql.Date(day.day, day.month, day.year)


def bond(row: pd.Series, settlement: pd.Timestamp) -> ql.FixedRateBond:
    """The security with its coupon dates counted back from maturity, settled on that day."""
    ql.Settings.instance().evaluationDate = ql_day(settlement)
    maturity = ql_day(row["maturity_date"])
    from_day = ql_day(settlement - pd.DateOffset(years=1))
    schedule = ql.Schedule(
        ql.NullCalendar().advance(maturity, -(maturity.year() - from_day.year() + 1), ql.Years),
        maturity,
        ql.Period(ql.Semiannual),
        ql.NullCalendar(),
        ql.Unadjusted,
        ql.Unadjusted,
        ql.DateGeneration.Backward,
        ql.Date.isEndOfMonth(maturity),
    )
    return ql.FixedRateBond(0, 100.0, schedule, [row["coupon_pct"] / 100], ql.ActualActual(ql.ActualActual.ISMA, schedule))


def terms(made: ql.FixedRateBond, rate: float) -> tuple[object, ...]:
    """Yield and convention: compounded twice a year, simple with one payment left."""
    left = sum(not flow.hasOccurred(ql.Settings.instance().evaluationDate) for flow in made.cashflows()) - 1
    return rate / 100, made.dayCounter(), ql.Simple if left == 1 else ql.Compounded, ql.Semiannual


def cases() -> list[tuple[str, pd.Series, pd.Timestamp]]:
    rows = coupons()
    first = rows.drop_duplicates("cusip").set_index("cusip")
    made = [(f"{row['cusip']} {row['issue_date']:%Y-%m-%d}", row, row["issue_date"]) for _, row in rows.iterrows()]
    return made + [(f"{cusip} {day}", first.loc[cusip], pd.Timestamp(day)) for cusip, day in OTHER_DAYS]


CASES = cases()
every_case = pytest.mark.parametrize(("row", "day"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])


def test_there_are_fifty_securities_tips_reopenings_and_bills_among_them() -> None:
    rows = coupons()
    assert len(rows) + len(bills()) >= 50
    assert rows["reopening"].eq("Yes").sum() >= 15
    assert rows["security_class"].eq("TIPS").sum() >= 15
    assert rows.loc[rows["security_class"].eq("TIPS"), "high_yield"].lt(0).sum() >= 5


@every_case
def test_modified_duration_agrees_with_quantlib(row: pd.Series, day: pd.Timestamp) -> None:
    made = bond(row, day)
    wanted = ql.BondFunctions.duration(made, *terms(made, row["high_yield"]), ql.Duration.Modified)
    got = modified_duration_years(row["coupon_pct"], row["maturity_date"], day, row["high_yield"])
    assert got[0] == pytest.approx(wanted, abs=NEAR)


@every_case
def test_prices_agree_with_quantlib_and_give_their_yield_back(row: pd.Series, day: pd.Timestamp) -> None:
    made = bond(row, day)
    wanted = ql.BondFunctions.cleanPrice(made, *terms(made, row["high_yield"]))
    got = clean_price(row["coupon_pct"], row["maturity_date"], day, row["high_yield"])
    assert got[0] == pytest.approx(wanted, abs=NEAR)
    back = yield_at_price_pct(row["coupon_pct"], row["maturity_date"], day, wanted)
    assert back[0] == pytest.approx(row["high_yield"], abs=NEAR)


@every_case
def test_ten_year_equivalents_agree_with_quantlib(row: pd.Series, day: pd.Timestamp) -> None:
    note = coupons().query("cusip == '91282CQQ7'").iloc[0]
    ten = bond(note, pd.Timestamp("2026-07-15"))
    divisor = ql.BondFunctions.duration(ten, *terms(ten, 4.58), ql.Duration.Modified)
    made = bond(row, day)
    wanted = 1.0 * ql.BondFunctions.duration(made, *terms(made, row["high_yield"]), ql.Duration.Modified) / divisor
    auctions = coupons().query("cusip == '91282CQQ7'").assign(original_security_term="10-Year", total_accepted_usd=1.0)
    ten_year = on_the_run_ten_year(auctions, pd.DataFrame({"10Y": [4.58]}, index=pd.to_datetime(["2026-07-15"])))
    years = modified_duration_years(row["coupon_pct"], row["maturity_date"], day, row["high_yield"])
    got = ten_year_equivalent_usd(1.0, years, ["2026-07-15"], ten_year)
    assert got[0] == pytest.approx(wanted, abs=NEAR)


def test_all_at_once_is_the_same_as_one_by_one() -> None:
    rows = coupons()
    inputs = [rows[name] for name in ("coupon_pct", "maturity_date", "issue_date", "high_yield")]
    together = modified_duration_years(*inputs)
    alone = [modified_duration_years(*one)[0] for one in zip(*inputs, strict=True)]
    assert together.tolist() == pytest.approx(alone, abs=1e-12)


def at_the_treasury(rows: pd.DataFrame) -> np.ndarray:
    """Our price put into the Treasury's convention (31 CFR 356, Appendix B): simple interest over the broken first period."""
    clean = clean_price(*(rows[name] for name in ("coupon_pct", "maturity_date", "issue_date", "high_yield")))
    accrued = np.array([bond(row, row["issue_date"]).accruedAmount(ql_day(row["issue_date"])) for _, row in rows.iterrows()])
    wait, half = 1 - accrued / (rows["coupon_pct"] / 2), rows["high_yield"] / 200
    return ((clean + accrued) * (1 + half) ** wait / (1 + wait * half) - accrued).to_numpy()


def test_prices_are_those_the_treasury_published() -> None:
    rows = coupons().dropna(subset="high_price")
    nominal = rows[rows["security_class"].ne("TIPS")]
    assert len(nominal) >= 30
    assert at_the_treasury(nominal).tolist() == pytest.approx(nominal["high_price"].tolist(), abs=5e-4)
    since = nominal["issue_date"] > pd.Timestamp("2000-01-01")  # in 1985 prices had three decimals
    assert at_the_treasury(nominal[since]).tolist() == pytest.approx(nominal.loc[since, "high_price"].tolist(), abs=1e-6)


def test_prices_of_tips_are_published_times_the_index_ratio() -> None:
    tips = coupons().dropna(subset=["high_price", "index_ratio"])
    got = at_the_treasury(tips) * tips["index_ratio"]
    assert len(tips) >= 12
    assert got.tolist() == pytest.approx(tips["high_price"].tolist(), abs=1e-3)  # the ratio has five decimals


@pytest.mark.parametrize("row", [row for _, row in bills().iterrows()], ids=lambda row: row["cusip"])
def test_bills_agree_with_quantlib_and_with_the_published_price(row: pd.Series) -> None:
    price = bill_price(pd.DataFrame([row]))[0]
    assert price == pytest.approx(row["high_price"], abs=NEAR)
    settlement, maturity = ql_day(row["issue_date"]), ql_day(row["maturity_date"])
    ql.Settings.instance().evaluationDate = settlement
    bill = ql.ZeroCouponBond(0, ql.NullCalendar(), 100.0, maturity, ql.Unadjusted, 100.0, settlement)
    convention = (ql.Actual365Fixed(), ql.Simple, ql.Annual)
    at = ql.BondPrice(price, ql.BondPrice.Clean)
    rate = ql.BondFunctions.bondYield(bill, at, *convention, settlement, 1e-14)
    wanted = ql.BondFunctions.duration(bill, rate, *convention, ql.Duration.Modified)
    got = bill_duration_years(row["maturity_date"], row["issue_date"], price)[0]
    assert got == pytest.approx(wanted, abs=NEAR)


def test_without_a_discount_rate_the_investment_rate_gives_nearly_the_price() -> None:
    """Up to half a year the investment rate is simple; the bill of a year has a coupon's interest on interest in it."""
    rows = bills()
    got = bill_price(rows.assign(high_discount_rate=math.nan))
    short = rows["security_term"].ne("52-Week").to_numpy()
    assert got[short].tolist() == pytest.approx(rows["high_price"][short].tolist(), abs=3e-4)
    assert got[~short].tolist() == pytest.approx(rows["high_price"][~short].tolist(), abs=0.05)


def test_duration_is_what_the_price_loses_with_the_yield() -> None:
    """By definition: minus the relative change of the price with accrued interest, for one point of yield."""
    up, down = (clean_price(4.625, "2046-02-15", "2026-04-30", 4.883 + step)[0] for step in (1e-4, -1e-4))
    accrued = 4.625 / 2 * 74 / 181  # 15 February to 30 April of 15 February to 15 August
    dirty = clean_price(4.625, "2046-02-15", "2026-04-30", 4.883)[0] + accrued
    slope = (down - up) / 2e-4 * 100 / dirty
    assert modified_duration_years(4.625, "2046-02-15", "2026-04-30", 4.883)[0] == pytest.approx(slope, abs=1e-6)


def test_nothing_is_left_at_maturity_and_missing_stays_missing() -> None:
    days = ["2028-06-29", "2028-06-30", "2028-07-01", "NaT"]
    got = modified_duration_years(4.125, "2028-06-30", days, 4.0)
    assert got[0] == pytest.approx(1 / 182 / 2 / (1 + 0.04 / 364), abs=1e-9)
    assert np.isnan(got[1:]).all()
    assert np.isnan(modified_duration_years([math.nan, 4.0], "2030-06-30", "2026-06-30", [4.0, math.nan])).all()
    assert np.isnan(yield_at_price_pct(4.0, "2030-06-30", "2026-06-30", [0.0, -1.0, math.nan])).all()
    assert np.isnan(bill_duration_years("2026-08-18", ["2026-08-18", "2026-08-19"], 99.0)).all()


def test_a_zero_yield_and_a_negative_one_have_a_duration() -> None:
    got = modified_duration_years(0.0, "2036-08-15", "2026-08-15", [0.0, -2.0])
    assert got.tolist() == pytest.approx([10.0, 10 / 0.99])


def curve() -> pd.DataFrame:
    days = pd.to_datetime(["2026-08-14", "2026-08-17"])
    return pd.DataFrame({"2Y": [3.8, 3.9], "10Y": [4.6, 4.72], "30Y": [math.nan, 5.2]}, index=days)


def test_the_par_curve_is_flat_beyond_its_tenors_and_a_week_old_at_most() -> None:
    got = par_curve_yield_pct(curve(), "2026-08-17", ["2036-08-17", "2027-08-17", "2066-08-17", "2026-08-17"])
    assert got[:3].tolist() == pytest.approx([4.72, 3.9, 5.2], abs=1e-3)
    assert math.isnan(got[3])
    assert par_curve_yield_pct(curve(), "2026-08-14", "2056-08-14")[0] == 4.6  # the 30-year is missing that day
    aged = par_curve_yield_pct(curve(), ["2026-08-24", "2026-08-25", "2026-08-13"], "2028-08-24")
    assert aged[0] == pytest.approx(3.9, abs=1e-3)
    assert np.isnan(aged[1:]).all()


def notes() -> pd.DataFrame:
    """The 10-year of May 2026 with a reopening, and that of August."""
    rows = [
        ("91282CQQ7", "Note", "10-Year", "No", "2026-05-15", "2036-05-15", 4.375, 52.5e9),
        ("91282CQQ7", "Note", "10-Year", "Yes", "2026-06-15", "2036-05-15", 4.375, 39e9),
        ("91282CRF0", "Note", "10-Year", "No", "2026-08-17", "2036-08-15", 4.625, 45e9),
        ("912828DM9", "Note", "10-Year", "Yes", "2026-08-17", "2030-02-15", 4.0, 20e9),  # an old one reopened
        ("912810US5", "TIPS", "10-Year", "No", "2026-08-17", "2036-08-15", 2.0, 9e9),
        ("91282CZZ9", "Note", "10-Year", "No", "2026-08-17", "2036-11-15", 5.0, math.nan),  # no result
    ]
    names = ["cusip", "security_class", "original_security_term", "reopening", "issue_date", "maturity_date"]
    made = pd.DataFrame(rows, columns=[*names, "coupon_pct", "total_accepted_usd"])
    return made.assign(issue_date=pd.to_datetime(made["issue_date"]), maturity_date=pd.to_datetime(made["maturity_date"]))


def test_on_the_run_changes_with_a_new_issue_and_not_with_a_reopening() -> None:
    days = pd.to_datetime(["2026-05-14", "2026-05-15", "2026-06-15", "2026-08-14", "2026-08-17"])
    got = on_the_run_ten_year(notes(), pd.DataFrame({"10Y": [4.4, 4.4, 4.4, 4.6, 4.72]}, index=days))
    assert got["cusip"].fillna("").tolist() == ["", "91282CQQ7", "91282CQQ7", "91282CQQ7", "91282CRF0"]
    assert math.isnan(got["modified_duration_years"].iloc[0])
    row = pd.Series({"coupon_pct": 4.625, "maturity_date": pd.Timestamp("2036-08-15")})
    made = bond(row, pd.Timestamp("2026-08-17"))
    wanted = ql.BondFunctions.duration(made, *terms(made, 4.72), ql.Duration.Modified)
    assert got["modified_duration_years"].iloc[-1] == pytest.approx(wanted, abs=NEAR)


def test_equivalents_take_the_ten_year_of_the_day_and_are_missing_without_one() -> None:
    days = pd.to_datetime(["2026-08-14", "2026-08-17"])
    ten_year = pd.DataFrame({"modified_duration_years": [8.0, 7.5]}, index=days)
    asked = ["2026-08-13", "2026-08-16", "2026-08-17", "2026-08-24", "2026-08-25"]
    got = ten_year_equivalent_usd([30.0] * 5, 4.0, asked, ten_year)
    assert got[1:4].tolist() == [15.0, 16.0, 16.0]
    assert math.isnan(got[0])
    assert math.isnan(got[4])
    assert math.isnan(ten_year_equivalent_usd(30.0, math.nan, ["2026-08-17"], ten_year)[0])
    assert math.isnan(ten_year_equivalent_usd(30.0, 4.0, [date(2026, 8, 17)], ten_year.iloc[:0])[0])
