"""The figure of the calendar from ready frames."""

from __future__ import annotations

from datetime import date

import pandas as pd

from treasury.charts import base, calendar

NAMES = {"auction": "Auctions", "buyback": "Buybacks", "fomc": "FOMC"}
START, END = date(2026, 8, 17), date(2026, 8, 30)


def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-08-24"] * 6 + ["2026-08-20"]),
            "kind": ["auction"] * 6 + ["buyback"],
            "title": [f"Auction <{number}>" for number in range(6)] + ["Buyback"],
            "state": ["announced"] * 5 + ["result", "cancelled"],
        }
    )


def drawn(today: date = date(2026, 8, 20)):
    return calendar.lanes(events(), NAMES, "Events", START, END, today)


def test_a_day_is_one_dot_a_state_and_names_its_events() -> None:
    auctions = drawn().data[0]
    assert auctions.name == "Auctions"
    assert list(auctions.x) == ["2026-08-24", "2026-08-24"]
    assert list(auctions.marker.symbol) == ["circle-open", "circle"]
    assert auctions.customdata[0][0] == base.plain("Auction <0>; Auction <1>; Auction <2>; Auction <3> and 1 more")
    assert list(drawn().data[1].marker.symbol) == ["x-thin-open"]


def test_kinds_without_an_event_have_no_line() -> None:
    assert [trace.name for trace in drawn().data] == ["Auctions", "Buybacks"]
    assert list(drawn().layout.yaxis.categoryarray) == ["Buybacks", "Auctions"]


def test_today_is_marked_where_it_lies_within() -> None:
    assert [shape.x0 for shape in drawn().layout.shapes] == ["2026-08-20"]
    assert not drawn(date(2026, 9, 20)).layout.shapes


def test_nothing_to_draw_is_said() -> None:
    figure = calendar.lanes(events().iloc[:0], NAMES, "Events", START, END, START)
    assert figure.layout.annotations[0].text.startswith("No event")
