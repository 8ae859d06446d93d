"""What will the open deals bring, and when?

Open deals stand in the month of their expected close, this month and the five after it; before, later and without a
date are columns of their own. The days of the page do not narrow them, for a forecast looks ahead.

The weighted amount of a deal is its amount times its chance. The chance is

1. the deal's own probability, where somebody entered one;
2. else the share of won deals among those of the last 1,000 closed ones that ever stood on its stage (`StageChange`),
   where they are at least ten: fewer say nothing. They are all that the reader may see of the chosen pipeline, whoever
   is responsible: one person's few deals say less than everybody's;
3. else the place of its stage: the second of four stages in progress is 2 / 5. So a new system has a forecast, too.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When

from segue.core.models import Item, ItemQuerySet, Stage, StageChange
from segue.core.models.pipeline import PROCESS, SUCCESS
from segue.crm.models import Deal
from segue.crm.reports.scope import NO_AMOUNT, Scope, Total, month_after

MONTHS = 6
EARLIER, LATER, UNDATED = "earlier", "later", "none"
CLOSED_AT_MOST, FEWEST = 1_000, 10
Chances = Mapping[int, Decimal]  # by stage


@dataclass(frozen=True)
class Column:
    """The open deals of one month, or of one of the columns beside the months; `code` names it in addresses."""

    code: str
    month: date | None
    total: Total
    weighted: Decimal


def columns(scope: Scope) -> list[Column]:
    """Add up the open deals by expected month; columns beside the months only where they hold any. Four queries."""
    counts: dict[str, int] = defaultdict(int)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    weighted: dict[str, Decimal] = defaultdict(Decimal)
    chances = _chances(scope)
    for code, stage, probability, count, amount in _grouped(scope):
        chance = Decimal(probability) / 100 if probability is not None else chances.get(stage, NO_AMOUNT)
        counts[code] += count
        amounts[code] += amount
        weighted[code] += amount * chance
    return [
        Column(code, month, Total(counts[code], amounts[code]), weighted[code])
        for code, month in _codes(scope)
        if month or counts[code]
    ]


def items(scope: Scope, code: str) -> ItemQuerySet | None:
    """Return the open deals of a column, of all columns for ""; None for a code that is none."""
    if not code:
        return _open(scope)
    condition = _conditions(scope).get(code)
    return None if condition is None else _open(scope).filter(condition)


def _open(scope: Scope, form: type[Item] = Item) -> ItemQuerySet:
    return scope.items("deal", form).filter(closed_at=None)


def _codes(scope: Scope) -> list[tuple[str, date | None]]:
    months = [month_after(_first(scope), count) for count in range(MONTHS)]
    named: list[tuple[str, date | None]] = [(f"{month:%Y-%m}", month) for month in months]
    return [(EARLIER, None), *named, (LATER, None), (UNDATED, None)]


def _conditions(scope: Scope) -> dict[str, Q]:
    first, end = _first(scope), month_after(_first(scope), MONTHS)
    months = {
        code: Q(due_on__gte=month, due_on__lt=month_after(month)) for code, month in _codes(scope) if month is not None
    }
    return {EARLIER: Q(due_on__lt=first), **months, LATER: Q(due_on__gte=end), UNDATED: Q(due_on=None)}


def _first(scope: Scope) -> date:
    return scope.today.replace(day=1)


def _grouped(scope: Scope) -> "QuerySet[Deal, tuple[str, int, int | None, int, Decimal]]":
    whens = [When(condition, then=Value(code)) for code, condition in _conditions(scope).items()]
    deals = _open(scope, Deal).order_by().annotate(column=Case(*whens, output_field=CharField()))
    summed = deals.values("column", "stage", "probability").annotate(count=Count("pk"), sum=Sum("base_amount"))
    found: QuerySet[Deal, tuple[str, int, int | None, int, Decimal]] = summed.values_list(
        "column", "stage", "probability", "count", "sum"
    )
    return found


def _chances(scope: Scope) -> Chances:
    stood: dict[int, int] = defaultdict(int)
    won: dict[int, int] = defaultdict(int)
    closed = _closed(scope)
    stays = StageChange.objects.filter(item__in=list(closed), stage__isnull=False).order_by()
    for item, stage in stays.values_list("item", "stage").distinct():
        stood[stage] += 1
        won[stage] += closed[item]
    learnt = {stage: Decimal(won[stage]) / count for stage, count in stood.items() if count >= FEWEST}
    return _by_place() | learnt


def _closed(scope: Scope) -> dict[int, bool]:
    """The deals that were closed last, and whether each was won."""
    rows = scope.visible("deal").filter(closed_at__isnull=False)
    if scope.pipeline is not None:
        rows = rows.filter(pipeline=scope.pipeline)
    found = rows.order_by("-closed_at", "-pk").values_list("pk", "stage__semantics")[:CLOSED_AT_MOST]
    return {pk: semantics == SUCCESS for pk, semantics in found}


def _by_place() -> dict[int, Decimal]:
    places: dict[int, list[int]] = defaultdict(list)
    stages = Stage.objects.filter(pipeline__item_type="deal", semantics=PROCESS).order_by("sort", "pk")
    for pk, pipeline in stages.values_list("pk", "pipeline"):
        places[pipeline].append(pk)
    return {
        pk: Decimal(number) / (len(stages) + 1)
        for stages in places.values()
        for number, pk in enumerate(stages, start=1)
    }
