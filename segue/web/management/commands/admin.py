"""Who may do everything? `./run admin` makes the first administrator, or lets people in again who are locked out."""

import getpass
import os
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from segue.core import account_events
from segue.core.models import User
from segue.web.accounts import factors, mails, sessions


class Command(BaseCommand):
    """Make a person an administrator, with a new password; asks for what the options do not say."""

    help = "Make a person an administrator, with a new password; asks for what the options do not say."

    def add_arguments(self, parser: CommandParser) -> None:
        """The password is no option, because everybody on the machine can read options."""
        parser.add_argument("--email")
        parser.add_argument("--name", help="of a new person")
        parser.add_argument(
            "--reset-second-factor", metavar="EMAIL", help="only take the second factor away from somebody who lost it"
        )
        parser.epilog = "The password is asked for, or taken from the environment: SEGUE_ADMIN_PASSWORD."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, check, save."""
        call_command("migrate", verbosity=0, interactive=False)
        if options["reset_second_factor"]:
            self.stdout.write(take_second_factor_away(options["reset_second_factor"]))
            return
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
        if person is not None:
            mails.tell.enqueue(person.pk, "administrator_made", settings.PUBLIC_URL)
        self.stdout.write(f"{name} <{email}> is an administrator and can sign in.")


@transaction.atomic
def save(person: User, *, name: str, password: str) -> None:
    """Store the administrator and say so in the audit log."""
    person.name, person.is_admin, person.is_active = name, True, True
    person.set_password(password)
    person.save()
    sessions.end_all(person)
    account_events.record("administrator_made", actor=None, email=person.email)


@transaction.atomic
def take_second_factor_away(email: str) -> str:
    """Let somebody who lost phone and recovery codes sign in by password alone; all their sessions end."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    if not factors.reset(person):
        return f"{person.name} <{person.email}> has no second factor."
    sessions.end_all(person)
    account_events.record("second_factor_reset", actor=None, email=person.email)
    mails.tell.enqueue(person.pk, "second_factor_reset", settings.PUBLIC_URL)
    return f"{person.name} <{person.email}> can sign in by password alone, and should set up a second factor anew."


def ask(question: str, *, secret: bool = False) -> str:
    """What the person at the terminal types; without a terminal there is nobody to ask."""
    if not sys.stdin.isatty():
        raise CommandError("Nobody to ask here: give --email, --name and SEGUE_ADMIN_PASSWORD.")
    typed = getpass.getpass(question) if secret else input(question)
    return typed.strip() or ask(question, secret=secret)
