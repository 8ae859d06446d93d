"""Which estimates and invoices were written, from deals, from estimates, or on their own?"""

from collections.abc import Iterator

from segue.core import records
from segue.core.models import Item

from . import goods
from .days import OPEN_MINUTES
from .firms import FIRMS, Firm
from .play import Story
from .remarks import OFFER
from .sales import PAPERS, Paper, Sale
from .walks import walk
from .world import World, dice, made

ANSWER_DAYS, PAYING_DAYS = 6, 9  # working days until a client decides, or pays
LATE_ANSWER_DAYS = 14


def stories(world: World) -> Iterator[Story]:
    """The papers that came of no deal."""
    for paper in PAPERS:
        firm = next(firm for firm in FIRMS if firm.key == paper.firm)
        yield _alone(world, paper, firm)


def offer(world: World, sale: Sale, firm: Firm) -> Iterator[Story]:
    """The estimate of a deal, if there is one."""
    if sale.estimate != "-":
        stage, age = sale.estimate.split()
        yield _offer(world, sale, firm, stage, int(age))


def invoices(world: World, sale: Sale, firm: Firm) -> Iterator[Story]:
    """The invoices of a deal, in their order."""
    for bill in sale.invoices.split(", "):
        if bill != "-":
            stage, age = bill.split()
            yield _bill(world, sale, firm, stage, int(age))


def write_texts(estimate: Item, firm: Firm, world: World) -> None:
    """Say on an estimate what is printed above and below the rows."""
    content, terms = OFFER[firm.speaks_german]
    records.change(estimate, {"content": content, "terms": terms}, actor=world.people[firm.owner])


def _offer(world: World, sale: Sale, firm: Firm, stage: str, age: int) -> Story:
    chance = dice(f"estimate of {sale.title}")
    yield world.days.ago(age, chance.randrange(OPEN_MINUTES))
    done = world.convert(world.made["deal", sale.title], "estimate", actor=world.people[firm.owner])
    estimate = world.made["estimate", sale.title] = made(done, "estimate")
    yield world.days.ago(age)
    write_texts(estimate, firm, world)
    yield from _onward(world, estimate, firm, stage, age)


def _bill(world: World, sale: Sale, firm: Firm, stage: str, age: int) -> Story:
    """After the customer's yes the estimate becomes the invoice; without an estimate, the deal does."""
    chance = dice(f"invoice of {sale.title} {age}")
    yield world.days.ago(age, chance.randrange(OPEN_MINUTES))
    source = world.made.get(("estimate", sale.title)) or world.made["deal", sale.title]
    done = world.convert(source, "invoice", actor=world.people[firm.owner])
    yield from _onward(world, made(done, "invoice"), firm, stage, age)


def _alone(world: World, paper: Paper, firm: Firm) -> Story:
    chance = dice(paper.title)
    yield world.days.ago(paper.age, chance.randrange(OPEN_MINUTES))
    from_today = world.days.today - world.today
    day = {name: world.days.from_today(14) - from_today for name in DATES[paper.type]}
    values = {"title": paper.title, "currency": goods.currency(world, firm.country), "start_on": world.today, **day}
    parts = {
        "client": world.client(firm.key, chance),
        "rows": goods.rows(world, paper.basket, firm.country, chance),
    }
    item = records.create(paper.type, values, actor=world.people[firm.owner], parts=parts)
    if paper.type == "estimate":
        yield world.days.ago(paper.age)
        write_texts(item, firm, world)
    yield from _onward(world, item, firm, paper.stage, paper.age)


def _onward(world: World, item: Item, firm: Firm, stage: str, age: int) -> Story:
    """A paper is sent soon, and answered or paid some time after."""
    wait = PAYING_DAYS if item.type == "invoice" else ANSWER_DAYS
    end = max(age - (1 if stage in ("SENT", "S") else wait), 1)
    return walk(world, item, stage, span=(age, end), letter=firm.owner, german=firm.speaks_german)
