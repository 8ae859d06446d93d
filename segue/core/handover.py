"""How do the items of somebody who leaves, and what they have to do, get to somebody else? Batch by batch: few at once,
many in a job.

A batch and the note how far it came are one transaction, so a worker that was killed has done nothing twice, and the
next one goes on. Two workers at the same handover wait for each other at its row.
"""

from collections import Counter
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django_tasks import task

from segue.core import activities, administrators, agenda, audit, notices, owners
from segue.core.models import Handover, User
from segue.core.models.handover import ACTIVITY, AT_WORK, FINISHED, NO_RECIPIENT, NO_RIGHT, RUNNING, STOPPED

BATCH = 200
AT_ONCE = 200  # more than these are for a job
HANDED_OVER = "items_handed_over"


def count(person: User, *, with_closed: bool = False) -> dict[str, int]:
    """Count what somebody owns by item type, without closed items unless asked for; and their open activities."""
    rows = owners.owned(person, with_closed=with_closed).order_by()
    found = dict(rows.values_list("type").annotate(Count("pk")))
    to_do = agenda.left_to(person).count()
    return found | ({ACTIVITY: to_do} if to_do else {})


def start(person: User, to: User, *, with_closed: bool, actor: User) -> Handover:
    """Note that items go from one person to another; call it in a transaction, and `proceed` after it.

    Raises Forbidden, or ValidationError when they cannot.
    """
    administrators.require(actor)
    if to.pk == person.pk or not to.is_active:
        raise ValidationError({"to": [_("Choose somebody else who is active.")]})
    total = sum(count(person, with_closed=with_closed).values())
    try:
        with transaction.atomic():
            return Handover.objects.create(person=person, to=to, actor=actor, with_closed=with_closed, total=total)
    except IntegrityError as error:
        raise ValidationError({"to": [_("Items of this person are being handed over already.")]}) from error


def proceed(handover: Handover) -> None:
    """Hand few items over at once; leave many to a job."""
    if handover.total <= AT_ONCE:
        run(handover.pk)
    else:
        transaction.on_commit(partial(run_later.enqueue, handover_id=handover.pk))


def look_again() -> None:
    """Wake jobs for what was left half done: after a restore, or when a worker was killed."""
    for pk in Handover.objects.filter(state__in=AT_WORK).values_list("pk", flat=True):
        transaction.on_commit(partial(run_later.enqueue, handover_id=pk))


@task()
def run_later(handover_id: int) -> None:
    """The job of a handover of many items."""
    run(handover_id)


def run(pk: int) -> None:
    """Hand over what is left, and say so in the audit log at the end."""
    while _step(pk):
        pass


def _step(pk: int) -> bool:
    """Hand the next batch over; False when there is nothing left to do."""
    with transaction.atomic():
        locked = Handover.objects.select_for_update(of=("self",), no_key=True)
        handover = locked.select_related("person", "to", "actor").filter(pk=pk, state__in=AT_WORK).first()
        if handover is None:
            return False
        handover.state, handover.problem = RUNNING, _problem(handover)
        ids = [] if handover.problem else _next(handover)
        if ids:
            _move(handover, ids)
        elif handover.problem or not _move_activities(handover):
            handover.state = STOPPED if handover.problem else FINISHED
            _tell(handover)
            _give_notice(handover)
        handover.save()
    return handover.is_at_work


def _problem(handover: Handover) -> str:
    """Say what is against going on: rights and people are as they are now."""
    now = User.objects.select_for_update(no_key=True).filter(pk=handover.to_id, is_active=True)
    if not now.exists():
        return NO_RECIPIENT
    actor = handover.actor
    return "" if actor.is_active and actor.is_admin else NO_RIGHT


def _next(handover: Handover) -> list[int]:
    left = owners.owned(handover.person, with_closed=handover.with_closed).filter(pk__gt=handover.last)
    return list(left.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _move(handover: Handover, ids: list[int]) -> None:
    items = owners.hand_over(ids, handover.person, handover.to, actor=handover.actor)
    handover.moved = dict(Counter(handover.moved) + Counter(item.type for item in items))
    handover.last = ids[-1]


def _move_activities(handover: Handover) -> int:
    """Hand the next open activities over, and say how many; items come first."""
    count = activities.hand_over(handover.person, handover.to, actor=handover.actor, most=BATCH)
    handover.moved = dict(Counter(handover.moved) + Counter({ACTIVITY: count}))
    return count


def _tell(handover: Handover) -> None:
    data = {
        "id": handover.person_id,
        "changes": {"owner": [handover.person.name, handover.to.name]},
        "items": handover.items_done,
        "by_type": handover.moved,
        "with_closed": handover.with_closed,
        "complete": not handover.problem,
    }
    audit.record(HANDED_OVER, actor=handover.actor, subject=handover.person.email, data=data)


def _give_notice(handover: Handover) -> None:
    """Tell who has it now, all at once; and whoever did not wait for it, that it has ended."""
    facts = {
        "handover": handover.pk,
        "person": handover.person.name,
        "to": handover.to.name,
        "moved": handover.moved,
        "complete": not handover.problem,
    }
    if handover.done:
        notices.tell(notices.ASSIGNED, [handover.to], actor=handover.actor, data=facts)
    if handover.total > AT_ONCE:
        notices.tell(notices.JOB, [handover.actor], data=facts | {"job": "handover"})
