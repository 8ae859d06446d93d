"""How does somebody sign in with the account of their organisation? The code flow of OpenID Connect, with PKCE.

The browser is sent to the provider and comes back with a code; the server itself exchanges it for a signed statement of
who that is. `state` ties the way back to this browser, `nonce` ties the statement to this sign-in.
"""

import base64
import hashlib
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from segue.core import provider_accounts
from segue.core.models import User
from segue.web.accounts import mails, provider
from segue.web.accounts.provider import Failed

PENDING = "single_sign_on"
SENT = "sent"  # in the address of who was sent to the public one
HOLDS = 600  # seconds that somebody may take at the provider
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LONGEST_SUBJECT = 255
LEEWAY = 60  # seconds by which clocks may differ
VERIFIED = ("email_verified", "xms_edov")  # the second is what Entra ID calls it
log = logging.getLogger(__name__)


class Keys(jwt.PyJWKClient):
    """The keys of the provider, asked for as carefully as all else that it says."""

    def fetch_data(self) -> dict[str, Any]:
        """Read them. Raises Failed."""
        return provider.keys(self.uri)


class Refused(Exception):
    """Somebody comes back who does not get in; `why` is the word of a notice (`entry.NOTICES`)."""

    def __init__(self, why: str, email: str = "") -> None:
        super().__init__(why)
        self.why, self.email = why, email


@dataclass(frozen=True)
class Proof:
    """Who somebody is according to the provider, and where in Segue they wanted to go."""

    subject: str  # the name of their account, which never becomes somebody else's
    email: str
    is_verified: bool
    there: str


def is_on() -> bool:
    """Say whether this installation has a provider."""
    return bool(settings.OIDC_URL)


def elsewhere(request: HttpRequest) -> str:
    """Return this page under the public address, for who is under another: the provider sends people back there.

    What the session remembers of them would not be there. Empty for who is there already, whatever the port: to cookies
    it makes no difference; and for who was sent there once, for behind some proxies every name looks like another.
    """
    is_there = not settings.PUBLIC_URL or urlsplit(f"//{request.get_host()}").hostname == settings.PUBLIC_HOST
    if is_there or SENT in request.GET:
        return ""
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode(request.GET.dict() | {SENT: 1})}"


def begin(request: HttpRequest, there: str) -> str:
    """Remember in the session what must come back, and return the address of the provider to go to. Raises Failed."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    address = provider.about()["authorization_endpoint"]
    request.session[PENDING] = {
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "there": there,
        "at": int(time.time()),
    }
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": _back(request),
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
    }
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def finish(request: HttpRequest) -> Proof:
    """Say who came back. Raises Refused; what was remembered holds for one attempt."""
    pending = request.session.pop(PENDING, None)
    if not pending or not secrets.compare_digest(pending["state"].encode(), request.GET.get("state", "").encode()):
        raise Refused("too-late")
    if time.time() - pending["at"] > HOLDS:
        raise Refused("too-late")
    if "code" not in request.GET:
        raise Refused("sso-cancelled" if request.GET.get("error") == "access_denied" else "sso-failed")
    try:
        claims = _claims(request.GET["code"], pending, _back(request))
    except (Failed, jwt.PyJWTError, ValueError) as problem:
        log.warning("Single sign-on failed: %s", problem)
        raise Refused("sso-failed") from problem
    email = str(claims.get("email") or "").strip().lower()
    return Proof(claims["sub"], email, _is_verified(claims), pending["there"])


def person(proof: Proof) -> User:
    """Return who signs in here with this account: whoever it is bound to, else, from now on, whose address it has.

    Raises Refused.
    """
    found = provider_accounts.owner(_provider(), proof.subject) or _bound(proof)
    if not found.is_active:
        raise Refused("sso-no-account", found.email)
    return found


def _bound(proof: Proof) -> User:
    """Bind the person with this address to the account, which the provider must vouch for."""
    if not proof.email or not proof.is_verified:
        raise Refused("sso-unverified", proof.email)
    found = User.objects.active().filter(email=proof.email).first()
    if found is None:
        raise Refused("sso-no-account", proof.email)
    if not provider_accounts.bind(found, _provider(), proof.subject):
        raise Refused("sso-other", proof.email)
    return found


def _provider() -> str:
    return f"{settings.OIDC_URL} {settings.OIDC_CLIENT}"


def _claims(code: str, pending: dict[str, Any], back: str) -> dict[str, Any]:
    """Exchange the code for a statement and check it; if it does not tell of an address, return what tells elsewhere.

    An address and whether it is confirmed belong together, so they never come from two places.
    """
    about = provider.about()
    tokens = provider.exchange(about, code=code, verifier=pending["verifier"], back=back)
    claims = _checked(str(tokens.get("id_token", "")), about, pending["nonce"])
    if "email" in claims and any(name in claims for name in VERIFIED):
        return claims
    more = provider.person(about, str(tokens.get("access_token", "")))
    if more.get("sub") != claims["sub"]:
        raise Failed("The provider speaks of somebody else.")
    return more


def _checked(statement: str, about: dict[str, Any], nonce: str) -> dict[str, Any]:
    """Return what a statement says, if the provider signed it, now, for us, and for this sign-in."""
    key = Keys(about["jwks_uri"]).get_signing_key_from_jwt(statement)
    claims: dict[str, Any] = jwt.decode(
        statement,
        key,
        algorithms=SIGNED_BY,
        audience=settings.OIDC_CLIENT,
        issuer=about["issuer"],
        leeway=LEEWAY,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )
    if claims.get("azp", settings.OIDC_CLIENT) != settings.OIDC_CLIENT:
        raise Failed("The statement is for somebody else.")
    if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise Failed("The statement names nobody.")
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Failed("The statement belongs to another sign-in.")
    return claims


def _is_verified(claims: dict[str, Any]) -> bool:
    return any(claims.get(name) in (True, "true", "1") for name in VERIFIED)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _back(request: HttpRequest) -> str:
    return mails.site(request) + reverse("single-sign-on-back")
