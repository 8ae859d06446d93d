"""Which living items of a type may be the same as one with these traits, as far as a person may see them?"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from segue.core import reading
from segue.core.custom_fields.definitions import Fields
from segue.core.models import Item, User
from segue.crm.communications import Communication
from segue.crm.models import Company, Contact, Lead

from . import lookups, traits
from .traits import NAME, Traits

SHOWN = 5
NO_FIELDS: Fields = {}


@dataclass(frozen=True)
class Match:
    """An existing record that may be the same, with all the reasons why, the strongest first."""

    item: Item
    reasons: tuple[str, ...]

    @property
    def is_strong(self) -> bool:
        """An e-mail or a phone is the same, not only the name."""
        return self.reasons[0] != NAME


@dataclass(frozen=True)
class Found:
    """Up to SHOWN matches one may see, strongest first, how many more one may see, and whether there are some one may
    not see. `ids` are those of all that were found, set apart or not, seen or not: no page may name them.
    """

    matches: tuple[Match, ...] = ()
    more: int = 0
    has_hidden: bool = False
    ids: frozenset[int] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.matches) or self.has_hidden


def find(
    item_type: str, wanted: Traits, *, actor: User, fields: Fields = NO_FIELDS, apart: Collection[int] = ()
) -> Found:
    """Find the living items of a type that have one of these traits.

    `fields` are the custom fields that the traits may name, by code: those the person may see. Those that are known to
    be `apart` are no matches; of what the person may not see none is left out, so that nobody finds it by guessing.
    """
    reasons: dict[int, set[str]] = {}
    for pk, criterion in lookups.run(item_type, wanted, fields):
        reasons.setdefault(pk, set()).add(criterion)
    return _seen_by(actor, reasons, item_type, apart) if reasons else Found()


def of_lead(lead: Lead, communications: tuple[Communication, ...], slot: str, *, actor: User) -> Found:
    """Find the contacts or companies (`slot`) that a lead may speak of (domain.md 4.11)."""
    meant: Item = (
        Contact(type=slot, first_name=lead.first_name, last_name=lead.last_name)
        if slot == "contact"
        else Company(type=slot, title=lead.company_name)
    )
    return find(slot, traits.of(meant, {"communications": communications}, NO_FIELDS), actor=actor)


def _seen_by(actor: User, reasons: dict[int, set[str]], item_type: str, apart: Collection[int]) -> Found:
    """My companies are compared with nobody."""
    others: Any = Item.objects.alive().filter(pk__in=reasons)
    if item_type == "company":
        others = others.exclude(Exists(Company.objects.filter(pk=OuterRef("pk"), is_my_company=True)))
    found = others.only(*reading.JUDGED_BY).in_bulk()
    seen = reading.permitted(actor, "read", found.values())
    why = {pk: tuple(sorted(reasons[pk], key=traits.strength)) for pk in seen.difference(apart)}
    best = sorted(why, key=lambda pk: ([*map(traits.strength, why[pk]), traits.NO_MORE], pk))[:SHOWN]
    items = {item.pk: item for item in Item.objects.filter(pk__in=best).select_related("owner")} if best else {}
    return Found(
        matches=tuple(Match(items[pk], why[pk]) for pk in best if pk in items),
        more=len(why) - len(best),
        has_hidden=len(found) > len(seen),
        ids=frozenset(found),
    )
