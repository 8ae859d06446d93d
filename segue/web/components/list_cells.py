"""How does each cell of a list read?

Whatever a column needs beyond the item itself is read once for the whole page, never once per row.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core import item_types, permissions
from segue.core.custom_fields.definitions import Fields
from segue.core.custom_fields.expressions import Aside
from segue.core.models import CustomField, Item, User
from segue.crm.models import Client, Company, ContactPoint, Employment, Lead
from segue.crm.models.contact_point import EMAIL, PHONE
from segue.lib import dates, phones
from segue.web import http
from segue.web.components import custom_values, names, values
from segue.web.components.names import Name

Cell = dict[str, Any]
EMPTY: Cell = {"text": ""}
# What a cell may lack; a template that asks a dictionary for what is not there waits longer than for all that is.
BLANK: Cell = {"role": "", "label": "", "hue": "", "href": "", "note": ""}
LONGEST_TEXT = 200  # a cell shows the beginning of a long text


class Beside:
    """What the rows of one page show beyond the items themselves, for one reader."""

    def __init__(self, items: Sequence[Item], reader: User, fields: Fields | None = None) -> None:
        self.reader, self.items, self.fields = reader, items, fields or {}
        self.ids = [item.pk for item in items]
        self.zone = timezone.get_current_timezone_name()
        self.today = dates.today(self.zone)

    @cached_property
    def clients(self) -> dict[int, list[Name]]:
        """The company, then the primary contact of each item."""
        rows = Client.objects.filter(item_id__in=self.ids).exclude(contact__isnull=False, is_primary=False)
        rows = rows.order_by("item", F("company").asc(nulls_last=True))
        pairs = rows.values_list("item_id", "company_id", "contact_id")
        return self._named((item, company or contact) for item, company, contact in pairs)

    @cached_property
    def employers(self) -> dict[int, list[Name]]:
        """The companies of each contact, the primary one first."""
        rows = Employment.objects.filter(contact_id__in=self.ids).order_by("contact", "-is_primary", "sort", "pk")
        return self._named(rows.values_list("contact_id", "company_id"))

    @cached_property
    def reach(self) -> dict[tuple[int, str], ContactPoint]:
        """The first phone and the first e-mail of each item."""
        points = ContactPoint.objects.filter(item_id__in=self.ids, kind__in=(PHONE, EMAIL)).order_by("-sort", "-pk")
        return {(point.item_id, point.kind): point for point in points}

    @cached_property
    def leads(self) -> dict[int, Lead]:
        """The leads with the names that were typed into them."""
        return Lead.objects.in_bulk(self.ids)

    @cached_property
    def companies(self) -> dict[int, Company]:
        """The companies with their type."""
        return Company.objects.select_related("company_type").in_bulk(self.ids)

    @cached_property
    def named(self) -> custom_values.Known:
        """The people and items that custom values name."""
        pairs = [(field, item.custom.get(code)) for item in self.items for code, field in self.fields.items()]
        return custom_values.known(pairs, self.reader)

    def permitting(self, action: str) -> set[int]:
        """The items the reader may do this to; that they may read them, they would not stand on the page otherwise."""
        if self.reader.is_admin:
            return set(self.ids)
        # Aside, or SQLite would look through all items of the type for these few.
        permitted = Item.objects.alive().filter(Q(Aside(permissions.rule(self.reader, action))), pk__in=self.ids)
        return set(permitted.values_list("pk", flat=True))

    def _named(self, pairs: Iterable[tuple[int, int | None]]) -> dict[int, list[Name]]:
        """Group (item, another item) by the first, the other with the name this reader may see."""
        found = [(item, other) for item, other in pairs if other]
        named = names.of([other for _item, other in found], self.reader)
        grouped: dict[int, list[Name]] = {}
        for item, other in found:
            grouped.setdefault(item, []).append(named[other])
        return grouped


def _title(item: Item, beside: Beside) -> Cell:
    return {"text": item_types.name(item), "href": http.address(item), "note": item.number}


def _stage(item: Item, beside: Beside) -> Cell:
    return {"text": str(item.stage), "hue": item.stage.colour} if item.stage else EMPTY


def _amount(item: Item, beside: Beside) -> Cell:
    return {"text": values.amount(item.amount, item.currency)}


def _client(item: Item, beside: Beside) -> Cell:
    found = beside.clients.get(item.pk)
    if not found:
        return _typed_client(beside.leads[item.pk]) if item.type == "lead" else EMPTY
    first, *others = dict.fromkeys(name for name in found)
    return _name(first) | {"note": " · ".join(name.text for name in others)}


def _typed_client(lead: Lead) -> Cell:
    """A lead's person and firm are typed into it; they are no items yet."""
    person = " ".join(filter(None, (lead.first_name, lead.last_name)))
    return {"text": lead.company_name or person, "note": person if lead.company_name else ""}


