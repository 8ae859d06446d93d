"""What is typed into every value of an item that can be edited where it is read?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from segue.core.models import DirectoryValue, Item, User
from tests import builders
from tests.crm.test_sellers import seller
from tests.web.form_data import typed_in_place

HTMX = {"HX-Request": "true"}
WITH_ROWS = ("leads", "deals", "estimates", "invoices")


def make(slug: str, actor: User, **values: Any) -> Item:
    """An item whose amount is typed, not summed up."""
    without = {"rows": ()} if slug in WITH_ROWS else {}
    return builders.BY_SLUG[slug](actor, **(without | values))


def place(item: Item, spot: str) -> str:
    """Where a value of an item is edited by itself."""
    return f"/{SLUGS[item.type]}/{item.pk}/edit/{spot}/"


SLUGS = {"lead": "leads", "deal": "deals", "contact": "contacts", "company": "companies", "estimate": "estimates",
         "invoice": "invoices"}  # fmt: skip


def opened(web: Client, item: Item, spot: str) -> Any:
    """Press the pencil of a value."""
    return web.get(place(item, spot), headers=HTMX)


def sent(web: Client, item: Item, spot: str, data: dict[str, Any]) -> Any:
    """Send what its inputs hold."""
    return web.post(place(item, spot), data, headers=HTMX)


def save(web: Client, item: Item, spot: str, **changes: Any) -> Any:
    """Press the pencil of a value, change it and press Save."""
    return sent(web, item, spot, typed_in_place(opened(web, item, spot), **changes))


@dataclass(frozen=True)
class Typed:
    """What is sent, and what is read on the page then."""

    sent: Callable[[User], dict[str, Any]]
    read: str


def _text(name: str, value: str = "Lime & <Stone>", read: str = "Lime &amp; &lt;Stone&gt;") -> Typed:
    return Typed(lambda _who: {name: value}, read)


def _of(name: str, directory: str) -> Typed:
    """The value of a directory that stands last in it, renamed so that nothing else on the page reads like it."""

    def last(_who: User) -> dict[str, Any]:
        found = DirectoryValue.objects.filter(directory=directory).order_by("-sort", "-pk")[0]
        DirectoryValue.objects.filter(pk=found.pk).update(labels={"en": "Quarry"})
        return {name: found.pk}

    return Typed(last, "Quarry")


def _day(name: str, year: int = 2036) -> Typed:
    return Typed(lambda _who: {name: f"{year}-03-04"}, f"Mar 4, {year}")


def _seller(who: User) -> int:
    """A company of our own that this person may see."""
    made = seller(builders.person("Boss", is_admin=True))
    Item.objects.filter(pk=made.pk).update(owner=who)
    return int(made.pk)


TYPED: dict[str, Typed] = {
    "title": _text("title"),
    "number": _text("number", "X-7", "X-7"),
    "amount": Typed(lambda _who: {"amount": "1,234.5", "currency": "USD"}, "$1,234.50"),
    "revenue": Typed(lambda _who: {"revenue": "1,234.5", "currency": "USD"}, "$1,234.50"),
    "probability": _text("probability", "37", "37%"),
    "start_on": _day("start_on", 2019),
    "due_on": _day("due_on"),
    "valid_until": _day("valid_until"),
    "birth_on": _day("birth_on", 1979),
    "source": _of("source", "SOURCE"),
    "deal_type": _of("deal_type", "DEAL_TYPE"),
    "honorific": _of("honorific", "HONORIFIC"),
    "contact_type": _of("contact_type", "CONTACT_TYPE"),
    "company_type": _of("company_type", "COMPANY_TYPE"),
    "industry": _of("industry", "INDUSTRY"),
    "employees": _of("employees", "EMPLOYEES"),
    "owner": Typed(lambda who: {"owner": builders.person("Berta", department=who.departments.get()).pk}, "Berta"),
    "open_to_all": Typed(lambda _who: {"open_to_all": None}, "No"),
    "in_export": Typed(lambda _who: {"in_export": None}, "No"),
    "my_company": Typed(lambda who: {"my_company": _seller(who)}, "Segue GmbH"),
    "client": Typed(lambda who: {"company": builders.company(who, title="Quarry Ltd").pk}, "Quarry Ltd"),
    "companies": Typed(lambda who: {"companies": builders.company(who, title="Quarry Ltd").pk}, "Quarry Ltd"),
    "contacts": Typed(lambda who: {"contacts": builders.contact(who, last_name="Quarry").pk}, "Jana Quarry"),
    "communications": Typed(
        lambda _who: {"web-0-value": "www.quarry.example", "web-0-type": "WORK"}, "www.quarry.example"
    ),
    "address": Typed(lambda _who: {"address": "Weg 1", "postal_code": "53111", "city": "Bonn"}, "53111 Bonn"),
    "observers": Typed(lambda _who: {"observers_add": builders.person("Berta").pk}, "Berta"),
    "files": Typed(lambda _who: {"files": [SimpleUploadedFile("quarry.txt", b"words")]}, "quarry.txt"),
    "comment": Typed(lambda _who: {"comment": "**Lime**"}, "<strong>Lime</strong>"),
    "content": Typed(lambda _who: {"content": "**Lime**"}, "<strong>Lime</strong>"),
    "terms": Typed(lambda _who: {"terms": "**Lime**"}, "<strong>Lime</strong>"),
    "billing": Typed(lambda _who: {"billing-iban": "DE02120300000000202051"}, "DE02120300000000202051"),
    **{
        name: _text(name)
        for name in (
            "source_note", "stage_note", "first_name", "middle_name", "last_name", "position", "company_name",
            "banking_note", "external_code", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term",
        )
    },
}  # fmt: skip
