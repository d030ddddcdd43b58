"""Counts and log lines of requests, the store's figures for Prometheus, the content policy."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from treasury.hosted.headers import policy
from treasury.hosted.observed import Freshness, route
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.sources import BY_ID, CATALOG


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/healthz", "healthz"),
        ("/calendar.ics", "calendar.ics"),
        ("/api/v1/datasets", "/datasets"),
        ("/api/v1/datasets/par_yields.csv", "/datasets/{name}.{form}"),
        ("/api/v1/events/2025-04-02", "/events/{day}"),
        ("/api/v1/made-up/by/a/visitor", "api, no such route"),
        ("/static/js/index.js", "streamlit"),
        ("/_stcore/health", "streamlit"),
        ("/yields/_stcore/host-config", "streamlit"),
        ("/yields", "page"),
        ("/whatever/else", "page"),
    ],
)
def test_what_a_path_is_counted_under(path: str, name: str) -> None:
    assert route(path) == name


def test_freshness_from_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    settings.cache_clear()
    told = {family.name: {s.labels["dataset"]: s.value for s in family.samples} for family in Freshness().collect()}
    as_of = open_store().vintage(BY_ID["par_yields"]).as_of
    settings.cache_clear()
    assert as_of is not None
    assert told["treasury_dataset_age_days"]["par_yields"] == (datetime.now(UTC).date() - as_of).days
    assert "equities" not in told["treasury_dataset_age_days"]  # never fetched has no age
    assert set(told["treasury_dataset_failed"]) == {d.id for d in CATALOG}
    assert set(told["treasury_dataset_failed"].values()) == {0.0}


def test_who_may_frame_is_in_the_policy() -> None:
    assert policy("'none'").endswith("frame-ancestors 'none'")
    assert "script-src 'self' 'unsafe-eval' 'sha256-" in policy("https://intranet.example.org")
    assert policy("https://intranet.example.org").endswith("frame-ancestors https://intranet.example.org")
