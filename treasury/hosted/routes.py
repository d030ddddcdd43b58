"""Routes beside the pages: the API, health for a load balancer, figures for Prometheus."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from treasury.answers.calendar import calendar, window
from treasury.answers.ics import ics
from treasury.api import PREFIX, api
from treasury.api.versions import answer
from treasury.calendar import utc_today
from treasury.errors import StoreError
from treasury.hosted import previews
from treasury.refreshing import open_store
from treasury.sources import BY_ID
from treasury.status import statuses
from treasury.ui import tour
from treasury.ui.server import WARM


def healthz(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


def readyz(_request: Request) -> Response:
    """A visitor would see figures: the store or the snapshot can be read, and the first page's are in memory."""
    try:
        held = open_store().vintage(BY_ID["par_yields"])
    except StoreError as failure:
        return JSONResponse({"ready": False, "why": str(failure)}, 503)
    if not WARM.is_set():
        return JSONResponse({"ready": False, "why": "the first page's figures are still being read"}, 503)
    return JSONResponse({"ready": True, "par_yields_as_of": held.as_of.isoformat() if held.as_of else None})


def metrics(_request: Request) -> Response:
    """Figures in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def calendar_file(request: Request) -> Response:
    """What a calendar program subscribes to: three months back, a year ahead."""
    first, last = window(utc_today())
    return answer(request, lambda load: calendar(load, first, last, statuses(open_store())), ics, "text/calendar; charset=utf-8")


def api_root(_request: Request) -> Response:
    """Without a slash at its end the address is none of the API's own, and would be answered with a page."""
    return RedirectResponse(f"{PREFIX}/openapi.json")


ROUTES: tuple[BaseRoute, ...] = (
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", metrics),
    Route(previews.PICTURE, previews.picture),
    Route("/calendar.ics", calendar_file),
    tour.ROUTE,
    Route(PREFIX, api_root),
    Mount(PREFIX, api),
)
