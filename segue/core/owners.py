"""How do many items get another owner at once? Written together, yet told of each as a single change would be.

What `records.change` does for one item and this needs not: nothing is derived from the owner, and nothing is searched
by it.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from segue.core import facts, records, timeline
from segue.core.models import Item, ItemQuerySet, User


def owned(person: User, *, with_closed: bool) -> ItemQuerySet:
    """Return what somebody owns outside the recycle bin; without what is closed, unless asked for."""
    rows = Item.objects.alive().filter(owner=person)
    return rows if with_closed else rows.filter(closed_at__isnull=True)


def hand_over(ids: Iterable[int], person: User, to: User, *, actor: User) -> list[Item]:
    """Give those of the items that are still owned by `person`, and that `actor` may edit, to `to`; return them.

    Each gets its next version, and an entry in timeline and history.
    """
    wanted = sorted(ids)
    with transaction.atomic():
        records.lock(wanted)
        rows = Item.objects.permitting("edit", actor).filter(pk__in=wanted, owner=person).select_related("owner")
        items, now = list(rows.order_by("pk")), timezone.now()
        Item.objects.filter(pk__in=[item.pk for item in items]).update(
            owner=to, version=F("version") + 1,
            changed_by=actor, changed_at=now, last_activity_by=actor, last_activity_at=now,
        )  # fmt: skip
        timeline.record_many([_entry(item, to, actor=actor) for item in items])
    return items


def _entry(item: Item, to: User, *, actor: User) -> timeline.Entry:
    before = facts.of_field(item, "owner")
    item.owner, item.version = to, item.version + 1
    changes = {"owner": [before, facts.of_field(item, "owner")]}
    return timeline.entry(item, "owner_changed", actor=actor, data={"changes": changes})
