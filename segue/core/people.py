"""How do people come, change and go? Administrators alone write them, and every step leaves an audit entry.

An entry names the person by e-mail and holds `{"id": ..., "changes": {field: [before, after]}}`; never a password.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from segue.core import administrators, audit, invitations
from segue.core.models import Department, User

INVITED, CHANGED, DEACTIVATED, ACTIVATED = EVENTS = (
    "person_invited", "person_changed", "person_deactivated", "person_activated",
)  # fmt: skip
COLUMNS = ("name", "email", "language", "time_zone", "is_admin")


def called(typed: str, *, most: int) -> list[User]:
    """Find active people by a part of their name, or by their e-mail; who is called exactly so comes alone."""
    active = User.objects.active()
    exact = list(active.filter(Q(name__iexact=typed) | Q(email__iexact=typed))[:most])
    return exact or list(active.filter(name__icontains=typed)[:most])


def invite(values: Mapping[str, Any], departments: Iterable[Department], *, actor: User, root: str) -> User:
    """Add a person, who chooses a password by the link in a mail; `root` is the address of this Segue.

    Raises Forbidden, or ValidationError by field.
    """
    with transaction.atomic():
        administrators.lock(actor)
        person = User()
        person.set_unusable_password()
        _write(person, values)
        person.departments.set(departments)
        _tell(INVITED, person, _changes({}, _facts(person)), actor)
        return invitations.send(person, actor=actor, root=root)


def save(person: User, values: Mapping[str, Any], departments: Iterable[Department], *, actor: User) -> User:
    """Store what changed about a person, and return them. The last administrator stays one.

    Raises Forbidden, or ValidationError by field.
    """
    with transaction.atomic():
        locked = administrators.lock(actor, person.pk)
        stored = locked[person.pk]
        if not values.get("is_admin", True) and administrators.is_last(stored, locked):
            raise ValidationError({"is_admin": [_("Somebody has to administer. Make another person it first.")]})
        before = _facts(stored)
        _write(stored, values)
        stored.departments.set(departments)
        changes = _changes(before, _facts(stored))
        if changes:
            _tell(CHANGED, stored, changes, actor)
    return stored


def why_stays(person: User, *, actor: User) -> str:
    """Say why somebody cannot be deactivated; "" when nothing is against it."""
    # So somebody always administers: whoever deactivates another.
    return _("You cannot deactivate yourself. Another administrator can.") if person.pk == actor.pk else ""


def deactivate(person: User, *, actor: User) -> User:
    """Let somebody in no more, and end all their sessions; what they did keeps their name.

    Whoever is deactivated already stays as they are. Raises Forbidden, or ValidationError.
    """
    with transaction.atomic():
        stored = administrators.lock(actor, person.pk)[person.pk]
        if reason := why_stays(stored, actor=actor):
            raise ValidationError(reason)
        if stored.is_active:
            stored.is_active, stored.invited_at = False, None  # a link that was sent leads nowhere from now on
            stored.sign_outs += 1
            stored.save(update_fields=["is_active", "invited_at", "sign_outs"])
            _tell(DEACTIVATED, stored, {"is_active": [True, False]}, actor)
    return stored


def activate(person: User, *, actor: User) -> User:
    """Let somebody in again, with the password they had; who had none yet waits for an invitation. Raises Forbidden."""
    with transaction.atomic():
        stored = administrators.lock(actor, person.pk)[person.pk]
        if not stored.is_active:
            stored.is_active = True
            stored.save(update_fields=["is_active"])
            _tell(ACTIVATED, stored, {"is_active": [False, True]}, actor)
    return stored


def _write(person: User, values: Mapping[str, Any]) -> None:
    given = {name: values[name] for name in COLUMNS if name in values}
    for name, value in given.items():
        setattr(person, name, " ".join(value.split()) if name == "name" else value)
    person.email = person.email.strip().lower()
    if User.objects.filter(email=person.email).exclude(pk=person.pk).exists():
        raise _taken()
    person.full_clean(exclude={column.name for column in User._meta.concrete_fields if column.name not in given})
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise _taken() from error


def _taken() -> ValidationError:
    return ValidationError({"email": [_("Another person has this e-mail address.")]})


def _facts(person: User) -> dict[str, Any]:
    columns = {name: getattr(person, name) for name in COLUMNS}
    return columns | {"departments": sorted(person.departments.values_list("name", flat=True))}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def _tell(event: str, person: User, changes: dict[str, list[Any]], actor: User) -> None:
    audit.record(event, actor=actor, subject=person.email, data={"id": person.pk, "changes": changes})
