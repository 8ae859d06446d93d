"""What do people say about an item? Comments are entries of the timeline that their author may take back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from segue.core import addressed, notices, permissions, records, timeline
from segue.core.models import Item, TimelineEntry, User
from segue.core.permissions import Forbidden, Missing

COMMENT = "comment"
LONGEST = 20_000


def may_add(user: User, item: Item) -> bool:
    """Who may edit an item may comment it, and so may who observes it (domain.md 5.3)."""
    if permissions.may(user, "edit", item):
        return True
    return permissions.may(user, "read", item) and user.observing.filter(item_id=item.pk).exists()


def add(item: Item, text: str, *, actor: User) -> TimelineEntry:
    """Store a comment in rich text, and tell those whom it names.

    Raises Forbidden, or ValidationError under "text".
    """
    if not may_add(actor, item):
        raise Forbidden(Missing("edit", item.type, item.pk))
    said = clean(text)
    with transaction.atomic():
        stored = records.alive(item)  # locked, so that no undo takes the item away at the same moment
        entry = timeline.record(stored, COMMENT, actor=actor, data={"text": said})
        records.touch([item.pk], actor=actor)
        notices.tell(notices.MENTION, addressed.people(said), actor=actor, item=stored, data={"entry": entry.pk})
    return entry


def clean(text: str) -> str:
    """Trim a comment, and refuse what is none."""
    said = text.replace("\0", "").strip()
    if not said:
        raise ValidationError({"text": _("Write something first.")})
    if len(said) > LONGEST:
        raise ValidationError({"text": _("A comment has at most %(count)s characters.") % {"count": LONGEST}})
    return said


def may_delete(user: User, entry: TimelineEntry) -> bool:
    """A comment belongs to its author; administrators may delete any."""
    return entry.kind == COMMENT and user.is_active and (user.is_admin or entry.actor_id == user.pk)


def delete(entry: TimelineEntry, *, actor: User) -> None:
    """Delete a comment; the history keeps that there was one, not what it said. Raises Forbidden."""
    if not may_delete(actor, entry):
        raise Forbidden(Missing("delete_comment", entry.item.type, entry.item_id))
    with transaction.atomic():
        item = records.fresh(entry.item)
        if TimelineEntry.objects.filter(pk=entry.pk).delete()[0]:
            notices.forget_comment(entry.pk, item.pk)
            data = {"author": {"id": entry.actor_id, "label": entry.actor.name}, "at": entry.at.isoformat()}
            timeline.record(item, "comment_deleted", actor=actor, data=data)
