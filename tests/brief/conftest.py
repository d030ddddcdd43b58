"""A webhook on loopback, a store that reads the embedded snapshot, and an answer made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tenacity import wait_none

from tests.alerting import Webhook, webhook
from tests.brief.frames import Load, load, par, rows, until
from treasury import delivery
from treasury.answers import brief as answers
from treasury.brief import sections
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.store import Store

HOSTILE = "<script>alert(1)</script> *x* [y](https://evil.example) | `z`"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    monkeypatch.setattr(delivery, "WAIT", wait_none())
    with webhook() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An own empty store over the embedded snapshot; nothing is sent anywhere unless a test says where."""
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("TREASURY_ALERT_URLS", raising=False)
    settings.cache_clear()
    yield open_store()
    settings.cache_clear()


@pytest.fixture
def held() -> Load:
    """Two days of yields, and stablecoins where none were held."""
    days = {"d2026_09_28": {"2Y": 4.92, "10Y": 5.24, "30Y": 5.56}, "d2026_10_05": {"2Y": 4.84, "10Y": 5.31, "30Y": 5.66}}
    return load(par_yields=par(**days), stablecoins=rows("stablecoins", {"date": "2026-10-03", "total_usd": 305e9}))


@pytest.fixture
def answer(held: Load) -> dict[str, Any]:
    """The answer from these frames, with an auction whose term is hostile text and a hostile notice."""
    return answered(held)


def answered(held: Load) -> dict[str, Any]:
    """The same in the current language."""
    made = answers.brief(held, until(held, "2026-09-28"), date(2026, 9, 28), today=date(2026, 10, 6))
    card = {
        **dict.fromkeys(("six_bid_to_cover", "six_indirect_share_pct", "high_discount_margin", "grade")),
        "auction_date": "2026-09-29",
        "exact_term": HOSTILE,
        "total_accepted_usd": 70e9,
        "high_yield": 5.08,
        "stop_minus_prior_close_bp": 2.0,
        "bid_to_cover": 2.41,
        "indirect_share_pct": 70.0,
    }
    return made | {"auctions": made["auctions"] | {"rows": [card], "last_held": "2026-09-29"}, "notice": HOSTILE}


@pytest.fixture
def brief(answer: dict[str, Any]) -> sections.Brief:
    return sections.brief(answer)
