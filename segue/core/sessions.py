"""Whose request is this? Session and person are read at every one, so their queries are composed once."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from segue.core import preferences
from segue.core.models import User
from segue.core.prepared import at_once, prepared


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_session(self.session_key)), None) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class Backend(ModelBackend):
    """Sign-in with e-mail and password, as Django does it."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person a session is of, unless they may no longer sign in; with them what was chosen for all,
        which every request asks for next.
        """
        with at_once((_user, user_id), preferences.AHEAD):
            found = next(iter(_user(user_id)), None)
            if found is not None:
                found.chosen = preferences.load()
        return found if found is not None and self.user_can_authenticate(found) else None


@prepared
def _session(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


@prepared
def _user(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
