"""docs/faults.md: sixty rows, each with tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from treasury.settings import ROOT

ROW = re.compile(r"^\| (?P<number>\d+) \| (?P<wrong>[^|]+) \| (?P<then>[^|]+) \| (?P<tests>[^|]+) \|$")
TEXT = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = [found for line in TEXT.splitlines() if (found := ROW.match(line))]


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_there_are_sixty_rows_in_order() -> None:
    assert [int(row["number"]) for row in ROWS] == list(range(1, 61))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_every_row_is_held_by_tests_that_exist(row: re.Match[str]) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row["tests"])
    assert len(named) == row["tests"].count("`") / 2 >= 1
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_every_module_of_the_suite_is_named() -> None:
    files = {path for row in ROWS for path in re.findall(r"`(tests/faults/\w+\.py)::", row["tests"])}
    files |= set(re.findall(r"`(tests/faults/\w+\.py)`", TEXT))
    assert files == {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "faults").glob("test_*.py")}
