"""The refresh button: one at a time, told as it goes, over whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from treasury.errors import StoreBusy
from treasury.refreshing import Result
from treasury.sources import CATALOG
from treasury.ui import refreshing


@pytest.fixture
def gate(monkeypatch):
    """A refresh that waits until it is let go, and notes what it was asked for."""

    class Gate:
        def __init__(self) -> None:
            self.go, self.asked = threading.Event(), []

        def refresh(self, *ids, on_result, wait_for_lock):
            self.asked.append(ids)
            on_result(Result(ids[0], True, added=3, as_of=date(2026, 10, 5)))
            assert self.go.wait(10)
            return []

    made = Gate()
    monkeypatch.setattr(refreshing, "refresh", made.refresh)
    yield made
    made.go.set()


def ended(job: refreshing.Job) -> None:
    for thread in threading.enumerate():
        if thread.name == "refresh":
            thread.join(10)
    assert not job.running


def test_a_second_press_is_refused_while_the_first_runs(gate):
    desk = refreshing.Desk()
    job = desk.start(["par_yields", "auctions"])
    with pytest.raises(StoreBusy, match="still running"):
        desk.start(["vix"])
    gate.go.set()
    ended(job)
    ended(desk.start(["vix"]))
    assert gate.asked == [("par_yields", "auctions"), ("vix",)]


def test_results_are_there_before_the_end(gate):
    job = refreshing.Desk().start(["par_yields", "auctions"])
    gate.go.set()
    ended(job)
    assert [r.id for r in job.results] == ["par_yields"]
    assert job.trouble == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    ("failure", "words"),
    [(StoreBusy("another refresh of this store is running"), "another refresh"), (RuntimeError("x"), "unexpectedly")],
)
def test_a_refresh_that_breaks_says_so_and_frees_the_button(monkeypatch, failure, words):
    def breaks(*ids, **more):
        raise failure

    monkeypatch.setattr(refreshing, "refresh", breaks)
    job = refreshing.Desk().start(["par_yields"])
    ended(job)
    assert words in job.trouble


def test_failures_come_first_and_are_counted():
    results = [Result("par_yields", True, unchanged=5), Result("vix", False, error_message="connection refused")]
    job = refreshing.Job(("par_yields", "vix"), started=datetime(2026, 11, 23, 6, 0, tzinfo=UTC), results=results, running=False)
    frame = refreshing.results_frame(results)
    assert frame["Result"].tolist() == ["failed", "unchanged"]
    assert frame["What"].tolist() == ["connection refused", "unchanged (5 rows)"]
    assert refreshing.summary(job) == (
        "1 of 2 datasets refreshed, 0 changed; 1 failed, and what was held before stays (23 Nov 2026 06:00 UTC)."
    )


def test_the_button_on_the_page_runs_a_refresh_and_shows_its_failures(held, open_page, monkeypatch):
    monkeypatch.setattr(refreshing, "DESK", refreshing.Desk())
    monkeypatch.setattr(
        refreshing,
        "refresh",
        lambda *ids, on_result, **_: [on_result(Result(i, False, error_message=f"{i} is out of reach")) for i in ids],
    )
    app = open_page("data/catalogue.py", publisher="Office of Financial Research")
    button = app.button(key="refresh_button")
    assert button.label == "Refresh the 1 shown"
    button.click().run()
    ended(refreshing.DESK.job)
    app.run()
    assert [e.message for e in app.exception] == []
    assert "0 of 1 datasets refreshed" in app.warning[0].value
    assert app.dataframe[1].value["What"].tolist() == ["financial_stress is out of reach"]


def test_the_server_keeps_fresh_until_it_stops_and_leaves_a_running_refresh_alone() -> None:
    stop, asked = threading.Event(), []

    class Busy(refreshing.Desk):
        def start(self, ids: Sequence[str]) -> refreshing.Job:
            asked.append(tuple(ids))
            if len(asked) == 3:
                stop.set()
            raise StoreBusy("still running")

    refreshing.keep_fresh(stop, Busy(), every_seconds=0.001)
    assert len(asked) == 3
    assert asked[0] == tuple(d.id for d in CATALOG)
