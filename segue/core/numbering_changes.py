"""How does the numbering of estimates and invoices change, which number comes next, and which will never come again?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from segue.core import preferences, settings_changes
from segue.core.models import AuditEntry, Item, NumberCounter, Numbering, User
from segue.lib import dates, numbers

PREVIEW_TRIES = 200  # numbers given by hand that the preview steps over


def of_type(item_type: str) -> Numbering:
    """Return how an item type is numbered; the defaults when that was never saved."""
    return Numbering.objects.filter(item_type=item_type).first() or Numbering(item_type=item_type)


def save(numbering: Numbering, values: Mapping[str, Any], *, actor: User) -> Numbering:
    """Store a numbering. A start beyond the last number lets the present counting jump there; it never goes back."""
    with transaction.atomic():
        given = {"item_type": numbering.item_type, **values}
        stored = settings_changes.save(numbering, given, actor=actor)
        before_first = stored.start - stored.step
        period = numbers.period(stored.reset, _today())
        NumberCounter.objects.filter(numbering=stored, period=period, last__lt=before_first).update(last=before_first)
    return stored


def next_number(numbering: Numbering) -> str:
    """Return the number the next paper would get where all companies count together; nothing is taken."""
    today = _today()
    period = numbers.period(numbering.reset, today)
    before_first = numbering.start - numbering.step
    counter = NumberCounter.objects.filter(numbering__item_type=numbering.item_type, scope="", period=period).first()
    last = max(counter.last, before_first) if counter else before_first
    number = ""
    for _try in range(PREVIEW_TRIES):
        last += numbering.step
        number = _render(numbering, last, today)
        if not Item.objects.filter(type=numbering.item_type, number_scope="", number=number).exists():
            break
    return number


def longest_number(numbering: Numbering) -> int:
    """Return how many characters a number can have after many years of counting."""
    return len(_render(numbering, 10**9, date(2000, 1, 1)))


def in_the_bin(item_type: str) -> "list[Item]":
    """Return the deleted and undone papers whose number nobody gets again, latest first."""
    rows = Item.objects.in_bin().of_type(item_type).exclude(number="").select_related("deleted_by")
    return list(rows.order_by("-deleted_at", "-pk"))


def purged(item_type: str) -> list[AuditEntry]:
    """Return the records of papers that were deleted for good, with the numbers they had, latest first."""
    entries = AuditEntry.objects.filter(event="item_purged", data__type=item_type).select_related("actor")
    return [entry for entry in entries if entry.data.get("number")]


def _render(numbering: Numbering, number: int, on: date) -> str:
    template = numbers.Template(numbering.template, numbering.prefix, numbering.min_length, numbering.padding)
    return numbers.render(template, number, on)


def _today() -> date:
    return dates.today(preferences.load().time_zone)
