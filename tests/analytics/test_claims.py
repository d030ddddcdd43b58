"""Each test of a statement on made-up figures: it gives every verdict that its rule names, turns at its threshold, and is
untestable without data.

Longer than other files on purpose: one group of cases for each kind of test.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from treasury.analytics.claims import amounts, markets, rates, rollover, supply
from treasury.analytics.claims.finding import VERDICTS, Finding

DAY = date(2025, 11, 5)


def series(*values: float, start: str = "2025-10-01", freq: str = "B") -> pd.Series:
    return pd.Series(list(values), index=pd.date_range(start, periods=len(values), freq=freq, unit="us"), dtype="float64")


NONE = pd.Series(dtype="float64", index=pd.DatetimeIndex([], dtype="datetime64[us]"))


def days(**named: float) -> pd.Series:
    """Values by day: days(d20250404=4.01)."""
    return pd.Series(list(named.values()), index=pd.to_datetime([name[1:] for name in named]).as_unit("us"), dtype="float64")


def verdicts(*found: Finding) -> list[str]:
    assert all(one.verdict in VERDICTS and one.rule for one in found)
    assert all((one.verdict == "untestable") == bool(one.why_untestable) for one in found)
    return [one.verdict for one in found]


# --- one rate ---------------------------------------------------------------------------------------------------------


def test_moved_from_turns_where_the_end_crosses_the_base() -> None:
    window = {"base_start": date(2025, 10, 1), "base_end": date(2025, 10, 3), "end": date(2025, 10, 7)}
    below, same, above = (series(4.0, 4.2, 4.1, 9.0, last) for last in (4.09, 4.1, 4.11))
    found = [rates.moved_from(one, direction="fell", **window) for one in (below, same, above)]
    assert verdicts(*found) == ["true", "false", "false"]
    assert [one.value for one in found] == [-1.0, 0.0, 1.0]
    assert (found[0].start, found[0].end) == (date(2025, 10, 1), date(2025, 10, 7))
    assert "4.10 %" in found[0].would_change
    assert verdicts(*(rates.moved_from(one, direction="rose", **window) for one in (below, same, above))) == [
        "false",
        "false",
        "true",
    ]


def test_moved_from_needs_both_ends() -> None:
    window = {"base_start": date(2025, 10, 1), "base_end": date(2025, 10, 1), "end": date(2025, 11, 28)}
    found = rates.moved_from(series(4.0, 4.2), direction="fell", **window)
    assert verdicts(found, rates.moved_from(NONE, direction="fell", **window)) == ["untestable", "untestable"]
    assert "28 Nov 2025" in found.why_untestable
    assert "2025-10-01 to 2025-10-02" in found.why_untestable


def test_moved_over_counts_sessions_and_stops_at_a_pause() -> None:
    rates_up = series(0.5, 0.9, 0.6, 0.7)
    last = rates_up.index[-1].date()
    found = [rates.moved_over(rates_up, direction="rose", sessions=n, end=last) for n in (3, 2, 4)]
    assert verdicts(*found) == ["true", "false", "untestable"]
    assert [one.value for one in found] == [20.0, -20.0, None]
    paused = pd.concat([rates_up, series(0.8, 0.9, start="2025-12-01")])
    assert verdicts(rates.moved_over(paused, direction="rose", sessions=2, end=date(2025, 12, 2))) == ["untestable"]
    assert verdicts(rates.moved_over(NONE, direction="rose", sessions=2, end=last)) == ["untestable"]


def test_lowest_in_years_by_the_level() -> None:
    values = days(d20210601=46, d20220103=90, d20251201=50, d20251231=47)
    window = {"measure": "level", "first": date(2025, 12, 1), "last": date(2025, 12, 31)}
    four, five = (rates.lowest_in_years(values, years=years, **window) for years in (4, 5))
    assert verdicts(four, five) == ["true", "false"]
    assert (four.value, four.end) == (47.0, date(2025, 12, 31))
    assert "1 Jun 2021" in four.detail
    short = rates.lowest_in_years(values.iloc[1:], years=5, **window)
    assert verdicts(short, rates.lowest_in_years(NONE, years=4, **window)) == ["untestable", "untestable"]
    lower_later = rates.lowest_in_years(values.where(values != 90, 40), years=4, **window)
    assert verdicts(lower_later) == ["false"]  # 3 January 2022 is less than four years before


def test_lowest_in_years_measures_moves_and_months() -> None:
    wild, calm = np.tile([0.0, 0.1], 40), np.tile([0.0, 0.01], 20)
    values = pd.Series(4 + np.concatenate([wild, calm]), index=pd.date_range("2025-08-11", periods=120, freq="B", unit="us"))
    window = {"first": date(2025, 12, 1), "last": date(2025, 12, 31), "years": 0}
    realised = rates.lowest_in_years(values, measure="realised", **window)
    # 21 moves of 1 bp up and down, 11 of one sign and 10 of the other, have the sample standard deviation 1.0235.
    assert realised.value == pytest.approx(1.0235 * 252**0.5, rel=1e-4)
    month = rates.lowest_in_years(values, measure="month_mean", **window)
    assert month.value is not None
    assert month.value > realised.value


def test_largest_rise_is_partly_true_where_larger_ones_lie_in_the_year_named() -> None:
    def found(first: float, later: float) -> Finding:
        values = days(
            d20001229=4, d20010102=4 + first, d20010103=4, d20200102=4, d20200103=4 + later, d20250410=4, d20250411=4.47
        )
        return rates.largest_rise(values, definition="day", day=date(2025, 4, 11), since=date(2001, 1, 1))

    assert verdicts(found(0.3, 0.3), found(0.52, 0.3), found(0.3, 0.52)) == ["true", "partly", "false"]
    assert found(0.52, 0.3).value == 47.0
    assert (found(0.52, 0.3).start, found(0.52, 0.3).end) == (date(2025, 4, 10), date(2025, 4, 11))
    assert "52 bp" in found(0.52, 0.3).would_change
    fall = rates.largest_rise(days(d20250410=4, d20250411=3.9), definition="day", day=date(2025, 4, 11), since=date(2001, 1, 1))
    nothing = rates.largest_rise(NONE, definition="day", day=date(2025, 4, 11), since=date(2001, 1, 1))
    assert verdicts(fall, nothing) == ["false", "untestable"]


def test_largest_rise_names_the_days_it_is_measured_between() -> None:
    values = series(4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, start="2025-04-02")  # Wednesday to the Friday of the week after
    window = {"day": date(2025, 4, 11), "since": date(2025, 1, 1)}
    week, five = (rates.largest_rise(values, definition=name, **window) for name in ("calendar_week", "rolling_five"))
    assert (week.start, week.end, week.value) == (date(2025, 4, 4), date(2025, 4, 11), 50.0)
    assert (five.start, five.end, five.value) == (date(2025, 4, 4), date(2025, 4, 11), 50.0)


def test_rise_above_turns_at_the_threshold() -> None:
    at, over = (days(d20251104=4.10, d20251105=value) for value in (4.16, 4.17))
    found = [rates.rise_above(one, definition="day", day=DAY, threshold_bp=6) for one in (at, over, NONE)]
    assert verdicts(*found) == ["false", "true", "untestable"]
    assert [one.value for one in found] == [6.0, 7.0, None]


def test_largest_in_months_counts_back_to_a_rise_at_least_as_large() -> None:
    before = days(d20250702=4.0, d20250703=4.07)  # +7 on 3 July, more than two months before 5 November
    near = pd.concat([before, days(d20251028=4.0, d20251029=4.08, d20251104=4.1, d20251105=4.17)])
    found = rates.largest_in_months(near, day=DAY, months=2)
    assert (found.verdict, found.value, found.start) == ("false", 7.0, date(2025, 10, 29))
    left_out = rates.largest_in_months(near, day=DAY, months=2, skipping=[date(2025, 10, 29)])
    assert (left_out.verdict, left_out.value) == ("true", 125.0)  # 3 July to 5 November
    none = rates.largest_in_months(NONE, day=DAY, months=2)
    fell = rates.largest_in_months(days(d20251104=4.1, d20251105=4.0), day=DAY, months=2)
    assert verdicts(found, left_out, none, fell) == ["false", "true", "untestable", "false"]


# --- several markets --------------------------------------------------------------------------------------------------

SPAN = {"start": date(2025, 10, 1), "end": date(2025, 10, 2)}
UP, DOWN = series(4.0, 4.1), series(4.1, 4.0)


def test_fell_together_needs_every_part() -> None:
    both = markets.fell_together(UP, DOWN, DOWN, **SPAN)
    one = markets.fell_together(UP, DOWN, UP, **SPAN)
    neither = markets.fell_together(UP, UP, UP, **SPAN)
    lower_yield = markets.fell_together(DOWN, DOWN, NONE, **SPAN)
    assert verdicts(both, one, neither, lower_yield) == ["true", "partly", "false", "false"]
    unknown = markets.fell_together(UP, DOWN, NONE, beside=series(-0.1, -0.2), beside_name="stress part", **SPAN)
    assert verdicts(unknown, markets.fell_together(NONE, DOWN, **SPAN)) == ["untestable", "untestable"]
    assert unknown.value == pytest.approx((4.0 / 4.1 - 1) * 100)
    assert "stress part -0.100 to -0.200" in unknown.detail
    assert "stocks" in unknown.why_untestable
    assert verdicts(markets.fell_together(UP, DOWN, **SPAN), markets.fell_together(UP, UP, **SPAN)) == ["true", "false"]


def test_fell_together_by_day_counts_the_days_with_a_rise() -> None:
    yields = series(4.0, 4.1, 4.2, 4.1)
    window = {"start": yields.index[1].date(), "end": yields.index[3].date()}
    on_both, on_one, on_none = series(9, 8, 7, 8), series(9, 8, 9, 8), series(7, 8, 9, 8)
    found = [markets.fell_together_by_day(yields, one, **window) for one in (on_both, on_one, on_none)]
    assert verdicts(*found) == ["true", "partly", "false"]
    assert [(one.value, one.unit) for one in found] == [(2.0, "of 2 days"), (1.0, "of 2 days"), (0.0, "of 2 days")]
    stocks = markets.fell_together_by_day(yields, on_both, on_one, **window)
    assert (stocks.verdict, stocks.value) == ("partly", 1.0)
    missing = markets.fell_together_by_day(yields, on_both, NONE, **window)
    no_rise = markets.fell_together_by_day(series(4.0, 3.9, 3.8, 3.7), on_both, **window)
    assert verdicts(missing, no_rise) == ["untestable", "untestable"]


def test_rare_together_turns_at_the_share_and_at_chance() -> None:
    yields = series(*(4 + 0.1 * (n % 2) for n in range(21)))  # 10 rises of 10 bp, on every other of 20 days
    # Four falls of 1 percent, one of them on a rise: 5 percent, where 10 would be chance (half of the days times a fifth).
    steps = [-1 if n in (1, 2, 4, 6) else 0 for n in range(1, 21)]
    dollar = series(*(100 + sum(steps[:n]) for n in range(21)))
    half = {"by": "day", "rise_bp": 5, "fall_pct": 0.5}
    at, below = (markets.rare_together(yields, dollar, rare_pct=share, **half) for share in (5, 4.9))
    assert verdicts(at, below) == ["true", "false"]
    assert (at.value, at.unit) == (5.0, "% of days")
    assert "1 of 20" in at.detail
    assert "10.0 % if unrelated" in at.detail
    one = series(100, *([99] * 20))  # the only fall is on a rise: 5 percent, where 2.5 would be chance
    assert verdicts(markets.rare_together(yields, one, rare_pct=5, **half)) == ["partly"]
    assert verdicts(markets.rare_together(yields, NONE, rare_pct=5, **half)) == ["untestable"]


def test_rare_together_by_week_and_of_the_rises() -> None:
    yields, dollar = series(4.0, 4.1, 4.2, 4.1, freq="W-FRI"), series(100, 99, 99, 98, freq="W-FRI")
    week = markets.rare_together(yields, dollar, by="week", rise_bp=5, fall_pct=0.5, rare_pct=50)
    assert (week.value, week.unit, week.verdict) == (pytest.approx(100 / 3, abs=1e-5), "% of weeks", "true")
    rises = markets.rare_together(yields, dollar, by="week", rise_bp=5, fall_pct=0.5, rare_pct=40, of="rises")
    assert (rises.value, rises.verdict) == (50.0, "false")


def test_rarely_opposed_counts_days_of_negative_correlation() -> None:
    yields = series(4.0, 4.1, 4.0, 4.1, 4.0, 4.1)
    same, other = series(100, 101, 100, 101, 100, 101), series(101, 100, 101, 100, 101, 100)
    found = [markets.rarely_opposed(yields, one, sessions=3, rare_pct=25) for one in (same, other, NONE)]
    assert verdicts(*found) == ["true", "false", "untestable"]
    assert [one.value for one in found] == [0.0, 100.0, None]


def test_quiet_is_partly_true_with_a_wide_range_or_a_high_level() -> None:
    narrow_low = series(*[2.5] * 90, *[2.3] * 10)
    narrow_high = series(*[2.0] * 90, *[2.2] * 10)
    wide_low = series(*[2.9] * 90, 2.9, *[2.3] * 9)
    wide_high = series(*[2.0] * 90, 2.0, *[2.9] * 9)
    found = [
        markets.quiet(one, range_bp=50, percentile=90, sessions=10) for one in (narrow_low, narrow_high, wide_low, wide_high)
    ]
    assert verdicts(*found) == ["true", "partly", "partly", "false"]
    assert [one.value for one in found] == pytest.approx([0.0, 0.0, 60.0, 90.0])
    short = markets.quiet(series(2.0, 2.1), range_bp=50, percentile=90, sessions=10)
    stale = markets.quiet(narrow_low, range_bp=50, percentile=90, sessions=10, day=date(2027, 1, 4))
    assert verdicts(short, stale, markets.quiet(NONE, range_bp=50, percentile=90, sessions=1)) == ["untestable"] * 3


# --- amounts ----------------------------------------------------------------------------------------------------------


def test_stands_near_turns_at_both_edges() -> None:
    near = {"target_usd": 300e9, "within_pct": 10}
    found = [amounts.stands_near(series(value), **near) for value in (269.9e9, 270e9, 330e9, 330.1e9)]
    assert verdicts(*found) == ["false", "true", "true", "false"]
    late = amounts.stands_near(series(300e9), day=date(2025, 12, 29), **near)
    assert verdicts(late, amounts.stands_near(NONE, **near)) == ["untestable", "untestable"]


def test_grew_enough_against_the_growth_needed() -> None:
    held = days(d20230822=100, d20260822=200)  # 2 ** (1/3) - 1 = 26.0 percent a year
    so_far = {"over_years": 3}
    enough = amounts.grew_enough(held, multiple=10, in_years=10, **so_far)  # 10 ** (1/10) - 1 = 25.9
    short = amounts.grew_enough(held, multiple=10, until=date(2030, 12, 31), **so_far)
    assert verdicts(enough, short) == ["true", "false"]
    assert enough.value == pytest.approx(25.9921, abs=1e-4)
    assert "takes 25.9 % a year" in enough.detail
    # 22 August 2026 to 31 December 2030 is 1592 days
    assert f"takes {(10 ** (365.25 / 1592) - 1) * 100:.1f} % a year" in short.detail
    over = amounts.grew_enough(held, multiple=10, until=date(2026, 1, 1), **so_far)
    young = amounts.grew_enough(held, multiple=10, in_years=10, over_years=4)
    assert verdicts(over, young, amounts.grew_enough(NONE, multiple=10, in_years=10, over_years=1)) == ["untestable"] * 3


def test_deficit_of_a_fiscal_year() -> None:
    surplus = days(d20240101=-6.6, d20250101=-5.5)
    near = {"target_pct": 6, "within_points": 0.5}
    last, before = amounts.deficit_of_fiscal_year(surplus, **near), amounts.deficit_of_fiscal_year(surplus, year=2024, **near)
    assert verdicts(last, before) == ["true", "false"]
    assert (last.value, last.start, last.end) == (5.5, date(2024, 10, 1), date(2025, 9, 30))
    missing = amounts.deficit_of_fiscal_year(surplus, year=2023, **near)
    assert verdicts(missing, amounts.deficit_of_fiscal_year(NONE, **near)) == ["untestable", "untestable"]


def test_deficit_of_twelve_months_needs_twelve_in_a_row() -> None:
    months = pd.Series(-150e3, index=pd.date_range("2024-10-01", periods=12, freq="MS"))
    gdp = pd.Series(30e3, index=pd.date_range("2023-01-01", periods=12, freq="QS"))
    near = {"target_pct": 6, "within_points": 0.5}
    found = amounts.deficit_of_twelve_months(months, gdp, **near)
    assert (found.verdict, found.value, found.end) == ("true", 6.0, date(2025, 9, 30))
    assert verdicts(amounts.deficit_of_twelve_months(months * 1.2, gdp, **near)) == ["false"]
    hole = amounts.deficit_of_twelve_months(months.drop(months.index[3]), gdp, **near)
    no_gdp = amounts.deficit_of_twelve_months(months, gdp.iloc[:4], **near)
    assert verdicts(hole, no_gdp, amounts.deficit_of_twelve_months(NONE, NONE, **near)) == ["untestable"] * 3


# --- supply -----------------------------------------------------------------------------------------------------------


def operations(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Day, bucket, maximum, accepted of liquidity support operations."""
    made = pd.DataFrame(list(rows), columns=["operation_date", "maturity_bucket", "maximum_usd", "accepted_usd"])
    return made.assign(
        operation_date=pd.to_datetime(made["operation_date"]).astype("datetime64[us]"),
        state="result",
        operation_type="Liquidity Support",
        security_type="Nominal Coupons",
        offered_usd=10.0,
    )


