"""What can somebody prove themselves with beside the password, and must they be able to?"""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from segue.core.models import User

TOTP, PASSKEY, RECOVERY_CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
PROVED = "second_factor"  # in the session of whoever has one, so that pages need not ask the database


@dataclass(frozen=True)
class Factors:
    """What somebody has: an authenticator app, passkeys, recovery codes for when both are lost."""

    app: Any
    passkeys: list[Any]
    codes: Any

    @property
    def number(self) -> int:
        """How many there are; recovery codes only stand in for them."""
        return len(self.passkeys) + bool(self.app)

    @property
    def is_on(self) -> bool:
        """Whether a password alone lets nobody in."""
        return self.number > 0

    @property
    def codes_left(self) -> int:
        """How many recovery codes were not used yet."""
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def of(user: User) -> Factors:
    """Read what somebody has."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    kept = {each.type: each for each in rows}
    return Factors(kept.get(TOTP), [each for each in rows if each.type == PASSKEY], kept.get(RECOVERY_CODES))


def are_on(user: User) -> bool:
    """Say whether a password alone does not let this person in."""
    return bool(Authenticator.objects.filter(user=user, type__in=(TOTP, PASSKEY)).exists())


def without(people: "QuerySet[User]") -> list[User]:
    """List those of these people whom a password alone lets in."""
    having = Authenticator.objects.filter(type__in=(TOTP, PASSKEY)).values("user")
    return list(people.exclude(pk__in=having))


def note(request: HttpRequest, user: User) -> None:
    """Remember in the session whether its person has a second factor."""
    request.session[PROVED] = are_on(user)


def is_missing(request: HttpRequest, user: User) -> bool:
    """Say whether this person has none, where everybody must."""
    return not request.session.get(PROVED) and not are_on(user)


def reset(user: User) -> int:
    """Take all second factors away from somebody who lost them; answers how many there were."""
    count, _by_model = Authenticator.objects.filter(user=user).delete()
    return int(count)
