"""Query parameters that a route does not have: refused, as a misspelt one that is passed over gives a wrong answer in silence."""

from __future__ import annotations

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

_LONGEST = 60  # characters of a name that are repeated


def only_known(request: Request) -> None:
    """For a router's dependencies. Raises RequestValidationError with the name and the parameters that the route has."""
    route = request.scope["route"]
    known = [one.alias for one in route.dependant.query_params] if isinstance(route, APIRoute) else []
    unknown = next((name for name in request.query_params if name not in known), None)
    if unknown is not None:
        words = f"not a parameter here; there are: {', '.join(known)}" if known else "not a parameter here; there is none"
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", unknown[:_LONGEST]), "msg": words}])
