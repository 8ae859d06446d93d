"""Which standard things is each type filtered by? Every column of its tables, and a row for each thing beside them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from segue.core import item_types
from segue.core.item_types import ItemType, Text
from segue.core.models import Binding, Link, StageChange
from segue.core.models.pipeline import FAILURE, PROCESS, SUCCESS
from segue.crm import columns
from segue.crm.columns import Column
from segue.crm.models import Conversion, ProductRow

from . import kinds, words
from .kinds import KINDS
from .parts import PARTS, PRESENT, there
from .subject import Context, Option, Subject

DEADLINES = {"deal": "due_on", "invoice": "due_on", "estimate": "valid_until"}
SEMANTICS: dict[str, Text] = {
    PROCESS: pgettext_lazy("semantics", "In progress"),
    SUCCESS: pgettext_lazy("semantics", "Success"),
    FAILURE: pgettext_lazy("semantics", "Failure"),
}
MOST_DAYS = 9999
Met = Callable[[Context, str, Sequence[str]], Q]


def of(item_type: ItemType) -> Mapping[str, Subject]:
    """Return what a type is filtered by, by the names that addresses have: columns first, then the rest."""
    return _of(item_type.code)


@cache
def _of(code: str) -> Mapping[str, Subject]:
    item_type = item_types.get(code)
    found = {name: _of_column(column) for name, column in columns.standard(item_type).items()}
    return found | {row.subject.code: row.subject for row in MORE if row.types is None or row.types(item_type)}


def _of_column(column: Column) -> Subject:
    if column.kind not in KINDS:
        return PARTS[column.kind](column)
    kind, name = KINDS[column.kind], column.name
    left_out = set() if column.may_be_blank or column.kind == "money" else words.ASK_NOTHING
    options = kind.options

    def met(context: Context, operator: str, asked: Sequence[str]) -> Q:
        wanted = kind.asks(context, name, operator, asked)
        return _own(context.item_type, wanted) if column.is_own else wanted

    return Subject(
        code=name,
        label=column.label,
        operators=tuple(each for each in kind.operators if each not in left_out),
        met=met,
        read=kind.read,
        typed=kind.typed,
        shown=kind.shown,
        spoken=kind.spoken,
        options=(lambda context: options(context, name)) if options else None,
        input=kind.input,
        words=kind.called,
    )


def _own(item_type: ItemType, wanted: Q) -> Q:
    """Ask of the columns that only this type has."""
    return Q(pk__in=item_type.model._default_manager.filter(wanted).order_by().values("pk"))


# Beside the columns ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One thing to filter by that is no column; `types` says for which item types, None for all."""

    subject: Subject
    types: Callable[[ItemType], bool] | None = None


def _semantics(context: Context, operator: str, asked: Sequence[str]) -> Q:
    of_them = [stage.pk for stage in context.stages if stage.semantics in asked]
    return ~Q(stage__in=of_them) if operator == "is_not" else Q(stage__in=of_them)


def _read_semantics(context: Context, operator: str, text: str) -> str:
    if text not in SEMANTICS:
        raise ValueError(text)
    return text


def _was_in(context: Context, operator: str, asked: Sequence[str]) -> Q:
    found = Q(pk__in=StageChange.objects.filter(stage__in=[int(text) for text in asked]).order_by().values("item"))
    return ~found if operator == "is_not" else found


def _read_days(context: Context, operator: str, text: str) -> str:
    days = kinds.number_id(text)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(text)
    return str(days)


def _shown_days(context: Context, operator: str, text: str) -> str:
    return str(ngettext_lazy("%(count)s day", "%(count)s days", int(text)) % {"count": text})


def _stale(context: Context, operator: str, asked: Sequence[str]) -> Q:
    return Q(last_activity_at__lt=timezone.now() - timedelta(days=int(asked[0])))


def _planned(context: Context, operator: str, asked: Sequence[str]) -> Q:
    return there(Binding.objects.filter(open_at__isnull=False), operator)


