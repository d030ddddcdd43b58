"""Paging, drift, and reading cells, against the stand-in of the publishers with pages of a few rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from tests.publishers import Publishers
from treasury.errors import SourceChanged, SourceRefused
from treasury.http import Client, Session
from treasury.settings import settings
from treasury.sources.fiscaldata import _client
from treasury.sources.fiscaldata._client import clock, columns, dollars, numbers, rows_since, table

TABLE = "v1/accounting/od/buybacks_operations"
SORT = "operation_date,operation_start_time_est"
START = date(2000, 1, 1)
SECOND_PAGE = "page%5Bnumber%5D=2"


@pytest.fixture
def session(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session that asks for pages of three rows, without pauses between requests."""
    monkeypatch.setattr(_client, "PAGE_SIZE", 3)
    client = Client(settings())
    client.paces["fiscaldata"].gap = 0.0
    yield client.session("fiscaldata", "buyback_operations")
    client.pool.close()


def test_every_page_up_to_the_total_is_read_in_order(session: Session, env: Publishers) -> None:
    rows = table(rows_since(session, TABLE, "operation_date", START, SORT))
    assert list(rows["operation_date"]) == [
        "2000-03-09", "2014-10-09", "2024-07-17", "2024-07-18", "2024-07-24", "2024-08-21", "2024-08-21", "2026-09-10",
    ]  # fmt: skip
    assert list(rows["operation_start_time_est"][5:7]) == ["01:20 PM", "01:40 PM"]
    assert [r.query["page[number]"] for r in env.log] == ["1", "2", "3"]


def test_asks_for_all_fields_with_filters_sort_and_a_page_size(session: Session, env: Publishers) -> None:
    rows_since(session, TABLE, "operation_date", date(2026, 1, 1), SORT, "security_type:eq:Nominal Coupons")
    assert env.log[0].query == {
        "filter": "operation_date:gte:2026-01-01,security_type:eq:Nominal Coupons",
        "sort": SORT,
        "page[number]": "1",
        "page[size]": "3",
        "format": "json",
    }


def test_the_page_size_is_the_services_maximum() -> None:
    assert _client.PAGE_SIZE == 10_000


def test_no_row_since_a_day_is_an_answer_with_columns(session: Session, env: Publishers) -> None:
    pages = rows_since(session, TABLE, "operation_date", date(2026, 9, 11), SORT)
    rows = table(pages)
    assert len(rows) == 0
    assert {"operation_date", "maturity_bucket", "total_par_amt_accepted"} <= set(rows.columns)
    assert len(env.log) == 1


def test_a_total_that_changes_while_paging_is_read_again(session: Session, env: Publishers) -> None:
    env.fault("fiscaldata", "page_drift", path_contains=SECOND_PAGE, times=1)
    assert len(table(rows_since(session, TABLE, "operation_date", START, SORT))) == 8
    assert len(env.log) == 6


def test_a_total_that_keeps_changing_is_refused_after_three_readings(session: Session, env: Publishers) -> None:
    env.fault("fiscaldata", "page_drift", times=-1)
    with pytest.raises(SourceChanged, match=r"8 rows arrived of 15 or 16 or 17 reported"):
        rows_since(session, TABLE, "operation_date", START, SORT)
    assert len(env.log) == 9


def test_rows_that_are_not_as_many_as_reported_are_refused(session: Session, env: Publishers) -> None:
    env.fault("fiscaldata", "replace", times=-1, old=rb'"total-count": 8', new=b'"total-count": 9')
    with pytest.raises(SourceChanged, match=r"8 rows arrived of 9 reported"):
        rows_since(session, TABLE, "operation_date", START, SORT)


def page(env: Publishers, number: int) -> bytes:
    """What the service answers for one page of three rows."""
    sent = env.answer("GET", f"/fiscaldata{_client.ROOT}{TABLE}?page[size]=3&page[number]={number}&sort={SORT}", {}).body
    env.clear()
    return sent


