"""The calendar: each kind of event from rows made by hand, and the list of the embedded snapshot.

Longer than other files on purpose: one group of cases for each kind of event.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from treasury import frames
from treasury.__main__ import app
from treasury.answers import calendar_words as words
from treasury.answers.calendar import DATASETS, KINDS, STATES, calendar, known_until, window
from treasury.dataset import Dataset, empty_frame
from treasury.errors import BadInput
from treasury.language import JAPANESE, using
from treasury.settings import ROOT, settings
from treasury.sources import BY_ID
from treasury.store import Store

DAY = pd.to_datetime
Load = Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class Followed:
    """A dataset and when its next record is due."""

    dataset: Dataset
    as_of: date | None
    due: date | None


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Load:
    read = frames.reader(Store(str(tmp_path_factory.mktemp("store")), ROOT / "data" / "snapshot"))
    held = {name: read(name) for name in DATASETS}
    return held.__getitem__


def rows(name: str, *given: dict) -> pd.DataFrame:
    """Rows of a dataset with the cells given and everything else missing, in the dataset's types."""
    empty = empty_frame(BY_ID[name])
    made = pd.DataFrame([dict.fromkeys(empty.columns) | row for row in given], columns=empty.columns)
    for column in empty.columns:
        made[column] = (DAY(made[column]) if str(empty[column].dtype).startswith("datetime") else made[column]).astype(
            empty[column].dtype
        )
    return made


def load(**given: pd.DataFrame) -> Load:
    held = {name: given.get(name, empty_frame(BY_ID[name])) for name in DATASETS}
    return held.__getitem__


def of(kind: str, reader: Load, start: str, end: str, **more) -> list[dict]:
    found = calendar(reader, date.fromisoformat(start), date.fromisoformat(end), **more)
    return [event for event in found if event["kind"] == kind]


ANNOUNCED = {
    "auction_date": "2026-08-25",
    "security_type": "Note",
    "security_term": "2-Year",
    "record_date": "2026-08-14",
    "cusip": "91282CRH6",
    "reopening": "No",
    "offering_usd": 69e9,
    "issue_date": "2026-08-31",
}
HELD = {
    "cusip": "91282CRH6",
    "auction_date": "2026-08-25",
    "security_class": "Note",
    "security_type": "Note",
    "security_term": "2-Year",
    "original_security_term": "2-Year",
    "reopening": "No",
    "issue_date": "2026-08-31",
    "maturity_date": "2028-08-31",
    "offering_usd": 69e9,
}
RESULT = {"total_accepted_usd": 75e9, "high_yield": 4.321, "bid_to_cover": 2.55, "closing_time_competitive": "13:00"}


# --- auctions -----------------------------------------------------------------------------------------------------------


def test_an_auction_keeps_its_identity_from_announcement_to_result() -> None:
    listed = load(upcoming_auctions=rows("upcoming_auctions", ANNOUNCED))
    timed = load(
        upcoming_auctions=rows("upcoming_auctions", ANNOUNCED),
        auctions=rows("auctions", HELD | {"closing_time_competitive": "13:00"}),
    )
    done = load(upcoming_auctions=rows("upcoming_auctions", ANNOUNCED), auctions=rows("auctions", HELD | RESULT))
    made = [of("auction", reader, "2026-08-25", "2026-08-25") for reader in (listed, timed, done)]
    assert [len(events) for events in made] == [1, 1, 1]  # the stale announcement adds nothing
    events = [found[0] for found in made]
    assert {event["uid"] for event in events} == {"auction-2026-08-25-note-2-year@treasury-truce"}
    assert [(event["state"], event["start_time"]) for event in events] == [
        ("announced", None),
        ("announced", "13:00"),
        ("result", "13:00"),
    ]
    assert events[0]["detail"] == "USD 69.0 bn offered, new issue, CUSIP 91282CRH6, settles 31 Aug 2026; no result held."
    assert events[2]["detail"].endswith("high yield 4.321 %; bid-to-cover 2.55.")


