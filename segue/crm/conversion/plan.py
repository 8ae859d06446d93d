"""What will a conversion do? Computed from source, variant, decisions and actor; reads only; every surface shows it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from segue.core import permissions, stage_moves
from segue.core.models import Item, Pipeline, Stage, User
from segue.core.permissions import Missing
from segue.crm import duplicates, pricing, rows

from . import custom, fingerprints, gate, slots, standard
from .decisions import (
    ANY,
    NEW,
    OWN,
    UNDECIDED,
    Blank,
    Decisions,
    MissingFields,
    Question,
    Repeat,
    WhichPipeline,
    WhichRecord,
)  # fmt: skip
from .reading import Reading, read
from .slots import Record
from .stays import Stay, stays
from .table import TAKEN_AGAIN, WON_BY_CONVERSION, Edge, Variant


@dataclass(frozen=True)
class Plan:
    """What a conversion will do, or why it cannot.

    questions: all that can be decided, in the order of the dialog; open: those without an answer yet. errors: by
    (slot, column) what is wrong with a typed answer. won: the stage the source moves to.
    """

    reading: Reading
    variant: Variant
    decisions: Decisions
    records: tuple[Record, ...]
    stays: tuple[Stay, ...]
    questions: tuple[Question, ...]
    open: tuple[Question, ...]
    errors: dict[tuple[str, str], str]
    missing: tuple[Missing, ...]
    won: Stage | None

    @cached_property
    def fingerprint(self) -> str:
        """What the plan rests on, whatever is decided; only who saw a plan, or is shown one, needs it."""
        return fingerprints.of(self.reading, self.variant, self.questions, {each.slot: each for each in self.records})

    @property
    def source(self) -> Item:
        """The item it starts from, as it is now."""
        item: Item = self.reading.item
        return item

    @property
    def is_nothing_to_do(self) -> bool:
        """Every slot takes what an earlier conversion of this source made."""
        return all(record.action == "reuse" for record in self.records)

    @property
    def main(self) -> Record:
        """The record whose form opens afterwards: the first in the order of the menu."""
        return next(record for record in self.records if record.slot == self.variant.targets[0])

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The ids of the items it names that the actor may not see: asked once, and only where they are shown."""
        named = {record.item.pk for record in self.records if record.item}
        named |= {stay.value.pk for stay in self.stays if isinstance(stay.value, Item)}
        for question in self.questions:
            if isinstance(question, Repeat):
                named |= {item.pk for item in question.earlier}
            elif isinstance(question, WhichRecord) and question.own is not None:
                named.add(question.own)
        if not named:
            return frozenset()
        seen = Item.objects.filter(permissions.rule(self.reading.actor, "read"), pk__in=named)
        return frozenset(named.difference(seen.values_list("pk", flat=True)))

    def record(self, slot: str) -> Record | None:
        """The record of a slot, if the variant has it."""
        return next((record for record in self.records if record.slot == slot), None)

    @property
    def missing_fields(self) -> MissingFields | None:
        """The custom fields that could be created, where there are any."""
        return next((each for each in self.questions if isinstance(each, MissingFields)), None)

    @property
    def of_source(self) -> standard.Answers:
        """What was answered for lack of it on the source itself."""
        slot = self.source.type
        asked = [each.name for each in self.questions if isinstance(each, Blank) and each.slot == slot]
        return slots.source_answers(self.reading, asked, self.decisions.fields.get(slot, {}))

    @cached_property
    def totals(self) -> pricing.Totals | None:
        """The sums of the source's rows, where rows travel; the new item comes to the same."""
        carried = any("rows" in record.parts for record in self.records)
        return rows.totals(self.source, self.reading.parts["rows"]) if carried else None


