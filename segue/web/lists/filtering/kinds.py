"""How is a column of each kind compared? One row per kind: its comparisons, its values, and what they ask of SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from segue.core import search_terms
from segue.core.item_types import Text
from segue.core.models import Currency, DirectoryValue, Pipeline, User
from segue.core.typed import read_number
from segue.crm.types import DIRECTORIES
from segue.lib import money
from segue.web.components import names, values

from . import days, words
from .subject import Context, Option

ME = "me"
MOST_DIGITS = 18
MOST_PEOPLE = 1000  # to choose from, as plain options: some 10 KB of a page that is packed
LONGEST_NUMBER = len("-12345678901.1234")
TEXTS = ("contains", "is", "is_not", "starts", "blank", "filled")
NUMBERS = ("is", "is_not", "at_least", "at_most", "between", "blank", "filled")
DAYS = ("within", "is", "at_least", "at_most", "between", "blank", "filled")
CHOICES = ("is", "is_not", "among", "blank", "filled")
LOOKUPS = {"is": "", "contains": "__icontains", "starts": "__istartswith", "at_least": "__gte", "at_most": "__lte"}


@dataclass(frozen=True)
class Kind:
    """One row: see `subject.Subject`. `asks` says what the column at a path must hold; `empty` what is blank there."""

    operators: tuple[str, ...]
    asks: Callable[[Context, str, str, Sequence[str]], Q]
    read: Callable[[Context, str, str], str]
    typed: Callable[[Context, str, str], str]
    shown: Callable[[Context, str, str], str]
    options: Callable[[Context, str], list[Option]] | None = None
    input: str = "text"
    called: Mapping[str, Text] = field(default_factory=lambda: words.WORDS)
    spoken: Callable[[str], str] = lambda text: text


def number_id(text: str) -> int:
    """Read a key; raises ValueError for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise ValueError(text)
    return int(text)


def blank_or(path: str, operator: str, empty: Q, asked: Q) -> Q:
    """Return what blank and filled mean, else what is asked."""
    return empty if operator == "blank" else ~empty if operator == "filled" else asked


# Texts ----------------------------------------------------------------------------------------------------------


