"""What comes with an answer, read without a connection: waits, ages, redirect targets; and text kept free of secrets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, quote_plus, urljoin, urlsplit


def redact(text: str, secrets: tuple[str, ...] = ()) -> str:
    """The text without keys: known secrets, log-ins within addresses, and whatever follows api_key=, token= and the like."""
    for secret in sorted((s for s in secrets if s), key=len, reverse=True):
        for spelling in (secret, quote(secret, safe=""), quote_plus(secret)):
            text = text.replace(spelling, "***")
    text = re.sub(r"//[^/\s@?#]+@", "//***@", text)
    return re.sub(r"(?i)\b(api_?key|token|password|secret|authorization)(=|%3D|:\s*)[^\s&'\"]+", r"\1\2***", text)


def leads_to(address: str, location: str) -> str:
    """Where a redirect leads; nowhere, if the location is no address."""
    try:
        return urljoin(address, location)
    except ValueError:
        return ""


def origin(address: str, upgraded: bool = False) -> str:
    """Scheme, host and port of an address, or "nowhere"; ``upgraded`` gives the same host by https at its usual port.

    >>> origin("https://api.example.org:443/a?b=c"), origin("http://api.example.org/", upgraded=True)
    ('https://api.example.org', 'https://api.example.org')
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "nowhere"
    if not host:
        return "nowhere"
    usual = port in (None, {"http": 80, "https": 443}.get(parts.scheme))
    scheme = "https" if upgraded and usual else parts.scheme
    return f"{scheme}://{host}" if usual else f"{scheme}://{host}:{port}"


def connection_words(text: str) -> str:
    """What a connection error means, by the transport's own text (which is not shown: it holds the whole address)."""
    for mark, words in (
        ("NameResolution", "the host name does not resolve"),
        ("getaddrinfo", "the host name does not resolve"),
        ("Connection refused", "connection refused"),
        ("unreachable", "the host cannot be reached"),
        ("Connection aborted", "the connection broke before the answer"),
    ):
        if mark in text:
            return words
    return "no connection"


def age(read_at: object) -> float:
    """Seconds since a time that was noted in ISO form with its zone; infinite where it cannot be read."""
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(str(read_at))).total_seconds()
    except (ValueError, TypeError):
        return float("inf")


def retry_after(value: str | None) -> float | None:
    """Seconds to wait by a Retry-After header, given in seconds or as an HTTP date."""
    if not value:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
