"""What follows when somebody gets a second factor, or gives one up? Entries, a mail, and what the session knows."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from segue.core import account_events, preferences
from segue.core.models import User
from segue.web.accounts import factors, mails

LAST_ONE = _("Everyone here needs a second factor. Set up another one before you remove this one.")


def may_remove(had: factors.Factors) -> bool:
    """Say whether one of these may go: where everybody must have one, the last one stays."""
    return had.number > 1 or not preferences.load().second_factor_required


def added(request: HttpRequest, user: User, kind: str, *, codes: bool, name: str = "") -> None:
    """Tell of a new second factor, and of the recovery codes that came with the first one."""
    account_events.record("second_factor_added", actor=user, data={"kind": str(kind), "name": name})
    if codes:
        account_events.record("recovery_codes_made", actor=user)
    mails.tell_of(request, user, "second_factor_added")
    factors.note(request, user)


def removed(request: HttpRequest, user: User, kind: str, *, name: str = "") -> None:
    """Tell of a second factor that is gone."""
    account_events.record("second_factor_removed", actor=user, data={"kind": str(kind), "name": name})
    mails.tell_of(request, user, "second_factor_removed")
    factors.note(request, user)
