"""Which version of the data an answer was made from: ETag, Last-Modified, 304, and the answers kept by version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TypeVar

from cachetools import TTLCache, cached
from fastapi import Request, Response

from treasury import frames
from treasury.answers import Load
from treasury.calendar import utc_today
from treasury.dataset import Vintage
from treasury.errors import StoreError
from treasury.reference import FOLDER
from treasury.refreshing import open_store
from treasury.settings import settings
from treasury.sources import CATALOG

PREFIX = "/api/v1"
LOOK_AGAIN_SECONDS = 2.0
ANSWERS_KEPT = 256

Made = TypeVar("Made")


@dataclass(frozen=True)
class _Edition:
    """What an answer is made from: the version of every dataset held, and the newest moment among them."""

    tag: str
    newest: datetime | None


def as_json(made: object) -> bytes:
    return json.dumps(made, allow_nan=False, indent=1).encode()


def answer(
    request: Request,
    work_out: Callable[[Load], Made],
    render: Callable[[Made], bytes] = as_json,
    media_type: str = "application/json",
    beside: str = "",
) -> Response:
    """An answer, as JSON unless it is rendered otherwise, kept by what was asked and what it was made from: the datasets, and
    ``beside``, the version of anything else (whose moment is not known, so that the answer carries none)."""
    edition = _edition()
    newest = None if beside else edition.newest
    tag = _hash(edition.tag, beside, request.url.path, str(request.url.query), utc_today().isoformat())
    if same := unchanged(request, tag, newest):
        return same
    if tag not in _kept:
        _kept[tag] = render(work_out(frames.reader(open_store())))
    return Response(_kept[tag], media_type=media_type, headers=validators(tag, newest))


_kept: TTLCache[str, bytes] = TTLCache(ANSWERS_KEPT, ttl=24 * 3600)


def _edition() -> _Edition:
    config = settings()
    return _edition_of(config.store, str(config.snapshot))


@cached(TTLCache(4, ttl=LOOK_AGAIN_SECONDS))
def _edition_of(store_url: str, snapshot: str) -> _Edition:
    store, held = open_store(), []
    for declared in CATALOG:
        try:
            held.append(store.vintage(declared))
        except StoreError:
            continue
    reviewed = [str(path.stat().st_mtime_ns) for path in sorted(FOLDER.iterdir())]
    newest = max((v.retrieved_at for v in held if v.retrieved_at), default=None)
    return _Edition(tag_of(held, store_url, snapshot, *reviewed), newest)


def tag_of(vintages: list[Vintage], *more: str) -> str:
    return _hash(*(f"{v.dataset} {v.version} {v.retrieved_at}" for v in vintages), *more)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def validators(tag: str, moment: datetime | None) -> dict[str, str]:
    made = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    return made | ({"Last-Modified": format_datetime(moment.astimezone(UTC), usegmt=True)} if moment else {})


def unchanged(request: Request, tag: str, moment: datetime | None) -> Response | None:
    """304 where the caller already has this version; If-None-Match wins over If-Modified-Since."""
    if asked := request.headers.get("if-none-match"):
        # A proxy that compresses marks the tag as weak: W/"…".
        known = {one.strip().removeprefix("W/").strip('"') for one in asked.split(",")}
        same = tag in known or "*" in known
    else:
        same = _not_newer(request.headers.get("if-modified-since"), moment)
    return Response(status_code=304, headers=validators(tag, moment)) if same else None


def _not_newer(since: str | None, moment: datetime | None) -> bool:
    try:
        asked = parsedate_to_datetime(since) if since else None
    except ValueError:
        return False
    if asked is None or moment is None or asked.tzinfo is None:
        return False
    return moment.replace(microsecond=0) <= asked