def plan(source: Item, variant: Variant, *, actor: User, decisions: Decisions = UNDECIDED) -> Plan:
    """Compute what converting `source` would do for `actor`; writes nothing and takes no lock."""
    reading = read(source, variant, actor=actor)
    pipelines = _pipelines(variant, actor)
    asked = [*_repeats(reading, variant), *_which_pipeline(pipelines, decisions)]
    in_menu_order = [edge for target in variant.targets for edge in variant.edges if edge.target == target]
    asked += [question for edge in in_menu_order for question in _which_record(edge, reading, decisions)]
    records = {edge.target: _record(edge, reading, variant, decisions, asked) for edge in variant.edges}
    missing_fields = custom.question([slot for slot in variant.targets if records[slot].action == "create"], reading)
    records = {slot: _with_fields(each, missing_fields, decisions) for slot, each in records.items()}
    asked += [blank for edge in in_menu_order for blank in _blanks(edge, records[edge.target], reading, decisions)]
    own, won = decisions.fields.get(source.type, {}), _won(reading.item)
    lacking = slots.source_blanks(reading, won)
    asked += [Blank(source.type, name, own.get(name, "")) for name in lacking]
    asked += [missing_fields] if missing_fields else []
    errors = _errors(variant, decisions, reading, lacking)
    return Plan(
        reading=reading,
        variant=variant,
        decisions=decisions,
        records=tuple(records.values()),
        stays=stays(reading, variant.edges, records),
        questions=tuple(asked),
        open=tuple(question for question in asked if _is_open(question, decisions, errors)),
        errors=errors,
        missing=gate.missing(reading.item, variant, actor=actor),
        won=won,
    )


def _pipelines(variant: Variant, actor: User) -> tuple[Pipeline, ...]:
    """A deal begins on the first stage of a pipeline where the actor may add deals."""
    if "deal" not in variant.targets:
        return ()
    return tuple(stage.pipeline for stage in stage_moves.beginnings("deal", actor))


def _repeats(reading: Reading, variant: Variant) -> list[Question]:
    """Another one of a kind is made only after a confirmation that names those there are."""
    slots_again = [slot for slot in variant.targets if slot not in TAKEN_AGAIN and reading.earlier.get(slot)]
    return [Repeat(slot, reading.earlier[slot]) for slot in slots_again]


def _which_pipeline(pipelines: tuple[Pipeline, ...], decisions: Decisions) -> list[Question]:
    if not pipelines:
        return []
    chosen = next((each for each in pipelines if each.pk == decisions.pipeline), pipelines[0])
    return [WhichPipeline(pipelines, chosen)]


def _which_record(edge: Edge, reading: Reading, decisions: Decisions) -> list[Question]:
    """Offer matches, the client the lead has, and whatever other record was searched; not where one is taken again."""
    if edge.target not in TAKEN_AGAIN or reading.earlier.get(edge.target):
        return []
    found = duplicates.of_lead(reading.item, reading.parts["communications"], edge.target, actor=reading.actor)
    own, wanted = _own_client(edge, reading), decisions.use.get(edge.target)
    if own is None and not found.matches and not found.has_hidden and wanted is None:
        return []
    strongest = next((match.item.pk for match in found.matches if match.is_strong), NEW)
    default = own if own is not None else strongest
    existing = _existing(edge, reading, {None: default, OWN: own}.get(wanted, wanted), own)
    is_lost = existing is None and wanted not in {None, NEW}
    if is_lost:
        existing = _existing(edge, reading, default, own)
    return [WhichRecord(edge.target, found.matches, found.has_hidden, existing, own, is_lost)]


def _own_client(edge: Edge, reading: Reading) -> int | None:
    """The client a repeat lead already has, which its contact and company slots use unless told otherwise."""
    if not reading.item.is_repeat:
        return None
    return reading.client.primary if edge.target == "contact" else reading.client.company


