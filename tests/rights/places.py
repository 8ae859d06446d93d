"""What do the addresses of the product lead to in tests? One item of each type for me and for a stranger, and around
them everything that an address or a form can name.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django import urls
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from segue.core import files, item_types, pipelines, records
from segue.core.models import (
    Attachment,
    CustomField,
    Department,
    FormView,
    Handover,
    Item,
    Job,
    Notice,
    Role,
    SavedView,
    TimelineEntry,
    User,
)
from segue.crm import catalogue, sellers
from segue.crm.models import Measure, Product, TaxRate
from segue.importers.models import Import
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.crm.conversion.steps import convert
from tests.rights import doors
from tests.rights.doors import Door
from tests.rights.oracle import Place, Thing
from tests.web.test_http import routes

VARIANTS = {"lead": "deal", "deal": "invoice", "estimate": "invoice"}
NOWHERE = 10**17  # an id that nothing has


@dataclass(frozen=True)
class Subject:
    """An item, and the keys of what belongs to it."""

    item: Item
    file: int
    entry: int
    conversion: int
    binned: int
    activity: int

    def elsewhere(self) -> "Subject":
        """The same with keys that nothing has."""
        return replace(
            self,
            item=Item(pk=NOWHERE, type=self.item.type),
            file=NOWHERE,
            entry=NOWHERE,
            conversion=NOWHERE,
            binned=NOWHERE,
            activity=NOWHERE,
        )


def _import(me: User) -> Import:
    """A file of deals on its way in."""
    blob = files.store(ContentFile(b"Name;Amount\nOne;5\n", name="deals.csv"))
    return Import.objects.create(
        actor=me, item_type="deal", blob=blob, file_name="deals.csv", mapping=["title", "amount"],
        notation={"kind": "csv", "encoding": "utf-8-sig", "separator": ";", "has_head": True},
    )  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Mine and the stranger's, by type; and the keys of settings, by name."""

    mine: dict[str, Subject]
    theirs: dict[str, Subject]
    keys: dict[str, Any]


def settle(me: User, stranger: User, admin: User) -> Places:
    """Make it all."""
    mine, theirs = ({code: subject(code, owner, admin) for code in builders.MAKERS} for owner in (me, stranger))
    reference = stored(admin, "crm", "REFERENCE", settings={"types": ["deal"]})
    listed = stored(admin, "list", "CHOICE", options=("North", "South"))
    stored(admin, "string", "PLAIN")
    pipelines.add("deal", {"en": "Wholesale", "de": "Großhandel"}, actor=admin)
    sellers.create({"title": "First seller"}, actor=admin)
    seller = sellers.create({"title": "Second seller"}, actor=admin)
    product = catalogue.save(
        Product(currency_id="EUR"),
        {"name": "Desk", "price": 1, "measure": Measure.objects.order_by("pk")[0]},
        actor=admin,
    )
    keys = {
        "reference": reference.pk,
        "person": stranger.pk,
        "department": Department.objects.create(name="Service").pk,
        "handover": Handover.objects.create(person=builders.person("Leaver"), to=me, actor=admin, total=0).pk,
        "role": Role.objects.create(code="other", labels={"en": "Other"}).pk,
        "field": listed.pk,
        "option": listed.options.order_by("pk")[0].pk,
        "product": product.pk,
        "seller": seller.pk,
        "measure": Measure.objects.order_by("-pk")[0].pk,
        "form_view": FormView.objects.create(item_type="lead", sections=[{"code": "about", "fields": ["comment"]}]).pk,
        "notice": Notice.objects.filter(person=me).earliest("pk").pk,
        "job": Job.objects.create(kind="forget_jobs", actor=me, next_at=timezone.now()).pk,
        "view": SavedView.objects.create(item_type="deal", name="Private", owner=admin).pk,
        "import": _import(me).pk,
        "rate": TaxRate.objects.order_by("sort", "pk")[0].pk,
    }
    return Places(mine, theirs, keys)


def subject(code: str, owner: User, admin: User) -> Subject:
    """An item of this owner with a file, a comment, a to-do and a conversion, and another one in the bin."""
    item, binned = (builders.MAKERS[code](admin, owner=owner, open_to_all=False) for _ in range(2))
    conversion = convert(item, "deal", admin).pk if code == "lead" else NOWHERE
    entry = TimelineEntry.objects.create(
        item=item, kind="comment", actor=owner, at=item.created_at, version=1, data={"text": "said"}
    )
    todo = builders.activity(admin, item)
    records.delete(binned, actor=admin)
    Item.objects.filter(pk=binned.pk).update(deleted_by=owner)
    return Subject(Item.objects.get(pk=item.pk), attach(item, owner), entry.pk, conversion, binned.pk, todo.pk)


def attach(item: Item, owner: User, name: str = "offer.txt") -> int:
    """Put a file on an item."""
    blob = files.store(ContentFile(f"{item.pk} {name}".encode(), name=name))
    return Attachment.objects.create(item=item, blob=blob, name=name, added_by=owner, added_at=item.created_at).pk


def reference_of(item_type: str) -> int:
    """The field of a type that may name items."""
    return CustomField.objects.get(item_type=item_type, code="REFERENCES").pk


def thing(of: Subject, owner: str) -> Thing:
    """The item as the oracle looks at it."""
    stage = of.item.stage
    place = Place(stage.pipeline.code, f"{stage.pipeline.code}/{stage.code}") if stage else Place()
    return Thing(of.item.type, owner, place)


@cache
def patterns() -> dict[str, URLPattern]:
    """Every named route of the product."""
    return {str(pattern.name): pattern for _route, pattern in routes(get_resolver().url_patterns)}


def address(name: str, door: Door, of: Subject, keys: dict[str, Any]) -> str:
    """Where a door is."""
    slug = item_types.of(of.item).slug
    named: dict[str, dict[str, Any]] = {
        "": {"slug": slug},
        doors.ITEM: {"slug": slug, "pk": of.item.pk},
        doors.FILE: {"pk": of.file, "name": "offer.txt"},
        doors.CONVERSION: {"pk": of.conversion},
        doors.COMMENTED: {"slug": slug, "pk": of.item.pk, "entry": of.entry},
        doors.ACTIVITY: {"slug": slug, "pk": of.item.pk, "activity": of.activity},
        doors.BINNED: {"pk": of.binned},
        doors.DRAFT: {},
    }
    fill = {"variant": VARIANTS.get(of.item.type, "")} | named[door.of] | filled(door.fill, keys)
    return reverse(name, fill)


def reverse(name: str, fill: dict[str, Any]) -> str:
    """Fill in an address with as much of this as it takes."""
    return urls.reverse(name, kwargs={each: fill[each] for each in patterns()[name].pattern.converters})


def form(door: Door, of: Subject) -> dict[str, str]:
    """What is sent there."""
    stages = {"lead": "JUNK", "deal": "PREPARATION", "estimate": "SENT", "invoice": "S"}
    values = {"stage": stages.get(of.item.type, ""), "version": str(of.item.version), "owner": str(of.item.owner_id)}
    draft = {"item_type": of.item.type, "item": str(of.item.pk)} if door.of == doors.DRAFT else {}
    return draft | filled(door.send, values)


def filled(texts: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Texts with the values they name."""
    return {name: text.format_map(values) if isinstance(text, str) else text for name, text in texts.items()}
