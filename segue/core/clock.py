"""What happens by itself as time passes? Every worker looks; each thing happens once, for its row is claimed."""

import logging
import time

from django.db import close_old_connections

from segue.core import jobs, notices, outbox, reminders

EVERY = 30  # seconds
LOGGER = logging.getLogger(__name__)


def tick() -> None:
    """Do what is due now; what goes wrong with one of them, a database that is away perhaps, is tried again."""
    for act in (reminders.tell_due, notices.forget_old, outbox.wake, jobs.wake, jobs.start_due):
        try:
            act()
        except Exception:
            LOGGER.exception("What is due could not be done; it is tried again.")


def run() -> None:
    """Tick until the process ends."""
    while True:
        close_old_connections()
        tick()
        close_old_connections()
        time.sleep(EVERY)
