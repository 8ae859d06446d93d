"""The worker: runs the jobs that wait, and beside them what happens by itself as time passes."""

import gc
import os
from threading import Thread
from typing import Any

from django_tasks_db.management.commands import db_worker

from segue.core import clock

POLITE = 10


class Command(db_worker.Command):
    """Run jobs, and remind people; any number of workers may run at once."""

    help = "Run jobs, and what is due by the clock. Any number of these may run at once."

    def handle(self, **options: Any) -> None:
        """Work until stopped; a long job does not keep the clock waiting."""
        os.nice(POLITE)  # people who wait for a page go first
        # As in the web server (config/wsgi.py): looking through what stays would hold a transaction up, and who waits.
        gc.collect()
        gc.freeze()
        Thread(target=clock.run, name="clock", daemon=True).start()
        super().handle(**options)
