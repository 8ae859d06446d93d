"""Which item types are there, and what can each do? `crm.types` fills the register; everyone else asks here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from segue.core.models import Item
from segue.core.parts import Part

Text = str | Promise
NoneOneMany = str  # "none", "one" (hidden) or "many" pipelines


@dataclass(frozen=True)
class Section:
    """A heading of the form and the fields (or parts) under it, in order."""

    label: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ItemType:
    """One row of the register.

    `defaults(actor)` gives the values of a new item beyond the model's own; `check(item)` the errors of the type's
    rules by field; `derive(item, parts)` sets what follows from the rest (a contact's title, an amount from rows,
    the search text) and gets the parts that are about to be written or, unchanged, were read.
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
    labels: Mapping[str, Text] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    defaults: Callable[[Any], dict[str, Any]] = lambda actor: {}
    check: Callable[[Any], dict[str, list[Text]]] = lambda item: {}
    derive: Callable[[Any, Mapping[str, Any]], None] = lambda item, parts: None

    def has(self, part: str) -> bool:
        """Say whether items of this type hold the part of that name."""
        return any(each.name == part for each in self.parts)

    def part(self, name: str) -> Part:
        """Return the part of that name; KeyError when the type has none."""
        return {each.name: each for each in self.parts}[name]

    @property
    def has_stages(self) -> bool:
        """Contacts and companies have no stages."""
        return self.pipelines != "none"

    def field_label(self, name: str) -> Text:
        """Return the name of a field on this type's form."""
        if name in self.labels:
            return self.labels[name]
        return getattr(self.model._meta.get_field(name), "verbose_name", name)


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


def child_of(item: Item) -> Item:
    """Return the item with the columns of its own type: one query, none when it has them already."""
    model = of(item).model
    return item if isinstance(item, model) else model._default_manager.get(pk=item.pk)
