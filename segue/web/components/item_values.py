"""How do the fields and parts of an item read? What c-fields takes: label and value, or several lines, with links."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import form_views, item_types
from segue.core.custom_fields import definitions
from segue.core.models import CustomField, Item, User
from segue.crm.billing import Billing
from segue.crm.models import BillingDetails, ContactPoint, ProductRow
from segue.crm.models.contact_point import EMAIL, KIND_NAMES, PHONE, WEB
from segue.crm.types import ADDRESS
from segue.lib import phones
from segue.web.components import custom_values, names, values
from segue.web.components.communications_editor import LABEL_NAMES
from segue.web.components.names import Name

Shown = dict[str, Any]  # what c-fields takes
RICH_TEXT = ("comment", "content", "terms")
BACK_REFERENCES = ("lead", "deal", "estimate")


def show(item: Item, name: str, reader: User) -> Shown:
    """Show one field or part of an item; for several of them, `Values` reads what they share once."""
    return Values(item, reader).show(name)


class Values:
    """The fields and parts of one item, for one reader. The item comes with the columns of its type."""

    def __init__(self, item: Any, reader: User) -> None:
        self.item, self.reader = item, reader
        self.item_type = item_types.of(item)

    def show(self, name: str) -> Shown:
        """Say how a field or part reads; a Shown without value, lines and html is empty."""
        return {"label": self.item_type.field_label(name)} | _writer(self, name)(self, name)

    def fields(self, name: str) -> list[Shown]:
        """Say how a field reads where it stands among others: ways to reach somebody by kind, an address as one."""
        if name == "communications":
            return [{"label": KIND_NAMES[kind], "lines": lines} for kind, lines in self.points[self.item.pk].items()]
        return [] if name in ADDRESS[1:] else [self.show(name)]

    @cached_property
    def custom(self) -> list[tuple[CustomField, Shown]]:
        """How the fields of the company's own read, those that the reader may see, in the order of the form."""
        fields = definitions.seen_by(self.reader, definitions.of_type(self.item.type)).values()
        pairs = [(field, self.item.custom.get(field.code)) for field in fields]
        named = custom_values.known(pairs, self.reader)
        return [(field, custom_values.shown(field, value, self.reader, named)) for field, value in pairs]

    @cached_property
    def arrangement(self) -> form_views.Arrangement:
        """Where the fields stand for the reader."""
        return form_views.of_item(self.item, self.reader, {field.code: field for field, _shown in self.custom})

    @cached_property
    def row_count(self) -> int:
        """How many product rows it has."""
        return ProductRow.objects.filter(item_id=self.item.pk).count()

    def read(self, part: str) -> Any:
        """Return the value of a part, read once."""
        if part not in self._parts:
            its = self.item_type
            self._parts[part] = its.part(part).read(self.item) if its.has(part) else None
        return self._parts[part]

    @cached_property
    def _parts(self) -> dict[str, Any]:
        return {}

    @cached_property
    def names(self) -> dict[int, Name]:
        """Every item that this one names, as this reader sees it."""
        ids = [getattr(self.item, f"{name}_id", None) for name in (*BACK_REFERENCES, "my_company")]
        client = self.read("client")
        ids += [client.company, *client.contacts] if client else []
        ids += self.read("companies") or ()
        ids += self.read("contacts") or ()
        return names.of(ids, self.reader)

    @cached_property
    def points(self) -> dict[int, dict[str, list[Shown]]]:
        """The ways to reach it, and of its client whom the reader sees, by item and kind."""
        own = [self.item.pk] if self.item_type.has("communications") else []
        seen = [*own, *(name.item.pk for name in self.client if name.item)]
        found: dict[int, dict[str, list[Shown]]] = {pk: {kind: [] for kind in KIND_NAMES} for pk in seen}
        for point in ContactPoint.objects.filter(item_id__in=seen).order_by("sort", "pk") if seen else ():
            found[point.item_id][point.kind].append(_point(point))
        return found

    @property
    def client(self) -> list[Name]:
        """The company, then the contacts, the primary one first."""
        value = self.read("client")
        if not value:
            return []
        people = sorted(value.contacts, key=lambda pk: pk != value.primary)
        return [self.names[pk] for pk in (value.company, *people) if pk]

    @property
    def reach(self) -> list[Shown]:
        """The first phone to call and the first e-mail to write to: its own, else a contact's before the firm's."""
        own, people = self.points.get(self.item.pk), [name.item for name in self.client if name.item]
        people.sort(key=lambda item: item.type != "contact")
        asked = [own] if own else [self.points[item.pk] for item in people]
        lines = {kind: [line for each in asked for line in each[kind] if line.get("href")] for kind in (PHONE, EMAIL)}
        icons = {PHONE: "phone", EMAIL: "mail"}
        return [
            {"text": found[0]["value"], "href": found[0]["href"], "icon": icons[kind]}
            for kind, found in lines.items()
            if found
        ]


Writer = Callable[[Values, str], Shown]


def _writer(its: Values, name: str) -> Writer:
    if name in _BY_NAME:
        return _BY_NAME[name]
    column = its.item_type.model._meta.get_field(name)
    return next(writer for kind, writer in _BY_COLUMN if isinstance(column, kind))


