"""How does a database get ready for the server? Tables, demo data where asked for, static files; called by `./run`."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from segue.core import handover, notices, search_index
from segue.core.custom_fields import criteria, indexes
from segue.core.models import Item, OutboxEntry, User

JOBS_STAY_DAYS = 14
DEMO_MAIL = "@segue.test"  # a domain that no real person can have


class Command(BaseCommand):
    """Bring database and static files up to date; print demo, empty or ready."""

    help = "Bring database and static files up to date; print whether it is demo, empty or ready."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Demo data are only for those who ask for them."""
        parser.add_argument("--demo", action="store_true", help="load demo data when the database is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is not done yet."""
        settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            connection.ensure_connection()
        except OperationalError as problem:
            raise CommandError(f"The database does not answer: {problem}") from problem
        make_tables()
        if options["demo"] and not User.objects.exists() and not Item.objects.exists():
            self.stderr.write("Loading demo data ...")
            call_command("demo")
        search_index.look_again()
        indexes.look_again()
        criteria.look_again()
        handover.look_again()
        forget()
        collect_static_files()
        self.stdout.write(state())


def make_tables() -> None:
    """Bring the tables up to date; say in a sentence what the database must permit for that and does not."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except search_index.NoTrigrams as refused:
        raise CommandError(str(refused)) from refused
    except MigrationSchemaMissing as refused:
        told = "This database user may make no tables: let it own the database, or have CREATE on its schema."
        raise CommandError(f"{told} {refused}") from refused


def forget() -> None:
    """Delete what nobody needs any more: sign-ins that ended, where they were, and what became of jobs and mails."""
    call_command("clearsessions", verbosity=0)
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    long_ago = timezone.now() - timedelta(days=JOBS_STAY_DAYS)
    DBTaskResult.objects.finished().filter(finished_at__lte=long_ago).delete()
    OutboxEntry.objects.filter(kind=notices.MAIL, done_at__lte=long_ago).delete()


def collect_static_files() -> None:
    """Copy and compress static files when the front end has been built since."""
    built, collected = settings.VITE_DIR / "built.txt", settings.STATIC_ROOT / "build" / "built.txt"
    if not collected.exists() or not built.exists() or collected.read_bytes() != built.read_bytes():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def state() -> str:
    """Whether anybody can sign in, and whether with a password that everybody knows."""
    people = User.objects.filter(is_active=True)
    if people.filter(email__endswith=DEMO_MAIL).exists():
        return "demo"
    return "ready" if people.exists() else "empty"