WINDOWS = {"before_start": date(2025, 8, 5), "after_start": date(2025, 8, 11), "after_end": date(2025, 8, 16)}


def test_buybacks_concentrate_by_the_increase_and_by_the_total() -> None:
    before = [("2025-08-05", "2Y to 3Y", 4.0, 4.0), ("2025-08-06", "10Y to 20Y", 2.0, 2.0)]
    long = operations(*before, ("2025-08-12", "2Y to 3Y", 4.0, 1.0), ("2025-08-13", "20Y to 30Y", 4.0, 4.0))
    short = operations(*before, ("2025-08-12", "2Y to 3Y", 6.0, 1.0), ("2025-08-13", "20Y to 30Y", 2.0, 2.0))
    by = {
        name: [supply.buybacks_concentrate(one, measure=name, **WINDOWS) for one in (long, short)]
        for name in ("increase", "maximum", "accepted", "operations")
    }
    assert [one.value for one in by["increase"]] == [100.0, 0.0]
    assert [one.value for one in by["maximum"]] == [50.0, 25.0]
    assert [one.value for one in by["accepted"]] == pytest.approx([80.0, 200 / 3])
    assert [one.value for one in by["operations"]] == [50.0, 50.0]
    assert {name: verdicts(*found) for name, found in by.items()} == {
        "increase": ["true", "false"],
        "maximum": ["false", "false"],
        "accepted": ["true", "true"],
        "operations": ["false", "false"],
    }
    shrunk = operations(*before, ("2025-08-12", "10Y to 20Y", 1.0, 1.0))
    found = [
        supply.buybacks_concentrate(one, measure="increase", **WINDOWS) for one in (shrunk, operations(*before), operations())
    ]
    assert verdicts(*found) == ["untestable"] * 3