def _text(its: Values, name: str) -> Shown:
    return {"value": str(getattr(its.item, name)), "wide": isinstance(_column(its, name), models.TextField)}


def _column(its: Values, name: str) -> Any:
    return its.item_type.model._meta.get_field(name)


def _rich(its: Values, name: str) -> Shown:
    text = getattr(its.item, name)
    return {"value": "", "html": values.rich(text) if text.strip() else "", "wide": True}


def _money(its: Values, name: str) -> Shown:
    sum_ = getattr(its.item, name)
    return {"value": values.amount(sum_, its.item.currency) if sum_ else "", "amount": True}


def _currency(its: Values, name: str) -> Shown:
    return {"value": ""}  # stands with the amount


def _probability(its: Values, name: str) -> Shown:
    share = getattr(its.item, name)
    return {"value": "" if share is None else values.percent(Decimal(share))}


def _switch(its: Values, name: str) -> Shown:
    return {"value": values.yes_no(getattr(its.item, name))}


def _day(its: Values, name: str) -> Shown:
    return {"value": values.day(getattr(its.item, name))}


def _instant(its: Values, name: str) -> Shown:
    return {"value": values.instant(getattr(its.item, name))}


def _plain_number(its: Values, name: str) -> Shown:
    found = getattr(its.item, name)
    return {"value": "" if found is None else values.number(Decimal(found))}


def _reference(its: Values, name: str) -> Shown:
    """A directory value, a user or a currency by its label; another item by its name."""
    pk = getattr(its.item, f"{name}_id")
    if pk is None:
        return {"value": ""}
    if not issubclass(_column(its, name).related_model, Item):
        return {"value": str(getattr(its.item, name))}
    return {"lines": [its.names[pk].line]}


def _seller(its: Values, name: str) -> Shown:
    """Our own company is named to everyone: it stands on every paper."""
    seller = its.item.my_company
    if seller is None:
        return {"value": ""}
    return {"value": seller.title, "href": its.names[seller.pk].href}


def _client(its: Values, name: str) -> Shown:
    """Company and contacts, each with the phones and e-mails by which they are reached."""
    found = its.client
    heads = [dict(each.line) for each in found]
    primary = its.read("client").primary
    if primary and len(its.read("client").contacts) > 1:
        at = 1 if its.read("client").company else 0
        heads[at] |= {"note": heads[at]["note"] or _("primary contact")}
    lines: list[Shown] = []
    for party, head in zip(found, heads, strict=True):
        reached = its.points[party.item.pk] if party.item else {}
        lines += [head, *(line | {"under": True} for kind in (PHONE, EMAIL) for line in reached.get(kind, ()))]
    return {"lines": lines}


def _others(its: Values, name: str) -> Shown:
    return {"lines": [its.names[pk].line for pk in its.read(name)]}


def _observers(its: Values, name: str) -> Shown:
    people = User.objects.filter(pk__in=its.read(name)) if its.read(name) else []
    return {"lines": [{"value": person.name} for person in people]}


def _files(its: Values, name: str) -> Shown:
    files = its.read(name)
    return {"lines": [{"value": file.name, "href": reverse("file", args=[file.id, file.name])} for file in files]}


def _communications(its: Values, name: str) -> Shown:
    return {"lines": [line for lines in its.points[its.item.pk].values() for line in lines]}


def _point(point: ContactPoint) -> Shown:
    """One way to reach somebody; who must not be contacted gets no link."""
    text = phones.display(point.e164) if point.e164 else point.value
    label = str(LABEL_NAMES.get(point.label, point.label))
    if point.do_not_contact:
        return {"value": text, "note": " · ".join((label, _("do not contact")))}
    link = _LINKS.get(point.kind)
    return {"value": text, "note": label, "href": link(point) if link else ""}


_LINKS: dict[str, Callable[[ContactPoint], str]] = {
    PHONE: lambda point: f"tel:{point.e164}" if point.e164 else "",
    EMAIL: lambda point: f"mailto:{point.value}",
    WEB: lambda point: point.value if point.value.startswith(("http://", "https://")) else "",
}


def _billing(its: Values, name: str) -> Shown:
    block: Billing = its.read(name)
    lines = []
    for each, text in vars(block).items():
        label = BillingDetails._meta.get_field(each).verbose_name  # type: ignore[union-attr]
        lines += [{"value": text, "note": str(label)}] if text else []
    return {"lines": lines}


def _address(its: Values, name: str) -> Shown:
    return {"lines": [{"value": line} for line in values.address(its.item)]}


_BY_NAME: dict[str, Writer] = {
    "address": _address,
    "amount": _money,
    "revenue": _money,
    "currency": _currency,
    "probability": _probability,
    "client": _client,
    "my_company": _seller,
    "companies": _others,
    "contacts": _others,
    "observers": _observers,
    "files": _files,
    "communications": _communications,
    "billing": _billing,
    **dict.fromkeys(RICH_TEXT, _rich),
}
_BY_COLUMN: Iterable[tuple[Any, Writer]] = (
    (models.ForeignKey, _reference),
    (models.BooleanField, _switch),
    (models.DateTimeField, _instant),
    (models.DateField, _day),
    (models.DecimalField, _plain_number),
    (models.IntegerField, _plain_number),
    (models.Field, _text),
)
