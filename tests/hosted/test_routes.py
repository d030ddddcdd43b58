"""Routes beside the pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.testclient import TestClient

from treasury.hosted.routes import ROUTES


def test_the_api_is_found_without_a_slash_at_its_end() -> None:
    answer = TestClient(Starlette(routes=ROUTES)).get("/api/v1")
    assert answer.url.path == "/api/v1/openapi.json"
    assert answer.json()["info"]["title"] == "Treasury truce"
