"""What can the parts of an address be?"""

from typing import Any

from django.urls import register_converter

from segue.core import item_types
from segue.web.components.activities import BY_SLUG
from segue.web.views.settings import rows, shelves


class Word:
    """A part of an address as it is."""

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Write it as it is."""
        return value


class Items(Word):
    """The name of an item type in addresses: `deals`."""

    regex = "|".join(item_type.slug for item_type in item_types.all_types())


class Id:
    """The key of a row. More digits than a database can hold are no address of ours, so they answer 404."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(value)


class Tabs(Word):
    """A tab of an item: what is made from it has the name of its type."""

    regex = f"products|timeline|dependencies|history|{Items.regex}"


class Place(Word):
    """A list of the settings: `vat-rates`, `directories/source`, `stages/3`."""

    regex = shelves.PLACES


class Planned(Word):
    """A kind of activity that one can plan or note."""

    regex = "|".join(BY_SLUG)


class Step(Word):
    """Which way a row moves."""

    regex = "|".join(rows.STEPS)


CONVERTERS: dict[str, type[Any]] = {
    "items": Items,
    "place": Place,
    "planned": Planned,
    "step": Step,
    "id": Id,
    "tabs": Tabs,
}


def register() -> None:
    """Let addresses name them."""
    for name, converter in CONVERTERS.items():
        register_converter(converter, name)
