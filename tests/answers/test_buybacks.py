"""`buybacks`: every operation, from the embedded snapshot."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from treasury.__main__ import app

pytestmark = pytest.mark.usefixtures("from_snapshot")


@pytest.fixture
def answer() -> list[dict]:
    got = CliRunner().invoke(app, ["buybacks", "--json"])
    assert got.exit_code == 0, got.output
    return json.loads(got.stdout)


def test_the_operation_of_10_september_2026(answer: list[dict]) -> None:
    last = answer[-1]
    assert (last["operation_date"], last["start_time"], last["state"]) == ("2026-09-10", "13:40", "result")
    assert (last["operation_type"], last["maturity_bucket"]) == ("Liquidity Support", "10Y to 20Y")
    assert (last["maximum_usd"], last["offered_usd"], last["accepted_usd"]) == (6e9, 10.489e9, 5.187e9)
    assert (round(last["cover_ratio"], 2), round(last["fill_pct"])) == (1.75, 86)


def test_the_cancelled_operations_have_no_figure_but_their_maximum(answer: list[dict]) -> None:
    cancelled = [row for row in answer if row["state"] == "cancelled"]
    assert [(row["operation_date"], row["start_time"]) for row in cancelled] == [("2024-07-17", "13:40"), ("2024-08-21", "13:40")]
    for row in cancelled:
        assert row["maximum_usd"] > 0
        names = ("offered_usd", "accepted_usd", "unused_usd", "cover_ratio", "fill_pct", "securities_accepted_usd")
        assert [row[name] for name in names] == [None] * 6


def test_sums_are_those_of_the_securities(answer: list[dict]) -> None:
    done = [row for row in answer if row["state"] == "result"]
    assert [row["operation_date"] for row in done if row["accepted_usd"] != row["securities_accepted_usd"]] == []
    regular = [row["accepted_usd"] for row in done if "2024-05-29" <= row["operation_date"] <= "2025-10-16"]
    assert sum(regular) == pytest.approx(235.356e9)
    old = [row["accepted_usd"] for row in done if row["operation_date"] < "2003"]
    assert (len(old), sum(old)) == (45, pytest.approx(67.507e9))


def test_unknown_is_null_and_never_zero_or_a_word(answer: list[dict]) -> None:
    october = next(row for row in answer if row["operation_date"] == "2025-10-22")
    names = ("operation_type", "security_type", "maturity_bucket", "maximum_usd", "offered_usd", "cover_ratio", "fill_pct")
    assert [october[name] for name in names] == [None] * 7
    assert october["accepted_usd"] == 1.902e9
    nothing = next(row for row in answer if row["operation_date"] == "2024-07-24")
    assert (nothing["accepted_usd"], nothing["fill_pct"]) == (0.0, 0.0)  # 3.706 bn offered, none accepted


def test_people_get_a_table() -> None:
    got = CliRunner().invoke(app, ["buybacks"])
    assert got.exit_code == 0
    assert got.stdout.splitlines()[0] == "The last 12 of 155 operations, USD bn"
    assert got.stdout.splitlines()[-1].split() == [
        "2026-09-10",
        "10Y",
        "to",
        "20Y",
        "result",
        "6.000",
        "10.489",
        "5.187",
        "1.75",
        "86",
    ]
