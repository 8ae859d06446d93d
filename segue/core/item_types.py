"""Which item types are there, and what can each do? `crm.types` fills the register; everyone else asks here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from segue.core import currencies, preferences
from segue.core.models import Currency, Item, User
from segue.core.parts import Part
from segue.lib import dates

Text = str | Promise
PART_LABELS: Mapping[str, Text] = {
    "client": _("Client"),
    "companies": _("Companies"),
    "contacts": _("Contacts"),
    "communications": _("Phone, e-mail and more"),
    "observers": _("Observers"),
    "files": _("Files"),
    "rows": _("Products"),
}
NoneOneMany = str  # "none", "one" (hidden) or "many" pipelines


@dataclass(frozen=True)
class Section:
    """A heading of the form and the fields (or parts) under it, in order; custom fields name it by its code."""

    code: str
    label: Text
    fields: tuple[str, ...]


class Beginning:
    """What defaults of new items are taken from: who makes them, the organisation's settings, the day, the currency."""

    def __init__(self, actor: User) -> None:
        self.actor = actor

    @cached_property
    def chosen(self) -> preferences.Preferences:
        """The organisation's settings."""
        return self.actor.chosen or preferences.load()

    @cached_property
    def today(self) -> date:
        """The reader's day: in their own zone, else in the organisation's."""
        return dates.today(self.actor.time_zone or self.chosen.time_zone)

    @cached_property
    def currency(self) -> Currency:
        """The base currency."""
        return currencies.base()


@dataclass(frozen=True, kw_only=True)
class ItemType:
    """One row of the register.

    `defaults` gives, by column, the value of a new item beyond the model's own; `check(item)` the errors of the
    type's rules by field; `derive(item, parts, by_conversion)` sets what follows from the rest (a contact's title, an
    amount from rows, the search text) and gets the parts that are about to be written; `leave(item)` closes the gap
    an item leaves with others, just before it is deleted for good; `is_setting(item)` says that an item is part of the
    settings, so that writing it takes the settings right; `together` are fields that stand as one, called by the first
    of them; `variant(item)` tells apart items whose forms are arranged apart, one of `variants`.
    """

    id: int
    code: str
    ref: str
    short_code: str
    slug: str
    icon: str
    model: type[Item]
    label: Text
    label_plural: Text
    pipelines: NoneOneMany = "none"
    numbered: bool = False
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    variants: tuple[tuple[str, Text], ...] = ()
    variant: Callable[[Any], str] = lambda item: ""
    labels: Mapping[str, Text] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    defaults: Mapping[str, Callable[["Beginning"], Any]] = field(default_factory=dict)
    check: Callable[[Any], dict[str, list[Text]]] = lambda item: {}
    derive: Callable[[Any, Mapping[str, Any], bool], None] = lambda item, parts, by_conversion: None
    leave: Callable[[Any], None] = lambda item: None
    is_setting: Callable[[Any], bool] = lambda item: False

    def has(self, part: str) -> bool:
        """Say whether items of this type hold the part of that name."""
        return part in self._parts

    def part(self, name: str) -> Part:
        """Return the part of that name; KeyError when the type has none."""
        return self._parts[name]

    @cached_property
    def _parts(self) -> Mapping[str, Part]:
        return {each.name: each for each in self.parts}

    @property
    def has_stages(self) -> bool:
        """Contacts and companies have no stages."""
        return self.pipelines != "none"

    def field_label(self, name: str) -> Text:
        """Return the name of a field or part on this type's form."""
        if name in self.labels:
            return self.labels[name]
        for piece in (piece for part in self.parts for piece in part.pieces if piece.name == name):
            return piece.label
        if self.has(name):
            return PART_LABELS[name]
        return getattr(self.model._meta.get_field(name), "verbose_name", name)

    def section(self, code: str) -> Section:
        """Return the section of that code; the last one, which takes what belongs nowhere else, when there is none."""
        return next((each for each in self.sections if each.code == code), self.sections[-1])

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Return the names of all fields and parts of the form, in order."""
        return tuple(name for section in self.sections for name in section.fields)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Return the names of all fields and parts of the form, in order; of those that stand together the first."""
        others = {name for group in self.together for name in group[1:]}
        return tuple(name for name in self.fields if name not in others)

    def with_others(self, name: str) -> tuple[str, ...]:
        """Return a field with those that stand with it."""
        return next((group for group in self.together if group[0] == name), (name,))


class Register:
    """The item types by code, in the order of the menu."""

    def __init__(self) -> None:
        self._by_code: dict[str, ItemType] = {}
        self._by_slug: dict[str, ItemType] = {}

    def add(self, item_type: ItemType) -> None:
        """Enter a type; done once, when the room above starts."""
        self._by_code[item_type.code] = item_type
        self._by_slug[item_type.slug] = item_type

    def get(self, code: str) -> ItemType:
        """Return the type of that code; KeyError when there is none."""
        return self._by_code[code]

    def by_slug(self, slug: str) -> ItemType | None:
        """Return the type that has this name in addresses."""
        return self._by_slug.get(slug)

    def __iter__(self) -> Iterator[ItemType]:
        return iter(self._by_code.values())


_REGISTER = Register()
add, get, by_slug = _REGISTER.add, _REGISTER.get, _REGISTER.by_slug


def all_types() -> tuple[ItemType, ...]:
    """List the types in the order of the menu."""
    return tuple(_REGISTER)


def of(item: Item) -> ItemType:
    """Return the type of an item."""
    return get(item.type)


def name(item: Item) -> str:
    """Return what an item is called in the reader's language: its title, else "Deal #12"."""
    return item.title or f"{of(item).label} #{item.pk}"


def child_of(item: Item) -> Item:
    """Return the item with the columns of its own type: one query, none when it has them already."""
    model = of(item).model
    return item if isinstance(item, model) else model._default_manager.get(pk=item.pk)
