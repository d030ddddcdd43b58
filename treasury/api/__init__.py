"""The HTTP API under /api/v1: every dataset in three formats, and the answers that the pages and the command line give.

Answers carry an ETag made of the versions they were worked out from, so whoever polls pays for news only. What cannot be
used is refused with a 4xx and ``{"error": {"kind", "message"}}``, whose message says what to send instead.
"""

from fastapi import FastAPI
from fastapi.routing import APIRoute

from treasury.api import answers, datasets, refusals
from treasury.api.versions import PREFIX

__all__ = ["PREFIX", "api", "pattern"]

api = FastAPI(
    title="Treasury truce",
    version="1",
    summary="Treasury-market figures as the dashboard shows them.",
    description="Percent as published, changes in basis points, whole US dollars; unknown is null, never 0.",
    docs_url=None,  # their scripts come from another host
    redoc_url=None,
    responses=refusals.REFUSALS,
    exception_handlers=refusals.HANDLERS,
)
ROUTERS = (datasets.router, answers.router)
for router in ROUTERS:
    api.include_router(router)


def pattern(path: str) -> str | None:
    """The route that a path below PREFIX belongs to, such as ``/datasets/{name}.{form}``; None where there is none."""
    routes = (one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute))
    return next((one.path for one in routes if one.path_regex.match(path)), None)
