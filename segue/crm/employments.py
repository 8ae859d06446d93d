"""Which companies does a contact work for, and which contacts does a company have?"""

from collections.abc import Callable, Iterable
from typing import Any

from segue.core.models import Item
from segue.core.parts import Part
from segue.crm.models import Employment


def leave(company: Item) -> None:
    """Take a company from everybody who works there; where it was the primary one, the first that remains is."""
    jobs = Employment.objects.filter(company_id=company.pk)
    contacts = list(jobs.values_list("contact_id", flat=True))
    jobs.delete()
    _settle_primary(contacts, ())


def _part(name: str, own: str, other: str) -> Part:
    """Make the part that shows one side of the many-to-many as a tuple of ids; of a contact's, the first is primary."""

    def read(item: Item) -> tuple[int, ...]:
        rows = Employment.objects.filter(**{f"{own}_id": item.pk}).order_by("-is_primary", "sort", "pk")
        return tuple(rows.values_list(f"{other}_id", flat=True))

    def clean(_item: Item, value: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(value))

    return Part(name, read, clean, _writer(own, other, read), _facts)


def _writer(own: str, other: str, read: Callable[[Item], tuple[int, ...]]) -> Callable[[Item, tuple[int, ...]], None]:
    def write(item: Item, value: tuple[int, ...]) -> None:
        present = () if item.is_new else read(item)
        if set(present) - set(value):
            Employment.objects.filter(**{f"{own}_id": item.pk}).exclude(**{f"{other}_id__in": value}).delete()
        for sort, pk in enumerate(value, 1):
            if pk not in present:
                Employment.objects.create(**{f"{own}_id": item.pk, f"{other}_id": pk, "sort": sort * 10})
        if own == "contact":
            _settle_primary((item.pk,), value)
        else:
            _settle_primary({*present, *value}, ())

    return write


def _settle_primary(contacts: Iterable[int], wanted: tuple[int, ...]) -> None:
    """Give every contact exactly one primary company: the first named, else the first there is."""
    for contact in contacts:
        rows = list(Employment.objects.filter(contact_id=contact).order_by("-is_primary", "sort", "pk"))
        if not rows:
            continue
        chosen = next((row for row in rows if wanted and row.company_id == wanted[0]), rows[0])
        Employment.objects.filter(contact_id=contact, is_primary=True).exclude(pk=chosen.pk).update(is_primary=False)
        Employment.objects.filter(pk=chosen.pk).update(is_primary=True)


def _facts(value: tuple[int, ...]) -> list[dict[str, Any]]:
    titles = dict(Item.objects.filter(pk__in=value).values_list("pk", "title")) if value else {}
    return [{"id": pk, "label": titles.get(pk, "")} for pk in value]


COMPANIES = _part("companies", "contact", "company")
CONTACTS = _part("contacts", "company", "contact")
