"""What must still happen outside after a transaction (mail, web hooks)? Written with it, delivered after it, once.

Upper rooms register what listens to a kind. A kind nobody listens to is not written.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from segue.core.models import OutboxEntry

Handler = Callable[[dict[str, Any]], None]
ATTEMPTS = 8
GRACE = timedelta(minutes=1)  # in which the job of a new entry delivers it
_HANDLERS: dict[str, Handler] = {}


def listen(kind: str, handler: Handler) -> None:
    """Let `handler` be called with the payload of every entry of this kind; done once, when a room starts."""
    _HANDLERS[kind] = handler


def put(kind: str, payload: dict[str, Any], *, key: str) -> None:
    """Write an entry in the caller's transaction, once per key, and wake the drain after the commit."""
    if kind not in _HANDLERS:
        return
    OutboxEntry.objects.create(kind=kind, payload=payload, dedupe_key=key, next_attempt_at=timezone.now())
    transaction.on_commit(drain_later.enqueue)


def drain() -> int:
    """Deliver what is due, one entry a transaction, and say how many were; a failure is tried again later."""
    delivered = 0
    while _deliver_next():
        delivered += 1
    return delivered


@task()
def drain_later() -> None:
    """The job that a new entry wakes."""
    drain()


def wake() -> None:
    """Let a job deliver what waits though its time has come: a failure to be tried again, or what a worker left."""
    late = _due().filter(next_attempt_at__lte=timezone.now() - GRACE)
    if late.exists():
        drain_later.enqueue()


def _due() -> "QuerySet[OutboxEntry]":
    return OutboxEntry.objects.filter(done_at=None, next_attempt_at__lte=timezone.now(), attempts__lt=ATTEMPTS)


def _deliver_next() -> bool:
    """Take one due entry that no other worker holds; its handler's failure is noted, with a longer wait each time.

    The handler runs outside a transaction: it may have to wait for a mail server, and nobody shall wait for it.
    """
    entry = _claimed()
    if entry is None:
        return False
    noted = OutboxEntry.objects.filter(pk=entry.pk)
    try:
        _HANDLERS[entry.kind](entry.payload)
    except Exception as problem:
        noted.update(error=f"{type(problem).__name__}: {problem}"[:1000])
    else:
        noted.update(done_at=timezone.now(), error="")
    return True


def _claimed() -> OutboxEntry | None:
    """Take an entry for a while: should this worker die, another tries again after it."""
    with transaction.atomic():
        due = _due().select_for_update(skip_locked=_can_skip())
        entry = due.order_by("next_attempt_at", "pk").first()
        if entry is not None:
            entry.attempts += 1
            entry.next_attempt_at = timezone.now() + timedelta(minutes=2**entry.attempts)
            entry.save(update_fields=["attempts", "next_attempt_at"])
    return entry


def _can_skip() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)
