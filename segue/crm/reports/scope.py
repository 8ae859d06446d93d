"""Which items is a report about, and how are they counted and added up?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum

from segue.core.models import Item, ItemQuerySet, Stage, User
from segue.core.models.access import below
from segue.core.models.pipeline import SUCCESS

NO_AMOUNT = Decimal(0)


@dataclass(frozen=True)
class Total:
    """How many items there are, and what they come to in the base currency, as stored with each of them."""

    count: int
    amount: Decimal


@dataclass(frozen=True)
class Scope:
    """Whose items are meant, of which days: those that `reader` may see, narrowed as the address of the page says.

    Days, weeks and months are those of the organisation's time zone; both ends are included. A department means its
    members and heads and those of all departments below; a pipeline narrows deals, other types have none to choose.
    """

    reader: User
    zone: str
    today: date
    since: date
    until: date
    owner: int | None = None
    department: int | None = None
    pipeline: int | None = None

    def visible(self, code: str) -> ItemQuerySet:
        """Return all items of a type that the reader may see."""
        return Item.objects.visible_to(self.reader, code)

    def items(self, code: str, form: type[Item] = Item) -> ItemQuerySet:
        """Return the items of a type that are meant, of all days; with the columns that only its own form has."""
        return form.objects.visible_to(self.reader, code).filter(self._whose(), self._where(code))

    def within(self, column: str) -> Q:
        """Return the condition that an instant falls on the days that are meant."""
        return Q((f"{column}__gte", self.midnight(self.since)), (f"{column}__lt", self._end))

    def midnight(self, day: date) -> datetime:
        """Return the first instant of a day."""
        return datetime.combine(day, time.min, ZoneInfo(self.zone))

    @property
    def _end(self) -> datetime:
        return self.midnight(self.until + timedelta(days=1))

    def _whose(self) -> Q:
        found = Q() if self.owner is None else Q(owner=self.owner)
        if self.department is not None:
            people = User.objects.belonging_to(below((self.department,)))
            found &= Q(owner__in=people.order_by().values("pk"))
        return found

    def _where(self, code: str) -> Q:
        return Q(pipeline=self.pipeline) if code == "deal" and self.pipeline is not None else Q()


def total(rows: ItemQuerySet) -> Total:
    """Count items and add up what they are worth. One query."""
    found: dict[str, Any] = rows.order_by().aggregate(count=Count("pk"), amount=Sum("base_amount"))
    return Total(found["count"], found["amount"] or NO_AMOUNT)


def succeeded(code: str) -> Q:
    """Return the condition that an item stands on a success stage of its type."""
    return Q(stage__in=success_stages(code))


def success_stages(code: str) -> list[int]:
    """Return the success stages of a type, one of each pipeline."""
    stages = Stage.objects.filter(pipeline__item_type=code, semantics=SUCCESS)
    return list(stages.order_by("pk").values_list("pk", flat=True))


def month_after(month: date, count: int = 1) -> date:
    """Return the first day of the month that lies `count` months after another (before it, when negative)."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)
