"""Who may do what only administrators may: people, the audit log? Two who act at once wait for each other here."""

from django.db.models import Q

from segue.core.models import User
from segue.core.permissions import Forbidden, Missing


def require(actor: User) -> None:
    """Raise Forbidden unless `actor` is an administrator who may sign in."""
    if not (actor.is_active and actor.is_admin):
        raise Forbidden(Missing("administer", ""))


def lock(actor: User, *people: int) -> dict[int, User]:
    """Lock all administrators and these people until the transaction ends, and return them as they are now, by id.

    So two administrators cannot take the right from each other at the same moment. Raises Forbidden when `actor` is
    none any more.
    """
    wanted = User.objects.filter(Q(is_admin=True, is_active=True) | Q(pk__in=people))
    found = {user.pk: user for user in wanted.select_for_update(no_key=True).order_by("pk")}
    now = found.get(actor.pk)
    if now is None:
        raise Forbidden(Missing("administer", ""))
    require(now)
    return found


def is_last(person: User, locked: dict[int, User]) -> bool:
    """Say whether nobody else could administer: people who are only invited cannot yet."""
    others = (each for each in locked.values() if each.pk != person.pk)
    able = any(each.is_active and each.is_admin and not each.is_invited for each in others)
    return person.is_admin and person.is_active and not able
