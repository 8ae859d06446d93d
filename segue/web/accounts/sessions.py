"""Where is somebody signed in, and how does that end?"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from segue.core.models import User
from segue.lib import browsers

SEEN = "seen_at"
EVERY = 300  # seconds between two notes of when somebody was last there


@dataclass(frozen=True)
class Place:
    """A browser in which somebody is signed in."""

    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    is_this: bool


def of(request: HttpRequest, user: User) -> list[Place]:
    """List where somebody is signed in, this browser first, then whatever was used last."""
    rows = _alive(user).order_by("-last_seen_at", "-pk")
    places = [_place(each, request.session.session_key) for each in rows]
    return sorted(places, key=lambda place: not place.is_this)


def end(user: User, pk: int) -> bool:
    """Sign a person out in one place; False when there is no such place of theirs."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is not None:
        _end([row])
    return row is not None


def end_all(user: User, *, but: str | None = None) -> int:
    """Sign a person out everywhere, except in the session `but`; answers in how many places."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    _end(rows)
    return len(rows)


def renamed(before: str | None, after: str | None) -> None:
    """Follow a session that got a new key."""
    UserSession.objects.filter(session_key=before or "").update(session_key=after)


def forget(request: HttpRequest) -> None:
    """Take the session that is about to end off the list."""
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def seen(request: HttpRequest) -> None:
    """Note now and then that somebody is there; sessions that no sign-in page began are not noted."""
    last, now = request.session.get(SEEN), int(time.time())
    if last is None or now - last < EVERY:
        return
    request.session[SEEN] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _alive(user: User) -> Any:
    stored = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=stored)


def _end(rows: list[UserSession]) -> None:
    Session.objects.filter(session_key__in=[each.session_key for each in rows]).delete()
    UserSession.objects.filter(pk__in=[each.pk for each in rows]).delete()


def _place(row: UserSession, current: str | None) -> Place:
    device = browsers.name(row.user_agent)
    return Place(row.pk, device, row.ip, row.created_at, row.last_seen_at, row.session_key == current)
