"""Duration figures from ready frames: names, values, units, signs, what is pale."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.charts import base, duration, parts

BN = 1e9
UNIT = duration.UNIT
STARTS = pd.to_datetime(["2026-04-01", "2026-07-01"])
PERIODS = {"period_start": STARTS, "period_end": pd.to_datetime(["2026-06-30", "2026-09-30"]), "partial": [False, True]}


def flows() -> pd.DataFrame:
    rows = [
        pd.DataFrame({**PERIODS, "security_class": name, f"issued_{UNIT}": [amount * BN, amount / 2 * BN], "issued_usd": 1 * BN})
        for name, amount in (("Bill", 200.0), ("Note", 510.0))
    ]
    made = pd.concat(rows, ignore_index=True)
    made["security_class"] = pd.Categorical(made["security_class"], categories=["Bill", "Note", "Bond"], ordered=True)
    return made


def net() -> pd.DataFrame:
    amounts = {"matured_usd": 0.0, "bought_back_usd": [None, 7 * BN], "fed_usd": [100 * BN, 60 * BN]}
    amounts |= {"net_usd": [610 * BN, 288 * BN], "year_before_usd": [600 * BN, None]}
    return pd.DataFrame({**PERIODS, **amounts}).astype({"bought_back_usd": "float64", "year_before_usd": "float64"})


def totals() -> pd.DataFrame:
    amounts = {"issued": 1000, "bought_back": 30, "ageing": -780, "repricing": -150, "change": 40}
    return pd.DataFrame({**PERIODS, **{f"{name}_{UNIT}": value * BN for name, value in amounts.items()}})


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_supply_stacks_classes_above_zero_and_what_is_taken_out_below():
    figure = duration.supply(flows(), net(), UNIT, "Duration", "quarter", "Fed add-ons")
    assert [trace.name for trace in figure.data] == ["Bill", "Note", "Bought back", "Fed add-ons", "Net"]
    assert list(named(figure, "Note").y) == [510.0, 255.0]
    assert list(named(figure, "Bought back").y) == [None, -7.0]
    assert list(named(figure, "Fed add-ons").y) == [-100.0, -60.0]
    assert list(named(figure, "Net").y) == [610.0, 288.0]
    assert list(named(figure, "Note").marker.opacity) == [1.0, parts.PALE]
    assert figure.layout.yaxis.title.text == "USD bn, 10-year eq."
    assert figure.layout.barmode == "relative"


def test_par_is_another_column_and_unit():
    figure = duration.supply(flows(), net(), "usd", "Debt", "quarter", "Fed")
    assert list(named(figure, "Bill").y) == [1.0, 1.0]
    assert figure.layout.yaxis.title.text == "USD bn"


def test_marks_and_spans_lie_on_the_axis():
    marks = [base.Mark(date(2026, 8, 19), "Long-end size doubled")]
    span = parts.Span(date(2025, 10, 23), date(2026, 8, 20), "Buybacks not held")
    figure = duration.supply(flows(), net(), UNIT, "Duration", "quarter", "Fed", marks=marks, spans=[span])
    assert [item["label"] for item in figure.layout.meta["key_dates"]] == ["Long-end size doubled"]
    assert next(shape for shape in figure.layout.shapes if shape.type == "rect").x0 == "2026-04-01"


def test_the_year_before_is_a_stroke_over_the_bar():
    figure = duration.against_year_before(net(), UNIT, "Net", "quarter")
    assert list(named(figure, "Net").y) == [610.0, 288.0]
    assert list(named(figure, "A year before").y) == [600.0, None]
    assert list(named(figure, "A year before").x) == list(named(figure, "Net").x)


def test_the_stock_changes_by_what_comes_in_and_what_leaves():
    figure = duration.stock_changes(totals(), "Stock", "quarter")
    drawn = {trace.name: trace.y[0] for trace in figure.data}
    assert drawn == {
        "Issued": 1000.0,
        "Bought back": -30.0,
        "Aged and matured": -780.0,
        "Yields and the 10-year": -150.0,
        "Change": 40.0,
    }


@pytest.mark.parametrize("period", ["week", "month", "quarter", "fiscal_year"])
def test_the_hover_box_names_the_period(period):
    assert duration.stock_changes(totals(), "", period).layout.xaxis.hoverformat == parts.period_hover(period)


def test_without_a_period_a_labelled_empty_figure_comes_back():
    for figure in (
        duration.supply(flows().iloc[:0], net().iloc[:0], UNIT, "Duration", "quarter", "Fed"),
        duration.against_year_before(net().iloc[:0], UNIT, "Net", "quarter"),
        duration.stock_changes(totals().iloc[:0], "Stock", "quarter"),
    ):
        assert len(figure.data) == 0
        assert figure.layout.annotations[0].text
