"""What does the source hold, and what became of it before? Read once, so that nothing is asked twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.db.models import Exists, ForeignKey, OuterRef, QuerySet

from segue.core import item_types, records, required, stage_moves
from segue.core.custom_fields.definitions import Fields, alive, of_types, seen_by
from segue.core.item_types import ItemType
from segue.core.models import Item, Pipeline, RequiredField, Stage, User
from segue.core.parts import Part
from segue.core.prepared import Question, prepared
from segue.crm.clients import NOBODY, Clients
from segue.crm.defaults import default_sellers
from segue.crm.models import Client, Conversion, ConversionRecord
from segue.crm.models.conversion import APPLIED, CREATE, REUSE

from .table import TAKEN_AGAIN, Variant


@dataclass
class Reading:
    """A source as it is now, its parts by name, and who looks at it."""

    item: Any  # with the columns of its type
    actor: User
    parts: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Fields] = field(default_factory=dict)  # custom fields of the source's type and the variant's
    rules: list[RequiredField] = field(default_factory=list)  # the standard fields that are required of these types

    @cached_property
    def seen(self) -> Fields:
        """The custom fields of the source that the actor may see."""
        return seen_by(self.actor, self.fields[self.item.type])

    def begins(self, slot: str, pipeline: Pipeline | None) -> Stage | None:
        """The stage a new item begins on; read only where it says what is required, once for each pipeline."""
        custom = any(each.mandatory_from_id for each in self.fields[slot].values())
        if not custom and not any(rule.item_type == slot and rule.pipeline_id for rule in self.rules):
            return None
        place = slot, pipeline.pk if pipeline else None
        if place not in self._firsts:
            self._firsts[place] = stage_moves.first_stage(*place)
        return self._firsts[place]

    @cached_property
    def _firsts(self) -> dict[tuple[str, int | None], Stage | None]:
        return {}

    def target_fields(self, slot: str) -> Fields:
        """The custom fields of a new item that the actor may see."""
        return seen_by(self.actor, self.fields[slot])

    @cached_property
    def client(self) -> Clients:
        """The client as far as it is not in the recycle bin."""
        whole: Clients = self.parts.get("client", NOBODY)
        gone = self.client_in_bin
        if not gone:
            return whole
        contacts = tuple(pk for pk in whole.contacts if pk not in gone)
        company = None if whole.company in gone else whole.company
        return Clients(company, contacts, whole.primary if whole.primary in contacts else next(iter(contacts), None))

    @cached_property
    def client_in_bin(self) -> dict[int, Item]:
        """The contacts and company of the client that lie in the recycle bin."""
        ids = {pk for pair in _lost(self.item.pk) for pk in pair if pk} if self.parts.get("client") else set()
        return Item.objects.in_bin().only("type", "title", "number", "deleted_at").in_bulk(ids) if ids else {}

    @cached_property
    def earlier(self) -> dict[str, tuple[Item, ...]]:
        """By type, the living items that were made from this source before, or (clients) used for it; oldest first."""
        made = _made_before(self.item.pk)
        anew = ((pk, code, action) for pk, code, action in made if pk and action != REUSE)
        ids = dict.fromkeys(pk for pk, code, action in anew if action == CREATE or code in TAKEN_AGAIN)
        if not ids:
            return {}
        living = Item.objects.alive().select_related("owner").in_bulk(ids)
        found: dict[str, list[Item]] = {}
        for item in (living[pk] for pk in ids if pk in living):
            found.setdefault(item.type, []).append(item)
        return {code: tuple(items) for code, items in found.items()}


@prepared
def _lost(item_id: int) -> QuerySet[Client, tuple[int | None, int | None]]:
    gone = [Exists(Item.objects.in_bin().filter(pk=OuterRef(column))) for column in ("company_id", "contact_id")]
    lost = Client.objects.filter(gone[0] | gone[1], item_id=item_id)
    return lost.order_by("sort", "pk").values_list("company_id", "contact_id")


@prepared
def _made_before(source_id: int) -> QuerySet[ConversionRecord, tuple[int | None, str, str]]:
    """Find it by the source alone: what else stood here would let PostgreSQL begin with all records of all sources."""
    made = ConversionRecord.objects.filter(conversion__source=source_id, conversion__state=APPLIED)
    return made.order_by("pk").values_list("item_id", "item_type", "action")


def read(source: Item, variant: Variant, *, actor: User) -> Reading:
    """Read the source afresh, with the columns of its type and what travels with this variant."""
    item_type = item_types.of(source)
    item = whole(source.type, source.pk)
    if item is None:
        raise Item.DoesNotExist
    parts = {part.name: part.read(item) for part in _wanted(item_type, variant)}
    types = (item.type, *variant.targets)
    return Reading(item, actor, parts, of_types(*types), required.rules(types))


def ahead(source: Item, variant: Variant) -> list[Question]:
    """Return what a plan and the creation of its items will ask in any case, for `prepared.at_once`."""
    wanted = _wanted(item_types.of(source), variant)
    types = (source.type, *variant.targets)
    asked: list[Question] = [whole_ahead(source.type, source.pk), (alive, types), (required.rules, types)]
    asked += [(part.ahead, source.pk) for part in wanted if part.ahead]
    asked += [(_lost, source.pk)] if any(part.name == "client" for part in wanted) else []
    asked += [(_made_before, source.pk)]
    asked += [question for target in variant.targets for question in records.creating(target)]
    sells = any("my_company" in item_types.get(target).defaults for target in variant.targets)
    return [*asked, (default_sellers,)] if sells else asked


def _wanted(item_type: ItemType, variant: Variant) -> list[Part]:
    """List the parts that travel with a variant; a lead's client and rows count even where they stay."""
    wanted = {name for edge in variant.edges for name in edge.parts} | ({"files"} if item_type.has("files") else set())
    if variant.source == "lead":
        wanted |= {"client", "communications", "rows"}
    return [part for part in item_type.parts if part.name in wanted]


def whole(item_type: str, pk: int) -> Item | None:
    """Return an item with the columns of its type, and what its references are called."""
    query, key = whole_ahead(item_type, pk)
    return next(iter(query(key)), None)


def whole_ahead(item_type: str, pk: int) -> Question:
    """Return what `whole` asks, for `prepared.at_once`."""
    return _whole(item_types.get(item_type).model), pk


@cache
def _whole(model: type[Item]) -> Callable[[int], list[Any]]:
    return prepared(lambda pk: model.objects.select_related(*_labelled(model)).filter(pk=pk))


@cache
def _labelled(model: type[Item]) -> tuple[str, ...]:
    """Name the references whose labels the plan shows: owner, stage, currency, directory values; not other items."""
    columns = [column for column in model._meta.concrete_fields if isinstance(column, ForeignKey) and column.editable]
    return tuple(column.name for column in columns if not issubclass(column.remote_field.model, Item | Pipeline))


def conversions_left(source_id: int, *, but: Conversion) -> bool:
    """Say whether another applied conversion of the source remains."""
    return any(pk != but.pk for pk in _applied(source_id))


@prepared
def _applied(source_id: int) -> QuerySet[Conversion, int]:
    return Conversion.objects.filter(source_id=source_id, state=APPLIED).order_by("pk").values_list("pk", flat=True)
