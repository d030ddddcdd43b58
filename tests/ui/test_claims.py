"""The page of claims: what it counts and says, what a link sets, what stands in its table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest

from tests.visits import View, opened, unescaped
from treasury import claims_file
from treasury.settings import settings
from treasury.ui import claims as ui
from treasury.ui.navigation import PAGES

ENTRY = next(entry for entry in PAGES if entry.url_path == "claims")


@pytest.fixture(autouse=True)
def _from_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "none"))
    settings.cache_clear()
    yield
    settings.cache_clear()


def one(claim_id: str, *verdicts: str) -> dict:
    """A made-up claim whose definitions, named a, b, …, have these verdicts."""
    rows = [
        {
            "definition": name,
            "verdict": verdict,
            "value": 1.0,
            "unit": "bp",
            "figure": "+1 bp",
            "start": "2025-01-02",
            "end": "2025-01-03",
        }
        | {"detail": "", "rule": "R.", "would_change": "", "why_untestable": "", "sources": [], "own_file": False}
        for name, verdict in zip("abcdef", verdicts, strict=False)
    ]
    shared = {"id": claim_id, "statement": f"{claim_id}.", "statement_ja": "。", "page": "yields", "comment": "C."}
    return {**shared, **rows[0], "others": rows[1:]}


def labels(view: View) -> list[str]:
    return [unescaped(block.label) for block in view.app.expander]


def test_headline_counts_the_definitions_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    board = ui.Board([one("x", "true", "false"), one("y", "true", "untestable"), one("z", "partly", "true")], [], [])
    assert ui.headline(board) == (
        "Of 3 statements 2 hold, 1 holds in part; for 2 of them the verdict depends on the definition (figures to n/a)."
    )
    nothing = ui.Board([one("x", "untestable"), one("y", "untestable", "untestable")], [], [])
    assert ui.headline(nothing) == "None of the 2 statements can be tested: their figures are not held."


def test_the_page_says_what_the_answer_says() -> None:
    view = opened(ENTRY)
    rows = [label for label in labels(view) if "agree" in label]
    assert len(rows) == 16
    assert "Of 16 statements" in view.headlines[0]
    words = {"hold": "True", "not hold": "False", "hold in part": "Partly", "be tested": "Untestable"}
    counted = re.findall(r"(\d+) (?:do(?:es)? |cannot )?(holds? in part|holds?|not hold|be tested)", view.headlines[0])
    assert len(counted) == 4
    for count, what in counted:
        assert sum(f"badge[{words[what.replace('holds', 'hold')]}]" in row for row in rows) == int(count)
    assert any("The week of 11 April 2025" in row and "+47 bp" in row and "2 of 5 definitions agree" in row for row in rows)


def test_a_definition_in_the_link_shows_its_verdict_and_opens_its_claim() -> None:
    query = {"largest_weekly_rise_since_2001": "30-year, calendar week"}
    view = opened(ENTRY, query)
    shown = [block for block in view.app.expander if "The week of 11 April" in unescaped(block.label)]
    assert "badge[True]" in shown[0].label
    assert "+44 bp" in shown[0].label
    assert [unescaped(block.label)[:12] for block in view.app.expander if block.proto.expanded] == ["The week of "]
    assert "11 hold" in view.headlines[0]
    wrong = opened(ENTRY, {"largest_weekly_rise_since_2001": "by moon"})
    assert any(said.startswith("Definition: the link says") for said in wrong.alerts)


def test_verdict_and_statement_choose_what_is_listed() -> None:
    false = [label for label in labels(opened(ENTRY, {"verdict": "False"})) if "agree" in label]
    assert len(false) == 3
    assert all("badge[False]" in label for label in false)
    alone = opened(ENTRY, {"claim": "Stablecoins 300bn"})
    assert len([label for label in labels(alone) if "agree" in label]) == 1
    assert "Stablecoins stand near 300 billion dollars." in alone.words
    others = {"largest_weekly_rise_since_2001": "30-year, calendar week"}
    others["yields_up_dollar_down_rare"] = "Days: any rise with any fall"
    none = opened(ENTRY, {"verdict": "Partly"} | others)
    assert any("No statement has this verdict" in said for said in none.alerts)


def test_evidence_gives_rule_change_note_data_and_link() -> None:
    view = opened(ENTRY, {"claim": "Deficit six pct gdp"})
    words = view.words
    for part in (
        "Rule:",
        "What would change it:",
        "Note:",
        "Data:",
        "Show on the page Catalogue and health",
        "Fiscal year 2025.",
    ):
        assert part in words
    assert "米連邦政府の財政赤字は" in words
    links = [element.proto for element in view.elements if element.type == "page_link"]
    assert [link.query_string for link in links] == ["dataset=macro"]


def test_why_there_is_no_verdict_is_said() -> None:
    view = opened(ENTRY, {"claim": "Dollar and stocks fell too"})
    assert "Why there is no verdict:** On these days not held: stocks. Not held: equities" in view.words
    assert "S&P 500, not held" in view.words
    assert "never fetched" in view.words


def test_the_table_holds_every_definition_and_no_formula() -> None:
    made = ui.table([one("x", "true", "false"), one("y", "partly")])
    assert made[["id", "definition", "verdict"]].to_numpy().tolist() == [
        ["x", "a", "true"],
        ["x", "b", "false"],
        ["y", "a", "partly"],
    ]
    assert made["start"].dtype == "datetime64[us]"
    view = opened(ENTRY)
    shown = next(element.value for element in view.elements if element.type == "dataframe")
    assert len(shown) == sum(len(claim.definitions) for claim in claims_file.claims())
    assert not shown["figure"].str.startswith(("=", "+", "-", "@", "'")).any()


def test_a_bad_file_is_a_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.toml"
    path.write_text(
        claims_file.PATH.read_text(encoding="utf-8").replace('analysis = "quiet"', 'analysis = "<b>loud"'), encoding="utf-8"
    )
    monkeypatch.setattr(claims_file, "PATH", path)
    view = opened(ENTRY)
    assert view.exceptions == []
    assert view.headlines == ["No statements to test."]
    assert any("The claims cannot be read" in said and "'analysis': '<b>loud' is no name" in said for said in view.alerts)


def test_ones_own_move_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    days = pd.to_datetime(["2021-09-01", "2025-12-15", "2025-12-31"]).as_unit("us")
    move = pd.Series([55.0, 60.0, 58.0], index=days, name="MOVE")
    monkeypatch.setattr("treasury.ui.volatility.chosen_move", lambda: move)
    view = opened(ENTRY, {"volatility_four_year_low": "MOVE, from your own file"})
    shown = next(block.label for block in view.app.expander if "rate volatility" in block.label)
    assert "badge[True]" in shown
    assert "58" in shown
    table = next(element.value for element in view.elements if element.type == "dataframe")
    own = table[table["definition"].eq("MOVE, from your own file")].iloc[0]
    assert (own["verdict"], own["figure"]) == ("Untestable", "n/a")  # the file enters no table and no download


def test_only_the_claim_with_move_asks_for_a_file() -> None:
    asking = opened(ENTRY)
    assert len([element for element in asking.elements if element.type == "file_uploader"]) == 1
    assert "file_uploader" not in opened(ENTRY, {"claim": "Stablecoins 300bn"}).kinds


@pytest.mark.parametrize("claim", claims_file.claims(), ids=lambda claim: claim.id)
def test_the_link_of_a_claim_opens_its_page_as_it_says(claim: claims_file.Claim) -> None:
    path, _, query = claim.page.partition("?")
    view = opened(next(entry for entry in PAGES if entry.url_path == path), parse_qs(query, strict_parsing=bool(query)))
    assert view.headlines
    assert not [text for text in view.texts if "The link" in text or "the link says" in text]
