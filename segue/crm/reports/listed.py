"""Which items does a number count?"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from segue.core.models import ItemQuerySet
from segue.crm.reports import day, forecast, sales
from segue.crm.reports.funnel import PAID, SOURCES, Funnel
from segue.crm.reports.scope import Scope

FROM = "from-"  # before the code of a step: of its source step, what it came from


class Now(NamedTuple):
    """The moment, and the day it is where the reader is."""

    instant: datetime
    today: date


class Listed(NamedTuple):
    """The items of a number, and their type."""

    item_type: str
    rows: ItemQuerySet


def items(what: str, part: str, scope: Scope, now: Now) -> Listed | None:
    """Return what a number counts; None where there is no such number. `part` is the step or month that is meant."""
    find = FIGURES.get(what)
    return None if find is None else find(part, scope, now)


def _funnel(part: str, scope: Scope, _now: Now) -> Listed | None:
    start, _, step = part.partition(".")
    funnel, source = Funnel(scope, start), step.startswith(FROM)
    step = step.removeprefix(FROM)
    if step not in funnel.codes or (source and step == funnel.start):
        return None
    code = SOURCES[step] if source else step
    return Listed("invoice" if code == PAID else code, funnel.sources(step) if source else funnel.items(step))


def _deals(find: Callable[[Scope, str], ItemQuerySet | None]) -> Callable[[str, Scope, Now], Listed | None]:
    def listed(part: str, scope: Scope, _now: Now) -> Listed | None:
        rows = find(scope, part)
        return None if rows is None else Listed("deal", rows)

    return listed


FIGURES: dict[str, Callable[[str, Scope, Now], Listed | None]] = {
    "funnel": _funnel,
    "forecast": _deals(forecast.items),
    "sales": _deals(sales.items),
    "stale": lambda _part, scope, now: Listed("deal", day.stale(scope.reader, now=now.instant)),
    "due": lambda _part, scope, now: Listed("invoice", day.due(scope.reader, today=now.today)),
}
