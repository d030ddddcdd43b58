"""Sign-in for everything that is no page: the API, files, uploads and figures ask for the same cookie, or for a token.

The pages themselves are guarded where they are drawn (treasury/ui/sign_in.py): what the server sends before is the same empty
frame for everybody. Here whatever is not known to be free of data needs a visitor who may come in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from treasury.access import admits, admits_token
from treasury.settings import Settings
from treasury.ui.navigation import PAGES

USER_COOKIE = "_streamlit_user"  # Streamlit's own, signed with the cookie secret
WANTED_COOKIE = "treasury_wanted"  # the page a visitor came for; the provider leads back to the first page
WANTED_SECONDS = 600

_PAGES = frozenset({"/", *(f"/{entry.url_path}" for entry in PAGES)})
# Without data: Streamlit's own files, its health, its connection (whose visits are guarded where pages are drawn), sign-in.
_OPEN = re.compile(
    r"/(healthz|readyz|favicon\.png|preview\.png|static/.+|auth/(login|logout)|oauth2callback"
    r"|([a-z0-9-]+/)?_stcore/(health|host-config|stream))"
)


class SignIn:
    """Lets pass what holds no data, and visitors who may come in; refuses the rest with 401 or 403."""

    def __init__(self, app: ASGIApp, config: Settings) -> None:
        self.app, self.config = app, config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not self.config.sign_in:
            await self.app(scope, receive, send)
        elif scope["path"] in _PAGES and scope["type"] == "http":
            await self._page(Request(scope), receive, send)
        elif _OPEN.fullmatch(scope["path"]) or self._program(HTTPConnection(scope)):
            await self.app(scope, receive, send)
        else:
            user = self._user(HTTPConnection(scope))
            if admits(self.config, user):
                await self.app(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await _refusal(user)(scope, receive, send)

    async def _page(self, request: Request, receive: Receive, send: Send) -> None:
        """Remembers the page asked for by a visitor who has to sign in first, and leads there when that is done."""
        wanted = request.cookies.get(WANTED_COOKIE, "")
        if not admits(self.config, self._user(request)):
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")

            async def remembering(message: Message) -> None:
                if message["type"] == "http.response.start" and here != "/" and len(here) < 2000:
                    cookie = f"{WANTED_COOKIE}={here}; Path=/; Max-Age={WANTED_SECONDS}; HttpOnly; SameSite=Lax"
                    message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode("latin-1", "ignore"))]
                await send(message)

            await self.app(request.scope, receive, remembering)
        elif wanted.partition("?")[0] in _PAGES and request.url.path == "/":
            there = RedirectResponse(wanted, 302)
            there.delete_cookie(WANTED_COOKIE)
            await there(request.scope, receive, send)
        else:
            await self.app(request.scope, receive, send)

    def _user(self, connection: HTTPConnection) -> Mapping[str, Any]:
        """Who the cookie says is there; nobody where there is none or its signature is wrong."""
        secret = self.config.cookie_secret.get_secret_value() if self.config.cookie_secret else ""

        def one(name: str) -> bytes | None:
            raw = connection.cookies.get(name)
            return decode_signed_value(secret, name, raw.encode("latin-1", "ignore")) if raw and secret else None

        found = get_cookie_with_chunks(one, USER_COOKIE)
        try:
            user = json.loads(found) if found else {}
        except ValueError:
            return {}
        return user if isinstance(user, dict) else {}

    def _program(self, connection: HTTPConnection) -> bool:
        """A token in the header or, for calendars, which know no header, in the address."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer" and admits_token(self.config, token.strip()):
            return True
        if connection.url.path != "/calendar.ics":
            return False
        return any(admits_token(self.config, one) for one in parse_qs(connection.url.query).get("token", []))


def _refusal(user: Mapping[str, Any]) -> JSONResponse:
    if user.get("is_logged_in"):
        message = f"{user.get('email') or 'this account'} is signed in but may not come in; ask whoever runs the dashboard"
        return JSONResponse({"error": {"kind": "not_allowed", "message": message}}, 403)
    message = "sign in on the dashboard's first page, or send a token: Authorization: Bearer …"
    headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse({"error": {"kind": "sign_in", "message": message}}, 401, headers)


def secrets(config: Settings) -> dict[str, Any]:
    """What Streamlit's own sign-in needs; nothing where it is off."""
    if not config.sign_in or config.cookie_secret is None or config.oidc_client_secret is None:
        return {}
    return {
        "auth": {
            "redirect_uri": config.oidc_redirect_uri,
            "cookie_secret": config.cookie_secret.get_secret_value(),
            "client_id": config.oidc_client_id,
            "client_secret": config.oidc_client_secret.get_secret_value(),
            "server_metadata_url": config.oidc_metadata_url,
        }
    }