def test_days_without_results_do_not_count_as_days_without_room() -> None:
    """Twice the room a day in the long buckets for the ten days held, then no result for months."""
    before = [(f"2025-06-{day:02}", "10Y to 20Y", 1.0, 1.0) for day in range(1, 31)]
    after = [(f"2025-07-{day:02}", "10Y to 20Y", 2.0, 1.0) for day in range(1, 11)]
    window = {"before_start": date(2025, 6, 1), "after_start": date(2025, 7, 1), "after_end": date(2026, 3, 31)}
    found = supply.buybacks_concentrate(operations(*before, *after), measure="increase", **window)
    assert (found.verdict, found.value) == ("true", 100.0)
    assert "USD 91 more" in found.detail  # one dollar a day more, 91.3 days
    assert "10 days with results" in found.detail


def levels(**shares: float) -> pd.DataFrame:
    rows = [
        {
            "record_date": pd.Timestamp(day[1:]),
            "security_class": name,
            "outstanding_usd": amount,
            "source": "rebuilt",
            "partial": False,
        }
        for day, share in shares.items()
        for name, amount in (("Bill", share), ("Note", 100 - share))
    ]
    columns = ["record_date", "security_class", "outstanding_usd", "source", "partial"]
    return pd.DataFrame(rows, columns=columns).astype({"record_date": "datetime64[us]"})