def _name(name: Name) -> Cell:
    return {"text": name.text, "href": name.href}


def _owner(item: Item, beside: Beside) -> Cell:
    return {"text": item.owner.name}


def _employer(item: Item, beside: Beside) -> Cell:
    found = beside.employers.get(item.pk)
    return _name(found[0]) if found else EMPTY


def _phone(item: Item, beside: Beside) -> Cell:
    point = beside.reach.get((item.pk, PHONE))
    if point is None:
        return EMPTY
    text = phones.display(point.e164) if point.e164 else point.value
    return {"text": text, "href": f"tel:{point.e164}" if point.e164 and not point.do_not_contact else ""}


def _email(item: Item, beside: Beside) -> Cell:
    point = beside.reach.get((item.pk, EMAIL))
    if point is None:
        return EMPTY
    return {"text": point.value, "href": "" if point.do_not_contact else f"mailto:{point.value}"}


def _company_type(item: Item, beside: Beside) -> Cell:
    return {"text": str(beside.companies[item.pk].company_type or "")}


def _due(item: Item, beside: Beside) -> Cell:
    return _deadline(item, item.due_on, beside) if item.type == "invoice" else {"text": values.day(item.due_on)}


def _valid(item: Item, beside: Beside) -> Cell:
    return _deadline(item, item.valid_until, beside)


def _deadline(item: Item, day: date | None, beside: Beside) -> Cell:
    """Overdue is what should have happened before the reader's today and is still open (domain.md 9.2)."""
    is_open = item.stage is not None and not item.stage.is_final
    overdue = {"hue": "red", "note": _("Overdue")} if is_open and day and day < beside.today else {}
    return {"text": values.day(day)} | overdue


def _when(instant: datetime | None, beside: Beside) -> Cell:
    """Say the time of today's events and the day of others."""
    if instant is None:
        return EMPTY
    day = dates.today(beside.zone, now=instant)
    if day == beside.today:
        return {"text": dates.format_time(instant, beside.zone, values.language())}
    return {"text": values.day(day)}


def custom(item: Item, field: CustomField, beside: Beside) -> Cell:
    """Say what an item holds under a custom field, and which one it is, for the phone, where a list has no head."""
    text = custom_values.plain(field, item.custom.get(field.code), beside.reader, beside.named)
    return {"text": text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…", "label": field.list_label}


CELLS: dict[str, Callable[[Item, Beside], Cell]] = {
    "title": _title,
    "stage": _stage,
    "amount": _amount,
    "client": _client,
    "owner": _owner,
    "employer": _employer,
    "phone": _phone,
    "email": _email,
    "company_type": _company_type,
    "due_on": _due,
    "valid_until": _valid,
    "last_activity_at": lambda item, beside: _when(item.last_activity_at, beside),
    "created_at": lambda item, beside: _when(item.created_at, beside),
    "deleted_at": lambda item, beside: _when(item.deleted_at, beside),
    "deleted_by": lambda item, beside: {"text": item.deleted_by.name if item.deleted_by else ""},
    "type": lambda item, beside: {"text": str(item_types.of(item).label)},
    "gone": lambda item, beside: {"text": item_types.name(item), "note": item.number},
}
