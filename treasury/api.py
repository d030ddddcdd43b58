"""The HTTP API under /api/v1: every dataset in three formats, and the answers that the pages and the command line give.

Answers carry an ETag made of the versions they were worked out from, so whoever polls pays for news only. What cannot be
used is refused with a 4xx and ``{"error": {"kind", "message"}}``, whose message says what to send instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from cachetools import TTLCache, cached
from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from treasury import frames
from treasury.answers.event import event
from treasury.calendar import parse_day, parse_known
from treasury.dataset import Vintage
from treasury.errors import BadInput, NothingStored, StoreError, TreasuryError
from treasury.reference import FOLDER
from treasury.refreshing import open_store
from treasury.settings import PUBLISHERS, settings
from treasury.sources import BY_ID, CATALOG
from treasury.status import statuses

PREFIX = "/api/v1"
MOST_ROWS = 100_000
LOOK_AGAIN_SECONDS = 2.0
ANSWERS_KEPT = 256
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
DAY = r"^\d{4}-\d{2}-\d{2}$"


class Form(StrEnum):
    csv = "csv"
    json = "json"
    parquet = "parquet"


class Fault(BaseModel):
    """What was wrong, in a word for programs and a sentence for people."""

    kind: str
    message: str


class Refusal(BaseModel):
    error: Fault


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refusal, "description": "Something sent cannot be used; the message says what can."},
    404: {"model": Refusal, "description": "There is no such thing, or nothing is held of it."},
    422: {"model": Refusal, "description": "A parameter has the wrong form."},
    503: {"model": Refusal, "description": "The store cannot be read."},
    304: {"description": "Nothing has changed since the version named in If-None-Match."},
}

Start = Annotated[str | None, Query(description="First day, inclusive.", pattern=DAY, examples=["2025-04-01"])]
End = Annotated[str | None, Query(description="Last day, inclusive.", pattern=DAY, examples=["2025-04-30"])]
KnownOn = Annotated[
    str | None,
    Query(
        description="The version held at this moment, or at the end of this day (UTC).",
        pattern=rf"{DAY[:-1]}(T\d{{2}}:\d{{2}}:\d{{2}}Z)?$",
        examples=["2026-09-01", "2026-09-01T07:30:00Z"],
    ),
]
Columns = Annotated[str | None, Query(description="Columns beside the key, separated by commas.", examples=["2Y,10Y"])]
Limit = Annotated[int, Query(description="Most rows of one answer.", ge=1, le=MOST_ROWS)]
Offset = Annotated[int, Query(description="Rows left out at the start.", ge=0, le=10_000_000)]

api = FastAPI(
    title="Treasury truce",
    version="1",
    summary="Treasury-market figures as the dashboard shows them.",
    description="Percent as published, changes in basis points, whole US dollars; unknown is null, never 0.",
    docs_url=None,  # their scripts come from another host
    redoc_url=None,
    responses=REFUSALS,
)


@api.get("/datasets", summary="Every dataset: what it is, what is held, how fresh it is")
def datasets() -> list[dict[str, Any]]:
    """One entry a dataset, in the catalogue's order, with its columns and where its rows are."""
    return [
        status.as_json([])
        | {
            "title": status.dataset.title,
            "licence": status.dataset.licence,
            "source": status.dataset.landing_page,
            "key": list(status.dataset.key),
            "columns": [{"name": c.name, "kind": c.kind, "unit": c.unit, "meaning": c.meaning} for c in status.dataset.columns],
            "rows_at": {form.value: f"{PREFIX}/datasets/{status.dataset.id}.{form.value}" for form in Form},
        }
        for status in statuses(open_store())
    ]


@api.get(
    "/datasets/{name}.{form}",
    summary="The rows of a dataset, as `show` gives them",
    response_class=Response,
    responses={200: {"content": {media: {} for media in MEDIA.values()}}},
)
def rows(
    request: Request,
    name: Annotated[str, Path(description="Dataset id.", examples=["par_yields"])],
    form: Annotated[Form, Path(description="How the rows are written.")],
    start: Start = None,
    end: End = None,
    columns: Columns = None,
    as_known_on: KnownOn = None,
    limit: Limit = MOST_ROWS,
    offset: Offset = 0,
) -> Response:
    """X-Total-Count holds the number of rows that match; a Link header leads to the next part where there is more."""
    if name not in BY_ID:
        raise HTTPException(404, f"no dataset {name[:60]!r}; there are: {', '.join(BY_ID)}")
    declared, store = BY_ID[name], open_store()
    known = parse_known(as_known_on) if as_known_on else None
    vintage = store.vintage(declared, known)
    tag = _tag([vintage], str(request.url.query), form.value)
    if unchanged := _unchanged(request, tag, vintage.retrieved_at):
        return unchanged
    matching = frames.select(store.read(declared, known), declared, start, end, columns.split(",") if columns else None)
    part = matching.iloc[offset : offset + limit]
    headers = _validators(tag, vintage.retrieved_at) | {
        "X-Total-Count": str(len(matching)),
        "X-As-Of": vintage.as_of.isoformat() if vintage.as_of else "",
        "X-Publisher": PUBLISHERS[declared.publisher].name,
        "Content-Disposition": f'inline; filename="{name}.{form.value}"',
    }
    if offset + limit < len(matching):
        query = urlencode(dict(request.query_params) | {"offset": str(offset + limit), "limit": str(limit)})
        headers["Link"] = f'<{PREFIX}/datasets/{name}.{form.value}?{query}>; rel="next"'
    return Response(frames.render(part, declared, form.value), media_type=MEDIA[form.value], headers=headers)