def _products(context: Context, operator: str, asked: Sequence[str]) -> Q:
    if operator in PRESENT:
        return there(ProductRow.objects, operator)
    return Q(pk__in=ProductRow.objects.filter(name__icontains=asked[0]).order_by().values("item"))


def _overdue(context: Context, operator: str, asked: Sequence[str]) -> Q:
    """Domain.md 9.2: what should have happened before the reader's today and is still open."""
    late = Q(**{f"{DEADLINES[context.item_type.code]}__lt": context.today}, closed_at__isnull=True)
    return late if asked[0] == "1" else ~late


def _converted(context: Context, operator: str, asked: Sequence[str]) -> Q:
    """Domain.md 3.3: on its success stage, with at least one conversion that stands."""
    won = [stage.pk for stage in context.stages if stage.semantics == SUCCESS]
    applied = Conversion.objects.filter(undone_at__isnull=True, source__isnull=False).order_by().values("source")
    found = Q(stage__in=won) & Q(pk__in=applied)
    return found if asked[0] == "1" else ~found


def _linked(near: str, far: str) -> Met:
    def met(context: Context, operator: str, asked: Sequence[str]) -> Q:
        links = Link.objects.filter(**{f"{far}__deleted_at": None}).order_by().values(near)
        if operator in {"is", "is_not"}:
            links = links.filter(**{f"{far}__type": asked[0]})
        return ~Q(pk__in=links) if operator in {"is_not", "blank"} else Q(pk__in=links)

    return met


def _read_type(context: Context, operator: str, text: str) -> str:
    if text not in dict(_types(context)):
        raise ValueError(text)
    return text


def _types(context: Context) -> list[Option]:
    return [(each.code, str(each.label)) for each in item_types.all_types()]


def _rows() -> Iterator[Row]:
    def staged(item_type: ItemType) -> bool:
        return item_type.has_stages

    picked = ("is", "is_not", "among")
    yield Row(
        Subject("semantics", _("Result"), picked, _semantics, _read_semantics,
                shown=lambda context, operator, text: str(SEMANTICS[text]),
                options=lambda context: [(code, str(label)) for code, label in SEMANTICS.items()]),
        staged,
    )  # fmt: skip
    yield Row(
        Subject("was_in_stage", _("Was in stage"), picked, _was_in, kinds.read_stage, shown=kinds.shown_stage,
                options=kinds.stages),
        staged,
    )  # fmt: skip
    yield Row(
        Subject("stale", _("Without activity for"), ("at_least",), _stale, _read_days, shown=_shown_days,
                unit=_("days"))
    )  # fmt: skip
    yield Row(Subject("planned", _("Planned activity"), PRESENT, _planned, words=words.THERE_WORDS))
    yield Row(
        Subject("product", _("Product"), ("contains", *PRESENT), _products, KINDS["text"].read,
                words=words.THERE_WORDS),
        lambda item_type: item_type.has("rows"),
    )  # fmt: skip
    yield from _of_lineage()
    yield from _of_rules()


def _of_lineage() -> Iterator[Row]:
    for code, label, met in (
        ("made_from", _("Made from"), _linked("target", "source")),
        ("made_into", _("Has been made into"), _linked("source", "target")),
    ):
        yield Row(
            Subject(code, label, ("is", "is_not", *PRESENT), met, _read_type,
                    shown=lambda context, operator, text: dict(_types(context))[text], options=_types,
                    words=words.THERE_WORDS)
        )  # fmt: skip


def _of_rules() -> Iterator[Row]:
    for code, label, asked, of_type in (
        ("overdue", _("Overdue"), _overdue, lambda item_type: item_type.code in DEADLINES),
        ("converted", _("Converted"), _converted, lambda item_type: item_type.code == "lead"),
    ):
        yield Row(
            Subject(code, label, ("is",), asked, kinds.read_switch, shown=kinds.shown_switch, options=kinds.switches),
            of_type,
        )


MORE: tuple[Row, ...] = tuple(_rows())
