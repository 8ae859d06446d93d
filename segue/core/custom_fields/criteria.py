"""Which fields are duplicates found by? At most seven of a type; a job brings their keys in order, batch by batch.

The job may run twice, and may die: it begins anew at the next start.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django_tasks import task

from segue.core.models import CustomField, CustomKey, Item

from . import keys, removal

MOST = 7


def check(field: CustomField, given: Mapping[str, Any]) -> list[str]:
    """Say why a field cannot be marked with these values; nothing where it can. The caller is in a transaction."""
    if not given.get("finds_duplicates") or field.finds_duplicates:
        return []
    if not keys.can_have(field):
        return [_("Fields of this kind find no duplicates.")]
    same = CustomField.objects.filter(item_type=field.item_type, deleted_at=None)
    # All are locked and then counted: two people may mark different ones as the last.
    list(same.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if same.filter(finds_duplicates=True).count() >= MOST:
        return [
            _("Duplicates are found by at most %(limit)d fields of a type. Take another one away first.")
            % {"limit": MOST}
        ]
    return []


def arrange_later(field: CustomField) -> None:
    """Let a job bring the keys of a field in order, once this transaction holds."""
    CustomField.objects.filter(pk=field.pk).update(has_keys=False)
    field.has_keys = False
    transaction.on_commit(partial(arrange.enqueue, field_id=field.pk))


def look_again() -> None:
    """Begin anew what a job did not finish: keys that are missing, or left of a field that is marked no more."""
    left = CustomKey.objects.filter(field=OuterRef("pk"))
    undone = Q(finds_duplicates=True, has_keys=False) | Q(Exists(left), finds_duplicates=False)
    for field in CustomField.objects.filter(undone, deleted_at=None):
        arrange_later(field)


@task()
def arrange(field_id: int) -> int:
    """Write the keys of all values of a marked field, or take those of another away; return how many items have any."""
    field = CustomField.objects.filter(pk=field_id, deleted_at=None).first()
    if field is None:
        return 0
    done = 0
    for ids in removal.batches(field):
        with transaction.atomic():
            present = CustomField.objects.get(pk=field.pk)
            keys.renew(
                present, Item.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
            )
        done += len(ids)
    CustomKey.objects.filter(field=field).exclude(item__in=removal.holding(field)).delete()  # emptied while unmarked
    CustomField.objects.filter(pk=field.pk, finds_duplicates=True).update(has_keys=True)
    return done
