"""The calendar page from the embedded snapshot, on a day that the data do not reach and on one within them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from treasury.ui import calendar

Open = Callable[..., AppTest]
PAGE = "data/calendar.py"


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets today, for the page and for what is stale; 23 November 2026 unless told otherwise."""

    def choose(day: str) -> None:
        class Then(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime.fromisoformat(day).replace(tzinfo=UTC)

        monkeypatch.setattr("treasury.calendar.datetime", Then)

    choose("2026-11-23")
    return choose


def said(app: AppTest) -> str:
    return shown(app.title[0].value)


def shown(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "")


def words(app: AppTest) -> str:
    return shown("\n".join(element.value for element in app.markdown))


def test_after_the_data_the_page_says_what_it_does_not_know(held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert (
        said(app) == "Next, on 24 Nov 2026: bills mature; then FOMC statement on 9 Dec 2026; no auction after 1 Sep 2026 is held."
    )
    cards = [shown(card.value) for card in app.info]
    assert any("know of no auctions after 1 Sep 2026 or buybacks after 5 Nov 2026" in card for card in cards)
    assert "Wed 9 Dec 2026" in words(app)


def test_within_the_data_auctions_come_first(held: Path, open_page: Open, on: Callable[[str], None]) -> None:
    on("2026-08-24")
    app = open_page(PAGE, days="2 weeks")
    assert said(app) == (
        "Next, on 24 Aug 2026: 13-week bill, 26-week bill; then buyback of 5Y to 7Y on 25 Aug 2026; "
        "auctions are known to 1 Sep 2026."
    )
    assert "USD 92.0 bn offered, reopening, CUSIP 912797SU2, settles 27 Aug 2026; no result held." in words(app)


def test_kinds_and_days_of_the_address(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, kinds=["FOMC", "Refunding"], days="6 months", **{"from": "2026-07-01"})
    lines = words(app)
    assert ":red-badge[FOMC] 14:00 [FOMC statement]" in lines
    assert ":violet-badge[Refunding] 08:30" in lines
    assert "Auctions]" not in lines
    alt = next(chart.proto.alt for chart in app.get("plotly_chart"))
    # 29 July, 16 September, 28 October, 9 December; 3 and 5 August, 2 and 4 November.
    assert alt == "Calendar, 1 Jul 2026 to 31 Dec 2026: 4 refunding, 4 FOMC; 4 of 8 with a result held."


def test_days_without_an_event_are_empty_in_words(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, kinds="Refunding", days="2 weeks", **{"from": "2026-06-01"})
    assert not app.exception
    assert any("Nothing from 1 Jun 2026 to 14 Jun 2026" in shown(card.value) for card in app.info)


def test_many_weeks_are_folded(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, days="6 months", **{"from": "2026-01-05"})
    assert any("later weeks" in expander.label for expander in app.expander)


def test_nothing_held(nothing_held: Path, open_page: Open) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert said(app) == "Next, on 9 Dec 2026: FOMC statement; no auction is held."


def test_the_file_holds_all_kinds_whatever_is_shown(held: Path, open_page: Open) -> None:
    app = open_page(PAGE, kinds="FOMC")
    assert any(button.proto.label == "Calendar file (.ics)" for button in app.get("download_button"))
    made = calendar.calendar_file(calendar.sources())
    assert made.startswith(b"BEGIN:VCALENDAR")
    assert {b"CATEGORIES:" + kind for kind in (b"auction", b"fomc", b"buyback", b"settlement", b"refunding")} <= set(
        made.split(b"\r\n")
    )


def test_a_damaged_reviewed_file_is_a_card(held: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("treasury.reference.FOLDER", tmp_path)
    app = open_page(PAGE)
    assert not app.exception
    assert any("fomc_meetings.csv cannot be read" in shown(card.value) for card in app.error)
    assert said(app) == "No calendar can be shown."


def test_weeks_begin_on_monday() -> None:
    assert calendar._monday({"date": "2026-11-29"}) == date(2026, 11, 23)
