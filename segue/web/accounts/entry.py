"""How does somebody who proved who they are get in, and what is remembered of it?"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core.internal import ratelimit
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from segue.core import account_events
from segue.core.models import User
from segue.web import http
from segue.web.accounts import factors, sessions

PASSWORD, SINGLE_SIGN_ON = "password", "single_sign_on"


@dataclass(frozen=True)
class Notice:
    """What the sign-in page says above its form."""

    text: str | Promise
    tone: str = "error"


# By the word in the address; other words say nothing, so nobody can make the page say what they want.
NOTICES = {
    "refused": Notice(_("You cannot sign in here. Ask an administrator.")),
    "too-late": Notice(_("That took too long. Please sign in again.")),
    "passkey": Notice(_("This passkey is not known here. Sign in with your password.")),
    "wait": Notice(_("Too many attempts. Wait a minute, then try again.")),
    "sso-no-account": Notice(_("Nobody with your e-mail address may sign in here. Ask an administrator.")),
    "sso-other": Notice(
        _("With your e-mail address another account of your organisation signs in here. Ask an administrator.")
    ),
    "sso-unverified": Notice(_("Your e-mail address is not confirmed where you signed in. Confirm it there first.")),
    "sso-cancelled": Notice(_("You broke off the sign-in."), "warning"),
    "sso-failed": Notice(_("Single sign-on did not work. Try again, or sign in with your password.")),
    "password-set": Notice(_("Your new password is set. Sign in with it."), "success"),
}


def turned_away(notice: str) -> HttpResponse:
    """Lead back to the sign-in page, which says why."""
    return http.back_to(f"{reverse('sign-in')}?said={notice}")


def is_too_often(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count an attempt, for all processes together, and say whether it was one too many (ACCOUNT_RATE_LIMITS).

    Asked before anything is kept or noted of the attempt.
    """
    return not ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)


def admit(request: HttpRequest, user: User, *, by: str, there: str) -> HttpResponse:
    """Let somebody in who gave the first proof; whoever has a second factor is asked for it first."""
    if request.user.is_authenticated:
        logout(request)
    flows.login.record_authentication(request, user, method=by, reauthenticated=True)
    return admit_proved(request, user, there=there)


def admit_proved(request: HttpRequest, user: User, *, there: str) -> HttpResponse:
    """Let somebody in whose proof allauth has noted already."""
    return http.see_other(flows.login.perform_login(request, Login(user=user, redirect_url=there)))


def waiting(request: HttpRequest) -> Any:
    """Return the step of a sign-in that waits for the second factor (with its `login.user`), or None."""
    step = LoginStageController.enter(request, AuthenticateStage.key)
    if step is None or step.login.user is None or not step.login.user.is_active:
        clear_login(request)
        return None
    return step


def go_on(step: Any) -> HttpResponse:
    """Let somebody in who gave the second proof."""
    return http.see_other(step.exit())


def remember(request: HttpRequest, user: User) -> None:
    """Note who is in, how, and since when."""
    proofs = flows.login.get_authentication_records(request, user)
    by = list(dict.fromkeys(each.get("type") or each["method"] for each in proofs))
    request.session[sessions.SEEN] = int(time.time())
    # A moment, not a length: else every write to the session would begin the time anew.
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    factors.note(request, user)
    data = {"by": by, "from": address_of(request)}
    account_events.record("signed_in", actor=user, data=data)
    if factors.RECOVERY_CODES in by:
        account_events.record("recovery_code_used", actor=user)


def address_of(request: HttpRequest) -> str:
    """Return the network address of the caller."""
    return str(get_adapter().get_client_ip(request))
