"""A clock that is wrong, a host in another time zone, the turn of a year, a leap day: dates stay the publisher's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import treasury.refreshing
from tests.faults.machine import IDS, Machine, machine
from tests.faults.test_two_years import at
from treasury.__main__ import app
from treasury.answers.calendar import window
from treasury.sources import BY_ID
from treasury.status import statuses
from treasury.ui import controls
from treasury.ui.controls.dates import start_of

NEWEST = date(2026, 10, 5)  # the last par yields of the stand-in
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("clock")) as made:
        yield made


@pytest.mark.parametrize(
    "moment",
    [
        NOON - timedelta(days=1),
        NOON + timedelta(days=1),
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 1, tzinfo=UTC),
        datetime(2028, 2, 29, 12, tzinfo=UTC),
    ],
    ids=["a day behind", "a day ahead", "last minute of the year", "first minute of the year", "leap day"],
)
def test_dates_stay_the_publishers(here: Machine, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(treasury.refreshing, "datetime", at(moment))
    assert here.store.read(BY_ID["par_yields"]).vintage.as_of == NEWEST
    got = here.refresh("par_yields", "bill_rates", "cmt_yields", "debt_to_penny", "foreign_holders", "stablecoins", "macro")
    assert [r.error_message for r in got.values() if not r.ok] == []
    assert [r.id for r in got.values() if r.added or r.revised] == []
    here.assert_same_rows()


def test_a_clock_far_behind_refuses_what_seems_to_lie_ahead(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(treasury.refreshing, "datetime", at(NOON - timedelta(days=30)))
    got = here.refresh("par_yields")["par_yields"]
    assert (got.ok, got.error_kind) == (False, "changed")
    assert "2026-09-08 in row 7 lies in the future" in got.error_message
    here.assert_nothing_lost()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"])
def test_the_hosts_time_zone_does_not_matter(here: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    def shown(name: str) -> str:
        return CliRunner().invoke(app, ["show", name, "--format", "csv"]).stdout

    names = ("par_yields", "auctions", "buyback_operations", "stablecoins")
    before = {name: shown(name) for name in names}
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with here.pointed(TREASURY_STORE=str(tmp_path / "store")):
            assert all(r.ok for r in here.refresh(*names).values())
            assert {name: shown(name) for name in names} == before
            retrieved = here.store.vintage(BY_ID["par_yields"]).retrieved_at
            assert retrieved is not None
            assert abs(datetime.now(UTC) - retrieved) < timedelta(minutes=5)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)])
def test_days_that_not_every_year_has(today: date) -> None:
    first, last = window(today)
    assert first <= today < last
    for label in controls.RANGES:
        start = start_of(label, date(1990, 1, 2), today)
        assert date(1990, 1, 2) <= start <= today, label
    assert start_of("1Y", date(1990, 1, 2), date(2028, 2, 29)) == date(2027, 2, 28)


# --- late, stopped, shut down ------------------------------------------------------------------------------------------


def test_a_publisher_that_is_silent_is_stale_by_its_cadence_and_not_failed(here: Machine) -> None:
    """Late publication, a government shutdown, a series that ended: "due since", and everything held stays."""
    assert all(r.ok for r in here.refresh().values())
    for one in statuses(here.store, date(2030, 1, 1)):
        assert one.vintage is not None
        if one.dataset.max_age_days:
            assert (one.state, one.reason) == ("stale", f"the next record has been due since {one.due}"), one.dataset.id
            assert one.due == one.vintage.as_of + timedelta(days=one.dataset.max_age_days)  # type: ignore[operator]
        else:
            assert one.state == "fresh"  # nothing is due of what has no rhythm
    here.assert_nothing_lost(IDS)
