"""Which pairs of items did a person say are not the same? To that person they are not offered again."""

from collections.abc import Iterable

from django.db.models import Q

from segue.core.models import Item, User
from segue.crm.models import NotDuplicate


def remember(item: Item, others: Iterable[int], *, actor: User) -> None:
    """Note that an item is none of these others; what the person may not see, or is not there, is left out."""
    seen = Item.objects.visible_to(actor).filter(pk__in=set(others) - {item.pk}).values_list("pk", flat=True)
    pairs = [sorted((item.pk, pk)) for pk in seen]
    NotDuplicate.objects.bulk_create(
        (NotDuplicate(user=actor, item_id=first, other_id=second) for first, second in pairs), ignore_conflicts=True
    )


def apart_from(item: Item, *, actor: User) -> set[int]:
    """Return the ids of the items that a person said this one is not."""
    said = NotDuplicate.objects.filter(Q(item=item.pk) | Q(other=item.pk), user=actor)
    return {pk for pair in said.values_list("item_id", "other_id") for pk in pair} - {item.pk}
