"""The file of claims: the one of the project reads; one fault at a time is named by claim, definition and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from treasury.claims_file import PATH, claims
from treasury.errors import BadReference
from treasury.reference import FOLDER

GOOD = """
[[claim]]
id = "rise"
statement = "The yield rose."
statement_ja = "利回りは上昇した。"
analysis = "rise_above"
page = "yields?tenor=10Y&day=2025-11-05"
comment = "In basis points."
[[claim.definition]]
name = "10-year"
series = { series = "par_yields.10Y" }
parameters = { day = 2025-11-05, threshold_bp = 6, classes = ["Bill"], whole = true }
[[claim.definition]]
name = "By week"
analysis = "weekly_rise"
"""


@pytest.fixture
def read(tmp_path: Path):
    def reader(text: str):
        path = tmp_path / "claims.toml"
        path.write_text(text, encoding="utf-8")
        return claims(path)

    return reader


def test_a_good_file(read) -> None:
    (claim,) = read(GOOD)
    assert (claim.id, claim.statement, claim.statement_ja) == ("rise", "The yield rose.", "利回りは上昇した。")
    first, second = claim.definitions
    assert (first.analysis, second.analysis) == ("rise_above", "weekly_rise")
    assert first.series == {"series": "par_yields.10Y"}
    assert first.parameters == {"day": date(2025, 11, 5), "threshold_bp": 6, "classes": ("Bill",), "whole": True}
    assert (second.series, second.parameters) == ({}, {})


def test_the_file_of_the_project() -> None:
    held = claims()
    assert PATH == FOLDER / "claims.toml"
    assert len(held) == 16
    assert sum(len(claim.definitions) for claim in held) > 70


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "rise"\n', "", "claim 1, 'id': is missing"),
        ('id = "rise"', 'id = "The rise"', "claim 1 'The rise', 'id': 'The rise' is no name"),
        ('id = "rise"', "id = 7", "claim 1 7, 'id': 7 is no name"),
        ("The yield rose.", "The yield rose", "'rise', 'statement': must be a sentence and end with '.'"),
        ("The yield rose.", "x" * 120 + ".", "'statement': 121 characters, at most 120"),
        ("The yield rose.", " The yield rose.", "'statement': must be a text in one line without spaces around it"),
        ("利回りは上昇した。", "The yield rose.", "'statement_ja': must be a sentence and end with '。'"),
        ('comment = "In basis points."', 'comment = ""', "'comment': must be a text"),
        ('page = "yields?', 'page = "https://x/yields?', "'page': 'https://x/yields?tenor=10Y&day=2025-11-05' is no page"),
        ('page = "yields', 'verdict = "true"\npage = "yields', "'verdict': there is no such key"),
        ('name = "By week"', 'name = "10-year"', "definition 2, 'name': '10-year' stands above already"),
        ('name = "By week"\n', "", "definition 2, 'name': is missing"),
        ('"weekly_rise"', '"Weekly rise"', "definition 2, 'analysis': 'Weekly rise' is no name of an analysis"),
        ('"par_yields.10Y"', '"10Y"', "definition 1, 'series': '10Y' is no dataset.column"),
        ('{ series = "par_yields.10Y" }', '"par_yields.10Y"', "definition 1, 'series': must be a table"),
        ("threshold_bp = 6", "threshold_bp = [6]", "definition 1, 'threshold_bp': [6] is no text, number, day or list of texts"),
        ("day = 2025-11-05,", "day = 2025-11-05T08:00:00,", "'day': datetime.datetime(2025, 11, 5, 8, 0) is no text"),
        ("[[claim]]", "[claim]", "must hold [[claim]] tables and nothing else"),
        ("[[claim]]", "x = 1\n[[claim]]", "must hold [[claim]] tables and nothing else"),
        ("2025-11-05, threshold", "2025-13-05, threshold", "claims.toml cannot be read: "),
    ],
)
def test_a_fault_is_named(read, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    with pytest.raises(BadReference) as caught:
        read(GOOD.replace(old, new, 1))
    assert str(caught.value).startswith("claims.toml")
    assert fault in str(caught.value)


def test_a_claim_without_definitions_and_one_told_twice(read) -> None:
    head = GOOD.split("[[claim.definition]]")[0]
    with pytest.raises(BadReference, match="claim 1 'rise', 'definition': is missing"):
        read(head)
    with pytest.raises(BadReference, match="there must be at least one"):
        read(head + "definition = []")
    with pytest.raises(BadReference, match="claim 2 'rise', 'id': 'rise' stands above already"):
        read(GOOD + GOOD)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadReference, match=r"claims\.toml cannot be read"):
        claims(tmp_path / "claims.toml")


def test_the_readme_names_every_key() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for key in ("id", "statement", "statement_ja", "analysis", "page", "comment", "name", "series", "parameters"):
        assert f"`{key}`" in text
