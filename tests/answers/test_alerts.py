"""The answer on alerts: the same on the command line and in the API, without a secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tests.alerting import SECRET, rule
from treasury import alerts, alerts_file, frames
from treasury.__main__ import app
from treasury.alerts_file import OWN_KEYS, SIDES
from treasury.answers import alerts as answers
from treasury.api import api
from treasury.language import ENGLISH, JAPANESE, LANGUAGES, using
from treasury.refreshing import open_store
from treasury.settings import settings


@pytest.fixture(autouse=True)
def from_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("TREASURY_ALERT_URLS", f"json://127.0.0.1:9/{SECRET}")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_command_line_and_the_api_agree() -> None:
    got = CliRunner().invoke(app, ["alerts", "--backtest", "--json"])
    assert got.exit_code == 0
    answer = TestClient(api).get("/alerts")
    assert answer.status_code == 200
    assert answer.json() == json.loads(got.stdout)
    assert SECRET not in answer.text + got.stdout + got.stderr


def test_each_rule_has_what_its_reader_needs() -> None:
    made = {one["id"]: one for one in json.loads(CliRunner().invoke(app, ["alerts", "--backtest", "--json"]).stdout)["rules"]}
    assert list(made) == [one.id for one in alerts_file.rules()]
    thirty = made["thirty_year_above_5"]
    assert (thirty["last"]["date"], thirty["last"]["value"], thirty["last"]["met"]) == ("2026-10-05", 5.66, True)
    assert thirty["record"]["firings"][-1]["day"] == "2026-07-07"
    assert made["triple_sell_off"]["record"] is None
    assert "equities" in made["triple_sell_off"]["why"]


def test_a_condition_met_after_a_pause_says_why_it_is_no_firing() -> None:
    made = {one["id"]: one for one in json.loads(CliRunner().invoke(app, ["alerts", "--backtest", "--json"]).stdout)["rules"]}
    cover = next(one for one in made.values() if one["title"] == "Long-end buyback offered less than three times")
    assert cover["last"]["met"]
    assert [one["day"] for one in cover["record"]["firings"]] == ["2024-11-20"]
    assert cover["not_fired"] == (  # 7 Oct 2025 to 10 Sep 2026 are 338 days
        "The condition has been met since 10 Sep 2026, which does not count as a firing: the observation before is of "
        "7 Oct 2025, more than 60 days earlier, and nothing is compared across so long a pause."
    )
    assert made["thirty_year_above_5"]["last"]["met"]
    assert made["thirty_year_above_5"]["not_fired"] == ""  # it fired


def test_the_list_says_state_record_and_what_was_done() -> None:
    got = CliRunner().invoke(app, ["alerts"])
    assert got.exit_code == 0
    assert "thirty_year_above_5" in got.stdout
    assert "off: not enabled" in got.stdout
    assert "12 rules evaluated" in got.stderr
    assert SECRET not in got.stdout + got.stderr


def test_a_poller_learns_of_a_new_rule() -> None:
    client = TestClient(api)
    first = client.get("/alerts").headers["etag"]
    assert client.get("/alerts", headers={"If-None-Match": first}).status_code == 304
    store = open_store()
    made = rule(id="own", enabled=False, backtest="")
    alerts.switch_on(store, made, answers.record(frames.reader(store), made).fingerprint)
    again = client.get("/alerts", headers={"If-None-Match": first})
    assert again.status_code == 200
    assert again.json()["rules"][-1]["title"] == made.title


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_of_rule_has_its_words_in_every_language(code: str) -> None:
    """Each names the series and the threshold; none is left in English in another language."""
    for kind, sides in SIDES.items():
        for side in sides:
            own = {name: 7 if kind in kinds else None for name, kinds in OWN_KEYS.items()}
            made = rule(kind=kind, side=side, threshold=30, **own)
            with using(code):
                said, false = answers.condition(made), answers.false_alarm(made)
            assert "30" in said
            assert ("10-year par yield" in said, "10-year" in said + false) == (code == ENGLISH, code == ENGLISH)
    with using(JAPANESE):
        assert answers.condition(rule(kind="move", side="down", threshold=10, sessions=5)) == (
            "10年パーイールドが5営業日で10bp以上低下"
        )