def test_bill_share_rose_against_a_year_earlier_and_the_mean() -> None:
    months = pd.date_range("2024-12-31", periods=13, freq="ME")
    rising = levels(**{f"d{day:%Y%m%d}": 20.0 + n / 2 for n, day in enumerate(months)})
    found = supply.bill_share_rose(rising, against="earlier", years=1)
    assert (found.verdict, found.value, found.start, found.end) == ("true", 6.0, date(2024, 12, 31), date(2025, 12, 31))
    mean = supply.bill_share_rose(rising, against="mean", years=1)
    assert mean.value == pytest.approx(6 - 5.5 / 2)  # the mean of 0 to 5.5 in steps of a half
    falling = levels(**{f"d{day:%Y%m%d}": 20.0 - n / 2 for n, day in enumerate(months)})
    assert verdicts(supply.bill_share_rose(falling, against="earlier", years=1)) == ["false"]
    short = supply.bill_share_rose(rising, against="earlier", years=2)
    ahead = supply.bill_share_rose(rising, against="earlier", years=1, end=date(2026, 1, 31))
    open_month = supply.bill_share_rose(rising.assign(partial=True), against="earlier", years=1)
    assert verdicts(short, ahead, open_month, supply.bill_share_rose(levels(), against="mean", years=1)) == ["untestable"] * 4


