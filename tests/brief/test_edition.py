"""Editions: what they are compared with, sent and remembered; the command; what is refused."""

from __future__ import annotations

import base64
import dataclasses
import smtplib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from tests.alerting import SECRET, Webhook
from tests.brief.frames import Load, load
from treasury import frames
from treasury.__main__ import app
from treasury.brief import browser, edition
from treasury.brief.edition import Base, Edition
from treasury.brief.parts import Brief
from treasury.dataset import Vintage
from treasury.errors import BadInput
from treasury.settings import settings
from treasury.sources import BY_ID
from treasury.store import Store

TODAY = date(2026, 11, 23)
SENT = datetime(2026, 10, 6, 12, tzinfo=UTC)


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "NAMES", ())


@pytest.fixture
def made(answer: dict[str, Any], brief: Brief, held: Load) -> Edition:
    return Edition(answer, brief, held)


def send_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    monkeypatch.setenv("TREASURY_ALERT_URLS", ",".join(addresses))
    settings.cache_clear()


def call(*words: str) -> Any:
    return CliRunner().invoke(app, ["brief", *words])


class TestBase:
    def test_a_day_asked_for_then_the_last_brief_then_a_week(self, store: Store) -> None:
        held: Load = frames.reader(store)
        assert edition.base(store, held, date(2026, 8, 6), TODAY) == Base(date(2026, 8, 6))
        assert edition.base(store, held, None, TODAY) == Base(date(2026, 9, 28))
        rows = {"sent_at": pd.Timestamp(SENT).tz_convert(None), "since": pd.Timestamp("2026-09-25"), "detail": ""}
        failed = rows | {"day": pd.Timestamp("2026-10-05"), "channel": "Slack", "ok": False}
        edition.sent(store).add(lambda _: pd.DataFrame([failed]))
        assert edition.base(store, held, None, TODAY) == Base(date(2026, 9, 28))  # it arrived nowhere
        arrived = rows | {"day": pd.Timestamp("2026-10-02"), "channel": "E-Mail", "ok": True}
        edition.sent(store).add(lambda _: pd.DataFrame([arrived, failed]))
        assert edition.base(store, held, None, TODAY) == Base(date(2026, 10, 2), SENT)

    def test_after_a_brief_the_data_are_those_known_when_it_was_sent(self, store: Store) -> None:
        """A figure of the last brief's own day that came later was not known; a dataset not held then is cut by its days."""
        dataset = BY_ID["dollar_index"]
        base = store.vintage(dataset)
        frame = store.read(dataset).frame
        late = pd.DataFrame({"date": pd.to_datetime(["2026-11-20"]).astype("datetime64[us]"), "DTWEXBGS": [121.0]})
        whole = pd.concat([frame, late], ignore_index=True)
        read_at = datetime(2026, 11, 25, tzinfo=UTC)
        vintage = Vintage(dataset.id, "", date(2026, 11, 20), read_at, "refreshed", dataset.landing_page, len(whole))
        store.publish(dataset, whole, vintage, base, only_added=True)
        assert base.retrieved_at is not None
        compared = Base(date(2026, 11, 23), base.retrieved_at)
        known = edition.earlier(store, compared)
        assert known("dollar_index").index[-1] == pd.Timestamp("2026-08-14")
        assert edition.earlier(store, Base(date(2026, 11, 23)))("dollar_index").index[-1] == pd.Timestamp("2026-11-20")
        before = dataclasses.replace(compared, since=date(2026, 9, 28), sent_at=datetime(2026, 9, 30, tzinfo=UTC))
        assert edition.earlier(store, before)("par_yields").index[-1] == pd.Timestamp("2026-09-28")


