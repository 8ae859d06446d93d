"""Is everything in the business's tables as it must be, where SQL alone cannot say so?"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from segue.core import currencies, item_types, verify
from segue.core.custom_fields import stored
from segue.core.custom_fields.definitions import Fields, of_type
from segue.core.item_types import ItemType
from segue.core.models import Item, Link
from segue.core.models.link import CREATED
from segue.core.verify import Check
from segue.crm import billing, catalogue
from segue.crm.billing import Billing
from segue.crm.conversion.table import EDGES, SELF
from segue.crm.models import BillingDetails, Client, Contact, Conversion, ConversionRecord, Product
from segue.crm.models.conversion import CREATE, PENDING
from segue.lib.money import Rate, base_amount

# What must follow from the rest, as `derive` sets it; the amount only where it follows the rows.
KEYS = ("name_key", "spelled_key", "company_key", "company_spelled_key")
DERIVED = ("title", "amount", "tax_amount", *KEYS, "search_text")
PARTS_DERIVED_FROM = ("rows", "communications")
NOMINALS = tuple(10**zeros for zeros in range(9))  # the nominal of the day is not stored with the rate


def derived() -> Iterator[str]:
    """Titles of contacts, amounts from rows, search texts and the keys names compare by are what they follow from."""
    for item_type in item_types.all_types():
        fields = of_type(item_type.code)
        for item in item_type.model._base_manager.select_related("currency").iterator():
            yield from _stale(item, item_type, fields)


def billing_keys() -> Iterator[str]:
    """The keys of billing numbers are what the numbers come to."""
    for block in BillingDetails.objects.iterator():
        wanted = billing.keys(Billing(**{name: getattr(block, name) for name in billing.NAMES}))
        if wanted != {column: getattr(block, column) for column in billing.KEYS}:
            yield f"item {block.item_id}: a key of its billing details is stale"


def base_amounts() -> Iterator[str]:
    """The worth in the base currency is the amount at the stored rate."""
    decimals = currencies.base().decimals
    for item in Item.objects.only("type", "amount", "base_amount", "base_rate", "currency").iterator():
        worths = (base_amount(item.amount, Rate(item.base_rate, nominal), decimals) for nominal in NOMINALS)
        if not any(worth == item.base_amount for worth in worths):
            yield f"{item.type} {item.pk}: {item.base_amount.normalize():f} is not its amount at its rate"


def primary_contacts() -> Iterator[str]:
    """Whoever has contacts has one primary, and whoever works somewhere has one primary company."""
    primary = Count("pk", filter=Q(is_primary=True))
    contacts = Client.objects.filter(contact__isnull=False).order_by().values("item").annotate(primary=primary)
    for row in contacts.exclude(primary=1):
        yield f"item {row['item']} has {row['primary']} primary contacts"
    working = Contact.objects.annotate(
        jobs=Count("employments"), primary=Count("employments", filter=Q(employments__is_primary=True))
    )
    for pk, count in working.filter(jobs__gt=0).exclude(primary=1).values_list("pk", "primary"):
        yield f"contact {pk} has {count} primary companies"


def back_references() -> Iterator[str]:
    """What an item says it came from is linked to it, and the other way round; where they disagree, the item is right.

    A reference can be taken over: the lead of an estimate is that of its deal.
    """
    for (source, target), edge in EDGES.items():
        for column in edge.refer:
            if edge.refer[column] == SELF:
                yield from _links_that_differ(source, target, column)
    for target, columns in _references().items():
        for column in columns:
            yield from _unlinked(target, column, columns - {column})


def conversions() -> Iterator[str]:
    """A conversion is applied or undone; one that is pending was cut off in the middle."""
    for pk in Conversion.objects.filter(state=PENDING).values_list("pk", flat=True):
        yield f"conversion {pk} was never finished"


def products() -> Iterator[str]:
    """Products are found by the names they have now."""
    for product in Product.objects.iterator():
        if product.search_text != catalogue.search_text(product):
            yield f"product {product.pk}: search_text is stale"


def _stale(item: Any, item_type: ItemType, fields: Fields) -> Iterator[str]:
    before = {name: getattr(item, name) for name in DERIVED if hasattr(item, name)}
    parts = {name: item_type.part(name).read(item) for name in PARTS_DERIVED_FROM if item_type.has(name)}
    try:
        item_type.derive(item, parts, True)  # noqa: FBT003  one shape for all types
        item.search_text = stored.search_text(item, fields)
    except ValidationError as fault:
        yield f"{item_type.code} {item.pk}: {' '.join(fault.messages)}"
        return
    yield from (
        f"{item_type.code} {item.pk}: {name} is stale" for name in before if getattr(item, name) != before[name]
    )


def _references() -> dict[str, set[str]]:
    """Name the columns of each type that refer to what an item came from."""
    columns: dict[str, set[str]] = {}
    for edge in EDGES.values():
        columns.setdefault(edge.target, set()).update(edge.refer)
        columns.setdefault(edge.source, set()).update({edge.fill} - {""})
    return columns


def _links_that_differ(source: str, target: str, column: str) -> Iterator[str]:
    """Find items made from a source that name another, or none."""
    says = item_types.get(target).model._base_manager.filter(pk=OuterRef("target")).values(column)
    made = Link.objects.filter(kind=CREATED, source__type=source, target__type=target).annotate(says=Subquery(says))
    for pk, came_from in made.filter(Q(says=None) | ~Q(says=F("source"))).values_list("target", "source"):
        yield f"{target} {pk} was made from {source} {came_from}, but its {column} says otherwise"


def _unlinked(target: str, column: str, others: set[str]) -> Iterator[str]:
    """Find items that name a source they are not linked to, in either direction, and took over from nobody.

    Whatever they took it over from may have been deleted for good; then its conversion alone remembers it.
    """
    down = Link.objects.filter(source=OuterRef(column), target=OuterRef("pk"))
    up = Link.objects.filter(source=OuterRef("pk"), target=OuterRef(column))
    gone = ConversionRecord.objects.filter(item=OuterRef("pk"), action=CREATE, conversion__source=None)
    named_by = item_types.get(target).model._base_manager.filter(**{f"{column}__isnull": False})
    for item in named_by.filter(~Exists(down), ~Exists(up), ~Exists(gone)):
        named: Any = getattr(item, f"{column}_id")
        through = [getattr(item, other) for other in others]
        if not any(getattr(each, f"{column}_id", None) == named for each in through):
            yield f"{target} {item.pk} names {column} {named}, but no link does"


CHECKS = (
    *verify.CHECKS,
    Check("derived", derived),
    Check("billing keys", billing_keys),
    Check("base amounts", base_amounts),
    Check("primary", primary_contacts),
    Check("back references", back_references),
    Check("conversions", conversions),
    Check("products", products),
)
