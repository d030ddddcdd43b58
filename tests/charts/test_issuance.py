"""Issuance figures from ready frames: names, values, units, what is pale, partial or not held."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from treasury.charts import base, issuance, parts, theme

CLASSES = ("Bill", "Note", "Bond", "TIPS", "FRN")
BN = 1e9
DAY = pd.to_datetime


def flows(months: int = 3) -> pd.DataFrame:
    """Bills 300, 310 … bn net, notes 100, and nothing of the rest; the last month is partial."""
    starts = pd.date_range("2026-06-01", periods=months, freq="MS")
    rows = [
        {
            "period": f"{start:%Y-%m}",
            "period_start": start,
            "period_end": start + pd.offsets.MonthEnd(0),
            "security_class": name,
            "net_usd": {"Bill": 300 + 10 * number, "Note": -100}.get(name, 0) * BN,
            "partial": number == months - 1,
        }
        for number, start in enumerate(starts)
        for name in CLASSES
    ]
    frame = pd.DataFrame(rows)
    frame["security_class"] = pd.Categorical(frame["security_class"], categories=CLASSES, ordered=True)
    return frame


def totals(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["period_start", "period_end", "partial"]
    return frame.groupby(keys, as_index=False)["net_usd"].sum()


def side() -> pd.DataFrame:
    """June with the Fed's part, July without it and without buybacks held."""
    return pd.DataFrame(
        {
            "period_start": DAY(["2026-06-01", "2026-07-01"]),
            "period_end": DAY(["2026-06-30", "2026-07-31"]),
            "issued_usd": [626.0 * BN, 404.0 * BN],
            "public_usd": [566.0 * BN, None],
            "soma_usd": [60.0 * BN, None],
            "matured_usd": [387.0 * BN, 327.0 * BN],
            "bought_back_usd": [7.0 * BN, None],
            "net_usd": [232.0 * BN, 77.0 * BN],
            "partial": [False, True],
        }
    )


def shares() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period_start": DAY(["2026-06-01", "2026-07-01"]),
            "period_end": DAY(["2026-06-30", "2026-07-31"]),
            "bill_share_outstanding_pct": [21.5, 22.4],
            "source": ["published", "rebuilt"],
            "bill_share_outstanding_rebuilt_pct": [21.7, 22.4],
            "bill_share_gross_pct": [77.9, 86.4],
            "bill_share_net_pct": [None, 79.3],
            "partial": [False, True],
        }
    )


def levels() -> pd.DataFrame:
    rows = [
        (start, end, name, amount * 1e12, source)
        for start, end, source in (("2026-06-01", "2026-06-30", "published"), ("2026-07-01", "2026-07-31", "rebuilt"))
        for name, amount in (("Bill", 6.69), ("Note", 16.06))
    ]
    frame = pd.DataFrame(rows, columns=["period_start", "period_end", "security_class", "outstanding_usd", "source"])
    return frame.assign(period_start=DAY(frame["period_start"]), period_end=DAY(frame["period_end"]))


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_classes_stack_in_billions_with_their_colours_and_the_total_on_top():
    frame = flows()
    figure = issuance.class_bars(frame, totals(frame), "net_usd", "Net issuance by class", "month")
    assert [trace.name for trace in figure.data] == [*CLASSES, "All classes"]
    assert list(named(figure, "Bill").y) == [300.0, 310.0, 320.0]
    assert list(named(figure, "Note").y) == [-100.0, -100.0, -100.0]
    assert list(named(figure, "All classes").y) == [200.0, 210.0, 220.0]
    assert named(figure, "Bill").marker.color == theme.class_colour("Bill")
    assert figure.layout.barmode == "relative"
    assert figure.layout.yaxis.title.text == "USD bn"
    assert figure.layout.template == base.new_figure().layout.template


def test_bars_stand_in_the_middle_of_their_period_and_only_the_partial_one_is_pale():
    frame = flows()
    figure = issuance.class_bars(frame, totals(frame), "net_usd", "Net issuance by class", "month")
    bills = named(figure, "Bill")
    assert list(bills.x) == ["2026-06-15", "2026-07-16", "2026-08-16"]
    assert list(bills.marker.opacity) == [1.0, 1.0, parts.PALE]
    assert list(bills.width) == [int(days * 86_400_000 * parts.BAR_SHARE) for days in (30, 31, 31)]


@pytest.mark.parametrize(("period", "form"), [("month", "%b %Y"), ("quarter", "Q%q %Y"), ("fiscal_year", "FY%Y")])
def test_the_hover_box_names_the_period(period, form):
    frame = flows()
    assert issuance.class_bars(frame, totals(frame), "net_usd", "", period).layout.xaxis.hoverformat == form


