"""`./run backup FILE`: everything in one file, also while people work."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from segue.core import backup


class Command(BaseCommand):
    """Save database and files to one file."""

    help = "Save database and files to one file, also while Segue is running."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Save, and say how much."""
        try:
            backup.write(options["file"])
        except backup.NotReady as problem:
            raise CommandError("The database is older than this version: start Segue once, then save.") from problem
        except OSError as problem:
            raise CommandError(f"Cannot write {options['file']}: {problem.strerror}") from problem
        size = options["file"].stat().st_size / 1_000_000
        self.stdout.write(f"Saved to {options['file']} ({size:.1f} MB). It holds passwords and keys: keep it safe.")
