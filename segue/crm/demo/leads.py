"""What became of the inquiries: who left them where, and which chains began with them?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from segue.core import records
from segue.core.models import Item
from segue.crm import stages
from segue.crm.communications import Communication
from segue.crm.models.contact_point import EMAIL, PHONE

from . import parties, sold, to_do
from .days import OPEN_MINUTES
from .firms import GERMAN
from .inquiries import INQUIRIES, Inquiry
from .play import Story
from .products import BASKETS
from .world import World, dice, made

COUNTRY_NAMES = parties.COUNTRIES
# The three ways from the first inquiry to the invoice: by title, and the stage in which its invoice is now.
CHAINS = {"P": 5, "S": 4, "N": 2}  # stage of the invoice: working days each step took


def stories(world: World) -> Iterator[Story]:
    """Every inquiry; three of those that became sales go all the way to an invoice."""
    chains = iter(CHAINS.items())
    for inquiry in INQUIRIES:
        variant = inquiry.fate.split()[0]
        chain = next(chains, None) if variant == "deal-contact-company" else None
        yield _inquiry(world, inquiry, chain)


def _inquiry(world: World, inquiry: Inquiry, chain: tuple[str, int] | None) -> Story:
    chance, owner = dice(inquiry.title), world.people[inquiry.owner]
    yield world.days.ago(inquiry.age, chance.randrange(OPEN_MINUTES))
    lead = _ask(world, inquiry)
    if inquiry.age > 1:
        yield world.days.ago(inquiry.age - 1, chance.randrange(OPEN_MINUTES))
        parties.remark(lead, chance, german=inquiry.place[:2] in GERMAN, actor=owner)
    fate = inquiry.fate.split()
    if len(fate) == 1:
        _move(world, lead, "lead", fate[0], inquiry)
        if not world.stage("lead", fate[0]).is_final:
            to_do.leave(world, lead, chance, german=inquiry.place[:2] in GERMAN, actor=owner)
        return
    step = chain[1] if chain else 2
    yield world.days.ago(max(inquiry.age - step, 1), chance.randrange(OPEN_MINUTES))
    done = world.convert(lead, fate[0], actor=owner)
    if "deal" in fate[0] and fate[1] != "-":
        _move(world, made(done, "deal"), "deal", fate[1], inquiry)
    if chain:
        yield world.days.ago(max(inquiry.age - 2 * step, 1), chance.randrange(OPEN_MINUTES))
        estimate = made(world.convert(made(done, "deal"), "estimate", actor=owner), "estimate")
        _move(world, estimate, "estimate", "APPROVED", inquiry)
        yield world.days.ago(max(inquiry.age - 3 * step, 1), chance.randrange(OPEN_MINUTES))
        invoice = made(world.convert(estimate, "invoice", actor=owner), "invoice")
        _move(world, invoice, "invoice", chain[0], inquiry)


def _move(world: World, item: Item, item_type: str, code: str, inquiry: Inquiry) -> None:
    """Bring an item to the stage its table names, if it does not stand there."""
    stage = world.stage(item_type, code)
    if item.stage_id != stage.pk:
        stages.move(item, stage, actor=world.people[inquiry.owner])


def _ask(world: World, inquiry: Inquiry) -> Item:
    """Write the lead down as it came in."""
    country, _blank, city = inquiry.place.partition(" ")
    salutation, names = _names(inquiry.person)
    values: dict[str, Any] = {
        "title": inquiry.title, "source": world.values["SOURCE", inquiry.source], "company_name": inquiry.firm,
        "city": city, "country": COUNTRY_NAMES.get(country, ""), "country_code": country if country in COUNTRY_NAMES else "",
        "honorific": world.salutation(salutation),
    } | names  # fmt: skip
    parts: dict[str, Any] = {"communications": _reach(world, inquiry, names, country, city)}
    if inquiry.about in BASKETS:
        parts["rows"] = sold.rows(inquiry.about, dice(inquiry.title + inquiry.about))
    elif inquiry.about.replace(".", "").isdigit():
        values |= {"amount": Decimal(inquiry.about), "amount_is_manual": True}
    return records.create("lead", values, actor=world.people[inquiry.owner], parts=parts)


def _names(person: str) -> tuple[str, dict[str, str]]:
    """Part "m Peter Sühring" into the letter of the salutation and the names."""
    words = person.split()
    letter = words.pop(0) if words and words[0] in {"m", "f", "-"} else ""
    if not words:
        return letter, {}
    return letter, {"first_name": " ".join(words[:-1]), "last_name": words[-1]}


def _reach(world: World, inquiry: Inquiry, names: dict[str, str], country: str, city: str) -> tuple[Communication, ...]:
    reach = []
    if inquiry.domain not in {"", "-"}:
        address = parties.mail(names.get("first_name", ""), names.get("last_name", ""), inquiry.domain)
        reach.append(Communication(EMAIL, address))
    if phone := world.exchange.number(country, city):
        reach.append(Communication(PHONE, phone))
    return tuple(reach)
