"""Delivery: messages arrive, failures are tried again and said, and no part of an address shows anywhere."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from tenacity import wait_none

from tests.alerting import SECRET, config, webhook
from treasury import delivery
from treasury.delivery import Channel, channels, send
from treasury.errors import BadInput


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that a handler of the root logger gets at DEBUG. (caplog also listens to loggers that pass nothing on.)"""
    text, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(text), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "WAIT", wait_none())


def test_a_message_arrives_with_title_and_text() -> None:
    with webhook() as hook:
        outcomes = send("Title", "Text with <b> & link", to=channels(config(hook.url)))
    assert [(one.channel, one.ok, one.detail) for one in outcomes] == [("JSON", True, "")]
    assert [(got["title"], got["message"]) for got in hook.got] == [("Title", "Text with <b> & link")]


def test_plain_text_is_escaped_where_the_service_shows_html() -> None:
    with webhook() as hook:
        send("T", "<script>alert(1)</script>", to=channels(config(f"{hook.url}?format=html")))
    assert "<script>" not in hook.got[0]["message"]
    assert "&lt;script&gt;" in hook.got[0]["message"]


def test_an_html_body_and_a_file_go_along(tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("figures")
    with webhook() as hook:
        send("Brief", "Plain", "<p>Rich</p>", [file], to=channels(config(f"{hook.url}?format=html")))
    assert hook.got[0]["message"] == "<p>Rich</p>"
    assert [one["filename"] for one in hook.got[0]["attachments"]] == ["brief.txt"]


def test_a_failure_is_tried_again_in_one_go() -> None:
    with webhook() as hook:
        hook.answers = [503, 503]
        outcomes = send("T", "x", to=channels(config(hook.url)))
    assert [one.ok for one in outcomes] == [True]
    assert (hook.tries, len(hook.got)) == (3, 1)


def test_a_failure_that_stays_is_an_outcome_without_the_address(logged: io.StringIO, capfd: pytest.CaptureFixture[str]) -> None:
    with webhook() as hook:
        hook.answers = [500] * 10
        outcomes = send("T", "x", to=channels(config(hook.url)))
    assert [one.ok for one in outcomes] == [False]
    assert hook.tries == delivery.TRIES
    assert outcomes[0].detail
    said = "".join((outcomes[0].detail, logged.getvalue(), *capfd.readouterr()))
    assert SECRET not in said


def test_a_closed_address_is_an_outcome_without_the_address(logged: io.StringIO) -> None:
    outcomes = send("T", "x", to=[Channel("Closed", SecretStr(f"json://user:{SECRET}@127.0.0.1:9/{SECRET}"))])
    assert [(one.channel, one.ok) for one in outcomes] == [("Closed", False)]
    assert SECRET not in outcomes[0].detail + logged.getvalue()


def test_one_channel_that_fails_does_not_stop_the_others() -> None:
    with webhook() as first, webhook() as second:
        first.answers = [500] * 10
        outcomes = send("T", "x", to=channels(config(f"{first.url},{second.url}")))
    assert [(one.channel, one.ok) for one in outcomes] == [("JSON", False), ("JSON 2", True)]


def test_an_address_that_apprise_does_not_know_is_named_by_its_position() -> None:
    with pytest.raises(BadInput) as raised:
        channels(config(f"json://127.0.0.1/ok, nosuch://{SECRET}"))
    assert "address 2" in str(raised.value)
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


def test_addresses_do_not_show_in_settings_and_channels() -> None:
    made = config(f"slack://TokenA{SECRET}/TokenB{SECRET}/{SECRET}")
    assert SECRET not in repr(made) + repr(channels(config(f"json://127.0.0.1/{SECRET}")))


def test_without_an_address_there_is_no_channel_and_nothing_is_sent() -> None:
    assert channels(config()) == ()
    assert send("T", "x", to=channels(config())) == []


def test_tests_send_nowhere_but_to_loopback() -> None:
    with pytest.raises(AssertionError, match="loopback"):
        send("T", "x", to=[Channel("Elsewhere", SecretStr("json://alerts.example.org/x"))])
    assert channels() == ()  # whatever the environment of whoever runs the tests says
