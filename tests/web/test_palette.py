"""What does "Search and actions" find and offer, to whom, in which order?"""

import re
from typing import Any

import pytest
from django.test import Client

from segue.core import item_types, records
from segue.core.models import Grant, Item, User
from segue.web.lists import anywhere
from tests import builders

HTMX = {"HX-Request": "true"}
GROUP = re.compile(r'role="group" aria-label="([^"]*)"(.*?)</div>', re.DOTALL)
TAG = re.compile("<[^>]*>")
ENTRY = re.compile(r'<(?:a|button) class="menu-entry".*?<span>(.*?)</span>', re.DOTALL)


def asked(client: Client, **params: Any) -> dict[str, list[str]]:
    """The groups, each with the names of its entries."""
    page = client.get("/palette/", params, headers=HTMX).content.decode()
    return {
        label: [TAG.sub("", entry.split(" <span")[0]).strip() for entry in ENTRY.findall(part)]
        for label, part in GROUP.findall(page)
        if label != "Search"
    }


def named(found: list[Item]) -> list[str]:
    return [item_types.name(item) for item in found]


# Items -----------------------------------------------------------------------------------------------------------


def test_items_of_all_types_are_found_by_any_word(web: Client, alice: User) -> None:
    builders.company(alice, title="Rösterei Brandt")
    builders.lead(alice, title="Anfrage der Rösterei")
    builders.deal(alice, title="Website")
    assert set(asked(web, q="rosterei")["Items"]) == {"Rösterei Brandt", "Anfrage der Rösterei"}


def test_every_word_must_occur(web: Client, alice: User) -> None:
    builders.company(alice, title="Rösterei Brandt")
    assert "Items" not in asked(web, q="rösterei meyer")
    assert asked(web, q="bra rös")["Items"] == ["Rösterei Brandt"]


def test_a_number_finds_first_what_has_exactly_this_number(alice: User) -> None:
    invoice = builders.invoice(alice, title="Old")
    number = invoice.number
    builders.deal(alice, title=f"About {number} and {invoice.pk}")
    assert named(anywhere.found(alice, number)[0])[0] == "Old"
    assert named(anywhere.found(alice, number.lower())[0])[0] == "Old"
    assert named(anywhere.found(alice, f"#{invoice.pk}")[0])[0] == "Old"


def test_where_a_word_begins_comes_before_where_it_only_occurs(alice: User) -> None:
    builders.deal(alice, title="Anna Brandt")
    builders.deal(alice, title="Hannover")
    assert named(anywhere.found(alice, "ann")[0]) == ["Anna Brandt", "Hannover"]


def test_the_latest_come_first(alice: User) -> None:
    first, _second = builders.deal(alice, title="Brandt 1"), builders.deal(alice, title="Brandt 2")
    assert named(anywhere.found(alice, "brandt")[0]) == ["Brandt 2", "Brandt 1"]
    records.change(first, {"comment": "Called."}, actor=alice)
    assert named(anywhere.found(alice, "brandt")[0]) == ["Brandt 1", "Brandt 2"]


def test_what_one_may_not_read_is_not_found(client: Client, alice: User, charlie: User) -> None:
    builders.deal(alice, title="Secret", open_to_all=False)
    client.force_login(charlie)
    assert "Items" not in asked(client, q="secret")


def test_what_lies_in_the_recycle_bin_is_not_found(admin: Client, dana: User) -> None:
    records.delete(builders.deal(dana, title="Gone"), actor=dana)
    assert "Items" not in asked(admin, q="gone")
    assert "Last worked on" not in asked(admin)


@pytest.mark.parametrize("typed", ["%", "_", "\\", "\0", "'", "9" * 40, "x" * 5000, "#", "²"])
def test_nothing_that_is_typed_is_too_strange(web: Client, bob: User, typed: str) -> None:
    builders.deal(bob, title="Website")
    answer = web.get("/palette/", {"q": typed}, headers=HTMX)
    assert answer.status_code == 200
    assert "Website" not in answer.content.decode()


def test_before_anything_is_typed_it_shows_what_one_worked_on_last(web: Client, alice: User, bob: User) -> None:
    first = builders.deal(alice, title="First")
    builders.deal(alice, title="Second")
    builders.deal(bob, title="Of Bob")
    records.change(first, {"comment": "Called."}, actor=alice)
    assert asked(web)["Last worked on"] == ["First", "Second"]
    assert asked(web, item=first.pk)["Last worked on"] == ["Second"]


