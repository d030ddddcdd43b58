"""Refinancing figures from ready frames: names, values, signs, what is marked."""

from __future__ import annotations

import pandas as pd
import pytest

from treasury.charts import base, refinancing, theme

BN = 1e9
DAY = pd.to_datetime
YEARS = pd.DataFrame(
    {
        "fiscal_year": [2027, 2028],
        "partial": [True, False],
        "base_usd": [1224 * BN, 1398 * BN],
        "shocked_usd": [1315.6 * BN, 1378 * BN],
        "difference_usd": [91.6 * BN, -20 * BN],
        "effective_rate_pct": [3.98, 4.46],
        "base_effective_rate_pct": [3.71, 4.0],
        "held_difference_usd": [4.5 * BN, 1.2 * BN],
        "rolled_difference_usd": [75.1 * BN, 127.6 * BN],
        "new_difference_usd": [9.8 * BN, 29.8 * BN],
        "service_difference_usd": [2.1 * BN, 10.0 * BN],
    }
)
WEEKS = pd.DataFrame(
    {
        "side": "All",
        "start": DAY(["2026-09-21", "2026-09-28", "2026-10-01", "2026-10-05"]),
        "end": DAY(["2026-09-27", "2026-09-30", "2026-10-04", "2026-10-11"]),
        "fiscal_year": [2026, 2026, 2027, 2027],
        "markup_usd": [1.5 * BN, -0.5 * BN, None, 2.0 * BN],
        "markup_to_date_usd": [10.0 * BN, 9.5 * BN, 0.0, 2.0 * BN],
    }
)


def trace(figure, name: str):
    return next(t for t in figure.data if t.name == name)


def test_cost_stands_over_the_rates_and_a_partial_year_has_an_asterisk() -> None:
    figure = refinancing.cost_by_year(YEARS, "FY2027", subtitle="x")
    assert list(trace(figure, "Without the shock").x) == ["FY2027*", "FY2028"]
    assert list(trace(figure, "Without the shock").y) == [1224.0, None]
    assert list(trace(figure, "The shock adds").y) == [91.6, None]
    assert list(trace(figure, "With the shock").y) == [None, 1378.0]
    assert list(trace(figure, "The shock saves").y) == [None, 20.0]  # 1,378 and 20 reach the base of 1,398
    assert list(trace(figure, "Rate shocked").y) == [3.98, 4.46]
    assert trace(figure, "Rate without").yaxis == "y2"
    assert figure.layout.barmode == "relative"
    assert base.payload_bytes(figure) < base.BUDGET_BYTES


def test_the_parts_are_stacked_in_their_colours() -> None:
    figure = refinancing.extra_by_part(YEARS, "Extra")
    assert [t.name for t in figure.data] == [name for name, _ in refinancing.PART_COLOURS.values()]
    assert list(trace(figure, "Refinanced debt").y) == [75.1, 127.6]


CUT = YEARS.assign(
    base_usd=[1224 * BN, 1398 * BN], shocked_usd=[777 * BN, 607 * BN], difference_usd=[-447 * BN, -791 * BN]
).assign(**{name: -YEARS[name] for name in refinancing.PART_COLOURS})


def test_a_cut_leaves_a_solid_bar_and_its_saving_hatched_up_to_the_base() -> None:
    figure = refinancing.cost_by_year(CUT, "FY2027")
    bars = [t for t in figure.data if t.type == "bar"]
    assert [t.name for t in bars] == ["With the shock", "The shock saves"]
    assert [a + b for a, b in zip(bars[0].y, bars[1].y, strict=True)] == [1224.0, 1398.0]
    assert [t.marker.pattern.shape for t in bars] == [None, "/"]
    assert trace(figure, "Rate shocked").line.color == bars[0].marker.color


def test_the_parts_of_a_saving_are_drawn_upward_and_named_so() -> None:
    figure = refinancing.extra_by_part(CUT, "Saved")
    assert list(trace(figure, "Refinanced debt").y) == [75.1, 127.6]
    assert list(trace(figure, "Debt service on what is saved").y) == [2.1, 10.0]
    assert figure.layout.yaxis.title.text == "USD bn saved"


def test_a_shock_that_only_adds_has_no_word_of_a_saving() -> None:
    figure = refinancing.cost_by_year(YEARS.iloc[:1], "FY2027")
    assert [t.name for t in figure.data if t.type == "bar"] == ["Without the shock", "The shock adds"]


def wall(amount: float = 60.0) -> pd.DataFrame:
    start = DAY(["2026-09-01", "2026-10-01"])
    rows = [
        {"period_start": day, "period_end": day + pd.offsets.MonthEnd(0), "security_class": name, "maturing_usd": size * BN}
        for day, sizes in zip(start, ((amount, 40.0), (0.0, amount)), strict=True)
        for name, size in zip(("Bill", "Note"), sizes, strict=True)
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(security_class=pd.Categorical(frame["security_class"], ["Bill", "Note"], ordered=True))


def test_the_wall_stacks_classes_in_their_colours() -> None:
    figure = refinancing.wall(wall(), "Most", "month")
    assert {t.name: list(t.y) for t in figure.data} == {"Bill": [60.0], "Note": [40.0, 60.0]}
    assert trace(figure, "Bill").marker.color == theme.class_colour("Bill")


def test_a_wall_without_anything_says_so() -> None:
    figure = refinancing.wall(wall().assign(maturing_usd=0.0), "Most", "month")
    assert not figure.data
    assert figure.layout.annotations[0].text == refinancing.NOTHING


def test_dearer_weeks_are_warm_and_the_total_begins_anew_with_the_fiscal_year() -> None:
    figure = refinancing.markup_weeks(WEEKS, "FY2027 to date")
    assert list(trace(figure, "Dearer").y) == [1.5, None, None, 2.0]
    assert list(trace(figure, "Cheaper").y) == [None, -0.5, None, None]
    assert trace(figure, "Dearer").marker.color == theme.DIRECTION["up"]
    totals = [t for t in figure.data if t.name == "Fiscal year to date"]
    assert [list(t.y) for t in totals] == [[10.0, 9.5], [0.0, 2.0]]
    assert [t.showlegend for t in totals] == [True, False]
    assert all(t.yaxis == "y2" for t in totals)


def test_no_week_says_so() -> None:
    assert not refinancing.markup_weeks(WEEKS.iloc[:0], "None").data


@pytest.mark.parametrize("make", [refinancing.cost_by_year, refinancing.extra_by_part])
def test_titles_are_plain_text(make) -> None:
    assert "&lt;b&gt;" in make(YEARS, "<b>x</b>").layout.title.text
