"""The fragility gauge: percentiles against a direct count, what makes a component missing, no number below six."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from treasury.analytics import gauge as gauges
from treasury.analytics.gauge import BY_ID, COMPONENTS, Component, Standing
from treasury.analytics.levels import level_percentile

HIGH, LOW = BY_ID["realised_volatility"], BY_ID["auction_demand"]
IDS = [one.id for one in COMPONENTS]


def walk(days: int, seed: int) -> pd.Series:
    """A made-up daily series on business days, rounded so that values tie."""
    steps = np.random.default_rng(seed).normal(0, 0.05, days)
    return pd.Series((4 + np.cumsum(steps)).round(2), index=pd.bdate_range("2010-01-04", periods=days))


def counted(series: pd.Series, day: date, fragile: str) -> float:
    """The percentile by hand: every value of the ten years up to a day, one by one."""
    start = day.replace(year=day.year - 10)
    window = [value for moment, value in series.items() if start <= moment.date() <= day]
    last = window[-1]
    no_more = [value for value in window if (value <= last if fragile == "high" else value >= last)]
    return len(no_more) / len(window) * 100


@pytest.mark.parametrize("component", [HIGH, LOW], ids=["high", "low"])
def test_each_percentile_is_a_direct_count(component: Component) -> None:
    series = walk(3600, 1)
    ranked = gauges.own_percentiles(series, component)
    for at in random.Random(2).sample(range(800, 3600), 40):
        day = series.index[at].date()
        assert ranked["percentile_pct"].iloc[at] == pytest.approx(counted(series, day, component.fragile), abs=1e-9)
        assert ranked["since"].iloc[at].date() >= day.replace(year=day.year - 10)


def test_the_same_percentile_as_the_other_pages_have() -> None:
    series = walk(3000, 3)
    ranked = gauges.own_percentiles(series, HIGH)
    for at in (1000, 2000, 2999):
        other = level_percentile(series, series.index[at].date())
        assert (ranked["percentile_pct"].iloc[at], ranked["of"].iloc[at]) == (other.percentile_pct, other.of)
        assert ranked["since"].iloc[at].date() == other.since


def test_nothing_later_counts() -> None:
    series = walk(2000, 4)
    whole, cut = gauges.own_percentiles(series, HIGH), gauges.own_percentiles(series.iloc[:1500], HIGH)
    pd.testing.assert_frame_equal(whole.iloc[:1500], cut)


def test_three_years_of_history_are_needed() -> None:
    series = walk(900, 5)
    share = gauges.own_percentiles(series, HIGH)["percentile_pct"]
    assert share.first_valid_index() == pd.Timestamp("2013-01-04")  # from 4 January 2010
    assert share.loc["2013-01-04":].notna().all()


def test_buybacks_need_twenty_values() -> None:
    component = BY_ID["long_end_buyback_cover"]
    series = pd.Series(range(25), index=pd.date_range("2024-06-05", periods=25, freq="14D"), dtype="float64")
    share = gauges.own_percentiles(series, component)["percentile_pct"]
    assert share.isna().tolist() == [True] * 19 + [False] * 6
    young = gauges.standing(gauges.own_percentiles(series.iloc[:11], component), component, series.index[10])
    assert young.missing == "own history only since 5 Jun 2024 (11 values); 20 values are needed"
    assert (young.percentile_pct, young.value) == (None, 10.0)


@pytest.mark.parametrize(("component", "allowed"), [(HIGH, 14), (LOW, 21), (BY_ID["bill_share"], 45)])
def test_an_old_value_is_missing_and_not_carried(component: Component, allowed: int) -> None:
    series = walk(1200, 6)
    ranked, last = gauges.own_percentiles(series, component), series.index[-1].date()
    assert gauges.standing(ranked, component, last + timedelta(days=allowed)).percentile_pct is not None
    late = gauges.standing(ranked, component, last + timedelta(days=allowed + 1))
    assert late.percentile_pct is None
    assert late.missing == f"last value 8 Aug 2014, {allowed + 1} days before; at most {allowed} count"
    assert late.observed_on == last
    days = pd.DatetimeIndex([last + timedelta(days=allowed + more) for more in (0, 1)])
    assert gauges.history({component.id: ranked}, days)[component.id].isna().tolist() == [False, True]


def test_before_its_first_value_and_without_any() -> None:
    ranked = gauges.own_percentiles(walk(1200, 7), HIGH)
    assert gauges.standing(ranked, HIGH, "2009-12-31").missing == "begins on 4 Jan 2010"
    none = gauges.own_percentiles(pd.Series(dtype="float64", index=pd.DatetimeIndex([])), HIGH)
    assert gauges.standing(none, HIGH, "2020-01-02").missing == "no value is held"
    assert gauges.history({HIGH.id: none}, pd.DatetimeIndex(["2020-01-02"]))[HIGH.id].isna().all()


def test_a_history_says_what_each_day_says() -> None:
    """The vectorised history against the standing of single days, and its mean against theirs."""
    ranked = {one.id: gauges.own_percentiles(walk(2600 - 40 * n, 10 + n), one) for n, one in enumerate(COMPONENTS)}
    days = pd.date_range("2012-06-01", "2020-03-01", freq="37D")
    line = gauges.history(ranked, days)
    table = gauges.gauge(line)
    for day in days:
        standings = [gauges.standing(ranked[one.id], one, day) for one in COMPONENTS]
        assert [one.percentile_pct for one in standings] == [None if math.isnan(x) else x for x in line.loc[day]]
        mean = gauges.mean(standings)
        assert mean == (None if math.isnan(table.loc[day, "gauge"]) else pytest.approx(table.loc[day, "gauge"]))
        assert table.loc[day, "components"] == sum(one.percentile_pct is not None for one in standings)
    assert table["gauge"].isna().any()
    assert table["gauge"].notna().any()


@pytest.mark.parametrize("held", range(10))
def test_below_six_components_there_is_no_number(held: int) -> None:
    shares: list[float | None] = [10.0 * n for n in range(held)] + [None] * (9 - held)
    standings = [Standing(one, percentile_pct=share) for one, share in zip(COMPONENTS, shares, strict=True)]
    expected = sum(10.0 * n for n in range(held)) / held if held >= 6 else None
    assert gauges.mean(standings) == expected
    row = gauges.gauge(pd.DataFrame([[np.nan if share is None else share for share in shares]], columns=IDS))
    assert row["components"].tolist() == [held]
    assert row["gauge"].isna().tolist() == [held < 6]


def test_components_can_be_left_out() -> None:
    standings = [Standing(one, percentile_pct=90.0 if one.id == "bill_share" else 30.0) for one in COMPONENTS]
    assert gauges.mean(standings) == pytest.approx((8 * 30 + 90) / 9)
    assert gauges.mean(standings, ["bill_share"]) == 30.0
    assert gauges.mean(standings, IDS[:4]) is None
    row = pd.DataFrame([[one.percentile_pct for one in standings]], columns=IDS)
    assert gauges.gauge(row, ["bill_share", "not_there"])["gauge"].tolist() == [30.0]
    assert gauges.gauge(row, IDS[:4])["gauge"].isna().all()
