"""`event DATE`: the answer for machines and for people, from the embedded snapshot."""

import json

import pytest
from typer.testing import CliRunner

from treasury.__main__ import app

pytestmark = pytest.mark.usefixtures("from_snapshot")


def answer(day: str) -> dict:
    got = CliRunner().invoke(app, ["event", day, "--json"])
    assert got.exit_code == 0, got.output
    return json.loads(got.stdout)


def test_the_second_of_april_2025() -> None:
    """Against the published par yields: 4.17 before; 4.20, 4.06, 4.01, 4.34 after 0, 1, 2 and 5 sessions."""
    made = answer("2025-04-02")
    assert (made["date"], made["baseline_date"]) == ("2025-04-02", "2025-04-01")
    assert made["reactions"]["10Y"] == {"0": 3.0, "1": -11.0, "2": -16.0, "5": 17.0, "10": 12.0, "20": 8.0}
    assert made["assets"]["dollar_pct"]["20"] == pytest.approx(-3.04, abs=0.01)
    assert made["assets"]["financial_stress_points"]["5"] == pytest.approx(2.963)


def test_ranks_name_definition_start_and_series() -> None:
    ranks = [r for r in answer("2025-04-11")["ranks"] if r["tenor"] == "10Y"]
    found = {(r["definition"], r["since"]): (r["value_bp"], r["rank"], r["largest_since"]) for r in ranks}
    assert found["calendar_week", "2001-01-01"] == (47.0, 2, "2001-11-16")
    assert found["rolling_five", "2001-01-01"][1] == 8
    assert {definition for definition, _ in found} == {"day", "calendar_week", "rolling_five"}


def test_parts_add_up_and_what_is_not_known_is_null() -> None:
    made = answer("2025-11-05")
    day = made["decomposition"]["0"]
    assert day["nominal_bp"] == 7.0
    assert day["real_bp"] + day["breakeven_bp"] == pytest.approx(day["nominal_bp"])
    assert day["kim_wright"]["path_bp"] is None
    assert made["assets"]["sp500_pct"]["0"] is None  # not part of the snapshot, for licence reasons


def test_the_fomc_day_of_july_2025_is_named_beside_the_buyback_news() -> None:
    beside = answer("2025-07-30")["confounders"]
    assert ("2025-07-30", "fomc") in {(c["date"], c["kind"]) for c in beside}


def test_a_day_without_sessions_after_it_has_nulls_not_zeros() -> None:
    made = answer("2026-10-02")
    assert made["reactions"]["10Y"]["0"] is not None
    assert made["reactions"]["10Y"]["20"] is None


def test_people_get_a_table() -> None:
    got = CliRunner().invoke(app, ["event", "2025-04-11"])
    assert "calendar_week, 2025-04-11: +47 bp, rank 2 of" in got.stdout
    assert "within two sessions: 2025-04-09 Tariff pause" in got.stdout


@pytest.mark.parametrize(
    ("day", "fault"), [("2025-13-45", "months run from 01 to 12"), ("1950-01-01", "1960"), ("2031-01-01", "choose a day from")]
)
def test_a_day_that_cannot_be_used_is_named(day: str, fault: str) -> None:
    got = CliRunner().invoke(app, ["event", day, "--json"])
    assert got.exit_code == 2
    assert fault in got.stderr
