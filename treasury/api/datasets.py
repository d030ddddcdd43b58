"""Routes to the datasets: what there is, and the rows of each as CSV, JSON or Parquet."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.exceptions import HTTPException

from treasury import frames
from treasury.api.parameters import only_known
from treasury.api.versions import PREFIX, tag_of, unchanged, validators
from treasury.calendar import parse_known
from treasury.refreshing import open_store
from treasury.settings import PUBLISHERS
from treasury.sources import BY_ID
from treasury.status import statuses

MOST_ROWS = 100_000
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
DAY = r"^\d{4}-\d{2}-\d{2}$"


class Form(StrEnum):
    csv = "csv"
    json = "json"
    parquet = "parquet"


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


router = APIRouter(dependencies=[Depends(only_known)])


@router.get("/datasets", summary="Every dataset: what it is, what is held, how fresh it is")
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


@router.get(
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
    tag = tag_of([vintage], str(request.url.query), form.value)
    if same := unchanged(request, tag, vintage.retrieved_at):
        return same
    matching = frames.select(store.read(declared, known), declared, start, end, columns.split(",") if columns else None)
    part = matching.iloc[offset : offset + limit]
    headers = validators(tag, vintage.retrieved_at) | {
        "X-Total-Count": str(len(matching)),
        "X-As-Of": vintage.as_of.isoformat() if vintage.as_of else "",
        "X-Publisher": PUBLISHERS[declared.publisher].name,
        "Content-Disposition": f'inline; filename="{name}.{form.value}"',
    }
    if offset + limit < len(matching):
        query = urlencode(dict(request.query_params) | {"offset": str(offset + limit), "limit": str(limit)})
        headers["Link"] = f'<{PREFIX}/datasets/{name}.{form.value}?{query}>; rel="next"'
    return Response(frames.render(part, declared, form.value), media_type=MEDIA[form.value], headers=headers)