@pytest.mark.usefixtures("no_browser")
class TestSending:
    def test_text_to_a_service_without_html_the_page_as_a_file(
        self, store: Store, made: Edition, hook: Webhook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send_to(monkeypatch, f"{hook.url}?format=text")
        (outcome,) = edition.send(store, made, SENT)
        (got,) = hook.got
        assert (outcome.channel, outcome.ok, got["title"]) == ("JSON", True, made.brief.front.headline)
        assert "- 10-year: 28 Sep 2026 5.24" in got["message"].replace("\N{NO-BREAK SPACE}", " ")
        assert "<td" not in got["message"]
        (file,) = got["attachments"]
        assert file["filename"] == "treasury-truce-2026-10-06.html"
        page = base64.b64decode(file["base64"]).decode()
        assert "Without pictures: no Chromium was found; install Chromium" in page
        row = edition.sent(store).rows().iloc[0]
        assert (row["channel"], bool(row["ok"]), row["day"]) == ("JSON", True, pd.Timestamp("2026-10-05"))
        assert row["sent_at"] == pd.Timestamp("2026-10-06T12:00")

    def test_a_service_that_shows_html_gets_the_page_without_pictures(
        self, store: Store, made: Edition, hook: Webhook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send_to(monkeypatch, f"{hook.url}?format=html")
        edition.send(store, made, SENT)
        assert hook.got[0]["message"].startswith("<!DOCTYPE html>")
        assert "<img" not in hook.got[0]["message"]
        assert "Without pictures" not in hook.got[0]["message"]

    def test_a_channel_that_fails_is_said_and_the_other_counts(
        self, store: Store, made: Edition, hook: Webhook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hook.answers = [500, 500, 500]  # to all tries of the first
        send_to(monkeypatch, f"{hook.url}1", f"{hook.url}2")
        outcomes = edition.send(store, made, SENT)
        assert [(one.channel, one.ok) for one in outcomes] == [("JSON", False), ("JSON 2", True)]
        assert SECRET not in outcomes[0].detail
        assert edition.base(store, load(), None, TODAY) == Base(date(2026, 10, 5), SENT)

    def test_nowhere_to_send_is_said(self, store: Store, made: Edition) -> None:
        with pytest.raises(BadInput, match="nowhere to send the brief: set TREASURY_ALERT_URLS"):
            edition.send(store, made)

    def test_a_mail_is_html_with_its_file(self, store: Store, made: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
        mails: list[str] = []

        class Smtp:
            """In place of smtplib's: takes the mail, connects to nothing."""

            def __init__(self, *_given: Any, **_more: Any) -> None: ...

            def set_debuglevel(self, *_given: Any) -> None: ...

            def sendmail(self, _sender: str, _to: Any, text: str, **_more: Any) -> None:
                mails.append(text)

            def quit(self) -> None: ...

        monkeypatch.setattr(smtplib, "SMTP", Smtp)
        send_to(monkeypatch, "mailto://127.0.0.1?from=brief@example.org&to=desk@example.org&mode=insecure")
        (outcome,) = edition.send(store, made, SENT)
        assert outcome.ok, outcome.detail
        assert "Content-Type: text/html" in mails[0]
        assert "treasury-truce-2026-10-06.html" in mails[0]


@pytest.mark.usefixtures("no_browser", "store")
class TestCommand:
    def test_markdown_of_the_embedded_snapshot(self, tmp_path: Path) -> None:
        got = call("--format", "md", "--since", "2026-09-28", "-o", str(tmp_path / "brief.md"))
        assert got.exit_code == 0, got.output
        text = (tmp_path / "brief.md").read_text().replace("\N{NO-BREAK SPACE}", " ")
        assert "| 10-year | 5.24 % | 5.31 % | up 7 bp |" in text
        assert "| 10-year term premium, ACM | 0.79 % | 0.91 % (1 Oct) | up 12 bp |" in text
        assert "US Treasury: Par yields (Treasury curve), to 5 Oct 2026 (stale)" in text

    def test_markdown_in_japanese(self) -> None:
        got = call("--format", "md", "--lang", "ja", "--since", "2026-09-28")
        assert got.exit_code == 0, got.output
        text = got.stdout.replace("\N{NO-BREAK SPACE}", " ")
        assert text.startswith("# 米国債の休戦: ブリーフ")
        assert "| 10年 | 5.24% | 5.31% | 7bp上昇 |" in text
        assert "| 10年タームプレミアム(ACM) | 0.79% | 0.91% (10月1日) | 12bp上昇 |" in text
        assert "図" in call("--lang", "ja").stderr  # why it has no pictures
        assert "2-year" in call("--format", "md").stdout  # the next is English again

    def test_html_without_a_browser_says_so(self) -> None:
        got = call("--since", "2026-09-28")
        assert got.exit_code == 0
        assert got.stdout.startswith("<!DOCTYPE html>")
        assert "Without pictures: no Chromium was found; install Chromium" in got.stderr

    @pytest.mark.parametrize(
        ("given", "code", "said"),
        [
            (["--lang", "fr"], 2, "the brief is not written in 'fr'; it is in: en, ja"),
            (["--format", "pdf"], 2, "a PDF is no text: name a file with -o FILE"),
            (["--format", "pdf", "-o", "x.pdf"], 1, "a PDF needs a Chromium: install Chromium"),
            (["--since", "soon"], 2, "--since: 'soon' is no date; write it as YYYY-MM-DD"),
            (["--since", "2099-01-01"], 2, "--since 2099-01-01 lies after today"),
            (["--send"], 2, "there is nowhere to send the brief: set TREASURY_ALERT_URLS"),
        ],
    )
    def test_what_cannot_be_done_names_the_fix(self, given: list[str], code: int, said: str) -> None:
        got = call(*given)
        assert got.exit_code == code, got.output
        assert said in got.output
        assert "Traceback" not in got.output
        assert not Path("x.pdf").exists()

    def test_sent_once_the_next_one_starts_from_it(self, hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
        send_to(monkeypatch, hook.url)
        got = call("--send", "--since", "2026-09-28")
        assert (got.exit_code, got.stdout, got.stderr.strip()) == (0, "", "JSON: sent")
        again = call("--format", "md")
        assert "No move of the 10-year can be told: none is newer than 5 Oct 2026." in again.stdout
        assert "with what was known when the last brief was sent" in again.stdout

    def test_a_browser_that_is_none_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TREASURY_BROWSER", "/nowhere/chrome")
        settings.cache_clear()
        got = call("--since", "2026-09-28")
        assert got.exit_code == 2
        assert "TREASURY_BROWSER names '/nowhere/chrome', which is no program that can be run" in got.stderr
