"""What does django-allauth ask of us? It carries a sign-in through its steps; words, pages and entries are ours."""

import base64
import hashlib
import secrets
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from segue.core.models import User
from segue.web import http
from segue.web.accounts import entry

TOO_MANY = gettext_lazy("Too many attempts. Wait five minutes, then try again.")
WRONG_CODE = gettext_lazy("This code is not right. Codes hold for half a minute; type the one that is shown now.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The steps of a sign-in, as Segue wants them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Lead nobody to another name of this machine either, where their session would not be."""
        return http.is_ours(context.request, url or "")

    def get_login_stages(self) -> list[str]:
        """Between the first proof and being in stands the second factor, and nothing else."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Tell a deactivated person who proved who they are no more than a stranger is told."""
        return entry.turned_away("refused")

    def post_login(self, request: HttpRequest, user: User, *, redirect_url: str | None, **more: Any) -> HttpResponse:
        """Note that somebody is in, and send them where they wanted to go."""
        super().post_login(request, user, redirect_url=redirect_url, **more)  # lists the session
        entry.remember(request, user)
        return http.back_to(redirect_url or reverse("start"))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address; over a socket of this machine there is none."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return "0.0.0.0"  # noqa: S104  a name for nobody, not an address to listen on

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by address alone; with the host, as allauth does, another port would begin anew."""
        return str(credentials.get("email", "")).strip().lower()

    def forget_failures(self, request: HttpRequest, user: User) -> None:
        """Let somebody who set a new password try again at once."""
        self._delete_login_attempts_cached_email(request, email=user.email)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """What the devices of people show, and how their secrets are kept."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """Name a passkey whose owner gave it no name."""
        return _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host that the browser called; its name is shown by the device."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Segue"}

    def build_totp_svg(self, url: str) -> str:
        """Draw the key of an app as a QR code: dark on white, as cameras want it, also where the page is dark."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Keep a secret so that the rows of the database alone do not give it away."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; of one from before the key of this installation changed, make one that no code fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
