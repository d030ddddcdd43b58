"""Alerts after a refresh: each firing is sent once, whatever restarts, fails or runs beside; nothing else is ever sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from tenacity import wait_none
from typer.testing import CliRunner

from tests.alerting import NOON, SECRET, Webhook, config, hold, rule, webhook, write_rules
from treasury import alerts, alerts_file, delivery, frames
from treasury.__main__ import app
from treasury.answers import alerts as answers
from treasury.errors import BadInput, StoreBusy
from treasury.ledger import Ledger
from treasury.settings import Settings, settings
from treasury.store import Store

HOUR = timedelta(hours=1)
QUIET, FIRES = [4.00, 4.01, 4.02], [4.00, 4.01, 4.02, 4.14]  # the last by 12 bp, on Thursday 1 October 2026


@pytest.fixture(autouse=True)
def one_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts_file, "PATH", write_rules(tmp_path / "alerts.toml", rule()))
    monkeypatch.setattr(delivery, "WAIT", wait_none())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(str(tmp_path / "store"), tmp_path / "no-snapshot")
    hold(made, QUIET)
    return made


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as made:
        yield made


def again(store: Store) -> Store:
    """The store as a server that has just started finds it."""
    return Store(store.url, Path(store.url).parent / "no-snapshot")


def run(store: Store, hook: Webhook, after: timedelta = timedelta()) -> alerts.Report:
    return alerts.after_refresh(store, config(hook.url), NOON + after)


def states(store: Store, now: datetime = NOON) -> list[tuple[str, str, int]]:
    log = alerts.logged(alerts.events(store).rows(), now)
    return list(zip(log["channel"], log["state"], log["rounds"], strict=True))


# --- once -------------------------------------------------------------------------------------------------------------


def test_a_firing_is_sent_once_with_figures_record_and_links(store: Store, hook: Webhook) -> None:
    assert run(store, hook) == alerts.Report(rules=1)
    hold(store, FIRES)
    assert run(store, hook, HOUR) == alerts.Report(rules=1, fired=1, sent=1)
    for hours in range(2, 6):
        before = alerts.events(store).version()
        assert run(again(store), hook, hours * HOUR) == alerts.Report(rules=1)
        assert alerts.events(store).version() == before  # without news nothing is written
    (got,) = hook.got
    assert got["title"] == "Treasury truce: 10-year up 10 bp"
    assert "10-year par yield up 10 bp or more in a session: 4.14 %, +12 bp on 1 Oct 2026." in got["message"]
    assert "It fired once since 28 Sep 2026" in got["message"]
    assert "https://truce.example.org/yields?tenors=10Y" in got["message"]
    assert "https://truce.example.org/alerts?rule=ten_year_up" in got["message"]
    assert states(store) == [("JSON", "sent", 1)]


def test_while_the_condition_stays_met_or_is_revised_nothing_fires_again(store: Store, hook: Webhook) -> None:
    run(store, hook)
    hold(store, FIRES)
    run(store, hook, HOUR)
    hold(store, [*FIRES, 4.26])  # 12 bp again: it never stopped
    assert run(store, hook, 2 * HOUR).fired == 0
    hold(store, [4.00, 4.01, 4.03, 4.14, 4.26])  # the day that fired is revised to 11 bp
    assert run(store, hook, 3 * HOUR).fired == 0
    hold(store, [4.00, 4.01, 4.03, 4.14, 4.26, 4.27, 4.40])  # quiet, then 13 bp
    assert run(store, hook, 4 * HOUR).fired == 1
    assert len(hook.got) == 2


def test_a_new_rule_looks_at_the_newest_record_date_alone(store: Store, hook: Webhook) -> None:
    hold(store, [4.00, 4.12, 4.13, 4.14])
    assert run(store, hook).fired == 0
    assert hook.tries == 0


def test_a_record_date_that_came_late_is_logged_and_not_sent(store: Store, hook: Webhook) -> None:
    run(store, hook)
    hold(store, FIRES)
    report = run(store, hook, timedelta(days=30))
    assert (report.fired, report.sent) == (1, 0)
    assert states(store) == [("", "too old to send", 0)]
    assert hook.tries == 0


def test_a_changed_rule_is_off_until_its_record_was_looked_at(store: Store, hook: Webhook, tmp_path: Path) -> None:
    write_rules(tmp_path / "alerts.toml", replace(rule(), threshold=11.0))
    hold(store, FIRES)
    assert run(store, hook) == alerts.Report(rules=0)
    assert alerts.rules(store)[0].why_off == "changed since its last backtest"


@pytest.mark.parametrize("rounds", [1, 3])
def test_of_many_servers_at_once_one_sends(store: Store, hook: Webhook, rounds: int) -> None:
    run(store, hook)
    hold(store, FIRES)
    for _ in range(rounds):
        with ThreadPoolExecutor(6) as pool:
            reports = list(pool.map(lambda _: run(again(store), hook, HOUR), range(6)))
        assert [one.trouble for one in reports] == [""] * 6
    assert len(hook.got) == 1
    rows = alerts.events(store).rows()
    assert rows["event"].value_counts()[["fired", "due", "sending", "sent"]].tolist() == [1, 1, 1, 1]


# --- failures ---------------------------------------------------------------------------------------------------------


def test_a_failed_delivery_is_tried_again_after_the_next_refresh(store: Store, hook: Webhook) -> None:
    run(store, hook)
    hold(store, FIRES)
    hook.answers = [500] * delivery.TRIES
    report = run(store, hook, HOUR)
    assert (report.fired, report.sent, report.failed) == (1, 0, 1)
    assert "1 failed and to be tried again" in report.words
    assert states(store) == [("JSON", "failed", 1)]
    assert run(again(store), hook, 2 * HOUR) == alerts.Report(rules=1, sent=1)
    assert run(store, hook, 3 * HOUR) == alerts.Report(rules=1)
    assert (len(hook.got), states(store)) == (1, [("JSON", "sent", 2)])


def test_one_channel_that_fails_is_tried_again_alone(store: Store, hook: Webhook) -> None:
    with webhook() as other:
        both = config(f"{hook.url},{other.url}")
        alerts.after_refresh(store, both, NOON)
        hold(store, FIRES)
        other.answers = [500] * delivery.TRIES
        alerts.after_refresh(store, both, NOON + HOUR)
        alerts.after_refresh(store, both, NOON + 2 * HOUR)
        assert (len(hook.got), len(other.got)) == (1, 1)


def test_a_message_that_fails_for_days_is_given_up(store: Store, hook: Webhook) -> None:
    run(store, hook)
    hold(store, FIRES)
    hook.answers = [500] * 1000
    run(store, hook, HOUR)
    assert run(store, hook, alerts.GIVE_UP_AFTER + HOUR).failed == 0
    assert states(store, NOON + alerts.GIVE_UP_AFTER + HOUR) == [("JSON", "given up", 1)]


def test_a_server_that_stops_while_it_sends_leaves_one_message_in_doubt(
    store: Store, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(store, hook)
    hold(store, FIRES)

    def stop(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "send", stop)
        with pytest.raises(KeyboardInterrupt):
            alerts.after_refresh(store, config(f"{hook.url},{hook.url}/2"), NOON + HOUR)
    assert sorted(state for _, state, _ in states(store)) == ["due", "sending"]
    run(again(store), hook, 2 * HOUR)  # JSON alone is set now: what may have arrived is not sent again
    assert len(hook.got) == 0


def test_a_firing_without_a_channel_is_sent_once_there_is_one(store: Store, hook: Webhook) -> None:
    alerts.after_refresh(store, config(), NOON)
    hold(store, FIRES)
    assert alerts.after_refresh(store, config(), NOON + HOUR) == alerts.Report(rules=1, fired=1)
    assert states(store) == [("", "no channel", 0)]
    assert run(store, hook, 2 * HOUR).sent == 1


def test_a_refresh_does_not_fail_by_its_alerts(store: Store, tmp_path: Path) -> None:
    (tmp_path / "alerts.toml").write_text("[[rule]]\nid = 1")
    assert "not evaluated" in alerts.after_refresh(store, config(), NOON).words
    unknown = alerts.after_refresh(store, config(f"nosuch://{SECRET}"), NOON)
    assert "TREASURY_ALERT_URLS" in unknown.words
    assert SECRET not in unknown.words


def test_a_rule_over_data_that_are_not_held_stops_no_other(store: Store, hook: Webhook, tmp_path: Path) -> None:
    other = rule(id="stocks", series="equities.SP500", threshold=5)
    write_rules(tmp_path / "alerts.toml", other, rule())
    run(store, hook)
    hold(store, FIRES)
    assert run(store, hook, HOUR) == alerts.Report(rules=2, fired=1, sent=1)


def test_secrets_show_nowhere(store: Store, hook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    run(store, hook)
    hold(store, FIRES)
    hook.answers = [500] * delivery.TRIES
    report = run(store, hook, HOUR)
    rows = alerts.events(store).rows().to_csv()
    log = "".join(record.getMessage() for record in caplog.records if record.name.startswith("treasury"))
    assert SECRET not in report.words + rows + log + str(alerts.log_json(store, NOON))
    assert alerts.channel_names(config(hook.url)) == ["JSON"]


# --- nothing is sent by looking ---------------------------------------------------------------------------------------


def test_a_backtest_neither_sends_nor_remembers(store: Store, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store, hook)
    hold(store, FIRES)
    before = alerts.events(store).version()
    monkeypatch.setenv("TREASURY_STORE", store.url)
    monkeypatch.setenv("TREASURY_ALERT_URLS", hook.url)
    settings.cache_clear()
    try:
        got = CliRunner().invoke(app, ["alerts", "--backtest"])
        as_json = CliRunner().invoke(app, ["alerts", "--backtest", "--json"])
    finally:
        settings.cache_clear()
    assert (got.exit_code, as_json.exit_code) == (0, 0)
    assert "It fired once since 28 Sep 2026" in got.stdout
    assert rule().fingerprint in got.stdout
    answers.record(frames.reader(store), rule())
    assert (hook.tries, alerts.events(store).version()) == (0, before)


# --- readers' rules ---------------------------------------------------------------------------------------------------


def own(store: Store, **changes: object) -> tuple[alerts_file.Rule, str]:
    made = rule(id="own", threshold=5, enabled=False, backtest="", **changes)
    return made, answers.record(frames.reader(store), made).fingerprint


def test_a_rule_is_switched_on_with_its_record_in_view_only(store: Store) -> None:
    made, seen = own(store)
    with pytest.raises(BadInput, match="track record in view"):
        alerts.switch_on(store, made, "", config=config())
    with pytest.raises(BadInput, match="track record in view"):
        alerts.switch_on(store, made, "0" * 16, config=config())
    assert alerts.saved(store) == []
    saved = alerts.switch_on(store, made, seen, "analyst@example.org", config=config())
    assert [(one.id, one.is_on, by) for one, by in alerts.saved(store)] == [(saved.id, True, "analyst@example.org")]
    assert saved.id.startswith(alerts.OWN)


def test_a_record_that_changed_since_it_was_shown_must_be_looked_at_again(store: Store) -> None:
    made, seen = own(store)
    hold(store, FIRES)
    with pytest.raises(BadInput, match="has changed since"):
        alerts.switch_on(store, made, seen, config=config())


def test_a_rule_without_anything_to_test_it_on_is_not_switched_on(store: Store) -> None:
    made = rule(id="own", series="equities.SP500", outcome="equities.SP500", enabled=False, backtest="")
    with pytest.raises(BadInput, match="no track record"):
        alerts.switch_on(store, made, "", config=config())


def test_a_readers_rule_fires_from_the_next_record_date_until_it_is_switched_off(store: Store, hook: Webhook) -> None:
    run(store, hook)
    hold(store, FIRES)  # which fires the file's rule and would have fired the reader's
    run(store, hook)
    made, seen = own(store)
    saved = alerts.switch_on(store, made, seen, config=config())
    assert run(store, hook, HOUR) == alerts.Report(rules=2)
    hold(store, [*FIRES, 4.15, 4.22])
    assert run(store, hook, 2 * HOUR) == alerts.Report(rules=2, fired=1, sent=1)  # 7 bp: the reader's rule alone
    alerts.switch_off(store, saved.id, config=config())
    hold(store, [*FIRES, 4.15, 4.22, 4.23, 4.29])
    assert run(store, hook, 3 * HOUR) == alerts.Report(rules=1)


def test_a_rule_of_the_file_is_not_switched_off_by_a_reader(store: Store) -> None:
    with pytest.raises(BadInput, match="no rule that a reader saved"):
        alerts.switch_off(store, "ten_year_up", config=config())


@pytest.mark.parametrize(
    ("form", "hosted", "may"), [(None, False, True), (None, True, False), (True, True, True), (False, False, False)]
)
def test_where_anybody_may_come_the_form_is_off(store: Store, form: bool | None, hosted: bool, may: bool) -> None:
    made, seen = own(store)
    given = config(alert_form=form)
    assert given.own_rules(hosted) is may
    if may:
        assert alerts.switch_on(store, made, seen, hosted=hosted, config=given).is_on
    else:
        with pytest.raises(BadInput, match="TREASURY_ALERT_FORM"):
            alerts.switch_on(store, made, seen, hosted=hosted, config=given)
        with pytest.raises(BadInput, match="TREASURY_ALERT_FORM"):
            alerts.switch_off(store, "own_x", hosted=hosted, config=given)


def test_sign_in_turns_the_form_on_for_a_hosted_dashboard() -> None:
    more = {"oidc_client_id": "x", "oidc_redirect_uri": "https://x.example/oauth2callback", "allowed": "x.example"}
    made = Settings(oidc_metadata_url="https://login.example", oidc_client_secret="y", cookie_secret="z" * 32, **more)
    assert made.own_rules(hosted=True)


def test_so_many_rules_and_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST_OWN_RULES", 1)
    alerts.switch_on(store, *own(store), config=config())
    alerts.switch_on(store, *own(store), config=config())  # the same one again
    with pytest.raises(BadInput, match="1 rules are saved already"):
        alerts.switch_on(store, *own(store, cooldown=3), config=config())


def test_a_saved_rule_that_can_no_longer_be_used_is_left_out(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    row = {"at": pd.Timestamp("2026-10-01"), "id": "own_x", "rule": '{"id": "own_x"}', "by": "", "seen": "", "enabled": True}
    alerts.own_rules(store).add(lambda _: pd.DataFrame([row]))
    with caplog.at_level(logging.WARNING):
        assert alerts.saved(store) == []
    assert "own_x is left out" in caplog.text


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_rows_stay_in_order_through_rewrites(store: Store) -> None:
    ledger = Ledger(store, "_numbers", {"n": "int64"})
    for n in range(40):
        ledger.add(lambda _, n=n: pd.DataFrame({"n": [n]}))
    assert ledger.rows()["n"].tolist() == list(range(40))
    assert len(list((Path(store.url) / "_numbers").glob("*.parquet"))) > 16


def test_an_addition_is_decided_on_what_others_added_first(store: Store) -> None:
    ledger = Ledger(store, "_numbers", {"n": "int64"})

    def next_number(held: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"n": [len(held)]})

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: ledger.add(next_number)["n"].iloc[0], range(16)))
    assert sorted(added) == list(range(16))
    assert ledger.rows()["n"].tolist() == list(range(16))


def test_nothing_decided_writes_nothing(store: Store) -> None:
    ledger = Ledger(store, "_numbers", {"n": "int64"})
    assert ledger.add(lambda held: held).empty
    assert ledger.version() == -1


def test_other_writers_who_never_stop_end_in_a_word(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store, "_numbers", {"n": "int64"})

    def busy(*_words: object) -> None:
        raise StoreBusy("another writer was first")

    monkeypatch.setattr(Ledger, "_write", busy)
    with pytest.raises(StoreBusy, match="other writers kept writing"):
        ledger.add(lambda _: pd.DataFrame({"n": [1]}))


def test_the_moment_recorded_is_utc(store: Store, hook: Webhook) -> None:
    run(store, hook)
    hold(store, FIRES)
    elsewhere = NOON.astimezone(datetime.strptime("+0900", "%z").tzinfo)
    alerts.after_refresh(store, config(hook.url), elsewhere)
    assert alerts.logged(alerts.events(store).rows(), NOON)["at"].iloc[0] == pd.Timestamp(
        NOON.astimezone(UTC).replace(tzinfo=None)
    )
