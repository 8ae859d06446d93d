"""What was sold, month by month?

Sold is a deal on a success stage; it counts in the month in which it was closed, by the organisation's clock, with its
amount in the base currency as stored. Deals and not paid invoices, because that is what the forecast foretells and what
a pipeline can narrow; what of it was paid says the funnel. A deal that was opened again is sold no more.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from segue.core.models import ItemQuerySet
from segue.crm.reports.scope import NO_AMOUNT, Scope, Total, month_after, succeeded

NOTHING = Total(0, NO_AMOUNT)


@dataclass(frozen=True)
class Month:
    """What was sold in a month, as far as its days are meant; `code` names it in addresses."""

    code: str
    first: date
    total: Total


def months(scope: Scope) -> list[Month]:
    """Add up every month that has days in the scope, those without sales too. Two queries."""
    by_month = TruncMonth("closed_at", tzinfo=ZoneInfo(scope.zone))
    grouped = _sold(scope).order_by().annotate(month=by_month).values("month")
    summed = grouped.annotate(count=Count("pk"), sum=Sum("base_amount")).values_list("month", "count", "sum")
    found: dict[date, Total] = {month.date(): Total(count, Decimal(amount)) for month, count, amount in summed}
    return [Month(f"{first:%Y-%m}", first, found.get(first, NOTHING)) for first in _firsts(scope)]


def items(scope: Scope, code: str) -> ItemQuerySet | None:
    """Return the deals that were sold in a month, in all months for ""; None for a code that is none."""
    if not code:
        return _sold(scope)
    first = next((each for each in _firsts(scope) if f"{each:%Y-%m}" == code), None)
    if first is None:
        return None
    month = Q(closed_at__gte=scope.midnight(first), closed_at__lt=scope.midnight(month_after(first)))
    return _sold(scope).filter(month)


def _sold(scope: Scope) -> ItemQuerySet:
    return scope.items("deal").filter(scope.within("closed_at"), succeeded("deal"))


def _firsts(scope: Scope) -> list[date]:
    found, month = [], scope.since.replace(day=1)
    while month <= scope.until:
        found.append(month)
        month = month_after(month)
    return found
