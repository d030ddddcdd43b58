"""Settings that cannot be used stop with a word that names the variable and what it must be."""

import pytest

from treasury.errors import BadInput
from treasury.settings import settings


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("TREASURY_FRAME_ANCESTORS", "*", "TREASURY_FRAME_ANCESTORS must be 'none', 'self' or addresses such as https://"),
        ("TREASURY_FRAME_ANCESTORS", "'self'; script-src *", "TREASURY_FRAME_ANCESTORS must be"),
        ("TREASURY_STORE", "ftp://host/store", "TREASURY_STORE must be a folder or an address that starts with s3://"),
        ("TREASURY_URL_FRED", "fred.example.org", "TREASURY_URL_FRED must be an address that starts with http://"),
        ("TREASURY_AUTO_REFRESH", "perhaps", "TREASURY_AUTO_REFRESH Input should be a valid boolean"),
    ],
)
def test_what_cannot_be_used(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str) -> None:
    monkeypatch.setenv(variable, value)
    settings.cache_clear()
    with pytest.raises(BadInput) as refused:
        settings()
    settings.cache_clear()
    assert str(refused.value).startswith(said)


def test_frames_may_be_allowed_for_several_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREASURY_FRAME_ANCESTORS", "'self' https://intranet.example.org")
    settings.cache_clear()
    assert settings().frame_ancestors == "'self' https://intranet.example.org"
    settings.cache_clear()


SIGN_IN = {
    "TREASURY_OIDC_METADATA_URL": "https://id.example.org/.well-known/openid-configuration",
    "TREASURY_OIDC_CLIENT_ID": "dashboard",
    "TREASURY_OIDC_CLIENT_SECRET": "secret",  # pragma: allowlist secret
    "TREASURY_OIDC_REDIRECT_URI": "https://truce.example.org/oauth2callback",
    "TREASURY_COOKIE_SECRET": "0123456789abcdef" * 2,
    "TREASURY_ALLOWED": "example.org",
}


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("TREASURY_ALLOWED", "", "turns sign-in on, which also needs TREASURY_ALLOWED"),
        ("TREASURY_COOKIE_SECRET", "short", "TREASURY_COOKIE_SECRET must have at least 32 characters"),
        ("TREASURY_OIDC_REDIRECT_URI", "https://truce.example.org/", "TREASURY_OIDC_REDIRECT_URI must be the dashboard's own"),
    ],
)
def test_sign_in_is_whole_or_off(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str) -> None:
    for name, usual in SIGN_IN.items():
        monkeypatch.setenv(name, usual)
    settings.cache_clear()
    assert settings().sign_in
    monkeypatch.setenv(variable, value)
    settings.cache_clear()
    with pytest.raises(BadInput, match=said):
        settings()
    settings.cache_clear()
