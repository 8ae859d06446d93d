"""Which columns can a file of items have that comes in, and a template for one? What exports hold, `columns` says.

A column is called by the field it holds; what a field of the form keeps in several places (communications, client,
rows, billing details) has a column for each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType, Text
from segue.core.models import CustomField
from segue.crm.billing import NAMES as BILLING
from segue.crm.models import BillingDetails
from segue.lib.text import search_form

SEVERAL = ";"  # parts several values of one cell
LANGUAGES = ("en", "de")


@dataclass(frozen=True)
class Column:
    """A column: the name of what it holds, its heading, and what else such a column is often called.

    `only`: "out" for what a file tells and nobody can set, "in" for what is written in another column when it leaves.
    `part` is the part of the item that it belongs to, and `field` the custom field it holds.
    """

    name: str
    label: Text
    other: tuple[str, ...] = ()
    only: str = ""
    part: str = ""
    field: CustomField | None = None

    @property
    def headings(self) -> set[str]:
        """What a file may call it: its name, and its heading in every language, without case and accents."""
        found = {self.name, self.name.replace("_", " ")}
        if self.field is not None:
            found |= {self.field.code, *self.field.labels.values(), *self.field.list_labels.values()}
        for language in LANGUAGES:
            with override(language):
                found.add(str(self.label))
        return _compared(found)

    @property
    def aliases(self) -> set[str]:
        """What it is often called elsewhere; any heading of another column goes before."""
        return _compared(self.other)


def _compared(headings: Iterable[str]) -> set[str]:
    return {search_form(each) for each in headings if each}


COMMUNICATIONS = (
    Column(
        "phone", _("Phone"), ("tel", "telephone", "telefonnummer", "phone number", "work phone"), part="communications"
    ),
    Column(
        "phone_mobile", _("Mobile phone"), ("mobile", "cell", "handy", "mobil", "mobilnummer"), "in", "communications"
    ),
    Column("phone_home", _("Home phone"), ("private phone", "telefon privat"), "in", "communications"),
    Column("phone_fax", _("Fax"), ("fax number", "telefax"), "in", "communications"),
    Column("email", _("E-mail"), ("email", "mail", "e mail", "email address", "mailadresse"), part="communications"),
    Column("email_home", _("Private e-mail"), ("home email", "email privat"), "in", "communications"),
    Column("web", _("Website"), ("url", "homepage", "webseite", "internet"), part="communications"),
    Column("messenger", _("Messenger"), (), part="communications"),
)
ROWS = (
    Column("row_name", _("Product"), ("product name", "produktname", "artikel"), part="rows"),
    Column("row_product", _("Product code"), ("sku", "artikelnummer", "produktcode"), part="rows"),
    Column("row_quantity", _("Quantity"), ("qty", "anzahl"), part="rows"),
    Column("row_measure", _("Unit"), (), part="rows"),
    Column("row_price", pgettext_lazy("of one unit", "Unit price"), ("price", "einzelpreis", "preis"), part="rows"),
    Column("row_tax_included", _("Price includes tax"), (), part="rows"),
    Column("row_discount", _("Discount in %"), ("discount", "rabatt"), part="rows"),
    Column("row_tax_rate", _("Tax rate in %"), ("vat", "vat rate", "tax rate", "mwst", "ust"), part="rows"),
)
CLIENT = (
    Column("client", _("Client"), ("customer", "kunde"), "in", "client"),
    Column(
        "client_company", _("Client: company"), ("client company", "company", "firma", "unternehmen"), part="client"
    ),
    Column("client_contacts", _("Client: contacts"), ("client contact", "contact", "kontakt"), part="client"),
)
PARTS: dict[str, tuple[Column, ...]] = {"communications": COMMUNICATIONS, "client": CLIENT, "rows": ROWS, "files": ()}
NAMES: dict[str, tuple[str, ...]] = {
    "first_name": ("first", "given name", "rufname"),
    "last_name": ("last", "surname", "family name", "familienname"),
    "company_name": ("company", "firma", "organisation", "organization"),
    "companies": ("company", "firma", "employer", "arbeitgeber"),
    "postal_code": ("zip", "zip code", "postcode", "plz"),
    "city": ("town", "ort"),
    "address": ("street", "strasse", "straße"),
    "country": ("land",),
    "owner": ("owner", "assigned to", "responsible", "verantwortlich", "zuständig"),
    "position": ("job title", "funktion", "title"),
    "comment": ("comments", "note", "notes", "notiz", "bemerkung"),
    "title": ("name", "subject", "betreff"),
    "amount": ("value", "wert", "sum", "summe", "total"),
    "birth_on": ("birthday", "birth date", "geburtstag"),
    "source": ("lead source", "herkunft"),
}
ID = Column("id", _("ID"), ("number of the record", "record id"))
CREATED_AT = Column("created_at", _("Created"), ("created at", "create date", "erstellt am", "date created"))
CREATED_FROM = Column("created_from", _("Created from"), (), "in")
ORIGIN = (
    Column("originator", _("External system"), ("origin", "herkunftssystem")),
    Column("origin_id", _("External id"), ("external id", "externe id", "external key")),
)
REFERENCES = {"deal": ("lead", "estimate"), "estimate": ("lead", "deal"), "invoice": ("deal", "estimate")}


def columns(item_type: ItemType, fields: Fields) -> tuple[Column, ...]:
    """List the columns of a type in the order of its form; `fields` are the custom fields that the person may see."""
    return tuple({column.name: column for column in _columns(item_type, fields)}.values())


def leaving(item_type: ItemType, fields: Fields) -> list[Column]:
    """List the columns that a file has which holds everything."""
    return [column for column in columns(item_type, fields) if column.only != "in"]


def _columns(item_type: ItemType, fields: Fields) -> Iterator[Column]:
    yield ID
    for name in item_type.fields:
        yield from _of_field(item_type, name)
        if name == "title" and item_type.has_stages:
            yield from _of_stage(item_type)
    yield from _of_columns(item_type, REFERENCES.get(item_type.code, ()))
    apart = [part.name for part in item_type.parts if part.name not in item_type.fields]
    for name in apart:
        yield from _of_field(item_type, name)
    yield from _of_custom(fields.values())
    yield from (CREATED_AT, CREATED_FROM, *ORIGIN)


def _of_field(item_type: ItemType, name: str) -> Iterator[Column]:
    if not item_type.has(name):
        yield Column(name, item_type.field_label(name), NAMES.get(name, ()))
        if name == "amount" and item_type.has("rows"):
            yield Column("amount_is_manual", item_type.field_label("amount_is_manual"))
    elif name == "billing":
        for line in BILLING:
            own = BillingDetails._meta.get_field(line).verbose_name  # type: ignore[union-attr]
            yield Column(f"billing_{line}", format_lazy("{}: {}", _("Billing details"), own), part="billing")
    elif name in PARTS:
        yield from PARTS[name]
    else:
        yield Column(name, item_type.field_label(name), NAMES.get(name, ()), part=name)


def _of_stage(item_type: ItemType) -> Iterator[Column]:
    if item_type.pipelines == "many":
        yield Column("pipeline", item_type.field_label("pipeline"))
    yield Column("stage", item_type.field_label("stage"), ("status",))


def _of_columns(item_type: ItemType, names: Iterable[str]) -> Iterator[Column]:
    for name in names:
        yield Column(name, item_type.field_label(name))


def _of_custom(fields: Iterable[CustomField]) -> Iterator[Column]:
    for field in fields:
        if field.kind != "file":
            yield Column(field.code, field.list_label, field=field)
