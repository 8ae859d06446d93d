"""How did the sales of the demo firm go?"""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from segue.core import records
from segue.core.models import Item
from segue.core.models.pipeline import PROCESS
from segue.crm.clients import Clients

from . import goods
from .bills import invoices, offer
from .days import OPEN_MINUTES
from .firms import FIRMS, Firm
from .play import Story
from .sales import SALES, Sale
from .walks import walk
from .world import World, dice

BY_KEY = {firm.key: firm for firm in FIRMS}
LIKELY = {"NEW": 10, "PREPARATION": 30, "PREPAYMENT_INVOICE": 60, "EXECUTING": 80, "FINAL_INVOICE": 90}
WATCHED = {"stadtwerke": "a"}  # whose deals somebody of another department follows


def stories(world: World) -> Iterator[Story]:
    """Every deal, and beside it the papers that came of it."""
    for sale in SALES:
        firm = BY_KEY[sale.firm]
        yield _sale(world, sale, firm)
        yield from offer(world, sale, firm)
        yield from invoices(world, sale, firm)


def _sale(world: World, sale: Sale, firm: Firm) -> Story:
    chance = dice(sale.title)
    yield world.days.ago(sale.age, chance.randrange(OPEN_MINUTES))
    end = _end(sale)
    item = world.made["deal", sale.title] = _begin(world, sale, firm, chance, end)
    yield from walk(
        world, item, sale.stage, span=(sale.age, end), letter=firm.owner, german=firm.speaks_german
    )  # fmt: skip


def _begin(world: World, sale: Sale, firm: Firm, chance: random.Random, end: int) -> Item:
    values: dict[str, Any] = {
        "title": sale.title, "currency": goods.currency(world, firm.country), "start_on": world.today,
        "due_on": due(world, sale.stage, end, chance), "probability": LIKELY.get(sale.stage),
        "source": world.values["SOURCE", chance.choice(("CALL", "PARTNER", "EMAIL", "RECOMMENDATION"))],
    }  # fmt: skip
    if sale.by_hand:
        values |= {"amount": Decimal(sale.by_hand), "amount_is_manual": True}
    parts: dict[str, Any] = {
        "client": client(world, sale.firm, chance),
        "rows": goods.rows(world, sale.basket, firm.country, chance),
    }
    if sale.firm in WATCHED:
        parts["observers"] = (world.people[WATCHED[sale.firm]].pk,)
    return records.create("deal", values, actor=world.people[firm.owner], parts=parts)


def client(world: World, firm: str, chance: random.Random) -> Clients:
    """The firm with one or two of its people."""
    people = world.made["people", firm]
    return Clients(world.made["company", firm].pk, tuple(each.pk for each in people[: chance.randint(1, 2)]))


def due(world: World, stage: str, end: int, chance: random.Random) -> date:
    """When a deal is expected to close: around its end, or for open ones in the weeks about today."""
    if world.stage("deal", stage).semantics != PROCESS:
        return world.days.day_of(world.days.ago(end))
    return max(world.days.from_today(chance.randint(-12, 45)), world.today)


def _end(sale: Sale) -> int:
    """The last move of a deal comes with its last invoice, else with its estimate, else half-way."""
    last = (sale.invoices if sale.invoices != "-" else sale.estimate).split()[-1]
    return max(int(last) - 1, 1) if last != "-" else sale.age // 2