def flows(bills: list[float], notes: list[float], column: str) -> pd.DataFrame:
    months = pd.date_range("2024-01-01", periods=len(bills), freq="MS")
    parts = [
        pd.DataFrame({"period_start": months, "security_class": name, column: values})
        for name, values in (("Bill", bills), ("Note", notes))
    ]
    return pd.concat(parts).assign(partial=False, buybacks_held=False)


def test_bill_share_of_issuance_rose() -> None:
    rose = flows([50] * 12 + [60] * 12, [50] * 12 + [40] * 12, "issued_usd")
    assert (supply.bill_share_of_issuance_rose(rose, kind="gross").value) == 10.0
    fell = flows([60] * 12 + [50] * 12, [40] * 24, "net_usd")
    found = supply.bill_share_of_issuance_rose(fell, kind="net")
    assert found.verdict == "false"
    assert "buybacks that are not held" in found.detail
    negative = supply.bill_share_of_issuance_rose(flows([-60] * 24, [40] * 24, "net_usd"), kind="net")
    short = supply.bill_share_of_issuance_rose(rose[rose["period_start"] > "2024-01-01"], kind="gross")
    assert verdicts(negative, short) == ["untestable", "untestable"]


def compared(now: float, *, held: bool = True, period: str = "2026", measure: str = "net_usd") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "part": "same part",
            "period": [str(int(period) - 1), period],
            measure: [100.0, now],
            "expected": False,
            "expected_auctions": 0,
            "period_start": pd.to_datetime(["2025-01-01", "2026-01-01"]),
            "through": pd.to_datetime(["2025-08-20", "2026-08-20"]),
            "buybacks_held": held,
        }
    )


