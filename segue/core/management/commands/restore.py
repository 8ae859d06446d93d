"""`./run restore FILE`: a backup comes back, on SQLite or PostgreSQL, whichever it was made from."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from segue.core import restore
from segue.core.models import User


class Command(BaseCommand):
    """Bring a backup back in place of what is there."""

    help = "Bring a backup back in place of what is there. Stop Segue first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from; and whether what is there may go."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="although the database is in use and not empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, unless it would take the place of somebody's work unasked."""
        if not options["replace"] and is_used():
            raise CommandError("There is a database with people in it. Save it, then add --replace.")
        try:
            damaged = restore.read(options["file"])
        except restore.NotABackup as problem:
            raise CommandError(f"{options['file']} {fault(problem)} Nothing was changed.") from problem
        except restore.InUse as problem:
            raise CommandError("Segue is running. Stop it, then restore.") from problem
        except restore.Shared as problem:
            names = ", ".join(problem.args)
            raise CommandError(
                f"The database also holds tables of something else, and would lose them: {names}"
            ) from problem
        except OSError as problem:
            raise CommandError(f"Cannot read {options['file']}: {problem.strerror}") from problem
        for name in damaged:
            self.stderr.write(f"{name} was damaged already when it was saved, and is left out.")
        self.stdout.write("Restored. Everybody signs in again.")


def fault(problem: restore.NotABackup) -> str:
    """What is wrong with the file, as the end of a sentence."""
    where = " ".join(map(str, problem.args))
    return f"is damaged ({where})." if where else "is no backup of this or an older version of Segue."


def is_used() -> bool:
    """Whether anybody could sign in to the database that is there."""
    table = User._meta.db_table
    return table in connection.introspection.table_names() and User.objects.exists()
