"""Whose request is this? Session, person and settings are read at every one: at once, with queries composed once."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from segue.core import preferences
from segue.core.models import User
from segue.core.prepared import at_once, prepared


class SessionStore(db.SessionStore):
    """Django's sessions in the database; with one comes whoever is noted to have begun it."""

    noted: User | None = None

    def _get_session_from_db(self) -> Session | None:
        found = self._with_person(self.session_key) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found

    def _with_person(self, key: str) -> Session | None:
        with at_once((_session, key), (_noted, key), preferences.AHEAD):
            found = next(iter(_session(key)), None)
            self.noted = next(iter(_noted(key)), None) if found is not None else None
            if self.noted is not None:
                self.noted.chosen = preferences.load()
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


def person(session: Any) -> User | None:
    """Return whose session this is, where it agrees with who is noted to have begun it in all that Django looks at.

    None says nothing: then Django's own `get_user` decides.
    """
    claimed = session.get(auth.SESSION_KEY)  # which reads the session, and whoever is noted with it
    noted: User | None = session.noted
    if noted is None or claimed != str(noted.pk) or not noted.is_active:
        return None
    is_ours = session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    is_so = is_ours and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), noted.get_session_auth_hash())
    return noted if is_so else None


@prepared
def _session(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


@prepared
def _noted(key: str) -> QuerySet[User]:
    return User.objects.filter(usersession__session_key=key)


@prepared
def _user(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
