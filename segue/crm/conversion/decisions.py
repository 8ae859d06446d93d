"""What did a person decide about a conversion, and what is there to decide?"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from segue.core.models import CustomField, Item, Pipeline
from segue.crm.duplicates import Match

ANY = "any"  # confirms every repetition; only programs say so
ALL = "*"  # instead of codes: every custom field that is offered
NEW = 0  # instead of the id of an existing record: make a new one
OWN = -1  # instead of the id: the client the source has, which not everyone may see


@dataclass(frozen=True)
class Decisions:
    """Answers to questions; what nobody asked may be missing.

    repeat: the digest of the earlier targets that were shown. pipeline: its id. use: by slot the id of an existing
    record, NEW or OWN. fields: by slot and column (or custom field) the text typed for a required blank. create_fields:
    by slot the codes of the custom fields to create there; None while nobody was asked. do_not_offer: the slots for
    which the fields left out are not to be offered again. move_activities: what is still to be done goes along.
    """

    repeat: str = ""
    pipeline: int | None = None
    use: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    create_fields: Mapping[str, tuple[str, ...]] | None = None
    do_not_offer: tuple[str, ...] = ()
    move_activities: bool = False

    def facts(self) -> dict[str, Any]:
        """Word them as JSON: what is stored with the conversion, and hashed."""
        moves = {"move_activities": True} if self.move_activities else {}
        return moves | {
            "repeat": self.repeat,
            "pipeline": self.pipeline,
            "use": dict(self.use),
            "fields": {slot: dict(texts) for slot, texts in self.fields.items()},
            "create_fields": {slot: sorted(codes) for slot, codes in (self.create_fields or {}).items()},
            "do_not_offer": sorted(self.do_not_offer),
        }


UNDECIDED = Decisions()


@dataclass(frozen=True)
class Seen:
    """What the person had before them: the source's version, and the fingerprint if a plan was shown."""

    version: int
    fingerprint: str = ""


@dataclass(frozen=True)
class Repeat:
    """The same kind was made from this source before: confirm to make another one."""

    slot: str
    earlier: tuple[Item, ...]

    @property
    def digest(self) -> str:
        """What a confirmation names: exactly these earlier targets."""
        return digest(item.pk for item in self.earlier)


@dataclass(frozen=True)
class WhichPipeline:
    """A deal can go into more than one pipeline."""

    pipelines: tuple[Pipeline, ...]
    chosen: Pipeline


@dataclass(frozen=True)
class WhichRecord:
    """A contact or company may exist already: use one of these, or create a new one.

    existing: the record that is used as things stand. own: the id of the client the source has. is_lost: what a person
    chose is not there, or not for them to use.
    """

    slot: str
    matches: tuple[Match, ...]
    has_hidden: bool
    existing: Item | None = None
    own: int | None = None
    is_lost: bool = False

    @property
    def chosen(self) -> int:
        """The id of the record that is used, or NEW."""
        return self.existing.pk if self.existing else NEW


@dataclass(frozen=True)
class Blank:
    """A required field of a new item is blank."""

    slot: str
    name: str
    text: str  # what was typed, else the suggestion


@dataclass(frozen=True)
class Offer:
    """A custom field of the source that the target type lacks, and the value of this source; None for none."""

    field: CustomField
    value: Any
    has_namesake: bool  # a field of another code has this label there


@dataclass(frozen=True)
class Group:
    """What one new item's type lacks; the fields that have the same code there and another kind; how many one may not
    see.
    """

    slot: str
    offers: tuple[Offer, ...]
    conflicts: tuple[tuple[CustomField, CustomField], ...]
    hidden: int


@dataclass(frozen=True)
class MissingFields:
    """Custom fields of the source could be created on the types of the new items."""

    groups: tuple[Group, ...]
    may_create: bool

    def offers(self, slot: str) -> tuple[Offer, ...]:
        """Return what is offered for a slot."""
        return next((group.offers for group in self.groups if group.slot == slot), ())

    @property
    def offers_any(self) -> bool:
        """Say whether there is anything to tick."""
        return any(group.offers for group in self.groups)


Question = Repeat | WhichPipeline | WhichRecord | Blank | MissingFields


def digest(ids: Iterable[int]) -> str:
    """Name a set of items without giving away their ids."""
    return hashed(sorted(ids))[:16]


def hashed(value: object) -> str:
    """Return the SHA-256 of a value that JSON can hold, in one spelling."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