def test_an_announced_cusip_that_gave_way_to_an_outstanding_one_is_the_same_auction(snapshot: Load) -> None:
    """25 February 2025: announced as 91282CMQ1, sold as a reopening of 91282CGQ8; both are the 5-year."""
    assert "91282CMQ1" in set(snapshot("upcoming_auctions")["cusip"])
    five = [e for e in of("auction", snapshot, "2025-02-25", "2025-02-25") if "5-year" in e["title"]]
    assert [event["uid"] for event in five] == ["auction-2025-02-25-note-5-year@treasury-truce"]
    assert "91282CGQ8" in five[0]["detail"]


def test_a_tips_announced_as_a_note_is_one_auction(snapshot: Load) -> None:
    """23 July 2026: listed as a Note, held as TIPS, under one CUSIP."""
    ten = [e for e in of("auction", snapshot, "2026-07-23", "2026-07-23") if "10-year" in e["title"]]
    assert [event["title"] for event in ten] == ["Auction: 10-year TIPS"]


def test_types_of_announcements_are_named_as_classes() -> None:
    given = [
        ANNOUNCED | {"security_type": kind, "cusip": f"C{at}"}
        for at, kind in enumerate(["TIPS Note", "TIPS Bond", "FRN Note", "CMB", "Bill", "Bond"])
    ]
    given[1]["security_term"] = "30-Year"
    titles = {
        e["title"] for e in of("auction", load(upcoming_auctions=rows("upcoming_auctions", *given)), "2026-08-25", "2026-08-25")
    }
    assert titles == {
        "Auction: 2-year TIPS",
        "Auction: 30-year TIPS",
        "Auction: 2-year FRN",
        "Auction: 2-year cash management bill",
        "Auction: 2-year bill",
        "Auction: 2-year bond",
    }


def test_an_unknown_size_is_said() -> None:
    given = load(upcoming_auctions=rows("upcoming_auctions", ANNOUNCED | {"offering_usd": None, "cusip": None}))
    (event,) = of("auction", given, "2026-08-25", "2026-08-25")
    assert event["detail"] == "Size not announced, new issue, settles 31 Aug 2026; no result held."


def test_two_auctions_of_one_name_are_told_apart(snapshot: Load) -> None:
    """28 November 1984: two auctions of 5-year 2-month notes."""
    uids = {event["uid"] for event in of("auction", snapshot, "1984-11-28", "1984-11-28")}
    assert uids == {
        "auction-1984-11-28-note-5-year-2-month@treasury-truce",
        "auction-1984-11-28-note-5-year-2-month-2@treasury-truce",
    }


# --- settlements --------------------------------------------------------------------------------------------------------


def test_a_settlement_adds_up_what_is_issued_and_paid_back() -> None:
    old = (
        HELD | RESULT | {"cusip": "OLD", "auction_date": "2024-08-27", "issue_date": "2024-09-03", "maturity_date": "2026-08-31"}
    )
    reopened = old | {"auction_date": "2024-09-24", "issue_date": "2024-09-30", "total_accepted_usd": 5e9}
    reader = load(auctions=rows("auctions", old, reopened, HELD | RESULT))
    (event,) = of("settlement", reader, "2026-08-31", "2026-08-31")
    assert event["title"] == "Settlement: notes issued, notes mature"
    assert event["detail"] == (
        "Issued: 2-year note; USD 75.0 bn; matures: USD 80.0 bn as sold, of the auctions held to 25 Aug 2026."
    )
    assert (event["state"], event["start_time"]) == ("scheduled", None)  # auctions held end before


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-08-13", "result"), ("2026-08-25", "scheduled"), ("2026-08-31", "announced"), ("2026-09-11", "result")],
)
def test_a_settlement_is_known_as_far_as_auctions_are_held(snapshot: Load, day: str, state: str) -> None:
    """The last auction held is that of 20 August; on the 31st some is announced only;
    on 11 September the buyback of the 10th settles."""
    assert of("settlement", snapshot, day, day)[0]["state"] == state


