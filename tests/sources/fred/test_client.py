"""FRED with and without a key: the same figures, one set of rules."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.request import OpenerDirector

import pandas as pd
import pytest
from fredapi import Fred

from tests.publishers import FRED_KEY, Publishers
from treasury.body import Body
from treasury.dataset import Conformed, Window
from treasury.errors import MissingCredential, SourceChanged, SourceRefused, SourceUnavailable
from treasury.http import Session
from treasury.settings import settings
from treasury.sources.fred import breakevens, cmt_yields, macro, policy_rates, term_premium_kw
from treasury.sources.fred._client import _PoliteFred, observations, parse_graph, wide

Sessions = Callable[..., Session]
APRIL = date(2025, 4, 1)
APRIL_1, APRIL_2 = pd.Timestamp("2025-04-01"), pd.Timestamp("2025-04-02")


@pytest.fixture
def key(env: Publishers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    settings.cache_clear()


@pytest.fixture
def no_other_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """urllib, by which fredapi would connect on its own, is shut."""

    def shut(*_: Any, **__: Any) -> None:
        raise AssertionError("fredapi opened a connection of its own")

    monkeypatch.setattr(OpenerDirector, "open", shut)


def test_without_a_key_all_series_come_in_one_request(env: Publishers, session: Sessions) -> None:
    found = observations(session(cmt_yields.DATASET), ("DGS2", "DGS10"), APRIL)
    assert (found["DGS2"]["2025-04-11"], found["DGS10"]["2025-04-11"]) == ("3.96", "4.48")
    assert "2025-04-18" not in found["DGS10"]  # Good Friday: an empty cell
    [request] = env.log
    assert (request.publisher, request.path) == ("fred", "/graph/fredgraph.csv")
    assert request.query == {"id": "DGS2,DGS10", "cosd": "2025-04-01"}


@pytest.mark.usefixtures("key", "no_other_door")
def test_with_a_key_everything_goes_through_fredapi_over_our_session(env: Publishers, session: Sessions) -> None:
    """Fails if fredapi renames the private method through which it reads."""
    assert "_Fred__fetch_data" in vars(Fred)
    assert "_Fred__fetch_data" in vars(_PoliteFred)
    asking = session(cmt_yields.DATASET)
    found = observations(asking, ("DGS2", "DGS10"), APRIL)
    assert found["DGS10"][pd.Timestamp("2025-04-11")] == 4.48
    assert {(r.publisher, r.path) for r in env.log} == {("fred_api", "/fred/series/observations")}
    assert [r.query["series_id"] for r in env.log] == ["DGS2", "DGS10"]
    assert {r.query["observation_start"] for r in env.log} == {"2025-04-01"}
    assert asking.meter.requests == 2


@pytest.mark.parametrize("module", [cmt_yields, breakevens, policy_rates, macro, term_premium_kw])
def test_both_ways_give_the_same_rows(
    env: Publishers, session: Sessions, accepted: Callable[..., Conformed], monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    window = Window(date(2026, 10, 6))
    without = accepted(module.DATASET, module.fetch(session(module.DATASET), window)).frame
    monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
    settings.cache_clear()
    with_key = accepted(module.DATASET, module.fetch(session(module.DATASET), window)).frame
    assert len(with_key) > 20
    pd.testing.assert_frame_equal(with_key, without)
    assert env.asked("fred")
    assert env.asked("fred_api")


@pytest.mark.usefixtures("key")
def test_a_malformed_key_names_the_variable_and_is_shown_nowhere(
    env: Publishers, session: Sessions, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FRED_API_KEY", "NOT-A-KEY-BUT-SECRET")
    settings.cache_clear()
    caplog.set_level(logging.DEBUG)
    with pytest.raises(MissingCredential, match="FRED_API_KEY") as failure:
        observations(session(cmt_yields.DATASET), ("DGS10",), APRIL)
    assert "NOT-A-KEY" not in str(failure.value) + caplog.text


@pytest.mark.usefixtures("key")
def test_a_cell_that_is_no_number_is_refused_with_a_key_too(env: Publishers, session: Sessions) -> None:
    env.fault("fred_api", "replace", old=rb'value="4.48"', new=rb'value="n/a"')
    with pytest.raises(SourceChanged, match="DGS10: could not convert string to float: 'n/a'"):
        observations(session(cmt_yields.DATASET), ("DGS10",), APRIL)


@pytest.mark.parametrize("with_key", [False, True])
def test_an_optional_series_that_is_not_served_is_left_out(
    env: Publishers, session: Sessions, monkeypatch: pytest.MonkeyPatch, with_key: bool
) -> None:
    if with_key:
        monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
        settings.cache_clear()
    found = observations(session(term_premium_kw.DATASET), ("THREEFYTP10",), APRIL, optional=("THREEFYTP1", "DGS10"))
    assert sorted(found) == ["DGS10", "THREEFYTP10"]


@pytest.mark.parametrize("with_key", [False, True])
def test_a_failure_of_an_optional_series_is_no_absence(
    env: Publishers, session: Sessions, monkeypatch: pytest.MonkeyPatch, with_key: bool
) -> None:
    if with_key:
        monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
        settings.cache_clear()
    publisher = "fred_api" if with_key else "fred"
    env.fault(publisher, "status", path_contains="THREEFYTP1&", times=-1, code=503)
    asking = session(term_premium_kw.DATASET)
    with pytest.raises(SourceUnavailable, match="503"):
        observations(asking, ("THREEFYTP10",), APRIL, optional=("THREEFYTP1",))
    env.clear()
    env.fault(publisher, "status", path_contains="THREEFYTP1&", times=-1, code=403)
    with pytest.raises(SourceRefused, match="403"):
        observations(asking, ("THREEFYTP10",), APRIL, optional=("THREEFYTP1",))


@pytest.mark.parametrize("with_key", [False, True])
def test_a_series_that_must_be_there_and_is_not_is_refused(
    env: Publishers, session: Sessions, monkeypatch: pytest.MonkeyPatch, with_key: bool
) -> None:
    if with_key:
        monkeypatch.setenv("FRED_API_KEY", FRED_KEY)
        settings.cache_clear()
    with pytest.raises(SourceRefused):
        observations(session(term_premium_kw.DATASET), ("THREEFYTP1",), APRIL, optional=("DGS10",))


def graph(text: str) -> Body:
    return Body("", text.encode())


def test_both_headers_and_every_line_ending_are_read() -> None:
    for text in (
        "observation_date,A,B\n2025-04-01,1,\n2025-04-02,.,2\n",
        "\ufeffDATE,B,A\r\n2025-04-01,,1\r\n2025-04-02,2,.",
    ):
        found = parse_graph(graph(text), ("A", "B"), "x")
        assert (found["A"].to_dict(), found["B"].to_dict()) == ({APRIL_1: "1"}, {APRIL_2: "2"})


def test_a_download_without_the_series_or_the_date_is_refused() -> None:
    with pytest.raises(SourceChanged, match=r"column 'B' is missing \(header: observation_date, A\)"):
        parse_graph(graph("observation_date,A\n2025-04-01,1\n"), ("A", "B"), "x")
    with pytest.raises(SourceChanged, match=r"column 'observation_date' is missing \(header: day, A\)"):
        parse_graph(graph("day,A\n2025-04-01,1\n"), ("A",), "x")
    with pytest.raises(SourceChanged, match="no table"):
        parse_graph(graph("observation_date,A\n2025-04-01,1\n2025-04-02,1,2,3\n"), ("A",), "x")


def test_an_equal_repetition_counts_once_and_a_contradiction_is_refused() -> None:
    found = parse_graph(graph("observation_date,A\n2025-04-01,1\n2025-04-01,1\n"), ("A",), "x")
    assert found["A"].to_dict() == {APRIL_1: "1"}
    with pytest.raises(SourceChanged, match="two rows for 2025-04-01 differ"):
        parse_graph(graph("observation_date,A\n2025-04-01,1\n2025-04-01,2\n"), ("A",), "x")


def test_a_day_that_is_none_in_one_of_two_downloads_is_kept_for_the_check_of_the_schema() -> None:
    good = parse_graph(graph("observation_date,A\n2025-04-01,1\n"), ("A",), "x")
    bad = parse_graph(graph("observation_date,B\n2025-04-01,3\n1 April,2\n"), ("B",), "x")
    rows = wide({**good, **bad}, {"A": "a", "B": "b"})
    assert rows["date"].tolist() == ["1 April", "2025-04-01"]
    assert rows.loc[1, ["a", "b"]].tolist() == ["1", "3"]


def test_wide_is_sorted_and_leaves_out_days_without_a_figure() -> None:
    found = {"A": pd.Series({"2025-04-02": "2", "2025-04-01": "1"}), "B": pd.Series({"2025-04-03": None})}
    rows = wide(found, {"A": "a", "B": "b", "C": "c"})
    assert rows["date"].tolist() == ["2025-04-01", "2025-04-02"]
    assert rows["a"].tolist() == ["1", "2"]
    assert rows["b"].isna().all()
    assert list(rows.columns) == ["date", "a", "b"]
