"""What can happen to an account, in words, and how is it written into the audit log?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from segue.core import audit
from segue.core.models import User

# The code of the entry, and what it says in both languages.
EVENTS = {
    "signed_in": _("Signed in"),
    "sign_in_failed": _("Sign-in failed"),
    "second_factor_failed": _("Sign-in failed at the second factor"),
    "single_sign_on_refused": _("Single sign-on refused"),
    "signed_out": _("Signed out"),
    "session_ended": _("Session ended"),
    "other_sessions_ended": _("All other sessions ended"),
    "password_changed": _("Password changed"),
    "password_reset_asked": _("New password asked for by mail"),
    "password_reset_done": _("New password set by the link in the mail"),
    "second_factor_added": _("Second factor added"),
    "second_factor_removed": _("Second factor removed"),
    "second_factor_reset": _("Second factor taken away by an administrator"),
    "passkey_renamed": _("Passkey renamed"),
    "recovery_codes_made": _("New recovery codes made"),
    "recovery_code_used": _("Recovery code used"),
    "administrator_made": _("Made an administrator from the command line"),
}


def record(event: str, *, actor: User | None, email: str = "", data: dict[str, Any] | None = None) -> None:
    """Append an entry about the account of `actor`, or else of whoever has the address `email`.

    An address that nobody has is masked: people type their password into the wrong field.
    """
    if event not in EVENTS:
        raise KeyError(event)
    subject = actor.email if actor else subject_of(email)
    audit.record(event, actor=actor, subject=subject, data={key: value for key, value in (data or {}).items() if value})


def subject_of(email: str) -> str:
    """Return the address if somebody has it, else what may be known of it."""
    email = email.strip().lower()
    return email if User.objects.filter(email=email).exists() else masked(email)


def masked(email: str) -> str:
    """Leave of an address its first letter and its domain: j***@example.com."""
    if not email:
        return ""
    _name, at, domain = email.partition("@")
    return f"{email[:1]}***{at}{domain}"
