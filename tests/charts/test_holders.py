"""Figures of holders, bidders and stablecoins from ready frames."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from treasury.analytics import stablecoins as analysis
from treasury.charts import holders, parts, stablecoins

BN = 1e9
DAY = pd.to_datetime


def test_a_line_a_country_is_not_broken_between_months() -> None:
    months = pd.date_range("2025-01-31", periods=4, freq="ME")
    figure = holders.countries(pd.DataFrame({"Japan": [1.0, 2, 3, 4], "Norway": [5.0, 6, 7, 8]}, index=months) * BN, "Holdings")
    assert [list(trace.y) for trace in figure.data] == [[1.0, 2, 3, 4], [5.0, 6, 7, 8]]
    assert {note.text for note in figure.layout.annotations} == {"4", "8"}


def test_rises_and_falls_are_bars_of_their_own_colour_with_the_largest_on_top() -> None:
    table = pd.DataFrame({"country": ["Japan", "India"], "year_change_usd": [124 * BN, -36.2 * BN]})
    (bars,) = holders.changes(table, "year_change_usd", "Changes").data
    assert list(bars.y) == ["India", "Japan"]
    assert list(bars.x) == [-36.2, 124.0]
    assert len(set(bars.marker.color)) == 2
    assert not holders.changes(table.iloc[:0], "year_change_usd", "Changes").data


def fed(days: list[str]) -> pd.DataFrame:
    values = {"bills_usd": 0.4e12, "notes_bonds_usd": 3.6e12, "tips_usd": 0.3e12, "frn_usd": 0.0, "treasuries_usd": 4.3e12}
    return pd.DataFrame(values, index=DAY(days))


def test_nothing_is_drawn_across_weeks_that_are_not_held() -> None:
    figure = holders.fed_by_class(fed(["2025-11-05", "2025-11-12", "2025-11-19", "2026-02-25", "2026-03-04"]), "Fed")
    stretches = {trace.stackgroup: list(trace.x) for trace in figure.data}
    assert [len(days) for days in stretches.values()] == [3, 2]
    assert sum(bool(trace.showlegend) for trace in figure.data) == len(holders.FED_CLASSES)
    assert not holders.fed_by_class(fed([]), "Fed").data


def test_the_classes_of_a_month_add_up_to_the_dot() -> None:
    months = pd.DataFrame({"period_start": DAY(["2026-03-01"]), "period_end": DAY(["2026-03-31"]), "partial": [False]})
    moves = months.assign(bills_usd=50 * BN, notes_bonds_usd=-5 * BN, tips_usd=2 * BN, frn_usd=0.0, treasuries_usd=47 * BN)
    *bars, dot = holders.fed_changes(moves, "Changes").data
    assert sum(bar.y[0] for bar in bars) == dot.y[0] == 47.0


def test_partial_periods_of_bidders_are_pale() -> None:
    rows = pd.DataFrame(
        {
            "period_start": DAY(["2026-04-01", "2026-07-01"]),
            "period_end": DAY(["2026-06-30", "2026-09-30"]),
            "indirect_share_pct": [65.0, 66.0],
            "direct_share_pct": [22.0, 23.0],
            "dealer_share_pct": [13.0, 11.0],
            "partial": [False, True],
        }
    )
    figure = holders.bidder_shares(rows, "Who bought", "quarter")
    assert [trace.name for trace in figure.data] == ["Indirect", "Direct", "Primary dealers"]
    assert all(list(trace.marker.opacity) == [1.0, parts.PALE] for trace in figure.data)


def test_net_issuance_and_coins_have_a_scale_each() -> None:
    net = pd.DataFrame({"period_start": DAY(["2026-01-01"]), "period_end": DAY(["2026-03-31"]), "partial": [False]})
    figure = stablecoins.against_net_bills(net.assign(net_bills_usd=270 * BN, assumed_bills_usd=3.3 * BN), "Net", "quarter")
    assert [(trace.yaxis, trace.y[0]) for trace in figure.data] == [("y", 270.0), ("y2", 3.3)]
    unknown = net.assign(net_bills_usd=math.nan, assumed_bills_usd=1.0)
    assert not stablecoins.against_net_bills(unknown, "Net", "quarter").data


def test_paths_start_where_the_coins_end_and_each_stops_at_its_goal() -> None:
    coins = pd.Series([200 * BN, 310 * BN], index=DAY(["2026-01-22", "2026-08-22"]))
    ends = [("By 2030", DAY("2030-12-31").date()), ("In ten years", DAY("2036-08-22").date())]
    goals = analysis.goals(310 * BN, coins.index[-1].date(), 50, ends)
    paths = analysis.paths(310 * BN, coins.index[-1], goals, 12.4)
    figure = stablecoins.tenfold(coins, paths, {"at_past_growth": "Past"}, "Tenfold")
    history, soon, late, past = figure.data
    assert history.y[-1] == soon.y[0] == late.y[0] == past.y[0] == 310.0
    assert (soon.x[-1], late.x[-1]) == ("2030-12-31", "2036-08-22")
    assert soon.y[-1] == pytest.approx(late.y[-1]) == pytest.approx(3100.0)
    assert past.name == "Past"
    assert figure.layout.yaxis.type == "log"
