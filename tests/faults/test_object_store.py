"""An object store that does not answer: what was read before serves from memory, else the snapshot, and both say so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.faults.machine import Machine, machine
from treasury import delta_log
from treasury.errors import NothingReadable, StoreError
from treasury.refreshing import open_store, refresh
from treasury.settings import ROOT
from treasury.sources import BY_ID
from treasury.ui import cache

AWAY = {
    "TREASURY_STORE": "s3://bucket/store",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ALLOW_HTTP": "true",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "never-shown",  # pragma: allowlist secret
    "AWS_REGION": "us-east-1",
}


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(delta_log, "_silent", {})
    monkeypatch.setattr(delta_log, "REMOTE", delta_log.REMOTE | {"max_retries": "0"})
    monkeypatch.setattr(cache, "_newest_read", {})
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path, "stablecoins", "vix") as made:
        yield made


def test_the_snapshot_serves_and_says_why(here: Machine) -> None:
    with here.pointed(**AWAY, TREASURY_SNAPSHOT=str(ROOT / "data" / "snapshot")):
        held = open_store().read(BY_ID["par_yields"])
        assert held.vintage.origin == "snapshot"
        assert "the store's versions cannot be listed" in held.vintage.trouble
        assert "never-shown" not in held.vintage.trouble
        page = cache.frame("par_yields")
        assert page.ok
        assert "cannot be listed" in page.reason
        with pytest.raises(NothingReadable, match="vix: the store's versions cannot be listed"):
            open_store().read(BY_ID["vix"])


def test_a_bucket_that_did_not_answer_is_not_asked_again_for_a_while(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    with here.pointed(**AWAY):
        with pytest.raises(OSError, match="Generic S3 error"):
            delta_log.open_table("s3://bucket/store/vix")
        began = time.process_time()
        for name in BY_ID:
            with pytest.raises(OSError, match="s3://bucket did not answer a moment ago"):
                delta_log.open_table(f"s3://bucket/store/{name}")
        assert time.process_time() - began < 1.0
        monkeypatch.setattr(delta_log, "_silent", {"s3://bucket": time.monotonic() - 1})
        with pytest.raises(OSError, match="Generic S3 error"):
            delta_log.open_table("s3://bucket/store/vix")


def test_a_refresh_says_so_for_each_dataset_and_ends(here: Machine) -> None:
    with here.pointed(**AWAY), pytest.raises(StoreError, match="the log of runs at s3://bucket/store cannot be written"):
        refresh("stablecoins")


def test_what_was_read_before_serves_while_the_store_is_away(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: cache.frame(name) for name in ("stablecoins", "vix")}
    assert {one.reason for one in before.values() if one.state == "fresh"} <= {""}

    def away(path: str, version: int | None = None) -> None:
        raise OSError("the bucket does not answer")

    monkeypatch.setattr("treasury.store.open_table", away)
    cache._standing.clear()  # what two seconds do
    for name, loaded in before.items():
        now = cache.frame(name)
        assert now.frame.equals(loaded.frame)
        assert now.vintage is not None
        assert now.version == loaded.version
        assert "the bucket does not answer" in now.vintage.trouble
    monkeypatch.undo()
    cache._standing.clear()
    assert cache.frame("vix").vintage == before["vix"].vintage