def test_what_matures_on_a_sunday_is_paid_on_monday() -> None:
    """15 November 2026 is a Sunday."""
    reader = load(
        auctions=rows(
            "auctions", HELD | RESULT | {"maturity_date": "2026-11-15", "issue_date": "2025-11-17", "auction_date": "2025-11-10"}
        )
    )
    (event,) = of("settlement", reader, "2026-11-16", "2026-11-16")
    assert event["title"] == "Settlement: notes mature"
    assert of("settlement", reader, "2026-11-15", "2026-11-15") == []


def test_a_sum_with_an_unknown_part_is_at_least_that() -> None:
    other = ANNOUNCED | {"security_term": "5-Year", "cusip": "X", "offering_usd": None}
    reader = load(upcoming_auctions=rows("upcoming_auctions", ANNOUNCED, other))
    (event,) = of("settlement", reader, "2026-08-31", "2026-08-31")
    assert "at least USD 69.0 bn" in event["detail"]
    assert event["state"] == "announced"


def test_maturing_amounts_of_the_snapshot_by_a_direct_count(snapshot: Load) -> None:
    auctions = snapshot("auctions")
    due = auctions[auctions["maturity_date"].eq(pd.Timestamp("2026-11-30"))]
    (event,) = of("settlement", snapshot, "2026-11-30", "2026-11-30")
    assert f"USD {due['total_accepted_usd'].sum() / 1e9:.0f} bn" in event["detail"]
    assert event["state"] == "scheduled"


# --- buybacks -----------------------------------------------------------------------------------------------------------

PLANNED = {
    "operation_date": "2026-09-10",
    "start_time": "13:40",
    "close_time": "14:00",
    "operation_type": "Liquidity Support",
    "security_type": "Nominal Coupons",
    "maturity_bucket": "10Y to 20Y",
    "maximum_usd": 2e9,
    "settlement_date": "2026-09-11",
}


@pytest.mark.parametrize(
    ("operation", "state", "detail"),
    [
        (None, "scheduled", "Liquidity Support; up to USD 2.00 bn; by the tentative schedule, no announcement held."),
        ({"state": "announced", "maximum_usd": 6e9}, "announced", "Liquidity Support; up to USD 6.00 bn; no result held."),
        (
            {"state": "result", "maximum_usd": 6e9, "accepted_usd": 5.187e9},
            "result",
            "Liquidity Support; up to USD 6.00 bn; USD 5.19 bn bought.",
        ),
        ({"state": "cancelled", "maximum_usd": 6e9}, "cancelled", "Liquidity Support; up to USD 6.00 bn; cancelled."),
    ],
)
def test_a_buyback_keeps_its_identity_from_plan_to_result(operation: dict | None, state: str, detail: str) -> None:
    held = rows("buyback_operations", *([PLANNED | operation] if operation else []))
    reader = load(buyback_schedule=rows("buyback_schedule", PLANNED), buyback_operations=held)
    (event,) = of("buyback", reader, "2026-09-10", "2026-09-10")
    assert (event["uid"], event["state"], event["detail"]) == ("buyback-2026-09-10-13-40@treasury-truce", state, detail)
    assert (event["start_time"], event["end_time"]) == ("13:40", "14:00")
    settles = of("settlement", reader, "2026-09-11", "2026-09-11")
    assert [e["title"] for e in settles] == ([] if state == "cancelled" else ["Settlement: buyback"])


def test_a_time_that_is_not_stated_makes_a_whole_day() -> None:
    operation = PLANNED | {
        "start_time": "unstated",
        "state": "result",
        "accepted_usd": 1e9,
        "maturity_bucket": None,
        "operation_type": None,
    }
    (event,) = of("buyback", load(buyback_operations=rows("buyback_operations", operation)), "2026-09-10", "2026-09-10")
    assert (event["start_time"], event["end_time"]) == (None, None)
    assert event["title"] == "Buyback: bucket not stated"


