"""Who may do everything? `./run admin` makes the first administrator, or lets a locked-out one in again."""

import getpass
import os
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from segue.core import audit
from segue.core.models import User


class Command(BaseCommand):
    """Make a person an administrator, with a new password; asks for what the options do not say."""

    help = "Make a person an administrator, with a new password; asks for what the options do not say."

    def add_arguments(self, parser: CommandParser) -> None:
        """The password is no option, because everybody on the machine can read options."""
        parser.add_argument("--email")
        parser.add_argument("--name", help="of a new person")
        parser.epilog = "The password is asked for, or taken from the environment: SEGUE_ADMIN_PASSWORD."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, check, save."""
        call_command("migrate", verbosity=0, interactive=False)
        email = (options["email"] or ask("E-mail: ")).lower()
        person = User.objects.filter(email=email).first()
        name = options["name"] or (person.name if person else ask("Name: "))
        password = os.environ.get("SEGUE_ADMIN_PASSWORD") or ask("Password: ", secret=True)
        try:
            validate_email(email)
            validate_password(password, user=User(email=email, name=name))
        except ValidationError as problem:
            raise CommandError("\n".join(problem.messages)) from problem
        save(person or User(email=email), name=name, password=password)
        self.stdout.write(f"{name} <{email}> is an administrator and can sign in.")


@transaction.atomic
def save(person: User, *, name: str, password: str) -> None:
    """Store the administrator and say so in the audit log."""
    person.name, person.is_admin, person.is_active = name, True, True
    person.set_password(password)
    person.save()
    audit.record("administrator_made", actor=None, subject=person.email)


def ask(question: str, *, secret: bool = False) -> str:
    """What the person at the terminal types; without a terminal there is nobody to ask."""
    if not sys.stdin.isatty():
        raise CommandError("Nobody to ask here: give --email, --name and SEGUE_ADMIN_PASSWORD.")
    typed = getpass.getpass(question) if secret else input(question)
    return typed.strip() or ask(question, secret=secret)
