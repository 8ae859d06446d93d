"""What is exported and imported into an empty system is the same: every type, with parts and custom fields."""

from typing import Any

import pytest

from segue.core import item_types, records
from segue.core.custom_fields.definitions import of_type
from segue.core.models import Item, User
from segue.crm import clients, columns, communications
from segue.crm.communications import Communication
from segue.crm.sheet import Sheet
from segue.lib import sheets
from segue.web.forms.importing import ImportForm
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.importers.files import done, said, sent

pytestmark = pytest.mark.django_db
REACH = (Communication("PHONE", "+49 30 123456"), Communication("EMAIL", "eva@example.com"))
UNLIKE = {"item_ptr_id", "id", "version", "number", "search_text", "name_key", "amount_is_manual"}


@pytest.fixture(autouse=True)
def may_import(db: None) -> None:
    for code in builders.MAKERS:
        builders.give_right("import", code, "all")


def _item(code: str, alice: User, bob: User) -> Item:
    values: dict[str, Any] = {"title": "=Müller; “GmbH”", "comment": "One\ntwo", "owner": bob, "PRICE": 5, "NOTE": "-x"}
    values |= {"first_name": "Eva", "last_name": "O’Neil"} if code in ("lead", "contact") else {}
    values |= {"amount": 1234} if code in ("lead", "deal", "estimate", "invoice") else {}
    parts: dict[str, Any] = {"communications": REACH} if code in ("lead", "contact", "company") else {}
    if code in ("lead", "deal", "estimate", "invoice"):
        parts["client"] = builders.client(builders.company(alice), builders.contact(alice))
    if code != "estimate":
        parts["observers"] = (alice.pk,)
    return records.create(code, values, actor=alice, parts=parts)


def _written(item: Item, reader: User) -> str:
    item_type = item_types.of(item)
    sheet = Sheet(item_type, [*columns.of(item_type, of_type(item.type)).values()], reader)
    return "".join(sheets.lines(sheet.head, sheet.rows([Item.objects.get(pk=item.pk)])))


def _plain(item: Item) -> dict[str, Any]:
    own = item_types.of(item).model._base_manager.filter(pk=item.pk).values()[0]
    found = {name: value for name, value in own.items() if name not in UNLIKE and not name.endswith("_at")}
    reached = communications.read(item) if item_types.of(item).has("communications") else ()
    return found | {"reach": reached, "client": clients.read(item)}


@pytest.mark.parametrize("code", builders.MAKERS)
def test_what_is_exported_comes_in_as_the_same(code: str, alice: User, bob: User, dana: User) -> None:
    stored(dana, "integer", "PRICE", item_type=code)
    stored(dana, "string", "NOTE", item_type=code)
    item = _item(code, alice, bob)
    about = sent(dana, code, _written(item, dana))
    ImportForm(about).read_anew()
    about.mapping = ["" if name in ("number", "id") else name for name in about.mapping]
    about.save()
    job = done(about)
    assert (job.done, said(job)) == (1, [(2, "done", "")])
    made = Item.objects.latest("pk")
    own = {"created_by_id", "changed_by_id", "last_activity_by_id", "stage_changed_by_id"}
    expected = {name: dana.pk if name in own and value else value for name, value in _plain(item).items()}
    assert _plain(made) == expected


def test_a_file_that_is_exported_changes_nothing_when_it_comes_back(alice: User, bob: User, dana: User) -> None:
    stored(dana, "integer", "PRICE", item_type="contact")
    stored(dana, "string", "NOTE", item_type="contact")
    item = _item("contact", alice, bob)
    about = sent(alice, "contact", _written(item, alice), key="id")
    ImportForm(about).read_anew()
    about.options["key"] = "id"
    about.save()
    job = done(about)
    assert [(state, reason) for _line, state, reason in said(job)] == [("skipped", "Nothing to change")]
