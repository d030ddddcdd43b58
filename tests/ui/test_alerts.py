"""The page "Alerts": the record before the button, a rule typed by a reader, the log, and what a press does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.alerting import NOON, SECRET, config, hold, rule, write_rules
from tests.visits import View, opened
from treasury import alerts, alerts_file
from treasury.answers.alert_series import statistic
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.ui import alert_form, cache
from treasury.ui.navigation import PAGES

PAGE = next(entry for entry in PAGES if entry.url_path == "alerts")
NEW = {"view": "New rule"}
MARKUP = "<script>alert(1)</script> **bold** :red[x]"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TREASURY_STORE", str(tmp_path / "store"))
    settings.cache_clear()
    cache.forget_alerts()
    yield
    settings.cache_clear()
    cache.forget_alerts()


def page(**query: Any) -> View:
    view = opened(PAGE, query)
    assert view.exceptions == []
    return view


def labels(view: View) -> list[str]:
    return [element.label for element in view.elements if element.type == "button"]


def test_the_table_has_every_rule_of_the_file() -> None:
    view = page()
    assert f"of {len(alerts_file.rules())} alert rules are on" in view.headlines[0]
    assert "30-year above 5\N{NO-BREAK SPACE}%" in view.headlines[0]
    table = next(element.value for element in view.elements if element.type == "dataframe")
    assert list(table["title"]) == [one.title for one in alerts_file.rules()]
    assert [chart.has_data for chart in view.charts] == [True, True]


def test_a_condition_met_without_a_firing_is_explained_below_the_table_and_in_full() -> None:
    why = "which does not count as a firing: the observation before is of 7 Oct 2025, more than 60 days earlier"
    assert f"Long-end buyback offered less than three times: The condition has been met since 10 Sep 2026, {why}" in page().words
    assert "**No firing:** The condition has been met since 10 Sep 2026" in page(rule="long_end_buyback_cover_low").words


def test_a_message_leads_to_its_rule() -> None:
    view = page(rule="sofr_over_iorb")
    assert "**Fires when:** SOFR less IORB above 10 bp" in view.words
    assert view.alerts == []
    assert any(said.startswith("Rule: ") for said in page(rule="nosuch").alerts)


def test_every_rule_opens_among_the_controls_as_it_is() -> None:
    for one in alerts_file.rules():
        if one.id == "triple_sell_off":
            continue  # nothing is held to test it on
        view = page(**alert_form.query(one))
        assert view.alerts == [], one.id
        assert f'backtest = "{one.fingerprint}"' in view.words, one.id


def test_what_cannot_be_used_is_corrected_with_a_word() -> None:
    view = page(**NEW, kind="jump", series="nosuch.10Y", size="wide", sessions="-3", cooldown="99999", test="x", title="<b>")
    said = [one.partition(":")[0] for one in view.alerts]
    assert set(said) >= {"Condition", "Series", "Size, bp", "Sessions", "Cooldown, observations", "False alarm if it", "Name"}
    assert view.charts


def test_what_a_reader_types_is_never_markup(tmp_path: Path) -> None:
    view = page(**NEW, title=MARKUP)
    for piece in ("<script", "**bold**", ":red[x]"):
        assert [said for said in view.markup(piece) if not said.startswith(("text_input", "code"))] == []


def test_the_button_stands_below_the_record_and_not_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Switch on" in labels(page(**NEW))
    assert "Switch on" not in labels(page(**NEW, series="equities.SP500", outcome="equities.SP500"))
    monkeypatch.setenv("TREASURY_ALERT_FORM", "off")
    settings.cache_clear()
    view = page(**NEW)
    assert "Switch on" not in labels(view)
    assert "Readers cannot switch rules on here" in view.words
    assert "backtest = " in view.words


def _pressed(query: dict[str, Any], key: str) -> AppTest:
    app = opened(PAGE, query).app
    app.button(key=key).click().run()
    return app


def test_a_press_switches_a_rule_on_and_another_off() -> None:
    view = View(_pressed(NEW | {"title": "Mine", "size": "25"}, "switch_on"))
    assert "The rule is on: Mine" in view.alerts
    ((saved, by),) = alerts.saved(open_store())
    assert (saved.title, saved.threshold, saved.is_on, by) == ("Mine", 25.0, True, "")
    assert "Mine" in list(next(e.value for e in page().elements if e.type == "dataframe")["title"])
    view = View(_pressed({"rule": saved.id}, "switch_off"))
    assert any("The rule is off" in said for said in view.alerts)
    assert not alerts.saved(open_store())[0][0].is_on


def test_the_log_shows_what_became_of_each_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing has fired yet" in page(view="Log").words
    monkeypatch.setattr(alerts_file, "PATH", write_rules(tmp_path / "alerts.toml", rule()))
    store = open_store()
    hold(store, [4.00, 4.01, 4.02])
    alerts.after_refresh(store, config(), NOON)
    hold(store, [4.00, 4.01, 4.02, 4.14])
    alerts.after_refresh(store, config(), NOON)
    cache.forget_alerts()
    log = next(element.value for element in page(view="Log").elements if element.type == "dataframe")
    assert log[["title", "channel", "state"]].to_numpy().tolist() == [["Treasury truce: 10-year up 10 bp", "", "no channel"]]


def test_channels_show_by_name_never_by_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREASURY_ALERT_URLS", f"json://127.0.0.1/{SECRET}")
    settings.cache_clear()
    view = page(view="Log")
    assert "Messages go to **JSON**" in view.words
    assert SECRET not in view.words
    monkeypatch.setenv("TREASURY_ALERT_URLS", f"nosuch://{SECRET}")
    settings.cache_clear()
    view = page(view="Log")
    assert "Messages cannot be sent" in view.words
    assert SECRET not in view.words


def test_a_file_with_a_fault_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "alerts.toml").write_text("[[rule]]\nid = 1")
    monkeypatch.setattr(alerts_file, "PATH", tmp_path / "alerts.toml")
    view = page()
    assert "The rules of the file cannot be read" in view.words
    assert view.headlines == ["No alert rule is held."]


def test_two_series_never_share_a_heading() -> None:
    names = alert_form.series_names()
    assert len({statistic(name).title for name in names}) == len(set(names)) == len(names) > 100
