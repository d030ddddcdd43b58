"""What the API says when it cannot answer: one shape for every refusal, with a sentence that names the fix."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from treasury.api.versions import PREFIX
from treasury.errors import BadInput, NothingStored, TreasuryError


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


def _refuse(status: int, kind: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"kind": kind, "message": message}}, status)


def _treasury_error(_request: Request, failure: TreasuryError) -> JSONResponse:
    if isinstance(failure, BadInput):
        return _refuse(400, "bad_input", str(failure))
    if isinstance(failure, NothingStored):
        return _refuse(404, "nothing_stored", str(failure))
    return _refuse(503, "store", str(failure))


def _wrong_form(_request: Request, failure: RequestValidationError) -> JSONResponse:
    first = failure.errors()[0]
    name, expected = str(first["loc"][-1]), first.get("ctx", {})
    if "pattern" in expected:
        word = "must be a day written as YYYY-MM-DD, such as 2025-04-02"
    else:
        word = first["msg"].replace("Input should be", "must be")
    return _refuse(422, "bad_input", f"{name}: {word}")


def _no_such_route(_request: Request, failure: HTTPException) -> JSONResponse:
    message = failure.detail if "there are" in failure.detail else f"{failure.detail}; {PREFIX}/openapi.json lists what there is"
    return _refuse(failure.status_code, "not_found" if failure.status_code == 404 else "refused", message)


HANDLERS: dict[Any, Any] = {
    TreasuryError: _treasury_error,
    RequestValidationError: _wrong_form,
    HTTPException: _no_such_route,
}
