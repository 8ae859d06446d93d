"""Is a value edited in the cell of a list as on the page of its item, by those who may, and the row as it is then?"""

from typing import Any

import pytest
from django.test import Client

from segue.core import records
from segue.core.custom_fields import changes
from segue.core.models import User
from segue.crm.models import Deal
from tests import builders

HERE = {"HX-Request": "true", "HX-Current-URL": "http://testserver/deals/?sort=title"}


def send(client: Client, deal: Any, column: str, **sent: Any) -> Any:
    return client.post(f"/deals/{deal.pk}/cells/{column}/", {"version": deal.version} | sent, headers=HERE)


def spots(client: Client) -> list[str]:
    return [cell["spot"] for cell in client.get("/deals/").context["rows"][0]["cells"] if cell.get("spot")]


def test_a_cell_opens_its_inputs_and_is_saved(web: Client, alice: User) -> None:
    deal = builders.deal(alice, rows=())
    opened = web.get(f"/deals/{deal.pk}/cells/due_on/", headers=HERE).content.decode()
    assert 'name="due_on"' in opened
    answer = send(web, deal, "due_on", due_on="2027-01-31")
    assert answer["HX-Retarget"] == f"#row-{deal.pk}"
    assert "Jan 31, 2027" in answer.content.decode()


def test_what_is_wrong_comes_back_in_the_cell(web: Client, alice: User) -> None:
    answer = send(web, builders.deal(alice, rows=()), "amount", amount="much", currency="EUR")
    assert answer.status_code == 422
    assert "much" in answer.content.decode()
    assert "HX-Retarget" not in answer


def test_somebody_who_was_quicker_is_not_overwritten(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice, rows=())
    records.change(deal, {"title": "Bob's"}, actor=bob)
    answer = send(web, deal, "title", title="Mine")
    assert answer.status_code == 409
    assert "Bob&#x27;s" in answer.content.decode()
    assert Deal.objects.get().title == "Bob's"


def test_others_fields_saved_meanwhile_do_not_stand_in_the_way(web: Client, alice: User, bob: User) -> None:
    deal = builders.deal(alice, rows=())
    records.change(deal, {"probability": 10}, actor=bob)
    assert send(web, deal, "title", title="Mine").status_code == 200


def test_an_item_given_away_leaves_the_list(web: Client, alice: User, charlie: User) -> None:
    builders.give_right("read", "deal", "own")
    deal = builders.deal(alice, open_to_all=False)
    assert send(web, deal, "owner", owner=charlie.pk)["HX-Reswap"] == "delete"


def test_only_what_one_may_edit_can_be_opened(web: Client, alice: User, bob: User, charlie: User) -> None:
    builders.give_right("edit", "deal", "own")
    his, hidden = builders.deal(bob), builders.deal(charlie)
    assert spots(web) == []
    assert send(web, his, "title", title="x").status_code == 403
    assert send(web, hidden, "title", title="x").status_code == 404


def test_an_amount_that_follows_its_rows_is_no_input(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    assert "amount" not in spots(web)
    assert web.get(f"/deals/{deal.pk}/cells/amount/", headers=HERE).status_code == 404


@pytest.mark.parametrize("column", ["id", "created_at", "created_by", "files", "nothing", "is_repeat_deal"])
def test_what_people_do_not_type_cannot_be_opened(web: Client, alice: User, column: str) -> None:
    deal = builders.deal(alice)
    assert column not in spots(web)
    if column != "files":  # which the page of the item opens
        assert web.get(f"/deals/{deal.pk}/cells/{column}/", headers=HERE).status_code == 404


def test_a_field_of_the_company_is_edited_too(web: Client, alice: User, dana: User) -> None:
    changes.save(changes.new("deal", "integer", code="SIZE"), {"labels": {"en": "Size"}}, actor=dana)
    deal = builders.deal(alice)
    opened = web.get(f"/deals/{deal.pk}/cells/SIZE/", headers=HERE).context["hidden"]
    marks = {each["name"]: each["value"] for each in opened}
    assert send(web, deal, "SIZE", **(marks | {"custom_SIZE": "5", "SIZE": "5"})).status_code == 200
    assert Deal.objects.get().custom == {"SIZE": 5}


def test_without_scripts_the_whole_form_opens_at_the_input(web: Client, alice: User) -> None:
    deal = builders.deal(alice)
    assert web.get(f"/deals/{deal.pk}/cells/title/")["Location"] == f"/deals/{deal.pk}/edit/#id_title"
