"""How did the demo firm come to know its firms and people?"""

import random
from collections.abc import Iterator

from segue.core import comments, records
from segue.core.models import Item, User
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models.contact_point import EMAIL, IM, PHONE, WEB
from segue.lib import text

from . import remarks
from .days import OPEN_MINUTES
from .firms import EUROPEAN_UNION, FIRMS, Firm
from .people import PEOPLE, Person
from .play import Story
from .world import World, dice

COUNTRIES = {
    "DE": "Deutschland", "AT": "Österreich", "CH": "Schweiz", "GB": "United Kingdom", "IE": "Ireland",
    "US": "United States", "FR": "France", "NL": "Nederland", "SE": "Sverige", "CZ": "Česko", "ES": "España",
    "DK": "Danmark", "FI": "Suomi", "HU": "Magyarország",
}  # fmt: skip
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ß": "ss"})
TYPES = {"rostfrei": "SUPPLIER", "datenfluss": "PARTNER", "buchhandlung": "OTHER"}
DO_NOT_CALL = {"Detlef", "Gabriele"}


def stories(world: World) -> Iterator[Story]:
    """Every firm, and then its people one after the other."""
    for firm in FIRMS:
        yield _acquaintance(world, firm)


def mail(first_name: str, last_name: str, domain: str) -> str:
    """The address of a person: joerg.oneill@firm.example."""
    names = [text.fold(name.translate(LETTERS)).replace(" ", "-") for name in (first_name, last_name) if name]
    return f"{'.'.join(names) or 'info'}@{domain}.example"


def remark(item: Item, chance: random.Random, *, german: bool, actor: User) -> None:
    """Somebody notes something on an item."""
    comments.add(item, chance.choice(remarks.about(item.type, german=german)), actor=actor)


def _acquaintance(world: World, firm: Firm) -> Story:
    chance, owner = dice(firm.key), world.people[firm.owner]
    yield world.days.ago(firm.age, chance.randrange(OPEN_MINUTES))
    company = world.made["company", firm.key] = _found(world, firm, chance)
    for place, person in enumerate(each for each in PEOPLE if each.firm == firm.key):
        yield world.days.ago(firm.age - place, chance.randrange(OPEN_MINUTES))
        contact = _meet(world, firm, person, company)
        world.made.setdefault(("contacts", firm.key), []).append(contact)
        if chance.random() < 0.3:  # noqa: PLR2004  about one in three
            yield world.days.ago(chance.randrange(1, firm.age), chance.randrange(OPEN_MINUTES))
            remark(contact, chance, german=firm.speaks_german, actor=owner)
    if chance.random() < 0.3:  # noqa: PLR2004  about one in three
        yield world.days.ago(chance.randrange(1, firm.age), chance.randrange(OPEN_MINUTES))
        remark(company, chance, german=firm.speaks_german, actor=owner)


def _found(world: World, firm: Firm, chance: random.Random) -> Item:
    reach = [Communication(EMAIL, f"info@{firm.domain}"), Communication(WEB, f"https://www.{firm.domain}")]
    phone = world.exchange.number(firm.country, firm.city)
    if phone:
        reach.insert(0, Communication(PHONE, phone))
    values = {
        "title": firm.name, "address": firm.street, "postal_code": firm.postal_code, "city": firm.city,
        "country": COUNTRIES[firm.country], "country_code": firm.country,
        "company_type": world.values["COMPANY_TYPE", TYPES.get(firm.key, "CUSTOMER")],
        "industry": world.values["INDUSTRY", firm.industry],
        "employees": world.values["EMPLOYEES", f"EMPLOYEES_{firm.employees}"],
        "revenue": chance.randrange(2, 90) * 50_000,
    }  # fmt: skip
    parts = {"communications": reach, "billing": _billing(firm)}
    return records.create("company", values, actor=world.people[firm.owner], parts=parts)


def _billing(firm: Firm) -> Billing:
    """The VAT numbers are of the shape of the country and of nobody: all nines and the firm's age."""
    vat = f"{firm.country}999999{firm.age:03d}" if firm.country in EUROPEAN_UNION else ""
    return Billing(
        legal_name=firm.name, vat_number=vat, address=firm.street, postal_code=firm.postal_code, city=firm.city,
        country_code=firm.country,
    )  # fmt: skip


def _meet(world: World, firm: Firm, person: Person, company: Item) -> Item:
    values = {
        "honorific": world.salutation(person.salutation), "first_name": person.first_name,
        "last_name": person.last_name, "position": person.position, "source": world.values["SOURCE", "RECOMMENDATION"],
        "city": firm.city, "country": COUNTRIES[firm.country], "country_code": firm.country,
    }  # fmt: skip
    parts = {"communications": _reach(world, firm, person), "companies": (company.pk,)}
    return records.create("contact", values, actor=world.people[firm.owner], parts=parts)


def _reach(world: World, firm: Firm, person: Person) -> list[Communication]:
    unwanted = person.first_name in DO_NOT_CALL
    reach = [Communication(EMAIL, mail(person.first_name, person.last_name, firm.key))]
    phone = world.exchange.number(firm.country, firm.city)
    if phone:
        reach.append(Communication(PHONE, phone, "MOBILE" if " 171 " in phone else "WORK", do_not_contact=unwanted))
    if firm.industry == "IT":
        reach.append(Communication(IM, f"@{text.fold(person.first_name).replace(' ', '')}_{firm.key}", "TELEGRAM"))
    return reach