def test_a_row_that_comes_again_on_the_next_page_is_drift(session: Session, env: Publishers) -> None:
    env.fault("fiscaldata", "body", path_contains=SECOND_PAGE, times=-1, body=page(env, 1))
    with pytest.raises(SourceChanged, match=r"page 2 begins with a row of the page before"):
        rows_since(session, TABLE, "operation_date", START, SORT)


def test_an_equal_row_sent_twice_does_no_harm(session: Session, env: Publishers) -> None:
    last = json.loads(page(env, 3))
    last["data"].append(last["data"][-1])
    env.fault("fiscaldata", "body", path_contains="page%5Bnumber%5D=3", times=-1, body=json.dumps(last).encode())
    rows = table(rows_since(session, TABLE, "operation_date", START, SORT))
    assert len(rows) == 9
    assert len(rows.drop_duplicates()) == 8


@pytest.mark.parametrize(
    ("old", "words"),
    [
        (rb'"total-count"', "meta 'total-count' is missing"),
        (rb'"total-pages"', "meta 'total-pages' is missing"),
        (rb'"data"', "'data' is missing or no list of rows"),
    ],
)
def test_an_answer_of_another_shape_is_refused(session: Session, env: Publishers, old: bytes, words: str) -> None:
    env.fault("fiscaldata", "replace", times=-1, old=old, new=b'"other"')
    with pytest.raises(SourceChanged, match=words):
        rows_since(session, TABLE, "operation_date", START, SORT)


def test_a_refusal_carries_the_services_words(session: Session) -> None:
    with pytest.raises(SourceRefused, match=r"Field 'nope' does not exist"):
        rows_since(session, TABLE, "nope", START, SORT)


def test_columns_are_renamed_and_missing_cells_are_missing(answer) -> None:
    made = columns(answer([{"a": "1", "b": "null", "c": "x"}, {"a": "", "b": "2", "c": "y"}]), {"b": "two", "a": "one"}, "some")
    assert list(made.columns) == ["two", "one"]
    assert made["two"].tolist()[1] == "2"
    assert made.isna().to_numpy().tolist() == [[True, False], [False, True]]


def test_a_missing_column_is_named(answer) -> None:
    with pytest.raises(SourceChanged, match=r"fiscaldata, some: column 'b' is missing \(the answer has a") as caught:
        columns(answer([{"a": "1"}]), {"a": "one", "b": "two"}, "some")
    assert caught.value.dataset == "some"


def test_json_null_is_missing(answer) -> None:
    assert columns(answer([{"a": None}, {"a": "1"}]), {"a": "a"}, "some")["a"].isna().tolist() == [True, False]


def test_millions_become_dollars_to_the_cent() -> None:
    frame = pd.DataFrame({"a": ["16060855.8302", "7781090.05160322", "-81", None]}, dtype="str")
    made = dollars(frame, ["a"], "some")["a"]
    assert made.tolist()[:3] == [16_060_855_830_200.0, 7_781_090_051_603.22, -81_000_000.0]
    assert made.isna().tolist() == [False, False, False, True]


def test_a_cell_that_is_no_number_is_named() -> None:
    with pytest.raises(SourceChanged, match=r"column 'a': 'n/a' in row 2 is no number"):
        numbers(pd.Series(["1", "n/a"], name="a", dtype="str"), "some")


def test_times_are_told_in_24_hours() -> None:
    told = clock(pd.Series(["01:40 PM", "11:30 AM", "12:00 PM", "12:05 AM", "13:40", "at noon", None], dtype="str"))
    assert told.tolist()[:6] == ["13:40", "11:30", "12:00", "00:05", "13:40", "at noon"]
    assert told.isna().tolist() == [False] * 6 + [True]


def test_the_payloads_have_the_services_order_of_keys(env: Publishers) -> None:
    body = json.loads(env.answer("GET", f"/fiscaldata{_client.ROOT}{TABLE}", {}).body)
    assert list(body) == ["data", "meta", "links"]
