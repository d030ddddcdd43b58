"""The entered figures of the Congressional Budget Office: what they must add up to, and how faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from treasury.cbo_file import PATH, cbo
from treasury.errors import BadReference


def test_the_entered_figures_add_up_to_what_the_documents_state() -> None:
    """Deficits of 21.8 trillion (2026-2035, January 2025), 23.1 and 24.4 trillion (2026-2035 and 2027-2036, February 2026)."""
    old, new = cbo().baselines
    assert new.borrowing_usd[2026] == 1_853e9
    assert sum(new.borrowing_usd[year] for year in range(2026, 2036)) == pytest.approx(23.1e12, abs=0.05e12)
    assert sum(new.borrowing_usd[year] for year in range(2027, 2037)) == pytest.approx(24.4e12, abs=0.05e12)
    # Borrowing is the change of the debt; it differs from the deficits by other means of financing.
    assert sum(old.borrowing_usd[year] for year in range(2026, 2036)) == pytest.approx(52_056e9 - 30_103e9)
    assert sum(old.borrowing_usd[year] for year in range(2026, 2036)) == pytest.approx(21.8e12, rel=0.01)
    assert old.average_rate_pct[2035] == 3.6


def test_the_scenario_names_its_document() -> None:
    asked = cbo().scenarios[-1]
    assert asked.title == "How Changes in Economic Conditions Might Affect the Federal Budget: 2025 to 2035"
    assert asked.published.isoformat() == "2025-03-13"
    assert (asked.shock_bp, asked.first_year, asked.last_year) == (10, 2026, 2035)
    assert (asked.total_usd, asked.last_year_usd) == (351e9, 54e9)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[[scenario]]", "[[scenari]]", "must hold [[baseline]] and [[scenario]] tables"),
        (
            'url = "https://www.cbo.gov/publication/61198"',
            'url = "https://example.org"',
            "scenario 1 'higher-rates-2025', 'url' must lie",
        ),
        ("shock_bp = 10", "shock_bp = 0", "'shock_bp': 0 is no number above zero"),
        ("shock_bp = 10", "", "'shock_bp': is missing"),
        ("shock_bp = 10", "shock_bp = 10\nmore = 1", "'more': there is no such key; there are: id, title"),
        ("last_year = 2035", "last_year = 2039", "'baseline' must name one that covers its years"),
        (
            "2030 = 2_201_000_000_000\n",
            "",
            "baseline 2 'february-2026', 'deficit_usd' must hold a plausible figure for every year",
        ),
        ("2030 = 2_201_000_000_000", "2030 = -5", "'deficit_usd' must hold a plausible figure for every"),
        ("published = 2026-02-11", "published = 2024-02-11", "must stand in the order of their days"),
        ("published = 2026-02-11", 'published = "soon"', "'published' must be a day"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = PATH.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file = tmp_path / "cbo.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadReference) as caught:
        cbo(file)
    assert words in str(caught.value)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReference, match=r"cbo\.toml cannot be read"):
        cbo(tmp_path / "cbo.toml")
