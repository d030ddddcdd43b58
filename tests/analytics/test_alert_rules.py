"""Alert rules over history: firings and track records against a slow, direct way of working them out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import treasury
from tests.alerting import rule
from treasury.analytics.alert_rules import Watched, firings, measured, not_fired, track_record
from treasury.analytics.alert_statistics import long_end_cover, stop_above_prior_close, triple_sell_off, triple_sell_off_ofr

DAYS = pd.bdate_range("2020-01-01", periods=900)
WALK = pd.Series(np.round(3 + np.cumsum(np.random.default_rng(7).normal(0, 0.06, 900)), 2), index=DAYS)
YIELDS = Watched("10Y", WALK, "percent")


def by_hand(values: list[float], size: float, sessions: int, cooldown: int) -> list[int]:
    """Where a rise of ``size`` bp over so many sessions is new, and no cooldown runs."""
    met = [round((values[i] - values[i - sessions]) * 100, 6) >= size if i >= sessions else None for i in range(len(values))]
    made: list[int] = []
    for i in range(1, len(values)):
        if met[i] and met[i - 1] is False and (not made or i - made[-1] > cooldown):
            made.append(i)
    return made


@pytest.mark.parametrize(("size", "sessions", "cooldown"), [(10, 1, 0), (10, 1, 5), (20, 5, 0), (20, 5, 20), (3, 1, 250)])
def test_rises_fire_where_a_direct_look_says(size: float, sessions: int, cooldown: int) -> None:
    made = firings(YIELDS, rule(threshold=size, sessions=sessions, cooldown=cooldown))
    assert list(made.index) == [DAYS[i] for i in by_hand(WALK.tolist(), size, sessions, cooldown)]
    assert len(made) > 1


@pytest.mark.parametrize("day", [300, 555, 899])
def test_a_percentile_is_a_direct_count(day: int) -> None:
    made = measured(YIELDS, rule(kind="percentile", side="above", threshold=90, sessions=None, years=1))
    window = [WALK.iloc[i] for i in range(day + 1) if DAYS[i] >= DAYS[day] - pd.DateOffset(years=1)]
    assert made.iloc[day] == pytest.approx(100 * sum(one <= WALK.iloc[day] for one in window) / len(window))


@pytest.mark.parametrize("day", [400, 700, 899])
@pytest.mark.parametrize("side", ["up", "down", "either"])
def test_a_rare_move_is_a_direct_count_among_moves(day: int, side: str) -> None:
    made = measured(YIELDS, rule(kind="rare_move", side=side, threshold=95, sessions=5, years=1))
    moves = {i: round((WALK.iloc[i] - WALK.iloc[i - 5]) * 100, 6) for i in range(5, 900)}
    sized = {i: abs(m) if side == "either" else -m if side == "down" else m for i, m in moves.items()}
    window = [sized[i] for i in range(5, day + 1) if DAYS[i] >= DAYS[day] - pd.DateOffset(years=1)]
    share = 100 * sum(one <= sized[day] for one in window) / len(window)
    sign = {"up": 1, "down": -1}.get(side, int(np.sign(moves[day])))
    assert made.iloc[day] == pytest.approx(sign * share)


def test_rare_moves_fire_in_their_direction() -> None:
    made = firings(YIELDS, rule(kind="rare_move", side="either", threshold=95, sessions=5, years=1))
    moved = WALK - WALK.shift(5)
    assert set(made["direction"]) == {-1.0, 1.0}
    assert (np.sign(moved[made.index]) == made["direction"]).all()


@pytest.mark.parametrize(
    ("levels", "after_pause"),
    [([4.9, 5.1, 5.2], True), ([5.1, 5.1, 5.2], False), ([4.9, 4.9, 5.2], False), ([4.9, 5.1, 4.9], False)],
)
def test_a_condition_met_since_a_pause_is_told_from_one_that_fired(levels: list[float], after_pause: bool) -> None:
    days = pd.to_datetime(["2026-08-03", "2026-09-01", "2026-09-02"])
    watched, above = (
        Watched("30Y", pd.Series(levels, index=days), "percent"),
        rule(kind="level", side="above", threshold=5, sessions=None),
    )
    assert not_fired(watched, above) == ((days[0], days[1]) if after_pause else None)
    assert bool(len(firings(watched, above))) == (levels == [4.9, 4.9, 5.2])


def test_nothing_fires_before_the_window_is_full_nor_across_a_pause() -> None:
    assert firings(YIELDS, rule(kind="percentile", side="above", threshold=50, sessions=None, years=1)).index[0] >= DAYS[
        0
    ] + pd.DateOffset(days=359)
    paused = pd.Series([4.0, 4.01, 4.5, 4.51], index=pd.to_datetime(["2002-02-15", "2002-02-18", "2006-02-09", "2006-02-10"]))
    assert firings(Watched("30Y", paused, "percent"), rule()).empty


def test_a_missing_figure_is_no_observation() -> None:
    days = pd.bdate_range("2026-09-28", periods=4)
    made = firings(Watched("10Y", pd.Series([4.00, 4.01, np.nan, 4.12], index=days), "percent"), rule())
    assert made["measure"].to_dict() == {days[3]: 11.0}


def test_the_record_counts_what_came_after() -> None:
    one = rule(threshold=15, sessions=1, false_alarm="opposite", false_alarm_sessions=5)
    made = track_record(YIELDS, YIELDS, one)
    at = by_hand(WALK.tolist(), 15, 1, 0)
    after = {h: [round((WALK.iloc[i + h] - WALK.iloc[i]) * 100, 6) if i + h < 900 else None for i in at] for h in (1, 5, 20)}
    for h, changes in after.items():
        known = [c for c in changes if c is not None]
        row = made.horizons.loc[h]
        assert made.firings[f"after_{h}"].dropna().tolist() == pytest.approx(known)
        assert (row["known"], row["continued"]) == (len(known), sum(c > 0 for c in known))
        assert row["mean"] == pytest.approx(sum(known) / len(known))
        every = [WALK.iloc[i + h] - WALK.iloc[i] for i in range(900 - h)]
        assert row["any_day_share_pct"] == pytest.approx(100 * sum(round(c, 6) > 0 for c in every) / len(every))
    assert made.judged == sum(c is not None for c in after[5])
    assert made.false_alarms == sum(c is not None and c < 0 for c in after[5])
    assert made.judged > 3


def test_the_track_record_of_april_2025() -> None:
    par = treasury.load("par_yields")["10Y"]
    week = rule(kind="rare_move", side="up", threshold=99, sessions=5, years=10, cooldown=20)
    made = firings(Watched("10Y", par, "percent"), week)
    day = pd.Timestamp("2025-04-10")
    assert day in made.index
    moves = ((par - par.shift(5)) * 100).loc["2015-04-10":"2025-04-10"].dropna()
    assert made.loc[day, "measure"] == pytest.approx((moves.round(6) <= round(moves.iloc[-1], 6)).mean() * 100, abs=0.05)


# --- statistics -------------------------------------------------------------------------------------------------------


def test_triple_sell_offs_need_all_three() -> None:
    days = pd.bdate_range("2025-04-07", periods=5)
    par = pd.DataFrame({"10Y": [4.00, 4.05, 4.10, 4.14, 4.20]}, index=days)  # +5, +5, +4, +6
    dollar = pd.DataFrame({"DTWEXBGS": [100.0, 99.7, 99.7, 99.0, 98.0]}, index=days)  # -0.3 %, 0, -0.7, -1
    stocks = pd.DataFrame({"SP500": [100.0, 99.4, 98.0, 97.0, 96.9]}, index=days)  # -0.6 %, -1.4, -1.0, -0.1
    assert triple_sell_off(par, dollar, stocks).tolist() == [1.0, 0.0, 0.0, 0.0]
    stress = pd.DataFrame({"equity_valuation": [0.10, 0.11, 0.20, 0.30, 0.32]}, index=days)
    assert triple_sell_off_ofr(par, dollar, stress).tolist() == [0.0, 0.0, 0.0, 1.0]
    assert triple_sell_off(par, dollar, stocks.drop(days[1])).index.tolist() == [days[2], days[3], days[4]]


def test_the_stop_of_9_april_2025_against_the_close_before() -> None:
    made = stop_above_prior_close(treasury.load("auctions"), treasury.load("par_yields"), "10-Year Note")
    # High yield 4.435; par curve of 8 April: 7Y 4.08, 10Y 4.26; the reopening had 9 years and 10 months left at issue.
    years = (pd.Timestamp("2035-02-15") - pd.Timestamp("2025-04-15")).days / 365.25
    close = 4.08 + (4.26 - 4.08) * (years - 7) / 3
    assert made["2025-04-09"] == pytest.approx((4.435 - close) * 100, abs=0.6)


def test_long_end_cover_is_offered_over_maximum() -> None:
    made = long_end_cover(treasury.load("buyback_operations"))
    assert made["2026-09-10"] == pytest.approx(10.489 / 6, abs=0.001)
