"""The section Events for a Japanese reader: the same figures to download, the same address, claims in their own Japanese."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.visits import View, begun, opened
from treasury.answers.claims import figure
from treasury.language import JAPANESE, using
from treasury.ui import evidence
from treasury.ui.downloads import csv_bytes
from treasury.ui.event_compare import in_short
from treasury.ui.events import after, together
from treasury.ui.navigation import PAGES, Entry

ENTRIES = {entry.url_path: entry for entry in PAGES}
EVENTS = ["2025-04-02", "2025-07-30", "2020-03-09 Oil"]


def downloads(entry: Entry, query: dict[str, str | list[str]]) -> dict[str, str]:
    """The CSV of every chart and table of a page."""
    app = begun(entry, query)
    app.session_state[evidence.COLLECTED] = {}
    assert View(app.run()).exceptions == []
    return {key: csv_bytes(one.frame).decode() for key, one in app.session_state[evidence.COLLECTED].items()}


@pytest.mark.parametrize(
    ("path", "query"),
    [("event-lab", {"event": "2025-07-30"}), ("compare", {"events": EVENTS}), ("claims", {"claim": "Stablecoins 300bn"})],
)
def test_what_is_downloaded_is_the_same_in_every_language(held: Path, path: str, query: dict[str, str | list[str]]) -> None:
    made = downloads(ENTRIES[path], query)
    assert made
    assert downloads(ENTRIES[path], query | {"lang": JAPANESE}) == made


def test_events_stay_chosen_when_the_language_changes(held: Path) -> None:
    app = begun(ENTRIES["compare"], {"events": EVENTS}).run()
    chosen = app.session_state["events"]
    assert chosen == ["2025-04-02 Reciprocal tariffs", "2025-07-30 Long-end buybacks doubled", "2020-03-09 Oil"]
    app.button(key="_to_ja").click().run()
    assert View(app).exceptions == []
    assert app.session_state["events"] == chosen
    assert app.query_params["events"] == EVENTS
    assert app.query_params["lang"] == JAPANESE


def test_claims_stand_in_their_own_japanese(held: Path) -> None:
    view = opened(ENTRIES["claims"], {"lang": JAPANESE, "claim": "Stablecoins 300bn"})
    assert "ステーブルコインの発行残高は3,000億ドル近辺にある。" in view.app.expander[0].label
    assert "Stablecoins stand near" not in view.words
    assert view.app.query_params["claim"] == "Stablecoins 300bn"


def test_sentences_are_made_in_japanese_order() -> None:
    with using(JAPANESE):
        assert [after(session, "2025年4月2日") for session in (0, 5)] == ["2025年4月2日当日", "2025年4月2日の5営業日後"]
        assert together(["関税の一時停止", "FOMC"]) == "関税の一時停止、FOMC"
        assert figure(3.0, "of 5 days") == "5日中3日"
        assert figure(5.77, "% of GDP").startswith("GDP比5.8")
        found = pd.DataFrame({"kind": ["fomc", "auction", "auction"], "label": ["FOMC holds", "2-Year Note", "5-Year Note"]})
        assert in_short(found) == "FOMC据え置き、入札2件"
