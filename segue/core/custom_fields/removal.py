"""How do values go whose field or option was deleted? In jobs, batch by batch, and no version of an item is raised.

A job may run twice without harm: what is done is done.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from segue.core import audit, notices, settings_changes
from segue.core.models import Attachment, CustomField, CustomFieldOption, CustomReference, Item, TimelineEntry, User

from . import definitions, keys, stored, values

BATCH = 500
FIELD_GONE, OPTION_GONE = "custom_field_values_removed", "custom_field_option_values_removed"
Rewrite = Callable[[Any], Any]


def remove_field_later(field: CustomField, *, actor: User) -> None:
    """Let a job take the values of a deleted field away, once this transaction holds."""
    transaction.on_commit(partial(remove_field.enqueue, field_id=field.pk, actor_id=actor.pk))


def remove_option_later(option: CustomFieldOption, replacement: CustomFieldOption | None, *, actor: User) -> None:
    """Let a job replace a deleted option, or take it away from the items that have it."""
    other = replacement.pk if replacement else None
    job = partial(remove_option.enqueue, option_id=option.pk, replacement_id=other, actor_id=actor.pk)
    transaction.on_commit(job)


def renew_words_later(field: CustomField) -> None:
    """Let a job write anew what search finds items by: another circle sees the field, or an option has a new name."""
    transaction.on_commit(partial(renew_words.enqueue, field_id=field.pk))


@task()
def remove_field(field_id: int, actor_id: int) -> int:
    """Take the values of a deleted field away, then the field, so that its code is free; return how many there were."""
    field = CustomField.objects.filter(pk=field_id, deleted_at__isnull=False).first()
    if field is None:
        return 0
    done = 0
    while holding(field).exists():  # one that was saved while we walked along comes in the next round
        done += _rewrite(field, lambda value: None)
    if field.is_restricted:
        _close_history(field)
    with transaction.atomic():
        _tell(FIELD_GONE, field, {"id": field.pk, "items": done}, actor_id)
        _give_notice("field_values", field, field.labels, done, actor_id)
        field.delete()
    return done


@task()
def remove_option(option_id: int, replacement_id: int | None, actor_id: int) -> int:
    """Replace a deleted option in the items that have it, or take it away from them; return how many there were."""
    option = CustomFieldOption.objects.filter(pk=option_id, deleted_at__isnull=False).select_related("field").first()
    if option is None or option.field.deleted_at:
        return 0  # done already, or the job of the field sees to it
    field = option.field
    other = field.options.filter(pk=replacement_id).first() if replacement_id else None
    done = _rewrite(field, partial(_replaced, field, option.pk, other.pk if other else None))
    with transaction.atomic():
        data = {"id": option.pk, "option": option.text, "items": done, "replaced_by": other.text if other else None}
        _tell(OPTION_GONE, field, data, actor_id)
        _give_notice("option_values", field, {"en": option.text}, done, actor_id)
        option.delete()
    return done


@task()
def renew_words(field_id: int) -> int:
    """Write anew what search finds the items by that hold a value of a field; return how many changed."""
    field = CustomField.objects.filter(pk=field_id, deleted_at=None).first()
    return _rewrite(field, lambda value: value) if field else 0


def holding(field: CustomField) -> Any:
    """Return the items that hold a value of a field, those in the recycle bin included."""
    return Item.objects.filter(type=field.item_type, custom__has_key=field.code)


def batches(field: CustomField) -> Iterator[list[int]]:
    """Give the ids of the items that hold a value, some at a time."""
    last = 0
    while ids := list(holding(field).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _replaced(field: CustomField, gone: int, other: int | None, value: Any) -> Any:
    return values.together(field, [other if each == gone else each for each in values.each(field, value)])


def _rewrite(field: CustomField, rewrite: Rewrite) -> int:
    done = 0
    for ids in batches(field):
        with transaction.atomic():
            done += _rewrite_batch(field, ids, rewrite)
    return done


def _rewrite_batch(field: CustomField, ids: list[int], rewrite: Rewrite) -> int:
    fields, changed = definitions.of_type(field.item_type), []
    for item in Item.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"):
        before = (item.custom, item.search_text)
        held = {**item.custom, field.code: rewrite(item.custom.get(field.code))}
        item.custom = {code: value for code, value in held.items() if value is not None}
        item.search_text = stored.search_text(item, fields)
        if before != (item.custom, item.search_text):
            changed.append(item)
    Item.objects.bulk_update(changed, ["custom", "search_text"])
    empty = [item.pk for item in changed if field.code not in item.custom]
    keys.renew(fields.get(field.code, field), changed)
    for beside in (CustomReference, Attachment):
        beside._base_manager.filter(field=field, item_id__in=empty).delete()
    return len(changed)


def _close_history(field: CustomField) -> None:
    """Mark what was told of a field while all saw it: once it is gone, nothing else says that it was restricted."""
    told = TimelineEntry.objects.filter(item__type=field.item_type, data__changes__has_key=field.code).order_by("pk")
    last = 0
    while batch := list(told.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        opened = [entry for entry in batch if _is_open(entry, field)]
        for entry in opened:
            entry.data["restricted"] = [*entry.data.get("restricted", ()), field.code]
        TimelineEntry.objects.bulk_update(opened, ["data"])


def _is_open(entry: TimelineEntry, field: CustomField) -> bool:
    is_of_field = entry.data.get("ids", {}).get(field.code, field.pk) == field.pk
    return is_of_field and field.code not in entry.data.get("restricted", ())


def _tell(event: str, field: CustomField, data: dict[str, Any], actor_id: int) -> None:
    actor = User.objects.filter(pk=actor_id).first()
    audit.record(event, actor=actor, subject=settings_changes.subject_of(field), data=data)


def _give_notice(job: str, field: CustomField, labels: dict[str, str], done: int, actor_id: int) -> None:
    """Tell whoever deleted something that its values are gone, where there were any."""
    if done:
        facts = {"job": job, "type": field.item_type, "labels": labels, "items": done}
        notices.tell(notices.JOB, User.objects.filter(pk=actor_id), data=facts)
