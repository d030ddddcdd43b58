"""Security headers on every answer of the hosted dashboard."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """Adds a content policy and its companions; ``frames`` is who may show the dashboard in a frame, as CSP writes it."""

    def __init__(self, app: ASGIApp, frames: str = "'none'") -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(frames),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if frames == "'none'":
            self.headers["X-Frame-Options"] = "DENY"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)


def policy(frames: str) -> str:
    """The content policy that the pages pass, as a browser test holds.

    Streamlit sets styles from its scripts, has one script in its page (allowed by its hash), and compiles the small charts
    of its figures in the browser, which needs 'unsafe-eval'. Nothing may come from or go to another host.
    """
    scripts = " ".join(f"'sha256-{_hash(text)}'" for text in _inline_scripts())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
        )
    )


def _inline_scripts() -> list[str]:
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    return _INLINE.findall(page.read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
