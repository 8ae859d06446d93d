"""Does the database hold what it must? One line for everything that is wrong, and then the exit code 1."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from segue.core import verify
from segue.crm.verify import CHECKS


class Command(BaseCommand):
    """Asks every check of `core/verify.py` and `crm/verify.py`; changes nothing."""

    help = "Check what the database cannot check itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Reading every file takes long, so it is asked for."""
        parser.add_argument("--files", action="store_true", help="read every stored file and compare its hash")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the faults."""
        count = 0
        for count, fault in enumerate(verify.run(CHECKS, with_files=options["files"]), 1):  # noqa: B007  counted
            self.stdout.write(fault)
        if count:
            raise CommandError(f"{count} faults.")
        self.stdout.write("Everything is as it must be.")
