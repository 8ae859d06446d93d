"""Items become one, in one transaction and once per key, exactly as was seen; and that is undone as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from segue.core import changes, item_types, permissions, records, timeline
from segue.core.custom_fields import definitions
from segue.core.item_types import Text
from segue.core.models import Item, User
from segue.core.permissions import Missing
from segue.crm.models import Merge, Merged

from . import moving, stored
from .plan import GONE, Plan, plan

STALE = "stale"
UNDONE, MAIN_GONE, CHANGED, RESTORED = "undone", "main_gone", "changed", "restored"
NOT_UNDONE: dict[str, Text] = {
    UNDONE: _("This was undone already."),
    MAIN_GONE: _("The item that stayed is not there any more, or was merged into another."),
    CHANGED: _("The item that stayed was changed since."),
    RESTORED: _("One of the merged items was restored from the recycle bin, or deleted for good."),
}


class Refused(Exception):
    """Nothing was written: it is blocked, or something else than was seen would happen now. `plan` is the new one."""

    def __init__(self, code: str, new: Plan | None = None) -> None:
        super().__init__(code)
        self.code, self.plan = code, new


class NotUndone(Exception):
    """Nothing was written, and why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(ids: Iterable[int], actor: User) -> list[Item]:
    """Return the living items with these ids that the actor may see, with the columns of their types."""
    seen = Item.objects.visible_to(actor).filter(pk__in=list(ids)).order_by("pk")
    return [item_types.child_of(item) for item in seen]


def apply(  # noqa: PLR0913  what is merged, as what was seen, by whom
    ids: Sequence[int], main: int, choices: Mapping[str, int], *, seen: str, actor: User, key: str
) -> Merge:
    """Merge the items into the main one. Raises Refused, Forbidden, or ValidationError where a value cannot be."""
    with transaction.atomic():
        records.lock([*ids, *moving.naming(ids)])
        if earlier := Merge.objects.filter(actor=actor, key=key).first():
            return earlier
        items = read(ids, actor)
        if len(items) < len(set(ids)) or main not in ids:
            raise Refused(GONE)
        now = plan(items, main, choices, actor=actor)
        if now.missing:
            raise permissions.Forbidden(*now.missing)
        if now.blocked or now.fingerprint != seen:
            raise Refused(now.blocked or STALE, now)
        return _merge(now, actor, key)


def _merge(now: Plan, actor: User, key: str) -> Merge:
    main, others = item_types.child_of(records.alive(now.main)), [item.pk for item in now.others]
    moved = moving.run(main.pk, others)
    wanted = changes.difference(main, now.values, now.parts, definitions.of_type(main.type))
    before = stored.written(main, wanted)
    if wanted:
        main = records.save(main, wanted, actor=actor)
    at = timezone.now()
    merge = Merge.objects.create(
        actor=actor, key=key, main_id=main.pk, main_version=main.version, before=before, moved=moved, at=at
    )
    for item in now.others:
        records.delete(item, actor=actor)
        timeline.record(item, "merged_into", actor=actor, data=_end("target", main))
        Merged.objects.create(merge=merge, item_id=item.pk, item_ref=item.pk)
    for item in now.others:
        timeline.record(main, "merged", actor=actor, data=_end("source", item) | {"merge": merge.pk})
    records.touch([main.pk], actor=actor)
    return merge


def why_not(merge: Merge) -> str:
    """Say why a merge cannot be undone; "" where it can."""
    main = merge.main
    if merge.undone_at:
        return UNDONE
    if main is None or main.deleted_at:
        return MAIN_GONE
    if main.version != merge.main_version:
        return CHANGED
    gone = [each.item for each in merge.items.select_related("item")]
    return RESTORED if any(item is None or item.deleted_at is None for item in gone) else ""


def may_undo(merge: Merge, actor: User) -> bool:
    """Say whether somebody has the rights: Edit on the main item, and to take back the deletions."""
    if merge.main is None or not permissions.may(actor, "edit", merge.main):
        return False
    return actor.is_admin or not merge.items.exclude(item__deleted_by=actor).exists()


def undo(merge: Merge, *, actor: User) -> Merge:
    """Take a merge back as a whole. Raises NotUndone or Forbidden."""
    with transaction.atomic():
        ids = [each.item_id for each in merge.items.all() if each.item_id]
        records.lock([*ids, merge.main_id or 0, *moving.naming([merge.main_id or 0])])
        merge = Merge.objects.select_related("main").get(pk=merge.pk)
        if reason := why_not(merge):
            raise NotUndone(reason)
        assert merge.main is not None
        if not may_undo(merge, actor):
            raise permissions.Forbidden(Missing("edit", merge.main.type, merge.main.pk))
        main, fields = item_types.child_of(records.alive(merge.main)), definitions.of_type(merge.main.type)
        kinds = {code: field.kind for code, field in fields.items()}
        values, parts = stored.values(main, merge.before, kinds)
        moving.back(merge.moved, main.pk)
        wanted = changes.difference(main, values, parts, fields)
        if wanted:
            main = records.save(main, wanted, actor=actor)
        for each in merge.items.select_related("item"):
            assert each.item is not None
            item = records.restore(each.item, actor=actor)
            timeline.record(item, "merge_undone", actor=actor, data=_end("target", main))
            timeline.record(main, "merge_undone", actor=actor, data=_end("source", item))
        merge.undone_at, merge.undone_by = timezone.now(), actor
        merge.save(update_fields=["undone_at", "undone_by"])
    return merge


def into(pk: int) -> int | None:
    """Return the id of the item that the one with this id went into, however often it went on; None for none."""
    return survivors([pk]).get(pk)


def survivors(pks: Iterable[int]) -> dict[int, int]:
    """Return, by id, the items that merged ones went into, however often they went on; nothing for what went nowhere,
    or in a circle.
    """
    trails = {pk: [pk] for pk in pks}
    going = set(trails)
    while going:
        ends = {trails[pk][-1] for pk in going}
        steps = Merged.objects.filter(item_ref__in=ends, merge__undone_at=None, merge__main__isnull=False)
        following = dict(steps.order_by("pk").values_list("item_ref", "merge__main"))
        going = {pk for pk in going if trails[pk][-1] in following}
        for pk in [*going]:
            onward = following[trails[pk][-1]]
            if onward in trails[pk]:
                del trails[pk]
                going.remove(pk)
            else:
                trails[pk].append(onward)
    return {pk: trail[-1] for pk, trail in trails.items() if len(trail) > 1}


def _end(name: str, item: Any) -> dict[str, object]:
    return {name: item.pk, "type": item.type, "label": item.title, "number": item.number}
