"""What became of the sales to firms the demo firm knows: deals, their estimates and invoices, and single papers?"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from segue.core import records
from segue.core.models import Item, User
from segue.crm import stages
from segue.crm.clients import Clients

from . import parties, sold, to_do
from .days import OPEN_MINUTES
from .firms import CURRENCIES, FIRMS, GERMAN
from .play import Story
from .remarks import OFFER
from .sales import PAPERS, SALES, Paper, Sale
from .world import World, dice, made

DUE = timedelta(days=14)
BY_KEY = {firm.key: firm for firm in FIRMS}
IN_OWN_CURRENCY = ("hudson", "uhrwerk", "lakeview", "zuerihof")


def stories(world: World) -> Iterator[Story]:
    """Every sale, and every paper without one."""
    for sale in SALES:
        yield _sale(world, sale)
    for paper in PAPERS:
        yield _paper(world, paper)


def _sale(world: World, sale: Sale) -> Story:
    chance, owner, german = dice(sale.title), world.people[BY_KEY[sale.firm].owner], BY_KEY[sale.firm].country in GERMAN
    yield world.days.ago(sale.age, chance.randrange(OPEN_MINUTES))
    deal = _begin(world, "deal", sale.firm, sale.basket, sale.title, sale.by_hand)
    if sale.age > 3:  # noqa: PLR2004  what is new has no remark yet
        yield world.days.ago(sale.age - 1, chance.randrange(OPEN_MINUTES))
        parties.remark(deal, chance, german=german, actor=owner)
        if chance.random() < 0.5:  # noqa: PLR2004  every second one was called
            yield world.days.ago(sale.age - 2, chance.randrange(OPEN_MINUTES))
            to_do.spoke(world, deal, chance, german=german, actor=owner)
    for code, age in _papers(sale.estimate):
        yield world.days.ago(age, chance.randrange(OPEN_MINUTES))
        estimate = made(world.convert(deal, "estimate", actor=owner), "estimate")
        content, terms = OFFER[german]
        _move(world, records.change(estimate, {"content": content, "terms": terms}, actor=owner), code, owner)
    for code, age in _papers(sale.invoices):
        yield world.days.ago(age, chance.randrange(OPEN_MINUTES))
        _move(world, made(world.convert(deal, "invoice", actor=owner), "invoice"), code, owner)
    yield world.days.ago(max(sale.age // 3, 1), chance.randrange(OPEN_MINUTES))
    _move(world, deal, sale.stage, owner)
    if not world.stage("deal", sale.stage).is_final:
        to_do.leave(world, deal, chance, german=german, actor=owner)


def _paper(world: World, paper: Paper) -> Story:
    yield world.days.ago(paper.age, dice(paper.title).randrange(OPEN_MINUTES))
    item = _begin(world, paper.type, paper.firm, paper.basket, paper.title, "")
    _move(world, item, paper.stage, world.people[BY_KEY[paper.firm].owner])


def _papers(cell: str) -> list[tuple[str, int]]:
    """Read "P 60, P 38" as stages and days ago."""
    if cell in {"", "-"}:
        return []
    return [(code, int(age)) for code, age in (each.split() for each in cell.split(","))]


def _begin(world: World, item_type: str, key: str, basket: str, title: str, by_hand: str) -> Item:  # noqa: PLR0913, PLR0917  a row of the table
    firm = BY_KEY[key]
    company, contacts = world.made["company", key], world.made.get(("contacts", key), [])
    values: dict[str, Any] = {"title": title, "start_on": world.today}
    values["due_on"] = world.today + DUE
    if item_type == "estimate":
        values["valid_until"] = values["due_on"]
    if key in IN_OWN_CURRENCY:
        values["currency"] = world.currencies[CURRENCIES[firm.country]]
    if by_hand:
        values |= {"amount": Decimal(by_hand), "amount_is_manual": True}
    client = Clients(company.pk, tuple(contact.pk for contact in contacts[:2]))
    parts = {"client": client, "rows": sold.rows(basket, dice(title + basket))}
    return records.create(item_type, values, actor=world.people[firm.owner], parts=parts)


def _move(world: World, item: Item, code: str, actor: User) -> None:
    stage = world.stage(item.type, code)
    if item.stage_id != stage.pk:
        stages.move(item, stage, actor=actor)
