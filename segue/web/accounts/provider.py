"""What does the provider of single sign-on answer? Its addresses, the exchange of a code, what it knows of a person."""

import base64
import json
from http.client import HTTPException
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

PATIENCE = 10  # seconds
LONGEST = 1_000_000  # bytes of an answer
WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Failed(Exception):
    """The provider does not answer, or not as OpenID Connect wants it."""


class _Still(HTTPRedirectHandler):
    """Follows nobody to another address, who would get what is meant for the provider; it names its own ones."""

    def redirect_request(self, *_where: Any) -> None:
        """Take the answer for what it is: none."""


_LINE = build_opener(_Still)


def about() -> dict[str, Any]:
    """Read what the provider says of itself. Raises Failed."""
    found = _answer(Request(settings.OIDC_URL + WELL_KNOWN))  # noqa: S310  https, see settings and _answer
    if not all(isinstance(found.get(name), str) for name in NEEDED):
        raise Failed("The provider does not say where its parts are.")
    if found["issuer"].rstrip("/") != settings.OIDC_URL:
        raise Failed("The provider calls itself by another address than SEGUE_OIDC_URL.")
    if not all(_is_safe(found[name]) for name in NEEDED[1:]):
        raise Failed("The provider names an address without https.")
    return found


def exchange(about: dict[str, Any], *, code: str, verifier: str, back: str) -> dict[str, Any]:
    """Exchange a code for tokens, saying who we are the way the provider wants. Raises Failed."""
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {"Accept": "application/json"}
    ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" in ways:
        pair = f"{quote_plus(settings.OIDC_CLIENT)}:{quote_plus(settings.OIDC_SECRET)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        sent |= {"client_id": settings.OIDC_CLIENT, "client_secret": settings.OIDC_SECRET}
    return _answer(Request(about["token_endpoint"], urlencode(sent).encode(), headers))  # noqa: S310  as above


def person(about: dict[str, Any], token: str) -> dict[str, Any]:
    """Read what the provider knows of the person whom a token is about. Raises Failed."""
    address = str(about.get("userinfo_endpoint", ""))
    if not _is_safe(address):
        raise Failed("The provider does not tell an e-mail address.")
    return _answer(Request(address, headers={"Authorization": f"Bearer {token}"}))  # noqa: S310  as above


def keys(address: str) -> dict[str, Any]:
    """Read the keys that the provider signs with. Raises Failed."""
    return _answer(Request(address))  # noqa: S310  as above


def _answer(request: Request) -> dict[str, Any]:
    if not _is_safe(request.full_url):
        raise Failed("The provider has an address without https.")
    try:
        with _LINE.open(request, timeout=PATIENCE) as response:
            found = json.loads(response.read(LONGEST))
    except (OSError, HTTPException, ValueError) as problem:
        raise Failed(f"{urlsplit(request.full_url).path}: {problem}") from problem
    if not isinstance(found, dict):
        raise Failed("The provider does not answer with an object.")
    return found


def _is_safe(address: str) -> bool:
    """Say whether nobody on the way can read or change what goes there."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in settings.LOOPBACK)
