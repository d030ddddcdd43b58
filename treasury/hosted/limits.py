"""How much one visitor, or many at once, may ask of the hosted dashboard."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 3 * 1024 * 1024  # a reader's own file may have 1 MB, and is sent with some words around it
TRY_AGAIN_LATER = 1013  # what a websocket is closed with


class _TooLarge(Exception):
    """The body has more than is read of any."""


class Limits:
    """Refuses a body beyond the largest with 413, and a session beyond the most with "try again later"."""

    def __init__(self, app: ASGIApp, most_sessions: int, largest_body: int = LARGEST_BODY) -> None:
        self.app, self.most_sessions, self.largest_body = app, most_sessions, largest_body
        self.sessions = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._session(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.sessions >= self.most_sessions:
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": "as many readers as this server takes"})
            return
        self.sessions += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.sessions -= 1

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        read, answered = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.largest_body:
                raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        stated = dict(scope["headers"]).get(b"content-length", b"")
        try:
            if stated.isdigit() and int(stated) > self.largest_body:
                raise _TooLarge
            await self.app(scope, counted, noted)
        except _TooLarge:
            if not answered:
                words = f"at most {self.largest_body:,} bytes are read"
                await JSONResponse({"error": {"kind": "too_large", "message": words}}, 413)(scope, receive, send)
