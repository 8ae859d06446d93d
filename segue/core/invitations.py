"""How does somebody who was invited get in? By a link that works once, for three days, on which they choose a password.

The link is computed from the person as they are, so it is stored nowhere: a password that is chosen, another e-mail
address, a newer invitation or a deactivation lets it lead nowhere.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import administrators, audit, outbox, preferences
from segue.core.models import OutboxEntry, User

DAYS = 3
SENT, ACCEPTED = EVENTS = ("invitation_sent", "invitation_accepted")
KIND = "invitation"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
NOWHERE = (CONSOLE, "django.core.mail.backends.dummy.EmailBackend")


class Tokens(PasswordResetTokenGenerator):
    """Tokens of the last invitation; the moment it was sent is part of it, so that there is one at a time."""

    key_salt = "segue.core.invitations"

    def make_token(self, user: Any) -> str:
        """Return the token of the last invitation: always the same one."""
        return str(self._make_token_with_timestamp(user, int(user.invited_at.timestamp()), self.secret))

    def check_token(self, user: Any, token: str | None) -> bool:
        """Say whether it is the token of the last invitation, which has not run out."""
        if not (user.is_invited and user.invited_at and token) or timezone.now() >= ends_at(user):
            return False
        return constant_time_compare(token, self.make_token(user))

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.invited_at.timestamp():.6f}{user.sign_outs}"


TOKENS = Tokens()


def ends_at(person: User) -> Any:
    """Return when the link of the last invitation runs out."""
    assert person.invited_at is not None
    return person.invited_at + timedelta(days=DAYS)


def send(person: User, *, actor: User, root: str) -> User:
    """Invite somebody, perhaps anew, and let a mail go out once the transaction holds; former links are void.

    Raises Forbidden, or ValidationError when the person has come already or is deactivated.
    """
    with transaction.atomic():
        stored = administrators.lock(actor, person.pk)[person.pk]
        if not stored.is_invited:
            raise ValidationError(_("This person has no need of an invitation."))
        stored.invited_at = timezone.now()
        stored.save(update_fields=["invited_at"])
        audit.record(SENT, actor=actor, subject=stored.email, data={"id": stored.pk})
        payload = {"person": stored.pk, "actor": actor.pk, "root": root}
        outbox.put(KIND, payload, key=_key(stored))
    return stored


def link(person: User, root: str) -> str:
    """Return the address on which somebody who was invited chooses a password."""
    return root.rstrip("/") + reverse("invitation", args=[person.pk, TOKENS.make_token(person)])


def invited(pk: int, token: str) -> User | None:
    """Return the person this link was sent to; None when it leads nowhere, whatever the reason."""
    person = User.objects.filter(pk=pk).first()
    return person if person is not None and TOKENS.check_token(person, token) else None


def accept(person: User, token: str, password: str) -> bool:
    """Store the password that somebody chose; False when the link was used or ran out meanwhile."""
    with transaction.atomic():
        stored = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not TOKENS.check_token(stored, token):
            return False
        stored.set_password(password)
        stored.invited_at = None
        stored.save(update_fields=["password", "invited_at"])
        audit.record(ACCEPTED, actor=stored, subject=stored.email, data={"id": stored.pk})
    return True


def goes_nowhere() -> bool:
    """Say whether mail is only printed, because the installation names no mail server."""
    return settings.EMAIL_BACKEND in NOWHERE


def note(person: User) -> OutboxEntry | None:
    """Return what became of the mail of the last invitation."""
    return OutboxEntry.objects.filter(dedupe_key=_key(person)).first() if person.invited_at else None


def deliver(payload: dict[str, Any]) -> None:
    """Send the mail, in the language of the person; nothing when they have come meanwhile or were deactivated."""
    person = User.objects.filter(pk=payload["person"]).first()
    actor = User.objects.filter(pk=payload["actor"]).first()
    if person is None or not person.is_invited or person.invited_at is None:
        return
    with translation.override(person.language):
        subject, text = _words(person, str(actor or ""), link(person, payload["root"]))
    mail = EmailMessage(subject, text, to=[person.email])
    if goes_nowhere():
        mail.connection = get_connection(CONSOLE)
    mail.send()


def _words(person: User, inviter: str, address: str) -> tuple[str, str]:
    organisation = preferences.load().organisation or "Segue"
    said = {"name": person.name, "inviter": inviter, "organisation": organisation, "days": DAYS}
    lines = [
        _("Hello %(name)s,") % said,
        _("%(inviter)s invites you to work in the CRM of %(organisation)s.") % said,
        _("Choose your password here:"),
        address,
        ngettext(
            "The link works once, for %(days)s day.", "The link works once, for %(days)s days.", DAYS
        ) % said,
        _("If you did not expect this mail, you need do nothing."),
    ]  # fmt: skip
    return _("Your access to %(organisation)s") % said, "\n\n".join(lines) + "\n"


def _key(person: User) -> str:
    assert person.invited_at is not None
    return f"{KIND} {person.pk} {person.invited_at.isoformat()}"
