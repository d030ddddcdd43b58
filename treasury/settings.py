"""Every environment variable, typed, in one place. Nothing else reads the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from treasury.errors import BadInput

STORE_SCHEMES = ("s3", "gs", "az", "abfss")
SHORTEST_SECRET = 32
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Publisher:
    """Who publishes, at which address, and how politely they are asked."""

    key: str
    name: str
    official_url: str
    setting: str
    requests_per_second: float
    at_once: int = 2


PUBLISHERS: dict[str, Publisher] = {
    p.key: p
    for p in (
        Publisher("treasury_gov", "US Treasury", "https://home.treasury.gov", "url_treasury_gov", 4),
        Publisher("fiscaldata", "US Treasury, Fiscal Data", "https://api.fiscaldata.treasury.gov", "url_fiscaldata", 5),
        Publisher("fred_api", "FRED, Federal Reserve Bank of St. Louis", "https://api.stlouisfed.org", "url_fred_api", 1.9, 1),
        Publisher("fred", "FRED, Federal Reserve Bank of St. Louis", "https://fred.stlouisfed.org", "url_fred", 2, 1),
        Publisher("nyfed", "Federal Reserve Bank of New York", "https://www.newyorkfed.org", "url_nyfed", 2, 1),
        Publisher(
            "nyfed_markets", "Federal Reserve Bank of New York", "https://markets.newyorkfed.org", "url_nyfed_markets", 2, 1
        ),
        Publisher("ofr", "Office of Financial Research", "https://www.financialresearch.gov", "url_ofr", 2, 1),
        Publisher("defillama", "DefiLlama", "https://stablecoins.llama.fi", "url_defillama", 2, 1),
        Publisher("tic", "US Treasury, TIC", "https://ticdata.treasury.gov", "url_tic", 2, 1),
    )
}


class Settings(BaseSettings):
    """The environment as the application sees it. A value that cannot be used raises at start, naming the variable."""

    model_config = SettingsConfigDict(env_prefix="TREASURY_", extra="ignore", env_ignore_empty=True)

    fred_api_key: SecretStr | None = Field(default=None, validation_alias="FRED_API_KEY")
    store: str = str(ROOT / "data" / "store")
    snapshot: Path = ROOT / "data" / "snapshot"
    auto_refresh: bool | None = None  # unset: on where serve.py hosts the dashboard, off otherwise
    browser: str = ""  # the Chromium that draws the brief's pictures and prints it; looked for on the path where it is not named
    most_sessions: int = Field(default=500, ge=1)  # open pages at a time, in one process of serve.py
    frame_ancestors: str = "'none'"  # who may show the hosted dashboard in a frame, as CSP writes it

    # Sign-in for the hosted dashboard, on where a provider is named (docs/operations.md).
    oidc_metadata_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_redirect_uri: str = ""
    cookie_secret: SecretStr | None = None
    allowed: str = ""  # mail domains and addresses, separated by commas; * is everybody whom the provider signs in
    api_tokens: SecretStr | None = None  # for programs, separated by commas

    # Alerts (docs/operations.md).
    alert_urls: SecretStr | None = None  # where messages go, as Apprise writes addresses, separated by commas
    alert_form: bool | None = None  # unset: readers may switch rules of their own on, where hosted only if they must sign in
    public_url: str = "http://localhost:8501"  # of the dashboard itself, for links in messages

    url_treasury_gov: str = PUBLISHERS["treasury_gov"].official_url
    url_fiscaldata: str = PUBLISHERS["fiscaldata"].official_url
    url_fred_api: str = PUBLISHERS["fred_api"].official_url
    url_fred: str = PUBLISHERS["fred"].official_url
    url_nyfed: str = PUBLISHERS["nyfed"].official_url
    url_nyfed_markets: str = PUBLISHERS["nyfed_markets"].official_url
    url_ofr: str = PUBLISHERS["ofr"].official_url
    url_defillama: str = PUBLISHERS["defillama"].official_url
    url_tic: str = PUBLISHERS["tic"].official_url

    @field_validator("public_url", *(p.setting for p in PUBLISHERS.values()))
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must be an address that starts with http:// or https://")
        return value.rstrip("/")

    @field_validator("frame_ancestors")
    @classmethod
    def _is_policy(cls, value: str) -> str:
        if not re.fullmatch(r"'none'|('self'|https?://[\w.*:-]+)( ('self'|https?://[\w.*:-]+))*", value):
            raise ValueError("must be 'none', 'self' or addresses such as https://intranet.example.org, separated by spaces")
        return value

    @field_validator("store")
    @classmethod
    def _is_place(cls, value: str) -> str:
        scheme = value.partition("://")[0] if "://" in value else ""
        if scheme and scheme not in STORE_SCHEMES:
            raise ValueError(f"must be a folder or an address that starts with {', '.join(f'{s}://' for s in STORE_SCHEMES)}")
        return value

    @model_validator(mode="after")
    def _sign_in_is_whole(self) -> Self:
        if not self.sign_in:
            return self
        needed = ("oidc_client_id", "oidc_client_secret", "oidc_redirect_uri", "cookie_secret", "allowed")
        if missing := [f"TREASURY_{name.upper()}" for name in needed if not getattr(self, name)]:
            raise ValueError(f"TREASURY_OIDC_METADATA_URL turns sign-in on, which also needs {', '.join(missing)}")
        if not self.oidc_redirect_uri.endswith("/oauth2callback"):
            raise ValueError("TREASURY_OIDC_REDIRECT_URI must be the dashboard's own address followed by /oauth2callback")
        if self.cookie_secret and len(self.cookie_secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"TREASURY_COOKIE_SECRET must have at least {SHORTEST_SECRET} characters, made by chance")
        return self

    @property
    def sign_in(self) -> bool:
        """Whether visitors must sign in."""
        return bool(self.oidc_metadata_url)

    def own_rules(self, hosted: bool) -> bool:
        """Whether readers may switch alert rules of their own on and off; a hosted dashboard is open to anybody who finds it."""
        return (self.sign_in or not hosted) if self.alert_form is None else self.alert_form

    @property
    def allowed_names(self) -> frozenset[str]:
        """Mail domains and addresses that may come in, in small letters."""
        return frozenset(name.strip().casefold().removeprefix("@") for name in self.allowed.split(",") if name.strip())

    def base_url(self, publisher: str) -> str:
        """Where the publisher is asked, without a slash at the end."""
        return str(getattr(self, PUBLISHERS[publisher].setting))

    def is_direct(self, publisher: str) -> bool:
        """Whether the publisher's own address is asked, not a proxy, mirror or stand-in."""
        return self.base_url(publisher) == PUBLISHERS[publisher].official_url


@cache
def settings() -> Settings:
    """The settings of this process; `settings.cache_clear()` makes them read the environment again.

    Raises BadInput naming the first variable that cannot be used and what it must be.
    """
    try:
        return Settings()
    except ValidationError as failure:
        first = failure.errors(include_input=False)[0]
        if not first["loc"]:  # about several variables together, which the message names
            raise BadInput(first["msg"].removeprefix("Value error, ")) from None
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"TREASURY_{name.upper()}"
        raise BadInput(f"{variable} {first['msg'].removeprefix('Value error, ')}") from None
