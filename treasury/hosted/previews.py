"""What chat programs and search engines read of a page before anybody opens it: title, sentence, picture (Open Graph).

Also in which language the page is, which screen readers ask the file for.
"""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from treasury.language import ENGLISH, LANGUAGES, N_, tr, using
from treasury.ui import reader
from treasury.ui.navigation import PAGES, PREVIEW, Entry

PICTURE = "/preview.png"
_BY_PATH = {f"/{entry.url_path}": entry for entry in PAGES}
# In the one file that Streamlit serves for every page.
_PLACEHOLDER = b"<title>Streamlit</title>"
_LANGUAGE = b'<html lang="en">'
_ALT = N_("Treasury truce: is the truce between the bond market and the US government holding?")


class Previews:
    """Puts the page's own title and Open Graph properties into the file that is the same for every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        entry = _BY_PATH.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if entry is None:
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def whole(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send(start, _filled(body, entry, scope), send)
            else:
                await send(message)

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]  # 9 kB, to be read here
        await self.app({**scope, "headers": plain}, receive, whole)


async def _send(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if body:
        headers["Content-Length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _filled(body: bytes, entry: Entry, scope: Scope) -> bytes:
    asked = Request(scope).query_params.get(reader.KEY, ENGLISH).lower()
    code = asked if asked in LANGUAGES else ENGLISH
    with using(code):
        filled = body.replace(_PLACEHOLDER, head(entry, _origin(scope)).encode(), 1)
    return filled.replace(_LANGUAGE, f'<html lang="{code}">'.encode(), 1)


def head(entry: Entry, origin: str) -> str:
    """Title and properties of a page; ``origin`` is the dashboard's own address without a path."""
    title = tr("{page}, Treasury truce", page=tr(entry.title)) if entry.url_path else "Treasury truce"
    description = tr(entry.description)
    properties = {
        "og:type": "website",
        "og:site_name": "Treasury truce",
        "og:title": title,
        "og:description": description,
        "og:url": f"{origin}/{entry.url_path}",
        "og:image": f"{origin}{PICTURE}",
        "og:image:alt": tr(_ALT),
    }
    lines = [f"<title>{html.escape(title)}</title>", f'<meta name="description" content="{html.escape(description)}" />']
    lines += [f'<meta property="{name}" content="{html.escape(value)}" />' for name, value in properties.items()]
    return "\n    ".join([*lines, '<meta name="twitter:card" content="summary_large_image" />'])


def _origin(scope: Scope) -> str:
    address = urlsplit(str(Request(scope).url))
    scheme = dict(scope["headers"]).get(b"x-forwarded-proto", address.scheme.encode()).decode("latin-1")
    return f"{'https' if scheme == 'https' else 'http'}://{address.netloc}"


def picture(_request: Request) -> FileResponse:
    """The picture that goes with every page's address."""
    return FileResponse(PREVIEW, media_type="image/png")
