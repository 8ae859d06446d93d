"""Who is told of what, and how: shown at the bell, by e-mail, or not at all?

Whoever does something calls `tell` in the same transaction. A notice is read by its person alone, and worded by then;
`segue.web.components.notices` has the words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from segue.core import outbox, permissions
from segue.core.models import Activity, Item, Notice, User
from segue.core.prepared import prepared

MENTION, ASSIGNED, OBSERVER, REMINDER, JOB = KINDS = ("mention", "assigned", "observer", "reminder", "job")
MAIL = "notice"  # in the outbox
KEPT_DAYS = 90  # after it was read
MOST_COUNTED = 100  # unread ones


@dataclass(frozen=True)
class Choice:
    """How somebody wants to be told of a kind; neither mutes it."""

    shown: bool
    mailed: bool


def choices(person: User) -> dict[str, Choice]:
    """Return what somebody chose for each kind; unless chosen all are shown, and whoever is named gets a mail."""
    chosen = {kind: Choice(*pair) for kind, pair in person.notice_choices.items() if kind in KINDS}
    return {kind: Choice(shown=True, mailed=kind == MENTION) for kind in KINDS} | chosen


def choose(person: User, chosen: Mapping[str, Choice]) -> None:
    """Store how somebody wants to be told from now on."""
    person.notice_choices = {kind: [chosen[kind].shown, chosen[kind].mailed] for kind in KINDS}
    person.save(update_fields=["notice_choices"])


def tell(  # noqa: PLR0913  what a notice is made of
    kind: str,
    people: Iterable[User],
    *,
    actor: User | None = None,
    item: Item | None = None,
    activity: Activity | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write a notice to each of these people in the caller's transaction, and let a mail go out where they chose so.

    Left out are the actor, who is deactivated, who muted the kind, and who may not read what it is about.
    """
    now = timezone.now()
    for person in people:
        wanted = choices(person)[kind]
        if person == actor or not (wanted.shown or wanted.mailed) or not _may_read(person, item, activity):
            continue
        notice = Notice.objects.create(
            person=person, kind=kind, actor=actor,
            item_id=item.pk if item else None, activity=activity, data=data or {},
            at=now, shown=wanted.shown, read_at=None if wanted.shown else now,
        )  # fmt: skip
        if wanted.mailed:
            outbox.put(MAIL, {"notice": notice.pk}, key=f"{MAIL} {notice.pk}")


def tell_of_item(item: Item, *, actor: User, assigned: bool = True, observers: Iterable[int] = ()) -> None:
    """Tell whom an item now has as its responsible person, and as new observers."""
    if assigned and item.owner_id != actor.pk:
        tell(ASSIGNED, [item.owner], actor=actor, item=item)
    if others := set(observers) - {actor.pk}:
        tell(OBSERVER, User.objects.filter(pk__in=others).order_by("pk"), actor=actor, item=item)


def forget_comment(entry_id: int, item_id: int) -> None:
    """Take back that a comment, which is deleted now, named anybody."""
    Notice.objects.filter(kind=MENTION, item=item_id, data__entry=entry_id).delete()


def of(person: User) -> "QuerySet[Notice]":
    """Return what somebody was told, newest first; what is wanted by e-mail alone is left out."""
    return Notice.objects.filter(person=person, shown=True).select_related("actor").order_by("-pk")


def unread(person: User) -> int:
    """Count what somebody has not read yet, up to MOST_COUNTED."""
    return len(_unread(person.pk))


@prepared
def _unread(person_id: int) -> "QuerySet[Notice, Any]":
    rows = Notice.objects.filter(person_id=person_id, shown=True, read_at=None).order_by()
    return rows.values_list("pk")[:MOST_COUNTED]


def read(found: "QuerySet[Notice]") -> None:
    """Note that these are read now; what was so before stays."""
    found.filter(read_at=None).order_by().update(read_at=timezone.now())


def forget_old() -> None:
    """Delete what was read long ago."""
    Notice.objects.filter(read_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()


def _may_read(person: User, item: Item | None, activity: Activity | None) -> bool:
    """Say whether somebody may read what they would be told of; of an activity one of its items is enough."""
    if item is not None:
        return item.deleted_at is None and permissions.may(person, "read", item)
    if activity is not None:
        return Item.objects.visible_to(person).filter(bindings__activity=activity).exists()
    return person.is_active
