"""What does Segue write to people about their account? Jobs send it, so that nobody waits, or learns from waiting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from segue.core import account_events, preferences
from segue.core.models import User
from segue.lib import browsers
from segue.web.components import values

# What the audit log tells as a change of the person is told to the person in words of its own.
TOLD = account_events.EVENTS | {"email_changed": _("E-mail address changed")}


def site(request: HttpRequest) -> str:
    """Return the address that people call Segue by."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


@task()
def send_reset_link(email: str, site: str) -> None:
    """Send whoever has this address a link to set a new password; nobody has it: nothing is sent.

    Looking them up is part of the job, so that asking takes as long for a stranger.
    """
    user = User.objects.active().filter(email=email.strip().lower()).first()
    if user is None:
        return
    key = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    send(user, "reset", {"link": urljoin(site, reverse("password-link", args=key))})


@task()
def tell(user_id: int, event: str, site: str, device: str = "", to: str = "") -> None:
    """Tell somebody that their account changed (`TOLD`), in case it was not them; `to` is another address of theirs.

    Where nobody knows by which address Segue is called (`site`), the mail has no link.
    """
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None:
        link = urljoin(site, reverse("security")) if site else ""
        send(user, "changed", {"event": TOLD[event], "link": link, "device": device}, to=to)


def tell_of(request: HttpRequest, user: User, event: str) -> None:
    """Have somebody told that their account changed just now."""
    device = browsers.name(request.headers.get("User-Agent", ""))
    tell.enqueue(user.pk, event, site(request), device)


def tell_of_address(request: HttpRequest, user: User, before: str) -> None:
    """Have somebody told at both addresses that theirs changed; who has not come yet knows of no account."""
    if user.email != before and not user.is_invited:
        for address in (before, user.email):
            tell.enqueue(user.pk, "email_changed", site(request), to=address)


@contextmanager
def speaking_to(user: User) -> Iterator[None]:
    """Speak the language of the reader, and show their clock."""
    clock = ZoneInfo(user.time_zone or preferences.load().time_zone)
    with translation.override(user.language), timezone.override(clock):
        yield


def send(user: User, name: str, context: dict[str, Any], *, to: str = "", with_html: bool = False) -> None:
    """Send `mails/<name>.txt` in the reader's language; its first line is the subject. `mails/<name>.html` says the
    same.
    """
    with speaking_to(user):
        context |= {"user": user, "at": values.instant(timezone.now())}
        subject, _line, text = render_to_string(f"mails/{name}.txt", context).strip().partition("\n")
        html = render_to_string(f"mails/{name}.html", context) if with_html else None
        send_mail(" ".join(subject.split()), text.strip() + "\n", None, [to or user.email], html_message=html)