# --- refundings, meetings, releases -------------------------------------------------------------------------------------


def test_refunding_days_and_times() -> None:
    made = of("refunding", load(), "2026-08-01", "2026-11-30")
    assert [(e["date"], e["start_time"], e["state"]) for e in made] == [
        ("2026-08-03", "15:00", "result"),
        ("2026-08-05", "08:30", "result"),
        ("2026-11-02", "15:00", "scheduled"),
        ("2026-11-04", "08:30", "scheduled"),
    ]
    assert made[1]["detail"] == "USD 125 bn of 3-, 10- and 30-year securities."
    assert made[3]["title"] == "Quarterly refunding statement, Nov 2026-Jan 2027"


def test_fomc_decisions_and_meetings_to_come() -> None:
    made = of("fomc", load(), "2026-09-01", "2026-12-31")
    assert [(e["date"], e["start_time"], e["detail"]) for e in made] == [
        ("2026-09-16", "14:00", "Hike of 25 bp, target range 3.75 to 4.00 %."),
        ("2026-10-28", "14:00", "Decision not entered."),
        ("2026-12-09", "14:00", "Decision not entered."),
    ]


def test_releases_are_expected_and_say_by_what() -> None:
    monthly, daily = BY_ID["debt_by_class"], BY_ID["par_yields"]
    given = [
        Followed(monthly, date(2026, 6, 30), date(2026, 9, 3)),
        Followed(daily, date(2026, 9, 1), date(2026, 9, 4)),
        Followed(monthly, None, None),
    ]
    (event,) = of("release", load(), "2026-09-01", "2026-09-30", releases=given)
    assert (event["date"], event["state"]) == ("2026-09-03", "expected")
    assert event["uid"] == "release-debt-by-class-after-2026-06-30@treasury-truce"
    assert "last record 30 Jun 2026" in event["detail"]
    assert "not a day that the publisher set" in event["detail"]


# --- the list as a whole ------------------------------------------------------------------------------------------------


def test_the_list_is_in_order_complete_and_the_same_each_time(snapshot: Load) -> None:
    start, end = date(2025, 1, 1), date(2026, 12, 31)
    made = calendar(snapshot, start, end)
    assert made == calendar(snapshot, start, end)
    assert [e["date"] for e in made] == sorted(e["date"] for e in made)
    assert len({e["uid"] for e in made}) == len(made)
    assert {e["kind"] for e in made} <= set(KINDS)
    assert {e["state"] for e in made} <= set(STATES)
    assert {e["as_of"] for e in made} == {"2026-09-16"}  # the last decision entered, after the buyback of the 10th
    assert json.loads(json.dumps(made)) == made
    auctions = snapshot("auctions")
    held = auctions["auction_date"].between("2025-01-01", "2026-12-31") & auctions["total_accepted_usd"].notna()
    assert sum(e["kind"] == "auction" and e["state"] == "result" for e in made) == held.sum()


def test_parts_of_a_range_make_the_whole(snapshot: Load) -> None:
    whole = calendar(snapshot, date(2026, 7, 1), date(2026, 9, 30))
    months = [(date(2026, 7, 1), date(2026, 7, 31)), (date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 9, 1), date(2026, 9, 30))]
    assert [event for first, last in months for event in calendar(snapshot, first, last)] == whole


def test_nothing_held_leaves_what_reviewed_files_know() -> None:
    made = calendar(load(), date(2026, 11, 1), date(2026, 12, 31))
    assert [e["kind"] for e in made] == ["refunding", "refunding", "fomc"]
    assert known_until(load()) == {"auction": None, "buyback": None, "refunding": "2026-11-04", "fomc": "2027-12-08"}