def test_supply_fell_below_the_same_days_of_the_year_before() -> None:
    def found(now: float, held: bool = True) -> Finding:
        return supply.supply_fell(compared(now, held=held), pd.DataFrame, measure="net_usd", year=2026)

    assert verdicts(found(99), found(100), found(101)) == ["true", "false", "false"]
    assert found(99).value == -1.0
    # Without all buybacks the figure is an upper bound: it can show a fall, not a rise.
    assert verdicts(found(99, held=False), found(101, held=False), found(float("nan"))) == ["true", "untestable", "untestable"]


def test_supply_of_a_year_that_is_over_is_that_of_whole_years() -> None:
    whole = compared(90.0).assign(partial=False)
    found = supply.supply_fell(compared(200.0, period="2027"), lambda: whole, measure="net_usd", year=2026)
    assert (found.verdict, found.value) == ("true", -10.0)
    early = supply.supply_fell(compared(200.0, period="2025"), lambda: whole, measure="net_usd", year=2026)
    assert verdicts(early) == ["untestable"]


# --- rolling over -----------------------------------------------------------------------------------------------------


def test_rollover_cost_is_bills_times_the_shock() -> None:
    rows = {"record_date": pd.to_datetime(["2026-06-30"]), "security_type": "Marketable", "security_class": "Bills"}
    debt = pd.DataFrame({**rows, "total_usd": [6e12]})
    found = [rollover.rollover_cost(debt, shock_bp=shock) for shock in (100, 0, -50)]
    assert verdicts(*found) == ["true", "false", "false"]
    assert [one.value for one in found] == [60e9, 0.0, -30e9]
    assert verdicts(rollover.rollover_cost(debt.iloc[:0], shock_bp=100)) == ["untestable"]


