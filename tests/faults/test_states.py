"""Rows that change their meaning: announced and then held, revised, shortened, reopened, not adding up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import treasury.refreshing
from tests.faults.machine import IDS, Machine, machine
from treasury.dataset import Dataset
from treasury.sources import BY_ID, CATALOG
from treasury.status import run_checks

DAY, START = pd.Timestamp("2026-09-10"), "13:40"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Machine]:
    names = ("buyback_operations", "buyback_securities", "auctions", "financial_stress", "stablecoins")
    with machine(tmp_path, *names) as made:
        yield made


def operation(here: Machine) -> pd.Series:
    rows = here.store.read(BY_ID["buyback_operations"]).frame.set_index(["operation_date", "start_time"])
    return rows.loc[(DAY, START)]


def sent(here: Machine, **cells: str) -> None:
    """The service's row of the operation of 10 September 2026 with other cells."""
    file = here.publishers.payloads / "fiscaldata" / "buybacks_operations.json"
    body = json.loads(file.read_text())
    for row in body["data"]:
        if row["operation_date"] == "2026-09-10":
            row.update(cells)
    folder = Path(here.store.url).parent / "payloads"
    (folder / "fiscaldata").mkdir(parents=True, exist_ok=True)
    for other in file.parent.iterdir():
        (folder / "fiscaldata" / other.name).write_bytes(other.read_bytes())
    (folder / "fiscaldata" / file.name).write_text(json.dumps(body))
    here.publishers.payloads = folder


def test_an_operation_is_announced_then_has_its_result_in_place(here: Machine) -> None:
    original = here.publishers.payloads
    sent(here, total_par_amt_offered="null", total_par_amt_accepted="null", nbr_issues_accepted="null")
    assert here.refresh("buyback_operations", full=True)["buyback_operations"].revised == 1
    announced = operation(here)
    assert (announced["state"], announced["maximum_usd"]) == ("announced", 6.0e9)
    assert announced[["offered_usd", "accepted_usd", "issues_accepted"]].isna().all()
    here.publishers.payloads = original
    got = here.refresh("buyback_operations")["buyback_operations"]
    assert (got.added, got.revised) == (0, 1)
    held = operation(here)
    assert (held["state"], held["offered_usd"], held["accepted_usd"]) == ("result", 10.489e9, 5.187e9)
    assert [v.version for v in here.store.vintages(BY_ID["buyback_operations"])] == ["v2", "v1", "v0"]


def test_a_cancelled_operation_stays_without_amounts(here: Machine) -> None:
    original = here.publishers.payloads
    sent(here, total_par_amt_offered="6000000000", total_par_amt_accepted="null", nbr_issues_accepted="null")
    assert here.refresh("buyback_operations", full=True)["buyback_operations"].revised == 1
    row = operation(here)
    assert row["state"] == "cancelled"
    assert row[["offered_usd", "accepted_usd"]].isna().all()
    here.publishers.payloads = original


def test_sums_that_do_not_add_are_told_and_kept(here: Machine) -> None:
    original = here.publishers.payloads
    sent(here, total_par_amt_accepted="5188000000.00")
    assert here.refresh("buyback_operations", full=True)["buyback_operations"].ok
    assert operation(here)["accepted_usd"] == 5.188e9
    bad = [check for check in run_checks(BY_ID["buyback_securities"], here.store) if not check.ok]
    assert [check.name for check in bad] == ["operation = sum of its securities"]
    assert "2026-09-10" in bad[0].detail
    here.publishers.payloads = original


def test_a_cusip_that_is_reopened_is_a_row_for_each_auction(here: Machine) -> None:
    rows = here.store.read(BY_ID["auctions"]).frame
    times = rows.groupby("cusip")["auction_date"].nunique()
    assert times.max() > 1
    assert not rows.duplicated(["cusip", "auction_date"]).any()
    one = BY_ID["buyback_operations"]
    assert one.key == ("operation_date", "start_time")
    assert here.store.read(one).frame.groupby("operation_date").size().max() > 1


def shortened(dataset: Dataset, rows: int) -> Dataset:
    def parse(raw: Any) -> pd.DataFrame:
        return dataset.parse(raw).iloc[rows:]

    return replace(dataset, parse=parse)


def test_a_history_that_the_publisher_cut_is_kept_and_noted(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(treasury.refreshing, "CATALOG", (shortened(BY_ID["financial_stress"], 3),))
    got = here.refresh("financial_stress", full=True)["financial_stress"]
    assert (got.ok, got.added, got.revised) == (True, 0, 0)
    assert "3 held rows are no longer published: kept" in got.notes
    here.assert_nothing_lost(["financial_stress"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("states")) as made:
        yield made


def test_an_answer_without_rows_is_no_loss(whole: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rows are due it is a failure that says so; where they may be absent, nothing new. Either way what is held stays."""

    def without_rows(dataset: Dataset) -> Dataset:
        return replace(dataset, parse=lambda raw: dataset.parse(raw).iloc[:0])

    monkeypatch.setattr(treasury.refreshing, "CATALOG", tuple(without_rows(dataset) for dataset in CATALOG))
    got = whole.refresh()
    due = [d.id for d in CATALOG if not d.may_be_empty]
    whole.assert_failed(got, "no_observations", "a valid answer without a single row", due)
    assert [name for name in IDS if got[name].ok] == [d.id for d in CATALOG if d.may_be_empty]