def test_up_to_where_the_snapshot_knows(snapshot: Load) -> None:
    assert known_until(snapshot) == {
        "auction": "2026-09-01",
        "buyback": "2026-11-05",
        "refunding": "2026-11-04",
        "fomc": "2027-12-08",
    }


@pytest.mark.parametrize(
    ("start", "end", "words"), [("2026-02-01", "2026-01-01", "swap"), ("2000-01-01", "2026-01-01", "ten years")]
)
def test_a_range_that_cannot_be_used(start: str, end: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        calendar(load(), date.fromisoformat(start), date.fromisoformat(end))


def test_the_window_moves_once_a_month() -> None:
    assert window(date(2026, 11, 1)) == window(date(2026, 11, 30)) == (date(2026, 8, 1), date(2027, 12, 31))
    assert window(date(2026, 1, 31)) == (date(2025, 10, 1), date(2027, 2, 28))


# --- the command --------------------------------------------------------------------------------------------------------


@pytest.fixture
def _from_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    settings.cache_clear()


def call(*words: str):
    return CliRunner().invoke(app, ["calendar", *words])


@pytest.mark.usefixtures("_from_snapshot")
class TestCommand:
    def test_a_table_and_what_the_data_do_not_know(self) -> None:
        got = call("--start", "2026-08-25", "--end", "2026-11-30")
        assert got.exit_code == 0
        assert "FOMC statement" in got.stdout
        assert "Auction: 2-year note" in got.stdout
        assert "no auction after 2026-09-01 is held" in got.stderr

    def test_json(self) -> None:
        got = call("--start", "2026-10-28", "--end", "2026-10-28", "--json")
        assert [e["kind"] for e in json.loads(got.stdout)] == ["settlement", "fomc"]

    def test_a_file(self) -> None:
        got = call("--ics", "--start", "2026-10-28", "--end", "2026-10-28")
        assert got.stdout.startswith("BEGIN:VCALENDAR")
        assert got.stdout.count("BEGIN:VEVENT") == 2

    def test_a_file_covers_a_year(self) -> None:
        assert "UID:fomc-" in call("--ics").stdout

    def test_a_last_day_in_the_past_is_reached_from_before(self) -> None:
        got = call("--end", "2025-07-30", "--json")
        days = [e["date"] for e in json.loads(got.stdout)]
        assert "2025-06-01" < days[0] < days[-1] == "2025-07-30"

    @pytest.mark.parametrize(
        "words", [("--ics", "--json"), ("--start", "soon"), ("--start", "2026-02-01", "--end", "2026-01-01")]
    )
    def test_wrong_usage_ends_with_2(self, words: tuple[str, ...]) -> None:
        got = call(*words)
        assert got.exit_code == 2
        assert "Traceback" not in got.output


def test_in_japanese_the_words_change_and_nothing_else(snapshot: Load) -> None:
    """12 August 2026: the 10-year note was sold (USD 52.6 bn); bills settle and mature on the 13th."""
    english = calendar(snapshot, date(2026, 8, 12), date(2026, 8, 13))
    with using(JAPANESE):
        japanese = calendar(snapshot, date(2026, 8, 12), date(2026, 8, 13))
        names = [words.short_title(event) for event in japanese]
    kept = ("uid", "date", "start_time", "end_time", "kind", "state", "url", "page", "as_of")
    assert [[one[name] for name in kept] for one in japanese] == [[one[name] for name in kept] for one in english]
    by_uid = {one["uid"]: one for one in japanese}
    note = by_uid["auction-2026-08-12-note-10-year@treasury-truce"]
    assert note["title"] == "入札: 10年債"
    assert note["detail"] == (
        "発行予定額420億ドル、新規発行、CUSIP 91282CRF0、2026年8月17日決済。最高落札利回り4.683%。応札倍率2.53。"
    )
    assert by_uid["settlement-2026-08-13@treasury-truce"]["title"] == "決済: 短期国債発行、短期国債償還"
    assert names[: len(japanese)][japanese.index(note)] == "10年債"