@api.get("/events/{day}", summary="One day in full, as the Event lab shows it")
def event_of(request: Request, day: Annotated[str, Path(pattern=DAY, examples=["2025-04-02"])]) -> Response:
    """Reactions by session, ranks by every definition, decomposition, other assets, confounders and placebo."""
    return _answer(request, lambda load: event(load, parse_day(day)))


# --- answers and their versions ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edition:
    """What an answer is made from: the version of every dataset held, and the newest moment among them."""

    tag: str
    newest: datetime | None


def _answer(request: Request, work_out: Callable[[Any], Any]) -> Response:
    """An answer as JSON, kept by what was asked and what it was made from."""
    edition = _edition()
    tag = _hash(edition.tag, request.url.path, str(request.url.query), datetime.now(UTC).date().isoformat())
    if unchanged := _unchanged(request, tag, edition.newest):
        return unchanged
    if tag not in _kept:
        _kept[tag] = json.dumps(work_out(frames.reader(open_store())), allow_nan=False, indent=1).encode()
    return Response(_kept[tag], media_type="application/json", headers=_validators(tag, edition.newest))


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
    return _Edition(_tag(held, store_url, snapshot, *reviewed), newest)


def _tag(vintages: list[Vintage], *more: str) -> str:
    return _hash(*(f"{v.dataset} {v.version} {v.retrieved_at}" for v in vintages), *more)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _validators(tag: str, moment: datetime | None) -> dict[str, str]:
    made = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    return made | ({"Last-Modified": format_datetime(moment.astimezone(UTC), usegmt=True)} if moment else {})


def _unchanged(request: Request, tag: str, moment: datetime | None) -> Response | None:
    """304 where the caller already has this version; If-None-Match wins over If-Modified-Since."""
    if asked := request.headers.get("if-none-match"):
        # A proxy that compresses marks the tag as weak: W/"…".
        known = {one.strip().removeprefix("W/").strip('"') for one in asked.split(",")}
        same = tag in known or "*" in known
    else:
        same = _not_newer(request.headers.get("if-modified-since"), moment)
    return Response(status_code=304, headers=_validators(tag, moment)) if same else None


def _not_newer(since: str | None, moment: datetime | None) -> bool:
    try:
        asked = parsedate_to_datetime(since) if since else None
    except ValueError:
        return False
    if asked is None or moment is None or asked.tzinfo is None:
        return False
    return moment.replace(microsecond=0) <= asked


# --- refusals ----------------------------------------------------------------------------------------------------------


def _refuse(status: int, kind: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"kind": kind, "message": message}}, status)


@api.exception_handler(TreasuryError)
def _treasury_error(_request: Request, failure: TreasuryError) -> JSONResponse:
    if isinstance(failure, BadInput):
        return _refuse(400, "bad_input", str(failure))
    if isinstance(failure, NothingStored):
        return _refuse(404, "nothing_stored", str(failure))
    return _refuse(503, "store", str(failure))


@api.exception_handler(RequestValidationError)
def _wrong_form(_request: Request, failure: RequestValidationError) -> JSONResponse:
    first = failure.errors()[0]
    name, expected = str(first["loc"][-1]), first.get("ctx", {})
    if "pattern" in expected:
        word = "must be a day written as YYYY-MM-DD, such as 2025-04-02"
    else:
        word = first["msg"].replace("Input should be", "must be")
    return _refuse(422, "bad_input", f"{name}: {word}")


@api.exception_handler(HTTPException)
def _no_such_route(_request: Request, failure: HTTPException) -> JSONResponse:
    message = failure.detail if "there are" in failure.detail else f"{failure.detail}; {PREFIX}/openapi.json lists what there is"
    return _refuse(failure.status_code, "not_found" if failure.status_code == 404 else "refused", message)