# Actions and pages ------------------------------------------------------------------------------------------------


def test_the_open_item_offers_what_one_can_do_with_it(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    offered = asked(web, item=deal.pk)
    assert offered["Create based on"] == ["Create estimate", "Create invoice"]
    done = offered[f"Deal #{deal.pk}"]
    assert done[:4] == ["Edit", "To-do", "Call", "Meeting"]
    assert {"Move to “In progress”", "Move to “Deal won”"} <= set(done)
    assert "Move to “New”" not in done


@pytest.mark.parametrize(("typed", "found"), [("create inv", ["Create invoice"]), ("est", ["Create estimate"])])
def test_a_conversion_is_found_by_its_name(web: Client, alice: User, typed: str, found: list[str]) -> None:
    assert asked(web, item=builders.deal(alice).pk, q=typed)["Create based on"] == found


def test_the_ways_of_a_lead_are_found_as_its_menu_calls_them(web: Client, alice: User) -> None:
    found = asked(web, item=builders.lead(alice).pk, q="Deal + Contact + Company")
    assert found["Create based on"] == ["Create deal + contact + company"]


def test_a_conversion_is_made_as_from_the_menu(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    page = web.get("/palette/", {"item": deal.pk, "q": "invoice"}, headers=HTMX).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', page))
    answer = web.post(re.findall(r'hx-post="([^"]*invoice/)"', page)[0], sent, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/invoices/{Item.objects.get(type='invoice').pk}/"


def test_somebody_who_may_only_read_gets_no_action_that_changes_an_item(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(bob)
    Grant.objects.exclude(action="read").delete()
    assert asked(web, item=deal.pk) == {f"Deal #{deal.pk}": ["Arrange the form"]}
    assert list(asked(web, item=deal.pk, q="website")) == ["Items"]


def test_an_item_one_may_not_read_gives_no_actions_away(client: Client, alice: User, charlie: User) -> None:
    deal = builders.deal(alice, open_to_all=False)
    client.force_login(charlie)
    assert list(asked(client, item=deal.pk)) == ["Create"]
    assert asked(client, item=deal.pk) == asked(client, item=999999) == asked(client, item="x")


def test_pages_are_found_by_the_beginnings_of_their_words(web: Client) -> None:
    assert asked(web, q="prod")["Pages"] == ["Products"]
    assert asked(web, q="new dea") == {"Create": ["New deal"]}
    assert asked(web, q="keys")["Pages"] == ["Keys"]
    assert "Pages" not in asked(web, q="eals")


def test_pages_of_the_settings_are_found_by_those_who_may_open_them(admin: Client) -> None:
    assert asked(admin, q="pipelines")["Pages"] == ["Pipelines and stages"]


def test_pages_of_the_settings_are_not_found_by_others(web: Client) -> None:
    assert "Pages" not in asked(web, q="pipelines")


def test_in_german(web: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="de")
    assert asked(web, item=builders.deal(alice).pk, q="rechnung")["Erstellen aus"] == ["Rechnung erstellen"]


def test_all_that_was_found_is_one_step_away(web: Client, alice: User) -> None:
    builders.company(alice, title="Rösterei Brandt")
    page = web.get("/palette/", {"q": "rösterei"}, headers=HTMX).content.decode()
    assert 'href="/search/?q=r%C3%B6sterei"' in page
    assert "<mark>Rösterei</mark> Brandt" in page


def test_nothing_found_says_so(web: Client) -> None:
    page = web.get("/palette/", {"q": "xyzzy"}, headers=HTMX).content.decode()
    assert "Nothing found for “xyzzy”." in page
    assert "0 results" in page


def test_somebody_without_any_role_has_none(client: Client, alice: User) -> None:
    builders.take_roles_away()
    client.force_login(alice)
    assert client.get("/palette/").status_code == 403
    assert 'id="palette"' not in client.get("/").content.decode()


def test_every_page_asks_about_the_item_that_is_open(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    assert f'hx-get="/palette/?item={deal.pk}"' in web.get(f"/deals/{deal.pk}/history/").content.decode()
    assert 'hx-get="/palette/"' in web.get("/deals/").content.decode()
