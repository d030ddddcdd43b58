"""The refinancing engine: hand-worked ladders, parts that add up, monotonic in the shock."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import treasury
from treasury.analytics import ladder as ladders
from treasury.analytics.refinancing import PARTS, Plan, Scenario, project
from treasury.analytics.refinancing_mix import NAMES, SHAPES, SHOCK_POINTS, curve_rates, gross_mix, shock_path, shocks_pct
from treasury.tenors import TENOR_YEARS

CURVE = pd.Series(
    {"1M": 4.0, "3M": 4.0, "6M": 4.0, "1Y": 4.0, "2Y": 4.5, "3Y": 4.5, "5Y": 4.5, "7Y": 4.5, "10Y": 5.0, "30Y": 5.0}
)
YEARS = list(range(2027, 2037))


def mix(bill: str = "26-week", coupon: str = "2-year") -> pd.Series:
    made = pd.Series(0.0, index=list(NAMES))
    made[[bill, coupon]] = 1.0
    return made


def rows(*securities: tuple[str, str, float, float]) -> pd.DataFrame:
    """A ladder: class, day of payment, amount, own rate."""
    made = pd.DataFrame(securities, columns=["security_class", "due", "outstanding_usd", "rate_pct"])
    return made.assign(due=pd.to_datetime(made["due"]))


def plan(last_year: int = 2027, **more: object) -> Plan:
    known: dict = {"curve": CURVE, "mix": mix(), "day": date(2026, 9, 30), "shock_from": date(2026, 10, 1)}
    return Plan(last_year=last_year, **(known | more))


def parallel(size: float) -> Scenario:
    return Scenario("shocked", shock_path("parallel", size, YEARS))


LADDER = rows(("Bill", "2026-12-30", 100.0, 3.6), ("Note", "2027-04-30", 200.0, 2.0), ("Bond", "2046-11-15", 300.0, 3.0))
# Fiscal 2027 has 365 days. The bill is paid on its day 90 (31 + 30 + 29 before), the note on its day 211.
BILL, NOTE, LENGTH = 90, 211, 365


def test_three_securities_by_hand_without_a_shock() -> None:
    """Own coupons until each is paid, then the curve: the bill rolls into 26-week bills at 4.0, the note into notes at 4.5."""
    both = project(LADDER, plan(), [Scenario("base"), parallel(0)])
    made = both.iloc[0]
    held = 100 * 0.036 * BILL / LENGTH + 200 * 0.02 * NOTE / LENGTH + 300 * 0.03
    rolled = 100 * 0.04 * (LENGTH - BILL) / LENGTH + 200 * 0.045 * (LENGTH - NOTE) / LENGTH
    assert made["held_usd"] == pytest.approx(held)
    assert made["rolled_usd"] == pytest.approx(rolled)
    assert both["cost_usd"].tolist() == pytest.approx([held + rolled] * 2)  # a shock of zero is no shock
    assert (made["new_usd"], made["service_usd"]) == (0.0, 0.0)
    assert made["effective_rate_pct"] == pytest.approx((held + rolled) / 600 * 100)
    assert made["bill_share_pct"] == pytest.approx(100 / 6)


def test_a_shock_counts_on_what_is_rolled_from_its_day_on() -> None:
    """+100 bp from 1 February 2027: the bill was rolled before, until 30 June (182 days); the note after it."""
    made = project(LADDER, plan(shock_from=date(2027, 2, 1), service=False), [Scenario("base"), parallel(100)])
    base, shocked = made["cost_usd"]
    again = LENGTH - BILL - 182
    assert shocked - base == pytest.approx(100 * 0.01 * again / LENGTH + 200 * 0.01 * (LENGTH - NOTE) / LENGTH)


def test_a_second_year_holds_what_was_sold_in_the_first() -> None:
    """Fiscal 2028 has 366 days; the two-year note of April 2027 keeps its rate, bills are sold anew at the shock of the year."""
    path = pd.DataFrame([[0.0] * 5, [100.0] * 5], index=[2027, 2028], columns=list(SHOCK_POINTS))
    made = project(LADDER, plan(2028, service=False), [Scenario("base"), Scenario("path", path)]).set_index(
        ["scenario", "fiscal_year"]
    )
    # Bills of 30 December 2026 and 30 June 2027 run to 29 December 2027, the 90th day of fiscal 2028.
    extra = made.loc[("path", 2028), "cost_usd"] - made.loc[("base", 2028), "cost_usd"]
    assert made.loc[("path", 2027), "cost_usd"] == pytest.approx(made.loc[("base", 2027), "cost_usd"])
    assert extra == pytest.approx(100 * 0.01 * (366 - 89) / 366)


def test_new_borrowing_is_spread_over_its_year_and_costs_the_curve() -> None:
    """365 in coupons, one a day: the n-th day's dollar costs 4.5 percent for the rest of the year."""
    none = rows(("Bond", "2046-11-15", 300.0, 3.0))
    made = project(none, plan(borrowing_usd={2027: 365.0}), [Scenario("base")]).iloc[0]
    assert made["new_usd"] == pytest.approx(sum(0.045 * (LENGTH - n) / LENGTH for n in range(LENGTH)))
    assert made["debt_usd"] == pytest.approx(300 + 183)


