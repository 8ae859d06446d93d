"""Which few entries stand on top of an item's timeline? They stay in their place too."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import permissions, records
from segue.core.models import Item, TimelineEntry, User

MOST = 7


def pin(entry: TimelineEntry, *, actor: User) -> None:
    """Pin an entry for everybody; whoever may edit an item may. Raises Forbidden, or ValidationError above MOST."""
    item = _held(entry, actor)
    with transaction.atomic():
        records.lock([item.pk])
        others = TimelineEntry.objects.filter(item=item.pk, pinned_at__isnull=False).exclude(pk=entry.pk)
        if others.count() >= MOST:
            raise ValidationError(
                _("At most %(count)s entries can be pinned. Take another one off first.") % {"count": MOST}
            )
        TimelineEntry.objects.filter(pk=entry.pk).update(pinned_at=timezone.now())


def unpin(entry: TimelineEntry, *, actor: User) -> None:
    """Take an entry off the top. Raises Forbidden."""
    _held(entry, actor)
    TimelineEntry.objects.filter(pk=entry.pk).update(pinned_at=None)


def _held(entry: TimelineEntry, actor: User) -> Item:
    permissions.require(actor, "edit", entry.item)
    return entry.item
