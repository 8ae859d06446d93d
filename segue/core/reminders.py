"""When does an activity remind its responsible person, and who is told when that is now?

`Activity.remind_at` is the next reminder that nobody was told of; `activities` and this module alone write it.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from segue.core import notices
from segue.core.models import Activity
from segue.core.models.activity import OPEN

BATCH = 200
LOGGER = logging.getLogger(__name__)


def next_of(activity: Activity, *, now: datetime) -> datetime | None:
    """Return when an open activity reminds next, None for never; one that is due and not told of stays due."""
    return _first(activity, since=min(now, activity.remind_at or now)) if activity.is_open else None


def tell_due(now: datetime | None = None) -> int:
    """Tell of every reminder that is due, each once however many workers do so, and return how many they were.

    Several that came due for one activity while no worker ran are one.
    """
    until, told, failed = now or timezone.now(), 0, set[int]()
    due = Activity.objects.filter(remind_at__lte=until).order_by("remind_at", "pk").values_list("pk", flat=True)
    while ids := list(due.exclude(pk__in=failed)[:BATCH]):
        for pk in ids:
            try:
                told += _remind(pk, until)
            except Exception:
                LOGGER.exception("Activity %s could not remind; it is tried again.", pk)
                failed.add(pk)
    return told


def _remind(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        rows = Activity.objects.filter(pk=pk)
        if not rows.filter(remind_at__lte=now).update(remind_at=None):  # another worker was here first
            return False
        activity = rows.select_related("responsible").get()
        if activity.status != OPEN:
            return False
        rows.update(remind_at=_first(activity, since=now + timedelta(microseconds=1)))
        notices.tell(notices.REMINDER, [activity.responsible], activity=activity)
    return True


def _first(activity: Activity, *, since: datetime) -> datetime | None:
    times = (activity.deadline - timedelta(minutes=minutes) for minutes in activity.reminders)
    return min((at for at in times if at >= since), default=None)
