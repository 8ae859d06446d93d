"""How does a password become another, and what ends with the old one?"""

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from segue.core import account_events
from segue.core.models import User
from segue.web.accounts import mails, sessions


def change(request: HttpRequest, user: User, password: str) -> None:
    """Set a new password; this session goes on, under a new key, and all others end."""
    before = request.session.session_key
    with transaction.atomic():
        _store(user, password)
        update_session_auth_hash(request, user)
        sessions.renamed(before, request.session.session_key)
        sessions.end_all(user, but=request.session.session_key)
        account_events.record("password_changed", actor=user)
    mails.tell_of(request, user, "password_changed")


def reset(request: HttpRequest, user: User, password: str) -> None:
    """Set a new password for somebody who came by a link; all sessions end, and a second factor stays."""
    with transaction.atomic():
        _store(user, password)
        sessions.end_all(user)
        account_events.record("password_reset_done", actor=user)
    logout(request)
    get_adapter().forget_failures(request, user)
    mails.tell_of(request, user, "password_reset_done")


def _store(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
