"""What was typed, as it is looked for, and what must an item meet that it finds?"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.db.models import CharField, Q
from django.utils import translation

from segue.core import item_types, preferences
from segue.core.custom_fields.expressions import Literal
from segue.core.models import ItemQuerySet
from segue.core.one_of import OneOf
from segue.core.permissions import NOTHING
from segue.core.search_sql import Beginning, Holding
from segue.lib import phones, text

LONGEST, MOST_WORDS = 200, 10
FEWEST_PHONE_DIGITS = 3
MOST_ID_DIGITS = 18  # more fit no key
LATEST = 500  # of a type: among which words that no index tells are looked for
BROAD = 3  # letters of words that so many items hold that the latest are asked first

_TELLING = re.compile(r"[^\W_]{3}")  # three letters or digits in a row: a trigram


@dataclass(frozen=True)
class Wanted:
    """What was typed, as it is looked for."""

    typed: str
    words: tuple[tuple[str, ...], ...] = ()  # each with its spellings
    numbers: tuple[str, ...] = ()  # digits that a phone may hold

    def __bool__(self) -> bool:
        return bool(self.typed)

    @cached_property
    def sign(self) -> str:
        """What may be the number of an item."""
        return self._called.removeprefix("#").strip()

    @cached_property
    def _called(self) -> str:
        """What was typed, without the word for its type: pages say "Lead #7" and "Invoice INV-1"."""
        word = next((word for word in _type_words() if self.typed[: len(word)].casefold() == word), "")
        return self.typed[len(word) :].strip()

    @cached_property
    def pk(self) -> int | None:
        """The id that was typed; None where it is none."""
        is_id = self.sign.isascii() and self.sign.isdigit() and len(self.sign) <= MOST_ID_DIGITS
        is_meant = self._called in {self.typed, f"#{self.sign}"}  # "Deal 7" may be a name
        return int(self.sign) if is_id and is_meant else None

    @property
    def is_telling(self) -> bool:
        """Whether there is a word that an index can tell."""
        return any(_TELLING.search(spellings[0]) for spellings in self.words)

    @property
    def is_as_typed(self) -> bool:
        """Whether every word has one spelling: more mislead PostgreSQL where several types are asked for."""
        return all(len(spellings) == 1 for spellings in self.words)

    @property
    def is_broad(self) -> bool:
        """Whether so many items may hold these words that their index is no shortcut."""
        return not self.numbers and all(len(spellings[0]) <= BROAD for spellings in self.words)

    @property
    def marks(self) -> tuple[tuple[str, ...], ...]:
        """What is marked where it is found."""
        return (*self.words, *((number,) for number in self.numbers))


@cache
def _type_words() -> tuple[str, ...]:
    """Return what the types are called, in every language: a colleague may write in another one."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [f"{each.label} ".casefold() for each in item_types.all_types()]
    return tuple(found)


def read(typed: str) -> Wanted:
    """Understand what was typed."""
    typed = typed.replace("\0", "").strip()[:LONGEST].strip()
    words = tuple(dict.fromkeys(text.search_form(typed).split()))[:MOST_WORDS]
    return Wanted(typed, tuple((word,) for word in words), _numbers(typed))


def of_type(code: str) -> Q:
    """Return that an item is of this type, so that PostgreSQL sees when it plans that the index of the type will do."""
    return Q(type=Literal(code, output_field=CharField()))


def met_by(wanted: Wanted, among: ItemQuerySet) -> Q:
    """Return what an item must meet, where `among` are those that are asked for."""
    held = holding(wanted) if wanted.is_telling else holding_latest(wanted, among)
    return held | exactly(wanted)


def holding(wanted: Wanted) -> Q:
    """Return what the search text of an item must hold."""
    return _or_numbers(holding_words(wanted), wanted)


def holding_parts(wanted: Wanted) -> list[Q]:
    """Return the same in parts, of which an item must meet one: each enters the indexes of several types at once."""
    numbers = [Q(Holding((number,))) for number in wanted.numbers]
    return [holding_words(wanted), *numbers] if wanted.words else numbers


def holding_latest(wanted: Wanted, among: ItemQuerySet) -> Q:
    """Return the same for words that no index tells: these are looked for among the latest."""
    return _or_numbers(holding_words(wanted) & among_latest(among) if wanted.words else NOTHING, wanted)


def holding_words(wanted: Wanted) -> Q:
    """Return what its search text must hold where it is found by words."""
    telling = [spellings for spellings in wanted.words if _TELLING.search(spellings[0])]
    short = [spellings[0] for spellings in wanted.words if not _TELLING.search(spellings[0])]
    held = Q() if wanted.words else NOTHING
    if telling:
        held &= Q(Holding(*telling))
    for word in short:
        held &= Q(Beginning(word, enters=wanted.is_telling))
    return held


def holding_parts_of(part: str) -> Q:
    """Return what an item must hold whose name holds this part, if an index can tell: it narrows, and says no more."""
    telling = [word for word in text.search_parts(part) if _TELLING.search(word)]
    return Q(Holding(*((word,) for word in telling))) if telling else Q()


def among_latest(rows: ItemQuerySet) -> Q:
    """Return that an item is among those that somebody worked on last."""
    ids = list(rows.order_by("-last_activity_at", "-pk").values_list("pk", flat=True)[:LATEST])
    return Q(OneOf("pk", ids)) if ids else NOTHING


def exactly(wanted: Wanted) -> Q:
    """Return that an item has just this number or id; nothing where none was typed."""
    if not any(sign.isdigit() for sign in wanted.sign):
        return Q()  # ids and numbers have digits
    signs = sorted({wanted.sign, wanted.sign.upper()})
    has_number = Q(number__in=[Literal(sign, output_field=CharField()) for sign in signs])
    return has_number if wanted.pk is None else has_number | Q(pk=wanted.pk)


def _or_numbers(met: Q, wanted: Wanted) -> Q:
    return met | Q(Holding(wanted.numbers)) if wanted.numbers else met


def _numbers(typed: str) -> tuple[str, ...]:
    """Return the digits by which a phone is found, also a part of it: +49 30 ... is 030 ... at home."""
    digits = text.digits(typed)
    if len(digits) < FEWEST_PHONE_DIGITS or any(sign.isalpha() for sign in typed):
        return ()
    forms = {digits, digits.lstrip("0"), phones.key(typed, preferences.load().country)}
    usable = {form for form in forms if len(form) >= FEWEST_PHONE_DIGITS and form.isdigit()}
    # What holds a form holds those in it as well.
    return tuple(sorted(form for form in usable if not any(other in form for other in usable - {form})))
