"""What is exported and imported is the same: each type, all formats, with parts, product rows and custom fields.

Brought in again over what is there it changes nothing; after all was deleted for good it makes the same items.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext

from segue.core import bin as recycle_bin
from segue.core import files, item_types, records
from segue.core.custom_fields.definitions import of_type
from segue.core.models import Currency, DirectoryValue, Item, Job, Observer, Stage, User
from segue.crm import clients, columns, employments
from segue.crm.billing import Billing
from segue.crm.communications import Communication
from segue.crm.models.contact_point import LABELS
from segue.crm.rows import ENTERED, Row
from segue.crm.sheet import Sheet
from segue.importers.models import Import
from segue.lib import sheets, spreadsheets
from segue.web.forms.importing import ImportForm
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.importers.files import done, said

pytestmark = pytest.mark.django_db
WRITERS: dict[str, Callable[..., None]] = {
    "csv": sheets.write_csv,
    "csv by comma": partial(sheets.write_csv, point=","),
    "xlsx": sheets.write_xlsx,
}
WORDS = (
    "=1+1",
    "'=1+1",
    "-x",
    "Müller; “GmbH”",
    "a\\; b\\",
    "<b>bold</b> & so",
    "One\ntwo",
    "0042",
    "+49 30",
    "1.5",
    "Ω 漢",
)
STAGED = ("lead", "deal", "estimate", "invoice")
REACHED = ("lead", "contact", "company")
# What an import does not bring: who did what when in the past, what follows from the rest, and the item's own keys.
UNLIKE = {"item_ptr_id", "id", "version", "search_text", "created_by_id", "changed_by_id", "last_activity_by_id",
          "stage_changed_by_id", "stage_changed_at", "changed_at", "last_activity_at", "closed_at",
          "is_repeat", "is_repeat_deal", "is_repeat_approach"}  # fmt: skip
every_type = pytest.mark.parametrize("code", builders.MAKERS)
every_form = pytest.mark.parametrize("form", WRITERS)
every_language = pytest.mark.parametrize("language", ["en", "de"])


class Maker:
    """Makes items of which every field says something, or nothing, as chance has it."""

    def __init__(self, code: str, seed: int, actor: User) -> None:
        self.item_type, self.chance, self.actor = item_types.get(code), Random(seed), actor  # noqa: S311  no secret
        self.people = [*User.objects.order_by("pk")]

    def item(self) -> Item:
        values = {name: self.value(name) for name in self.item_type.fields if not self.item_type.has(name)}
        values = {name: value for name, value in values.items() if value is not None}
        values |= {"number": f"{self.item_type.code}-{self.chance.random()}"} if self.item_type.numbered else {}
        values |= {name: "=O’Neil" for name in ("last_name", *self.item_type.required) if name in self.item_type.fields}
        values |= {
            "originator": "Old",
            "origin_id": "=7",
            "PRICE": self.chance.choice((None, 5)),
            "SIZE": Decimal("1.234"),  # above a thousand, for whoever takes the point for another sign
            "SIZES": [Decimal("1.234"), Decimal("0.5")],
            "COSTS": {"amount": Decimal("12.345"), "currency": "EUR"},
            "TAGS": self.words(2),
        }
        if self.item_type.has_stages:
            values["stage"] = self.chance.choice(Stage.objects.filter(pipeline__item_type=self.item_type.code))
        parts = {part.name: PARTS[part.name](self) for part in self.item_type.parts if part.name in PARTS}
        return records.create(self.item_type.code, values, actor=self.actor, parts=parts)

    def value(self, name: str) -> Any:
        column = columns.standard(self.item_type)[name]
        found = VALUES.get(column.kind)
        return self.chance.choice([None, found(self, name)]) if found else None

    def words(self, most: int) -> list[str]:
        return self.chance.sample(WORDS, self.chance.randint(1, most))

    def number(self) -> Decimal:
        return Decimal(self.chance.randint(0, 999_999)) / 10 ** self.chance.randint(0, 4)

    def reach(self) -> tuple[Communication, ...]:
        values = {"PHONE": "030 ", "EMAIL": "e@x.de", "WEB": "https://x.de/a;b=", "IM": "!OTHER: "}
        return tuple(
            Communication(kind, value if kind == "EMAIL" else f"{value}{place}", label, self.chance.random() < 0.3)
            for kind, value in values.items()
            for place, label in enumerate(self.chance.sample(LABELS[kind], self.chance.randint(0, 4)))
        )

    def client(self) -> clients.Clients:
        people = [builders.contact(self.actor, first_name=f"P{place}").pk for place in range(self.chance.randint(1, 3))]
        return clients.Clients(builders.company(self.actor, title=f"Firm {people}").pk, tuple(people), people[-1])

    def rows(self) -> tuple[Row, ...]:
        return tuple(self.row() for _place in range(self.chance.randint(0, 3)))

    def row(self) -> Row:
        tax: dict[str, Any] = self.chance.choice(
            [{}, {"tax_rate": Decimal(0), "tax_name": "Free", "tax_category": "E"}, {"tax_rate": Decimal("17.5")}]
        )
        discount: dict[str, Any] = self.chance.choice(
            [{}, {"discount_rate": Decimal("2.5")}, {"discount_type": 1, "discount_sum": Decimal("0.01")}]
        )
        return Row(
            name=self.chance.choice(WORDS), price_entered=self.number(), quantity=self.number(),
            basis=self.chance.choice(("net", "gross", "final")), kind=7, measure_code=6,
            measure_name=self.chance.choice(["", "Meter"]),
            product_id=self.chance.choice([None, PRODUCT["pk"]]), **tax, **discount,
        )  # fmt: skip


PRODUCT: dict[str, int] = {}
VALUES: dict[str, Callable[[Maker, str], Any]] = {
    "text": lambda maker, name: maker.chance.choice(WORDS).replace("\n", " ")[:20],
    "long": lambda maker, name: " ".join(maker.words(3)),
    "number": lambda maker, name: 42,
    "money": lambda maker, name: maker.number(),
    "day": lambda maker, name: date(2020 if name == "start_on" else 2040, 1, 31),
    "switch": lambda maker, name: maker.chance.random() < 0.5,
    "person": lambda maker, name: maker.chance.choice(maker.people),
    "currency": lambda maker, name: Currency.objects.get(code="USD"),
    "directory": lambda maker, name: DirectoryValue.objects.filter(directory="SOURCE").last()
    if name == "source" else None,
}  # fmt: skip
PARTS: dict[str, Callable[[Maker], Any]] = {
    "communications": Maker.reach,
    "client": Maker.client,
    "rows": Maker.rows,
    "companies": lambda maker: (builders.company(maker.actor).pk, builders.company(maker.actor, title="Zeta").pk),
    "contacts": lambda maker: (builders.contact(maker.actor, last_name="Adler").pk,),
    "billing": lambda maker: Billing(legal_name="=Müller", iban="DE1", country_code="DE", tax_number="007"),
    "observers": lambda maker: tuple(person.pk for person in maker.chance.sample(maker.people, 2)),
}


@pytest.fixture(autouse=True)
def settled(dana: User, alice: User, bob: User) -> None:
    product = builders.hosting(dana)
    PRODUCT["pk"] = product.pk
    type(product).objects.update(active=False)
    for code in builders.MAKERS:
        stored(dana, "integer", "PRICE", item_type=code, default=7)
        stored(dana, "string", "TAGS", item_type=code, multiple=True)
        stored(dana, "double", "SIZE", item_type=code, settings={"precision": 4})
        stored(dana, "double", "SIZES", item_type=code, multiple=True, settings={"precision": 4})
        stored(dana, "money", "COSTS", item_type=code)
    User.objects.filter(pk=bob.pk).update(is_active=False)


@pytest.fixture(params=range(2))
def items(request: pytest.FixtureRequest, code: str, dana: User) -> list[Item]:
    maker = Maker(code, request.param, dana)
    return [maker.item() for _place in range(3)]


def written(items: list[Item], form: str, reader: User, folder: Path) -> Path:
    """An export of all columns."""
    item_type = item_types.of(items[0])
    point, language = (",", "de") if "comma" in form else (".", "en")
    sheet = Sheet(item_type, [*columns.leaving(item_type, of_type(item_type.code)).values()], reader, point=point)
    folder.mkdir(exist_ok=True)
    path = folder / f"items.{form.split(maxsplit=1)[0]}"
    with translation.override(language):
        rows = sheet.rows([*Item.objects.filter(pk__in=[item.pk for item in items]).order_by("pk")])
        WRITERS[form](path, sheet.head, rows)
    return path


def brought(path: Path, code: str, actor: User, *, without: str = "") -> Job:
    """The file comes in as it is suggested, perhaps without a column."""
    blob = files.store(ContentFile(path.read_bytes(), name=path.name))
    about = Import(actor=actor, item_type=code, blob=blob, file_name=path.name)
    about.notation = vars(spreadsheets.told(files.path_of(blob.sha256))) | {"has_head": True}
    form = ImportForm(about)
    form.read_anew()
    about.mapping = ["" if name == without else name for name in about.mapping]
    assert form.check(), form.errors
    about.save()
    return done(about)


def plain(item: Item) -> dict[str, Any]:
    """What an item holds, without what an import does not bring."""
    item_type = item_types.of(item)
    (own,) = item_type.model._base_manager.filter(pk=item.pk).values()
    found: dict[str, Any] = {name: value for name, value in own.items() if name not in UNLIKE}
    found["created_at"] = item.created_at.replace(microsecond=0)
    for part in item_type.parts:
        found[part.name] = part.read(item)
    found |= {"observers": {*Observer.objects.filter(item=item.pk).values_list("user", flat=True)}, "files": ()}
    if "client" in found:
        company, people, primary = found["client"].company, found["client"].contacts, found["client"].primary
        found["client"] = (company, sorted(people, key=lambda pk: pk != primary), primary)
    if "rows" in found:
        found["rows"] = [{name: getattr(row, name) for name in ENTERED} for row in found["rows"]]
    return found


def deleted(items: list[Item], actor: User) -> None:
    records.delete_many([*Item.objects.filter(pk__in=[item.pk for item in items])], actor=actor)
    for item in Item.objects.filter(pk__in=[item.pk for item in items]):
        recycle_bin.purge(item, actor=actor)


def _unlike(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (value, after[name]) for name, value in before.items() if value != after[name]}


@every_language
@every_form
@every_type
def test_an_export_that_comes_back_changes_nothing(
    code: str, form: str, items: list[Item], dana: User, *, language: str, tmp_path: Path
) -> None:
    before = [*Item.objects.order_by("pk").values_list("pk", "version")]
    path = written(items, form, dana, tmp_path)
    User.objects.filter(pk=dana.pk).update(language=language)
    job = brought(path, code, dana)
    with translation.override(language):
        told = ("skipped", gettext("Nothing to change"))
    assert [(state, reason) for _line, state, reason in said(job)] == [told] * len(items)
    assert [*Item.objects.order_by("pk").values_list("pk", "version")] == before


@every_form
@every_type
def test_what_was_deleted_for_good_comes_in_as_the_same(
    code: str, form: str, items: list[Item], dana: User, tmp_path: Path
) -> None:
    before, path = [plain(item) for item in items], written(items, form, dana, tmp_path)
    last = Item.objects.latest("pk").pk
    deleted(items, dana)
    job = brought(path, code, dana)
    assert [(state, reason) for _line, state, reason in said(job)] == [("done", "")] * len(items)
    found = [plain(item) for item in Item.objects.filter(pk__gt=last, type=code).order_by("pk")]
    assert [_unlike(*pair) for pair in zip(before, found, strict=True)] == [{}] * len(items)


def test_elsewhere_companies_contacts_and_deals_find_one_another_by_name(dana: User, tmp_path: Path) -> None:
    firm, own = builders.company(dana, title="Adler; Söhne AG"), builders.company(dana, title="Zeta")
    eva = builders.contact(dana, first_name="Eva", last_name="Born", companies=(firm.pk, own.pk))
    deal = builders.deal(dana, client=clients.Clients(firm.pk, (eva.pk,), eva.pk))
    paths = {code: written(group, "csv", dana, tmp_path / code) for code, group in
             {"company": [firm, own], "contact": [eva], "deal": [deal]}.items()}  # fmt: skip
    deleted([deal, eva, firm, own], dana)
    for code, path in paths.items():
        job = brought(path, code, dana, without="contacts")
        assert {(state, reason) for _line, state, reason in said(job)} == {("done", "")}
    found = clients.read(Item.objects.get(type="deal"))
    made = {item.pk: item.title for item in Item.objects.filter(title__in=("Adler; Söhne AG", "Eva Born", "Zeta"))}
    assert [made[pk] for pk in (found.company, *found.contacts)] == ["Adler; Söhne AG", "Eva Born"]
    assert found.primary is not None
    assert [made[pk] for pk in employments.COMPANIES.read(Item.objects.get(pk=found.primary))] == [
        "Adler; Söhne AG",
        "Zeta",
    ]
