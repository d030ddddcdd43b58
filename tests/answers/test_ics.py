"""The calendar file, read back: by another parser, by the writing library, and letter by letter.

The times are checked against the time zone database, across the days on which daylight saving begins and ends.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from treasury import frames
from treasury.answers.calendar import DATASETS, calendar
from treasury.answers.ics import ics
from treasury.settings import ROOT
from treasury.store import Store

NEW_YORK = ZoneInfo("America/New_York")
EVENT: dict[str, Any] = {
    "uid": "auction-2026-03-10-note-3-year@treasury-truce",
    "date": "2026-03-10",
    "start_time": "13:00",
    "end_time": None,
    "kind": "auction",
    "title": "Auction: 3-year note",
    "detail": "USD 58.0 bn offered.",
    "state": "announced",
    "url": "https://www.treasurydirect.gov/auctions/upcoming/",
    "page": "auctions",
    "as_of": "2026-03-05",
}


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Two years of the snapshot: four changes of the clock."""
    read = frames.reader(Store(str(tmp_path_factory.mktemp("store")), ROOT / "data" / "snapshot"))
    held = {name: read(name) for name in DATASETS}
    return calendar(held.__getitem__, date(2025, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def content(events: list[dict[str, Any]]) -> bytes:
    return ics(events)


def one(**changes: Any) -> Any:
    """The event as another parser reads it."""
    return vobject.readOne(ics([EVENT | changes]).decode()).vevent


# --- in a real parser ---------------------------------------------------------------------------------------------------


def test_another_parser_reads_every_event_once_at_its_time(events: list[dict[str, Any]], content: bytes) -> None:
    read = vobject.readOne(content.decode()).vevent_list
    assert len(read) == len(events) > 1_000
    by_uid = {item.uid.value: item for item in read}
    assert len(by_uid) == len(read)
    timed = 0
    for event in events:
        starts = by_uid[event["uid"]].dtstart.value
        if event["start_time"] is None:
            assert type(starts) is date
            assert starts.isoformat() == event["date"]
        else:
            timed += 1
            local = starts.astimezone(NEW_YORK)
            assert (local.date().isoformat(), f"{local:%H:%M}") == (event["date"], event["start_time"])
    assert timed > 700


def test_no_two_events_of_one_kind_share_title_and_moment(content: bytes) -> None:
    """Twice the same under different names would be a duplicate too."""
    read = vobject.readOne(content.decode()).vevent_list
    seen = [(item.summary.value, item.dtstart.value) for item in read]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("2026-03-06", "18:00"),  # Friday before clocks go forward on 8 March
        ("2026-03-09", "17:00"),  # Monday after
        ("2026-10-30", "17:00"),  # Friday before clocks go back on 1 November
        ("2026-11-02", "18:00"),  # Monday after
    ],
)
def test_one_o_clock_in_new_york_is_one_o_clock_all_year(day: str, utc: str) -> None:
    starts = one(date=day).dtstart.value
    assert f"{starts.astimezone(UTC):%Y-%m-%d %H:%M}" == f"{day} {utc}"
    assert starts.astimezone(NEW_YORK).hour == 13


def test_times_are_the_same_in_the_writing_library(events: list[dict[str, Any]], content: bytes) -> None:
    read = {str(item["uid"]): item for item in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    for event in events:
        starts = read[event["uid"]]["dtstart"].dt
        if isinstance(starts, datetime):
            assert starts.utcoffset() == timedelta(0)
            assert (
                starts.astimezone(NEW_YORK).replace(tzinfo=None).isoformat(timespec="minutes")
                == f"{event['date']}T{event['start_time']}"
            )
        else:
            assert starts == date.fromisoformat(event["date"])


def test_an_end_is_written_where_there_is_one() -> None:
    made = one(end_time="13:30")
    assert made.dtend.value - made.dtstart.value == timedelta(minutes=30)
    assert not hasattr(one(), "dtend")
    assert not hasattr(one(end_time="12:30"), "dtend")  # before the start: a slip of the data, not a day long
    assert not hasattr(one(start_time=None), "dtend")


def test_text_comes_back_letter_for_letter() -> None:
    odd = 'Commas, semicolons; "quotes", \\ backslashes, a colon: and ünïcödé €; ' * 6
    made = one(title=odd.strip(), detail=odd.strip())
    assert made.summary.value == odd.strip()
    assert odd.strip() in made.description.value


def test_a_line_break_in_the_data_begins_no_property() -> None:
    made = one(detail="First.\r\nEND:VEVENT\nX-EVIL:1")
    assert not hasattr(made, "x_evil")
    assert "END:VEVENT" in made.description.value


# --- identity and versions ----------------------------------------------------------------------------------------------


def test_the_same_events_give_the_same_bytes(events: list[dict[str, Any]], content: bytes) -> None:
    assert ics(events) == content
    assert str(datetime.now(UTC).year + 1) + "T" not in content.decode()


def test_a_result_replaces_the_announcement() -> None:
    versions = [one(state=state) for state in ("scheduled", "announced", "result")]
    assert {made.uid.value for made in versions} == {EVENT["uid"]}
    assert [int(made.sequence.value) for made in versions] == [0, 1, 2]
    assert versions[0].dtstamp.value == datetime(2026, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "state", "status"),
    [
        ("buyback", "scheduled", "TENTATIVE"),
        ("buyback", "announced", "CONFIRMED"),
        ("buyback", "cancelled", "CANCELLED"),
        ("fomc", "scheduled", "CONFIRMED"),
        ("release", "expected", "TENTATIVE"),
        ("auction", "result", "CONFIRMED"),
    ],
)
def test_status(kind: str, state: str, status: str) -> None:
    made = one(kind=kind, state=state)
    assert made.status.value == status
    assert made.categories.value == [kind]
    assert made.transp.value == "TRANSPARENT"


def test_nothing_to_write_is_still_a_calendar() -> None:
    made = vobject.readOne(ics([]).decode())
    assert made.version.value == "2.0"
    assert not hasattr(made, "vevent")


# --- letter by letter ---------------------------------------------------------------------------------------------------


def test_lines_keep_to_the_standard(content: bytes) -> None:
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    content.decode("utf-8")
    for line in lines[:-1]:
        assert re.match(rb"^([A-Z][A-Z0-9-]*[;:]| )", line), line


def test_every_event_has_what_the_standard_requires(content: bytes) -> None:
    text = content.decode().replace("\r\n ", "")
    blocks = text.split("BEGIN:VEVENT")[1:]
    for name in ("UID:", "DTSTAMP:", "DTSTART"):
        assert all(block.count(f"\r\n{name}") == 1 for block in blocks), name
    assert "TZID" not in text
    assert "VTIMEZONE" not in text


def test_only_one_module_writes_calendar_files() -> None:
    using = [
        p
        for p in Path(ROOT / "treasury").rglob("*.py")
        if "import icalendar" in p.read_text() or "from icalendar" in p.read_text()
    ]
    assert [p.name for p in using] == ["ics.py"]
