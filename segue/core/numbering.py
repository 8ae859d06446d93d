"""Which number does a new estimate or invoice get? Taken in the transaction from a locked counter: no gap, no twin."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from segue.core import preferences
from segue.core.models import Item, NumberCounter, Numbering
from segue.core.prepared import prepared
from segue.lib import dates, numbers


def take(item: Item) -> tuple[str, str]:
    """Return the next free number of the item's type, and the scope it is unique in.

    The counter stays locked until the transaction ends: a save that fails gives its number back, parallel saves wait
    for one another. A number that someone gave by hand is skipped when the counter meets it.
    """
    numbering = _numbering(item)
    today = _today(numbering)
    scope = scope_of(numbering, item)
    counter = _locked_counter(numbering, scope, numbers.period(numbering.reset, today))
    template = numbers.Template(numbering.template, numbering.prefix, numbering.min_length, numbering.padding)
    while True:
        counter.last += numbering.step
        number = numbers.render(template, counter.last, today)
        if not _taken(item.type, scope, number):
            NumberCounter.objects.filter(pk=counter.pk).update(last=counter.last)
            return number, scope


@prepared
def _taken(item_type: str, scope: str, number: str) -> QuerySet[Item, Any]:
    return Item.objects.filter(type=item_type, number_scope=scope, number=number).values_list("pk")[:1]


def scope_by_hand(item: Item) -> str:
    """Return the scope in which a number that somebody typed must be unique."""
    return scope_of(_numbering(item), item)


def _numbering(item: Item) -> Numbering:
    stored = _of_type(item.type)
    return stored[0] if stored else Numbering.objects.get_or_create(item_type=item.type)[0]


@prepared
def _of_type(item_type: str) -> QuerySet[Numbering]:
    return Numbering.objects.filter(item_type=item_type)


def _today(numbering: Numbering) -> date:
    """Return the organisation's day; a template without a date in it need not ask which zone that is."""
    needs_day = numbering.reset != "none" or any(part in numbering.template for part in ("{YEAR}", "{MONTH}", "{DAY}"))
    return dates.today(preferences.load().time_zone if needs_day else "UTC")


def scope_of(numbering: Numbering, item: Item) -> str:
    """Return what a number is unique in: the seller where companies count separately, else everything."""
    return str(getattr(item, "my_company_id", None) or "") if numbering.per_company else ""


def _locked_counter(numbering: Numbering, scope: str, period: str) -> NumberCounter:
    if stored := _counter(numbering.pk, scope, period):
        return stored[0]
    before_first = numbering.start - numbering.step
    return NumberCounter.objects.select_for_update().get_or_create(
        numbering=numbering, scope=scope, period=period, defaults={"last": before_first}
    )[0]


@prepared
def _counter(numbering_id: int, scope: str, period: str) -> QuerySet[NumberCounter]:
    return NumberCounter.objects.select_for_update().filter(numbering_id=numbering_id, scope=scope, period=period)
