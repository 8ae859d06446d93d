"""How is an activity planned, changed, done and given up? Rights, rules, save and timeline in one transaction.

Activities have no rights of their own: they follow the items they are bound to (domain.md 5.2).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import activity_facts, agenda, comments, notices, permissions, records, reminders, timeline
from segue.core.activity_values import cleaned
from segue.core.models import Activity, Binding, Item, User
from segue.core.models.activity import DONE, EMAIL, OPEN
from segue.core.permissions import Forbidden, Missing

MOST_ITEMS = 100
LONGEST_RESULT = comments.LONGEST
PLANNED, CHANGED, REMOVED = "activity_planned", "activity_changed", "activity_removed"

Values = Mapping[str, Any]  # column name -> value


class Changed(Exception):
    """Somebody else changed the activity meanwhile; nothing was written. `present` is how it stands now."""

    def __init__(self, present: Activity) -> None:
        super().__init__(f"activity {present.pk} is at version {present.version}")
        self.present = present


def may_change(user: User, activity: Activity) -> bool:
    """Its author, its responsible, and who may edit an item it is bound to, may change it and get it done."""
    bound = Item.objects.filter(bindings__activity=activity)
    if user.is_active and user.pk in {activity.created_by_id, activity.responsible_id}:
        return bound.visible_to(user).exists()
    return bound.permitting("edit", user).exists()


def plan(items: Iterable[Item], kind: int, values: Values, *, actor: User, done: bool = False) -> Activity:
    """Store an activity about these items, one that is done already if so said; an e-mail always is.

    Whoever may edit all of them may; observers only comment. Raises Forbidden, or ValidationError with messages by
    field.
    """
    about = list(items)
    _require_room(len(about))
    for item in about:
        permissions.require(actor, "edit", item)
    now = timezone.now()
    activity = Activity(kind=kind, created_by=actor, created_at=now, changed_by=actor, changed_at=now)
    given = cleaned(activity, {"responsible": actor} | dict(values))
    activity.status = DONE if done or kind == EMAIL else OPEN
    _set(activity, given)
    with transaction.atomic():
        bound = [records.alive(item) for item in about]
        activity.remind_at = reminders.next_of(activity, now=now)
        activity.save()
        Binding.objects.bulk_create([_binding(activity, item) for item in bound])
        _tell(activity, bound, PLANNED if activity.is_open else activity_facts.done(activity), actor)
        if activity.is_open:
            notices.tell(notices.ASSIGNED, [activity.responsible], actor=actor, activity=activity)
    return activity


def change(activity: Activity, values: Values, *, actor: User, base_version: int | None = None) -> Activity:
    """Save other values and return the activity as it is now; what changes nothing writes nothing.

    With `base_version`, the version the values were typed against, a later one raises Changed. Raises Forbidden, or
    ValidationError with messages by field; Activity.DoesNotExist for what is gone.
    """
    with transaction.atomic():
        present, items = _held(activity, actor)
        if base_version is not None and base_version != present.version:
            raise Changed(present)
        given = cleaned(present, values)
        altered = activity_facts.altered(present, given)
        if not altered:
            return present
        _set(present, given)
        _save(present, actor)
        _tell(present, items, CHANGED, actor, altered=altered)
        if "responsible" in altered and present.is_open:
            notices.tell(notices.ASSIGNED, [present.responsible], actor=actor, activity=present)
    return present


def postpone(activity: Activity, to: datetime, *, actor: User, base_version: int | None = None) -> Activity:
    """Move an open activity to another time; one with an end keeps its length. Raises as `change`."""
    ends_at = activity.ends_at and to + (activity.ends_at - activity.deadline)
    return change(activity, {"deadline": to, "ends_at": ends_at}, actor=actor, base_version=base_version)


def complete(activity: Activity, *, actor: User, result: str = "") -> Activity:
    """Note that an activity is done, and what came of it; one that is so already stays as it is. Raises as `change`."""
    said = result.replace("\0", "").strip()
    if len(said) > LONGEST_RESULT:
        raise ValidationError({"result": _("A result has at most %(count)s characters.") % {"count": LONGEST_RESULT}})
    with transaction.atomic():
        present, items = _held(activity, actor)
        if present.is_open:
            present.status, present.result = DONE, said
            _save(present, actor)
            _tell(present, items, activity_facts.done(present), actor)
    return present


def reopen(activity: Activity, *, actor: User) -> Activity:
    """Let an activity be open again, its result kept by the timeline alone; never an e-mail. Raises as `change`."""
    with transaction.atomic():
        present, items = _held(activity, actor)
        if present.kind == EMAIL:
            raise ValidationError(_("An e-mail that was written cannot be planned again."))
        if not present.is_open:
            present.status, present.result = OPEN, ""
            _save(present, actor)
            _tell(present, items, PLANNED, actor)
    return present


def delete(activity: Activity, *, actor: User) -> None:
    """Delete an activity on all its items; their history keeps that there was one. Raises as `change`."""
    with transaction.atomic():
        present, items = _held(activity, actor)
        _tell(present, items, REMOVED, actor)
        present.delete()


def bind(activity: Activity, item: Item, *, actor: User) -> None:
    """Let an activity be about one more item, where the actor may add one. Raises as `change`."""
    permissions.require(actor, "edit", item)
    with transaction.atomic():
        records.lock([item.pk, *_items_of(activity)])
        present, _items = _held(activity, actor)
        living = records.alive(item)
        count = present.bindings.count()
        if present.bindings.filter(item=item.pk).exists():
            return
        _require_room(count + 1)
        _binding(present, living).save()
        _save(present, actor)
        _tell(present, [living], PLANNED if present.is_open else activity_facts.done(present), actor)


def unbind(activity: Activity, item: Item, *, actor: User) -> None:
    """Let an activity be no longer about an item the actor may see; the last one stays. Raises as `change`."""
    with transaction.atomic():
        present, items = _held(activity, actor)
        left = next((each for each in items if each.pk == item.pk), None)
        if left is None or not Item.objects.visible_to(actor).filter(pk=item.pk).exists():
            raise Activity.DoesNotExist
        if len(items) == 1:
            raise ValidationError(_("It belongs to this item alone. Delete it instead."))
        present.bindings.filter(item=item.pk).delete()
        _save(present, actor)
        _tell(present, [left], REMOVED, actor)


def move(
    source: Item, target: Item, *, actor: User, conversion_id: int, only: Iterable[int] | None = None
) -> list[int]:
    """Bind the open activities of one item to another instead, and return their ids: for a conversion, or its undo.

    It has checked its own rights and holds the locks. With `only`, no others than these.
    """
    found = agenda.open_of([source.pk])
    moved = list(found if only is None else found.filter(pk__in=list(only)))
    for activity in moved:
        Binding.objects.filter(activity=activity, item=source.pk).delete()
        Binding.objects.get_or_create(activity=activity, item_id=target.pk, defaults={"open_at": activity.deadline})
        _save(activity, actor)
        _tell(activity, [source], REMOVED, actor, conversion_id=conversion_id)
        _tell(activity, [target], PLANNED, actor, conversion_id=conversion_id)
    return [activity.pk for activity in moved]


def forget(item: Item) -> None:
    """Delete what is bound to an item alone, which is about to be deleted for good; the rest is only unbound."""
    others = Binding.objects.filter(activity=OuterRef("pk")).exclude(item=item)
    Activity.objects.filter(~Exists(others), bindings__item=item).delete()


def hand_over(person: User, to: User, *, actor: User, most: int) -> int:
    """Give `to` some of the open activities of `person`, at most so many, and return how many; 0 when none is left."""
    with transaction.atomic():
        ids = list(agenda.left_to(person).values_list("pk", flat=True)[:most])
        records.lock(Binding.objects.filter(activity__in=ids).values_list("item", flat=True))
        for activity in _locked().filter(pk__in=ids, responsible=person, status=OPEN):
            altered = activity_facts.altered(activity, {"responsible": to})
            activity.responsible = to
            _save(activity, actor)
            _tell(activity, _living(activity), CHANGED, actor, altered=altered)
    return len(ids)


def _held(activity: Activity, actor: User) -> tuple[Activity, list[Item]]:
    """Lock the items of an activity, then itself; answer it as it is now, with its living items."""
    records.lock(_items_of(activity))
    present = _locked().get(pk=activity.pk)
    items = _living(present)
    if not items:
        raise Activity.DoesNotExist
    if not may_change(actor, present):
        raise Forbidden(Missing("edit", items[0].type, items[0].pk))
    return present, items


def _locked() -> Any:
    rows = Activity.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("responsible", "created_by").order_by("pk")


def _items_of(activity: Activity) -> list[int]:
    return list(Binding.objects.filter(activity=activity.pk).values_list("item", flat=True))


def _living(activity: Activity) -> list[Item]:
    return list(Item.objects.alive().filter(bindings__activity=activity).order_by("pk"))


def _binding(activity: Activity, item: Item) -> Binding:
    return Binding(activity=activity, item_id=item.pk, open_at=activity.deadline if activity.is_open else None)


def _set(activity: Activity, values: Values) -> None:
    for name, value in values.items():
        setattr(activity, name, value)


def _save(activity: Activity, actor: User) -> None:
    """Save a locked activity as its next version, and what its bindings repeat."""
    activity.version += 1
    activity.changed_by, activity.changed_at = actor, timezone.now()
    activity.remind_at = reminders.next_of(activity, now=activity.changed_at)
    activity.save()
    activity.bindings.update(open_at=activity.deadline if activity.is_open else None)


def _tell(  # noqa: PLR0913  what an entry is made of
    activity: Activity,
    items: list[Item],
    kind: str,
    actor: User,
    *,
    altered: dict[str, list[Any]] | None = None,
    conversion_id: int | None = None,
) -> None:
    data = activity_facts.of(activity) | ({"altered": altered} if altered else {})
    timeline.record_many(
        [timeline.entry(item, kind, actor=actor, data=data, conversion_id=conversion_id) for item in items]
    )
    records.touch([item.pk for item in items], actor=actor)


def _require_room(count: int) -> None:
    if not 1 <= count <= MOST_ITEMS:
        raise ValidationError(
            _("An activity belongs to at least one item, and to at most %(most)s.") % {"most": MOST_ITEMS}
        )