def _text(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    empty = Q(**{path: ""})
    if operator in words.ASK_NOTHING:
        return blank_or(path, operator, empty, Q())
    exact = f"{path}__iexact"
    if operator == "is_not":
        return ~Q(**{exact: asked[0]})
    found = Q(**{exact if operator == "is" else f"{path}{LOOKUPS[operator]}": asked[0]})
    return found & search_terms.holding_parts_of(asked[0]) if path == "title" else found


def _read_text(context: Context, operator: str, text: str) -> str:
    if not text or "\0" in text:
        raise ValueError(text)
    return text


# Numbers --------------------------------------------------------------------------------------------------------


def _number(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    if operator in words.ASK_NOTHING:
        return blank_or(path, operator, Q(**{f"{path}__isnull": True}), Q())
    return _compared(path, operator, [Decimal(text) for text in asked])


def _amount(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    """An amount of nothing is none."""
    if operator in words.ASK_NOTHING:
        return blank_or(path, operator, Q(**{path: 0}), Q())
    return _compared(path, operator, [Decimal(text) for text in asked])


def _compared(path: str, operator: str, asked: Sequence[Any]) -> Q:
    if operator == "between":
        if asked[0] > asked[1]:
            raise ValidationError([_("The largest is below the smallest.")])
        return Q(**{f"{path}__gte": asked[0], f"{path}__lte": asked[1]})
    if operator == "is_not":
        return ~Q(**{path: asked[0]})
    return Q(**{f"{path}{LOOKUPS[operator]}": asked[0]})


def _read_number(context: Context, operator: str, text: str) -> str:
    found = Decimal(text if text.isascii() and len(text) <= LONGEST_NUMBER else "")
    if not money.fits(found):
        raise ValueError(text)
    return format(found, "f")


def _typed_number(context: Context, operator: str, text: str) -> str:
    return format(Decimal(read_number(text.strip())), "f")


def _shown_number(context: Context, operator: str, text: str) -> str:
    return spoken_number(text)


def spoken_number(text: str) -> str:
    """Write a number in the reader's notation."""
    return values.number(Decimal(text))


# Yes or no ------------------------------------------------------------------------------------------------------


def _switch(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    return Q(**{path: asked[0] == "1"})


def read_switch(context: Context, operator: str, text: str) -> str:
    """Read yes or no."""
    if text not in {"0", "1"}:
        raise ValueError(text)
    return text


def shown_switch(context: Context, operator: str, text: str) -> str:
    """Say yes or no."""
    return values.yes_no(text == "1")


def switches(context: Context, code: str = "") -> list[Option]:
    """Offer yes and no."""
    return [(text, shown_switch(context, "is", text)) for text in "10"]


# What is chosen -------------------------------------------------------------------------------------------------


def _reference(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    return chosen(f"{path}_id", operator, [int(text) for text in asked])


def chosen(path: str, operator: str, asked: Sequence[Any]) -> Q:
    """Compare keys."""
    if operator in words.ASK_NOTHING:
        return blank_or(path, operator, Q(**{f"{path}__isnull": True}), Q())
    if operator == "is_not":
        return ~Q(**{path: asked[0]}) | Q(**{f"{path}__isnull": True})
    return Q(**{f"{path}__in": list(asked)}) if operator == "among" else Q(**{path: asked[0]})


def read_id(context: Context, operator: str, text: str) -> str:
    """Read a key."""
    return str(number_id(text))


def _person(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    return chosen(f"{path}_id", operator, people(context, asked))


def people(context: Context, asked: Sequence[str]) -> list[int]:
    """Return the keys of people; "me" is the reader."""
    return [context.reader.pk if text == ME else int(text) for text in asked]


def read_person(context: Context, operator: str, text: str) -> str:
    """Read a person."""
    return text if text == ME else read_id(context, operator, text)


def shown_person(context: Context, operator: str, text: str) -> str:
    """Name a person."""
    if text == ME:
        return str(_("me"))
    return User.objects.filter(pk=text).values_list("name", flat=True).first() or str(_("Deleted user"))


def everybody(context: Context, code: str = "") -> list[Option]:
    """Offer oneself, then the people who can sign in."""
    found = User.objects.active().order_by("name", "pk").values_list("pk", "name")[:MOST_PEOPLE]
    return [(ME, str(_("me"))), *((str(pk), name) for pk, name in found)]


def _labelled(model: Any) -> Callable[[Context, str, str], str]:
    return lambda context, operator, text: str(model.objects.filter(pk=text).first() or text)


def _directory(context: Context, code: str) -> list[Option]:
    rows = DirectoryValue.objects.filter(directory=DIRECTORIES[code]).order_by("sort", "pk")
    return [(str(each.pk), str(each)) for each in rows]


def _pipelines(context: Context, code: str) -> list[Option]:
    return list({str(stage.pipeline_id): str(stage.pipeline) for stage in context.stages}.items())


def _read_pipeline(context: Context, operator: str, text: str) -> str:
    """Read a pipeline of the type, in which the reader may read something."""
    if text not in {str(stage.pipeline_id) for stage in context.stages}:
        raise ValueError(text)
    return text


def _stages(context: Context, code: str = "") -> list[Option]:
    several = len({stage.pipeline_id for stage in context.stages}) > 1
    return [(str(each.pk), f"{each.pipeline} · {each}" if several else str(each)) for each in context.stages]


def read_stage(context: Context, operator: str, text: str) -> str:
    """Read a stage of the type."""
    if text not in {str(stage.pk) for stage in context.stages}:
        raise ValueError(text)
    return text


def shown_stage(context: Context, operator: str, text: str) -> str:
    """Name a stage."""
    return dict(_stages(context))[text]


stages = _stages


def _currency(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    return chosen(f"{path}_id", operator, asked)


def _read_currency(context: Context, operator: str, text: str) -> str:
    if not (text.isascii() and text.isalpha() and len(text) == len("EUR")):
        raise ValueError(text)
    return text


def _currencies(context: Context, code: str) -> list[Option]:
    return [(pk, pk) for pk in Currency.objects.filter(active=True).values_list("pk", flat=True)]


def shown_item(context: Context, operator: str, text: str) -> str:
    """Name another item as the reader sees it."""
    return names.of([int(text)], context.reader)[int(text)].text


def as_typed(context: Context, operator: str, text: str) -> str:
    """Take what was typed without the blanks around it."""
    return text.strip()


def typed_id(context: Context, operator: str, text: str) -> str:
    """Read a key as people type it: with or without the sign before it."""
    return text.strip().removeprefix("#")


def as_it_is(context: Context, operator: str, text: str) -> str:
    """Show a text as it is."""
    return text


def _item_id(context: Context, path: str, operator: str, asked: Sequence[str]) -> Q:
    return _compared(path, operator, [int(text) for text in asked])


_PICKED = ("is", "is_not", "among")
KINDS: dict[str, Kind] = {
    "id": Kind(("is", "is_not", "at_least", "at_most", "between"), _item_id, read_id, typed_id, as_it_is),
    "text": Kind(TEXTS, _text, _read_text, as_typed, as_it_is),
    "long": Kind(("contains", "blank", "filled"), _text, _read_text, as_typed, as_it_is),
    "number": Kind(NUMBERS, _number, _read_number, _typed_number, _shown_number, spoken=spoken_number),
    "money": Kind(NUMBERS, _amount, _read_number, _typed_number, _shown_number, spoken=spoken_number),
    "day": Kind(DAYS, days.day, days.read_day, days.typed_day, days.shown_day, None, "date", words.DAY_WORDS),
    "instant": Kind(DAYS, days.instant, days.read_day, days.typed_day, days.shown_day, None, "date", words.DAY_WORDS),
    "switch": Kind(("is",), _switch, read_switch, as_typed, shown_switch, switches),
    "person": Kind(CHOICES, _person, read_person, as_typed, shown_person, everybody),
    "directory": Kind(CHOICES, _reference, read_id, as_typed, _labelled(DirectoryValue), _directory),
    "pipeline": Kind(_PICKED, _reference, _read_pipeline, as_typed, _labelled(Pipeline), _pipelines),
    "stage": Kind(_PICKED, _reference, read_stage, as_typed, shown_stage, _stages),
    "currency": Kind(_PICKED, _currency, _read_currency, as_typed, as_it_is, _currencies),
    "item": Kind(("is", "is_not", "blank", "filled"), _reference, read_id, typed_id, shown_item),
}