def test_key_dates_and_spans_without_buybacks_are_drawn_within_the_axis():
    frame = flows()
    marks = [base.Mark(date(2026, 8, 19), "Long-end size doubled", "A press release.")]
    span = parts.Span(date(2025, 10, 23), date(2026, 7, 31), "Buybacks not held")
    figure = issuance.class_bars(frame, totals(frame), "net_usd", "Net", "month", marks=marks, spans=[span, span])
    shade = next(shape for shape in figure.layout.shapes if shape.type == "rect")
    assert (shade.x0, shade.x1) == ("2026-06-01", "2026-07-31")
    assert [trace.name for trace in figure.data].count("Buybacks not held") == 1
    assert [item["label"] for item in figure.layout.meta["key_dates"]] == ["Long-end size doubled"]
    outside = parts.Span(date(2024, 1, 1), date(2024, 2, 1), "Buybacks not held")
    bare = issuance.class_bars(frame, totals(frame), "net_usd", "Net", "month", spans=[outside])
    assert all(shape.type != "rect" for shape in bare.layout.shapes)


def test_a_side_shows_what_was_issued_above_zero_and_what_left_below():
    figure = issuance.side_flows(side(), "Coupons", "Coupons: issued, matured, net", "month")
    assert list(named(figure, "Issued to the public").y) == [566.0, None]
    assert list(named(figure, "Fed add-ons (SOMA)").y) == [60.0, None]
    assert list(named(figure, "Matured").y) == [-387.0, -327.0]
    assert list(named(figure, "Bought back").y) == [-7.0, None]
    assert list(named(figure, "Net").y) == [232.0, 77.0]


def test_where_the_feds_part_is_not_held_the_whole_is_one_hatched_bar():
    whole = named(issuance.side_flows(side(), "Coupons", "", "month"), "Issued, Fed part not held")
    assert list(whole.y) == [None, 404.0]
    assert whole.marker.pattern.shape == "/"
    held = side().iloc[:1]
    assert "Issued, Fed part not held" not in [t.name for t in issuance.side_flows(held, "Bills", "", "month").data]


def test_a_side_without_buybacks_has_no_trace_of_them():
    bills = side().assign(bought_back_usd=0.0)
    figure = issuance.side_flows(bills, "Bills", "", "month")
    assert "Bought back" not in [trace.name for trace in figure.data]
    assert named(figure, "Issued to the public").marker.color == theme.class_colour("Bill")


def test_the_three_shares_stand_in_three_panels_under_their_own_names():
    figure = issuance.bill_shares(shares(), "Bill shares", "month")
    assert {trace.name: trace.yaxis for trace in figure.data} == {
        "Of outstanding, rebuilt": "y",
        "Of outstanding, MSPD": "y",
        "Of gross issuance": "y2",
        "Of net issuance": "y3",
    }
    assert list(named(figure, "Of outstanding, MSPD").y) == [21.5, None]
    assert list(named(figure, "Of outstanding, rebuilt").y) == [21.7, 22.4]
    assert named(figure, "Of outstanding, rebuilt").line.dash == "dash"
    assert list(named(figure, "Of net issuance").y) == [None, 79.3]
    assert list(named(figure, "Of gross issuance").marker.symbol) == ["circle", "circle-open"]
    titles = [note.text for note in figure.layout.annotations]
    assert titles == [
        "<b>Bill share of outstanding</b>",
        "<b>Bill share of gross issuance</b>",
        "<b>Bill share of net issuance</b>",
    ]
    assert [figure.layout[axis].title.text for axis in ("yaxis", "yaxis2", "yaxis3")] == ["Percent"] * 3
    domains = [figure.layout[axis].domain for axis in ("yaxis", "yaxis2", "yaxis3")]
    assert domains[0][0] > domains[1][1] > domains[1][0] > domains[2][1] > domains[2][0] == 0


def test_outstanding_is_in_trillions_and_pale_where_rebuilt():
    figure = issuance.outstanding_bars(levels(), "Marketable debt by class", "month")
    assert list(named(figure, "Bill").y) == [6.69, 6.69]
    assert list(named(figure, "Note").marker.opacity) == [1.0, parts.PALE]
    assert figure.layout.yaxis.title.text == "USD tn"


def test_average_maturity_has_two_lines_in_months():
    months = pd.DataFrame({"all_months": [70.0, 69.8], "coupons_months": [89.0, 89.2]}, index=DAY(["2026-06-30", "2026-07-31"]))
    figure = issuance.average_maturity(months, "Weighted average maturity")
    assert {trace.name: list(trace.y) for trace in figure.data} == {
        "All marketable": [70.0, 69.8],
        "Coupons alone": [89.0, 89.2],
    }
    assert figure.layout.yaxis.title.text == "Months"


def test_without_a_period_a_labelled_empty_figure_comes_back():
    frame = flows().iloc[:0]
    months = pd.DataFrame({"all_months": [], "coupons_months": []}, index=DAY([]))
    for figure in (
        issuance.class_bars(frame, totals(frame), "net_usd", "Net", "month"),
        issuance.side_flows(side().iloc[:0], "Bills", "Bills", "month"),
        issuance.bill_shares(shares().iloc[:0], "Shares", "month"),
        issuance.outstanding_bars(levels().iloc[:0], "Debt", "month"),
        issuance.average_maturity(months, "Maturity"),
    ):
        assert len(figure.data) == 0
        assert figure.layout.annotations[0].text == issuance.NOTHING
        assert figure.layout.title.text


