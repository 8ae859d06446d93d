"""What is open, and what comes next? Reads activities by their deadline: of items, and of a person."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from segue.core.models import Activity, Binding, Item, ItemQuerySet, User
from segue.core.models.activity import OPEN
from segue.core.prepared import by_page


def open_of(items: Collection[int]) -> "QuerySet[Activity]":
    """Return the open activities of these items, which the reader may see; the oldest deadline first."""
    bound = Binding.objects.filter(item__in=items, open_at__isnull=False).order_by().values("activity")
    found = Activity.objects.filter(pk__in=bound).select_related("responsible", "created_by")
    return found.order_by("deadline", "pk")


def open_of_person(person: User, *, reader: User) -> "QuerySet[Activity]":
    """Return what a person has to do about items that `reader` may see; the oldest deadline first."""
    return _about(Item.objects.visible_to(reader), person).select_related("responsible").order_by("deadline", "pk")


def left_to(person: User) -> "QuerySet[Activity]":
    """Return all that a person has to do, whoever may see it; what is about deleted items alone is left out."""
    return _about(Item.objects.alive(), person).order_by("pk")


def _about(items: ItemQuerySet, person: User) -> "QuerySet[Activity]":
    bound = items.filter(bindings__activity=OuterRef("pk"))
    return Activity.objects.filter(Exists(bound), responsible=person, status=OPEN)


def next_of(items: Collection[int]) -> dict[int, Activity]:
    """Return by item what is to be done first; items without anything to do are not in it. One query for all."""
    return {binding.item_id: binding.activity for binding in _first_of(tuple(items))}


@by_page
def _first_of(items: tuple[int, ...]) -> QuerySet[Binding]:
    first = Binding.objects.filter(item=OuterRef("pk"), open_at__isnull=False).order_by("open_at", "activity")
    each = Item.objects.filter(pk__in=items).order_by().annotate(next=Subquery(first.values("pk")[:1]))
    return Binding.objects.filter(pk__in=each.values("next")).select_related("activity__responsible")


def due(item: Item, *, before: datetime) -> int:
    """Count what should be done on an item before an instant: the end of the reader's day."""
    return Binding.objects.filter(item=item.pk, open_at__lt=before).count()


def of_item(item: Item, pk: int) -> Activity | None:
    """Return an activity of this item, which the reader may see."""
    found = Activity.objects.filter(pk=pk, bindings__item=item.pk).select_related("responsible", "created_by")
    return found.first()


def bound_to(activities: Iterable[Activity]) -> dict[int, list[int]]:
    """Return by activity the ids of the living items it is about."""
    rows = Binding.objects.filter(activity__in=[each.pk for each in activities], item__deleted_at=None)
    found: dict[int, list[int]] = {}
    for activity, item in rows.order_by("pk").values_list("activity", "item"):
        found.setdefault(activity, []).append(item)
    return found


def changeable(activities: Iterable[Activity], reader: User) -> set[int]:
    """Return the ids of those that the reader, who sees them, may change and get done. One query at most."""
    given = list(activities)
    own = {each.pk for each in given if reader.pk in {each.created_by_id, each.responsible_id}}
    others = [each.pk for each in given if each.pk not in own]
    if not others or not reader.is_active:
        return own if reader.is_active else set()
    edited = Item.objects.permitting("edit", reader).filter(pk=OuterRef("item"))
    bound = Binding.objects.filter(Exists(edited), activity__in=others)
    return own | set(bound.order_by().values_list("activity", flat=True))
