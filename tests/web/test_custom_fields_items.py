"""Can a custom field name other items, only those its writer may see, with and without scripts?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import Item, User
from tests import builders
from tests.core.custom_fields.fields import stored
from tests.web.form_data import errors, typed
from tests.web.test_custom_fields import custom, edit, new

REFUSED = ["This item does not exist, or you may not see it."]


@pytest.fixture
def secret(charlie: User) -> Item:
    """A lead that Alice may not see."""
    lead: Item = builders.lead(charlie, title="Secret")
    Item.objects.filter(pk=lead.pk).update(open_to_all=False)
    return lead


def press(web: Client, page: Any, action: str, **changes: Any) -> Any:
    """Press a button of the field without scripts."""
    return web.post("/parts/custom/", typed(page, **changes) | {"custom_action": action})


def test_an_item_is_searched_chosen_and_stored(web: Client, alice: User, dana: User) -> None:
    stored(dana, "crm", "A")
    lead = builders.lead(alice, title="Website form")
    page = press(web, web.get("/deals/new/"), "search:A", **{"A-q": "websi", "title": "Shop"})
    assert f'value="add:A:{lead.pk}"' in page.content.decode()
    page = press(web, page, f"add:A:{lead.pk}")
    web.post("/deals/new/", typed(page))
    assert custom() == {"A": lead.pk}
    assert f'href="/leads/{lead.pk}/"' in web.get(f"/deals/{Item.objects.get(type='deal').pk}/").content.decode()


@pytest.mark.parametrize("text", ["Website form", "{pk}", "#{pk}"])
def test_a_name_or_number_left_in_the_search_is_enough(web: Client, alice: User, dana: User, text: str) -> None:
    stored(dana, "crm", "A")
    lead = builders.lead(alice)
    assert new(web, **{"A-q": text.format(pk=lead.pk)}).status_code == 303
    assert custom() == {"A": lead.pk}


def test_a_paper_is_found_by_its_number(web: Client, alice: User, dana: User) -> None:
    stored(dana, "crm", "A", settings={"types": ["invoice"]})
    invoice = builders.invoice(alice, number="RE-2027-7")
    new(web, **{"A-q": "re-2027-7"})
    assert custom() == {"A": invoice.pk}


def test_a_name_that_several_have_asks_which(web: Client, alice: User, dana: User) -> None:
    stored(dana, "crm", "A")
    one, two = builders.lead(alice), builders.lead(alice)
    response = new(web, **{"A-q": "Website form"})
    assert (response.status_code, errors(response)) == (422, ["Several were found. Choose one of them."])
    assert all(f'value="add:A:{each.pk}"' in response.content.decode() for each in (one, two))


def test_what_nothing_has_is_said(web: Client, dana: User) -> None:
    stored(dana, "crm", "A")
    response = new(web, **{"A-q": "nobody <b>"})
    assert errors(response) == ["Nothing found for “nobody <b>”."]
    assert typed(response)["A-q"] == ["nobody <b>"]


def test_several_items_are_added_and_taken_out(web: Client, alice: User, dana: User) -> None:
    stored(dana, "crm", "A", multiple=True, settings={"types": ["lead", "contact"]})
    lead, contact = builders.lead(alice), builders.contact(alice)
    page = press(web, press(web, web.get("/deals/new/"), f"add:A:{lead.pk}", title="Shop"), f"add:A:{contact.pk}")
    web.post("/deals/new/", typed(page))
    assert custom() == {"A": [lead.pk, contact.pk]}
    deal = Item.objects.get(type="deal")
    page = press(web, web.get(f"/deals/{deal.pk}/edit/"), f"remove:A:{lead.pk}")
    web.post(f"/deals/{deal.pk}/edit/", typed(page))
    assert custom() == {"A": [contact.pk]}


@pytest.mark.parametrize("multiple", [False, True])
def test_a_hidden_item_is_kept_without_its_name(
    web: Client, alice: User, dana: User, secret: Item, *, multiple: bool
) -> None:
    stored(dana, "crm", "A", multiple=multiple)
    deal = builders.deal(alice)
    value = [secret.pk] if multiple else secret.pk
    records.change(deal, {"A": value}, actor=dana)
    page = web.get(f"/deals/{deal.pk}/edit/").content.decode()
    assert ("Hidden item" in page, "Secret" in page, f'name="A" value="{secret.pk}"' in page) == (True, False, False)
    assert edit(web, deal, comment="Call").status_code == 303
    assert custom() == {"A": value}
    assert "Hidden item" in web.get(f"/deals/{deal.pk}/").content.decode()


def test_another_is_added_beside_a_hidden_one(web: Client, alice: User, dana: User, secret: Item) -> None:
    stored(dana, "crm", "A", multiple=True)
    deal, lead = builders.deal(alice), builders.lead(alice)
    records.change(deal, {"A": [secret.pk]}, actor=dana)
    edit(web, deal, **{"A-q": str(lead.pk)})
    assert custom() == {"A": [secret.pk, lead.pk]}


def test_a_hidden_item_can_be_taken_out(web: Client, alice: User, dana: User, secret: Item) -> None:
    stored(dana, "crm", "A")
    deal = builders.deal(alice)
    records.change(deal, {"A": secret.pk}, actor=dana)
    page = web.get(f"/deals/{deal.pk}/edit/")
    page = press(web, page, f"remove:A:{typed(page)['A'][0]}")
    web.post(f"/deals/{deal.pk}/edit/", typed(page))
    assert custom() == {}


def test_an_item_one_may_not_see_is_neither_found_nor_chosen(web: Client, dana: User, secret: Item) -> None:
    stored(dana, "crm", "A")
    assert "add:A" not in press(web, web.get("/deals/new/"), "search:A", **{"A-q": "Secret"}).content.decode()
    assert errors(new(web, A=str(secret.pk))) == REFUSED
    assert press(web, web.get("/deals/new/"), f"add:A:{secret.pk}").status_code == 400


@pytest.mark.parametrize("forged", ["0", "-1", "999999", "9" * 30, "x", "hidden-00", "\x00", "1e3", "٣"])
def test_an_item_that_does_not_exist_reads_like_one_that_is_hidden(web: Client, dana: User, forged: str) -> None:
    stored(dana, "crm", "A")
    assert errors(new(web, A=forged)) == REFUSED


def test_an_item_of_another_type_is_refused(web: Client, alice: User, dana: User) -> None:
    stored(dana, "crm", "A")
    contact = builders.contact(alice)
    assert errors(new(web, A=str(contact.pk))) == REFUSED
    assert errors(new(web, **{"A-q": str(contact.pk)})) == [f"Nothing found for “{contact.pk}”."]


def test_an_item_in_the_bin_stays_and_says_so(web: Client, alice: User, dana: User) -> None:
    stored(dana, "crm", "A")
    lead, deal = builders.lead(alice), builders.deal(alice)
    records.change(deal, {"A": lead.pk}, actor=alice)
    records.delete(lead, actor=dana)
    assert "in the recycle bin" in web.get(f"/deals/{deal.pk}/edit/").content.decode()
    edit(web, deal, comment="Call")
    assert custom() == {"A": lead.pk}
    assert errors(new(web, A=str(lead.pk))) == REFUSED


def test_the_search_answers_scripts(web: Client, alice: User, dana: User, secret: Item) -> None:
    field = stored(dana, "crm", "A")
    lead = builders.lead(alice)
    found = web.get(f"/parts/custom/{field.pk}/search/", {"q": "form"}).content.decode()
    assert (f"add:A:{lead.pk}" in found, "<html" in found) == (True, False)
    assert "Secret" not in web.get(f"/parts/custom/{field.pk}/search/", {"q": "secret"}).content.decode()
    assert "Nothing found" in web.get(f"/parts/custom/{field.pk}/search/", {"q": "\x00"}).content.decode()


def test_only_fields_that_name_items_are_searched(web: Client, alice: User, dana: User) -> None:
    text, restricted = stored(dana, "string", "A"), stored(dana, "crm", "B")
    changes.restrict(restricted, [dana], [], actor=dana)
    addresses = [f"/parts/custom/{pk}/search/" for pk in (text.pk, restricted.pk, 999999)]
    assert [web.get(address, {"q": "form"}).status_code for address in addresses] == [404] * 3
