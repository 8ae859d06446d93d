"""What do all stories share? The people, the settings by their codes, the calendar, and the items made so far."""

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from segue.core import item_types
from segue.core.models import Currency, DirectoryValue, Item, Stage, User
from segue.crm import conversion
from segue.crm.conversion import ANY, Decisions, Seen
from segue.crm.models import Conversion

from .days import Days
from .phones import Exchange
from .play import Past


@dataclass
class World:
    """Where the stories take place; `made` finds items by what the tables call them."""

    people: dict[str, User]
    days: Days
    past: Past
    exchange: Exchange = field(default_factory=Exchange)
    made: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the story."""
        return self.days.day_of(self.past.now)

    @cached_property
    def values(self) -> dict[tuple[str, str], DirectoryValue]:
        """The values of the directories by list and code."""
        return {(value.directory, value.code): value for value in DirectoryValue.objects.all()}

    @cached_property
    def currencies(self) -> dict[str, Currency]:
        """The currencies by code."""
        return Currency.objects.in_bulk()

    @cached_property
    def stages(self) -> dict[str, list[Stage]]:
        """The stages by item type, in order."""
        found: dict[str, list[Stage]] = {}
        for stage in Stage.objects.filter(pipeline__is_default=True).select_related("pipeline").order_by("sort"):
            found.setdefault(stage.pipeline.item_type, []).append(stage)
        return found

    def stage(self, item_type: str, code: str) -> Stage:
        """A stage by type and code."""
        return {stage.code: stage for stage in self.stages[item_type]}[code]

    def salutation(self, letter: str) -> DirectoryValue | None:
        """Mr for m, Ms for f; whoever is neither has none."""
        code = {"m": "HNR_EN_1", "f": "HNR_EN_2"}.get(letter)
        return self.values["HONORIFIC", code] if code else None

    def convert(self, source: Item, variant: str, *, actor: User) -> Conversion:
        """Make items from a source as a person does, dated on the day of the story."""
        chosen = conversion.variant_of(source.type, variant)
        assert chosen is not None
        version = Item.objects.values_list("version", flat=True).get(pk=source.pk)
        key = f"demo-{Conversion.objects.count()}"
        done = conversion.apply(
            source, chosen, decisions=Decisions(repeat=ANY), seen=Seen(version), actor=actor, key=key
        )
        for record in done.records.filter(action="create").select_related("item"):
            self._date(record.item)
        return done

    def _date(self, item: Item | None) -> None:
        """A new item begins on the day it is made, and its other days follow from that: move them together."""
        if item is None or item.start_on is None:
            return
        shift = self.today - item.start_on
        moved = {name: at + shift for name in ("start_on", "due_on", "valid_until") if (at := getattr(item, name))}
        Item.objects.filter(pk=item.pk).update(**moved)


def made(done: Conversion, item_type: str) -> Any:
    """The item a conversion made of a type, with the columns of that type."""
    item = done.records.get(item_type=item_type).item
    assert item is not None
    return item_types.child_of(item)


def dice(story: str) -> random.Random:
    """Dice of one story's own: they fall the same whatever happens elsewhere, today and tomorrow."""
    return random.Random(story)  # noqa: S311  decides what is told, keeps no secret
