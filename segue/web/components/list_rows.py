"""How does an item read as a row of a list: its cells, and what one may do with it?

Whatever a column needs beyond the item itself is read once for the whole page, never once per row.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.models import Item, User
from segue.crm.models import Client, Company, ContactPoint, Employment, Lead
from segue.crm.models.contact_point import EMAIL, PHONE
from segue.lib import dates, formats, phones
from segue.web import http

Cell = dict[str, Any]
Name = dict[str, Any]  # text, and href where the reader may open it


class Beside:
    """What the rows of one page show beyond the items themselves, for one reader."""

    def __init__(self, items: Sequence[Item], reader: User) -> None:
        self.reader = reader
        self.ids = [item.pk for item in items]
        self.zone = timezone.get_current_timezone_name()
        self.language = get_language() or "en"
        self.today = dates.today(self.zone)

    @cached_property
    def clients(self) -> dict[int, list[Name]]:
        """The company, then the primary contact of each item; those in the recycle bin are left out."""
        rows = Client.objects.filter(item_id__in=self.ids, company__deleted_at=None, contact__deleted_at=None)
        rows = rows.exclude(contact__isnull=False, is_primary=False).order_by("item", "sort", "pk")
        return self._named(rows.values_list("item_id", "company_id", "contact_id"))

    @cached_property
    def employers(self) -> dict[int, list[Name]]:
        """The companies of each contact, the primary one first."""
        rows = Employment.objects.filter(contact_id__in=self.ids, company__deleted_at=None)
        return self._named(
            rows.order_by("contact", "-is_primary", "sort", "pk").values_list("contact_id", "company_id")
        )

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
    def editable(self) -> set[int]:
        """The items the reader may edit."""
        return self._permitting("edit")

    @cached_property
    def deletable(self) -> set[int]:
        """The items the reader may delete."""
        return self._permitting("delete")

    def _permitting(self, action: str) -> set[int]:
        if self.reader.is_admin:
            return set(self.ids)
        permitted = Item.objects.filter(pk__in=self.ids).permitting(action, self.reader)
        return set(permitted.values_list("pk", flat=True))

    def _named(self, pairs: Iterable[tuple[int | None, ...]]) -> dict[int, list[Name]]:
        """Group (item, its others ...) by item, each other with the name this reader may see."""
        found = [(pair[0], next(filter(None, pair[1:]))) for pair in pairs]
        others = Item.objects.filter(pk__in={pk for _item, pk in found}).visible_to(self.reader).only("type", "title")
        names = {item.pk: {"text": item_types.name(item), "href": http.address(item)} for item in others}
        grouped: dict[int, list[Name]] = {}
        for item_id, pk in found:
            grouped.setdefault(item_id or 0, []).append(names.get(pk, {"text": _("Hidden item")}))
        return grouped


def rows(items: Sequence[Item], cells: Sequence[tuple[str, str]], *, reader: User) -> list[dict[str, Any]]:
    """Describe items as c-list-table takes them; `cells` names each column's cell and role."""
    beside = Beside(items, reader)
    return [
        {
            "cells": [{"role": role} | CELLS[name](item, beside) for name, role in cells],
            "label": item_types.name(item),
            "menu": _menu(item, beside),
        }
        for item in items
    ]


def _menu(item: Item, beside: Beside) -> list[dict[str, Any]]:
    home = http.address(item)
    menu = [{"label": _("View"), "icon": "view", "href": home}]
    if item.pk in beside.editable:
        menu.append({"label": _("Edit"), "icon": "edit", "href": f"{home}edit/"})
    if item.pk in beside.deletable:
        menu.append({"label": _("Delete"), "icon": "bin", "href": f"{home}delete/"})
    return menu


def _title(item: Item, beside: Beside) -> Cell:
    return {"text": item_types.name(item), "href": http.address(item), "note": item.number}


def _stage(item: Item, beside: Beside) -> Cell:
    return {"text": str(item.stage), "hue": item.stage.colour} if item.stage else {"text": ""}


def _amount(item: Item, beside: Beside) -> Cell:
    currency = item.currency
    style = formats.amount_format(
        currency.code,
        beside.language,
        pattern=currency.patterns.get(beside.language, ""),
        decimals=currency.decimals,
        hide_zero_decimals=currency.hide_zero_decimals,
    )
    return {"text": formats.amount(item.amount, style)}


def _client(item: Item, beside: Beside) -> Cell:
    names = beside.clients.get(item.pk) or []
    if names:
        return names[0] | {"note": " · ".join(name["text"] for name in names[1:])}
    return _typed_client(beside.leads[item.pk]) if item.type == "lead" else {"text": ""}


def _typed_client(lead: Lead) -> Cell:
    """A lead's person and firm are typed into it; they are no items yet."""
    person = " ".join(filter(None, (lead.first_name, lead.last_name)))
    return {"text": lead.company_name or person, "note": person if lead.company_name else ""}


def _owner(item: Item, beside: Beside) -> Cell:
    return {"text": item.owner.name}


def _employer(item: Item, beside: Beside) -> Cell:
    names = beside.employers.get(item.pk) or [{"text": ""}]
    return names[0]


def _phone(item: Item, beside: Beside) -> Cell:
    point = beside.reach.get((item.pk, PHONE))
    if point is None:
        return {"text": ""}
    text = phones.display(point.e164) if point.e164 else point.value
    return {"text": text, "href": "" if point.do_not_contact or not point.e164 else f"tel:{point.e164}"}


def _email(item: Item, beside: Beside) -> Cell:
    point = beside.reach.get((item.pk, EMAIL))
    if point is None:
        return {"text": ""}
    return {"text": point.value, "href": "" if point.do_not_contact else f"mailto:{point.value}"}


def _company_type(item: Item, beside: Beside) -> Cell:
    return {"text": str(beside.companies[item.pk].company_type or "")}


def _due(item: Item, beside: Beside) -> Cell:
    return _deadline(item, item.due_on, beside)


def _valid(item: Item, beside: Beside) -> Cell:
    return _deadline(item, item.valid_until, beside)


def _deadline(item: Item, day: date | None, beside: Beside) -> Cell:
    """Overdue is what should have happened before the reader's today and is still open (domain.md 9.2)."""
    if day is None:
        return {"text": ""}
    cell: Cell = {"text": dates.format_day(day, beside.language)}
    is_open = item.stage is not None and not item.stage.is_final
    return cell | {"hue": "red", "note": _("Overdue")} if is_open and day < beside.today else cell


def _when(instant: datetime, beside: Beside) -> Cell:
    """Say the time of today's events and the day of others."""
    day = dates.today(beside.zone, now=instant)
    if day == beside.today:
        return {"text": dates.format_time(instant, beside.zone, beside.language)}
    return {"text": dates.format_day(day, beside.language)}


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
}
