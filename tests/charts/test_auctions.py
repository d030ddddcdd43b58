"""Auction figures from ready frames: panels against the six before, who bought, one security's life."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.charts import auctions, base, security, theme
from treasury.charts.auctions import Panel
from treasury.charts.parts import Span

DAY = pd.to_datetime
START, END = date(2025, 1, 1), date(2026, 1, 1)
PANELS = (
    Panel("stop_minus_prior_close_bp", "Stop minus prior close", "bp", "bp", zero=True),
    Panel("bid_to_cover", "Bid-to-cover", "Times", "times", 2),
)


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "auction_date": DAY(["2025-02-12", "2025-05-06", "2025-08-06"]),
            "stop_minus_prior_close_bp": [9.2, None, 3.511],
            "six_stop_minus_prior_close_bp": [None, None, 3.1],
            "bid_to_cover": [2.48, 2.60, 2.35],
            "six_bid_to_cover": [2.5, 2.49, 2.505],
            "indirect_share_pct": [71.5, 71.2, None],
            "direct_share_pct": [13.6, 19.9, None],
            "dealer_share_pct": [14.9, 8.9, None],
        }
    )


def drawn(made: pd.DataFrame, **more):
    return auctions.against_six(made, PANELS, "History", START, END, colour="#2f7ed8", **more)


def on(figure, name: str, axis: str):
    return next(trace for trace in figure.data if trace.name == name and (trace.yaxis or "y") == axis)


def test_each_measure_has_a_panel_with_dots_and_the_six_before():
    figure = drawn(rows(), chosen=pd.Timestamp("2025-08-06"))
    assert list(on(figure, "Auction", "y").x) == ["2025-02-12", "2025-08-06"]
    assert list(on(figure, "Auction", "y").y) == [9.2, 3.51]
    assert list(on(figure, "Auction", "y2").y) == [2.48, 2.60, 2.35]
    assert list(on(figure, "Six before, mean", "y2").y) == [2.5, 2.49, 2.5]
    assert (list(on(figure, "This auction", "y2").x), list(on(figure, "This auction", "y2").y)) == (["2025-08-06"], [2.35])
    assert [figure.layout.yaxis.title.text, figure.layout.yaxis2.title.text] == ["bp", "Times"]
    assert sum(bool(trace.showlegend) for trace in figure.data) == 2


def test_a_panel_without_a_figure_is_left_out():
    figure = drawn(rows().assign(stop_minus_prior_close_bp=None))
    assert figure.layout.yaxis.title.text == "Times"
    assert "yaxis2" not in figure.to_plotly_json()["layout"]


def test_shares_are_stacked_and_an_auction_without_them_has_no_bar():
    figure = auctions.bidder_bars(rows(), "Who bought", START, END)
    assert figure.layout.barmode == "stack"
    assert [trace.name for trace in figure.data] == ["Indirect", "Direct", "Primary dealers"]
    assert all(list(trace.x) == ["2025-02-12", "2025-05-06"] for trace in figure.data)
    assert [sum(trace.y[bar] for trace in figure.data) for bar in (0, 1)] == [100.0, 100.0]
    assert figure.data[2].marker.color == theme.BIDDER_COLOURS["dealer"]


def test_without_an_auction_a_labelled_empty_figure_comes_back():
    nothing = rows().iloc[:0]
    for figure in (drawn(nothing), auctions.bidder_bars(nothing, "Who bought", START, END)):
        assert len(figure.data) == 0
        assert figure.layout.annotations[0].text.replace("<br>", " ") == auctions.NOTHING


def test_a_bill_sold_every_week_for_25_years_fits_the_budget():
    days = pd.date_range("2001-07-31", periods=1300, freq="7D")
    many = pd.DataFrame(dict.fromkeys(rows().columns, 1.23456), index=range(1300)).assign(auction_date=days)
    assert base.payload_bytes(drawn(many)) < base.BUDGET_BYTES
    assert base.payload_bytes(auctions.bidder_bars(many, "Who bought", START, END)) < base.BUDGET_BYTES


def test_a_security_is_a_staircase_with_its_sales_and_the_statement():
    par = pd.Series([0.0, 30.746e9, 58.446e9], index=DAY(["2020-11-29", "2020-11-30", "2020-12-31"]))
    events = pd.DataFrame(
        {
            "date": DAY(["2020-11-12", "2020-11-18", "2020-12-21", "2020-12-30"]),
            "event": ["Announced", "Auction", "Reopening", "Reopening"],
            "par_usd": [27e9, 30.746e9, 27.7e9, None],
        }
    )
    statement = pd.DataFrame({"record_date": DAY(["2020-12-31"]), "outstanding_usd": [58.5e9]})
    span = Span(date(2020, 12, 1), date(2020, 12, 5), "Buyback results not held")
    figure = security.life(par, events, statement, "Par outstanding", spans=[span])
    traces = {trace.name: trace for trace in figure.data}
    assert set(traces) == {"Par outstanding, rebuilt", "Auction", "Reopening", "Monthly statement", "Buyback results not held"}
    assert traces["Par outstanding, rebuilt"].line.shape == "hv"
    assert list(traces["Par outstanding, rebuilt"].y) == [0.0, 30.746, 58.446]
    assert list(traces["Reopening"].x) == ["2020-12-21"]  # without a result there is nothing to draw
    assert list(traces["Monthly statement"].y) == [58.5]
    assert figure.layout.xaxis.range[0] < "2020-11-12"
    empty = security.life(par.iloc[:0], events, statement, "Par outstanding")
    assert empty.layout.annotations[0].text.replace("<br>", " ") == security.NOTHING
