"""What waits for one person today: deals that nobody touched, invoices that should be paid?

What is planned is `core.agenda`. All of it is about what the person is responsible for, and may see.
"""

from datetime import date, datetime, timedelta

from segue.core.models import Item, ItemQuerySet, User

# A deal's expected close and an estimate's validity lie a week ahead unless said otherwise: what nobody touched for two
# of them was let slip.
STALE_DAYS = 14


def stale(person: User, *, now: datetime) -> ItemQuerySet:
    """Return the open deals on which no person did anything for `STALE_DAYS` days."""
    until = now - timedelta(days=STALE_DAYS)
    return _own(person, "deal").filter(last_activity_at__lt=until)


def due(person: User, *, today: date) -> ItemQuerySet:
    """Return the open invoices that are to be paid today, or were to be before; `today` is the reader's."""
    return _own(person, "invoice").filter(due_on__lte=today)


def _own(person: User, code: str) -> ItemQuerySet:
    return Item.objects.visible_to(person, code).filter(owner=person.pk, closed_at=None)
