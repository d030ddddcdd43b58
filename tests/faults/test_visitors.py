"""Fifty visitors who click while a refresh runs and fails; a connection that is cut."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browsing import Server, serving
from tests.faults.visitor import Shown, Visitor
from treasury.http import Client, Limits
from treasury.refreshing import refresh
from treasury.settings import PUBLISHERS, Settings
from treasury.sources import BY_ID
from treasury.store import Store

VISITORS = 50
CLICKS = 2
PAGES = ("catalogue", "catalogue", "calendar", "volatility")
BROKEN = (("fiscaldata", "html"), ("fred", "reset"), ("nyfed", "garbage"), ("tic", "renamed_column"), ("defillama", "empty"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving("serve.py", tmp_path_factory.mktemp("visitors"), TREASURY_AUTO_REFRESH="off") as running:
        yield running


def settings_of(server: Server) -> Settings:
    """The same store and publishers as the server's."""
    urls = {p.setting: server.publishers.url(key) for key, p in PUBLISHERS.items()}
    return Settings(store=str(server.output.parent / "store"), fred_api_key=None, **urls)


def visited(server: Server, trip: list[str]) -> list[Shown]:
    with Visitor(server.url) as visitor:
        return [visitor.open(path) for path in trip]


def test_fifty_visitors_click_while_a_refresh_runs_and_fails(server: Server) -> None:
    """Every run of a page ends well, with one headline and no exception; what the refresh could read is there at the end."""
    for publisher, kind in BROKEN:
        server.publishers.fault(publisher, kind, times=-1)
    server.publishers.fault("treasury_gov", "slow", times=-1, seconds=0.1)
    chance, config = random.Random(58), settings_of(server)
    trips = [[chance.choice(PAGES) for _ in range(CLICKS)] for _ in range(VISITORS)]
    with Client(config, Limits(tries=2, first_wait=0.1)) as client, ThreadPoolExecutor(VISITORS + 1) as pool:
        refreshing = pool.submit(refresh, config=config, client=client)
        seen = [shown for trip in pool.map(lambda trip: visited(server, trip), trips) for shown in trip]
        results = {result.id: result for result in refreshing.result()}
    assert len(seen) == VISITORS * CLICKS
    assert [shown for shown in seen if not shown.whole] == []
    assert all(shown.headlines[0].endswith(".") for shown in seen)
    assert {name for name in ("debt_to_penny", "cmt_yields", "stablecoins") if results[name].ok} == set()
    assert results["par_yields"].ok
    store = Store(config.store, config.snapshot)
    assert store.read(BY_ID["par_yields"]).vintage.trouble == ""
    assert store.read(BY_ID["stablecoins"]).vintage.origin == "snapshot"
    server.publishers.clear()


def test_a_connection_that_was_cut_is_taken_up_again_with_its_controls(server: Server) -> None:
    """The address holds the controls: the page comes back as it was, in the same session or, on another server, in a new one."""
    query = "range=5Y&tenors=2Y"
    with Visitor(server.url) as visitor:
        before = visitor.open("volatility", query)
        session = visitor.session
        visitor.cut()
    with Visitor(server.url, session) as again:
        assert again.open("volatility", query) == before
    with Visitor(server.url) as elsewhere:
        assert elsewhere.open("volatility", query) == before
        assert elsewhere.session != session
    assert before.whole
