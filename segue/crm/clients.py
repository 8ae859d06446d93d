"""Which company and contacts is an item for? One value: at most one company, contacts in order, one of them primary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from segue.core import tables
from segue.core.models import Item
from segue.core.parts import Part
from segue.core.prepared import prepared
from segue.crm.models import Client, Employment


@dataclass(frozen=True)
class Clients:
    """Ids of the company and the contacts; the primary contact is one of them, the first when none is named."""

    company: int | None = None
    contacts: tuple[int, ...] = ()
    primary: int | None = None

    def __bool__(self) -> bool:
        return self.company is not None or bool(self.contacts)

    @property
    def ids(self) -> set[int]:
        """Return the company and the contacts, as items."""
        return {*self.contacts, *([self.company] if self.company else [])}


NOBODY = Clients()


def read(item: Item) -> Clients:
    """Return the client of an item; entries whose contact or company lies in the recycle bin included."""
    company, contacts, primary = None, [], None
    for company_id, contact_id, is_primary in _entries(item.pk):
        company = company_id or company
        if contact_id:
            contacts.append(contact_id)
            primary = contact_id if is_primary else primary
    return Clients(company, tuple(contacts), primary)


@prepared
def _entries(item_id: int) -> QuerySet[Client, tuple[int | None, int | None, bool]]:
    rows = Client.objects.filter(item_id=item_id).order_by("sort", "pk")
    return rows.values_list("company_id", "contact_id", "is_primary")


def clean(_item: Item, value: Clients) -> Clients:
    """Name a primary contact where none is."""
    contacts = tuple(dict.fromkeys(value.contacts))
    primary = value.primary if value.primary in contacts else next(iter(contacts), None)
    return Clients(value.company, contacts, primary)


def write(item: Item, value: Clients) -> None:
    """Make the item's client exactly this."""
    if not item.is_new:
        Client.objects.filter(item_id=item.pk).delete()
    blank = {"item_id": item.pk, "company_id": None, "contact_id": None, "sort": 10, "is_primary": False}
    rows = [blank | {"company_id": value.company}] if value.company else []
    rows += [
        blank | {"contact_id": contact, "sort": index * 10, "is_primary": contact == value.primary}
        for index, contact in enumerate(value.contacts, 1)
    ]
    tables.insert_values(Client, rows)


def leave(contact: Item) -> None:
    """Take a contact out of every client; where it was the primary one, the first who remains is (domain.md 2.10)."""
    places = Client.objects.filter(contact_id=contact.pk)
    orphaned = list(places.filter(is_primary=True).values_list("item_id", flat=True))
    places.delete()
    others = Client.objects.filter(item_id__in=orphaned, contact__isnull=False).order_by("item_id", "-sort", "-pk")
    first = dict(others.values_list("item_id", "pk"))  # the last of each item wins: the first in its order
    Client.objects.filter(pk__in=first.values()).update(is_primary=True)


def employ(contact_id: int, company_id: int) -> bool:
    """Add a company to a contact's companies, primary if it is the first; say whether anything was added."""
    present = list(Employment.objects.filter(contact_id=contact_id).values_list("company_id", "is_primary"))
    if company_id in [company for company, _primary in present]:
        return False
    Employment.objects.create(
        contact_id=contact_id,
        company_id=company_id,
        sort=(len(present) + 1) * 10,
        is_primary=not any(primary for _company, primary in present),
    )
    return True


def _facts(value: Clients) -> dict[str, Any]:
    titles = _titles([value.company, *value.contacts])
    return {
        "company": titles.get(value.company) if value.company else None,
        "contacts": [titles[pk] for pk in value.contacts if pk in titles],
        "primary": value.primary,
    }


def ids_told(fact: Mapping[str, Any]) -> set[int]:
    """Return whom a fact of the history names, as items."""
    return {each["id"] for each in (fact["company"], *fact["contacts"]) if each}


def _titles(ids: list[int | None]) -> dict[int | None, dict[str, Any]]:
    wanted = [pk for pk in ids if pk]
    if not wanted:
        return {}
    rows = Item.objects.filter(pk__in=wanted).values_list("pk", "title")
    return {pk: {"id": pk, "label": title} for pk, title in rows}


PART = Part("client", read, clean, write, _facts, empty=NOBODY, ahead=_entries)
