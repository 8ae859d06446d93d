"""Who else has an item open? Every open page says so now and then; who says nothing for a minute has left."""

from datetime import timedelta

from django.utils import timezone

from segue.core.models import Item, Presence, User

STAYS = timedelta(seconds=60)  # longer than a page waits between two times, and RENEWED
RENEWED = timedelta(seconds=30)  # what is younger is not written again
FORGOTTEN = timedelta(hours=1)


def note(item: Item, user: User) -> list[User]:
    """Note that somebody has an item open that they may read; returns who else has, by name."""
    now = timezone.now()
    rows = Presence.objects.filter(item=item, at__gt=now - STAYS, user__is_active=True).select_related("user")
    present = {row.user_id: row for row in rows}
    own = present.pop(user.pk, None)
    if own is None:
        Presence.objects.filter(at__lt=now - FORGOTTEN).delete()
    if own is None or own.at < now - RENEWED:
        Presence.objects.bulk_create(
            [Presence(item=item, user=user, at=now)],
            update_conflicts=True,
            unique_fields=["item", "user"],
            update_fields=["at"],
        )
    return sorted((row.user for row in present.values()), key=lambda other: (other.name, other.pk))
