"""One edition of the brief: what it is compared with, made in a form, sent, and remembered as sent.

The table `_briefs` in the store has a row for each channel that an edition was sent through. The last one that arrived anywhere
is what the next edition is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from treasury import delivery, frames, language
from treasury.answers import Load
from treasury.answers import brief as answers
from treasury.brief import browser, sections
from treasury.brief.html import html
from treasury.brief.markdown import markdown
from treasury.brief.message import message
from treasury.brief.parts import Brief
from treasury.calendar import utc_today
from treasury.delivery import Outcome
from treasury.errors import BadInput
from treasury.language import ENGLISH, LANGUAGES, tr
from treasury.ledger import Ledger
from treasury.settings import Settings, settings
from treasury.status import statuses
from treasury.store import Store

SENT = {
    **dict.fromkeys(("sent_at", "day", "since"), "datetime64[us]"),
    **dict.fromkeys(("channel", "detail"), "str"),
    "ok": "bool",
}


class Form(StrEnum):
    """What the brief can be written as."""

    html = "html"
    md = "md"
    pdf = "pdf"


@dataclass(frozen=True)
class Base:
    """What an edition is compared with: a day, or the last brief sent, whose yields ended on that day."""

    since: date
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Edition:
    """The answer and its words, with what the pictures are drawn from."""

    answer: Mapping[str, Any]
    brief: Brief
    load: Load


@dataclass(frozen=True)
class Page:
    """An edition in a form; ``without`` says why it has no pictures where it should."""

    content: bytes
    without: str = ""


def sent(store: Store) -> Ledger:
    """The table of what was sent."""
    return Ledger(store, "_briefs", SENT)


def base(store: Store, load: Load, asked: date | None, today: date) -> Base:
    """The day asked for, or the last brief that arrived anywhere, or else a week before the newest par yields."""
    if asked:
        return Base(asked)
    rows = sent(store).rows()
    arrived = rows[rows["ok"]]
    if arrived.empty:
        return Base(answers.week_before(load, today))
    last = arrived.iloc[-1]
    return Base(last["day"].date(), last["sent_at"].to_pydatetime().replace(tzinfo=UTC))


def earlier(store: Store, compared: Base) -> Load:
    """The data as known when the last brief was sent; where they were not held then, and without such a brief, up to its day."""
    cut = frames.reader(store, until=compared.since)
    if compared.sent_at is None:
        return cut
    known = frames.reader(store, as_known_on=compared.sent_at)

    def read(name: str) -> pd.DataFrame:
        rows = known(name)
        return rows if len(rows) else cut(name)

    return read


def edition(store: Store, code: str = ENGLISH, asked: date | None = None, today: date | None = None) -> Edition:
    """The brief as of now in a language. Raises BadInput for a day that lies ahead or a language that there is not, BadReference
    for a broken reviewed file, StoreError."""
    if code not in LANGUAGES:
        raise BadInput(f"the brief is not written in {code!r}; it is in: {', '.join(LANGUAGES)}")
    when = today or utc_today()
    load = cache(frames.reader(store))
    compared = base(store, load, asked, when)
    with language.using(code):
        standing = statuses(store, when)
        answer = answers.brief(load, cache(earlier(store, compared)), compared.since, standing, when, compared.sent_at)
        return Edition(answer, sections.brief(answer, _address(settings())), load)


def _address(config: Settings) -> str:
    """Where the dashboard is, if somebody said so: a link to the reader's own machine would lead nowhere."""
    return config.public_url if "public_url" in config.model_fields_set else ""


def written(made: Edition, form: Form) -> Page:
    """The edition as a page. Without a Chromium HTML has no pictures and says so.

    Raises NotPrinted for a PDF without one, naming the fix, and BadInput where TREASURY_BROWSER is wrong.
    """
    from treasury.brief import pictures

    with language.using(made.brief.language):
        drawn = pictures.drawings(made.load, made.answer)
    findings = {one.key: one.alt for one in drawn}
    if form is Form.md:
        return Page(markdown(made.brief, findings).encode())
    program = browser.found()
    if program is None and form is Form.pdf:
        raise browser.NotPrinted(f"a PDF needs a Chromium: {browser.HOW}; --format html and md need none")
    held = pictures.rendered(drawn, program, made.brief.language, dark=form is Form.html) if program else {}
    without = "" if held or not drawn else _without(made, no_browser=program is None)
    page = html(made.brief, held, findings, without)
    return Page(browser.pdf(page, program) if form is Form.pdf and program else page.encode(), without)


def _without(made: Edition, *, no_browser: bool) -> str:
    with language.using(made.brief.language):
        if no_browser:
            return tr("Without pictures: no Chromium was found; {how}.", how=tr(browser.HOW))
        return tr("Without pictures: Chromium did not draw them; the log says why.")


def send(store: Store, made: Edition, now: datetime | None = None) -> list[Outcome]:
    """Sends the edition through the channels of the alerts, a PDF along with it (HTML where no Chromium is), and remembers it.

    Raises BadInput where no channel is set, StoreError where it cannot be remembered.
    """
    if not delivery.channels():
        raise BadInput("there is nowhere to send the brief: set TREASURY_ALERT_URLS (docs/operations.md)")
    form = Form.pdf if browser.found() else Form.html
    findings: Mapping[str, str] = {}
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"treasury-truce-{made.answer['made_on']}.{form}"
        file.write_bytes(written(made, form).content)
        # Mail shows no picture written into its text, so the text has none; they are in the file.
        outcomes = delivery.send(made.brief.front.headline, message(made.brief), html(made.brief, {}, findings), [file])
    sent(store).add(_remembered(made.answer, outcomes, now or datetime.now(UTC)))
    return outcomes


def _remembered(answer: Mapping[str, Any], outcomes: list[Outcome], now: datetime) -> Callable[[pd.DataFrame], pd.DataFrame]:
    day = pd.Timestamp(answer["day"] or answer["made_on"])
    shared = {"sent_at": pd.Timestamp(now).tz_convert(None), "day": day, "since": pd.Timestamp(answer["since"])}
    rows = [{**shared, "channel": one.channel, "ok": one.ok, "detail": one.detail} for one in outcomes]
    return lambda _held: pd.DataFrame(rows)