def _record(edge: Edge, reading: Reading, variant: Variant, decisions: Decisions, asked: list[Question]) -> Record:
    earlier = reading.earlier.get(edge.target)
    if edge.target in TAKEN_AGAIN and earlier:
        return slots.taken(edge, reading, earlier[0], "reuse")
    which = next((each for each in asked if isinstance(each, WhichRecord) and each.slot == edge.target), None)
    if which is not None and which.existing is not None:
        return slots.taken(edge, reading, which.existing, "use")
    pipeline = next((each.chosen for each in asked if isinstance(each, WhichPipeline)), None)
    return slots.created(
        edge,
        reading,
        decisions.fields.get(edge.target, {}),
        pipeline if edge.target == "deal" else None,
        is_main=edge.target == variant.targets[0],
    )


def _existing(edge: Edge, reading: Reading, pk: int | None, own: int | None) -> Item | None:
    """Find an existing record among those the actor may see, and the client the source has, whoever may see that."""
    if pk is None or pk <= NEW:
        return None
    among: Any = Item.objects.alive() if pk == own else Item.objects.visible_to(reading.actor)
    found: Item | None = among.of_type(edge.target).select_related("owner").filter(pk=pk).first()
    return found


def _blanks(edge: Edge, record: Record, reading: Reading, decisions: Decisions) -> list[Question]:
    if record.action != "create":
        return []
    typed = decisions.fields.get(edge.target, {})
    names = dict.fromkeys([*slots.blanks(record, reading), *(name for name in typed if _is_asked(edge, name, reading))])
    return [Blank(edge.target, name, typed.get(name, slots.suggestion(edge, name, reading.item))) for name in names]


def _with_fields(record: Record, asked: MissingFields | None, decisions: Decisions) -> Record:
    """Note the custom fields that are to be created for a new item."""
    ticked = custom.ticked(asked, record.slot, decisions) if record.action == "create" else ()
    return replace(record, new_fields=ticked) if ticked else record


def _is_asked(edge: Edge, name: str, reading: Reading) -> bool:
    """Say whether a typed answer belongs to a question: a column the table names, or a required custom field."""
    asked = standard.askable(edge.target, reading)
    return name in edge.ask or name in asked or name in custom.askable(edge.target, reading)


def _errors(variant: Variant, decisions: Decisions, reading: Reading, lacking: list[str]) -> dict[tuple[str, str], str]:
    """Say what is wrong with typed answers to questions that can be asked; whatever else came is no answer.

    `lacking` is what is asked for of the source itself.
    """
    typed = [
        (edge.target, name, text)
        for edge in variant.edges
        for name, text in decisions.fields.get(edge.target, {}).items()
        if _is_asked(edge, name, reading)
    ]
    source = reading.item.type
    own = decisions.fields.get(source, {})
    typed += [(source, name, own[name]) for name in lacking if name in own]
    wrong = {(slot, name): slots.wrong_text(name, text, slot, reading) for slot, name, text in typed}
    return {place: message for place, message in wrong.items() if message}


def _is_open(question: Question, decisions: Decisions, errors: dict[tuple[str, str], str]) -> bool:
    match question:
        case Repeat():
            return decisions.repeat not in {question.digest, ANY}
        case WhichPipeline():
            offered = {None} if len(question.pipelines) == 1 else set()
            return decisions.pipeline not in offered.union(each.pk for each in question.pipelines)
        case WhichRecord():
            is_asked = question.slot not in decisions.use and bool(question.matches or question.has_hidden)
            return question.is_lost or is_asked
        case Blank():
            typed = decisions.fields.get(question.slot, {}).get(question.name, "")
            return not typed.strip() or (question.slot, question.name) in errors
        case MissingFields():
            return question.offers_any and decisions.create_fields is None


def _won(source: Item) -> Stage | None:
    """The success stage of the source's pipeline, where conversions move it there and it does not stand there yet."""
    if source.type not in WON_BY_CONVERSION or source.stage is None or source.stage.semantics == "success":
        return None
    return stage_moves.success_of(source.stage.pipeline_id)
