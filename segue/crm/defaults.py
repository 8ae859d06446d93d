"""With which values does a new item begin, beyond what its columns say themselves?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from segue.core.item_types import Beginning
from segue.core.models import DirectoryValue
from segue.core.prepared import steady
from segue.crm.models import Company

Default = Callable[[Beginning], Any]


def first_of(directory: str) -> Default:
    """Begin with the first value of a directory."""
    return lambda _new: next(iter(_first(directory)), None)


@steady
def _first(directory: str) -> QuerySet[DirectoryValue]:
    return DirectoryValue.objects.filter(directory=directory).order_by("sort", "pk")[:1]


def today(new: Beginning) -> date:
    """Begin on the reader's day."""
    return new.today


def in_days(new: Beginning) -> date:
    """Begin with the deadline the organisation chose."""
    return new.today + timedelta(days=new.chosen.deadline_days)


def default_seller(_new: Beginning) -> Company | None:
    """Return the company that sells unless another is chosen."""
    return next(iter(default_sellers()), None)


@steady
def default_sellers() -> QuerySet[Company]:
    """Find the company that sells unless another is chosen."""
    return Company.objects.filter(is_default_seller=True, deleted_at=None).order_by().only("title")[:1]


COMMON: dict[str, Default] = {
    "currency": lambda new: new.currency,
    "decimals": lambda new: new.currency.decimals,
    "rounding_mode": lambda new: new.chosen.rounding_mode,
    "open_to_all": lambda new: new.chosen.open_to_all,
}
DATED = COMMON | {"start_on": today, "due_on": in_days}
