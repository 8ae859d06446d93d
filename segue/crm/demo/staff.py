"""Who works at the demo firm, how is it set up, and under which name does it sell?"""

from segue.core import currencies, numbering_changes, settings_changes
from segue.core.models import Department, NumberCounter, Numbering, User
from segue.crm import catalogue, sellers
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models import Measure, Product, TaxRate

from .products import PRODUCTS

PASSWORD = "segue-demo"  # noqa: S105  printed at the start, and served on this machine only
DOMAIN = "segue.test"  # can belong to no real person; marks a demo account
ORGANISATION = "Segue Demo GmbH"

# letter in the tables | first part of the address | name | language | department
STAFF = (
    ("a", "alice", "Alice Berger", "en", "Sales"),
    ("b", "bob", "Bob Lindner", "de", "Sales"),
    ("c", "charlie", "Charlie Novák", "en", "Service"),
    ("d", "dana", "Dana Voss", "de", "Management"),
)
HEADS = {"Sales": "b", "Service": "c", "Management": "d"}
TOP = "Management"  # the others stand below it
PREFIXES = {"estimate": "AN", "invoice": "RE"}

SELLER = {
    "title": ORGANISATION, "address": "Hafenstraße 12", "postal_code": "20457", "city": "Hamburg",
    "country": "Deutschland", "country_code": "DE",
}  # fmt: skip
SELLER_BILLING = Billing(
    legal_name=ORGANISATION, tax_number="00/000/00000", vat_number="DE123456789", address="Hafenstraße 12",
    postal_code="20457", city="Hamburg", country_code="DE", bank="Beispielbank Hamburg",
    iban="DE89 3704 0044 0532 0130 00", bic="BEISDEHHXXX",
)  # fmt: skip
SELLER_REACH = (
    Communication("PHONE", "+49 40 66969 100"),
    Communication("EMAIL", "hallo@segue-demo.example"),
    Communication("WEB", "https://segue-demo.example"),
)


def hire() -> dict[str, User]:
    """Make the departments and the four accounts; return the people by their letter."""
    departments = {name: Department.objects.create(name=name, sort=place) for place, name in enumerate(HEADS, 1)}
    people = {}
    for letter, address, name, language, department in STAFF:
        person = User.objects.create_user(
            f"{address}@{DOMAIN}", PASSWORD, name=name, language=language, is_admin=letter == "d"
        )
        person.departments.add(departments[department])
        people[letter] = person
    for department, letter in HEADS.items():
        above = None if department == TOP else departments[TOP]
        Department.objects.filter(name=department).update(head=people[letter], parent=above)
    return people


def set_up(actor: User) -> None:
    """Choose the settings, found the firm, and fill its catalogue."""
    settings_changes.save_preferences({"organisation": ORGANISATION, "deadline_days": 14}, actor=actor)
    for item_type, prefix in PREFIXES.items():
        chosen = {"template": f"{prefix}-{{YEAR}}-{{NUMBER}}", "min_length": 4, "reset": "year"}
        numbering_changes.save(numbering_changes.of_type(item_type), chosen, actor=actor)
    found(actor)
    stock(actor)


def found(actor: User) -> None:
    """Make the firm that sells."""
    sellers.create(SELLER, actor=actor, parts={"billing": SELLER_BILLING, "communications": SELLER_REACH})


def count_in(year: int | None) -> None:
    """Number papers as in a year of the past, from one on; None goes back to the year it is."""
    for item_type, prefix in PREFIXES.items():
        template = f"{prefix}-{year or '{YEAR}'}-{{NUMBER}}"
        Numbering.objects.filter(item_type=item_type).update(template=template)
    if year:
        NumberCounter.objects.all().delete()


def stock(actor: User) -> None:
    """Fill the catalogue."""
    euro = currencies.base()
    rates = {int(rate.rate): rate for rate in TaxRate.objects.all()}
    units = {unit.code: unit for unit in Measure.objects.all()}
    for place, sold in enumerate(PRODUCTS, 1):
        values = {
            "name": sold.name, "code": sold.code, "section": sold.section, "price": sold.price, "currency": euro,
            "tax_rate": rates[sold.vat], "tax_included": sold.tax_included, "measure": units[sold.unit],
            "kind": sold.kind, "sort": place * 10,
        }  # fmt: skip
        catalogue.save(Product(), values, actor=actor)
