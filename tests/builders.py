"""The cast and their things: plain functions that go through the front door."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from segue.core import activities, item_types, records
from segue.core.models import Activity, Currency, Department, Grant, Item, Role, RoleMember, User
from segue.core.models.activity import TASK
from segue.crm import catalogue
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models import Measure, Product, TaxRate
from segue.crm.rows import Row

PASSWORD = "segue-demo"


def person(name: str, *, department: Department | None = None, **fields: Any) -> User:
    """A user who can sign in; Alice is alice@segue.test."""
    user = User.objects.create_user(f"{name.lower()}@segue.test", PASSWORD, name=name, **fields)
    if department:
        user.departments.add(department)
    return user


def noted(client: Client, user: User) -> Client:
    """A browser in which somebody has signed in, as the sign-in page notes it."""
    client.force_login(user)
    key = client.session.session_key
    UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="Firefox")
    return client


def lead(actor: User, *, title: str = "Website form", **values: Any) -> Any:
    """A lead with a person, a firm, two ways to reach them and one product."""
    values = {"first_name": "Jana", "last_name": "Brandt", "company_name": "Brandt GmbH", "title": title} | values
    reach = (Communication("PHONE", "030 123456"), Communication("EMAIL", "jana@brandt.example"))
    parts: dict[str, Any] = {name: values.pop(name) for name in ("client",) if name in values}
    parts |= {"communications": values.pop("communications", reach), "rows": values.pop("rows", (row(),))}
    return records.create("lead", values, actor=actor, parts=parts)


def deal(actor: User, *, title: str = "Website relaunch", **values: Any) -> Any:
    """A deal with two product rows."""
    parts = {name: values.pop(name) for name in ("client", "rows", "observers", "files") if name in values}
    return records.create("deal", {"title": title} | values, actor=actor, parts={"rows": two_rows()} | parts)


def estimate(actor: User, *, title: str = "Offer", **values: Any) -> Any:
    """An estimate with two product rows."""
    parts = {name: values.pop(name) for name in ("client", "rows", "files") if name in values}
    return records.create("estimate", {"title": title} | values, actor=actor, parts={"rows": two_rows()} | parts)


def invoice(actor: User, *, title: str = "Bill", **values: Any) -> Any:
    """An invoice with two product rows."""
    parts = {name: values.pop(name) for name in ("client", "rows", "observers", "files") if name in values}
    return records.create("invoice", {"title": title} | values, actor=actor, parts={"rows": two_rows()} | parts)


def contact(actor: User, *, first_name: str = "Jana", last_name: str = "Brandt", **values: Any) -> Any:
    """A contact; `communications` and `companies` as parts."""
    parts: dict[str, Any] = {name: values.pop(name) for name in ("communications", "companies") if name in values}
    return records.create(
        "contact", {"first_name": first_name, "last_name": last_name} | values, actor=actor, parts=parts
    )


def company(actor: User, *, title: str = "Brandt GmbH", **values: Any) -> Any:
    """A company; `communications` and `contacts` as parts."""
    parts: dict[str, Any] = {name: values.pop(name) for name in ("communications", "contacts") if name in values}
    return records.create("company", {"title": title} | values, actor=actor, parts=parts)


def activity(actor: User, *items: Item, kind: int = TASK, done: bool = False, **values: Any) -> Activity:
    """A to-do about these items for tomorrow, or another kind."""
    given = {"title": "Send the offer", "deadline": timezone.now() + timedelta(days=1)} | values
    return activities.plan(items, kind, given, actor=actor, done=done)


def hosting(actor: User) -> Product:
    """A product with its price, tax included, and a unit."""
    values = {
        "name": "Hosting",
        "code": "HO-1",
        "price": Decimal("11.9"),
        "currency": Currency.objects.get(code="EUR"),
        "tax_rate": TaxRate.objects.get(name="7 %"),
        "tax_included": True,
        "measure": Measure.objects.get(code=6),
        "kind": 7,
    }
    return catalogue.save(Product(), values, actor=actor)


def row(name: str = "Consulting", price: str = "100", **values: Any) -> Row:
    """One product row, 19 % VAT unless said otherwise."""
    taxed: dict[str, Any] = {"tax_rate": Decimal(19), "tax_name": "19 %"}
    return Row(name=name, price_entered=Decimal(price), **(taxed | values))


def two_rows() -> tuple[Row, ...]:
    """Rows with discount, tax and an odd price."""
    return (
        row("Consulting", "99.99", quantity=Decimal(3), discount_rate=Decimal(10)),
        row("Hosting", "19.99", basis="gross", tax_rate=Decimal(7)),
    )


def client(company: Item | None = None, *contacts: Item) -> Clients:
    """A client of these items; the first contact is primary."""
    return Clients(company.pk if company else None, tuple(each.pk for each in contacts))


# By item type and by its name in addresses: what makes one.
MAKERS: dict[str, Callable[..., Any]] = {
    "lead": lead, "deal": deal, "contact": contact, "company": company, "estimate": estimate, "invoice": invoice,
}  # fmt: skip
BY_SLUG = {item_types.get(code).slug: make for code, make in MAKERS.items()}


def take_roles_away() -> None:
    """Leave everybody without a role, so that only administrators may do anything."""
    RoleMember.objects.all().delete()


def take_right_away(action: str, *item_types: str) -> None:
    """No role grants this action any more: on these types, or on none at all."""
    grants = Grant.objects.filter(action=action)
    (grants.filter(item_type__in=item_types) if item_types else grants).delete()


def give_right(action: str, item_type: str, scope: str) -> None:
    """Let the role that everybody has grant an action, so far."""
    role = Role.objects.get(code="manager")
    Grant.objects.update_or_create(role=role, item_type=item_type, action=action, defaults={"scope": scope})