def test_bills_go_to_the_share_that_is_asked_in_a_year() -> None:
    """From a quarter to 40 percent of 400, out of 300 in notes that mature month by month; half way there after half a year."""
    months = pd.date_range("2026-10-15", periods=24, freq="MS") + pd.Timedelta(days=14)
    notes = [("Note", str(day.date()), 12.5, 2.0) for day in months]
    held, own = rows(("Bill", "2026-10-15", 100.0, 3.6), *notes), plan(2028, mix=mix("4-week"), service=False)
    made = project(held, own, [Scenario("base"), Scenario("more", None, 40.0)]).set_index(["scenario", "fiscal_year"])
    assert made.loc[("base", 2027), "bill_share_pct"] == pytest.approx(25.0)
    # The last note of the year falls due in the middle of September.
    assert made.loc[("more", 2027), "bill_share_pct"] == pytest.approx(40.0, abs=1.0)
    assert made.loc[("more", 2028), "bill_share_pct"] == pytest.approx(40.0)
    # Bills are the cheaper end by half a percentage point: in the second year on all of the 60.
    assert made.loc[("more", 2028), "cost_usd"] - made.loc[("base", 2028), "cost_usd"] == pytest.approx(-60 * 0.005, rel=0.01)


def test_as_many_bills_as_maturities_allow() -> None:
    """Nothing but the bill falls due before April, so more bills than it cannot be sold before."""
    made = project(LADDER, plan(), [Scenario("base"), Scenario("less", None, 0.0)]).set_index("scenario")
    assert made.loc["less", "bill_share_pct"] < 100 / 6
    assert made.loc["less", "cost_usd"] > made.loc["base", "cost_usd"]


def test_floating_rate_notes_follow_the_shock_at_once_and_tips_inflation() -> None:
    floats = rows(("FRN", "2028-04-30", 100.0, 0.2), ("TIPS", "2036-01-15", 100.0, 1.5))
    base, shocked = project(floats, plan(inflation_pct=2.5, service=False), [Scenario("base"), parallel(100)])["cost_usd"]
    assert base == pytest.approx(4.0 + 0.2 + 1.5 + 2.5)
    assert shocked == pytest.approx(base + 1.0)


def test_floating_rate_notes_sold_anew_cost_the_reference_and_their_spread() -> None:
    matured = rows(("Note", "2026-10-01", 100.0, 2.0))
    into = mix(coupon="FRN")
    base, shocked = project(matured, plan(mix=into, spread_pct=0.15, service=False), [Scenario("base"), parallel(50)])["cost_usd"]
    assert base == pytest.approx(4.15)
    assert shocked == pytest.approx(4.65)


def test_extra_cost_is_borrowed_day_by_day() -> None:
    """The extra cost of the day before is sold as coupons; the engine's service against a loop in plain Python."""
    matured = rows(("Note", "2026-10-01", 36500.0, 2.0))
    made = project(matured, plan(), [Scenario("base"), parallel(100)]).set_index("scenario")
    debt = paid = 0.0
    for _ in range(LENGTH):
        cost = debt * 0.055 / LENGTH
        paid += cost
        debt += 36500 * 0.01 / LENGTH + cost
    assert made.loc["shocked", "service_usd"] == pytest.approx(paid)
    assert made.loc["base", "service_usd"] == 0.0


