"""Which items stand in the tabs of an item: those made from it, and those it is the client of?"""

from django.db.models import Count, Q

from segue.core.models import Item, ItemQuerySet, Link, User
from segue.crm.models import Client, Deal, Employment, Estimate, Invoice

BOUGHT = ("deal", "lead", "estimate", "invoice")

# The tabs of each type in order (domain.md 7.1).
TABS: dict[str, tuple[str, ...]] = {
    "deal": ("estimate", "invoice"),
    "estimate": ("deal", "invoice"),
    "contact": BOUGHT,
    "company": BOUGHT,
}
# Which column of which type refers back: an invoice made from a deal's estimate is an invoice of that deal.
REFERENCES: dict[tuple[str, str], tuple[type[Item], str]] = {
    ("deal", "estimate"): (Estimate, "deal"),
    ("deal", "invoice"): (Invoice, "deal"),
    ("estimate", "deal"): (Deal, "estimate"),
    ("estimate", "invoice"): (Invoice, "estimate"),
}


def of(item: Item, code: str) -> ItemQuerySet:
    """Return the living items of one type that belong to this one; the caller narrows it to what may be seen."""
    return Item.objects.alive().filter(_belongs(item, code))


def near(item: Item) -> list[int]:
    """Return the ids of what stands beside an item: client or employers, what it came from, what came from it."""
    pairs = [
        *Client.objects.filter(item=item.pk).values_list("company", "contact"),
        *Employment.objects.filter(contact=item.pk).values_list("company", "company"),
        *Link.objects.filter(Q(source=item.pk) | Q(target=item.pk)).values_list("source", "target"),
    ]
    return sorted({pk for pair in pairs for pk in pair if pk} - {item.pk})


def counts(item: Item, reader: User) -> dict[str, int]:
    """Count what the reader may see of each tab: one query, none for types without such tabs."""
    codes = TABS.get(item.type, ())
    if not codes:
        return {}
    belongs = Q()
    for code in codes:
        belongs |= _belongs(item, code)
    rows = Item.objects.visible_to(reader).filter(belongs).order_by().values_list("type")
    return dict.fromkeys(codes, 0) | dict(rows.annotate(Count("pk")))


def _belongs(item: Item, code: str) -> Q:
    if item.type in {"contact", "company"}:
        return Q(type=code, pk__in=Client.objects.filter(**{item.type: item.pk}).order_by().values("item"))
    model, column = REFERENCES[item.type, code]
    made = Q(pk__in=Link.objects.filter(source=item.pk).values("target"))
    return Q(type=code) & (made | Q(pk__in=model._base_manager.filter(**{column: item.pk}).values("pk")))
