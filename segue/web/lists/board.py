"""Which columns does a board have, which cards stand in each, and what do they come to?

A board asks for the same as the list of its type (`asked.py`). Its columns are called lanes here, for tables have
columns too.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone

from segue.core.item_types import ItemType, Text
from segue.core.models import Currency, Item, ItemQuerySet, Pipeline, Stage, User
from segue.core.models.pipeline import PROCESS
from segue.core.permissions import Forbidden, Missing
from segue.lib import dates
from segue.web.components import deadlines, last_view
from segue.web.lists import filters, paging
from segue.web.lists.asked import Asked
from segue.web.lists.walking import Order

BEGIN = 12  # cards of each lane that come with the page; further ones come as one scrolls
BESIDE = ("owner", "currency")


@dataclass(frozen=True)
class Lane:
    """A column of a board: its key on the page, what a card dropped on it is sent with, and which items it holds."""

    key: str
    value: str
    label: Text
    wanted: Q
    hue: str = ""
    takes: bool = True  # cards can be dropped on it


@dataclass(frozen=True)
class Stretch:
    """Some cards of a lane in their order, and the mark after which the next ones begin; "" where there are none."""

    items: Sequence[Item] = ()
    next: str = ""


@dataclass
class Total:
    """What the items of a lane come to: how many, the amounts by currency, and all of them in the base currency."""

    count: int = 0
    amounts: list[tuple[Decimal, Currency]] = field(default_factory=list)
    base: Decimal = Decimal(0)


class Board(ABC):
    """The lanes of one item type as an address asks for them; see the two kinds below."""

    route = "board"
    order: Order
    descending = False

    def __init__(self, item_type: ItemType, params: Any, reader: User) -> None:
        self.item_type, self.reader = item_type, reader
        self.asked = Asked(item_type, params, reader, home=reverse(self.route, args=[item_type.slug]))

    @cached_property
    @abstractmethod
    def lanes(self) -> list[Lane]:
        """The lanes in their order."""

    @property
    @abstractmethod
    def grouping(self) -> Combinable:
        """Return the expression whose value is the key of the lane that an item stands in."""

    @property
    def address(self) -> str:
        """Return the address of the board."""
        return self.asked.address

    @property
    def said_of_kind(self) -> list[tuple[str, str]]:
        """How the address of a part says which board it is of."""
        return [("of", self.route)]

    def part(self, route: str, *more: tuple[str, str]) -> str:
        """Return the address of a part of the board: the same is asked for there, whatever becomes of views."""
        said = urlencode([*(self.asked.said or [("q", "")]), *self.said_of_kind, *more])
        return f"{reverse(route, args=[self.item_type.slug])}?{said}"

    def lane(self, key: str) -> Lane:
        """Return the lane of that key; the first one for what is none."""
        return next((each for each in self.lanes if each.key == key), self.lanes[0])

    @abstractmethod
    def lane_of(self, item: Item) -> str:
        """Return the key of the lane an item stands in; that of none where it stands on no board like this."""

    def rows(self, lane: Lane) -> ItemQuerySet:
        """Return the items of a lane, without order."""
        return self.asked.rows.filter(lane.wanted)

    def begin(self) -> dict[str, Stretch]:
        """Return the first cards of every lane, by its key: one question for their ids, one for all of them."""
        found = _ids([self._first(lane) for lane in self.lanes])
        items = paging.read_items((pk for ids in found for pk in ids), BESIDE)
        stretches = [[items[pk] for pk in ids if pk in items] for ids in found]
        return {lane.key: self._stretch(each) for lane, each in zip(self.lanes, stretches, strict=True)}

    def page(self, lane: Lane, params: Mapping[str, Any]) -> Stretch:
        """Return the cards of a lane that follow the mark `after`; the first ones without it."""
        turned = paging.turn(self.rows(lane), self.order, descending=self.descending, params=params, beside=BESIDE)
        return Stretch(turned.items, turned.next)

    def totals(self) -> dict[str, Total]:
        """Count and add up the items of every lane, by its key."""
        anywhere = Q()
        for lane in self.lanes:
            anywhere |= lane.wanted
        groups = self.asked.rows.filter(anywhere).order_by().annotate(lane=self.grouping).values("lane", "currency")
        currencies = Currency.objects.in_bulk()
        totals = {lane.key: Total() for lane in self.lanes}
        for group in groups.annotate(count=Count("pk"), amount=Sum("amount"), base=Sum("base_amount")):
            total = totals[str(group["lane"])]
            total.count += group["count"]
            total.base += group["base"]
            total.amounts.append((group["amount"], currencies[group["currency"]]))
        return totals

    def _first(self, lane: Lane) -> ItemQuerySet:
        sign = "-" if self.descending else ""
        return self.rows(lane).order_by(f"{sign}{self.order.by}", f"{sign}id")[: BEGIN + 1]

    def _stretch(self, items: Sequence[Item]) -> Stretch:
        column = str(self.order.by)
        ordered = sorted(items, key=lambda item: (getattr(item, column), item.pk), reverse=self.descending)
        shown = ordered[:BEGIN]
        more = len(ordered) > BEGIN
        return Stretch(shown, paging.mark_of((shown[-1].pk, getattr(shown[-1], column))) if more else "")


class StageBoard(Board):
    """One lane per stage of a pipeline: those in progress, unless the filter asks for others; the latest card first."""

    order = paging.instant("last_activity_at")
    descending = True

    def __init__(self, item_type: ItemType, params: Any, reader: User) -> None:
        super().__init__(item_type, params, reader)
        stages = self.asked.stages
        self.pipelines = filters.pipelines_in(stages)
        chosen = next((each for each in stages if str(each.pk) == self.asked.chosen.stage), None)
        named = self._named(params.get("pipeline", ""))
        if chosen and named and chosen.pipeline_id != named.pk:  # who turns to another pipeline leaves its stages
            params, chosen = params.copy(), None
            del params["stage"]
            self.asked = Asked(item_type, params, reader)
        usual = next((each for each in self.pipelines if each.is_default), self.pipelines[0])
        self.pipeline: Pipeline = chosen.pipeline if chosen else named or usual
        self.stages = [each for each in stages if each.pipeline_id == self.pipeline.pk]
        self.asked.home = self.home_of(self.pipeline)
        self.asked.stages = self.stages  # what can be chosen above the board

    def _named(self, code: str) -> Pipeline | None:
        """Return the pipeline of that code, None for what is none; raises Forbidden where nothing may be read there."""
        found = next((each for each in self.pipelines if each.code == code), None)
        of_type = Pipeline.objects.filter(item_type=self.item_type.code)
        if not self.pipelines or (found is None and code and of_type.filter(code=code.replace("\0", "")).exists()):
            raise Forbidden(Missing("read", self.item_type.code))
        return found

    def home_of(self, pipeline: Pipeline) -> str:
        """Return where the board of a pipeline is."""
        return last_view.board(self.item_type.slug, "" if pipeline.is_default else pipeline.code)

    @property
    def home_pipeline(self) -> str:
        """How an address names the pipeline; "" for the usual one."""
        return "" if self.pipeline.is_default else self.pipeline.code

    @property
    def said_of_kind(self) -> list[tuple[str, str]]:
        """How the address of a part says which board it is of."""
        return [*super().said_of_kind, ("pipeline", self.pipeline.code)]

    @cached_property
    def lanes(self) -> list[Lane]:
        """The stages in their order."""
        return [
            Lane(str(stage.pk), stage.code, str(stage), Q(stage=stage.pk), stage.colour)
            for stage in self.stages
            if self._has(stage)
        ]

    @property
    def grouping(self) -> Combinable:
        """Return the expression whose value is the key of the lane that an item stands in."""
        return F("stage_id")

    def lane_of(self, item: Item) -> str:
        """Return the key of the lane an item stands in."""
        return str(item.stage_id)

    def _has(self, stage: Stage) -> bool:
        wanted = self.asked.chosen.stage
        if wanted == filters.CLOSED:
            return stage.is_final
        return stage.semantics == PROCESS if wanted in {"", filters.OPEN} else str(stage.pk) == wanted


class DeadlineBoard(Board):
    """What is open of estimates or invoices, by the day until which it holds (domain.md 7.9); the next one first."""

    route = "deadlines"

    def __init__(self, item_type: ItemType, params: Any, reader: User) -> None:
        super().__init__(item_type, params, reader)
        self.column = deadlines.COLUMNS[item_type.code]
        self.order = paging.day(self.column)
        self.today: date = dates.today(timezone.get_current_timezone_name())

    @cached_property
    def lanes(self) -> list[Lane]:
        """Overdue, Today, This week, Next week, Later."""
        return [
            Lane(each.code, each.code, each.label, self._within(each.begins, each.ends), each.hue, each.takes)
            for each in deadlines.spans(self.today)
        ]

    @property
    def grouping(self) -> Combinable:
        """Return the expression whose value is the key of the lane that an item stands in."""
        return Case(*(When(lane.wanted, then=Value(lane.key)) for lane in self.lanes))

    def lane_of(self, item: Item) -> str:
        """Return the key of the lane an item stands in; "" for what is closed or has no such day."""
        day = getattr(item, self.column)
        return deadlines.span_of(day, self.today) if day and item.closed_at is None else ""

    def _within(self, begins: date | None, ends: date | None) -> Q:
        found = Q(closed_at__isnull=True) & Q(**{f"{self.column}__isnull": False})
        if begins:
            found &= Q(**{f"{self.column}__gte": begins})
        return found & Q(**{f"{self.column}__lt": ends}) if ends else found


KINDS: Mapping[str, type[Board]] = {"board": StageBoard, "deadlines": DeadlineBoard}


def _ids(queries: Iterable[ItemQuerySet]) -> list[list[int]]:
    """Return the ids that each of these queries finds, all in one question; the ORM cannot join cut queries so."""
    parts: list[str] = []
    given: list[Any] = []
    found: list[list[int]] = []
    for place, query in enumerate(queries):
        found.append([])
        try:
            sql, params = query.values_list("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {place}, pk FROM ({sql}) AS lane_{place}")  # noqa: S608  the ORM's own words, and ours
        given += params
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), given)
            for place, pk in cursor.fetchall():
                found[place].append(pk)
    return found
