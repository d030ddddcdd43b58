"""Sends messages to where their readers are (mail, Slack, Teams, any webhook) through Apprise. Nothing else does.

The addresses are secrets: they stand in no log, message, page or exception. Apprise writes parts of them into its log, so what
it logs stops here; of a failure a redacted line is kept.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apprise
from apprise.utils.parse import parse_urls
from pydantic import SecretStr
from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_exponential_jitter

from treasury.errors import BadInput
from treasury.settings import Settings, settings
from treasury.wire import redact

TRIES = 3  # in one go; who calls may come back later
WAIT: Callable[[Any], float] = wait_exponential_jitter(initial=1, max=8)
READ_SECONDS = 20.0  # a service that answers later has often taken the message: trying again would send it twice
SHORTEST_SECRET = 4  # characters; a shorter part of an address is no secret and would blank out words
LONGEST_DETAIL = 160

_sending: ContextVar[bool] = ContextVar("sending", default=False)
_apprise = logging.getLogger("apprise")
_apprise.propagate = False
_apprise.addHandler(logging.NullHandler())


class _NotWhileSending(logging.Filter):
    """urllib3 logs whole request lines at DEBUG, and the paths of webhooks are secrets."""

    def filter(self, _record: logging.LogRecord) -> bool:
        return not _sending.get()


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_NotWhileSending())


@dataclass(frozen=True)
class Channel:
    """One place that messages go to: a name that may be shown, and its address, which may not."""

    name: str
    address: SecretStr


@dataclass(frozen=True)
class Outcome:
    """What became of a message on one channel; ``detail`` says why it failed."""

    channel: str
    ok: bool
    detail: str = ""


def channels(config: Settings | None = None) -> tuple[Channel, ...]:
    """The channels of TREASURY_ALERT_URLS by their service's name ("Slack", "Slack 2"); none where it is not set.

    Raises BadInput naming the position of an address that Apprise does not know, never the address.
    """
    config = config or settings()
    made: list[Channel] = []
    count: Counter[str] = Counter()
    for number, address in enumerate(_addresses(config), 1):
        plugin = _plugin(address)
        if plugin is None:
            raise BadInput(f"TREASURY_ALERT_URLS: address {number} is none that Apprise knows; see github.com/caronc/apprise")
        name = str(plugin.service_name)
        count[name] += 1
        made.append(Channel(name if count[name] == 1 else f"{name} {count[name]}", SecretStr(address)))
    if config.alert_urls and not made:
        raise BadInput("TREASURY_ALERT_URLS holds no address that Apprise knows; see github.com/caronc/apprise")
    return tuple(made)


def _addresses(config: Settings) -> list[str]:
    split: Callable[[str], list[str]] = parse_urls  # knows which commas belong to an address
    return split(config.alert_urls.get_secret_value()) if config.alert_urls else []


def send(
    title: str, text: str, html: str = "", attach: Sequence[Path] = (), to: Sequence[Channel] | None = None
) -> list[Outcome]:
    """Sends one message to each channel (all of the settings, unless ``to`` names them), and says what became of it.

    ``html`` takes the place of ``text`` where the service shows it. A failure is tried again a few times, with growing waits; it
    is an outcome, never an exception. Raises BadInput as `channels` does.
    """
    return [_tried(one, title, text, html, attach) for one in (channels() if to is None else to)]


def _tried(channel: Channel, title: str, text: str, html: str, attach: Sequence[Path]) -> Outcome:
    again = Retrying(
        stop=stop_after_attempt(TRIES),
        wait=WAIT,
        retry=retry_if_result(lambda outcome: not outcome.ok),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    outcome: Outcome = again(_once, channel, title, text, html, attach)
    return outcome


def _once(channel: Channel, title: str, text: str, html: str, attach: Sequence[Path]) -> Outcome:
    token = _sending.set(True)
    try:
        plugin = _plugin(channel.address.get_secret_value())
        if plugin is None:
            return Outcome(channel.name, False, "Apprise does not know this address any more")
        notifier = apprise.Apprise(asset=_asset())
        notifier.add(plugin)
        rich = bool(html) and plugin.resolve_format(apprise.NotifyFormat.HTML) == apprise.NotifyFormat.HTML
        result = notifier.notify(
            title=title,
            body=html if rich else text,
            body_format=apprise.NotifyFormat.HTML if rich else apprise.NotifyFormat.TEXT,
            attach=[str(path) for path in attach] or None,
        )
        said = [entry.message for entry in result.logs()]
        result.close()
    finally:
        _sending.reset(token)
    return Outcome(channel.name, bool(result), "" if result else _reason(said, channel))


def _plugin(address: str) -> Any:
    plugin = apprise.Apprise.instantiate(address, asset=_asset(), suppress_exceptions=True)
    if plugin is not None:
        plugin.socket_read_timeout = max(plugin.socket_read_timeout or 0, READ_SECONDS)
    return plugin


def _asset() -> apprise.AppriseAsset:
    # In memory: it would otherwise keep files of its own beside the application.
    return apprise.AppriseAsset(
        app_id="Treasury truce", app_url="", async_mode=False, storage_mode=apprise.PersistentStoreMode.MEMORY
    )


def _reason(lines: Sequence[str], channel: Channel) -> str:
    """The first line said, without any part of the address."""
    address = channel.address.get_secret_value()
    parts = tuple(part for part in re.split(r"[^\w.~+-]+", address.partition("://")[2]) if len(part) >= SHORTEST_SECRET)
    text = " ".join(redact(lines[0], (address, *parts)).split()) if lines else "it was not taken, and no reason given"
    return text if len(text) <= LONGEST_DETAIL else f"{text[: LONGEST_DETAIL - 1]}…"
