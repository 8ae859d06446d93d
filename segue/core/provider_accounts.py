"""Whose is an account at the provider of single sign-on? From the first sign-in on it is bound to a person.

Then the account counts and its address no more, for the provider may give that to somebody else.
"""

from django.db import transaction

from segue.core import administrators, audit
from segue.core.models import ProviderAccount, User

BOUND, FORGOTTEN = EVENTS = ("single_sign_on_bound", "single_sign_on_forgotten")


def owner(provider: str, subject: str) -> User | None:
    """Return whom an account is bound to."""
    found = ProviderAccount.objects.filter(provider=provider, subject=subject).select_related("user").first()
    return found.user if found is not None else None


def bind(user: User, provider: str, subject: str) -> bool:
    """Bind somebody to an account; False when they are bound to another one already."""
    with transaction.atomic():
        account, is_new = ProviderAccount.objects.get_or_create(
            user=user, provider=provider, defaults={"subject": subject}
        )
        if is_new:
            audit.record(BOUND, actor=None, subject=user.email, data={"id": user.pk})
    return account.subject == subject


def is_bound(person: User) -> bool:
    """Say whether somebody has signed in by single sign-on, and only with this account can do so again."""
    return person.provider_accounts.exists()


def forget(person: User, *, actor: User) -> None:
    """Let the next sign-in bind somebody anew. Raises Forbidden."""
    with transaction.atomic():
        administrators.lock(actor)
        count, _by_model = person.provider_accounts.all().delete()
        if count:
            audit.record(FORGOTTEN, actor=actor, subject=person.email, data={"id": person.pk})
