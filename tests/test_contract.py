"""What every dataset of the catalogue must keep: a complete declaration, a pure parse, and the right error for each failure."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

import treasury.http
from tests.publishers import FRED_KEY, Publishers
from treasury.dataset import NUMERIC, STALE_AFTER_DAYS, Conformed, Dataset, Window, conform
from treasury.errors import SourceChanged, SourceError, SourceRefused, SourceUnavailable
from treasury.http import Client, Limits, NotModified, Session
from treasury.settings import PUBLISHERS, Settings
from treasury.sources import BY_ID, CATALOG

IDS = [
    *("par_yields", "real_par_yields", "bill_rates", "cmt_yields", "breakevens", "term_premium_acm", "term_premium_kw"),
    *("policy_rates", "dollar_index", "equities", "vix", "financial_stress", "auctions", "upcoming_auctions"),
    *("buyback_operations", "buyback_securities", "buyback_schedule", "debt_by_class", "debt_by_security", "debt_to_penny"),
    *("average_interest_rates", "interest_expense", "treasury_cash", "customs_receipts", "fed_holdings", "foreign_holders"),
    *("stablecoins", "macro"),
]
TODAY = date(2026, 10, 6)  # the day after the newest payload
WHOLE_FILES = ("term_premium_acm", "financial_stress", "fed_holdings", "foreign_holders", "stablecoins")
# Datasets whose figures are added up, or chosen among rows: a second row with another figure is not a contradiction there.
ADDED_UP = ("interest_expense", "debt_by_security", "customs_receipts")
# Columns that the trimmed payloads show without a figure.
NOT_RECORDED = re.compile(r"interest_expense\.fiscal_year_to_date_usd|term_premium_acm\.ACM(Y|TP|RNY)0\d")
# Two publishers do not answer with a table of named columns; their files are damaged byte by byte instead.
DAMAGE: dict[str, dict[str, tuple[bytes, bytes]]] = {
    "term_premium_acm": {"renamed_column": (b"ACMTP10", b"ACMXP10")},
    "foreign_holders": {
        "renamed_column": (rb"(?m)^Country", b"Land"),
        "bad_number": (rb"(?m)^Japan\t[\d.]+", b"Japan\t1,185.5"),
        "out_of_range": (rb"(?m)^Japan\t[\d.]+", b"Japan\t9e30"),
    },
}

every_dataset = pytest.mark.parametrize("dataset", CATALOG, ids=lambda d: d.id)
tabular = pytest.mark.parametrize("dataset", [d for d in CATALOG if d.id not in DAMAGE], ids=lambda d: d.id)


@dataclass
class Desk:
    """A client at the stand-in, and the three steps from a dataset to its frame."""

    publishers: Publishers
    client: Client

    def session(self, dataset: Dataset, **options: Any) -> Session:
        return self.client.session(dataset.publisher, dataset.id, **options)

    def fetch(self, dataset: Dataset, since: date | None = None) -> Any:
        try:
            return dataset.fetch(self.session(dataset), Window(TODAY, since))
        except SourceRefused as refusal:
            if refusal.reason == "HTTP 404":
                asked = self.publishers.log[-1]
                refusal.add_note(f"asked for {asked.publisher}{asked.path} {asked.query}, which nothing answers:")
                refusal.add_note("is its payload in tests/publishers/payloads, its path in tests/publishers/sites.py?")
            raise

    def read(self, dataset: Dataset, since: date | None = None) -> Conformed:
        return conform(dataset.parse(self.fetch(dataset, since)), dataset, TODAY)

    def damaged(self, dataset: Dataset, kind: str) -> None:
        """Orders the failure for every answer from now on."""
        if dataset.id in DAMAGE and kind in DAMAGE[dataset.id]:
            old, new = DAMAGE[dataset.id][kind]
            self.publishers.fault("", "replace", times=-1, old=old, new=new)
        else:
            self.publishers.fault("", kind, times=-1, **({"code": 500} if kind == "status" else {}))


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Publishers]:
    with Publishers() as running:
        yield running


@pytest.fixture
def desk(stand_in: Publishers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(treasury.http._Pace, "wait", lambda _: None)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("FRED_API_KEY", raising=False)
    for name, value in stand_in.environment().items():
        monkeypatch.setenv(name, value)
    stand_in.clear()
    with Client(Settings(), Limits(tries=2, first_wait=0.001)) as client:
        yield Desk(stand_in, client)


# --- the declaration -------------------------------------------------------------------------------------------------


def test_the_catalogue_holds_exactly_the_promised_datasets() -> None:
    listed = [d.id for d in CATALOG]
    assert sorted(listed) == sorted(IDS), "a dataset stands both in CATALOG (treasury/sources/__init__.py) and in IDS (this file)"
    assert listed == list(BY_ID) == IDS, "CATALOG and IDS are in the same order, which is that of every list of datasets"
    assert all(BY_ID[d.id] is d for d in CATALOG)


@every_dataset
def test_the_declaration_is_complete(dataset: Dataset) -> None:
    assert dataset.publisher in PUBLISHERS
    assert dataset.fetch.__module__ == dataset.parse.__module__ == f"treasury.sources.{house(dataset)}.{dataset.id}"
    assert dataset.title[0].isupper()
    assert dataset.landing_page.startswith("https://")
    assert dataset.endpoint.startswith("/")
    assert dataset.cadence in STALE_AFTER_DAYS
    assert dataset.max_age_days >= 0
    assert date(1900, 1, 1) < dataset.first < TODAY
    assert len(dataset.licence) > 10
    assert set(dataset.check_inputs) <= set(IDS) - {dataset.id}


def house(dataset: Dataset) -> str:
    """The folder of a publisher: one for both addresses of FRED, one for both of the New York Fed."""
    return {"fred_api": "fred", "nyfed_markets": "nyfed"}.get(dataset.publisher, dataset.publisher)


@every_dataset
def test_keys_are_declared_columns(dataset: Dataset) -> None:
    assert dataset.key
    assert set(dataset.key) <= set(dataset.names)
    assert dataset.date_column in dataset.key
    assert dataset.column(dataset.date_column).kind == "date"
    assert all(dataset.column(name).required for name in dataset.key)
    assert len(set(dataset.names)) == len(dataset.names)


@every_dataset
def test_every_column_says_what_it_means(dataset: Dataset) -> None:
    for column in dataset.columns:
        where = f"{dataset.id}.{column.name}"
        assert re.fullmatch(r"[A-Z0-9].{8,}\.", column.meaning), f"{where}: {column.meaning!r} is no sentence"
        assert column.unit or column.kind not in NUMERIC, f"{where} has no unit"
        if column.kind == "percent":
            assert column.unit.startswith("percent"), where
        if column.kind == "usd":
            assert (column.unit, column.name[-4:]) == ("USD", "_usd"), where


@every_dataset
def test_figures_have_a_plausible_range(dataset: Dataset) -> None:
    ranged = [c for c in dataset.columns if c.kind in ("percent", "usd")]
    assert [c.name for c in ranged if c.low is None or c.high is None or c.low >= c.high] == []
    assert [c.name for c in dataset.columns if c.kind not in NUMERIC and (c.low is not None or c.high is not None)] == []


def test_copyrighted_series_stay_out_of_the_snapshot() -> None:
    assert not BY_ID["equities"].in_snapshot
    assert not BY_ID["vix"].in_snapshot
    assert BY_ID["par_yields"].in_snapshot


# --- fetch, parse, conform -------------------------------------------------------------------------------------------


@every_dataset
def test_the_whole_history_arrives_in_the_declared_shape(desk: Desk, dataset: Dataset) -> None:
    frame = desk.read(dataset).frame
    assert len(frame) >= 2
    assert tuple(frame.columns) == dataset.names
    assert frame[dataset.date_column].min() >= pd.Timestamp(dataset.first)
    assert not frame.duplicated(list(dataset.key)).any()
    assert frame.equals(frame.sort_values(dataset.order, ignore_index=True))
    empty = [f"{dataset.id}.{c.name}" for c in dataset.columns if c.required and frame[c.name].isna().all()]
    assert [name for name in empty if not NOT_RECORDED.fullmatch(name)] == []


@every_dataset
def test_parse_is_pure(desk: Desk, dataset: Dataset) -> None:
    payload = desk.fetch(dataset)
    before = copy.deepcopy(payload)
    once, twice, again = dataset.parse(payload), dataset.parse(payload), dataset.parse(before)
    pd.testing.assert_frame_equal(twice, once)
    pd.testing.assert_frame_equal(again, once)


@every_dataset
def test_a_later_fetch_brings_the_same_rows_from_its_first_day(desk: Desk, dataset: Dataset) -> None:
    whole = desk.read(dataset).frame
    days = whole[dataset.date_column]
    since = (days.max() - timedelta(days=dataset.revisable_days)).date()
    asked = len(desk.publishers.log)
    part = desk.read(dataset, since).frame
    wanted = whole[days >= pd.Timestamp(since)].reset_index(drop=True)
    pd.testing.assert_frame_equal(part[part[dataset.date_column] >= pd.Timestamp(since)].reset_index(drop=True), wanted)
    assert len(desk.publishers.log) - asked <= asked


@every_dataset
def test_only_whole_files_ask_whether_they_changed(desk: Desk, dataset: Dataset) -> None:
    desk.publishers.etags = True
    session = desk.session(dataset)
    dataset.fetch(session, Window(TODAY))
    known = desk.session(dataset, validators=session.validators)
    if dataset.id in WHOLE_FILES:
        with pytest.raises(NotModified):
            dataset.fetch(known, Window(TODAY))
        assert known.meter.requests == 1
    else:
        assert session.validators == {}
    desk.publishers.etags = False


@pytest.mark.parametrize("dataset", [d for d in CATALOG if d.publisher == "fred"], ids=lambda d: d.id)
def test_fred_gives_the_same_frame_with_a_key(desk: Desk, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    without = desk.read(dataset).frame
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    with Client(Settings(), desk.client.limits) as keyed:
        pd.testing.assert_frame_equal(Desk(desk.publishers, keyed).read(dataset).frame, without)
    assert len(desk.publishers.asked("fred_api")) >= 1


@every_dataset
def test_checks_run_over_the_payload(desk: Desk, dataset: Dataset) -> None:
    if dataset.checks is None:
        assert dataset.check_inputs == ()
        return
    frames = {name: desk.read(BY_ID[name]).frame for name in (dataset.id, *dataset.check_inputs)}
    checks = dataset.checks(frames)
    assert checks
    assert all(check.name and check.detail for check in checks)


# --- failures --------------------------------------------------------------------------------------------------------


FAILURES: dict[str, type[SourceError]] = {
    "renamed_column": SourceChanged,
    "bad_number": SourceChanged,
    "out_of_range": SourceChanged,
    "html": SourceUnavailable,
    "status": SourceUnavailable,
    "truncate": SourceUnavailable,
    "redirect": SourceRefused,
}
# Cells of an Excel file cannot be changed in place: the dataset's own tests hand parse a changed frame.
CASES = [
    (d, kind) for d in CATALOG for kind in FAILURES if d.id != "term_premium_acm" or kind not in ("bad_number", "out_of_range")
]


@pytest.mark.parametrize(("dataset", "kind"), CASES, ids=[f"{d.id}-{kind}" for d, kind in CASES])
def test_each_failure_has_its_error(desk: Desk, dataset: Dataset, kind: str) -> None:
    since = recent(desk, dataset)
    desk.damaged(dataset, kind)
    with pytest.raises(SourceError) as caught:
        desk.read(dataset, since)
    assert type(caught.value) is FAILURES[kind], caught.value
    assert caught.value.dataset == dataset.id
    assert caught.value.publisher in (dataset.publisher, house(dataset), PUBLISHERS[dataset.publisher].name)


def recent(desk: Desk, dataset: Dataset) -> date:
    """A day from which a few requests bring a few rows."""
    return (desk.read(dataset).frame[dataset.date_column].max() - timedelta(days=400)).date()


@tabular
@pytest.mark.parametrize("kind", ["duplicate_rows", "shuffled_rows", "extra_column"])
def test_what_does_no_harm_is_tolerated(desk: Desk, dataset: Dataset, kind: str) -> None:
    since = recent(desk, dataset)
    expected = desk.read(dataset, since).frame
    desk.damaged(dataset, kind)
    pd.testing.assert_frame_equal(desk.read(dataset, since).frame, expected)


@tabular
def test_a_date_in_another_century_is_refused(desk: Desk, dataset: Dataset) -> None:
    since = recent(desk, dataset)
    desk.damaged(dataset, "future_date")
    with pytest.raises(SourceChanged, match="2099"):
        desk.read(dataset, since)


@pytest.mark.parametrize("dataset", [d for d in CATALOG if d.id not in (*DAMAGE, *ADDED_UP)], ids=lambda d: d.id)
def test_two_figures_for_one_key_are_refused(desk: Desk, dataset: Dataset) -> None:
    since = recent(desk, dataset)
    desk.damaged(dataset, "conflicting_duplicate")
    with pytest.raises(SourceChanged):
        desk.read(dataset, since)


@pytest.mark.parametrize("dataset", [d for d in CATALOG if d.publisher == "fiscaldata"], ids=lambda d: d.id)
def test_a_total_that_keeps_changing_is_refused(desk: Desk, dataset: Dataset) -> None:
    desk.damaged(dataset, "page_drift")
    with pytest.raises(SourceChanged, match="rows arrived of"):
        desk.read(dataset)
