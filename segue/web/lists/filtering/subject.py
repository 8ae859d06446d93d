"""What is a thing that a list can be filtered by? One protocol for standard fields, custom ones, and all else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.core import preferences
from segue.core.item_types import ItemType, Text
from segue.core.models import Stage, User
from segue.lib import dates

from . import words

COUNTS = {"blank": (0, 0), "filled": (0, 0), "between": (2, 2), "among": (1, 100)}  # values; else exactly one
Option = tuple[str, str]


@dataclass(frozen=True)
class Context:
    """Who filters what: the reader, whose day it is, and the stages of the type."""

    item_type: ItemType
    reader: User
    stages: Sequence[Stage] = field(default=(), compare=False)

    @property
    def zone(self) -> str:
        """The time zone of the reader, also where no request has set it."""
        return self.reader.time_zone or (self.reader.chosen or preferences.load()).time_zone

    @property
    def today(self) -> Any:
        """The reader's day."""
        return dates.today(self.zone)


@dataclass(frozen=True)
class Subject:
    """Something to filter by. Values are texts as an address holds them.

    `read` checks one of them and returns it in its one shape, or raises ValueError; `typed` makes it of what a person
    typed in their notation, and `spoken` writes it so again; `shown` says it in words. `met` is what an item must meet.
    `input` is the kind of its input, `options` what can be chosen, None where values are typed.
    """

    code: str
    label: Text
    operators: tuple[str, ...]
    met: Callable[[Context, str, Sequence[str]], Q]
    read: Callable[[Context, str, str], str] = lambda context, operator, text: text
    typed: Callable[[Context, str, str], str] = lambda context, operator, text: text.strip()
    shown: Callable[[Context, str, str], str] = lambda context, operator, text: text
    spoken: Callable[[str], str] = lambda text: text
    options: Callable[[Context], list[Option]] | None = None
    input: str = "text"
    words: Mapping[str, Text] = field(default_factory=lambda: words.WORDS)
    unit: Text = ""

    def check(self, context: Context, operator: str, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the values of a condition as they are kept; raises ValidationError for what cannot be asked so."""
        least, most = COUNTS.get(operator, (1, 1))
        if operator not in self.operators or not least <= len(texts) <= most:
            raise ValidationError([_("This value cannot be read.")])
        try:
            kept = tuple(self.read(context, operator, text) for text in texts)
            self.met(context, operator, kept)
        except (ValueError, ArithmeticError):
            raise ValidationError([_("This value cannot be read.")]) from None
        return kept