def test_rollover_cost_now_can_be_a_saving() -> None:
    day = pd.to_datetime(["2026-06-30"])
    rows = {"record_date": day, "security_type": "Marketable", "security_class": "Bills", "total_usd": [6e12]}
    debt, paid = pd.DataFrame(rows), pd.DataFrame({"record_date": day, "security_desc": "Treasury Bills", "rate_pct": [4.0]})
    found = [rollover.rollover_cost_now(debt, paid, series(rate)) for rate in (4.5, 4.0, 3.5)]
    assert verdicts(*found) == ["true", "false", "false"]
    assert [one.value for one in found] == pytest.approx([30e9, 0.0, -30e9])
    gone = [(debt.iloc[:0], paid, series(4.0)), (debt, paid.iloc[:0], series(4.0)), (debt, paid, NONE)]
    assert verdicts(*(rollover.rollover_cost_now(*one) for one in gone)) == ["untestable"] * 3


def test_rollover_cost_of_the_first_year_waits_until_each_comes_due() -> None:
    day = pd.to_datetime
    sold = pd.DataFrame(
        {
            "cusip": ["A", "B", "C"],
            "security_class": ["Bill", "CMB", "Note"],
            "auction_date": day(["2026-01-05"] * 3),
            "issue_date": day(["2026-01-05"] * 3),
            "maturity_date": day(["2026-03-19", "2026-10-12", "2028-01-05"]),  # in 73 and (a holiday: 13 October) 281 days
            "total_accepted_usd": 100e9,
        }
    )
    key = {"operation_date": day([]), "start_time": [], "accepted_usd": []}
    none, securities = pd.DataFrame(key | {"settlement_date": day([]), "state": []}), pd.DataFrame(key | {"cusip": []})
    found = rollover.rollover_cost_first_year(sold, none, securities, shock_bp=100, classes=["Bill"])
    assert found.verdict == "true"
    assert found.value == pytest.approx(1e9 * (292 + 84) / 365, abs=0.01)
    notes = rollover.rollover_cost_first_year(sold, none, securities, shock_bp=100, classes=["Note"])
    assert (notes.verdict, notes.value) == ("false", 0.0)
    empty = rollover.rollover_cost_first_year(sold.iloc[:0], none, securities, shock_bp=100, classes=["Bill"])
    assert verdicts(empty) == ["untestable"]
