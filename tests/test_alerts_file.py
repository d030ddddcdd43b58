"""The file of alert rules: what it holds can be used, and a fault is named by rule and key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.alerting import CELLS, rule, write_rules
from treasury import alerts_file
from treasury.answers import alerts as answers
from treasury.errors import BadInput, BadReference
from treasury.ui.navigation import PAGES


@pytest.mark.parametrize("one", alerts_file.rules(), ids=lambda one: one.id)
def test_each_rule_of_the_file_can_be_used(one: alerts_file.Rule) -> None:
    assert answers.datasets(one)
    assert one.page.partition("?")[0] in {entry.url_path for entry in PAGES}
    assert one.is_on == one.enabled, "enabled, but not with the fingerprint of its last backtest"


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = (
        rule(),
        rule(id="high", kind="percentile", side="above", threshold=90, sessions=None, years=10),
        rule(id="rare", kind="rare_move", side="either", threshold=99, years=10),
        rule(id="level", kind="level", side="below", threshold=-0.5, sessions=None, title='Quotes " and \\ stay'),
    )
    assert alerts_file.rules(write_rules(tmp_path / "alerts.toml", *made)) == made
    assert all(one.is_on for one in made)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "jump"}, "'kind': 'jump' is none of level, percentile, move, rare_move"),
        ({"side": "above"}, "'side': 'above' is none of up, down, either"),
        ({"threshold": -10}, "'threshold': -10 is no size of a move"),
        ({"threshold": "10"}, "'threshold': '10' is no number"),
        ({"threshold": float("nan")}, "is no number that can be used"),
        ({"threshold": 1e300}, "is no number that can be used"),
        ({"kind": "rare_move", "years": 10, "threshold": 100}, "100 is no percentile"),
        ({"kind": "rare_move"}, "'years': is missing; a rare_move needs it"),
        ({"years": 10}, "'years': belongs to a percentile or rare_move only"),
        ({"sessions": None}, "'sessions': is missing; a move needs it"),
        ({"sessions": 0}, "'sessions': 0 is no whole number from 1 to 250"),
        ({"sessions": 2.5}, "'sessions': 2.5 is no whole number"),
        ({"cooldown": True}, "'cooldown': True is no whole number"),
        ({"series": "par_yields.10Y; DROP"}, "'series'"),
        ({"page": "https://elsewhere.example"}, "'page'"),
        ({"page": "//elsewhere.example"}, "'page'"),
        ({"title": "two\nlines"}, "'title': must be a text in one line"),
        ({"title": "x" * 71}, "'title': 71 characters, at most 70"),
        ({"reason": "No full stop"}, "'reason': must be a sentence"),
        ({"enabled": "yes"}, "'enabled': 'yes' is neither true nor false"),
        ({"threshhold": 3}, "'threshhold': there is no such key"),
        ({"outcome": None}, "'outcome': is missing"),
    ],
)
def test_a_fault_is_named_by_its_key(changes: dict[str, Any], fault: str) -> None:
    cells = {name: value for name, value in (CELLS | changes).items() if value is not None}
    with pytest.raises(BadInput) as raised:
        alerts_file.rule(cells)
    assert fault in str(raised.value)


def test_a_fault_of_the_file_names_the_rule(tmp_path: Path) -> None:
    file = write_rules(tmp_path / "alerts.toml", rule(), rule())
    with pytest.raises(BadReference, match=r"alerts.toml, rule 2 'ten_year_up', 'id': 'ten_year_up' stands above already"):
        alerts_file.rules(file)
    file.write_text("[[rule")
    with pytest.raises(BadReference, match="cannot be read"):
        alerts_file.rules(file)


def test_the_fingerprint_follows_what_decides_and_nothing_else() -> None:
    same = rule().fingerprint
    assert rule(title="Other", reason="Other.", page="curve").fingerprint == same
    for changes in (
        {"threshold": 11},
        {"cooldown": 1},
        {"sessions": 2},
        {"side": "down"},
        {"expects": "fall"},
        {"outcome": "slope_2s10s"},
    ):
        assert rule(**changes).fingerprint != same
    assert rule(backtest="").why_off == "no backtest yet"
    assert rule(backtest="0" * 16).why_off == "changed since its last backtest"
    assert rule(enabled=False).why_off == "not enabled"


def test_a_series_that_there_is_not_is_named() -> None:
    with pytest.raises(BadInput, match=r"there is no series 'par_yields'"):
        answers.datasets(rule(series="par_yields"))