def test_what_settles_later_is_hatched_on_top_of_the_gross_bar_under_one_entry():
    frame = flows().rename(columns={"net_usd": "issued_usd"})
    ahead = pd.DataFrame({"period_start": DAY(["2026-08-01", "2026-09-01"]), "period_end": DAY(["2026-08-31", "2026-09-30"])})
    ahead = ahead.assign(security_class="Bill", to_settle_usd=[300.0 * BN, 0.0], announced_usd=[266.0 * BN, None])
    total = totals(flows()).rename(columns={"net_usd": "issued_usd"})
    figure = issuance.class_bars(frame, total, "issued_usd", "Gross", "month", ahead=ahead)
    hatched = named(figure, "Bill, to settle or announced")
    assert list(hatched.y) == [566.0, None]  # nothing to settle and no size set: no bar
    assert (hatched.marker.pattern.shape, hatched.showlegend) == ("/", False)
    assert named(figure, "To settle or announced (estimate)").x == (None,)
    assert "To settle or announced (estimate)" not in [
        t.name for t in issuance.class_bars(frame, total, "issued_usd", "G", "month").data
    ]


def cash() -> pd.DataFrame:
    rows = [
        ("2026-06-01", "2026-06-30", "Bills", -68.0, 0.0),
        ("2026-06-01", "2026-06-30", "Coupons", 245.0, 7.0),
        ("2026-06-01", "2026-06-30", "All", 177.0, 7.0),
        ("2026-07-01", "2026-07-31", "Bills", None, 0.0),
        ("2026-07-01", "2026-07-31", "Coupons", 68.0, None),
        ("2026-07-01", "2026-07-31", "All", None, None),
    ]
    made = pd.DataFrame(rows, columns=["period_start", "period_end", "side", "new_cash_usd", "bought_back_usd"])
    amounts = ["new_cash_usd", "bought_back_usd"]
    made[amounts] = made[amounts].astype("float64") * BN
    return made.assign(period_start=DAY(made["period_start"]), period_end=DAY(made["period_end"]), partial=False)


def test_new_cash_stacks_to_its_dot_and_a_period_known_in_part_is_not_drawn():
    figure = issuance.new_cash(cash(), "New cash", "month")
    parts_of = [named(figure, name).y[0] for name in ("Bills", "Coupons before buybacks", "Bought back")]
    assert parts_of == [-68.0, 252.0, -7.0]
    assert list(named(figure, "New cash").y) == [177.0] == [sum(parts_of)]
    assert all(len(trace.x) == 1 for trace in figure.data)


def test_the_readers_band_is_drawn_in_the_first_panel_alone():
    plain, banded = (issuance.bill_shares(shares(), "Shares", "month", band=band) for band in (None, (15.0, 20.0)))
    rectangles = [shape for shape in banded.layout.shapes if shape.type == "rect"]
    assert [(shape.yref, shape.y0, shape.y1) for shape in rectangles] == [("y", 15.0, 20.0)]
    assert named(banded, "Your band, 15 to 20 %").x == (None,)
    assert not any(shape.type == "rect" for shape in plain.layout.shapes)
    line = issuance.bill_shares(shares(), "Shares", "month", band=(20.0, 20.0))
    assert named(line, "Your line, 20 %").x == (None,)


def test_years_above_one_year_have_par_above_and_ten_year_equivalents_below():
    names = ("public_usd", "soma_usd", "bought_back_usd")
    years = pd.DataFrame({"period": ["2025", "2026"], **{name: [4e12, 2e12] for name in names}})
    equivalents = {name.replace("_usd", "_ten_year_equivalent_usd"): [3e12, 1e12] for name in names}
    whole = pd.DataFrame(
        {"part": ["whole"], "period": ["2026"], "expected": [True], "public_usd": 5e12, "public_ten_year_equivalent_usd": 3.5e12}
    )
    figure = issuance.private_years(years.assign(**equivalents), whole, "Above one year")
    first, second = ([t for t in figure.data if t.yaxis == axis] for axis in ("y", "y2"))
    assert [list(t.y) for t in first] == [[4.0, 2.0], [3.0], [4.0, 2.0], [-4.0, -2.0]]
    assert [list(t.y) for t in second][:2] == [[3.0, 1.0], [2.5]]
    assert (first[1].name, list(first[1].x), first[1].marker.pattern.shape) == ("Expected, rest of the year", ["2026"], "/")


def test_sixty_years_of_months_stay_within_the_budget():
    frame = flows(720)
    figure = issuance.class_bars(frame, totals(frame), "net_usd", "Net issuance by class", "month")
    assert base.payload_bytes(figure) < base.BUDGET_BYTES
