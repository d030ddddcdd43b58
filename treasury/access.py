"""Who may see the dashboard where sign-in is on: one rule for pages, API and files."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from treasury.settings import Settings

ANYONE = "*"  # in TREASURY_ALLOWED: everybody whom the provider signs in


def admits(config: Settings, user: Mapping[str, Any]) -> bool:
    """Whether a person the provider signed in may come in: by mail address or by its domain, as TREASURY_ALLOWED lists them.

    An address that the provider calls unverified counts for nothing.
    """
    if not user.get("is_logged_in"):
        return False
    allowed = config.allowed_names
    if ANYONE in allowed:
        return True
    address = str(user.get("email") or "").casefold()
    if "@" not in address or user.get("email_verified") is False:
        return False
    return address in allowed or address.rpartition("@")[2] in allowed


def admits_token(config: Settings, token: str) -> bool:
    """Whether a program may come in by a token of TREASURY_API_TOKENS."""
    listed = config.api_tokens.get_secret_value().split(",") if config.api_tokens else []
    known = [one.strip().encode() for one in listed if one.strip()]
    return any(hmac.compare_digest(one, token.encode()) for one in known)
