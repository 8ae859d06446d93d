"""From lead to invoice, with clients, links, files and fields that name one another; each item with words of its own
that nobody can guess, so that they are found wherever they leak.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from segue.core import item_types, links, records
from segue.core.models import Item, User
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Conversion
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.crm.conversion.steps import convert, made
from tests.rights import places

NAMES = ("lead", "contact", "company", "deal", "estimate", "invoice", "second invoice")
# No token holds one of these by chance.
WORDS = ("vlkapron", "tzwirbel", "qxrandon", "jpfumel", "wzgarten", "hqdolmen", "xbmorast")
SYLLABLES = dict(zip(NAMES, WORDS, strict=True))
AMOUNTS = dict(zip(NAMES, ("7301.17", "0", "0", "7302.29", "7303.31", "7304.43", "7305.59"), strict=True))


@dataclass(frozen=True)
class Chain:
    """The items by name, their files, and what was converted."""

    items: dict[str, Any]
    files: dict[str, int]
    conversions: list[Conversion]

    def hide(self, hidden: Iterable[str], *, reader: User, owner: User) -> None:
        """Give these to somebody else, and the rest to the reader."""
        hidden = set(hidden)
        for name, item in self.items.items():
            mine = name not in hidden
            Item.objects.filter(pk=item.pk).update(owner=reader if mine else owner, open_to_all=False)


def word(name: str, what: str) -> str:
    """A word that stands on one item only."""
    return f"{what}{SYLLABLES[name]}".capitalize()


def secrets(name: str) -> list[str]:
    """What must not be read of an item: names, number, comments, rows, files; and amounts as pages show them."""
    amount = AMOUNTS[name]
    amounts = [amount, f"{Decimal(amount):,}", amount.replace(".", ",")] if amount != "0" else []
    return [SYLLABLES[name], *amounts]


def grow(admin: User) -> Chain:
    """Make the chain, tell each item apart, and let them name one another in every way there is."""
    lead = builders.lead(admin)
    first = convert(lead, "deal-contact-company", admin)
    deal = made(first, "deal")
    second = convert(deal, "estimate", admin)
    third = convert(made(second, "estimate"), "invoice", admin)
    fourth = convert(deal, "invoice", admin)
    items = {"lead": lead} | {each: made(first, each) for each in ("contact", "company", "deal")}
    items |= {"estimate": made(second, "estimate"), "invoice": made(third, "invoice")}
    items["second invoice"] = made(fourth, "invoice")
    chain = Chain(items, {}, [first, second, third, fourth])
    _fields(admin)
    for name in NAMES:
        items[name] = _tell_apart(name, items[name], admin)
        chain.files[name] = places.attach(items[name], admin, word(name, "file") + ".txt")
    for item in items.values():
        _name_each_other(item, chain, admin)
    links.bind(items["company"], items["second invoice"], actor=admin)
    return chain


def _fields(admin: User) -> None:
    for item_type in places.MAKE:
        types = {"types": list(places.MAKE)}
        stored(admin, "crm", "REFERENCES", item_type=item_type, multiple=True, settings=types, in_list=True)
        stored(admin, "string", "NOTE", item_type=item_type, in_list=True)
    stored(admin, "string", "ONLY_LEADS", item_type="lead")


def _tell_apart(name: str, item: Item, admin: User) -> Item:
    named = {"first_name": word(name, "first"), "last_name": word(name, "last")}
    values = (named if item.type == "contact" else {"title": word(name, "title")}) | {
        "comment": word(name, "comment"),
        "NOTE": word(name, "note"),
    }
    if item_types.of(item).numbered:
        values["number"] = word(name, "number")
    parts: dict[str, Any] = {}
    if item_types.of(item).has("rows"):
        parts["rows"] = (builders.row(word(name, "row"), AMOUNTS[name], tax_rate=None, tax_name=""),)
    if item_types.of(item).has("communications"):
        parts["communications"] = (
            Communication("EMAIL", "jana@brandt.example"),
            Communication("EMAIL", f"{SYLLABLES[name]}@hidden.example"),
        )
    return records.change(item_types.child_of(Item.objects.get(pk=item.pk)), values, actor=admin, parts=parts)


def _name_each_other(item: Any, chain: Chain, admin: User) -> None:
    """Every item names all others in a field of its own, and its client again: the history then has their names."""
    others = [each.pk for each in chain.items.values() if each.pk != item.pk]
    records.change(item_types.child_of(Item.objects.get(pk=item.pk)), {"REFERENCES": others[:1]}, actor=admin)
    records.change(item_types.child_of(Item.objects.get(pk=item.pk)), {"REFERENCES": others}, actor=admin)
    company, contact = (chain.items[each].pk for each in ("company", "contact"))
    both: dict[str, tuple[Any, Any]] = {
        "client": (Clients(), Clients(company, (contact,))),
        "companies": ((), (company,)),
        "contacts": ((), (contact,)),
    }
    for part, values in both.items():
        if item_types.of(item).has(part):
            for value in values:
                records.change(item_types.child_of(Item.objects.get(pk=item.pk)), {}, actor=admin, parts={part: value})