def test_the_first_year_counts_from_the_day_after_the_ladder() -> None:
    late = plan(day=date(2027, 6, 30), shock_from=date(2027, 7, 1))
    made = project(rows(("Bond", "2046-11-15", 300.0, 3.0)), late, [Scenario("base")]).iloc[0]
    assert (made["start"], made["end"]) == (pd.Timestamp("2027-07-01"), pd.Timestamp("2027-09-30"))
    assert made["cost_usd"] == pytest.approx(9 * 92 / 365)
    assert made["effective_rate_pct"] == pytest.approx(3.0)


def test_a_ladder_after_the_last_year_is_refused() -> None:
    with pytest.raises(ValueError, match="lies after fiscal year 2025"):
        project(LADDER, plan(2025), [Scenario("base")])


def test_steepener_and_front_end_add_up_to_parallel() -> None:
    parts = [shocks_pct(shock_path(shape, 80, YEARS), YEARS) for shape in SHAPES]
    np.testing.assert_allclose(parts[1] + parts[2], parts[0])
    assert parts[1][0][NAMES.index("30-year")] == pytest.approx(0.8)
    assert parts[2][0][NAMES.index("13-week")] == pytest.approx(0.8)


def test_a_curve_that_does_not_reach_the_long_end_is_refused() -> None:
    with pytest.raises(ValueError, match="does not reach"):
        curve_rates(CURVE.drop("30Y"))


amounts = st.floats(0, 500)
securities = st.lists(
    st.tuples(
        st.sampled_from(["Bill", "Note", "Bond", "TIPS", "FRN"]),
        st.dates(date(2026, 10, 1), date(2031, 1, 1)).map(str),
        st.floats(1, 500),
        st.floats(0, 6),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(securities, st.lists(st.integers(-300, 500), min_size=3, max_size=3, unique=True).map(sorted), amounts, st.booleans())
def test_cost_rises_with_the_shock_and_the_parts_add_up(held: list, sizes: list, borrowed: float, service: bool) -> None:
    own = plan(2029, borrowing_usd={2027: borrowed, 2028: borrowed}, service=service, mix=mix("8-week", "3-year"))
    asked = [Scenario("base"), *(Scenario(str(size), shock_path("parallel", size, YEARS)) for size in sizes)]
    made = project(rows(*held), own, asked)
    np.testing.assert_allclose(made[list(PARTS)].sum(axis=1), made["cost_usd"], rtol=1e-9, atol=1e-9)
    wide = made.pivot(index="fiscal_year", columns="scenario", values="cost_usd")[[str(size) for size in sizes]]
    assert (wide.diff(axis=1).iloc[:, 1:] >= -1e-9).all(axis=None)
    total = made.pivot(index="fiscal_year", columns="scenario", values="debt_usd")["base"]
    assert total.iloc[-1] == pytest.approx(sum(row[2] for row in held) + 2 * borrowed)


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(securities)
def test_no_shock_is_no_difference(held: list) -> None:
    base, same = project(rows(*held), plan(), [Scenario("base"), parallel(0)])["cost_usd"]
    assert same == base


@pytest.fixture(scope="module")
def whole() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rebuilt ladder at the end of fiscal 2025, and the auctions."""
    names = ("auctions", "buyback_operations", "buyback_securities", "debt_by_security")
    frames = [treasury.load(name) for name in names]
    return ladders.ladder(*frames, source="rebuilt", as_of="2025-09-30"), frames[0]


def test_the_first_year_of_a_shock_agrees_with_simple_arithmetic(whole: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """Without new borrowing and debt service: each amount, times the shock, for the days of the year it stands rolled over."""
    held, auctions = whole
    held = held[held["security_class"].ne("FRN")]
    curve = treasury.load("par_yields").loc[:"2025-09-30"].iloc[-1]
    own = Plan(date(2025, 9, 30), date(2025, 10, 1), 2026, curve, gross_mix(auctions, "2025-09-30"), service=False)
    made = project(held, own, [Scenario("base"), Scenario("shocked", shock_path("parallel", 100, [2026]))])
    extra = made["cost_usd"].diff().iloc[-1]
    left = (pd.Timestamp("2026-10-01") - held["due"]).dt.days.clip(lower=0)
    assert extra == pytest.approx((held["outstanding_usd"] * left).sum() / 365 / 100, rel=1e-9)


def test_a_missing_point_of_the_curve_is_read_between_its_neighbours() -> None:
    whole_curve = pd.Series(TENOR_YEARS)
    np.testing.assert_allclose(curve_rates(whole_curve.drop(["1.5M", "4M"])), curve_rates(whole_curve))
